/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles of clusters as GeoJSON. */
#include <mizan/spread.h>

#include <math.h>

#define CORNERS 72
#define SPHERE_KM 6371.0088
#define DEGREE 0.017453292519943295

/* A place alone is drawn as a circle of 1 km, so that it can be seen. */
#define LEAST_KM 1.0

/* The corner of a circle on the sphere that lies in a direction. */
static void circle_corner(
	double longitude, double latitude, double km, double direction, struct mizan_text *out)
{
	double angle = fmax(km, LEAST_KM) / SPHERE_KM, phi = latitude * DEGREE;
	double there = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(direction));
	double turn =
		atan2(sin(direction) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(there));
	mizan_text_printf(out, "[%.5f,%.5f]", longitude + turn / DEGREE, there / DEGREE);
}

/* Against the clock, as the standard has it. */
static void circle_append(double longitude, double latitude, double km, struct mizan_text *out)
{
	mizan_text_append(out, "{\"type\":\"Polygon\",\"coordinates\":[[");
	for (int i = 0; i <= CORNERS; i++) {
		mizan_text_append(out, i ? "," : "");
		circle_corner(longitude, latitude, km,
			-2 * 3.141592653589793 * (i % CORNERS) / CORNERS, out);
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
	double longitude, latitude, km;
	bool placed =
		mizan_table_number(table, row, mizan_table_find(table, "longitude"), &longitude) &&
		mizan_table_number(table, row, mizan_table_find(table, "latitude"), &latitude) &&
		mizan_table_number(table, row, mizan_table_find(table, "radius_km"), &km);
	mizan_text_append(out, "{\"type\":\"Feature\",\"geometry\":");
	if (placed) {
		circle_append(longitude, latitude, km, out);
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
	if (mizan_table_find(table, "longitude") == SIZE_MAX ||
		mizan_table_find(table, "latitude") == SIZE_MAX ||
		mizan_table_find(table, "radius_km") == SIZE_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			"this is no table of clusters: longitude, latitude or radius_km is "
			"missing");
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
