/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a table on their way in: parsed on all processors, batch by batch. */
#include "import_internal.h"

#include <stdlib.h>
#include <string.h>

static bool import_copy(struct mizan_arena *arena, struct mizan_slice *slice)
{
	if (slice->size == 0) {
		return true;
	}
	slice->data = mizan_arena_copy(arena, slice->data, slice->size);
	return slice->data != NULL;
}

/* Slices of an event into the arena; the country's code is constant. */
static bool import_copy_event(struct mizan_arena *arena, struct mizan_event *event)
{
	struct mizan_slice *const slices[] = {&event->source_key, &event->admin1, &event->admin2,
		&event->place, &event->tactic, &event->target, &event->side_a, &event->side_b,
		&event->dyad, &event->headline, &event->provider};
	const size_t count = sizeof slices / sizeof *slices;
	size_t size = 0;
	for (size_t i = 0; i < count; i++) {
		size += slices[i]->size;
	}
	char *to = mizan_arena_allocate(arena, size + 1, 1);
	for (size_t i = 0; i < count && to; i++) {
		if (slices[i]->size > 0) {
			memcpy(to, slices[i]->data, slices[i]->size);
			slices[i]->data = to;
			to += slices[i]->size;
		}
	}
	return to != NULL;
}

static void import_refuse(struct import_row *row, const struct source_fault *fault)
{
	row->refused = true;
	row->fault = *fault;
}

static bool import_is_width_right(const struct import_job *job, const struct mizan_batch *batch,
	size_t row, struct source_fault *fault)
{
	if (batch->widths[row] == job->plan.column_count) {
		return true;
	}
	return source_refuse(fault, SIZE_MAX, "the row has %u fields, the header has %zu",
		batch->widths[row], job->plan.column_count);
}

static bool import_parse_event(struct import_job *job, struct source_scratch *scratch,
	const struct mizan_batch *batch, size_t row, struct import_batch *result)
{
	const struct mizan_slice *fields = batch->fields + row * batch->field_count;
	struct mizan_event *event = &result->rows[row].event;
	struct source_fault fault;
	scratch->json.size = 0;
	if (!import_is_width_right(job, batch, row, &fault) ||
		!job->plan.provider->parse(
			&job->plan, fields, batch->first_row + row, event, scratch, &fault)) {
		import_refuse(&result->rows[row], &fault);
		return true;
	}
	if (scratch->json.size > 0) {
		mizan_text_append_bytes(&scratch->json, "}", 1);
		event->provider = (struct mizan_slice){scratch->json.data, scratch->json.size};
	}
	return !scratch->json.failed && import_copy_event(&result->arena, event);
}

static bool import_copy_facts(struct import_job *job, const struct mizan_batch *batch, size_t row,
	struct import_batch *result)
{
	struct source_fault fault;
	if (!import_is_width_right(job, batch, row, &fault)) {
		import_refuse(&result->rows[row], &fault);
		return true;
	}
	struct mizan_slice *fields =
		mizan_arena_allocate(&result->arena, batch->field_count + 1, sizeof *fields);
	if (!fields) {
		return false;
	}
	memcpy(fields, batch->fields + row * batch->field_count,
		batch->field_count * sizeof *fields);
	result->rows[row].fields = fields;
	for (size_t i = 0; i < batch->field_count; i++) {
		if (!import_copy(&result->arena, &fields[i])) {
			return false;
		}
	}
	return true;
}

void import_discard(void *context, void *result)
{
	(void)context;
	struct import_batch *batch = result;
	if (batch) {
		mizan_arena_release(&batch->arena);
		free(batch);
	}
}

mizan_status import_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **out, struct mizan_error *error)
{
	struct import_job *job = context;
	struct import_batch *result = calloc(1, sizeof *result);
	*out = result;
	if (!result) {
		return mizan_error_memory(error);
	}
	result->count = batch->row_count;
	result->rows =
		mizan_arena_allocate(&result->arena, batch->row_count + 1, sizeof *result->rows);
	size_t *lines = mizan_arena_allocate(&result->arena, batch->row_count + 1, sizeof *lines);
	bool done = result->rows && lines;
	if (done) {
		mizan_batch_lines(batch, lines);
	}
	for (size_t row = 0; row < batch->row_count && done; row++) {
		result->rows[row].line = lines[row];
		result->rows[row].raw = mizan_batch_raw(batch, row);
		done = import_copy(&result->arena, &result->rows[row].raw) &&
		       (job->plan.provider->parse ? import_parse_event(job, &job->scratch[worker],
							    batch, row, result)
						  : import_copy_facts(job, batch, row, result));
	}
	if (done) {
		return MIZAN_OK;
	}
	import_discard(NULL, result);
	*out = NULL;
	return mizan_error_memory(error);
}
