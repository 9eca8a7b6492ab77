"""Every kind of row of the catalogue beside reports that stand: what is new reaches offices with their next sync and makes nothing invalid
that was accepted, and what is dated back into what has been reported is asked about, told to the office, and held off by a lock.
"""
# ctest: cost=60
import json

import harness
from catalogue import published
from harness import FlowCase
from wire_client import facts
from wire_office import WireOffice

# An agency of the test's own, whose unit is open still.
FOUNDED = {"units": "code,parent_code,level,name,valid_from\n99001,68,commune,Xã Một,2025-07-01\n99002,68,commune,Xã Hai,2025-07-01\n",
           "offices": "code,name,class,unit,forms,petitions,valid_from\nSO-99,Sở Chín,so,99001,QCDC-SO,yes,2025-07-01\n"}
REPORT = [{"form": "QCDC-SO", "period": "2026-H1", "cell": "A01", "value": 7}]

# A row of each kind that says something new: the table as its header and a row, and what is listed of it then.
NEW = {
    "classes": ("code,name_vi,name_en,provincial\nxa,Cấp xã,Commune,no\n", "xa"),
    "dimensions": ("code,members,open,parts,openings,flows,closings\nmoi,M1 M2,no,yes,,,\n", "moi"),
    "members": ("dimension,member,name_vi,name_en\nmoi,M1,Một,One\n", "moi"),
    "indicators": ("code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions\nZ01,Z,Mới,New,đơn,count,sum,flow,moi\n", "Z01"),
    "units": ("code,parent_code,level,name,valid_from\n99003,68,commune,Xã Ba,2040-01-01\n", "99003"),
    "lineage": ("event_on,predecessor,successor,relation,legal_basis\n2040-01-01,99002,99003,partial_split,Nghị quyết\n", "99002"),
    "calendar": ("calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days\nMOI,H1,0,1,1,0,6,30,30\n", "MOI"),
    "forms": ("code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\nMOI,1,Mới,New,so,MOI,H1,Z01,2026-01-01\n", "MOI"),
    "offices": ("code,name,class,unit,forms,petitions,valid_from\nSO-98,Sở Tám,so,99002,MOI,yes,2026-01-01\n", "SO-98"),
    "devices": ("key,name\n" + "ab" * 32 + ",máy nữa\n", "ab" * 32),
    "identity-keys": ("key,office\n" + "cd" * 32 + ",SO-98\n", "cd" * 32),
    "index-keys": ("index_key,sealed_to,sealed\n" + "0123456789abcdef," + "cd" * 32 + "," + "ef" * 80 + "\n", "0123456789abcdef"),
    "deadlines": ("calendar,period,classes,days,working,valid_from,valid_to\nMOI,H1,so,10,no,2040-01-01,\n", "MOI"),
    "holidays": ("day,works,name_vi,name_en\n2040-02-08,no,Tết,Tet\n", "2040-02-08"),
    "duty-changes": ("form,period,office,due_on,exempt,reason\nMOI,2030-H1,SO-98,2031-12-31,no,Bão\n", "MOI"),
    "brief": ("line,kind,form,cell,valid_from,valid_to,text_vi,text_en,cites\n9990,heading,,,,,Mới,New,S-03\n", "9990"),
    "constants": ("name,value,valid_from,valid_to,words_vi,words_en,citation\nMOI,2,2040-01-01,,a,a,\n", "MOI"),
    "petition-moves": ("kind,instance,move,from_states,needs,why_vi,why_en,citation,valid_from,valid_to\n"
                       "KIEN_NGHI,1,KEPT_AS_INFORMATION,received,,vì,why,Điều MOI,,\n",
                       "Điều MOI"),
    "register-spans": ("span,starts,ends,words_vi,words_en,valid_from,valid_to\nMOI,RECEIVED,SETTLED,Mới,New,,\n", "MOI"),
    "register-cells": ("cell,part,counts,span,filters,words_vi,words_en,valid_from,valid_to\nA01,77,petitions,XU_LY,over=open,,,2040-01-01,\n", "77"),
    "slips": ("slip,line,petition_kinds,style,valid_from,valid_to,text_vi,text_en\nMOI,010,,title,,,Giấy mời,Invitation\n", "MOI"),
    "case-lists": ("code,name_vi,name_en,takes,restricted,alert,target,flag,criteria_vi,criteria_en,citation,valid_from,valid_to\n"
                   "MOI,Mới,New,petition,no,no,,,a,a,a,,\n", "MOI"),
    "recipients": ("code,line,classes,offices\nMOI,Các cơ quan mới,so,SO-98\n", "MOI"),
    "masked-indicators": ("indicator\nZ01\n", "Z01"),
    "unit-traits": ("unit,trait,valid_from,valid_to\n99002,remote,2040-01-01,\n", "99002"),
    "legal-deadlines": ("rule,petition_kinds,petition_instance,area,starts,ends,days,working,extends,times,flag,words_vi,words_en,citation,valid_from,valid_to\n"
                        "X-HAN,TO_CAO,,,RECEIVED,CLASSIFIED,10,no,,,,a,a,a,2040-01-01,\n", "X-HAN"),
    "rules": ("rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n"
              "X-99,QCDC-SO,,,,A01 <= 3,error,any,,2040-01-01,,a,a,\n", "X-99"),
}

# Rows dated back into the period of the report that stands: what they are of, as the server says it.
BACK = {
    "units": ("code,parent_code,level,name,valid_from\n99001,68,commune,Phường Một,2026-01-01\n", "units 99001"),
    "lineage": ("event_on,predecessor,successor,relation,legal_basis\n2026-01-01,99002,99001,partial_split,Nghị quyết\n", "lineage 2026-01-01 99002 99001"),
    "offices": ("code,name,class,unit,forms,petitions,valid_from\nSO-99,Sở Chín,so,99002,QCDC-SO,yes,2026-01-01\n", "offices SO-99"),
    "duty-changes": ("form,period,office,due_on,exempt,reason\nQCDC-SO,2026-H1,SO-99,2099-12-31,no,Bão\n", "duty-changes QCDC-SO 2026-H1 SO-99"),
}
# These move a last day that had passed long before the report came: late it is either way.  The desk cannot know that.
DAYS = {
    "holidays": "day,works,name_vi,name_en\n2026-06-22,no,Bão,Storm\n",
    "deadlines": "calendar,period,classes,days,working,valid_from,valid_to\nQCDC,H1,so,30,no,2026-01-01,2026-12-31\n",
}


class PastCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.province.founder()
        cls.folders = 0
        cls.publish(FOUNDED)
        cls.office = cls.province.office("SO-99")
        cls.office.file_report(cls.office.register(REPORT, list(REPORT[0])))
        cls.office.sync()
        cls.office.must()

    @classmethod
    def folder(cls, files):
        cls.folders += 1
        folder = cls.province.folder / f"{cls.__name__}-{cls.folders}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    @classmethod
    def publish(cls, files, *words):
        cls.center.must("publish", cls.folder(files), *words)
        said = cls.center.sync()
        assert "rejected 0" in said, said


class New(PastCase):
    def test_each_kind_of_row(self):
        """Every table there is; the office has it with its next sync, and what was accepted stays so where all is judged anew."""
        tables = {row["table"] for row in self.office.table("catalogue")}
        self.assertEqual(tables, set(NEW))
        before = self.center.totals("2026-H1", "QCDC-SO")
        for table, (text, code) in NEW.items():
            with self.subTest(table=table):
                listed = lambda: [row for row in self.office.table("catalogue", table, "on=2041-01-01") if code in row.values()]
                self.assertEqual(listed(), [])
                self.publish({table: text})
                self.assertIn("rejected 0", self.office.sync())
                self.assertTrue(listed())
                self.assertEqual(self.office.table("rejected"), [])
                self.assertEqual(self.center.totals("2026-H1", "QCDC-SO"), before)
        self.assertEqual(before["A01"], "7")
        state = lambda: [row["state"] for row in self.center.query("reporting_status", form="QCDC-SO", period="2026-H1") if row["office"] == "SO-99"]
        self.assertEqual(state(), ["late"])
        self.assert_identical()
        accepted = self.province.sql("select entry, state from verdict order by 1, 2")
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select entry, state from verdict order by 1, 2"), accepted)
        self.assertEqual((self.center.totals("2026-H1", "QCDC-SO"), state()), (before, ["late"]))
        self.assert_identical()


class AnotherVersion(PastCase):
    """A version that serves periods which were reported already: what was filed is corrected as it was filed, and what is filed anew has
    the version of now."""
    V2 = ("code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\n"
          "QCDC-SO,2,Biểu mới,New form,so,QCDC,H1 Y,A01 A02 A03,2026-01-01\n")

    def file(self, value, *words):
        return self.office.must("report", "file", self.office.register([dict(REPORT[0], value=value)], list(REPORT[0])), *words)

    def versions(self):
        return [row[0] for row in self.province.sql("select f.version from counted_report r join form f on f.id = r.form where f.code = 'QCDC-SO'")]

    def test_corrected_taken_back_and_filed_anew(self):
        self.publish({"forms": self.V2}, "--confirm-past")
        self.office.sync()
        # It is called what it was called when it was filled.
        wide = {"COLUMNS": "400"}
        for words in (("show", "QCDC-SO", "2026-H1"), ("list",)):
            said = self.office.run("report", *words, environment=wide).out
            self.assertIn("Implementation report (provincial agency) (QCDC-SO)", said)
            self.assertNotIn("New form", said)
        self.assertEqual([row["form_version"] for row in self.office.table("report", "list")], ["1"])
        self.file(8)
        self.assertIn("rejected 0", self.office.sync())
        self.assertEqual((self.office.table("rejected"), self.versions()), ([], ["1"]))
        self.assertEqual(self.center.totals("2026-H1", "QCDC-SO")["A01"], "8")
        shown = self.office.folder / "shown.csv"
        shown.write_text(self.office.must("report", "show", "QCDC-SO", "2026-H1", "--format", "csv").replace(",8,", ",9,"), encoding="utf-8")
        self.office.must("report", "file", shown)
        self.assertIn("rejected 0", self.office.sync())
        self.assertEqual((self.center.totals("2026-H1", "QCDC-SO")["A01"], self.versions()), ("9", ["1"]))
        self.office.must("report", "void", "QCDC-SO", "2026-H1", "reason=nộp lại theo biểu mới")
        self.file(10)
        self.assertIn("New form (QCDC-SO)", self.office.run("report", "list", environment=wide).out)
        self.assertIn("rejected 0", self.office.sync())
        self.assertEqual((self.office.table("rejected"), self.versions()), ([], ["2"]))
        self.assertEqual(self.center.totals("2026-H1", "QCDC-SO")["A01"], "10")
        self.assert_identical()
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assertEqual((self.center.totals("2026-H1", "QCDC-SO")["A01"], self.versions()), ("10", ["2"]))


class StaleCase(PastCase):
    """A desk that has not heard of the version that is there by now."""
    HEADER = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\n"
    OFFICES = "code,name,class,unit,forms,petitions,valid_from\n"

    def stale(self, code):
        """A desk with a report of 2026-H1 that is not sent yet."""
        self.publish({"offices": f"{self.OFFICES}{code},Sở {code},so,99002,QCDC-SO,yes,2025-07-01\n"})
        office = self.province.office(code)
        office.sync()
        rows = [dict(REPORT[0], value=5), dict(REPORT[0], cell="A03", value=6), dict(REPORT[0], cell="A12", value="Tốt, có tiến bộ")]
        office.must("report", "file", office.register(rows, list(REPORT[0])))
        return office

    def stood(self, code):
        return self.province.sql(f"select f.version, v.cell, v.value_e4 / 10000 from counted_report r join form f on f.id = r.form join office o on o.id = r.office "
                                 f"join report_value v on v.report = r.id where o.code = '{code}' order by 2")

    def state(self, code):
        return [row["state"] for row in self.center.query("reporting_status", form="QCDC-SO", period="2026-H1") if row["office"] == code]

    def judged_anew(self):
        accepted = self.province.sql("select entry, state from verdict order by 1, 2")
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select entry, state from verdict order by 1, 2"), accepted)


class VersionOfAPart(StaleCase):
    def test_it_is_taken(self):
        """Another version took over while the period lasted: what was filled before that was heard of is right, and counts."""
        office = self.stale("SO-93")
        self.publish({"forms": self.HEADER + "QCDC-SO,2,Biểu mới,New form,so,QCDC,H1 Y,A01 A02 A12,2026-01-01\n"}, "--confirm-past")
        self.assertIn("rejected 0", office.sync())
        self.assertEqual(office.table("rejected"), [])
        self.assertEqual(self.stood("SO-93"), [["1", "A01", "5"], ["1", "A03", "6"]])
        self.assertEqual(self.state("SO-93"), ["late"])
        # It is corrected as it was filled.
        office.must("report", "file", office.register([dict(REPORT[0], cell="A03", value=8)], list(REPORT[0])))
        self.assertIn("rejected 0", office.sync())
        self.assertEqual(self.stood("SO-93"), [["1", "A01", "5"], ["1", "A03", "8"]])
        self.assert_identical()
        # Who has heard of it fills the version of now.
        self.office.sync()
        self.assertNotIn("A03", self.office.must("report", "template", "QCDC-SO", "2026", "--csv"))
        self.judged_anew()


class VersionOfBefore(StaleCase):
    def test_it_is_refused_with_a_way_that_helps(self):
        """A version that was over before the period began is none of it."""
        late = self.stale("SO-94")
        self.publish({"forms": self.HEADER + "QCDC-SO,2,Biểu mới,New form,so,QCDC,H1 Y,A01 A02 A12,2025-12-01\n"}, "--confirm-past")
        self.assertEqual(late.run("sync").status, 0)
        [told] = late.table("rejected")
        self.assertEqual((told["code"], told["message"]), ("BAD_PERIOD", "version 1 of form QCDC-SO does not serve 2026-H1: version 2 does, from 2025-12-01 on"))
        said = told["what_to_do"]
        self.assertIn("qcdc rejected ENTRY --format csv > FILE", said)
        self.assertIn("qcdc report file FILE", said)
        self.assertIn("phiên bản 1 của biểu mẫu QCDC-SO không dùng cho kỳ 2026-H1: kỳ này dùng phiên bản 2, từ ngày", late.run("rejected", environment={
            "LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out)
        # What it says is what helps.
        path = late.folder / "again.csv"
        path.write_text(late.must("rejected", told["entry"], "--format", "csv"), encoding="utf-8")
        self.assertEqual([(row["form"], row["period"], row["cell"], row["value"]) for row in harness.read_csv(path)], [
            ("QCDC-SO", "2026-H1", "A01", "5"), ("QCDC-SO", "2026-H1", "A03", "6"), ("QCDC-SO", "2026-H1", "A12", "Tốt, có tiến bộ")])
        self.assert_refused(late.run("report", "file", path), "A03 is not part of the form QCDC-SO")
        path.write_text("".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if ",A03," not in line), encoding="utf-8")
        late.must("report", "file", path)
        self.assertIn("rejected 0", late.sync())
        self.assertEqual((late.table("rejected"), self.stood("SO-94")), ([], [["2", "A01", "5"]]))
        self.assert_identical()
        self.judged_anew()


class AnotherOffice(PastCase):
    """An office whose row takes a form away, or gives it another class: what it owed before it still shows, corrects, takes back and files."""
    HEADER = "code,name,class,unit,forms,petitions,valid_from\n"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.publish({"offices": cls.HEADER + "SO-97,Sở Bảy,so,99002,QCDC-SO,yes,2025-07-01\n"})
        cls.silent = cls.province.office("SO-97")
        cls.silent.sync()

    def change(self, code, name, unit, day, office):
        self.publish({"offices": f"{self.HEADER}{code},{name},so,{unit},,yes,{day}\n"}, "--confirm-past")
        office.sync()

    def file(self, office, value, period="2026-H1"):
        return office.run("report", "file", office.register([dict(REPORT[0], value=value, period=period)], list(REPORT[0])))

    def sent(self, office):
        self.assertIn("rejected 0", office.sync())
        self.assertEqual(office.table("rejected"), [])
        return self.center.totals("2026-H1", "QCDC-SO")["A01"]

    def test_what_was_owed_before(self):
        self.change("SO-99", "Sở Chín", 99001, "2026-11-01", self.office)
        self.center.must("review", "return", "SO-99", "QCDC-SO", "2026-H1", "A01=đếm lại")
        self.center.sync()
        self.office.sync()
        self.assertIn("đếm lại", self.office.must("report", "show", "QCDC-SO", "2026-H1"))
        self.assertEqual(self.file(self.office, 8).status, 0)
        self.assertEqual(self.sent(self.office), "8")
        self.office.must("report", "void", "QCDC-SO", "2026-H1", "reason=nhầm")
        self.sent(self.office)
        self.assertIn("QCDC-SO", self.office.must("report", "template", "QCDC-SO", "2026-H1", "--csv"))
        self.assertEqual(self.file(self.office, 10).status, 0)
        self.assertEqual(self.sent(self.office), "10")
        # The window of the year ends after the change.
        self.assert_refused(self.file(self.office, 11, "2026"), "(SO-99) does not file form QCDC-SO for 2026")
        self.assert_refused(self.office.run("report", "show", "QCDC-SO", "2026"), "(SO-99) does not file form QCDC-SO for 2026")
        self.assertNotEqual(self.office.run("report", "template", "QCDC-XA", "2026-H1").status, 0)

    def test_what_was_not_filed_yet(self):
        """The desk says what the province says of it: it is owed, and can be filed; the province can still put it off."""
        owed = self.silent.must()
        self.assertIn("QCDC-SO 2026-H1", owed)
        self.change("SO-97", "Sở Bảy", 99002, "2026-11-01", self.silent)
        self.publish({"duty-changes": "form,period,office,due_on,exempt,reason\nQCDC-SO,2026-H1,SO-97,2099-12-31,no,Bão\n"}, "--confirm-past")
        self.silent.sync()
        self.assertIn("QCDC-SO 2026-H1", self.silent.must())
        row, = (row for row in self.center.query("reporting_status", form="QCDC-SO", period="2026-H1") if row["office"] == "SO-97")
        self.assertEqual((row["state"], row["due_on"]), ("due", "2099-12-31"))
        self.silent.must("report", "nil", "QCDC-SO", "2026-H1")
        self.sent(self.silent)
        self.silent.must("report", "void", "QCDC-SO", "2026-H1", "reason=nhầm")
        self.sent(self.silent)

    def test_another_class(self):
        """With the class goes the form, and another one comes: the report of before is returned, shown and corrected by the old one."""
        self.publish({"offices": self.HEADER + "SO-95,Xã Năm,so,99002,QCDC-SO,yes,2025-07-01\n"})
        office = self.province.office("SO-95")
        office.sync()
        self.assertEqual(self.file(office, 30).status, 0)
        before = int(self.sent(office)) - 30
        self.publish({"classes": "code,name_vi,name_en,provincial\npx,Cấp phường,Ward,no\n",
                      "forms": "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\n"
                               "PXDC,1,Biểu phường,Ward form,px,QCDC,H1 Y,A01,2026-11-01\n",
                      "offices": self.HEADER + "SO-95,Phường Năm,px,99002,PXDC,yes,2026-11-01\n"}, "--confirm-past")
        self.center.must("review", "return", "SO-95", "QCDC-SO", "2026-H1", "A01=đếm lại")
        self.center.sync()
        office.sync()
        self.assertIn("đếm lại", office.must("report", "show", "QCDC-SO", "2026-H1"))
        self.assertEqual(self.file(office, 31).status, 0)
        self.assertEqual(self.sent(office), str(before + 31))
        self.assertIn("PXDC", office.must("report", "template", "PXDC", "2026", "--csv"))
        self.assert_refused(self.file(office, 32, "2026"), "(SO-95) does not file form QCDC-SO for 2026", "your office files: PXDC")
        office.must("report", "void", "QCDC-SO", "2026-H1", "reason=nhầm")
        self.assertEqual(self.sent(office), str(before))

    def test_z_a_duty_taken_away_for_the_past(self):
        """What stands is corrected and taken back all the same; what does not is not owed, and not taken."""
        self.publish({"offices": self.HEADER + "SO-96,Sở Sáu,so,99002,QCDC-SO,yes,2025-07-01\n"})
        office = self.province.office("SO-96")
        office.sync()
        self.assertEqual(self.file(office, 20).status, 0)
        before = int(self.sent(office)) - 20
        self.change("SO-96", "Sở Sáu", 99002, "2026-01-01", office)
        self.assertIn("20", office.must("report", "show", "QCDC-SO", "2026-H1"))
        self.assertEqual(self.file(office, 21).status, 0)
        self.assertEqual(self.sent(office), str(before + 21))
        office.must("report", "void", "QCDC-SO", "2026-H1", "reason=không phải nộp")
        self.assertEqual(self.sent(office), str(before))
        self.assert_refused(self.file(office, 22), "(SO-96) does not file form QCDC-SO for 2026-H1")
        cell = facts.CellValue(cell="A01", value_e4=30000)
        wire = WireOffice(self.province, "SO-96")
        verdict, = wire.append(facts.Fact(report_filed=facts.ReportFiled(form="QCDC-SO", form_version=1, period="2026-H1", cells=[cell])))["verdicts"]
        self.assertEqual((verdict["code"], verdict["message"]), ("BAD_FORM", "SO-96 does not file form QCDC-SO for 2026-H1"))
        self.assert_identical()
        accepted = self.province.sql("select entry, state from verdict order by 1, 2")
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select entry, state from verdict order by 1, 2"), accepted)


class Many(FlowCase):
    """What a question about an earlier day looks through does not grow with what was refused and repeated."""

    def read_of(self, table, statement, before=""):
        """How many rows of TABLE are read for STATEMENT, after what goes BEFORE it."""
        plan = json.loads("".join(line for line, in self.province.sql(f"{before} explain (analyze, timing off, format json) {statement}")))
        nodes, read = [plan[0]["Plan"]], 0
        while nodes:
            node = nodes.pop()
            nodes += node.get("Plans", [])
            if node.get("Relation Name") == table:
                read += (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        return read

    def test_verdicts(self):
        self.province.sql("insert into verdict (entry, given_at, state, code, field, message, alias_of)"
                          " select 1000000 + n, 1000000 + n, 1, '', '', '', 1 from generate_series(1, 20000) as n; analyze verdict;")
        self.assertLess(self.read_of("verdict", "select * from publication_order"), 1000)

    def test_reports_of_other_periods(self):
        """Every question that is about periods alone, as of a day: of 20000 reports of another year it looks at none."""
        self.province.sql("insert into report (id, office, unit, form, form_filed, period, entry, filed_at, voided, content, standing)"
                          " select 1000000 + n, n, 1, 1, 1, '2014', 1, now(), false, '\\x00', 0 from generate_series(1, 20000) as n; analyze report;")
        day, duty = "2099-12-31", "{QCDC-HUYEN:2:1:2020-01-31::1:::2019}"
        for name, types, values in (
                ("report_texts", "text, text, text, text[], int[], date, smallint", f"'QCDC-HUYEN', '2019', null, null, null, '{day}', null"),
                ("reporting_status", "text, text, text[], date, text[]", f"null, '2019', null, '{day}', '{duty}'"),
                ("reporting_rate", "text, text, text[], text, text[], int[], date, text[]", f"null, null, '{{2019,2020}}', 'period', null, null, '{day}', '{duty}'")):
            with self.subTest(name):
                query = (harness.SOURCE / "sql" / "queries" / f"{name}.sql").read_text(encoding="utf-8")
                self.assertLess(self.read_of("report", f"execute asked ({values})", f"prepare asked ({types}) as {query};"), 1000)


class Back(PastCase):
    """A device that does not ask publishes beside the one that does."""

    def rows(self, table, text):
        """What the desk makes of a folder: the row, and the end of the one that it succeeds."""
        columns, *lines = (line.split(",") for line in text.strip().splitlines())
        rows = [dict(zip(columns, line)) for line in lines]
        if table in ("units", "offices"):
            for row in rows.copy():
                old, = (old for old in self.center.table("catalogue", table) if old["code"] == row["code"])
                rows.append(dict(old, valid_to="2025-12-31"))
        return rows

    def test_each_kind_of_row(self):
        stranger = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        self.center.must("vouch", stranger.state.sign_public.hex())
        self.center.sync()

        def append(table, text, meant):
            fact = published({table: self.rows(table, text)}, "back")
            fact.published.past_meant = meant
            return [(said["code"], said["field"], said["message"]) for said in stranger.append(fact)["verdicts"]]
        for table, (text, touched) in BACK.items():
            with self.subTest(table=table):
                for words in ((), ("--check",)):
                    done = self.center.run("publish", self.folder({table: text}), *words)
                    self.assert_refused(done, f"{table}: ", "QCDC-SO 2026", "--confirm-past")
                    # What is of a period or of a day of its own cannot hold from another one on.
                    self.assertEqual("from a later day on" in done.err, table not in ("duty-changes", "holidays", "lineage"))
                (code, field, message), = append(table, text, False)
                self.assertEqual((code, field), ("BAD_CATALOGUE", "past_meant"))
                self.assertIn(f"does not say that it is meant: {touched}, in QCDC-SO 2026-H1", message)
        for table, text in DAYS.items():
            with self.subTest(table=table):
                self.assert_refused(self.center.run("publish", self.folder({table: text})), f"{table}: ", "QCDC-SO 2026-H1", "--confirm-past")
                self.assertEqual(append(table, text, False), [])
        for verdict in ("accept", "lock"):
            self.center.must("review", verdict, "SO-99", "QCDC-SO", "2026-H1")
        self.center.sync()
        for table, (text, touched) in BACK.items():
            with self.subTest(table=table, locked=True):
                self.assertEqual(append(table, text, True), [("LOCKED", table, "the set back would change what follows from a locked report: "
                                                                               f"{touched}, in QCDC-SO 2026-H1 of SO-99")])
        # The desk says what is to be done about one that was refused, and no day that would make another thing of it.
        for table, word in (("duty-changes", False), ("offices", True)):
            self.center.must("publish", self.folder({table: BACK[table][0]}), "--confirm-past")
            self.center.run("sync")
            told = self.center.table("rejected")[-1]
            self.assertEqual((told["code"], "from a later day on" in told["what_to_do"]), ("LOCKED", word), told)
            self.assertIn("reopen the report", told["what_to_do"])
        self.center.must("review", "reopen", "SO-99", "QCDC-SO", "2026-H1")
        self.center.sync()
        self.office.sync()
        for table, (text, _) in BACK.items():
            with self.subTest(table=table, told=True):
                self.publish({table: text}, "--confirm-past")
                said = self.office.run("sync").err
                self.assertRegex(said, "it touches what follows from 1 report of this office: QCDC-SO 2026-H1")
                self.assertNotIn("it touches", self.office.run("sync").err)
        self.assertEqual(self.office.table("rejected"), [])
        row, = (row for row in self.center.query("reporting_status", form="QCDC-SO", period="2026-H1") if row["office"] == "SO-99")
        self.assertEqual((row["unit"], row["due_on"], row["state"]), ("99002", "2099-12-31", "on_time"))
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
