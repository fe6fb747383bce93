/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an agreement: taken and audited, or refused with a place and a reason; what is
 * refused leaves nothing behind. */
#include <mizan/agreement.h>
#include <mizan/source.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The actors and processes of the worked example, and a milestone and a statement to refer to. */
static const char actors[] =
	"actor_id,name,kind,source\npakistan,P,state,S\nunited-states,U,state,S\n"
	"afghan-taliban,T,armed-group,S\nafghanistan-republic,A,state,S\nttp,T,armed-group,S\n"
	"qatar,Q,state,S\nturkey,T,state,S\na,A,state,S\nb,B,armed-group,S\nc,C,body,S\n";
static const char processes[] = "process_id,title,source\nus-taliban,U,S\npakistan-ttp,P,S\n"
				"pakistan-afghanistan,A,S\nexample-process,E,S\np,P,S\n";
static const char milestones[] =
	"milestone_id,date,kind,title,status,source\nm1,2020-03-01,talks,M,confirmed,S\n";
static const char statements[] = "statement_id,by,made,about,kind,stance,says,source\n"
				 "s1,a,2020-03-01,actor:b,position,affirms,W,S\n";

static char folder[64], store_path[128], agreement_path[128];
static struct mizan_store store;

static void write_file(char path[128], const char *name, const void *data, size_t size)
{
	snprintf(path, 128, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
		abort();
	}
}

static mizan_status import(const char *const *paths, size_t count, struct mizan_error *error)
{
	struct mizan_import_options options = {.coverage = -1};
	struct mizan_import_report report = {0};
	options.reader.threads = 1;
	*error = (struct mizan_error){0};
	mizan_status status = mizan_import(&store, paths, count, &options, &report, NULL, error);
	mizan_import_report_release(&report);
	return status;
}

static void remove_files(void)
{
	static const char *const names[] = {"actors.csv", "processes.csv", "milestones.csv",
		"statements.csv", "one.yaml", "store.gpkg"};
	mizan_store_close(&store);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[128];
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

/* A store in memory's folder, once. */
static void make_store(void)
{
	char paths[4][128];
	struct mizan_error error = {0};
	snprintf(folder, sizeof folder, "/dev/shm/mizan-fuzz-XXXXXX");
	if (!mkdtemp(folder)) {
		abort();
	}
	snprintf(store_path, sizeof store_path, "%s/store.gpkg", folder);
	write_file(paths[0], "actors.csv", actors, sizeof actors - 1);
	write_file(paths[1], "processes.csv", processes, sizeof processes - 1);
	write_file(paths[2], "milestones.csv", milestones, sizeof milestones - 1);
	write_file(paths[3], "statements.csv", statements, sizeof statements - 1);
	const char *const list[] = {paths[0], paths[1], paths[2], paths[3]};
	if (mizan_store_open(&store, store_path, MIZAN_STORE_CREATE, &error) != MIZAN_OK ||
		import(list, 4, &error) != MIZAN_OK) {
		abort();
	}
	sqlite3_exec(store.database, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
	atexit(remove_files);
}

static int64_t count_rows(void)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(store.database,
		    "SELECT (SELECT count(*) FROM release) + (SELECT count(*) FROM agreement) +"
		    " (SELECT count(*) FROM commitment) + (SELECT count(*) FROM violation)",
		    -1, &statement, NULL) != SQLITE_OK ||
		sqlite3_step(statement) != SQLITE_ROW) {
		abort();
	}
	int64_t count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return count;
}

/* What reads agreements has to cope with whatever was taken. */
static void read_back(void)
{
	struct mizan_error error = {0};
	struct mizan_audit_options options = {
		.on = mizan_date_make(2021, 5, 2), .known_by = MIZAN_DATE_UNKNOWN};
	struct mizan_arena arena = {0};
	struct mizan_commitment_list list;
	struct mizan_table audit = {0}, agreements = {0};
	if (mizan_audit_store(store.database, &options, &audit, &error) != MIZAN_OK ||
		mizan_agreements_store(store.database, NULL, options.on, &agreements, &error) !=
			MIZAN_OK ||
		mizan_commitments_read(store.database, NULL, NULL, &arena, &list, &error) !=
			MIZAN_OK) {
		abort();
	}
	for (size_t i = 0; i < agreements.row_count; i++) {
		struct mizan_table timeline = {0};
		if (mizan_agreement_timeline_store(store.database,
			    mizan_table_cell(&agreements, i, 0)->text, MIZAN_DATE_UNKNOWN,
			    &timeline, &error) != MIZAN_OK) {
			abort();
		}
		mizan_table_release(&timeline);
	}
	for (size_t i = 0; i < list.count; i++) {
		struct mizan_commitment_state state =
			mizan_commitment_state(&list.items[i], options.on, options.on);
		if (list.items[i].standing != MIZAN_AGREED && state.state != MIZAN_NOT_OWED) {
			abort();
		}
	}
	mizan_arena_release(&arena);
	mizan_table_release(&audit);
	mizan_table_release(&agreements);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!store.database) {
		make_store();
	}
	struct mizan_error error;
	write_file(agreement_path, "one.yaml", data, size);
	const char *const path = agreement_path;
	int64_t before = count_rows();
	mizan_status status = import(&path, 1, &error);
	if (status == MIZAN_OK) {
		read_back();
		/* As it was before the first: what one input leaves must not change the next. */
		sqlite3_exec(store.database,
			"DELETE FROM agreement; DELETE FROM provision; DELETE FROM commitment;"
			"DELETE FROM revision; DELETE FROM assessment; DELETE FROM evidence;"
			"DELETE FROM violation; DELETE FROM release WHERE kind = 'agreements'",
			NULL, NULL, NULL);
	} else if (status != MIZAN_ERROR_INPUT || error.what[0] == '\0' || error.file[0] == '\0' ||
		   count_rows() != before) {
		fprintf(stderr, "%d: %s:%zu:%zu: %s\n", (int)status, error.file, error.line,
			error.column, error.what);
		abort();
	}
	return 0;
}
