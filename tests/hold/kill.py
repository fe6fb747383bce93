#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An import that is killed leaves a whole store: all of its rows, or none."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

ROWS, FORMER_ROWS = 20000, 2000
KILLS = 8 if tap.sanitized() else 100  # of each kind
PATIENCE = 40  # seconds for each kind: on a busy machine there are fewer kills
SEED = 20210815


def generate(path, rows):
    with open(path, "wb") as file:
        subprocess.run([os.environ["MIZAN_TEST_GENERATE"], str(rows)], stdout=file, check=True)


def check_journal(path):
    """What was begun has been taken back."""
    if os.path.exists(path + "-journal"):
        # One whose header was not written yet holds nothing to take back.
        with open(path + "-journal", "rb") as journal:
            assert journal.read(8) in (b"", bytes(8)), "what was begun was not taken back"


def check_store(mizan, name, former):
    """The number of events in a store that was opened by the command, after a kill."""
    path = mizan.path(name)
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        assert former == 0, "the store is gone"
        return 0
    code, _, said = mizan.run("--store", name, "releases", "--csv")
    check_journal(path)
    if former == 0 and os.path.getsize(path) == 0:
        assert code == 4 and "the store is empty" in said, said
        return 0
    assert code == 0, said
    database = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    events = database.execute("SELECT count(*) FROM event").fetchone()[0]
    assert events in (former, former + ROWS), events
    points = database.execute("SELECT count(*) FROM event WHERE geom IS NOT NULL").fetchone()[0]
    assert database.execute("SELECT count(*) FROM rtree_event_geom").fetchone()[0] == points
    assert database.execute("SELECT rtreecheck('main', 'rtree_event_geom')").fetchone()[0] == "ok"
    triggers = database.execute(
        "SELECT count(*) FROM sqlite_master WHERE name GLOB 'event_no_*'").fetchone()[0]
    assert triggers == 3, triggers
    releases = database.execute("SELECT count(*) FROM release").fetchone()[0]
    assert releases == (former > 0) + (events > former), releases
    database.close()
    return events


def lay_out(mizan, former):
    for name in os.listdir(mizan.folder):
        if name.startswith("try.gpkg"):
            os.unlink(mizan.path(name))
    if former:
        shutil.copy(mizan.path("former.gpkg"), mizan.path("try.gpkg"))


def time_import(mizan, former):
    lay_out(mizan, former)
    began = time.monotonic()
    mizan.done("--store", "try.gpkg", "import", "ged.csv")
    return time.monotonic() - began


def kill_imports(mizan, former):
    """Kills an import into a copy of the store at moments spread over the time that it takes."""
    moments = random.Random(SEED + former)
    generate(mizan.path("ged.csv"), ROWS)
    if former:
        with open(mizan.path("other.csv"), "w", encoding="utf-8") as file:
            file.write("source_key,date_start,date_end,country,deaths_best,latitude,longitude\n")
            for i in range(FORMER_ROWS):
                file.write("k%d,2024-01-01,2024-01-02,PAK,1,33.5,71.%03d\n" % (i, i % 1000))
        mizan.done("--store", "former.gpkg", "import", "other.csv")
    whole = min(time_import(mizan, former) for _ in range(3))
    seen = {"none": 0, "all": 0, "journal": 0}
    until = time.monotonic() + PATIENCE
    for number in range(KILLS):
        if number >= KILLS // 3 and time.monotonic() > until:
            break
        lay_out(mizan, former)
        process = mizan.start("--store", "try.gpkg", "import", "ged.csv",
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # More of them late, when the file of the store itself is written.
        time.sleep(whole * moments.random() ** 0.7 * 1.15)
        # The moments follow the pace of the machine.
        whole *= 1.03 if process.poll() is None else 0.9
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen["journal"] += os.path.exists(mizan.path("try.gpkg-journal"))
        events = check_store(mizan, "try.gpkg", former)
        seen["all" if events > former else "none"] += 1
    print("# of %d kills within %.2f s: %s" % (seen["all"] + seen["none"], whole, seen))
    assert seen["none"] > 0 and (seen["journal"] > 0 or tap.sanitized()), seen
    # The next import is as good as the first.
    mizan.done("--store", "try.gpkg", "import", "ged.csv")
    assert check_store(mizan, "try.gpkg", former) == former + ROWS


def a_first_import_that_is_killed_leaves_all_or_nothing(mizan):
    kill_imports(mizan, 0)


def a_second_import_that_is_killed_leaves_all_or_nothing(mizan):
    kill_imports(mizan, FORMER_ROWS)


def an_import_of_records_that_is_killed_leaves_all_or_nothing(mizan):
    """A folder of 200 agreements on top of a store with another one."""
    sys.path.insert(0, os.path.join(tap.SOURCE, "bench"))
    import records  # pylint: disable=import-error,import-outside-toplevel
    records.make(mizan.path("many"), 200, 10)
    records.make(mizan.path("few"), 3, 2)
    for name in ("actors.csv", "processes.csv"):
        # The same sheets, so that the second folder brings agreements alone.
        shutil.copy(mizan.path("few/" + name), mizan.path("many/" + name))
    for number in range(3):
        os.unlink(mizan.path("many/agreement-%04d.yaml" % number))
    os.unlink(mizan.path("many/actors.csv"))
    os.unlink(mizan.path("many/processes.csv"))
    mizan.done("--store", "former.gpkg", "import", "few")

    def commitments():
        mizan.done("--store", "try.gpkg", "agreement", "list", "--on", "2021-05-02", "--csv")
        check_journal(mizan.path("try.gpkg"))
        database = sqlite3.connect("file:%s?mode=ro" % mizan.path("try.gpkg"), uri=True)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        count = database.execute("SELECT count(*) FROM commitment").fetchone()[0]
        releases = database.execute("SELECT count(*) FROM release").fetchone()[0]
        database.close()
        assert (count, releases) in ((6, 5), (6 + 197 * 10, 5 + 197)), (count, releases)
        return count

    def start():
        for name in os.listdir(mizan.folder):
            if name.startswith("try.gpkg"):
                os.unlink(mizan.path(name))
        shutil.copy(mizan.path("former.gpkg"), mizan.path("try.gpkg"))
        return mizan.start("--store", "try.gpkg", "import", "many", stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)

    began = time.monotonic()
    assert start().wait() == 0
    whole = time.monotonic() - began
    assert commitments() == 6 + 197 * 10
    moments = random.Random(SEED)
    seen = {"none": 0, "all": 0}
    until = time.monotonic() + PATIENCE
    for number in range(KILLS):
        if number >= KILLS // 3 and time.monotonic() > until:
            break
        process = start()
        time.sleep(whole * moments.random() ** 0.7 * 1.15)
        whole *= 1.03 if process.poll() is None else 0.9
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen["none" if commitments() == 6 else "all"] += 1
    print("# of %d kills within %.2f s: %s" % (seen["all"] + seen["none"], whole, seen))
    assert seen["none"] > 0, seen


def a_reader_takes_back_what_a_killed_import_began(mizan):
    """With a journal that is surely there: the process is stopped where the file was written to."""
    generate(mizan.path("ged.csv"), 2000)
    mizan.done("--store", "store.gpkg", "import", "ged.csv")
    before = mizan.done("toll", "--by", "country", "--csv")
    with open(mizan.path("crash.py"), "w", encoding="utf-8") as file:
        file.write("import os, sqlite3, signal\n"
                   "d = sqlite3.connect('store.gpkg', isolation_level=None)\n"
                   "d.execute('PRAGMA cache_size = 1')\n"
                   "d.execute('BEGIN IMMEDIATE')\n"
                   "d.execute('DROP TRIGGER event_no_delete')\n"
                   "d.execute('UPDATE release SET rows = 7')\n"
                   "d.execute('CREATE TABLE large AS SELECT * FROM event')\n"
                   "os.kill(os.getpid(), signal.SIGKILL)\n")
    subprocess.run([sys.executable, "crash.py"], cwd=mizan.folder, check=False)
    assert os.path.getsize(mizan.path("store.gpkg-journal")) > 512
    assert mizan.done("toll", "--by", "country", "--csv") == before
    assert not os.path.exists(mizan.path("store.gpkg-journal"))


tap.main([a_first_import_that_is_killed_leaves_all_or_nothing,
          a_second_import_that_is_killed_leaves_all_or_nothing,
          an_import_of_records_that_is_killed_leaves_all_or_nothing,
          a_reader_takes_back_what_a_killed_import_began], tap.fast_folder())
