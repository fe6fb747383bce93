/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preloaded into the command: allocations of Mizan's own code and of SQLite fail from the one
 * numbered FAIL_MALLOC_AT on, as many as FAIL_MALLOC_COUNT says (else one). With FAIL_MALLOC_TELL
 * their number is written to that file at the end. GLib, Pango, cmark and libfyaml abort, or do
 * not look, where memory is lacking: what other libraries ask for is given to them.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

struct range {
	uintptr_t start, end;
};
static struct range ranges[8];
static int range_count;
static atomic_long seen;
static long first = LONG_MAX, last = LONG_MAX;
static bool ready;

/* The program itself has no name. */
static int find_ranges(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	(void)context;
	const char *base = strrchr(info->dlpi_name, '/');
	base = base ? base + 1 : info->dlpi_name;
	if (*base && strncmp(base, "libmizan", 8) != 0 && strncmp(base, "libsqlite3", 10) != 0) {
		return 0;
	}
	for (int i = 0; i < info->dlpi_phnum && range_count < 8; i++) {
		if (info->dlpi_phdr[i].p_type == PT_LOAD && info->dlpi_phdr[i].p_flags & PF_X) {
			uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
			ranges[range_count++] =
				(struct range){start, start + info->dlpi_phdr[i].p_memsz};
		}
	}
	return 0;
}

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("FAIL_MALLOC_AT"), *count = getenv("FAIL_MALLOC_COUNT");
	dl_iterate_phdr(find_ranges, NULL);
	if (at) {
		first = atol(at);
		long more = count ? atol(count) - 1 : 0;
		last = more > LONG_MAX - first ? LONG_MAX : first + more;
	}
	ready = true;
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("FAIL_MALLOC_TELL");
	FILE *file = path ? fopen(path, "w") : NULL;
	if (file) {
		fprintf(file, "%ld\n", atomic_load(&seen));
		fclose(file);
	}
}

static bool fails(const void *caller)
{
	uintptr_t address = (uintptr_t)caller;
	for (int i = 0; ready && i < range_count; i++) {
		if (address >= ranges[i].start && address < ranges[i].end) {
			long number = atomic_fetch_add(&seen, 1) + 1;
			if (number >= first && number <= last) {
				errno = ENOMEM;
				return true;
			}
			return false;
		}
	}
	return false;
}

void *malloc(size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}
