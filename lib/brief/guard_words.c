/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words around a number, and what they say of it. */
#include "guard_internal.h"

#include <string.h>
#include <strings.h>

guard_indicators guard_indicator_bit(const char *word)
{
	const struct mizan_word *words = mizan_indicator_words();
	for (unsigned i = 0; words[i].word && i < 32; i++) {
		if (word && strcmp(words[i].word, word) == 0) {
			return (guard_indicators)1 << i;
		}
	}
	return 0;
}

guard_indicators guard_indicator_of_word(const char *word, size_t size)
{
	static const struct {
		const char *word, *indicator;
	} words[] = {{"death", "deaths"}, {"deaths", "deaths"}, {"killed", "deaths"},
		{"killing", "deaths"}, {"kill", "deaths"}, {"kills", "deaths"}, {"dead", "deaths"},
		{"died", "deaths"}, {"die", "deaths"}, {"fatalities", "deaths"},
		{"lives", "deaths"}, {"toll", "deaths"}, {"lost", "deaths"}, {"attack", "attacks"},
		{"attacks", "attacks"}, {"incidents", "attacks"}, {"injured", "injured"},
		{"injuries", "injured"}, {"wounded", "injured"}, {"hurt", "injured"},
		{"civilians", "civilian-deaths"}, {"civilian", "civilian-deaths"},
		{"soldiers", "security-force-deaths"}, {"policemen", "security-force-deaths"},
		{"personnel", "security-force-deaths"}, {"militants", "militant-deaths"},
		{"insurgents", "militant-deaths"}, {"suicide", "suicide-attacks"},
		{"score", "score"}, {"scored", "score"}, {"scores", "score"}, {"rank", "rank"},
		{"ranked", "rank"}, {"ranks", "rank"}, {"ranking", "rank"},
		{"fighters", "fighters"}, {"hostages", "hostages"}, {"displaced", "displaced"},
		{"troops", "troops"}, {"prisoners", "prisoners"}, {"countries", "countries"},
		{"elders", "elders-killed"}, {"share", "share"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strlen(words[i].word) == size && strncasecmp(words[i].word, word, size) == 0) {
			return guard_indicator_bit(words[i].indicator);
		}
	}
	return 0;
}

guard_indicators guard_indicator_family(guard_indicators indicators)
{
	guard_indicators deaths =
		guard_indicator_bit("deaths") | guard_indicator_bit("civilian-deaths") |
		guard_indicator_bit("security-force-deaths") |
		guard_indicator_bit("militant-deaths") | guard_indicator_bit("elders-killed");
	guard_indicators attacks =
		guard_indicator_bit("attacks") | guard_indicator_bit("suicide-attacks");
	return indicators | (indicators & deaths ? deaths : 0) |
	       (indicators & attacks ? attacks : 0);
}

bool guard_word_is(const char *word, size_t size, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == size && strncasecmp(*words, word, size) == 0) {
			return true;
		}
	}
	return false;
}

const char *const guard_month_words[] = {"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December", NULL};
const char *const guard_part_words[] = {"quarter", "quarters", "half", "month", "months", "week",
	"weeks", "day", "days", "monthly", "night", NULL};
const char *const guard_edition_words[] = {"index", "report", "reports", "edition", "editions",
	"GTI", "review", "yearbook", "global", "ranking", "annual", NULL};
const char *const guard_vague_words[] = {"about", "around", "some", "roughly", "approximately",
	"nearly", "almost", "under", "than", "over", "above", "least", "most", "below", "to", NULL};
const char *const guard_neutral_words[] = {"people", "persons", "were", "was", "in", "to", "from",
	"of", "by", "and", "or", "against", "compared", "than", "last", "this", "during", "while",
	"a", "the", "that", "which", "who", "with", "as", "for", "on", "at", "more", "fewer",
	"less", "after", "before", "when", "over", "since", "it", "its", "had", "have", "has",
	"such", "are", "is", "terrorist", "terrorism", "militant", "combat", "others", "other",
	"members", NULL};
const char *const guard_share_words[] = {
	"share", "responsible", "accounted", "accounting", "behind", NULL};
const char *const guard_change_words[] = {"by", "up", "down", "rose", "fell", "grew", "increase",
	"increased", "rise", "fall", "drop", "dropped", NULL};
const char *const guard_label_words[] = {"day", "page", "pages", "No", "number", "chapter",
	"section", "article", "resolution", "paragraph", "line", "figure", "table", "part", "step",
	"phase", "version", NULL};
const char *const guard_span_words[] = {"from", "between", "since", NULL};
const char *const guard_when_words[] = {
	"in", "of", "during", "for", "throughout", "until", "since", "between", "from", NULL};
const char *const guard_money_words[] = {"dollars", "rupees", "euros", "million", "billion",
	"thousand", "lakh", "crore", "trillion", NULL};

const struct guard_alias guard_publisher_aliases[] = {{"Institute for Economics and Peace", "IEP"},
	{"Institute for Economics & Peace", "IEP"}, {"Global Terrorism Index", "IEP"},
	{"GTI", "IEP"}, {"Pakistan Institute for Conflict and Security Studies", "PICSS"},
	{"Center for Research and Security Studies", "CRSS"},
	{"Centre for Research and Security Studies", "CRSS"},
	{"Pak Institute for Peace Studies", "PIPS"}, {"South Asia Terrorism Portal", "SATP"},
	{"Uppsala Conflict Data Program", "UCDP"}, {"ACLED", "ACLED"},
	{"Armed Conflict Location & Event Data", "ACLED"},
	{"Armed Conflict Location and Event Data", "ACLED"}, {"GTD", "GTD"},
	{"Global Terrorism Database", "GTD"}, {"START", "GTD"}, {"SATP", "SATP"}, {"IEP", "IEP"},
	{"PICSS", "PICSS"}, {"CRSS", "CRSS"}, {"PIPS", "PIPS"}, {"UCDP", "UCDP"},
	{"NACTA", "NACTA"}, {"UNAMA", "UNAMA"}, {"Airwars", "Airwars"}, {NULL, NULL}};
const struct guard_alias guard_area_aliases[] = {{"KP", "Khyber Pakhtunkhwa"},
	{"KPK", "Khyber Pakhtunkhwa"}, {"Baluchistan", "Balochistan"}, {NULL, NULL}};
const struct guard_alias guard_country_adjectives[] = {{"Afghan", "AFG"}, {"Afghans", "AFG"},
	{"Bangladeshi", "BGD"}, {"Burkinabe", "BFA"}, {"Burma", "MMR"}, {"Cameroonian", "CMR"},
	{"Chinese", "CHN"}, {"Colombian", "COL"}, {"Congolese", "COD"}, {"Egyptian", "EGY"},
	{"Ethiopian", "ETH"}, {"Indian", "IND"}, {"Indians", "IND"}, {"Iranian", "IRN"},
	{"Iraqi", "IRQ"}, {"Iraqis", "IRQ"}, {"Israeli", "ISR"}, {"Israelis", "ISR"},
	{"Kenyan", "KEN"}, {"Lebanese", "LBN"}, {"Libyan", "LBY"}, {"Malian", "MLI"},
	{"Mexican", "MEX"}, {"Mozambican", "MOZ"}, {"Nigerian", "NGA"}, {"Nigerians", "NGA"},
	{"Nigerien", "NER"}, {"Pakistani", "PAK"}, {"Pakistanis", "PAK"}, {"Palestinian", "PSE"},
	{"Philippine", "PHL"}, {"Russian", "RUS"}, {"Somali", "SOM"}, {"Sudanese", "SDN"},
	{"Syrian", "SYR"}, {"Syrians", "SYR"}, {"Turkish", "TUR"}, {"Ukrainian", "UKR"},
	{"Yemeni", "YEM"}, {"American", "USA"}, {"US", "USA"}, {"UK", "GBR"}, {NULL, NULL}};
