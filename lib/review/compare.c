/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A review weighed on two states of a store: which of its sentences come out otherwise. */
#include "review_internal.h"

static mizan_status compare_weigh(const struct mizan_article *article, const char *claims,
	struct sqlite3 *database, struct mizan_review **review, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	mizan_status status = mizan_review_open(article, claims, review, error);
	if (status == MIZAN_OK && mizan_review_fault_count(*review) == 0) {
		status = mizan_review_evaluate(*review, database, watch, error);
	}
	if (status == MIZAN_OK && mizan_review_fault_count(*review) > 0) {
		if (error) {
			*error = *mizan_review_fault(*review, 0);
			error->status = MIZAN_ERROR_INPUT;
		}
		return MIZAN_ERROR_INPUT;
	}
	return status;
}

mizan_status mizan_review_compare(const struct mizan_article *article, const char *claims,
	const struct mizan_vintages *vintages, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_review *before = NULL, *after = NULL;
	mizan_status status =
		compare_weigh(article, claims, vintages->after.database, &after, watch, error);
	if (status == MIZAN_OK) {
		status = compare_weigh(
			article, claims, vintages->before.database, &before, watch, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_brief_compare_results(
			claims, before->brief, after->brief, table, error);
	}
	mizan_review_release(before);
	mizan_review_release(after);
	return status;
}
