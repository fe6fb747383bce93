/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes a file like UCDP GED on standard output: 49 columns, long quoted text with commas, doubled
 * quotes and line breaks. Synthetic: no row is an event. Same rows for the same count.
 *   generate ROWS > file.csv        (400000 rows: 279 MB)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t random_state = 88172645463325252u;

static uint64_t random_below(uint64_t bound)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % bound;
}

static const struct {
	const char *name;
	int gw;
	double latitude, longitude;
} countries[] = {{"Afghanistan", 700, 34, 66}, {"Pakistan", 770, 33, 71}, {"Syria", 652, 35, 38},
	{"Ukraine", 369, 48, 36}, {"Mexico", 70, 23, -102}, {"Nigeria", 475, 10, 8},
	{"Somalia", 520, 5, 46}, {"Ethiopia", 530, 9, 39}, {"DR Congo (Zaire)", 490, -2, 27},
	{"India", 750, 26, 82}, {"Iraq", 645, 33, 43}, {"Yemen (North Yemen)", 678, 15, 44},
	{"Colombia", 100, 4, -73}, {"Philippines", 840, 8, 124}, {"Myanmar (Burma)", 775, 20, 96},
	{"Mali", 432, 15, -3}, {"Burkina Faso", 439, 12, -1}, {"Sudan", 625, 14, 29},
	{"Brazil", 140, -10, -52}, {"Sri Lanka", 780, 8, 81}};

static const char header[] =
	"id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
	"conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
	"side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
	"source_date,source_headline,source_original,where_prec,where_coordinates,"
	"where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
	"region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
	"deaths_unknown,best,high,low,gwnoa,gwnob";

static void write_article(void)
{
	static const char *const words[] = {"clash", "reported", "near", "the", "district",
		"police", "said", "attack", "killed", "officials", "village", "on", "Monday",
		"forces"};
	uint64_t pieces = 1 + random_below(3);
	putchar('"');
	for (uint64_t i = 0; i < pieces; i++) {
		printf("%s\"\"A News Agency,2013-0%d-1%d,", i ? ";" : "",
			(int)(1 + random_below(9)), (int)random_below(10));
		for (uint64_t k = 0; k < 8 + random_below(6); k++) {
			printf("%s%s", k ? " " : "", words[random_below(14)]);
		}
		printf("\"\"");
	}
	printf(random_below(50) == 0 ? ",\nand more\"," : "\",");
}

static void write_row(uint64_t id)
{
	uint64_t c = random_below(20);
	int year = 1989 + (int)random_below(36), month = 1 + (int)random_below(12);
	int day = 1 + (int)random_below(28), violence = 1 + (int)random_below(3);
	int a = (int)random_below(4), b = (int)random_below(6), civilians = (int)random_below(5);
	int dyad = 400 + (int)random_below(900);
	double latitude = countries[c].latitude + (double)random_below(4000000) / 1e6 - 2;
	double longitude = countries[c].longitude + (double)random_below(4000000) / 1e6 - 2;
	printf("%" PRIu64 ",XXX-%d-%d-%d-%" PRIu64 ",%d,1,Clear,%d,%d,%d,%s: Government,%d,%d,"
	       "Government of %s - Group %d,%d,%d,Government of %s,%d,%d,Group %d,%d,",
		id, year, violence, dyad, id % 100, year, violence, 100 + (int)c, 300 + (int)c,
		countries[c].name, dyad, dyad, countries[c].name, dyad, 10 + (int)c, 10 + (int)c,
		countries[c].name, dyad + 5, dyad + 5, dyad, (int)random_below(5));
	write_article();
	printf("A News Agency,%d-%02d-%02d,\"Several killed, \"\"many\"\" hurt in clash near %s\","
	       "police sources,%d,\"Town %d, %s\",\"Village some 12 km north of Town %d, on the "
	       "road\","
	       "Province %d,District %d,%.6f,%.6f,POINT (%.6f %.6f),%d,%s,%d,Region,1,1,",
		year, month, day, countries[c].name, 1 + (int)random_below(4),
		(int)random_below(500), countries[c].name, (int)random_below(500),
		(int)random_below(30), (int)random_below(300), latitude, longitude, longitude,
		latitude, 100000 + (int)random_below(90000), countries[c].name, countries[c].gw);
	printf("%d-%02d-%02d 00:00:00.000,%d-%02d-%02d 00:00:00.000,%d,%d,%d,0,%d,%d,%d,%d,\n",
		year, month, day, year, month, day, a, b, civilians, a + b + civilians,
		a + b + civilians + (int)random_below(3), a + b, countries[c].gw);
}

int main(int argc, char **argv)
{
	uint64_t rows = argc == 2 ? strtoull(argv[1], NULL, 10) : 0;
	if (rows == 0) {
		fprintf(stderr, "usage: generate ROWS > file.csv\n");
		return 2;
	}
	puts(header);
	for (uint64_t id = 1; id <= rows; id++) {
		write_row(id);
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
