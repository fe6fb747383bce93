/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of phrases, and what each says of the sentence that it stands in. */
#include "draft_internal.h"

#include <string.h>

#define RISE                                                                                       \
	"rise|rises|rose|risen|grew|grown|grow|climbed|climb|increased|increase|increases|jumped|" \
	"surged|soared|worsened|swelled|rising|growing|increasing|escalated"
#define FALL                                                                                       \
	"fall|falls|fell|fallen|dropped|declined|decline|decreased|decrease|shrank|halved|"        \
	"falling|dipped|subsided|eased|diminished"

const struct draft_phrase_row draft_phrases[] = {
	{"every|each|consecutive|successive ?single year", PHRASE_EVERY_YEAR, 0},
	{"year after year", PHRASE_EVERY_YEAR, 0},
	{"year on year from", PHRASE_EVERY_YEAR, 0},
	{"annually", PHRASE_EVERY_YEAR, 0},
	{"doubled|doubling|twofold|double", PHRASE_TIMES, 2},
	{"twice as many|high|much", PHRASE_TIMES, 2},
	{"tripled|trebled|threefold|triple", PHRASE_TIMES, 3},
	{"quadrupled|fourfold", PHRASE_TIMES, 4},
	{"quintupled|fivefold", PHRASE_TIMES, 5},
	{"sixfold", PHRASE_TIMES, 6},
	{"tenfold", PHRASE_TIMES, 10},
	{"nearly|almost|roughly|about|broadly equal|equals|equalled|unchanged|identical|flat|level",
		PHRASE_NEAR, 0},
	{"nearly|almost|about|roughly|just as * as", PHRASE_NEAR, 0},
	{"nearly|almost|about|roughly the same", PHRASE_NEAR, 0},
	{"remained|stayed|were|was ?largely|broadly stable|unchanged|flat|level|constant",
		PHRASE_NEAR, 0},
	{"matched|equalled those|that|the", PHRASE_NEAR, 0},
	{"on a par with", PHRASE_NEAR, 0},
	{"barely|hardly|scarcely changed", PHRASE_NEAR, 0},
	{"deadliest|bloodiest|worst year|years", PHRASE_TOP_YEAR, 0},
	{"most violent|lethal|deadly year", PHRASE_TOP_YEAR, 0},
	{"highest|largest * since|in|for", PHRASE_TOP_YEAR, 0},
	{"deadliest|largest|biggest|bloodiest|worst|gravest "
	 "group|organisation|organization|armed|militant|country|displacement|crisis",
		PHRASE_TOP, 0},
	{"most affected|active|lethal|violent|deadly|dangerous", PHRASE_TOP, 0},
	{"fastest growing", PHRASE_TOP, 1},
	{"no ?other group|country", PHRASE_TOP, 0},
	{"ranks|stands|sits|remains|is|comes ?now|currently|still|placed|ranked ?only",
		PHRASE_RANK_NOW, 0},
	{"ranked|rank|stood|placed|came|was|climbed|slipped|moved|fell|rose", PHRASE_RANK, 0},
	{"score|scored|scores|points", PHRASE_SCORE, 0},
	{"accounted|accounts|account for", PHRASE_SHARE, 0},
	{"responsible for", PHRASE_SHARE, 0},
	{"made|make|makes up", PHRASE_SHARE, 0},
	{"behind", PHRASE_SHARE, 0},
	{"suffered|carried|carry|bore|bear|saw|concentrated", PHRASE_SHARE, 0},
	{"most|majority|bulk of", PHRASE_MOST, 50},
	{"mostly|mainly|chiefly in", PHRASE_MOST, 50},
	{"joined|rejoined|join|joining", PHRASE_JOINED, 0},
	{"merged|merge|merging ?itself|themselves with|into", PHRASE_JOINED, 0},
	{"pledged|swore|sworn|pledge|pledging * allegiance|loyalty|oath|bayah", PHRASE_JOINED, 0},
	{"have|has|had merged", PHRASE_JOINED, 0},
	{"lasted|lasting|survived|last", PHRASE_LASTED, 0},
	{"held|hold|holding|endured ?out for|out|less|only|just|barely|almost|nearly|about|more",
		PHRASE_LASTED, 0},
	{"collapsed|broke|ended|unravelled|failed ?down within|after", PHRASE_LASTED, 0},
	{"was|were|are|is|had|has|have to", PHRASE_DUE, 0},
	{"pledged|promised|agreed|undertook|committed|obliged|bound|required ?itself|themselves to",
		PHRASE_DUE, 0},
	{"deadline|due", PHRASE_DUE, 0},
	{"kept|keeps|honoured|honored|fulfilled|met|implemented|respected|observed|abided ?by * "
	 "promise|promises|pledge|pledges|commitment|commitments|word|obligation|obligations|part|"
	 "side|deal|terms",
		PHRASE_KEPT, 0},
	{"stuck|lived|adhered up|to", PHRASE_KEPT, 0},
	{"neither|not|never * kept|honoured|fulfilled|met|implemented|respected", PHRASE_BROKEN, 0},
	{"broke|broken|breached|violated|reneged|breaking * "
	 "promise|promises|pledge|pledges|commitment|commitments|word|obligation|obligations|deal|"
	 "terms|on|agreement|truce|ceasefire",
		PHRASE_BROKEN, 0},
	{"claimed|claims|claiming|claim ?full responsibility", PHRASE_CLAIMS, 0},
	{"claimed|claims|claim to have", PHRASE_CLAIMS, 0},
	{"took credit", PHRASE_CLAIMS, 0},
	{"accuses|accused|accusing|accuse|blames|blamed|blame|alleges|alleged", PHRASE_ASSERTS, 0},
	{"claims|claimed|insists|insisted|asserts|asserted|maintains|maintained that",
		PHRASE_ASSERTS, 0},
	{"says|said|say that", PHRASE_ASSERTS, 0},
	{"holds|held * responsible", PHRASE_ASSERTS, 0},
	{"denies|denied|deny|denying|rejects|rejected|reject|dismissed|dismisses|disputes|disputed|"
	 "refuted|refutes",
		PHRASE_DENIES, 0},
	{"signed|sign|concluded|brokered|struck|inked|reached", PHRASE_HAPPENED, 0},
	{"agreed to|on ?a|an ?immediate|indefinite ceasefire|truce|agreement|pause|deal",
		PHRASE_HAPPENED, 0},
	{"announced|declared|proclaimed", PHRASE_HAPPENED, 0},
	{"began|begun|started|launched|opened|resumed|extended|renewed", PHRASE_HAPPENED, 0},
	{"broke out|down|off", PHRASE_HAPPENED, 0},
	{"erupted|clashed|fought|collided", PHRASE_HAPPENED, 0},
	{"ended|collapsed|expired|lapsed|suspended|cancelled|terminated|abandoned", PHRASE_HAPPENED,
		0},
	{"fell|seized|captured|took|entered|overran|retook|recaptured|overthrew|toppled|stormed|"
	 "ousted|deposed|occupied",
		PHRASE_HAPPENED, 0},
	{"left|withdrew|departed|pulled out|handed", PHRASE_HAPPENED, 0},
	{"closed|shut|reopened|sealed", PHRASE_HAPPENED, 0},
	{"released|freed|swapped|exchanged", PHRASE_HAPPENED, 0},
	{"killed|assassinated|bombed|struck|raided|massacred|attacked", PHRASE_HAPPENED, 0},
	{"split|merged|rejoined|joined|formed|founded|banned|outlawed|designated", PHRASE_HAPPENED,
		0},
	{"massacre|coup|strike|attack|bombing|offensive * on", PHRASE_HAPPENED, 0},
	{"during|throughout", PHRASE_DURING, 0},
	{"while it|the|a ?truce|ceasefire|agreement held|lasted|stood", PHRASE_DURING, 0},
	{"after|since|following", PHRASE_AFTER, 0},
	{"truce|ceasefire|cease|agreement|accord|deal|declaration|armistice|truces|ceasefires",
		PHRASE_PAUSE, 0},
	{RISE, PHRASE_RISES, 0},
	{FALL, PHRASE_FALLS, 0},
	{"up from", PHRASE_RISES, 1},
	{"down from", PHRASE_FALLS, 1},
	{"fewer|less|lower than the|in|a year|previous", PHRASE_FALLS, 2},
	{"more|higher|greater than the year|previous", PHRASE_RISES, 2},
	{"should|must|ought|shouldnt|mustnt", PHRASE_OPINION, 0},
	{"need|needs to", PHRASE_OPINION, 0},
	{"can|could only|hardly|no", PHRASE_OPINION, 0},
	{"cannot|cant", PHRASE_OPINION, 0},
	{"failed|fails|failing to", PHRASE_OPINION, 0},
	{"would be ?a wrong|wise|wiser|right|better|naive|foolish|mistake", PHRASE_OPINION, 0},
	{"in my|our view|opinion|judgement|judgment", PHRASE_OPINION, 0},
	{"wiser|wisest|better|best|only|right course|way|option|choice|path|answer|policy",
		PHRASE_OPINION, 0},
	{"no|nothing|nobody * can|could", PHRASE_OPINION, 0},
	{"a|the|noble|bad|good|bold|flawed "
	 "farce|mistake|disgrace|tragedy|folly|idea|illusion|delusion|fiasco|sham|triumph",
		PHRASE_OPINION, 0},
	{"not * but", PHRASE_OPINION, 0},
	{"what * lacks|needs|matters|is needed", PHRASE_OPINION, 0},
	{"unacceptable|reckless|shameful|wise|unwise|foolish|naive|short "
	 "sighted|shortsighted|badly|courageous|cynical|inexcusable|unforgivable|hopeless|hopeful|"
	 "regrettable|deplorable|cowardly|heroic",
		PHRASE_OPINION, 0},
	{"have|has not delivered|learned|learnt|understood", PHRASE_OPINION, 0},
	{"it is time|high|clear|hard|wrong|vital|essential|imperative", PHRASE_OPINION, 0},
	{"deserve|deserves|deserved", PHRASE_OPINION, 0},
	{"will|would not|never happen|succeed|work|end|last", PHRASE_OPINION, 0},
	{NULL, PHRASE_OPINION, 0},
};

/* Where an element of a pattern ends. */
static const char *element_end(const char *pattern)
{
	return pattern + strcspn(pattern, " ");
}

bool draft_words_fit(
	const struct draft_sentence *sentence, size_t index, const char *pattern, size_t *end)
{
	if (!*pattern) {
		*end = index;
		return true;
	}
	const char *after = element_end(pattern);
	after += *after == ' ';
	if (*pattern == '*') {
		for (size_t skip = 0; skip <= 3; skip++) {
			if (draft_words_fit(sentence, index + skip, after, end)) {
				return true;
			}
		}
		return false;
	}
	bool optional = *pattern == '?';
	if (draft_word_is(sentence, index, pattern + optional) &&
		draft_words_fit(sentence, index + 1, after, end)) {
		return true;
	}
	return optional && draft_words_fit(sentence, index, after, end);
}

const struct draft_phrase *draft_phrase_of(
	const struct draft_sentence *sentence, enum draft_phrase_kind kind)
{
	for (size_t i = 0; i < sentence->phrase_count; i++) {
		if (sentence->phrases[i].kind == kind) {
			return &sentence->phrases[i];
		}
	}
	return NULL;
}

/* First of all by their first letter: most words begin no phrase. */
static bool begins(const char *pattern, const char *word)
{
	for (const char *c = pattern + (*pattern == '?'); *c && *c != ' ';) {
		if (*c == *word) {
			return true;
		}
		c += strcspn(c, "| ");
		c += *c == '|';
	}
	return *pattern == '?' || *pattern == '*';
}

bool draft_find_phrases(struct draft_sentence *sentence, struct mizan_arena *arena)
{
	size_t room = 0;
	sentence->phrases = NULL;
	sentence->phrase_count = 0;
	for (size_t at = 0; at < sentence->word_count; at++) {
		for (const struct draft_phrase_row *row = draft_phrases; row->words; row++) {
			size_t end;
			if (!begins(row->words, sentence->words[at].text) ||
				!draft_words_fit(sentence, at, row->words, &end)) {
				continue;
			}
			if (sentence->phrase_count == room) {
				struct draft_phrase *grown =
					mizan_arena_allocate(arena, room * 2 + 16, sizeof *grown);
				if (!grown) {
					return false;
				}
				if (room > 0) {
					memcpy(grown, sentence->phrases, room * sizeof *grown);
				}
				sentence->phrases = grown;
				room = room * 2 + 16;
			}
			sentence->phrases[sentence->phrase_count++] =
				(struct draft_phrase){at, end, row->kind, row->number};
		}
	}
	return true;
}
