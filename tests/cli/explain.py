#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page examples/pakistan/explain.md over UCDP's events of Pakistan and its deaths by month: every
cell of it has a result, and what is known of these years comes out."""
import calendar
import csv
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

HEADER = ("publisher,edition,published,relayed_by,country,area,actor,period_start,period_end,indicator,"
          "counts_what,value,low,high,url,retrieved,note").split(",")


def shared(name):
    path = os.path.join(os.environ.get("MIZAN_TEST_DATA", "."), "ucdp", name)
    if not os.path.exists(path):
        raise tap.Skip("the shared data are not here")
    return path


def write_months(path):
    """UCDP's deaths by month as a sheet of published figures."""
    with open(shared("deaths_by_month_pakistan_afghanistan.csv"), encoding="utf-8") as file:
        months = list(csv.DictReader(file))
    with open(path, "w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        for row in months:
            year, month = map(int, row["month"].split("-"))
            last = calendar.monthrange(year, month)[1]
            for country, column in (("PAK", "pakistan"), ("AFG", "afghanistan")):
                sheet.writerow(["UCDP", "GED by month", "2026-06-01", "", country, "", "",
                                "%s-01" % row["month"], "%s-%02d" % (row["month"], last), "deaths",
                                "organised violence", row[column], "", "", "https://ucdp.uu.se",
                                "2026-11-24", ""])


def page(mizan):
    mizan.done("import", shared("ged_pakistan_1989_2021_hdx.csv"), "--version-of-data", "22.1")
    write_months(mizan.path("months.csv"))
    mizan.done("import", "months.csv", tap.EXAMPLE + "/milestones.csv", tap.EXAMPLE + "/records")
    return tap.EXAMPLE + "/explain.md"


def every_cell_of_the_page_has_rows_and_every_claim_a_result(mizan):
    source = page(mizan)
    told = json.loads(mizan.done("brief", "render", source, "--json", "-o", "-"))
    claims = {claim["text"]: claim["result"] for claim in told["claims"]}
    assert len(claims) >= 4, claims
    assert "cannot be checked" not in claims.values(), claims
    # The level went up tenfold as the war in the north west began: no series says otherwise.
    assert claims["Violence in Pakistan reached a new level in 2006 or 2007."] == "supported"
    assert claims["It changed its level in 2012."] == "contradicted"
    assert claims["The truce of 2014 ended the violence."] == "contradicted"
    mizan.done("brief", "render", source, "-o", "page.html")
    with open(mizan.path("page.html"), encoding="utf-8") as file:
        text = file.read()
    for word in ("2007-03", "Khar Kamar", "pakistan-ttp-2014-truce", "Federally Administered Tribal Areas"):
        assert word in text, word


def the_level_changes_where_the_war_began_and_after_kabul_fell(mizan):
    page(mizan)
    rows = json.loads(mizan.done("shift", "--country", "PAK", "--json"))["rows"]
    for name in {row["series"] for row in rows}:
        stretches = [row for row in rows if row["series"] == name]
        rose = [row for row in stretches if row["ratio"] and row["ratio"] > 5]
        assert any("2006-06" <= row["from"] <= "2008-06" for row in rose), stretches
    # UCDP's months go on to 2026: there the level is above that of the years before August 2021.
    last = [row for row in rows if row["series"].startswith("UCDP")][-1]
    assert last["from"] >= "2021-08" and last["ratio_low"] > 1, last


def shares_of_a_year_make_a_whole_and_are_those_of_the_toll(mizan):
    page(mizan)
    rows = json.loads(mizan.done("composition", "--through", "1995..2021", "--country", "PAK",
                                 "--json"))["rows"]
    wholes, counted = {}, {}
    for row in rows:
        key = row["of"], row["year"]
        wholes[key] = row["all"]
        counted[key] = counted.get(key, 0) + row["count"]
        assert abs(row["share"] - row["count"] / row["all"]) < 0.00051, row
    assert counted == wholes and len(wholes) == 3 * 27, wholes
    tolls = {row["year"]: row for row in json.loads(mizan.done(
        "toll", "--by", "year", "--country", "PAK", "--json"))["rows"]}
    for row in rows:
        if row["part"] == "civilians" and row["all"] == tolls[row["year"]]["deaths_best"]:
            assert row["count"] == tolls[row["year"]]["deaths_civilians"], row
    mizan.done("composition", "--through", "2005..2021", "--country", "PAK", "--what", "civilians",
               "--chart", "shares.svg")


def a_store_without_events_says_what_to_import(mizan):
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv",
               tap.EXAMPLE + "/records")
    mizan.done("import", tap.EXAMPLE + "/incidents.csv", "--source", "notable-incidents",
               "--coverage", "sample")
    told = json.loads(mizan.done("brief", "render", tap.EXAMPLE + "/brief.md", "--json", "-o", "-"))
    claims = {claim["text"]: claim for claim in told["claims"]}
    claim = claims["Violence shifted to a higher level after August 2021."]
    assert claim["result"] == "cannot be checked" and "import" in claim["because"], claim


tap.main([every_cell_of_the_page_has_rows_and_every_claim_a_result,
          the_level_changes_where_the_war_began_and_after_kabul_fell,
          shares_of_a_year_make_a_whole_and_are_those_of_the_toll,
          a_store_without_events_says_what_to_import])
