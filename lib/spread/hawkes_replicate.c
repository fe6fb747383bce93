/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test of fit against processes drawn from what was found, each fitted again. */
#include "hawkes_internal.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#define THREADS_MAX 64

struct replicate_job {
	const struct hawkes_problem *problem;
	const struct mizan_hawkes_group *group;
	unsigned replicates, workers;
	uint64_t seed;
	double *distances; /* of each; infinite where it ran away */
	const struct mizan_watch *watch;
	_Atomic mizan_status status; /* of any of them */
};

/* ---- Drawing ------------------------------------------------------------------------------- */

/* By inversion, 20 at a time so that exp(-mean) stays a number. */
static size_t draw_poisson(struct mizan_random *random, double mean)
{
	size_t count = 0;
	while (mean > 0) {
		double part = fmin(mean, 20), left = exp(-part);
		for (double p = mizan_random_real(random); p > left;
			p *= mizan_random_real(random)) {
			count++;
		}
		mean -= part;
	}
	return count;
}

static bool draw_days(const struct hawkes_problem *problem, const double *parameters,
	struct mizan_random *random, double *times, size_t room, size_t *count)
{
	const double *ratios = parameters + problem->stretch_count;
	double r = isnan(ratios[1]) ? 0 : exp(-ratios[1]), past = 0;
	size_t stretch = 0;
	for (size_t day = 0; day < problem->day_count; day++) {
		while (stretch + 1 < problem->stretch_count &&
			(double)day >= problem->ends[stretch]) {
			stretch++;
		}
		size_t here =
			draw_poisson(random, parameters[stretch] + ratios[0] * (1 - r) * past);
		if (here > room - *count) {
			return false;
		}
		for (size_t i = 0; i < here; i++) {
			times[(*count)++] = (double)day;
		}
		past = r * past + (double)here;
	}
	return true;
}

/* Thinning; at the end of a stretch the waiting begins anew. */
static bool draw_times(const struct hawkes_problem *problem, const double *parameters,
	struct mizan_random *random, double *times, size_t room, size_t *count)
{
	const double *ratios = parameters + problem->stretch_count;
	double decay = isnan(ratios[1]) ? 1 : ratios[1], excess = 0, now = 0;
	for (size_t stretch = 0; stretch < problem->stretch_count;) {
		double bound = parameters[stretch] + excess, end = problem->ends[stretch];
		double wait =
			bound > 0 ? -log(mizan_random_real(random)) / bound : (double)INFINITY;
		double to = fmin(now + wait, end);
		excess *= exp(-decay * (to - now));
		now = to;
		if (!(now < end)) {
			stretch++;
			continue;
		}
		if (mizan_random_real(random) * bound >= parameters[stretch] + excess) {
			continue;
		}
		if (*count == room) {
			return false;
		}
		times[(*count)++] = now;
		excess += ratios[0] * decay;
	}
	return true;
}

/* How many values the distance is of: with another number it would mean something else. */
static double replicate_values(const struct hawkes_problem *problem)
{
	return problem->rule == MIZAN_HAWKES_DAILY ? (double)problem->day_count
						   : (double)problem->events->count;
}

/* ---- Fitting again ------------------------------------------------------------------------- */

static mizan_status replicate_fit(
	struct replicate_job *job, unsigned number, const double *times, size_t count)
{
	struct mizan_hawkes_events events = *job->problem->events;
	struct mizan_hawkes_group group = {.distance = 0};
	struct hawkes_problem problem;
	double covariance = 0;
	events.times = times;
	events.groups = NULL;
	events.count = count;
	mizan_status status = hawkes_problem_make(&events, job->problem->rule, &problem, NULL);
	if (status == MIZAN_OK && count > 0) {
		hawkes_maximise(&problem, 0, job->group->parameters, &group, &covariance);
		status = hawkes_test_fit(&problem, 0, job->seed + 1 + number, &group, NULL);
	}
	job->distances[number] = group.distance * sqrt(replicate_values(&problem));
	hawkes_problem_release(&problem);
	return status;
}

static mizan_status replicate_run(
	struct replicate_job *job, unsigned number, double *times, size_t room)
{
	struct mizan_random random;
	size_t count = 0;
	mizan_random_init(&random, job->seed, number);
	bool held = job->problem->rule == MIZAN_HAWKES_DAILY
			    ? draw_days(job->problem, job->group->parameters, &random, times, room,
				      &count)
			    : draw_times(job->problem, job->group->parameters, &random, times, room,
				      &count);
	job->distances[number] = (double)INFINITY;
	return held ? replicate_fit(job, number, times, count) : MIZAN_OK;
}

static void replicate_work(void *context, unsigned worker)
{
	struct replicate_job *job = context;
	size_t room = 10 * job->problem->events->count + 1000;
	double *times = malloc(room * sizeof *times);
	mizan_status status = times ? MIZAN_OK : MIZAN_ERROR_MEMORY;
	for (unsigned i = worker; i < job->replicates && status == MIZAN_OK; i += job->workers) {
		status = atomic_load(&job->status);
		if (status == MIZAN_OK) {
			status = mizan_watch_check(job->watch, NULL);
		}
		if (status == MIZAN_OK) {
			status = replicate_run(job, i, times, room);
		}
	}
	if (status != MIZAN_OK) {
		atomic_store(&job->status, status);
	}
	free(times);
}

static mizan_status replicate_status(struct replicate_job *job, struct mizan_error *error)
{
	mizan_status status = atomic_load(&job->status);
	return status == MIZAN_OK ? MIZAN_OK
	       : status == MIZAN_ERROR_INTERRUPTED
		       ? mizan_error_set(error, status, "nothing was changed", "interrupted")
		       : mizan_error_memory(error);
}

mizan_status mizan_hawkes_test(const struct mizan_hawkes_events *events,
	enum mizan_hawkes_rule rule, unsigned replicates, uint64_t seed, unsigned threads,
	struct mizan_hawkes *hawkes, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_hawkes_group *group = &hawkes->groups[0];
	struct hawkes_problem problem;
	mizan_status status = MIZAN_OK;
	if (events->group_count != 1 || replicates == 0 || !(group->distance >= 0) ||
		(group->standing != MIZAN_HAWKES_WHOLE &&
			group->standing != MIZAN_HAWKES_NO_DECAY) ||
		hawkes->radius >= 1) {
		return MIZAN_OK;
	}
	status = hawkes_problem_make(events, rule, &problem, error);
	struct replicate_job job = {.problem = &problem,
		.group = group,
		.replicates = replicates,
		.seed = seed,
		.watch = watch,
		.distances = status == MIZAN_OK ? calloc(replicates, sizeof(double)) : NULL};
	if (status == MIZAN_OK && !job.distances) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		unsigned workers = threads ? threads : mizan_processor_count();
		workers = workers > THREADS_MAX ? THREADS_MAX : workers;
		job.workers = workers > replicates ? replicates : workers;
		mizan_tasks_run(job.workers, replicate_work, &job);
		status = replicate_status(&job, error);
	}
	double distance =
		status == MIZAN_OK ? group->distance * sqrt(replicate_values(&problem)) : 0;
	unsigned as_large = 0;
	for (unsigned i = 0; i < replicates && status == MIZAN_OK; i++) {
		as_large += job.distances[i] >= distance;
	}
	if (status == MIZAN_OK) {
		group->p_value = ((double)as_large + 1) / ((double)replicates + 1);
	}
	free(job.distances);
	hawkes_problem_release(&problem);
	return status;
}
