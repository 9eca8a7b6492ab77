"""Two devices of an office correct the same thing without knowing of each other; and a server whose clock ran ahead."""
import json
import time

import faults
import harness
from faults import BegunCase
from false_clock import at
from harness import petition

ROW = {"local_no": "1/KN", "kind": "KIEN_NGHI"}


class Stale(BegunCase):
    def begin(self):
        self.one, self.two = (self.province.office("BCD-593") for _ in range(2))
        self.tinh = self.province.office("BCD-TINH", "province")

    def sync(self):
        for device in (self.one, self.two, self.one):
            device.sync()

    def shown(self, *columns):
        """What all sides say of the one petition; they must say the same."""
        [row] = self.tinh.query("petition_register")
        [[people]] = self.province.sql("select people from petition where not voided")
        said = [tuple(dict(row, people=people)[column] for column in columns)]
        for device in (self.one, self.two):
            self.assertEqual([tuple(row[column] for column in columns) for row in device.table("petition", "list")], said)
        return said[0]

    def values(self):
        return {row["cell"]: row["value"] for row in self.tinh.query("report_values", form="QCDC-HUYEN", period="2018", unit="593")}

    def sheet(self, device, **cells):
        path = device.register([{"form": "QCDC-HUYEN", "period": "2018", "cell": cell, "value": value} for cell, value in cells.items()],
                               ["form", "period", "cell", "value"])
        return device.run("report", "file", path)

    def test_other_columns(self):
        """Disjoint corrections merge, on every side alike, in whichever order they are sent."""
        self.one.import_rows([petition(**ROW, people="1", title="cũ")])
        self.sync()
        self.one.import_rows([petition(**ROW, people="1", title="cũ", field="THUE")])
        self.two.import_rows([petition(**ROW, people="25", title="mới")])
        self.sync()
        self.assertEqual(self.shown("field", "people"), ("THUE", "25"))
        for device in (self.one, self.two):
            self.assertEqual(device.table("petition", "list")[0]["title"], "mới")
            self.assertEqual(device.table("rejected"), [])
        self.assert_identical()

    def test_whoever_agrees(self):
        """What was refused is settled where its clerk says, column by column, that what the other one said is right."""
        self.one.import_rows([petition(**ROW, people="1")])
        self.sync()
        self.one.import_rows([petition(**ROW, people="7")])
        self.two.import_rows([petition(**ROW, people="9", field="THUE")])
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        for said, left in (("people=7", 1), ("field=DAT_DAI", 0)):
            self.assertIn("nothing new", self.two.must("petition", "correct", ROW["local_no"], said))
            self.assertEqual(len(self.two.table("rejected")), left, said)
        self.two.sync()
        self.assertEqual(self.two.table("rejected"), [])
        # Of what is refused later it says nothing.
        self.one.must("petition", "correct", ROW["local_no"], "people=8")
        self.two.must("petition", "correct", ROW["local_no"], "people=4")
        self.one.sync()
        self.two.sync()
        self.assertEqual(len(self.two.table("rejected")), 1)

    def test_nothing_left_to_do(self):
        """What its clerk is done with leaves the list, though nothing that stands shows it."""
        self.one.import_rows([petition(**ROW, people="1")])
        self.sync()
        self.one.must("petition", "void", ROW["local_no"], "reason=nhập nhầm")
        self.two.must("petition", "correct", ROW["local_no"], "people=9")
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        [refused] = self.two.table("rejected")
        shown = self.two.run("rejected")
        self.assertEqual(len(shown.err.splitlines()), 1, shown)
        self.assertIn("--done", shown.err)
        self.assertIn("qcdc rejected", self.two.must())
        entry = refused["entry"]
        # It is said of one entry that is on the list, by the device that wrote it.
        for device, words in ((self.two, ()), (self.one, (entry,)), (self.two, (self.two.origin + ":77",)), (self.two, (entry, "limit=1"))):
            done = device.run("rejected", *words, "--done")
            self.assertEqual((done.status != 0, done.out, len(done.err.splitlines())), (True, "", 1), done)
        self.assertEqual(len(self.two.table("rejected")), 1)
        self.assertIn(entry, self.two.must("rejected", entry, "--done"))
        for _ in range(2):
            self.assertEqual(self.two.table("rejected"), [])
            self.assertEqual(self.two.run("rejected").err, "")
            self.assertNotIn("qcdc rejected", self.two.must())
            [status] = self.two.table("status")
            self.assertEqual((status["rejected"], status["mended"]), ("0", "1"))
            self.assertIn("rejected 0", self.two.sync())
        again = self.two.run("rejected", entry, "--done")
        self.assertEqual((again.status, again.out, len(again.err.splitlines())), (1, "", 1), again)
        self.assertIn("not any more", again.err)
        # It is still read, and of what is refused later nothing was said.
        self.two.must("rejected", entry)
        self.one.must("petition", "add", "local_no=2/KN", "kind=KIEN_NGHI", "field=THUE", "received_on=2020-06-01", "people=1")
        self.sync()
        self.one.must("petition", "correct", "2/KN", "people=2")
        self.two.must("petition", "correct", "2/KN", "people=3")
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        self.assertEqual(len(self.two.table("rejected")), 1)
        self.assert_identical()

    def test_the_same_column(self):
        """The second one is refused, with what stands there, by whom and when; corrected again, knowingly, it stands."""
        self.one.import_rows([petition(**ROW, people="1")])
        self.sync()
        self.one.import_rows([petition(**ROW, people="7")])
        self.two.import_rows([petition(**ROW, people="9", field="THUE")])
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        self.sync()
        self.assertEqual(self.shown("field", "people"), ("DAT_DAI", "7"))
        [refused] = self.two.table("rejected")
        self.assertEqual((refused["code"], refused["column"], refused["verdict"]), ("STALE", "people", "rejected"))
        self.assertIn("people was 1 when this was written, and is 7 by " + self.one.origin, refused["message"])
        self.assertTrue(refused["what_to_do"])
        self.two.import_rows([petition(**ROW, people="9", field="THUE")])
        self.sync()
        self.assertEqual(self.shown("field", "people"), ("THUE", "9"))
        self.assertEqual(self.two.table("rejected"), [], "what was mended is on the list")
        self.assert_identical()

    def test_the_same_title(self):
        """Nobody reads a text to judge it, and still none is written over unseen."""
        self.one.import_rows([petition(**ROW, title="cũ", summary="một")])
        self.sync()
        self.one.import_rows([petition(**ROW, title="của máy một", summary="một")])
        self.two.import_rows([petition(**ROW, title="của máy hai", summary="một")])
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        self.sync()
        for device in (self.one, self.two):
            self.assertEqual(device.table("petition", "list")[0]["title"], "của máy một")
        [refused] = self.two.table("rejected")
        self.assertEqual(refused["code"], "STALE")
        # Whoever wrote it reads what he wrote; nobody else's entries are read like this.
        self.assertEqual(self.two.table("rejected", refused["entry"]), [{"column": "title", "text": "của máy hai"}])
        self.assertEqual(self.one.run("rejected", refused["entry"]).status, 1)
        self.two.import_rows([petition(**ROW, title="của máy hai", summary="một")])
        self.sync()
        self.assertEqual(self.one.table("petition", "list")[0]["title"], "của máy hai")
        self.assertIn("một", self.one.must("petition", "show", "1/KN"))
        self.assert_identical()

    def test_a_denunciation_and_a_name(self):
        """A name that a complaint may carry does not come into what another device makes a denunciation of, in either order."""
        name, plain = "Bà Trần Thị Hoa, số nhà 12", "Đất đai ở xã"
        self.one.import_rows([petition(local_no=f"{i}/KN", kind="KHIEU_NAI", title=plain, people=str(i)) for i in (71, 72)])
        self.sync()
        self.one.must("petition", "correct", "72/KN", "kind=TO_CAO")
        self.two.must("petition", "correct", "72/KN", f"title={name}", "--confirm-names")
        self.one.must("petition", "correct", "71/KN", f"title={name}", "--confirm-names")
        self.two.must("petition", "correct", "71/KN", "kind=TO_CAO")
        self.one.sync()
        self.assertIn("rejected 2", self.two.sync())
        self.sync()
        refused = {row["column"]: row for row in self.two.table("rejected")}
        self.assertEqual({(column, row["code"]) for column, row in refused.items()}, {("kind", "STALE"), ("title", "STALE")})
        self.assertIn("kind was KHIEU_NAI when this was written, and is TO_CAO by " + self.one.origin, refused["kind"]["message"])
        self.assertIn("title was written anew meanwhile, by " + self.one.origin, refused["title"]["message"])
        for device in (self.one, self.two):
            self.assertEqual({row["local_no"]: (row["kind"], row["title"]) for row in device.table("petition", "list")},
                             {"71/KN": ("KHIEU_NAI", name), "72/KN": ("TO_CAO", plain)})
        self.assert_identical()

    def test_several_in_a_row(self):
        """What a device says after its own unsent entries was said in knowledge of them."""
        self.one.import_rows([petition(**ROW, people="1")])
        self.sync()
        for people in "2", "3", "1", "4":
            self.one.import_rows([petition(**ROW, people=people)])
        self.assertIn("rejected 0", self.one.sync())
        self.sync()
        self.assertEqual(self.shown("people"), ("4",))
        self.assert_identical()

    def test_cells(self):
        """Of a report: other cells merge, the same cell is refused, a removed one too."""
        self.assertEqual(self.sheet(self.one, A01="24", A02="1", A03="5").status, 0)
        self.sync()
        self.sheet(self.one, A01="24", A02="7")
        self.sheet(self.two, A03="9", C01="3")
        self.sync()
        self.assertEqual(self.values(), {"A01": "24", "A02": "7", "A03": "9", "C01": "3"})
        self.sheet(self.one, A01="25")
        self.assertIn("0 changed, 0 added, 1 removed (A01)", self.two.must("report", "file", self.two.register(
            [{"form": "QCDC-HUYEN", "period": "2018", "cell": "A01", "value": ""}], ["form", "period", "cell", "value"]),
            "--remove-blanks"))
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        [refused] = self.two.table("rejected")
        self.assertEqual((refused["code"], refused["column"]), ("STALE", "A01"))
        self.sync()
        self.assertEqual(self.values()["A01"], "25")
        self.assertEqual(self.sheet(self.two, A01="26").status, 0)
        self.sync()
        self.assertEqual(self.values()["A01"], "26")
        self.assertEqual(self.two.table("rejected"), [], "what was mended is on the list")
        self.assert_identical()

    def test_only_what_was_refused_mends(self):
        """Another cell, or another column, that was accepted since hides no refusal; what was named does, said again or taken over by
        the other, and so does taking the whole back."""
        rows = lambda **columns: [petition(**dict(ROW, title="đầu", people="1") | columns)]
        self.sheet(self.one, A02="1", A03="3")
        self.one.import_rows(rows())
        self.sync()
        self.sheet(self.one, A03="4")
        self.sheet(self.two, A03="5")
        self.one.import_rows(rows(title="của máy một"))
        self.two.import_rows(rows(title="của máy hai"))
        self.one.sync()
        self.assertIn("rejected 2", self.two.sync())
        self.sheet(self.two, A02="6")
        self.two.import_rows(rows(title="của máy một", people="2"))
        self.sync()
        self.assertEqual([row["column"] for row in self.two.table("rejected")], ["A03", "title"])
        self.assertEqual(self.two.table("status")[0]["rejected"], "2")
        # Said by the other one in the end: nothing is left to do.
        self.sheet(self.one, A03="5")
        self.one.import_rows(rows(title="của máy hai", people="2"))
        self.sync()
        self.assertEqual(self.two.table("rejected"), [])
        # Said again, and changed once more by somebody who had seen it: it was mended all the same.
        self.sheet(self.one, A03="7")
        self.sheet(self.two, A03="8")
        self.one.sync()
        self.assertIn("rejected 1 ", self.two.sync())
        self.sheet(self.two, A03="8")
        self.sync()
        self.sheet(self.one, A03="9")
        self.sync()
        self.assertEqual(self.two.table("rejected"), [])
        # What is taken back is over.
        self.one.import_rows(rows(title="của máy hai", people="3"))
        self.two.import_rows(rows(title="của máy hai", people="4"))
        self.one.sync()
        self.assertIn("rejected 1 ", self.two.sync())
        self.assertEqual(len(self.two.table("rejected")), 1)
        self.one.must("petition", "void", "1/KN", "reason=nhầm")
        self.sync()
        self.assertEqual(self.two.table("rejected"), [])
        self.assert_identical()

    def test_a_step_entered_meanwhile(self):
        """A day of receipt that a step of another device, not seen yet, does not allow: the refusal names that step, its day and whose
        it is; of a step that was seen it says what it always said."""
        self.one.import_rows([petition(**ROW)])
        self.sync()
        self.one.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-10")
        self.two.import_rows([petition(**ROW, received_on="2020-02-20")])
        self.one.sync()
        self.assertIn("rejected 1", self.two.sync())
        [refused] = self.two.table("rejected")
        step = refused["message"].split()[7].rstrip(",")
        self.assertEqual((refused["code"], refused["message"]),
                         ("BAD_DATE", f"ACCEPTED of 2020-02-10 was entered meanwhile by {step}, and would be before the day of receipt,"
                          " 2020-02-20"))
        self.assertTrue(step.startswith(self.one.origin))
        shown = " ".join(self.two.must("rejected", "--format", "table").split())
        self.assertIn("10/02/2020", shown)
        self.assertIn("another computer of this office", shown)
        self.assertNotIn("2020-02-10", shown)
        seen = self.two.run("petition", "correct", "1/KN", "received_on=2020-02-20")
        self.assertEqual(seen.status, 1)
        self.assertIn("10/02/2020 is before the day of receipt, 20/02/2020", seen.err)

    def test_a_step_of_another(self):
        """A step of the same kind that says something else hides no refusal of the own one, which names it; taking the petition back
        ends it."""
        self.one.import_rows([petition(**ROW), petition("2/KN")])
        self.sync()
        for device, day, outcome in ((self.one, "2020-03-01", "DUNG"), (self.two, "2020-03-02", "SAI")):
            device.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-10")
            device.must("petition", "move", "1/KN", "SETTLED", "on=" + day, "outcome=" + outcome)
        self.one.must("petition", "move", "2/KN", "ACCEPTED", "on=2020-03-10")
        self.two.must("petition", "move", "2/KN", "CLASSIFIED", "on=2020-02-15")
        self.one.sync()
        self.assertIn("rejected 2", self.two.sync())
        refused, early = self.two.table("rejected")
        entered = rf"was entered meanwhile, by {self.one.origin}:\d+ of 20\d\d-\d\d-\d\d"
        self.assertEqual((refused["about"], refused["code"], early["about"], early["code"]), ("1/KN", "BAD_MOVE", "2/KN", "BAD_DATE"))
        self.assertRegex(refused["message"], rf"^SETTLED is not possible after SETTLED of 2020-03-01, which {entered}$")
        self.assertRegex(early["message"], rf"^ACCEPTED of 2020-03-10 {entered}, and 2020-02-15 is before it$")
        self.assertEqual(self.two.table("status")[0]["rejected"], "2")
        for number in ("1/KN", "2/KN"):
            self.two.must("petition", "void", number, "reason=nhầm")
        self.two.sync()
        self.assertEqual(self.two.table("rejected"), [], refused)
        # What is about a petition is named by its number as it is written, in the reader's words.
        self.one.must("petition", "move", "2/KN", "SUSPENDED", "on=2020-03-12")
        self.one.sync()
        [refused] = self.one.table("rejected")
        self.assertEqual((refused["about"], refused["column"], refused["code"]), ("2/KN", "petition", "TARGET_VOID"))
        self.assertRegex(refused["message"], rf"^petition 2/KN was taken back by {self.two.origin}:\d+ of 20\d\d-\d\d-\d\d$")
        shown = self.one.run("rejected", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("Đơn (petition)", shown)

    def test_two_reports_of_one_period(self):
        """The server forgot a report, and another device filed one meanwhile: both were accepted, and one of them counts, the same on
        all sides.  Taken back, it leaves its place to the other."""
        before = self.province.backup()
        self.sheet(self.one, A01="1", A02="2")
        self.one.sync()
        self.province.restore(before)
        self.sheet(self.two, A01="5", A03="3")
        self.two.sync()
        self.sync()
        self.assertEqual(len(self.province.sql("select id from report where not voided")), 2)
        both = [{"A01": "1", "A02": "2"}, {"A01": "5", "A03": "3"}]
        counted = self.values()
        self.assertIn(counted, both)
        other = both[1 - both.index(counted)]
        self.assert_counts(counted)
        shown = self.one.run("report", "list")
        self.assertIn("two reports were taken in", shown.err)
        self.assertIn("counts now", self.two.must("report", "void", "QCDC-HUYEN", "2018", "reason=hai bản"))
        self.sync()
        self.assert_counts(other)
        self.assertEqual(self.two.run("report", "list").err, "")
        self.assert_identical()

    def test_two_petitions_of_one_number(self):
        """The same of a petition: both count, whoever names the number is told of the other one, and can name it by its address."""
        before = self.province.backup()
        self.one.import_rows([petition(**ROW, people="3", title="đường thôn")])
        self.one.sync()
        self.province.restore(before)
        self.two.import_rows([petition(**ROW, people="4", field="THUE")])
        self.two.sync()
        self.sync()
        self.assertEqual(len(self.tinh.query("petition_register")), 2)
        entries = {row["entry"] for row in self.one.table("petition", "list")}
        shown = self.one.run("petition", "show", "1/KN")
        [other] = [entry for entry in entries if entry in shown.err]
        self.assertIn("two petitions were taken in under 1/KN@2020", shown.err)
        self.one.must("petition", "correct", other, "local_no=2/KN")
        self.sync()
        self.assertEqual(sorted(row["local_no"] for row in self.two.table("petition", "list")), ["1/KN", "2/KN"])
        self.assertEqual(self.two.run("petition", "show", "1/KN").err, "")
        self.assertEqual(self.two.table("rejected"), [])
        self.assert_identical()

    def assert_counts(self, values):
        """Every side says that these are the office's values, once."""
        self.assertEqual(self.values(), values)
        status = [row for row in self.tinh.query("reporting_status", period="2018") if row["office"] == "BCD-593"]
        self.assertEqual([row["filled"] for row in status], [str(len(values))])
        totals = {row["cell"]: row["value"] for row in self.tinh.query("report_totals", form="QCDC-HUYEN", period="2018")}
        self.assertEqual({cell: totals[cell] for cell in ("A01", "A02", "A03")},
                         {cell: values.get(cell, "") for cell in ("A01", "A02", "A03")})
        parts = self.tinh.query("figure_parts", form="QCDC-HUYEN", period="2018", cell="A01")
        self.assertEqual([part["value"] for part in parts], [values["A01"]])
        for device in (self.one, self.two):
            self.assertEqual({row["cell"]: row["value"] for row in device.table("report", "show", "QCDC-HUYEN", "2018")
                              if row["value"]}, values)

    def test_in_vain(self):
        """A correction that a restored server lost comes back behind one that was made since: accepted, and told to have no effect."""
        self.one.import_rows([petition(**ROW, people="1")])
        self.sync()
        copy = self.province.backup()
        self.one.import_rows([petition(**ROW, people="7")])
        self.one.sync()
        self.province.restore(copy)
        self.two.import_rows([petition(**ROW, people="9")])
        self.two.sync()
        said = self.one.sync()
        self.assertIn("change nothing", said)
        self.sync()
        self.assertEqual(self.shown("people"), ("9",))
        [told] = self.one.table("rejected")
        self.assertEqual((told["code"], told["verdict"]), ("NO_EFFECT", "taken in"))
        self.assertTrue(told["what_to_do"])
        self.assert_identical()


class ClockRanAhead(BegunCase):
    """A day on which the server's clock was 300 days ahead, and the ways back."""

    def begin(self):
        self.office, self.tinh = self.province.office("BCD-593"), self.province.office("BCD-TINH", "province")
        self.office.import_rows([petition(**ROW), petition("2/KN", kind="KIEN_NGHI"), petition("3/KN", kind="KIEN_NGHI")])
        self.report(self.office, "1")
        self.office.sync()
        self.copy = self.province.backup()
        self.province.stop()
        self.province.start(at("+300d"))
        self.office.import_rows([petition(**ROW, field="THUE"), petition("4/KN", kind="KIEN_NGHI"),
                                 petition("3/KN", kind="KIEN_NGHI", title="của máy một")])
        self.report(self.office, "2")
        self.office.must("petition", "move", "2/KN", "ACCEPTED", "on=2020-06-01")
        self.office.sync()
        self.province.stop()

    def report(self, device, value):
        device.file_report(device.register([{"form": "QCDC-HUYEN", "period": "2018", "cell": "A01", "value": value}],
                                           ["form", "period", "cell", "value"]))

    def test_overtaken(self):
        """On a copy of before another device corrects the same, and then what was lost comes back and wins, for its stamp is of that
        day: the one who was overtaken is told, by name; whoever changes it again, knowingly, ends it."""
        self.province.restore(self.copy)
        self.province.start({})
        second = self.province.office("BCD-593")
        second.sync()
        second.import_rows([petition(**ROW, field="CAN_BO"), petition("3/KN", kind="KIEN_NGHI", people="4", title="của máy hai")])
        self.report(second, "3")
        self.assertIn("rejected 0", second.sync())
        self.assertEqual(second.table("rejected"), [])
        self.office.sync()
        said = second.sync()
        self.assertEqual({row["local_no"]: row["field"] for row in second.table("petition", "list")}["1/KN"], "THUE")
        told = second.table("rejected")
        self.assertEqual({(row["verdict"], row["code"]) for row in told}, {("taken in", "NO_EFFECT")})
        self.assertEqual([(row["column"], row["about"]) for row in told],
                         [("field", "1/KN"), ("title", "3/KN"), ("A01", "QCDC-HUYEN 2018")])
        for row, words in zip(told, ("field is THUE by ", "title was written otherwise by ", "A01 is 2 by ")):
            self.assertIn(words + self.office.origin, row["message"])
        self.assertIn("3 were taken in and change nothing", said)
        self.assertEqual((second.table("status")[0]["without_effect"], second.table("status")[0]["rejected"]), ("3", "0"))
        self.assertIn("3 entries without effect", second.must())
        self.assertIn("máy chủ nhận lại sau", second.run("rejected", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out)
        self.assertEqual(self.office.table("rejected"), [], "whose correction stands is told nothing")
        second.import_rows([petition(**ROW, field="CAN_BO"), petition("3/KN", kind="KIEN_NGHI", people="4", title="của máy hai")])
        self.report(second, "3")
        for device in (second, self.office, second):
            device.sync()
        for device in (second, self.office):
            self.assertEqual(device.table("rejected"), [])
            self.assertEqual({row["local_no"]: row["field"] for row in device.table("petition", "list")}["1/KN"], "CAN_BO")
        self.assert_identical()

    def go_on(self):
        """What is entered from now on counts, whatever the clock had said before."""
        self.office.import_rows([petition(**ROW, field="MOI_TRUONG"), petition("5/KN", kind="KIEN_NGHI")])
        self.office.must("petition", "move", "2/KN", "SETTLED", "on=2020-06-20")
        self.office.must("petition", "void", "3/KN", "reason=nhầm")
        self.assertIn("rejected 0", self.office.sync())
        shown = sorted((row["local_no"], row["field"], row["state"]) for row in self.tinh.query("petition_register"))
        self.assertEqual(shown, [("1/KN", "MOI_TRUONG", "received"), ("2/KN", "DAT_DAI", "settled"),
                                 ("4/KN", "DAT_DAI", "received"), ("5/KN", "DAT_DAI", "received")])
        self.assertEqual(sorted((row["local_no"], row["field"], row["state"]) for row in self.office.table("petition", "list")), shown)
        self.assert_identical()

    def assert_ahead_listed(self):
        """What was committed on that day, of whom and where, stands in the status, and is marked at the office."""
        told = json.loads(self.province.must("status", "--format", "json"))
        [[first, last]] = self.province.sql("select min(commit_seq), max(commit_seq) from journal where first_committed_at >"
                                            " now() + interval '1 day'")
        [ahead] = told["clock_ahead"]
        self.assertEqual((ahead["office"], ahead["entries"], ahead["first_commit_seq"], ahead["last_commit_seq"]),
                         ("BCD-593", 5, int(first), int(last)))
        self.assertEqual(told["entries_clock_ahead"], 5)
        people = self.province.must("status")
        self.assertIn("while the clock ran ahead", people)
        self.office.sync()
        marks = {row["local_no"]: row["clock"] for row in self.office.table("petition", "list")}
        self.assertEqual(marks, {"1/KN": "ahead", "2/KN": "ahead", "4/KN": "ahead", "5/KN": ""})
        self.assertIn("4/KN !", self.office.must("petition", "list"))
        # In the order in which they took effect: what was said after that day stands behind it, though its time is earlier.
        shown = [row for row in self.office.table("petition", "show", "1/KN") if row["entry"] and row["what"] != "entry"]
        self.assertEqual([row["clock"] for row in shown], ["", "ahead", ""])
        self.assertLess(shown[2]["acknowledged_at"], shown[1]["acknowledged_at"])
        self.assertIn("clock ran ahead", self.office.must("petition", "show", "1/KN"))

    def test_going_on(self):
        """The server refuses to start until somebody says that the clock is right now; new work then has its right time."""
        done = faults.run_until_listening(self.province)
        self.assertEqual((done.status, len(done.err.splitlines())), (1, 1), done)
        self.assertIn("--clock-ok", done.err)
        self.province.start({}, ["--clock-ok"])
        self.go_on()
        ahead = self.province.sql("select p.local_no from petition p join journal j on j.commit_seq = p.id"
                                  " where j.first_committed_at > now() + interval '1 day' order by 1")
        self.assertEqual(ahead, [["4/KN"]])
        self.assert_ahead_listed()
        self.assertEqual(self.province.value("select count(*) from (select committed_at < lag(committed_at) over (order by"
                                             " commit_seq) as back from journal) as j where back"), "0", "the chain went back in time")
        # A day that has not come is refused by the right clock, not by the last commit's.
        refused = self.office.run("petition", "move", "5/KN", "ACCEPTED", "on=2027-01-05")
        self.assertEqual(refused.status, 1)
        # A machine that starts it again by itself need not say so once more, and the last commit is told by the right clock.
        self.province.stop()
        self.province.start({}, [])
        self.office.import_rows([petition("6/KN", kind="KIEN_NGHI")])
        self.assertIn("rejected 0", self.office.sync())
        [[received]] = self.province.sql("select abs(extract(epoch from first_committed_at - now())) < 3600 from journal"
                                         " order by commit_seq desc limit 1")
        self.assertEqual(received, "t")
        [last] = [line for line in self.province.must("status").splitlines() if line.startswith("Last commit")]
        self.assertIn(time.strftime("%d/%m/%Y", time.gmtime(time.time() + 7 * 3600)), last)
        self.province.stop()
        # One that has gone back since is not the clock that was vouched for.
        faults.with_database(self.province, "update setting set value = split_part(value, ' ', 1) || ' ' ||"
                             " (split_part(value, ' ', 2)::int8 + 3600000000) where name = 'clock_vouched'")
        done = faults.run_until_listening(self.province)
        self.assertEqual((done.status, len(done.err.splitlines())), (1, 1), done)
        self.assertIn("--clock-ok", done.err)
        self.assertEqual(faults.run_until_listening(self.province, "--clock-ok").status, 0)

    def test_from_a_copy(self):
        """A copy of before is put back: what was entered on that day comes back from the office, and later corrections count."""
        self.province.restore(self.copy)
        self.province.start({})
        self.office.sync()
        self.go_on()
        self.assert_ahead_listed()


if __name__ == "__main__":
    harness.main()
