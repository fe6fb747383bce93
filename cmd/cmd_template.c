/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan template, mizan completion: texts to start from. */
#include "command.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The words become notes, which have a sheet of their own in a workbook. */
static void template_add_words(struct mizan_table *table, const char *words)
{
	while (*words) {
		size_t size = strcspn(words, "\n");
		size_t skip = strspn(words, "# ");
		if (size > skip) {
			mizan_table_add_note(table, "%.*s", (int)(size - skip), words + skip);
		}
		words += size + (words[size] == '\n');
	}
}

static mizan_status template_workbook(const char *path, const struct mizan_text *sheet,
	const struct mizan_text *words, struct mizan_error *error)
{
	struct mizan_table table = {0};
	mizan_status status = mizan_table_from_text(sheet->data, sheet->size, &table, error);
	if (status == MIZAN_OK) {
		template_add_words(&table, words->data ? words->data : "");
		status = mizan_table_check(&table, error);
	}
	if (status == MIZAN_OK) {
		status = write_workbook(&table, path, error);
	}
	mizan_table_release(&table);
	return status;
}

/* By the end of its name; a mapping and an agreement are texts. */
static mizan_status template_write(const char *name, const char *path,
	const struct mizan_text *sheet, const struct mizan_text *words, struct mizan_error *error)
{
	const char *end = strrchr(path, '.');
	if (!end || strcasecmp(end, ".xlsx") != 0) {
		return write_file(path, sheet->data, sheet->size, error);
	}
	if (strcmp(name, "map") == 0 || strcmp(name, "agreement") == 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			strcmp(name, "map") == 0 ? "as in -o map.yaml" : "as in -o agreement.yaml",
			"%s is a text, not a workbook",
			strcmp(name, "map") == 0 ? "a mapping" : "an agreement");
	}
	return template_workbook(path, sheet, words, error);
}

static int template_say_which(const struct context *context)
{
	struct mizan_text text = {0};
	for (const char *const *name = mizan_template_names(); *name; name++) {
		mizan_text_printf(&text, "%s%s", text.size ? ", " : "say which: ", *name);
	}
	int code = print_usage_error(context, "%s", text.data ? text.data : "say which");
	mizan_text_release(&text);
	return code;
}

int cmd_template(struct context *context, int count, char **arguments)
{
	const char *output = "-";
	const struct option options[] = {
		{"output", OPTION_TEXT, "FILE",
			"a .csv or .xlsx (.yaml for map and agreement), also -o", &output},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return template_say_which(context);
	}
	struct mizan_text sheet = {0}, words = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_template(arguments[1], &sheet, &error);
	if (status == MIZAN_OK) {
		status = mizan_template_words(arguments[1], &words, &error);
	}
	if (status == MIZAN_OK) {
		status = template_write(arguments[1], output, &sheet, &words, &error);
	}
	code = status == MIZAN_OK ? EXIT_DONE : print_error(&error);
	if (code == EXIT_DONE) {
		/* Beside the sheet, since a spreadsheet would take them for rows. */
		fputs(words.data ? words.data : "", stderr);
	}
	mizan_text_release(&sheet);
	mizan_text_release(&words);
	return code;
}

static const char completion_bash[] =
	"# eval \"$(mizan completion bash)\"\n"
	"_mizan() {\n"
	"	local word=${COMP_WORDS[COMP_CWORD]} command=\n"
	"	local i\n"
	"	for ((i = 1; i < COMP_CWORD; i++)); do\n"
	"		case ${COMP_WORDS[i]} in\n"
	"		--store) ((i++)) ;;\n"
	"		-*) ;;\n"
	"		*) command=${COMP_WORDS[i]}; break ;;\n"
	"		esac\n"
	"	done\n"
	"	if [ -z \"$command\" ]; then\n"
	"		COMPREPLY=($(compgen -W \"--store $(mizan help | awk '/^  [a-z]/ {print "
	"$1}')\" -- \"$word\"))\n"
	"	elif [[ $word == -* ]]; then\n"
	"		COMPREPLY=($(compgen -W \"$(mizan help \"$command\" | grep -o -- '^  "
	"--[a-z-]*')\" -- \"$word\"))\n"
	"	elif [ \"$command\" = template ]; then\n"
	"		COMPREPLY=($(compgen -W '";

static const char completion_bash_end[] =
	"' -- \"$word\"))\n"
	"	elif [ \"$command\" = brief ] && [ \"$((i + 1))\" = \"$COMP_CWORD\" ]; then\n"
	"		COMPREPLY=($(compgen -W 'render new' -- \"$word\"))\n"
	"	else\n"
	"		COMPREPLY=($(compgen -f -- \"$word\"))\n"
	"	fi\n"
	"}\n"
	"complete -o filenames -F _mizan mizan\n";

int cmd_completion(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2 || strcmp(arguments[1], "bash") != 0) {
		return print_usage_error(context, "there is completion for bash alone");
	}
	fputs(completion_bash, stdout);
	for (const char *const *name = mizan_template_names(); *name; name++) {
		printf("%s%s", name == mizan_template_names() ? "" : " ", *name);
	}
	fputs(completion_bash_end, stdout);
	return EXIT_DONE;
}
