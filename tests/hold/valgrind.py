#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No invalid access and no lost memory, as valgrind sees it."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

OPTIONS = ["--quiet", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite",
           "--show-leak-kinds=definite"]


def check(mizan, *arguments, code=0):
    if tap.sanitized():
        raise tap.Skip("the sanitizers look for the same")
    if not shutil.which("valgrind"):
        raise tap.Skip("valgrind is missing")
    done = subprocess.run(["valgrind", *OPTIONS, mizan.program, *arguments], cwd=mizan.folder,
                          env=mizan.environment, capture_output=True, check=False, timeout=300)
    err = done.stderr.decode("utf-8", "replace")
    assert done.returncode == code, "exit code %d: %s" % (done.returncode, err)
    assert "==" not in err, err
    return done.stdout.decode()


def an_import_and_what_reads_it(mizan):
    assert "74" in check(mizan, "import", tap.EXAMPLE + "/incidents.csv", "--coverage", "sample")
    assert "55" in check(mizan, "import", tap.EXAMPLE + "/milestones.csv")
    assert "sample" in check(mizan, "toll", "--by", "country,month", "--spread")
    assert "74" in check(mizan, "sql", "SELECT count(*) FROM event")
    assert "PAK" in check(mizan, "sql", "SELECT * FROM mizan_toll('country')", "--json")
    check(mizan, "toll", "--where", "planet", code=2)
    check(mizan, "sql", "DELETE FROM event", code=3)


def a_first_import_that_fails(mizan):
    with open(mizan.path("cut.csv"), "w", encoding="utf-8") as file:
        file.write("source_key,date_start,date_end,country\na,2024-01-01,2024-01-01,PAK\n\"cut")
    check(mizan, "import", "cut.csv", code=3)


def a_toll_of_a_file(mizan):
    assert "sample" in check(mizan, "toll", "--from", tap.EXAMPLE + "/incidents.csv")


def records_and_what_reads_them(mizan):
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv")
    assert "doha-2020" in check(mizan, "import", tap.EXAMPLE + "/records")
    assert "overdue" in check(mizan, "agreement", "audit", "--on", "2021-05-02")
    assert "doha-2020" in check(mizan, "agreement", "list", "--on", "2021-05-02", "--json")
    assert "2021-08-31" in check(mizan, "agreement", "timeline", "doha")
    assert "23.1" in check(mizan, "agreement", "effect", "ttp-2022")
    assert "casualties" in check(mizan, "statements", "--kind", "casualties")
    check(mizan, "agreement", "show", "nope", code=2)


def records_with_a_fault(mizan):
    os.mkdir(mizan.path("records"))
    for name in ("processes.csv", "actors.csv"):
        shutil.copy(tap.EXAMPLE + "/records/" + name, mizan.path("records"))
    with open(mizan.path("records/one.yaml"), "w", encoding="utf-8") as file:
        file.write("agreement: one\nprocess: us-taliban\ntitle: T\nkind: agreement\n"
                   "signed: 2020-02-29\nparties: [nobody]\nsource: S\n---\nmore: *x\n")
    check(mizan, "import", "records", code=3)


tap.main([an_import_and_what_reads_it, a_first_import_that_fails, a_toll_of_a_file,
          records_and_what_reads_them, records_with_a_fault])
