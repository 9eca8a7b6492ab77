"""What waits is bounded work: so many entries of a device, judged again a page at a time, whatever they unpack to and whenever that is."""
# ctest: timeout=1800
import os
import struct
import time

import faults  # noqa: F401 (finds the harness)
import harness
import wire_client
from harness import FlowCase, petition
from wire_client import wire
from wire_office import WireOffice, corrected, day, facts, received

WAITING_PER_ORIGIN_MAX = 1024
CELLS_MAX = 4096
SANITIZED = any("SAN_OPTIONS" in name for name in os.environ)  # a sanitizer keeps what was freed
MEMORY_MIB = 200  # of the server; all of them at once would be a thousand
CLIENT_MIB = 16
CORRECTIONS = 1500


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))


def report(cells=CELLS_MAX, version=99):
    """A report of a form version that nobody knows, with so many cells without a name: two bytes each, and a hundred unpacked."""
    return facts.ReportFiled(form="QCDC-HUYEN", form_version=version, period="2020-H1",
                             cells=[facts.CellValue() for _ in range(cells)])


class MuchWaits(FlowCase):
    def setUp(self):
        self.honest = self.province.office("BCD-594")
        self.attacker = WireOffice(self.province, "BCD-593")
        self.attacker.state.save = lambda: None

    def write(self, bodies):
        for body in bodies:
            wire_client.write_entry(self.attacker.state, body.SerializeToString(deterministic=True))

    def send(self):
        """All that is unsent; the verdicts."""
        line = self.attacker.line()
        before = len(self.attacker.state.data["receipts"])
        wire_client.send_unsent(self.attacker.state, line)
        line.close()
        return [verdict for receipt in self.attacker.state.data["receipts"][before:]
                for verdict in wire_client.verdicts_of(wire.Receipt.FromString(bytes.fromhex(receipt)))]

    def waiting(self):
        return int(self.province.value(f"select count(*) from waiting w join journal j on j.commit_seq = w.entry join origin o"
                                       f" on o.id = j.origin where o.origin = '\\x{self.attacker.origin}'"))

    def goes_on(self, number):
        self.honest.import_rows([petition(number)])
        self.assertIn("Sent 1", self.honest.sync())

    def sibling_reads(self, sibling):
        """What another device of the office does that folds its reports: it goes on, within what a client may take."""
        for words in (("sync",), ("status",), ("report", "list"), ()):
            done, mib = harness.run_measured(sibling.command(*words))
            self.assertEqual(done.status, 0, (words, done))
            self.assertTrue(SANITIZED or mib < CLIENT_MIB, (words, mib))
        return done

    def test_for_a_form(self):
        sibling = self.province.office("BCD-593")
        self.write([facts.Fact(report_filed=report()) for _ in range(600)])
        self.assertEqual({verdict["code"] for verdict in self.send()}, {"WAITING"})
        self.goes_on("1/KN")
        self.sibling_reads(sibling)
        for life in (self.province.stop, self.province.kill):
            life()
            self.province.start()
            self.goes_on(f"2/{life.__name__}")
        self.assertTrue(SANITIZED or resident_mib(self.province.process.pid) < MEMORY_MIB)
        self.assertEqual(self.waiting(), 600)
        self.assert_identical()
        self.province.stop()
        self.province.must("rebuild")
        self.province.must("rebuild", "--rejudge")
        self.province.start()
        self.assert_identical()
        self.goes_on("3/KN")

    def test_a_report_corrected_again_and_again(self):
        """Every cell each time, in figures and in words: what stands is read, shown and proved in the memory of one."""
        device, sibling = WireOffice(self.province, "BCD-596"), self.province.office("BCD-596")
        device.state.save = lambda: None
        now = facts.ReportFiled(form="QCDC-HUYEN", form_version=1, period="2020-H1",
                                cells=[facts.CellValue(cell=cell, value_e4=10000) for cell in ("A01", "A02", "A03")], text_cells=["A12"])
        text = os.urandom(9000).hex()
        wire_client.write_entry(device.state, facts.Fact(report_filed=now).SerializeToString(deterministic=True),
                                os.urandom(8) + facts.AnnexText(cells=[facts.TextCell(cell="A12", text=text)]).SerializeToString())
        target = device.reference(1)
        for number in range(2, CORRECTIONS + 2):
            seen = now
            now = facts.ReportFiled()
            now.CopyFrom(seen)
            for cell in now.cells:
                cell.value_e4 = number * 10000
            words = f"{number} {text}"[:18000]
            wire_client.write_entry(
                device.state, corrected(target, now, seen, seen_at_us=time.time_ns() // 1000).SerializeToString(deterministic=True),
                os.urandom(8) + facts.AnnexText(cells=[facts.TextCell(cell="A12", text=words)]).SerializeToString())
        line = device.line()
        wire_client.send_unsent(device.state, line)
        line.close()
        self.sibling_reads(sibling)
        shown, mib = harness.run_measured(sibling.command("report", "show", "QCDC-HUYEN", "2020-H1", "--format", "csv"))
        self.assertTrue(SANITIZED or mib < CLIENT_MIB, mib)
        self.assertIn(f"{CORRECTIONS + 1} {text}"[:17000], shown.out)
        revisions = sibling.run("report", "show", "QCDC-HUYEN", "2020-H1", "--revisions", "--format", "csv")
        self.assertEqual(len(revisions.out.splitlines()), 2 + 4 * CORRECTIONS, "a head, the filing, and each cell of each correction")
        self.assertEqual(self.province.value("select count(*) from report_revision"), str(4 * (CORRECTIONS + 1)))
        self.assert_identical()

    def test_for_an_address(self):
        """The entry that all of them wait for comes: they are judged, not all at once, and the feed tells of each."""
        count = 600
        other = WireOffice(self.province, "BCD-593")
        other.state.save = lambda: None
        wire_client.write_entry(other.state, received("N/1").SerializeToString(deterministic=True))
        digest = bytes.fromhex(other.state.data["entries"][0]["hash"])
        target = facts.Ref(origin=other.state.origin, seq=1, hash=struct.unpack("<Q", digest[:8])[0])
        self.write([facts.Fact(corrected=facts.Corrected(target=target, report=report(version=1))) for _ in range(count)])
        self.assertEqual({verdict["code"] for verdict in self.send()}, {"WAITING"})
        line = other.line()
        wire_client.send_unsent(other.state, line)
        line.close()
        self.goes_on("4/KN")
        self.assertTrue(harness.wait_until(lambda: self.waiting() == 0), self.waiting())
        self.assertEqual(self.province.sql("select distinct state, code from verdict v join journal j on j.commit_seq = v.entry"
                                           f" join origin o on o.id = j.origin where o.origin = '\\x{self.attacker.origin}'"
                                           " and v.given_at <> v.entry"), [["2", "TARGET_KIND"]])
        self.assertEqual(self.province.value("select count(*) from later_receipt l join origin o on o.id = l.origin"
                                             f" where o.origin = '\\x{self.attacker.origin}'"), str(count))
        self.assertTrue(SANITIZED or resident_mib(self.province.process.pid) < MEMORY_MIB)
        self.assert_identical()
        self.assertEqual(wire_client.fetch_own(self.attacker.state)["entries"], count)

    def test_so_many_and_no_more(self):
        moved = facts.PetitionMoved(petition=facts.Ref(origin=5, seq=5, hash=5), move="CLASSIFIED", on=day("2020-03-01"))
        self.write([facts.Fact(petition_moved=moved) for _ in range(WAITING_PER_ORIGIN_MAX + 10)])
        codes = [verdict["code"] for verdict in self.send()]
        self.assertEqual(codes, ["WAITING"] * WAITING_PER_ORIGIN_MAX + ["WAITING_FULL"] * 10)
        self.write([received("5/KN")])
        self.assertEqual(self.send(), [], "what waits for nothing is taken as ever")
        self.province.restart()
        self.write([facts.Fact(petition_moved=moved)])
        self.assertEqual([verdict["code"] for verdict in self.send()], ["WAITING_FULL"], "counted again after a start")
        other = WireOffice(self.province, "BCD-593")
        self.assertEqual([line["code"] for line in other.append(facts.Fact(petition_moved=moved))["verdicts"]], ["WAITING"])
        self.assert_identical()

    def test_limits_before_waiting(self):
        flags = received("6/KN", flags=[f"DU_AN:{number:02}" for number in range(17)])
        nowhere = facts.Ref(origin=5, seq=5, hash=5)
        self.write([facts.Fact(report_filed=report(CELLS_MAX + 1)), facts.Fact(report_filed=report(20000)),
                    facts.Fact(corrected=facts.Corrected(target=nowhere, report=report(CELLS_MAX + 1))),
                    facts.Fact(corrected=facts.Corrected(target=nowhere, petition=flags.petition_received)),
                    facts.Fact(report_filed=report(CELLS_MAX))])
        self.assertEqual([verdict["code"] for verdict in self.send()],
                         ["TOO_LARGE", "TOO_LARGE", "TOO_LARGE", "BAD_FLAG", "WAITING"])
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
