/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filled example sheets, by name; those of records are in template_records.c. */
#include "source_internal.h"

#include <string.h>

/* The sheets carry no comment lines, which spreadsheets would take for data: the words are
 * explained in the last column's example, and in the note that the command prints beside it. */
static const char template_figures[] =
	"publisher,edition,published,relayed_by,country,area,actor,period_start,period_end,"
	"indicator,"
	"counts_what,value,low,high,url,retrieved,note\n"
	"Institute for Economics & Peace,GTI 2025,2025-03-05,,PAK,,,2024-01-01,2024-12-31,deaths,"
	"\"terrorism, militants not counted\",1081,,,https://www.economicsandpeace.org/,2026-11-01,"
	"One number that somebody published a row\n"
	"PICSS,Annual report 2024,2025-01-02,A newspaper,PAK,Khyber "
	"Pakhtunkhwa,,2024-01-01,2024-12-31,"
	"deaths,\"all violence, militants counted\",,1100,1150,,2026-11-01,"
	"relayed_by: who you have it from when not from the publisher; low and high: a range\n";

static const char template_events[] =
	"source_key,date_start,date_end,date_precision,country,admin1,admin2,place,latitude,"
	"longitude,"
	"place_precision,violence,tactic,target,side_a,side_b,deaths_best,deaths_low,deaths_high,"
	"injured,headline,reference\n"
	"example-1,2024-07-15,2024-07-15,1,PAK,Khyber "
	"Pakhtunkhwa,Bannu,Bannu,32.99,70.60,2,state-based,"
	"suicide-attack,security-forces,,Government of Pakistan,8,8,10,,"
	"\"A headline in your own words\",\"Where you have it from\"\n"
	"example-2,2024-08-01,2024-08-07,3,PAK,Balochistan,,,,,4,,armed-assault,civilians,,,,,,,"
	"\"An empty cell is unknown, which is not 0\",\"Any further column is kept too\"\n";

static const char template_milestones[] =
	"milestone_id,date,date_precision,kind,country,actors,title,status,source\n"
	"doha-agreement,2020-02-29,1,agreement,AFG,United States;Afghan Taliban,"
	"The United States and the Taliban sign an agreement in Doha,confirmed,"
	"\"Agreement for Bringing Peace to Afghanistan, 29 February 2020\"\n"
	"mediation-ends,2026-01-08,1,mediation-end,PAK AFG,,"
	"A mediator is reported to withdraw,attributed,\"Who reports it, with date and address\"\n";

static const char template_map[] =
	"# Which column of your sheet is which of Mizan's: mizan import sheet.csv --map map.yaml\n"
	"source: my-table          # a short name for these data\n"
	"coverage: sample          # complete: all events of their kind; sample: some of them\n"
	"licence: my own\n"
	"dates: YYYY-MM-DD         # or DD/MM/YYYY, MM/DD/YYYY, DD.MM.YYYY\n"
	"columns:                  # ours: theirs. date_start is needed, and country here or "
	"below\n"
	"  source_key: Nr          # a key of its own for each event; left out, rows are numbered\n"
	"  date_start: From\n"
	"  date_end: To\n"
	"  place: Village\n"
	"  latitude: Lat\n"
	"  longitude: Lon\n"
	"  deaths_best: Killed\n"
	"  side_a: Attacker\n"
	"  side_b: Attacked\n"
	"  violence:               # words of theirs become ours\n"
	"    column: Type\n"
	"    values:\n"
	"      State: state-based\n"
	"      Communal: non-state\n"
	"      Civilians: one-sided\n"
	"constants:                # the same for every row\n"
	"  country: PAK            # ISO3\n";

void source_template_words(
	struct mizan_text *out, const char *title, const struct mizan_word *words)
{
	mizan_text_printf(out, "#   %s:\n", title);
	for (; words->word; words++) {
		mizan_text_printf(out, "#     %-24s%s\n", words->word, words->meaning);
	}
}

static void template_append_columns(struct mizan_text *out)
{
	mizan_text_append(out, "# Columns of an event:\n#  ");
	size_t width = 2;
	for (int i = 0; i < SHEET_TARGET_COUNT; i++) {
		const char *name = sheet_target_names[i];
		if (width + strlen(name) > 90) {
			mizan_text_append(out, "\n#  ");
			width = 2;
		}
		mizan_text_append(out, " ");
		mizan_text_append(out, name);
		width += strlen(name) + 1;
	}
	mizan_text_append(out, "\n");
}

const char *const *mizan_template_names(void)
{
	static const char *const names[] = {"figures", "events", "milestones", "map", "actors",
		"names", "offices", "relations", "processes", "statements", "zones", "agreement",
		NULL};
	return names;
}

static mizan_status template_unknown(const char *name, struct mizan_error *error)
{
	struct mizan_text list = {0};
	for (const char *const *n = mizan_template_names(); *n; n++) {
		mizan_text_printf(&list, "%s%s", list.size ? ", " : "write one of ", *n);
	}
	mizan_status status = mizan_error_set(
		error, MIZAN_ERROR_USAGE, list.data, "there is no template '%.80s'", name);
	mizan_text_release(&list);
	return status;
}

mizan_status mizan_template(const char *name, struct mizan_text *out, struct mizan_error *error)
{
	if (strcmp(name, "figures") == 0) {
		mizan_text_append(out, template_figures);
	} else if (strcmp(name, "events") == 0) {
		mizan_text_append(out, template_events);
	} else if (strcmp(name, "milestones") == 0) {
		mizan_text_append(out, template_milestones);
	} else if (strcmp(name, "map") == 0) {
		mizan_text_append(out, template_map);
		template_append_columns(out);
	} else if (!source_template_record(name, out)) {
		return template_unknown(name, error);
	}
	return mizan_text_check(out, error);
}

mizan_status mizan_template_words(
	const char *name, struct mizan_text *out, struct mizan_error *error)
{
	if (strcmp(name, "figures") == 0) {
		mizan_text_append(out,
			"# Dates are YYYY-MM-DD, numbers 1081 (not 1,081), countries ISO3."
			" counts_what: the definition\n# in a few lower-case words, always the "
			"same for the"
			" same definition.\n");
		source_template_words(out, "indicator", mizan_indicator_words());
	} else if (strcmp(name, "milestones") == 0) {
		mizan_text_append(out,
			"# milestone_id: a-z, 0-9 and '-'; country: ISO3 codes between blanks;"
			" actors: names between ';'.\n# status: confirmed, attributed (somebody "
			"says so),"
			" disputed (somebody denies it).\n");
		source_template_words(out, "kind", mizan_milestone_kinds());
	} else if (strcmp(name, "events") == 0) {
		mizan_text_append(out,
			"# date_precision: 1 the day, 2 two to six days, 3 a week, 4 up to a "
			"month, 5 longer\n"
			"# place_precision: 1 exact, 2 within 25 km, 3 district, 4 province, 5 a "
			"line or area,"
			" 6 country, 7 air or sea\n"
			"# violence: state-based, non-state, one-sided (UCDP's types), or empty\n"
			"# deaths_best, deaths_low, deaths_high: empty is unknown; 0 is none\n"
			"# country: ISO3; tactic, target: your own words, always the same for the "
			"same\n");
	} else if (strcmp(name, "map") != 0 && !source_template_record_words(name, out)) {
		return template_unknown(name, error);
	}
	return mizan_text_check(out, error);
}
