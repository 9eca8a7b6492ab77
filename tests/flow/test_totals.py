"""Ten districts and the Front hand everything in at the same time; every figure is the one that was counted independently."""
import collections
import datetime
import decimal
import statistics

import brief_tests
import exchange_tests
import harness
import open_data_tests
from harness import DISTRICTS, PERIODS, FlowCase, all_at_once, boston, count_rows, expected_counts, read_csv

# The district that also hands in the invented denunciations: the smallest register, so that they stand out.
DENOUNCED = "602"

# The examples of the statutory forms, and the district that files them; those with broken formulas apart.
STATUTORY = [row for row in read_csv(harness.STATUTORY / "manifest.csv") if not row["breaks"]]
STATUTORY_DISTRICT = "600"


def number(text):
    """What a cell holds, exactly; None for a blank or a narrative."""
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        return None


class Totals(brief_tests.BriefTests, exchange_tests.ExchangeTests, open_data_tests.OpenDataTests, FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.districts = {code: cls.province.office(f"BCD-{code}") for code in DISTRICTS}
        cls.front = cls.province.office("MTTQ-TINH")
        cls.tinh = cls.province.founder()
        cls.analyst = cls.province.office("BCD-TINH", "analyst")
        cls.hand_in()
        cls.entries = {code: office.entries() for code, office in cls.districts.items()}
        all_at_once([*cls.districts.values(), cls.front, cls.tinh], "sync")
        for verdict, code in (("accept", "593"), ("return", "594"), ("accept", "595"), ("lock", "595")):
            cls.tinh.must("review", verdict, f"BCD-{code}", "QCDC-HUYEN", "2020-H1", "reason=xem")
        cls.tinh.sync()

    @classmethod
    def hand_in(cls):
        """Everything is written without a line, every office in a process of its own."""
        started = []
        for code, office in cls.districts.items():
            started.append((office.name, office.start("petition", "import", boston(code), "--confirm-names", "--new")))
        for name, done in harness.finish_all(started):
            assert done.status == 0, (name, done)
        cls.districts[DENOUNCED].import_csv(harness.DENUNCIATIONS)
        for period in PERIODS:
            for code, office in cls.districts.items():
                office.file_report(harness.REPORTS / f"{code}-{period}.csv")
            cls.front.file_report(harness.REPORTS / f"MTTQ-{period}.csv")
        office = cls.districts[STATUTORY_DISTRICT]
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2020-H1", "cell": "G08", "value": brief_tests.HOSTILE}],
                                           ["form", "period", "cell", "value"]))
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2017-H1", "cell": cell, "value": value}
                                            for cell, value in (("G02", "0"), ("G03", "0"), ("I02.TINH", "0"))],
                                           ["form", "period", "cell", "value"]))
        for code, cells in (("593", (("G02", "100"), ("G03", "50"))), ("594", (("G02", "100"),))):
            office = cls.districts[code]
            office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2016-H1", "cell": cell, "value": value} for cell, value in cells],
                                               ["form", "period", "cell", "value"]))
        office = cls.districts[STATUTORY_DISTRICT]
        office.file_report(office.register([row for example in STATUTORY
                                            for row in read_csv(harness.STATUTORY / example["file"])],
                                           ["form", "period", "cell", "value"]))

    def test_report_totals(self):
        """Sums and rates of the form, to the cell."""
        totals = {period: self.tinh.totals(period) for period in PERIODS}
        rows = read_csv(harness.REPORTS / "expected.csv")
        self.assertGreater(len(rows), 20)
        for row in rows:
            self.assertEqual(totals[row["period"]].get(row["figure"]), row["value"], row)

    def test_every_cell_is_the_sum(self):
        """Every cell that is summed over the districts, computed here from the ten files."""
        for period in PERIODS:
            sums, reported = {}, {}
            for code in DISTRICTS:
                for row in read_csv(harness.REPORTS / f"{code}-{period}.csv"):
                    if number(row["value"]) is not None:
                        sums[row["cell"]] = sums.get(row["cell"], 0) + number(row["value"])
                        reported[row["cell"]] = reported.get(row["cell"], 0) + 1
            rows = {row["cell"]: row for row in self.tinh.query("report_totals", form="QCDC-HUYEN", period=period)}
            self.assertGreater(len(sums), 150)
            for cell, total in sums.items():
                self.assertIn(cell, rows)
                value, offices = rows[cell]["value"], rows[cell]["reported"]
                self.assertEqual((number(value), offices), (total, str(reported[cell])), f"{period} {cell}")
                self.assertEqual(rows[cell]["expected"], str(len(DISTRICTS)))

    def test_front(self):
        """The Front's own form: one office, so each total is its value."""
        for period in PERIODS:
            totals = self.tinh.totals(period, "QCDC-MTTQ")
            for row in read_csv(harness.REPORTS / f"MTTQ-{period}.csv"):
                if number(row["value"]) is not None:
                    self.assertEqual(number(totals.get(row["cell"], "")), number(row["value"]), row)

    def test_statutory_forms(self):
        """Each example is one that a clerk may file, and its figures arrive; districts, departments and the people's committee
        owe the version of the form that holds when the period ends."""
        other = self.districts["601"]
        for example in STATUTORY:
            path, form, period = harness.STATUTORY / example["file"], example["form"], example["period"]
            other.must("report", "check", path)
            own = {row["cell"]: row["value"] for row in read_csv(path)}
            rows = {row["cell"]: row for row in self.tinh.query("report_totals", form=form, period=period)}
            self.assertEqual({cell: number(rows[cell]["value"]) for cell, value in own.items() if number(value) is not None},
                             {cell: number(value) for cell, value in own.items() if number(value) is not None}, example)
            self.assertEqual({row["expected"] for row in rows.values()}, {str(len(DISTRICTS) + 5 + 1)}, example)
            status = {row["office"]: row for row in self.tinh.query("reporting_status", form=form, period=period)}
            self.assertEqual({office.split("-")[0] for office in status}, {"BCD", "SO", "CUC", "UBND"}, example)
            self.assertEqual({row["cells"] for row in status.values()},
                             {str(len(other.table("report", "template", form, period)))}, example)
            self.assertEqual(status[f"BCD-{STATUTORY_DISTRICT}"]["content"], "figures")

    def test_statutory_versions(self):
        """A form that a later circular changed: each period has the columns of its own time, and none before the first."""
        office = self.districts[STATUTORY_DISTRICT]
        for period, first in (("2023-Q4", "XLD1_01"), ("2024-Q1", "XLD1V2_01")):
            self.assertEqual(office.table("report", "template", "01-XLD", period)[0]["cell"], first)
            cells = {cell.split("_")[0] for cell in self.tinh.totals(period, "01-XLD")}
            self.assertEqual(cells, {first.split("_")[0]}, "also where nobody has filed")
        done = office.run("report", "template", "01-XLD", "2021-Q1")
        self.assert_refused(done, "form 01-XLD is not filed for 2021-Q1", "that end on 10/05/2021 or later")
        self.assert_refused(self.tinh.run("query", "report_totals", "form=01-XLD", "period=2021-Q1"), "2021-Q1")
        self.assert_refused(office.run("report", "template", "01/XLD", "2022-Q1"), "did you mean 01-XLD?")
        explained = self.tinh.must("explain", "2021-Q2/01-XLD/XLD1_09")
        self.assertIn("150", explained)
        forms = {row["form"] for row in self.tinh.query("reporting_status", period="2020")}
        self.assertEqual({form.split("-")[0] for form in forms}, {"QCDC"}, "nobody owes what no circular asked for yet")

    def test_without_one_district(self):
        """The rate of the other nine districts comes from summed terms, not from averaged rates."""
        cells = {}
        for row in self.tinh.query("report_values", form="QCDC-HUYEN", period="2020-H1"):
            if row["cell"] in ("G02", "G03") and row["unit"] != "602":
                cells[row["cell"]] = cells.get(row["cell"], 0) + int(row["value"])
        self.assertEqual(f"{100 * cells['G03'] / cells['G02']:.2f}", "47.27")

    def test_petition_counts(self):
        """Every line of the independent count, and no line more than the denunciations give."""
        expected = expected_counts(harness.BOSTON / "expected.csv")
        denounced = count_rows(DENOUNCED, read_csv(harness.DENUNCIATIONS))
        self.assertFalse(set(expected) & set(denounced), "the two registers must not share a line")
        counts = self.tinh.counts()
        self.assertEqual({key: counts.get(key) for key in expected}, expected)
        self.assertEqual({key: counts.get(key) for key in denounced}, denounced)
        self.assertEqual(set(counts), set(expected) | set(denounced))

    def test_pending(self):
        """What is not settled is open; and the whole is the sum of its lines."""
        expected = {**expected_counts(harness.BOSTON / "expected.csv"),
                    **count_rows(DENOUNCED, read_csv(harness.DENUNCIATIONS))}
        for row in self.tinh.query("petition_counts", by="unit,kind,field,month"):
            self.assertEqual(int(row["pending"]), int(row["received"]) - int(row["settled"]), row)
        whole = self.tinh.query("petition_counts")
        self.assertEqual(len(whole), 1)
        self.assertEqual(int(whole[0]["received"]), sum(received for received, settled in expected.values()))
        self.assertEqual(int(whole[0]["settled"]), sum(settled for received, settled in expected.values()))

    def test_slices(self):
        """By one dimension, by a filter, by a range of months: always the same counts."""
        expected = expected_counts(harness.BOSTON / "expected.csv")
        for row in self.tinh.query("petition_counts", by="unit", kind="PHAN_ANH"):
            wanted = sum(n for (unit, kind, _, _), (n, _) in expected.items() if (unit, kind) == (row["unit"], "PHAN_ANH"))
            self.assertEqual(int(row["received"]), wanted, row)
        inside = self.tinh.query("petition_counts", by="month", unit="599", from_="2011-08", to="2011-10")
        self.assertEqual([row["month"] for row in inside], ["2011-08", "2011-09", "2011-10"])
        for row in inside:
            wanted = sum(n for (unit, _, _, month), (n, _) in expected.items() if (unit, month) == ("599", row["month"]))
            self.assertEqual(int(row["received"]), wanted, row)

    def test_days_as_people_write_them(self):
        """13/07/2020 is the same question as 2020-07-13; what is no day, or a time that ends before it begins, is told in a line."""
        def ask(query, *words):
            return self.tinh.run("query", query, *words, "--format", "csv")
        for query, people, iso in (("petition_counts", ("by=month", "from=05/08/2011", "to=09/2011"), ("by=month", "from=2011-08-05", "to=2011-09")),
                                   ("petition_counts", ("by=month", "from=8/2011", "to=13.9.2011"), ("by=month", "from=2011-08", "to=2011-09-13")),
                                   ("petition_register", ("from=01-08-2011", "to=2011/8/20"), ("from=2011-08-01", "to=2011-08-20"))):
            done = ask(query, *people)
            self.assertEqual((done.status, done.out), (0, ask(query, *iso).out), done)
            self.assertGreater(done.out.count("\n"), 1)
        for words, said in ((("from=31/02/2020",), 'from: "31/02/2020" is not a day that exists'),
                            (("to=5/7/2020",), 'to: is "5/7/2020" to be read as 05/07/2020 or as 07/05/2020?'),
                            (("from=13/07/20",), 'from: "13/07/20" does not say which year it is'),
                            (("from=13/2020",), "from=13/2020 is neither a day nor a month"),
                            (("from=02/09/2011", "to=01/09/2011"), "from=02/09/2011 is after to=01/09/2011"),
                            (("from=2011-10", "to=2011-09"), "from=2011-10 is after to=2011-09")):
            done = ask("petition_counts", *words)
            self.assert_refused(done, said)
        done = self.tinh.run("petition", "list", "from=02/09/2011", "to=01/09/2011")
        self.assert_refused(done, "from=02/09/2011 is after to=01/09/2011")

    def test_analyst(self):
        """An analyst reads the same aggregates, but for denunciations, and what is bound to them by rules in steps of five."""
        self.assertEqual(self.analyst.counts(), {key: count for key, count in self.tinh.counts().items() if key[1] != "TO_CAO"})
        masked = {row[0] for row in self.province.sql("select code from indicator where masked and type = 0")}
        exact, told = self.tinh.totals("2020-H1"), self.analyst.totals("2020-H1")
        self.assertIn("C10", masked)
        self.assertEqual({cell: value for cell, value in told.items() if cell.split(".")[0] not in masked | {"C14", "C21"}},
                         {cell: value for cell, value in exact.items() if cell.split(".")[0] not in masked | {"C14", "C21"}})
        self.assertEqual({cell: int(value or 0) for cell, value in told.items() if cell.split(".")[0] in masked},
                         {cell: int(value or 0) // 5 * 5 for cell, value in exact.items() if cell.split(".")[0] in masked})

    def surges(self, denunciations, begin=None, end=None, kind=None):
        """Counted here, of the files: {(week, unit, field): (received, median, spread, weeks before)}."""
        weeks, first = collections.Counter(), {}
        for code in DISTRICTS:
            for row in read_csv(boston(code)) + (read_csv(harness.DENUNCIATIONS) if denunciations and code == DENOUNCED else []):
                day = datetime.date.fromisoformat(row["received_on"])
                first[code] = min(day, first.get(code, day))
                if kind in (None, row["kind"]):
                    weeks[day - datetime.timedelta(day.weekday()), code, row["field"]] += 1
        found = {}
        for (week, code, field), received in weeks.items():
            earlier = [week - datetime.timedelta(7 * n) for n in range(1, 27)]
            past = [weeks[then, code, field] for then in earlier if then >= first[code]]
            if len(past) < 5 or (begin and week < begin) or (end and week + datetime.timedelta(6) > end):
                continue
            median = statistics.median(past)
            spread = max(1, statistics.median(abs(one - median) for one in past))
            score = 0.6745 * (received - median) / spread
            if score > 3.5:
                found[str(week), code, field] = (received, median, spread, len(past))
        return found

    def asked_surges(self, reader, **asked):
        rows = reader.query("petition_surges", **asked)
        for row in rows:
            past = [int(one) for one in row["figures"].split()]
            self.assertEqual((len(past), statistics.median(past)), (int(row["weeks"]), float(row["median"])), row)
            score = 0.6745 * (int(row["received"]) - float(row["median"])) / float(row["spread"])
            self.assertAlmostEqual(float(row["score"]), score, delta=0.0051)
        return {(row["week"], row["unit"], row["field"]): (int(row["received"]), float(row["median"]), float(row["spread"]), int(row["weeks"]))
                for row in rows}

    def test_surges(self):
        """Weeks that stand out from a topic's and a place's own, counted without the programs; analysts see none of denunciations."""
        begin, end = datetime.date(2012, 1, 1), datetime.date(2013, 6, 30)
        expected = self.surges(denunciations=True)
        self.assertGreater(len(expected), 2)
        self.assertEqual(self.asked_surges(self.tinh, **{"from": "2000-01-01"}), expected)
        self.assertEqual(self.asked_surges(self.tinh, **{"from": str(begin), "to": str(end)}), self.surges(True, begin, end))
        self.assertEqual(self.asked_surges(self.analyst, **{"from": "2000-01-01"}), self.surges(denunciations=False))
        self.assertEqual(self.asked_surges(self.analyst, kind="TO_CAO", **{"from": "2000-01-01"}), {})
        self.assertEqual(self.asked_surges(self.tinh, kind="KIEN_NGHI", **{"from": "2000-01-01"}), self.surges(True, kind="KIEN_NGHI"))
        self.assertEqual(self.asked_surges(self.tinh), {}, "nothing was received in the last four weeks")
        unit, field = next(iter(expected))[1:]
        rows = self.tinh.table("petition", "surges", "from=2000-01-01", f"unit={unit}", f"field={field}")
        self.assertEqual({row["week"] for row in rows}, {week for week, *of in expected if of == [unit, field]})
        self.assert_refused(self.districts[unit].run("petition", "surges"), "not for role reporter")

    def test_a_district_sees_its_own(self):
        """A reporter's counts are those of its own unit, and its register has every number once."""
        expected = {key: value for key, value in expected_counts(harness.BOSTON / "expected.csv").items() if key[0] == "600"}
        office = self.districts["600"]
        self.assertEqual(office.counts(), expected)
        numbers = [row["local_no"] for row in office.query("petition_register")]
        self.assertEqual(sorted(numbers), sorted({row["local_no"] for row in read_csv(boston("600"))}))

    def test_nothing_rejected(self):
        """Nobody's entry was turned down, and every entry has arrived once."""
        for office in self.districts.values():
            self.assertEqual(office.table("rejected"), [], office.name)
        received = dict(self.province.sql("select o.code, count(*) from journal j join origin g on g.id = j.origin"
                                          " join office o on o.id = g.office group by o.code"))
        for code, entries in self.entries.items():
            self.assertEqual(received[f"BCD-{code}"], str(entries))

    def test_verify(self):
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
