/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One agreement: before, during and after, the first incidents, and the windows. */
#include "effect_internal.h"

#include <math.h>

static const int effect_usual_windows[] = {30, 90, 180};

/* A rate of the days from..to-1 as far as they are covered. */
static void effect_rate(
	const struct effect_days *days, int64_t from, int64_t to, struct mizan_rate *rate)
{
	from = from > 0 ? from : 0;
	to = to < days->count ? to : days->count;
	if (from >= to) {
		*rate = (struct mizan_rate){.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN,
			.per_day = (double)NAN,
			.low = (double)NAN,
			.high = (double)NAN,
			.dispersion = (double)NAN};
		return;
	}
	struct effect_dispersion dispersion = effect_dispersion_of(days, from, to, to - from, -1);
	effect_rate_set(rate, days, from, to, &dispersion);
}

/* Before, during and after: each as long as it lasted, or as was asked. */
static void effect_rates(const struct effect_days *days, const struct mizan_effect_options *options,
	struct mizan_effect *effect)
{
	int64_t from = (int64_t)options->from - days->first, to = days->count;
	if (options->to != MIZAN_DATE_UNKNOWN && (int64_t)options->to - days->first < days->count) {
		to = (int64_t)options->to - days->first + 1;
	} else {
		effect->open = true;
	}
	int64_t side = options->side_days > 0 ? options->side_days : to - from;
	effect_rate(days, from - side, from, &effect->before);
	effect_rate(days, from, to, &effect->during);
	effect_rate(days, to, effect->open ? to : to + side, &effect->after);
}

static void effect_first(const struct mizan_incidents *incidents,
	const struct mizan_effect_options *options, struct mizan_effect *effect)
{
	effect->days_to_first = effect->days_to_first_with_deaths = -1;
	effect->deaths = options->deaths;
	for (size_t i = 0; i < incidents->count; i++) {
		mizan_date date = incidents->dates[i];
		if (date < effect->during.from) {
			continue;
		}
		if (date > effect->during.to) {
			break;
		}
		if (effect->days_to_first < 0) {
			effect->days_to_first = date - effect->during.from;
		}
		int32_t deaths = incidents->deaths ? incidents->deaths[i] : MIZAN_UNKNOWN;
		if (options->deaths <= 0 ||
			(deaths != MIZAN_UNKNOWN && deaths >= options->deaths)) {
			effect->days_to_first_with_deaths =
				options->deaths > 0 ? date - effect->during.from : -1;
			break;
		}
		effect->unknown_deaths += deaths == MIZAN_UNKNOWN ? 1 : 0;
	}
}

static mizan_status effect_windows(const struct effect_days *days,
	const struct mizan_effect_options *options, struct mizan_effect *effect,
	struct mizan_error *error)
{
	const int *lengths = options->windows ? options->windows : effect_usual_windows;
	effect->window_count = options->windows ? options->window_count : 3;
	int64_t at = (int64_t)options->from - days->first;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < effect->window_count && status == MIZAN_OK; i++) {
		struct mizan_window_ratio *window = &effect->windows[i];
		if (at >= lengths[i] && at + lengths[i] <= days->count) {
			status = effect_window(days, at, lengths[i], window, error);
			continue;
		}
		double unknown = (double)NAN;
		*window = (struct mizan_window_ratio){.at = options->from,
			.days = lengths[i],
			.standing = MIZAN_EFFECT_NOT_COVERED,
			.ratio = unknown,
			.low = unknown,
			.high = unknown,
			.placebo_low = unknown,
			.placebo_high = unknown,
			.p_value = unknown};
		effect_rate(days, at, at, &window->before);
		effect_rate(days, at, at, &window->after);
	}
	return status;
}

static mizan_status effect_check(const struct mizan_incidents *incidents,
	const struct mizan_effect_options *options, struct mizan_error *error)
{
	char texts[3][11];
	if (options->from < incidents->covered_from || options->from > incidents->covered_to) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "import a release that covers it",
			"it began on %s, and the record covers %s to %s",
			mizan_date_format(options->from, texts[0]),
			mizan_date_format(incidents->covered_from, texts[1]),
			mizan_date_format(incidents->covered_to, texts[2]));
	}
	if (options->to != MIZAN_DATE_UNKNOWN && options->to < options->from) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"give its first day and then its last",
			"it ends on %s, before it begins on %s",
			mizan_date_format(options->to, texts[0]),
			mizan_date_format(options->from, texts[1]));
	}
	if (options->side_days < 0 || options->window_count > MIZAN_EFFECT_WINDOWS) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "30, 90 and 180 are usual",
			"at most %d windows, and no negative number of days", MIZAN_EFFECT_WINDOWS);
	}
	for (size_t i = 0; options->windows && i < options->window_count; i++) {
		if (options->windows[i] < 1 || options->windows[i] > MIZAN_EFFECT_DAYS) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE, "30, 90 and 180 are usual",
				"a window has 1 to %d days, not %d", MIZAN_EFFECT_DAYS,
				options->windows[i]);
		}
	}
	return MIZAN_OK;
}

mizan_status mizan_effect_measure(const struct mizan_incidents *incidents,
	const struct mizan_effect_options *options, struct mizan_effect *effect,
	struct mizan_error *error)
{
	struct effect_days days;
	*effect = (struct mizan_effect){0};
	mizan_status status = effect_days_init(
		&days, incidents, options->excluded, options->excluded_count, error);
	if (status == MIZAN_OK) {
		status = effect_check(incidents, options, error);
	}
	if (status == MIZAN_OK) {
		effect_rates(&days, options, effect);
		effect_first(incidents, options, effect);
		status = effect_windows(&days, options, effect, error);
	}
	effect_days_release(&days);
	return status;
}
