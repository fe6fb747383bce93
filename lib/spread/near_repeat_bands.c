/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands as people write them. */
#include <mizan/spread.h>

#include <string.h>

/* "1,5,10": at most MIZAN_NEAR_REPEAT_BANDS numbers. */
static mizan_status bands_parse(const char *text, const char *what, double *values, size_t *count,
	struct mizan_error *error)
{
	*count = 0;
	for (bool more = true; more;) {
		size_t size = strcspn(text, ",");
		struct mizan_slice part = mizan_slice_trim((struct mizan_slice){text, size});
		if (*count == MIZAN_NEAR_REPEAT_BANDS || !mizan_parse_real(part, &values[*count]) ||
			values[*count] < 0 ||
			(*count > 0 && values[*count] <= values[*count - 1])) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE, "as 1,5,10,25,50",
				"bands of %s are one to %d numbers that rise, not '%.60s'", what,
				MIZAN_NEAR_REPEAT_BANDS, text);
		}
		++*count;
		more = text[size] == ',';
		text += size + more;
	}
	return MIZAN_OK;
}

mizan_status mizan_near_repeat_bands(const char *km, const char *days,
	struct mizan_near_repeat_bands *bands, struct mizan_near_repeat_options *options,
	struct mizan_error *error)
{
	double values[MIZAN_NEAR_REPEAT_BANDS];
	size_t count = 0;
	mizan_status status = MIZAN_OK;
	if (km) {
		status = bands_parse(km, "kilometres", bands->km, &options->km_count, error);
		options->km = bands->km;
	}
	if (status == MIZAN_OK && days) {
		status = bands_parse(days, "days", values, &count, error);
		options->days = bands->days;
		options->day_count = count;
	}
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		bands->days[i] = values[i] <= 100000 ? (int)values[i] : -1;
		if ((double)bands->days[i] != values[i]) {
			status = mizan_error_set(error, MIZAN_ERROR_USAGE, "as 7,14,30",
				"bands of days are whole days up to 100,000, not %g", values[i]);
		}
	}
	return status;
}
