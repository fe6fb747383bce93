/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of events: read, or refused with a reason; never more. */
#include <math.h>
#include <mizan/source.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static mizan_status fuzz_begin(void *context, unsigned workers, const struct mizan_release *release,
	struct mizan_error *error)
{
	(void)context;
	(void)error;
	if (workers < 1 || !release->version || !release->source) {
		abort();
	}
	return MIZAN_OK;
}

/* Every byte is looked at, and what an event promises is held. */
static mizan_status fuzz_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	const struct mizan_slice slices[] = {event->source_key, event->country, event->admin1,
		event->admin2, event->place, event->side_a, event->side_b, event->dyad,
		event->headline, event->provider};
	unsigned *sum = context;
	(void)worker;
	(void)error;
	for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
		for (size_t k = 0; k < slices[i].size; k++) {
			*sum += (unsigned char)slices[i].data[k];
		}
	}
	if (event->date_end < event->date_start || event->source_key.size == 0 ||
		event->violence >= MIZAN_VIOLENCE_COUNT || fabs(event->latitude) > 90 ||
		fabs(event->longitude) > 180 ||
		(event->deaths_best < 0 && event->deaths_best != MIZAN_UNKNOWN)) {
		abort();
	}
	return MIZAN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	unsigned sum = 0;
	uint64_t refused;
	struct mizan_error first = {0}, error = {0};
	int file = memfd_create("ged", 0);
	if (file < 0 || write(file, data, size) != (ssize_t)size) {
		abort();
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	struct mizan_import_options options = {
		.coverage = -1, .version_of_data = "24.0.1", .accept_refused = true};
	options.reader.threads = 1;
	struct mizan_event_reader reader = {&sum, fuzz_begin, fuzz_each};
	mizan_status status = mizan_source_read(
		path, &options, MIZAN_PART_ALL, &reader, &refused, &first, NULL, &error);
	if (status != MIZAN_OK && error.what[0] == '\0') {
		abort();
	}
	if (refused > 0 && status == MIZAN_OK && (first.what[0] == '\0' || first.line == 0)) {
		abort();
	}
	close(file);
	return 0;
}
