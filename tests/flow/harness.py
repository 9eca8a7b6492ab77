"""A province for acceptance tests: the real programs, real sockets, real PostgreSQL, real CURVE.

    province = Province()                       qcdcd init and run on a free port, in a folder of its own below /tmp
    office = province.office("BCD-593")         an invitation, a home, qcdc join
    office.import_csv(path); office.sync()      what a clerk does
    province.sql("select ...")                  what an administrator, or a test that tampers, does

Programs, source tree and folders are found by places.py.  The large sample data are read from ../shared/data beside the source tree; where they are not, the tenth of them that lies in
tests/data is taken, and the output says so.  Only the standard library is used.
"""
import atexit
import contextlib
import csv
import gzip
import hashlib
import io
import os
import pathlib
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import typing
import unittest

import founding
from places import BIN, QCDC, QCDCD, SOURCE, folder_of_folders

TESTS_DATA = SOURCE / "tests" / "data"
SHARED_DATA = SOURCE.parent / "shared" / "data"
SLOW = os.environ.get("QCDC_SLOW") == "1"  # ./run soak: all of it, and more rounds
at_leisure = unittest.skipUnless(SLOW, "for ./run soak")  # takes long, and finds little that others do not
WHOLE = SLOW and (SHARED_DATA / "boston-311" / "expected.csv").is_file()
BOSTON = (SHARED_DATA if WHOLE else TESTS_DATA) / "boston-311"
REPORTS = TESTS_DATA / "sample-reports"
DENUNCIATIONS = TESTS_DATA / "sample-denunciations.csv"
STATUTORY = TESTS_DATA / "statutory"

DISTRICTS = [str(code) for code in range(593, 603)]
PERIODS = ["2019-H1", "2019", "2020-H1"]
TIMEOUT_S = 300  # for whatever has to come to an end: a step takes seconds, on a slow and busy machine a minute
# What a person's locale is must not decide whether a test passes.
ENVIRONMENT = {key: value for key, value in os.environ.items()
               if not key.startswith("LC_") and key not in ("LANG", "LANGUAGE", "QCDC_HOME", "QCDC_LOCALEDIR")}
ENVIRONMENT["LC_ALL"] = "C"
ENVIRONMENT["TZ"] = "UTC"


class Result(typing.NamedTuple):
    status: int
    out: str
    err: str


# What a client says after some seconds of waiting depends on the machine, and is said in vain where the answer came after all.
WAITING = re.compile(r"^qcdc: (no answer from \S+ yet; trying for \d+ seconds more|\S+ chưa trả lời; sẽ thử thêm \d+ giây nữa)\n", re.M)
GAVE_UP = 75  # EX_TEMPFAIL: then it is a part of what has to be said


def result(status, out, err):
    """What a program that ended with STATUS wrote, in bytes."""
    said = err.decode(errors="replace")
    return Result(status, out.decode(errors="replace"), said if status == GAVE_UP else WAITING.sub("", said))


class Failed(Exception):
    """A step of a test that had to succeed and did not."""


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def data_said():
    """Which data the tests run on, for their output."""
    return "the whole sample data" if WHOLE else f"only the tenth of the sample data in {TESTS_DATA}"


def pg_program(name):
    """PostgreSQL's PROGRAM of the newest version that is installed, as qcdcd itself takes it."""
    folder = os.environ.get("QCDC_PG_BINDIR")
    if folder:
        return pathlib.Path(folder) / name
    installed = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return installed[-1] if installed else pathlib.Path(shutil.which(name) or name)


def wait_until(what, seconds=TIMEOUT_S, pause=0.02):
    """Waits until WHAT () is true, and says whether it is.  The bound is for what never comes true: no machine and no load is to
    make it matter, so nobody needs a smaller one.  Asking costs the processor that others wait for: less and less often."""
    end, most = time.monotonic() + seconds, 25 * pause
    while not what():
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
        pause = min(pause * 1.3, most)
    return True


def run(command, given=None, timeout_s=TIMEOUT_S, environment=None):
    """Runs COMMAND to its end.  GIVEN is what it reads from standard input, as text or bytes."""
    if isinstance(given, str):
        given = given.encode()
    done = subprocess.run([str(word) for word in command], input=given if given is not None else b"",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**ENVIRONMENT, **(environment or {})},
                          timeout=timeout_s, check=False)
    return result(done.returncode, done.stdout, done.stderr)


def run_measured(command):
    """The same, and the most memory that it took, in MiB."""
    return run_timed(command)[::2]


def run_timed(command):
    """The same with the seconds of the processor that it took, between the two."""
    done = run(["/usr/bin/python3", "-c", "import os, sys\n"
                "child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)\n"
                "_, status, used = os.wait4(child, 0)\nprint(used.ru_maxrss, used.ru_utime + used.ru_stime)\n"
                "sys.exit(os.waitstatus_to_exitcode(status))", *command])
    out, _, used = done.out.rstrip("\n").rpartition("\n")
    kibibytes, seconds = used.split()
    return Result(done.status, out, done.err), float(seconds), int(kibibytes) / 1024


# ---------------------------------------------------------------- folders and processes that must not be left behind

_folders, _provinces = [], []


def new_folder():
    """A new folder that the user who runs the database can pass through; gone at the end."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-flow-", dir=folder_of_folders()))
    path.chmod(0o755)
    _folders.append(path)
    return path


def clean_up():
    while _provinces:
        _provinces[-1].close()
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


atexit.register(clean_up)


def terminated(number, frame):
    """As by Ctrl-C: of all exceptions only this one gets past unittest, which would go on with the next test."""
    raise KeyboardInterrupt


signal.signal(signal.SIGTERM, terminated)
# A shell that starts us in the background has us ignore these, and programs would inherit it: what is typed would end none.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)


# ---------------------------------------------------------------- CSV

def read_csv(path):
    """The rows of a CSV file, packed or not, as dicts."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PETITION_COLUMNS = ("local_no kind field received_on title summary channel people flags settled_on outcome").split()


def petition(local_no, **given):
    """One row of a register; what is not given takes a plain value."""
    row = {"local_no": local_no, "kind": "KHIEU_NAI", "field": "DAT_DAI", "received_on": "2020-02-03", "title": "",
           "summary": "", "channel": "TRUC_TIEP", "people": "1", "flags": "", "settled_on": "", "outcome": ""}
    row.update(given)
    return row


def write_csv(path, rows, columns=None):
    """Writes dicts as CSV, in the columns of a register unless others are given."""
    columns = columns or PETITION_COLUMNS
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def boston(code):
    """The register of district CODE, unpacked, as a path."""
    path = new_folder() / f"{code}.csv"
    with gzip.open(BOSTON / f"{code}.csv.gz", "rb") as packed, open(path, "wb") as plain:
        shutil.copyfileobj(packed, plain)
    return path


def expected_counts(path, settled=True):
    """expected.csv as {(unit, kind, field, month): (received, settled)}."""
    return {(row["unit"], row["kind"], row["field"], row["received_month"]):
            (int(row["received"]), int(row["settled"]) if settled else None) for row in read_csv(path)}


def count_rows(unit, rows):
    """What petition_counts should say of a register's rows: {(unit, kind, field, month): (received, settled)}."""
    counts = {}
    for row in rows:
        key = (unit, row["kind"], row["field"], row["received_on"][:7])
        received, settled = counts.get(key, (0, 0))
        counts[key] = (received + 1, settled + (1 if row["settled_on"] else 0))
    return counts


# ---------------------------------------------------------------- the province

class Province:
    """A provincial server with its own embedded database: of the sample province, of one that is just FOUNDED, or a COPY of another
    one that has been stopped."""

    def __init__(self, start=True, founded=None, copy=None):
        for program in (QCDC, QCDCD):
            if not os.access(program, os.X_OK):
                raise Failed(f"{program} is missing: build it, or name its folder in QCDC_BIN")
        self.folder = new_folder()
        self.data = self.folder / "province"
        self.log_path = self.folder / "qcdcd.log"
        self.process = None
        self.endpoint = None
        self.copies = 0
        self.started = ({}, ())
        self.homes = 0
        self.desks = 0
        self.has_desks = copy.has_desks if copy else not founded  # they were vouched for with the sample
        _provinces.append(self)
        if founded:
            self.must("init", *founded)
        elif copy:
            subprocess.run(["cp", "-a", copy.data, self.data], check=True)
        else:
            self._make()
        if start:
            self.start()

    def _make(self):
        """The sample province, founded and published."""
        founding.copy_province(self.data)

    # -------- commands

    def command(self, name, *options, timeout_s=TIMEOUT_S):
        return run([QCDCD, name, "--data", self.data, *options], timeout_s=timeout_s)

    def must(self, name, *options):
        done = self.command(name, *options)
        if done.status != 0:
            raise Failed(f"qcdcd {name} {' '.join(map(str, options))}: status {done.status}: {done.out}{done.err}")
        return done.out

    def verify(self):
        return self.command("verify")

    def rebuild(self, *options):
        return self.command("rebuild", *options)

    def revoke(self, origin):
        return self.must("revoke", "--origin", origin)

    def invite(self, office, role="reporter", *options):
        """An invitation, as the path of its file."""
        text = self.must("invite", "--office", office, "--role", role, "--endpoint", self.endpoint, *options)
        descriptor, path = tempfile.mkstemp(prefix=f"{office}-", suffix=".invite", dir=self.folder)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        return pathlib.Path(path)

    def office(self, code, role="reporter"):
        """A new device of an office, joined; one of the provincial office's was vouched for."""
        office = Office(self, code, role)
        if (code, role) == (founding.OFFICE, "province") and self.has_desks:
            founding.put_desk_keys(office.home, self.next_desk())
        office.join(self.invite(code, role))
        return office

    def next_desk(self):
        self.desks += 1
        return self.desks - 1

    def founder(self):
        """The device that published the sample, and vouches for others."""
        office = Office(self, founding.OFFICE, "province")
        founding.copy_founder(office.home)
        return self.adopt(office)

    def adopt(self, office):
        """A home that knew this server at another address."""
        with contextlib.closing(sqlite3.connect(office.home / "journal.db")) as journal, journal:
            journal.execute("update meta set value = ? where name = 'endpoint'", (self.endpoint,))
        return office

    def office_copied(self, office):
        """A device of the province that this one is a copy of."""
        copy = Office(self, office.code, office.role)
        subprocess.run(["cp", "-a", office.home, copy.home], check=True)
        return self.adopt(copy)

    # -------- life

    def start(self, environment=None, options=None):
        """qcdcd run; always on the same port, and as it was started the last time unless something else is said."""
        self.started = (self.started[0] if environment is None else environment, self.started[1] if options is None else options)
        environment, options = self.started
        self.log_file = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [QCDCD, "run", "--data", self.data, "--listen", self.endpoint or "tcp://127.0.0.1:*", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log_file, env={**ENVIRONMENT, **environment})
        line = self._first_line()
        if not line.startswith("listening tcp://"):
            self.kill()
            raise Failed(f"qcdcd run did not start: {line!r}\n{self.log()[-3000:]}")
        self.endpoint = line.split()[1]
        return self

    def _first_line(self, timeout_s=TIMEOUT_S):
        ready, _, _ = select.select([self.process.stdout], [], [], timeout_s)
        return self.process.stdout.readline().decode() if ready else ""

    def _reap(self):
        status = self.process.wait(timeout=TIMEOUT_S)
        self.process.stdout.close()
        self.log_file.close()
        self.process = None
        return status

    def stop(self):
        """SIGTERM; the exit status."""
        if not self.process:
            return None
        self.process.terminate()
        return self._reap()

    def kill(self):
        """SIGKILL: the server is gone without a word, its database stays behind."""
        if self.process:
            self.process.kill()
            self._reap()

    def restart(self):
        self.stop()
        return self.start()

    def _kill_database(self):
        """Ends what a killed server left behind; PostgreSQL takes SIGQUIT for "at once"."""
        try:
            pid = int((self.data / "pg" / "postmaster.pid").read_text().split()[0])
            if str(self.data).encode() not in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                return
            os.kill(pid, signal.SIGQUIT)
            wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists())
        except (OSError, ValueError, IndexError):
            pass

    def close(self):
        if self in _provinces:
            _provinces.remove(self)
        self.kill()
        self._kill_database()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -------- copies of the data folder

    def backup(self):
        """A copy of the data folder, taken while the server is stopped; its path."""
        running = self.process is not None
        self.stop()
        self.copies += 1
        copy = self.folder / f"copy-{self.copies}"
        subprocess.run(["cp", "-a", self.data, copy], check=True)
        if running:
            self.start()
        return copy

    def restore(self, copy):
        """Puts an earlier copy in the place of the data folder."""
        running = self.process is not None
        self.stop()
        shutil.rmtree(self.data)
        subprocess.run(["cp", "-a", copy, self.data], check=True)
        if running:
            self.start()

    # -------- what it holds

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def postgres_log(self):
        return "".join(path.read_text(errors="replace") for path in sorted((self.data / "log").glob("*")) if path.is_file())

    def _connection(self):
        return ["-h", self.data / "run", "-p", "5432", "-U", "qcdc", "-d", "postgres"]

    def sql(self, statement):
        """Runs SQL as the owner of the database; rows as lists of text ("" for null)."""
        done = run([pg_program("psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", *self._connection(),
                    "-f", "-"], given=statement, environment={"PGOPTIONS": "-c jit=off"})  # as the server's own connections are
        if done.status != 0:
            raise Failed(f"psql: {done.err}\n{statement[:2000]}")
        return [line.split("\t") for line in done.out.splitlines()]

    def value(self, statement):
        return self.sql(statement)[0][0]

    def entries(self):
        """How many entries the journals hold, besides those by which the sample was published."""
        return int(self.value("select count(*) from journal where commit_seq not in (select entry from publication)"))

    def published(self):
        """How many entries published the sample: every feed begins with them."""
        return int(self.value("select count(*) from publication"))

    def dump(self):
        """The whole database as pg_dump writes it, as bytes."""
        done = subprocess.run([str(word) for word in (pg_program("pg_dump"), *self._connection())], env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_S, check=False)
        if done.returncode != 0:
            raise Failed(f"pg_dump: {done.stderr.decode()}")
        return done.stdout

    def mentions(self, text):
        """Whether the dump holds TEXT, as text or inside binary columns."""
        dump = self.dump()
        return text.encode() in dump or text.encode().hex().encode() in dump


class Office:
    """A device of an office: a home folder, and qcdc in it."""

    def __init__(self, province, code, role="reporter"):
        self.province, self.code, self.role = province, code, role
        province.homes += 1
        self.folder = province.folder
        self.name = f"{code}-{province.homes}"
        self.home = self.folder / f"home-{self.name}"
        self.copies = 0

    def command(self, *words):
        return [QCDC, "--home", self.home, *words]

    def run(self, *words, given=None, timeout_s=TIMEOUT_S, environment=None):
        return run(self.command(*words), given, timeout_s, environment)

    def must(self, *words, given=None):
        done = self.run(*words, given=given)
        if done.status != 0:
            raise Failed(f"{self.name}: qcdc {' '.join(map(str, words))}: status {done.status}: {done.out}{done.err}")
        return done.out

    def start(self, *words):
        """Starts qcdc and does not wait for it; finish_all does."""
        return subprocess.Popen([str(word) for word in self.command(*words)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)

    def join(self, invitation):
        return self.must("join", invitation)

    def sync(self):
        return self.must("sync")

    def import_csv(self, path):
        # The sample has numbers that look like those of cards, and what is blank in a register here is meant to be.
        return self.must("petition", "import", path, "--confirm-names", "--remove-blanks")

    def import_rows(self, rows, columns=None):
        """Imports dicts as a register; what qcdc said."""
        return self.import_csv(self.register(rows, columns))

    def register(self, rows, columns=None):
        self.copies += 1
        return write_csv(self.folder / f"{self.name}-{self.copies}.csv", rows, columns)

    def file_report(self, path):
        return self.must("report", "file", path)

    def table(self, *words):
        """The answer of any command that takes --format, as dicts."""
        return list(csv.DictReader(io.StringIO(self.must(*words, "--format", "csv"))))

    def query(self, name, **params):
        return self.table("query", name, *(f"{key.rstrip('_')}={value}" for key, value in params.items()))

    def counts(self, **params):
        """petition_counts in all its dimensions: {(unit, kind, field, month): (received, settled)}."""
        rows = self.query("petition_counts", by="unit,kind,field,month", **params)
        return {(row["unit"], row["kind"], row["field"], row["month"]): (int(row["received"]), int(row["settled"]))
                for row in rows}

    def totals(self, period, form="QCDC-HUYEN"):
        """report_totals: {cell: value}; "" for null."""
        return {row["cell"]: row["value"] for row in self.query("report_totals", form=form, period=period)}

    # -------- the journal

    def backup(self):
        self.copies += 1
        copy = self.folder / f"{self.name}-copy-{self.copies}"
        subprocess.run(["cp", "-a", self.home, copy], check=True)
        return copy

    def restore(self, copy):
        shutil.rmtree(self.home)
        subprocess.run(["cp", "-a", copy, self.home], check=True)

    def journal(self, statement, *values):
        """Reads the journal with SQL while no qcdc runs in the home; nothing is written, not even a lock."""
        path = self.home / "journal.db"
        wal = self.home / "journal.db-wal"
        if wal.exists() and wal.stat().st_size:
            # What a killed qcdc left: look at a copy, so that its recovery stays the program's own.
            folder = new_folder()
            for part in (path, wal):
                shutil.copy(part, folder)
            connection = sqlite3.connect(folder / "journal.db")
        else:
            connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def entries(self, own=True):
        """How many entries the journal holds: of this device, or of all."""
        where = "where origin in (select id from origin where own = 1)" if own else ""
        return self.journal(f"select count(*) from entry {where}")[0][0]

    @property
    def origin(self):
        """The device's id, sixteen hexadecimal digits."""
        return self.journal("select origin from origin where own = 1")[0][0].hex()

    def mentions(self, text):
        """Whether any file of the home holds TEXT."""
        return any(text.encode() in path.read_bytes() for path in self.home.rglob("*") if path.is_file())


def finish_all(started, timeout_s=TIMEOUT_S):
    """Waits for processes that were started together: [(name, Result)]."""
    results = []
    for name, process in started:
        try:
            out, err = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            err += b"\n(took too long and was killed)"
        results.append((name, result(process.returncode, out, err)))
    return results


def all_at_once(offices, *words):
    """The same command at every office at the same time; each must succeed."""
    results = finish_all([(office.name, office.start(*words)) for office in offices])
    bad = [f"{name}: status {done.status}: {done.err}" for name, done in results if done.status != 0]
    if bad:
        raise Failed("\n".join(bad))
    return results


# ---------------------------------------------------------------- test cases

class FlowCase(unittest.TestCase):
    """A test case with a province of its own for the class; what the server said is shown when a test fails."""

    province = None

    @classmethod
    def setUpClass(cls):
        cls.province = Province()
        cls.addClassCleanup(cls.province.close)

    def run(self, result=None):
        before = len(result.errors) + len(result.failures) if result else 0
        super().run(result)
        if result and len(result.errors) + len(result.failures) > before and self.province:
            print(f"\n---- {self.id()} failed; the end of the server's log:", file=sys.stderr)
            print(self.province.log()[-4000:], file=sys.stderr)
            print("---- of PostgreSQL's:", file=sys.stderr)
            print(self.province.postgres_log()[-2000:], file=sys.stderr, flush=True)

    def assert_identical(self, province=None):
        done = (province or self.province).verify()
        self.assertEqual((done.status, done.err), (0, ""), done.out)
        self.assertTrue(done.out.startswith("identical: "), done.out)

    def assert_refused(self, done, *words):
        """Exit status 1 and one line on stderr that holds every one of WORDS."""
        self.assertEqual(done.status, 1, done)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        for word in words:
            self.assertRegex(done.err, re.compile(re.escape(word), re.IGNORECASE))


class ReadCase(unittest.TestCase):
    """A province for each test and one who reads all of it; at the end everything is what the journals say."""

    def setUp(self):
        self.province = Province()
        self.reader = self.province.office("BCD-TINH", "province")

    def tearDown(self):
        verified = self.province.verify()
        self.assertEqual(verified.status, 0, verified.out)
        self.province.close()


def main():
    """Called by each test program."""
    print(f"programs: {BIN}; {data_said()}", flush=True)
    unittest.main(module="__main__", verbosity=2)
