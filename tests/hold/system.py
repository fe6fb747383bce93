#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the system does to a store: interruption, full disks, locks, damage, other programs."""
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

DAMAGES = 20 if tap.sanitized() else 120


def generate(path, rows):
    with open(path, "wb") as file:
        subprocess.run([os.environ["MIZAN_TEST_GENERATE"], str(rows)], stdout=file, check=True)


def store_with_events(mizan):
    generate(mizan.path("ged.csv"), 2000)
    mizan.done("import", "ged.csv")
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv")
    return mizan.done("toll", "--by", "country", "--csv")


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


def events_of(mizan, name="store.gpkg"):
    database = sqlite3.connect("file:%s?mode=ro" % mizan.path(name), uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    count = database.execute("SELECT count(*) FROM event").fetchone()[0]
    database.close()
    return count


def an_interrupted_import_leaves_the_store_as_it_was(mizan):
    store_with_events(mizan)
    before = bytes_of(mizan.path("store.gpkg"))
    generate(mizan.path("more.csv"), 60000)
    for wait in (0.05, 0.15, 0.3):
        process = mizan.start("import", "more.csv")
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        if process.returncode == -signal.SIGINT:
            continue  # before the program took charge of signals
        tap.one_line(process.returncode, err.decode(), 130, "interrupted; nothing was changed")
        assert out == b""
        assert bytes_of(mizan.path("store.gpkg")) == before
        assert not os.path.exists(mizan.path("store.gpkg-journal"))


def an_interrupted_query_ends_with_one_line(mizan):
    store_with_events(mizan)
    process = mizan.start("sql", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                 "SELECT count(*) FROM n")
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    tap.one_line(process.returncode, err.decode(), 130, "interrupted")
    assert out == b""


def mount(mizan, name, options):
    os.mkdir(mizan.path(name))
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", mizan.path(name)],
            capture_output=True, check=False).returncode != 0:
        raise tap.Skip("no right to mount")


def unmount(mizan, name):
    subprocess.run(["umount", mizan.path(name)], check=True)


def a_full_disk_changes_nothing(mizan):
    generate(mizan.path("small.csv"), 500)
    generate(mizan.path("ged.csv"), 6000)
    mount(mizan, "disk", "size=3m")
    try:
        code, out, err = mizan.run("--store", "disk/new.gpkg", "import", "ged.csv")
        tap.one_line(code, err, 4, "the disk is full")
        assert out == "" and os.listdir(mizan.path("disk")) == []
        mizan.done("--store", "disk/old.gpkg", "import", "small.csv")
        before = bytes_of(mizan.path("disk/old.gpkg"))
        code, out, err = mizan.run("--store", "disk/old.gpkg", "import", "ged.csv")
        tap.one_line(code, err, 4, "the disk is full")
        assert bytes_of(mizan.path("disk/old.gpkg")) == before
        assert os.listdir(mizan.path("disk")) == ["old.gpkg"]
        # Outputs are whole or not there.
        with open(mizan.path("disk/rest"), "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        for arguments in (["--xlsx", "disk/t.xlsx"], ["--chart", "disk/t.svg"]):
            code, out, err = mizan.run("--store", "disk/old.gpkg", "toll", *arguments)
            tap.one_line(code, err, 4, "")
            assert sorted(os.listdir(mizan.path("disk"))) == ["old.gpkg", "rest"], arguments
    finally:
        unmount(mizan, "disk")


def a_limit_of_file_size_changes_nothing(mizan):
    generate(mizan.path("ged.csv"), 6000)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    code, out, err = mizan.run("import", "ged.csv", preexec_fn=limit)
    tap.one_line(code, err, 4, "")
    assert out == "" and not os.path.exists(mizan.path("store.gpkg")), os.listdir(mizan.folder)


def a_folder_that_cannot_be_written_to_is_told(mizan):
    store_with_events(mizan)
    mount(mizan, "disk", "size=16m")
    try:
        shutil.copy(mizan.path("store.gpkg"), mizan.path("disk/store.gpkg"))
        subprocess.run(["mount", "-o", "remount,ro", mizan.path("disk")], check=True)
        told = mizan.done("--store", "disk/store.gpkg", "toll", "--by", "country")
        assert "AFG" in told, "reading needs no right to write"
        for name in ("disk/store.gpkg", "disk/new.gpkg"):
            code, out, err = mizan.run("--store", name, "import", tap.EXAMPLE + "/figures.csv")
            tap.one_line(code, err, 4, "you may write")
            assert out == ""
        for arguments in (["toll", "--chart", "disk/t.svg"], ["toll", "--xlsx", "disk/t.xlsx"],
                          ["brief", "new", "disk/b.md"], ["template", "map", "-o", "disk/m.yaml"]):
            code, out, err = mizan.run(*arguments)
            tap.one_line(code, err, 4, "Read-only file system")
            assert out == ""
    finally:
        unmount(mizan, "disk")


def a_cut_off_import_on_a_read_only_disk_is_told(mizan):
    mount(mizan, "disk", "size=16m")
    try:
        mizan.done("--store", "disk/store.gpkg", "import", tap.EXAMPLE + "/figures.csv")
        subprocess.run(
            [sys.executable, "-c",
             "import os, sqlite3, signal\n"
             "d = sqlite3.connect('disk/store.gpkg', isolation_level=None)\n"
             "d.execute('PRAGMA cache_size = 1')\n"
             "d.execute('BEGIN IMMEDIATE')\n"
             "d.execute('UPDATE published_figure SET value = 7')\n"
             "d.execute('CREATE TABLE large AS SELECT * FROM published_figure')\n"
             "os.kill(os.getpid(), signal.SIGKILL)"], cwd=mizan.folder, check=False)
        subprocess.run(["mount", "-o", "remount,ro", mizan.path("disk")], check=True)
        code, out, err = mizan.run("--store", "disk/store.gpkg", "figures")
        tap.one_line(code, err, 4, "was cut off")
        assert out == ""
    finally:
        unmount(mizan, "disk")


def locked(mizan, statements):
    """Another process that holds the store until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c",
         "import sqlite3, sys\n"
         "d = sqlite3.connect('store.gpkg', isolation_level=None)\n"
         "for s in %r: d.execute(s).fetchall()\n"
         "print('held', flush=True)\n"
         "sys.stdin.read()" % (statements,)], cwd=mizan.folder, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    return process


def a_locked_store_is_waited_for_and_then_told(mizan):
    store_with_events(mizan)
    before = bytes_of(mizan.path("store.gpkg"))
    other = locked(mizan, ["BEGIN EXCLUSIVE"])
    for arguments in (["import", tap.EXAMPLE + "/incidents.csv"], ["toll"]):
        began = time.monotonic()
        code, out, err = mizan.run(*arguments)
        waited = time.monotonic() - began
        tap.one_line(code, err, 4, "store.gpkg: another program is using the store")
        assert out == ""
        assert 4 < waited < 15, waited
    other.communicate(b"")
    assert bytes_of(mizan.path("store.gpkg")) == before


def a_store_that_is_let_go_in_time_is_imported_into(mizan):
    store_with_events(mizan)
    other = locked(mizan, ["BEGIN IMMEDIATE"])
    process = mizan.start("import", tap.EXAMPLE + "/incidents.csv")
    time.sleep(1.5)
    assert process.poll() is None, "it does not wait"
    other.communicate(b"")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and b"74" in out, err


def a_reader_in_another_program_delays_an_import_only(mizan):
    """QGIS holds a store open for reading; it sees the same rows until it ends its reading."""
    store_with_events(mizan)
    other = locked(mizan, ["BEGIN", "SELECT count(*) FROM event"])
    code, out, err = mizan.run("import", tap.EXAMPLE + "/incidents.csv")
    tap.one_line(code, err, 4, "another program is using the store")
    assert out == "" and events_of(mizan) == 2000
    other.communicate(b"")
    mizan.done("import", tap.EXAMPLE + "/incidents.csv")


def damage_is_told_and_never_crashes(mizan):
    before = store_with_events(mizan)
    whole = bytes_of(mizan.path("store.gpkg"))
    chance = random.Random(585)
    commands = [["toll", "--by", "country", "--csv"], ["figures"], ["releases"],
                ["toll", "--by", "province", "--where", "deaths_best > 1"],
                ["sql", "SELECT * FROM event, published_figure LIMIT 5"],
                ["import", tap.EXAMPLE + "/incidents.csv"]]
    told = 0
    for number in range(DAMAGES):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            at = chance.randrange(100, len(data)) if number % 3 else \
                chance.randrange(0, min(len(data), 65536))
            size = chance.choice([1, 8, 600, 5000])
            data[at:at + size] = chance.randbytes(min(size, len(data) - at))
        if number % 10 == 0:
            del data[chance.randrange(len(data)):]
        with open(mizan.path("store.gpkg"), "wb") as file:
            file.write(data)
        arguments = commands[number % len(commands)]
        code, out, err = mizan.run(*arguments)
        assert code in (0, 2, 3, 4), (number, arguments, code, err)
        if code:
            told += 1
            assert out == "", (number, arguments, out[:200])
            tap.one_line(code, err, code, "")
    assert told > 0
    with open(mizan.path("store.gpkg"), "wb") as file:
        file.write(whole)
    assert mizan.done("toll", "--by", "country", "--csv") == before


def ogrinfo_reads_a_store_without_a_warning(mizan):
    if not shutil.which("ogrinfo"):
        raise tap.Skip("ogrinfo is missing")
    store_with_events(mizan)
    done = subprocess.run(["ogrinfo", "-al", "-so", "store.gpkg"], cwd=mizan.folder,
                          capture_output=True, check=False)
    assert done.returncode == 0 and done.stderr == b"", done.stderr.decode()
    text = done.stdout.decode()
    for line in ("Layer name: event", "Feature Count: 2000", "Geometry: Point", "ERROR", "Warning"):
        assert (line in text) == (line not in ("ERROR", "Warning")), line
    done = subprocess.run(
        ["ogrinfo", "-q", "-sql", "UPDATE event SET deaths_best = 0", "store.gpkg"],
        cwd=mizan.folder, capture_output=True, check=False)
    assert events_of(mizan) == 2000


def two_imports_at_once(mizan):
    generate(mizan.path("ged.csv"), 5000)
    for number in range(2 if tap.sanitized() else 8):
        for name in os.listdir(mizan.folder):
            if name.startswith("store.gpkg"):
                os.unlink(mizan.path(name))
        if number % 2:
            mizan.done("import", tap.EXAMPLE + "/milestones.csv")
        both = [mizan.start("import", "ged.csv"),
                mizan.start("import", tap.EXAMPLE + "/incidents.csv")]
        rows = 0
        for process, count in zip(both, (5000, 74)):
            out, err = process.communicate(timeout=120)
            if process.returncode == 0:
                rows += count
            else:
                tap.one_line(process.returncode, err.decode(), 4, "")
                assert out == b""
        assert rows > 0 and events_of(mizan) == rows, rows


def an_import_that_fails_beside_one_that_waits(mizan):
    """The first makes the store and then takes it away; the other must not write into thin air."""
    generate(mizan.path("ged.csv"), 5000)
    with open(mizan.path("ged.csv"), "a", encoding="utf-8") as file:
        file.write('1,"cut')
    for _ in range(2 if tap.sanitized() else 8):
        for name in os.listdir(mizan.folder):
            if name.startswith("store.gpkg"):
                os.unlink(mizan.path(name))
        fails = mizan.start("import", "ged.csv")
        time.sleep(0.02)
        code, out, err = mizan.run("import", tap.EXAMPLE + "/incidents.csv")
        _, fault = fails.communicate(timeout=60)
        tap.one_line(fails.returncode, fault.decode(), 3, "the file ends inside a row")
        if code == 0:
            assert events_of(mizan) == 74
        else:
            tap.one_line(code, err, 4, "")
            assert out == "" and not os.path.exists(mizan.path("store.gpkg"))


def a_reader_during_an_import_sees_the_old_store(mizan):
    store_with_events(mizan)
    generate(mizan.path("more.csv"), 5000 if tap.sanitized() else 40000)
    count = ["sql", "SELECT count(*) FROM event UNION ALL SELECT count(*) FROM event_past", "--csv"]
    before = mizan.done(*count)
    process = mizan.start("import", "more.csv", "--version-of-data", "99.1")
    seen = []
    while process.poll() is None:
        seen.append(mizan.done(*count))
    out, err = process.communicate()
    assert process.returncode == 0, err
    after = mizan.done(*count)
    assert before != after and set(seen) <= {before, after}, set(seen)
    assert before in seen


def a_pipe_is_written_to_and_stays_one(mizan):
    os.mkfifo(mizan.path("pipe.csv"))
    reader = subprocess.Popen(["cat", mizan.path("pipe.csv")], stdout=subprocess.PIPE)
    code, out, err = mizan.run("template", "figures", "-o", "pipe.csv")
    got = reader.communicate(timeout=60)[0]
    assert code == 0 and not out, err
    assert got.startswith(b"publisher,"), got
    assert stat.S_ISFIFO(os.stat(mizan.path("pipe.csv")).st_mode)


tap.main([an_interrupted_import_leaves_the_store_as_it_was, an_interrupted_query_ends_with_one_line,
          a_full_disk_changes_nothing, a_limit_of_file_size_changes_nothing,
          a_folder_that_cannot_be_written_to_is_told, a_cut_off_import_on_a_read_only_disk_is_told,
          a_locked_store_is_waited_for_and_then_told,
          a_store_that_is_let_go_in_time_is_imported_into,
          a_reader_in_another_program_delays_an_import_only, damage_is_told_and_never_crashes,
          ogrinfo_reads_a_store_without_a_warning, two_imports_at_once,
          an_import_that_fails_beside_one_that_waits,
          a_reader_during_an_import_sees_the_old_store,
          a_pipe_is_written_to_and_stays_one], tap.fast_folder())
