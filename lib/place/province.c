/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Provinces by the names that event data gives them. Natural Earth brings a few spellings; the
 * table below has those of UCDP, ACLED, the UN's and governments' lists for Pakistan and
 * Afghanistan.
 */
#include "place_internal.h"

#include <string.h>

struct alias {
	const char *iso3, *province;
	const char *spellings; /* a bar between */
};

static const struct alias aliases[] = {
	{"PAK", "Khyber Pakhtunkhwa",
		"Khyber Pakhtunkwa|Khyber Pukhtunkhwa|Khyber Pakhtoonkhwa|Khyber Pukhtoonkhwa|"
		"Khyberpakhtunkhwa|Pakhtunkhwa|KP|KPK|NWFP|North West Frontier|Northwest Frontier|"
		"North-West Frontier Province|خیبر پختونخوا|خیبر پښتونخوا"},
	{"PAK", "Federally Administered Tribal Areas",
		"FATA|F.A.T.A.|Federally Administered Tribal Area|Tribal Areas|Tribal districts|"
		"Tribal belt|Merged districts|Newly merged districts|Newly Merged Tribal Districts|"
		"Former FATA|Ex-FATA|Erstwhile FATA|قبائلی علاقہ جات"},
	{"PAK", "Balochistan", "Baluchistan|Beluchistan|Balochestan|بلوچستان"},
	{"PAK", "Sindh", "Sind|سندھ"},
	{"PAK", "Punjab", "Panjab|Punjab, Pakistan|پنجاب"},
	{"PAK", "Islamabad Capital Territory",
		"Islamabad|ICT|FCT|F.C.T.|Federal Capital Territory|Islamabad Capital|"
		"Federal Capital Area|Capital Territory|اسلام آباد"},
	{"PAK", "Gilgit-Baltistan",
		"Gilgit Baltistan|GB|Northern Areas|FANA|Federally Administered Northern Areas|"
		"گلگت بلتستان"},
	{"PAK", "Azad Jammu and Kashmir",
		"Azad Kashmir|AJK|AJ&K|Azad Jammu Kashmir|Azad Jammu & Kashmir|"
		"Pakistan-administered Kashmir|Pakistan administered Jammu and Kashmir|آزاد کشمیر"},
	{"AFG", "Badakhshan", "Badakshan|Badakhshān"},
	{"AFG", "Badghis", "Badgheis|Badghes"},
	{"AFG", "Baghlan", "Baglan"},
	{"AFG", "Balkh", "Balk"},
	{"AFG", "Bamyan", "Bamian|Bamiyan|Bāmyān"},
	{"AFG", "Daykundi", "Daikundi|Dai Kundi|Day Kundi|Daykondi|Daikondi|Dāykundī|Dāykondī"},
	{"AFG", "Farah", "Farrah"},
	{"AFG", "Faryab", "Fariab|Faryāb|Faryeb"},
	{"AFG", "Ghazni", "Gazni|Ghaznī"},
	{"AFG", "Ghor", "Ghowr|Ghur|Gor"},
	{"AFG", "Helmand", "Hilmand|Hilmend|Helmend"},
	{"AFG", "Herat", "Hirat"},
	{"AFG", "Jawzjan", "Jowzjan|Jozjan|Jauzjan|Juzjan|Jawzjān"},
	{"AFG", "Kabul", "Kabol"},
	{"AFG", "Kandahar", "Qandahar|Kandhar"},
	{"AFG", "Kapisa", "Kapissa"},
	{"AFG", "Khost", "Khowst|Khust|Khōst"},
	{"AFG", "Kunar", "Konar|Kunarha|Kunarhā|Konarha"},
	{"AFG", "Kunduz", "Konduz|Qunduz|Qonduz|Kundoz"},
	{"AFG", "Laghman", "Lagman"},
	{"AFG", "Logar", "Lowgar|Lugar"},
	{"AFG", "Maidan Wardak",
		"Wardak|Vardak|Wardag|Maydan Wardak|Maidan Wardag|Meydan Wardak|Maydan Vardak"},
	{"AFG", "Nangarhar", "Nangrahar|Ningarhar|Nangahar|Nengarhar"},
	{"AFG", "Nimroz", "Nimruz|Nimrooz|Nimroze|Nīmrōz"},
	{"AFG", "Nuristan", "Nurestan|Nooristan|Noristan"},
	{"AFG", "Paktia", "Paktya|Paktiya|Pakhtia"},
	{"AFG", "Paktika", "Pakteka"},
	{"AFG", "Panjshir", "Panjsher|Panjshayr|Panshir|Panjshīr"},
	{"AFG", "Parwan", "Parvan|Perwan"},
	{"AFG", "Samangan", "Samanghan"},
	{"AFG", "Sar-e Pol",
		"Sari Pul|Sar-e-Pul|Saripul|Sar-i-Pul|Sar e Pol|Sarepol|Sar-i Pol|Sar Pol"},
	{"AFG", "Takhar", "Taxar"},
	{"AFG", "Uruzgan", "Oruzgan|Urozgan|Urazgan|Orūzgān"},
	{"AFG", "Zabul", "Zabol|Zābul"},
};

/* What a province has become part of. */
static const struct {
	const char *iso3, *province, *successor;
} successors[] = {
	/* Twenty-fifth Amendment to the Constitution of Pakistan, 31 May 2018. */
	{"PAK", "Federally Administered Tribal Areas", "Khyber Pakhtunkhwa"},
};

/* Does one of the spellings, `bar` between, have this key? */
static bool spellings_have(const char *spellings, char bar, const char *key, bool loose)
{
	char buffer[PLACE_KEY_SIZE];
	while (*spellings) {
		const char *end = strchr(spellings, bar);
		size_t size = end ? (size_t)(end - spellings) : strlen(spellings);
		if (strcmp(place_name_key((struct mizan_slice){spellings, size}, loose, buffer),
			    key) == 0) {
			return true;
		}
		spellings += size + (end != NULL);
	}
	return false;
}

static const struct mizan_area *province_named(
	const struct mizan_basemap *map, const char *iso3, const char *name)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct mizan_area *area = &map->areas[i];
		if (area->kind == MIZAN_AREA_PROVINCE && strcmp(area->iso3, iso3) == 0 &&
			strcmp(area->name, name) == 0) {
			return area;
		}
	}
	return NULL;
}

static const char *province_alias(const char *iso3, const char *key)
{
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
		if (strcmp(aliases[i].iso3, iso3) == 0 &&
			spellings_have(aliases[i].spellings, '|', key, false)) {
			return aliases[i].province;
		}
	}
	return NULL;
}

/* The one province that has this key by its name (or, `spelled`, by another spelling). */
static const struct mizan_area *province_by_key(const struct mizan_basemap *map, const char *iso3,
	const char *key, bool loose, bool spelled)
{
	const struct mizan_area *found = NULL;
	for (size_t i = 0; i < map->count; i++) {
		const struct mizan_area *area = &map->areas[i];
		if (area->kind == MIZAN_AREA_PROVINCE && strcmp(area->iso3, iso3) == 0 &&
			spellings_have(
				spelled ? map->spellings[i] : area->name, '\n', key, loose)) {
			if (found) {
				return NULL;
			}
			found = area;
		}
	}
	return found;
}

const struct mizan_area *mizan_basemap_province(
	const struct mizan_basemap *map, const char *iso3, struct mizan_slice name)
{
	char key[PLACE_KEY_SIZE];
	for (int loose = 0; loose < 2; loose++) {
		place_name_key(name, loose, key);
		if (!key[0]) {
			return NULL;
		}
		const struct mizan_area *area = province_by_key(map, iso3, key, loose, false);
		const char *alias = area || loose ? NULL : province_alias(iso3, key);
		if (alias) {
			area = province_named(map, iso3, alias);
		}
		if (!area) {
			area = province_by_key(map, iso3, key, loose, true);
		}
		if (area) {
			return area;
		}
	}
	return NULL;
}

char *mizan_place_name_key(
	const char *iso3, struct mizan_slice name, char key[MIZAN_PLACE_KEY_SIZE])
{
	place_name_key(name, false, key);
	const char *alias = iso3 && key[0] ? province_alias(iso3, key) : NULL;
	return place_name_key(alias ? (struct mizan_slice){alias, strlen(alias)} : name, true, key);
}

const struct mizan_area *mizan_basemap_successor(
	const struct mizan_basemap *map, const struct mizan_area *province)
{
	for (size_t i = 0; i < sizeof successors / sizeof *successors; i++) {
		if (strcmp(province->iso3, successors[i].iso3) == 0 &&
			strcmp(province->name, successors[i].province) == 0) {
			return province_named(map, province->iso3, successors[i].successor);
		}
	}
	return NULL;
}
