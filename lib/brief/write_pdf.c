/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page as PDF, by WeasyPrint. It runs through a few lines of Python whose url_fetcher lets
 * nothing but data: through: its own command line would embed local files that a page names.
 */
#include "brief_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char pdf_program[] =
	"import sys\n"
	"try:\n"
	"    import weasyprint\n"
	"except Exception:\n"
	"    sys.exit(77)\n"
	"def fetch(url, timeout=10, ssl_context=None):\n"
	"    if not url.startswith('data:'):\n"
	"        raise ValueError('only data: is allowed')\n"
	"    return weasyprint.default_url_fetcher(url)\n"
	"text = sys.stdin.buffer.read().decode('utf-8')\n"
	"page = weasyprint.HTML(string=text, url_fetcher=fetch, base_url=None)\n"
	"sys.stdout.buffer.write(page.write_pdf())\n";

struct pdf_process {
	pid_t pid;
	int in, out; /* our ends */
};

static mizan_status pdf_start(struct pdf_process *process, struct mizan_error *error)
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
	char name[] = "python3", option[] = "-c", isolated[] = "-E";
	char program[sizeof pdf_program];
	memcpy(program, pdf_program, sizeof pdf_program);
	char *arguments[] = {name, isolated, option, program, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int failed =
		posix_spawn(&process->pid, "/usr/bin/python3", &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(to[0]);
	close(from[1]);
	process->in = to[1];
	process->out = from[0];
	if (failed) {
		close(to[1]);
		close(from[0]);
		errno = failed;
		return mizan_error_errno(error, "apt-get install weasyprint brings it",
			"cannot start /usr/bin/python3");
	}
	return MIZAN_OK;
}

/* Writes and reads in turn, so that neither side waits for the other for ever. */
static bool pdf_pump(
	struct pdf_process *process, const struct mizan_text *page, struct mizan_text *out)
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
			ssize_t written = write(process->in, page->data + sent, page->size - sent);
			sent += written > 0 ? (size_t)written : 0;
			if (sent == page->size || (written < 0 && errno != EAGAIN)) {
				close(process->in);
				process->in = -1;
			}
		}
		if (ends[0].revents) {
			ssize_t count = read(process->out, buffer, sizeof buffer);
			if (count <= 0) {
				return count == 0;
			}
			mizan_text_append_bytes(out, buffer, (size_t)count);
		}
	}
}

mizan_status write_pdf(
	const struct mizan_brief *brief, struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text page = {0};
	struct pdf_process process;
	mizan_status status = write_html(brief, true, &page, error);
	if (status == MIZAN_OK) {
		status = pdf_start(&process, error);
	}
	if (status == MIZAN_OK) {
		/* A process that ends early must not end this one: this thread alone is told. */
		sigset_t pipe_signal, before;
		sigemptyset(&pipe_signal);
		sigaddset(&pipe_signal, SIGPIPE);
		pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
		bool pumped = pdf_pump(&process, &page, out);
		struct timespec none = {0, 0};
		sigtimedwait(&pipe_signal, NULL, &none);
		pthread_sigmask(SIG_SETMASK, &before, NULL);
		if (process.in >= 0) {
			close(process.in);
		}
		close(process.out);
		int code = 0;
		while (waitpid(process.pid, &code, 0) < 0 && errno == EINTR) {
		}
		if (WIFEXITED(code) && WEXITSTATUS(code) == 77) {
			status = mizan_error_set(error, MIZAN_ERROR_SYSTEM,
				"apt-get install weasyprint; or render .html and print it",
				"PDF needs WeasyPrint, which is not installed");
		} else if (!pumped || !WIFEXITED(code) || WEXITSTATUS(code) != 0 || out->size < 5) {
			status = mizan_error_set(error, MIZAN_ERROR_SYSTEM,
				"render .html and print it", "WeasyPrint could not make the PDF");
		}
	}
	mizan_text_release(&page);
	return status == MIZAN_OK ? mizan_text_check(out, error) : status;
}
