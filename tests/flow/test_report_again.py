"""A report that was filed can be seen, corrected from what is seen, taken back and filed again."""

import harness
from harness import FlowCase
from wire_office import WireOffice, facts

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
        head = [",".join(line.split(",")[:3]) for line in template]
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
        # How much of the form is filled, and when it changed last, is the same here and there.
        said = [row for row in self.province_office.query("reporting_status", form=FORM, period="2018") if row["office"] == office.code]
        words = ("form", "filled", "cells", "changed_at", "filed_at", "content")
        # The cell of a project is one of the office's own code, which is no part of the form's.
        self.assertEqual((said[0]["filled"], said[0]["cells"], said[0]["content"]), ("2", str(len(template) - 1), "figures"))
        self.assertTrue(said[0]["changed_at"])
        office.sync()
        listed = [row for row in office.table("report", "list") if row["period"] == "2018"]
        self.assertEqual([{word: row[word] for word in words} for row in listed], [{word: row[word] for word in words} for row in said])
        [status] = office.table("status")
        if status["period"] == "2018":  # of the office's reports the one that was touched last
            self.assertEqual([status[word] for word in words[:4]], [said[0][word] for word in words[:4]])

    def test_a_stale_export_undoes_nothing(self):
        """What another device corrected after the export stays; an edit of that very cell is refused, of any other taken."""
        one, two = self.province.office("BCD-597"), self.province.office("BCD-597")
        words = "\"lời dài, 'có nháy'\nhai dòng\""
        self.file(one, "2019", {"A01": "3", "A02": "2", "H08.due.DA1": "12.5", "A12": words})
        one.sync()
        two.sync()
        path = self.province.folder / "stale.csv"
        for how in ("csv", "excel"):
            exported = one.must("report", "show", FORM, "2019", "--format", how)
            comma = "," if how == "csv" else ";"
            before = self.shown(one, "2019")
            a01, a02 = str(int(before["A01"]) + 5), str(int(before["A02"]) + 5)
            self.file(two, "2019", {"A01": a01, "A12": f"{words[:-1]} {how}\""})
            two.sync()
            one.sync()
            # Not edited: nothing is set back.
            path.write_text(exported)
            for word in ("check", "file"):
                self.assertIn("0 filed, 0 corrected, 1 unchanged" if word == "file" else "0 to correct, 1 as filed", one.must("report", word, path))
            self.assertEqual(self.shown(one, "2019")["A01"], a01)
            # The cell that was changed meanwhile: refused, said in one line; as it stands by now it is no edit.
            edited = exported.replace(f"A01{comma}{before['A01']}{comma}", f"A01{comma}77{comma}")
            self.assertNotEqual(edited, exported)
            path.write_text(edited)
            for word in ("check", "file"):
                done = one.run("report", word, path)
                self.assert_refused(done, "stale.csv:2: A01", "changed since this file was exported", f"A01: {a01} ({two.origin}:", f"qcdc report show {FORM} 2019")
            path.write_text(exported.replace(f"A01{comma}{before['A01']}{comma}", f"A01{comma}{a01}{comma}"))
            self.assertIn("0 filed, 0 corrected, 1 unchanged", one.must("report", "file", path))
            # Another cell: that one alone.
            path.write_text(exported.replace(f"A02{comma}{before['A02']}{comma}", f"A02{comma}{a02}{comma}"))
            self.assertIn("cells: 1 changed, 0 added, 0 removed (A02)", one.must("report", "file", path))
            self.assertEqual([self.shown(one, "2019")[cell] for cell in ("A01", "A02")], [a01, a02])
            one.sync()
            two.sync()
        # Blank versions, and none, are a file of nobody's; another text there is a slip.
        head, *rows = exported.splitlines()
        for version, said in (("", "1 corrected"), ("v12", None)):
            path.write_text(f"form,period,cell,value,phiên bản\n{FORM},2019,A01,4,{version}\n")
            if said:
                self.assertIn(said, one.must("report", "file", path))
            else:
                self.assert_refused(one.run("report", "file", path), "stale.csv:2: version", "leave it as it was exported")
        # Under the name of another period it is a form to file.
        path.write_text(one.must("report", "show", FORM, "2019", "--format", "csv").replace(",2019,", ",2017,"))
        self.assertIn("1 filed, 0 corrected", one.must("report", "file", path))
        self.assertEqual(self.shown(one, "2017"), self.shown(one, "2019"))
        one.sync()
        two.sync()
        self.assertEqual(one.table("rejected"), [])
        self.assert_identical()

    def test_what_was_never_filed_is_said(self):
        office = self.province.office("BCD-594")
        for words in (("show",), ("void", "reason=x")):
            done = office.run("report", words[0], FORM, "2008", *words[1:])
            self.assert_refused(done, "2008", "report template")
        self.assert_refused(office.run("report", "show", "QCDC-XYZ", "2008"), "QCDC-XYZ")

    def test_two_copies_in_other_words(self):
        """Two devices file the same figures and other texts: to the province one report, and nobody's words are swallowed."""
        first, second = self.province.office("BCD-602"), self.province.office("BCD-602")
        one, two = "mot cua lien thong", "tiep dan dinh ky"
        self.file(first, "2016", {"A01": "3", "A12": one})
        self.file(second, "2016", {"A01": "3", "A12": two})
        self.file(first, "2017", {"A01": "3", "A12": one})
        self.file(second, "2017", {"A01": "3", "A12": one})
        for said in (first.run("sync").err, second.run("sync").err, first.run("sync").err)[1:]:
            self.assertIn("1 report was filed twice in other words", said)
        for device in (first, second):
            self.assertEqual([(row["period"], row["other_words"]) for row in device.table("report", "list")][:2], [("2016", "1"), ("2017", "")])
            shown = device.must("report", "show", FORM, "2016")
            for words in (one, two, second.origin):
                self.assertIn(words, shown)
            self.assertEqual(self.shown(device, "2016")["A12"], one)
            again = device.run("report", "show", FORM, "2016", "--format", "csv")
            self.assertNotIn(two, again.out)
            self.assertIn("says something else", again.err)
            self.assertEqual((device.table("rejected"), device.run("sync").err), ([], ""))
        # A correction of a figure settles nothing; one of the text does.
        self.file(second, "2016", {"A01": "4"})
        self.assertEqual(second.table("report", "list")[0]["other_words"], "1")
        self.assertEqual(second.run("sync").err, "")  # it was shown here
        self.file(second, "2016", {"A12": f"{one}; {two}"})
        second.sync()
        self.assertNotIn("other words", first.run("sync").err)
        for device in (first, second):
            self.assertEqual(device.table("report", "list")[0]["other_words"], "")
            self.assertNotIn("other", device.must("report", "show", FORM, "2016"))
        self.assert_identical()

    def test_where_to_go_instead(self):
        """An address of the other kind, a form without a figure, a figure that has not left: each is said where it is met."""
        office = self.province.office("BCD-601")
        blank = self.province.folder / "blank.csv"
        blank.write_text(office.must("report", "template", FORM, "2016"))
        for word in ("check", "file"):
            self.assert_refused(office.run("report", word, blank), "without a single figure", f"qcdc report nil {FORM} 2016")
        self.file(office, "2016", {"A01": "3", "B09.DAT_DAI": "2", "A12": "lời"})
        office.import_rows([harness.petition("1/KN")])
        [report], [row] = [row for row in office.table("report", "list") if row["period"] == "2016"], office.table("petition", "list")
        for words in (["void", report["entry"], "reason=x"], ["show", report["entry"]]):
            self.assert_refused(office.run("petition", *words), f"the report {FORM} for 2016", f"qcdc report void {FORM} 2016 reason=")
        self.assert_refused(office.run("report", "void", row["entry"], "reason=x"), "is one of a petition", f"qcdc petition void {row['entry']} reason=")
        named = office.run("report", "void", report["entry"], "reason=x")
        self.assertEqual((named.status, len(named.err.splitlines())), (2, 1), named)
        self.assertIn(f"qcdc report void {FORM} 2016 reason=", named.err)
        for cell in ("A01", "B09", "B09.DAT_DAI", "A12"):
            self.assertIn("the report is here and not sent; qcdc sync sends it", office.must("explain", f"2016/{FORM}/{cell}"))
        self.assertNotIn("not sent", office.must("explain", f"2016/{FORM}/A02"))
        office.sync()
        for cell in ("A01", "B09", "A12"):
            self.assertNotIn("not sent", office.must("explain", f"2016/{FORM}/{cell}"))

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
            self.assertEqual([row["state"] for row in device.table("report", "list")], ["taken_back"])
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

    def test_nothing_to_report_is_said_and_is_neither_missing_nor_zero(self):
        office, second = self.province.office("BCD-594"), self.province.office("BCD-594")

        def reported():
            return {row["cell"]: (row["value"], row["reported"])
                    for row in self.province_office.query("report_totals", form=FORM, period="2018")}

        before = reported()
        self.assertIn("nothing to report", office.must("report", "nil", FORM, "2018"))
        self.assertIn("nothing new", office.must("report", "nil", FORM, "2018"))
        office.sync()
        second.sync()
        after = reported()
        for cell in ("A01", "A06", "A05"):
            self.assertEqual(after[cell][0], before[cell][0], "not a zero")
            self.assertEqual(int(after[cell][1]), int(before[cell][1]) + 1, "reported")
        row = [row for row in self.province_office.query("reporting_status", form=FORM, period="2018") if row["office"] == "BCD-594"]
        self.assertEqual([(row["content"], row["filled"]) for row in row], [("nil", "0")])
        self.assertNotEqual(row[0]["state"], "missing")
        for device in (office, second):
            self.assertEqual([row["content"] for row in device.table("report", "list")], ["nil"])
            self.assertIn("nothing to report", device.must("report", "show", FORM, "2018"))
        again = self.province.folder / "nil.csv"
        again.write_text(second.must("report", "show", FORM, "2018", "--format", "csv"))
        self.assertIn("0 filed, 0 corrected, 1 unchanged", second.must("report", "file", again))
        # Figures filed later correct it, here and there.
        self.assertIn("0 filed, 1 corrected", self.file(second, "2018", {"A01": "6"}))
        second.sync()
        office.sync()
        self.assertEqual(self.shown(office, "2018"), {"A01": "6"})
        self.assertEqual(self.state(office, "2018"), self.state(second, "2018"))
        self.assertEqual([row["content"] for row in office.table("report", "list")], ["figures"])
        self.assertEqual(reported()["A05"], before["A05"])
        # Figures are not undone by saying that there are none.
        self.assert_refused(office.run("report", "nil", FORM, "2018"), "qcdc: a report is filed already: the report", "figures", "report void")
        office.must("report", "void", FORM, "2018", "reason=không phát sinh")
        office.must("report", "nil", FORM, "2018")
        office.sync()
        self.assertEqual([row["content"] for row in office.table("report", "list")], ["nil"])
        office.must("report", "void", FORM, "2018", "reason=x")
        # A total of which there is no figure is explained by who says so; not by whoever left the cell blank.
        office.must("report", "nil", FORM, "2013")
        self.file(office, "2012", {"A05.XA": "6"})
        office.sync()
        said = self.province_office.must("explain", f"2013/{FORM}/A01")
        self.assertIn("no figure: 1 report says that there is nothing to report", said)
        self.assertNotIn("not reported", said)
        # So is the figure of one unit, at the province and at the office, and a rate, whose rule is told all the same.
        for place in (self.province_office, office):
            for cell, rule in (("A01", False), ("B11", True)):
                said = place.must("explain", f"2013/{FORM}/{cell}@594")
                self.assertIn("no figure: 1 report says that there is nothing to report", said)
                self.assertEqual(("not reported" in said, "\n= " in said), (False, rule), said)
            self.assertIn("not reported", place.must("explain", f"2012/{FORM}/A01@594"))
        self.assertIn("not reported", self.province_office.must("explain", f"2013/{FORM}/A01@596"))
        self.assertIn("not reported", self.province_office.must("explain", f"2012/{FORM}/A01"))
        self.assert_identical()

    def test_nothing_to_report_never_stands_beside_cells(self):
        office = WireOffice(self.province, "BCD-593")
        nil = facts.ReportFiled(form=FORM, form_version=1, period="2016", nil=True)
        both = facts.ReportFiled(form=FORM, form_version=1, period="2016", nil=True,
                                 cells=[facts.CellValue(cell="A01", value_e4=10000)])
        texts = facts.ReportFiled(form=FORM, form_version=1, period="2016", nil=True, text_cells=["A12"])
        neither = facts.ReportFiled(form=FORM, form_version=1, period="2016")
        for report, code in ((both, "BAD_CELL"), (texts, "BAD_CELL"), (neither, "EMPTY"), (nil, None), (nil, None)):
            verdicts = office.append(facts.Fact(report_filed=report))["verdicts"]
            self.assertEqual([verdict["code"] for verdict in verdicts if verdict["code"]], [code] if code else [])
        figures = facts.ReportFiled(form=FORM, form_version=1, period="2016",
                                    cells=[facts.CellValue(cell="A01", value_e4=10000)])
        for wanted, seen in ((both, neither), (nil, figures), (figures, nil)):
            correction = facts.Corrected(target=office.reference(4), report=wanted, report_seen=seen)
            verdicts = office.append(facts.Fact(corrected=correction))["verdicts"]
            self.assertEqual([verdict["code"] for verdict in verdicts], ["BAD_CELL"])
        self.assert_identical()

    def test_narratives_are_read_where_they_are_meant_to_be(self):
        office, other = self.province.office("BCD-596"), self.province.office("BCD-597")
        text = "Báo cáo số 8\nkèm theo"
        self.file(office, "2018", {"A01": "1", "A12": f'"{text}"'})
        self.file(other, "2018", {"A12": "của nơi khác"})
        for device in (office, other):
            device.sync()
        # Corrected elsewhere, the text stays the one of its own entry.
        self.file(office, "2018", {"A01": "2"})
        office.sync()
        ask = ("query", "report_texts", f"form={FORM}", "period=2018")
        rows = {row["office"]: row for row in self.province_office.table(*ask)}
        self.assertEqual(rows["BCD-596"]["text"], text)
        self.assertEqual((rows["BCD-597"]["text"], rows["BCD-597"]["state"]), ("của nơi khác", "kept"))
        self.assertEqual([row["office"] for row in office.table(*ask)], ["BCD-596"])
        self.assertEqual([row["office"] for row in self.province_office.table(*ask, "unit=597")], ["BCD-597"])
        analyst = self.province.office("BCD-TINH", "analyst")
        self.assert_refused(analyst.run(*ask), "report_texts")
        self.assert_refused(analyst.run("explain", f"2018/{FORM}/A12@596"), "analyst")
        for reader in (self.province_office, office):
            said = reader.must("explain", f"2018/{FORM}/A12@596")
            for words in ("Báo cáo số 8", "kèm theo", "BCD-596", rows["BCD-596"]["entry"]):
                self.assertIn(words, said)
            self.assertNotIn("nơi khác", said)
        self.assertIn("not reported", self.province_office.must("explain", f"2018/{FORM}/A12@593"))
        # An erased one says so, to all.
        self.province_office.sync()
        self.province_office.must("erase", rows["BCD-596"]["entry"], "có tên người")
        self.province_office.sync()
        office.sync()
        row = {row["office"]: row for row in self.province_office.table(*ask)}["BCD-596"]
        self.assertEqual((row["text"], row["state"]), ("", "erased"))
        self.assertIn("erased", self.province_office.must("explain", f"2018/{FORM}/A12@596"))
        self.assertIn("erased", office.must("report", "show", FORM, "2018"))
        again = self.province.folder / "erased.csv"
        again.write_text(office.must("report", "show", FORM, "2018", "--format", "csv"))
        self.assertIn("0 filed, 0 corrected, 1 unchanged", office.must("report", "file", again))

    def test_many_long_narratives_go_out_in_full(self):
        texts = {}
        for number in range(598, 603):
            office = self.province.office(f"BCD-{number}")
            for period in ("2018", "2019"):
                cells = {cell: f"{number} {period} {cell} " + "đ" * 9000 for cell in ("A12", "G08", "I07")}
                self.file(office, period, cells)
                texts.update({(period, str(number), cell): text for cell, text in cells.items() if period == "2018"})
            office.sync()
        rows = self.province_office.query("report_texts", form=FORM, period="2018")
        found = {("2018", row["unit"], row["cell"]): row["text"] for row in rows if row["unit"] in map(str, range(598, 603))}
        self.assertEqual(found, texts)


if __name__ == "__main__":
    harness.main()
