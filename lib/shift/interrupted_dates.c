/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dates at which a series is interrupted: written, or those of milestones and agreements. */
#include "interrupted_store_internal.h"

#include <stdlib.h>
#include <string.h>

int interrupted_step(enum mizan_period period)
{
	return period == MIZAN_MONTHLY ? 1 : period == MIZAN_QUARTERLY ? 3 : 12;
}

void interrupted_label(enum mizan_period period, int32_t month, char label[16])
{
	int year = month / 12 % 10000, of_year = month % 12;
	if (period == MIZAN_MONTHLY) {
		snprintf(label, 16, "%04d-%02d", year, of_year + 1);
	} else if (period == MIZAN_QUARTERLY) {
		snprintf(label, 16, "%04d-Q%d", year, of_year / 3 + 1);
	} else {
		snprintf(label, 16, "%04d", year);
	}
}

struct dates_reader {
	sqlite3 *database;
	const struct mizan_interrupted_store_options *options;
	struct mizan_arena *arena;
	struct interrupted_dates *dates;
};

static mizan_status dates_add(
	struct dates_reader *reader, const char *named, mizan_date date, struct mizan_error *error)
{
	struct interrupted_dates *dates = reader->dates;
	int step = interrupted_step(reader->options->period);
	int32_t month = mizan_date_month(date);
	for (size_t i = 0; i < dates->count; i++) {
		/* Two in one period are one date to a series. */
		if (dates->items[i].month / step == month / step) {
			dates->items[i].named = mizan_arena_printf(
				reader->arena, "%s; %s", dates->items[i].named, named);
			return dates->items[i].named ? MIZAN_OK : mizan_error_memory(error);
		}
	}
	if (dates->count == MIZAN_INTERRUPTED_DATES) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "name fewer, or a --period",
			"a series takes at most %d dates", MIZAN_INTERRUPTED_DATES);
	}
	struct interrupted_date *item = &dates->items[dates->count++];
	item->named = mizan_arena_copy(reader->arena, named, strlen(named));
	item->month = month;
	return item->named ? MIZAN_OK : mizan_error_memory(error);
}

/* A period, as long as those of the series or shorter. */
static mizan_status dates_take_period(
	struct dates_reader *reader, const char *text, bool *found, struct mizan_error *error)
{
	mizan_date first, last;
	*found = mizan_period_parse(text, &first, &last);
	if (!*found) {
		return MIZAN_OK;
	}
	int32_t months = mizan_date_month(last) - mizan_date_month(first) + 1;
	if (months > interrupted_step(reader->options->period)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"name the day or the month in which it changed",
			"'%.40s' is longer than the periods of the series", text);
	}
	return dates_add(reader, text, first, error);
}

static const char named_sql[] =
	"SELECT milestone_id, date, date_precision, country FROM milestone"
	" WHERE milestone_id = ?1 AND milestone_no = (SELECT max(milestone_no) FROM milestone"
	" WHERE milestone_id = ?1)"
	" UNION ALL SELECT agreement_id, coalesce(effective, signed), CASE WHEN effective IS NULL"
	" THEN signed_precision ELSE effective_precision END, country FROM agreement"
	" WHERE agreement_id = ?1 LIMIT 1";
static const char agreements_sql[] =
	"SELECT agreement_id, coalesce(effective, signed), CASE WHEN effective IS NULL"
	" THEN signed_precision ELSE effective_precision END, country FROM agreement"
	" WHERE instr(country, ?1) ORDER BY 2, 1";

static mizan_status dates_take_row(
	struct dates_reader *reader, sqlite3_stmt *statement, struct mizan_error *error)
{
	const char *id = (const char *)sqlite3_column_text(statement, 0);
	const char *text = (const char *)sqlite3_column_text(statement, 1);
	mizan_date date;
	if (!text || !mizan_date_parse((struct mizan_slice){text, strlen(text)}, &date)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "name a month, as 2021-08",
			"'%.80s' has no date on record", id ? id : "");
	}
	if (sqlite3_column_int(statement, 2) >= MIZAN_DATE_LONGER &&
		reader->options->period != MIZAN_YEARLY) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"name the month, as 2021-08, or take --unit year",
			"'%.80s' is dated by year alone", id);
	}
	return dates_add(reader, id, date, error);
}

/* A milestone or an agreement by its id, or with all of them those of the country. */
static mizan_status dates_take_named(struct dates_reader *reader, const char *text, bool all,
	bool *found, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(reader->database, all ? agreements_sql : named_sql, -1, &statement,
		    NULL) != SQLITE_OK) {
		return mizan_store_error(reader->database, error, "read milestones");
	}
	sqlite3_bind_text(statement, 1, all ? reader->options->country : text, -1, SQLITE_STATIC);
	mizan_status status = MIZAN_OK;
	int code;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) != SQLITE_DONE) {
		if (code != SQLITE_ROW) {
			status = mizan_store_error(reader->database, error, "read milestones");
			break;
		}
		*found = true;
		status = dates_take_row(reader, statement, error);
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status dates_take(
	struct dates_reader *reader, const char *text, struct mizan_error *error)
{
	bool found = false, all = strcmp(text, "agreements") == 0;
	mizan_status status = all ? MIZAN_OK : dates_take_period(reader, text, &found, error);
	if (status == MIZAN_OK && !found) {
		status = dates_take_named(reader, text, all, &found, error);
	}
	if (status == MIZAN_OK && !found) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"write a day or month, as 2021-08, or an id; mizan milestones and mizan "
			"agreement list show those on record",
			all ? "no agreement of %.80s is on record"
			    : "'%.80s' is no date, milestone or agreement",
			all ? reader->options->country : text);
	}
	return status;
}

mizan_status interrupted_dates_read(sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_arena *arena,
	struct interrupted_dates *dates, struct mizan_error *error)
{
	struct dates_reader reader = {database, options, arena, dates};
	*dates = (struct interrupted_dates){.items = mizan_arena_allocate(arena,
						    MIZAN_INTERRUPTED_DATES, sizeof *dates->items)};
	const char *text = options->at ? options->at : "";
	mizan_status status = dates->items ? MIZAN_OK : mizan_error_memory(error);
	while (*text && status == MIZAN_OK) {
		size_t size = strcspn(text, ",");
		struct mizan_slice part = mizan_slice_trim((struct mizan_slice){text, size});
		char *one = mizan_arena_copy(arena, part.data, part.size);
		text += size + (text[size] == ',');
		if (!one) {
			status = mizan_error_memory(error);
		} else if (*one) {
			status = dates_take(&reader, one, error);
		}
	}
	if (status == MIZAN_OK && dates->count == 0) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as --at 2021-08, or the id of a milestone or an agreement",
			"at which date?");
	}
	return status;
}
