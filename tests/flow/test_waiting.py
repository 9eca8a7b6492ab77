"""What arrives before the entry that it refers to waits, and counts as soon as that entry is there."""
import harness
import wire_client
from harness import FlowCase, count_rows, petition
from wire_office import WireOffice, corrected, day, facts, received, reference


class Waiting(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def counts(self, unit):
        return {key: value for key, value in self.tinh.counts().items() if key[0] == unit}

    def assert_waits(self, said):
        self.assertEqual([(line["state"], line["code"]) for line in said["verdicts"]], [("waiting", "WAITING")])

    def test_step_before_petition(self):
        office, other = self.province.office("BCD-600"), WireOffice(self.province, "BCD-600")
        row = petition("W-1", settled_on="2020-05-05", outcome="SAI")
        office.import_rows([dict(row, settled_on="", outcome="")])
        self.assert_waits(other.append(facts.Fact(petition_moved=facts.PetitionMoved(
            petition=reference(office, 1), move="SETTLED", on=day("2020-05-05"), outcome="SAI", from_register=True))))
        self.assertEqual(self.counts("600"), {})
        self.assert_identical()
        office.sync()
        self.assertEqual(self.counts("600"), count_rows("600", [row]))
        self.assert_identical()
        office.sync()
        self.assertEqual([line["state"] for line in office.table("petition", "list")], ["settled"])
        self.assertIn("; 0 entries added", office.import_rows([row]))

    def test_chain(self):
        """A correction of a step of a petition that is not there: all of it counts when the petition comes."""
        office, other = self.province.office("BCD-601"), WireOffice(self.province, "BCD-601")
        row = petition("W-2")
        office.import_rows([row])
        moved = facts.PetitionMoved(petition=reference(office, 1), move="SETTLED", on=day("2020-05-05"), from_register=True)
        self.assert_waits(other.append(facts.Fact(petition_moved=moved)))
        seen = facts.PetitionMoved()
        seen.CopyFrom(moved)
        moved.outcome = facts.Outcome.Value("DUNG")
        self.assert_waits(other.append(corrected(other.reference(1), moved, seen)))
        office.sync()
        self.assertEqual(self.counts("601"), count_rows("601", [dict(row, settled_on="2020-05-05")]))
        line = [line for line in self.tinh.query("petition_register", unit="601")][0]
        self.assertEqual((line["settled_on"], line["outcome"]), ("2020-05-05", "DUNG"))
        self.assert_identical()
        receipts = self.province.value("select count(*) from later_receipt")
        self.assertEqual(receipts, str(self.later(other)))

    def later(self, other):
        """How many later receipts the device is told, all signed; waited-for ones of other tests are not among them."""
        own = [line for line in self.province.sql(f"select l.seq from later_receipt l join origin o on o.id = l.origin"
                                                  f" where o.origin = '\\x{other.origin}'")]
        self.assertEqual(own, [["1"], ["2"]])
        return int(self.province.value("select count(*) from later_receipt"))

    def test_chain_through_a_first_copy(self):
        """What refers to the lost first copy of a step that itself waits counts with it."""
        office, other, lost = (WireOffice(self.province, "BCD-593") for _ in range(3))
        wire_client.write_entry(office.state, received("W-9").SerializeToString(deterministic=True))
        step = facts.Fact(petition_moved=facts.PetitionMoved(petition=office.reference(1), move="SETTLED", on=day("2020-05-05"),
                                                             from_register=True))
        wire_client.write_entry(lost.state, step.SerializeToString(deterministic=True))
        self.assert_waits(other.append(facts.Fact(voided=facts.Voided(target=lost.reference(1)))))
        step.was.origin, step.was.seq = lost.state.origin, 1
        step.was.hash = bytes.fromhex(lost.state.data["entries"][0]["hash"])
        self.assert_waits(other.append(step))
        line = office.line()
        wire_client.send_unsent(office.state, line)
        line.close()
        self.assertEqual(self.counts("593"), count_rows("593", [petition("W-9")]))
        self.assertEqual(self.province.sql(f"select e.voided from petition_event e join journal j on j.commit_seq = e.id join origin o"
                                           f" on o.id = j.origin where o.origin = '\\x{other.origin}'"), [["t"]])
        self.assert_identical()

    def test_first_copy_comes_after_all(self):
        """What counted through the fact that was filed again counts in the journals' telling too, when the first copy is there at last."""
        other, lost = WireOffice(self.province, "BCD-594"), WireOffice(self.province, "BCD-594")
        fact = received("W-12")
        wire_client.write_entry(lost.state, fact.SerializeToString(deterministic=True))
        self.assert_waits(other.append(corrected(lost.reference(1), received("W-12", people=2).petition_received,
                                                 fact.petition_received)))
        fact.was.origin, fact.was.seq = lost.state.origin, 1
        fact.was.hash = bytes.fromhex(lost.state.data["entries"][0]["hash"])
        self.assertEqual(other.append(fact)["verdicts"], [])
        self.assert_identical()
        line = lost.line()
        wire_client.send_unsent(lost.state, line)
        line.close()
        self.assertEqual(self.province.sql("select people from petition where local_no = 'W-12'"), [["2"]])
        self.assert_identical()

    def test_taken_back_before_it_came(self):
        office, other = self.province.office("BCD-602"), WireOffice(self.province, "BCD-602")
        office.import_rows([petition("W-3"), petition("W-4")])
        self.assert_waits(other.append(facts.Fact(voided=facts.Voided(target=reference(office, 1)))))
        office.sync()
        self.assertEqual(self.counts("602"), count_rows("602", [petition("W-4")]))
        self.assert_identical()

    def test_another_hash(self):
        """A reference that names another entry than the one at that address is not followed."""
        office, other = self.province.office("BCD-599"), WireOffice(self.province, "BCD-599")
        office.import_rows([petition("W-5")])
        office.sync()
        target = reference(office, 1)
        target.hash ^= 1
        self.assert_waits(other.append(facts.Fact(voided=facts.Voided(target=target))))
        self.assertEqual(self.counts("599"), count_rows("599", [petition("W-5")]))
        office.import_rows([petition("W-6")])
        office.sync()
        self.assertEqual(self.counts("599"), count_rows("599", [petition("W-5"), petition("W-6")]))
        self.assert_identical()

    def test_against_the_order_of_commit(self):
        """What was waited for longest was committed first: each fact counts behind the one that it waited for."""
        writer, mover, corrector = (WireOffice(self.province, "BCD-597") for _ in range(3))
        wire_client.write_entry(writer.state, received("W-9").SerializeToString(deterministic=True))
        moved = facts.PetitionMoved(petition=writer.reference(1), move="SETTLED", on=day("2020-05-05"), from_register=True)
        wire_client.write_entry(mover.state, facts.Fact(petition_moved=moved).SerializeToString(deterministic=True))
        seen = facts.PetitionMoved()
        seen.CopyFrom(moved)
        moved.on = day("2020-05-07")
        self.assert_waits(corrector.append(corrected(mover.reference(1), moved, seen)))
        for device in (mover, writer):
            line = device.line()
            wire_client.send_unsent(device.state, line)
            line.close()
        [line] = self.tinh.query("petition_register", unit="597")
        self.assertEqual((line["local_no"], line["settled_on"]), ("W-9", "2020-05-07"))
        self.assert_identical()
        office = self.province.office("BCD-597")
        office.sync()
        [line] = office.table("petition", "list")
        self.assertEqual((line["state"], line["settled_on"]), ("settled", "2020-05-07"))

    def test_accepted_late(self):
        """Of two corrections of one column the one that waited is met after the other, which was committed later and stands: it is
        refused, though it was written first, and the province and every device say the same."""
        office = self.province.office("BCD-596")
        office.import_rows([petition("W-10", kind="KIEN_NGHI")])
        office.sync()
        second, early, late = (WireOffice(self.province, "BCD-596") for _ in range(3))
        first = received("W-10")
        first.ParseFromString(office.journal("select body from entry where seq = 1")[0][0])
        wire_client.write_entry(second.state, first.SerializeToString(deterministic=True))
        said = facts.PetitionReceived()
        said.CopyFrom(first.petition_received)
        said.field = facts.PetitionField.Value("THUE")
        self.assert_waits(early.append(corrected(second.reference(1), said, first.petition_received)))
        seen = first.petition_received
        for field in "MOI_TRUONG", "DAT_DAI":
            said = facts.PetitionReceived()
            said.CopyFrom(seen)
            said.field = facts.PetitionField.Value(field)
            self.assertEqual(late.append(corrected(reference(office, 1), said, seen))["verdicts"], [])
            seen = said
        line = second.line()
        wire_client.send_unsent(second.state, line)
        line.close()
        rows = self.province.sql("select v.state from verdict v join journal j on j.commit_seq = v.entry join origin o"
                                 f" on o.id = j.origin where o.origin = '\\x{early.origin}' order by given_at")
        self.assertEqual(rows, [["3"], ["2"]])
        self.assertEqual([line["field"] for line in self.tinh.query("petition_register", unit="596")], ["DAT_DAI"])
        office.sync()
        self.assertEqual([line["field"] for line in office.table("petition", "list")], ["DAT_DAI"])
        self.assert_identical()

    def test_copy_of_what_was_erased(self):
        """Two devices enter a step with its text while its petition is not there; one text is erased.  When the petition comes the
        other step is its copy, and loses its text too."""
        office = self.province.office("BCD-595")
        office.import_rows([petition("W-11")])
        one, other = (WireOffice(self.province, "BCD-595") for _ in range(2))
        step = facts.Fact(petition_moved=facts.PetitionMoved(petition=reference(office, 1), move="ACCEPTED", on=day("2020-05-05")))
        for device, secret in (one, "the first secret"), (other, "the second secret"):
            annex = b"8 bytes!" + facts.AnnexText(reason=secret).SerializeToString()
            self.assert_waits(device.append(step, annex))
            self.assertTrue(self.province.mentions(secret))
        self.tinh.must("erase", f"{one.origin}:1", "a name in it")
        self.tinh.sync()
        self.assertFalse(self.province.mentions("the first secret"))
        office.sync()
        self.assertEqual([line["state"] for line in self.tinh.query("petition_register", unit="595")], ["accepted"])
        self.assertFalse(self.province.mentions("the second secret"))
        self.assert_identical()

    def test_still_rejected(self):
        """What waited is judged in full: a step that is not possible is rejected then, and its device hears of it."""
        office, other = self.province.office("BCD-598"), WireOffice(self.province, "BCD-598")
        office.import_rows([petition("W-7", received_on="2020-06-01")])
        self.assert_waits(other.append(facts.Fact(petition_moved=facts.PetitionMoved(
            petition=reference(office, 1), move="SETTLED", on=day("2020-05-05"), from_register=True))))
        office.sync()
        self.assertEqual(self.counts("598"), count_rows("598", [petition("W-7", received_on="2020-06-01")]))
        rows = self.province.sql(f"select v.state, v.code from verdict v join journal j on j.commit_seq = v.entry"
                                 f" join origin o on o.id = j.origin where o.origin = '\\x{other.origin}' order by given_at")
        self.assertEqual(rows, [["3", "WAITING"], ["2", "BAD_DATE"]])
        other.append(received("W-8"))
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
