/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan template, mizan completion: texts to start from. */
#include "command.h"

#include <stdio.h>
#include <string.h>

int cmd_template(struct context *context, int count, char **arguments)
{
	const char *output = "-";
	const struct option options[] = {
		{"output", OPTION_TEXT, "FILE", "where to write it, also -o", &output},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return print_usage_error(
			context, "say which: figures, events, milestones, zones or map");
	}
	struct mizan_text sheet = {0}, words = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_template(arguments[1], &sheet, &error);
	if (status == MIZAN_OK) {
		status = mizan_template_words(arguments[1], &words, &error);
	}
	if (status == MIZAN_OK) {
		status = write_file(output, sheet.data, sheet.size, &error);
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
	"\"$word\"))\n"
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
