#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every form of a table carries the same numbers, and pictures are what their names say."""
import csv
import io
import json
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

TABLES = [["toll"], ["toll", "--by", "province,month"], ["growth", "--country", "PAK"],
          ["gti", "--year", "2024"], ["series", "--country", "PAK"], ["figures"],
          ["figures", "--near", "585"], ["milestones"], ["releases"], ["refused"], ["cite", "IEP"],
          ["diff", "figures", "IEP", "GTI 2024", "GTI 2025"], ["log"],
          ["sql", "SELECT country, sum(deaths_best) AS deaths FROM event GROUP BY 1"]]
COMMANDS = ["import", "toll", "growth", "gti", "series", "figures", "milestones", "zones",
            "actor", "offices", "relations", "agreement", "statements", "interrupted", "cluster",
            "near-repeat", "hawkes", "map", "cite", "releases", "refused", "diff", "log", "sql",
            "brief", "review", "check", "template", "completion", "version"]


def example(mizan):
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv",
               tap.EXAMPLE + "/records")
    mizan.done("import", tap.EXAMPLE + "/incidents.csv", "--source", "notable", "--coverage",
               "sample")


def same(text, value):
    """A cell of CSV and its value in JSON."""
    if value is None:
        return text == ""
    if isinstance(value, str):
        return text == value
    return abs(float(text) - value) <= 1e-9 * max(1.0, abs(value))


def workbook_cells(path):
    """Texts and numbers of the first sheet, row by row."""
    spaces = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            tree = xml.etree.ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(t.text or "" for t in s.iter("{%s}t" % spaces["m"]))
                      for s in tree.findall("m:si", spaces)]
        sheet = xml.etree.ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter("{%s}row" % spaces["m"]):
        cells = {}
        for cell in row.findall("m:c", spaces):
            value = cell.find("m:v", spaces)
            if value is not None:
                column = re.match("[A-Z]+", cell.get("r")).group()
                cells[column] = shared[int(value.text)] if cell.get("t") == "s" else value.text
        rows.append(cells)
    return rows


def is_rounded(cell, text):
    """A workbook keeps all digits and shows those that the text has."""
    return abs(float(cell) - float(text)) <= 0.5000001 * 10.0 ** -len(text.partition(".")[2])


def every_form_has_the_same_rows(mizan):
    example(mizan)
    for arguments in TABLES:
        document = json.loads(mizan.done(*arguments, "--json"))
        assert list(document) == ["command", "columns", "rows", "sources", "notes"], arguments
        assert document["command"] == arguments[0]
        code, out, err = mizan.run(*arguments, "--csv", "--xlsx", "table.xlsx")
        assert code == 0, err
        rows = list(csv.reader(io.StringIO(out)))
        assert rows[0] == document["columns"], arguments
        assert len(rows) - 1 == len(document["rows"]), arguments
        for row, item in zip(rows[1:], document["rows"]):
            assert list(item) == document["columns"], arguments
            for text, value in zip(row, item.values()):
                assert same(text, value), (arguments, text, value)
        lines = ["source: " + s for s in document["sources"]]
        lines += ["note: " + s for s in document["notes"]]
        assert err.splitlines() == lines, (arguments, err, lines)
        book = workbook_cells(mizan.path("table.xlsx"))
        assert [v for v in book[0].values()] == rows[0], (arguments, book[0])
        for cells, row in zip(book[1:], rows[1:]):
            texts = [t for t in row if t]
            for cell, text in zip(cells.values(), texts):
                assert cell == text or is_rounded(cell, text), (arguments, cell, text)
        os.unlink(mizan.path("table.xlsx"))


def people_see_the_numbers_that_machines_get(mizan):
    example(mizan)
    for arguments in TABLES:
        seen = mizan.done(*arguments)
        for row in csv.reader(io.StringIO(mizan.done(*arguments, "--csv"))):
            for text in row:
                shown = "{:,}".format(int(text)) if re.fullmatch(r"\d{4,}", text) else text
                flat = " ".join(text.split())
                assert text in seen or shown in seen or flat in seen or \
                    text.rstrip("0").rstrip(".") in seen.replace(",", ""), (arguments, text)


def charts_are_what_their_names_say(mizan):
    example(mizan)
    for arguments in (["toll", "--by", "year"], ["toll", "--by", "country"],
                      ["growth", "--country", "PAK"], ["series", "--country", "PAK"],
                      ["figures", "--country", "PAK", "--year", "2024", "--indicator", "deaths"],
                      ["milestones"], ["sql", "SELECT country, count(*) AS n FROM event GROUP BY 1"]):
        for ending in ("svg", "png", "pdf"):
            out = mizan.done(*arguments, "--chart", "chart." + ending)
            assert out == mizan.done(*arguments), "a chart changes what is printed"
            with open(mizan.path("chart." + ending), "rb") as file:
                check_picture(file.read(), ending)
    left = [name for name in os.listdir(mizan.folder) if name.endswith(".part")]
    assert not left, left


def check_picture(data, ending):
    if ending == "svg":
        root = xml.etree.ElementTree.fromstring(data)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert b"href=\"http" not in data
    elif ending == "pdf":
        assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
        try:
            told = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=False)
            assert told.returncode == 0 and not told.stderr, told.stderr
        except FileNotFoundError:
            pass
    else:
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        at, packed, kinds = 8, b"", []
        while at < len(data):
            size, kind = struct.unpack(">I4s", data[at:at + 8])
            body = data[at + 8:at + 8 + size]
            assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == \
                zlib.crc32(kind + body)
            packed += body if kind == b"IDAT" else b""
            kinds.append(kind)
            at += 12 + size
        assert kinds[0] == b"IHDR" and kinds[-1] == b"IEND"
        width, height = struct.unpack(">II", data[16:24])
        assert width > 100 and height > 100 and len(zlib.decompress(packed)) > width * height


def charts_of_a_sample_say_so(mizan):
    example(mizan)
    mizan.done("toll", "--by", "country", "--chart", "chart.svg")
    mizan.done("map", "--country", "PAK", "--kind", "points", "-o", "map.svg")
    if subprocess.run(["sh", "-c", "command -v pdftotext"], capture_output=True,
                      check=False).returncode != 0:
        raise tap.Skip("pdftotext is missing")
    for arguments in (["toll", "--by", "country", "--chart", "drawn.pdf"],
                      ["map", "--country", "PAK", "--kind", "points", "-o", "drawn.pdf"]):
        mizan.done(*arguments)
        text = subprocess.run(["pdftotext", mizan.path("drawn.pdf"), "-"], capture_output=True,
                              check=True).stdout.decode()
        assert "sample" in text.lower(), text


def every_command_explains_itself(mizan):
    for command in COMMANDS:
        for arguments in ([command, "--help"], [command, "-h"], ["help", command]):
            code, out, err = mizan.run(*arguments)
            assert code == 0 and not err, (arguments, err)
            lines = out.splitlines()
            assert lines[0].startswith("mizan " + command), lines[0]
            assert lines[1] and not lines[2], lines
            assert any(line.startswith("  --") for line in lines), lines
            for line in lines[3:]:
                assert re.match(r"  --[a-z-]+( \S+)* +\S", line), line
    assert not os.listdir(mizan.folder), "help makes nothing"


def the_list_has_every_command(mizan):
    out = mizan.done("--help")
    listed = re.findall(r"^  ([a-z-]+) ", out, re.MULTILINE)
    assert listed == COMMANDS + ["help"], listed
    assert mizan.done("help") == out and mizan.done("-h") == out


tap.main([every_form_has_the_same_rows, people_see_the_numbers_that_machines_get,
          charts_are_what_their_names_say, charts_of_a_sample_say_so,
          every_command_explains_itself, the_list_has_every_command])
