/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes of a file, of standard input, of a .gz, or of the one table in a .zip, as a stream. A .gz
 * goes through zlib, which checks its CRC and its end; libarchive 3.6 does not.
 */
#include "reader_internal.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define INPUT_CHUNK ((size_t)64 * 1024)

struct input {
	int file;
	bool regular; /* not a pipe: reading it ends by itself */
	const struct mizan_watch *watch;
	uint64_t size;
	unsigned char magic[4]; /* first bytes, given out again */
	size_t magic_size, magic_at;
	struct archive *archive;
	z_stream gzip;
	bool is_gzip, gzip_ended;
	char chunk[INPUT_CHUNK]; /* what zlib reads from */
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

#define INPUT_WAIT_MS 100

/* A pipe may stay silent for ever: it is waited for in turns, and the watch is asked between. */
static ssize_t input_read_some(struct input *input, char *buffer, size_t capacity)
{
	struct mizan_error none = {0};
	for (;;) {
		struct pollfd end = {input->file, POLLIN, 0};
		int ready = input->regular ? 1 : poll(&end, 1, INPUT_WAIT_MS);
		if (ready > 0) {
			ssize_t size = read(input->file, buffer, capacity);
			if (size >= 0 || errno != EINTR) {
				return size;
			}
		} else if (ready < 0 && errno != EINTR) {
			return -1;
		}
		if (mizan_watch_check(input->watch, &none) != MIZAN_OK) {
			errno = ECANCELED;
			return -1;
		}
	}
}

static mizan_status input_error(const struct input *input, struct mizan_error *error)
{
	mizan_status status =
		errno == ECANCELED ? mizan_watch_check(input->watch, error) : MIZAN_OK;
	return status == MIZAN_OK ? mizan_error_errno(error, "", "cannot read the file") : status;
}

static ssize_t input_read_file(struct input *input, char *buffer, size_t capacity)
{
	if (input->magic_at < input->magic_size) {
		size_t size = input->magic_size - input->magic_at;
		size = size < capacity ? size : capacity;
		memcpy(buffer, input->magic + input->magic_at, size);
		input->magic_at += size;
		return (ssize_t)size;
	}
	return input_read_some(input, buffer, capacity);
}

static mizan_status input_packed_error(const char *text, struct mizan_error *error)
{
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"get the file again, or unpack it yourself",
		"the compressed file cannot be read: %s", text ? text : "it is damaged");
}

static mizan_status input_archive_error(struct input *input, struct mizan_error *error)
{
	return input_packed_error(archive_error_string(input->archive), error);
}

static bool input_is_table_name(const char *name)
{
	const char *base = strrchr(name, '/');
	base = base ? base + 1 : name;
	return base[0] != '.' && strncmp(name, "__MACOSX", 8) != 0 &&
	       (input_ends_with(name, ".csv") || input_ends_with(name, ".tsv") ||
		       input_ends_with(name, ".txt") || input_ends_with(name, ".tab"));
}

/* From its start, by the directory at its end: entries may be stored without their size before. */
static mizan_status input_start_zip(struct input *input, struct mizan_error *error)
{
	input->archive = archive_read_new();
	if (!input->archive) {
		return mizan_error_memory(error);
	}
	archive_read_support_format_zip_seekable(input->archive);
	if (lseek(input->file, 0, SEEK_SET) < 0 ||
		archive_read_open_fd(input->archive, input->file, INPUT_CHUNK) != ARCHIVE_OK) {
		return input_archive_error(input, error);
	}
	return MIZAN_OK;
}

/* Names all tables of a .zip; *count says how many there are. */
static mizan_status input_list_tables(
	struct input *input, struct mizan_text *names, size_t *count, struct mizan_error *error)
{
	struct archive_entry *entry;
	mizan_status status = input_start_zip(input, error);
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
		status = count ? mizan_error_set(error, MIZAN_ERROR_INPUT,
					 "unpack it and import each",
					 "the .zip holds %zu tables: %.300s", count,
					 names.data ? names.data : "")
			       : mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
					 "the .zip holds no table");
	}
	mizan_text_release(&names);
	if (status != MIZAN_OK) {
		return status;
	}
	status = input_start_zip(input, error);
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

/* ---- .gz ---------------------------------------------------------------------------------- */

static mizan_status input_open_gzip(struct input *input, struct mizan_error *error)
{
	/* 16: a header and a trailer of gzip, RFC 1952. */
	input->is_gzip = inflateInit2(&input->gzip, MAX_WBITS + 16) == Z_OK;
	return input->is_gzip ? MIZAN_OK : mizan_error_memory(error);
}

/* Fills the chunk for zlib when it is used up. *ended: there is nothing more. */
static mizan_status input_feed_gzip(struct input *input, bool *ended, struct mizan_error *error)
{
	*ended = false;
	if (input->gzip.avail_in > 0) {
		return MIZAN_OK;
	}
	ssize_t size = input_read_file(input, input->chunk, sizeof input->chunk);
	if (size < 0) {
		return input_error(input, error);
	}
	input->gzip.next_in = (unsigned char *)input->chunk;
	input->gzip.avail_in = (unsigned)size;
	*ended = size == 0;
	return MIZAN_OK;
}

/* Behind the end of a member another one may begin, or zeros that pad a block. */
static mizan_status input_next_member(struct input *input, struct mizan_error *error)
{
	bool ended;
	mizan_status status;
	while ((status = input_feed_gzip(input, &ended, error)) == MIZAN_OK && !ended &&
		*input->gzip.next_in == 0) {
		input->gzip.next_in++;
		input->gzip.avail_in--;
	}
	input->gzip_ended = ended;
	if (status == MIZAN_OK && !ended && inflateReset(&input->gzip) != Z_OK) {
		status = input_packed_error(NULL, error);
	}
	return status;
}

static mizan_status input_read_gzip(
	struct input *input, char *buffer, size_t capacity, size_t *size, struct mizan_error *error)
{
	z_stream *gzip = &input->gzip;
	while (*size < capacity && !input->gzip_ended) {
		bool ended;
		mizan_status status = input_feed_gzip(input, &ended, error);
		if (status != MIZAN_OK) {
			return status;
		}
		if (ended) {
			return input_packed_error("it ends too early", error);
		}
		size_t room = capacity - *size < UINT32_MAX ? capacity - *size : UINT32_MAX;
		gzip->next_out = (unsigned char *)buffer + *size;
		gzip->avail_out = (unsigned)room;
		int code = inflate(gzip, Z_NO_FLUSH);
		*size += room - gzip->avail_out;
		if (code == Z_STREAM_END) {
			status = input_next_member(input, error);
		} else if (code != Z_OK && code != Z_BUF_ERROR) {
			status = code == Z_MEM_ERROR ? mizan_error_memory(error)
						     : input_packed_error(gzip->msg, error);
		}
		if (status != MIZAN_OK) {
			return status;
		}
	}
	return MIZAN_OK;
}

/* ---- Opening and reading ------------------------------------------------------------------ */

static mizan_status input_open_file(
	struct input *input, const char *path, struct mizan_error *error)
{
	struct stat facts;
	input->file = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (input->file < 0) {
		bool named = errno == ENOENT || errno == EACCES || errno == ENOTDIR;
		mizan_status status =
			mizan_error_errno(error, "check the name", "cannot open the file");
		if (named && error) {
			error->status = MIZAN_ERROR_INPUT;
		}
		return named ? MIZAN_ERROR_INPUT : status;
	}
	if (fstat(input->file, &facts) == 0) {
		if (S_ISDIR(facts.st_mode)) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, "name the files in it",
				"this is a folder, not a file");
		}
		input->regular = S_ISREG(facts.st_mode);
		input->size = input->regular ? (uint64_t)facts.st_size : 0;
	}
	while (input->magic_size < sizeof input->magic) {
		ssize_t size = input_read_some(input, (char *)input->magic + input->magic_size,
			sizeof input->magic - input->magic_size);
		if (size < 0) {
			return input_error(input, error);
		}
		if (size == 0) {
			break;
		}
		input->magic_size += (size_t)size;
	}
	return MIZAN_OK;
}

mizan_status input_open(const char *path, const struct mizan_watch *watch, struct input **input,
	struct mizan_error *error)
{
	struct input *made = calloc(1, sizeof *made);
	*input = made;
	if (!made) {
		return mizan_error_memory(error);
	}
	made->file = -1;
	made->watch = watch;
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
	if (input->is_gzip) {
		return input_read_gzip(input, buffer, capacity, size, error);
	}
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
				return input_error(input, error);
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
		if (input->is_gzip) {
			inflateEnd(&input->gzip);
		}
		if (input->file >= 0) {
			close(input->file);
		}
		free(input);
	}
}
