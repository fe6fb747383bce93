/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tree, many forms. */
#include "brief_internal.h"

mizan_status mizan_brief_write(const struct mizan_brief *brief, enum mizan_brief_form form,
	struct mizan_text *out, struct mizan_error *error)
{
	if (!brief->evaluated) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "call mizan_brief_evaluate first",
			"the brief has no numbers yet");
	}
	switch (form) {
	case MIZAN_BRIEF_HTML:
		return write_html(brief, false, out, error);
	case MIZAN_BRIEF_PDF:
		return write_pdf(brief, out, error);
	case MIZAN_BRIEF_MARKDOWN:
		return write_markdown(brief, out, error);
	case MIZAN_BRIEF_JSON:
		return write_json(brief, out, error);
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL, "no such form");
}

/* ---- A brief to start from ---------------------------------------------------------------- */

static const char template_text[] =
	"date: \n"
	"---\n"
	"\n"
	"Write Markdown. A number in the text is computed when the brief is rendered: the figures "
	"on\n"
	"record here are `{sql} SELECT count(*) FROM published_figure`.\n"
	"\n"
	"A cell gives a table, or a chart:\n"
	"\n"
	"```{sql}\n"
	"--| chart: dot-range\n"
	"--| label: publisher\n"
	"--| y: value\n"
	"--| low: low\n"
	"--| high: high\n"
	"--| title: Deaths in Pakistan in 2024, by publisher\n"
	"SELECT publisher, counts_what, value, low, high\n"
	"FROM mizan_series('deaths', 'PAK', 'year', '2024') WHERE current = 1\n"
	"```\n"
	"\n"
	"A claim is weighed against every publisher that has the numbers:\n"
	"\n"
	"```{claim}\n"
	"--| text: Deaths rose in every year from 2021 to 2024.\n"
	"--| by: the article under review\n"
	"--| check: rises-every-year\n"
	"--| indicator: deaths\n"
	"--| country: PAK\n"
	"--| from: 2021\n"
	"--| to: 2024\n"
	"--| per: publisher\n"
	"```\n"
	"\n"
	"What only parties say stands side by side:\n"
	"\n"
	"```{claim}\n"
	"--| text: One side shelters the other's opponents.\n"
	"--| check: statements\n"
	"--| asserts: Who says so, where and when\n"
	"--| denies: Who denies it, where and when\n"
	"```\n";

mizan_status mizan_brief_template(
	const char *title, struct mizan_text *out, struct mizan_error *error)
{
	mizan_text_append(out, "---\ntitle: ");
	mizan_text_append_json(out, title, __builtin_strlen(title));
	mizan_text_append(out, "\nauthor: \n");
	mizan_text_append(out, template_text);
	return mizan_text_check(out, error);
}
