/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets for a scan: provinces or districts with their people; further places. */
#include <mizan/spread.h>

#include <math.h>

static const char *people_text(const struct mizan_table *sheet, size_t row, size_t column)
{
	if (column == SIZE_MAX || sheet->columns[column].type != MIZAN_TEXT) {
		return NULL;
	}
	const struct mizan_cell *cell = mizan_table_cell(sheet, row, column);
	return cell->known && *cell->text ? cell->text : NULL;
}

static double people_real(const struct mizan_table *sheet, size_t row, size_t column)
{
	double value;
	return column != SIZE_MAX && mizan_table_number(sheet, row, column, &value) ? value
										    : (double)NAN;
}

mizan_status mizan_cluster_people_read(struct mizan_table *sheet,
	const struct mizan_cluster_people **people, size_t *count, struct mizan_error *error)
{
	static const char *const names[] = {
		"province", "district", "population", "longitude", "latitude"};
	size_t columns[5];
	for (int i = 0; i < 5; i++) {
		columns[i] = mizan_table_find(sheet, names[i]);
	}
	if (columns[0] == SIZE_MAX || columns[2] == SIZE_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"name them so in the first row; district, longitude and latitude may stand "
			"beside",
			"a list of people needs the columns province and population");
	}
	struct mizan_cluster_people *list =
		mizan_arena_allocate(&sheet->arena, sheet->row_count + 1, sizeof *list);
	if (!list) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < sheet->row_count; i++) {
		list[i] = (struct mizan_cluster_people){people_text(sheet, i, columns[0]),
			people_text(sheet, i, columns[1]), people_real(sheet, i, columns[2]),
			people_real(sheet, i, columns[3]), people_real(sheet, i, columns[4])};
		if ((!list[i].province && !list[i].district) || !(list[i].people >= 0)) {
			mizan_error_at(error, "", i + 2, 0);
			return mizan_error_set(error, MIZAN_ERROR_INPUT, NULL,
				"row %zu has no name or no population", i + 2);
		}
	}
	*people = list;
	*count = sheet->row_count;
	return MIZAN_OK;
}

mizan_status mizan_cluster_points_read(struct mizan_table *sheet,
	const struct mizan_cluster_point **points, size_t *count, struct mizan_error *error)
{
	size_t place = mizan_table_find(sheet, "place");
	size_t longitude = mizan_table_find(sheet, "longitude");
	size_t latitude = mizan_table_find(sheet, "latitude");
	if (longitude == SIZE_MAX || latitude == SIZE_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"name them so in the first row; place may stand beside",
			"a list of places needs the columns longitude and latitude");
	}
	struct mizan_cluster_point *list =
		mizan_arena_allocate(&sheet->arena, sheet->row_count + 1, sizeof *list);
	if (!list) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < sheet->row_count; i++) {
		struct mizan_text name = {0};
		if (place != SIZE_MAX) {
			mizan_table_append_cell(&name, sheet, i, place, true);
		}
		list[i] = (struct mizan_cluster_point){
			mizan_arena_copy(&sheet->arena, name.data ? name.data : "", name.size),
			people_real(sheet, i, longitude), people_real(sheet, i, latitude)};
		bool failed = name.failed || !list[i].name;
		mizan_text_release(&name);
		if (failed) {
			return mizan_error_memory(error);
		}
		if (!(fabs(list[i].longitude) <= 180) || !(fabs(list[i].latitude) <= 90)) {
			mizan_error_at(error, "", i + 2, 0);
			return mizan_error_set(error, MIZAN_ERROR_INPUT, NULL,
				"row %zu has no longitude and latitude in degrees", i + 2);
		}
	}
	*points = list;
	*count = sheet->row_count;
	return MIZAN_OK;
}
