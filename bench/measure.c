/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * measure FD COMMAND ...: runs it, and says on that file descriptor its wall time in seconds and its peak
 * memory in KB. A process of its own, small as it is: a child counts the memory of who forked it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **arguments)
{
	struct timespec start, end;
	struct rusage usage;
	int status;
	if (count < 3) {
		return 2;
	}
	int report = atoi(arguments[1]);
	clock_gettime(CLOCK_MONOTONIC, &start);
	pid_t pid = fork();
	if (pid == 0) {
		close(report);
		execvp(arguments[2], arguments + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0) {
		return 1;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	dprintf(report, "%.6f %ld\n",
		(double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9,
		usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
