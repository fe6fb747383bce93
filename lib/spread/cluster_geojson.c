/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles of clusters as GeoJSON. */
#include "cluster_circle_internal.h"

#include <math.h>

#define SPHERE_KM 6371.0088
#define DEGREE 0.017453292519943295
#define LEAST_KM 1.0

bool cluster_circle(
	const struct mizan_table *table, size_t row, double corners[2 * CIRCLE_CORNERS + 2])
{
	double longitude, latitude, km;
	if (!mizan_table_number(table, row, mizan_table_find(table, "longitude"), &longitude) ||
		!mizan_table_number(table, row, mizan_table_find(table, "latitude"), &latitude) ||
		!mizan_table_number(table, row, mizan_table_find(table, "radius_km"), &km)) {
		return false;
	}
	double angle = fmax(km, LEAST_KM) / SPHERE_KM, phi = latitude * DEGREE;
	for (int i = 0; i <= CIRCLE_CORNERS; i++) {
		double direction = -360.0 * (i % CIRCLE_CORNERS) / CIRCLE_CORNERS * DEGREE;
		double there = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(direction));
		double turn = atan2(
			sin(direction) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(there));
		corners[2 * i] = longitude + turn / DEGREE;
		corners[2 * i + 1] = there / DEGREE;
	}
	return true;
}

mizan_status cluster_circle_check(const struct mizan_table *table, struct mizan_error *error)
{
	if (mizan_table_find(table, "longitude") == SIZE_MAX ||
		mizan_table_find(table, "latitude") == SIZE_MAX ||
		mizan_table_find(table, "radius_km") == SIZE_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			"this is no table of clusters: longitude, latitude or radius_km is "
			"missing");
	}
	return MIZAN_OK;
}

static void circle_append(const double *corners, struct mizan_text *out)
{
	mizan_text_append(out, "{\"type\":\"Polygon\",\"coordinates\":[[");
	for (int i = 0; i <= CIRCLE_CORNERS; i++) {
		mizan_text_printf(
			out, "%s[%.5f,%.5f]", i ? "," : "", corners[2 * i], corners[2 * i + 1]);
	}
	mizan_text_append(out, "]]}");
}

static void text_append_json(struct mizan_text *out, const char *text)
{
	size_t size = 0;
	while (text[size]) {
		size++;
	}
	mizan_text_append_json(out, text, size);
}

static void feature_append(const struct mizan_table *table, size_t row, struct mizan_text *out)
{
	double corners[2 * CIRCLE_CORNERS + 2];
	mizan_text_append(out, "{\"type\":\"Feature\",\"geometry\":");
	if (cluster_circle(table, row, corners)) {
		circle_append(corners, out);
	} else {
		mizan_text_append(out, "null");
	}
	mizan_text_append(out, ",\"properties\":{");
	for (size_t i = 0; i < table->column_count; i++) {
		const struct mizan_cell *cell = mizan_table_cell(table, row, i);
		mizan_text_append(out, i ? "," : "");
		text_append_json(out, table->columns[i].name);
		mizan_text_append(out, ":");
		if (!cell->known) {
			mizan_text_append(out, "null");
		} else if (table->columns[i].type == MIZAN_TEXT) {
			text_append_json(out, cell->text);
		} else {
			mizan_table_append_cell(out, table, row, i, true);
		}
	}
	mizan_text_append(out, "}}");
}

static void list_append(
	const char *name, const char *const *texts, size_t count, struct mizan_text *out)
{
	mizan_text_printf(out, ",\n\"%s\":[", name);
	for (size_t i = 0; i < count; i++) {
		mizan_text_append(out, i ? "," : "");
		text_append_json(out, texts[i]);
	}
	mizan_text_append(out, "]");
}

mizan_status mizan_cluster_geojson(
	const struct mizan_table *table, struct mizan_text *out, struct mizan_error *error)
{
	mizan_status status = cluster_circle_check(table, error);
	if (status != MIZAN_OK) {
		return status;
	}
	mizan_text_append(out, "{\"type\":\"FeatureCollection\",\n\"features\":[");
	for (size_t i = 0; i < table->row_count; i++) {
		mizan_text_append(out, i ? ",\n" : "\n");
		feature_append(table, i, out);
	}
	mizan_text_append(out, "]");
	list_append("sources", table->sources, table->source_count, out);
	list_append("notes", table->notes, table->note_count, out);
	mizan_text_append(out, "}\n");
	return mizan_text_check(out, error);
}
