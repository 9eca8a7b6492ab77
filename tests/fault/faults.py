"""What the fault tests need beside the harness of the flow tests: audits that share no code with the programs, a database
of somebody else's, and randomness that can be repeated.

The receipts are checked with libsodium itself, the chains with Python's own BLAKE2b, from the formulas of
proto/DIALOGUE.md alone.
"""
import copy
import ctypes
import ctypes.util
import os
import pathlib
import random
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "flow"))

import founding
import harness
from harness import (ENVIRONMENT, QCDCD, TIMEOUT_S, Failed, FlowCase, Province, Result, blake, count_rows, new_folder,
                     petition, run, wait_until)

SLOW = os.environ.get("QCDC_SLOW") == "1"

# ---------------------------------------------------------------- randomness

SEED = int(os.environ.get("QCDC_SEED") or random.SystemRandom().randrange(1 << 32))
rng = random.Random(SEED)


def say_seed():
    print(f"random moments of seed {SEED}; QCDC_SEED={SEED} repeats them", flush=True)


# ---------------------------------------------------------------- registers

class Register:
    """What an office has written down, to hold the server's counts against."""

    def __init__(self, unit):
        self.unit = unit
        self.rows = {}

    def new_rows(self, count, prefix="", **given):
        """COUNT new rows; some are settled, texts differ."""
        made = []
        for _ in range(count):
            number = f"{prefix}{len(self.rows) + 1}"
            values = {"field": rng.choice(["DAT_DAI", "XAY_DUNG", "CAN_BO"]), "people": str(rng.randrange(1, 600)),
                      "received_on": f"2020-0{rng.randrange(1, 4)}-1{rng.randrange(10)}",
                      "title": f"Về việc {rng.randrange(1 << 40):x}"}
            if rng.random() < 0.4:
                values.update(settled_on="2020-05-06", outcome="DUNG")
            values.update(given)
            self.rows[number] = petition(number, **values)
            made.append(self.rows[number])
        return made

    def counts(self):
        return count_rows(self.unit, self.rows.values())


def numbers(office):
    """The register as the office's own device shows it: every line without the address, by its number."""
    rows = {}
    for row in office.table("petition", "list"):
        row.pop("entry")
        rows[row["local_no"]] = row
    return rows


# ---------------------------------------------------------------- signatures

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
if sodium.sodium_init() < 0:
    raise Failed("libsodium does not start")


def u64(number):
    return int(number).to_bytes(8, "little", signed=number < 0)


def signed_by(key, message, signature):
    length = ctypes.c_ulonglong(len(message))
    return len(signature) == 64 and sodium.crypto_sign_ed25519_verify_detached(signature, message, length, key) == 0


def sign(secret, message):
    signature = ctypes.create_string_buffer(64)
    sodium.crypto_sign_ed25519_detached(signature, None, message, ctypes.c_ulonglong(len(message)), secret)
    return signature.raw


def sign_keys():
    """A new Ed25519 key pair: public, secret."""
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    sodium.crypto_sign_ed25519_keypair(public, secret)
    return public.raw, secret.raw


def append_text(origin, first_seq, last_seq, last_hash):
    return b"qcdc-append-1" + origin + u64(first_seq) + u64(last_seq) + last_hash


def receipt_text(origin, first, last, last_hash, commit_seq, committed_at, first_committed_at, verdicts):
    return (b"qcdc-receipt-1" + origin + u64(first) + u64(last) + last_hash + u64(commit_seq) + u64(committed_at)
            + u64(first_committed_at) + blake(verdicts))


def entry_hash(previous, origin, seq, written_at, body, annex, annex_hash):
    if not annex_hash:
        annex_hash = blake(annex) if annex else bytes(32)
    return blake(b"qcdc-entry-1" + previous + origin + u64(seq) + u64(written_at) + annex_hash + body)


# ---------------------------------------------------------------- audits

def audit_home(test, office, complete=True):
    """The device's own journal: an unbroken chain, all of it under receipts that verify (COMPLETE), nothing twice."""
    [(number, origin, sign_key)] = office.journal("select id, origin, sign_key from origin where own = 1")
    [(server_sign,)] = office.journal("select value from meta where name = 'server_sign'")
    server_sign = bytes.fromhex(server_sign)
    previous, hashes, committed = blake(sign_key), {}, {}
    entries = office.journal("select seq, written_at, body, annex, annex_hash, hash, committed_at from entry where origin = ?"
                             " order by seq", number)
    for place, (seq, written_at, body, annex, annex_hash, held, committed_at) in enumerate(entries, 1):
        test.assertEqual(seq, place, f"{office.name}: a gap in the journal")
        previous = entry_hash(previous, origin, seq, written_at, body, annex, annex_hash)
        test.assertEqual(previous, held, f"{office.name}: entry {seq} does not have its hash")
        hashes[seq], committed[seq] = previous, committed_at
    covered = 0
    segments = office.journal("select first_seq, last_seq, last_hash, signature, receipt_first, receipt_last, receipt_hash,"
                              " commit_seq, committed_at, first_committed_at, verdicts, receipt_signature"
                              " from segment where origin = ? order by first_seq", number)
    for first, last, last_hash, signature, *receipt, receipt_signature in segments:
        test.assertEqual(first, covered + 1, f"{office.name}: receipts overlap or leave a gap")
        test.assertEqual(hashes[last], last_hash, f"{office.name}: the receipt up to {last} is for another entry")
        test.assertTrue(signed_by(sign_key, append_text(origin, first, last, last_hash), signature), f"append up to {last}")
        test.assertTrue(signed_by(server_sign, receipt_text(origin, *receipt), receipt_signature), f"receipt up to {last}")
        test.assertEqual((receipt[0], receipt[1], receipt[2]), (first, last, last_hash))
        for seq in range(first, last + 1):
            test.assertEqual(committed[seq], receipt[5], f"{office.name}: first commit time of entry {seq}")
        covered = last
    if complete:
        test.assertEqual(covered, len(entries), f"{office.name}: entries without a receipt")
    return origin, hashes, committed


def audit_province(test, province, offices):
    """Nothing twice, nothing missing: the server holds of each of OFFICES exactly what that office holds, and agrees with
    its receipts."""
    [[entries, hashes, places]] = province.sql("select count(*), count(distinct hash), count(distinct (origin, seq))"
                                               " from journal")
    test.assertEqual(entries, hashes, "an entry is stored twice")
    test.assertEqual(entries, places)
    for office in offices:
        origin, hashes, committed = audit_home(test, office)
        rows = province.sql("select j.seq, encode(j.hash, 'hex'),"
                            " (extract(epoch from j.first_committed_at) * 1000000)::bigint"
                            " from journal j join origin o on o.id = j.origin"
                            f" where o.origin = '\\x{origin.hex()}' order by j.seq")
        test.assertEqual([(int(seq), digest, int(moment)) for seq, digest, moment in rows],
                         [(seq, hashes[seq].hex(), committed[seq]) for seq in hashes], office.name)


def database_answers(province):
    try:
        return province.value("select 1") == "1"
    except Failed:
        return False


def first_commits(province):
    """{(origin, seq, hash): first commit time} of everything that the server holds."""
    return {(origin, seq, digest): moment for origin, seq, digest, moment in province.sql(
        "select encode(o.origin, 'hex'), j.seq, encode(j.hash, 'hex'), j.first_committed_at"
        " from journal j join origin o on o.id = j.origin")}


# ---------------------------------------------------------------- processes

def is_there(pid, dead=False):
    """Whether the process is there; one that is DEAD, and that its parent has not seen yet, counts only if asked for."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return dead or state not in "ZX"


def listeners(pids=None):
    """Addresses on which one of PIDS (or anybody) listens by TCP, from the kernel's own tables."""
    inodes = set()
    for pid in pids or []:
        for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = os.readlink(link)
            except OSError:
                continue
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in pathlib.Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and (pids is None or fields[9] in inodes):
                found.append(fields[1].rsplit(":", 1)[0])
    return found


def family(pid):
    """PID and all that it has started, whoever is their parent now: processes of one session or below it."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
    pids = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in pids} - pids
        if not more:
            return pids
        pids |= more


# ---------------------------------------------------------------- a server that is not running

def with_database(province, statement):
    """Runs SQL on the embedded database of a stopped server, in PostgreSQL's single-user mode."""
    data = province.data / "pg"
    user = {}
    if os.geteuid() == 0:
        user = {"user": data.stat().st_uid, "group": data.stat().st_gid, "extra_groups": []}
    done = subprocess.run([str(harness.pg_program("postgres")), "--single", "-D", str(data), "postgres"],
                          input=(statement + "\n").encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=ENVIRONMENT, cwd="/", timeout=TIMEOUT_S, check=False, **user)
    return harness.result(done.returncode, done.stdout, done.stderr)


def run_until_listening(province, *options):
    """qcdcd run: its result when it does not start, or that of stopping it as soon as it listens."""
    process = subprocess.Popen([QCDCD, "run", "--data", province.data, "--listen", "tcp://127.0.0.1:*", *options],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    line = process.stdout.readline().decode()
    if line:
        process.terminate()
    out, err = process.communicate(timeout=TIMEOUT_S)
    return harness.result(process.returncode, line.encode() + out, err)


# ---------------------------------------------------------------- a database of somebody else's

class Cluster:
    """A PostgreSQL cluster of the test's own, on a Unix socket, never run as root."""

    def __init__(self, primary=None):
        self.folder = new_folder()
        self.user = {}
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self.user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        self.data = self.folder / "pg"
        if primary:  # that this one follows, under the name standby
            self.call("pg_basebackup", "-D", self.data, "-R", "-c", "fast", "-d", primary.conninfo + " application_name=standby")
        else:
            self.call("initdb", "-D", self.data, "-U", "qcdc", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nmax_connections = 50\n")
        self.conninfo = f"host={self.folder} port=5432 user=qcdc dbname=postgres"
        self.start()

    def call(self, program, *words):
        done = subprocess.run([str(word) for word in (harness.pg_program(program), *words)], env=ENVIRONMENT,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              cwd=self.folder, timeout=TIMEOUT_S, check=False, **self.user)
        if done.returncode != 0:
            raise Failed(f"{program}: {done.stdout.decode(errors='replace')}")

    def start(self):
        # Its output goes to a file: a server that inherits a pipe would keep the reader waiting.
        self.call("pg_ctl", "start", "-w", "-s", "-t", str(TIMEOUT_S), "-D", self.data, "-l", self.folder / "log")

    def sql(self, statement):
        """What it answers, as one text."""
        done = subprocess.run([str(word) for word in (harness.pg_program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                                                      "-d", self.conninfo, "-c", statement)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=TIMEOUT_S, env=ENVIRONMENT, check=True)
        return done.stdout.strip()

    def stop(self, how="fast"):
        self.call("pg_ctl", "stop", "-w", "-s", "-t", str(TIMEOUT_S), "-m", how, "-D", self.data)

    def close(self):
        try:
            self.stop("immediate")
        except (Failed, subprocess.TimeoutExpired):
            pass


class GuestProvince(Province):
    """A provincial server on a database of somebody else's: --db and --keys instead of --data."""

    def __init__(self, cluster):
        self.cluster = cluster
        super().__init__()

    def _make(self):
        founding.found(("--db", self.cluster.conninfo, "--keys", self.data), self.folder)

    def command(self, name, *options, timeout_s=TIMEOUT_S):
        return run([QCDCD, name, "--db", self.cluster.conninfo, "--keys", self.data, *options], timeout_s=timeout_s)

    def start(self, environment=None):
        self.log_file = open(self.log_path, "ab")
        self.process = subprocess.Popen([QCDCD, "run", "--db", self.cluster.conninfo, "--keys", self.data, "--listen",
                                         self.endpoint or "tcp://127.0.0.1:*"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.log_file,
                                        env={**ENVIRONMENT, **(environment or {})})
        line = self._first_line()
        if not line.startswith("listening tcp://"):
            self.kill()
            raise Failed(f"qcdcd run did not start: {line!r}\n{self.log()[-3000:]}")
        self.endpoint = line.split()[1]
        return self

    def _connection(self):
        return ["-h", self.cluster.folder, "-p", "5432", "-U", "qcdc", "-d", "postgres"]

    def postgres_log(self):
        path = self.cluster.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""


# ---------------------------------------------------------------- test cases

class FaultCase(FlowCase):
    """A FlowCase that makes a province for each test where the class has none."""

    own_province = True

    @classmethod
    def setUpClass(cls):
        if not cls.own_province:
            super().setUpClass()

    def setUp(self):
        if self.own_province:
            self.province = self.make_province()
            self.addCleanup(self.close_province, self.province)

    def make_province(self):
        return Province()

    @staticmethod
    def close_province(province):
        """What the logs said outlives the folder, for the report of a failed test."""
        logs = province.log(), province.postgres_log()
        province.close()
        province.log, province.postgres_log = (lambda: logs[0]), (lambda: logs[1])

    def join_again(self, office, role="reporter"):
        """A new device of the same office in a new home."""
        return self.province.office(office.code, role)

    def assert_whole(self, *offices):
        """Everything is at both ends once, under receipts, and every projection is what the journals say."""
        audit_province(self, self.province, offices)
        self.assert_identical()


class BegunCase(FaultCase):
    """A FaultCase whose tests all begin with what begin () makes: it is made once, by the first of them, and each of the others
    has province, homes and everything that begin () noted in itself as they were then, in the same places, the server running
    or not."""

    own_province = False
    begun = None

    def begin(self):
        """Makes the offices, and all that stands when a test begins."""
        raise NotImplementedError

    def setUp(self):
        super().setUp()
        province, this = self.province, type(self)
        if not this.begun:
            before = set(vars(self))
            self.begin()
            made = {name: value for name, value in vars(self).items() if name not in before}
            running = province.process is not None
            province.stop()
            state = {name: getattr(province, name) for name in ("endpoint", "homes", "copies", "started")}
            this.begun = new_folder(), running, state, self.own(made)
            copy_folder(province.folder, this.begun[0])
        else:
            for rest in province.folder.iterdir():
                shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
            copy_folder(this.begun[0], province.folder)
        _, running, state, made = this.begun
        vars(province).update(state)
        vars(self).update(self.own(made))
        if running:
            province.start()
        self.addCleanup(self.end_province, province)

    def own(self, made):
        """A copy that a test may change, of all but the province, which is one."""
        return copy.deepcopy(made, {id(self.province): self.province})

    @staticmethod
    def end_province(province):
        province.kill()
        province._kill_database()


def copy_folder(source, target):
    """All that is in SOURCE into TARGET, which is there; owners and all."""
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)


def incompressible(length):
    """A text that hardly any compression makes shorter, of LENGTH letters."""
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))


class LineCase(FaultCase):
    """A district for each test, whose devices know the server by a proxy's address."""

    own_province = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = list(harness.DISTRICTS)

    def setUp(self):
        self.register = Register(self.units.pop())
        self.code = f"BCD-{self.register.unit}"

    def office_behind(self, proxy):
        """A device that knows the server by the proxy's address only."""
        straight, self.province.endpoint = self.province.endpoint, proxy.endpoint
        try:
            return self.province.office(self.code)
        finally:
            self.province.endpoint = straight

    def check(self, *devices):
        """The register is at both ends."""
        for device in devices:
            self.assertEqual(set(numbers(device)), set(self.register.rows))
        self.assertEqual(devices[0].counts(), self.register.counts())
        audit_province(self, self.province, devices)
