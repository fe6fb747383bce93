/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan: dispatches over one table of subcommands. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
	{"import", cmd_import, "FILE|FOLDER...",
		"bring event data, figures, records and agreements into the store", 0},
	{"toll", cmd_toll, "[--by country,year]", "deaths and events, with their range and source",
		PRINTS_TABLE},
	{"growth", cmd_growth, "[--country PAK]",
		"change on the year or quarter before, by publisher", NEEDS_STORE | PRINTS_TABLE},
	{"gti", cmd_gti, "--year 2024", "the formula of the Global Terrorism Index, taken apart",
		PRINTS_TABLE},
	{"series", cmd_series, "[--country PAK]",
		"one indicator through time, publishers side by side", NEEDS_STORE | PRINTS_TABLE},
	{"figures", cmd_figures, "[--country PAK --year 2024]",
		"published figures side by side; the nearest to a number",
		NEEDS_STORE | PRINTS_TABLE},
	{"milestones", cmd_milestones, "[--country PAK]", "dated happenings",
		NEEDS_STORE | PRINTS_TABLE},
	{"zones", cmd_zones, "[ID]", "areas of your own, or the parts of one, and what falls in",
		NEEDS_STORE | PRINTS_TABLE},
	{"actor", cmd_actor, "list | show ACTOR | find NAME...",
		"who is on record, by which names; who is meant by a name",
		NEEDS_STORE | PRINTS_TABLE},
	{"offices", cmd_offices, "[--on DATE] [--of ACTOR]", "public posts and who held them",
		NEEDS_STORE | PRINTS_TABLE},
	{"relations", cmd_relations, "[--of ACTOR] [--on DATE]",
		"who was with whom on a day, and who says so; joins and splits through time",
		NEEDS_STORE | PRINTS_TABLE},
	{"agreement", cmd_agreement,
		"list | show ID | audit --on DATE | timeline ID | test ID | effect ID",
		"who owes what to whom by when, what was kept, and who says so",
		NEEDS_STORE | PRINTS_TABLE},
	{"statements", cmd_statements, "[--about KIND:ID]",
		"who said what about which incident, relation or agreement",
		NEEDS_STORE | PRINTS_TABLE},
	{"interrupted", cmd_interrupted, "--at DATE|ID --country PAK",
		"what changed at given dates, against the trend before and against other dates",
		NEEDS_STORE | PRINTS_TABLE},
	{"cluster", cmd_cluster, "--country PAK --period 2019..2021",
		"where and when events cluster more than chance gives", NEEDS_STORE | PRINTS_TABLE},
	{"near-repeat", cmd_near_repeat, "--country PAK [--km 1,5,10] [--days 7,14,30]",
		"whether events close in space are close in time more often than by chance",
		NEEDS_STORE | PRINTS_TABLE},
	{"hawkes", cmd_hawkes, "[--country PAK] [--by actor|province|country]",
		"how many events each event brings, and who follows whom",
		NEEDS_STORE | PRINTS_TABLE},
	{"map", cmd_map, "--country PAK -o map.svg", "events as points, or provinces by deaths",
		NEEDS_STORE | SHOWS_RECORDS},
	{"cite", cmd_cite, "WHAT", "the source line of a release, figure, milestone or chart",
		PRINTS_TABLE},
	{"releases", cmd_releases, "", "what was imported, with version, scope and hash",
		NEEDS_STORE | PRINTS_TABLE},
	{"refused", cmd_refused, "", "rows that could not be read, and why",
		NEEDS_STORE | PRINTS_TABLE},
	{"diff", cmd_diff, "SOURCE OLD NEW | OLD.csv NEW.csv | figures PUBLISHER OLD NEW",
		"what a new release changes: events, tolls, and claims of briefs", PRINTS_TABLE},
	{"log", cmd_log, "[--since DATE]",
		"what changed in the store, and in the results of briefs that were kept",
		NEEDS_STORE | PRINTS_TABLE},
	{"sql", cmd_sql, "\"SELECT ...\"", "one read-only query, every Mizan function in reach",
		NEEDS_STORE | PRINTS_TABLE},
	{"brief", cmd_brief,
		"render FILE.md -o FILE.html | card FILE.md CLAIM -o FILE.png | new FILE.md",
		"a text whose figures are computed and whose claims are weighed", SHOWS_RECORDS},
	{"review", cmd_review, "ARTICLE --claims FILE.yaml -o FILE.html | ARTICLE --draft",
		"an article with a mark beside every sentence", SHOWS_RECORDS},
	{"check", cmd_check, "FILE.md|FILE.txt",
		"faults of a brief, and numbers of any text that figures on record explain as "
		"errors",
		PRINTS_TABLE | SHOWS_RECORDS},
	{"template", cmd_template, "events|figures|milestones|actors|agreement|...",
		"a filled example sheet", 0},
	{"completion", cmd_completion, "bash", "completion for a shell", 0},
	{"version", cmd_version, "", "the version", 0},
	{"help", cmd_help, "[COMMAND]", "this list, or the help of a command", 0},
	{NULL, NULL, NULL, NULL, 0},
};

static void usage(FILE *out)
{
	fprintf(out, "mizan [--store FILE] COMMAND [options]\n"
		     "What is said about a conflict, and what is recorded.\n\n");
	for (const struct command *c = commands; c->name; c++) {
		fprintf(out, "  %-11s %s\n", c->name, c->help);
	}
	fprintf(out, "\nThe store is --store, else $MIZAN_STORE, else mizan.gpkg in this folder.\n"
		     "mizan COMMAND --help tells its options.\n");
}

static const struct command *find_command(const char *name)
{
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0) {
			return c;
		}
	}
	return NULL;
}

static int print_unknown(const char *name)
{
	fprintf(stderr, "mizan: no command '%.60s'; mizan --help lists the commands\n", name);
	return EXIT_USAGE;
}

int cmd_version(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	puts("mizan " MIZAN_VERSION);
	return EXIT_DONE;
}

int cmd_help(struct context *context, int count, char **arguments)
{
	if (count < 2) {
		usage(stdout);
		return EXIT_DONE;
	}
	if (count > 2) {
		return print_excess(context, arguments[2]);
	}
	const struct command *command = find_command(arguments[1]);
	if (!command || command->run == cmd_help) {
		if (!command) {
			return print_unknown(arguments[1]);
		}
		usage(stdout);
		return EXIT_DONE;
	}
	char help[] = "--help";
	char *again[] = {arguments[1], help, NULL};
	context->command = command;
	return command->run(context, 2, again);
}

static bool asks_for_help(int count, char **arguments)
{
	for (int i = 1; i < count; i++) {
		if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) {
			return true;
		}
	}
	return false;
}

/* --store may stand behind the command too; it is needed before the command's own options. */
static void find_store_option(struct context *context, int count, char **arguments)
{
	for (int i = 1; i < count; i++) {
		if (strcmp(arguments[i], "--store") == 0 && i + 1 < count) {
			context->store_path = arguments[i + 1];
		} else if (strncmp(arguments[i], "--store=", 8) == 0) {
			context->store_path = arguments[i] + 8;
		}
	}
}

/* Every command's end: what was printed has to be there. */
static int end_output(int code)
{
	if ((fflush(stdout) != 0 || ferror(stdout)) && code == EXIT_DONE) {
		struct mizan_error error = {0};
		(void)mizan_error_errno(&error, "is the disk full?", "standard output");
		return print_error(&error);
	}
	return code;
}

static int run_command(struct context *context, int count, char **arguments)
{
	find_store_option(context, count, arguments);
	watch_start(&context->watch);
	if (context->command->flags & NEEDS_STORE && !asks_for_help(count, arguments)) {
		int code = open_store(context, MIZAN_STORE_READ);
		if (code != EXIT_DONE) {
			return code;
		}
	}
	int code = context->command->run(context, count, arguments);
	watch_clear();
	mizan_store_close(&context->store);
	return end_output(code);
}

int main(int count, char **arguments)
{
	struct context context = {.store_path = getenv("MIZAN_STORE"),
		.as_of = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	int first = 1;
	for (; first < count && arguments[first][0] == '-' && arguments[first][1]; first++) {
		const char *option = arguments[first];
		if (strcmp(option, "--store") == 0 && first + 1 < count) {
			context.store_path = arguments[++first];
		} else if (strncmp(option, "--store=", 8) == 0) {
			context.store_path = option + 8;
		} else if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) {
			usage(stdout);
			return end_output(EXIT_DONE);
		} else if (strcmp(option, "--version") == 0) {
			puts("mizan " MIZAN_VERSION);
			return end_output(EXIT_DONE);
		} else if (strcmp(option, "--store") == 0) {
			fprintf(stderr, "mizan: --store needs a file; mizan --help tells more\n");
			return EXIT_USAGE;
		} else {
			fprintf(stderr,
				"mizan: no option %s here; mizan --help lists the commands\n",
				option);
			return EXIT_USAGE;
		}
	}
	if (!context.store_path || !*context.store_path) {
		context.store_path = "mizan.gpkg";
	}
	if (first >= count) {
		usage(stderr);
		return EXIT_USAGE;
	}
	context.command = find_command(arguments[first]);
	if (!context.command) {
		return print_unknown(arguments[first]);
	}
	return run_command(&context, count - first, arguments + first);
}
