#!/usr/bin/python3
"""A complete client in Python, written from proto/DIALOGUE.md alone: it shows that the contract is one.

    wire_client.py STATE join INVITATION
    wire_client.py STATE petition LOCAL_NO [kind=KHIEU_NAI] [field=DAT_DAI] [received_on=2020-03-02] [people=1] [title=...]
    wire_client.py STATE append HEX_BODY [HEX_ANNEX]
    wire_client.py STATE hello | own | feed
    wire_client.py STATE query NAME [key=value ...]

WIRE_CLIENT_PLAIN=1 does without zstd: nothing is packed, and the server is asked not to.
STATE is a JSON file with keys, journal and receipts.  Every command prints one JSON object on stdout.  Exit status: 0 done,
1 refused (the object has "refused") or something in an answer did not prove what it should (a message on stderr), 75 no answer.
"""

import ctypes
import ctypes.util
import datetime
import hashlib
import importlib
import json
import os
import struct
import subprocess
import sys
import threading
import tempfile
import time

import nacl.bindings as sodium
import zmq
import zmq.utils.z85 as z85

PROTO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "proto")
FRAME_BYTES_MAX = 1 << 20
PLAIN_BYTES_MAX = 4 << 20  # of what is sent
ANSWER_PLAIN_BYTES_MAX = 6 << 20  # packed, or in a session without zstd
SEGMENT_ENTRIES_MAX = 4096
SEGMENT_BYTES_MAX = 640 << 10  # whether it can be packed or not; with so much for each entry:
ENTRY_OVERHEAD_BYTES = 24
ANSWER_MS = int(os.environ.get("WIRE_CLIENT_MS", "60000"))
PLAIN = os.environ.get("WIRE_CLIENT_PLAIN") == "1"
ZERO_HASH = bytes(32)


def load_messages():
    """protoc's Python for the two files, made anew in a folder that goes with the process."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["protoc", f"--proto_path={PROTO}", f"--python_out={folder}", "wire.proto", "facts.proto"], check=True)
        sys.path.insert(0, folder)
        try:
            return importlib.import_module("wire_pb2"), importlib.import_module("facts_pb2")
        finally:
            sys.path.pop(0)


wire, facts = load_messages()


class Refused(Exception):
    def __init__(self, refused):
        super().__init__(f"{refused.code}: {refused.message}; {refused.advice}")
        self.whereabouts = refused.whereabouts
        self.said = {"code": refused.code, "message": refused.message, "advice": refused.advice, "retry": refused.retry}


class Silence(Exception):
    pass


class Wrong(Exception):
    """An answer that does not prove what it should."""


# ---------------------------------------------------------------- bytes


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def u64(number):
    return struct.pack("<Q", number)


def i64(number):
    return struct.pack("<q", number)


def origin_of(sign_key):
    return struct.unpack("<Q", blake(sign_key)[:8])[0]


def origin_text(origin):
    return u64(origin).hex()


def entry_hash(previous, origin, seq, written_at, body, annex=b"", annex_hash=b""):
    covered = annex_hash or (blake(annex) if annex else ZERO_HASH)
    return blake(b"qcdc-entry-1" + previous + u64(origin) + u64(seq) + i64(written_at) + covered + body)


def append_text(origin, first, last, last_hash):
    return b"qcdc-append-1" + u64(origin) + u64(first) + u64(last) + last_hash


def signed_by(key, text, signature):
    try:
        return sodium.crypto_sign_open(signature + text, key) == text
    except Exception:
        return False


def check_receipt(receipt, server_sign, origin, first, last, last_hash):
    text = (b"qcdc-receipt-1" + u64(receipt.origin) + u64(receipt.first_seq) + u64(receipt.last_seq) + receipt.last_hash +
            u64(receipt.commit_seq) + i64(receipt.committed_at) + i64(receipt.first_committed_at) + blake(receipt.verdicts))
    if not signed_by(server_sign, text, receipt.signature):
        raise Wrong("a receipt is not signed by the server")
    if (receipt.origin, receipt.first_seq, receipt.last_seq, receipt.last_hash) != (origin, first, last, last_hash):
        raise Wrong("a receipt is for other entries")


def verdicts_of(receipt):
    verdicts = wire.Verdicts.FromString(receipt.verdicts)
    return [{"seq": item.seq, "state": wire.VerdictState.Name(item.state)[len("VERDICT_"):].lower(), "code": item.code,
             "field": item.field, "message": item.message} for item in verdicts.items]


# ---------------------------------------------------------------- zstd


class Zstd:
    """The two calls that are needed; Python's library has none."""

    def __init__(self):
        self.zstd = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
        for name in ("ZSTD_compress", "ZSTD_decompress", "ZSTD_compressBound"):
            getattr(self.zstd, name).restype = ctypes.c_size_t

    def unpack(self, data, plain_bytes):
        room = ctypes.create_string_buffer(max(plain_bytes, 1))
        got = self.zstd.ZSTD_decompress(room, ctypes.c_size_t(plain_bytes), data, ctypes.c_size_t(len(data)))
        if self.zstd.ZSTD_isError(ctypes.c_size_t(got)) or got != plain_bytes:
            raise Wrong("a packed frame does not unpack")
        return room.raw[:plain_bytes]

    def pack(self, data, level=3):
        size = self.zstd.ZSTD_compressBound(ctypes.c_size_t(len(data)))
        room = ctypes.create_string_buffer(size)
        got = self.zstd.ZSTD_compress(room, ctypes.c_size_t(size), data, ctypes.c_size_t(len(data)), level)
        return room.raw[:got]


zstd = None if PLAIN else Zstd()


def packed(frame):
    plain = frame.SerializeToString()
    if PLAIN or len(plain) < 512:
        return plain
    return wire.Frame(packed=wire.Packed(plain_bytes=len(plain), zstd=zstd.pack(plain)), call=frame.call).SerializeToString()


def unpacked(data):
    if len(data) > ANSWER_PLAIN_BYTES_MAX:
        raise Wrong("a frame is too large")
    frame = wire.Frame.FromString(data)
    if frame.WhichOneof("kind") == "packed":
        if PLAIN:
            raise Wrong("a packed frame, though none was wanted")
        if len(data) > FRAME_BYTES_MAX or frame.packed.plain_bytes > ANSWER_PLAIN_BYTES_MAX:
            raise Wrong("a packed frame is too large")
        frame = wire.Frame.FromString(zstd.unpack(frame.packed.zstd, frame.packed.plain_bytes))
        if frame.WhichOneof("kind") == "packed":
            raise Wrong("a packed frame in a packed frame")
    return frame


# ---------------------------------------------------------------- the line


class Line:
    def __init__(self, state, keys=None):
        public, secret = keys or (state.curve_public, state.curve_secret)
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.DEALER)
        for option, value in ((zmq.LINGER, 0), (zmq.HANDSHAKE_IVL, 30000), (zmq.HEARTBEAT_IVL, 15000),
                              (zmq.HEARTBEAT_TIMEOUT, 60000), (zmq.CURVE_SERVERKEY, state.server_curve),
                              (zmq.CURVE_PUBLICKEY, public), (zmq.CURVE_SECRETKEY, secret)):
            self.socket.setsockopt(option, value)
        self.socket.connect(state.endpoint)
        self.call = 0
        self.credit = 0

    def close(self):
        self.socket.close()
        self.context.term()

    def send(self, frame):
        self.call += 1
        frame.call = self.call
        self.socket.send(packed(frame))
        return self.call

    def receive(self, wait_ms=ANSWER_MS):
        if not self.socket.poll(wait_ms):
            raise Silence()
        parts = self.socket.recv_multipart()
        if len(parts) != 1:
            raise Wrong("an answer of several frames")
        return unpacked(parts[0])

    def answer(self, call, kind, wait_ms=ANSWER_MS):
        while True:
            frame = self.receive(wait_ms)
            which = frame.WhichOneof("kind")
            if which == "credit":
                self.credit = frame.credit.credit_bytes
            if which == "refused" and frame.call in (call, 0):
                raise Refused(frame.refused)
            if frame.call == call:
                if which != kind:
                    raise Wrong(f"{which} instead of {kind}")
                return getattr(frame, kind)

    def ask(self, frame, kind):
        return self.answer(self.send(frame), kind)


# ---------------------------------------------------------------- state


class State:
    """Keys, what the invitation said, and the own journal with its receipts."""

    def __init__(self, path):
        self.path = path
        self.data = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.data = json.load(file)

    def scratch(self):
        """A copy that is never saved."""
        copy = State("")
        copy.data = json.loads(json.dumps(self.data))
        copy.save = lambda: None
        return copy

    def save(self):
        new = f"{self.path}.{threading.get_ident()}.new"  # a device may speak on several lines at a time
        with open(new, "w", encoding="utf-8") as file:
            json.dump(self.data, file, indent=1)
        os.rename(new, self.path)

    def make_keys(self):
        curve, sign = sodium.crypto_box_keypair(), sodium.crypto_sign_keypair()
        self.take_keys({"curve-public": curve[0], "curve-secret": curve[1], "sign-public": sign[0], "sign-secret": sign[1]})

    def take_keys(self, keys):
        self.data.update(curve_public=z85.encode(keys["curve-public"]).decode(), curve_secret=z85.encode(keys["curve-secret"]).decode(),
                         sign_public=keys["sign-public"].hex(), sign_secret=keys["sign-secret"].hex(), entries=[], receipts=[])

    curve_public = property(lambda self: self.data["curve_public"].encode())
    curve_secret = property(lambda self: self.data["curve_secret"].encode())
    sign_public = property(lambda self: bytes.fromhex(self.data["sign_public"]))
    sign_secret = property(lambda self: bytes.fromhex(self.data["sign_secret"]))
    server_curve = property(lambda self: self.data["server_curve"].encode())
    server_sign = property(lambda self: bytes.fromhex(self.data["server_sign"]))
    endpoint = property(lambda self: self.data["endpoint"])
    origin = property(lambda self: origin_of(self.sign_public))

    def head(self):
        entries = self.data["entries"]
        return len(entries), bytes.fromhex(entries[-1]["hash"]) if entries else blake(self.sign_public)

    def receipted(self):
        receipts = self.data["receipts"]
        if not receipts:
            return 0, blake(self.sign_public)
        last = wire.Receipt.FromString(bytes.fromhex(receipts[-1]))
        return last.last_seq, last.last_hash

    def sign(self, text):
        return sodium.crypto_sign(text, self.sign_secret)[:64]


# ---------------------------------------------------------------- exchanges


def join(state, path):
    values = {"qcdc-invitation-1": ""}
    with open(path, encoding="utf-8") as file:
        if file.readline().strip() != "qcdc-invitation-1":
            raise Wrong("not an invitation")
        for line in file:
            name, _, value = line.strip().partition(" ")
            values[name] = value
    signed = "".join(f"{name} {values[name]}".strip() + "\n" for name in
                     ("qcdc-invitation-1", "endpoint", "server-curve", "server-sign", "office", "role", "whereabouts", "expires",
                      "code", "first"))
    sodium.crypto_sign_open(bytes.fromhex(values["signature"]) + signed.encode(), bytes.fromhex(values["server-sign"]))
    if "sign_public" not in state.data:
        state.make_keys()
    state.data.update(endpoint=values["endpoint"], server_curve=values["server-curve"], server_sign=values["server-sign"],
                      whereabouts=int(values["whereabouts"]))
    state.save()  # before sending: a lost answer is asked for again with the same keys
    code = bytes.fromhex(values["code"])
    signature = state.sign(b"qcdc-join-1" + code + z85.decode(state.curve_public))
    line = Line(state)
    joined = line.ask(wire.Frame(join=wire.Join(code=code, sign_key=state.sign_public, signature=signature,
                                                program="wire_client")), "joined")
    line.close()
    if joined.origin != state.origin or joined.office != values["office"]:
        raise Wrong("joined as somebody else")
    state.data.update(office=joined.office, role=joined.role)
    state.save()
    return {"origin": origin_text(joined.origin), "office": joined.office, "name": joined.office_name, "unit": joined.unit,
            "role": joined.role}


def follow(state, statements):
    """The server's statements of its keys and address, from the key that is known here on; whether there was anything new."""
    for said in statements:
        text = (b"qcdc-whereabouts-1" + u64(said.serial) + i64(said.said_at) + said.before + said.sign_key + said.curve_key
                + said.endpoint.encode())
        if not signed_by(said.before, text, said.signature) or not signed_by(said.sign_key, text, said.consent):
            raise Wrong("a statement that is not signed")
        if said.serial <= state.data["whereabouts"]:
            continue
        if said.serial != state.data["whereabouts"] + 1 or said.before != state.server_sign:
            raise Wrong("a statement that is not by the key known here")
        state.data.update(whereabouts=said.serial, server_sign=said.sign_key.hex(), server_curve=z85.encode(said.curve_key).decode(),
                          endpoint=said.endpoint or state.endpoint)
    state.save()


def hello(state, line, cursor=None):
    head_seq, head_hash = state.head()
    receipted_seq, receipted_hash = state.receipted()
    welcome = line.ask(wire.Frame(hello=wire.Hello(
        version_min=1, version_max=1, program="wire_client", head_seq=head_seq, head_hash=head_hash,
        receipted_seq=receipted_seq, receipted_hash=receipted_hash, cursor=cursor or wire.Cursor(), plain=PLAIN,
        whereabouts=state.data["whereabouts"])), "welcome")
    follow(state, welcome.whereabouts)
    if welcome.sign_key not in (b"", state.server_sign):
        raise Wrong("the server signs with a key of an earlier day")
    if welcome.version != 1:
        raise Wrong("another version")
    if welcome.hash_at_receipted and welcome.hash_at_receipted != receipted_hash:
        raise Wrong("FORK: the past has been rewritten")
    line.credit = welcome.credit_bytes
    return welcome


def write_entry(state, body, annex=b""):
    seq, previous = state.head()
    written_at = time.time_ns() // 1000
    digest = entry_hash(previous, state.origin, seq + 1, written_at, body, annex)
    state.data["entries"].append({"written_at": written_at, "body": body.hex(), "annex": annex.hex(), "hash": digest.hex()})
    state.save()


def segment_of(state, first, last):
    segment = wire.Segment(origin=state.origin, first_seq=first, sign_key=state.sign_public)
    before = 0
    for entry in state.data["entries"][first - 1:last]:
        segment.entries.add(written_at=entry["written_at"] - before, body=bytes.fromhex(entry["body"]),
                            annex=bytes.fromhex(entry["annex"]))
        before = entry["written_at"]
    segment.last_hash = bytes.fromhex(state.data["entries"][last - 1]["hash"])
    segment.signature = state.sign(append_text(state.origin, first, last, segment.last_hash))
    return segment


# What is shown to another office, by itself.
ALONE = {"annex_erased", "petition_handed_over", "hand_over_answered", "matter_joined", "matter_left", "identity_opened", "case_proposed", "report_reviewed", "columns_mapped", "published"}


def goes_alone(state, seq):
    """Whether an append carries nothing beside entry SEQ; what does not parse goes with others."""
    try:
        fact = facts.Fact.FromString(bytes.fromhex(state.data["entries"][seq - 1]["body"]))
    except Exception:
        return False
    return fact.WhichOneof("kind") in ALONE


def entry_bytes(state, seq):
    entry = state.data["entries"][seq - 1]
    return (len(entry["body"]) + len(entry["annex"])) // 2 + ENTRY_OVERHEAD_BYTES


def send_unsent(state, line):
    """Everything behind the server's head in as few segments as may be, what goes to another office in one of its own; the last receipt.
    All are checked and kept."""
    first, end = state.receipted()[0] + 1, len(state.data["entries"])
    while first <= end:
        last, size = first, entry_bytes(state, first)
        while not goes_alone(state, first) and last < end and not goes_alone(state, last + 1):
            size += entry_bytes(state, last + 1)
            if size > SEGMENT_BYTES_MAX or last + 1 - first >= SEGMENT_ENTRIES_MAX:
                break
            last += 1
        segment = segment_of(state, first, last)
        acked = line.ask(wire.Frame(append=wire.Append(segment=segment)), "acked")
        check_receipt(acked.receipt, state.server_sign, state.origin, first, last, segment.last_hash)
        state.data["receipts"].append(acked.receipt.SerializeToString().hex())
        state.save()
        first = last + 1
    return acked.receipt


def append(state, body, annex=b""):
    write_entry(state, body, annex)
    line = Line(state)
    hello(state, line)
    receipt = send_unsent(state, line)
    line.close()
    return {"address": f"{origin_text(state.origin)}:{receipt.last_seq}", "commit_seq": receipt.commit_seq,
            "committed_at": receipt.committed_at, "first_committed_at": receipt.first_committed_at,
            "verdicts": verdicts_of(receipt)}


def petition_body(local_no, values):
    day = datetime.date.fromisoformat(values.get("received_on", "2020-03-02")) - datetime.date(1970, 1, 1)
    return facts.Fact(petition_received=facts.PetitionReceived(
        local_no=local_no, kind=facts.PetitionKind.Value(values.get("kind", "KHIEU_NAI")),
        field=facts.PetitionField.Value(values.get("field", "DAT_DAI")), received_on=day.days,
        channel=facts.Channel.Value(values.get("channel", "TRUC_TIEP")), people=int(values.get("people", "1")),
        flags=sorted(values.get("flags", "").split()))).SerializeToString()


def annex_of(title, **given):
    return os.urandom(8) + facts.AnnexText(title=title, **given).SerializeToString() if title or given else b""


def check_segment(segment, sign_key, server_sign, previous):
    """Chain, signature and receipt; returns the hashes."""
    if blake(segment.sign_key or sign_key)[:8] != u64(segment.origin):
        raise Wrong("a key that is not its origin's")
    hashes, written_at = [], 0
    for i, entry in enumerate(segment.entries):
        written_at += entry.written_at
        previous = entry_hash(previous, segment.origin, segment.first_seq + i, written_at, entry.body, entry.annex, entry.annex_hash)
        hashes.append(previous)
    last = segment.first_seq + len(hashes) - 1
    if not hashes or previous != segment.last_hash:
        raise Wrong("a chain does not hold")
    if not signed_by(sign_key, append_text(segment.origin, segment.first_seq, last, segment.last_hash), segment.signature):
        raise Wrong("a segment is not signed by its origin")
    check_receipt(segment.receipt, server_sign, segment.origin, segment.first_seq, last, segment.last_hash)
    return hashes


def fetch_own(state):
    """The whole own journal from the server, checked from its root, and held against the one here."""
    line = Line(state)
    welcome = hello(state, line)
    seq, previous, segments, receipts, entries = 0, blake(state.sign_public), 0, [], []
    while seq < welcome.head_seq:
        page = line.ask(wire.Frame(fetch=wire.Fetch(own_from=seq + 1, bytes_max=65536)), "entries")
        for item in page.items:
            segment = item.segment
            if segment.first_seq != seq + 1:
                raise Wrong("a gap in the own journal")
            hashes = check_segment(segment, state.sign_public, state.server_sign, previous)
            written_at = 0
            for entry, digest in zip(segment.entries, hashes):
                written_at += entry.written_at
                entries.append({"written_at": written_at, "body": entry.body.hex(), "annex": entry.annex.hex(), "hash": digest.hex()})
            receipts.append(segment.receipt.SerializeToString().hex())
            seq, previous, segments = seq + len(hashes), hashes[-1], segments + 1
        if not page.items:
            raise Wrong("an empty page")
    line.close()
    held = [entry["hash"] for entry in state.data["entries"]]
    came = [entry["hash"] for entry in entries]
    same = came[:len(held)] == held[:len(came)]
    if same and len(came) >= len(held):
        state.data.update(entries=entries, receipts=receipts)
        state.save()
    return {"entries": len(came), "segments": segments, "same": same, "head": previous.hex()}


def fetch_feed(state):
    """The whole feed, every item checked."""
    line = Line(state)
    hello(state, line)
    cursor, counts, heads, more = wire.Cursor(), {"segment": 0, "act": 0, "verdict": 0}, {}, True
    while more:
        page = line.ask(wire.Frame(fetch=wire.Fetch(feed=cursor, bytes_max=65536)), "entries")
        for item in page.items:
            which = item.WhichOneof("item")
            counts[which] += 1
            if which == "segment":
                segment = item.segment
                previous = heads.get((segment.origin, segment.first_seq - 1), blake(segment.sign_key))
                hashes = check_segment(segment, segment.sign_key, state.server_sign, previous)
                heads[(segment.origin, segment.first_seq + len(hashes) - 1)] = hashes[-1]
            elif which == "act":
                act = item.act
                digest = entry_hash(act.previous_hash, act.origin, act.seq, act.entry.written_at, act.entry.body, act.entry.annex,
                                    act.entry.annex_hash)
                if digest != act.hash:
                    raise Wrong("an act does not have its hash")
                if blake(act.sign_key)[:8] != u64(act.origin):
                    raise Wrong("an act's key is not its origin's")
                if not signed_by(act.sign_key, append_text(act.origin, act.seq, act.seq, digest), act.signature):
                    raise Wrong("an act is not signed by its origin")
            else:
                receipt = item.verdict
                check_receipt(receipt, state.server_sign, receipt.origin, receipt.first_seq, receipt.last_seq, receipt.last_hash)
        cursor, more = page.next, page.more
    line.close()
    return dict(counts, feed_seq=cursor.feed_seq)


def query(state, name, params):
    line = Line(state)
    hello(state, line)
    frame = wire.Frame(query=wire.Query(name=name, params=[wire.Param(name=k, value=v) for k, v in params.items()]))
    call = line.send(frame)
    columns, cells, more = [], [], True
    while more:
        table = line.answer(call, "table")
        columns = columns or [column.name for column in table.columns]
        nulls = set(table.nulls)
        cells += [None if i in nulls else cell for i, cell in enumerate(table.cells)]
        more = table.more
    line.close()
    width = len(columns)
    return {"columns": columns, "rows": [cells[i:i + width] for i in range(0, len(cells), width)]}


# ---------------------------------------------------------------- the command line


def pairs(words):
    return dict(word.split("=", 1) for word in words)


def run(state, command, words):
    if command == "join":
        return join(state, words[0])
    if command == "petition":
        values = pairs(words[1:])
        return append(state, petition_body(words[0], values), annex_of(values.get("title", "")))
    if command == "append":
        return append(state, bytes.fromhex(words[0]), bytes.fromhex(words[1]) if len(words) > 1 else b"")
    if command == "hello":
        line = Line(state)
        welcome = hello(state, line)
        line.close()
        return {"head_seq": welcome.head_seq, "credit_bytes": welcome.credit_bytes, "office": welcome.office, "role": welcome.role}
    if command == "own":
        return fetch_own(state)
    if command == "feed":
        return fetch_feed(state)
    if command == "query":
        return query(state, words[0] if words else "", pairs(words[1:]))
    raise SystemExit(__doc__)


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    try:
        try:
            said = run(State(sys.argv[1]), sys.argv[2], sys.argv[3:])
        except Refused as refused:
            if refused.said["code"] != "MOVED":
                raise
            state = State(sys.argv[1])
            follow(state, refused.whereabouts)
            said = run(state, sys.argv[2], sys.argv[3:])
        print(json.dumps(said, ensure_ascii=False))
        return 0
    except Refused as refused:
        print(json.dumps({"refused": refused.said}, ensure_ascii=False))
        return 1
    except Silence:
        print(json.dumps({"silence": True}))
        return 75
    except Wrong as wrong:
        print(f"wire_client: {wrong}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
