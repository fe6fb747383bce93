/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filled examples of the records of a peace process. Headers, needed fields and words come from the
 * descriptions of the records; here are rows alone, in the order of those descriptions. All of them
 * import together: what one names, another has.
 */
#include "record_internal.h"

#include <string.h>

static const struct {
	enum mizan_record record;
	const char *rows, *remark; /* remark: lines that begin with # */
} template_sheets[] = {
	{MIZAN_ACTORS,
		"state-a,Government of A,A,state,AFG,,,99001,,,An empty cell is not known,"
		"Where you have it from\n"
		"state-b,Government of B,B,state,QAT,,,,,,,Where you have it from\n"
		"group-a,Group A,GA,armed-group,AFG,1994,,99002;99003,Group A;GA: Group A,,"
		"Lists hold ; between their items,Where you have it from\n"
		"group-b,Group B,GB,faction,AFG,2014-08,,,,,It left Group A,"
		"Where you have it from\n"
		"observers,Institute of Observers,,body,QAT,,,,,,Confirms what others say,"
		"Where you have it from\n",
		"# No private persons, no ethnic or religious community. name is the neutral one;"
		" others go to names.\n"},
	{MIZAN_NAMES,
		"group-a,Group A,Latn,en,,yes,,,Where you have it from\n"
		"group-a,گروہ الف,Arab,ur,,yes,,,Where you have it from\n"
		"group-a,Movement of the A,Latn,en,group-a;group-b,no,1994,,"
		"used_by: who alone calls it so\n",
		"# script: ISO 15924 (Latn, Arab); language: en, ur, ps, prs, ar."
		" used_by: left out where in general use.\n"},
	{MIZAN_OFFICES,
		"president-of-a,state-a,President,First Holder,2014-09-29,2021-08-15,no,"
		"One row a holding: the id is the post's\n"
		"president-of-a,state-a,President,Second Holder,2021-09-07,,,"
		"Where you have it from\n",
		"# Public posts and who held them; several rows may share their office_id.\n# "
		"withheld: yes leaves the"
		" holder's name out of public output.\n"},
	{MIZAN_RELATIONS,
		"group-b-leaves,split,group-b,group-a,2014-08,,group-b,observers,,,"
		"A party's own word announces; confirming is for others,Who reports it\n"
		"sanctuary,alleged-sanctuary,state-b,group-a,2021,,state-a,,state-b,2021-10-01,"
		"Who says so and who denies it stand side by side,Who reports it\n",
		"# Always from actor_a to actor_b. One of announced_by, confirmed_by and denied_by "
		"has "
		"to be there.\n"},
	{MIZAN_PROCESSES,
		"example-process,An example of a peace process,AFG QAT,"
		"What ties its agreements together,Where you have it from\n",
		""},
	{MIZAN_STATEMENTS,
		"troops-out,state-a,2020-07-14,,commitment:example-2020/troops-135-days,compliance,"
		"affirms,A says that its forces are down to 8600,,,,,,A newspaper,"
		"\"A newspaper, 14 July 2020\"\n"
		"no-sanctuary,state-b,2021-10-02,,relation:sanctuary,position,denies,"
		"B says that it shelters nobody,,,,,,,\"A ministry's statement, 2 October 2021\"\n"
		"dead-by-a,state-a,2024-07-16,,event:own/example-1,casualties,affirms,"
		"A says that twelve of the attackers died,deaths,group-a,12,,,,"
		"One claimant's number; it is never added to another's\n",
		"# says: one sentence in your words. Casualties have an indicator, whose they are "
		"(counted), and value or low and high.\n"},
	{MIZAN_ZONES,
		"merged-districts,Newly merged districts,PAK,Khyber Pakhtunkhwa,North Waziristan,,"
		"2018-05-31,,\"Constitution (Twenty-fifth Amendment) Act, 2018\"\n"
		"merged-districts,Newly merged districts,PAK,Khyber Pakhtunkhwa,South Waziristan,,"
		"2018-05-31,,"
		"\"All rows of a zone_id are the zone: list every district, as your event data "
		"name "
		"it\"\n"
		"around-bannu,Around Bannu,PAK,,,"
		"\"POLYGON((70.3 32.8, 70.9 32.8, 70.9 33.2, 70.3 33.2, 70.3 32.8))\",,,"
		"\"Drawn by hand; WKT, longitude first\"\n",
		"# What a row fills in of admin1, admin2 and polygon has to hold, all of it; a "
		"zone is "
		"all rows with its id.\n# mizan zones tells how many events fall in.\n"},
};
#define TEMPLATE_SHEETS (sizeof template_sheets / sizeof *template_sheets)

static const char template_agreement[] =
	"# One agreement a file: mizan import FOLDER takes it together with the sheets of actors\n"
	"# and processes that it names. Every key is explained in docs/records.md.\n"
	"agreement: example-2020\n"
	"process: example-process           # of the sheet of processes\n"
	"title: An example of an agreement\n"
	"kind: agreement\n"
	"signed: 2020-02-29\n"
	"effective: 2020-02-29              # left out: as signed\n"
	"ended: 2021-08-15                  # left out: not ended\n"
	"ended_by: [group-a]                # left out: lapsed, or not known\n"
	"parties: [state-a, group-a]        # of the sheet of actors\n"
	"mediators: [state-b]\n"
	"country: AFG\n"
	"source: Who printed the text, when, where\n"
	"provisions:\n"
	"  - id: troops\n"
	"    clause: Part One, A\n"
	"    category: withdrawal           # a word of PA-X or PAM\n"
	"    quote: A sentence at most.\n"
	"    commitments:\n"
	"      - id: troops-135-days\n"
	"        obliged: state-a           # who owes; a list where several do\n"
	"        beneficiary: group-a\n"
	"        action: Reduce forces to 8600\n"
	"        condition: The other side keeps its part\n"
	"        standing: agreed           # what is only demanded or offered is not owed\n"
	"        due: {after: signed, days: 135}\n"
	"        quoted: {date: 2020-07-15, by: Who prints that date}\n"
	"        source: Part One, A.1\n"
	"        revisions:                 # who moved it\n"
	"          - by: state-a\n"
	"            announced: 2020-07-01\n"
	"            due: {date: 2020-07-31}\n"
	"            agreed_by: [group-a]\n"
	"            source: Who reports it\n"
	"        assessments:               # dated judgements, each with its author\n"
	"          - as_of: 2020-07-14\n"
	"            status: met\n"
	"            by: state-a\n"
	"            confidence: high\n"
	"            says: One sentence\n"
	"            source: Who reports it\n"
	"            evidence:\n"
	"              - kind: statement\n"
	"                ref: troops-out    # of the sheet of statements; a document has none\n"
	"                says: What it shows\n"
	"                supports: met\n"
	"                reading_of: state-a   # in whose reading\n"
	"                source: Who reports it\n"
	"  - id: attacks\n"
	"    clause: Part Two\n"
	"    category: ceasefire\n"
	"    commitments:\n"
	"      - id: no-attacks\n"
	"        obliged: [group-a]\n"
	"        action: Hold fire against the forces of A\n"
	"        standing: agreed\n"
	"        due: open                  # as long as the agreement holds\n"
	"        test: violence = 'state-based' AND country = 'AFG'   # which events are "
	"incidents\n"
	"violations:                        # incidents that somebody alleges to breach it\n"
	"  - id: incident-1\n"
	"    commitment: no-attacks\n"
	"    date: 2020-06-15\n"
	"    says: What is alleged\n"
	"    alleged_by: state-a\n"
	"    status: unable-to-verify\n"
	"    reason: Nobody had access      # needed for unable-to-verify\n"
	"    source: Who reports it\n";

/* ---- What may stand in a field ------------------------------------------------------------ */

/* In the order of enum mizan_field_type; NULL: any words. */
static const char *const template_meanings[] = {
	[MIZAN_FIELD_ID] = "an id, of a-z, 0-9 and '-'",
	[MIZAN_FIELD_SENTENCE] = "a sentence, at most 400 characters",
	[MIZAN_FIELD_FROM] = "2020-02-29, 2020-02 or 2020",
	[MIZAN_FIELD_TO] = "2020-02-29, 2020-02 or 2020",
	[MIZAN_FIELD_KNOWN] = "when it could be known, as a date; left out: on its own day",
	[MIZAN_FIELD_ACTOR] = "an actor_id of the sheet of actors",
	[MIZAN_FIELD_ACTORS] = "one actor_id or several, ; between (in YAML a list)",
	[MIZAN_FIELD_PROCESS] = "a process_id of the sheet of processes",
	[MIZAN_FIELD_SUBJECT] = "milestone:ID, relation:ID, agreement:ID, actor:ID, "
				"commitment:AGREEMENT/ID or event:SOURCE/KEY",
	[MIZAN_FIELD_COUNTRY] = "ISO3, as PAK",
	[MIZAN_FIELD_COUNTRIES] = "ISO3 codes, blanks between",
	[MIZAN_FIELD_YES_NO] = "yes or no",
	[MIZAN_FIELD_REAL] = "a number, as 1081 (not 1,081)",
	[MIZAN_FIELD_POLYGON] = "WKT POLYGON or MULTIPOLYGON, longitude first, or a geometry of "
				"GeoJSON",
	[MIZAN_FIELD_OTHER] = NULL,
};

static void template_append_needed(struct mizan_text *out, const struct mizan_field *fields)
{
	bool first = true;
	mizan_text_append(out, "#   needed: ");
	for (; fields->name; fields++) {
		if (fields->needed) {
			mizan_text_printf(out, "%s%s", first ? "" : ", ", fields->name);
			first = false;
		}
	}
	mizan_text_append(out, first ? "nothing\n" : "\n");
}

/* Fields that are written alike, in one line. */
static void template_append_types(struct mizan_text *out, const struct mizan_field *fields)
{
	const size_t count = sizeof template_meanings / sizeof *template_meanings;
	for (size_t type = 0; type < count; type++) {
		bool first = true;
		for (const struct mizan_field *f = fields; f->name && template_meanings[type];
			f++) {
			if ((size_t)f->type == type) {
				mizan_text_printf(out, "%s%s", first ? "#   " : ", ", f->name);
				first = false;
			}
		}
		if (!first) {
			mizan_text_printf(out, ": %s\n", template_meanings[type]);
		}
	}
}

static void template_append_fields(struct mizan_text *out, enum mizan_record record)
{
	const struct mizan_field *fields = mizan_record_kind(record)->fields;
	template_append_needed(out, fields);
	template_append_types(out, fields);
	for (const struct mizan_field *f = fields; f->name; f++) {
		if (f->words) {
			source_template_words(out, f->name, f->words);
		}
	}
}

/* ---- By name ------------------------------------------------------------------------------ */

/* Position among the sheets, TEMPLATE_SHEETS where it is none. */
static size_t template_find_sheet(const char *name)
{
	size_t i = 0;
	while (i < TEMPLATE_SHEETS &&
		strcmp(mizan_record_kind(template_sheets[i].record)->name, name) != 0) {
		i++;
	}
	return i;
}

bool source_template_record(const char *name, struct mizan_text *out)
{
	size_t sheet = template_find_sheet(name);
	if (strcmp(name, "agreement") == 0) {
		mizan_text_append(out, template_agreement);
		return true;
	}
	if (sheet == TEMPLATE_SHEETS) {
		return false;
	}
	const struct mizan_field *fields = mizan_record_kind(template_sheets[sheet].record)->fields;
	for (const struct mizan_field *f = fields; f->name; f++) {
		mizan_text_printf(out, "%s%s", f == fields ? "" : ",", f->name);
	}
	mizan_text_printf(out, "\n%s", template_sheets[sheet].rows);
	return true;
}

bool source_template_record_words(const char *name, struct mizan_text *out)
{
	size_t sheet = template_find_sheet(name);
	if (sheet < TEMPLATE_SHEETS) {
		mizan_text_append(out, template_sheets[sheet].remark);
		template_append_fields(out, template_sheets[sheet].record);
		return true;
	}
	if (strcmp(name, "agreement") != 0) {
		return false;
	}
	for (int record = MIZAN_AGREEMENTS; record < MIZAN_RECORD_COUNT; record++) {
		mizan_text_printf(
			out, "# %s:\n", mizan_record_kind((enum mizan_record)record)->name);
		template_append_fields(out, (enum mizan_record)record);
	}
	mizan_text_append(out,
		"# due: {date: D}, {after: signed | effective, days: n} or months: n, "
		"{every: week | month | year, from: D}, or open\n");
	return true;
}
