#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the cases of a .test file against the command, and tells the results in TAP.

    cases.py MIZAN FILE.test [PART OF A NAME]

Commands before the first case prepare a folder; each case works in its own copy of it.

    $ mizan import sheet.csv          a command line for sh
    == A sentence that names a case
    $ mizan toll                      one or more; the last one is judged
    ? 0                               its exit code; 0 where there is no such line
    | country  events                 a line of standard output, exactly
    ~ PAK * sample                    the same, * stands for anything
    ...                               any number of lines of standard output
    ! mizan: * is wrong               a line of standard error, * stands for anything
    !...                              any number of lines of standard error
    = forms.json                      a file that the case may change or make; others may not

A case that ends with 2, 3, 4 has to leave standard output empty, give one line on standard error
that begins with "mizan", and change nothing in its folder. Cases that expect no `!` line expect
standard error to be empty.
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Case:
    def __init__(self, name, line):
        self.name, self.line = name, line
        self.commands, self.out, self.err, self.code, self.made = [], [], [], 0, set()


def read_cases(path):
    """The commands that prepare, and the cases."""
    prepare, cases = Case("", 1), []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            case = cases[-1] if cases else prepare
            mark, rest = line[:1], line[2:]
            if line.startswith("== "):
                cases.append(Case(line[3:], number))
            elif line == "...":
                case.out.append(None)
            elif line == "!...":
                case.err.append(None)
            elif mark == "$":
                case.commands.append(rest)
            elif mark == "?":
                case.code = int(rest)
            elif mark == "|":
                case.out.append(re.escape(rest))
            elif mark in "~!" and mark:
                (case.out if mark == "~" else case.err).append(
                    re.escape(rest).replace(r"\*", ".*"))
            elif mark == "=":
                case.made |= set(rest.split())
            elif line and mark != "#":
                sys.exit("%s:%d: what is this line?" % (path, number))
    return prepare, cases


def pattern(lines):
    return "".join("(?:.*\n)*?" if line is None else line + "\n" for line in lines)


def fingerprint(folder):
    found = {}
    for root, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def run(command, folder, environment):
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, timeout=120,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)


def judge(case, folder, environment):
    """The faults of a case, as lines."""
    for command in case.commands[:-1]:
        done = run(command, folder, environment)
        if done.returncode != 0:
            return ["cannot prepare: " + command, done.stderr.decode("utf-8", "replace")]
    before = fingerprint(folder)
    done = run(case.commands[-1], folder, environment)
    after = fingerprint(folder)
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    faults = []
    if done.returncode != case.code:
        faults.append("exit code %d, not %d" % (done.returncode, case.code))
    if not re.fullmatch(pattern(case.out), out):
        faults.append("standard output is not what was expected:\n" + out[:2000])
    if not re.fullmatch(pattern(case.err), err):
        faults.append("standard error is not what was expected:\n" + err[:2000])
    if case.code in (2, 3, 4):
        if out:
            faults.append("standard output is not empty")
        if not re.fullmatch(r"mizan[^\n]*\n", err):
            faults.append("not one line on standard error")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if changed - case.made:
        faults.append("changed: " + " ".join(sorted(changed - case.made)))
    if case.made - after.keys():
        faults.append("not made: " + " ".join(sorted(case.made - after.keys())))
    return faults


def main():
    mizan, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    prepare, cases = read_cases(path)
    cases = [case for case in cases if len(sys.argv) < 4 or sys.argv[3] in case.name]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mizan-cli-") as top:
        os.mkdir(os.path.join(top, "bin"))
        os.symlink(mizan, os.path.join(top, "bin", "mizan"))
        environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", MIZAN_STORE="store.gpkg",
                           PATH=os.path.join(top, "bin") + ":" + os.environ["PATH"],
                           EXAMPLE=os.path.join(SOURCE, "examples", "pakistan"))
        start = os.path.join(top, "start")
        os.mkdir(start)
        print("1..%d" % len(cases))
        for command in prepare.commands:
            done = run(command, start, environment)
            if done.returncode != 0:
                print("Bail out! %s: %s" % (command, done.stderr.decode("utf-8", "replace")))
                return 1
        for number, case in enumerate(cases, 1):
            folder = os.path.join(top, str(number))
            shutil.copytree(start, folder)
            faults = judge(case, folder, environment)
            failed += bool(faults)
            print("%s %d - %s" % ("not ok" if faults else "ok", number, case.name.replace("#", "")))
            if faults:
                print("# %s:%d: $ %s" % (path, case.line, case.commands[-1]))
                for line in "\n".join(faults).split("\n"):
                    print("#   " + line)
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
