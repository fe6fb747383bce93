/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows and fields by bit masks: 64 bytes become one word for quotes, separators and line ends;
 * what lies inside quotes is the running parity of the quotes (Langdale & Lemire 2019, "Parsing
 * gigabytes of JSON per second"). AVX-512 or AVX2 where the processor has it, else whole words.
 */
#include "reader_internal.h"

#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

struct row_masks {
	uint64_t quotes, separators, newlines, returns, high;
	uint64_t parity; /* of the quotes up to and with each bit */
};

/* Bits up to and with each set bit in turn: 1 from an odd quote to the next even one. */
static inline uint64_t rows_prefix_xor(uint64_t bits)
{
	bits ^= bits << 1;
	bits ^= bits << 2;
	bits ^= bits << 4;
	bits ^= bits << 8;
	bits ^= bits << 16;
	bits ^= bits << 32;
	return bits;
}

/* 8 bytes with 0x80 where they equal the byte: no carry crosses a byte. */
static inline uint64_t rows_equal_8(uint64_t word, uint64_t pattern)
{
	uint64_t x = word ^ pattern;
	return ~(((x & 0x7f7f7f7f7f7f7f7fu) + 0x7f7f7f7f7f7f7f7fu) | x) & 0x8080808080808080u;
}

/* 0x80 bits of 8 bytes to 8 bits, first byte lowest. */
static inline uint64_t rows_pack_8(uint64_t high_bits)
{
	return (high_bits >> 7) * 0x0102040810204080u >> 56;
}

static inline void rows_masks_portable(const char *data, char separator, struct row_masks *masks)
{
	const uint64_t ones = 0x0101010101010101u;
	*masks = (struct row_masks){0};
	for (int i = 0; i < 8; i++) {
		uint64_t word;
		memcpy(&word, data + i * 8, 8);
		masks->quotes |= rows_pack_8(rows_equal_8(word, ones * '"')) << i * 8;
		masks->separators |=
			rows_pack_8(rows_equal_8(word, ones * (unsigned char)separator)) << i * 8;
		masks->newlines |= rows_pack_8(rows_equal_8(word, ones * '\n')) << i * 8;
		masks->returns |= rows_pack_8(rows_equal_8(word, ones * '\r')) << i * 8;
		masks->high |= word & 0x8080808080808080u;
	}
	masks->parity = rows_prefix_xor(masks->quotes);
}

#if defined(__x86_64__)
#define ROWS_AVX2 __attribute__((target("avx2,bmi,bmi2,pclmul,popcnt")))

/* A product without carries with all ones is the running parity. */
ROWS_AVX2 static inline uint64_t rows_prefix_xor_product(uint64_t bits)
{
	__m128i product =
		_mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)-1), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

ROWS_AVX2 static inline uint64_t rows_equal_avx2(__m256i low, __m256i high, char byte)
{
	__m256i pattern = _mm256_set1_epi8(byte);
	uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, pattern));
	uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, pattern));
	return (uint64_t)b << 32 | a;
}

ROWS_AVX2 static inline void rows_masks_avx2(
	const char *data, char separator, struct row_masks *masks)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)data);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(data + 32));
	masks->quotes = rows_equal_avx2(low, high, '"');
	masks->separators = rows_equal_avx2(low, high, separator);
	masks->newlines = rows_equal_avx2(low, high, '\n');
	masks->returns = rows_equal_avx2(low, high, '\r');
	masks->high = (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, high));
	masks->parity = rows_prefix_xor_product(masks->quotes);
}

#define ROWS_AVX512 __attribute__((target("avx512f,avx512bw,avx2,bmi,bmi2,pclmul,popcnt")))

ROWS_AVX512 static inline void rows_masks_avx512(
	const char *data, char separator, struct row_masks *masks)
{
	__m512i bytes = _mm512_loadu_si512((const void *)data);
	masks->quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
	masks->separators = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(separator));
	masks->newlines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
	masks->returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
	masks->high = _mm512_movepi8_mask(bytes);
	masks->parity = rows_prefix_xor_product(masks->quotes);
}
#endif

/* Parity and neighbours carried from word to word. */
struct row_state {
	uint64_t inside;       /* all ones inside quotes, else 0 */
	uint64_t before_ok;    /* bit 0: the byte before may come before an opening quote */
	uint64_t after_close;  /* bit 0: the byte before closed quotes */
	uint64_t after_return; /* bit 0: the byte before was \r */
	uint64_t after_end;    /* bit 0: the byte before ended a row */
	uint64_t after_empty;  /* bit 0: the byte before was a \r behind the end of a row */
	uint64_t broken;
	uint64_t high;
};

/*
 * Takes one word: gives what is outside quotes, and notes where parity and RFC 4180 differ: a quote
 * that opens within a field, text behind a closing quote, a \r that ends a row or a line alone.
 */
static inline uint64_t rows_step(struct row_state *state, const struct row_masks *masks)
{
	uint64_t inside = masks->parity ^ state->inside;
	uint64_t opening = masks->quotes & inside, closing = masks->quotes & ~inside;
	uint64_t border = masks->separators | masks->newlines | masks->quotes;
	state->broken |= opening & ~(border << 1 | state->before_ok);
	state->broken |= (closing << 1 | state->after_close) & ~(border | masks->returns);
	state->broken |= (masks->returns << 1 | state->after_return) & ~masks->newlines;
	state->before_ok = border >> 63;
	state->after_close = closing >> 63;
	state->after_return = masks->returns >> 63;
	state->inside = (uint64_t)((int64_t)inside >> 63);
	state->high |= masks->high;
	return ~inside;
}

/* Those of the row ends that end nothing: \n or \r\n behind another one. */
static inline uint64_t rows_blank(
	struct row_state *state, const struct row_masks *masks, uint64_t ends)
{
	uint64_t fresh = ends << 1 | state->after_end;
	uint64_t empty = masks->returns & fresh;
	uint64_t blank = ends & (fresh | empty << 1 | state->after_empty);
	state->after_end = ends >> 63;
	state->after_empty = empty >> 63;
	return blank;
}

/* The body of the scan, once for each way of making masks. The tail is padded to a whole word. */
#define ROWS_SCAN_BODY(MASKS)                                                                      \
	struct row_state state = {.before_ok = 1, .after_end = 1};                                 \
	*scan = (struct row_scan){0};                                                              \
	uint64_t lines = 0, rows = 0;                                                              \
	for (size_t at = 0; at < size; at += 64) {                                                 \
		char tail[64];                                                                     \
		const char *word = data + at;                                                      \
		if (size - at < 64) {                                                              \
			memset(tail, ' ', sizeof tail);                                            \
			memcpy(tail, word, size - at);                                             \
			word = tail;                                                               \
		}                                                                                  \
		struct row_masks masks;                                                            \
		MASKS(word, separator, &masks);                                                    \
		uint64_t broken = state.broken;                                                    \
		uint64_t outside = rows_step(&state, &masks);                                      \
		if (size - at < 64) {                                                              \
			/* What follows is not known yet: padding breaks no rule. */               \
			state.broken = broken | (state.broken & ~broken &                          \
							(((uint64_t)1 << (size - at)) - 1));       \
		}                                                                                  \
		uint64_t ends = masks.newlines & outside;                                          \
		*marks++ = (struct row_marks){(masks.separators & outside) | ends, ends};          \
		uint64_t blank = rows_blank(&state, &masks, ends);                                 \
		if (ends) {                                                                        \
			int last = 63 - __builtin_clzll(ends);                                     \
			uint64_t upto = ~(uint64_t)0 >> (63 - last);                               \
			scan->end = at + (size_t)last + 1;                                         \
			scan->lines =                                                              \
				lines + (uint64_t)__builtin_popcountll(masks.newlines & upto);     \
			rows += (uint64_t)__builtin_popcountll(ends & ~blank);                     \
		}                                                                                  \
		lines += (uint64_t)__builtin_popcountll(masks.newlines);                           \
	}                                                                                          \
	scan->rows = rows;                                                                         \
	scan->regular = state.broken == 0;                                                         \
	scan->open = state.inside != 0;                                                            \
	scan->ascii = state.high == 0

static void rows_scan_portable(const char *data, size_t size, char separator, struct row_scan *scan,
	struct row_marks *marks)
{
	ROWS_SCAN_BODY(rows_masks_portable);
}

#if defined(__x86_64__)
ROWS_AVX2 static void rows_scan_avx2(const char *data, size_t size, char separator,
	struct row_scan *scan, struct row_marks *marks)
{
	ROWS_SCAN_BODY(rows_masks_avx2);
}

ROWS_AVX512 static void rows_scan_avx512(const char *data, size_t size, char separator,
	struct row_scan *scan, struct row_marks *marks)
{
	ROWS_SCAN_BODY(rows_masks_avx512);
}

static bool rows_have_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
	       __builtin_cpu_supports("pclmul");
}

static bool rows_have_avx512(void)
{
	return rows_have_avx2() && __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw");
}
#endif

void rows_scan(const char *data, size_t size, char separator, struct row_scan *scan,
	struct row_marks *marks)
{
#if defined(__x86_64__)
	if (rows_have_avx512()) {
		rows_scan_avx512(data, size, separator, scan, marks);
		return;
	}
	if (rows_have_avx2()) {
		rows_scan_avx2(data, size, separator, scan, marks);
		return;
	}
#endif
	rows_scan_portable(data, size, separator, scan, marks);
}

/* ---- Fields ------------------------------------------------------------------------------- */

void row_set_release(struct row_set *set)
{
	free(set->fields);
	free(set->widths);
	free(set->starts);
	free(set->ends);
	free(set->scratch);
	*set = (struct row_set){0};
}

static bool row_set_grow(struct row_set *set, size_t wanted_count)
{
	size_t rows = set->row_count + 1;
	if (rows * wanted_count < set->field_capacity && rows <= set->width_capacity &&
		rows <= set->start_capacity && rows <= set->end_capacity) {
		return true; /* nearly always */
	}
	return mizan_grow(&set->fields, &set->field_capacity, rows * wanted_count + 1,
		       sizeof *set->fields) &&
	       mizan_grow(&set->widths, &set->width_capacity, rows, sizeof *set->widths) &&
	       mizan_grow(&set->starts, &set->start_capacity, rows, sizeof *set->starts) &&
	       mizan_grow(&set->ends, &set->end_capacity, rows, sizeof *set->ends);
}

/* Room for all texts that need rewriting: together they are never longer than the piece. */
static bool row_set_make_scratch(struct row_set *set, size_t size)
{
	set->row_count = 0;
	set->scratch_used = 0;
	return mizan_grow(&set->scratch, &set->scratch_capacity, size + 1, 1);
}

/* "a ""b""" to a "b": as it stands where no quote is doubled, else rewritten in the scratch. */
static struct mizan_slice rows_unquote(const char *data, size_t size, struct row_set *set)
{
	const char *text = data + 1;
	size_t length = size - 2;
	const char *quote = memchr(text, '"', length);
	if (!quote) {
		return (struct mizan_slice){text, length};
	}
	char *first = set->scratch + set->scratch_used, *out = first;
	const char *copied = text, *end = text + length;
	while (quote) {
		memcpy(out, copied, (size_t)(quote + 1 - copied));
		out += quote + 1 - copied;
		copied = quote + 2;
		quote = copied < end ? memchr(copied, '"', (size_t)(end - copied)) : NULL;
	}
	if (copied < end) {
		memcpy(out, copied, (size_t)(end - copied));
		out += end - copied;
	}
	set->scratch_used = (size_t)(out - set->scratch);
	return (struct mizan_slice){first, (size_t)(out - first)};
}

static inline struct mizan_slice rows_field(
	const char *data, size_t start, size_t end, struct row_set *set)
{
	if (end - start >= 2 && data[start] == '"') {
		return rows_unquote(data + start, end - start, set);
	}
	return (struct mizan_slice){data + start, end - start};
}

static bool rows_take(const char *data, size_t start, size_t end, const uint32_t *ends,
	size_t width, const struct row_shape *shape, struct row_set *set)
{
	size_t stop = end > start && data[end - 1] == '\r' ? end - 1 : end;
	if (width == 1 && stop == start) {
		return true; /* a blank row */
	}
	if (!row_set_grow(set, shape->wanted_count)) {
		return false;
	}
	struct mizan_slice *fields = set->fields + set->row_count * shape->wanted_count;
	for (size_t i = 0; i < shape->wanted_count; i++) {
		size_t column = shape->wanted[i];
		if (column >= width) {
			fields[i] = (struct mizan_slice){"", 0};
			continue;
		}
		if (shape->same && shape->same[i] < i) {
			fields[i] = fields[shape->same[i]]; /* the scratch has room for it once */
			continue;
		}
		size_t first = column == 0 ? start : ends[column - 1] + 1u;
		fields[i] = rows_field(data, first, column + 1 == width ? stop : ends[column], set);
	}
	set->widths[set->row_count] = (uint32_t)width;
	set->starts[set->row_count] = (uint32_t)start;
	set->ends[set->row_count++] = (uint32_t)stop;
	return true;
}

/*
 * Writes the places of the bits in fours, some of them past the last bit: a branch for each would
 * be foretold badly (Langdale & Lemire 2019). `ends` has room for 64.
 */
static inline __attribute__((always_inline)) void rows_put_ends(
	uint64_t bits, size_t at, uint32_t *ends)
{
	while (bits) {
		for (int i = 0; i < 4; i++) {
			/* No bit left: any place will do. */
			ends[i] =
				(uint32_t)at + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
			bits &= bits - 1;
		}
		ends += 4;
	}
}

/* Where the split is: the row that it is in, and the ends of its fields so far. */
struct split {
	const char *data;
	const struct row_shape *shape;
	struct row_set *set;
	uint32_t *ends; /* room for 64 behind the last that is wanted */
	size_t start, width, kept;
};

static inline __attribute__((always_inline)) void split_fields(
	struct split *split, uint64_t bits, size_t at)
{
	if (split->width < split->kept) {
		rows_put_ends(bits, at, split->ends + split->width);
	}
	split->width += (size_t)__builtin_popcountll(bits);
}

static inline __attribute__((always_inline)) bool split_marks(
	struct split *split, const struct row_marks *marks, size_t size)
{
	for (size_t at = 0; at < size; at += 64, marks++) {
		uint64_t known = size - at < 64 ? ((uint64_t)1 << (size - at)) - 1 : ~(uint64_t)0;
		uint64_t bits = marks->ends & known, newlines = marks->newlines & known;
		while (newlines) {
			uint64_t upto = newlines ^ (newlines - 1);
			size_t end = at + (size_t)__builtin_ctzll(newlines);
			split_fields(split, bits & upto, at);
			if (!rows_take(split->data, split->start, end, split->ends, split->width,
				    split->shape, split->set)) {
				return false;
			}
			split->start = end + 1;
			split->width = 0;
			bits &= ~upto;
			newlines &= ~upto;
		}
		split_fields(split, bits, at);
	}
	if (split->start == size) {
		return true;
	}
	/* The end of the file ends the last row. */
	if (split->width < split->kept) {
		split->ends[split->width] = (uint32_t)size;
	}
	return rows_take(split->data, split->start, size, split->ends, split->width + 1,
		split->shape, split->set);
}

static bool split_portable(struct split *split, const struct row_marks *marks, size_t size)
{
	return split_marks(split, marks, size);
}

#if defined(__x86_64__)
/* The same with the processor's instructions to find and count bits. */
ROWS_AVX2 static bool split_with_bits(
	struct split *split, const struct row_marks *marks, size_t size)
{
	return split_marks(split, marks, size);
}
#endif

bool rows_split(const char *data, size_t size, const struct row_marks *marks,
	const struct row_shape *shape, struct row_set *set)
{
	struct split split = {
		.data = data, .shape = shape, .set = set, .kept = shape->last_wanted + 1};
	split.ends = calloc(split.kept + 64, sizeof *split.ends);
	if (!split.ends || !row_set_make_scratch(set, size)) {
		free(split.ends);
		return false;
	}
	bool done;
#if defined(__x86_64__)
	done = rows_have_avx2() ? split_with_bits(&split, marks, size)
				: split_portable(&split, marks, size);
#else
	done = split_portable(&split, marks, size);
#endif
	free(split.ends);
	return done;
}

/* ---- Byte by byte ------------------------------------------------------------------------- */

enum careful_state { CAREFUL_START, CAREFUL_PLAIN, CAREFUL_QUOTED, CAREFUL_QUOTE };

/* Python's csv, Modules/_csv.c, not strict: the next state, outside of row ends. */
static enum careful_state careful_next(enum careful_state state, char c, char separator)
{
	switch (state) {
	case CAREFUL_START:
		return c == '"' ? CAREFUL_QUOTED : c == separator ? CAREFUL_START : CAREFUL_PLAIN;
	case CAREFUL_PLAIN:
		return c == separator ? CAREFUL_START : CAREFUL_PLAIN;
	case CAREFUL_QUOTED:
		return c == '"' ? CAREFUL_QUOTE : CAREFUL_QUOTED;
	case CAREFUL_QUOTE:
	default:
		return c == '"' ? CAREFUL_QUOTED : c == separator ? CAREFUL_START : CAREFUL_PLAIN;
	}
}

static bool careful_is_row_end(enum careful_state state, char c)
{
	return state != CAREFUL_QUOTED && (c == '\n' || c == '\r');
}

void rows_scan_careful(const char *data, size_t size, char separator, struct row_scan *scan)
{
	*scan = (struct row_scan){.regular = true, .ascii = true};
	enum careful_state state = CAREFUL_START;
	uint64_t lines = 0, rows = 0;
	for (size_t i = 0; i < size; i++) {
		char c = data[i];
		scan->ascii &= (unsigned char)c < 0x80;
		bool pair = c == '\r' && i + 1 < size && data[i + 1] == '\n';
		if (careful_is_row_end(state, c)) {
			if (c == '\r' && i + 1 == size) {
				break; /* its \n may follow */
			}
			rows += i > scan->end;
			i += pair;
			lines++;
			scan->end = i + 1;
			scan->lines = lines;
			state = CAREFUL_START;
			continue;
		}
		lines += c == '\n' || (c == '\r' && !pair);
		if (state == CAREFUL_START && c == '"') {
			scan->quote_line = lines;
		}
		state = careful_next(state, c, separator);
	}
	scan->rows = rows;
	scan->open = state == CAREFUL_QUOTED;
}

/* One row from `start`: the fields' texts, rewritten in the scratch. Gives the row's end. */
static size_t careful_row(const char *data, size_t start, size_t size, char separator, size_t kept,
	struct mizan_slice *texts, size_t *width, struct row_set *set)
{
	enum careful_state state = CAREFUL_START;
	char *first = set->scratch + set->scratch_used, *out = first;
	size_t i = start;
	*width = 0;
	for (; i < size && !careful_is_row_end(state, data[i]); i++) {
		enum careful_state next = careful_next(state, data[i], separator);
		if (next == CAREFUL_START) {
			if (*width < kept) {
				texts[*width] = (struct mizan_slice){first, (size_t)(out - first)};
			}
			++*width;
			first = out;
		} else if (!(state == CAREFUL_START && next == CAREFUL_QUOTED) &&
			   next != CAREFUL_QUOTE) {
			*out++ = data[i];
		}
		state = next;
	}
	if (*width < kept) {
		texts[*width] = (struct mizan_slice){first, (size_t)(out - first)};
	}
	++*width;
	set->scratch_used = (size_t)(out - set->scratch);
	return i;
}

bool rows_split_careful(
	const char *data, size_t size, const struct row_shape *shape, struct row_set *set)
{
	size_t kept = shape->last_wanted + 1;
	struct mizan_slice *texts = calloc(kept, sizeof *texts);
	if (!texts || !row_set_make_scratch(set, size)) {
		free(texts);
		return false;
	}
	for (size_t start = 0; start < size;) {
		size_t width;
		size_t end =
			careful_row(data, start, size, shape->separator, kept, texts, &width, set);
		if (end > start) {
			if (!row_set_grow(set, shape->wanted_count)) {
				free(texts);
				return false;
			}
			struct mizan_slice *fields =
				set->fields + set->row_count * shape->wanted_count;
			for (size_t i = 0; i < shape->wanted_count; i++) {
				fields[i] = shape->wanted[i] < width ? texts[shape->wanted[i]]
								     : (struct mizan_slice){"", 0};
			}
			set->widths[set->row_count] = (uint32_t)width;
			set->starts[set->row_count] = (uint32_t)start;
			set->ends[set->row_count++] = (uint32_t)end;
		}
		start = end +
			(end + 1 < size && data[end] == '\r' && data[end + 1] == '\n' ? 2 : 1);
	}
	free(texts);
	return true;
}

size_t rows_first(const char *data, size_t size, char separator, bool *open)
{
	enum careful_state state = CAREFUL_START;
	size_t i = 0;
	for (; i < size && !careful_is_row_end(state, data[i]); i++) {
		state = careful_next(state, data[i], separator);
	}
	*open = state == CAREFUL_QUOTED;
	return i;
}

uint64_t rows_count_lines(const char *data, size_t size)
{
	/* Without branches, for the compiler's vectors. */
	uint64_t lines = 0, alone = 0;
	for (size_t i = 0; i < size; i++) {
		lines += data[i] == '\n';
	}
	if (size > 0 && memchr(data, '\r', size)) {
		for (size_t i = 0; i + 1 < size; i++) {
			alone += (data[i] == '\r') & (data[i + 1] != '\n');
		}
		alone += data[size - 1] == '\r';
	}
	return lines + alone;
}
