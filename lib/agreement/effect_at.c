/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day that is no agreement: one that a user names, or a milestone's. */
#include "effect_store_internal.h"

#include <string.h>

/* A milestone by its id. `found` is false where none is on record. */
static mizan_status at_milestone(sqlite3 *database, const char *text, struct mizan_arena *arena,
	struct effect_agreement *item, bool *found, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	bool failed = false;
	mizan_status status = agreement_prepare(database,
		"SELECT date, date_precision, title, substr(country, 1, 3) FROM milestone"
		" WHERE milestone_id = ?1 ORDER BY milestone_no DESC LIMIT 1",
		&statement, error);
	agreement_bind(statement, 1, text);
	*found = agreement_step(database, statement, &status, error);
	if (*found) {
		item->from = agreement_date(statement, 0);
		item->title = agreement_copy(arena, statement, 2, &failed);
		item->country = agreement_copy(arena, statement, 3, &failed);
		if (sqlite3_column_int(statement, 1) >= MIZAN_DATE_MONTH) {
			status = mizan_error_set(error, MIZAN_ERROR_USAGE,
				"an effect needs a day; name one, as --at 2021-08-15",
				"the milestone '%.80s' is dated by month or year alone", text);
		}
	}
	sqlite3_finalize(statement);
	return status == MIZAN_OK && failed ? mizan_error_memory(error) : status;
}

mizan_status effect_at_read(sqlite3 *database, const char *text, const char *country,
	struct mizan_arena *arena, struct effect_agreement *item, struct mizan_error *error)
{
	bool found;
	*item = (struct effect_agreement){.id = text,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.is_day = true,
		.condition_is = "all events of the country"};
	mizan_status status = at_milestone(database, text, arena, item, &found, error);
	if (status == MIZAN_OK && !found &&
		!mizan_date_parse((struct mizan_slice){text, strlen(text)}, &item->from)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"write a day, as 2021-08-15; mizan milestones lists those on record",
			"'%.80s' is neither a day nor a milestone", text);
	}
	item->country = country ? country : item->country;
	if (status == MIZAN_OK && !item->country) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "name it, as PAK",
			"the events of which country?");
	}
	return status;
}
