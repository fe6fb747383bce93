/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a draft knows of the store: actors, publishers, milestones, agreements, by their names. */
#include "draft_internal.h"

#include "../store/sqlite.h"

#include <mizan/agreement.h>
#include <stdlib.h>
#include <string.h>

struct draft_count {
	uint32_t hash, titles;
};

/* A query whose rows go to `take`, which returns false where there is no memory. */
static mizan_status each_row(sqlite3 *database, const char *sql, struct draft_store *store,
	bool (*take)(struct draft_store *store, sqlite3_stmt *row), struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "read the names");
	}
	int code;
	bool taken = true;
	while (taken && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		taken = take(store, statement);
	}
	mizan_status status = !taken ? mizan_error_memory(error)
			      : code != SQLITE_DONE
				      ? mizan_store_error(database, error, "read the names")
				      : MIZAN_OK;
	sqlite3_finalize(statement);
	return status;
}

static const char *row_text(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	return text ? text : "";
}

static const char *row_copy(struct draft_store *store, sqlite3_stmt *row, int column)
{
	const char *text = row_text(row, column);
	return mizan_arena_copy(&store->arena, text, strlen(text));
}

static mizan_date row_date(sqlite3_stmt *row, int column)
{
	mizan_date date = MIZAN_DATE_UNKNOWN;
	const char *text = row_text(row, column);
	return mizan_date_parse((struct mizan_slice){text, strlen(text)}, &date)
		       ? date
		       : MIZAN_DATE_UNKNOWN;
}

/* Room for one more at the end of an array in the arena. */
static void *array_add(struct draft_store *store, void *items, size_t count, size_t size)
{
	if (count == 0 || (count >= 16 && (count & (count - 1)) == 0)) {
		void *grown =
			mizan_arena_allocate(&store->arena, count < 16 ? 16 : count * 2, size);
		if (grown && count > 0) {
			memcpy(grown, items, count * size);
		}
		return grown;
	}
	return items;
}

#define ARRAY_ADD(store, items, count)                                                             \
	((items) = array_add((store), (items), (count), sizeof *(items)))

/* ---- Words of titles ---------------------------------------------------------------------- */

static const char *const small_words[] = {"the", "and", "of", "in", "to", "for", "with", "that",
	"by", "on", "at", "from", "its", "is", "are", "was", "were", "an", "as", "after", "be",
	"between", "their", "them", "all", "says", "say", "said", "has", "have", "had", "one", "it",
	"this", "or", "not", "who", "which", "each", "other", "most", "more", "than", "over",
	"under", "he", "his", "they", "been", "but", "within", "two", "three", "first", "last"};

/* Without the endings of English verbs and plurals. */
static size_t word_stem(const char *word)
{
	static const char *const endings[] = {"ing", "ed", "es", "s", "e"};
	size_t size = strlen(word);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t length = strlen(endings[i]);
		if (size >= length + 4 && strcmp(word + size - length, endings[i]) == 0) {
			return size - length;
		}
	}
	return size;
}

static uint32_t word_hash(const char *word)
{
	size_t size = strlen(word);
	if (size < 2 || (size == 2 && word[0] >= 'a')) {
		return 0;
	}
	for (size_t i = 0; i < sizeof small_words / sizeof *small_words; i++) {
		if (strcmp(word, small_words[i]) == 0) {
			return 0;
		}
	}
	return draft_hash(word, word_stem(word));
}

static int compare_hashes(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, two = *(const uint32_t *)b;
	return (one > two) - (one < two);
}

const uint32_t *draft_title_words(const char *text, struct mizan_arena *arena, size_t *count)
{
	struct draft_sentence sentence;
	*count = 0;
	if (!draft_split_words(text, strlen(text), arena, &sentence)) {
		return NULL;
	}
	uint32_t *hashes = mizan_arena_allocate(arena, sentence.word_count + 1, sizeof *hashes);
	for (size_t i = 0; hashes && i < sentence.word_count; i++) {
		uint32_t hash = word_hash(sentence.words[i].text);
		if (hash) {
			hashes[(*count)++] = hash;
		}
	}
	if (!hashes) {
		return NULL;
	}
	qsort(hashes, *count, sizeof *hashes, compare_hashes);
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		if (kept == 0 || hashes[kept - 1] != hashes[i]) {
			hashes[kept++] = hashes[i];
		}
	}
	*count = kept;
	return hashes;
}

static struct draft_count *count_place(const struct draft_store *store, uint32_t hash)
{
	size_t at = hash & (store->count_room - 1);
	while (store->counts[at].hash && store->counts[at].hash != hash) {
		at = (at + 1) & (store->count_room - 1);
	}
	return &store->counts[at];
}

double draft_word_weight(const struct draft_store *store, uint32_t hash)
{
	uint32_t titles = store->count_room ? count_place(store, hash)->titles : 0;
	return titles == 0 ? 0 : titles <= 2 ? 1 : titles <= 5 ? 0.6 : titles <= 12 ? 0.35 : 0.15;
}

static bool count_titles(
	struct draft_store *store, const struct draft_record *records, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < records[i].word_count; k++) {
			struct draft_count *place = count_place(store, records[i].words[k]);
			place->hash = records[i].words[k];
			place->titles++;
		}
	}
	return true;
}

static bool count_words(struct draft_store *store)
{
	size_t words = 0;
	for (size_t i = 0; i < store->milestone_count; i++) {
		words += store->milestones[i].word_count;
	}
	for (size_t i = 0; i < store->agreement_count; i++) {
		words += store->agreements[i].word_count;
	}
	store->count_room = 64;
	while (store->count_room < words * 2) {
		store->count_room *= 2;
	}
	store->counts =
		mizan_arena_allocate(&store->arena, store->count_room, sizeof *store->counts);
	return store->counts && count_titles(store, store->milestones, store->milestone_count) &&
	       count_titles(store, store->agreements, store->agreement_count);
}

/* ---- Actors and publishers ---------------------------------------------------------------- */

static const char actors_sql[] =
	"SELECT actor_id, name, kind, country, date_to, coalesce(nullif(short, ''), name)"
	" FROM actor ORDER BY actor_no";

static bool take_actor(struct draft_store *store, sqlite3_stmt *row)
{
	if (!ARRAY_ADD(store, store->actors, store->actor_count)) {
		return false;
	}
	struct draft_actor *actor = &store->actors[store->actor_count++];
	*actor = (struct draft_actor){.id = row_copy(store, row, 0),
		.name = row_copy(store, row, 1),
		.kind = row_copy(store, row, 2),
		.country = row_copy(store, row, 3),
		.to = row_date(row, 4),
		.figures = row_copy(store, row, 5),
		.publisher = SIZE_MAX};
	return actor->id && actor->name && actor->kind && actor->country && actor->figures;
}

/* Ids in the order of actors, so that rows of names follow them in one pass. */
static const char names_sql[] =
	"SELECT a.rank, n.name, n.list FROM (SELECT actor_id, row_number() OVER (ORDER BY actor_no)"
	" - 1 AS rank FROM actor) a JOIN (SELECT actor_id, name, 0 AS list, 1 AS place FROM actor"
	" UNION ALL SELECT actor_id, short, 0, 1 FROM actor WHERE short <> ''"
	" UNION ALL SELECT actor_id, name, 0, 2 FROM actor_name"
	" UNION ALL SELECT actor_id, acled_names, 1, 3 FROM actor WHERE acled_names <> ''"
	" UNION ALL SELECT actor_id, gtd_names, 1, 3 FROM actor WHERE gtd_names <> '') n"
	" USING(actor_id) ORDER BY n.place, a.rank";

static bool take_name(struct draft_store *store, sqlite3_stmt *row)
{
	const struct draft_lexicon_entry entry = {
		.kind = NAME_ACTOR, .item = (size_t)sqlite3_column_int64(row, 0)};
	const char *names = row_text(row, 1);
	bool list = sqlite3_column_int(row, 2) != 0;
	while (*names) {
		size_t size = list ? strcspn(names, ";") : strlen(names);
		struct mizan_slice name = mizan_slice_trim((struct mizan_slice){names, size});
		char *copy = mizan_arena_copy(&store->arena, name.data, name.size);
		if (!copy || !draft_store_add_name(store, copy, &entry)) {
			return false;
		}
		names += size + (names[size] == ';');
	}
	return true;
}

static const struct draft_lexicon_entry *find_text(struct draft_store *store, const char *text)
{
	struct draft_sentence words;
	char key[256];
	size_t size = 0;
	if (!draft_split_words(text, strlen(text), &store->arena, &words)) {
		return NULL;
	}
	for (size_t i = 0; i < words.word_count; i++) {
		size_t length = strlen(words.words[i].text);
		if (size + length + 2 > sizeof key) {
			return NULL;
		}
		if (i > 0) {
			key[size++] = ' ';
		}
		memcpy(key + size, words.words[i].text, length);
		size += length;
	}
	return draft_store_name(store, key, size);
}

static bool take_publisher(struct draft_store *store, sqlite3_stmt *row)
{
	if (!ARRAY_ADD(store, store->publishers, store->publisher_count)) {
		return false;
	}
	size_t at = store->publisher_count++;
	struct draft_publisher *publisher = &store->publishers[at];
	*publisher = (struct draft_publisher){.name = row_copy(store, row, 0), .actor = SIZE_MAX};
	if (!publisher->name) {
		return false;
	}
	const struct draft_lexicon_entry *known = find_text(store, publisher->name);
	if (known && known->kind == NAME_ACTOR) {
		publisher->actor = known->item;
		if (store->actors[known->item].publisher == SIZE_MAX) {
			store->actors[known->item].publisher = at;
		}
		return true;
	}
	const struct draft_lexicon_entry entry = {.kind = NAME_PUBLISHER, .item = at};
	return draft_store_add_name(store, publisher->name, &entry);
}

/* "IS-K" where published figures call the actor so. */
static bool take_figure_name(struct draft_store *store, sqlite3_stmt *row)
{
	const struct draft_lexicon_entry *known = find_text(store, row_text(row, 0));
	if (known && known->kind == NAME_ACTOR) {
		store->actors[known->item].figures = row_copy(store, row, 0);
		return store->actors[known->item].figures != NULL;
	}
	return true;
}

static bool add_indexes(struct draft_store *store)
{
	static const char *const names[] = {"Global Terrorism Index", "GTI"};
	size_t publisher = SIZE_MAX;
	for (size_t i = 0; i < store->publisher_count; i++) {
		publisher = strcmp(store->publishers[i].name, "IEP") == 0 ? i : publisher;
	}
	const struct draft_lexicon_entry entry = {
		.kind = NAME_INDEX, .item = publisher, .text = "IEP"};
	return draft_store_add_name(store, names[0], &entry) &&
	       draft_store_add_name(store, names[1], &entry);
}

/* ---- Milestones, agreements, commitments, relations --------------------------------------- */

/* Actors by id or by name, ; between. */
static bool read_actors(struct draft_store *store, const char *list, struct draft_record *record)
{
	size_t *actors = mizan_arena_allocate(&store->arena, strlen(list) / 2 + 2, sizeof *actors);
	record->actors = actors;
	while (actors && *list) {
		size_t size = strcspn(list, ";");
		struct mizan_slice item = mizan_slice_trim((struct mizan_slice){list, size});
		char *name = mizan_arena_copy(&store->arena, item.data, item.size);
		if (!name) {
			return false;
		}
		const struct draft_lexicon_entry *known = find_text(store, name);
		for (size_t i = 0; i < store->actor_count; i++) {
			bool is = known && known->kind == NAME_ACTOR
					  ? known->item == i
					  : mizan_slice_equals(item, store->actors[i].id) ||
						    mizan_slice_equals(item, store->actors[i].name);
			if (is) {
				actors[record->actor_count++] = i;
				break;
			}
		}
		list += size + (list[size] == ';');
	}
	return actors != NULL;
}

/* Columns: id, title, kind, country, date, last day, actors. */
static bool take_record(struct draft_store *store, sqlite3_stmt *row, struct draft_record *record)
{
	*record = (struct draft_record){.id = row_copy(store, row, 0),
		.title = row_copy(store, row, 1),
		.kind = row_copy(store, row, 2),
		.country = row_copy(store, row, 3),
		.date = row_date(row, 4),
		.until = row_date(row, 5)};
	const char *words =
		mizan_arena_printf(&store->arena, "%s %s", row_text(row, 0), row_text(row, 1));
	if (!words || !record->id || !record->title || !record->kind || !record->country) {
		return false;
	}
	record->words = draft_title_words(words, &store->arena, &record->word_count);
	return record->words && read_actors(store, row_text(row, 6), record);
}

static bool take_milestone(struct draft_store *store, sqlite3_stmt *row)
{
	return ARRAY_ADD(store, store->milestones, store->milestone_count) &&
	       take_record(store, row, &store->milestones[store->milestone_count++]);
}

static bool take_agreement(struct draft_store *store, sqlite3_stmt *row)
{
	return ARRAY_ADD(store, store->agreements, store->agreement_count) &&
	       take_record(store, row, &store->agreements[store->agreement_count++]);
}

static bool take_relation(struct draft_store *store, sqlite3_stmt *row)
{
	if (!ARRAY_ADD(store, store->relations, store->relation_count)) {
		return false;
	}
	struct draft_relation *relation = &store->relations[store->relation_count++];
	*relation = (struct draft_relation){.id = row_copy(store, row, 0),
		.kind = row_copy(store, row, 1),
		.a = (size_t)sqlite3_column_int64(row, 2),
		.b = (size_t)sqlite3_column_int64(row, 3)};
	return relation->id && relation->kind;
}

static mizan_status read_commitments(
	sqlite3 *database, struct draft_store *store, struct mizan_error *error)
{
	struct mizan_commitment_list list;
	mizan_status status =
		mizan_commitments_read(database, NULL, NULL, &store->arena, &list, error);
	if (status != MIZAN_OK) {
		return status;
	}
	store->commitments =
		mizan_arena_allocate(&store->arena, list.count + 1, sizeof *store->commitments);
	for (size_t i = 0; store->commitments && i < list.count; i++) {
		const struct mizan_commitment *item = &list.items[i];
		struct mizan_commitment_state state =
			mizan_commitment_state(item, item->signed_on, item->signed_on);
		struct draft_commitment *own = &store->commitments[store->commitment_count++];
		*own = (struct draft_commitment){.agreement = item->agreement_id,
			.id = item->commitment_id,
			.obliged = SIZE_MAX,
			.due = state.first_due,
			.quoted = item->quoted};
		const char *words = mizan_arena_printf(
			&store->arena, "%s %s", item->commitment_id, item->action);
		own->words =
			words ? draft_title_words(words, &store->arena, &own->word_count) : NULL;
		if (!own->words) {
			return mizan_error_memory(error);
		}
		for (size_t k = 0; k < store->actor_count; k++) {
			if (strcmp(store->actors[k].id, item->obliged) == 0) {
				own->obliged = k;
			}
		}
	}
	return store->commitments ? MIZAN_OK : mizan_error_memory(error);
}

static const char milestones_sql[] =
	"SELECT milestone_id, title, kind, country, date, CASE WHEN date_precision >= 4 THEN"
	" date(date, 'start of month', '+1 month', '-1 day') ELSE date END, actors FROM milestone"
	" ORDER BY date";
static const char agreements_sql[] = "SELECT agreement_id, title, kind, country, "
				     "coalesce(effective, signed), ended, parties FROM"
				     " agreement ORDER BY signed";
static const char relations_sql[] =
	"SELECT r.relation_id, r.kind, a.rank, b.rank FROM relation r"
	" JOIN (SELECT actor_id, row_number() OVER (ORDER BY actor_no) - 1 AS rank FROM actor) a ON"
	" a.actor_id = r.actor_a JOIN (SELECT actor_id, row_number() OVER (ORDER BY actor_no) - 1"
	" AS rank FROM actor) b ON b.actor_id = r.actor_b ORDER BY r.relation_id";

mizan_status draft_store_read(
	struct sqlite3 *database, struct draft_store *store, struct mizan_error *error)
{
	const struct {
		const char *sql;
		bool (*take)(struct draft_store *store, sqlite3_stmt *row);
	} parts[] = {{actors_sql, take_actor}, {names_sql, take_name},
		{"SELECT DISTINCT publisher FROM published_figure ORDER BY 1", take_publisher},
		{"SELECT DISTINCT actor FROM published_figure WHERE actor <> '' ORDER BY 1",
			take_figure_name},
		{milestones_sql, take_milestone}, {agreements_sql, take_agreement},
		{relations_sql, take_relation}};
	struct mizan_error unused;
	if (mizan_basemap_open(NULL, &store->map, &unused) != MIZAN_OK) {
		store->map = NULL; /* a draft without provinces is a draft */
	}
	if (!draft_store_add_states(store)) {
		return mizan_error_memory(error);
	}
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; database && i < sizeof parts / sizeof *parts && status == MIZAN_OK;
		i++) {
		status = each_row(database, parts[i].sql, store, parts[i].take, error);
	}
	if (database && status == MIZAN_OK) {
		status = read_commitments(database, store, error);
	}
	if (status == MIZAN_OK && (!add_indexes(store) || !count_words(store))) {
		status = mizan_error_memory(error);
	}
	return status;
}

void draft_store_release(struct draft_store *store)
{
	mizan_basemap_close(store->map);
	mizan_arena_release(&store->arena);
}
