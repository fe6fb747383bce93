/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code lists: lower-case words, each with what it means. */
#include <mizan/store.h>
#include <string.h>

static const char *const violence_words[MIZAN_VIOLENCE_COUNT] = {
	NULL, "state-based", "non-state", "one-sided"};

const char *mizan_violence_word(int violence)
{
	return violence > 0 && violence < MIZAN_VIOLENCE_COUNT ? violence_words[violence] : NULL;
}

int mizan_violence_from_word(struct mizan_slice word)
{
	for (int i = 1; i < MIZAN_VIOLENCE_COUNT; i++) {
		if (mizan_slice_equals(word, violence_words[i])) {
			return i;
		}
	}
	return MIZAN_VIOLENCE_UNKNOWN;
}

const struct mizan_word *mizan_indicator_words(void)
{
	static const struct mizan_word words[] = {
		{"deaths", "people killed, by the definition in counts_what"},
		{"attacks", "attacks or incidents"},
		{"injured", "people injured"},
		{"suicide-attacks", "attacks in which the attacker meant to die"},
		{"civilian-deaths", "civilians killed"},
		{"security-force-deaths", "soldiers, police and other forces of the state killed"},
		{"militant-deaths", "members of armed groups killed"},
		{"score", "the score of an index"},
		{"rank", "the rank in an index, 1 the most affected"},
		{"fighters", "members under arms, estimated"},
		{"groups-joined", "groups that joined or swore allegiance"},
		{"troops", "soldiers of a state"},
		{"prisoners", "prisoners held or released"},
		{"hostages", "people taken hostage or abducted"},
		{"share", "a share in percent"},
		{"displaced", "people displaced"},
		{"elders-killed", "tribal elders killed"},
		{"countries", "countries that something applies to"},
		{NULL, NULL},
	};
	return words;
}

const struct mizan_word *mizan_milestone_kinds(void)
{
	static const struct mizan_word words[] = {
		{"take-over", "a change of who holds power by force"},
		{"agreement", "a text that parties signed"},
		{"ceasefire", "a ceasefire begins or is declared"},
		{"ceasefire-end", "a ceasefire ends, is ended or lapses"},
		{"talks", "talks begin, resume or are held"},
		{"mediation", "a third party begins to mediate"},
		{"mediation-end", "a mediation ends"},
		{"departure", "forces leave"},
		{"release", "prisoners are released"},
		{"operation", "a military operation begins"},
		{"clashes", "fighting between states or parties breaks out"},
		{"border-closure", "a border or a crossing closes"},
		{"border-opening", "a border or a crossing opens"},
		{"killing", "a leader is killed"},
		{"merger", "groups join"},
		{"split", "a group splits"},
		{"declaration", "a statement that changes the relations of parties"},
		{"publication", "a report or an index comes out"},
		{"law", "a law, a constitution or a status changes"},
		{"deportation", "people are made to leave a country"},
		{NULL, NULL},
	};
	return words;
}
