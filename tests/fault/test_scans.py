"""Scans of petitions: sealed before they are anywhere, sent behind everything else, gone on with after each cut, read by those alone
who may, and unreadable everywhere once their entry is erased.
"""
# ctest: timeout=600
import os

from scan_case import MARK, PART, SCAN_MAX, ScanCase, blake, files_with, refused, row_name
import harness
from proxy import Proxy
from older import OlderServer
from wire_client import facts, wire
from wire_office import WireOffice, corrected, day, received, refusal


class Scans(ScanCase):
    # -------- the way of a scan

    def test_there_and_back(self):
        """Attached without a line, sent with the next sync, read at every device that may: the office's others, the province's."""
        number = self.enter()
        data = self.attach(number, 3 * 65536 + 7)
        [row] = self.scans(self.office, number)
        self.assertEqual((row["scan"], row["shows"], row["media"], row["have"], row["arrived"]), ("1", "DON", "PDF", "0", "waiting"))
        self.assertEqual(self.read(self.office, number), data)
        self.assertIn("1 scan was sent", self.office.sync())
        [row] = self.scans(self.office, number)
        self.assertEqual((row["have"], row["arrived"]), (row["bytes"], "whole"))
        self.second.sync()
        self.assertEqual(self.read(self.second, number), data)
        entry = self.petition_of(number)
        [row] = self.scans(self.committee, entry)
        self.assertEqual((row["shows"], row["arrived"], row["have"]), ("DON", "whole", row["bytes"]))
        self.assertEqual(self.read(self.committee, entry), data)
        # Nothing of another's scan stays where it was read.
        for device in (self.second, self.committee):
            self.assertEqual([path.name for path in device.home.glob("scans/*")], [])
        self.assertIn(("scan attached", "DON; " + row_name(self.scans(self.office, number))),
                      [(row["what"], row["value"]) for row in self.office.table("petition", "show", number)])
        # The same file again is no second scan; another one is.
        path = self.province.folder / row_name(self.scans(self.office, number))
        self.assertIn("scan 1 already", self.office.must("petition", "attach", number, path))
        self.attach(number, what="quyết định", on="2020-03-01")
        self.assertEqual([(row["shows"], row["on_day"]) for row in self.scans(self.office, number)][1], ("QUYET_DINH", "2020-03-01"))
        self.assertNotIn("scan", self.committee.sync())

    def test_nothing_readable(self):
        """Before it is sent, on its way and at the server: no file and no table holds a word of it."""
        number = self.enter()
        self.attach(number, 40000)
        self.assertEqual(files_with(self.office.home, MARK), [])
        self.office.sync()
        self.assertEqual(files_with(self.office.home, MARK), [])
        dump = self.province.dump()
        self.assertNotIn(MARK, dump)
        self.assertNotIn(MARK.hex().encode(), dump)

    def test_over_a_breaking_line(self):
        """Each connection breaks after some parts: the scan arrives in about the bytes that it has, and comes down so, too."""
        number = self.enter()
        self.office.sync()
        data = self.attach(number, 400_000)
        with Proxy(self.province.endpoint) as proxy:
            self.point(proxy.endpoint, self.office, self.second)
            proxy.cut_bytes = 60_000
            self.office.sync()
            self.assertGreater(proxy.cuts, 4)
            self.assertLess(proxy.bytes_up, 3 * len(data))
            self.second.sync()
            cuts, down = proxy.cuts, proxy.bytes_down
            self.assertEqual(self.read(self.second, number), data)
            self.assertGreater(proxy.cuts - cuts, 4)
            self.assertLess(proxy.bytes_down - down, 3 * len(data))
            self.point(self.province.endpoint, self.office, self.second)
        self.assertEqual(self.read(self.committee, self.petition_of(number)), data)

    def test_entries_before_scans(self):
        """Whatever becomes of the scan, its entry and all others are at the province, which is told how far it has come."""
        number = self.enter()
        self.attach(number, 300_000)
        with Proxy(self.province.endpoint) as proxy:
            self.point(proxy.endpoint, self.office)
            proxy.rate_bit_s = 64_000
            process = self.office.start("sync", "--quiet")
            entry = None

            def some_came():
                return self.province.value("select coalesce(max(have), 0) from blob where have < bytes") != "0"

            self.assertTrue(harness.wait_until(some_came))
            process.kill()
            process.wait()
            self.point(self.province.endpoint, self.office)
        entry = self.petition_of(number)
        [row] = self.scans(self.committee, entry)
        self.assertEqual(row["arrived"], "part")
        self.assertGreater(int(row["have"]), 0)
        self.assert_refused(self.read_run(self.committee, entry), "still being sent", row["have"], row["bytes"])
        self.assertIn("1 scan was sent", self.office.sync())
        self.assertEqual(len(self.read(self.committee, entry)), 300_000)

    def test_an_older_server(self):
        """It is told that it keeps no scans, nothing of them is sent to it, and they go to a newer one."""
        number = self.enter()
        data = self.attach(number)
        with OlderServer(self.province, self.office) as older:
            self.point(older.endpoint, self.office)
            self.assertIn("keeps no scans: they wait here", self.office.sync())
            self.assertEqual([row["arrived"] for row in self.scans(self.office, number)], ["waiting"])
            self.assertNotIn("scan_put", older.sent)
            self.point(self.province.endpoint, self.office)
        self.second.sync()
        self.assert_refused(self.read_run(self.second, number), "still being sent: 0 of")
        with OlderServer(self.province, self.second) as older:
            self.point(older.endpoint, self.second)
            self.assert_refused(self.read_run(self.second, number), "keeps no scans")
            self.point(self.province.endpoint, self.second)
        self.assertIn("scan was sent", self.office.sync())
        self.assertEqual(self.read(self.second, number), data)

    # -------- who may

    def test_another_office_cannot(self):
        """Neither by the list nor by the hash; an office that it was handed over to can, and none that it was not."""
        number = self.enter()
        data = self.attach(number)
        self.office.sync()
        entry = self.petition_of(number)
        self.assertEqual(self.scans(self.other, entry), [])
        self.assert_refused(self.read_run(self.other, entry), "no scan 1")
        digest = bytes.fromhex(self.committee.query("petition_scans", petition=entry)[0]["hash"])
        wire_other, wire_own = WireOffice(self.province, "BCD-594"), WireOffice(self.province, "BCD-593")
        get = wire.Frame(scan_get=wire.ScanGet(hash=digest))
        line = wire_other.line()
        self.assertEqual(refused(line, get), "NOT_FOUND")
        own = wire_own.line()
        self.assertEqual(own.ask(get, "scan_part").have, int(self.scans(self.office, number)[0]["bytes"]))
        own.close()
        # Nor can it bring bytes under that hash.
        put = wire.Frame(scan_put=wire.ScanPut(hash=digest, total=int(self.scans(self.office, number)[0]["bytes"]), data=b"x"))
        self.assertEqual(refused(line, put), "NOT_FOUND")
        line.close()
        self.office.must("petition", "hand-over", number, "to=BCD-594", "article=điều 6", "reason=thuộc thẩm quyền",
                         "on=2020-03-02")
        self.office.sync()
        self.other.sync()
        [incoming] = self.other.table("petition", "incoming")
        self.assertEqual([row["arrived"] for row in self.scans(self.other, incoming["hand_over"])], ["whole"])
        self.assertEqual(self.read(self.other, incoming["hand_over"]), data)
        self.other.must("petition", "take-in", incoming["hand_over"], "local_no=901/Q", "received_on=2020-03-02")
        told = self.other.run("petition", "scans", "901/Q")
        self.assertIn(incoming["hand_over"], told.err)
        third = WireOffice(self.province, "BCD-595")
        line = third.line()
        self.assertEqual(refused(line, get), "NOT_FOUND")
        line.close()

    def test_an_analyst_cannot(self):
        analyst = WireOffice(self.province, "BCD-TINH", "analyst")
        line = analyst.line()
        for frame in (wire.Frame(scan_get=wire.ScanGet(hash=bytes(32))), wire.Frame(scan_put=wire.ScanPut(hash=bytes(32), total=50))):
            self.assertEqual(refused(line, frame), "FORBIDDEN")
        line.close()

    def test_never_of_a_denunciation(self):
        """The client refuses, the server refuses any client, and what has scans does not become one."""
        number = self.enter("TO_CAO")
        path, _ = self.file(500)
        self.assert_refused(self.office.run("petition", "attach", number, path), "a denunciation has no scans")
        self.assertEqual(list(self.office.home.glob("scans/*.waiting")), list(self.office.home.glob("scans/sealing.*")))
        office = WireOffice(self.province, "BCD-595")
        office.append(received("1/TC", kind="TO_CAO"))
        [verdict] = office.append(self.wire_scan(office, bytes(100)), self.annex())["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("IDENTITY_TEXT", "petition"))
        number = self.enter()
        self.attach(number)
        self.assert_refused(self.office.run("petition", "correct", number, "kind=TO_CAO"), "has scans")
        kept = received("2/KN").petition_received
        now = received("2/KN", kind="TO_CAO").petition_received
        office.append(received("2/KN"))
        office.append(self.wire_scan(office, b"x" * 100, 3), self.annex())
        [verdict] = office.append(corrected(office.reference(3), now, kept))["verdicts"]
        self.assertEqual(verdict["code"], "IDENTITY_TEXT")

    # -------- erasing

    def test_erased(self):
        """The key goes everywhere with the entry's text, and the bytes with it: at the server, and on the device that kept them."""
        number = self.enter()
        data = self.attach(number)
        self.office.sync()
        self.second.sync()
        [row] = self.scans(self.office, number)
        (annex,), = self.office.journal("select annex from entry where annex is not null and seq = ?"
                                        " and origin = (select id from origin where own = 1)", int(row["entry"].split(":")[1]))
        key = facts.AnnexText.FromString(annex[8:]).blob.key
        self.assertEqual(len(key), 32)
        self.assertNotEqual(files_with(self.office.home, key), [])
        self.assertEqual(self.read(self.committee, self.petition_of(number)), data)
        self.committee.must("erase", row["entry"], "bản quét sai đơn")
        self.committee.sync()
        digest = self.committee.query("petition_scans", petition=self.petition_of(number))[0]
        self.assertEqual(digest["arrived"], "erased")
        self.assertEqual(self.province.value(f"select count(*) from blob where hash = decode('{digest['hash']}', 'hex')"), "0")
        self.assertEqual(self.province.value("select count(*) from blob_part p left join blob b using (hash, bytes, office) where b is null"), "0")
        self.office.sync()
        self.second.sync()
        for device in (self.office, self.second, self.committee):
            self.assertEqual(files_with(device.home, key), [], device.name)
        self.assertNotIn(key.hex().encode(), self.province.dump())
        self.assertEqual(list(self.office.home.glob(f"scans/{digest['hash']}*")), [])
        self.assertEqual([row["arrived"] for row in self.scans(self.office, number)], ["erased"])
        for device, name in ((self.office, number), (self.second, number), (self.committee, self.petition_of(number))):
            self.assert_refused(self.read_run(device, name), "erased")
        # Nobody brings it back.
        own = WireOffice(self.province, "BCD-593")
        line = own.line()
        put = wire.Frame(scan_put=wire.ScanPut(hash=bytes.fromhex(digest["hash"]), total=int(digest["bytes"]), data=b"x"))
        self.assertEqual(refusal(line, put, "scan_part")["message"], "the scan was erased")
        line.close()

    def test_erased_before_it_was_sent(self):
        number = self.enter()
        self.office.sync()
        self.attach(number)
        [row] = self.scans(self.office, number)
        self.office.must("erase", row["entry"], "nhầm đơn")
        self.assertEqual([row["arrived"] for row in self.scans(self.office, number)], ["erased"])
        self.assertNotIn("scan", self.office.sync())
        self.assertEqual(list(self.office.home.glob("scans/*.waiting")), [])

    # -------- liars and limits

    def test_what_lies_is_not_taken(self):
        """Bytes with another hash are forgotten whole; parts with a gap are not taken, twice is once; sizes and hashes that cannot be."""
        office = WireOffice(self.province, "BCD-596")
        office.append(received("1/KN"))
        sealed = self.dice.randbytes(3 * PART)
        office.append(self.wire_scan(office, sealed), self.annex())
        line = office.line()

        def have(frame):
            return line.ask(frame, "scan_part").have

        self.assertEqual(have(self.put(line, sealed, 0, 0)), 0)
        self.assertEqual(have(self.put(line, sealed, PART, 2 * PART)), 0)
        self.assertEqual(have(self.put(line, sealed, 0, PART)), PART)
        self.assertEqual(have(self.put(line, sealed, 0, PART)), PART)
        self.assertEqual(have(self.put(line, sealed, 2 * PART, 3 * PART)), PART)
        false = sealed[:-1] + bytes([sealed[-1] ^ 1])
        self.assertEqual(have(self.put(line, false, PART, 2 * PART, digest=blake(sealed))), 2 * PART)
        self.assertEqual(refused(line, self.put(line, false, 2 * PART, 3 * PART, digest=blake(sealed))), "MALFORMED")
        self.assertEqual(have(self.put(line, sealed, 0, 0)), 0)
        for start in range(0, len(sealed), PART):
            self.assertEqual(have(self.put(line, sealed, start, start + PART)), start + PART)
        part = line.ask(wire.Frame(scan_get=wire.ScanGet(hash=blake(sealed), **{"from": 5}, bytes_max=PART)), "scan_part")
        self.assertTrue(part.whole)
        self.assertEqual((part.data, part.annex), (sealed[5:5 + PART], b""))
        for frame, code in ((self.put(line, sealed, 0, 0, total=len(sealed) + 1), "MALFORMED"),
                            (self.put(line, sealed, 0, 0, digest=b"short"), "MALFORMED"),
                            (self.put(line, sealed, 0, 1, digest=bytes(32)), "NOT_FOUND"),
                            (self.put(line, sealed, 0, 0, total=SCAN_MAX + 1), "TOO_LARGE"),
                            (wire.Frame(scan_put=wire.ScanPut(hash=blake(sealed), total=len(sealed), **{"from": len(sealed)},
                                                              data=b"x")), "MALFORMED"),
                            (wire.Frame(scan_get=wire.ScanGet(hash=b"short")), "MALFORMED")):
            self.assertEqual(refused(line, frame), code)
        line.close()
        # A server that lies is found out by whoever reads.
        number = self.enter()
        self.attach(number, 30_000)
        self.office.sync()
        self.second.sync()
        digest = self.committee.query("petition_scans", petition=self.petition_of(number))[0]["hash"]
        lie = ("update blob_part set data = set_byte(data, 100, get_byte(data, 100) # 1) where first = 0"
               f" and hash = decode('{digest}', 'hex')")
        self.province.sql(lie)
        self.assert_refused(self.read_run(self.second, number), "does not have its hash")
        verified = self.province.verify()
        self.assertNotEqual(verified.status, 0)
        self.assertIn("do not have its hash", verified.out + verified.err)
        self.province.sql(lie)
        self.assert_identical()

    def test_another_office_touches_nothing(self):
        """Who attaches another's hash, with its size or another, neither drops nor spoils what came, and gets none of its bytes."""
        owner, liar = WireOffice(self.province, "BCD-600"), WireOffice(self.province, "BCD-601")
        for office in (owner, liar):
            office.append(received("1/KN"))
        sealed = self.dice.randbytes(2 * PART)
        digest = blake(sealed)
        owner.append(self.wire_scan(owner, sealed), self.annex(b"k" * 32))
        for size in (len(sealed) + 1, len(sealed)):
            liar.append(self.wire_scan(liar, sealed, bytes=size), self.annex())
        own, other = owner.line(), liar.line()
        get = wire.Frame(scan_get=wire.ScanGet(hash=digest))
        # Wrong first parts of another are not gone on with.
        self.assertEqual(other.ask(self.put(other, bytes(PART), digest=digest, total=len(sealed)), "scan_part").have, PART)
        self.assertEqual(own.ask(self.put(own, sealed, 0, 0), "scan_part").have, 0)
        for start in (0, PART):
            part = own.ask(self.put(own, sealed, start, start + PART), "scan_part")
        self.assertTrue(part.whole)
        # Another size, and bytes that are false to the end: refused to whom they are, and gone there alone.
        self.assertEqual(other.ask(self.put(other, sealed, 0, 0, total=len(sealed) + 1), "scan_part").have, 0)
        self.assertEqual(refused(other, wire.Frame(
            scan_put=wire.ScanPut(hash=digest, total=len(sealed), **{"from": PART}, data=bytes(PART)))), "MALFORMED")
        part = other.ask(get, "scan_part")
        self.assertEqual((part.whole, part.data), (False, b""))
        self.assertTrue(own.ask(self.put(own, sealed, 0, 0), "scan_part").whole)
        part = own.ask(get, "scan_part")
        self.assertEqual((part.whole, part.data), (True, sealed[:PART]))
        own.close()
        other.close()

    def test_what_a_fact_must_say(self):
        """Of any client: sizes and hashes at their edges, and the twentieth scan but not one more."""
        office = WireOffice(self.province, "BCD-597")
        office.append(received("1/KN"))
        for given, field in (({"bytes": 41}, "bytes"), ({"bytes": SCAN_MAX + 1}, "bytes"), ({"hash": b"x" * 31}, "hash"),
                             ({"of": 9}, "of"), ({"media": 0}, "media"), ({"on": day("2020-02-02")}, "on")):
            [verdict] = office.append(self.wire_scan(office, bytes(50), **given), self.annex())["verdicts"]
            self.assertEqual((verdict["state"], verdict["field"]), ("unsupported" if field == "media" else "rejected", field))
        for size in (42, SCAN_MAX):
            self.assertEqual(office.append(self.wire_scan(office, bytes(50), bytes=size), self.annex())["verdicts"], [])
        for i in range(18):
            self.assertEqual(office.append(self.wire_scan(office, bytes(60 + i)), self.annex())["verdicts"], [])
        [verdict] = office.append(self.wire_scan(office, bytes(99)), self.annex())["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("TOO_LARGE", "petition"))

    def test_what_is_no_scan(self):
        """One line, and nothing half done."""
        number = self.enter()
        before, entries = sorted(self.office.home.rglob("*")), self.office.entries()
        text, _ = self.file(300, head=b"PK\3\4", name="don.pdf")
        empty, _ = self.file(0)
        large, _ = self.file(SCAN_MAX - 24 - 256 * 17 + 1)
        pipe = self.province.folder / "pipe.pdf"
        os.mkfifo(pipe)
        good, _ = self.file(100)
        for words, said in (((number, text), "no PDF"), ((number, empty), "empty"), ((number, large), "at most 16"),
                            ((number, self.province.folder), "no file"), ((number, pipe), "no file"),
                            ((number, self.province.folder / "none.pdf"), "No such file"), (("99999/X", good), "99999/X")):
            self.assert_refused(self.office.run("petition", "attach", *words), said)
        self.assertEqual(self.office.run("petition", "attach", number, good, "what=hình").status, 2)
        self.assertEqual(self.office.run("petition", "scan", number, "1").status, 2)
        self.assertEqual(self.office.run("petition", "scan", number, "0", "-o", good).status, 2)
        self.assert_refused(self.office.run("petition", "scan", number, "1", "-o", self.province.folder / "new"), "no scan 1")
        self.assertEqual(self.office.entries(), entries)
        after = [path for path in sorted(self.office.home.rglob("*")) if path.name != "scans"]
        self.assertEqual(after, [path for path in before if path.name != "scans"])
        # The largest there is.
        largest, data = self.file(SCAN_MAX - 24 - 256 * 17)
        self.office.must("petition", "attach", number, largest)
        self.assertEqual(self.read(self.office, number), data)
        self.office.must("erase", self.scans(self.office, number)[0]["entry"], "không cần")

    # -------- copies, restores, rebuilding

    def test_x_a_restored_server(self):
        """What it lost of scans comes back from the device that attached them; what nobody needs goes after its time."""
        number, copy = self.enter(), self.province.backup()
        data = self.attach(number)
        self.office.sync()
        self.province.stop()
        self.province.restore(copy)
        self.province.start()
        self.office.sync()
        self.second.sync()
        self.assertEqual(self.read(self.second, number), data)
        # A day later the device asks, where no entry was lost.
        [row] = self.scans(self.office, number)
        file = next(self.office.home.glob("scans/*.sent"))
        self.province.sql("delete from blob")
        for path in self.office.home.glob("scans/*.sent"):
            os.utime(path, (1_600_000_000, 1_600_000_000))
        self.office.sync()
        self.assertEqual(self.read(self.second, number), data)
        self.assertEqual((row["arrived"], file.suffix), ("whole", ".sent"))

    def test_y_forgotten(self):
        """What was begun and left, and what no entry names, is looked for when the next one begins after a start."""
        office = WireOffice(self.province, "BCD-599")
        office.append(received("1/KN"))
        old, new = self.dice.randbytes(2 * PART), self.dice.randbytes(100)
        for sealed in (old, new):
            office.append(self.wire_scan(office, sealed), self.annex())
        line = office.line()
        line.ask(self.put(line, old, 0, PART), "scan_part")
        self.province.sql("insert into blob (hash, office, bytes, have, heard_at) values (decode(repeat('aa', 32), 'hex'), 1, 50, 50, now() - interval '29 days'),"
                          " (decode(repeat('bb', 32), 'hex'), 1, 50, 50, now() - interval '31 days')")
        self.province.sql(f"update blob set heard_at = now() - interval '31 days' where hash = decode('{blake(old).hex()}', 'hex')")
        line.close()
        self.province.restart()
        line = office.line()
        line.ask(self.put(line, new), "scan_part")
        self.assertEqual(line.ask(self.put(line, old, 0, 0), "scan_part").have, 0)
        line.close()
        left = [row[0] for row in self.province.sql("select left(encode(hash, 'hex'), 2) from blob where office = 1 and bytes = 50")]
        self.assertEqual(left, ["aa"])
        self.province.sql("delete from blob where office = 1 and bytes = 50")

    def test_z_as_the_journals_say(self):
        """After the others: verify, rebuild, and the scans are as they were."""
        self.office.sync()
        self.assert_identical()
        blobs = self.province.sql("select hash, have from blob order by hash")
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select hash, have from blob order by hash"), blobs)
        self.assert_identical()

    def test_zz_the_room_of_an_office(self):
        """Published in MiB: the last byte of it is taken, the next scan is not, and its entry stands."""
        folder = self.province.folder / "room"
        folder.mkdir()
        (folder / "constants.csv").write_text("name,value,valid_from,valid_to,words_vi,words_en,citation\n"
                                              "SCANS_MIB,1,2020-01-01,,Dung lượng bản quét,Room for scans,\n", encoding="utf-8")
        self.committee.must("publish", folder)
        self.committee.sync()
        office = WireOffice(self.province, "BCD-598")
        office.append(received("1/KN"))
        whole, more = self.dice.randbytes(1 << 20), self.dice.randbytes(42)
        for sealed in (whole, more):
            office.append(self.wire_scan(office, sealed), self.annex())
        line = office.line()
        for start in range(0, len(whole), PART):
            line.ask(self.put(line, whole, start, min(start + PART, len(whole))), "scan_part")
        said = refusal(line, self.put(line, more), "scan_part")
        line.close()
        self.assertEqual(said["code"], "TOO_LARGE")
        self.assertIn("1 MiB", said["message"])


if __name__ == "__main__":
    harness.main()
