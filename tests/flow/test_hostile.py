"""What a member with a program of his own cannot do to others: claim their facts, have their texts erased, fill the memory."""
import time

import harness
import wire_client
from harness import FlowCase, petition
from wire_client import wire
from wire_office import WireOffice, corrected, day, facts, received, reference, refusal


class Hostile(FlowCase):
    def id(self):
        return "1" + self._testMethodName[:60]

    def setUp(self):
        self.victim = self.province.office("BCD-593")
        self.attacker = WireOffice(self.province, "BCD-595")
        self.victim.import_rows([petition(self.id(), title=f"chuyện riêng của xã: {self.id()}")])
        self.victim.sync()

    def stolen(self, local_no):
        """A fact of the attacker's that calls itself a second copy of the victim's: right address, right hash."""
        (digest,), = self.victim.journal("select hash from entry where origin = (select id from origin where own = 1) and seq = 1")
        fact = received(local_no)
        fact.was.origin, fact.was.seq, fact.was.hash = reference(self.victim, 1).origin, 1, digest
        return fact

    def victims(self):
        return self.province.sql("select local_no, field, voided from petition where unit ="
                                 " (select id from unit where code = '593' limit 1) and local_no = '" + self.id() + "'")

    def test_claims_another_offices_petition(self):
        said = self.attacker.append(self.stolen(f"A-{self.id()}"[:60]))
        self.assertEqual(said["verdicts"], [], "judged for itself: it is no copy of another office's fact")
        voided = facts.Fact(voided=facts.Voided(target=self.attacker.reference(1)))
        self.assertEqual(self.attacker.append(voided)["verdicts"], [])
        self.assertEqual(self.victims(), [[self.id(), "1", "f"]])
        self.assert_identical()

    def test_claims_a_copy_of_another_kind(self):
        """A step that calls itself a copy of a petition, a petition that calls itself one of a step: whatever is corrected through
        them then, the journals give the same figures again."""
        own = self.attacker

        def step(on):
            return facts.PetitionMoved(petition=own.reference(2), move="SETTLED", on=day(on), from_register=True)

        def claims(fact, seq):
            fact.was.origin, fact.was.seq, fact.was.hash = own.state.origin, seq, bytes.fromhex(own.state.data["entries"][seq - 1]["hash"])
            return [line["state"] for line in own.append(fact)["verdicts"]]

        own.append(received(f"A-{self.id()}"[:60]))
        own.append(received(f"B-{self.id()}"[:60]))
        self.assertEqual(claims(facts.Fact(petition_moved=step("2020-03-04")), 1), ["alias"])
        other = received(f"A-{self.id()}"[:60], people=7).petition_received
        seen = received(f"A-{self.id()}"[:60]).petition_received
        self.assertEqual(own.append(corrected(own.reference(3), other, seen))["verdicts"], [])
        own.append(facts.Fact(petition_moved=step("2020-03-05")))
        self.assertEqual(claims(received(f"C-{self.id()}"[:60]), 5), ["alias"])
        said = own.append(corrected(own.reference(6), step("2020-03-06"), step("2020-03-05")))
        self.assertEqual(said["verdicts"], [])
        self.assert_identical()

    def test_refers_to_another_offices_petition(self):
        said = self.attacker.append(facts.Fact(voided=facts.Voided(target=reference(self.victim, 1))))
        self.assertEqual([(line["state"], line["code"]) for line in said["verdicts"]], [("rejected", "NOT_YOURS")])
        self.assertEqual(self.victims(), [[self.id(), "1", "f"]])

    def test_refers_to_whatever_stands_there(self):
        target = reference(self.victim, 1)
        target.hash = 0
        moved = facts.Fact(petition_moved=facts.PetitionMoved(petition=target, move="CLASSIFIED", on=day("2020-03-01")))
        said = self.attacker.append(moved)
        self.assertEqual([(line["state"], line["code"]) for line in said["verdicts"]], [("rejected", "MALFORMED")])

    def test_erasure_of_a_claimed_copy_spares_the_victim(self):
        tinh = self.province.office("BCD-TINH", "province")
        self.attacker.append(self.stolen(f"E-{self.id()}"[:60]), annex=bytes(8) + facts.AnnexText(title="x").SerializeToString())
        tinh.must("erase", f"{self.attacker.origin}:1", "a slip")
        tinh.sync()
        kept = self.province.sql("select o.office = 2, j.annex is null from journal j join origin o on o.id = j.origin"
                                 f" where (o.origin = '\\x{self.victim.origin}' or o.origin = '\\x{self.attacker.origin}') and j.seq = 1"
                                 " order by 1")
        self.assertEqual([row[1] for row in kept], ["t", "f"], "the attacker's own text is gone, the victim's is not")
        self.victim.sync()
        self.assertTrue(self.victim.mentions("chuyện riêng của xã"))
        self.assert_identical()

    def test_an_erasure_among_other_entries(self):
        tinh = WireOffice(self.province, "BCD-TINH", "province")
        scratch = tinh.state.scratch()
        for fact in (received("T-1"), facts.Fact(annex_erased=facts.AnnexErased(target=reference(self.victim, 1)))):
            wire_client.write_entry(scratch, fact.SerializeToString(deterministic=True))
        line = tinh.line()
        self.addCleanup(line.close)
        said = refusal(line, wire.Frame(append=wire.Append(segment=wire_client.segment_of(scratch, 1, 2))), "acked")
        self.assertIn("PROTOCOL", str(said))
        self.assertTrue(self.province.mentions("chuyện riêng của xã"))

    def test_few_bytes_that_unpack_to_many(self):
        """200 bytes on the wire, 4 MiB in memory: refused before they are queued."""
        segment = wire.Segment(origin=self.attacker.state.origin, first_seq=1, last_hash=bytes(32), signature=bytes(64))
        segment.entries.add(written_at=1, body=bytes(4 * 1024 * 1024 - 2000))
        line = self.attacker.line()
        self.addCleanup(line.close)
        for _ in range(20):
            self.assertIn("TOO_LARGE", str(refusal(line, wire.Frame(append=wire.Append(segment=segment)), "acked")))
        self.assertEqual(self.province.value("select count(*) from journal j join origin o on o.id = j.origin"
                                             f" where o.origin = '\\x{self.attacker.origin}'"), "0")

    def test_appends_that_come_to_nothing(self):
        """400 bytes on the wire, 4 096 entries to unpack and to hash, and then it is a gap, or leads nowhere: thirty are looked at, and
        after that one every two seconds.  Those of a device in order are, and so are the questions of this one."""
        for first_seq, code in ((9, "GAP"), (1, "BAD_CHAIN")):
            with self.subTest(code):
                device = WireOffice(self.province, "BCD-597")
                segment = wire.Segment(origin=device.state.origin, first_seq=first_seq, last_hash=bytes(32), signature=bytes(64))
                for _ in range(4096):
                    segment.entries.add(written_at=1, body=b"x" * 900)
                line = device.line()
                self.addCleanup(line.close)
                seen, begin = [], time.monotonic()
                while "TOO_MANY" not in seen and len(seen) < 2000:  # however slow: in the time that five take, less than five more are allowed
                    # five at a time: more of them are more than one device's share of memory
                    calls = [line.send(wire.Frame(append=wire.Append(segment=segment))) for _ in range(5)]
                    seen += [line.receive().refused.code for _ in calls]
                took = time.monotonic() - begin
                self.assertEqual(set(seen), {code, "TOO_MANY"})
                self.assertGreaterEqual(seen.count(code), 30)
                self.assertLessEqual(seen.count(code), 30 + took / 2 + 5)  # those on their way when the thirtieth was looked at
                line.ask(wire.Frame(ping=wire.Ping()), "pong")
        self.victim.import_rows([petition(f"W-{self.id()}"[:60])])
        self.victim.sync()

    def test_form_version_known_after_an_upgrade(self):
        """The last commit waits for a form version; the next program knows it: judged with the first commit that follows."""
        said = self.attacker.append(facts.Fact(report_filed=facts.ReportFiled(
            form="QCDC-HUYEN", form_version=2, period="2020-H1", cells=[facts.CellValue(cell="A01", value_e4=10000)])))
        self.assertEqual([line["code"] for line in said["verdicts"]], ["WAITING"])
        known = facts.Fact(report_filed=facts.ReportFiled(
            form="QCDC-HUYEN", form_version=1, period="2020-H1", cells=[facts.CellValue(cell="A01", value_e4=10000)]))
        # what a program that knows version 2 would read in it, this one reads in version 1
        self.province.sql(f"update journal set body = '\\x{known.SerializeToString(deterministic=True).hex()}'"
                          " where commit_seq = (select max(commit_seq) from journal)")
        self.province.restart()
        self.assertEqual(self.province.value("select count(*) from report"), "0")
        self.victim.import_rows([petition(f"F-{self.id()}"[:60])])
        self.victim.sync()
        self.assertEqual(self.province.sql("select period, voided from report"), [["2020-H1", "f"]])
        self.assertEqual(self.province.value("select count(*) from waiting"), "0")


if __name__ == "__main__":
    harness.main()
