/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: a line of progress where there is one, and Ctrl-C. */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t watch_stopped;
static bool watch_shown;
static struct timespec watch_last;

static void watch_on_signal(int number)
{
	(void)number;
	if (watch_stopped) {
		_exit(EXIT_INTERRUPTED); /* asked twice */
	}
	watch_stopped = 1;
}

static bool watch_interrupted(void *context)
{
	(void)context;
	return watch_stopped != 0;
}

static void watch_progress(void *context, const char *what, uint64_t done, uint64_t total)
{
	(void)context;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	double since = (double)(now.tv_sec - watch_last.tv_sec) +
		       (double)(now.tv_nsec - watch_last.tv_nsec) * 1e-9;
	if (since < 0.1) {
		return;
	}
	watch_last = now;
	watch_shown = true;
	if (total > 0) {
		fprintf(stderr, "\r\033[K%.40s %3.0f%%", what,
			100.0 * (double)done / (double)total);
	} else {
		fprintf(stderr, "\r\033[K%.40s %.1f MB", what, (double)done * 1e-6);
	}
	fflush(stderr);
}

void watch_start(struct mizan_watch *watch)
{
	struct sigaction action = {0};
	action.sa_handler = watch_on_signal;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* A limit of file size is then an error of write(2), which can be told and undone. */
	action.sa_handler = SIG_IGN;
	sigaction(SIGXFSZ, &action, NULL);
	*watch = (struct mizan_watch){.interrupted = watch_interrupted};
	if (isatty(STDERR_FILENO)) {
		watch->progress = watch_progress;
		clock_gettime(CLOCK_MONOTONIC, &watch_last);
	}
}

void watch_clear(void)
{
	if (watch_shown) {
		fputs("\r\033[K", stderr);
		watch_shown = false;
	}
}
