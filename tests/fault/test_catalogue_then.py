"""Figures as of a day are those that were printed that day, whatever the province has published since: a row of every kind of the
catalogue, with late and corrected reports and reviews beside it.
"""
import csv
import datetime
import io
import re

import faults
from days import DaysCase
from faults import harness
from wire_office import WireOffice, corrected, facts, reference

FORM, PERIOD = DaysCase.form, DaysCase.period
# From here on what is published later holds: before the period's last day, which is 14/12/2018.
LAST, NEXT = "2017-12-14", "2017-12-15"
RULES = "rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n"
CONSTANTS = "name,value,valid_from,valid_to,words_vi,words_en,citation\n"
DEADLINES = "calendar,period,classes,days,working,valid_from,valid_to\n"
OFFICES = "code,name,class,unit,forms,petitions,valid_from,valid_to\n"
INDICATORS = "A01-A12 B01-B13 C01-C28 D12-D13 F01-F07 G01-G08 H01-H11 I01-I03 I05-I07 J01-J06"
CHANGES = "form,period,office,due_on,exempt,reason,valid_from,valid_to,successor\n"
LIMIT = "LIMIT,{},{},{},Giới hạn,Limit,\n"
# The last day to hand in, once that is put off.
FAR = datetime.date(2018, 12, 14) + datetime.timedelta(days=366)


def sample(table, code):
    """The row of the sample whose first column is CODE, without its end, and the header."""
    lines = (faults.founding.SAMPLE / table).read_text(encoding="utf-8").splitlines()
    [row] = [line for line in lines[1:] if line.startswith(code + ",")]
    return lines[0], row


def succeeded(table, code, change):
    """The row of CODE ended on LAST, and CHANGE of it from NEXT on."""
    header, row = sample(table, code)
    columns = header.split(",")
    [fields] = csv.reader([row])
    for day in ("valid_from", "valid_to"):
        if day not in columns:
            columns, fields = columns + [day], fields + [""]
    first, last = columns.index("valid_from"), columns.index("valid_to")
    ended, new = list(fields), list(fields)
    ended[last], new[first], new[last] = LAST, NEXT, ""
    change(new, columns)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, ended, new])
    return out.getvalue()


def put(**values):
    def change(fields, columns):
        for column, value in values.items():
            fields[columns.index(column)] = value
    return change


class Then(DaysCase):
    def setUp(self):
        super().setUp()
        self.folders = 0
        self.printed = {}

    def publish(self, **files):
        """TABLE=TEXT; what stands is meant to change."""
        self.folders += 1
        folder = self.province.folder / f"change-{self.folders}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
        self.run_at(self.center, "publish", folder, "--confirm-past")
        self.assertIn("rejected 0", self.run_at(self.center, "sync"))
        for device in (self.tinh, self.offices["BCD-593"], self.offices["BCD-594"]):
            self.run_at(device, "sync")

    def one(self, device, name, *words):
        """One thing that is printed, without what says that it is of an earlier day."""
        said = self.run_at(device, *name.split(), *words)
        said = re.sub("as they (stood on|were known at the end of) [^\n<]*", "as of then", said)
        said = re.sub(r"explain REFERENCE as\\?_of=[0-9-]+", "explain REFERENCE", said)
        return re.sub("^as it was known at the end of .*\n", "", said, flags=re.M)

    def everything(self):
        queries = [f"query report_totals form={FORM} period={PERIOD} units={units}" for units in ("then", "now")]
        queries += [f"query {name} period={PERIOD} units={units} --format csv" for units in ("then", "now")
                    for name in ("reporting_status", f"reporting_status form={FORM}", "reporting_rate by=class,form,unit",
                                 f"report_values form={FORM}", f"report_values form={FORM} cell=C14", f"report_texts form={FORM}",
                                 f"figure_parts form={FORM} cell=G04", f"figure_parts form={FORM} cell=C14")]
        queries += [f"query report_values form={FORM} period={PERIOD} --format table", "query rule_findings --format csv",
                    f"query rule_findings form={FORM} severity=warning", f"query report_values form={FORM} period={PERIOD} unit=593"]
        queries += [f"explain {PERIOD}/{FORM}/{figure}" for figure in ("A01", "G04", "C14", "A12", "A01@593", "B11.DAT_DAI")]
        queries += [f"explain {PERIOD}/{FORM}/A01@22945 units=now"] if self.moved else []
        queries += [f"brief {PERIOD} --format {kind}" for kind in ("md", "html")]
        asked = [(self.tinh, query) for query in queries]
        asked += [(self.offices["BCD-593"], f"explain {PERIOD}/{FORM}/{figure}") for figure in ("A01", "G04", "C14")]
        asked += [(self.offices["BCD-593"], f"query report_values form={FORM} period={PERIOD} --format csv")]
        return asked

    def print_day(self):
        self.printed[self.day()] = [(device, name, self.one(device, name)) for device, name in self.everything()]

    def assert_as_printed(self):
        for day, printed in self.printed.items():
            for device, name, said in printed:
                self.assertEqual(self.one(device, name, f"as_of={day}"), said, f"{name} as of {day}")

    def changes(self, name, act):
        """ACT changes what NAME prints today: what else would a later look back prove?"""
        before = self.one(self.tinh, name)
        act()
        self.assertNotEqual(self.one(self.tinh, name), before, f"{name} does not change")

    def publish_every_kind(self):
        status, totals = f"query reporting_status form={FORM} period={PERIOD} --format csv", f"query report_totals form={FORM} period={PERIOD}"
        ended = sample("rules.csv", "V-G4")[1].split(",")
        ended[10] = LAST
        self.changes(totals, lambda: self.publish(rules=RULES + ",".join(ended) + "\n"
                                                  + f"V-G4,,,,,G04 = 100*G05/G02,derived,any,,{NEXT},,Khác,Other,\n"))
        self.changes("query rule_findings", lambda: self.publish(rules=RULES + "V-T9,,,,,A01 >= 1000,alert,any,,,,Mới,New,\n"))
        self.changes("query rule_findings", lambda: self.publish(constants=CONSTANTS + LIMIT.format(100, "", LAST) + LIMIT.format(1, NEXT, "")))
        self.changes(status, lambda: self.publish(duty_changes=CHANGES + f"{FORM},{PERIOD},BCD-597,2099-12-31,no,Bão,,,\n"
                                                  + f"{FORM},{PERIOD},BCD-598,,yes,Đảo,,,\n" + f"{FORM},{PERIOD},BCD-599,,no,Thay,,,BCD-600\n"))
        self.changes(status, lambda: self.publish(
            deadlines=DEADLINES + f"QCDC,Y,,4,no,,{LAST}\nQCDC,Y,,366,no,{NEXT},\n"))
        self.changes(status, lambda: self.publish(holidays=f"day,works,name_vi,name_en\n" + "".join(
            f"{day},no,Nghỉ,Off\n" for day in (FAR + datetime.timedelta(days=n) for n in range(7)) if day.weekday() < 5)))
        calendar = "calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days,valid_from,valid_to\n"
        self.changes(status, lambda: self.publish(calendar=calendar + f"QCDC,Y,-1,12,15,0,12,14,30,,{LAST}\nQCDC,Y,-1,12,15,0,12,24,40,{NEXT},\n"))
        self.changes(totals, lambda: self.publish(offices=OFFICES + f"BCD-T9,Ban mới,huyen,593,{FORM},no,,\n"))
        now = f"query report_values form={FORM} period={PERIOD} units=now --format csv"
        self.changes(now, lambda: self.publish(lineage="event_on,predecessor,successor,relation,legal_basis\n2025-07-01,593,22945,merge_full,NQ\n"))
        self.changes(now, lambda: self.publish(units="code,parent_code,level,name,valid_from,valid_to\n594,68,district,La Gi mới,2025-07-01,\n"))
        self.changes(f"brief {PERIOD} --format md", lambda: self.publish(brief=succeeded("brief.csv", "0040", put(text_vi="Khác {A01}", text_en="Other {A01}"))))
        self.changes(f"explain {PERIOD}/{FORM}/A01", lambda: self.publish(
            indicators=succeeded("indicators.csv", "A01", put(name_vi="Tên mới", name_en="A new name"))))

    def publish_a_new_version(self):
        status, rate = f"query reporting_status form={FORM} period={PERIOD} --format csv", f"query reporting_rate period={PERIOD} by=class --format csv"
        # Only whoever has filed nothing yet owes the new version.
        self.changes(status, lambda: self.publish(
            dimensions="code,members,open,parts,openings,flows,closings\nsides,LEFT RIGHT,no,yes,,,\n",
            indicators="code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions\nT91,A,Số mới,A new count,việc,count,sum,flow,sides\n",
            classes="code,name_vi,name_en,provincial\nthi,Thị xã,Town,no\n",
            forms=succeeded("forms.csv", FORM, put(version="2", office_class="huyen thi", indicators=INDICATORS + " T91"))))
        self.changes(rate, lambda: self.publish(
            offices=succeeded("offices.csv", "BCD-594", put(**{"class": "thi", "name": "Ban Chỉ đạo mới", "forms": FORM}))))
        self.run_at(self.center, "vouch", "ab" * 32, "Máy thứ hai")
        self.run_at(self.center, "sync")

    def correct(self, code, cell, value, was=None):
        """By a second device of the office, of a program that knows version 2 of the form; the first one filed in its second entry."""
        says = lambda number: facts.ReportFiled(form=FORM, form_version=2, period=PERIOD, cells=[] if number is None else [
            facts.CellValue(cell=cell, value_e4=number * 10000)])
        if code not in self.others:
            self.others[code] = WireOffice(self.province, code)
        return self.others[code].append(corrected(reference(self.offices[code], 2), says(value), says(was)))["verdicts"]

    def test_as_it_was_printed(self):
        self.center = harness.Office(self.province, faults.founding.OFFICE, "province")
        self.center.home = self.province.folder / "founder"
        self.tinh = self.province.office("BCD-TINH", "province")
        for code in ("BCD-593", "BCD-594", "BCD-595", "BCD-596"):
            self.offices[code] = self.province.office(code)
        self.moved, self.others = False, {}
        self.begin(-3)
        self.publish(constants=CONSTANTS + LIMIT.format(100, "", ""), rules=RULES + "V-T8,,,,,A02 <= LIMIT,alert,any,,,,Giới hạn,Limit,\n")
        for code, factor in (("BCD-593", 1), ("BCD-594", 2)):
            self.file(code, period="2017", C10_KHIEU_NAI=10 * factor, C10_TO_CAO=4)
            self.file(code, "--note", "V-C2=Một người nhiều lượt", A01=24 * factor, A02=7, A12="Lần đầu", G01=20, G02=30, G03=12, G05=6,
                      C01=5, C02=4, C03=9, C04=8, C10_KHIEU_NAI=12 * factor, C10_TO_CAO=5, B05_DAT_DAI=1, B06_DAT_DAI=1, B07_DAT_DAI=2,
                      B08_DAT_DAI=4)
        self.run_at(self.tinh, "review", "accept", "BCD-593", FORM, PERIOD)
        self.run_at(self.tinh, "sync")
        # Of a version that has not been published: it waits.
        self.assertEqual([said["state"] for said in self.correct("BCD-594", "A02", 9, was=7)], ["waiting"])
        self.print_day()
        early = self.province.backup()
        self.begin(-2)
        self.publish_every_kind()
        self.moved = True
        self.file("BCD-594", "--note", "V-C2=Khác", A01=50, A12="Lần sau", G05=7)
        self.file("BCD-593", "--note", "V-C2=Khác nữa", A02="", G03=13)
        for verdict, code in (("accept", "BCD-594"), ("return", "BCD-593")):
            self.run_at(self.tinh, "review", verdict, code, FORM, PERIOD, *(["--reason", "xem lại"] if verdict == "return" else []))
        self.run_at(self.tinh, "sync")
        self.publish_a_new_version()
        # What broke no rule then, and comes back to a restored server behind this one.
        self.publish(rules=RULES + "V-T7,,,,,G05 <= 6,error,any,,,,Mới,New,\n")
        self.run_at(self.offices["BCD-595"], "sync")
        self.file("BCD-595", A01=3, A02=40, T91_RIGHT=1)
        self.assert_as_printed()
        self.print_day()
        self.begin(0)
        self.assertEqual(self.correct("BCD-593", "T91.LEFT", 5), [])
        self.run_at(self.offices["BCD-595"], "report", "void", FORM, PERIOD, "reason=nhầm")
        self.run_at(self.offices["BCD-595"], "sync")
        self.publish(duty_changes=CHANGES + f"{FORM},{PERIOD},BCD-601,,yes,Đảo,,,\n")
        self.assert_as_printed()
        self.assert_identical()
        forms = "select string_agg(distinct f.version::text, ' ') from counted_report r join form f on f.id = r.form where f.code = '{}'"
        self.assertEqual(self.province.value(forms.format(FORM)), "1 2")
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assert_as_printed()
        self.assert_identical()
        # The server is put back to the first day's evening, and is given back what it lost.
        self.province.restore(early)
        for device in 2 * (self.center, self.tinh, *self.offices.values()):
            self.assertIn("rejected 0", self.run_at(device, "sync"))
        self.assert_as_printed()
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
