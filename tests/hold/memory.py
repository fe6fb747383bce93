#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every allocation of ours, and of SQLite for us, may fail: the command says so and ends, and the
store is whole. Left out: allocations that GLib, Pango, cairo, cmark, libfyaml, libxlsxwriter and
other libraries make for themselves, since some of them abort by design."""
import os
import random
import shutil
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

FIRST = int(os.environ.get("MIZAN_TEST_FIRST", "40"))  # the first ones, each
MORE = int(os.environ.get("MIZAN_TEST_MORE", "100"))   # and so many of the others
FOREVER = 10 ** 9


def allocations(mizan, arguments):
    """How many allocations of ours a command makes."""
    mizan.done(*arguments, env={"LD_PRELOAD": os.environ["MIZAN_TEST_FAIL_MALLOC"],
                                "FAIL_MALLOC_TELL": mizan.path("count")})
    with open(mizan.path("count"), encoding="ascii") as file:
        return int(file.read())


def fail_along(mizan, arguments, prepare, check, seed):
    """Runs a command again and again, each time short of memory at another moment."""
    if tap.sanitized():
        raise tap.Skip("the sanitizers have an allocator of their own")
    prepare()
    count = allocations(mizan, arguments)
    assert count > 20, count
    chance = random.Random(seed)
    moments = [(at, 1) for at in range(1, min(FIRST, count) + 1)]
    moments += [(chance.randrange(1, count + 1), 1) for _ in range(MORE)]
    moments += [(chance.randrange(1, count + 1), FOREVER) for _ in range(MORE // 2)]
    failed, worked = 0, 0
    for at, many in moments:
        prepare()
        code, out, err = mizan.run(
            *arguments, env={"LD_PRELOAD": os.environ["MIZAN_TEST_FAIL_MALLOC"],
                             "FAIL_MALLOC_AT": str(at), "FAIL_MALLOC_COUNT": str(many)})
        where = "%s, allocation %d of %d (%d fail): exit code %d: %s" % (
            arguments, at, count, many, code, err)
        # Where something that is only a convenience has no memory, the work may go on.
        assert code in (0, 3, 4), where
        if code:
            failed += 1
            assert out == "", where
            assert err.startswith("mizan") and err.count("\n") == 1, where
            assert "memory" in err, where
        else:
            worked += 1
        try:
            check(code, out)
        except (AssertionError, sqlite3.Error) as fault:
            raise AssertionError(where) from fault
    print("# %s: %d allocations; %d moments told, %d did without" %
          (" ".join(arguments[:2]), count, failed, worked))
    assert failed > len(moments) / 2, (failed, worked)


def events(mizan):
    if os.path.getsize(mizan.path("store.gpkg")) == 0:
        return 0  # made, and no memory to take it away: the next import takes it as new
    database = sqlite3.connect(mizan.path("store.gpkg"))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    count = database.execute("SELECT count(*) FROM event").fetchone()[0]
    database.close()
    return count


def remove_store(mizan):
    for name in os.listdir(mizan.folder):
        if name.startswith("store.gpkg"):
            os.unlink(mizan.path(name))


def a_first_import_without_memory(mizan):
    def check(code, _):
        if code == 0:
            assert events(mizan) == 74
        else:
            assert not os.path.exists(mizan.path("store.gpkg")) or events(mizan) in (0, 74)
    fail_along(mizan, ["import", tap.EXAMPLE + "/incidents.csv"], lambda: remove_store(mizan),
               check, 1)


def a_second_import_without_memory(mizan):
    mizan.done("--store", "former.gpkg", "import", tap.EXAMPLE + "/incidents.csv")
    mizan.done("template", "events", "-o", "sheet.csv")

    def prepare():
        remove_store(mizan)
        shutil.copy(mizan.path("former.gpkg"), mizan.path("store.gpkg"))

    def check(code, _):
        # Memory may be short for telling what was done, too.
        assert events(mizan) in ((74, 76) if code else (76,))
    fail_along(mizan, ["import", "sheet.csv", "--source", "other"], prepare, check, 2)


def an_import_of_figures_without_memory(mizan):
    def check(code, _):
        assert code == 0 or not os.path.exists(mizan.path("store.gpkg")) or events(mizan) == 0
    fail_along(mizan, ["import", tap.EXAMPLE + "/milestones.csv", tap.EXAMPLE + "/figures.csv"],
               lambda: remove_store(mizan), check, 3)


def records(mizan):
    """Commitments in a store, which has to be whole."""
    if not os.path.exists(mizan.path("store.gpkg")):
        return 0
    if os.path.getsize(mizan.path("store.gpkg")) == 0:
        return 0
    database = sqlite3.connect(mizan.path("store.gpkg"))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    count = database.execute("SELECT count(*) FROM commitment").fetchone()[0]
    database.close()
    return count


def write_records(mizan):
    """A small folder of records: two sheets and an agreement."""
    os.makedirs(mizan.path("records"), exist_ok=True)
    texts = {
        "actors.csv": "actor_id,name,kind,source\na,A,state,S\nb,B,armed-group,S\n",
        "processes.csv": "process_id,title,source\np,P,S\n",
        "relations.csv": "relation_id,kind,actor_a,actor_b,announced_by,source\n"
                         "r,alliance,a,b,a,S\n",
        "one.yaml": "agreement: one\nprocess: p\ntitle: T\nkind: agreement\n"
                    "signed: 2020-02-29\nparties: [a, b]\nsource: S\nprovisions:\n"
                    "  - id: q\n    commitments:\n      - id: c\n        obliged: a\n"
                    "        action: Leave\n        standing: agreed\n"
                    "        due: {after: signed, days: 135}\n        revisions:\n"
                    "          - {by: a, announced: 2020-05-01, due: {date: 2020-09-11},"
                    " source: S}\n        assessments:\n"
                    "          - {as_of: 2020-07-13, status: met, by: b, source: S}\n"}
    for name, text in texts.items():
        with open(mizan.path("records/" + name), "w", encoding="utf-8") as file:
            file.write(text)


def an_import_of_records_without_memory(mizan):
    write_records(mizan)

    def check(code, _):
        assert records(mizan) == 1 if code == 0 else records(mizan) in (0, 1)
    fail_along(mizan, ["import", "records"], lambda: remove_store(mizan), check, 10)


def an_audit_without_memory(mizan):
    write_records(mizan)
    mizan.done("import", "records")
    arguments = ["agreement", "audit", "--on", "2020-08-01", "--json"]
    whole = mizan.done(*arguments)
    assert '"discharged"' in whole, whole

    def check(code, out):
        assert code != 0 or out == whole, "a commitment is missing where memory was"
    fail_along(mizan, arguments, lambda: None, check, 11)


def an_agreement_through_time_without_memory(mizan):
    write_records(mizan)
    mizan.done("import", "records")
    arguments = ["agreement", "timeline", "one", "--csv"]
    whole = mizan.done(*arguments)

    def check(code, out):
        assert code != 0 or out == whole, "a row is missing where memory was"
    fail_along(mizan, arguments, lambda: None, check, 12)


def same_answer(mizan, arguments, seed):
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv",
               tap.EXAMPLE + "/records")
    mizan.done("import", tap.EXAMPLE + "/incidents.csv", "--coverage", "sample")
    whole = mizan.done(*arguments)

    def check(code, out):
        assert code != 0 or out == whole, "a number is missing where memory was"
    fail_along(mizan, arguments, lambda: None, check, seed)


def a_toll_without_memory(mizan):
    same_answer(mizan, ["toll", "--by", "country,province,month", "--json"], 4)


def a_toll_of_a_zone_without_memory(mizan):
    mizan.done("template", "zones", "-o", "zones.csv")
    mizan.done("import", "zones.csv")
    same_answer(mizan, ["toll", "--zone", "around-bannu", "--by", "month", "--json"], 10)


def zones_without_memory(mizan):
    mizan.done("template", "zones", "-o", "zones.csv")
    mizan.done("import", "zones.csv")
    same_answer(mizan, ["zones", "--csv"], 11)


def a_toll_of_a_file_without_memory(mizan):
    same_answer(mizan, ["toll", "--from", tap.EXAMPLE + "/incidents.csv", "--by", "month"], 5)


def a_series_without_memory(mizan):
    same_answer(mizan, ["series", "--country", "PAK"], 6)


def figures_without_memory(mizan):
    same_answer(mizan, ["figures", "--near", "585", "--csv"], 7)


def a_query_without_memory(mizan):
    same_answer(mizan, ["sql", "SELECT * FROM mizan_toll('country,year') ORDER BY 1, 2"], 8)


def a_brief_without_memory(mizan):
    same_answer(mizan, ["brief", "render", tap.EXAMPLE + "/brief.md", "-o", "-"], 9)


def a_comparison_of_files_without_memory(mizan):
    mizan.done("template", "events", "-o", "a.csv")
    with open(mizan.path("a.csv"), encoding="utf-8") as file:
        text = file.read()
    with open(mizan.path("b.csv"), "w", encoding="utf-8") as file:
        file.write(text.replace("Bannu", "Kohat"))
    same_answer(mizan, ["diff", "a.csv", "b.csv", "--csv"], 12)


def a_comparison_of_figures_without_memory(mizan):
    same_answer(mizan, ["diff", "figures", "IEP", "GTI 2024", "GTI 2025", "--csv"], 13)


def an_edition_against_events_without_memory(mizan):
    mizan.done("template", "events", "-o", "a.csv")
    mizan.done("import", "a.csv", "--source", "own", "--coverage", "complete")
    same_answer(mizan, ["diff", "figures", "UCDP", "25.1", "--against", "own", "--csv"], 18)


def two_versions(mizan):
    """A store with two versions of a sheet, and a brief of one claim."""
    mizan.done("template", "events", "-o", "a.csv")
    with open(mizan.path("a.csv"), encoding="utf-8") as file:
        text = file.read()
    with open(mizan.path("b.csv"), "w", encoding="utf-8") as file:
        file.write("".join(text.splitlines(True)[:2]))
    for name, version in (("a.csv", "1"), ("b.csv", "2")):
        mizan.done("import", name, "--source", "two", "--version-of-data", version,
                   "--coverage", "complete")
    with open(mizan.path("c.md"), "w", encoding="utf-8") as file:
        file.write("```{claim}\n--| text: They died.\n--| check: at-least\n"
                   "--| indicator: deaths\n--| country: PAK\n--| period: 2024\n"
                   "--| value: 1\n```\n")


def a_comparison_of_versions_without_memory(mizan):
    two_versions(mizan)
    same_answer(mizan, ["diff", "two", "1", "2", "--csv"], 14)


def a_comparison_of_a_brief_without_memory(mizan):
    two_versions(mizan)
    same_answer(mizan, ["diff", "two", "1", "2", "--csv", "--briefs", "c.md"], 15)


def results_kept_without_memory(mizan):
    two_versions(mizan)
    shutil.copy(mizan.path("store.gpkg"), mizan.path("former.gpkg"))

    def check(code, _):
        database = sqlite3.connect(mizan.path("store.gpkg"))
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = database.execute("SELECT count(*) FROM brief_result").fetchone()[0]
        database.close()
        # Memory may be short for the page, too.
        assert kept in ((0, 1) if code else (1,)), kept
    fail_along(mizan, ["brief", "render", "c.md", "--keep", "-o", "c.html"],
               lambda: shutil.copy(mizan.path("former.gpkg"), mizan.path("store.gpkg")), check, 16)


def a_log_without_memory(mizan):
    two_versions(mizan)
    mizan.done("brief", "render", "c.md", "--keep", "-o", "c.html")
    same_answer(mizan, ["log", "--csv"], 17)


tap.main([a_comparison_of_files_without_memory, a_comparison_of_figures_without_memory,
          an_edition_against_events_without_memory,
          a_comparison_of_versions_without_memory, a_comparison_of_a_brief_without_memory,
          results_kept_without_memory, a_log_without_memory,
          a_first_import_without_memory, a_second_import_without_memory,
          an_import_of_figures_without_memory, a_toll_without_memory,
          a_toll_of_a_file_without_memory, a_series_without_memory, figures_without_memory,
          a_toll_of_a_zone_without_memory, zones_without_memory,
          a_query_without_memory, a_brief_without_memory, an_import_of_records_without_memory,
          an_audit_without_memory, an_agreement_through_time_without_memory],
         tap.fast_folder())
