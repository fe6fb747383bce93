/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * actor_find FOLDER [errors]: precision and recall of finding actors on FOLDER/spellings.csv with
 * the names of FOLDER/spellings_actors.csv, for the part that the costs were set on (tune) and for
 * the part that was set aside (held); then the time for 400,000 texts against 5,000 actors.
 *
 * Precision: of the texts for which an actor was chosen, how many mean it. Recall: of the texts
 * that mean an actor, for how many it was chosen. Listed: for how many it is the best candidate.
 */
#include <mizan/actor.h>
#include <mizan/table.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void check(mizan_status status, const struct mizan_error *error)
{
	if (status != MIZAN_OK) {
		fprintf(stderr, "actor_find: %s:%zu: %s\n", error->file, error->line, error->what);
		exit(1);
	}
}

static void *need(void *memory)
{
	if (!memory) {
		fprintf(stderr, "actor_find: out of memory\n");
		exit(1);
	}
	return memory;
}

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* ---- Tables ------------------------------------------------------------------------------- */

#define COLUMNS 4

struct rows {
	struct mizan_arena arena;
	const char *(*fields)[COLUMNS];
	size_t count, capacity;
};

static mizan_status rows_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	struct rows *rows = context;
	(void)worker;
	(void)result;
	for (size_t row = 0; row < batch->row_count; row++) {
		if (!mizan_grow(&rows->fields, &rows->capacity, rows->count + 1,
			    sizeof *rows->fields)) {
			return mizan_error_memory(error);
		}
		for (size_t i = 0; i < COLUMNS; i++) {
			struct mizan_slice field = batch->fields[row * batch->field_count + i];
			rows->fields[rows->count][i] =
				need(mizan_arena_copy(&rows->arena, field.data, field.size));
		}
		rows->count++;
	}
	return MIZAN_OK;
}

/* The first four columns of a file. */
static void rows_read(const char *folder, const char *name, struct rows *rows)
{
	static const size_t wanted[COLUMNS] = {0, 1, 2, 3};
	char path[1024];
	struct mizan_error error = {0};
	struct mizan_reader *reader;
	struct mizan_reader_options options = {.threads = 1, .separator = ','};
	struct mizan_scan scan = {.wanted = wanted,
		.wanted_count = COLUMNS,
		.context = rows,
		.process = rows_process};
	snprintf(path, sizeof path, "%s/%s", folder, name);
	check(mizan_reader_open(path, &options, &reader, &error), &error);
	check(mizan_reader_scan(reader, &scan, NULL, &error), &error);
	mizan_reader_close(reader);
}

/* ---- Precision and recall ----------------------------------------------------------------- */

struct tally {
	size_t texts, means_one, chosen, right, first;
};

static void show_error(const char *text, const char *meant, const struct rows *names,
	const struct mizan_actor_match *matches, size_t count)
{
	printf("    %-45s meant %-20s", text, *meant ? meant : "none");
	for (size_t i = 0; i < count && i < 3; i++) {
		const char *const *name = names->fields[matches[i].name];
		printf("  %.3f %s (%s)", matches[i].score, name[0], name[1]);
	}
	printf("\n");
}

static void weigh_text(const struct mizan_actor_index *index, const struct rows *names,
	const char *const *row, struct tally *tally, bool show)
{
	struct mizan_error error = {0};
	struct mizan_actor_match matches[8];
	size_t count;
	struct mizan_slice text = {row[0], strlen(row[0])};
	check(mizan_actor_find(index, text, matches, 8, &count, &error), &error);
	bool chosen = mizan_actor_is_chosen(matches, count);
	bool first = count > 0 && strcmp(names->fields[matches[0].name][0], row[1]) == 0;
	tally->texts++;
	tally->means_one += *row[1] != '\0';
	tally->chosen += chosen;
	tally->right += chosen && first;
	tally->first += first;
	if (show && (chosen ? !first : *row[1] != '\0')) {
		show_error(row[0], row[1], names, matches, count);
	}
}

static void weigh(const struct mizan_actor_index *index, const struct rows *names,
	const struct rows *texts, const char *part, bool show)
{
	struct tally tally = {0};
	for (size_t i = 0; i < texts->count; i++) {
		if (strcmp(texts->fields[i][3], part) == 0) {
			weigh_text(index, names, texts->fields[i], &tally, show);
		}
	}
	printf("  %s: %zu texts, %zu of them mean an actor; precision %.3f (%zu of %zu chosen), "
	       "recall %.3f, first in the list %.3f\n",
		part, tally.texts, tally.means_one, (double)tally.right / (double)tally.chosen,
		tally.right, tally.chosen, (double)tally.right / (double)tally.means_one,
		(double)tally.first / (double)tally.means_one);
}

static void weigh_spellings(const char *folder, bool show)
{
	struct rows names = {0}, texts = {0};
	struct mizan_error error = {0};
	struct mizan_actor_index *index;
	rows_read(folder, "spellings_actors.csv", &names);
	rows_read(folder, "spellings.csv", &texts);
	struct mizan_actor_name *list = need(calloc(names.count + 1, sizeof *list));
	for (size_t i = 0; i < names.count; i++) {
		list[i] = (struct mizan_actor_name){
			.actor_id = names.fields[i][0], .name = names.fields[i][1]};
	}
	check(mizan_actor_index_make(list, names.count, &index, &error), &error);
	printf("Spellings of actors: %zu names\n", names.count);
	weigh(index, &names, &texts, "tune", show);
	weigh(index, &names, &texts, "held", show && getenv("MIZAN_SHOW_HELD"));
	mizan_actor_index_release(index);
	free(list);
	free(names.fields);
	free(texts.fields);
	mizan_arena_release(&names.arena);
	mizan_arena_release(&texts.arena);
}

/* ---- Time --------------------------------------------------------------------------------- */

static uint64_t seed = 1;

static size_t draw(size_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % below;
}

#define ACTORS 5000
#define NAMES_OF_ACTOR 3
#define TEXTS 400000

/* A made-up word of two to four syllables: a place, a tribe, a leader. */
static void make_word(struct mizan_text *text)
{
	static const char *const starts[] = {"b", "d", "f", "g", "h", "j", "k", "kh", "l", "m", "n",
		"q", "r", "s", "sh", "t", "z", "gh", "ch", "w"};
	static const char *const vowels[] = {"a", "i", "u", "aa", "e", "o", "ee"};
	for (size_t i = draw(3) + 2; i > 0; i--) {
		mizan_text_append(text, starts[draw(20)]);
		mizan_text_append(text, vowels[draw(7)]);
	}
	mizan_text_append(text, starts[draw(20)]);
}

static void make_name(struct mizan_text *text)
{
	static const char *const kinds[] = {"Lashkar-e-", "Jaish-e-", "Harkat-ul-", "Jamaat-ul-",
		"Hizb-ul-", "Ansar al-", "Front de ", "Army of ", "Islamic Movement of ",
		"Government of ", "Liberation Front of ", "National Army of "};
	mizan_text_append(text, kinds[draw(12)]);
	make_word(text);
	if (draw(2) == 0) {
		mizan_text_append(text, " ");
		make_word(text);
	}
}

/* As another writer would spell it: two of its letters are changed in a usual way. */
static void vary(struct mizan_text *text)
{
	static const char from[] = "eiouqkwvgz", to[] = "ieuokqvwkd";
	for (size_t i = 0; i < 2 && text->size > 0; i++) {
		char *letter = &text->data[draw(text->size)];
		const char *found = *letter ? strchr(from, *letter) : NULL;
		if (found) {
			*letter = to[found - from];
		}
	}
}

static char *finish_text(struct mizan_text *text)
{
	if (text->failed) {
		need(NULL);
	}
	char *data = text->data;
	*text = (struct mizan_text){0};
	return data;
}

static void measure(const struct mizan_actor_index *index, const char *const *names,
	size_t different, const char *what)
{
	char **made = need(calloc(different, sizeof *made));
	struct mizan_slice *texts = need(calloc(TEXTS, sizeof *texts));
	struct mizan_actor_choice *choices = need(calloc(TEXTS, sizeof *choices));
	struct mizan_error error = {0};
	for (size_t i = 0; i < different; i++) {
		struct mizan_text text = {0};
		mizan_text_append(&text, names[draw(ACTORS * NAMES_OF_ACTOR)]);
		vary(&text);
		if (different == TEXTS) {
			/* As ACLED writes who ruled when; hardly two are equal. */
			mizan_text_printf(
				&text, " (%zu-%zu)", 1000 + draw(9000), 1000 + draw(9000));
		}
		made[i] = finish_text(&text);
	}
	for (size_t i = 0; i < TEXTS; i++) {
		const char *text = made[different == TEXTS ? i : draw(different)];
		texts[i] = (struct mizan_slice){text, strlen(text)};
	}
	double start = now();
	check(mizan_actor_find_all(index, texts, TEXTS, choices, NULL, &error), &error);
	double seconds = now() - start;
	size_t chosen = 0;
	for (size_t i = 0; i < TEXTS; i++) {
		chosen += choices[i].chosen;
	}
	printf("  %d texts, %s: %.2f s on %u processors (goal: 5 s); %.1f %% chosen\n", TEXTS, what,
		seconds, mizan_processor_count(), 100.0 * (double)chosen / TEXTS);
	for (size_t i = 0; i < different; i++) {
		free(made[i]);
	}
	free(made);
	free(texts);
	free(choices);
}

static void measure_all(void)
{
	static struct mizan_actor_name list[ACTORS * NAMES_OF_ACTOR];
	static const char *names[ACTORS * NAMES_OF_ACTOR];
	static char ids[ACTORS][16];
	struct mizan_error error = {0};
	struct mizan_actor_index *index;
	for (size_t i = 0; i < ACTORS * NAMES_OF_ACTOR; i++) {
		struct mizan_text text = {0};
		make_name(&text);
		names[i] = finish_text(&text);
		snprintf(ids[i / NAMES_OF_ACTOR], sizeof ids[0], "%zu", i / NAMES_OF_ACTOR);
		list[i] = (struct mizan_actor_name){
			.actor_id = ids[i / NAMES_OF_ACTOR], .name = names[i]};
	}
	double start = now();
	check(mizan_actor_index_make(list, ACTORS * NAMES_OF_ACTOR, &index, &error), &error);
	printf("Speed: %d actors, %d names; index made in %.3f s\n", ACTORS,
		ACTORS * NAMES_OF_ACTOR, now() - start);
	measure(index, names, 20000, "20,000 different");
	measure(index, names, TEXTS, "all different");
	mizan_actor_index_release(index);
	for (size_t i = 0; i < ACTORS * NAMES_OF_ACTOR; i++) {
		free((char *)(uintptr_t)names[i]);
	}
}

int main(int count, char **arguments)
{
	if (count < 2) {
		fprintf(stderr, "actor_find FOLDER [errors]\n");
		return 2;
	}
	bool show = count > 2 && strcmp(arguments[2], "errors") == 0;
	weigh_spellings(arguments[1], show);
	if (!show) {
		measure_all();
	}
	return 0;
}
