/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <mizan/store.h>
#include <stdlib.h>
#include <string.h>

#include "country_list.h"

#define COUNTRY_COUNT (sizeof country_list / sizeof *country_list)

static int country_compare(const void *key, const void *item)
{
	return memcmp(key, ((const struct mizan_country *)item)->iso3, 3);
}

const struct mizan_country *mizan_country_by_iso3(struct mizan_slice iso3)
{
	if (iso3.size != 3) {
		return NULL;
	}
	return bsearch(
		iso3.data, country_list, COUNTRY_COUNT, sizeof *country_list, country_compare);
}

/* States that are gone, with the state that the map now shows in their place. */
static int country_successor(int gw)
{
	switch (gw) {
	case 265: /* German Democratic Republic */
		return 260;
	case 315: /* Czechoslovakia */
		return 316;
	case 680: /* Yemen (People's Republic) */
		return 678;
	case 817: /* Republic of Vietnam */
		return 816;
	default:
		return gw;
	}
}

const struct mizan_country *mizan_country_by_gw(int gw)
{
	int wanted = country_successor(gw);
	for (size_t i = 0; i < COUNTRY_COUNT && wanted != 0; i++) {
		if (country_list[i].gw == wanted) {
			return &country_list[i];
		}
	}
	return NULL;
}

/* Other names in common use, UCDP's among them. */
static const struct {
	const char *name;
	const char *iso3;
} country_names[] = {
	{"Bosnia-Herzegovina", "BIH"},
	{"Brunei Darussalam", "BRN"},
	{"Burma", "MMR"},
	{"Cambodia (Kampuchea)", "KHM"},
	{"Cape Verde", "CPV"},
	{"Congo, Dem. Rep.", "COD"},
	{"Congo, Rep.", "COG"},
	{"Cote d'Ivoire", "CIV"},
	{"Czech Republic", "CZE"},
	{"DR Congo (Zaire)", "COD"},
	{"Democratic Republic of Congo", "COD"},
	{"Democratic Republic of the Congo", "COD"},
	{"East Timor", "TLS"},
	{"Egypt, Arab Rep.", "EGY"},
	{"Iran, Islamic Rep.", "IRN"},
	{"Ivory Coast", "CIV"},
	{"Kingdom of eSwatini (Swaziland)", "SWZ"},
	{"Korea, Dem. People's Rep.", "PRK"},
	{"Korea, Rep.", "KOR"},
	{"Lao PDR", "LAO"},
	{"Macedonia, FYR", "MKD"},
	{"Madagascar (Malagasy)", "MDG"},
	{"Myanmar (Burma)", "MMR"},
	{"Russia (Soviet Union)", "RUS"},
	{"Russian Federation", "RUS"},
	{"Rumania", "ROU"},
	{"Serbia (Yugoslavia)", "SRB"},
	{"Swaziland", "SWZ"},
	{"Syrian Arab Republic", "SYR"},
	{"Turkey", "TUR"},
	{"Turkiye", "TUR"},
	{"UK", "GBR"},
	{"USA", "USA"},
	{"United States of America", "USA"},
	{"Venezuela, RB", "VEN"},
	{"Viet Nam", "VNM"},
	{"Vietnam (North Vietnam)", "VNM"},
	{"West Bank and Gaza", "PSE"},
	{"Yemen (North Yemen)", "YEM"},
	{"Yemen, Rep.", "YEM"},
	{"Zimbabwe (Rhodesia)", "ZWE"},
};

static bool country_same_name(struct mizan_slice name, const char *other)
{
	return strlen(other) == name.size && strncasecmp(name.data, other, name.size) == 0;
}

const struct mizan_country *mizan_country_by_name(struct mizan_slice name)
{
	name = mizan_slice_trim(name);
	if (name.size == 0) {
		return NULL;
	}
	for (size_t i = 0; i < COUNTRY_COUNT; i++) {
		if (country_same_name(name, country_list[i].name)) {
			return &country_list[i];
		}
	}
	for (size_t i = 0; i < sizeof country_names / sizeof *country_names; i++) {
		if (country_same_name(name, country_names[i].name)) {
			return mizan_country_by_iso3(
				(struct mizan_slice){country_names[i].iso3, 3});
		}
	}
	return NULL;
}
