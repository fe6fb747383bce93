/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs another program with a text on its standard input, and keeps what it prints. */
#include <mizan/base.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct process {
	pid_t pid;
	int in, out; /* our ends; -1: closed */
};

static int process_spawn(struct process *process, char *const *arguments, int in, int out)
{
	posix_spawn_file_actions_t actions;
	int failed = posix_spawn_file_actions_init(&actions);
	if (failed) {
		return failed;
	}
	failed = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	if (!failed) {
		failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	}
	if (!failed) {
		failed = posix_spawn_file_actions_addopen(
			&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	}
	if (!failed) {
		failed = posix_spawnp(
			&process->pid, arguments[0], &actions, NULL, arguments, environ);
	}
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

static mizan_status process_start(
	struct process *process, char *const *arguments, bool *absent, struct mizan_error *error)
{
	int to[2], from[2];
	if (pipe2(to, O_CLOEXEC) != 0) {
		return mizan_error_errno(error, NULL, "cannot make a pipe");
	}
	if (pipe2(from, O_CLOEXEC) != 0) {
		close(to[0]);
		close(to[1]);
		return mizan_error_errno(error, NULL, "cannot make a pipe");
	}
	int failed = process_spawn(process, arguments, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	process->in = to[1];
	process->out = from[0];
	if (failed) {
		close(to[1]);
		close(from[0]);
		*absent = failed == ENOENT || failed == EACCES;
		errno = failed;
		return mizan_error_errno(error, NULL, "cannot start %s", arguments[0]);
	}
	return MIZAN_OK;
}

static void process_send(struct process *process, struct mizan_slice input, size_t *sent)
{
	ssize_t written =
		input.size > *sent ? write(process->in, input.data + *sent, input.size - *sent) : 0;
	*sent += written > 0 ? (size_t)written : 0;
	if (*sent == input.size || (written < 0 && errno != EAGAIN && errno != EINTR)) {
		close(process->in);
		process->in = -1;
	}
}

/* Writes and reads in turn, so that neither side waits for the other for ever. */
static bool process_pump(
	struct process *process, struct mizan_slice input, struct mizan_text *output)
{
	size_t sent = 0;
	char buffer[65536];
	fcntl(process->in, F_SETFL, O_NONBLOCK);
	for (;;) {
		struct pollfd ends[2] = {{process->out, POLLIN, 0}, {process->in, POLLOUT, 0}};
		if (poll(ends, process->in >= 0 ? 2 : 1, -1) < 0) {
			if (errno == EINTR) {
				continue;
			}
			return false;
		}
		if (process->in >= 0 && ends[1].revents) {
			process_send(process, input, &sent);
		}
		if (ends[0].revents) {
			ssize_t count = read(process->out, buffer, sizeof buffer);
			if (count <= 0) {
				return count == 0;
			}
			mizan_text_append_bytes(output, buffer, (size_t)count);
		}
	}
}

mizan_status mizan_process_run(char *const *arguments, struct mizan_slice input,
	struct mizan_text *output, int *code, struct mizan_error *error)
{
	struct process process = {0};
	bool absent = false;
	*code = 0;
	mizan_status status = process_start(&process, arguments, &absent, error);
	if (status != MIZAN_OK) {
		*code = absent ? MIZAN_PROCESS_ABSENT : MIZAN_PROCESS_FAILED;
		return status;
	}
	/* A program that ends early must not end this one: this thread alone is told. */
	sigset_t pipe_signal, before;
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
	bool pumped = process_pump(&process, input, output);
	struct timespec none = {0, 0};
	sigtimedwait(&pipe_signal, NULL, &none);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (process.in >= 0) {
		close(process.in);
	}
	close(process.out);
	int state = 0;
	while (waitpid(process.pid, &state, 0) < 0 && errno == EINTR) {
	}
	*code = pumped && WIFEXITED(state) ? WEXITSTATUS(state) : MIZAN_PROCESS_FAILED;
	return mizan_text_check(output, error);
}
