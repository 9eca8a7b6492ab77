"""A province for tests: a qcdcd with its own database, and devices that speak its protocol.

The client here shares no code with the C programs: hashes, signatures and frames are made from the written contract,
so that a mistake made alike on both sides of the C code shows.
"""
import atexit
import ctypes
import ctypes.util
import hashlib
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

import nacl.signing
import zmq
import zmq.utils.z85

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "flow"))
import founding
from places import QCDCD, SOURCE, folder_of_folders

TIMEOUT_S = 300  # for whatever has to come to an end, on a slow and busy machine too


def folder():
    """A new folder that the user who runs the database can reach, gone at the end."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-sql-", dir=folder_of_folders()))
    path.chmod(0o755)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def load_messages():
    """The generated Python classes of proto/, made on the fly."""
    out = folder()
    protos = [str(path) for path in sorted((SOURCE / "proto").glob("*.proto"))]
    subprocess.run(["protoc", f"--proto_path={SOURCE / 'proto'}", f"--python_out={out}", *protos], check=True)
    sys.path.insert(0, str(out))
    import facts_pb2
    import wire_pb2
    return wire_pb2, facts_pb2


wire, facts = load_messages()
zstd = ctypes.CDLL(ctypes.util.find_library("zstd"))
zstd.ZSTD_decompress.restype = ctypes.c_size_t
zstd.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


class Refused(Exception):
    def __init__(self, answer):
        super().__init__(f"{answer.code}: {answer.message} ({answer.advice})")
        self.code, self.message, self.advice, self.retry = answer.code, answer.message, answer.advice, answer.retry


class Table:
    """An answer to a query: rows as dicts, None for null."""

    def __init__(self, columns, types, cells):
        self.columns, self.types = columns, types
        width = len(columns)
        self.rows = [dict(zip(columns, cells[at:at + width])) for at in range(0, len(cells), width)]


class Province:
    """A server of its own, as the sample province was founded and published; one with nothing but FOUNDED, and keys of its own."""

    def __init__(self, founded=None):
        self.data = folder() / "data"
        self.process = None
        self.endpoint = None
        self.desks = 0
        if founded:
            self.call("init", *founded)
        else:
            founding.copy_province(self.data)

    def command(self, name, *options):
        return subprocess.run([QCDCD, name, "--data", self.data, *options], capture_output=True, text=True,
                              timeout=TIMEOUT_S)

    def call(self, name, *options):
        done = self.command(name, *options)
        if done.returncode != 0:
            raise RuntimeError(f"qcdcd {name}: {done.returncode}: {done.stderr}")
        return done.stdout

    def start(self):
        self.log = open(self.data.parent / "qcdcd.log", "a")
        self.process = subprocess.Popen([QCDCD, "run", "--data", self.data, "--listen", "tcp://127.0.0.1:*"],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening "):
            raise RuntimeError((self.data.parent / "qcdcd.log").read_text())
        self.endpoint = line.split()[1]
        return self

    def stop(self, how=signal.SIGTERM):
        if not self.process:
            return None
        self.process.send_signal(how)
        status = self.process.wait(timeout=TIMEOUT_S)
        self.process.stdout.close()
        self.log.close()
        self.process = None
        return status

    def invite(self, office, role="reporter"):
        text = self.call("invite", "--office", office, "--role", role, "--endpoint", self.endpoint)
        lines = text.splitlines()
        assert lines[0] == "qcdc-invitation-1", text
        return dict(line.split(" ", 1) for line in lines[1:])

    def join(self, office, role="reporter"):
        """A device; one of the provincial office's was vouched for with the sample."""
        desk = (office, role) == (founding.OFFICE, "province")
        self.desks += desk
        return Device(self.invite(office, role), founding.desk_keys(self.desks - 1)["sign-secret"][:32] if desk else None).join()

    def psql(self, sql):
        """Runs SQL as the owner of the database; rows as lists of text."""
        command = ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", str(self.data / "run"),
                   "-U", "qcdc", "-d", "postgres", "-f", "-"]
        done = subprocess.run(command, input=sql, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return [line.split("|") for line in done.stdout.splitlines() if line]


class Device:
    """One device of an office: keys, a journal in memory, a connection."""

    def __init__(self, invitation, seed=None):
        self.invitation = invitation
        self.sign = nacl.signing.SigningKey(seed) if seed else nacl.signing.SigningKey.generate()
        self.key = bytes(self.sign.verify_key)
        self.root = blake(self.key)
        self.origin = struct.unpack("<Q", self.root[:8])[0]
        self.curve_public, self.curve_secret = zmq.curve_keypair()
        self.seq, self.head = 0, self.root
        self.hashes = {}
        self.calls = 0
        self.connect(invitation["endpoint"])

    def connect(self, endpoint):
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.curve_publickey = self.curve_public
        self.socket.curve_secretkey = self.curve_secret
        self.socket.curve_serverkey = self.invitation["server-curve"].encode()
        self.socket.connect(endpoint)

    def reconnect(self, endpoint):
        self.socket.close()
        self.connect(endpoint)
        return self.hello()

    def close(self):
        self.socket.close()

    @property
    def id(self):
        return self.root[:8].hex()

    def send(self, **kind):
        self.calls += 1
        self.socket.send(wire.Frame(call=self.calls, **kind).SerializeToString())
        return self.calls

    def receive(self, timeout=TIMEOUT_S):
        if not self.socket.poll(timeout * 1000):
            raise TimeoutError("no answer")
        frame = wire.Frame.FromString(self.socket.recv())
        if frame.WhichOneof("kind") == "packed":
            plain = ctypes.create_string_buffer(frame.packed.plain_bytes)
            size = zstd.ZSTD_decompress(plain, len(plain), frame.packed.zstd, len(frame.packed.zstd))
            frame = wire.Frame.FromString(plain.raw[:size])
        return frame

    def ask(self, **kind):
        """Sends and waits for the answer to that call; credit granted in between is not for us."""
        call = self.send(**kind)
        while True:
            frame = self.receive()
            if frame.call == call:
                break
        if frame.WhichOneof("kind") == "refused":
            raise Refused(frame.refused)
        return frame

    def join(self):
        code = bytes.fromhex(self.invitation["code"])
        curve = zmq.utils.z85.decode(self.curve_public)
        signature = self.sign.sign(b"qcdc-join-1" + code + curve).signature
        joined = self.ask(join=wire.Join(code=code, sign_key=self.key, signature=signature, program="test")).joined
        assert joined.origin == self.origin
        self.hello()
        return self

    def hello(self):
        return self.ask(hello=wire.Hello(version_min=1, version_max=1, program="test", head_seq=self.seq,
                                         head_hash=self.head, receipted_hash=self.root)).welcome

    def entry_hash(self, previous, seq, written, body, annex=b""):
        head = b"qcdc-entry-1" + previous + struct.pack("<QQq", self.origin, seq, written)
        return blake(head + (blake(annex) if annex else bytes(32)) + body)

    def append(self, bodies, annexes=None):
        """Appends facts in one segment; returns the receipt."""
        first, before, head = self.seq + 1, 0, self.head
        entries = []
        for at, fact in enumerate(bodies):
            body = fact.SerializeToString(deterministic=True)
            annex = annexes[at] if annexes else b""
            written = int(time.time() * 1_000_000)
            entries.append(wire.Entry(written_at=written - before, body=body, annex=annex))
            head = self.entry_hash(head, first + at, written, body, annex)
            self.hashes[first + at] = head
            before = written
        last = first + len(entries) - 1
        text = b"qcdc-append-1" + struct.pack("<QQQ", self.origin, first, last) + head
        segment = wire.Segment(origin=self.origin, first_seq=first, entries=entries, last_hash=head,
                               signature=self.sign.sign(text).signature)
        acked = self.ask(append=wire.Append(segment=segment)).acked
        self.seq, self.head = last, head
        check_receipt(self, acked.receipt)
        return acked.receipt

    def query(self, name, enough=0, **params):
        """All chunks of an answer as one table; ENOUGH: so many rows are."""
        given = [wire.Param(name=key, value=value) for key, value in params.items()]
        frame = self.ask(query=wire.Query(name=name, params=given, limit=enough))
        columns = [column.name for column in frame.table.columns]
        types = [column.type for column in frame.table.columns]
        cells = []
        while True:
            chunk = list(frame.table.cells)
            for at in frame.table.nulls:
                assert chunk[at] == ""
                chunk[at] = None
            cells += chunk
            if not frame.table.more:
                return Table(columns, types, cells)
            frame = self.receive()
            if frame.WhichOneof("kind") == "refused":
                raise Refused(frame.refused)

    def fetch(self, cursor=None, own_from=None, bytes_max=0):
        if own_from is not None:
            return self.ask(fetch=wire.Fetch(own_from=own_from, bytes_max=bytes_max)).entries
        return self.ask(fetch=wire.Fetch(feed=cursor or wire.Cursor(), bytes_max=bytes_max)).entries

    def ref(self, seq):
        return facts.Ref(origin=self.origin, seq=seq, hash=struct.unpack("<Q", self.hashes[seq][:8])[0])


def check_receipt(device, receipt):
    """A receipt's signature, by the key that the invitation names."""
    key = nacl.signing.VerifyKey(bytes.fromhex(device.invitation["server-sign"]))
    text = (b"qcdc-receipt-1" + struct.pack("<QQQ", receipt.origin, receipt.first_seq, receipt.last_seq)
            + receipt.last_hash
            + struct.pack("<Qqq", receipt.commit_seq, receipt.committed_at, receipt.first_committed_at)
            + blake(receipt.verdicts))
    key.verify(text, receipt.signature)


def verdicts(receipt):
    return {item.seq: item for item in wire.Verdicts.FromString(receipt.verdicts).items}


def day(text):
    """Days since 1970 of an ISO date."""
    import datetime
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days
