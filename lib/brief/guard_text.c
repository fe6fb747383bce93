/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text sentence by sentence, and its warnings as rows. */
#include "guard_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_words[] = {"", "swapped", "other-year", "revised", "relay", "near"};

/* ---- Rows of warnings --------------------------------------------------------------------- */

static void append_value(struct mizan_text *text, double value)
{
	if (value == floor(value) && fabs(value) < 1e15) {
		mizan_text_append_grouped(text, (int64_t)value);
	} else {
		mizan_text_printf(text, "%g", value);
	}
}

static void append_period(struct mizan_text *text, const struct guard_figure *figure)
{
	char day[11];
	if (figure->year) {
		mizan_text_printf(text, "%d", figure->year);
	} else if (figure->facts->first != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(text, "%s to ", mizan_date_format(figure->facts->first, day));
		mizan_text_append(text, mizan_date_format(figure->facts->last, day));
	}
}

/* "IEP, GTI 2025 has 558 for 2024 (deaths, TTP)" */
static void append_figure(struct mizan_text *text, const struct guard_figure *figure)
{
	const struct mizan_guard_figure *facts = figure->facts;
	const char *whose = facts->actor     ? facts->actor
			    : facts->area    ? facts->area
			    : facts->country ? facts->country
					     : "the world";
	mizan_text_append(text, facts->publisher);
	if (facts->edition) {
		mizan_text_printf(text, ", %s", facts->edition);
	}
	mizan_text_append(text, " has ");
	append_value(text, facts->value);
	mizan_text_append(text, " for ");
	append_period(text, figure);
	mizan_text_printf(text, " (%s, %s)", facts->indicator, whose);
}

static void append_reason(struct mizan_text *text, const struct guard_warning *warning,
	const struct guard_token *token)
{
	const char *edition = warning->equal ? warning->equal->facts->edition : NULL;
	const struct mizan_guard_figure *relayed =
		warning->equal ? warning->equal->facts : warning->figure->facts;
	switch (warning->kind) {
	case WARN_SWAPPED:
		mizan_text_append(text, ": digits may be swapped");
		break;
	case WARN_OTHER_YEAR:
		mizan_text_printf(text, ": %.*s is its number for %d", (int)token->size,
			token->text, warning->equal->year);
		break;
	case WARN_REVISED:
		mizan_text_printf(text, ": %.*s is of %s, revised since", (int)token->size,
			token->text, edition ? edition : "another edition");
		break;
	case WARN_RELAY:
		mizan_text_printf(
			text, ": %s relays it, and is not its source", relayed->relayed_by);
		break;
	default:
		mizan_text_append(text, ": a near miss");
	}
}

static const char *const columns[] = {"file", "line", "column", "number", "kind", "says",
	"publisher", "edition", "period", "indicator", "country", "area", "actor", "value"};

static void add_columns(struct mizan_table *table)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		bool whole = i == 1 || i == 2, real = i == 13;
		mizan_table_add_column(table, columns[i],
			whole  ? MIZAN_INTEGER
			: real ? MIZAN_REAL
			       : MIZAN_TEXT,
			-1);
	}
}

/* Lines and columns are counted on from the warning before. */
struct place {
	const char *text, *at;
	size_t line, column;
};

static void place_move(struct place *place, const char *to)
{
	for (; place->at < to; place->at++) {
		if (*place->at == '\n') {
			place->line++;
			place->column = 1;
		} else {
			place->column += ((unsigned char)*place->at & 0xc0) != 0x80;
		}
	}
}

static void add_warning(struct mizan_table *table, const char *path, const struct place *place,
	const struct guard_warning *warning, const struct guard_token *token)
{
	const struct mizan_guard_figure *facts = warning->figure->facts;
	struct mizan_text says = {0}, period = {0}, number = {0};
	size_t row = mizan_table_add_row(table);
	append_figure(&says, warning->figure);
	append_reason(&says, warning, token);
	append_period(&period, warning->figure);
	mizan_text_append_bytes(&number, token->text, token->size);
	const char *const texts[] = {path, NULL, NULL, number.data, kind_words[warning->kind],
		says.data, facts->publisher, facts->edition, period.data, facts->indicator,
		facts->country, facts->area, facts->actor};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (i != 1 && i != 2) {
			mizan_table_set_text(table, row, i, texts[i]);
		}
	}
	mizan_table_set_integer(table, row, 1, (int64_t)place->line);
	mizan_table_set_integer(table, row, 2, (int64_t)place->column);
	mizan_table_set_real(table, row, 13, facts->value);
	table->failed |= says.failed || period.failed || number.failed;
	mizan_text_release(&says);
	mizan_text_release(&period);
	mizan_text_release(&number);
}

/* ---- The text ----------------------------------------------------------------------------- */

/* What goes on from sentence to sentence. */
struct guard_state {
	const struct mizan_guard *guard;
	int year;         /* of the paragraph */
	uint32_t country; /* of the text */
};

static bool has_figures(const struct mizan_guard *guard, uint32_t country)
{
	for (size_t i = 0; i < guard->figure_count; i++) {
		if (guard->figures[i].country == country) {
			return true;
		}
	}
	return false;
}

/* What the next sentence may go on from. */
static void carry(struct guard_state *state, const struct guard_sentence *sentence)
{
	for (size_t i = 0; i < sentence->count; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		state->year = token->year ? token->year : state->year;
		uint32_t country = token_names(token, GUARD_COUNTRY);
		if (country && has_figures(state->guard, country)) {
			state->country = country;
		}
	}
}

mizan_status mizan_guard_text(const struct mizan_guard *guard, const char *path, const char *text,
	size_t size, struct mizan_table *table, struct mizan_error *error)
{
	size_t bad = mizan_utf8_check(text, size);
	add_columns(table);
	if (bad < size) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			"byte %zu is not UTF-8 text", bad + 1);
	}
	char *masked = guard_mask(text, size);
	struct guard_sentence *sentence = malloc(sizeof *sentence);
	if (!masked || !sentence) {
		free(masked);
		free(sentence);
		return mizan_error_memory(error);
	}
	size_t numbers = 0, compared = 0;
	struct guard_state state = {.guard = guard};
	struct guard_reader reader = {guard, masked, masked, masked + size, true};
	struct place place = {text, text, 1, 1};
	while (guard_next(&reader, sentence)) {
		state.year = reader.new_paragraph ? 0 : state.year;
		for (size_t i = 0; i < sentence->count; i++) {
			const struct guard_token *token = &sentence->tokens[i];
			struct guard_warning warning = {WARN_NONE, NULL, NULL};
			if (token->kind == TOKEN_NUMBER && !token->skipped) {
				struct guard_number number = {.sentence = sentence,
					.token = token,
					.index = i,
					.carried_year = state.year,
					.carried_country = state.country};
				warning = guard_weigh(guard, &number);
				numbers++;
				compared += number.indicators != 0;
			}
			if (warning.kind != WARN_NONE) {
				place_move(&place, text + (token->text - masked));
				add_warning(table, path, &place, &warning, token);
			}
		}
		carry(&state, sentence);
	}
	free(sentence);
	free(masked);
	/* Without it no warning and nothing looked at would be the same. */
	if (numbers > 0) {
		mizan_table_add_note(table,
			"%s: %zu of %zu numbers say what they count, and were compared with %zu "
			"figures on "
			"record",
			path, compared, numbers, guard->figure_count);
	}
	return mizan_table_check(table, error);
}
