# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests as functions, told in TAP; what the tests of the command share."""
import os
import subprocess
import sys
import tempfile
import traceback

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXAMPLE = os.path.join(SOURCE, "examples", "pakistan")


class Skip(Exception):
    """Raised by a test that has not what it needs."""


def sanitized():
    """True in a build with sanitizers, where processes are slow and need much memory."""
    return os.environ.get("MIZAN_TEST_SLOW", "") == "1"


class Mizan:
    """The command, in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", MIZAN_STORE="store.gpkg")

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, *arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        environment = dict(self.environment, **options.pop("env", {}))
        return subprocess.Popen([self.program, *arguments], cwd=self.folder, env=environment,
                                **options)

    def run(self, *arguments, timeout=120, **options):
        """Exit code (negative: the signal that ended it), standard output and error."""
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=timeout)
        return (process.returncode, (out or b"").decode("utf-8", "replace"),
                (err or b"").decode("utf-8", "replace"))

    def done(self, *arguments, **options):
        """Standard output of what has to work."""
        code, out, err = self.run(*arguments, **options)
        assert code == 0, "%s: exit code %d: %s" % (" ".join(arguments), code, err)
        return out


def one_line(code, err, expected, word=""):
    """An error as it should be: the code, and one line that says `word`."""
    assert code == expected, "exit code %d, not %d: %s" % (code, expected, err)
    assert err.startswith("mizan") and err.count("\n") == 1 and err.endswith("\n"), repr(err)
    assert word in err, "'%s' is not in: %s" % (word, err)


def fast_folder():
    """A folder in memory, for tests that write much and need no disk; None: the usual one."""
    folder = "/dev/shm"
    room = os.statvfs(folder) if os.access(folder, os.W_OK) else None
    return folder if room and room.f_bavail * room.f_frsize > 1 << 30 else None


def main(tests, folder=None):
    """tests: functions of (mizan); the first argument of the program is the command."""
    chosen = [t for t in tests if len(sys.argv) < 3 or sys.argv[2] in t.__name__]
    print("1..%d" % len(chosen))
    failed = 0
    for number, test in enumerate(chosen, 1):
        name = test.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory(prefix="mizan-test-", dir=folder) as place:
            try:
                test(Mizan(sys.argv[1], place))
                print("ok %d - %s" % (number, name))
            except Skip as reason:
                print("ok %d - %s # SKIP %s" % (number, name, reason))
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print("not ok %d - %s" % (number, name))
                for line in traceback.format_exc().rstrip().split("\n"):
                    print("#   " + line)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
