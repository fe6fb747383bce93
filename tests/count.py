#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in Meson's logs and prints the closing line: N passed, N failed, N skipped.

Programs that print a line for each test in cmocka's manner, or in TAP, are counted by those lines;
any other program counts as one test, by its exit code.
"""
import json
import re
import sys

LINE = re.compile(r"^\[\s*(OK|FAILED|SKIPPED)\s*\] (?!.*: \d+ test|\d+ test)(.+)$", re.MULTILINE)
TAP = re.compile(r"^(ok|not ok)\b(.*)$", re.MULTILINE)


def tap_word(result, name):
    return "FAILED" if result != "ok" else "SKIPPED" if "# SKIP" in name.upper() else "OK"


def count(run):
    # cmocka names the failed tests once more at its end: a set counts each once.
    found = set(LINE.findall(run.get("stdout", "") + "\n" + run.get("stderr", "")))
    words = [word for word, _ in found]
    if not found:
        found = TAP.findall(run.get("stdout", ""))
        words = [tap_word(*line) for line in found]
    passed, failed, skipped = (words.count(word) for word in ("OK", "FAILED", "SKIPPED"))
    result = run["result"]
    if not found:
        passed, skipped = result == "OK", result == "SKIP"
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and failed == 0:
        failed = 1  # a crash, a leak or a time-out after the last line
    return int(passed), int(failed), int(skipped)


totals = [0, 0, 0]
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as log:
        for line in log:
            totals = [a + b for a, b in zip(totals, count(json.loads(line)))]
print("%d passed, %d failed, %d skipped" % tuple(totals))
sys.exit(1 if totals[1] or not totals[0] else 0)
