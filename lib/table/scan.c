/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over all rows on several threads. Whoever is free takes the lock and with it the turn:
 * reads the next piece behind what the last one left over, and finds where its last row ends. What
 * is slow, splitting and the caller's work, happens outside the lock.
 */
#include "reader_internal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES ((size_t)256 * 1024)
#define PADDING 64
/* Results that may wait for an earlier one: more than there are workers, or all would wait. */
#define RING (2 * READER_THREADS_MAX)

struct scan_result {
	bool ready;
	void *value;
};

struct scan_job {
	struct mizan_reader *reader;
	const struct mizan_scan *scan;
	const struct mizan_watch *watch;
	struct row_shape shape;
	size_t *same; /* the shape's */
	unsigned workers;

	pthread_mutex_t turn; /* over the input: */
	char *carry;
	size_t carry_size, carry_capacity;
	uint64_t lines, rows, bytes;
	_Atomic uint64_t next; /* number of the next piece; read outside the lock too */
	bool ended;

	pthread_mutex_t lock; /* over the results: */
	pthread_cond_t changed;
	struct scan_result ring[RING];
	uint64_t delivered,
		finished; /* pieces given out; number of pieces, UINT64_MAX: not known */
	_Atomic bool stop;
	uint64_t error_piece;
	struct mizan_error error;
	mizan_status status;
};

/* One worker's memory, and the piece that it works on. */
struct scan_piece {
	char *data, *raw;
	struct row_marks *marks;
	size_t capacity, raw_capacity, mark_capacity, size;
	uint64_t number, first_line, first_row;
	bool regular, ascii, last;
	bool cut; /* the last row has no line end */
	struct row_set rows;
};

/* ---- The turn: reading and cutting -------------------------------------------------------- */

/* Moves up to `capacity` bytes of what was read when opening behind the piece. Gives how many. */
static size_t scan_take_head(struct mizan_reader *reader, struct scan_piece *piece, size_t capacity)
{
	size_t size = reader->rest_size < capacity ? reader->rest_size : capacity;
	memcpy(piece->data + piece->size, reader->rest, size);
	reader->rest += size;
	reader->rest_size -= size;
	piece->size += size;
	return size;
}

/* Reads up to `capacity` bytes behind the piece, as UTF-8; *got is less at the end only. */
static mizan_status scan_read(struct scan_job *job, struct scan_piece *piece, size_t capacity,
	size_t *got, struct mizan_error *error)
{
	struct mizan_reader *reader = job->reader;
	bool convert = reader->facts.encoding == MIZAN_WINDOWS_1252;
	size_t room = piece->size + capacity * (convert ? 3 : 1) + PADDING;
	if (!mizan_grow(&piece->data, &piece->capacity, room, 1) ||
		(convert && !mizan_grow(&piece->raw, &piece->raw_capacity, capacity, 1))) {
		return mizan_error_memory(error);
	}
	*got = scan_take_head(reader, piece, capacity);
	capacity -= *got;
	if (capacity == 0) {
		return MIZAN_OK;
	}
	char *to = convert ? piece->raw : piece->data + piece->size;
	size_t size;
	mizan_status status = input_read(reader->input, to, capacity, &size, error);
	if (status != MIZAN_OK) {
		return status;
	}
	job->bytes += size;
	if (job->scan->hash) {
		mizan_sha256_update(&reader->hash, to, size);
	}
	*got += size;
	piece->size +=
		convert ? encoding_from_windows_1252(piece->raw, size, piece->data + piece->size)
			: size;
	return MIZAN_OK;
}

static bool scan_cut(const struct scan_job *job, struct scan_piece *piece, struct row_scan *cut)
{
	if (!mizan_grow(&piece->marks, &piece->mark_capacity, piece->size / 64 + 1,
		    sizeof *piece->marks)) {
		return false;
	}
	rows_scan(piece->data, piece->size, job->shape.separator, cut, piece->marks);
	if (!cut->regular) {
		bool ascii = cut->ascii;
		rows_scan_careful(piece->data, piece->size, job->shape.separator, cut);
		cut->regular = false;
		cut->ascii = ascii;
	}
	return true;
}

static mizan_status scan_open_quote(const struct scan_job *job, const struct scan_piece *piece,
	bool too_long, struct mizan_error *error)
{
	struct row_scan cut;
	rows_scan_careful(piece->data, piece->size, job->shape.separator, &cut);
	mizan_error_at(error, job->reader->facts.path,
		(size_t)(job->lines + 1 + (cut.open ? cut.quote_line : cut.lines)), 0);
	if (cut.open) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"the file may be cut: get it again, or close the quote",
			too_long
				? "a quote that opens here is not closed: a row is longer than "
				  "16 MiB"
				: "a quote that opens here is never closed: the file ends inside a "
				  "row");
	}
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it a table?",
		too_long ? "a row is longer than 16 MiB" : "the file ends inside a row");
}

/* Reads until there is at least one whole row, or the end. */
static mizan_status scan_fill(struct scan_job *job, struct scan_piece *piece, struct row_scan *cut,
	struct mizan_error *error)
{
	size_t wanted = PIECE_BYTES;
	if (!mizan_grow(&piece->data, &piece->capacity, job->carry_size + PADDING, 1)) {
		return mizan_error_memory(error);
	}
	memcpy(piece->data, job->carry, job->carry_size);
	piece->size = job->carry_size;
	for (;; wanted *= 2) {
		size_t got = 0;
		mizan_status status = scan_read(job, piece, wanted, &got, error);
		if (status != MIZAN_OK) {
			return status;
		}
		piece->last = got < wanted;
		if (!scan_cut(job, piece, cut)) {
			return mizan_error_memory(error);
		}
		if (piece->last) {
			if (cut->open) {
				return scan_open_quote(job, piece, false, error);
			}
			/* A \r at the very end is a line end too. */
			piece->cut = cut->end < piece->size && piece->data[piece->size - 1] != '\r';
			cut->end = piece->size;
			return MIZAN_OK;
		}
		if (cut->end > 0) {
			return MIZAN_OK;
		}
		if (piece->size > READER_ROW_MAX) {
			return scan_open_quote(job, piece, true, error);
		}
	}
}

/* Takes the next piece under the turn. *size is 0 when there is none. */
static mizan_status scan_take(
	struct scan_job *job, struct scan_piece *piece, struct mizan_error *error)
{
	struct row_scan cut;
	piece->cut = false;
	mizan_status status = scan_fill(job, piece, &cut, error);
	piece->number = job->next;
	if (status != MIZAN_OK) {
		return status;
	}
	size_t left = piece->size - cut.end;
	if (!mizan_grow(&job->carry, &job->carry_capacity, left + 1, 1)) {
		return mizan_error_memory(error);
	}
	memcpy(job->carry, piece->data + cut.end, left);
	job->carry_size = left;
	piece->size = cut.end;
	piece->first_line = job->lines;
	piece->first_row = job->rows;
	piece->regular = cut.regular;
	piece->ascii = cut.ascii;
	job->lines += cut.lines;
	job->rows += cut.rows;
	job->next++;
	job->ended = piece->last;
	if (job->watch && job->watch->progress) {
		job->watch->progress(
			job->watch->context, "reading", job->bytes, job->reader->facts.size);
	}
	return mizan_watch_check(job->watch, error);
}

/* ---- Outside the turn --------------------------------------------------------------------- */

static mizan_status scan_check_bytes(
	const struct scan_job *job, const struct scan_piece *piece, struct mizan_error *error)
{
	const char *zero = memchr(piece->data, 0, piece->size);
	size_t bad = piece->ascii || job->reader->facts.encoding == MIZAN_WINDOWS_1252
			     ? piece->size
			     : mizan_utf8_check(piece->data, piece->size);
	if (!zero && bad == piece->size) {
		return MIZAN_OK;
	}
	size_t at = zero && (size_t)(zero - piece->data) < bad ? (size_t)(zero - piece->data) : bad;
	mizan_error_at(error, job->reader->facts.path,
		(size_t)(piece->first_line + 1 + rows_count_lines(piece->data, at)), 0);
	if (at != bad) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is the file damaged?",
			"this line has a byte of zero");
	}
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "try again with --encoding windows-1252",
		"this line is not UTF-8, as the lines before it are");
}

/* A row that the end of the file cut: fewer fields, and no line end. */
static mizan_status scan_check_cut(
	const struct scan_job *job, const struct scan_piece *piece, struct mizan_error *error)
{
	const struct row_set *rows = &piece->rows;
	size_t last = rows->row_count - 1;
	if (!piece->cut || rows->row_count == 0 ||
		rows->widths[last] >= job->reader->facts.column_count) {
		return MIZAN_OK;
	}
	mizan_error_at(error, job->reader->facts.path,
		(size_t)(piece->first_line + 1 + rows_count_lines(piece->data, rows->starts[last])),
		rows->widths[last]);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "the file may be cut: get it again",
		"the file ends inside a row, after %u of %zu fields", rows->widths[last],
		job->reader->facts.column_count);
}

/* A row may have grown beyond the limit before its end was found. */
static mizan_status scan_check_length(
	const struct scan_job *job, const struct scan_piece *piece, struct mizan_error *error)
{
	const struct row_set *rows = &piece->rows;
	for (size_t i = 0; piece->size > READER_ROW_MAX && i < rows->row_count; i++) {
		if (rows->ends[i] - rows->starts[i] > READER_ROW_MAX) {
			mizan_error_at(error, job->reader->facts.path,
				(size_t)(piece->first_line + 1 +
					 rows_count_lines(piece->data, rows->starts[i])),
				0);
			return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it a table?",
				"a row is longer than 16 MiB");
		}
	}
	return MIZAN_OK;
}

static mizan_status scan_work(struct scan_job *job, unsigned worker, struct scan_piece *piece,
	void **value, struct mizan_error *error)
{
	mizan_status status = scan_check_bytes(job, piece, error);
	if (status != MIZAN_OK) {
		return status;
	}
	bool done = piece->regular ? rows_split(piece->data, piece->size, piece->marks, &job->shape,
					     &piece->rows)
				   : rows_split_careful(
					     piece->data, piece->size, &job->shape, &piece->rows);
	if (!done) {
		return mizan_error_memory(error);
	}
	status = scan_check_length(job, piece, error);
	if (status == MIZAN_OK) {
		status = scan_check_cut(job, piece, error);
	}
	if (status != MIZAN_OK || piece->rows.row_count == 0) {
		return status;
	}
	struct batch_place place = {
		.data = piece->data, .rows = &piece->rows, .first_line = piece->first_line};
	struct mizan_batch batch = {.row_count = piece->rows.row_count,
		.field_count = job->shape.wanted_count,
		.fields = piece->rows.fields,
		.widths = piece->rows.widths,
		.first_row = piece->first_row,
		.reader = job->reader,
		.internal = &place};
	return job->scan->process(job->scan->context, worker, &batch, value, error);
}

/* ---- Results in order --------------------------------------------------------------------- */

static void scan_fail(
	struct scan_job *job, uint64_t piece, mizan_status status, const struct mizan_error *error)
{
	pthread_mutex_lock(&job->lock);
	if (job->status == MIZAN_OK || piece < job->error_piece) {
		job->status = status;
		job->error_piece = piece;
		job->error = *error;
	}
	job->stop = true;
	pthread_cond_broadcast(&job->changed);
	pthread_mutex_unlock(&job->lock);
}

static void scan_post(struct scan_job *job, uint64_t piece, void *value)
{
	pthread_mutex_lock(&job->lock);
	job->ring[piece % RING] = (struct scan_result){true, value};
	pthread_cond_broadcast(&job->changed);
	pthread_mutex_unlock(&job->lock);
}

/* Delivers what is ready, in order. Only the calling thread does. False: the scan stops. */
static bool scan_deliver_ready(struct scan_job *job)
{
	pthread_mutex_lock(&job->lock);
	while (!job->stop && job->ring[job->delivered % RING].ready) {
		struct scan_result *result = &job->ring[job->delivered % RING];
		void *value = result->value;
		*result = (struct scan_result){0};
		pthread_mutex_unlock(&job->lock);
		struct mizan_error error = {0};
		mizan_status status = MIZAN_OK;
		if (value) {
			status = job->scan->deliver(job->scan->context, value, &error);
		}
		if (status != MIZAN_OK) {
			scan_fail(job, job->delivered, status, &error);
		}
		pthread_mutex_lock(&job->lock);
		job->delivered++;
		pthread_cond_broadcast(&job->changed);
	}
	bool go_on = !job->stop;
	pthread_mutex_unlock(&job->lock);
	return go_on;
}

/* A few pieces for each worker keep all busy; more of them only take memory. */
static uint64_t scan_ahead(const struct scan_job *job)
{
	uint64_t ahead = 4 * (uint64_t)job->workers + 4;
	return ahead < RING ? ahead : RING;
}

/* Waits until a further piece has its place in the ring. The calling thread delivers instead. */
static bool scan_wait_for_room(struct scan_job *job, bool caller)
{
	for (;;) {
		if (caller && !scan_deliver_ready(job)) {
			return false;
		}
		pthread_mutex_lock(&job->lock);
		/* Each worker may take one piece more at the same time. */
		bool room = job->next + job->workers < job->delivered + scan_ahead(job);
		bool ready = caller && job->ring[job->delivered % RING].ready;
		if (!room && !ready && !job->stop) {
			pthread_cond_wait(&job->changed, &job->lock);
		}
		bool stop = job->stop;
		pthread_mutex_unlock(&job->lock);
		if (stop || (room && !ready)) {
			return !stop;
		}
	}
}

/* Takes and works one piece. False: there is none, or the scan stops. */
static bool scan_step(struct scan_job *job, unsigned worker, struct scan_piece *piece)
{
	struct mizan_error error = {0};
	void *value = NULL;
	pthread_mutex_lock(&job->turn);
	if (job->ended || job->stop) {
		pthread_mutex_unlock(&job->turn);
		return false;
	}
	mizan_status status = scan_take(job, piece, &error);
	if (status == MIZAN_ERROR_INPUT || status == MIZAN_ERROR_SYSTEM) {
		mizan_error_at(&error, job->reader->facts.path, error.line, error.column);
	}
	job->ended |= status != MIZAN_OK;
	if (job->ended) {
		pthread_mutex_lock(&job->lock);
		job->finished = job->next;
		pthread_mutex_unlock(&job->lock);
	}
	pthread_mutex_unlock(&job->turn);
	if (status == MIZAN_OK) {
		status = scan_work(job, worker, piece, &value, &error);
	}
	if (status == MIZAN_OK && job->scan->deliver) {
		scan_post(job, piece->number, value);
	} else if (value && job->scan->discard) {
		job->scan->discard(job->scan->context, value);
	}
	if (status != MIZAN_OK) {
		scan_fail(job, piece->number, status, &error);
	}
	return status == MIZAN_OK;
}

/* The calling thread waits for the others' last pieces. */
static void scan_deliver_rest(struct scan_job *job)
{
	while (scan_deliver_ready(job)) {
		pthread_mutex_lock(&job->lock);
		bool done = job->delivered >= job->finished;
		if (!done && !job->stop && !job->ring[job->delivered % RING].ready) {
			pthread_cond_wait(&job->changed, &job->lock);
		}
		pthread_mutex_unlock(&job->lock);
		if (done) {
			return;
		}
	}
}

static void scan_worker(void *context, unsigned worker)
{
	struct scan_job *job = context;
	struct scan_piece piece = {0};
	bool caller = worker + 1 == job->workers;
	bool ordered = job->scan->deliver != NULL;
	while ((!ordered || scan_wait_for_room(job, caller)) && scan_step(job, worker, &piece)) {
	}
	row_set_release(&piece.rows);
	free(piece.data);
	free(piece.raw);
	free(piece.marks);
	if (ordered && caller) {
		scan_deliver_rest(job);
	}
}

/* ---- The scan ----------------------------------------------------------------------------- */

/* Finds columns that are wanted more than once. */
static bool scan_find_same(struct scan_job *job)
{
	const struct mizan_scan *scan = job->scan;
	size_t *places = calloc(job->shape.last_wanted + 1, sizeof *places);
	job->same = calloc(scan->wanted_count + 1, sizeof *job->same);
	for (size_t i = 0; places && job->same && i < scan->wanted_count; i++) {
		job->same[i] = i;
		if (scan->wanted[i] == SIZE_MAX) {
			continue;
		}
		size_t *place = &places[scan->wanted[i]]; /* from 1; 0: not wanted yet */
		if (*place > 0) {
			job->same[i] = *place - 1;
			job->shape.same = job->same;
		} else {
			*place = i + 1;
		}
	}
	free(places);
	return places && job->same;
}

static mizan_status scan_prepare(struct scan_job *job, struct mizan_error *error)
{
	struct mizan_reader *reader = job->reader;
	const struct mizan_scan *scan = job->scan;
	job->shape = (struct row_shape){.separator = reader->facts.separator,
		.column_count = reader->facts.column_count,
		.wanted = scan->wanted,
		.wanted_count = scan->wanted_count};
	for (size_t i = 0; i < scan->wanted_count; i++) {
		if (scan->wanted[i] != SIZE_MAX && scan->wanted[i] > job->shape.last_wanted) {
			job->shape.last_wanted = scan->wanted[i];
		}
	}
	if (!scan_find_same(job) || !mizan_grow(&job->carry, &job->carry_capacity, 1, 1)) {
		return mizan_error_memory(error);
	}
	job->lines = reader->head_lines;
	job->bytes = reader->raw_head_size;
	if (scan->hash) {
		mizan_sha256_init(&reader->hash);
		mizan_sha256_update(&reader->hash, reader->raw_head, reader->raw_head_size);
	}
	return MIZAN_OK;
}

static mizan_status scan_run(struct scan_job *job, struct mizan_error *error)
{
	mizan_status status = scan_prepare(job, error);
	if (status == MIZAN_OK) {
		mizan_tasks_run(job->workers, scan_worker, job);
		status = job->status;
		if (status != MIZAN_OK && error) {
			*error = job->error;
		}
	}
	for (int i = 0; i < RING; i++) {
		if (job->ring[i].ready && job->ring[i].value && job->scan->discard) {
			job->scan->discard(job->scan->context, job->ring[i].value);
		}
	}
	if (status == MIZAN_OK && job->scan->hash) {
		mizan_sha256_finish(&job->reader->hash, job->reader->sha256);
		job->reader->facts.sha256 = job->reader->sha256;
	}
	free(job->carry);
	free(job->same);
	return status;
}

mizan_status mizan_reader_scan(struct mizan_reader *reader, const struct mizan_scan *scan,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	if (reader->scanned) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, "open it again", "a reader can be scanned once");
	}
	reader->scanned = true;
	if (reader->workbook) {
		return reader_workbook_scan(reader, scan, watch, error);
	}
	struct scan_job job = {.reader = reader,
		.scan = scan,
		.watch = watch,
		.workers = reader->threads,
		.finished = UINT64_MAX};
	pthread_mutex_init(&job.turn, NULL);
	pthread_mutex_init(&job.lock, NULL);
	pthread_cond_init(&job.changed, NULL);
	mizan_status status = scan_run(&job, error);
	pthread_cond_destroy(&job.changed);
	pthread_mutex_destroy(&job.lock);
	pthread_mutex_destroy(&job.turn);
	return status;
}

/* ---- Batches ------------------------------------------------------------------------------ */

size_t mizan_batch_line(const struct mizan_batch *batch, size_t row)
{
	const struct batch_place *place = batch->internal;
	if (!place->data) {
		return place->sheet_rows[row];
	}
	return (size_t)(place->first_line + 1 +
			rows_count_lines(place->data, place->rows->starts[row]));
}

void mizan_batch_lines(const struct mizan_batch *batch, size_t *lines)
{
	const struct batch_place *place = batch->internal;
	uint64_t line = place->first_line + 1;
	size_t at = 0;
	for (size_t row = 0; row < batch->row_count; row++) {
		if (place->data) {
			size_t start = place->rows->starts[row];
			line += rows_count_lines(place->data + at, start - at);
			at = start;
		}
		lines[row] = place->data ? (size_t)line : place->sheet_rows[row];
	}
}

struct mizan_slice mizan_batch_raw(const struct mizan_batch *batch, size_t row)
{
	const struct batch_place *place = batch->internal;
	if (!place->data) {
		return place->raw[row];
	}
	size_t start = place->rows->starts[row];
	return (struct mizan_slice){place->data + start, place->rows->ends[row] - start};
}
