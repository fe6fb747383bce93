#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress is shown on a terminal and nowhere else; Ctrl-C ends with one line."""
import os
import pty
import select
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

HEADER = "source_key,date_start,date_end,country,deaths_best,headline\n"


def write_sheet(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER)
        for i in range(rows):
            file.write("k%d,2024-01-%02d,2024-02-01,PAK,%d,Something happened near here\n"
                       % (i, i % 28 + 1, i % 9))


def on_terminal(mizan, arguments, interrupt_at=None):
    """Exit code and what was written while standard error is a terminal."""
    ours, theirs = pty.openpty()
    process = mizan.start(*arguments, stderr=theirs, stdout=subprocess.PIPE)
    os.close(theirs)
    told, sent = b"", False
    while True:
        ready, _, _ = select.select([ours], [], [], 60)
        try:
            data = os.read(ours, 65536) if ready else b""
        except OSError:
            data = b""
        if not data:
            break
        told += data
        if interrupt_at and interrupt_at in told and not sent:
            process.send_signal(signal.SIGINT)
            sent = True
    out = process.stdout.read().decode()
    os.close(ours)
    return process.wait(), out, told.decode("utf-8", "replace")


def progress_is_shown_on_a_terminal_and_wiped(mizan):
    write_sheet(mizan.path("large.csv"), 400000)
    code, out, told = on_terminal(mizan, ["import", "large.csv"])
    assert code == 0 and "400,000" in out, out
    assert "%" in told, "no progress in: " + repr(told[:400])
    assert told.endswith("\r\033[K"), repr(told[-80:])


def a_pipe_sees_no_progress(mizan):
    write_sheet(mizan.path("large.csv"), 400000)
    code, out, err = mizan.run("import", "large.csv")
    assert code == 0 and "400,000" in out
    assert err == "", repr(err[:200])


def control_c_on_a_terminal_ends_with_one_line(mizan):
    write_sheet(mizan.path("large.csv"), 400000)
    code, out, told = on_terminal(mizan, ["import", "large.csv"], b"%")
    assert code == 130, (code, told)
    assert out == ""
    last = told.split("\r\033[K")[-1].strip()
    assert last == "mizan: large.csv: interrupted; nothing was changed" or \
        last == "mizan: interrupted; nothing was changed", repr(last)
    assert not os.path.exists(mizan.path("store.gpkg")), "a first import leaves nothing"


def control_c_ends_a_wait_for_standard_input(mizan):
    process = mizan.start("import", "-", stdin=subprocess.PIPE)
    process.stdin.write(HEADER.encode())
    process.stdin.flush()
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    _, err = process.communicate()
    tap.one_line(process.returncode, err.decode(), 130, "interrupted")


tap.main([progress_is_shown_on_a_terminal_and_wiped, a_pipe_sees_no_progress,
          control_c_on_a_terminal_ends_with_one_line, control_c_ends_a_wait_for_standard_input])
