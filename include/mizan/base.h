/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The base room: what every other room stands on. Errors, memory, text, calendar dates, threads and
 * the watch (progress and interruption). Nothing here knows about events.
 */
#ifndef MIZAN_BASE_H
#define MIZAN_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default)

#define MIZAN_VERSION "0.1.0"
#define MIZAN_MUST_CHECK __attribute__((warn_unused_result))
#define MIZAN_PRINTF(string, first) __attribute__((format(printf, string, first)))

/* ---- Errors ------------------------------------------------------------------------------- */

/* What went wrong, in kinds that a caller would treat differently. */
typedef enum mizan_status {
	MIZAN_OK = 0,
	MIZAN_ERROR_USAGE,       /* the call or the command line: names, ranges, combinations */
	MIZAN_ERROR_INPUT,       /* a file or a text that cannot be read as what it should be */
	MIZAN_ERROR_STORE,       /* the store: absent, newer, locked, damaged */
	MIZAN_ERROR_SYSTEM,      /* the machine: disk full, permission, a program not installed */
	MIZAN_ERROR_MEMORY,      /* no memory left */
	MIZAN_ERROR_INTERRUPTED, /* the watch said stop */
} mizan_status;

/*
 * What, where and what to do. Owned by the caller, no memory inside: it can live on the stack and
 * be copied. `line` and `column` count from 1; 0 means not known. In a delimited table `column` is
 * the number of the field; in a text (Markdown, YAML) it is the character.
 */
struct mizan_error {
	mizan_status status;
	char file[256];
	size_t line;
	size_t column;
	char what[512];
	char advice[256];
};

/* Fills `error` (may be NULL) and returns `status`. `advice` may be NULL. Keeps file and line. */
mizan_status mizan_error_set(struct mizan_error *error, mizan_status status, const char *advice,
	const char *what, ...) MIZAN_PRINTF(4, 5);
/* Says where: a long file name keeps its end. Call it before or after mizan_error_set. */
void mizan_error_at(struct mizan_error *error, const char *file, size_t line, size_t column);
/* The usual "out of memory". */
mizan_status mizan_error_memory(struct mizan_error *error);
/* Like mizan_error_set, with the text of errno added after what. */
mizan_status mizan_error_errno(struct mizan_error *error, const char *advice, const char *what, ...)
	MIZAN_PRINTF(3, 4);

/* ---- Memory ------------------------------------------------------------------------------- */

/*
 * An arena: everything in it lives as long as one job and is freed at once. Not for several
 * threads. Zero-initialised is ready for use.
 */
struct mizan_arena {
	struct mizan_arena_block *last;
};

/* Zeroed memory aligned for any type, or NULL. Cost: O(size), rarely one malloc. */
void *mizan_arena_allocate(struct mizan_arena *arena, size_t count, size_t size);
/* A NUL-terminated copy of `size` bytes, or NULL. */
char *mizan_arena_copy(struct mizan_arena *arena, const char *data, size_t size);
char *mizan_arena_printf(struct mizan_arena *arena, const char *format, ...) MIZAN_PRINTF(2, 3);
void mizan_arena_release(struct mizan_arena *arena);

/*
 * Makes room for `needed` items of `size` bytes in `*items`, at least doubling `*capacity`.
 * Checks the multiplication. Returns false, and changes nothing, when there is no memory.
 */
bool mizan_grow(void *items, size_t *capacity, size_t needed, size_t size) MIZAN_MUST_CHECK;

/* ---- Text --------------------------------------------------------------------------------- */

/*
 * The one growing buffer. A failed append sets `failed` and later appends do nothing, so that a
 * writer checks once, at its end. `data` is NUL-terminated once something was appended.
 */
struct mizan_text {
	char *data;
	size_t size;
	size_t capacity;
	bool failed;
};

void mizan_text_append(struct mizan_text *text, const char *string);
void mizan_text_append_bytes(struct mizan_text *text, const char *data, size_t size);
void mizan_text_printf(struct mizan_text *text, const char *format, ...) MIZAN_PRINTF(2, 3);
/* An integer with groups of three: 1,081. */
void mizan_text_append_grouped(struct mizan_text *text, int64_t value);
/* Text for HTML and SVG, & < > " ' escaped, control characters dropped. */
void mizan_text_append_html(struct mizan_text *text, const char *string);
/* A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD. */
void mizan_text_append_json(struct mizan_text *text, const char *string, size_t size);
/* MIZAN_OK, or the memory error when an append failed. */
mizan_status mizan_text_check(
	const struct mizan_text *text, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_text_release(struct mizan_text *text);

/* A view of bytes owned by someone else; not NUL-terminated. */
struct mizan_slice {
	const char *data;
	size_t size;
};

bool mizan_slice_equals(struct mizan_slice slice, const char *string);
/* Without blanks and tabs at both ends. */
struct mizan_slice mizan_slice_trim(struct mizan_slice slice);
/* A whole decimal number, sign allowed, also "438.0" as spreadsheets write it. */
bool mizan_parse_integer(struct mizan_slice slice, int64_t *value);
/* A finite decimal number with a point; independent of locale; exact as strtod in the C locale. */
bool mizan_parse_real(struct mizan_slice slice, double *value);
/* Offset of the first byte that is not valid UTF-8, or `size`. About 10 GB/s on ASCII. */
size_t mizan_utf8_check(const char *data, size_t size);

/* ---- Calendar ----------------------------------------------------------------------------- */

/*
 * Dates are days since 1970-01-01 in the proleptic Gregorian calendar; months are
 * year x 12 + month - 1, as in the store. Years 1 to 9999. Source of the arithmetic: Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
typedef int32_t mizan_date;
#define MIZAN_DATE_UNKNOWN INT32_MIN

mizan_date mizan_date_make(int year, int month, int day); /* MIZAN_DATE_UNKNOWN if there is none */
void mizan_date_split(mizan_date date, int *year, int *month, int *day);
int32_t mizan_date_month(mizan_date date);
/* ISO 8601 week: its year x 100 + week, as 202501. */
int32_t mizan_date_week(mizan_date date);
/* "2013-01-03", also with a time of day behind a blank or T, which is checked and dropped. */
bool mizan_date_parse(struct mizan_slice slice, mizan_date *date);
/* Writes YYYY-MM-DD and returns `buffer`. */
char *mizan_date_format(mizan_date date, char buffer[11]);
/*
 * A period as people write it: "2024", "2024-Q3", "2024-07", "2024-07-15", "2024-W07",
 * "2021..2024", "2021-08-15..2022-11-28". Gives first and last day, both within.
 */
bool mizan_period_parse(const char *text, mizan_date *first, mizan_date *last);

/* ---- Watch and threads -------------------------------------------------------------------- */

/*
 * How a caller sees progress of, and stops, long work. Both may be NULL. They are called from any
 * thread, one call at a time for `progress`. `total` is 0 where it is not known.
 */
struct mizan_watch {
	void (*progress)(void *context, const char *what, uint64_t done, uint64_t total);
	bool (*interrupted)(void *context);
	void *context;
};

/* MIZAN_ERROR_INTERRUPTED with its text when the watch (may be NULL) says stop. */
mizan_status mizan_watch_check(
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Number of processors this process may use, at least 1. */
unsigned mizan_processor_count(void);
/*
 * Runs work(context, worker) for worker 0 .. count-1, the last on the calling thread, and joins
 * all. Where threads cannot be made, the calling thread does their work.
 */
void mizan_tasks_run(unsigned count, void (*work)(void *context, unsigned worker), void *context);

/* ---- Other programs ------------------------------------------------------------------------ */

enum {
	MIZAN_PROCESS_FAILED = -1, /* was stopped, or did not take or give all */
	MIZAN_PROCESS_ABSENT = -2  /* not installed */
};
/*
 * Runs a program (looked for in PATH; `arguments` ends with NULL) with `input` on its standard
 * input, and appends what it prints. `code` is its exit code, or one of those above; a program that
 * cannot be started is MIZAN_ERROR_SYSTEM. What it says on standard error is dropped.
 */
mizan_status mizan_process_run(char *const *arguments, struct mizan_slice input,
	struct mizan_text *output, int *code, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Random numbers ----------------------------------------------------------------------- */

/*
 * Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * 2011: 128 random bits are a pure function of a counter and a key, so that work that is cut into
 * streams gives the same bits in any order and on any number of threads.
 */
void mizan_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t result[4]);

/* One stream of a seed; streams of different numbers never meet. 2^66 words long. */
struct mizan_random {
	uint32_t key[2], counter[4], block[4];
	unsigned used; /* words of the block */
};
void mizan_random_init(struct mizan_random *random, uint64_t seed, uint64_t stream);
uint32_t mizan_random_word(struct mizan_random *random);
/* Uniform, greater than 0 and less than 1. */
double mizan_random_real(struct mizan_random *random);
/* Uniform over 0 .. limit - 1, without bias; `limit` at least 1. */
uint32_t mizan_random_below(struct mizan_random *random, uint32_t limit);

/* ---- Hash --------------------------------------------------------------------------------- */

/* SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits. */
struct mizan_sha256 {
	uint32_t state[8];
	uint64_t length;
	unsigned char block[64];
	bool instructions; /* the processor has some for this hash */
};
void mizan_sha256_init(struct mizan_sha256 *hash);
void mizan_sha256_update(struct mizan_sha256 *hash, const void *data, size_t size);
void mizan_sha256_finish(struct mizan_sha256 *hash, char hex[65]);

#pragma GCC visibility pop
#endif
