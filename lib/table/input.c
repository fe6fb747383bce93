/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of a file, of standard input, of a .gz, or of the one table in a .zip, as a stream. */
#include "reader_internal.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARCHIVE_CHUNK ((size_t)64 * 1024)

struct input {
	int file;
	char path[1024];
	uint64_t size;
	unsigned char magic[4]; /* first bytes, given out again */
	size_t magic_size, magic_at;
	struct archive *archive;
	char chunk[ARCHIVE_CHUNK]; /* what libarchive reads from */
};

static bool input_ends_with(const char *path, const char *ending)
{
	size_t size = strlen(path), length = strlen(ending);
	return size >= length && strcasecmp(path + size - length, ending) == 0;
}

bool input_is_workbook(const char *path)
{
	return input_ends_with(path, ".xlsx") || input_ends_with(path, ".ods") ||
	       input_ends_with(path, ".xls");
}

/* read(2) that goes on after a signal. */
static ssize_t input_read_file(struct input *input, char *buffer, size_t capacity)
{
	if (input->magic_at < input->magic_size) {
		size_t size = input->magic_size - input->magic_at;
		size = size < capacity ? size : capacity;
		memcpy(buffer, input->magic + input->magic_at, size);
		input->magic_at += size;
		return (ssize_t)size;
	}
	ssize_t size;
	do {
		size = read(input->file, buffer, capacity);
	} while (size < 0 && errno == EINTR);
	return size;
}

static la_ssize_t input_feed(struct archive *archive, void *context, const void **buffer)
{
	struct input *input = context;
	ssize_t size = input_read_file(input, input->chunk, sizeof input->chunk);
	*buffer = input->chunk;
	if (size < 0) {
		archive_set_error(archive, errno, "cannot read");
		return ARCHIVE_FATAL;
	}
	return size;
}

static mizan_status input_archive_error(struct input *input, struct mizan_error *error)
{
	const char *text = archive_error_string(input->archive);
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"get the file again, or unpack it yourself",
		"the compressed file cannot be read: %s", text ? text : "it is damaged");
}

static bool input_is_table_name(const char *name)
{
	const char *base = strrchr(name, '/');
	base = base ? base + 1 : name;
	return base[0] != '.' && strncmp(name, "__MACOSX", 8) != 0 &&
	       (input_ends_with(name, ".csv") || input_ends_with(name, ".tsv") ||
		       input_ends_with(name, ".txt") || input_ends_with(name, ".tab"));
}

static mizan_status input_start_archive(struct input *input, bool zip, struct mizan_error *error)
{
	input->archive = archive_read_new();
	if (!input->archive) {
		return mizan_error_memory(error);
	}
	if (zip) {
		archive_read_support_format_zip_streamable(input->archive);
	} else {
		archive_read_support_filter_gzip(input->archive);
		archive_read_support_format_raw(input->archive);
	}
	if (archive_read_open(input->archive, input, NULL, input_feed, NULL) != ARCHIVE_OK) {
		return input_archive_error(input, error);
	}
	return MIZAN_OK;
}

/* Names all tables of a .zip; *count says how many there are. */
static mizan_status input_list_tables(
	struct input *input, struct mizan_text *names, size_t *count, struct mizan_error *error)
{
	struct archive_entry *entry;
	mizan_status status = input_start_archive(input, true, error);
	int code = ARCHIVE_OK;
	*count = 0;
	while (status == MIZAN_OK &&
		(code = archive_read_next_header(input->archive, &entry)) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(entry);
		if (name && input_is_table_name(name)) {
			mizan_text_printf(names, "%s%s", *count ? ", " : "", name);
			++*count;
		}
	}
	if (status == MIZAN_OK && code != ARCHIVE_EOF) {
		status = input_archive_error(input, error);
	}
	archive_read_free(input->archive);
	input->archive = NULL;
	return status;
}

static mizan_status input_open_zip(struct input *input, struct mizan_error *error)
{
	struct mizan_text names = {0};
	size_t count;
	if (lseek(input->file, 0, SEEK_CUR) < 0) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it to a file first",
			"a .zip cannot be read from a pipe");
	}
	mizan_status status = input_list_tables(input, &names, &count, error);
	if (status == MIZAN_OK && count != 1) {
		status = mizan_error_set(error, MIZAN_ERROR_INPUT,
			count ? "unpack it and import each" : "is it the right file?",
			count ? "the .zip holds %zu tables: %.300s"
			      : "the .zip holds no table (%zu)%s",
			count, names.data ? names.data : "");
	}
	mizan_text_release(&names);
	if (status != MIZAN_OK) {
		return status;
	}
	lseek(input->file, 0, SEEK_SET);
	input->magic_size = input->magic_at = 0;
	status = input_start_archive(input, true, error);
	struct archive_entry *entry;
	while (status == MIZAN_OK) {
		if (archive_read_next_header(input->archive, &entry) != ARCHIVE_OK) {
			return input_archive_error(input, error);
		}
		const char *name = archive_entry_pathname(entry);
		if (name && input_is_table_name(name)) {
			break;
		}
	}
	return status;
}

static mizan_status input_open_gzip(struct input *input, struct mizan_error *error)
{
	struct archive_entry *entry;
	mizan_status status = input_start_archive(input, false, error);
	if (status == MIZAN_OK && archive_read_next_header(input->archive, &entry) != ARCHIVE_OK) {
		status = input_archive_error(input, error);
	}
	return status;
}

static mizan_status input_open_file(
	struct input *input, const char *path, struct mizan_error *error)
{
	struct stat facts;
	input->file = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (input->file < 0) {
		mizan_status status =
			mizan_error_errno(error, "check the name", "cannot open the file");
		if (error && (errno == ENOENT || errno == EACCES || errno == ENOTDIR)) {
			error->status = MIZAN_ERROR_INPUT;
			return MIZAN_ERROR_INPUT;
		}
		return status;
	}
	if (fstat(input->file, &facts) == 0) {
		if (S_ISDIR(facts.st_mode)) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, "name the files in it",
				"this is a folder, not a file");
		}
		input->size = S_ISREG(facts.st_mode) ? (uint64_t)facts.st_size : 0;
	}
	while (input->magic_size < sizeof input->magic) {
		ssize_t size = read(input->file, input->magic + input->magic_size,
			sizeof input->magic - input->magic_size);
		if (size < 0 && errno == EINTR) {
			continue;
		}
		if (size < 0) {
			return mizan_error_errno(error, "", "cannot read the file");
		}
		if (size == 0) {
			break;
		}
		input->magic_size += (size_t)size;
	}
	return MIZAN_OK;
}

mizan_status input_open(const char *path, struct input **input, struct mizan_error *error)
{
	struct input *made = calloc(1, sizeof *made);
	*input = made;
	if (!made) {
		return mizan_error_memory(error);
	}
	made->file = -1;
	mizan_status status = input_open_file(made, path, error);
	if (status == MIZAN_OK && made->magic_size >= 2 && made->magic[0] == 0x1f &&
		made->magic[1] == 0x8b) {
		status = input_open_gzip(made, error);
	} else if (status == MIZAN_OK && made->magic_size == 4 &&
		   memcmp(made->magic, "PK\3\4", 4) == 0) {
		status = input_open_zip(made, error);
	}
	if (status != MIZAN_OK) {
		input_close(made);
		*input = NULL;
	}
	return status;
}

mizan_status input_read(
	struct input *input, char *buffer, size_t capacity, size_t *size, struct mizan_error *error)
{
	*size = 0;
	while (*size < capacity) {
		ssize_t got;
		if (input->archive) {
			got = archive_read_data(input->archive, buffer + *size, capacity - *size);
			if (got < 0) {
				return input_archive_error(input, error);
			}
		} else {
			got = input_read_file(input, buffer + *size, capacity - *size);
			if (got < 0) {
				return mizan_error_errno(error, "", "cannot read the file");
			}
		}
		if (got == 0) {
			break;
		}
		*size += (size_t)got;
	}
	return MIZAN_OK;
}

uint64_t input_size(const struct input *input)
{
	return input->size;
}

void input_close(struct input *input)
{
	if (input) {
		if (input->archive) {
			archive_read_free(input->archive);
		}
		if (input->file >= 0) {
			close(input->file);
		}
		free(input);
	}
}
