/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing rows of somebody's table of agreements: whom they mean, what they mark. */
#include "agreement_table_internal.h"

#include <string.h>

/* ---- Actors ------------------------------------------------------------------------------- */

/* UCDP's numbers of organisations of states, which its tables list beside those who fight: African
 * Union, MINUSCA, CEN-SAD, ECCAS, United Nations, European Union, Francophonie, OAU, ECOWAS, OIC,
 * IGAD, Arab League, OSCE, Indian Ocean Commission, Great Lakes conferences, Commonwealth. */
static bool write_is_organisation(int64_t ucdp_id)
{
	static const int64_t ids[] = {4231, 5848, 7050, 7051, 7052, 7053, 7054, 7062, 7065, 7066,
		7071, 7075, 7078, 7379, 7380, 7385, 7387};
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		if (ids[i] == ucdp_id) {
			return true;
		}
	}
	return false;
}

#define GOVERNMENT "Government of "

/* UCDP has one state that it does not call a government: "Republic of South Sudan". */
static bool write_is_state(const struct table_actor *actor)
{
	return actor->ucdp_id == 1129 ||
	       strncmp(actor->name, GOVERNMENT, sizeof GOVERNMENT - 1) == 0;
}

bool table_is_armed(const struct table_actor *actor)
{
	return !write_is_state(actor) && !write_is_organisation(actor->ucdp_id);
}

/* "Government of Russia (Soviet Union)" is a state, of Russia. */
static const char *write_state_name(struct table_row *row, const struct table_actor *actor)
{
	if (!write_is_state(actor)) {
		return NULL;
	}
	if (actor->ucdp_id == 1129) {
		return "South Sudan";
	}
	const char *name = actor->name + sizeof GOVERNMENT - 1;
	const char *end = strstr(name, " (");
	return table_printf(row, "%.*s", (int)(end ? (size_t)(end - name) : strlen(name)), name);
}

static const char *write_actor_id(struct table_row *row, const struct table_actor *actor)
{
	return actor->ucdp_id > 0 ? table_printf(row, "ucdp-%lld", (long long)actor->ucdp_id)
				  : table_slug(row, row->actor_prefix, actor->name);
}

static mizan_status write_new_actor(struct table_row *row, struct record_job *job,
	const struct table_actor *actor, const char *id, struct mizan_error *error)
{
	const char *state = write_state_name(row, actor);
	bool body = write_is_organisation(actor->ucdp_id);
	const struct mizan_country *country =
		state ? mizan_country_by_name((struct mizan_slice){state, strlen(state)}) : NULL;
	int64_t number;
	record_begin(job, MIZAN_ACTORS, row->plan->line);
	record_add_text(job, "actor_id", id);
	record_add_text(job, "name", actor->name[0] ? actor->name : id);
	record_add_text(job, "kind", state ? "state" : body ? "body" : "armed-group");
	record_add_text(job, "country", country ? country->iso3 : NULL);
	if (actor->ucdp_id > 0) {
		record_add_text(
			job, "ucdp_ids", table_printf(row, "%lld", (long long)actor->ucdp_id));
	}
	if (!state && !body) {
		record_add_text(job, "note",
			"Taken for an armed group since its name is no government's: the table "
			"does not say");
	}
	record_add_text(job, "source", row->plan->provider->title);
	mizan_status status = record_write(job, NULL, &number, error);
	row->plan->made->actors += status == MIZAN_OK;
	return status;
}

/* The actor's id; NULL where nobody is meant who can be told. */
static mizan_status write_find_actor(struct table_row *row, struct record_job *job,
	const struct table_actor *actor, const char **id, struct mizan_error *error)
{
	const char *place = NULL;
	mizan_status status = mizan_store_find_actor(job->store, actor->ucdp_id, actor->name,
		row->signed_on.day, &row->arena, id, error);
	if (status != MIZAN_OK || *id || actor->known_only) {
		return status;
	}
	const char *made = write_actor_id(row, actor);
	if (*made == '\0') {
		return MIZAN_OK;
	}
	status = mizan_store_find_record(
		job->store, MIZAN_ACTORS, NULL, made, &row->arena, &place, error);
	if (status == MIZAN_OK && !place) {
		status = write_new_actor(row, job, actor, made, error);
	}
	*id = made;
	return status;
}

static bool write_list_has(const struct mizan_text *list, const char *id)
{
	size_t size = strlen(id);
	for (const char *at = list->data; at && *at;) {
		size_t item = strcspn(at, ";");
		if (item == size && strncmp(at, id, size) == 0) {
			return true;
		}
		at += item + (at[item] == ';');
	}
	return false;
}

/* Ids of the sides or of the third parties, ; between; NULL for none. */
static mizan_status write_actors(struct table_row *row, struct record_job *job, bool third,
	const char **ids, struct mizan_error *error)
{
	struct mizan_text list = {0};
	mizan_status status = MIZAN_OK;
	*ids = NULL;
	for (size_t i = 0; i < row->actor_count && status == MIZAN_OK; i++) {
		const char *id = NULL;
		if (row->actors[i].third == third) {
			status = write_find_actor(row, job, &row->actors[i], &id, error);
		}
		if (id && !write_list_has(&list, id)) {
			mizan_text_printf(&list, "%s%s", list.size ? ";" : "", id);
		}
	}
	if (status == MIZAN_OK) {
		status = mizan_text_check(&list, error);
	}
	if (status == MIZAN_OK && list.size > 0) {
		*ids = mizan_arena_copy(&row->arena, list.data, list.size);
		status = *ids ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&list);
	return status;
}

/* ---- The process and what is left --------------------------------------------------------- */

static mizan_status write_process(
	struct table_row *row, struct record_job *job, struct mizan_error *error)
{
	const char *place;
	int64_t number;
	mizan_status status = mizan_store_find_record(
		job->store, MIZAN_PROCESSES, NULL, row->process_id, &row->arena, &place, error);
	if (status != MIZAN_OK || place) {
		return status;
	}
	record_begin(job, MIZAN_PROCESSES, row->plan->line);
	record_add_text(job, "process_id", row->process_id);
	record_add_text(job, "title", row->process_title);
	record_add_text(job, "country", row->country);
	record_add_text(job, "source", row->plan->provider->title);
	return record_write(job, NULL, &number, error);
}

static bool write_is_unknown(struct mizan_slice value)
{
	return value.size == 0 || mizan_slice_equals(value, "NA") ||
	       mizan_slice_equals(value, "-99");
}

/* 0 for what is not marked. */
static int write_depth(struct mizan_slice value)
{
	int64_t depth;
	return mizan_parse_integer(value, &depth) && depth >= 1 && depth <= 3 ? (int)depth : 0;
}

/* The columns that have no place of their own. Of a category that is a provision only what is more
 * than a mark: its depth. */
static mizan_status write_provider(
	struct table_row *row, const char **provider, struct mizan_error *error)
{
	struct mizan_text json = {0};
	for (size_t i = 0; i < row->plan->column_count; i++) {
		struct mizan_slice value = mizan_slice_trim(row->fields[i]);
		enum table_role role = row->columns->roles[i];
		bool mark = mizan_slice_equals(value, "0") || mizan_slice_equals(value, "1");
		if (role != TABLE_TAKEN && !write_is_unknown(value) &&
			!(role == TABLE_CATEGORY && mark)) {
			source_json_add(&json, row->plan->keys[i], value);
		}
	}
	*provider = NULL;
	if (json.size > 0) {
		mizan_text_append(&json, "}");
	}
	mizan_status status = mizan_text_check(&json, error);
	if (status == MIZAN_OK && json.size > 0) {
		*provider = mizan_arena_copy(&row->arena, json.data, json.size);
		status = *provider ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&json);
	return status;
}

static mizan_status write_provisions(
	struct table_row *row, struct record_job *job, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	int64_t number;
	for (size_t i = 0; i < row->plan->column_count && status == MIZAN_OK; i++) {
		if (row->columns->roles[i] != TABLE_CATEGORY ||
			write_depth(mizan_slice_trim(row->fields[i])) == 0) {
			continue;
		}
		record_begin(job, MIZAN_PROVISIONS, row->plan->line);
		record_add_text(job, "agreement_id", row->agreement_id);
		record_add_text(job, "provision_id", row->columns->provision_ids[i]);
		record_add_text(job, "category", row->plan->header[i]);
		status = record_write(job, NULL, &number, error);
	}
	return status;
}

/* ---- The agreement ------------------------------------------------------------------------ */

static void write_add_date(struct record_job *job, const char *column, const char *precision,
	const struct table_date *date)
{
	if (date->precision > 0) {
		record_add_text(job, column, date->day);
		record_add_integer(job, precision, date->precision);
	}
}

static mizan_status write_agreement(struct table_row *row, struct record_job *job,
	const char *parties, const char *provider, struct mizan_error *error)
{
	const char *mediators;
	int64_t number;
	mizan_status status = write_actors(row, job, true, &mediators, error);
	if (status == MIZAN_OK) {
		status = write_process(row, job, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	record_begin(job, MIZAN_AGREEMENTS, row->plan->line);
	record_add_text(job, "agreement_id", row->agreement_id);
	record_add_text(job, "process_id", row->process_id);
	record_add_text(job, "title", row->title);
	record_add_text(job, "kind", row->kind);
	write_add_date(job, "signed", "signed_precision", &row->signed_on);
	write_add_date(job, "effective", "effective_precision", &row->effective);
	write_add_date(job, "ended", "ended_precision", &row->ended);
	record_add_text(job, "parties", parties);
	record_add_text(job, "mediators", mediators);
	record_add_text(job, "country", row->country);
	record_add_text(job, "note", row->note);
	record_add_text(job, "source", row->source);
	record_add_text(job, "provider", provider);
	status = record_write(job, NULL, &number, error);
	return status == MIZAN_OK ? write_provisions(row, job, error) : status;
}

mizan_status table_write(struct table_row *row, struct mizan_store *store,
	const struct mizan_release *release, bool *kept, struct mizan_error *error)
{
	struct record_job job = {.file = row->plan->path,
		.line = row->plan->line,
		.release_id = release->release_id,
		.store = store,
		.references = row->plan->references,
		.arena = &row->arena};
	const char *provider, *parties, *place = NULL;
	int64_t removed = 0;
	bool joined = false;
	mizan_status status =
		mizan_store_take_back_agreement(store, release, row->agreement_id, &removed, error);
	row->plan->made->replaced += removed;
	if (status == MIZAN_OK) {
		status = mizan_store_find_record(store, MIZAN_AGREEMENTS, NULL, row->agreement_id,
			&row->arena, &place, error);
	}
	if (status == MIZAN_OK && place && !row->joins) {
		*kept = source_refuse(row->fault, SIZE_MAX, "'%.80s' is there already, in %.160s",
			row->agreement_id, place);
		return MIZAN_OK;
	}
	if (status == MIZAN_OK) {
		status = write_actors(row, &job, false, &parties, error);
	}
	if (status == MIZAN_OK) {
		status = write_provider(row, &provider, error);
	}
	if (status == MIZAN_OK && place) {
		status = mizan_store_join_agreement(store, release->release_id, row->agreement_id,
			parties, provider, &joined, error);
		*kept = joined ||
			source_refuse(row->fault, SIZE_MAX, "'%.80s' is there already, in %.160s",
				row->agreement_id, place);
		return status;
	}
	status = status == MIZAN_OK ? write_agreement(row, &job, parties, provider, error) : status;
	return status == MIZAN_OK && row->failed ? mizan_error_memory(error) : status;
}
