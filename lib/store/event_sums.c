/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table toll_sum: sums of `event` by country, month, type of violence and release, so that the
 * usual toll reads some thousand rows and not all events. It changes in the same transaction as the
 * events: a release's sums are added up while its events are written, and where events move to
 * event_past all sums are made anew from `event`.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

/* 64 bytes: a line of the processor's cache, since the events of a file touch them at random. */
struct event_sum {
	char country[4]; /* "" where it is unknown */
	int32_t month;
	uint32_t violence;
	uint32_t events, best_known, civilians_known, best_outside, both_known;
	int64_t best, low, high, civilians;
};

/* A sum's place: slots hold positions in `items`, plus one, in an open-addressing table. */
static size_t sums_slot(const struct event_sums *sums, const struct event_sum *key)
{
	uint32_t country;
	memcpy(&country, key->country, sizeof country);
	uint64_t hash = ((uint64_t)country << 32 | (uint32_t)key->month << 2 | key->violence) *
			0x9e3779b97f4a7c15u;
	size_t at = hash >> 32 & (sums->slot_count - 1);
	while (sums->slots[at] != 0) {
		const struct event_sum *item = &sums->items[sums->slots[at] - 1];
		if (item->month == key->month && item->violence == key->violence &&
			memcmp(item->country, key->country, 4) == 0) {
			break;
		}
		at = (at + 1) & (sums->slot_count - 1);
	}
	return at;
}

static bool sums_grow(struct event_sums *sums)
{
	if (!mizan_grow(&sums->items, &sums->capacity, sums->count + 1, sizeof *sums->items)) {
		return false;
	}
	if (sums->count * 2 < sums->slot_count) {
		return true;
	}
	size_t count = sums->slot_count ? sums->slot_count * 2 : 1024;
	uint32_t *slots = calloc(count, sizeof *slots);
	if (!slots) {
		return false;
	}
	free(sums->slots);
	sums->slots = slots;
	sums->slot_count = count;
	for (size_t i = 0; i < sums->count; i++) {
		slots[sums_slot(sums, &sums->items[i])] = (uint32_t)i + 1;
	}
	return true;
}

static struct event_sum *sums_find(struct event_sums *sums, const struct mizan_event *event)
{
	struct event_sum key = {
		.month = mizan_date_month(event->date_end), .violence = event->violence};
	if (event->country.size == 3) {
		memcpy(key.country, event->country.data, 3);
	}
	if (!sums_grow(sums)) {
		return NULL;
	}
	size_t at = sums_slot(sums, &key);
	if (sums->slots[at] == 0) {
		sums->items[sums->count++] = key;
		sums->slots[at] = (uint32_t)sums->count;
	}
	return &sums->items[sums->slots[at] - 1];
}

/* The same sums as those of rebuild_sql: an unknown end of the range is the best estimate. */
bool event_sums_add(struct event_sums *sums, const struct mizan_event *event)
{
	struct event_sum *sum = sums_find(sums, event);
	if (!sum) {
		return false;
	}
	int32_t best = event->deaths_best, low = event->deaths_low, high = event->deaths_high;
	sum->events++;
	if (best != MIZAN_UNKNOWN) {
		sum->best_known++;
		sum->best += best;
		sum->low += low == MIZAN_UNKNOWN ? best : low;
		sum->high += high == MIZAN_UNKNOWN ? best : high;
		sum->best_outside += (low != MIZAN_UNKNOWN && best < low) ||
				     (high != MIZAN_UNKNOWN && best > high);
	}
	if (event->deaths_civilians != MIZAN_UNKNOWN) {
		sum->civilians_known++;
		sum->civilians += event->deaths_civilians;
		sum->both_known += best != MIZAN_UNKNOWN;
	}
	return true;
}

static int sums_compare(const void *a, const void *b)
{
	const struct event_sum *left = a, *right = b;
	int order = memcmp(left->country, right->country, 4);
	if (order == 0) {
		order = (left->month > right->month) - (left->month < right->month);
	}
	return order != 0 ? order : (int)left->violence - (int)right->violence;
}

void event_sums_countries(struct event_sums *sums, struct mizan_text *list)
{
	/* Sorting moves items away from their slots: the table is full, no event follows. */
	if (sums->count > 0) {
		qsort(sums->items, sums->count, sizeof *sums->items, sums_compare);
	}
	const char *last = "";
	mizan_text_append(list, "");
	for (size_t i = 0; i < sums->count; i++) {
		const char *country = sums->items[i].country;
		if (strcmp(country, last) != 0) {
			mizan_text_printf(list, "%s%s", *last ? " " : "", country);
			last = country;
		}
	}
}

static void sums_bind(sqlite3_stmt *statement, const struct event_sum *sum)
{
	const char *violence = mizan_violence_word((int)sum->violence);
	sqlite3_bind_text(statement, 1, *sum->country ? sum->country : NULL, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 2, sum->month);
	sqlite3_bind_text(statement, 3, violence, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 5, sum->events);
	sqlite3_bind_int64(statement, 6, sum->best);
	sqlite3_bind_int64(statement, 7, sum->low);
	sqlite3_bind_int64(statement, 8, sum->high);
	sqlite3_bind_int64(statement, 9, sum->civilians);
	sqlite3_bind_int64(statement, 10, sum->best_known);
	sqlite3_bind_int64(statement, 11, sum->civilians_known);
	sqlite3_bind_int64(statement, 12, sum->best_outside);
	sqlite3_bind_int64(statement, 13, sum->both_known);
}

mizan_status event_sums_write(sqlite3 *database, const struct event_sums *sums, int64_t release_id,
	struct mizan_error *error)
{
	sqlite3_stmt *statement;
	const char doing[] = "write the sums of events";
	mizan_status status = store_prepare(database,
		"INSERT INTO toll_sum VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
		&statement, doing, error);
	for (size_t i = 0; i < sums->count && status == MIZAN_OK; i++) {
		sums_bind(statement, &sums->items[i]);
		sqlite3_bind_int64(statement, 4, release_id);
		status = store_step(database, statement, doing, error);
	}
	sqlite3_finalize(statement);
	return status;
}

static const char rebuild_sql[] =
	"DELETE FROM toll_sum;"
	"INSERT INTO toll_sum SELECT country, month, violence, release_id, count(*),"
	" ifnull(sum(deaths_best), 0),"
	" sum(ifnull(ifnull(deaths_low, deaths_best) * (deaths_best IS NOT NULL), 0)),"
	" sum(ifnull(ifnull(deaths_high, deaths_best) * (deaths_best IS NOT NULL), 0)),"
	" ifnull(sum(deaths_civilians), 0), count(deaths_best), count(deaths_civilians),"
	" ifnull(sum(deaths_best < deaths_low OR deaths_best > deaths_high), 0),"
	" sum(deaths_best IS NOT NULL AND deaths_civilians IS NOT NULL)"
	" FROM event GROUP BY country, month, violence, release_id;";

mizan_status event_sums_rebuild(sqlite3 *database, struct mizan_error *error)
{
	return store_execute(database, rebuild_sql, "write the sums of events", error);
}

void event_sums_release(struct event_sums *sums)
{
	free(sums->items);
	free(sums->slots);
	*sums = (struct event_sums){0};
}
