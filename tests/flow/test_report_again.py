"""A report that was filed can be seen, corrected from what is seen, taken back and filed again."""

import harness
from harness import FlowCase

FORM = "QCDC-HUYEN"
HEAD = "form,period,cell,value\n"


class ReportAgain(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.province_office = cls.province.office("BCD-TINH", "province")

    def file(self, office, period, cells):
        path = self.province.folder / f"{office.name}.csv"
        path.write_text(HEAD + "".join(f"{FORM},{period},{cell},{value}\n" for cell, value in cells.items()))
        return office.must("report", "file", path)

    def shown(self, office, period):
        return {row["cell"]: row["value"] for row in office.table("report", "show", FORM, period) if row["value"]}

    def state(self, office, period):
        return [row["state"] for row in self.province_office.query("reporting_status", form=FORM, period=period)
                if row["office"] == office.code]

    def test_what_is_shown_is_filed_again_as_it_stands(self):
        office = self.province.office("BCD-593")
        cells = {"A01": "3", "H08.due.DA1": "12.5", "A12": "\"-Đã làm: \"\"một cửa\"\",\nhai dòng\""}
        self.file(office, "2018", cells)
        said = self.shown(office, "2018")
        self.assertEqual(said, {"A01": "3", "H08.due.DA1": "12.5", "A12": "'-Đã làm: \"một cửa\",\nhai dòng"})
        for how in ("csv", "excel"):
            again = self.province.folder / f"again-{how}.csv"
            again.write_text(office.must("report", "show", FORM, "2018", "--format", how))
            self.assertIn("0 filed, 0 corrected, 1 unchanged", office.must("report", "file", again))
        # Of the template's own shape: every cell of it is there to be filled.
        template = office.must("report", "template", FORM, "2018").splitlines()
        head = [line.rstrip(",") for line in template]
        rows = office.must("report", "show", FORM, "2018", "--format", "csv")
        for line in head[1:]:
            self.assertIn(line + ",", rows)
        # Corrected from what is shown.
        corrected = self.province.folder / "corrected.csv"
        corrected.write_text(rows.replace("2018,A01,3", "2018,A01,4"))
        self.assertIn("0 filed, 1 corrected, 0 unchanged", office.must("report", "file", corrected))
        self.assertEqual(self.shown(office, "2018")["A01"], "4")
        people = office.must("report", "show", FORM, "2018")
        for word in ("A01", "hai dòng", "12,5", "A12"):
            self.assertIn(word, people)
        office.sync()
        self.assertEqual(self.shown(office, "2018")["A01"], "4")

    def test_what_was_never_filed_is_said(self):
        office = self.province.office("BCD-594")
        for words in (("show",), ("void", "reason=x")):
            done = office.run("report", words[0], FORM, "2018", *words[1:])
            self.assert_refused(done, "2018", "report template")
        self.assert_refused(office.run("report", "show", "QCDC-XYZ", "2018"), "QCDC-XYZ")

    def test_taken_back_it_is_missing_and_can_be_filed_anew(self):
        office, second = self.province.office("BCD-595"), self.province.office("BCD-595")
        self.file(office, "2018", {"A01": "999", "A02": "1"})
        self.assert_refused(office.run("report", "void", FORM, "2018"), "reason=")
        office.sync()
        second.sync()
        self.assertNotEqual(self.state(office, "2018"), ["missing"])
        self.assertIn("missing", second.must("report", "void", FORM, "2018", "reason=nhầm kỳ"))
        self.assertIn("nothing new", second.must("report", "void", FORM, "2018", "reason=nhầm kỳ"))
        self.assert_refused(second.run("report", "show", FORM, "2018"), "taken back")
        second.sync()
        office.sync()
        for device in (office, second):
            self.assertEqual([row["state"] for row in device.table("report", "list")], ["taken back"])
        self.assertEqual(self.state(office, "2018"), ["missing"])
        self.assertEqual(self.province_office.query("report_values", form=FORM, period="2018", unit="595"), [])
        # Filed anew, also with the very same figures: nothing of the old one comes back.
        for cells in ({"A01": "5"}, {"A01": "999", "A02": "1"}):
            self.assertIn("1 filed, 0 corrected", self.file(office, "2018", cells))
            office.sync()
            second.sync()
            self.assertEqual(self.shown(second, "2018"), cells)
            values = self.province_office.query("report_values", form=FORM, period="2018", unit="595")
            self.assertEqual({row["cell"]: row["value"] for row in values}, cells)
            self.assertNotEqual(self.state(office, "2018"), ["missing"])
            office.must("report", "void", FORM, "2018", "reason=x")
        office.sync()
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
