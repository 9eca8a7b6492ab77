"""The named queries, asked over the wire of a server that holds the sample reports and petitions."""
import csv
import datetime
import unittest

import province
from province import Refused, day, facts, verdicts

DATA = province.SOURCE / "tests" / "data" / "sample-reports"
DISTRICTS = [str(code) for code in range(593, 603)]
PERIODS = ["2019-H1", "2019", "2020-H1"]
TEXTS = {"A12", "D14", "G08", "I07", "K06"}


def read_report(office, period):
    """A sample report as a fact, and its values."""
    with open(DATA / f"{office}-{period}.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    values = {row["cell"]: row["value"] for row in rows if row["cell"] not in TEXTS}
    report = facts.ReportFiled(form=rows[0]["form"], form_version=1, period=period)
    for cell in sorted(values, key=str.encode):
        report.cells.add(cell=cell, value_e4=round(float(values[cell]) * 10000))
    return report, values


def setUpModule():
    global server, offices, analyst, committee
    server = province.Province().start()
    offices = {code: server.join(f"BCD-{code}") for code in DISTRICTS}
    offices["MTTQ"] = server.join("MTTQ-TINH")
    analyst = server.join("BCD-TINH", "analyst")
    committee = server.join("BCD-TINH", "province")
    for code, device in offices.items():
        receipt = device.append([facts.Fact(report_filed=read_report(code, period)[0]) for period in PERIODS])
        assert not receipt.verdicts, verdicts(receipt)


def tearDownModule():
    for device in (*offices.values(), analyst, committee):
        device.close()
    assert server.stop() == 0


def totals(period, form="QCDC-HUYEN"):
    return {row["cell"]: row for row in committee.query("report_totals", form=form, period=period).rows}


class Totals(unittest.TestCase):
    def test_totals_are_those_counted_independently(self):
        with open(DATA / "expected.csv", newline="", encoding="utf-8") as file:
            expected = list(csv.DictReader(file))
        self.assertGreater(len(expected), 20)
        for row in expected:
            figure = totals(row["period"])[row["figure"]]
            self.assertEqual(figure["value"], row["value"], row)
            self.assertEqual((figure["reported"], figure["expected"]), ("10", "10"), row)

    def test_every_leaf_and_every_whole_against_a_sum_here(self):
        sums, members = {}, {}
        for code in DISTRICTS:
            for cell, value in read_report(code, "2020-H1")[1].items():
                cents = round(float(value) * 100)
                sums.setdefault(cell, []).append(cents)
                if "." in cell:
                    members.setdefault(cell.split(".")[0], {}).setdefault(code, []).append(cents)
        figures = totals("2020-H1")
        for cell, values in sums.items():
            self.assertEqual(round(float(figures[cell]["value"]) * 100), sum(values), cell)
            self.assertEqual(int(figures[cell]["reported"]), len(values), cell)
        wholes = [code for code in members if code in figures]
        self.assertGreater(len(wholes), 20)
        for code in wholes:
            total = sum(sum(values) for values in members[code].values())
            self.assertEqual(round(float(figures[code]["value"]) * 100), total, code)
        for code in ("C27", "C28", "F06", "G06", "D12"):
            self.assertNotIn(code, figures, "members that are no parts have no sum")

    def test_a_blank_is_no_zero(self):
        figures = totals("2020-H1")
        blank = [row for row in figures.values() if row["reported"] == "0"]
        for row in blank:
            self.assertIsNone(row["value"], row)
        empty = totals("2018")
        self.assertTrue(all(row["value"] is None and row["reported"] == "0" for row in empty.values()))

    def test_rates_come_from_summed_terms(self):
        figures = totals("2020-H1")
        for rate, top, bottom in (("B11.DAT_DAI", "B07.DAT_DAI", "B08.DAT_DAI"), ("A06.XA", "A05.XA", "A04.XA")):
            n, d = int(figures[top]["value"]), int(figures[bottom]["value"])
            self.assertEqual(figures[rate]["value"], f"{(20000 * n + d) // (2 * d) / 100:.2f}")
        for row in figures.values():
            if row["cell"].startswith("C08") and row["value"]:
                self.assertLessEqual(float(row["value"]), 100)

    def test_an_office_taken_back_leaves_the_totals(self):
        device = offices["602"]
        device.append([facts.Fact(voided=facts.Voided(target=device.ref(3)))])
        figure = totals("2020-H1")["G04"]
        self.assertEqual((figure["value"], figure["reported"]), ("47.27", "9"))
        # The same body again would be the same fact, which was taken back: this one has a narrative too.
        report = read_report("602", "2020-H1")[0]
        report.text_cells.append("A12")
        receipt = device.append([facts.Fact(report_filed=report)])
        self.assertFalse(receipt.verdicts, verdicts(receipt))
        self.assertEqual(totals("2020-H1")["G04"]["value"], "47.12")


class Values(unittest.TestCase):
    def test_values_name_their_entry(self):
        rows = analyst.query("report_values", form="QCDC-HUYEN", period="2020-H1", unit="593", cell="G03").rows
        address = f"{offices['593'].id}:3"
        self.assertEqual(rows, [{"unit": "593", "form": "QCDC-HUYEN", "cell": "G03",
                                 "value": read_report("593", "2020-H1")[1]["G03"], "entry": address, "office": "BCD-593", "figure": "reported"}])

    def test_all_values_of_a_report(self):
        values = read_report("595", "2019")[1]
        rows = committee.query("report_values", period="2019", unit="595").rows
        self.assertEqual({row["cell"]: float(row["value"]) for row in rows},
                         {cell: float(value) for cell, value in values.items()})

    def test_a_computed_cell_is_asked_for_like_any_other(self):
        for code in ("593", "599"):
            values = read_report(code, "2020-H1")[1]
            expected = round(float(values["G03"]) / float(values["G02"]) * 100 + 1e-9, 2)
            for reader in (analyst, committee, offices[code]):
                rows = reader.query("report_values", form="QCDC-HUYEN", period="2020-H1", unit=code, cell="G04").rows
                self.assertEqual([(row["unit"], row["cell"], row["entry"]) for row in rows],
                                 [(code, "G04", f"{offices[code].id}:3")])
                self.assertEqual(float(rows[0]["value"]), expected)
        self.assertNotIn("G04", [row["cell"] for row in committee.query("report_values", period="2020-H1").rows])
        self.assertEqual(committee.query("report_values", period="2015-H1", cell="G04").rows, [])

    def test_computed_cells_are_those_of_the_totals(self):
        """Where one office alone files a form each total is its value; where ten do, each counts where it has one."""
        with open(province.SOURCE / "sql" / "reference" / "indicators.csv", newline="", encoding="utf-8") as file:
            ratios = sorted(row["code"] for row in csv.DictReader(file) if row["type"] == "ratio")
        self.assertGreater(len(ratios), 10)
        compared = 0
        for form in ("QCDC-MTTQ", "QCDC-HUYEN"):
            for period in PERIODS:
                figures = totals(period, form)
                for ratio in ratios:
                    total = {cell: row for cell, row in figures.items() if cell.split(".")[0] == ratio and row["reported"] != "0"}
                    if not total:
                        continue
                    rows = committee.query("report_values", form=form, period=period, cell=ratio).rows
                    self.assertEqual({row["cell"] for row in rows}, set(total), (form, period))
                    for cell, figure in total.items():
                        own = [row["value"] for row in rows if row["cell"] == cell]
                        self.assertEqual(len(own), int(figure["reported"]), cell)
                        if form == "QCDC-MTTQ":
                            self.assertEqual(own, [figure["value"]], cell)
                    compared += len(total)
        self.assertGreater(compared, 40)

    def test_a_reporter_sees_its_own_unit(self):
        rows = offices["593"].query("report_values", period="2020-H1").rows
        self.assertEqual({row["unit"] for row in rows}, {"593"})
        with self.assertRaises(Refused) as refused:
            offices["593"].query("report_values", period="2020-H1", unit="594")
        self.assertEqual(refused.exception.code, "FORBIDDEN")

    def test_parts_of_a_rate(self):
        rows = analyst.query("figure_parts", form="QCDC-HUYEN", period="2020-H1", cell="G04").rows
        self.assertEqual(len(rows), 20)
        self.assertEqual({row["cell"] for row in rows}, {"G02", "G03"})
        self.assertEqual(sum(int(row["value"]) for row in rows if row["cell"] == "G03"), 131)
        self.assertEqual(sum(int(row["value"]) for row in rows if row["cell"] == "G02"), 278)
        self.assertEqual({row["how"] for row in rows}, {"filed"})
        self.assertRegex(rows[0]["committed_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_parts_of_a_comparison_reach_back_a_year(self):
        rows = committee.query("figure_parts", form="QCDC-HUYEN", period="2020-H1", cell="C14.TO_CAO", unit="593").rows
        self.assertEqual([(row["period"], row["cell"]) for row in rows],
                         [("2020-H1", "C10.TO_CAO"), ("2019-H1", "C10.TO_CAO")])
        rows = committee.query("figure_parts", form="QCDC-HUYEN", period="2020-H1", cell="C14").rows
        self.assertEqual(len(rows), 10 * 4 * 2)

    def test_a_correction_is_named(self):
        device = offices["601"]
        report, values = read_report("601", "2019")
        seen = facts.ReportFiled(form=report.form, form_version=report.form_version, period=report.period,
                                 cells=[cell for cell in report.cells if cell.cell == "A01"])
        changed = facts.ReportFiled()
        changed.CopyFrom(seen)
        changed.cells[0].value_e4 += 10000
        receipt = device.append([facts.Fact(corrected=facts.Corrected(target=device.ref(2), report=changed, report_seen=seen))])
        self.assertFalse(receipt.verdicts)
        row, = analyst.query("figure_parts", form="QCDC-HUYEN", period="2019", cell="A01", unit="601").rows
        self.assertEqual((row["value"], row["how"]), (str(int(values["A01"]) + 1), "corrected"))
        self.assertEqual(row["entry"], f"{device.id}:{device.seq}")


class Reporting(unittest.TestCase):
    def test_states(self):
        rows = analyst.query("reporting_status", form="QCDC-HUYEN", period="2020-H1").rows
        self.assertEqual([row["office"] for row in rows], [f"BCD-{code}" for code in DISTRICTS])
        self.assertEqual({row["due_on"] for row in rows}, {"2020-06-22"}, "the 20th was a Saturday")
        self.assertEqual({row["state"] for row in rows}, {"late"})
        rows = analyst.query("reporting_status", period="2018").rows
        self.assertEqual({row["state"] for row in rows}, {"missing"})
        self.assertIn("QCDC-CHISO", {row["form"] for row in rows})
        rows = analyst.query("reporting_status", period="2018-H1").rows
        self.assertNotIn("QCDC-CHISO", {row["form"] for row in rows})

    def test_who_owes(self):
        """Those whose unit lived in some part of the period, once it has begun: in the status and as what the totals expect."""
        def owing(period):
            offices = [row["office"] for row in analyst.query("reporting_status", form="QCDC-HUYEN", period=period).rows]
            expected = {row["expected"] for row in analyst.query("report_totals", form="QCDC-HUYEN", period=period).rows}
            self.assertEqual(expected, {str(len(offices))}, period)
            return offices
        everybody = [f"BCD-{code}" for code in DISTRICTS]
        self.assertEqual(owing("2020"), everybody)
        self.assertEqual(owing("2005"), everybody, "La Gi was founded on 20/09/2005")
        self.assertEqual(owing("2005-H1"), [office for office in everybody if office != "BCD-594"])
        self.assertEqual(owing("2025"), everybody, "the districts ended on 30/06/2025")
        self.assertEqual(owing("2026-H1"), [])
        # Of a time that has not begun nobody can know anything, whichever query asks for it.
        period = str(datetime.date.today().year + 2)
        for name, params in (("reporting_status", {}), ("reporting_rate", {}), ("report_values", {}), ("petition_counts", {}),
                             ("report_totals", {"form": "QCDC-HUYEN"}), ("figure_parts", {"form": "QCDC-HUYEN", "cell": "A01"}),
                             ("report_texts", {"form": "QCDC-HUYEN"})):
            with self.subTest(query=name), self.assertRaises(Refused) as refused:
                (committee if name == "report_texts" else analyst).query(name, period=period, **params)
            self.assertIn("has not begun yet", str(refused.exception))

    def test_rate(self):
        """Expected, in time, late, due and missing add up, and are what the status lists one by one."""
        for period in ("2020-H1", "2018", "2026-H1"):
            states = analyst.query("reporting_status", period=period).rows
            for by in ("", "form", "class,form", "unit"):
                for row in analyst.query("reporting_rate", period=period, **({"by": by} if by else {})).rows:
                    mine = [state for state in states if all(row.get(column) in (None, state[column]) for column in ("form", "unit"))]
                    counts = {state: sum(one["state"] == state for one in mine) for state in ("on_time", "late", "due", "missing")}
                    self.assertEqual({state: int(row[state]) for state in counts}, counts, (period, by, row))
                    self.assertEqual(int(row["expected"]), len(mine))
                    if not mine:
                        self.assertEqual((row["rate"], row["timeliness"]), (None, None))
                        continue
                    filed = counts["on_time"] + counts["late"]
                    self.assertAlmostEqual(float(row["rate"]), 100 * filed / len(mine), delta=0.005001)
                    self.assertAlmostEqual(float(row["timeliness"]), 100 * counts["on_time"] / len(mine), delta=0.005001)
        self.several_periods()
        [row] = analyst.query("reporting_rate", form="QCDC-HUYEN", period="2020-H1").rows
        self.assertEqual((row["expected"], row["late"], row["rate"], row["timeliness"]), ("10", "10", "100.00", "0.00"))
        rows = analyst.query("reporting_rate", by="class", period="2020-H1").rows
        self.assertIn("mttq", {row["class"] for row in rows})

    def several_periods(self):
        """Form, unit and period: a list, a range, a year or all; each row is what the question about its period alone says."""
        counts = ("expected", "on_time", "late", "due", "missing", "exempt", "rate", "timeliness")

        def rates(by="period,form,unit", **params):
            return {tuple(row.get(column) for column in ("period", "form", "unit")): tuple(row[name] for name in counts)
                    for row in analyst.query("reporting_rate", by=by, **params).rows}

        def alone(*periods, **params):
            return {(period, *key[1:]): value for period in periods for key, value in rates("form,unit", period=period, **params).items()}

        whole = rates()
        every = sorted({key[0] for key in whole})
        self.assertIn("2000-H1", every)
        self.assertIn("2021-Q1", every)
        this = datetime.date.today().year
        self.assertTrue(f"{this - 1}" in every and f"{this + 1}" not in every, every)
        picked = ["2018", "2019-H1", "2019", "2020-H1", "2021-Q3"]
        self.assertEqual({key: value for key, value in whole.items() if key[0] in picked}, alone(*picked))
        self.assertEqual(rates(period=",".join(picked)), alone(*picked))
        self.assertEqual(rates(period="2019-H1,2019-H1"), alone("2019-H1"))
        self.assertEqual(rates(form="QCDC-HUYEN", period="2018..2020-H1"),
                         alone("2018-H1", "2018", "2019-H1", "2019", "2020-H1", form="QCDC-HUYEN"))
        self.assertEqual(rates(form="QCDC-HUYEN", period="2018-H1..2018,2020"), alone("2018-H1", "2018", "2020", form="QCDC-HUYEN"))
        self.assertEqual(rates(form="QCDC-HUYEN", year="2019"), alone("2019-H1", "2019", form="QCDC-HUYEN"))
        self.assertEqual({key: value for key, value in whole.items() if key[0][:4] == "2020"}, rates(year="2020"))
        self.assertEqual(rates(period="2019,2020-H1", unit="593"),
                         {key: value for key, value in alone("2019", "2020-H1").items() if key[2] == "593"})
        self.assertEqual(rates(period="2020-H1", unit="68", units="now", form="QCDC-MTTQ"), alone("2020-H1", units="now", form="QCDC-MTTQ"))
        now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date().isoformat()
        self.assertEqual(rates(period="2019,2020-H1", as_of=now), alone("2019", "2020-H1", as_of=now))
        # Of a day before anything was published no form is known.
        with self.assertRaisesRegex(Refused, "BAD_PERIOD"):
            rates(period="2019,2020-H1", as_of="2021-01-01")
        # Without a period in `by`, its rows are added up, and the rates are of the sums.
        for by in ("", "form", "unit"):
            for row in analyst.query("reporting_rate", year="2019", form="QCDC-HUYEN", **({"by": by} if by else {})).rows:
                mine = [value for key, value in whole.items() if key[0][:4] == "2019" and key[1] == "QCDC-HUYEN" and row.get("unit") in (None, key[2])]
                sums = [sum(int(value[i]) for value in mine) for i in range(6)]
                self.assertEqual([int(row[name]) for name in counts[:6]], sums)
                self.assertAlmostEqual(float(row["rate"]), 100 * (sums[1] + sums[2]) / sums[0], delta=0.005001)
                self.assertAlmostEqual(float(row["timeliness"]), 100 * sums[1] / sums[0], delta=0.005001)
        for params, said in (({"period": "2019,2020-X1"}, "period=2020-X1: not a period"), ({"period": "2019,"}, "period=: not a period"),
                             ({"period": "2020-H1..2019-H1"}, "the first period is after the last one"),
                             ({"period": f"2019..{this + 2}"}, "has not begun yet"), ({"period": f"2019,{this + 2}"}, "has not begun yet"),
                             ({"period": "2019..2020..2021"}, "not a period"), ({"period": "2019", "year": "2019"}, "not given together"),
                             ({"year": "19"}, "is not a year"), ({"year": "2019-H1"}, "is not a year"), ({"year": "1990"}, "no period of 1990"),
                             ({"year": str(this + 2)}, f"no period of {this + 2}"), ({"form": "QCDC-HUYEN", "period": "2019-Q1"}, "form QCDC-HUYEN")):
            with self.subTest(**params), self.assertRaises(Refused) as refused:
                analyst.query("reporting_rate", **params)
            self.assertIn(said, str(refused.exception))

    def test_how_much_is_filled(self):
        """A part of the cells that the form has; cells of the office's own codes, such as of its projects, are in neither number."""
        listed = {cell for [cell] in server.psql("select c.cell from form_cell c join form f on f.id = c.form "
                                                 "where f.code = 'QCDC-HUYEN' and f.version = 1")}
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date().isoformat()
        for unit, period in (("601", "2020-H1"), ("595", "2019")):
            report, _ = read_report(unit, period)
            cells = {value.cell for value in report.cells} | set(report.text_cells)
            self.assertGreater(len(cells - listed), 0, "it has own codes")
            for when in ({}, {"as_of": today}):
                row = next(row for row in analyst.query("reporting_status", form="QCDC-HUYEN", period=period, **when).rows
                           if row["unit"] == unit)
                self.assertEqual((int(row["filled"]), int(row["cells"])), (len(cells & listed), len(listed)), when)
                self.assertEqual(row["content"], "figures")
                self.assertIsNone(row["changed_at"])

    def test_filed_by_the_day_in_the_province(self):
        """The last day to file ends at midnight in the province, seven hours before it does in UTC."""
        server.psql("create table kept as select id, filed_at from report;"
                    "update report set filed_at = '2020-06-22 16:59:59Z' where period = '2020-H1' and unit = 2;"
                    "update report set filed_at = '2020-06-22 17:00:00Z' where period = '2020-H1' and unit = 3;")
        try:
            rows = analyst.query("reporting_status", form="QCDC-HUYEN", period="2020-H1").rows
            self.assertEqual([row["state"] for row in rows[:2]], ["on_time", "late"])
        finally:
            server.psql("update report r set filed_at = k.filed_at from kept k where k.id = r.id; drop table kept")


class Petitions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        device = cls.device = offices["596"]
        kinds = [facts.KHIEU_NAI, facts.TO_CAO, facts.KIEN_NGHI, facts.PHAN_ANH]
        first = device.seq + 1
        received = [facts.Fact(petition_received=facts.PetitionReceived(
            local_no=f"{n}/2020", kind=kinds[n % 4], field=facts.DAT_DAI if n % 3 else facts.THUE,
            received_on=day("2020-01-15") + n, channel=facts.TRUC_TIEP, people=1)) for n in range(60)]
        assert not device.append(received).verdicts
        moves = [facts.Fact(petition_moved=facts.PetitionMoved(
            petition=device.ref(first + n), move=facts.SETTLED, on=day("2020-06-01"), from_register=True,
            outcome=facts.DUNG if n % 4 < 2 else facts.OUTCOME_UNSPECIFIED)) for n in range(0, 60, 5)]
        receipt = device.append(moves)
        assert not receipt.verdicts, verdicts(receipt)
        other = offices["597"]
        assert not other.append([facts.Fact(petition_received=facts.PetitionReceived(
            local_no="1", kind=facts.TO_CAO, field=facts.CAN_BO, received_on=day("2020-03-01"),
            channel=facts.BUU_CHINH, people=1))]).verdicts

    def counts(self, who=None, **params):
        return (who or committee).query("petition_counts", **params).rows

    def test_one_row_without_by(self):
        self.assertEqual(self.counts(), [{"received": "61", "settled": "12", "pending": "49", "otherwise": "0", "once": "61", "unsolved": "0"}])
        self.assertEqual(self.counts(**{"from": "2001-01", "to": "2001-02"}),
                         [{"received": "0", "settled": "0", "pending": "0", "otherwise": "0", "once": "0", "unsolved": "0"}])

    def test_units_as_they_stand_today(self):
        """What a province took in that merged since is the successor's today; a district that ended without one keeps it, with its
        last day; figures, names and what a unit is asked for by go together."""
        device = offices["MTTQ"]
        self.assertFalse(device.append([facts.Fact(petition_received=facts.PetitionReceived(
            local_no="N1", kind=facts.KIEN_NGHI, field=facts.KHAC, received_on=day("2020-03-01"), channel=facts.BUU_CHINH,
            people=1))]).verdicts)
        try:
            then = {row["unit"]: row["received"] for row in self.counts(by="unit")}
            now = {row["unit"]: row["received"] for row in self.counts(by="unit", units="now")}
            self.assertEqual(then, {"596": "60", "597": "1", "60": "1"})
            self.assertEqual(now, {"596@2025-06-30": "60", "597@2025-06-30": "1", "68": "1"})
            self.assertEqual(self.counts(by="unit", units="then"), self.counts(by="unit"))
            for unit, units, received in (("68", "now", "1"), ("68", "then", "0"), ("60", "then", "1"), ("596@2025-06-30", "now", "60"), ("60@2025-06-30", "then", "1")):
                self.assertEqual(self.counts(unit=unit, units=units)[0]["received"], received, (unit, units))
            row, = committee.query("petition_register", unit="68", units="now").rows
            self.assertEqual((row["unit"], row["local_no"]), ("68", "N1"))
            # A desk of a district that is no more goes on seeing its own, and nobody else's.
            mine = device.query("petition_counts", units="now", by="unit").rows
            self.assertEqual([(row["unit"], row["received"]) for row in mine], [("68", "1")])
            with self.assertRaises(Refused):
                offices["596"].query("petition_counts", units="now", unit="68")
            with self.assertRaisesRegex(Refused, "unit=60: that unit stands as [^(]+ \\(68\\) today"):
                analyst.query("petition_counts", units="now", unit="60")
            with self.assertRaisesRegex(Refused, "units=never"):
                analyst.query("petition_counts", units="never")
        finally:
            self.assertFalse(device.append([facts.Fact(voided=facts.Voided(target=device.ref(device.seq)))]).verdicts)
        for query, more in (("reporting_status", {}), ("reporting_rate", {}), ("report_values", {}), ("figure_parts", {"cell": "A01"})):
            for units, form, unit in (("then", "QCDC-MTTQ", "60"), ("now", "QCDC-MTTQ", "68"), ("now", "QCDC-HUYEN", "593@2025-06-30")):
                by = {"by": "unit"} if query == "reporting_rate" else more if form == "QCDC-HUYEN" else {key: "D01" for key in more}
                rows = analyst.query(query, period="2020-H1", form=form, units=units, **by).rows
                self.assertIn(unit, [row["unit"] for row in rows], (query, units))

    def test_by_everything(self):
        rows = self.counts(by="unit,kind,field,month")
        expected = {}
        for n in range(60):
            month = (datetime.date(2020, 1, 15) + datetime.timedelta(days=n)).strftime("%Y-%m")
            kind = ["KHIEU_NAI", "TO_CAO", "KIEN_NGHI", "PHAN_ANH"][n % 4]
            key = ("596", kind, "DAT_DAI" if n % 3 else "THUE", month)
            count = expected.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += n % 5 == 0
        expected[("597", "TO_CAO", "CAN_BO", "2020-03")] = [1, 0]
        found = {(row["unit"], row["kind"], row["field"], row["month"]): [int(row["received"]), int(row["settled"])]
                 for row in rows}
        self.assertEqual(found, expected)

    def test_columns_and_filters(self):
        table = committee.query("petition_counts", by="month", kind="TO_CAO", unit="596", **{"from": "2020-02"})
        self.assertEqual(table.columns, ["month", "received", "settled", "pending", "otherwise", "once", "unsolved"])
        self.assertEqual([row["month"] for row in table.rows], ["2020-02", "2020-03"])
        rows = self.counts(self.device, by="unit")
        self.assertEqual([(row["unit"], row["received"]) for row in rows], [("596", "60")])

    def test_an_analyst_counts_no_single_denunciation(self):
        """Whatever he asks for, none are in it; counts of their own are in steps of five."""
        everybody = {row["kind"]: row["received"] for row in self.counts(by="kind")}
        self.assertEqual(everybody, {"KHIEU_NAI": "15", "TO_CAO": "16", "KIEN_NGHI": "15", "PHAN_ANH": "15"})
        self.assertEqual({row["kind"]: row["received"] for row in self.counts(analyst, by="kind")},
                         {kind: count for kind, count in everybody.items() if kind != "TO_CAO"})
        self.assertEqual(self.counts(analyst)[0]["received"], "45")
        for params in ({"unit": "597"}, {"kind": "TO_CAO"}, {"field": "CAN_BO"}, {"kind": "TO_CAO", "of": "settled"}):
            self.assertEqual([row["received"] for row in self.counts(analyst, **params)], ["0"], params)
        for who in (analyst, committee):
            self.assertEqual(who.query("denunciation_counts").rows, [{"half_year": "2020-H1", "unit": "596", "received": "15"},
                                                                     {"half_year": "2020-H1", "unit": None, "received": "15"}])
        with self.assertRaises(Refused):
            self.device.query("denunciation_counts")

    def test_any_window_of_days(self):
        """60 petitions received from 15/01/2020 on, one a day; every fifth settled on 01/06/2020."""
        def one(who=None, **params):
            row, = self.counts(who, unit="596", **params)
            return int(row["received"]), int(row["settled"])
        for who in (committee, self.device):  # the province's counts and an office's own are two ways to the same figures
            self.assertEqual(one(who, **{"from": "2020-01-20", "to": "2020-01-20"}), (1, 1))
            self.assertEqual(one(who, **{"from": "2020-01-21", "to": "2020-01-29"}), (9, 1))
            self.assertEqual(one(who, **{"from": "2020-01-15", "to": "2020-01"}), (17, 4))
            self.assertEqual(one(who, **{"from": "2020-02", "to": "2020-02"}), (29, 6))
            self.assertEqual(one(who, period="2020-H1"), (60, 12))
            self.assertEqual(one(who, period="2019"), (0, 0))
            self.assertEqual(one(who, of="settled", period="2020-H1"), (12, 12))
            self.assertEqual(one(who, of="settled", **{"from": "2020-06-01", "to": "2020-06-01"}), (12, 12))
            self.assertEqual(one(who, of="settled", **{"from": "2020-01", "to": "2020-05-31"}), (0, 0))
            self.assertEqual([(row["month"], row["received"]) for row in self.counts(who, unit="596", by="month", of="settled")],
                             [("2020-06", "12")])

    def test_counts_add_up_whatever_the_state(self):
        """A petition in every state: settled, still open and ended otherwise make up what was received."""
        server.psql("create table kept as select id, state from petition;"
                    "update petition p set state = n.state from (select id, row_number() over (order by id) % 11 as state"
                    " from petition where not voided) n where n.id = p.id;"
                    "create table kept_rollup as table petition_rollup; update petition_rollup r set settled = s.settled, "
                    "pending = s.pending from (select unit, kind, field, received_on, count(*) filter (where state between 4 and 6 or state = 13)"
                    " as settled, count(*) filter (where state <= 3 or state = 11) as pending from petition where not voided group by 1, 2, 3, 4) s"
                    " where (r.unit, r.kind, r.field, r.day) = (s.unit, s.kind, s.field, s.received_on)")
        try:
            otherwise = 0
            for by in ("", "kind", "month", "unit,kind,field,month"):
                for who in (committee, self.device):
                    for row in self.counts(who, by=by):
                        self.assertEqual(int(row["received"]), sum(int(row[name]) for name in ("settled", "pending", "otherwise")))
                        otherwise += int(row["otherwise"])
            self.assertGreater(otherwise, 0)
        finally:
            server.psql("update petition p set state = k.state from kept k where k.id = p.id; drop table kept;"
                        "truncate petition_rollup; insert into petition_rollup table kept_rollup; drop table kept_rollup")

    def test_register(self):
        rows = committee.query("petition_register", state="settled").rows
        self.assertEqual(len(rows), 12)
        self.assertEqual(rows[0]["local_no"], "0/2020")
        self.assertEqual((rows[0]["outcome"], rows[0]["settled_on"]), ("DUNG", "2020-06-01"))
        self.assertIsNone(rows[2]["outcome"])
        self.assertEqual(len(self.device.query("petition_register").rows), 60)
        rows = committee.query("petition_register", **{"from": "2020-03-01", "to": "2020-03-01"}).rows
        self.assertEqual({row["office"] for row in rows}, {"BCD-596", "BCD-597"})
        with self.assertRaises(Refused) as refused:
            analyst.query("petition_register")
        self.assertEqual(refused.exception.code, "FORBIDDEN")

    def test_a_reporter_of_a_shared_unit_sees_its_own_office(self):
        agency = server.join("SO-NV")
        union = server.join("LDLD-TINH")
        self.addCleanup(agency.close)
        self.addCleanup(union.close)
        self.assertFalse(agency.append([facts.Fact(petition_received=facts.PetitionReceived(
            local_no="7", kind=facts.KIEN_NGHI, field=facts.KHAC, received_on=day("2020-05-05"),
            channel=facts.TRUC_TUYEN, people=1))]).verdicts)
        try:
            self.assertEqual(len(agency.query("petition_register").rows), 1)
            self.assertEqual(union.query("petition_register").rows, [])
        finally:
            self.assertFalse(agency.append([facts.Fact(voided=facts.Voided(target=agency.ref(1)))]).verdicts)

    def test_an_answer_of_many_chunks(self):
        server.psql("insert into petition (id, office, unit, local_no, key, kind, field, received_on, channel, people, flags, "
                    "instance, state, outcome, voided, content, from_hops, handed, handler, handler_key, answer, ended, scans) select 1000000 + n, 5, 5, 'X' || n, 'x' || n || '@1999', 1, 1, "
                    "'1999-01-01', 1, 1, '', 1, 0, 0, false, '', 0, 0, '', '', 0, 0, 0 from generate_series(1, 4000) n;"
                    "insert into journal select 1000000 + n, (select id from origin limit 1), 1000000 + n, now(), "
                    "now(), now(), '', '', '', null, null from generate_series(1, 4000) n;")
        try:
            rows = committee.query("petition_register", to="1999-12-31").rows
            self.assertEqual([row["local_no"] for row in rows], [f"X{n}" for n in range(1, 4001)])
            # Whoever says that fewer are enough gets no more of them, also where that is more than a chunk, or than there are.
            for enough in (1, 2, 1000, 1001, 4000, 5000):
                few = committee.query("petition_register", enough=enough, to="1999-12-31").rows
                self.assertEqual(few, rows[:enough], enough)
        finally:
            server.psql("delete from petition where id > 1000000; delete from journal where commit_seq > 1000000")


    def test_the_first_rows_of_every_answer(self):
        """What is made of rows here is given whole."""
        asked = {"form": "QCDC-HUYEN", "period": "2020-H1"}
        for name, params in (("report_totals", asked), ("report_values", asked), ("report_texts", asked), ("petition_counts", {"by": "kind,month"}),
                             ("reporting_status", {"period": "2020-H1"}), ("petitions_due_counts", {"by": "rule"})):
            rows = committee.query(name, **params).rows
            self.assertEqual(committee.query(name, enough=2, **params).rows, rows[:2], name)
        rows = committee.query("register_counts", form="01-XLD", period="2021-Q3").rows
        self.assertGreater(len(rows), 2)
        self.assertEqual(committee.query("register_counts", enough=2, form="01-XLD", period="2021-Q3").rows, rows)

    def test_what_is_due_is_found_and_counted_by_indexes(self):
        """Of petitions that are over nothing is read, and of others no row to count them; of the first fifty, due by law or promised, no more than these:
        however many there are."""
        server.psql("insert into petition (id, office, unit, local_no, key, kind, field, received_on, channel, people, flags, instance, state, outcome, voided,"
                    " content, from_hops, handed, handler, handler_key, answer, ended, scans, due_on, promised_on) select 1000000 + n, 5, 5, 'X' || n, 'x' || n || '@1999',"
                    " 1, 1, '1999-01-01', 1, 1, '', 1, 0, 0, false, '', 0, 0, '', '', 0, 0, 0, case when n % 5 > 2 then date '1999-02-01' + n * 7 % 300 end,"
                    " case when n % 5 = 0 then date '1999-02-01' + n * 11 % 300 end from generate_series(1, 10000) n;"
                    "insert into journal select 1000000 + n, (select id from origin limit 1), 1000000 + n, now(), now(), now(), '', '', '', null, null"
                    " from generate_series(1, 10000) n")
        server.psql("vacuum analyze petition; vacuum analyze journal")
        sql = lambda name: (province.SOURCE / "sql" / "queries" / f"{name}.sql").read_text(encoding="utf-8")
        plan_of = lambda prepared: "\n".join(line for (line,) in server.psql(prepared))
        try:
            plan = plan_of("prepare due (text, text[], int[], smallint, smallint, text, date, smallint) as " + sql("petitions_due_counts") + ";"
                           " set enable_seqscan = off; set enable_bitmapscan = off;"
                           " explain execute due ('office,unit,kind,rule', '{}', null, null, null, null, '2020-06-30', null)")
            self.assertIn("Index Only Scan using petition_due on petition p", plan)
            for by in ("null", "'1999-12-31'"):
                plan = plan_of("prepare first (text[], int[], smallint, smallint, date, text, text, date, smallint) as select * from (" + sql("petitions_due")
                               + f") as answer limit 50; explain execute first ('{{}}', null, null, null, {by}, null, null, null, null)")
                self.assertIn("Merge Append", plan)
                self.assertIn("Index Scan using petition_due on petition", plan)
                self.assertIn("Index Scan using petition_promised on petition", plan)
                self.assertNotRegex(plan, r"(?m)(^|->) *(Incremental )?Sort +\(")
            rows = committee.query("petitions_due", enough=50, by="1999-12-31").rows
            wanted = server.psql("select local_no from petition where id > 1000000 and (due_on is not null or promised_on is not null)"
                                 " order by coalesce(due_on, promised_on), id limit 50")
            self.assertEqual([row["local_no"] for row in rows], [number for (number,) in wanted])
            self.assertTrue({"due_on", "promised_on"} <= {name for row in rows for name in row if row[name]})
        finally:
            server.psql("delete from petition where id > 1000000; delete from journal where commit_seq > 1000000")


class Refusals(unittest.TestCase):
    def refused(self, who, name, **params):
        with self.assertRaises(Refused) as refused:
            who.query(name, **params)
        return refused.exception

    def test_one_line_that_names_what_is_possible(self):
        cases = [
            ("petition_counts", {"by": "unit,colour"}, "USAGE", "unit, kind, field, month"),
            ("petition_counts", {"kind": "X"}, "BAD_KIND", "KHIEU_NAI"),
            ("petition_counts", {"field": "X"}, "BAD_FIELD", "DAT_DAI"),
            ("petition_counts", {"from": "2020-13"}, "BAD_DATE", "2020-07"),
            ("petition_counts", {"to": "2020-06-31"}, "BAD_DATE", "2020-07-13"),
            ("petition_counts", {"period": "2020-H3"}, "BAD_PERIOD", "2020-H1"),
            ("petition_counts", {"period": "2099"}, "BAD_PERIOD", ""),  # it has not begun
            ("petition_counts", {"of": "accepted"}, "USAGE", "received, settled"),
            ("petition_counts", {"unit": "999"}, "BAD_UNIT", "593"),
            ("petition_counts", {"unit": "593'; drop table unit"}, "BAD_UNIT", "593"),
            ("petition_counts", {"size": "9"}, "USAGE", "by, units, unit, kind"),
            ("report_totals", {"form": "X", "period": "2020"}, "BAD_FORM", "QCDC-HUYEN"),
            ("report_totals", {"form": "QCDC-HUYEN", "period": "2020-Q1"}, "BAD_PERIOD", "2020-H1"),
            ("report_totals", {"form": "QCDC-HUYEN"}, "USAGE", "2020-H1"),
            ("report_values", {"form": "QCDC-HUYEN", "period": "2020", "cell": "Z99"}, "BAD_CELL", ""),
            ("petition_counts", {"by": "unit", "kind": ""}, None, ""),
            ("nothing", {}, "NOT_FOUND", "petition_counts"),
        ]
        for name, params, code, advice in cases:
            with self.subTest(name=name, params=params):
                if code is None:
                    analyst.query(name, **params)
                    continue
                fault = self.refused(analyst, name, **params)
                self.assertEqual(fault.code, code, fault)
                self.assertIn(advice, fault.advice)
                self.assertNotIn("\n", fault.message + fault.advice)
        self.assertEqual(self.refused(committee, "petition_register", state="X").code, "USAGE")
        self.assertEqual(self.refused(committee, "petition_register", **{"from": "2020-02-30"}).code, "BAD_DATE")

    def test_roles(self):
        for name, more in (("report_totals", {}), ("reporting_status", {}), ("figure_parts", {"cell": "G04", "unit": "594"}),
                           ("report_before", {"unit": "594"})):
            fault = self.refused(offices["593"], name, form="QCDC-HUYEN", period="2020-H1", **more)
            self.assertEqual(fault.code, "FORBIDDEN", name)
        # Of its own unit it sees what a figure is made of, as the province does.
        own, all_units = (asker.query("figure_parts", form="QCDC-HUYEN", period="2020-H1", cell="G04").rows for asker in (offices["593"], committee))
        self.assertEqual(own, [row for row in all_units if row["office"] == "BCD-593"])
        self.assertTrue(own)

    def test_the_list_of_queries(self):
        names = [row["name"] for row in committee.query("").rows]
        self.assertEqual(names, sorted(path.stem for path in (province.SOURCE / "sql" / "queries").glob("*.sql")))
        self.assertNotIn("petition_register", [row["name"] for row in analyst.query("").rows])
        self.assertEqual([row["name"] for row in offices["593"].query("").rows],
                         ["case_list", "case_list_parts", "case_proposals", "figure_parts", "identity_openings", "item_counts", "items", "matter_counts", "matter_petitions", "matters",
                          "notices", "petition_counts",
                          "petition_register", "petition_scans", "petitions_due", "petitions_due_counts", "petitions_moved", "reception_counts", "reception_duties",
                          "reception_register", "register_counts", "register_reconcile", "report_before",
                          "report_revisions", "report_texts", "report_values", "rule_findings"])


if __name__ == "__main__":
    unittest.main()
