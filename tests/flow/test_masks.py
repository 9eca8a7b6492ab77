"""What an analyst may read does not tell how many denunciations there are where they are fewer than three.

Everything he can ask is gathered, at two moments with a correction between them, and given to a solver that knows the rules by which reports are
judged: it narrows what each cell can be, and then looks for a second way in which all of it would read the same.
"""
import itertools
import random
import re
import shutil

import founding
import harness
import open_data_tests
from harness import FlowCase, read_csv

REFERENCE = harness.SOURCE / "sql" / "reference"
KINDS = ("KHIEU_NAI", "TO_CAO", "KIEN_NGHI", "PHAN_ANH")
STEP = 5
OFFICES = ("593", "594", "595")
HUYEN, XLD = ("QCDC-HUYEN", "2020-H1"), ("01-XLD", "2021-Q3")


class Solver:
    """Whole numbers between bounds, and sums of them between bounds."""

    def __init__(self):
        self.domain, self.sums, self.of = {}, [], {}

    def between(self, key, least, most):
        low, high = self.domain.get(key, (0, 10 ** 6))
        self.domain[key] = max(low, least), min(high, most)

    def sum(self, terms, least, most):
        """TERMS: (factor, key) each."""
        for _, key in terms:
            self.domain.setdefault(key, (0, 10 ** 6))
            self.of.setdefault(key, []).append(len(self.sums))
        self.sums.append((terms, least, most))

    def narrowed(self, domain, keys=None):
        """DOMAIN as far as bounds alone narrow it; None where nothing fits."""
        domain = dict(domain)
        open_sums = set(range(len(self.sums))) if keys is None else {at for key in keys for at in self.of.get(key, ())}
        while open_sums:
            terms, least, most = self.sums[open_sums.pop()]
            ends = [tuple(sorted((factor * domain[key][0], factor * domain[key][1]))) for factor, key in terms]
            low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
            if low > most or high < least:
                return None
            for (factor, key), end in zip(terms, ends):
                a, b = least - (high - end[1]), most - (low - end[0])
                a, b = (a, b) if factor > 0 else (-b, -a)
                now = max(domain[key][0], a), min(domain[key][1], b)
                if now[0] > now[1]:
                    return None
                if now != domain[key]:
                    domain[key] = now
                    open_sums.update(self.of[key])
        return domain

    def another(self, key, value, near):
        """Whether all of it can be so with KEY as VALUE: number by number is chosen, that of NEAR before others."""
        tries, names = 5000, list(self.domain)
        stack = [(self.domain, key, value, 0)]
        while stack and tries:
            tries -= 1
            domain, name, value, at = stack.pop()
            domain = self.narrowed({**domain, name: (value, value)}, [name])
            if domain is None:
                continue
            while at < len(names) and domain[names[at]][0] == domain[names[at]][1]:
                at += 1
            if at == len(names):
                return True
            low, high = domain[names[at]]
            first = min(max(near.get(names[at], low), low), high)
            values = sorted(range(low, min(high, low + 60) + 1), key=lambda one: -abs(one - first))
            stack.extend((domain, names[at], one, at) for one in values[-3:])
        return False


def rules_of(cells, form):
    """The equalities and bounds that every report of FORM holds to, as (terms, least, most) over CELLS: what the text of the rules says to whoever reads it."""
    found = []
    for row in read_csv(REFERENCE / "rules.csv") + read_csv(REFERENCE / "rules-statutory.csv"):
        text = row["expression"].replace("[P]", "")
        if row["severity"] != "error" or row["forms"] not in ("", form) or re.search(r"[^A-Z0-9_+=< ]", text):
            continue
        members = [f".{kind}" for kind in KINDS] if row["scope"] == "kind" else [""] if not row["scope"] else []
        sides = [[name.strip() for name in side.split("+")] for side in re.split("<=|=", text)]
        for member, (one, other) in itertools.product(members, itertools.pairwise(sides)):
            if all(name + member in cells for name in one + other):
                found.append(([(1, name + member) for name in one] + [(-1, name + member) for name in other], -10 ** 6 if "<" in text else 0, 0))
    return found


class Masks(open_data_tests.Reader, FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.founder()
        cls.offices = {code: cls.province.office(f"BCD-{code}") for code in OFFICES}
        cls.analyst = cls.province.office("BCD-TINH", "analyst")
        cls.role()
        chance = random.Random(20261130)
        cls.truth = {(code, *of, cell): value for code in OFFICES
                     for of, made in ((HUYEN, cls.huyen(chance)), (XLD, cls.xld(chance))) for cell, value in made.items()}
        cls.file()
        cls.seen = [(dict(cls.truth), cls.gathered())]
        # One denunciation more at one office, and nothing else.
        code = next(code for code in OFFICES if cls.truth[(code, *HUYEN, "C10.TO_CAO")] < 2)
        for cell in ("C10.TO_CAO", "C12.TO_CAO"):
            cls.truth[(code, *HUYEN, cell)] += 1
        cls.file(code)
        cls.seen.append((dict(cls.truth), cls.gathered()))

    @staticmethod
    def huyen(chance):
        made = {}
        for kind in KINDS:
            few = kind == "TO_CAO"
            made[f"C09.{kind}"], made[f"C10.{kind}"] = (chance.choice((0, 1, 1, 2)) if few else chance.randint(0, 12) for _ in range(2))
            whole = made[f"C09.{kind}"] + made[f"C10.{kind}"]
            made[f"C11.{kind}"] = chance.randint(0, whole)
            made[f"C12.{kind}"] = whole - made[f"C11.{kind}"]
            made[f"C13.{kind}"] = chance.randint(0, made[f"C11.{kind}"])
        return made

    @staticmethod
    def xld(chance):
        def parted(whole, parts):
            cuts = sorted(chance.randint(0, whole) for _ in range(parts - 1))
            return [b - a for a, b in zip([0, *cuts], [*cuts, whole])]
        made = {"XLD1_11": chance.randint(3, 14), "XLD1_12": chance.choice((0, 1, 2)), "XLD1_13": chance.randint(3, 14)}
        whole = made["XLD1_09"] = sum(made.values())
        made.update(zip(("XLD1_14", "XLD1_15", "XLD1_16", "XLD1_17"), parted(whole, 4)))
        own = {f"XLD1_{19 + at}": chance.randint(0, made[f"XLD1_{11 + at}"]) for at in range(3)}
        made.update(own, XLD1_18=sum(own.values()), XLD1_22=whole - sum(own.values()))
        made.update(zip(("XLD1_23", "XLD1_24", "XLD1_25"), parted(made["XLD1_22"], 3)))
        made.update(zip(("XLD1_02", "XLD1_03", "XLD1_04", "XLD1_05", "XLD1_06", "XLD1_07"), parted(whole + 3, 6)), XLD1_01=whole + 3, XLD1_08=whole)
        return made

    @classmethod
    def file(cls, *codes):
        for code in codes or OFFICES:
            office = cls.offices[code]
            for form, period in (HUYEN,) if codes else (HUYEN, XLD):
                rows = [{"form": form, "period": period, "cell": cell, "value": str(value)}
                        for (of, *report, cell), value in cls.truth.items() if (of, *report) == (code, form, period)]
                office.file_report(office.register(rows, ["form", "period", "cell", "value"]))
            said = office.sync()
            assert "rejected 0" in said, said

    @classmethod
    def gathered(cls):
        """All that an analyst can ask about these reports, as (cells that were added up, the figure that is shown, "" for none)."""
        told = []
        for form, period in (HUYEN, XLD):
            cells = sorted({key[3] for key in cls.truth if key[1:3] == (form, period)})
            wholes = sorted({cell.split(".")[0] for cell in cells if "." in cell})
            of = {figure: [cell for cell in cells if cell == figure or cell.split(".")[0] == figure] for figure in cells + wholes}
            for units in [()] + [(code,) for code in OFFICES]:
                asked = {"unit": units[0]} if units else {}
                for row in cls.analyst.query("report_totals", form=form, period=period, **asked):
                    if row["cell"] in of:
                        told.append(([(code, form, period, cell) for code in units or OFFICES for cell in of[row["cell"]]], row["value"]))
            rows = cls.analyst.query("report_values", form=form, period=period)
            for figure in wholes:
                rows += [row for row in cls.analyst.query("report_values", form=form, period=period, cell=figure) if row["cell"] == figure]
                told += [([(row["unit"], form, period, row["cell"])], row["value"])
                         for row in cls.analyst.query("figure_parts", form=form, period=period, cell=figure)]
            told += [([(row["unit"], form, period, cell) for cell in of[row["cell"]]], row["value"]) for row in rows]
        return told

    def knowing(self, moments=(0, 1), naive=False):
        """A solver that has been told everything; NAIVE: with small cells left out and all else exact."""
        solver, near = Solver(), {}
        masked = {row["code"] for row in self.masked()}
        for at in moments:
            truth, told = self.seen[at]
            for key, value in truth.items():
                # What was not corrected is known not to have been: its entry is the same.
                near[self.name(at, key)] = value
            for keys, shown in told:
                names = [self.name(at, key) for key in keys]
                exact = sum(truth[key] for key in keys)
                if naive:
                    least, most = (0, 2) if len(keys) == 1 and exact < 3 else (exact, exact)
                elif keys[0][3].split(".")[0] in masked:
                    least = int(shown or 0)
                    most = least + STEP - 1
                else:
                    least = most = int(shown)
                if len(names) == 1:
                    solver.between(names[0], least, most)
                else:
                    solver.sum([(1, name) for name in names], least, most)
            for code, (form, period) in itertools.product(OFFICES, (HUYEN, XLD)):
                for terms, least, most in rules_of({key[3] for key in truth if key[1:3] == (form, period)}, form):
                    solver.sum([(factor, self.name(at, (code, form, period, cell))) for factor, cell in terms], least, most)
        return solver, near

    def name(self, at, key):
        return (at if self.seen[0][0][key] != self.seen[-1][0][key] else 0, *key)

    def masked(self):
        return [{"code": row[0]} for row in self.province.sql("select code from indicator where masked")]

    def small(self, near, least=0):
        return [name for name, value in near.items() if least <= value < 3 and (name[4].endswith(".TO_CAO") or name[4] in ("XLD1_12", "XLD1_20"))]

    def test_the_solver_finds_what_is_hidden_badly(self):
        """Small cells left out of what is exact otherwise are had by subtraction."""
        solver, near = self.knowing(naive=True)
        domain = solver.narrowed(solver.domain)
        small = self.small(near)
        found = [name for name in small if domain[name] == (near[name], near[name])]
        self.assertGreater(len(small), 20)
        self.assertGreater(len(found), len(small) // 2)

    def test_no_small_count_is_determined(self):
        for moments in ((0,), (0, 1)):
            solver, near = self.knowing(moments)
            domain = solver.narrowed(solver.domain)
            self.assertTrue(all(low <= near[name] <= high for name, (low, high) in domain.items()), "the solver knows nothing that is not so")
            for name in self.small(near):
                low, high = domain[name]
                self.assertLess(low, high, (moments, name, near[name]))
                self.assertTrue(any(solver.another(name, value, near) for value in range(low, high + 1) if value != near[name]), (moments, name, near[name]))

    def test_nor_by_what_the_registers_say_of_other_kinds(self):
        """Who knows exactly how many other petitions there were, as petition_counts says, may find that there is no denunciation, but not one or two."""
        solver, near = self.knowing()
        for name, value in near.items():
            if name[4].startswith("C10.") and not name[4].endswith(".TO_CAO"):
                solver.between(name, value, value)
        for name in self.small(near, least=1):
            self.assertTrue(any(solver.another(name, value, near) for value in range(STEP) if value != near[name]), (name, near[name]))

    def test_the_views_say_what_the_queries_say(self):
        for form, period in (HUYEN, XLD):
            self.assert_totals(form=form, period=period)
            values = {(row["office"], row["cell"]): row["value"] for row in self.analyst.query("report_values", form=form, period=period)}
            held = self.rows(f"select office, cell, value from report_values where form = '{form}' and period = '{period}'")
            self.assertEqual({(row["office"], row["cell"]): row["value"] for row in held}, values)
        self.assertIn("", values.values())

    def test_the_province_and_the_office_see_all(self):
        truth = self.seen[-1][0]
        for asker, codes in ((self.tinh, OFFICES), (self.offices["594"], ("594",))):
            for form, period in (HUYEN, XLD):
                told = {(row["unit"], form, period, row["cell"]): int(row["value"]) for row in asker.query("report_values", form=form, period=period)}
                self.assertEqual(told, {key: value for key, value in truth.items() if key[0] in codes and key[1:3] == (form, period)})

    def test_explained_to_an_analyst(self):
        few = self.analyst.must("explain", "2020-H1/QCDC-HUYEN/C09.TO_CAO@593")
        self.assertIn("fewer than analysts are shown", few)
        row, = (row for row in self.analyst.query("report_totals", form="QCDC-HUYEN", period="2020-H1", unit="593") if row["cell"] == "C10")
        self.assertIn(f"\n{row['value']} đơn\n", self.analyst.must("explain", "2020-H1/QCDC-HUYEN/C10@593"))

    def test_a_rate_is_that_of_the_steps(self):
        """C14 compares with a year before: of what is shown, and not of what was reported."""
        office = self.offices["593"]
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2019-H1", "cell": f"C10.{kind}", "value": "13"} for kind in KINDS],
                                           ["form", "period", "cell", "value"]))
        office.sync()
        now = sum(self.truth[("593", *HUYEN, f"C10.{kind}")] for kind in KINDS)
        for asker, before, after in ((self.tinh, 52, now), (self.analyst, 50, now - now % STEP)):
            row, = (row for row in asker.query("report_values", form="QCDC-HUYEN", period="2020-H1", unit="593", cell="C14") if row["cell"] == "C14")
            self.assertAlmostEqual(float(row["value"]), 100 * (after - before) / before, delta=0.005)

    def test_a_mark_is_for_all_days_and_can_be_withdrawn(self):
        """Also of what was reported before it, and asked about as of then; who ends it sees the figures as they are."""
        office = self.offices["593"]
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2018-H1", "cell": "G02", "value": "7"}], ["form", "period", "cell", "value"]))
        office.sync()

        def shown():
            return {row["cell"]: row["value"] for row in self.analyst.query("report_values", form="QCDC-HUYEN", period="2018-H1")}["G02"]
        self.assertEqual(shown(), "7")
        for text, value in (("indicator\nG02\n", "5"), ("indicator,valid_from,valid_to\nG02,,2026-01-01\n", "7")):
            folder = self.province.folder / f"marked-{value}"
            folder.mkdir()
            (folder / "masked-indicators.csv").write_text(text, encoding="utf-8")
            self.tinh.must("publish", folder)
            self.assertIn("rejected 0", self.tinh.sync())
            self.assertEqual(shown(), value)
            self.assertEqual(self.rows("select value from report_values where period = '2018-H1' and cell = 'G02'"), [{"value": value}])
        folder = self.province.folder / "marked-wrongly"
        folder.mkdir()
        (folder / "masked-indicators.csv").write_text("indicator\nZ99\n", encoding="utf-8")
        self.assert_refused(self.tinh.run("publish", folder), "there is no indicator 'Z99'")


class Unsaid(open_data_tests.Reader, FlowCase):
    """A province of before the table masked-indicators; one whose table does not mention what the catalogue knows to count denunciations."""
    SAID = "masked-indicators was never published"

    @classmethod
    def setUpClass(cls):
        cls.province = harness.Province(founded=founding.FOUNDING)
        cls.addClassCleanup(cls.province.close)
        cls.folder = cls.province.folder / "sample"
        shutil.copytree(founding.SAMPLE, cls.folder, ignore=shutil.ignore_patterns("masked-indicators.csv"))
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.quiet = cls.province.must("status")
        cls.tinh.must("publish", cls.folder)
        cls.tinh.sync()
        cls.office = cls.province.office("BCD-593")
        cls.analyst = cls.province.office("BCD-TINH", "analyst")
        cls.role()
        cells = {"QCDC-HUYEN": {"C09.TO_CAO": 2, "C10.TO_CAO": 7, "G02": 9}, "01-XLD": {"XLD1_12": 1, "XLD1_01": 13}}
        for form, period in (HUYEN, XLD):
            cls.office.file_report(cls.office.register([{"form": form, "period": period, "cell": cell, "value": str(value)}
                                                        for cell, value in cells[form].items()], ["form", "period", "cell", "value"]))
        cls.office.sync()

    def shown(self, form, period):
        """What an analyst sees, by both ways."""
        told = {row["cell"]: row["value"] for row in self.analyst.query("report_values", form=form, period=period)}
        self.assertEqual(told, {row["cell"]: row["value"] for row in self.rows(
            f"select cell, value from report_values where form = '{form}' and period = '{period}'")})
        self.assert_totals(form=form, period=period)
        return {cell: value for cell, value in told.items() if cell in ("C09.TO_CAO", "C10.TO_CAO", "G02", "XLD1_12", "XLD1_01")}

    def publish(self, text):
        (self.folder / "masked-indicators.csv").write_text(text, encoding="utf-8")
        self.tinh.must("publish", self.folder)
        self.assertIn("rejected 0", self.tinh.sync())

    def test_all_in_steps_until_it_is_said_which(self):
        self.assertNotIn(self.SAID, self.quiet)
        self.assertEqual(self.shown(*HUYEN), {"C09.TO_CAO": "", "C10.TO_CAO": "5", "G02": "5"})
        self.assertEqual(self.shown(*XLD), {"XLD1_12": "", "XLD1_01": "10"})
        self.assertEqual({row["cell"]: row["value"] for row in self.tinh.query("report_values", form="QCDC-HUYEN", period="2020-H1")}["C09.TO_CAO"], "2")
        self.assertIn(self.SAID, self.province.must("status"))
        self.province.restart()
        self.assertTrue(harness.wait_until(lambda: self.SAID in self.province.log()), self.province.log())
        self.assert_identical()
        # What an older program wrote of it does not stand: there nothing was masked.
        self.province.sql("update indicator set masked = false")
        self.province.sql((harness.SOURCE / "sql" / "schema" / "058_masked_until_said.sql").read_text(encoding="utf-8"))
        self.province.restart()
        self.assertEqual(self.shown(*HUYEN)["C09.TO_CAO"], "")
        # One row is enough to say that the others are shown exactly; what is known to count denunciations is not, whether it is mentioned or not.
        self.publish("indicator\nXLD1_12\n")
        self.assertEqual(self.shown(*HUYEN), {"C09.TO_CAO": "", "C10.TO_CAO": "5", "G02": "9"})
        self.assertEqual(self.shown(*XLD), {"XLD1_12": "", "XLD1_01": "10"})
        self.assertNotIn(self.SAID, self.province.must("status"))
        # By a form's dimension, and by what its cells are counted of in the registers (03/XLD).
        masked = {row[0] for row in self.province.sql("select code from indicator where masked")}
        self.assertLessEqual({"C09", "C22", "XLD3_01"}, masked)
        self.assertFalse({"A01", "G02"} & masked)
        # Who withdraws the last row has said so: that some are exact by the province's own will.
        self.publish("indicator,valid_from,valid_to\nXLD1_12,,2026-01-01\nC09,,2026-01-01\nC10,,2026-01-01\n")
        self.assertNotIn(self.SAID, self.province.must("status"))
        self.assertFalse({"G02"} & {row[0] for row in self.province.sql("select code from indicator where masked")})
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
