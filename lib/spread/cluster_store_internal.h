/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that read a store for a scan share. */
#ifndef MIZAN_CLUSTER_STORE_INTERNAL_H
#define MIZAN_CLUSTER_STORE_INTERNAL_H

#include <mizan/spread.h>

/* The periods of a scan; the last one ends with `to`. */
struct cluster_frame {
	enum mizan_cluster_unit unit;
	mizan_date from, to;
	mizan_date until; /* to, or what was asked for where a public handle ends before */
	uint32_t periods;
};
void cluster_frame_make(struct cluster_frame *frame);
/* Of a day within the frame. */
uint32_t cluster_frame_period(const struct cluster_frame *frame, mizan_date date);
/* First and last day of a period, within the frame. */
void cluster_frame_days(
	const struct cluster_frame *frame, uint32_t period, mizan_date *first, mizan_date *last);

struct cluster_event {
	double longitude, latitude;
	uint32_t period, unit; /* unit: of cluster_people */
	int32_t deaths;        /* MIZAN_UNKNOWN */
	bool control;
	const char *place, *province, *district;
};
/* Events of one source, and how many are left out for what. */
struct cluster_record {
	struct mizan_arena arena;
	struct cluster_event *events;
	size_t count, capacity, controls;
	int64_t seen, withheld, no_point, coarse_place, coarse_time, untold_place, district,
		no_people, no_place;
};
/* The places of a record. */
struct cluster_place {
	double longitude, latitude, people;
	const char *name, *province;
};
struct cluster_places {
	struct cluster_place *items;
	size_t count;
	uint32_t *of_event; /* place of each event */
};

/* Complete releases of a source over a country (NULL: any): first and last day; false: none. */
bool cluster_coverage(const struct mizan_release_list *releases, const char *source,
	const char *country, mizan_date *from, mizan_date *to);
/* Months within the frame that no complete release covers, and the first of them. */
uint32_t cluster_missing_months(const struct mizan_release_list *releases, const char *source,
	const char *country, const struct cluster_frame *frame, int32_t *first);
mizan_status cluster_record_read(struct sqlite3 *database, const struct mizan_cluster_query *query,
	const char *source, const struct mizan_release_list *releases,
	const struct cluster_frame *frame, struct cluster_record *record,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
void cluster_record_release(struct cluster_record *record);
/* One place a point, or one a province or district that has people. Sorts the events. */
mizan_status cluster_places_make(struct cluster_record *record,
	const struct mizan_cluster_query *query, struct cluster_places *places,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Rows --------------------------------------------------------------------------------- */

/* p has as many decimals as so many replicates can tell. */
void cluster_add_columns(struct mizan_table *table, uint32_t replicates);
/* What one source's scan found. */
struct cluster_found {
	const struct mizan_cluster_query *query;
	const char *source;
	const struct cluster_frame *frame;
	const struct cluster_record *record;
	const struct cluster_places *places;
	const struct mizan_cluster_result *result;
};
void cluster_add_rows(struct mizan_table *table, const struct cluster_found *found);
void cluster_add_notes(struct mizan_table *table, const struct cluster_found *found);

#endif
