"""Reports are held against the rules of their forms: at the clerk's desk all that is broken at once, with its numbers; at the
province by the same rules, whoever sends."""
import contextlib
import json
import re
import sqlite3
import sys

import harness
from harness import FlowCase, read_csv, write_csv
from wire_office import WireOffice, facts

sys.path.insert(0, str(harness.SOURCE / "tests" / "bench"))
import bench_reports

DATA = harness.TESTS_DATA
COLUMNS = ["form", "period", "cell", "value"]
DEVICES = {"594": "BCD-594", "MTTQ": "MTTQ-TINH", "TKT": "TKT-1", "UBND": "UBND-TINH"}
RULES = {row["rule"]: row for name in ("rules.csv", "rules-statutory.csv")
         for row in read_csv(harness.SOURCE / "sql" / "reference" / name)}
VIETNAMESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}


def named(text):
    """The rules that TEXT says are broken."""
    return set(re.findall(r"; ([A-Z0-9]+-[A-Z0-9]+[a-z]?): ", text))


def others(rule):
    """Whether the rule looks at reports of other periods, too."""
    return re.search(r"\[(Pprev|P-1y|H1)\]", RULES[rule]["expression"])


def changed(rows, changes):
    """A report with its figures CHANGED: "A05.XA+1 A06=3"."""
    values = {row["cell"]: row["value"] for row in rows}
    for cell, sign, number in re.findall(r"(\S+?)([-+=])(\d+)(?= |$)", changes):
        values[cell] = str(int(number) if sign == "=" else int(values[cell] or 0) + int(sign + number))
    return values


def noted(*rules):
    """A note for each of the rules."""
    return [word for rule in rules for word in ("--note", f"{rule}=đã đối chiếu với sổ")]


def asks(rule):
    """Whether a report that breaks it is taken only with a note."""
    return RULES[rule]["severity"] == "warning" and not others(rule)


class Rules(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offices = {name: cls.province.office(code) for name, code in DEVICES.items()}
        for name in ("594", "MTTQ"):
            for period in ("2019-H1", "2019"):
                cls.offices[name].file_report(harness.REPORTS / f"{name}-{period}.csv")

    def check(self, name, form, period, values, *notes, **how):
        rows = [{"form": form, "period": period, "cell": cell, "value": value} for cell, value in values.items()]
        path = write_csv(self.province.folder / "checked.csv", rows, COLUMNS)
        return self.offices[name].run("report", "check", path, "--confirm-names", *noted(*notes), **how)

    def questions(self, text):
        """From here on the database notes what it is asked: how often that was something with TEXT in it."""
        self.addCleanup(self.province.sql, "alter system reset log_statement; select pg_reload_conf()")
        self.province.sql("alter system set log_statement = 'all'; select pg_reload_conf()")
        self.assertTrue(harness.wait_until(lambda: self.province.value("show log_statement") == "all"))
        before = self.province.postgres_log().count(text)
        return lambda: self.province.postgres_log().count(text) - before

    def test_each_rule_by_a_report_that_breaks_it_alone(self):
        rows = read_csv(DATA / "broken-rules.csv")
        self.assertEqual({row["rule"] for row in rows},
                         {rule for rule, row in RULES.items() if rule.startswith("V-") and row["severity"] != "derived"})
        for row in rows:
            with self.subTest(row["rule"]):
                path = harness.REPORTS / f"{row['office']}-{row['period']}.csv"
                report = read_csv(path) if path.is_file() else []
                before = named(self.check(row["office"], row["form"], row["period"], changed(report, "")).err) if report else set()
                done = self.check(row["office"], row["form"], row["period"], changed(report, row["changes"]))
                self.assertEqual(named(done.err) - before, {row["rule"]}, done.err)
                refused = RULES[row["rule"]]["severity"] == "error"
                self.assertEqual(done.status, 1 if refused or asks(row["rule"]) else 0, done.err)
                if asks(row["rule"]):
                    self.assertIn(f"mend it if it is a slip; else say why it is right: --note {row['rule']}=", done.err)
                    done = self.check(row["office"], row["form"], row["period"], changed(report, row["changes"]), row["rule"])
                    self.assertEqual(done.status, 0, done.err)
                how = {"warning": ": warning: ", "alert": ": alert: "}.get(RULES[row["rule"]]["severity"], ": contradicts your report for ")
                self.assertEqual(how in done.err, not refused or bool(others(row["rule"])), done.err)
                todo = (("one of the two reports is wrong: correct the one for " if others(row["rule"]) else
                         "compare the figures with the paper form") if refused else
                        "a note says why" if asks(row["rule"]) else "mend it if it is a slip")
                told = [line for line in done.err.splitlines() if f"; {row['rule']}: " in line]
                self.assertTrue(told and all(todo in line for line in told), done.err)

    def test_the_samples_keep_them_all(self):
        for name in ("594", "MTTQ"):
            done = self.check(name, f"QCDC-{'HUYEN' if name == '594' else name}", "2020-H1",
                              changed(read_csv(harness.REPORTS / f"{name}-2020-H1.csv"), ""))
            self.assertEqual((done.status, named(done.err) - {"V-C16"}), (0, set()), done.err)

    def test_what_the_benchmark_files_keeps_them_all(self):
        """Period after period, also those that hold two of them together: it would measure nothing else but refusals."""
        office, cells = self.province.office("BCD-600"), bench_reports.full_form(harness.SOURCE)
        self.assertEqual(len(cells), bench_reports.CELLS)
        periods = ["2016-H1", "2016", "2017-H1", "2017"]
        done = office.run("report", "file", office.register(
            [{"form": bench_reports.FORM, "period": period, "cell": cell, "value": value} for period in periods for cell, value in cells.items()],
            COLUMNS))
        self.assertEqual((done.status, done.out.splitlines()[0]), (0, "4 filed, 0 corrected, 0 unchanged"), done.err)

    def test_all_at_once_and_in_the_readers_words(self):
        values = {"B04.DAT_DAI": "12000", "B01.DAT_DAI": "6000", "B02.DAT_DAI": "4000", "B03.DAT_DAI": "1000",
                  "A04.XA": "1", "A05.XA": "2", "G03": "50", "G02": "5"}
        done = self.check("594", "QCDC-HUYEN", "2015", values)
        self.assertEqual((done.status, done.out), (1, ""))
        self.assertEqual(named(done.err), {"V-B1", "V-A1", "V-G1"})
        self.assertIn("B04.DAT_DAI: B04 = B01 + B02 + B03: 12\u202f000 ≠ 6\u202f000 + 4\u202f000 + 1\u202f000; V-B1: Dossiers to be handled", done.err)
        self.assertIn("A05 ≤ A04: 2 > 1", done.err)
        done = self.check("594", "QCDC-HUYEN", "2015", values, environment=VIETNAMESE)
        self.assertIn("12\u202f000 ≠ 6\u202f000 + 4\u202f000 + 1\u202f000; V-B1: Tổng số hồ sơ phải giải quyết", done.err)
        # Nothing of it is filed, and what is blank is not judged.
        path = self.offices["594"].register([{"form": "QCDC-HUYEN", "period": "2015", "cell": cell, "value": value}
                                             for cell, value in values.items()], COLUMNS)
        entries = self.offices["594"].entries()
        self.assertEqual(self.offices["594"].run("report", "file", path).status, 1)
        self.assertEqual(self.offices["594"].entries(), entries)
        self.assertEqual(self.check("594", "QCDC-HUYEN", "2015", {"B04.DAT_DAI": "12", "A05.XA": "2"}).status, 0)

    def test_rates_whose_parts_are_not_there(self):
        """Only what something is known of is shown, be it that nothing can be computed of it yet."""
        for values, shown in (({"A01": "5"}, set()), ({"G02": "40"}, {"G04"}), ({"G03": "20"}, {"G04"}),
                              ({"G02": "40", "G03": "20"}, {"G04"}), ({"A04.XA": "4", "A05.XA": "2", "G03": "1"}, {"A06", "A06.XA", "G04"})):
            done = self.check("594", "QCDC-HUYEN", "2014", values)
            self.assertEqual(done.status, 0, done.err)
            self.assertEqual(set(re.findall(r"(?m)\b([A-Z][0-9]{2}(?:\.[A-Z_]+)?) ", done.out)), shown, done.out)
            self.assertEqual("no rate can be computed of it yet" in done.out, not shown)
        self.assertIn("chưa tính được tỷ lệ nào", self.check("594", "QCDC-HUYEN", "2014", {"A01": "5"}, environment=VIETNAMESE).out)

    def test_the_province_judges_whoever_sends(self):
        device = WireOffice(self.province, "BCD-596")
        report = facts.ReportFiled(form="QCDC-HUYEN", form_version=1, period="2015")
        for cell, value in (("A04.XA", 1), ("A05.XA", 2)):
            report.cells.add(cell=cell, value_e4=value * 10000)
        [verdict] = device.append(facts.Fact(report_filed=report))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("BROKEN_RULE", "A05.XA"))
        self.assertEqual(verdict["message"], "rule V-A1 is broken: A05 ≤ A04: 2 > 1")
        # A warning is taken with a note; the correction of a report that has one needs none.
        report.cells[1].value_e4 = 10000
        for cell, value in (("C03", 3), ("C04", 2)):
            report.cells.add(cell=cell, value_e4=value * 10000)
        [verdict] = device.append(facts.Fact(report_filed=report))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"], verdict["message"]),
                         ("NO_NOTE", "C04", "rule V-C2 is broken, and no note says why: C04 ≥ C03: 2 < 3"))
        for codes in (["V-C3"], ["V-C2", "V-A1"], ["V C2"], [""], ["V-C2", "V-C2"]):
            wrong = facts.Fact(report_filed=report)
            wrong.report_filed.answered.extend(codes)
            [verdict] = device.append(wrong)["verdicts"]
            self.assertEqual(verdict["code"], "NO_NOTE" if codes == ["V-C3"] else "BAD_RULE")
        report.answered.append("V-C2")
        self.assertEqual(device.append(facts.Fact(report_filed=report))["verdicts"], [])
        self.assert_identical()

    def test_two_corrections_that_do_not_fit_together(self):
        """Each is right by itself; the one that comes second is refused, with both sides' numbers, and both devices show the same."""
        one, two = (self.province.office("BCD-597") for _ in range(2))
        sheet = {"A04.XA": "10", "A05.XA": "5"}

        def put(device, **cells):
            rows = [{"form": "QCDC-HUYEN", "period": "2015", "cell": cell.replace("_", "."), "value": value}
                    for cell, value in cells.items()]
            device.file_report(device.register(rows, COLUMNS))

        put(one, **{cell.replace(".", "_"): value for cell, value in sheet.items()})
        for device in (one, two):
            device.sync()
        put(one, A04_XA="6")
        put(two, A05_XA="9")
        for device in (one, two, one):
            device.sync()
        [told] = two.table("rejected")
        self.assertEqual(told["code"], "BROKEN_RULE")
        self.assertIn("9 > 6", told["message"])
        self.assertIn("không khớp quy tắc V-A1", two.run("rejected", environment=VIETNAMESE).out)
        for device in (one, two):
            shown = {row["cell"]: row["value"] for row in device.table("report", "show", "QCDC-HUYEN", "2015") if row["value"]}
            self.assertEqual(shown, {"A04.XA": "6", "A05.XA": "5"})
        self.assert_identical()
        put(two, A05_XA="6")
        two.sync()
        self.assertEqual(two.table("rejected"), [])

    def test_the_province_sees_what_was_taken_all_the_same(self):
        """Contradictions between reports, warnings and alerts, with the numbers put in; as they stand, whichever report is corrected."""
        office, tinh = self.province.office("BCD-599"), self.province.office("BCD-TINH", "province")

        def sheet(period, **cells):
            return office.register([{"form": "QCDC-HUYEN", "period": period, "cell": cell.replace("_", ".", 1), "value": value}
                                    for cell, value in cells.items()], COLUMNS)

        def file(period, *words, **cells):
            done = office.run("report", "file", sheet(period, **cells), *words)
            self.assertEqual(done.status, 0, done.err)
            return done.err, office.run("sync").err

        def findings(**which):
            return [(row["severity"], row["rule"], row["cell"], row["finding"], row["corrected"], row["note"])
                    for row in tinh.query("rule_findings", period="2016-H1", **which)]

        # The earlier report comes late: it does not fit what stands, and is taken all the same.
        cells = {"B01_THUE": "4", "C03": "3", "C04": "2", "C27_new": "1500", "A01": "5"}
        note = "Hai hộ vắng mặt"
        file("2016-H1", "--note", f"V-C2={note}", **cells)
        file("2015", B09_THUE="2", B10_THUE="3")
        warning = ("warning", "V-C2", "C04", "C04 ≥ C03: 2 < 3", "", note)
        alert = ("alert", "V-C16", "C27.new", "C27.new = 0: 1500 ≠ 0", "", "")
        contradiction = ("contradiction", "V-B7", "B01.THUE", "B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 2 + 3", "", "")
        self.assertEqual(sorted(findings()), sorted([warning, alert, contradiction]))
        for one in (warning, alert, contradiction):
            self.assertEqual(findings(severity=one[0]), [one])
        [row] = tinh.query("rule_findings", form="QCDC-HUYEN", office="BCD-599", severity="alert")
        self.assertEqual((row["office"], row["unit"], row["form"], row["period"], row["entry"].split(":")[1]),
                         ("BCD-599", "599", "QCDC-HUYEN", "2016-H1", "1"))
        shown = tinh.run("query", "rule_findings", "period=2016-H1", environment={**VIETNAMESE, "COLUMNS": "400"}).out
        self.assertIn("mâu thuẫn", shown)
        self.assertIn("C27.new = 0: 1\u202f500 ≠ 0", shown)
        self.assertIn("C27.new = 0: 1\u202f500 ≠ 0", office.run("report", "check", environment={"COLUMNS": "400"}).out)
        self.assertIn("C27.new = 0: 1500 ≠ 0", office.run("report", "check", "--format", "json").out)
        self.assertIn("V-B7: Số hồ sơ kỳ trước chuyển sang", shown)
        # Its alerts reach the province at its next synchronisation, once.
        asked = self.questions("heir as materialized")
        self.assertIn("1 new alert in the reports that came; qcdc query rule_findings severity=alert shows it", tinh.run("sync").err)
        self.assertEqual(asked(), 1, "what the rules find is asked once, of whatever is told")
        self.assertNotIn("alert", tinh.run("sync").err)
        # The earlier report is corrected later: nothing is rejected backwards, and what is seen is what stands.
        said, _ = file("2015", B10_THUE="4")
        self.assertIn("contradicts your report for 2016-H1: B01.THUE: B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 2 + 4; V-B7: ", said)
        self.assertEqual(findings(severity="contradiction"),
                         [(*contradiction[:3], "B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 2 + 4", "yes", "")])
        self.assertEqual(office.table("rejected"), [])
        said, synced = file("2015", B10_THUE="2")
        self.assertNotIn("contradict", said + synced)
        self.assertEqual(findings(severity="contradiction"), [])
        self.assertNotIn("contradiction", tinh.run("sync").err)
        # It is one again: told to both, once, also where another device of the office changed it.
        other = self.province.office("BCD-599")
        other.sync()
        said, synced = file("2015", B09_THUE="9")
        self.assertIn("contradicts your report for 2016-H1", said)
        self.assertIn("1 new contradiction between reports of your office (QCDC-HUYEN, 2016-H1); qcdc report check shows it", synced)
        self.assertIn("1 new contradiction between reports of your office", other.run("sync").err)
        self.assertNotIn("contradiction", other.run("sync").err)
        told = tinh.run("sync").err
        self.assertIn("1 new contradiction between reports of one office; qcdc query rule_findings severity=contradiction shows it", told)
        self.assertNotIn("contradiction", tinh.run("sync").err)
        # What the province's desk finds in its own reports is kept apart from what it told of others'.
        tinh.must("review", "accept", "BCD-599", "QCDC-HUYEN", "2016-H1")
        for _ in range(2):
            self.assertNotIn("contradiction", tinh.run("sync").err)
        for device in (office, other):
            self.assertEqual([tuple(row.values()) for row in device.table("report", "check")], [
                ("QCDC-HUYEN", "2016-H1", "contradiction", "V-B7", "B01.THUE", "B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 9 + 2", "", ""),
                ("QCDC-HUYEN", "2016-H1", "warning", "V-C2", "C04", "C04 ≥ C03: 2 < 3", note, ""),
                ("QCDC-HUYEN", "2016-H1", "alert", "V-C16", "C27.new", "C27.new = 0: 1500 ≠ 0", "", "")])
        self.assertIn("mâu thuẫn", office.run("report", "check", environment=VIETNAMESE).out)
        file("2015", B09_THUE="2")
        file("2017-H1", C27_new="2")
        self.assertEqual(tinh.run("sync", "--quiet").err, "")
        self.assertIn("cảnh báo khẩn mới", tinh.run("sync", environment=VIETNAMESE).err)
        # It is told once, whenever the province was asked last, and again with other figures, or when it has been mended and came back.
        for day in ("2099-01-01", "2020-01-01"):
            with contextlib.closing(sqlite3.connect(tinh.home / "journal.db")) as journal, journal:
                journal.execute("update meta set value = ? || substr(value, 11) where name in ('alerts_told', 'contradictions_told')", (day,))
            self.assertNotRegex(tinh.run("sync").err, "new (alert|contradiction)")
        for cells, told in (({"C27_new": "3"}, True), ({"A01": "3"}, False), ({"C27_new": "0"}, False), ({"A01": "4"}, False), ({"C27_new": "3"}, True)):
            file("2017-H1", **cells)
            (self.assertRegex if told else self.assertNotRegex)(tinh.run("sync").err, "1 new alert")
        self.assertEqual(tinh.query("rule_findings", since="2099-01-01"), [])
        self.assertEqual(len(tinh.query("rule_findings", since="2020-01-01", severity="alert")), 2)
        self.assertEqual(tinh.query("rule_findings", period="2015", office="BCD-599"), [])
        self.assertIn("one of contradiction, warning, alert", tinh.run("query", "rule_findings", "severity=error").err)
        self.assertIn("needs the parameter form", office.run("query", "rule_findings").err)

    def test_a_warning_asks_for_a_note(self):
        office, tinh = self.province.office("BCD-598"), self.province.office("BCD-TINH", "province")
        report = ("QCDC-HUYEN", "2014-H1")

        def sheet(notes=None, **cells):
            rows = [{"form": report[0], "period": report[1], "cell": cell.replace("_", ".", 1), "value": value,
                     **({"note": notes.get(cell, "")} if notes else {})} for cell, value in cells.items()]
            return office.register(rows, COLUMNS + (["note"] if notes else []))

        def refused(path, *words):
            done = office.run("report", "file", path, *words)
            self.assertEqual((done.status, done.out), (1, ""))
            return done.err

        # Without one, a single line says which rule, which cell, which numbers, and what to do.
        cells = {"C03": "3", "C04": "2", "A01": "5"}
        said = refused(sheet(**cells))
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertIn("C04: C04 ≥ C03: 2 < 3; V-C2: ", said)
        self.assertIn('else say why it is right: --note V-C2="…", or in a column note; nothing was filed', said)
        self.assertIn("giải trình", office.run("report", "file", sheet(**cells), environment=VIETNAMESE).err)
        self.assertIn("V-C99", refused(sheet(**cells | {"C04": "4"}), "--note", "V-C99=vì thế"))
        self.assertIn("names no rule", office.run("report", "file", sheet(**cells), "--note", "vì thế").err)
        self.assertIn("a note says why", refused(sheet(**cells), "--note", "V-C2= "))
        # It is a text like others: it names nobody.
        self.assertIn("--confirm-names", refused(sheet(**cells), "--note", "V-C2=Ông Nguyễn Văn An, số điện thoại 0912 345 678"))
        # In a column it stands with a cell of the rule; at another one it answers nothing, and that is said.
        done = office.run("report", "file", sheet({"C03": "Một hộ hai người", "A01": "Thừa"}, **cells))
        self.assertEqual((done.status, "1 rule answered by a note" in done.out), (0, True), done.err)
        self.assertIn("the note at A01 answers no rule that is broken, and is not kept", done.err)
        self.assertNotIn("the note at C03", done.err)
        office.sync()
        self.assertEqual(office.table("rejected"), [])
        for text in (office.must("report", "show", *report), tinh.must("review", "show", "BCD-598", *report),
                     tinh.must("query", "rule_findings", "office=BCD-598")):
            self.assertIn("Một hộ hai người", text)
            self.assertIn("V-C2", text)
        # The same again is nothing new; another note takes its place; figures that are corrected ask for one again.
        self.assertIn("1 unchanged", office.must("report", "file", sheet({"C03": "Một hộ hai người"}, **cells)))
        self.assertIn("1 unchanged", office.must("report", "file", sheet(**cells)))
        self.assertIn("1 corrected", office.must("report", "file", sheet(C04="2"), "--note", "v-c2=Đếm theo hộ"))
        self.assertIn("its note was written for other figures: ", refused(sheet(C04="1")))
        self.assertIn("1 corrected", office.must("report", "file", sheet(C04="1"), "--note", "V-C2=Đếm theo hộ"))
        office.sync()
        self.assertEqual([(row["finding"], row["note"]) for row in tinh.query("rule_findings", office="BCD-598")],
                         [("C04 ≥ C03: 1 < 3", "Đếm theo hộ")])
        self.assertEqual(tinh.query("report_texts", form=report[0], period=report[1]), [])
        [row] = [row for row in tinh.query("reporting_status", period=report[1], form=report[0]) if row["office"] == "BCD-598"]
        self.assertEqual(row["filled"], "3")
        revisions = [row for row in tinh.query("report_revisions", form=report[0], period=report[1]) if row["office"] == "BCD-598"]
        self.assertIn(("2", "note:V-C2", "text"), [(row["revision"], row["cell"], row["how"]) for row in revisions])
        # A figure that breaks nothing any more needs none.
        self.assertIn("1 corrected", office.must("report", "file", sheet(C04="3")))
        office.sync()
        self.assertEqual(tinh.query("rule_findings", office="BCD-598"), [])
        # What a rule that is published later finds in it stands without one, until its figures are changed; and "free" asks for none.
        self.assertIn("1 corrected", office.must("report", "file", sheet(A02="5", A03="2")))
        office.sync()
        later = self.province.folder / "later"
        later.mkdir()
        columns = list(RULES["V-C2"]) + ["note"]
        write_csv(later / "rules.csv", [dict.fromkeys(columns, "") | {
            "rule": rule, "forms": report[0], "expression": "A02 <= A03", "severity": "warning", "blanks": "any", "valid_from": "2014-01-01",
            "valid_to": "2014-12-31", "words_vi": "Phép thử", "words_en": "A trial", "note": note}
            for rule, note in (("X-ASKS", ""), ("X-FREE", "free"))], columns)
        founder = self.province.founder()
        founder.must("publish", later, "--confirm-past")
        founder.sync()
        office.sync()
        self.assertEqual(sorted(row["rule"] for row in tinh.query("rule_findings", office="BCD-598")), ["X-ASKS", "X-FREE"])
        self.assertIn("1 corrected", office.must("report", "file", sheet(A01="6")))
        said = refused(sheet(A02="6"))
        self.assertEqual((len(said.splitlines()), "--note X-ASKS=" in said, "X-FREE: A trial" in said), (2, True, True), said)
        self.assertIn("1 corrected", office.must("report", "file", sheet(A02="6"), "--note", "X-ASKS=Đúng như sổ"))
        # What is published again as it is says nothing new; an asked one stays asked.
        self.assertIn("nothing new", founder.must("publish", later, "--confirm-past"))
        self.assertIn("nothing new", founder.must("publish", harness.SOURCE / "sql" / "reference"))
        office.sync()
        # Erased, it is gone everywhere, and the report stands.
        entry = [row["entry"] for row in revisions if (row["revision"], row["cell"]) == ("3", "note:V-C2")][0]
        tinh.must("erase", entry, "nêu tên")
        tinh.sync()
        office.sync()
        self.assertIn("(the text was erased)", office.must("report", "show", *report))
        self.assertEqual(office.table("rejected"), [])
        self.assert_identical()

    def test_statutory_forms(self):
        """One filled example of each form whose printed formulas hold, and one in which each is broken."""
        office = self.province.office("BCD-595")
        filed = set()
        for row in read_csv(DATA / "statutory" / "manifest.csv"):
            with self.subTest(row["file"]):
                if row["earlier"] and row["earlier"] not in filed:
                    office.file_report(DATA / "statutory" / row["earlier"])
                    filed.add(row["earlier"])
                done = office.run("report", "check", DATA / "statutory" / row["file"])
                self.assertEqual(named(done.err), set(row["breaks"].split()), done.err)
                refused = any(asks(rule) or RULES[rule]["severity"] == "error" for rule in row["breaks"].split())
                self.assertEqual(done.status, int(refused), done.err)


class Many(FlowCase):
    """What holding reports against each other takes grows with those that are asked about, and with nothing else."""

    PERIODS = ["2017-H1", "2017", "2018-H1", "2018", "2019-H1", "2019"]
    PARAMS = "text text int2 text date date int text[] text[]".split()
    # What rules look at in other reports (server/figures/looked_list.h).
    LOOKED = "{QCDC-HUYEN:H1:+A1+A2:,QCDC-HUYEN:Y:+A1:+A3}"

    def fill(self, first, last):
        """Offices FIRST to LAST with reports of all PERIODS, of twenty figures each."""
        self.province.sql("".join(f"""
          insert into office select n, 'O-' || n, 'O', class, unit_code from office, generate_series({first}, {last}) as n where code = 'BCD-594';
          insert into report (id, office, unit, form, form_filed, period, entry, filed_at, voided, content, standing)
          select n * 10 + place, n, (select min(id) from unit), f.id, f.id, p, n * 10 + place, now(), false, '\\x00', 0
          from (select max(id) as id from form where code = 'QCDC-HUYEN') as f, generate_series({first}, {last}) as n,
            unnest('{{{",".join(self.PERIODS)}}}'::text[]) with ordinality as one (p, place);
          insert into report_value select id, 'A' || k, k * 10000 from report, generate_series(1, 20) as k where office between {first} and {last};
          insert into journal
          select r.id, j.origin, r.id, j.written_at, j.committed_at, j.first_committed_at, j.hash, j.commit_hash, j.body
          from report r, (select * from journal order by commit_seq limit 1) as j where r.office between {first} and {last};
          """.splitlines(keepends=True)))
        self.province.sql("vacuum analyze")

    @staticmethod
    def heirs(last):
        """Of every fifth office up to LAST, which went into the one after it before 2019."""
        rows = [f"QCDC-HUYEN:2019:{period}:{office}:{office + 1 - part}:1:::"
                for office in range(1001, last, 5) for period in ("2018", "2018-H1") for part in (0, 1)]
        return "{" + ",".join(rows) + "}"

    def blocks(self, heirs, **given):
        """How many blocks the database looks at, and how many rows it finds."""
        values = [given.get(name) for name in ("form", "period", "office", "severity", "since", "as_of", "asker")] + [heirs, self.LOOKED]
        said = self.province.sql(f"""
          set jit = off; set cursor_tuple_fraction = 1; set plan_cache_mode = force_custom_plan;
          prepare asked ({', '.join(self.PARAMS)}) as {(harness.SOURCE / 'sql' / 'queries' / 'rule_findings.sql').read_text(encoding='utf-8')};
          explain (analyze, buffers, timing off, format json) execute asked ({', '.join(f"'{value}'" if value else 'null' for value in values)})""")
        plan = json.loads("".join(line for line, in said))[0]["Plan"]
        return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], plan["Actual Rows"]

    def test_it_grows_with_the_reports(self):
        ways = {"all": {}, "since": {"since": "2020-01-01"}, "one": {"form": "QCDC-HUYEN", "period": "2019", "office": "1003"},
                "asker": {"form": "QCDC-HUYEN", "period": "2019", "asker": "1001"}}
        taken = []
        for first, last in ((1001, 1100), (1101, 1600)):
            self.fill(first, last)
            taken.append({way: self.blocks(self.heirs(last), **given) for way, given in ways.items()})
        few, many = taken
        # Its own twenty figures, one of each of the three other reports, and another one of the half-year's: no others are read.
        self.assertEqual(few["one"][1], 24)
        for way in ways:
            with self.subTest(way):
                times = 1 if way in ("one", "asker") else 6
                self.assertGreater(few[way][1], 20)
                self.assertEqual(many[way][1], few[way][1] * times)
                self.assertLess(many[way][0], few[way][0] * times * 2.5, taken)


if __name__ == "__main__":
    harness.main()
