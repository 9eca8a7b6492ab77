# ctest: timeout=600
"""Forms from the registers: filled in where they are made, held against the registers when they are filed, and counted at the province.

What every column counts is held against a count of its own in tests/clock/check_registers.py; here is what clerks and the province see.
"""
import csv
import io

from harness import FlowCase, petition, unittest, write_csv


def cells(text, column="value"):
    """{cell: value} of those that have one."""
    return {row["cell"]: row[column] for row in csv.DictReader(io.StringIO(text)) if row[column]}


class Registers(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        cls.reader = cls.province.office("BCD-TINH", "province")

    def test_1_template_is_filled_in(self):
        office = self.office
        blank = office.must("report", "template", "01-XLD", "2021-Q3")
        self.assertEqual(cells(blank), {}, "a register without a row is one that is kept on paper")
        rows = [petition(f"{n}/KN", received_on="2021-07-01", people="2" if n == 1 else "1") for n in range(1, 4)]
        rows += [petition("9/TC", kind="TO_CAO", received_on="2021-05-20"), petition("8/PA", kind="PHAN_ANH", received_on="2021-07-02")]
        office.import_rows(rows)
        office.must("petition", "move", "1/KN", "ACCEPTED", "on=2021-07-05")
        office.must("petition", "move", "2/KN", "FORWARDED", "on=2021-07-06", "article=Điều 26", "reason=không thuộc thẩm quyền")
        office.must("petition", "move", "9/TC", "CLASSIFIED", "on=2021-06-20")
        text = office.must("report", "template", "01-XLD", "2021-Q3")
        filled = cells(text)
        self.assertEqual(filled, cells(text, "register"))
        self.assertEqual({cell[5:]: int(value) for cell, value in filled.items() if value != "0"},
                         {"01": 5, "03": 1, "05": 1, "06": 3, "08": 2, "09": 2, "10": 2, "11": 2, "16": 1, "17": 1, "18": 1, "19": 1,
                          "22": 1, "24": 1})
        self.assertNotIn("XLD1_25", filled, "no step says that an office was urged")
        self.assertEqual(cells(office.must("report", "template", "01-XLD", "2021-Q3", "--blank")), {})
        # No reception was entered: what is counted of them is asked.
        self.assertEqual(cells(office.must("report", "template", "01-TCD", "2021-Q3")), {})

    def test_2_what_came_since(self):
        """The form says what the register said; of what it says now, the entries are named."""
        office = self.office
        path = self.province.folder / "01.csv"
        text = office.must("report", "template", "01-XLD", "2021-Q3")
        path.write_text(text.replace("XLD1_25,,", "XLD1_25,0,"), encoding="utf-8")
        checked = office.run("report", "check", path)
        self.assertNotIn("reconcile", checked.err, "what was filled in is what the register says")
        office.file_report(path)
        self.assertEqual(office.table("report", "reconcile", "01-XLD", "2021-Q3"), [])
        office.import_rows([petition("4/KN", received_on="2021-09-14"), petition("5/KN", received_on="2021-09-15")])
        office.must("petition", "void", "3/KN", "reason=nhập nhầm")
        office.must("petition", "move", "9/TC", "ACCEPTED", "on=2021-07-01")
        differ = {row["cell"]: row for row in office.table("report", "reconcile", "01-XLD", "2021-Q3")}
        self.assertEqual(set(differ), {"XLD1_08", "XLD1_09", "XLD1_10", "XLD1_12", "XLD1_16", "XLD1_18", "XLD1_20"})
        self.assertEqual({name: differ["XLD1_08"][name] for name in ("said", "register", "difference", "as_filed", "register_rows")},
                         {"said": "2", "register": "3", "difference": "-1", "as_filed": "2", "register_rows": "9/TC +1 (stepped)"})
        # One came, one went: the sum is the same, and the entries of the cell say so.
        entries = {row["local_no"]: row for row in office.table("report", "reconcile", "01-XLD", "2021-Q3", "cell=XLD1_06")}
        self.assertEqual({number: (row["register"], row["as_filed"], row["since"]) for number, row in entries.items()},
                         {"2/KN": ("1", "1", ""), "8/PA": ("1", "1", ""), "3/KN": ("0", "1", "taken_back"), "4/KN": ("1", "0", "entered")})
        # A form that was counted otherwise: the register never said so.
        path.write_text("form,period,cell,value\n01-XLD,2021-Q3,XLD1_06,4\n01-XLD,2021-Q3,XLD1_01,6\n", encoding="utf-8")
        told = office.run("report", "reconcile", "01-XLD", "2021-Q3", f"from={path}", "--format", "csv")
        self.assertEqual(told.status, 0, told)
        self.assertEqual({row["cell"]: (row["said"], row["register"], row["as_filed"]) for row in csv.DictReader(io.StringIO(told.out))},
                         {"XLD1_06": ("4", "3", "3"), "XLD1_01": ("6", "5", "5")})
        self.assertIn("2 cells say something else than the registers did when the form was filed, too", told.err)
        checked = office.run("report", "check", path)
        self.assertIn("XLD1_01 6 (5), XLD1_06 4 (3); qcdc report reconcile 01-XLD 2021-Q3", checked.err)
        self.assert_refused(office.run("report", "reconcile", "02-XLD", "2021-Q3"), "no report 02-XLD of 2021-Q3 was filed")
        self.assert_refused(office.run("report", "reconcile", "01-XLD", "2021-Q3", "cell=XLD1_25"), "the registers do not give XLD1_25")
        self.assert_refused(office.run("report", "reconcile", "II-06A", "2021-Q3", f"from={path}"), "has nothing of II-06A")

    FORMS = [("01-TCD", "2021-Q3"), ("02-TCD", "2021-Q3"), ("01-XLD", "2021-Q3"), ("02-XLD", "2021"), ("03-XLD", "2021-Q3"), ("04-XLD", "2021-Q4"),
             ("01-KQGQ", "2021-Q3"), ("02-KQGQ", "2021"), ("03-KQGQ", "2021-Q3"), ("04-KQGQ", "2021"), ("QCDC-HUYEN", "2021-H1"),
             ("QCDC-HUYEN", "2021"), ("01-XLD", "2024-Q2"), ("02-XLD", "2024-Q2"), ("03-XLD", "2024-Q2"), ("04-XLD", "2024-Q2"),
             ("01-KQGQ", "2024-Q2")]

    def test_3_province_counts_the_same(self):
        office, other = self.office, self.province.office("BCD-594")
        lives = {"20/KN": (("ACCEPTED", "2021-06-20"), ("SETTLED", "2021-08-30", "outcome=DUNG"), ("IN_FORCE", "2021-10-01"), ("CARRIED_OUT", "2021-11-01")),
                 "21/KN": (("ACCEPTED", "2021-06-20"), ("SETTLED", "2021-07-10", "outcome=SAI"), ("REOPENED", "2021-09-20"), ("SETTLED", "2021-12-01", "outcome=DUNG")),
                 "22/TC": (("ACCEPTED", "2021-07-01"), ("SUSPENDED", "2021-07-20"), ("RESUMED", "2021-09-01"), ("WITHDRAWN", "2021-09-10")),
                 "23/TC": (("KEPT_AS_INFORMATION", "2021-07-01"),),
                 "24/KNG": (("VERIFYING", "2021-07-02"), ("SETTLED", "2021-09-30"))}
        kinds = {"KN": "KHIEU_NAI", "TC": "TO_CAO", "KNG": "KIEN_NGHI"}
        for desk, day in ((office, "2021-06-16"), (other, "2021-06-18")):
            desk.import_rows([petition(number, kind=kinds[number.split("/")[1]], received_on=day, people=str(len(number)),
                                       field="DAT_DAI" if "KN" in number else "CAN_BO") for number in lives])
            for number, steps in lives.items():
                for move, on, *words in steps:
                    desk.must("petition", "move", number, move, f"on={on}", "reason=như đã ghi", *words)
        for number, (session, held_by) in enumerate((("DINH_KY", "THU_TRUONG"), ("DINH_KY", "THU_TRUONG"), ("DOT_XUAT", "UY_QUYEN"), ("THUONG_XUYEN", "CAN_BO_TIEP"))):
            office.must("reception", "add", f"local_no=R{number}", "held_on=2021-07-15", f"session={session}", f"held_by={held_by}", "receptions=2",
                        "persons=5", "matters_first=1")
        for desk in (office, other):
            desk.sync()
        numbers = 0
        for form, period in self.FORMS:
            counted = self.reader.query("register_counts", form=form, period=period, by="office")
            for desk, code in ((office, "BCD-593"), (other, "BCD-594")):
                mine = {row["cell"]: row["register"] for row in counted if row["office"] == code}
                self.assertEqual(mine, cells(desk.must("report", "template", form, period)), (form, period, code))
                self.assertEqual(mine, {row["cell"]: row["register"] for row in desk.query("register_counts", form=form, period=period)})
                numbers += sum(value != "0" for value in mine.values())
            # Of one unit what its office has; of all units the sum.
            unit = {row["cell"]: row["register"] for row in self.reader.query("register_counts", form=form, period=period, unit="593")}
            self.assertEqual(unit, {row["cell"]: row["register"] for row in counted if row["office"] == "BCD-593"})
            for row in self.reader.query("register_counts", form=form, period=period):
                self.assertEqual(int(row["register"]), sum(int(one["register"]) for one in counted if one["cell"] == row["cell"]), row)
        self.assertGreater(numbers, 150)
        # Any other time.
        days = {row["cell"]: row["register"] for row in self.reader.query("register_counts", form="01-XLD", unit="594", from_="2021-06-17", to="2021-06-30")}
        self.assertEqual({cell: days[cell] for cell in ("XLD1_01", "XLD1_05", "XLD1_08")}, {"XLD1_01": "5", "XLD1_05": "5", "XLD1_08": "2"})
        done = self.reader.run("query", "register_counts", "form=01-XLD")
        self.assertEqual((done.status, "a period, or both from and to" in done.err), (2, True), done)
        self.assert_refused(self.reader.run("query", "register_counts", "form=01-XLD", "from=2019-01-01", "to=2019-02-01"), "is not filled for that time")
        # A filed form, and what came since, as the office sees it itself.
        own = office.table("report", "reconcile", "01-XLD", "2021-Q3")
        self.assertGreater(len(own), 5)
        province = self.reader.query("register_reconcile", form="01-XLD", period="2021-Q3")
        self.assertEqual({row["office"] for row in province}, {"BCD-593"})
        self.assertEqual([{name: row[name] for name in own[0]} for row in province], own)
        self.assertEqual(other.query("register_reconcile", form="01-XLD", period="2021-Q3"), [])
        self.assert_identical()


    def test_4_a_matter_is_counted_once(self):
        """Of petitions that are joined to a matter the first that was received stands for it; at the desk, at another one, at the province."""
        office, second, other = (self.province.office(code) for code in ("BCD-596", "BCD-596", "BCD-597"))
        for desk in (office, other):
            desk.import_rows([petition(f"{n}/KN", received_on=f"2021-06-{day}", people=str(n)) for n, day in ((1, 20), (2, 18), (3, 25), (4, 26))])
            for number in ("1/KN", "2/KN", "3/KN", "4/KN"):
                desk.must("petition", "move", number, "ACCEPTED", "on=2021-06-28")
            desk.sync()

        def both(desk, form, cell):
            mine = cells(desk.must("report", "template", form, "2021-Q3"))
            desk.sync()
            self.assertEqual(mine, {row["cell"]: row["register"] for row in desk.query("register_counts", form=form, period="2021-Q3")})
            return mine[cell]
        path = self.province.folder / "01-matters.csv"
        text = office.must("report", "template", "01-XLD", "2021-Q3")
        path.write_text(text.replace("XLD1_25,,", "XLD1_25,0,"), encoding="utf-8")
        office.file_report(path)
        self.assertEqual(both(office, "01-XLD", "XLD1_10"), "4")
        office.must("matter", "open", "local_no=V1", "opened_on=2021-06-28", "field=DAT_DAI", "title=Bến cá")
        office.must("matter", "join", "V1", "3/KN", "2/KN", "1/KN", "on=2021-06-29")
        self.assertEqual([both(office, form, cell) for form, cell in (("01-XLD", "XLD1_09"), ("01-XLD", "XLD1_10"), ("02-XLD", "XLD2_10"),
                                                                      ("01-KQGQ", "KQGQ1_01"), ("01-KQGQ", "KQGQ1_04"))], ["4", "2", "2", "4", "2"])
        second.sync()
        self.assertEqual(second.must("report", "template", "01-XLD", "2021-Q3"), office.must("report", "template", "01-XLD", "2021-Q3"))
        # The form was counted before it was known; the entries of the difference are those that came to the matter behind the first.
        differ, = office.table("report", "reconcile", "01-XLD", "2021-Q3")
        self.assertEqual({name: differ[name] for name in ("cell", "said", "register", "as_filed", "register_rows")},
                         {"cell": "XLD1_10", "said": "4", "register": "2", "as_filed": "4", "register_rows": "1/KN -1 (joined), 3/KN -1 (joined)"})
        entries = {row["local_no"]: (row["register"], row["as_filed"], row["since"])
                   for row in office.table("report", "reconcile", "01-XLD", "2021-Q3", "cell=XLD1_10")}
        self.assertEqual(entries, {"1/KN": ("0", "1", "joined"), "2/KN": ("1", "1", ""), "3/KN": ("0", "1", "joined"), "4/KN": ("1", "1", "")})
        province = self.reader.query("register_reconcile", form="01-XLD", period="2021-Q3", unit="596")
        self.assertEqual([{name: row[name] for name in differ} for row in province], [differ])
        # Without its first petition the next one stands for it; a matter that was taken back is none.
        office.must("matter", "leave", "V1", "2/KN", "reason=vụ khác")
        self.assertEqual(both(office, "01-XLD", "XLD1_10"), "3")
        office.must("matter", "void", "V1", "reason=nhầm")
        self.assertEqual(both(office, "01-XLD", "XLD1_10"), "4")
        # One of the province's: once at each office that has petitions about it.
        self.reader.must("matter", "open", "local_no=T7", "opened_on=2021-07-01", "field=DAT_DAI", "title=Bến cá liên huyện")
        self.reader.sync()
        self.reader.must("matter", "join", "T7", "BCD-597:3/KN", "BCD-597:4/KN", "BCD-596:2/KN", "on=2021-07-01")
        self.reader.sync(), other.sync(), office.sync()
        self.assertEqual(both(other, "01-XLD", "XLD1_10"), "3")
        self.assertEqual(both(office, "01-XLD", "XLD1_10"), "4")
        self.assert_identical()


    def test_5_a_commune(self):
        """An office of a commune is counted as one of a district is, and a district's figures are its own."""
        founder, folder = self.province.founder(), self.province.folder / "commune"
        folder.mkdir()
        (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from,valid_to\n"
                                            "XA-22918,UBND phường Hàm Tiến,ubnd,22918,01-XLD,yes,2021-06-15,\n", encoding="utf-8")
        founder.must("publish", folder)
        founder.sync()
        commune = self.province.office("XA-22918")
        commune.import_rows([petition(f"{n}/KN", received_on="2021-07-01", title=f"đơn {n}") for n in range(1, 4)])
        commune.must("petition", "move", "1/KN", "ACCEPTED", "on=2021-07-05")
        district = {row["cell"]: row["register"] for row in self.reader.query("register_counts", form="01-XLD", period="2021-Q3", unit="593")}
        commune.sync()
        mine = cells(commune.must("report", "template", "01-XLD", "2021-Q3"))
        self.assertEqual((mine["XLD1_01"], mine["XLD1_08"]), ("3", "1"))
        for unit, wanted in (("22918", mine), ("593", district)):
            counted = {row["cell"]: row["register"] for row in self.reader.query("register_counts", form="01-XLD", period="2021-Q3", unit=unit)}
            self.assertEqual(counted, wanted, unit)
        self.assert_identical()


if __name__ == "__main__":
    from harness import main
    main()
