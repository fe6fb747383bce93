/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an article: its front matter, then its paragraphs one by one. */
#include "review_internal.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Files -------------------------------------------------------------------------------- */

mizan_status review_load(const char *path, const char *kind, size_t bytes_max,
	struct mizan_arena *arena, struct mizan_slice *text, struct mizan_error *error)
{
	FILE *file = fopen(path, "rb");
	struct mizan_text content = {0};
	char buffer[65536];
	mizan_error_at(error, path, 0, 0);
	if (!file) {
		bool wrong_name = errno == ENOENT || errno == ENOTDIR || errno == EISDIR;
		mizan_status status =
			mizan_error_errno(error, "check its path", "cannot open the %s", kind);
		if (wrong_name && error) {
			error->status = status = MIZAN_ERROR_INPUT;
		}
		return status;
	}
	for (size_t count;
		content.size <= bytes_max && (count = fread(buffer, 1, sizeof buffer, file)) > 0;) {
		mizan_text_append_bytes(&content, buffer, count);
	}
	bool failed = ferror(file) != 0;
	fclose(file);
	mizan_status status = mizan_text_check(&content, error);
	if (status == MIZAN_OK && failed) {
		status = mizan_error_set(
			error, MIZAN_ERROR_INPUT, "is it a folder?", "cannot read the %s", kind);
	} else if (status == MIZAN_OK && content.size > bytes_max) {
		status = mizan_error_set(error, MIZAN_ERROR_INPUT, "cut it in parts",
			"the %s is larger than %zu MB", kind, bytes_max >> 20);
	}
	if (status == MIZAN_OK) {
		text->size = content.size;
		text->data =
			mizan_arena_copy(arena, content.data ? content.data : "", content.size);
		status = text->data ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&content);
	return status;
}

mizan_status review_pandoc(const char *from, const char *to, struct mizan_slice input,
	struct mizan_text *output, struct mizan_error *error)
{
	/* What comes from elsewhere is read in the sandbox. Debian's pandoc finds its own parts of
	 * a DOCX only outside of it; what we write has no picture or markup of the article in it.
	 */
	char name[] = "pandoc", sandbox[] = "--sandbox", wrap[] = "--wrap=none",
	     whole[] = "--standalone", from_option[48], to_option[48];
	bool reads = strcmp(from, "docx") == 0;
	int code;
	snprintf(from_option, sizeof from_option, "--from=%s", from);
	snprintf(to_option, sizeof to_option, "--to=%s", to);
	char *arguments[] = {
		name, from_option, to_option, wrap, whole, reads ? sandbox : NULL, NULL};
	mizan_status status = mizan_process_run(arguments, input, output, &code, error);
	if (code == MIZAN_PROCESS_ABSENT) {
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM,
			"apt-get install pandoc; or use Markdown",
			"DOCX needs pandoc, which is not installed");
	}
	if (status == MIZAN_OK && code != 0) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "use Markdown",
			"pandoc could not turn %s into %s", from, to);
	}
	return status;
}

/* ---- Blocks ------------------------------------------------------------------------------- */

void article_append(
	struct article_reader *reader, const char *text, size_t size, size_t line, size_t column)
{
	struct article_block *block = &reader->block;
	if (!mizan_grow(&block->spans, &block->span_capacity, block->span_count + 1,
		    sizeof *block->spans)) {
		reader->failed = true;
		return;
	}
	block->spans[block->span_count++] = (struct article_span){block->text.size, line, column};
	size_t start = block->text.size;
	mizan_text_append_bytes(&block->text, text, size);
	for (size_t i = start; i < block->text.size && !block->text.failed; i++) {
		unsigned char c = (unsigned char)block->text.data[i];
		if (c < 0x20 || c == 0x7f) {
			block->text.data[i] = ' ';
		}
	}
}

void article_end_block(struct article_reader *reader)
{
	struct article_block *block = &reader->block;
	reader->failed |= block->text.failed;
	if (block->text.size > 0 && !reader->failed) {
		article_split(reader);
	}
	block->text.size = 0;
	block->span_count = 0;
	block->heading = block->item = false;
	block->level = 0;
}

/* ---- Plain text --------------------------------------------------------------------------- */

/* How long "- ", "• " or "12. " is at the start of a line; 0: no item begins here. */
static size_t plain_bullet(struct mizan_slice line)
{
	static const char *const bullets[] = {"- ", "* ", "+ ", "• ", "– ", "— "};
	for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
		size_t size = strlen(bullets[i]);
		if (line.size > size && memcmp(line.data, bullets[i], size) == 0) {
			return size;
		}
	}
	size_t digits = 0;
	while (digits < line.size && digits < 3 && line.data[digits] >= '0' &&
		line.data[digits] <= '9') {
		digits++;
	}
	bool closes = digits > 0 && digits + 1 < line.size &&
		      (line.data[digits] == '.' || line.data[digits] == ')') &&
		      line.data[digits + 1] == ' ';
	return closes ? digits + 2 : 0;
}

static void plain_line(struct article_reader *reader, size_t number)
{
	const char *start = reader->lines[number];
	const char *end = number + 1 < reader->line_count ? reader->lines[number + 1]
							  : reader->text + reader->size;
	const char *from = start;
	while (end > from && strchr(" \t\r\n", end[-1])) {
		end--;
	}
	while (from < end && (*from == ' ' || *from == '\t')) {
		from++;
	}
	if (from == end) {
		article_end_block(reader);
		return;
	}
	size_t bullet = plain_bullet((struct mizan_slice){from, (size_t)(end - from)});
	if (bullet > 0) {
		article_end_block(reader);
		reader->block.item = true;
		from += bullet;
	}
	if (reader->block.text.size > 0) {
		mizan_text_append(&reader->block.text, " ");
	}
	article_append(reader, from, (size_t)(end - from), number + 1, (size_t)(from - start) + 1);
}

static void plain_read(struct article_reader *reader)
{
	for (size_t i = reader->first_line; i < reader->line_count && !reader->failed; i++) {
		plain_line(reader, i);
	}
	article_end_block(reader);
}

/* ---- Front matter ------------------------------------------------------------------------- */

/* The line behind the closing ---, or 0 where there is no front matter. */
static size_t front_lines(const struct article_reader *reader)
{
	const char *text = reader->text;
	if (strncmp(text, "---\n", 4) != 0 && strncmp(text, "---\r\n", 5) != 0) {
		return 0;
	}
	for (size_t i = 1; i < reader->line_count; i++) {
		const char *line = reader->lines[i];
		if (strncmp(line, "---", 3) == 0 && strchr("\r\n", line[3])) {
			return i + 1;
		}
	}
	return 0;
}

static const char *front_value(const struct mizan_yaml *yaml, struct fy_node *root, const char *key)
{
	struct fy_node *node = root && fy_node_is_mapping(root)
				       ? fy_node_mapping_lookup_by_string(root, key, (size_t)-1)
				       : NULL;
	return node ? mizan_yaml_text(yaml, node) : NULL;
}

/* Takes title, author, date and language; other keys are the author's own. */
static mizan_status front_read(struct article_reader *reader, struct mizan_error *error)
{
	struct mizan_article *article = reader->article;
	reader->first_line = front_lines(reader);
	if (reader->first_line < 3) {
		return MIZAN_OK;
	}
	const char *start = reader->lines[1], *end = reader->lines[reader->first_line - 1];
	struct mizan_yaml yaml = {.path = article->path,
		.kind = "front matter",
		.help = "write key: value, one a line",
		.arena = &article->arena};
	char *text = mizan_arena_copy(&article->arena, start, (size_t)(end - start));
	if (!text) {
		return mizan_error_memory(error);
	}
	struct mizan_error problem = {0};
	mizan_status status = mizan_yaml_parse(&yaml, text, (size_t)(end - start), &problem);
	if (status == MIZAN_OK) {
		struct fy_node *root = fy_document_root(yaml.document);
		article->title = front_value(&yaml, root, "title");
		article->author = front_value(&yaml, root, "author");
		article->date = front_value(&yaml, root, "date");
		article->url = front_value(&yaml, root, "url");
		article->language = front_value(&yaml, root, "lang");
	} else if (error) {
		*error = problem;
		error->line += error->line > 0; /* the line of --- */
	}
	mizan_yaml_release(&yaml);
	return status;
}

/* ---- The whole ---------------------------------------------------------------------------- */

static void article_place(const char *text, size_t at, size_t *line, size_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at; i++) {
		bool ends = text[i] == '\n', inside = ((unsigned char)text[i] & 0xc0) == 0x80;
		*line += ends;
		*column = ends ? 1 : *column + !inside;
	}
}

static mizan_status article_check(
	const char *path, const char *text, size_t size, struct mizan_error *error)
{
	size_t line, column, at = mizan_utf8_check(text, size);
	const char *nul = size > 0 ? memchr(text, 0, at) : NULL;
	if (size > ARTICLE_BYTES) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "cut it in parts",
			"the article is larger than %zu MB", ARTICLE_BYTES >> 20);
	}
	if (nul || at < size) {
		at = nul ? (size_t)(nul - text) : at;
		article_place(text, at, &line, &column);
		mizan_error_at(error, path, line, column);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			nul ? "the article has a byte 0: is it a text?"
			    : "the article is not UTF-8");
	}
	return MIZAN_OK;
}

static bool article_list_lines(struct article_reader *reader)
{
	size_t count = 1;
	for (const char *c = reader->text; (c = strchr(c, '\n')) != NULL; c++) {
		count++;
	}
	reader->lines = mizan_arena_allocate(&reader->article->arena, count, sizeof *reader->lines);
	const char *line = reader->text;
	while (line && reader->lines) {
		const char *end = strchr(line, '\n');
		reader->lines[reader->line_count++] = line;
		line = end ? end + 1 : NULL;
	}
	return reader->lines != NULL;
}

static void article_take_title(struct mizan_article *article)
{
	for (size_t i = 0; i < article->sentence_count && !article->title; i++) {
		if (article->sentences[i].heading) {
			article->title = article->sentences[i].text;
		}
	}
}

static mizan_status article_read_blocks(
	struct article_reader *reader, bool markdown, struct mizan_error *error)
{
	struct mizan_article *article = reader->article;
	mizan_status status = article_open_breaks(reader, error);
	if (status == MIZAN_OK && markdown) {
		status = article_read_markdown(reader, error);
	} else if (status == MIZAN_OK) {
		plain_read(reader);
	}
	article_close_breaks(reader);
	mizan_text_release(&reader->block.text);
	free(reader->block.spans);
	article->sentences = mizan_arena_allocate(
		&article->arena, article->sentence_count + 1, sizeof *article->sentences);
	if (article->sentences && article->sentence_count > 0) {
		memcpy(article->sentences, reader->sentences,
			article->sentence_count * sizeof *article->sentences);
	}
	free(reader->sentences);
	if (!article->sentences) {
		article->sentence_count = 0;
		reader->failed = true;
	}
	return status == MIZAN_OK && reader->failed ? mizan_error_memory(error) : status;
}

mizan_status mizan_article_parse(const char *path, const char *text, size_t size, bool markdown,
	struct mizan_article *article, struct mizan_error *error)
{
	struct article_reader reader = {.article = article};
	*article = (struct mizan_article){0};
	mizan_status status = article_check(path, text, size, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		size -= 3;
	}
	article->path = mizan_arena_copy(&article->arena, path, strlen(path));
	reader.text = mizan_arena_copy(&article->arena, text, size);
	reader.size = size;
	if (!article->path || !reader.text || !article_list_lines(&reader)) {
		return mizan_error_memory(error);
	}
	status = front_read(&reader, error);
	if (status == MIZAN_OK) {
		status = article_read_blocks(&reader, markdown, error);
	}
	if (status == MIZAN_OK) {
		article_take_title(article);
	}
	return status;
}

/* pandoc puts a blank that does not break behind "Feb."; it is a blank like any other. */
static void plain_blanks(struct mizan_text *text)
{
	size_t kept = 0;
	for (size_t i = 0; i < text->size; i++) {
		bool blank = text->data[i] == '\xc2' && text->data[i + 1] == '\xa0';
		text->data[kept++] = blank ? ' ' : text->data[i];
		i += blank;
	}
	text->size = kept;
}

static bool ends_with(const char *path, const char *end)
{
	size_t size = strlen(path), length = strlen(end);
	return size >= length && strcasecmp(path + size - length, end) == 0;
}

mizan_status mizan_article_read(
	const char *path, struct mizan_article *article, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_slice text;
	struct mizan_text converted = {0};
	bool docx = ends_with(path, ".docx");
	*article = (struct mizan_article){0};
	mizan_status status = review_load(path, "article", ARTICLE_BYTES, &arena, &text, error);
	if (status == MIZAN_OK && docx) {
		status = review_pandoc("docx", "gfm+yaml_metadata_block", text, &converted, error);
		plain_blanks(&converted);
		text = (struct mizan_slice){converted.data ? converted.data : "", converted.size};
	}
	if (status == MIZAN_OK) {
		bool markdown = docx || ends_with(path, ".md") || ends_with(path, ".markdown");
		status = mizan_article_parse(path, text.data, text.size, markdown, article, error);
	}
	mizan_text_release(&converted);
	mizan_arena_release(&arena);
	return status;
}

void mizan_article_release(struct mizan_article *article)
{
	mizan_arena_release(&article->arena);
	*article = (struct mizan_article){0};
}
