/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of one series through time: every year, the largest year, the first since. */
#include "brief_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Scores: each edition of an index has its own scale ----------------------------------- */

const char editions_differ[] = "scores of different editions are not comparable";

bool job_is_of_scores(const struct check_job *job)
{
	const char *indicator = job_option(job, "indicator");
	return indicator && strcmp(indicator, "score") == 0;
}

/* ---- Walking along a series --------------------------------------------------------------- */

/* What was seen of one publisher's series on the way from the first to the last period. */
struct walk {
	const struct mizan_table *table;
	size_t first, end; /* its rows */
	bool scores, editions_mixed;
	const char *edition;
	struct mizan_text evidence, overlaps, open;
};

/* "no figure for 2014, 2015": the lists of what leaves it open. */
static void list_add(struct mizan_text *text, const char *head, const char *label)
{
	mizan_text_printf(text, "%s%s", text->size ? ", " : head, label);
}

static void period_label(int32_t month, int step, char label[16])
{
	int year = month / 12, part = month % 12;
	if (step == 12) {
		snprintf(label, 16, "%d", year);
	} else if (step == 3) {
		snprintf(label, 16, "%d-Q%d", year, part / 3 + 1);
	} else {
		snprintf(label, 16, "%d-%02d", year, part + 1);
	}
}

/* The reading of a period; one that is unknown is listed. */
static struct reading walk_read(struct walk *walk, int32_t month, int step, bool *known)
{
	size_t row = series_row(walk->table, walk->first, walk->end, month);
	struct reading reading = reading_of(walk->table, row);
	char label[16];
	*known = reading_is_known(reading);
	if (!*known) {
		period_label(month, step, label);
		list_add(&walk->open, "no figure for ", label);
		return reading;
	}
	const char *mine = series_text(walk->table, row, "edition");
	walk->editions_mixed |=
		walk->scores && walk->edition && mine && strcmp(walk->edition, mine) != 0;
	walk->edition = mine ? mine : walk->edition;
	return reading;
}

static void walk_add_evidence(struct walk *walk, struct reading reading, const char *label)
{
	mizan_text_append(&walk->evidence, walk->evidence.size ? ", " : "");
	reading_append(&walk->evidence, reading);
	mizan_text_printf(&walk->evidence, " (%s)", label);
}

static void walk_add_overlap(struct walk *walk, const char *one, const char *two)
{
	mizan_text_printf(&walk->overlaps, "%s%s and %s",
		walk->overlaps.size ? ", " : "; low-high ranges overlap: ", one, two);
}

static void walk_release(struct check_job *job, struct walk *walk)
{
	brief_text_done(job->brief, &walk->evidence);
	brief_text_done(job->brief, &walk->overlaps);
	brief_text_done(job->brief, &walk->open);
}

/* Gives the answer of the publisher of a row; `holds` 1 and -1 are open where something is. */
static void walk_answer(
	struct check_job *job, struct walk *walk, size_t row, int holds, double value)
{
	if (walk->overlaps.data) {
		mizan_text_append(&walk->evidence, walk->overlaps.data);
	}
	const char *reason = NULL;
	if (walk->editions_mixed) {
		holds = -1;
		reason = editions_differ;
	} else if (holds != 0 && walk->open.size) {
		holds = -1;
		reason = walk->open.data;
	}
	job_answer(job, walk->table, row, holds, value, walk->evidence.data, reason);
}

/* ---- Every year --------------------------------------------------------------------------- */

/* 1 or 0: is each year above (or below) the one before, as far as they are known? */
static int years_hold(struct walk *walk, int from, int to, bool rises)
{
	struct reading before = {0};
	bool broken = false, has_before = false;
	for (int year = from; year <= to; year++) {
		bool known;
		char label[16], last[16];
		struct reading now = walk_read(walk, year * 12, 12, &known);
		period_label(year * 12, 12, label);
		period_label(year * 12 - 12, 12, last);
		if (known) {
			walk_add_evidence(walk, now, label);
		}
		if (known && has_before) {
			struct reading one = reading_decides(rises ? now : before);
			struct reading two = reading_decides(rises ? before : now);
			int larger = reading_larger(one, two);
			broken |= larger == 0;
			if (larger < 0) {
				mizan_text_printf(&walk->open, "%s%s and %s",
					walk->open.size ? ", " : "ranges alone that overlap: ",
					last, label);
			} else if (readings_overlap(now, before)) {
				walk_add_overlap(walk, last, label);
			}
		}
		before = now;
		has_before = known;
	}
	/* One fall is enough to say no, whatever the missing years would say. */
	return !broken;
}

static mizan_status check_every_year(struct check_job *job, bool rises, struct mizan_error *error)
{
	int from, to;
	if (!job_year(job, "from", &from) || !job_year(job, "to", &to)) {
		return MIZAN_OK;
	}
	if (to <= from) {
		job_fault(job, "to", "give a later year", "%d is not after %d", to, from);
		return MIZAN_OK;
	}
	struct mizan_table table = {0};
	mizan_status status = job_series(job, MIZAN_YEARLY, mizan_date_make(from, 1, 1),
		mizan_date_make(to, 12, 31), NULL, NULL, &table, error);
	for (size_t first = 0; first < table.row_count && status == MIZAN_OK && !job->failed;) {
		size_t end = series_end(&table, first);
		struct walk walk = {&table, first, end, .scores = job_is_of_scores(job)};
		int holds = years_hold(&walk, from, to, rises);
		size_t last = series_row(&table, first, end, to * 12);
		if (walk.evidence.size > 0) {
			walk_answer(job, &walk, last == SIZE_MAX ? first : last, holds,
				last == SIZE_MAX ? (double)NAN : series_value(&table, last));
		}
		walk_release(job, &walk);
		first = end;
	}
	mizan_table_release(&table);
	return status;
}

mizan_status check_rises(struct check_job *job, struct mizan_error *error)
{
	return check_every_year(job, true, error);
}

mizan_status check_falls(struct check_job *job, struct mizan_error *error)
{
	return check_every_year(job, false, error);
}

/* ---- The largest year --------------------------------------------------------------------- */

/* The two largest by best estimates, for the evidence. */
struct podium {
	struct reading best, second;
	int best_year, second_year;
	unsigned count;
};

static void podium_take(struct podium *podium, struct reading reading, int year)
{
	if (podium->count++ == 0 || reading.high > podium->best.high) {
		podium->second = podium->best;
		podium->second_year = podium->best_year;
		podium->best = reading;
		podium->best_year = year;
	} else if (podium->second_year == 0 || reading.high > podium->second.high) {
		podium->second = reading;
		podium->second_year = year;
	}
}

static void podium_append(struct mizan_text *text, const struct podium *podium)
{
	mizan_text_printf(text, "%d ", podium->best_year);
	reading_append(text, podium->best);
	if (podium->second_year) {
		mizan_text_printf(text, ", then %d ", podium->second_year);
		reading_append(text, podium->second);
	}
	mizan_text_printf(text, ", of %u on record", podium->count);
}

/* 1 or 0: is the year of `claimed` larger than every other that is known? */
static int largest_year_holds(struct walk *walk, int from, int to, int among, struct podium *podium)
{
	bool known, broken = false;
	char mine[16], label[16];
	struct reading claimed = walk_read(walk, among * 12, 12, &known);
	bool claimed_is_known = known;
	period_label(among * 12, 12, mine);
	if (known && among >= from && among <= to) {
		podium_take(podium, reading_decides(claimed), among);
	}
	for (int year = from; year <= to; year++) {
		if (year == among) {
			continue;
		}
		struct reading other = walk_read(walk, year * 12, 12, &known);
		if (!known) {
			continue;
		}
		podium_take(podium, reading_decides(other), year);
		period_label(year * 12, 12, label);
		int larger = reading_larger(reading_decides(claimed), reading_decides(other));
		broken |= claimed_is_known && larger == 0;
		if (claimed_is_known && larger < 0) {
			list_add(&walk->open, "a range alone that overlaps: ", label);
		} else if (claimed_is_known && readings_overlap(claimed, other)) {
			walk_add_overlap(walk, mine, label);
		}
	}
	if (podium->count < 2) {
		mizan_text_append(&walk->open, walk->open.size ? "; " : "");
		mizan_text_append(&walk->open, "nothing to compare with");
	}
	return !broken;
}

mizan_status check_largest_year(struct check_job *job, struct mizan_error *error)
{
	int from, to, among;
	if (!job_year(job, "from", &from) || !job_year(job, "to", &to) ||
		!job_year(job, "among", &among)) {
		return MIZAN_OK;
	}
	char over[40];
	snprintf(over, sizeof over, "%d to %d", from, to);
	job->scope = brief_copy(job->brief, over, strlen(over));
	struct mizan_table table = {0};
	mizan_status status = job_series(job, MIZAN_YEARLY, mizan_date_make(from, 1, 1),
		mizan_date_make(to, 12, 31), NULL, NULL, &table, error);
	for (size_t first = 0, end; first < table.row_count && status == MIZAN_OK && !job->failed;
		first = end) {
		end = series_end(&table, first);
		struct podium podium = {0};
		struct walk walk = {&table, first, end, .scores = job_is_of_scores(job)};
		int holds = largest_year_holds(&walk, from, to, among, &podium);
		size_t row = series_row(&table, first, end, among * 12);
		if (podium.count > 0) {
			podium_append(&walk.evidence, &podium);
			append_scope(job, &walk.evidence, &table, first, end, over);
			walk_answer(job, &walk, row == SIZE_MAX ? first : row,
				row == SIZE_MAX ? -1 : holds, reading_of(&table, row).best);
		}
		walk_release(job, &walk);
	}
	mizan_table_release(&table);
	return status;
}

/* ---- first-since -------------------------------------------------------------------------- */

struct since {
	int32_t period, since; /* their first months */
	int step;              /* months of a period */
	bool smallest, above;
	struct stated limit; /* of above */
};

/* 1: the other has as much as the period that is claimed, so that it is not the first since; 0: it
 * has not; -1: the ranges leave it open. */
static int since_as_much(const struct since *since, struct reading now, struct reading other)
{
	if (since->above) {
		double limit = since->limit.least;
		return other.low > limit ? 1 : other.high <= limit ? 0 : -1;
	}
	int larger = since->smallest ? reading_larger(other, now) : reading_larger(now, other);
	return larger < 0 ? -1 : !larger;
}

/* The years between: none has as much. */
static bool since_between(struct walk *walk, const struct since *since, struct reading now)
{
	bool broken = false, known;
	char label[16], mine[16];
	period_label(since->period, since->step, mine);
	for (int32_t month = since->since + since->step; month < since->period;
		month += since->step) {
		struct reading other = walk_read(walk, month, since->step, &known);
		if (!known) {
			continue;
		}
		period_label(month, since->step, label);
		int as_much = since_as_much(since, reading_decides(now), reading_decides(other));
		if (as_much > 0) {
			walk_add_evidence(walk, other, label);
			broken = true;
		} else if (as_much < 0) {
			list_add(&walk->open, "a range alone that overlaps: ", label);
		} else if (!since->above && readings_overlap(now, other)) {
			walk_add_overlap(walk, mine, label);
		}
	}
	return broken;
}

/* 1 or 0, and what is open in the walk. */
static int since_holds(struct walk *walk, const struct since *since)
{
	bool known;
	char mine[16], label[16];
	struct reading now = walk_read(walk, since->period, since->step, &known);
	period_label(since->period, since->step, mine);
	period_label(since->since, since->step, label);
	if (!known) {
		return -1;
	}
	walk_add_evidence(walk, now, mine);
	bool broken = since->above && since_as_much(since, now, reading_decides(now)) == 0;
	if (since->above && since_as_much(since, now, reading_decides(now)) < 0) {
		list_add(&walk->open, "a range alone that holds the limit: ", mine);
	}
	broken |= since_between(walk, since, now);
	size_t row = series_row(walk->table, walk->first, walk->end, since->since);
	struct reading then = reading_of(walk->table, row);
	if (!reading_is_known(then)) {
		mizan_text_printf(&walk->evidence, "; %s itself is unknown", label);
		return !broken;
	}
	(void)walk_read(walk, since->since, since->step, &known); /* its edition counts */
	walk_add_evidence(walk, then, label);
	int as_much = since_as_much(since, reading_decides(now), reading_decides(then));
	if (as_much == 0) {
		mizan_text_printf(&walk->evidence, "; %s itself had not as much", label);
	} else if (as_much < 0) {
		list_add(&walk->open, "a range alone that overlaps: ", label);
	}
	return !broken && as_much != 0;
}

static int period_step(mizan_date first, mizan_date last)
{
	int32_t months = mizan_date_month(last + 1) - mizan_date_month(first);
	bool whole = mizan_date_month(first) != mizan_date_month(first - 1) &&
		     mizan_date_month(last) != mizan_date_month(last + 1);
	return whole && (months == 12 || months == 3 || months == 1) ? months : 0;
}

static bool since_read_options(struct check_job *job, struct since *since)
{
	mizan_date first, last, then, then_last;
	const char *direction = job_option(job, "direction");
	if (!job_period(job, "period", &first, &last) ||
		!job_period(job, "since", &then, &then_last)) {
		return false;
	}
	since->step = period_step(first, last);
	since->period = mizan_date_month(first);
	since->since = mizan_date_month(then);
	if (since->step == 0 || period_step(then, then_last) != since->step ||
		since->since >= since->period) {
		job_fault(job, "since", "since: 2013 goes with period: 2025, 2013-08 with 2025-08",
			"it is no earlier period of the same length");
		return false;
	}
	since->smallest = direction && strcmp(direction, "smallest") == 0;
	since->above = direction && strcmp(direction, "above") == 0;
	if (direction && !since->smallest && !since->above && strcmp(direction, "largest") != 0) {
		job_fault(job, "direction", "largest, smallest, or above with a value",
			"'%.60s' is none", direction);
		return false;
	}
	return !since->above || job_stated(job, "value", NULL, &since->limit);
}

mizan_status check_first_since(struct check_job *job, struct mizan_error *error)
{
	struct since since;
	mizan_date from, to, unused;
	if (!since_read_options(job, &since) || !job_period(job, "since", &from, &unused) ||
		!job_period(job, "period", &unused, &to)) {
		return MIZAN_OK;
	}
	job->scope = mizan_arena_printf(&job->brief->arena, "%s to %s", job_option(job, "since"),
		job_option(job, "period"));
	struct mizan_table table = {0};
	mizan_status status = job_series(job,
		since.step == 12  ? MIZAN_YEARLY
		: since.step == 3 ? MIZAN_QUARTERLY
				  : MIZAN_MONTHLY,
		from, to, NULL, NULL, &table, error);
	for (size_t first = 0, end; first < table.row_count && status == MIZAN_OK && !job->failed;
		first = end) {
		end = series_end(&table, first);
		struct walk walk = {&table, first, end, .scores = job_is_of_scores(job)};
		int holds = since_holds(&walk, &since);
		size_t row = series_row(&table, first, end, since.period);
		append_scope(job, &walk.evidence, &table, first, end,
			job->scope ? job->scope : "the period");
		walk_answer(job, &walk, row == SIZE_MAX ? first : row, holds,
			reading_of(&table, row).best);
		walk_release(job, &walk);
	}
	mizan_table_release(&table);
	return status;
}
