/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a commitment stands on a day, by what was known then. */
#include <mizan/agreement.h>
#include <string.h>

const char *mizan_assessed_word(enum mizan_assessed assessed)
{
	static const char *const words[] = {"not assessed", "met", "partly", "not met",
		"undetermined", "contested", "assessments differ"};
	return words[assessed];
}

const char *mizan_due_state_word(enum mizan_due_state state)
{
	static const char *const words[] = {
		"not owed", "not due", "due", "overdue", "lapsed", "discharged"};
	return words[state];
}

/* Is there a later assessment by the same one that counts? */
static bool state_is_superseded(
	const struct mizan_commitment *commitment, size_t index, mizan_date on, mizan_date known_by)
{
	const struct mizan_assessment *one = &commitment->assessments[index];
	for (size_t i = index + 1; i < commitment->assessment_count; i++) {
		const struct mizan_assessment *other = &commitment->assessments[i];
		if (other->as_of <= on && other->known <= known_by &&
			strcmp(other->assessed_by, one->assessed_by) == 0) {
			return true;
		}
	}
	return false;
}

static enum mizan_assessed state_assessed(
	const struct mizan_commitment *commitment, mizan_date on, mizan_date known_by)
{
	enum mizan_assessed all = MIZAN_NOT_ASSESSED, parties = MIZAN_NOT_ASSESSED;
	for (size_t i = 0; i < commitment->assessment_count; i++) {
		const struct mizan_assessment *one = &commitment->assessments[i];
		if (one->as_of > on || one->known > known_by ||
			state_is_superseded(commitment, i, on, known_by)) {
			continue;
		}
		if (one->by_party) {
			parties = parties == MIZAN_NOT_ASSESSED || parties == one->status
					  ? one->status
					  : MIZAN_CONTESTED;
		}
		all = all == MIZAN_NOT_ASSESSED || all == one->status ? one->status : MIZAN_DIFFER;
	}
	return parties == MIZAN_CONTESTED ? MIZAN_CONTESTED : all;
}

/* The agreement had ended by that day, and that was known: nobody knows of an end before it. */
static bool state_is_ended(
	const struct mizan_commitment *commitment, mizan_date on, mizan_date known_by)
{
	mizan_date ended = commitment->ended;
	return ended != MIZAN_DATE_UNKNOWN && ended <= on && ended <= known_by;
}

/* Of an open or recurring commitment: it is owed while the agreement holds. */
static enum mizan_due_state state_of_standing(
	const struct mizan_commitment *commitment, mizan_date on, bool ended)
{
	mizan_date begins = commitment->effective == MIZAN_DATE_UNKNOWN ? commitment->signed_on
									: commitment->effective;
	if (ended) {
		return MIZAN_LAPSED;
	}
	return on < begins ? MIZAN_NOT_DUE : MIZAN_DUE_NOW;
}

static enum mizan_due_state state_of_dated(const struct mizan_commitment *commitment, mizan_date on,
	mizan_date due, enum mizan_assessed assessed, bool ended)
{
	if (assessed == MIZAN_MET) {
		return MIZAN_DISCHARGED;
	}
	if (ended && commitment->ended < due) {
		return MIZAN_LAPSED;
	}
	return on < due ? MIZAN_NOT_DUE : on == due ? MIZAN_DUE_NOW : MIZAN_OVERDUE;
}

struct mizan_commitment_state mizan_commitment_state(
	const struct mizan_commitment *commitment, mizan_date on, mizan_date known_by)
{
	struct mizan_commitment_state state = {.known = commitment->known <= known_by};
	const struct mizan_due *due = &commitment->due;
	for (size_t i = 0; i < commitment->revision_count; i++) {
		const struct mizan_revision *revision = &commitment->revisions[i];
		if (revision->announced <= on && revision->known <= known_by) {
			due = &revision->due;
			state.moved++;
		}
	}
	state.first_due =
		mizan_due_on(&commitment->due, commitment->signed_on, commitment->effective, on);
	state.due = mizan_due_on(due, commitment->signed_on, commitment->effective, on);
	state.assessed = state_assessed(commitment, on, known_by);
	bool ended = state_is_ended(commitment, on, known_by);
	bool dated = due->rule != MIZAN_DUE_OPEN && due->rule != MIZAN_DUE_EVERY;
	state.state = commitment->standing != MIZAN_AGREED ? MIZAN_NOT_OWED
		      : dated && state.due != MIZAN_DATE_UNKNOWN
			      ? state_of_dated(commitment, on, state.due, state.assessed, ended)
			      : state_of_standing(commitment, on, ended);
	return state;
}
