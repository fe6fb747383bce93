/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page as PDF, by WeasyPrint. It runs through a few lines of Python whose url_fetcher lets
 * nothing but data: through: its own command line would embed local files that a page names.
 */
#include "brief_internal.h"

#include <string.h>

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

mizan_status mizan_page_to_pdf(
	struct mizan_slice page, struct mizan_text *out, struct mizan_error *error)
{
	char name[] = "/usr/bin/python3", option[] = "-c", isolated[] = "-E";
	char program[sizeof pdf_program];
	memcpy(program, pdf_program, sizeof pdf_program);
	char *arguments[] = {name, isolated, option, program, NULL};
	int code;
	mizan_status status = mizan_process_run(arguments, page, out, &code, error);
	if (status == MIZAN_ERROR_MEMORY) {
		return status;
	}
	if (code == 77 || code == MIZAN_PROCESS_ABSENT) {
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM,
			"apt-get install weasyprint; or render .html and print it",
			"PDF needs WeasyPrint, which is not installed");
	}
	if (status == MIZAN_OK && (code != 0 || out->size < 5)) {
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM, "render .html and print it",
			"WeasyPrint could not make the PDF");
	}
	return status;
}

mizan_status write_pdf(
	const struct mizan_brief *brief, struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text page = {0};
	mizan_status status = write_html(brief, true, &page, error);
	if (status == MIZAN_OK) {
		status = mizan_page_to_pdf((struct mizan_slice){page.data, page.size}, out, error);
	}
	mizan_text_release(&page);
	return status;
}
