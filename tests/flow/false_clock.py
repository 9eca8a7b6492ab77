"""Programs under a clock that is wrong: Debian's libfaketime stands before them.

    environment=by_days(-4)               four days ago
    environment=at("@2020-06-17 10:00:00") from that moment on
    environment=told_by(path)             as the file says, whenever it says something else

What it shares between processes it names after the first of them; a test that was killed leaves that behind, and a later process of the same
number would stumble over it: sweep() takes away what is nobody's any more, each time that a script begins.
"""
import pathlib
import re

LIBRARY = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
SHARED = pathlib.Path("/dev/shm")


def by(**said):
    if not LIBRARY:
        raise RuntimeError("Debian's package libfaketime is missing; ./run test installs it")
    return {"LD_PRELOAD": str(LIBRARY), "DONT_FAKE_MONOTONIC": "1", **said}


def at(moment):
    return by(FAKETIME=moment, FAKETIME_DONT_FAKE_MONOTONIC="1")


def by_days(days):
    """Nothing where that is none."""
    return at(f"{days:+d}d") if days else {}


def told_by(path):
    return by(FAKETIME_TIMESTAMP_FILE=str(path), FAKETIME_NO_CACHE="1")


def sweep(folder=SHARED):
    for path in folder.glob("*faketime_*"):
        number = re.fullmatch(r"(?:sem\.)?faketime_(?:sem|shm)_([0-9]+)", path.name)
        if number and not pathlib.Path("/proc", number[1]).exists():
            path.unlink(missing_ok=True)


sweep()
