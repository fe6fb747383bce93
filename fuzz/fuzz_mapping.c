/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a mapping: read, or refused with a place and a reason. */
#include <mizan/source.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sheet[] = "Nr,From,To,Village,Lat,Lon,Killed,Attacker,Attacked,Type,Land\n"
			    "1,2024-07-15,2024-07-16,Bannu,32.99,70.6,8,TTP,Army,State,PAK\n"
			    "2,15/07/2024,,,,,,,,Civilians,Pakistan\n"
			    "3,07/15/2024,16.07.2024,x,91,,-1,,,,\n";

static mizan_status fuzz_begin(void *context, unsigned workers, const struct mizan_release *release,
	struct mizan_error *error)
{
	(void)workers;
	(void)error;
	*(size_t *)context += strlen(release->source);
	return MIZAN_OK;
}

static mizan_status fuzz_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	(void)worker;
	(void)error;
	*(size_t *)context += event->source_key.size + event->provider.size;
	if (event->date_end < event->date_start || event->source_key.size == 0) {
		abort();
	}
	return MIZAN_OK;
}

static int fuzz_file(const void *data, size_t size, char path[64])
{
	int file = memfd_create("fuzz", 0);
	if (file < 0 || write(file, data, size) != (ssize_t)size) {
		abort();
	}
	snprintf(path, 64, "/proc/self/fd/%d", file);
	return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char map[64], table[64];
	size_t sum = 0;
	uint64_t refused;
	struct mizan_error error = {0};
	int map_file = fuzz_file(data, size, map);
	int table_file = fuzz_file(sheet, sizeof sheet - 1, table);
	struct mizan_import_options options = {.coverage = -1, .map = map, .accept_refused = true};
	options.reader.threads = 1;
	struct mizan_event_reader reader = {&sum, fuzz_begin, fuzz_each};
	mizan_status status = mizan_source_read(
		table, &options, MIZAN_PART_ALL, &reader, &refused, NULL, NULL, &error);
	if (status != MIZAN_OK && (error.what[0] == '\0' || error.file[0] == '\0')) {
		abort();
	}
	close(map_file);
	close(table_file);
	return 0;
}
