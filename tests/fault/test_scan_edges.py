"""Scans at the edges of what they may be, and those that cross with something else: erasures, corrections, restores, older programs, a lost home."""
# ctest: timeout=600
import os
import pathlib
import subprocess
import threading

import nacl.bindings as sodium

from scan_case import PART, SCAN_MAX, ScanCase, blake, files_with, refused
import harness
from older import OlderServer
from proxy import Proxy
from wire_client import facts, wire
from wire_office import WireOffice, corrected, day, received, reference, refusal

FAKETIME = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
LARGEST = SCAN_MAX - 24 - 256 * 17  # sealed it has SCAN_MAX bytes
STEP_S = 2


class Ticking(Proxy):
    """A line on which each part of a scan takes STEP_S seconds, by the clock in a file alone."""

    def __init__(self, target, clock):
        super().__init__(target)
        self.clock, self.begun, self.passed_s = clock, 0, 0
        self.clock.write_text("+0", encoding="ascii")

    def breaks(self, connection, data, messages):
        if not messages:
            self.begun += len(data)
            if self.begun // PART * STEP_S > self.passed_s:
                self.passed_s = self.begun // PART * STEP_S
                new = self.clock.with_suffix(".new")
                new.write_text(f"+{self.passed_s}", encoding="ascii")
                new.rename(self.clock)
        return super().breaks(connection, data, messages)


class Edges(ScanCase):
    def key_of(self, device, entry):
        (annex,), = device.journal("select annex from entry where seq = ? and origin = (select id from origin where own = 1)", int(entry.split(":")[1]))
        key = facts.AnnexText.FromString(annex[8:]).blob.key
        self.assertEqual(len(key), 32)
        return key

    def sent(self, office, *sealed, number="1/KN"):
        """OFFICE has a petition with scans, whose bytes are at the server; the place of the first of them."""
        office.append(received(number))
        at = len(office.state.data["entries"])
        for one in sealed:
            self.assertEqual(office.append(self.wire_scan(office, one, at), self.annex())["verdicts"], [])
        line = office.line()
        for one in sealed:
            for start in range(0, len(one), PART):
                line.ask(self.put(line, one, start, min(start + PART, len(one))), "scan_part")
        line.close()
        return at

    # -------- limits

    def test_the_largest(self):
        """There and back; one byte more is not taken (test_scans)."""
        number = self.enter()
        data = self.attach(number, LARGEST)
        self.assertIn("1 scan was sent", self.office.sync())
        [row] = self.scans(self.office, number)
        self.assertEqual((row["bytes"], row["have"], row["arrived"]), (str(SCAN_MAX), str(SCAN_MAX), "whole"))
        self.assertEqual(self.read(self.committee, self.petition_of(number)), data)

    def test_twenty_of_a_petition(self):
        """At the desk; an erased one counts."""
        number = self.enter()
        for _ in range(20):
            self.attach(number, 100)
        self.office.must("erase", self.scans(self.office, number)[0]["entry"], "không cần")
        path, _ = self.file(100)
        self.assert_refused(self.office.run("petition", "attach", number, path), "20 scans already", "one PDF")
        self.assertEqual(list(self.office.home.glob("scans/sealing.*")), [])
        self.assertIn("19 scans were sent", self.office.sync())

    def test_the_room_of_an_office_unless_it_is_published(self):
        """4 096 MiB to the last byte: what others brought does not count, what is on its way does."""
        office = WireOffice(self.province, "BCD-602")
        last, more = self.dice.randbytes(60), self.dice.randbytes(42)
        office.append(received("1/KN"))
        for sealed in (last, more):
            office.append(self.wire_scan(office, sealed), self.annex())
        number = self.province.value("select id from office where code = 'BCD-602'")
        self.province.sql("insert into blob (hash, office, bytes, have, heard_at) select decode('dd' || lpad(to_hex(n), 62, '0'), 'hex'), "
                          f"{number}, {SCAN_MAX} - case n when 0 then 60 else 0 end, 0, now() from generate_series(0, 255) n")
        line = office.line()
        self.assertTrue(line.ask(self.put(line, last), "scan_part").whole)
        said = refusal(line, self.put(line, more), "scan_part")
        self.assertEqual(said["code"], "TOO_LARGE")
        self.assertIn("4096 MiB", said["message"])
        self.province.sql(f"delete from blob where office = {number} and have = 0")
        self.assertTrue(line.ask(self.put(line, more), "scan_part").whole)
        line.close()

    def test_two_minutes_of_a_sync(self):
        """It goes on as long as there is time, and stops when it is over, by a clock that the line moves; the next sync goes on from there."""
        self.assertIsNotNone(FAKETIME, "Debian's package libfaketime is missing; ./run test installs it")
        number = self.enter()
        self.office.sync()
        data = self.attach(number, 100 * PART)
        clock = self.province.folder / "clock"
        with Ticking(self.province.endpoint, clock) as line:
            self.point(line.endpoint, self.office)
            done = self.office.run("sync", environment={"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"})
            self.point(self.province.endpoint, self.office)
        self.assertEqual(done.status, 0, done)
        self.assertIn("1 scan is not sent whole yet: the next qcdc sync goes on", done.out)
        [row] = self.scans(self.office, number)
        self.assertEqual(row["arrived"], "waiting")
        # 60 parts in two minutes, less what the entries before them took; and at most the parts under way more.
        self.assertGreater(int(row["have"]), 50 * PART)
        self.assertLess(int(row["have"]), 66 * PART)
        with Proxy(self.province.endpoint) as line:
            self.point(line.endpoint, self.office)
            self.assertIn("1 scan was sent", self.office.sync())
            self.point(self.province.endpoint, self.office)
            self.assertLess(line.bytes_up, 50 * PART + 60_000)
        self.assertEqual(self.read(self.committee, self.petition_of(number)), data)

    # -------- by whichever entry

    def test_who_may_is_asked_of_the_entry(self):
        """The same sealed bytes on two petitions: that one was handed over opens the other to nobody, nor does its erasure take the other away."""
        owner, receiver = WireOffice(self.province, "BCD-600"), WireOffice(self.province, "BCD-601")
        sealed = self.dice.randbytes(500)
        first = self.sent(owner, sealed)
        owner.append(received("2/KN"))
        second = len(owner.state.data["entries"])
        owner.append(self.wire_scan(owner, sealed, second), self.annex(b"k" * 32))
        verdicts = owner.append(facts.Fact(petition_handed_over=facts.PetitionHandedOver(petition=owner.reference(first), to_office="BCD-601", on=day("2020-02-05"), hops=1,
                                                                              article="Điều 26", reasoned=1, received=received("1/KN").petition_received)),
                     b"saltsalt" + facts.AnnexText(reason="không thuộc thẩm quyền").SerializeToString())["verdicts"]
        self.assertEqual(verdicts, [])

        def get(seq):
            return wire.Frame(scan_get=wire.ScanGet(hash=blake(sealed), origin=owner.state.origin if seq else 0, seq=seq))

        other = receiver.line()
        self.assertEqual(other.ask(get(first + 1), "scan_part").data, sealed)
        self.assertEqual(refused(other, get(second + 1)), "NOT_FOUND")
        # As older clients ask: by whichever he may.
        self.assertEqual(other.ask(get(0), "scan_part").annex, self.annex())
        own = owner.line()
        self.assertEqual(own.ask(get(second + 1), "scan_part").annex, self.annex(b"k" * 32))
        self.assertEqual(refused(own, get(first)), "NOT_FOUND")
        self.assertEqual(refused(own, get(1 << 63)), "NOT_FOUND")
        self.committee.must("erase", f"{owner.origin}:{first + 1}", "không cần")
        self.committee.sync()
        self.assertEqual(refusal(own, get(first + 1), "scan_part")["message"], "the scan was erased")
        self.assertEqual(own.ask(get(second + 1), "scan_part").data, sealed)
        self.assertEqual(own.ask(get(0), "scan_part").annex, self.annex(b"k" * 32))
        self.assertEqual(refused(other, get(0)), "NOT_FOUND")
        own.close()
        other.close()

    def test_a_client_that_knows_no_scans(self):
        """It gets what it got before, may go on with such a petition, and is told why it cannot make it a denunciation."""
        older = WireOffice(self.province, "BCD-593")
        number = self.enter()
        self.attach(number, 2 * PART)
        self.office.sync()
        (seq,), = self.office.journal("select seq from entry e join origin o on o.id = e.origin where o.own = 1 and subject like ?", f"%{number}%")[:1]
        target = reference(self.office, seq)
        self.assertEqual(older.append(facts.Fact(petition_moved=facts.PetitionMoved(petition=target, move="CLASSIFIED", on=day("2020-02-04"))))["verdicts"], [])
        kept = received(number).petition_received
        now = received(number, kind="TO_CAO").petition_received
        [verdict] = older.append(corrected(target, now, kept))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("IDENTITY_TEXT", "kind"))
        self.assertIn("has scans", verdict["message"])
        self.assert_identical()

    # -------- a denunciation

    def test_attached_while_it_became_one(self):
        """Two devices, unseen of each other: the scan is refused, its bytes go at once, and its key is told until it is erased."""
        number = self.enter()
        self.office.sync()
        self.second.sync()
        path, _ = self.file(4000)
        self.second.must("petition", "attach", number, path)
        [row] = self.scans(self.second, number)
        key = self.key_of(self.second, row["entry"])
        self.office.must("petition", "correct", number, "kind=TO_CAO", "field=CAN_BO")
        self.office.sync()
        done = self.second.run("sync")
        self.assertEqual(done.status, 0, done)
        self.assertIn("rejected 1", done.out)
        self.assertIn(f"qcdc erase {row['entry']} ", done.err)
        self.assertEqual(list(self.second.home.glob("scans/*")), [])
        self.assertEqual(self.scans(self.second, number), [])
        self.assert_refused(self.read_run(self.second, number), "a denunciation has no scans")
        self.assertNotIn("scan was not taken", self.second.sync())
        self.assertEqual(self.second.table("status")[0]["exposed"], "1")
        self.assertEqual(self.province.value(f"select count(*) from blob where bytes = {row['bytes']}"), "0")
        self.committee.must("erase", row["entry"], "khóa bản quét của đơn tố cáo")
        self.committee.sync()
        for device in (self.office, self.second):
            device.sync()
            self.assertEqual(files_with(device.home, key), [], device.name)
        self.assertNotIn(key.hex().encode(), self.province.dump())
        self.assertEqual(self.second.table("status")[0]["exposed"], "0")

    def test_swept(self):
        """Bytes of what came to be a denunciation all the same, and what came in behind an erasure, go with the next part of anybody's."""
        office = WireOffice(self.province, "BCD-598")
        whole, orphan, next_one = (self.dice.randbytes(size) for size in (2 * PART, 70, 80))
        self.sent(office, whole)
        self.sent(office, orphan, number="2/KN")
        at = self.sent(office, next_one, number="3/KN")
        erased = f"{office.origin}:{at - 1}"
        self.committee.must("erase", erased, "không cần")
        self.committee.sync()
        self.assertEqual(self.held(orphan), "0")
        number = self.province.value("select id from office where code = 'BCD-598'")
        self.province.sql(f"insert into blob (hash, office, bytes, have, heard_at) values (decode('{blake(orphan).hex()}', 'hex'), {number}, 70, 70, now())")
        petition = self.province.value(f"select petition from blob_attached where hash = decode('{blake(whole).hex()}', 'hex')")
        self.province.sql(f"update petition set kind = 2 where id = {petition}")
        line = office.line()
        said = refusal(line, self.put(line, whole, 0, 0), "scan_part")
        self.assertEqual((said["code"], said["message"]), ("NOT_FOUND", "a denunciation has no scans: they tell who denounces"))
        self.assertEqual(refused(line, wire.Frame(scan_get=wire.ScanGet(hash=blake(whole)))), "NOT_FOUND")
        line.close()
        self.assertEqual((self.held(whole), self.held(orphan)), ("1", "1"))
        self.province.restart()
        line = office.line()
        self.assertTrue(line.ask(self.put(line, next_one, 0, 0), "scan_part").whole)
        line.close()
        self.assertEqual((self.held(whole), self.held(orphan), self.held(next_one)), ("0", "0", "1"))
        self.assertEqual(self.province.value("select count(*) from blob_part p left join blob b using (hash, bytes, office) where b.hash is null"), "0")
        self.province.sql(f"update petition set kind = 1 where id = {petition}")

    def held(self, sealed):
        return self.province.value(f"select count(*) from blob where hash = decode('{blake(sealed).hex()}', 'hex')")

    # -------- erased while it is under way

    def test_erased_on_its_way_up(self):
        """What has come goes with the key; the device that sends it hears so, and keeps nothing."""
        number = self.enter()
        self.office.sync()
        self.attach(number, 300_000)
        [row] = self.scans(self.office, number)
        with Proxy(self.province.endpoint) as proxy:
            proxy.rate_bit_s = 64_000
            self.point(proxy.endpoint, self.office)
            process = self.office.start("sync")
            self.assertTrue(harness.wait_until(lambda: self.province.value("select count(*) from blob where have < bytes and have > 0") != "0"))
            self.committee.must("erase", row["entry"], "nhầm đơn")
            self.committee.sync()
            self.assertEqual(self.province.value("select count(*) from blob where have < bytes"), "0")
            proxy.rate_bit_s = 0
            out, _ = process.communicate(timeout=harness.TIMEOUT_S)
            self.assertEqual(process.returncode, 0)
            self.point(self.province.endpoint, self.office)
        self.assertIn("1 scan was not taken: the scan was erased", out.decode())
        self.office.sync()
        self.assertEqual([path.name for path in self.office.home.glob("scans/*.waiting")], [])
        self.assertEqual([one["arrived"] for one in self.scans(self.office, number)], ["erased"])

    def test_erased_on_its_way_down(self):
        number = self.enter()
        self.attach(number, 300_000)
        self.office.sync()
        self.second.sync()
        [row] = self.scans(self.office, number)
        with Proxy(self.province.endpoint) as proxy:
            proxy.rate_bit_s = 64_000
            self.point(proxy.endpoint, self.second)
            into = self.province.folder / "half"
            process = self.second.start("petition", "scan", number, "1", "-o", into)
            self.assertTrue(harness.wait_until(lambda: any(path.stat().st_size for path in self.second.home.glob("scans/*.coming"))))
            self.committee.must("erase", row["entry"], "nhầm đơn")
            self.committee.sync()
            proxy.rate_bit_s = 0
            process.communicate(timeout=harness.TIMEOUT_S)
            self.assertEqual(process.returncode, 1)
            self.point(self.province.endpoint, self.second)
        self.assertFalse(into.exists())
        self.assertEqual([path.name for path in self.second.home.glob("scans/*")], [])

    def test_a_part_beside_an_erasure(self):
        """A part that was judged before an erasure and comes in behind it: the erasure waits for it, and takes it, too."""
        office = WireOffice(self.province, "BCD-597")
        sealed = self.dice.randbytes(2 * PART)
        office.append(received("1/KN"))
        office.append(self.wire_scan(office, sealed), self.annex())
        entry = f"{office.origin}:2"
        holder = subprocess.Popen([str(word) for word in (harness.pg_program("psql"), "-X", "-q", *self.province._connection(), "-f", "-")],
                                  stdin=subprocess.PIPE, env=harness.ENVIRONMENT, text=True)
        waiting = "select count(*) from pg_locks where not granted"
        try:
            holder.stdin.write("begin; lock table blob_part in share mode;\n")
            holder.stdin.flush()
            self.assertTrue(harness.wait_until(lambda: self.province.value(
                "select count(*) from pg_locks where relation = 'blob_part'::regclass and mode = 'ShareLock' and granted") == "1"))
            line = office.line()
            answers = []
            putting = threading.Thread(target=lambda: answers.append(line.ask(self.put(line, sealed, 0, PART), "scan_part")))
            putting.start()
            self.assertTrue(harness.wait_until(lambda: self.province.value(waiting) == "1"))
            self.committee.must("erase", entry, "không cần")
            erasing = self.committee.start("sync")
            # It waits for the part, or has been and gone.
            self.assertTrue(harness.wait_until(lambda: erasing.poll() is not None or self.province.value(waiting) == "2"))
        finally:
            holder.communicate("commit;\n", timeout=harness.TIMEOUT_S)
        erasing.communicate(timeout=harness.TIMEOUT_S)
        putting.join()
        self.assertEqual(answers[0].have, PART)
        self.assertEqual(self.held(sealed), "0")
        self.assertEqual(refusal(line, self.put(line, sealed, PART), "scan_part")["message"], "the scan was erased")
        line.close()

    def test_sealed_as_it_is_written(self):
        """By facts.proto, with another library: the bytes alone open to nobody, and with the annex they are the file."""
        number = self.enter()
        data = self.attach(number, 2 * 65536 + 10)
        [path] = self.office.home.glob("scans/*.waiting")
        sealed, key = path.read_bytes(), self.key_of(self.office, self.scans(self.office, number)[0]["entry"])
        self.assertEqual(path.stem, blake(sealed).hex())
        opened = b""
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, sealed[:24], key)
        for begin in range(24, len(sealed), 65536 + 17):
            text, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed[begin:begin + 65536 + 17])
            opened += text
        self.assertEqual((opened, tag), (data, sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL))
        self.assertEqual([path for path in self.office.home.glob("scans/*") if key in path.read_bytes()], [])
        self.office.sync()
        self.assertEqual(self.province.value(f"select count(*) from blob_part where position(decode('{key.hex()}', 'hex') in data) > 0"), "0")

    # -------- a home that is given up

    def test_rescued(self):
        """Scans that were not sent, or not to their end, go with the entries into another home, and from there to the province."""
        lost = self.province.office("BCD-595")
        number = self.enter(office=lost)
        lost.sync()
        path, half = self.file(300_000)
        lost.must("petition", "attach", number, path)
        with Proxy(self.province.endpoint) as proxy:
            proxy.rate_bit_s = 64_000
            self.point(proxy.endpoint, lost)
            process = lost.start("sync", "--quiet")
            self.assertTrue(harness.wait_until(lambda: self.province.value("select count(*) from blob where have < bytes and have > 0") != "0"))
            process.kill()
            process.wait()
        path, unsent = self.file(2000)
        lost.must("petition", "attach", number, path, "what=QUYET_DINH")
        found = self.province.office("BCD-595")
        found.sync()
        self.province.revoke(lost.origin)
        with OlderServer(self.province, found) as older:
            self.point(older.endpoint, found)
            self.assertIn("they wait here", found.must("rescue", lost.home))
            self.point(self.province.endpoint, found)
        waiting = list(found.home.glob("scans/*.waiting"))
        self.assertEqual(len(waiting), 2)
        # A line that is bad for days: the entry of one of them is the lost device's.
        for path in waiting:
            os.utime(path, (1_600_000_000, 1_600_000_000))
        self.assertIn("2 scans were sent", found.sync())
        self.assertEqual([row["arrived"] for row in self.scans(found, number)], ["whole", "whole"])
        third = self.province.office("BCD-595")
        third.sync()
        self.assertEqual([self.read(third, number, scan) for scan in (1, 2)], [half, unsent])

    def test_z_as_the_journals_say(self):
        """After the others."""
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
