"""What a hostile stranger or member may try, one class each, against a real server; and what it brings: attacks.py [--write FILE] [NAME ...]

A class attacks for a while and tells what it saw; meanwhile the server's memory is watched, and an honest office says hello
again and again.  Run by itself it prints the table of all classes, or writes it into FILE between the markers; tests/fault/
test_attacks.py runs the same classes in small and holds each to its limits.
"""
import contextlib
import os
import pathlib
import resource
import socket
import statistics
import struct
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
os.environ.setdefault("QCDC_BIN", str(HERE.parents[1] / "build" / "bin"))
os.environ.setdefault("QCDC_SOURCE", str(HERE.parents[1]))
sys.path.insert(0, str(HERE.parent / "flow"))

import zmq

import harness
import wire_client
from wire_client import facts, wire
from wire_office import WireOffice, day, received

BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
HELLOS_BEFORE = 15


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def packed(plain, call):
    return wire.Frame(packed=wire.Packed(plain_bytes=len(plain), zstd=wire_client.zstd.pack(plain)), call=call).SerializeToString()


class Deaf(wire_client.Line):
    """A connection that takes in as little as it can."""

    def __init__(self, state):
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.DEALER)
        for option, value in ((zmq.LINGER, 0), (zmq.RCVHWM, 1), (zmq.RCVBUF, 4096), (zmq.SNDHWM, 100000),
                              (zmq.CURVE_SERVERKEY, state.server_curve), (zmq.CURVE_PUBLICKEY, state.curve_public),
                              (zmq.CURVE_SECRETKEY, state.curve_secret)):
            self.socket.setsockopt(option, value)
        self.socket.connect(state.endpoint)
        self.call = self.credit = 0


class Lab:
    """A province with an honest office and a hostile one, and what is seen of both while something is tried."""

    def __init__(self, size):
        self.size = size  # 1 for the table; less for a quick look
        self.province = harness.Province()
        self.honest, self.bad = WireOffice(self.province, "BCD-594"), WireOffice(self.province, "BCD-593")
        self.bad.state.save = lambda: None
        self.codes, self.lines = {}, []
        self.during_ms = []
        self.before_ms = [self.hello_ms() for _ in range(HELLOS_BEFORE)]
        self.rss_before = self.rss_peak = resident_kib(self.pid)

    def close(self):
        for line in self.lines:
            line.close()
        self.province.close()

    def count(self, most):
        return max(1, int(most * self.size))

    @property
    def pid(self):
        return self.province.process.pid

    def hello_ms(self):
        began = time.monotonic()
        self.honest.line().close()
        return 1000 * (time.monotonic() - began)

    @contextlib.contextmanager
    def watched(self):
        """While this lasts the honest office says hello, and the memory is looked at; after it at least once."""
        over = threading.Event()

        def look():
            while not over.is_set():
                with contextlib.suppress(OSError):  # between two lives
                    self.rss_peak = max(self.rss_peak, resident_kib(self.pid))
                time.sleep(0.01)

        def greet():
            while not over.is_set():
                self.during_ms.append(self.hello_ms())
                time.sleep(0.05)

        threads = [threading.Thread(target=work, daemon=True) for work in (look, greet)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(harness.TIMEOUT_S)
        self.during_ms.append(self.hello_ms())

    def line(self, deaf=False, keys=None, hello=True):
        line = Deaf(self.bad.state) if deaf else wire_client.Line(self.bad.state, keys)
        self.lines.append(line)
        if hello:
            wire_client.hello(self.bad.state, line)
        return line

    def drain(self, line, wait_ms=0):
        """Takes what has been answered, and counts its codes."""
        while line.socket.poll(wait_ms):
            frame = wire_client.unpacked(line.socket.recv())
            code = frame.refused.code if frame.WhichOneof("kind") == "refused" else frame.WhichOneof("kind")
            self.codes[code] = self.codes.get(code, 0) + 1

    def fill(self, entries=12, annex=60000):
        """Something of the hostile office's that is large to be fetched."""
        for number in range(entries):
            wire_client.write_entry(self.bad.state, received(f"F/{number}").SerializeToString(), os.urandom(annex))
        line = wire_client.Line(self.bad.state)
        wire_client.hello(self.bad.state, line)
        wire_client.send_unsent(self.bad.state, line)
        line.close()


# ---------------------------------------------------------------- the classes


def slow_reader(lab):
    """a member asks for 768 KiB again and again and reads nothing, on two connections"""
    lab.fill()
    with lab.watched():
        for _ in range(2):
            line = lab.line(deaf=True)
            for call in range(1, lab.count(2000)):
                line.socket.send(wire.Frame(fetch=wire.Fetch(own_from=1, bytes_max=786432), call=call).SerializeToString())
                if call % 8 == 0:
                    time.sleep(0.01)
        time.sleep(1)


def many_connections(lab):
    """one device opens connection after connection, asks for 768 KiB on each and reads nothing"""
    lab.fill()
    with lab.watched():
        for _ in range(60):
            line = lab.line(deaf=True, hello=False)
            try:
                wire_client.hello(lab.bad.state, line)
            except wire_client.Refused as refused:
                lab.codes[refused.said["code"]] = lab.codes.get(refused.said["code"], 0) + 1
                continue
            lab.codes["welcome"] = lab.codes.get("welcome", 0) + 1
            for call in range(2, 10):
                line.socket.send(wire.Frame(fetch=wire.Fetch(own_from=1, bytes_max=786432), call=call).SerializeToString())
        time.sleep(1)


def bomb(parameters=1000000):
    """Some 200 bytes that are a question with a million empty parameters."""
    query = wire.Query(name="petition_counts").SerializeToString()
    query += bytes([wire.Query.DESCRIPTOR.fields_by_name["params"].number << 3 | 2, 0]) * parameters
    plain = varint(wire.Frame.DESCRIPTOR.fields_by_name["query"].number << 3 | 2) + varint(len(query)) + query
    return packed(plain, 7)


def flood(lab, line, data, per_second, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        line.socket.send(data() if callable(data) else data)
        lab.drain(line)
        time.sleep(1 / per_second)
    lab.drain(line, 300)


def bombs_of_a_stranger(lab):
    """a key that never joined sends frames of 240 bytes that unpack to 2 MB, 200 a second"""
    with lab.watched():
        flood(lab, lab.line(keys=zmq.curve_keypair(), hello=False), bomb(), 200, lab.count(10))


def bombs_of_a_member(lab):
    """the same of a member, in a session"""
    with lab.watched():
        flood(lab, lab.line(), bomb(), 200, lab.count(10))


def appends_that_unpack(lab):
    """a member sends appends of 2 KB that unpack to 4 MB of nothing, 50 a second"""
    segment = wire.Segment(origin=lab.bad.state.origin, first_seq=1, last_hash=bytes(32), signature=bytes(64))
    segment.entries.add(written_at=1, body=bytes(4 * 1024 * 1024 - 2000))
    data = wire_client.packed(wire.Frame(append=wire.Append(segment=segment), call=3))
    with lab.watched():
        flood(lab, lab.line(), data, 50, lab.count(10))


def appends_that_lead_nowhere(lab):
    """a member sends appends of 400 bytes that unpack to 4 096 entries and follow nothing, 50 a second on each of 4 connections"""
    segment = wire.Segment(origin=lab.bad.state.origin, first_seq=1, last_hash=bytes(32), signature=bytes(64))
    for _ in range(4096):
        segment.entries.add(written_at=1, body=b"x" * 900)
    data = wire_client.packed(wire.Frame(append=wire.Append(segment=segment), call=3))
    lines = [lab.line() for _ in range(4)]
    with lab.watched():
        for _ in range(lab.count(10)):
            for line in lines:
                flood(lab, line, data, 200, 0.25)


def expensive_questions(lab):
    """a member asks questions with a parameter of 4 MB, packed into 450 bytes, and with one of 10 000 bytes"""
    def question(words):
        value = ",".join(["unit"] * words)
        return packed(wire.Frame(query=wire.Query(name="petition_counts", params=[wire.Param(name="by", value=value)]),
                                 call=5).SerializeToString(), 5)

    questions = [question(838000), question(2000)]
    with lab.watched():
        for _ in range(lab.count(10)):
            line = lab.line()
            for number in range(8):
                line.socket.send(questions[number % 2])
        for line in lab.lines:
            lab.drain(line, 300)


def queued_questions(lab):
    """45 connections of one device, 8 questions of two kilobytes on each"""
    frame = wire.Frame(query=wire.Query(name="petition_counts", params=[
        wire.Param(name="by", value="unit"), *[wire.Param(name=f"p{number}", value="x" * 150) for number in range(12)]]), call=9)
    with lab.watched():
        for _ in range(lab.count(45)):
            line = lab.line()
            for _ in range(8):
                line.socket.send(frame.SerializeToString())
        for line in lab.lines:
            lab.drain(line, 100)


def waiting_entries(lab):
    """a member stores 1000 reports of 4096 cells each that wait for a form version; the server is started again"""
    filed = facts.ReportFiled(form="QCDC-HUYEN", form_version=99, period="2020-H1", cells=[facts.CellValue()] * 4096)
    body = facts.Fact(report_filed=filed).SerializeToString()
    for _ in range(lab.count(1000)):
        wire_client.write_entry(lab.bad.state, body)
    line = wire_client.Line(lab.bad.state)
    wire_client.hello(lab.bad.state, line)
    wire_client.send_unsent(lab.bad.state, line)
    line.close()
    lab.province.restart()
    with lab.watched():
        lab.honest.append(received("H/1"))  # the first commit after a start judges them again
        time.sleep(1)
    lab.codes["waiting"] = int(lab.province.value("select count(*) from waiting"))


def many_of_one_number(lab):
    """a member enters and takes back petitions of one register number, 8000 times in four appends"""
    state = lab.bad.state
    for number in range(lab.count(4) * 4000 // 2):
        wire_client.write_entry(state, received("1/KN", people=1 + number).SerializeToString())
        seq, digest = len(state.data["entries"]), state.data["entries"][-1]["hash"]
        target = facts.Ref(origin=state.origin, seq=seq, hash=struct.unpack("<Q", bytes.fromhex(digest)[:8])[0])
        wire_client.write_entry(state, facts.Fact(voided=facts.Voided(target=target)).SerializeToString())
    line = lab.line()
    with lab.watched():
        wire_client.send_unsent(state, line)
        for number in range(20):  # each looks the number up
            lab.bad.append(received("1/KN", people=100000 + number))
    lab.codes["petitions"] = int(lab.province.value("select count(*) from petition"))


def many_steps(lab):
    """one petition gets 12 000 steps, 4000 in an append"""
    state = lab.bad.state
    lab.bad.append(received("1", received_on=day("2000-01-01")))
    ref = lab.bad.reference(1)
    lab.bad.append(facts.Fact(petition_moved=facts.PetitionMoved(petition=ref, move="ACCEPTED", on=day("2000-01-01"))))
    line = lab.line()
    for number in range(lab.count(12000)):
        move = facts.PetitionMoved(petition=ref, move="EXTENDED", on=day("2000-01-02") + number % 7000, from_register=number >= 7000)
        wire_client.write_entry(state, facts.Fact(petition_moved=move).SerializeToString(deterministic=True))
    with lab.watched():
        wire_client.send_unsent(state, line)
    lab.codes["steps"] = lab.province.entries() - 2


def corrections_across_a_merger(lab):
    """after 1 500 units, each with an office, went three at a time into 500 others: 1 500 corrections of one report of that year in one append"""
    folder = lab.province.folder / "merger"
    folder.mkdir()
    old, new = range(lab.count(1500) // 3 * 3), range(lab.count(1500) // 3)
    units = [f"7{n:05},60,district,Cũ {n},2000-01-01,2019-12-31" for n in old] + [f"8{n:05},60,district,Mới {n},2020-01-01,2025-06-30" for n in new]
    offices = [f"CU-{n},Cũ {n},huyen,7{n:05},QCDC-HUYEN,no,2000-01-01,2019-12-31" for n in old]
    offices += [f"MOI-{n},Mới {n},huyen,8{n:05},QCDC-HUYEN,no,2020-01-01,2025-06-30" for n in new]
    for name, head, rows in (("units", "code,parent_code,level,name,valid_from,valid_to", units),
                             ("offices", "code,name,class,unit,forms,petitions,valid_from,valid_to", offices),
                             ("lineage", "event_on,predecessor,successor,relation,legal_basis",
                              [f"2020-01-01,7{n:05},8{n // 3:05},merge_full,Nghị quyết" for n in old])):
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    center = lab.province.founder()
    center.must("publish", folder, "--confirm-past")
    center.sync()
    member = WireOffice(lab.province, "MOI-0")
    member.state.save = lambda: None
    says = lambda period, number: facts.ReportFiled(form="QCDC-HUYEN", form_version=1, period=period,
                                                    cells=[facts.CellValue(cell="A01", value_e4=number * 10000)])
    for period in ("2020-H1", "2019", "2020"):
        member.append(facts.Fact(report_filed=says(period, 1)))
    line, target = member.line(), member.reference(3)
    lab.lines.append(line)
    for number in range(1, lab.count(1500)):
        correction = facts.Corrected(target=target, report=says("2020", number + 1), report_seen=says("2020", number))
        wire_client.write_entry(member.state, facts.Fact(corrected=correction).SerializeToString(deterministic=True))
    with lab.watched():
        sending = threading.Thread(target=wire_client.send_unsent, args=(member.state, line), daemon=True)
        sending.start()
        time.sleep(0.05)
        begin = time.monotonic()
        lab.honest.append(received("9", received_on=day("2020-01-02")))
        lab.codes["an honest petition meanwhile, ms"] = round((time.monotonic() - begin) * 1000)
        sending.join(harness.TIMEOUT_S)
    lab.codes["corrections"] = int(lab.province.value("select count(*) from changed_fact"))


def joins_of_one_key(lab):
    """a stranger guesses at invitations, 200 times a second"""
    join = wire.Join(code=b"guess of 16 byte", sign_key=lab.bad.state.sign_public, signature=bytes(64))
    with lab.watched():
        flood(lab, lab.line(keys=zmq.curve_keypair(), hello=False), wire.Frame(join=join, call=4).SerializeToString(), 200, lab.count(10))
        newcomer = WireOffice(lab.province, "BCD-595")
        lab.codes["joined meanwhile"] = len(newcomer.state.data["office"]) // 7


def joins_of_many_keys(lab):
    """keys made up one after the other ask to join, as fast as one machine can"""
    join = wire.Join(code=b"guess of 16 byte", sign_key=lab.bad.state.sign_public, signature=bytes(64))
    with lab.watched():
        for _ in range(lab.count(300)):
            line = wire_client.Line(lab.bad.state, zmq.curve_keypair())
            for call in range(3):
                line.socket.send(wire.Frame(join=join, call=call + 1).SerializeToString())
            lab.drain(line, 200)
            line.close()
        newcomer = WireOffice(lab.province, "BCD-595")
        lab.codes["joined meanwhile"] = len(newcomer.state.data["office"]) // 7


def half_open(lab):
    """2000 TCP connections on which nothing is ever said"""
    host, port = lab.province.endpoint[len("tcp://"):].split(":")
    sockets = []
    with lab.watched():
        for _ in range(lab.count(2000)):
            sockets.append(socket.create_connection((host, int(port))))
        time.sleep(1)
    lab.codes["connected"] = len(sockets)
    for one in sockets:
        one.close()


def idle_connections(lab):
    """1000 connections of strangers that finish the handshake and stay"""
    context = zmq.Context()
    context.set(zmq.MAX_SOCKETS, 4096)
    sockets = []
    with lab.watched():
        for _ in range(lab.count(1000)):
            public, secret = zmq.curve_keypair()
            one = context.socket(zmq.DEALER)
            for option, value in ((zmq.LINGER, 0), (zmq.CURVE_SERVERKEY, lab.bad.state.server_curve),
                                  (zmq.CURVE_PUBLICKEY, public), (zmq.CURVE_SECRETKEY, secret)):
                one.setsockopt(option, value)
            one.connect(lab.bad.state.endpoint)
            sockets.append(one)
        time.sleep(2)
    lab.codes["connected"] = len(sockets)
    for one in sockets:
        one.close()
    context.term()


def floods_of_log_lines(lab):
    """20 000 messages of two frames and 20 000 of garbage of a stranger, 5000 appends of a member that are refused"""
    stranger, member = lab.line(keys=zmq.curve_keypair(), hello=False), lab.line()
    segment = wire.Segment(origin=lab.bad.state.origin, first_seq=9, last_hash=bytes(32), signature=bytes(64))
    segment.entries.add(written_at=1, body=b"x")
    before = len(lab.province.log())
    with lab.watched():
        for number in range(lab.count(20000)):
            stranger.socket.send_multipart([b"x", b"y"])
            stranger.socket.send(b"garbage")
            if number % 4 == 0:
                member.socket.send(wire.Frame(append=wire.Append(segment=segment), call=number + 5).SerializeToString())
            if number % 100 == 0:
                lab.drain(stranger)
                lab.drain(member)
        lab.drain(member, 500)
    lab.codes["bytes of log"] = len(lab.province.log()) - before


ATTACKS = (slow_reader, many_connections, bombs_of_a_stranger, bombs_of_a_member, appends_that_unpack, appends_that_lead_nowhere,
           expensive_questions, queued_questions, waiting_entries, many_of_one_number, many_steps, corrections_across_a_merger, joins_of_one_key, joins_of_many_keys, half_open,
           idle_connections, floods_of_log_lines)


def run(attack, size):
    """The lab after the attack, closed."""
    lab = Lab(size)
    try:
        attack(lab)
    finally:
        lab.close()
    return lab


def row(attack, lab):
    milliseconds = [f"{statistics.median(lab.before_ms):.0f}", f"{statistics.median(lab.during_ms):.0f}", f"{max(lab.during_ms):.0f}"]
    return (f"| {attack.__name__.replace('_', ' ')} | {attack.__doc__} | {lab.rss_before / 1024:.0f} → {lab.rss_peak / 1024:.0f} MiB |"
            f" {milliseconds[0]} ms | {milliseconds[1]} ms, at most {milliseconds[2]} ms |")


def main():
    words = sys.argv[1:]
    into = pathlib.Path(words[1]) if words[:1] == ["--write"] else None
    names = words[2:] if into else words
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    lines = ["| Class | What is done | server's memory, before → most | an honest hello before | during |", "|---|---|---|---|---|"]
    for attack in ATTACKS:
        if names and attack.__name__ not in names:
            continue
        lab = run(attack, 1)
        lines.append(row(attack, lab))
        print(lines[-1], lab.codes, flush=True)
    if into:
        text = into.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        into.write_text(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
