/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options from one table: parsing, checks and --help. */
#include "command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define OPTION_COUNT_MAX 48

static void help_print_option(const struct option *option)
{
	char left[64];
	snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument ? " " : "",
		option->argument ? option->argument : "");
	printf("  %-26s %s\n", left, option->help);
}

static void help_print(const struct context *context, const struct option *options)
{
	printf("mizan %s %s\n%s\n\n", context->command->name, context->command->usage,
		context->command->help);
	for (const struct option *option = options; option->name; option++) {
		help_print_option(option);
	}
}

static bool option_take_number(const struct option *option, const char *text)
{
	struct mizan_slice slice = {text, strlen(text)};
	if (option->type == OPTION_INTEGER) {
		return mizan_parse_integer(slice, option->value);
	}
	size_t number = strspn(text, "+-.0123456789eE");
	const char *unit = text + number;
	slice.size = number;
	return mizan_parse_real(slice, option->value) &&
	       (!*unit || strcasecmp(unit, option->argument) == 0);
}

static bool option_take_country(const struct option *option, const char *text)
{
	struct mizan_slice slice = {text, strlen(text)};
	const struct mizan_country *country = mizan_country_by_iso3(slice);
	country = country ? country : mizan_country_by_name(slice);
	if (country) {
		*(const char **)option->value = country->iso3;
	}
	return country != NULL;
}

static bool option_take_word(const struct option *option, const char *text)
{
	if (option->type == OPTION_ENCODING) {
		enum mizan_encoding *encoding = option->value;
		*encoding = strcmp(text, "utf-8") == 0          ? MIZAN_UTF_8
			    : strcmp(text, "windows-1252") == 0 ? MIZAN_WINDOWS_1252
								: MIZAN_ENCODING_DETECT;
		return *encoding != MIZAN_ENCODING_DETECT;
	}
	int *coverage = option->value;
	*coverage = strcmp(text, "complete") == 0 ? MIZAN_COMPLETE
		    : strcmp(text, "sample") == 0 ? MIZAN_SAMPLE
						  : -1;
	return *coverage >= 0;
}

/* True when the text is what the option takes. */
static bool option_take(const struct option *option, const char *text)
{
	mizan_date *period = option->value;
	switch (option->type) {
	case OPTION_FLAG:
		return false;
	case OPTION_TEXT:
		*(const char **)option->value = text;
		return true;
	case OPTION_INTEGER:
	case OPTION_REAL:
		return option_take_number(option, text);
	case OPTION_COUNTRY:
		return option_take_country(option, text);
	case OPTION_PERIOD:
		return mizan_period_parse(text, &period[0], &period[1]);
	case OPTION_ENCODING:
	case OPTION_COVERAGE:
		return option_take_word(option, text);
	}
	return false;
}

static const char *option_expects(const struct option *option)
{
	switch (option->type) {
	case OPTION_INTEGER:
		return "a whole number";
	case OPTION_REAL:
		return "a number";
	case OPTION_COUNTRY:
		return "a country: its ISO3 code (PAK) or English name";
	case OPTION_PERIOD:
		return "a period: 2024, 2024-Q3, 2024-07, 2024-07-15, or two with .. between";
	case OPTION_ENCODING:
		return "utf-8 or windows-1252";
	case OPTION_COVERAGE:
		return "complete or sample";
	default:
		return "a value";
	}
}

static const struct option *option_find(const struct option *options, const char *name, size_t size)
{
	for (const struct option *option = options; option->name; option++) {
		if (strlen(option->name) == size && strncmp(option->name, name, size) == 0) {
			return option;
		}
	}
	return NULL;
}

/* The command's options and those that all commands of its kind have. */
static void options_join(
	struct context *context, const struct option *options, struct option all[OPTION_COUNT_MAX])
{
	struct output *output = &context->output;
	const struct option table[] = {
		{"csv", OPTION_FLAG, NULL, "print CSV", &output->csv},
		{"json", OPTION_FLAG, NULL, "print JSON: columns, rows, sources, notes",
			&output->json},
		{"xlsx", OPTION_TEXT, "FILE", "write a workbook too", &output->xlsx},
		{"chart", OPTION_TEXT, "FILE.svg|pdf|png", "draw a chart too", &output->chart},
		{"chart-kind", OPTION_TEXT, "KIND",
			"line, bar, dot-range, timeline, points, choropleth, network, spans",
			&output->chart_kind},
		{"title", OPTION_TEXT, "TEXT", "title of the chart", &output->title},
	};
	size_t count = 0;
	for (; options->name && count + 12 < OPTION_COUNT_MAX; options++) {
		all[count++] = *options;
	}
	for (size_t i = 0;
		i < sizeof table / sizeof *table && context->command->flags & PRINTS_TABLE; i++) {
		all[count++] = table[i];
	}
	if (context->command->flags & (PRINTS_TABLE | SHOWS_RECORDS)) {
		all[count++] = (struct option){"restricted", OPTION_FLAG, NULL,
			"exact places, days and names of the last 90 days too, and say so",
			&context->restricted};
		all[count++] = (struct option){"as-of", OPTION_PERIOD, "DATE",
			"the day from which the last 90 are counted; else today", context->as_of};
	}
	all[count++] =
		(struct option){"store", OPTION_TEXT, "FILE", "the store", &context->store_path};
	all[count] = (struct option){0};
}

static bool options_take_one(const struct context *context, const struct option *all, int *i,
	int count, char **arguments)
{
	const char *name = arguments[*i] + 2, *equals = strchr(name, '=');
	size_t size = equals ? (size_t)(equals - name) : strlen(name);
	bool short_output = strcmp(arguments[*i], "-o") == 0;
	const struct option *option = short_output              ? option_find(all, "output", 6)
				      : arguments[*i][1] == '-' ? option_find(all, name, size)
								: NULL;
	if (!option) {
		print_usage_error(context, "no option %s", arguments[*i]);
		return false;
	}
	if (option->type == OPTION_FLAG) {
		*(bool *)option->value = true;
		if (equals) {
			print_usage_error(context, "--%s takes no value", option->name);
		}
		return !equals;
	}
	const char *value = equals && !short_output ? equals + 1
			    : *i + 1 < count        ? arguments[++*i]
						    : NULL;
	if (!value) {
		print_usage_error(context, "--%s needs %s", option->name, option_expects(option));
		return false;
	}
	if (!option_take(option, value)) {
		print_usage_error(context, "--%s takes %s, not '%.60s'", option->name,
			option_expects(option), value);
		return false;
	}
	return true;
}

bool options_parse(struct context *context, const struct option *options, int *count,
	char **arguments, int *exit_code)
{
	struct option all[OPTION_COUNT_MAX];
	int kept = 1;
	bool only_names = false;
	options_join(context, options, all);
	*exit_code = EXIT_USAGE;
	for (int i = 1; i < *count; i++) {
		const char *argument = arguments[i];
		if (!only_names && strcmp(argument, "--") == 0) {
			only_names = true;
		} else if (only_names || argument[0] != '-' || !argument[1]) {
			arguments[kept++] = arguments[i];
		} else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
			help_print(context, all);
			*exit_code = EXIT_DONE;
			return false;
		} else if (!options_take_one(context, all, &i, *count, arguments)) {
			return false;
		}
	}
	*count = kept;
	context->parsed = true;
	*exit_code = publish_store(context);
	return *exit_code == EXIT_DONE;
}
