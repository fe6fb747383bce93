#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the desk tells of recent events the district and month, in every form of it.

A planted event has an exact point, place, day, key, headline, further columns, and an office has a
holder whose name is withheld. Every command that can show them writes every form that it has; its
bytes are unpacked (workbooks, PDF streams, PNG chunks, pictures within pages) and searched.
"""
import base64
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

AS_OF = ["--as-of", "2024-03-25"]
SECRETS = ["33.98765", "71.61234", "Zyxplace", "2024-03-15", "15 March 2024", "Xylohead", "Refsecret",
           "Holda Secretname", "quuxkey"]
EVENTS = """source_key,date_start,date_end,date_precision,country,admin1,admin2,place,latitude,\
longitude,place_precision,violence,side_a,side_b,deaths_best,deaths_low,deaths_high,headline,reference
quuxkey,2024-03-15,2024-03-15,1,PAK,Khyber Pakhtunkhwa,Bannu,Zyxplace,33.98765,71.61234,1,\
state-based,State X,Red Brigade,7,6,9,Xylohead line,Refsecret
edge,2023-12-26,2023-12-26,1,PAK,Khyber Pakhtunkhwa,Bannu,Edgeplace,33.11111,71.11111,1,\
state-based,State X,Red Brigade,2,2,2,Edgehead,Refedge
old,2023-12-25,2023-12-25,1,PAK,Punjab,Lahore,Oldplace,31.55555,74.33333,1,\
state-based,State X,Red Brigade,3,3,3,Oldhead,Refold
bad,2024-03-15,2024-03-15,1,PAK,Punjab,Zyxplace,Zyxplace,133.98765,71.61234,1,\
state-based,State X,Red Brigade,7,6,9,Xylohead line,Refsecret
"""
ACTORS = """actor_id,name,kind,country,source
state-x,State X,state,PAK,Made up
red,Red Brigade,armed-group,PAK,Made up
blue,Blue Column,armed-group,PAK,Made up
"""
OFFICES = """office_id,actor_id,post,holder,from,withheld,source
head,red,Head,Holda Secretname,2020-01-01,yes,Made up
speaker,state-x,Speaker,Opena Name,2020-01-01,,Made up
"""
RELATIONS = """relation_id,kind,actor_a,actor_b,from,confirmed_by,source
red-blue,merger,red,blue,2023-06-01,state-x,Made up
"""
PROCESSES = "process_id,title,country,source\ntalks,Talks,PAK,Made up\n"
AGREEMENT = """agreement: pact
process: talks
title: A pact
kind: agreement
signed: 2023-07-01
parties: [state-x, red]
country: PAK
source: Made up
provisions:
  - id: fire
    commitments:
      - id: hold
        obliged: red
        action: Hold fire
        standing: agreed
        test: country = 'PAK'
        source: Made up
"""
BRIEF = """---
title: A page
---

There were `{sql} SELECT count(*) FROM event WHERE place IS NOT NULL` places.

```{sql}
SELECT * FROM event
```

```{sql}
SELECT date_start, place, headline, source_key, provider FROM event ORDER BY 1
```

```{sql}
SELECT * FROM mizan_offices()
```

```{sql}
SELECT * FROM mizan_agreement_incidents('pact')
```

```{sql}
--| chart: bar
--| x: place
--| y: deaths
SELECT ifnull(place, '?') AS place, sum(deaths_best) AS deaths FROM event GROUP BY 1
```

```{sql}
--| chart: points
--| x: longitude
--| y: latitude
--| country: PAK
SELECT longitude, latitude, deaths_best, place FROM event WHERE geom IS NOT NULL
```

```{claim}
--| text: It was there.
SELECT count(*) > 0 AS holds, max(place) AS place, max(date_end) AS day FROM event
```
"""
ARTICLE = """# What happened

Red Brigade struck a place on 15 March 2024. Holda Secretname led it. It was in Bannu.
"""
CLAIMS = """article: article.md
reviewed-by: Somebody
claims:
  - sentences: [2]
    fingerprints: ["d61ac37e"]
    text: It was there.
    sql: |
      SELECT count(*) > 0 AS holds, max(place) AS place, max(date_end) AS day, max(headline) AS line,
      max(longitude) AS longitude FROM event
  - sentences: [4]
    fingerprints: ["5454c918"]
    text: Somebody held the post.
    sql: SELECT count(*) > 0 AS holds, group_concat(holder) AS holder FROM mizan_offices()
"""
TABLES = [
    ["toll"], ["toll", "--by", "place,week"], ["toll", "--by", "place,month"],
    ["toll", "--by", "place", "--from", "events.csv", "--accept-refused"],
    ["toll", "--by", "province,week", "--spread"], ["toll", "--near-border", "200km"],
    ["growth", "--country", "PAK"], ["series", "--unit", "month"], ["gti", "--year", "2024"],
    ["figures"], ["milestones"], ["zones"], ["releases"], ["refused"], ["statements"],
    ["actor", "list"], ["actor", "show", "red"], ["offices"], ["relations"],
    ["relations", "--of", "blue", "--events"], ["agreement", "list"], ["agreement", "audit"],
    ["agreement", "test", "pact"], ["agreement", "timeline", "pact"],
    ["agreement", "effect", "pact"], ["cite", "own"],
    ["sql", "SELECT * FROM event"], ["sql", "SELECT * FROM event_past"],
    ["sql", "SELECT * FROM refused"], ["sql", "SELECT * FROM office"],
    ["sql", "SELECT * FROM violation"], ["sql", "SELECT * FROM release"],
    ["sql", "SELECT ifnull(place, '?') AS place, sum(deaths_best) AS n FROM event GROUP BY 1"],
    ["sql", "SELECT hex(geom) FROM event"], ["sql", "SELECT * FROM gpkg_contents"],
    ["sql", "SELECT * FROM mizan_toll('place,week')"], ["sql", "SELECT * FROM mizan_offices()"],
    ["sql", "SELECT * FROM mizan_agreement_incidents('pact')"]]
# Two versions of the events, and briefs that were kept: what a new release changes.
COMPARISONS = [
    ["diff", "own", "1", "2"], ["diff", "own", "2", "1"], ["diff", "own", "1", "2", "--summary"],
    ["diff", "own", "1", "2", "--tolls"], ["diff", "events.csv", "later.csv", "--accept-refused"],
    ["diff", "own", "1", "2", "--briefs", "claim.md"], ["log"], ["log", "--brief", "claim.md"],
    ["sql", "SELECT * FROM mizan_diff('own', '1', '2')"], ["sql", "SELECT * FROM brief_result"],
    ["sql", "SELECT * FROM event_past"]]
# A query that means the tables themselves.
AROUND = ["SELECT latitude FROM main.event", "SELECT max(rowid) FROM main.event",
          "WITH event AS (SELECT place FROM main.event) SELECT * FROM event",
          "SELECT minx FROM rtree_event_geom", "SELECT data FROM rtree_event_geom_node",
          "SELECT count(*) FROM rtree_event_geom WHERE minx > 71", "SELECT * FROM main.office",
          "SELECT name FROM sqlite_temp_master", "SELECT sql FROM temp.sqlite_schema",
          "EXPLAIN SELECT * FROM event", "SELECT period_end FROM main.release",
          "SELECT (SELECT place FROM main.event LIMIT 1) FROM event",
          "SELECT numbers FROM main.brief_result"]


def prepare(mizan):
    for name, text in (("events", EVENTS), ("actors", ACTORS), ("offices", OFFICES),
                       ("relations", RELATIONS), ("processes", PROCESSES)):
        with open(mizan.path(name + ".csv"), "w", encoding="utf-8") as file:
            file.write(text)
    for name, text in (("pact.yaml", AGREEMENT), ("page.md", BRIEF), ("article.md", ARTICLE),
                       ("claims.yaml", CLAIMS)):
        with open(mizan.path(name), "w", encoding="utf-8") as file:
            file.write(text)
    mizan.done("import", "events.csv", "--source", "own", "--coverage", "complete",
               "--accept-refused")
    mizan.done("import", "actors.csv", "offices.csv", "relations.csv", "processes.csv", "pact.yaml")
    mizan.done("agreement", "test", "pact", "--open", "--alleged-by", "state-x", *AS_OF)


def pdf_text(data):
    found = b""
    for part in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found += zlib.decompressobj().decompress(part)
        except zlib.error:
            pass
    try:
        found += subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True,
                                check=False).stdout
        found += subprocess.run(["pdfinfo", "-"], input=data, capture_output=True,
                                check=False).stdout
    except FileNotFoundError:
        pass
    # Metadata may be in UTF-16.
    for text in re.findall(rb"<FEFF([0-9A-Fa-f]+)>", data):
        found += bytes.fromhex(text.decode()).decode("utf-16-be", "replace").encode()
    return found


def unpack(name, data):
    """The bytes of a file and of all that is packed in it."""
    found = data
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(name) as book:
            found += b"".join(book.read(part) for part in book.namelist())
    elif data.startswith(b"%PDF"):
        found += pdf_text(data)
    for picture in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
        found += unpack("", base64.b64decode(picture)).encode()
    return found.decode("utf-8", "replace")


def forms(mizan, arguments, restricted):
    """Each form of what a command shows: a name, and its text."""
    more = AS_OF + (["--restricted"] if restricted else [])
    for kind in ([], ["--csv"], ["--json"]):
        code, out, err = mizan.run(*arguments, *more, *kind)
        assert code in (0, 1), (arguments, kind, err)
        yield " ".join(arguments + kind), out + err
    for option, name in (("--xlsx", "t.xlsx"), ("--chart", "t.svg"), ("--chart", "t.png"),
                         ("--chart", "t.pdf")):
        code, _, err = mizan.run(*arguments, *more, option, name)
        path = mizan.path(name)
        assert code in (0, 1) or option == "--chart", (arguments, option, err)
        if os.path.exists(path):
            with open(path, "rb") as file:
                yield " ".join(arguments + [name]), unpack(path, file.read()) + err
            os.unlink(path)


def pages(mizan, restricted):
    more = AS_OF + (["--restricted"] if restricted else [])
    for name in ("p.html", "p.md", "p.json", "p.pdf"):
        code, _, err = mizan.run("brief", "render", "page.md", "-o", name, *more)
        if name == "p.pdf" and "WeasyPrint" in err:
            continue
        assert code == 0, err
        with open(mizan.path(name), "rb") as file:
            yield name, unpack(mizan.path(name), file.read()) + err
    for kind in ("points", "choropleth"):
        for name in ("m.svg", "m.png", "m.pdf"):
            mizan.done("map", "--country", "PAK", "--kind", kind, "-o", name, *more)
            with open(mizan.path(name), "rb") as file:
                yield "map " + kind + " " + name, unpack(mizan.path(name), file.read())
    for name in ("v.html", "v.md", "v.json", "v.pdf") + (() if restricted else ("v.jsonld",)):
        code, _, err = mizan.run("review", "article.md", "--claims", "claims.yaml", "-o", name,
                                 *more)
        if name == "v.pdf" and "WeasyPrint" in err:
            continue
        assert code == 0, err
        with open(mizan.path(name), "rb") as file:
            # What the article says itself is not the store's.
            yield name, unpack(mizan.path(name), file.read()).replace("15 March 2024", "").replace(
                "Holda Secretname led", "").replace("Holda Secretname\nled", "") + err
    code, out, err = mizan.run("check", "page.md", *more)
    yield "check", out + err
    mizan.done("relations", "--graphml", "r.graphml", *more)
    with open(mizan.path("r.graphml"), "rb") as file:
        yield "graphml", file.read().decode()


def nothing_that_is_withheld_leaves_in_any_form(mizan):
    prepare(mizan)
    count = 0
    for arguments in TABLES:
        for name, text in forms(mizan, arguments, False):
            count += 1
            for secret in SECRETS:
                assert secret not in text, "%s tells %s" % (name, secret)
            assert "RESTRICTED" not in text, name
    for name, text in pages(mizan, False):
        count += 1
        for secret in SECRETS:
            assert secret not in text, "%s tells %s" % (name, secret)
    assert count > 150, count


def restricted_output_tells_it_and_says_so_everywhere(mizan):
    prepare(mizan)
    told = set()
    for arguments in TABLES:
        for name, text in forms(mizan, arguments, True):
            assert "RESTRICTED" in text, name
            told |= {secret for secret in SECRETS if secret in text}
    for name, text in pages(mizan, True):
        assert "RESTRICTED" in text or name in ("check",), name
        if name == "p.pdf":
            assert text.count("RESTRICTED") > 2 or "pdftotext" not in os.environ.get("PATH", "")
    assert told == set(SECRETS) - {"15 March 2024"}, told


def prepare_versions(mizan):
    """In the second version the recent event has another day, place and headline."""
    prepare(mizan)
    later = EVENTS.replace("2024-03-15,2024-03-15", "2024-03-16,2024-03-16").replace(
        "Zyxplace,33.98765,71.61234", "Zyxplace two,33.98765,71.61234").replace(
            "Xylohead line", "Xylohead line two").replace("Oldhead", "Oldhead two")
    with open(mizan.path("later.csv"), "w", encoding="utf-8") as file:
        file.write(later)
    with open(mizan.path("claim.md"), "w", encoding="utf-8") as file:
        file.write("```{claim}\n--| text: There is a last one.\nSELECT 1 AS holds,"
                   " max(place) AS place, max(date_end) AS day FROM event\n```\n")
    for name, version in (("events.csv", "1"), ("later.csv", "2")):
        mizan.done("--store", "two.gpkg", "import", name, "--source", "own", "--coverage",
                   "complete", "--version-of-data", version, "--accept-refused")
        mizan.done("--store", "two.gpkg", "brief", "render", "claim.md", "-o", "c.html", "--keep",
                   *AS_OF)
        mizan.done("--store", "two.gpkg", "brief", "render", "claim.md", "-o", "c.html", "--keep",
                   "--restricted")
    mizan.environment["MIZAN_STORE"] = "two.gpkg"


def what_a_new_release_changes_tells_nothing_that_is_withheld(mizan):
    prepare_versions(mizan)
    for arguments in COMPARISONS:
        for name, text in forms(mizan, arguments, False):
            for secret in SECRETS + ["2024-03-16", "16 March 2024"]:
                assert secret not in text, "%s tells %s" % (name, secret)
            assert "RESTRICTED" not in text, name
    # What can be seen is compared: the older event's headline, and no field of the recent one.
    rows = json.loads(mizan.done("diff", "own", "1", "2", "--json", *AS_OF))
    assert [(r["change"], r["source_key"], r["field"]) for r in rows["rows"]] == [
        ("changed", "old", "headline")], rows["rows"]
    assert any("since 2023-12-26 (2 of 1, 2 of 2)" in note for note in rows["notes"]), rows["notes"]
    assert mizan.done("diff", "own", "1", "2", "--csv", *AS_OF) == mizan.done(
        "diff", "events.csv", "later.csv", "--accept-refused", "--csv", *AS_OF) == mizan.done(
            "sql", "SELECT * FROM mizan_diff('own', '1', '2')", "--csv", *AS_OF)
    fields = {r["field"] for r in json.loads(mizan.done(
        "diff", "own", "1", "2", "--json", "--restricted"))["rows"] if r["source_key"] == "quuxkey"}
    assert fields == {"date_start", "date_end", "place", "headline"}, fields
    # Sums are public, of both.
    assert mizan.done("diff", "own", "1", "2", "--tolls", "--csv", *AS_OF) == mizan.done(
        "diff", "own", "1", "2", "--tolls", "--csv", "--restricted")
    told = "".join(mizan.run(*arguments, "--json", "--restricted")[1] for arguments in COMPARISONS)
    assert all(secret in told for secret in SECRETS if secret not in ("15 March 2024",
                                                                      "Holda Secretname"))


def results_of_restricted_pages_are_withheld_in_the_log(mizan):
    prepare_versions(mizan)
    rows = json.loads(mizan.done("log", "--json", *AS_OF))["rows"]
    kept = [r["detail"] for r in rows if r["kind"] == "kept"]
    assert kept == ["1 claim, for the first time", "1 claim, restricted, for the first time",
                    "1 claim", "1 claim, restricted"], kept
    # On public pages nothing changed: the day is known by its month.
    assert not [r for r in rows if r["kind"] == "changed"], rows
    rows = json.loads(mizan.done("log", "--json", "--restricted"))["rows"]
    changed = [r for r in rows if r["kind"] == "changed"]
    assert len(changed) == 1 and "2024-03-15" in changed[0]["before"] and \
        "2024-03-16" in changed[0]["after"], changed
    _, _, err = mizan.run("log", "--csv", *AS_OF)
    assert "2 results of briefs that were rendered with --restricted are withheld" in err, err


def a_comparison_of_briefs_cannot_go_around_it(mizan):
    prepare_versions(mizan)
    for query in AROUND[:1] + AROUND[2:]:
        with open(mizan.path("around.md"), "w", encoding="utf-8") as file:
            file.write("```{claim}\n--| text: It was there.\nSELECT 1 AS holds, (%s) AS place\n```\n"
                       % query)
        code, out, err = mizan.run("diff", "own", "1", "2", "--briefs", "around.md", "--csv", *AS_OF)
        assert code == 3 and not out, (query, code, out, err)
        for secret in SECRETS + ["2024-03-16"]:
            assert secret not in err, err


def what_is_older_stays_as_it_is(mizan):
    prepare(mizan)
    out = mizan.done("sql", "SELECT * FROM event", "--csv", *AS_OF)
    for word in ("Oldplace", "31.55555", "2023-12-25", "Oldhead", "Refold"):
        assert word in out, word
    for word in ("Edgeplace", "33.11111", "2023-12-26"):
        assert word not in out, "the ninetieth day is withheld too: " + word
    out = mizan.done("sql", "SELECT * FROM event", "--csv", "--as-of", "2024-06-13")
    assert "Edgeplace" in out and "Zyxplace" not in out
    out = mizan.done("sql", "SELECT * FROM event", "--csv", "--as-of", "2024-07-01")
    assert "Zyxplace" in out and "Xylohead" in out
    out = mizan.done("sql", "SELECT * FROM event", "--csv", "--as-of", "2020-01-01")
    assert "Zyxplace" not in out, "what is after the day is withheld"


def what_is_withheld_is_said_with_its_count(mizan):
    prepare(mizan)
    _, _, err = mizan.run("sql", "SELECT place FROM event", "--csv", *AS_OF)
    assert "since 2023-12-26, 2 in this store" in err, err
    _, _, err = mizan.run("offices", "--csv", *AS_OF)
    assert "names of 1 holders" in err, err
    _, _, err = mizan.run("sql", "SELECT deaths_best FROM event", "--csv", *AS_OF)
    assert "public" not in err, "nothing of it is withheld"
    mizan.done("map", "--country", "PAK", "--kind", "points", "-o", "m.svg", *AS_OF)
    with open(mizan.path("m.svg"), encoding="utf-8") as file:
        assert "2 events since 2023-12-26 are not drawn" in file.read()


def sums_by_place_and_month_are_the_same(mizan):
    prepare(mizan)
    for arguments in (["toll"], ["toll", "--by", "province,month"], ["toll", "--by", "actor"],
                      ["toll", "--by", "dyad,quarter"], ["series", "--unit", "month"],
                      ["growth", "--country", "PAK"], ["gti", "--year", "2024"]):
        assert mizan.done(*arguments, "--csv", *AS_OF) == \
            mizan.done(*arguments, "--csv", "--restricted"), arguments
    total = "SELECT sum(deaths_best), sum(events) FROM mizan_toll('place,week')"
    assert mizan.done("sql", total, "--csv", *AS_OF) == \
        mizan.done("sql", total, "--csv", "--restricted")


def a_day_to_come_is_no_way_around_it(mizan):
    prepare(mizan)
    for arguments in (["sql", "SELECT place FROM event"], ["toll", "--by", "place"],
                      ["toll", "--by", "place", "--from", "events.csv", "--accept-refused"],
                      ["map", "--country", "PAK", "-o", "m.svg"],
                      ["brief", "render", "page.md", "-o", "p.html"],
                      ["review", "article.md", "--claims", "claims.yaml", "-o", "v.html"]):
        code, out, err = mizan.run(*arguments, "--as-of", "2190-01-01")
        tap.one_line(code, err, 2, "--as-of")
        assert not out


def windows_of_days_end_before_the_recent_ones(mizan):
    prepare(mizan)
    with open(mizan.path("daily.csv"), "w", encoding="utf-8") as file:
        file.write("source_key,date_start,date_end,country,violence,deaths_best\n")
        for month, days in ((5, 31), (6, 30), (7, 31), (8, 31), (9, 30)):
            for day in range(1, days + 1):
                date = "2023-%02d-%02d" % (month, day)
                file.write("d%d-%d,%s,%s,PAK,state-based,1\n" % (month, day, date, date))
    mizan.done("import", "daily.csv", "--source", "daily", "--coverage", "complete")
    query = ["agreement", "effect", "pact", "--source", "daily", "--json"]
    whole = mizan.done(*query, "--restricted")
    before = mizan.done(*query, "--as-of", "2024-03-25")
    assert json.loads(whole)["rows"] == json.loads(before)["rows"], "nothing of it is recent"
    # 90 days before is 2023-07-12: of the thirty days after, eleven are covered.
    recent = json.loads(mizan.done(*query, "--as-of", "2023-10-10"))
    whole = json.loads(whole)
    assert recent["rows"] != whole["rows"]
    for row in recent["rows"]:
        assert not row["date_to"] or row["date_to"] <= "2023-07-11", row
        assert row["incidents"] != 0, "recent days are no quiet days"
        assert row["date_to"] or row["standing"] == "not-covered" or \
            row["measure"].startswith("days to"), row
    # The very days of the agreement are recent.
    none = json.loads(mizan.done(*query, "--as-of", "2023-09-01"))
    assert not none["rows"] and any("so recent" in note for note in none["notes"]), none


def no_query_goes_around_it(mizan):
    prepare(mizan)
    for query in AROUND:
        code, out, err = mizan.run("sql", query, *AS_OF)
        tap.one_line(code, err, 3)
        assert not out, (query, out)
    code, out, err = mizan.run("toll", "--where", "event_id IN (SELECT event_id FROM main.event)",
                               *AS_OF)
    tap.one_line(code, err, 2)
    assert "Zyxplace" in mizan.done("sql", "SELECT place FROM main.event", "--restricted")


tap.main([nothing_that_is_withheld_leaves_in_any_form,
          restricted_output_tells_it_and_says_so_everywhere,
          what_a_new_release_changes_tells_nothing_that_is_withheld,
          results_of_restricted_pages_are_withheld_in_the_log,
          a_comparison_of_briefs_cannot_go_around_it, what_is_older_stays_as_it_is,
          what_is_withheld_is_said_with_its_count, sums_by_place_and_month_are_the_same,
          a_day_to_come_is_no_way_around_it, windows_of_days_end_before_the_recent_ones,
          no_query_goes_around_it])
