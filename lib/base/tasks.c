/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <mizan/base.h>
#include <pthread.h>
#include <sched.h>

mizan_status mizan_watch_check(const struct mizan_watch *watch, struct mizan_error *error)
{
	if (watch && watch->interrupted && watch->interrupted(watch->context)) {
		return mizan_error_set(
			error, MIZAN_ERROR_INTERRUPTED, "nothing was changed", "interrupted");
	}
	return MIZAN_OK;
}

unsigned mizan_processor_count(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0) {
		return 1;
	}
	int count = CPU_COUNT(&set);
	return count > 0 ? (unsigned)count : 1;
}

#define TASKS_MAX 64

struct task {
	void (*work)(void *context, unsigned worker);
	void *context;
	unsigned worker;
	pthread_t thread;
	bool started;
};

static void *task_start(void *argument)
{
	struct task *task = argument;
	task->work(task->context, task->worker);
	return NULL;
}

void mizan_tasks_run(unsigned count, void (*work)(void *context, unsigned worker), void *context)
{
	struct task tasks[TASKS_MAX];
	unsigned started = count > TASKS_MAX ? TASKS_MAX : count;
	for (unsigned i = 0; i + 1 < started; i++) {
		tasks[i] = (struct task){.work = work, .context = context, .worker = i};
		tasks[i].started =
			pthread_create(&tasks[i].thread, NULL, task_start, &tasks[i]) == 0;
	}
	for (unsigned i = started > 0 ? started - 1 : 0; i < count; i++) {
		work(context, i);
	}
	for (unsigned i = 0; i + 1 < started; i++) {
		if (tasks[i].started) {
			pthread_join(tasks[i].thread, NULL);
		} else {
			work(context, i);
		}
	}
}
