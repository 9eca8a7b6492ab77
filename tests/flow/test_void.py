"""What was taken back is over: what comes after under its number is a new petition, on every device and in the province alike, and
nothing that is said of the old one brings it back.
"""
import itertools

from harness import petition, Province, ReadCase, unittest
from wire_office import WireOffice, corrected, day, facts, received

SHOWN = ("local_no", "field", "state", "settled_on", "outcome")


def rows(table):
    return sorted(tuple(row[column] for column in SHOWN) for row in table)


def said(office, fact):
    """The codes of the verdicts on FACT."""
    return [verdict["code"] for verdict in office.append(fact)["verdicts"]]


class Void(ReadCase):
    def agree(self, devices, told=""):
        """What all show, once all have synchronised."""
        for _ in range(2):
            for device in devices:
                device.sync()
        register = rows(self.reader.query("petition_register"))
        for device in devices:
            self.assertEqual(rows(device.table("petition", "list")), register, f"{told} {device.name}")
        return register

    def test_a_number_used_again_inherits_nothing(self):
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        office.import_rows([petition("1/KN", settled_on="2020-05-06", outcome="SAI")])
        office.must("petition", "void", "1/KN", "reason=x")
        office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-06-01")
        self.assertEqual(self.agree([office, second]), [("1/KN", "THUE", "received", "", "")])
        second.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-06-02")
        # Also where it says the very same.
        second.must("petition", "void", "1/KN", "reason=x")
        second.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-06-01")
        self.assertEqual(self.agree([office, second]), [("1/KN", "THUE", "received", "", "")])
        self.assertEqual(sum(received for received, _ in self.reader.counts().values()), 1)

    def test_what_was_refused_of_one_that_is_over(self):
        """A correction was refused, its petition is taken back and the number used again: that it stays undone can still be read."""
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        office.import_rows([petition("1/KN")])
        office.sync()
        second.sync()
        second.import_rows([petition("3/KN", received_on="2020-03-01")])
        second.sync()
        office.must("petition", "correct", "1/KN", "local_no=3/KN", "people=4")
        self.assertIn("rejected 1", office.sync())
        office.must("petition", "void", "1/KN", "reason=x")
        office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-06-01")
        for _ in range(2):
            for words in (("rejected",), ("status",), ("petition", "show", "1/KN"), ("petition", "list"), ()):
                self.assertEqual(office.run(*words).status, 0, words)
            office.sync()
        self.assertEqual(self.agree([office, second]), [("1/KN", "THUE", "received", "", ""), ("3/KN", "DAT_DAI", "received", "", "")])

    def test_a_second_copy_is_not_taken_back_by_itself(self):
        """With its address would go what everybody sees."""
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        for device in (office, second):
            device.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-06-01")
            device.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-06-02")
            device.sync()
        second.must("petition", "correct", "1/KN", "people=2")
        shown = self.agree([office, second])
        for seq, word in ((1, "petition"), (2, "step"), (3, "petition")):
            done = second.run("petition", "void", f"{second.origin}:{seq}", "reason=trùng")
            self.assertEqual(done.status, 1, done)
            self.assertRegex(done.err, f"second copy or a correction.*to take back .*{word}.* {office.origin}:{min(seq, 2) if seq < 3 else 1} ")
        self.assertEqual(self.agree([office, second]), shown)
        second.must("petition", "void", f"{office.origin}:2", "reason=nhầm")
        self.assertEqual(self.agree([office, second]), [("1/KN", "THUE", "received", "", "")])

    def test_the_year_that_is_left(self):
        """Who names a number of which the last year's was taken back is told which one he gets."""
        office = self.province.office("BCD-593")
        office.import_rows([petition("78/KN", received_on="2019-01-02"), petition("78/KN", received_on="2020-01-02", field="THUE")])
        office.must("petition", "void", "78/KN", "reason=nhầm")
        done = office.run("petition", "correct", "78/KN", "people=3")
        self.assertEqual((done.status, done.err), (0, "qcdc: 78/KN of 2019 is meant; that of 2020 was taken back\n"))

    def test_nothing_revives(self):
        office = WireOffice(self.province, "BCD-593")
        office.append(received("1"))
        self.assertEqual(said(office, facts.Fact(voided=facts.Voided(target=office.reference(1)))), [])
        step = facts.PetitionMoved(petition=office.reference(1), move="ACCEPTED", on=day("2020-07-01"))
        for fact in (corrected(office.reference(1), received("1", people=2).petition_received, received("1").petition_received),
                     facts.Fact(petition_moved=step)):
            self.assertEqual(said(office, fact), ["TARGET_VOID"])
        # A step that was taken back is over, too.
        office.append(received("2"))
        step.petition.CopyFrom(office.reference(5))
        office.append(facts.Fact(petition_moved=step))
        self.assertEqual(said(office, facts.Fact(voided=facts.Voided(target=office.reference(6)))), [])
        later = facts.PetitionMoved()
        later.CopyFrom(step)
        later.on += 1
        self.assertEqual(said(office, corrected(office.reference(6), later, step)), ["TARGET_VOID"])
        self.assertEqual(said(office, facts.Fact(petition_moved=step)), [])

    def test_three_devices_two_rounds(self):
        """In whatever order they come: the number was taken back twice, and what came last stands."""
        old, other = petition("1/KN", field="DAT_DAI"), petition("1/KN", field="THUE")
        codes = ["BCD-593", "BCD-594", "BCD-595", "BCD-596", "BCD-597", "BCD-598"]
        for code, order in zip(codes, itertools.permutations(range(3))):
            devices = [self.province.office(code) for _ in range(3)]
            for device, row in zip(devices, (old, other, old)):
                device.import_rows([row])
            first, second, third = (devices[i] for i in order)
            first.sync()
            first.must("petition", "void", "1/KN", "reason=x")
            first.sync()
            second.sync()
            if second.run("petition", "void", "1/KN", "reason=x").status == 0:
                second.sync()
            third.sync()
            for _ in range(2):
                for device in devices:
                    device.sync()
            register = rows(row for row in self.reader.query("petition_register") if row["office"] == code)
            self.assertEqual(len(register), 1, (order, register))
            for device in devices:
                self.assertEqual(rows(device.table("petition", "list")), register, (order, device.name))
                self.assertIn(register[0][1], device.must("petition", "show", "1/KN", "--format", "csv"))
            # And whoever wants to can go on.
            third.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-05-05")
            third.sync()
            first.sync()
            first.must("petition", "void", "1/KN", "reason=y")
            first.sync()
            self.assertEqual([row for row in self.reader.query("petition_register") if row["office"] == code], [])
            third.sync()
            third.must("petition", "add", *(f"{key}={value}" for key, value in old.items() if value))
            third.sync()
            for device in devices:
                device.sync()
                self.assertEqual([row["state"] for row in device.table("petition", "list")], ["received"])
                self.assertEqual(device.table("rejected"), [])

    def test_a_restore_revives_nothing(self):
        """A second copy of what was taken back stays one, though the restored server meets it last."""
        first, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        copy = self.province.backup()
        first.import_rows([petition("1/KN", settled_on="2020-05-06")])
        second.import_rows([petition("1/KN", settled_on="2020-05-06")])
        first.sync()
        second.sync()
        first.sync()
        first.must("petition", "void", "1/KN", "reason=x")
        self.assertEqual(self.agree([first, second]), [])
        for order in ((first, second), (second, first)):
            self.province.restore(copy)
            for device in order:
                device.sync()
            self.assertEqual(self.agree([first, second]), [])

    def test_a_device_hears_how_its_entries_were_judged_anew(self):
        """A restored server gets them from another device, behind what makes them second copies."""
        early, late, third = (self.province.office("BCD-593") for _ in range(3))
        copy = self.province.backup()
        row = petition("1/KN", field="THUE")
        early.import_rows([row])
        early.sync()
        self.province.restore(copy)
        late.import_rows([row])
        late.sync()
        third.sync()
        self.assertEqual([line["entry"].split(":")[0] for line in third.table("petition", "list")], [late.origin])
        self.province.restore(copy)
        early.sync()
        third.sync()
        self.assertEqual(late.run("sync").status, 0)
        self.assertEqual(len(self.agree([early, late, third])), 1)
        self.assertEqual([line["entry"].split(":")[0] for line in late.table("petition", "list")], [early.origin])

    def test_a_report_taken_back_is_over(self):
        office = WireOffice(self.province, "BCD-593")
        filed = facts.ReportFiled(form="QCDC-HUYEN", form_version=1, period="2019",
                                  cells=[facts.CellValue(cell="A01", value_e4=10000)])
        office.append(facts.Fact(report_filed=filed))
        self.assertEqual(said(office, facts.Fact(voided=facts.Voided(target=office.reference(1)))), [])
        changed = facts.ReportFiled()
        changed.CopyFrom(filed)
        changed.cells[0].value_e4 = 20000
        self.assertEqual(said(office, corrected(office.reference(1), changed, filed)), ["TARGET_VOID"])
        # The same again is a report of its own.
        self.assertEqual(said(office, facts.Fact(report_filed=filed)), [])
        self.assertEqual([row["value"] for row in self.reader.query("report_values", period="2019", form="QCDC-HUYEN")], ["1"])


class OtherWords(ReadCase):
    """A second copy in other words is one petition to the province, and two texts to the office."""

    def test_both_devices_show_both(self):
        province = Province()
        try:
            first, second = province.office("BCD-593"), province.office("BCD-593")
            one, two = "lan chiem hem so 5", "xay nha trai phep thon 2"
            first.import_rows([petition("54/KN", title=one), petition("55/KN", title="same")])
            second.import_rows([petition("54/KN", title=two), petition("55/KN", title="same")])
            first.sync()
            second_said = second.run("sync")
            first_said = first.run("sync")
            for device, said in ((first, first_said), (second, second_said)):
                self.assertEqual(said.status, 0)
                self.assertIn("1 petition", said.err)
                self.assertIn("in other words", said.err)
                self.assertEqual([(row["local_no"], row["title"], row["other_words"]) for row in device.table("petition", "list")],
                                 [("54/KN", one, "1"), ("55/KN", "same", "")])
                table = device.must("petition", "list")
                self.assertEqual(("54/KN *" in table, "55/KN *" in table, "* entered twice in other words" in table), (True, False, True))
                shown = device.must("petition", "show", "54/KN", "--format", "csv")
                self.assertIn(f"title,{one},", shown)
                self.assertIn(f"other_title,{two},", shown)
                self.assertIn(two, device.must("petition", "show", "54/KN"))
                self.assertEqual(device.run("sync").err, "")
            # Who has been shown both is told no more; a copy that comes later is told of again, until its petition is taken back.
            first.import_rows([petition("56/KN")])
            self.assertEqual(first.run("sync").err, "")
            first.import_rows([petition("57/KN", title=f"{one} 7")])
            second.import_rows([petition("57/KN", title=f"{two} 7")])
            first.sync()
            self.assertIn("1 petition was entered twice in other words", second.run("sync").err)
            second.must("petition", "show", "57/KN", "--format", "csv")
            second.import_rows([petition("58/KN")])
            self.assertIn("1 petition was entered twice in other words", second.run("sync").err)
            second.must("petition", "void", "57/KN", "reason=x")
            self.assertEqual((second.run("sync").err, first.run("sync").err), ("", ""))
            for number in ("56/KN", "58/KN"):
                first.must("petition", "void", number, "reason=x")
            first.sync()
            # verify asks whether devices and province take the copy for one of the same.
            [[copy, other, standing]] = province.sql("select entry, alias_of + 1, alias_of from verdict where state = 1 and alias_of ="
                                                  " (select min(id) from petition)")
            province.sql(f"update verdict set alias_of = {other} where entry = {copy}")
            verified = province.verify()
            self.assertNotEqual(verified.status, 0)
            self.assertIn("to its device it is a copy of", verified.out)
            province.sql(f"update verdict set alias_of = {standing} where entry = {copy}")
            self.assertEqual(province.verify().status, 0)
            # Whoever reads both settles it.
            second.must("petition", "correct", "54/KN", f"title={one}; {two}")
            second.sync()
            first.sync()
            for device in (first, second):
                self.assertEqual([(row["title"], row["other_words"]) for row in device.table("petition", "list")],
                                 [(f"{one}; {two}", ""), ("same", "")])
            province_device = province.office("BCD-TINH", "province")
            self.assertEqual(len(province_device.query("petition_register")), 2)
            self.assertEqual(province.verify().status, 0)
        finally:
            province.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
