"""What a client must not do, done: misbehave(state, how), with the keys of a member or of a stranger.

Every frame is made with wire_client.py, the client that keeps to proto/DIALOGUE.md, and then spoiled in one way.
"""

import os
import signal

import nacl.bindings as sodium
import zmq

from wire_client import (ANSWER_MS, FRAME_BYTES_MAX, PLAIN_BYTES_MAX, Line, Refused, Silence, Wrong, append_text, blake,
                         entry_hash, hello, origin_of, packed, petition_body, segment_of, wire, write_entry, zstd)

# How long to listen where no answer is due.
UNANSWERED_MS = 3000
# Of each append that is sent without waiting for credit: some 700 KiB that zstd cannot make smaller.
NO_CREDIT_ENTRIES = 12


def stranger(state):
    """A valid CURVE key that has never joined."""
    return Line(state, zmq.curve_keypair())


def reaction(line, call, kind="acked", wait_ms=ANSWER_MS):
    """What the server did: refused, answered or said nothing."""
    said = {}
    try:
        line.answer(call, kind, wait_ms)
        said["answered"] = kind
    except Refused as refused:
        said["refused"] = refused.said
    except Silence:
        said["silence"] = True
    return said


def still_there(state):
    """Whether the server still serves a member who behaves."""
    line = Line(state)
    try:
        hello(state, line)
        return line.ask(wire.Frame(ping=wire.Ping()), "pong").database_up
    except (Silence, Refused):
        return False
    finally:
        line.close()


def send_raw(line, *parts):
    line.call += 1
    line.socket.send_multipart(parts)
    return line.call


def fresh_segment(state, local_no="X/" + os.urandom(4).hex()):
    """A segment of one new petition that is not written into the journal here."""
    scratch = state.scratch()
    write_entry(scratch, petition_body(local_no, {}))
    last = len(scratch.data["entries"])
    return segment_of(scratch, last, last)


def piece_of(whole, start, data, **given):
    """A piece of WHOLE that begins at START and brings DATA."""
    values = {"from": start, "total": len(whole), "hash": blake(whole), "data": data, **given}
    return wire.Frame(piece=wire.Piece(**values))


def endless_pieces(state, rounds):
    """Appends of 900 KiB of which the last byte never comes, one after the other and over two connections."""
    lines = [Line(state), Line(state)]
    for line in lines:
        hello(state, line)
    for i in range(rounds):
        whole = os.urandom(900 << 10)
        for start in (0, 450 << 10):
            data = whole[start:min(start + (450 << 10), len(whole) - 1)]
            had = lines[(i + (start > 0)) % 2].ask(piece_of(whole, start, data), "piece")
            if getattr(had, "from") != start + len(data):
                raise Wrong(f"a piece was not taken: {had}")
    for line in lines:
        line.close()


def append_in_pieces(state, segment):
    """One append in pieces of which some come twice, too early or over another connection; what the server said to each."""
    whole = wire.Frame(append=wire.Append(segment=segment)).SerializeToString()
    size = len(whole) // 4 + 1
    said = []
    for first, starts in ((True, (size, 0, 0, 2 * size, size)), (False, (0, 3 * size, 2 * size))):
        line = Line(state)
        hello(state, line)
        if not first:
            said.append(getattr(line.ask(piece_of(whole, 0, b""), "piece"), "from"))
        for start in starts:
            said.append(getattr(line.ask(piece_of(whole, start, whole[start:start + size]), "piece"), "from"))
        if not first:
            start = said[-1]
            acked = line.ask(piece_of(whole, start, whole[start:]), "acked")
        line.close()
    return [have / size for have in said], acked


def misbehave(state, how, committer=None):
    """Does it; COMMITTER is the process of the database that has to stand still while credit is overdrawn."""
    line = stranger(state) if how.startswith("unknown-key") else Line(state)
    if not how.startswith("unknown-key") and how not in ("no-hello", "bad-version", "bad-join"):
        hello(state, line)
    segment = fresh_segment(state)
    frame = wire.Frame(append=wire.Append(segment=segment))
    if how == "unknown-key":
        said = reaction(line, line.send(wire.Frame(hello=wire.Hello(version_min=1, version_max=1))), "welcome")
    elif how in ("unknown-key-append", "no-hello"):
        said = reaction(line, line.send(frame))
    elif how == "bad-version":
        said = reaction(line, line.send(wire.Frame(hello=wire.Hello(version_min=7, version_max=9))), "welcome")
    elif how == "bad-join":
        join_frame = wire.Frame(join=wire.Join(code=bytes(16), sign_key=state.sign_public, signature=bytes(64)))
        said = reaction(line, line.send(join_frame), "joined")
    elif how == "other-origin":
        public, secret = sodium.crypto_sign_keypair()
        entry = segment.entries[0]
        segment.origin, segment.first_seq, segment.sign_key = origin_of(public), 1, public
        segment.last_hash = entry_hash(blake(public), segment.origin, 1, entry.written_at, entry.body, entry.annex)
        segment.signature = sodium.crypto_sign(append_text(segment.origin, 1, 1, segment.last_hash), secret)[:64]
        said = reaction(line, line.send(wire.Frame(append=wire.Append(segment=segment))))
    elif how == "wrong-hash":
        segment.last_hash = blake(b"another")
        segment.signature = state.sign(append_text(state.origin, segment.first_seq, segment.first_seq, segment.last_hash))
        said = reaction(line, line.send(wire.Frame(append=wire.Append(segment=segment))))
    elif how == "wrong-signature":
        segment.signature = bytes(64)
        said = reaction(line, line.send(wire.Frame(append=wire.Append(segment=segment))))
    elif how == "gap":
        segment.first_seq += 1
        segment.signature = state.sign(append_text(state.origin, segment.first_seq, segment.first_seq, segment.last_hash))
        said = reaction(line, line.send(wire.Frame(append=wire.Append(segment=segment))))
    elif how == "empty-segment":
        del segment.entries[:]
        said = reaction(line, line.send(wire.Frame(append=wire.Append(segment=segment))))
    elif how == "empty-body":
        segment.entries[0].body = b""
        said = reaction(line, line.send(wire.Frame(append=wire.Append(segment=segment))))
    elif how == "no-credit":
        said = no_credit(state, line, committer)
    elif how == "oversized":
        said = reaction(line, send_raw(line, os.urandom(FRAME_BYTES_MAX + 70000)), wait_ms=UNANSWERED_MS)
    elif how == "many-frames":
        said = reaction(line, send_raw(line, *[frame.SerializeToString()] * 1000), wait_ms=UNANSWERED_MS)
    elif how == "delimiter":
        said = reaction(line, send_raw(line, b"", frame.SerializeToString()), wait_ms=UNANSWERED_MS)
    elif how == "garbage":
        said = reaction(line, send_raw(line, os.urandom(300)))
    elif how == "empty":
        said = reaction(line, send_raw(line, b""))
    elif how == "packed-twice":
        inner = wire.Frame(packed=wire.Packed(plain_bytes=4, zstd=zstd.pack(b"abcd"))).SerializeToString()
        outer = wire.Frame(packed=wire.Packed(plain_bytes=len(inner), zstd=zstd.pack(inner)))
        said = reaction(line, send_raw(line, outer.SerializeToString()))
    elif how == "bomb":
        plain = bytes(64 << 20)
        outer = wire.Frame(packed=wire.Packed(plain_bytes=PLAIN_BYTES_MAX, zstd=zstd.pack(plain)))
        said = reaction(line, send_raw(line, outer.SerializeToString()))
    elif how == "message-twice":
        # The same singular message over and over: quadratic for a careless unpacker.
        one = frame.append.SerializeToString()
        field = bytes([4 << 3 | 2]) + varint(len(one)) + one
        said = reaction(line, send_raw(line, field * (FRAME_BYTES_MAX // len(field) - 1)))
    elif how == "unknown-key-piece":
        said = reaction(line, line.send(piece_of(bytes(300), 0, bytes(100))), "piece")
    elif how == "piece-beyond":
        said = reaction(line, line.send(piece_of(bytes(3000), 2000, bytes(1001))), "piece")
    elif how == "piece-too-large":
        said = reaction(line, line.send(piece_of(bytes(3000), 0, bytes(1000), total=FRAME_BYTES_MAX + 1)), "piece")
    elif how == "piece-of-another":
        said = reaction(line, line.send(piece_of(bytes(3000), 0, os.urandom(3000))), "piece")
    elif how == "piece-of-a-ping":
        whole = wire.Frame(ping=wire.Ping()).SerializeToString()
        said = reaction(line, line.send(piece_of(whole, 0, whole)), "pong")
    elif how == "server-message":
        said = reaction(line, line.send(wire.Frame(acked=wire.Acked())))
    else:
        raise Wrong(f"there is no way to misbehave called {how}")
    line.close()
    said["still_there"] = still_there(state)
    return said


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def no_credit(state, line, committer):
    """Appends sent without waiting, far past the credit: some must be refused.  What is taken gives its credit back when it is
    committed, so nothing is until something has been refused."""
    scratch = state.scratch()
    sent, frames, credit = 0, [], line.credit
    while sent <= credit + 4 * FRAME_BYTES_MAX:
        first = len(scratch.data["entries"]) + 1
        for _ in range(NO_CREDIT_ENTRIES):
            write_entry(scratch, petition_body("X/" + os.urandom(4).hex(), {}), os.urandom(60000))
        line.call += 1
        segment = segment_of(scratch, first, first + NO_CREDIT_ENTRIES - 1)
        frame = wire.Frame(append=wire.Append(segment=segment), call=line.call)
        frames.append(packed(frame))
        sent += len(frames[-1])
    said = {"sent": sent, "credit": credit, "acked": 0, "refused": {}}
    os.kill(committer, signal.SIGSTOP)
    try:
        for data in frames:
            line.socket.send(data)
        while not said["refused"]:
            count_answer(line, said)
    finally:
        os.kill(committer, signal.SIGCONT)
    while said["acked"] + sum(said["refused"].values()) < len(frames):
        count_answer(line, said)
    return said


def count_answer(line, said):
    answer = line.receive()
    which = answer.WhichOneof("kind")
    if which == "acked":
        said["acked"] += 1
    elif which == "refused":
        said["refused"][answer.refused.code] = said["refused"].get(answer.refused.code, 0) + 1
