#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two vintages of UCDP GED, the second made from the first by known edits: all of them are found, and
nothing else; briefs come out as they would have in a store that never saw the second."""
import csv
import datetime
import hashlib
import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

SEED = 20260815
EDITS = {"dropped": 50, "added": 40, "deaths": 60, "dates": 30, "sides": 20, "place": 10}
# What each edit changes in the words of the store. A flag may come or go with a number.
FIELDS = {"deaths": {"deaths_best", "deaths_high", "deaths_side_a"},
          "dates": {"date_start", "date_end"}, "sides": {"side_b"},
          "place": {"place", "latitude", "longitude"}}


def read_ged():
    path = os.path.join(os.environ.get("MIZAN_TEST_DATA", "."),
                        "ucdp/ged_pakistan_1989_2021_hdx.csv")
    if not os.path.exists(path):
        raise tap.Skip("the shared data are not here")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1], rows[2:]  # names, tags, events


def write_ged(path, names, tags, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, tags] + rows)


def add_day(text):
    day = datetime.date.fromisoformat(text[:10]) + datetime.timedelta(days=1)
    return day.isoformat() + text[10:]


def edit(kind, row, at, number):
    """One row, changed in the way of this kind."""
    row = list(row)
    if kind == "deaths":
        for name in ("best", "high", "deaths_a"):
            row[at[name]] = str(int(row[at[name]]) + 1)
    elif kind == "dates":
        for name in ("date_start", "date_end"):
            row[at[name]] = add_day(row[at[name]])
    elif kind == "sides":
        row[at["side_b"]] = "A group renamed, \"no. %d\"" % number
    elif kind == "place":
        row[at["where_coordinates"]] = "Another village, no. %d" % number
        row[at["latitude"]] = "%.6f" % (float(row[at["latitude"]]) - 0.25)
        row[at["longitude"]] = "%.6f" % (float(row[at["longitude"]]) + 0.25)
        row[at["geom_wkt"]] = "POINT (%s %s)" % (row[at["longitude"]], row[at["latitude"]])
    return row


def make_vintages(mizan):
    """Writes ged231.csv and ged241.csv; gives the edits by kind as sets of keys."""
    names, tags, rows = read_ged()
    chance = random.Random(SEED)
    at = {name: i for i, name in enumerate(names)}
    chosen = chance.sample(range(len(rows)), sum(EDITS.values()))
    made, later = {}, {}
    for kind, count in EDITS.items():
        picked, chosen = chosen[:count], chosen[count:]
        made[kind] = set()
        for number, i in enumerate(picked):
            if kind == "added":
                new = list(rows[i])
                new[at["id"]] = str(9000000 + number)
                later.setdefault(i, []).append(new)
                made[kind].add(new[at["id"]])
            else:
                made[kind].add(rows[i][at["id"]])
                later[i] = [] if kind == "dropped" else [edit(kind, rows[i], at, number)]
    after = []
    for i, row in enumerate(rows):
        added = later.get(i)
        keep = added is None or (added and added[0][at["id"]].startswith("9000"))
        after += ([row] if keep else []) + (added or [])
    chance.shuffle(after)  # the order of a file says nothing
    write_ged(mizan.path("ged231.csv"), names, tags, rows)
    write_ged(mizan.path("ged241.csv"), names, tags, after)
    return made


def import_both(mizan):
    mizan.done("import", "ged231.csv")
    mizan.done("import", "ged241.csv")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def check_found(made, rows):
    """All edits, and nothing else."""
    found = {}
    for row in rows:
        found.setdefault((row["change"], row["source_key"]), set()).add(row["field"])
    assert {k for c, k in found if c == "dropped"} == made["dropped"]
    assert {k for c, k in found if c == "added"} == made["added"]
    changed = {k: fields for (c, k), fields in found.items() if c == "changed"}
    assert set(changed) == set().union(*(made[kind] for kind in FIELDS))
    for kind, fields in FIELDS.items():
        for key in made[kind]:
            # A point in words is kept where it was not the point in numbers.
            beside = {"flags"} | ({"provider.geom_wkt"} if kind == "place" else set())
            assert changed[key] - beside == fields, (kind, key, changed[key])


def all_known_edits_are_found_in_two_files_and_nothing_else(mizan):
    made = make_vintages(mizan)
    check_found(made, rows_of(mizan.done("diff", "ged231.csv", "ged241.csv", "--csv")))
    assert not os.path.exists(mizan.path("store.gpkg")), "files need no store"


def a_store_and_sql_tell_the_same_as_the_files(mizan):
    made = make_vintages(mizan)
    import_both(mizan)
    files = mizan.done("diff", "ged231.csv", "ged241.csv", "--csv")
    store = mizan.done("diff", "ucdp-ged", "23.1", "24.1", "--csv")
    assert files == store
    check_found(made, rows_of(store))
    query = mizan.done("sql", "SELECT * FROM mizan_diff('ucdp-ged', '23.1', '24.1')", "--csv")
    assert query == store
    # By the name of a file, and by the head of its hash.
    with open(mizan.path("ged241.csv"), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    assert mizan.done("diff", "ucdp-ged", "ged231.csv", digest[:8], "--csv") == store


def the_other_way_round_added_is_dropped(mizan):
    made = make_vintages(mizan)
    rows = rows_of(mizan.done("diff", "ged241.csv", "ged231.csv", "--csv"))
    assert {r["source_key"] for r in rows if r["change"] == "added"} == made["dropped"]
    assert {r["source_key"] for r in rows if r["change"] == "dropped"} == made["added"]


def counts_and_tolls_fit_the_edits_and_the_toll_of_each_file(mizan):
    make_vintages(mizan)
    counts = rows_of(mizan.done("diff", "ged231.csv", "ged241.csv", "--summary", "--csv"))
    by_kind = {(r["change"], r["field"]): int(r["events"]) for r in counts}
    assert by_kind[("added", "")] == EDITS["added"]
    assert by_kind[("dropped", "")] == EDITS["dropped"]
    assert by_kind[("changed", "")] == sum(EDITS[kind] for kind in FIELDS)
    assert by_kind[("changed", "deaths_best")] == EDITS["deaths"]
    assert by_kind[("changed", "date_end")] == EDITS["dates"]
    assert by_kind[("changed", "side_b")] == EDITS["sides"]
    assert by_kind[("changed", "place")] == EDITS["place"]
    tolls = rows_of(mizan.done("diff", "ged231.csv", "ged241.csv", "--tolls", "--csv"))
    for name, side in (("ged231.csv", "old"), ("ged241.csv", "new")):
        toll = rows_of(mizan.done("toll", "--from", name, "--by", "country,year", "--csv"))
        assert [(r["country"], r["year"], r["events"], r["deaths_low"], r["deaths_best"],
                 r["deaths_high"]) for r in toll] == [
                     (r["country"], r["year"], r["events_" + side], r["deaths_low_" + side],
                      r["deaths_" + side], r["deaths_high_" + side]) for r in tolls
                     if r["events_" + side] != "0"]


# ---- Briefs -------------------------------------------------------------------------------------

CLAIM = """
```{claim}
--| text: %s
--| check: %s
--| indicator: deaths
--| country: PAK
--| period: %d
--| %s
```
"""


def deaths_by_year(mizan, name):
    toll = rows_of(mizan.done("toll", "--from", name, "--by", "year", "--csv"))
    return {int(r["year"]): int(r["deaths_best"]) for r in toll}


def years_that_moved(mizan):
    """Those whose toll, or its range, is another in the second file."""
    tolls = [{int(r["year"]): (r["deaths_low"], r["deaths_best"], r["deaths_high"]) for r in rows_of(
        mizan.done("toll", "--from", name, "--by", "year", "--csv"))}
             for name in ("ged231.csv", "ged241.csv")]
    return {year for year in tolls[0] if tolls[0][year] != tolls[1][year]}


def write_brief(mizan, name, years):
    text = "---\ntitle: Deaths\n---\n"
    for year, deaths in sorted(years.items()):
        text += CLAIM % ("In %d they were %d." % (year, deaths), "equals", year,
                         "states: %d" % deaths)
        text += CLAIM % ("In %d it was at least one." % year, "at-least", year, "value: 1")
    with open(mizan.path(name), "w", encoding="utf-8") as file:
        file.write(text)


def results_of(mizan, name, store):
    page = mizan.done("--store", store, "brief", "render", name, "--json")
    return {c["text"]: c["result"] for c in json.loads(page)["claims"]}


def the_claims_that_no_longer_hold_are_those_whose_year_changed(mizan):
    make_vintages(mizan)
    import_both(mizan)
    before = deaths_by_year(mizan, "ged231.csv")
    write_brief(mizan, "a.md", before)
    with open(mizan.path("store.gpkg"), "rb") as file:
        store = file.read()
    files = set(os.listdir(mizan.folder))
    temporary = mizan.path("tmp")
    os.mkdir(temporary)
    out = mizan.done("diff", "ucdp-ged", "23.1", "24.1", "--briefs", "a.md", "--csv",
                     env={"TMPDIR": temporary, "SQLITE_TMPDIR": temporary})
    # Every claim of a year whose toll changed has other numbers; those that state it, another result.
    moved = years_that_moved(mizan)
    assert 10 < len(moved) < len(before), moved
    rows = rows_of(out)
    assert {r["sentence"] for r in rows} == {
        s for y in moved for s in ("In %d they were %d." % (y, before[y]),
                                   "In %d it was at least one." % y)}
    mizan.done("--store", "old.gpkg", "import", "ged231.csv")
    was, now = results_of(mizan, "a.md", "old.gpkg"), results_of(mizan, "a.md", "store.gpkg")
    for row in rows:
        assert row["before"].split(" (")[0] == was[row["sentence"]], row
        assert row["after"].split(" (")[0] == now[row["sentence"]], row
    contradicted = [r for r in rows if r["before"] == "supported" and "result" in r["changed"]]
    assert len(contradicted) > 5, len(contradicted)
    # Nothing was written, and nothing stays.
    with open(mizan.path("store.gpkg"), "rb") as file:
        assert file.read() == store
    assert os.listdir(temporary) == []
    assert set(os.listdir(mizan.folder)) == files | {"tmp", "old.gpkg"}


def nothing_stays_of_a_comparison_that_is_stopped(mizan):
    make_vintages(mizan)
    import_both(mizan)
    write_brief(mizan, "a.md", deaths_by_year(mizan, "ged231.csv"))
    temporary = mizan.path("tmp")
    os.mkdir(temporary)
    files = set(os.listdir(mizan.folder))
    chance = random.Random(SEED)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        for _ in range(5):
            process = mizan.start("diff", "ucdp-ged", "23.1", "24.1", "--briefs", "a.md",
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env={"TMPDIR": temporary, "SQLITE_TMPDIR": temporary})
            time.sleep(chance.random() * 0.3)
            process.send_signal(number)
            process.wait()
            assert os.listdir(temporary) == []
            assert set(os.listdir(mizan.folder)) == files


# ---- Results that are kept ----------------------------------------------------------------------

def kept_results_tell_what_a_new_release_changed(mizan):
    make_vintages(mizan)
    before = deaths_by_year(mizan, "ged231.csv")
    write_brief(mizan, "a.md", before)
    mizan.done("import", "ged231.csv")
    mizan.done("brief", "render", "a.md", "--keep", "-o", "a.html")
    mizan.done("import", "ged241.csv")
    mizan.done("brief", "render", "a.md", "--keep", "-o", "a.html")
    rows = rows_of(mizan.done("log", "--csv"))
    assert [r["kind"] for r in rows if r["kind"] in ("imported", "replaced")] == [
        "imported", "imported", "replaced"]
    moved = years_that_moved(mizan)
    assert {r["detail"] for r in rows if r["kind"] == "changed"} == {
        s for y in moved for s in ("In %d they were %d." % (y, before[y]),
                                   "In %d it was at least one." % y)}
    count = len(rows)
    for since, expected in (("yesterday", count), ("today", count), ("2999", 0)):
        # A day may end while the test runs.
        assert len(rows_of(mizan.done("log", "--since", since, "--csv"))) in (expected, 0)
    other = rows_of(mizan.done("log", "--brief", "other.md", "--csv"))
    assert {r["kind"] for r in other} == {"imported", "replaced"}
    # Rendered again on the same store: kept, and nothing changed.
    mizan.done("brief", "render", "a.md", "--keep", "-o", "a.html")
    assert len(rows_of(mizan.done("log", "--csv"))) == count + 1


def rendering_alone_writes_nothing(mizan):
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv")
    with open(mizan.path("store.gpkg"), "rb") as file:
        store = file.read()
    mizan.run("brief", "render", tap.EXAMPLE + "/brief.md", "-o", "b.json")
    with open(mizan.path("store.gpkg"), "rb") as file:
        assert file.read() == store


def an_older_store_is_read_as_it_is_and_brought_up_to_date_when_written(mizan):
    mizan.done("template", "events", "-o", "sheet.csv")
    mizan.done("import", "sheet.csv", "--coverage", "complete")
    database = sqlite3.connect(mizan.path("store.gpkg"))
    database.executescript("DROP TABLE brief_result;"
                           "DELETE FROM gpkg_contents WHERE table_name = 'brief_result';"
                           "UPDATE mizan_meta SET value = '4' WHERE key = 'schema_version';")
    database.close()
    with open(mizan.path("store.gpkg"), "rb") as file:
        store = file.read()
    mizan.done("toll")
    assert "imported" in mizan.done("log")
    with open(mizan.path("store.gpkg"), "rb") as file:
        assert file.read() == store
    with open(mizan.path("a.md"), "w", encoding="utf-8") as file:
        file.write(CLAIM % ("So it was.", "at-least", 2024, "value: 1"))
    mizan.done("brief", "render", "a.md", "--keep", "-o", "a.html")
    assert "a.md" in mizan.done("log")
    database = sqlite3.connect(mizan.path("store.gpkg"))
    assert database.execute(
        "SELECT value FROM mizan_meta WHERE key = 'schema_version'").fetchone() == ("5",)
    assert database.execute("SELECT count(*) FROM brief_result").fetchone() == (1,)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


# ---- UCDP's own table ---------------------------------------------------------------------------

TABLE = "ucdp/organized_violence_country_year_v25_1.csv"


def the_command_of_the_docs_names_the_cells_that_differ_from_ucdps_own_table(mizan):
    """The events are of version 22.1, the table of 25.1: most cells are equal, and those that are
    not are found, by a second way of comparing too."""
    names, _, events = read_ged()
    at = {name: i for i, name in enumerate(names)}
    data = os.environ["MIZAN_TEST_DATA"]
    mizan.done("import", os.path.join(data, "ucdp/ged_pakistan_1989_2021_hdx.csv"))
    os.symlink(os.path.join(data, TABLE), mizan.path(os.path.basename(TABLE)))
    with open(os.path.join(tap.SOURCE, "docs", "diff.md"), encoding="utf-8") as file:
        lines = file.read().split("<!-- country-year -->")[1].split("```")[1].strip().splitlines()
    assert len(lines) == 2 and all(line.startswith("mizan ") for line in lines), lines
    mizan.done(*lines[0].split()[1:])
    out = mizan.done(*lines[1].split()[1:], "--csv")
    found = {(int(r["period"]), int(r["published"]), int(r["recorded"])) for r in rows_of(out)}
    with open(os.path.join(data, TABLE), encoding="utf-8", newline="") as file:
        printed = {int(r["year_cy"]): int(r["cumulative_total_deaths_in_orgvio_best_cy"])
                   for r in csv.DictReader(file) if r["country_cy"] == "Pakistan"}
    recorded = {}
    for row in events:
        year = int(row[at["date_end"]][:4])
        recorded[year] = recorded.get(year, 0) + int(row[at["best"]])
    assert found == {(y, printed[y], d) for y, d in recorded.items() if printed[y] != d}
    assert 0 < len(found) < len(recorded)
    notes = json.loads(mizan.done(*lines[1].split()[1:], "--json"))["notes"]
    # From 2022 to 2024 no release has events.
    assert any(note.startswith("3 figures are of countries or periods") for note in notes), notes
    query = "SELECT * FROM mizan_diff_against('UCDP', '25.1', 'ucdp-ged', 'PAK')"
    assert mizan.done("sql", query, "--csv") == out


def every_row_of_ucdps_table_is_a_figure(mizan):
    read_ged()
    path = os.path.join(os.environ["MIZAN_TEST_DATA"], TABLE)
    mizan.done("import", path)
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    total = sum(int(r["cumulative_total_deaths_in_orgvio_best_cy"]) for r in rows)
    sums = rows_of(mizan.done("sql", "SELECT count(*) AS n, sum(value) AS deaths, count(area) AS gone,"
                              " sum(low IS NULL) AS no_range FROM published_figure", "--csv"))[0]
    gone = {"Czechoslovakia", "German Democratic Republic", "Yemen (South Yemen)"}
    crossed = [r for r in rows if int(r["cumulative_total_deaths_in_orgvio_low_cy"]) >
               int(r["cumulative_total_deaths_in_orgvio_high_cy"])]
    assert (int(sums["n"]), int(sums["deaths"]), int(sums["gone"]), int(sums["no_range"])) == (
        len(rows), total, sum(r["country_cy"] in gone for r in rows), len(crossed)), sums
    assert "ucdp-country-year,25.1" in mizan.done("releases", "--csv")


tap.main([all_known_edits_are_found_in_two_files_and_nothing_else,
          a_store_and_sql_tell_the_same_as_the_files, the_other_way_round_added_is_dropped,
          counts_and_tolls_fit_the_edits_and_the_toll_of_each_file,
          the_claims_that_no_longer_hold_are_those_whose_year_changed,
          nothing_stays_of_a_comparison_that_is_stopped,
          kept_results_tell_what_a_new_release_changed, rendering_alone_writes_nothing,
          an_older_store_is_read_as_it_is_and_brought_up_to_date_when_written,
          the_command_of_the_docs_names_the_cells_that_differ_from_ucdps_own_table,
          every_row_of_ucdps_table_is_a_figure])
