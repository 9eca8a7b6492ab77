"""What the committee's notice of 13 July 2020 asks of the first half of 2020, a test for each row of its inventory: every figure through the
real programs, against what is counted here from the reports themselves.  The table in tests/README.md says which command or
question answers which row, and is held against this file."""
import decimal
import re
import unittest

import harness
from harness import DISTRICTS, PERIODS, FlowCase, read_csv

PERIOD, FORM = "2020-H1", "QCDC-HUYEN"
FIELDS = ["DAT_DAI", "XAY_DUNG", "DAU_TU", "DANG_KY_KD", "THUE", "KHAC"]
KINDS = ["KHIEU_NAI", "TO_CAO", "KIEN_NGHI", "PHAN_ANH"]
ORGANISATIONS = ["MTTQ", "CONG_DOAN", "PHU_NU", "NONG_DAN", "CCB", "THANH_NIEN"]

# Forms of which there are no sample reports: what the Labour Federation and an inspection team hand in.
FEDERATION = {"G01": 190, "G02": 278, "G03": 131, "G05": 120, "G06.due": 300, "G06.done": 240, "G07": 150}
TEAM = {"I01.TINH": 8, "I02.TINH": 3, "I04.due": 3, "I04.done": 2, "I05.open": 4, "I05.new": 6, "I05.fixed": 5, "I05.in_time": 3,
        "I05.overdue": 2, "I06.TINH": 3}
TEAM_SAYS = "Hai xã chưa niêm yết công khai thủ tục; một doanh nghiệp chưa có quy chế đối thoại."
FRONT_SAYS = "Nhân dân mong đại hội Đảng các cấp thành công; lo ngại giá nông sản giảm do dịch Covid-19."
# What the provincial office keeps of the committee's meeting: who came, who spoke, what was concluded.
MEETING = {"MT01": "23", "MT02": "9", "MT03": "Họp ngày 25/6/2020: thống nhất đánh giá sáu tháng đầu năm và nhiệm vụ sáu tháng cuối năm."}
MEETING_TABLES = {
    "indicators.csv": "code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions\n"
                      "MT01,MT,Số thành viên dự họp,Members present,người,count,sum,flow,\n"
                      "MT02,MT,Số ý kiến phát biểu,Members who spoke,ý kiến,count,sum,flow,\n"
                      "MT03,MT,Biên bản họp,Record of the meeting,–,text,none,text,\n",
    "forms.csv": "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\n"
                 "QCDC-HOP,1,Họp Ban Chỉ đạo,Meeting of the committee,tinh,QCDC,H1 Y,MT01-MT03,2018-01-01\n",
    "offices.csv": "code,name,class,unit,forms,petitions,valid_from\nBCD-TINH,Ban Chỉ đạo thực hiện QCDC ở cơ sở tỉnh,tinh,60,QCDC-HOP,no,2020-01-01\n",
    "brief.csv": "line,kind,form,cell,valid_from,valid_to,text_vi,text_en,cites\n"
                 "0025,narrative,QCDC-HOP,MT03,,,Họp đánh giá của Ban Chỉ đạo,The committee's meeting,S-02\n",
}


def rounded(numerator, denominator):
    """100 n / d in two decimals, half away from zero, as a reader does it."""
    return str((decimal.Decimal(100 * numerator) / denominator).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP))


class Seed(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.founder()
        cls.districts = {code: cls.province.office(f"BCD-{code}") for code in DISTRICTS}
        cls.front = cls.province.office("MTTQ-TINH")
        cls.federation = cls.province.office("LDLD-TINH")
        cls.team = cls.province.office("TKT-1")
        cls.reports, cls.texts = {}, {}
        for period in PERIODS:
            for code, office in cls.districts.items():
                path = harness.REPORTS / f"{code}-{period}.csv"
                office.file_report(path)
                cls.keep(code, period, read_csv(path))
            path = harness.REPORTS / f"MTTQ-{period}.csv"
            cls.keep("MTTQ", period, read_csv(path))
            if period != PERIOD:
                cls.front.file_report(path)
        cls.file(cls.front, "QCDC-MTTQ", {**cls.reports["MTTQ", PERIOD], "D14": FRONT_SAYS})
        cls.file(cls.federation, "QCDC-LDLD", FEDERATION)
        cls.file(cls.team, "QCDC-TKT", {**TEAM, "I07": TEAM_SAYS})
        harness.all_at_once([*cls.districts.values(), cls.front, cls.federation, cls.team, cls.tinh], "sync")
        cls.figures = {form: {row["cell"]: row for row in cls.tinh.query("report_totals", form=form, period=PERIOD)}
                       for form in (FORM, "QCDC-MTTQ", "QCDC-LDLD", "QCDC-TKT")}

    @classmethod
    def keep(cls, office, period, rows):
        for row in rows:
            try:
                decimal.Decimal(row["value"])
                cls.reports.setdefault((office, period), {})[row["cell"]] = row["value"]
            except decimal.InvalidOperation:
                if row["value"]:
                    cls.texts.setdefault((office, period), {})[row["cell"]] = row["value"]

    @classmethod
    def file(cls, office, form, values):
        office.file_report(office.register([{"form": form, "period": PERIOD, "cell": cell, "value": value}
                                            for cell, value in values.items()], ["form", "period", "cell", "value"]))

    # ---------------------------------------------------------------- what is counted here

    def of(self, code, cell, period=PERIOD):
        """What a report has in a cell, or in all the cells of an indicator; None for a blank."""
        values = [int(decimal.Decimal(value)) for name, value in self.reports[code, period].items()
                  if name == cell or name.startswith(cell + ".")]
        return sum(values) if values else None

    def sum(self, cell, period=PERIOD):
        return sum(self.of(code, cell, period) or 0 for code in DISTRICTS)

    def total(self, cell, form=FORM):
        return self.figures[form][cell]["value"]

    def assert_sums(self, *cells):
        """Each is the sum of what the ten districts reported, and says how many did."""
        for cell in cells:
            row = self.figures[FORM][cell]
            self.assertEqual(row["value"], str(self.sum(cell)), cell)
            self.assertEqual(row["reported"], str(sum(self.of(code, cell) is not None for code in DISTRICTS)), cell)
            self.assertEqual(row["expected"], "10", cell)

    def by_unit(self, cell, form=FORM):
        """A figure of every district."""
        rows = self.tinh.query("report_values", form=form, period=PERIOD, cell=cell)
        return {row["unit"]: row["value"] for row in rows if row["cell"] == cell}

    def counts_by_unit(self, cell):
        """A count of every district, over all the members that it has; the whole is given, too, and marked."""
        counts, wholes = {}, {}
        for row in self.tinh.query("report_values", form=FORM, period=PERIOD, cell=cell):
            if row["figure"] == "summed":
                self.assertEqual(row["cell"], cell)
                wholes[row["unit"]] = int(row["value"])
            elif row["cell"] == cell or row["cell"].startswith(cell + "."):
                counts[row["unit"]] = counts.get(row["unit"], 0) + int(row["value"])
        if wholes:
            self.assertEqual(wholes, counts)
        return counts

    def assert_by_unit(self, cell):
        self.assertEqual(self.counts_by_unit(cell),
                         {code: self.of(code, cell) for code in DISTRICTS if self.of(code, cell) is not None}, cell)

    def assert_rates(self, rate, top, bottom, members):
        """Rates of the province from its sums, never from the districts' rates."""
        for member in members:
            suffix = f".{member}" if member else ""
            self.assertEqual(self.total(rate + suffix), rounded(self.sum(top + suffix), self.sum(bottom + suffix)), rate + suffix)

    def narratives(self, cell, form=FORM):
        return {row["unit"]: row["text"] for row in self.tinh.query("report_texts", form=form, period=PERIOD, cell=cell)}

    # ---------------------------------------------------------------- meeting and inputs

    def test_s02_meeting(self):
        """The committee's own record of its meeting, of the period that it assesses: a form that its office publishes for itself."""
        folder = self.province.folder / "meeting"
        folder.mkdir()
        for name, text in MEETING_TABLES.items():
            (folder / name).write_text(text, encoding="utf-8")
        founder = self.province.founder()
        founder.must("publish", folder)
        self.assertIn("rejected 0", founder.sync())
        self.tinh.sync()
        self.file(self.tinh, "QCDC-HOP", MEETING)
        self.assertIn("rejected 0", self.tinh.sync())
        self.assertEqual(self.tinh.query("report_totals", form="QCDC-HOP", period=PERIOD)[0]["value"], MEETING["MT01"])
        self.assertEqual(self.narratives("MT03", "QCDC-HOP"), {"60": MEETING["MT03"]})
        [row] = self.tinh.query("reporting_status", form="QCDC-HOP", period=PERIOD)
        self.assertEqual((row["office"], row["content"], row["due_on"]), ("BCD-TINH", "figures", "2020-07-06"))  # the 5th is a Sunday
        # It stands in the report of the period that the meeting was about.
        self.assertIn(MEETING["MT03"], self.tinh.must("brief", PERIOD, "--format", "md"))

    def test_s03_consolidated_report(self):
        """What is compiled says who has not reported: of all that is owed, office by office."""
        rows = self.tinh.query("reporting_status", period=PERIOD)
        states = {(row["office"], row["form"]): row["state"] for row in rows}
        self.assertEqual(states["BCD-593", FORM], "late")
        self.assertEqual(states["DU-CA", "QCDC-DANGUY"], "missing")
        [row] = self.tinh.query("reporting_rate", period=PERIOD, form=FORM)
        self.assertEqual((row["expected"], row["late"], row["missing"], row["rate"]), ("10", "10", "0", "100.00"))
        [row] = self.tinh.query("reporting_rate", period=PERIOD, form="QCDC-DANGUY")
        self.assertEqual((row["expected"], row["missing"], row["rate"]), ("5", "5", "0.00"))

    def test_s05_half_year_and_year(self):
        """Two periods of one form, each with its own window and last day; nothing between them is taken."""
        for period, due in (("2020-H1", "2020-06-22"), ("2020", "2020-12-18")):
            rows = self.tinh.query("reporting_status", period=period, form=FORM)
            self.assertEqual({row["due_on"] for row in rows}, {due})
        office = self.districts["593"]
        self.assert_refused(office.run("report", "template", FORM, "2020-Q1", "--csv"), "2020-Q1")
        self.assertEqual(office.run("report", "template", FORM, "2020", "--csv").status, 0)

    # ---------------------------------------------------------------- part I: results

    def test_s06_general_assessment(self):
        """The narratives of a heading, unit by unit, as they were written."""
        self.assertEqual(self.narratives("A12"), {code: self.texts[code, PERIOD]["A12"] for code in DISTRICTS
                                                  if "A12" in self.texts.get((code, PERIOD), {})})
        self.assertTrue(self.narratives("A12"))

    def test_s07_types_of_grassroots_units(self):
        """Every figure of the units can be taken apart by their type, and the parts make up the whole."""
        for indicator in ("A04", "A05"):
            members = [cell for cell in self.figures[FORM] if cell.startswith(indicator + ".")]
            self.assertEqual({cell.split(".")[1] for cell in members}, {"XA", "CQHC", "DVSN", "DN", "DANG_DT", "LLVT"})
            self.assert_sums(indicator, *members)
            self.assertEqual(int(self.total(indicator)), sum(int(self.total(cell)) for cell in members))
        self.assert_rates("A06", "A05", "A04", ["", "XA", "DN"])

    def test_s08_documents_coverage_comments_support(self):
        self.assert_sums("A01", "A07", "A08", "A08.CA_NHAN", "A08.DOANH_NGHIEP")
        rates = self.by_unit("A06.DN")
        self.assertEqual(rates, {code: rounded(self.of(code, "A05.DN"), self.of(code, "A04.DN")) for code in DISTRICTS})

    def test_s09_online_intake(self):
        self.assert_sums("B02", "B03")
        for field in ["", *FIELDS]:
            suffix = f".{field}" if field else ""
            online, received = self.sum("B02" + suffix), self.sum("B02" + suffix) + self.sum("B03" + suffix)
            self.assertEqual(self.total("B12" + suffix), rounded(online, received))

    def test_s10_dossiers_by_field(self):
        for indicator in [f"B{n:02}" for n in (*range(1, 11), 13)]:
            self.assert_sums(indicator, *(f"{indicator}.{field}" for field in FIELDS))

    def test_s11_attitude_of_officials(self):
        """It is told in words: the assessment of one district alone can be asked for."""
        rows = self.tinh.query("report_texts", form=FORM, period=PERIOD, cell="A12", unit="593")
        self.assertEqual([row["text"] for row in rows], [self.texts["593", PERIOD]["A12"]])

    def test_s12_reception_and_petitions(self):
        """Stocks, flows and rates by kind; what came in and what was there is what was dealt with and what is left."""
        for indicator in ("C09", "C10", "C11", "C12", "C13", "C15", "C16", "C17", "C18", "C19", "C20"):
            self.assert_sums(indicator, *(f"{indicator}.{kind}" for kind in KINDS))
        self.assert_sums("C01", "C02", "C03", "C04", "C05", "C22.KHIEU_NAI.DUNG", "C22.TO_CAO.SAI")
        for kind in KINDS:
            of = {n: int(self.total(f"C{n:02}.{kind}")) for n in (9, 10, 11, 12)}
            self.assertEqual(of[9] + of[10], of[11] + of[12], kind)

    def test_s13_backlog_in_numbers(self):
        """Backlog at the start, added, settled for good, at the end; and of all cases those that are overdue, office by office."""
        self.assert_sums("C23", "C24", "C25", "C26")
        self.assertEqual(int(self.total("C23")) + int(self.total("C24")) - int(self.total("C25")), int(self.total("C26")))
        self.assert_by_unit("C20")
        self.assert_by_unit("C26")

    def test_s14_hotspots_in_numbers(self):
        """What was there and what broke out is what is calm again and what is left, which should be none."""
        self.assert_sums(*(f"C27.{member}" for member in ("open", "new", "stabilised", "close")))
        of = {member: int(self.total(f"C27.{member}")) for member in ("open", "new", "stabilised", "close")}
        self.assertEqual(of["open"] + of["new"] - of["stabilised"], of["close"])

    def test_s15_information_and_mobilisation(self):
        self.assert_sums("A02", "A03")
        self.assertEqual(list(self.narratives("D14", "QCDC-MTTQ").values()), [FRONT_SAYS])

    def test_s16_epidemic(self):
        """A topic of the period is found in the narratives."""
        texts = [*self.narratives("G08").values(), *self.narratives("D14", "QCDC-MTTQ").values()]
        self.assertGreater(sum("Covid-19" in text for text in texts), 1)

    def test_s17_mediation(self):
        for member in ("carry", "recv", "success", "fail", "pending"):
            self.assert_sums(f"D12.{member}")
        success, fail = self.sum("D12.success"), self.sum("D12.fail")
        self.assertEqual(self.total("D13"), rounded(success, success + fail))
        self.assertNotIn("D12", self.figures[FORM], "what was there, what came and what is left have no sum")

    def test_s18_supervision_and_criticism(self):
        front = self.reports["MTTQ", PERIOD]
        for indicator in ("D01", "D02", "D03", "D04"):
            for organisation in ORGANISATIONS:
                cell = f"{indicator}.{organisation}"
                self.assertEqual(self.total(cell, "QCDC-MTTQ"), front[cell])
        planned, done = self.of("MTTQ", "D01"), self.of("MTTQ", "D02")
        self.assertEqual(self.total("D05", "QCDC-MTTQ"), rounded(done, planned))
        self.assertEqual(self.total("D11.recv", "QCDC-MTTQ"), front["D11.recv"])

    # ---------------------------------------------------------------- part I: limitations

    def test_s19_dissemination(self):
        """How much was done where; who did least comes first."""
        rows = self.tinh.table("query", "report_values", f"form={FORM}", f"period={PERIOD}", "cell=A02", "order=value")
        self.assertEqual([int(row["value"]) for row in rows], sorted(self.of(code, "A02") for code in DISTRICTS))
        self.assert_by_unit("A03")

    def test_s20_units_without_a_regulation(self):
        """Those that have none, by district and type: the difference of two cells that stand beside each other."""
        for kind in ("DN", "XA"):
            self.assert_by_unit(f"A04.{kind}")
            self.assert_by_unit(f"A05.{kind}")
        there, have = self.counts_by_unit("A04"), self.counts_by_unit("A05")
        self.assertEqual(self.by_unit("A04"), {unit: str(count) for unit, count in there.items()})
        lacking = {unit: there[unit] - have[unit] for unit in there}
        self.assertEqual(lacking, {code: self.of(code, "A04") - self.of(code, "A05") for code in DISTRICTS})
        self.assertTrue(any(lacking.values()))

    def test_s21_inspection(self):
        self.assert_sums("I01", "I02", "I06")
        self.assert_rates("I03", "I02", "I01", [""])
        for cell in ("I06", "I05.overdue"):
            self.assert_by_unit(cell)

    def test_s22_late_dossiers(self):
        """Late ones and their rate, by field and by district, worst first."""
        self.assert_sums("B07", "B10", *(f"B07.{field}" for field in FIELDS))
        self.assert_rates("B11", "B07", "B08", ["", *FIELDS])
        self.assertEqual(self.total("B11"), "5.35")
        rows = self.tinh.table("query", "report_values", f"form={FORM}", f"period={PERIOD}", "cell=B11.DAT_DAI", "order=-value")
        rates = {code: rounded(self.of(code, "B07.DAT_DAI"), self.of(code, "B08.DAT_DAI")) for code in DISTRICTS}
        self.assertEqual({row["unit"]: row["value"] for row in rows}, rates)
        self.assertEqual([row["value"] for row in rows], sorted(rates.values(), key=decimal.Decimal, reverse=True))

    def test_s23_growth_of_petitions(self):
        """More than in the same period of the year before: from the reports of both."""
        before, now = self.sum("C10", "2019-H1"), self.sum("C10")
        self.assertEqual(self.total("C14"), rounded(now - before, before))
        self.assertEqual(self.total("C14"), "16.43")

    def test_s24_conferences_of_officials(self):
        self.assert_sums("G06.due", "G06.done")
        self.assert_by_unit("G06.done")

    def test_s25_peoples_inspection_boards(self):
        """Boards that have a programme of their own, of all there are, by what they are of."""
        boards = {kind: (self.of("MTTQ", f"E01.{kind}"), self.of("MTTQ", f"E02.{kind}")) for kind in ("XA", "CO_QUAN_DON_VI", "DNNN")}
        for kind, (all_of, with_one) in boards.items():
            self.assertEqual(self.total(f"E03.{kind}", "QCDC-MTTQ"), rounded(with_one, all_of))
        for cell in ("E04.XA", "E05.carry", "E05.recv", "E05.done"):
            self.assertEqual(self.total(cell, "QCDC-MTTQ"), self.reports["MTTQ", PERIOD][cell])

    def test_s26_plans_held_up(self):
        """What was planned and what was done of supervision, dialogue and inspection."""
        self.assert_sums("F01", "F02", "I01", "I02")
        self.assert_rates("F07", "F02", "F01", [""])
        self.assertLess(decimal.Decimal(self.total("F07")), 100)
        self.assertLess(decimal.Decimal(self.total("D05", "QCDC-MTTQ")), 100)

    def test_s27_delayed_projects(self):
        self.assert_sums("H01.TRONG_DIEM_TINH", "H09.TRONG_DIEM_TINH", "H09")
        self.assert_by_unit("H09.TRONG_DIEM_TINH")

    def test_s28_workers_conference(self):
        """47,12 %: of 278 enterprises 131, with what each district has of it, and where it comes from."""
        self.assertEqual((self.total("G02"), self.total("G03"), self.total("G04")), ("278", "131", "47.12"))
        self.assert_sums("G02", "G03", "G05")
        self.assertEqual(self.by_unit("G04"), {code: rounded(self.of(code, "G03"), self.of(code, "G02")) for code in DISTRICTS
                                               if self.of(code, "G02")})
        self.assertIn("47,12", self.tinh.must("explain", f"{PERIOD}/{FORM}/G04"))
        parts = self.tinh.query("figure_parts", form=FORM, period=PERIOD, cell="G04")
        self.assertEqual(sum(int(row["value"]) for row in parts if row["cell"] == "G03"), 131)
        self.assertEqual(sum(int(row["value"]) for row in parts if row["cell"] == "G02"), 278)
        shown = self.tinh.must("query", "report_totals", f"form={FORM}", f"period={PERIOD}", "--format", "table")
        self.assertTrue(re.search(r"G04\b.*47,12", shown), "people read a comma")

    # ---------------------------------------------------------------- part II: tasks

    def test_s32_key_projects(self):
        """Each project by its own code: households, land, money, consent and schedule side by side."""
        codes = {cell.split(".")[-1] for cell in self.figures[FORM] if cell.startswith("H02.")}
        self.assertTrue({"DA5931", "DA5932"} <= codes)
        for code in codes:
            for cell in (f"H02.{code}", f"H05.{code}", f"H06.due.{code}", f"H06.done.{code}", f"H11.recv.{code}"):
                self.assert_sums(cell)

    def test_s33_dialogue(self):
        for indicator in ("F01", "F02", "F03", "F04", "F05"):
            self.assert_sums(indicator, f"{indicator}.HUYEN", f"{indicator}.XA")
        self.assert_rates("F07", "F02", "F01", ["HUYEN", "XA"])

    def test_s34_heads_receive_citizens(self):
        """Days that the heads had to receive, and did: never more than a hundred in the hundred."""
        for head in ("CT_UBND", "BI_THU"):
            self.assert_sums(f"C06.{head}", f"C07.{head}")
            self.assertEqual(self.total(f"C08.{head}"),
                             rounded(min(self.sum(f"C07.{head}"), self.sum(f"C06.{head}")), self.sum(f"C06.{head}")))
        self.assert_sums("C02", "F06.assigned", "F06.done", "F06.overdue")

    def test_s35_congress_petitions_in_numbers(self):
        """Petitions about Party congresses: carried over, received, and settled."""
        self.assert_sums("C28.carry", "C28.recv", "C28.done")

    def test_s36_task_force_in_numbers(self):
        """Large groups received, and the backlog that the task force answers for."""
        self.assert_sums("C05", "C23", "C26")
        self.assert_by_unit("C05")

    def test_s39_mood_of_the_people(self):
        [row] = self.tinh.query("report_texts", form="QCDC-MTTQ", period=PERIOD, cell="D14")
        self.assertEqual((row["office"], row["text"]), ("MTTQ-TINH", FRONT_SAYS))

    def test_s40_supervision_of_projects(self):
        front = self.reports["MTTQ", PERIOD]
        for cell in ("D01.MTTQ", "D02.MTTQ", "E07", "E08.carry", "E08.recv", "E08.done"):
            self.assertEqual(self.total(cell, "QCDC-MTTQ"), front[cell], cell)

    def test_s42_labour_federation(self):
        for cell, value in FEDERATION.items():
            self.assertEqual(self.total(cell, "QCDC-LDLD"), str(value), cell)
        self.assertEqual(self.total("G04", "QCDC-LDLD"), rounded(FEDERATION["G03"], FEDERATION["G02"]))

    def test_s43_inspection_teams(self):
        for cell, value in TEAM.items():
            self.assertEqual(self.total(cell, "QCDC-TKT"), str(value), cell)
        self.assertEqual(self.total("I03.TINH", "QCDC-TKT"), rounded(3, 8))
        self.assertEqual(list(self.narratives("I07", "QCDC-TKT").values()), [TEAM_SAYS])

    def test_s45_committees_renewed(self):
        """Only where people changed is it due at all."""
        self.assert_sums("J01.XA", "J02.XA", "J01.HUYEN", "J02.HUYEN")
        self.assert_rates("J03", "J02", "J01", ["XA"])


class Table(unittest.TestCase):
    def test_the_table_names_every_row_once(self):
        """tests/README.md: row, command or question, test; and no test of a row is missing there."""
        text = (harness.SOURCE / "tests" / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| (S-\d\d) \| (.+?) \| `(test_s\d\d_\w+)` \|$", text, re.MULTILINE)
        self.assertEqual(sorted(name for _, _, name in rows), sorted(name for name in dir(Seed) if re.match(r"test_s\d\d_", name)))
        for row, _, name in rows:
            self.assertTrue(name.startswith(f"test_s{row[2:]}_"), name)


if __name__ == "__main__":
    harness.main()
