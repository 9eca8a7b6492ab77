"""A province that begins with nothing but its own office publishes folders of tables: they become facts of its journal, reach every
device with its sync, and what holds on a day is listed there, offline.
"""
# ctest: cost=60
import csv
import datetime
import io
import os
import re
import shutil

import documents
import foreign_tests
import harness
import openpyxl
from catalogue import published
from founding import FOUNDING, SAMPLE
from harness import FlowCase
from wire_office import WireOffice

UNIT = "code;parent_code;level;name;valid_from\n99001;68;commune;Xã Mới;01/01/2026\n"
CLASS = "code,name_vi,name_en,provincial\nxa,Cấp xã,Commune,no\n"
OFFICE = "code,name,class,unit,forms,petitions\nXA-MOI,UBND xã Mới,xa,99001,,yes\n"
RULES = ("rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n"
         "X-1,QCDC-HUYEN,,,,{},error,any,,,,a,b,c\n")
FORMS = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\nQCDC-SO,2,x,y,so,QCDC,{},2027-01-01\n"
LINEAGE = "event_on,predecessor,successor,relation,legal_basis\n"
PASSED = "form,period,office,due_on,exempt,reason,successor\nQCDC-HUYEN,2020-H1,BCD-593,,no,x,{}\n"
A01 = ("A01,A,\"Số văn bản lãnh đạo, chỉ đạo, triển khai thực hiện QCDC ban hành trong kỳ\",Leadership/implementation documents on QCDC issued in"
       " the period,văn bản,count,sum,flow,")
CONSTANT = "name,value,valid_from,valid_to,words_vi,words_en,citation\nPROVINCES,34,2025-07-01,2027-06-30,{0},{1},{2}\n".format(
    "\"Số tỉnh, thành phố trực thuộc trung ương\"", "Provinces and centrally run cities", "Nghị quyết 202/2025/QH15")
ENDED = "code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions,valid_from,valid_to\nZ01,Z,a,b,c,count,sum,flow,,,2025-12-31\n"
GONE = "code,name,class,unit,forms,petitions,valid_from,valid_to\nBCD-CU,Ban cũ,huyen,593,,no,2010-01-01,2018-12-31\n"


# What is wrong with what units and duties become: said by the desk, and by the server where nobody asked the desk.
UNFIT = (
    ({"lineage.csv": LINEAGE + "2021-01-01,594,594,merge_full,x\n"},
     "lineage.csv, row 2, column successor: the unit 594 cannot become itself where nothing else became of it", "leave the row out"),
    ({"lineage.csv": LINEAGE + "2021-01-01,594,595,merge_full,x\n"},
     "lineage.csv, row 2, column predecessor: the unit 594 went as a whole into 595, and lives on after that day",
     "end it in units.csv with valid_to on the day before, or say partial_split"),
    ({"lineage.csv": LINEAGE + "2021-01-01,594,595,partial_split,x\n2021-01-01,595,596,partial_split,x\n2021-01-01,596,594,partial_split,x\n"},
     "lineage.csv, row 2, column successor: what became of 594 on that day leads in a circle back to it", "leave one of the rows out"),
    ({"lineage.csv": LINEAGE + "2021-01-01,594,595,merge_full,x\n2021-01-01,595,594,merge_full,x\n"},
     "lineage.csv, row 2, column successor: what became of 594 on that day leads in a circle back to it", "leave one of the rows out"),
    ({"lineage.csv": LINEAGE + "2024-12-01,22942,23206,merge_full,x\n"},
     "lineage.csv, row 2, column predecessor: the unit 22942 went as a whole into another one already", "say partial_split in all of its rows"),
    ({"offices.csv": GONE, "duty-changes.csv": PASSED.format("BCD-CU")},
     "duty-changes.csv, row 2, column successor: the office 'BCD-CU' is over when the period 2020-H1 begins", "name an office that is there then"),
    ({"classes.csv": CLASS, "offices.csv": "code,name,class,unit,forms,petitions,valid_from\nBCD-TINH,Ban,xa,68,,no,2026-01-01\n"},
     "offices.csv, row 2, column class: BCD-TINH, which publishes this, would be none of the province's any more", "a class that classes.csv calls"),
    ({"offices.csv": "code,name,class,unit,forms,petitions\nbcd-593,Ban,huyen,593,,no\n"},
     "offices.csv, row 2, column code: 'bcd-593' is 'BCD-593', written with other capitals, marks or separators", "write BCD-593 where that one is meant"),
    ({"forms.csv": FORMS.format("H1 Y,A01").replace("QCDC-SO,2", "qcdc-so,1")},
     "forms.csv, row 2, column code: 'qcdc-so' is 'QCDC-SO', written with other capitals, marks or separators", "write QCDC-SO where"),
    ({"units.csv": "code,parent_code,level,name,valid_from\n99-A,68,commune,Xã A,2026-01-01\n99-a,68,commune,Xã B,2026-01-01\n"},
     "units.csv, row 3, column code: '99-a' is '99-A', written with other capitals, marks or separators", "write 99-A where"),
    # What would have no effect: a rule or a rate that is never judged, a day for nobody.
    ({"constants.csv": CONSTANT}, "constants.csv, row 2, column valid_to: the rule V-K1 needs PROVINCES beyond that day",
     "publish the value that it has from the day after"),
    ({"constants.csv": CONSTANT.replace("PROVINCES,34,2025-07-01", "MOI,3,"), "rules.csv": RULES.format("A01 <= MOI")},
     "constants.csv, row 2, column valid_to: the rule X-1 needs MOI beyond that day", "or end the rule on that day as well"),
    ({"forms.csv": FORMS.format("H1 Y,A01 A06").replace("QCDC-SO,2", "QCDC-KHAC,1")},
     "forms.csv, row 2, column indicators: no rule computes A06 in this form", "or leave A06 out of the form"),
    ({"indicators.csv": ENDED, "forms.csv": FORMS.format("H1 Y,A01 Z01").replace("QCDC-SO,2", "QCDC-KHAC,1")},
     "forms.csv, row 2, column indicators: it asks for Z01, which is over on 31/12/2025", "leave Z01 out, or name what is counted in its place"),
    ({"deadlines.csv": "calendar,period,classes,days,working,valid_from,valid_to\nQCDC,H1,huyen zz,3,no,2027-01-01,\n"},
     "deadlines.csv, row 2, column classes: there is no class of offices 'zz'"),
    ({"duty-changes.csv": "form,period,office,due_on,exempt,reason\nQCDC-HUYEN,2026,BCD-593,2027-03-01,no,x\n"},
     "duty-changes.csv, row 2, column office: 'BCD-593' owes no QCDC-HUYEN for 2026", "name the office that owes it, or leave the row out"),
    *(({"rules.csv": RULES.format(rule)}, "rules.csv, row 2, column expression: it divides by 0, and would never be judged")
      for rule in ("A01/0 <= A02", "A01 <= 2 - A02/(3-2-1)")),
    ({"rules.csv": RULES.format("A01 <= A02").replace("a,b,c", ",,")}, "rules.csv, row 2, column words_vi: a value is required"),
    ({"rules.csv": RULES.format("A01 <= A02").replace("a,b,c", "a,,")}, "rules.csv, row 2, column words_en: a value is required"),
)


# What is wrong with a folder, and how it is said: file, row, column, what to do.
BAD = (
    ({"units.csv": "code,parent_code,level,name\n99002,9,commune,Xã X\n"}, "units.csv, row 2: at that time there is no unit above"),
    ({"units.csv": "code,parent_code,level,name\n99002,68,commune,Xã X\n"}, "say from which day on it is there: valid_from in the row, or from=DAY"),
    ({"units.csv": "code,parent_code,level,name\n99002,99003,district,X\n99003,99002,district,Y\n"},
     "units.csv, row 2: it cannot be below a unit that is not of a higher level: '99003'"),
    ({"units.csv": "code,parent_code,level,name,valid_from,valid_to\n99002,68,commune,X,2026-01-01,\n99002,68,commune,Y,2025-08-01,2026-06-30\n"},
     "units.csv, row 3: '99002' stands in row 2 already, and holds on the same days"),
    *(({"units.csv": "code,parent_code,level,name,valid_from,valid_to\n" + "".join(f"99002,68,commune,{row}\n" for row in rows)},
       "units.csv, row 3: '99002' stands in row 2 already, and holds on the same days")
      for days in (("X,2026-01-01,2026-12-31", "Y,2026-06-01,"), ("X,2026-01-01,2027-12-31", "Y,2026-06-01,2026-12-31"),
                   ("X,2026-01-01,2026-12-31", "Y,2026-12-31,"))
      for rows in (days, days[::-1])),
    ({"offices.csv": "code,name,class,unit,forms,petitions,valid_from,valid_to\nX,X,so,68,,yes,2026-01-01,2026-12-31\nX,Y,so,68,,yes,2026-06-01,\n"},
     "offices.csv, row 3: 'X' stands in row 2 already, and holds on the same days"),
    # The last day of what was published, and is to end earlier by the same folder.
    ({"offices.csv": "code,name,class,unit,forms,petitions,valid_from,valid_to\nBCD-TINH,Ban Chỉ đạo,tinh,68,,yes,2027-01-01,2027-12-31\n"
      "BCD-TINH,Ban mới,tinh,68,,yes,2027-06-01,\n"}, "offices.csv, row 3: 'BCD-TINH' stands in row 2 already, and holds on the same days"),
    ({"units.csv": "code,parent_code,level,name,valid_from\n99002,68,commune,X,31/02/2026\n"}, "units.csv, row 2, column valid_from:"),
    ({"units.csv": "code,parent_code,level,name\n68,,province,Tỉnh X\n"}, "column name: it says 'Tỉnh X', and 'Tỉnh Lâm Đồng' was published"),
    ({"units.csv": "code,parent_code,level\n68,,province\n"}, "units.csv"),
    ({"rules.csv": RULES.format("A01 <=")}, "rules.csv, row 2: X-1, expression, character 7:"),
    ({"rules.csv": RULES.format("A01 <= A99")}, "rules.csv, row 2: X-1, expression, character 8: there is no indicator or constant 'A99'"),
    ({"forms.csv": FORMS.format("H1 Y,A99")}, "forms.csv, row 2, column indicators: there is no indicator 'A99'"),
    ({"forms.csv": FORMS.format("H1 Y,A98-A99")}, "forms.csv, row 2, column indicators: there is no indicator 'A98'"),
    ({"forms.csv": FORMS.format("H1 Y,A02-A01")}, "forms.csv, row 2, column indicators: 'A02-A01' is out of order or repeated"),
    ({"forms.csv": FORMS.format("Q9,A01")}, "forms.csv, row 2, column periods: the calendar 'QCDC' has no period 'Q9'"),
    ({"forms.csv": "code,version,title_vi,title_en,office_class,calendar,periods,indicators\nQCDC-SO,1,x,y,so,QCDC,H1 Y,A01\n"},
     "forms.csv, row 2, column title_vi: it says 'x'"),
    ({"offices.csv": "code,name,class,unit,forms,petitions\nX,X,nha,68,,yes\n"}, "offices.csv, row 2, column class: there is no class of offices 'nha'"),
    ({"offices.csv": "code,name,class,unit,forms,petitions\nX,X,so,99009,,yes\n"}, "offices.csv, row 2, column unit: there is no unit '99009'"),
    ({"offices.csv": "code,name,class,unit,forms,petitions\nX,X,so,68,QCDC-MTTQ,yes\n"}, "offices.csv, row 2, column forms: the form 'QCDC-MTTQ' is for"),
    # What others go on being of.
    ({"classes.csv": "code,name_vi,name_en,provincial,valid_from,valid_to\nhuyen,Ban Chỉ đạo cấp huyện,District committee,no,,2020-01-31\n"},
     "(BCD-593) goes on being of the class beyond that day", "end the offices of the class as well"),
    ({"classes.csv": "code,name_vi,name_en,provincial,valid_from,valid_to\nkp,Khu phố,Quarters,no,,2025-12-31\n",
      "offices.csv": "code,name,class,unit,forms,petitions,valid_from\nX,X,kp,68,,yes,2026-01-01\n"},
     "offices.csv, row 2, column class: the class 'kp' is over on 31/12/2025"),
    ({"calendar.csv": "calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days,valid_to\nQCDC,H1,-1,12,15,0,6,14,30,2026-12-31\n"},
     "calendar.csv, row 2, column valid_to: the form QCDC-HUYEN goes on being filled for H1 beyond that day", "versions of them without that period"),
    # A unit that is over by then, or not there yet.
    ({"offices.csv": "code,name,class,unit,forms,petitions,valid_from\nX,X,huyen,593,,yes,2027-01-01\n"},
     "offices.csv, row 2, column unit: the unit 593 is not in being on 01/01/2027 or later", "publish that unit beside it"),
    ({"offices.csv": "code,name,class,unit,forms,petitions,valid_from\nBCD-593,Ban Chỉ đạo,huyen,593,QCDC-HUYEN,yes,2026-10-01\n"},
     "offices.csv, row 2, column unit: the unit 593 is not in being on 01/10/2026 or later"),
    # An end that would take nothing out of any form.
    ({"indicators.csv": "code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions,valid_from,valid_to\n"
      + A01 + ",,2027-06-30\n"}, "indicators.csv, row 2, column valid_to: version 1 of the form QCDC-HUYEN asks for A01 beyond that day",
     "publish a version of the form without it"),
    # A figure that is counted in another measure is another figure.
    ({"indicators.csv": "code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions,valid_from\n"
      + A01.replace(",văn bản,", ",nghìn văn bản,") + ",2027-01-01\n"},
     "indicators.csv, row 2, column measure: it was 'văn bản' and stays so", "a code, or a version, of its own"),
    ({"members.csv": "dimension,member,name_vi,name_en,valid_from,valid_to\ntype,XA,\"xã, phường, thị trấn\",communes,,2027-06-30\n"},
     "members.csv, row 2, column valid_to: the forms go on asking for the member XA of type", "leave valid_to out"),
    ({"unit.csv": "code\n"}, "unit.csv is no table of the catalogue; did you mean units.csv?"),
    ({"units.csv": "code,parent_code,level,name\n99002,68,commune,X\n", "OFFICES.CSV": "code,name,class,unit,forms,petitions\nX,X,so,99009,,yes\n"},
     "OFFICES.CSV, row 2, column unit: there is no unit '99009'"),
    *(({"units.csv": "code,parent_code,level,name\n99002,68,commune,X\n", name: "x\n"},
       f"tables are not read from files like {name}; save it as a workbook (.xlsx) or as CSV UTF-8")
      for name in ("offices.xls", "offices.ods", "Offices-2026.XLSM", "offices.txt", "offices", "danh sach.xls")),
    # Rows that are named are rows of a file: what was published has none.
    ({"forms.csv": FORMS.format("H1 Y,A01").replace("2027-01-01", "")},
     "forms.csv, row 2: 'QCDC-SO' is published already, and holds on the same days"),
    ({"deadlines.csv": "calendar,period,classes,days,working,valid_from,valid_to\nTT02-2021,Q1,so ubnd,9,no,,\n"},
     "deadlines.csv, row 2, column classes: what is published gives the same offices a last day at the same time"),
    ({"deadlines.csv": "calendar,period,classes,days,working,valid_from,valid_to\nQCDC,H1,so,9,no,2040-01-01,\nQCDC,H1,huyen so,9,no,2040-01-01,\n"},
     "deadlines.csv, row 3, column classes: row 2 gives the same offices a last day at the same time"),
    ({"members.csv": "dimension,member,name_vi,name_en\ntype,ZZ,một,one\ntype,ZZ,hai,two\n"},
     "members.csv, row 3, column name_vi: it says 'hai', and 'một' stands in row 2 of members.csv"),
    ({"units.csv": "code,parent_code,level,name,valid_from\n99002,68,commune,Xã X,2026-01-01\n",
      "units-2.csv": "code,parent_code,level,name,valid_from\n99002,68,commune,Xã Y,2026-01-01\n"}, "stands in row 2 of units"),
    ({"README": "nothing\n"}, "there is no table of the catalogue in"),
)


def codes_alone(said):
    """SAID with the codes of units and offices alone, as the server says it, whose reader's names are not its own."""
    return re.sub(r"(the unit|into|column class:|publishes it,) [^;:()]*? \((\w[\w-]*)\)", r"\1 \2", said)


def listed(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


SLOW = os.environ.get("QCDC_SLOW") == "1"  # each in every way


class Publishing(foreign_tests.ForeignTests, FlowCase):
    @classmethod
    def setUpClass(cls):
        cls.province = harness.Province(founded=FOUNDING)
        cls.addClassCleanup(cls.province.close)
        cls.center = cls.province.office("BCD-TINH", "province")
        cls.center.sync()
        cls.empty = cls.center.must()
        without = cls.sample_without(cls.province.folder / "without")
        cls.without = [cls.center.run("publish", without, *words) for words in ((), ("--check",))]
        cls.first = cls.center.run("publish", SAMPLE)
        cls.center.sync()
        cls.office = cls.province.office("BCD-593")
        cls.folders = 0

    @staticmethod
    def sample_without(folder):
        """The sample, but for the office that publishes it."""
        shutil.copytree(SAMPLE, folder)
        offices = folder / "offices.csv"
        lines = offices.read_text(encoding="utf-8").splitlines(keepends=True)
        offices.write_text("".join(line for line in lines if not line.startswith("BCD-TINH,")), encoding="utf-8")
        return folder

    def folder(self, **files):
        type(self).folders += 1
        path = self.province.folder / f"them-{self.folders}"
        path.mkdir()
        for name, text in files.items():
            (path / name.replace("_csv", ".csv")).write_text(text, encoding="utf-8")
        return path

    def names(self, table, *words):
        return {row["code"]: row["name"] for row in self.center.table("catalogue", table, *words)}

    def vouch(self, key):
        self.center.must("vouch", key, "máy khác")
        self.center.sync()

    def desk(self):
        """A further device of the provincial office that publishes."""
        desk = self.province.office("BCD-TINH", "province")
        self.vouch(re.search("^sign-public (.*)$", (desk.home / "keys").read_text(), re.MULTILINE)[1])
        desk.sync()
        return desk

    def test_a_device_that_is_vouched_for(self):
        """A further device of the provincial office publishes when one that does has vouched for it, and no more when that has an end."""
        second = harness.Office(self.province, "BCD-TINH", "province")
        said = second.join(self.province.invite("BCD-TINH", "province"))
        key = re.search("qcdc vouch ([0-9a-f]{64})$", said, re.MULTILINE)[1]
        folder = self.folder(units_csv="code;parent_code;level;name;valid_from\n99301;68;commune;Xã Máy Hai;01/01/2026\n")
        self.assert_refused(second.run("publish", folder), "no device that publishes has vouched for this one", f"qcdc vouch {key}")
        wire = WireOffice(self.province, "BCD-TINH", "province")
        refused = wire.append(published({"units": [dict(code="99302", parent_code="68", level="commune", name="Xã Giả")]}))
        self.assertEqual([verdict["code"] for verdict in refused["verdicts"]], ["UNVOUCHED"])
        self.assert_refused(self.center.run("vouch", key[:-1]), "the key of a device is 64 digits")
        self.center.must("vouch", key, "máy thứ hai")
        for device in (self.center, second):
            device.sync()
        second.must("publish", folder)
        self.assertIn("rejected 0", second.sync())
        late = self.province.office("BCD-594")  # knows the chain from the key in its invitation
        for device in (self.office, late):
            device.sync()
            self.assertEqual(self.names_of(device)["99301"], "Xã Máy Hai")
        yesterday = (datetime.date.today() - datetime.timedelta(1)).isoformat()
        self.center.must("publish", self.folder(devices_csv=f"key,name,valid_from,valid_to\n{key},máy thứ hai,,{yesterday}\n"))
        for device in (self.center, second):
            device.sync()
            # Ended before it came here, and published before it ended: the same catalogue everywhere.
            self.assertEqual(self.names_of(device)["99301"], "Xã Máy Hai")
        self.assert_refused(second.run("publish", self.folder(units_csv=UNIT)), "the vouching for this device has ended", f"qcdc vouch {key}")
        self.assert_identical()

    def names_of(self, device):
        return {row["code"]: row["name"] for row in device.table("catalogue", "units")}

    def test_the_sample(self):
        """The folder of the sample province is a folder like any other; a device that joins has it all, and works by it."""
        # What was founded has an office and no forms: the desk leads to publishing.
        state, following = self.empty.splitlines()[1:]
        self.assertEqual(state, "everything is sent; no form has been published yet")
        self.assertTrue(following.startswith("Next: qcdc publish FOLDER --check says what"), following)
        # Nor is anything published that would leave nobody to publish again.
        for done in self.without:
            self.assert_refused(done, "the first catalogue that is published holds the office that publishes it, ", "(BCD-TINH)",
                                "add a row for BCD-TINH to offices.csv")
            self.assertEqual(done.out, "")
        self.assertEqual((self.first.status, self.first.err), (0, ""))
        self.assertIn("units: 593 Thành phố Phan Thiết is added", self.first.out)
        self.assertIn("nothing new", self.center.must("publish", SAMPLE))
        self.center.sync()
        self.office.sync()
        listed = [device.must("catalogue", "--format", "csv") for device in (self.center, self.office)]
        self.assertEqual(listed[0], listed[1])
        self.office.file_report(harness.REPORTS / "593-2019-H1.csv")
        self.assertIn("rejected 0", self.office.sync())
        self.assert_identical()

    def test_bad_catalogues(self):
        entries = self.center.entries()
        ways = ((), ("--check",), ("--confirm-past",))
        for number, (files, *said) in enumerate((*BAD, *UNFIT)):
            for words in ways if SLOW else (ways[number % len(ways)],):
                with self.subTest(said=said, words=words):
                    done = self.center.run("publish", self.folder(**files), *words)
                    self.assertEqual((done.status, done.out), (1, ""))
                    for text in said:
                        self.assertIn(text, codes_alone(done.err))
                    self.assertEqual(done.err.count("\n"), 1, done.err)
        self.assertEqual(self.center.entries(), entries)
        beside = self.folder(units_csv=UNIT)
        (beside / "forms").mkdir()
        self.assertIn("1 change", self.center.must("publish", beside, "--check"), "a folder is no file of another kind")
        self.assert_refused(self.office.run("publish", self.folder(units_csv=UNIT)), "only the provincial committee publishes")
        self.assertEqual(self.center.run("publish", self.folder(units_csv=UNIT), "from=tomorrow").status, 1)
        self.assertEqual(self.center.run("publish").status, 2)
        self.assertEqual(self.center.run("catalogue", "unit").status, 2)

    def test_what_goes_on_in_an_earlier_row(self):
        """People keep lists with the newest on top, and tell the past later: the row that came last is not the one that holds last."""
        classes = "code,name_vi,name_en,provincial,valid_from,valid_to\n"
        calendar = "calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days,valid_from,valid_to\n"
        newer, older = "kpx,Khu phố,Quarters,no,2025-07-01,\n", "kpx,Khóm,Quarters,no,2004-01-01,2025-06-30\n"
        later, earlier = "KPX,M,0,0,1,0,0,0,5,2025-07-01,\n", "KPX,M,0,0,15,0,0,14,5,2004-01-01,2025-06-30\n"
        office = "code,name,class,unit,forms,petitions,valid_from\nKPX-1,Khu phố 1,kpx,68,,yes,2026-01-01\n"
        for files in ((classes + newer + older, calendar + later + earlier), (classes + older + newer, calendar + earlier + later)):
            self.center.must("publish", self.folder(classes_csv=files[0], calendar_csv=files[1], offices_csv=office), "--check", "--confirm-past")
        self.center.must("publish", self.folder(classes_csv=classes + newer, calendar_csv=calendar + later), "--confirm-past")
        self.center.must("publish", self.folder(classes_csv=classes + older, calendar_csv=calendar + earlier), "--confirm-past")
        self.center.must("publish", self.folder(offices_csv=office), "--confirm-past")
        self.assertIn("rejected 0", self.center.sync())
        self.assert_refused(self.center.run("publish", self.folder(classes_csv=classes + newer.replace(",\n", ",2027-01-01\n")), "--confirm-past"),
                            "goes on being of the class beyond that day")

    def test_a_row_is_named_once(self):
        """The code of an office, and its name: not the name before the code as well."""
        done = self.center.run("publish", self.folder(offices_csv="code,name,class,unit,forms,petitions,valid_from,valid_to\n"
                                                      "BCD-594,Ban Chỉ đạo QCDC Thị ủy La Gi,huyen,594,QCDC-HUYEN 01-TCD 02-TCD 01-XLD 02-XLD 03-XLD 04-XLD 01-KQGQ 02-KQGQ 03-KQGQ 04-KQGQ II-06A,yes,,2020-06-30\n"), "--check")
        self.assertEqual(done.status, 1, done)
        self.assertEqual(done.err.count("Thị ủy La Gi"), 1, done.err)

    def test_the_server_asks_as_well(self):
        """What units and duties cannot become is refused of whoever has not asked his desk; and nothing of such a set is left."""
        stranger = WireOffice(self.province, "BCD-TINH", "province")
        self.vouch(stranger.state.sign_public.hex())
        before = self.province.sql("select count(*) from unit_lineage"), self.names("offices")
        for files, said, *_ in UNFIT:
            tables = {name[:-4]: list(csv.DictReader(io.StringIO(text))) for name, text in files.items()}
            if "BCD-TINH" in said:  # what the desk writes beside a row that succeeds
                row, = (row for row in harness.read_csv(SAMPLE / "offices.csv") if row["code"] == "BCD-TINH")
                tables["offices"] = [dict(row, valid_from="", valid_to="2025-12-31"), dict(tables["offices"][0], valid_to="")]
            fact = published(tables, "unfit")
            fact.published.past_meant = True
            (refused,) = stranger.append(fact)["verdicts"]
            self.assertEqual(refused["code"], "BAD_CATALOGUE", said)
            self.assertRegex(refused["message"], "^the set unfit does not fit what has been published: ")
            self.assertIn(said.split(": ", 1)[1], refused["message"])
        self.center.sync()
        self.assertEqual((self.province.sql("select count(*) from unit_lineage"), self.names("offices")), before)
        self.assert_identical()

    def test_published(self):
        folder = self.folder(units_csv=UNIT, classes_csv=CLASS, offices_csv=OFFICE)
        said = ["classes of offices: xa Cấp xã is added", "units: 99001 Xã Mới is added, from 01/01/2026 on",
                "offices: XA-MOI UBND xã Mới is added"]
        self.assertEqual(self.center.must("publish", folder, "--check").splitlines(), [*said, "3 changes; nothing was written"])
        self.assertNotIn("99001", self.names("units"))
        self.assertEqual(self.center.must("publish", folder).splitlines()[:3], said)
        self.assertEqual(self.names("units", "on=2026-01-01")["99001"], "Xã Mới")
        self.assertNotIn("99001", self.names("units", "on=2025-12-31"))
        self.assertEqual(self.names("offices")["XA-MOI"], "UBND xã Mới")
        self.assertNotIn("99001", {row["code"] for row in self.office.table("catalogue", "units")})
        # With its sync it reaches the others; a new office joins, by a program that never heard of it.
        self.assertIn("rejected 0", self.center.sync())
        self.office.sync()
        self.assertEqual(self.office.must("catalogue", "offices", "--format", "csv"),
                         self.center.must("catalogue", "offices", "--format", "csv"))
        commune = self.province.office("XA-MOI")
        self.assertIn("UBND xã Mới", commune.must("status"))
        commune.import_rows([harness.petition("1/XM", received_on="2026-02-03")])
        self.assertIn("rejected 0", commune.sync())
        # The same again, and what is listed, change nothing.
        self.assertIn("nothing new", self.center.must("publish", folder))
        listed = self.center.must("catalogue", "units", "--format", "csv", "on=2026-06-01")
        self.assertIn("nothing new", self.center.must("publish", self.folder(units_csv=listed)))
        # What ends is told with its last day, beginning or succession.
        for rows, what in ((["99001,68,commune,Xã Ngắn,2026-02-01,2027-02-02"], ["99001 Xã Ngắn, from 01/02/2026 to 02/02/2027: name: Xã Mới → Xã Ngắn"]),
                           (["99009,68,commune,Xã Chín,2026-02-01,2027-02-02"], ["99009 Xã Chín is added, from 01/02/2026 to 02/02/2027"]),
                           # One that is open ends where the next one begins.
                           (["99009,68,commune,Xã Chín,2026-02-01,", "99009,68,commune,Xã Mười,2026-05-01,2027-02-02"],
                            ["99009 Xã Chín is added, from 01/02/2026 on", "99009 Xã Mười, from 01/05/2026 to 02/02/2027: name: Xã Chín → Xã Mười"])):
            shown = self.center.must("publish", self.folder(units_csv="\n".join(["code,parent_code,level,name,valid_from,valid_to", *rows, ""])),
                                     "--check", "--confirm-past")
            self.assertEqual(shown.splitlines()[:-1], [f"units: {one}" for one in what])
        classes = self.folder(classes_csv="code,name_vi,name_en,provincial,valid_to\nthon,Thôn,Village,no,2030-12-31\n")
        self.assertEqual(self.center.must("publish", classes, "--check").splitlines()[0], "classes of offices: thon Thôn is added, until 31/12/2030")
        # A succession, then an end; what was stays what it was.
        renamed = self.folder(units_csv="code,parent_code,level,name\n99001,68,commune,Phường Mới\n")
        changes = list(csv.DictReader(io.StringIO(self.center.must("publish", renamed, "from=01/12/2030", "--format", "csv"))))
        self.assertEqual(changes, [{"table": "units", "row": "99001 Phường Mới", "change": "succeeded",
                                    "what": "units: 99001 Phường Mới, from 01/12/2030 on: name: Xã Mới → Phường Mới"}])
        self.assertEqual(self.names("units", "on=2030-11-30")["99001"], "Xã Mới")
        self.assertEqual(self.names("units", "on=2030-12-01")["99001"], "Phường Mới")
        ended = self.folder(units_csv="code,parent_code,level,name,valid_to\n99001,68,commune,Phường Mới,31/12/2031\n")
        self.assertIn("units: 99001 Phường Mới ends on 31/12/2031", self.center.must("publish", ended))
        self.assertNotIn("99001", self.names("units", "on=2032-01-01"))
        self.assertEqual(self.center.must("catalogue", "classes of offices", "limit=1").count("\n"), 2)
        # The folded catalogue beside the journal is no more than a copy.
        (self.center.home / "catalogue").write_bytes(b"damaged")
        self.assertEqual(self.names("units", "on=2030-12-01")["99001"], "Phường Mới")
        (self.center.home / "catalogue").unlink()
        self.assertEqual(self.names("units", "on=2030-11-30")["99001"], "Xã Mới")

    def test_two_desks(self):
        """Two of the province's devices publish one row, and say different things: the second is refused, with all of its set."""
        other = self.desk()
        row = "code,parent_code,level,name\n99201,68,commune,{}\n"
        self.center.must("publish", self.folder(units_csv=row.format("Xã Trước")), "from=01/01/2026")
        other.must("publish", self.folder(units_csv=row.format("Xã Sau") + "99202,68,commune,Xã Nữa\n"), "from=01/01/2026")
        self.assertIn("rejected 0", self.center.sync())
        self.assertEqual({row["name"] for row in other.table("catalogue", "units") if row["code"] == "99201"}, {"Xã Sau"})
        self.assertIn("rejected 1", other.sync())
        refused = other.table("rejected")[-1]
        self.assertEqual((refused["code"], refused["verdict"]), ("BAD_CATALOGUE", "rejected"))
        self.assertIn("99201", refused["message"])
        for device in (self.center, other):
            names = {row["code"]: row["name"] for row in device.table("catalogue", "units") if row["code"] in ("99201", "99202")}
            self.assertEqual(names, {"99201": "Xã Trước"})
        # What was not refused by then can be published again.
        other.must("publish", self.folder(units_csv="code,parent_code,level,name\n99202,68,commune,Xã Nữa\n"), "from=01/01/2026")
        other.sync()
        self.center.sync()
        self.assertEqual(other.table("rejected"), [], "who has published again has mended it")
        self.assertIn("99202", {row["code"] for row in self.center.table("catalogue", "units")})
        self.assert_identical()

    def test_workbook(self):
        """A table may be a workbook, with days as Excel has them; other files of the folder are passed over."""
        folder = self.folder(README="about this folder\n")
        book = openpyxl.Workbook()
        for row in (("code", "parent_code", "level", "name", "valid_from"), (99101, 68, "commune", "Xã Bảng", datetime.date(2026, 3, 1))):
            book.active.append(row)
        book.save(folder / "units.xlsx")
        self.assertEqual(self.center.must("publish", folder, "--check").splitlines()[0], "units: 99101 Xã Bảng is added, from 01/03/2026 on")
        # Of its sheets one is the table; the others that hold something are named before anything is published.
        book.create_sheet("trống")
        for name in ("Tháng 4", "ghi chú"):
            book.create_sheet(name).append(("code", "x"))
        book.save(folder / "units.xlsx")
        done = self.center.run("publish", folder, "--check")
        self.assertEqual((done.status, done.err), (0, "qcdc: units.xlsx: the first sheet alone is read; not read: Tháng 4, ghi chú; each goes into a "
                                                      "workbook of its own\n"))

    def test_published_names_are_asked_about(self):
        """What is published is for ever: a text that tells who somebody is goes out only where that is meant."""
        change = "form,period,office,due_on,exempt,reason\nQCDC-MTTQ,2020-H1,MTTQ-TINH,,yes,{}\n"
        who = "Bà Nguyễn Thị Hồng ở tổ 4 tố cáo"
        entries = self.center.entries()
        for files in ({"duty_changes_csv": change.format(who)}, {"holidays_csv": f"day,works,name_vi,name_en\n2032-05-05,no,{who},x\n"},
                      {"lineage_csv": LINEAGE + f"2021-01-01,594,595,partial_split,{who}\n"}):
            folder = self.folder(**{name.replace("duty_changes", "duty-changes"): text for name, text in files.items()})
            for words in (), ("--check",), ("--confirm-past",):
                done = self.center.run("publish", folder, *words)
                self.assertEqual((done.status, done.out), (1, ""), done)
                self.assertRegex(done.err, r"\.csv, row 2, column \w+: the text seems to tell who somebody is.*can never be erased.*--confirm-names")
                self.assertNotIn("Hồng", done.err)
        self.assertEqual(self.center.entries(), entries)
        self.center.must("publish", self.folder(**{"duty-changes_csv": change.format(who)}), "--confirm-names", "--confirm-past")
        # What was meant once is not asked about again.
        self.assertIn("nothing new", self.center.must("publish", self.folder(**{"duty-changes_csv": change.format(who)})))

    def test_a_form_that_asks_for_what_is_over(self):
        """The form of the set is what is wrong, and no row of what was published."""
        self.center.must("publish", self.folder(indicators_csv=ENDED))
        self.center.sync()
        form = FORMS.format("H1 Y,A01 Z01").replace("QCDC-SO,2", "QCDC-KHAC,1")
        self.assert_refused(self.center.run("publish", self.folder(forms_csv=form)),
                            "forms.csv, row 2, column indicators: it asks for Z01, which is over on 31/12/2025", "leave Z01 out, or name")
        self.assert_refused(self.center.run("publish", self.folder(forms_csv=form.replace("2027-01-01", "2025-01-01"))), "forms.csv, row 2, column indicators")
        self.assertIn("1 change", self.center.must("publish", self.folder(forms_csv=form.replace("valid_from", "valid_from,valid_to").replace(
            "2027-01-01", "2025-01-01,2025-12-31")), "--check"))

    def test_words_of_tables(self):
        """Columns and codes in the reader's words, in tables and in what is said of a file; what a column takes is told."""
        vietnamese = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
        shown = {table: self.center.run("catalogue", table, environment=vietnamese).out for table in
                 ("units", "lineage", "indicators", "rules", "brief", "classes", "holidays", "offices", "deadlines", "dimensions", "forms")}
        for table, words in (("units", ["tỉnh", "xã"]), ("lineage", ["sáp nhập toàn bộ"]), ("indicators", ["số đếm", "cộng lại", "số phát sinh"]),
                             ("rules", ["lỗi", "cần giải trình"]), ("brief", ["tiêu đề", "phần", "đề mục", "câu"]), ("classes", ["có", "không"])):
            for word in words:
                self.assertRegex(shown[table], rf"(?m)(  |^){word}(  |$)", table)
        for table, said in shown.items():
            self.assertNotRegex(said, r"(?m)  (yes|no|province|district|commune|merge_full|partial_split|count|flow|error|warning|title|heading)(  |$)", table)
        self.assertNotIn("Trích yếu", shown["brief"])
        self.assertIn(",merge_full,", self.center.must("catalogue", "lineage", "--format", "csv"))
        # An unknown column is told beside those that there are; of a table of things none asks for an identity.
        for environment, known in (({"LC_ALL": "C.UTF-8"}, "day, works, name vi"), (vietnamese, "Ngày, Có làm việc, Tên tiếng Việt")):
            done = self.center.run("publish", self.folder(holidays_csv="day,name,works\n2031-06-06,x,no\n"), environment=environment)
            self.assertIn('"name"', done.err)
            self.assertIn(known.replace("name vi", "name_vi"), done.err)
            self.assertNotIn("identity", done.err)
            self.assertNotIn("danh tính", done.err)
        # The headings of tables for people are headings of files.
        folder = self.folder(holidays_csv="Ngày,Có làm việc,Tên tiếng Việt,Tên tiếng Anh\n2031-06-06,no,Nghỉ,Off\n")
        self.assertEqual(self.center.run("publish", folder, "--check", environment=vietnamese).status, 0)
        # What stands nowhere, and what there is to choose from.
        changes = "form,period,office,due_on,exempt,reason\nQCDC-HUYEN,2030-H1,BCD-594,2031-12-31,{},x\n"
        for value, said in (("", "column exempt: a value is required; use one of no, yes"), ("maybe", "'maybe' is not one that is known; use one of no, yes")):
            self.assertIn(said, self.center.run("publish", self.folder(**{"duty-changes_csv": changes.format(value)})).err)
        self.assertIn("no (không), yes (có)", self.center.run("publish", self.folder(**{"duty-changes_csv": changes.format("")}), environment=vietnamese).err)

    def test_an_export_comes_back_in(self):
        """Every table, in every format that is a file of a table, whatever its texts begin with: published again it changes nothing."""
        odd = "day,works,name_vi,name_en\n2031-05-05,no,\"=1+1\",\"-1\"\n2031-05-06,no,\"'=Nghỉ\",\"@ngày, -nghỉ; +bù\"\n2031-05-07,no,''x,007\n"
        self.center.must("publish", self.folder(holidays_csv=odd))
        tables = [row["table"] for row in self.center.table("catalogue")]
        self.assertGreater(len(tables), 14)
        for ending, words in (("csv", ("--format", "csv")), ("csv", ("--format", "excel")), ("xlsx", ())):
            for environment in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}):
                folder = self.folder()
                for table in tables:
                    path = folder / f"{table}.{ending}"
                    done = self.center.run("catalogue", table, *(words or ("-o", path)), environment=environment)
                    self.assertEqual((done.status, done.err), (0, ""), done)
                    if words:
                        path.write_text(done.out, encoding="utf-8")
                with self.subTest(ending=ending, words=words, environment=environment):
                    done = self.center.run("publish", folder, "--check", environment=environment)
                    self.assertEqual((done.status, done.err), (0, ""), done)
                    self.assertIn("không có gì" if "LANGUAGE" in environment else "nothing new", done.out)
        rows = {row["day"]: (row["name_vi"], row["name_en"]) for row in self.center.table("catalogue", "holidays", "on=2031-05-05")}
        self.assertEqual(rows["2031-05-07"][0], "''x")
        # A plain number has nothing before it, in the format for programs and in that for spreadsheets.
        for words in ("csv", "excel"):
            self.assertIn(",-1,", self.center.must("catalogue", "calendar", "--format", words).replace(";", ",").replace('"', ""))

    def test_what_changes_nothing_is_said(self):
        """An earlier first day for what is there, and a row that says nothing of the end that its like has: neither is "nothing new"."""
        columns = "code,parent_code,level,name,valid_from,valid_to\n"
        self.center.must("publish", self.folder(units_csv=columns + "99020,68,commune,Xã Hai,2027-01-01,\n"))
        plain = "code,parent_code,level,name\n99020,68,commune,Xã Hai\n"
        self.assert_refused(self.center.run("publish", self.folder(units_csv=plain), "from=2026-01-01"),
                            "units.csv, row 2, column valid_from: it was published, from 01/01/2027 on", "valid_to the day before")
        self.assertIn("nothing new", self.center.must("publish", self.folder(units_csv=plain), "from=2027-01-01"))
        self.center.must("publish", self.folder(units_csv=columns + "99020,68,commune,Xã Hai,,2027-12-31\n"))
        said = self.center.must("publish", self.folder(units_csv=plain)).splitlines()
        self.assertEqual(said, ["units: the last day of 99020 Xã Hai is 31/12/2027, and stays so; what is to hold again is a row of its own, with "
                                "valid_from", "nothing new: all of it is published as it stands there"])
        self.assertNotIn("99020", self.names("units", "on=2028-01-01"))
        # What was succeeded is a version of before: the folder that it came from goes on being what it is.
        self.assertEqual(self.center.must("publish", SAMPLE).count("\n"), 1)

    def test_rules_of_the_past(self):
        """A rule dated back would change what follows from figures that are locked: it is asked about, and so is an older formula's end."""
        rule = ("rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n"
                "V-G4,,,,,G04 = 50*G03/G02,derived,any,,{},,Tỷ lệ,Rate,\n")
        day = harness.read_csv(SAMPLE / "rules.csv")
        self.assertTrue(any(row["rule"] == "V-G4" for row in day))
        entries = self.center.entries()
        back = self.folder(rules_csv=rule.format("2018-01-01"))
        for words in ((), ("--check",)):
            self.assert_refused(self.center.run("publish", back, *words), "rules: V-G4", "from 01/01/2018 on", "QCDC-HUYEN 20",
                                "--confirm-past")
        self.assertEqual(self.center.entries(), entries)
        self.assertIn("V-G4", self.center.must("publish", back, "--check", "--confirm-past"))
        self.assertIn("V-G4", self.center.must("publish", self.folder(rules_csv=rule.format("2040-01-01")), "--check"))

    @harness.at_leisure
    def test_the_server_guards_the_past(self):
        """Whoever publishes without this desk's questions is refused where reports stand that other rules would hold for, and
        everybody where one of them is locked; what comes later than they do is nobody's past."""
        stranger = WireOffice(self.province, "BCD-TINH", "province")
        self.vouch(stranger.state.sign_public.hex())
        rates, = (row for row in harness.read_csv(SAMPLE / "rules.csv") if row["rule"] == "V-G4")
        half = dict(rates, expression="G04 = 50*G03/G02", valid_from="2019-01-01")
        former = dict(rates, valid_to="2018-12-31")
        own = dict(dict.fromkeys(rates, ""), rule="X-7", forms="QCDC-HUYEN", expression="G03 <= PART*G02", severity="warning", words_vi="a",
                   words_en="a")
        part = {"name": "PART", "value": "2", "words_vi": "a", "words_en": "a"}

        def publish(tables, **given):
            fact = published(tables, "rules")
            fact.published.past_meant = given.get("past_meant", False)
            return [(said["code"], said["field"], said["message"]) for said in stranger.append(fact)["verdicts"]]
        self.assertEqual(publish({"constants": [part], "rules": [own]}, past_meant=True), [])
        office = self.province.office("BCD-594")
        office.file_report(harness.REPORTS / "594-2019-H1.csv")
        office.sync()
        said = "the set rules would change what follows from reports that stand, and does not say that it is meant: {}, in QCDC-HUYEN 20"
        for tables, touched in (({"rules": [former, half]}, "rules V-G4"),
                                ({"constants": [dict(part, valid_to="2018-12-31"), dict(part, value="3", valid_from="2019-01-01")]}, "constants PART"),
                                ({"rules": [dict(own, rule="X-8")]}, "rules X-8")):
            (code, field, message), = publish(tables)
            self.assertEqual((code, field), ("BAD_CATALOGUE", "past_meant"))
            self.assertTrue(message.startswith(said.format(touched)), message)
        # A form that ends, another version of it, and other days of its periods.
        form, = (row for row in self.center.table("catalogue", "forms") if row["code"] == "QCDC-HUYEN")
        half_year, = (row for row in harness.read_csv(SAMPLE / "calendar.csv") if (row["calendar"], row["period"]) == ("QCDC", "H1"))
        moved = [dict(half_year, valid_to="2018-12-31"), dict(half_year, from_day="16", valid_from="2019-01-01")]
        of_forms = (({"forms": [dict(form, valid_to="2018-12-31")]}, "forms QCDC-HUYEN"),
                    ({"forms": [dict(form, valid_to="2018-12-31"), dict(form, version="2", valid_from="2019-01-01")]}, "forms QCDC-HUYEN"),
                    ({"calendar": moved}, "calendar QCDC"))
        for tables, touched in of_forms:
            (code, field, message), = publish(tables)
            self.assertEqual((code, field), ("BAD_CATALOGUE", "past_meant"), message)
            self.assertTrue(message.startswith(said.format(touched)), message)
        self.assert_refused(self.center.run("publish", self.folder(forms_csv=listed([dict(form, valid_to="2018-12-31")])), "--check"),
                            "forms: QCDC-HUYEN", "--confirm-past")
        # Other words, another form, another kind of period, and what holds later.
        for tables in ({"rules": [dict(own, valid_to="2018-12-31"), dict(own, words_en="b", valid_from="2019-01-01")]},
                       {"rules": [dict(own, rule="X-8", forms="QCDC-SO"), dict(own, rule="X-9", periods="Y")]},
                       {"constants": [dict(part, valid_to="2040-12-31"), dict(part, value="3", valid_from="2041-01-01")]}):
            self.assertEqual(publish(tables), [])
        # Locked a moment before, within one sync: no word of its writer's helps.
        self.center.sync()
        folder = self.folder(rules_csv=listed([former, half]))
        for verdict in ("accept", "lock"):
            self.center.must("review", verdict, "BCD-594", "QCDC-HUYEN", "2019-H1")
        self.assertIn("V-G4", self.center.must("publish", folder, "--confirm-past"))
        self.assertIn("rejected 1", self.center.sync())
        refused, = self.center.table("rejected")
        locked = "the set {} would change what follows from a locked report: rules V-G4, in QCDC-HUYEN 2019-H1 of BCD-594"
        self.assertEqual((refused["code"], refused["message"]), ("LOCKED", locked.format(folder.name)))
        self.assertIn("qcdc review reopen", refused["what_to_do"])
        self.assertEqual(publish({"rules": [former, half]}, past_meant=True), [("LOCKED", "rules", locked.format("rules"))])
        for tables, touched in of_forms:
            self.assertEqual(publish(tables, past_meant=True),
                             [("LOCKED", touched.split()[0], locked.format("rules").replace("rules V-G4", touched))])
        self.center.sync()
        before = self.center.totals("2019-H1")["G04"]
        other = self.desk()
        self.center.must("review", "reopen", "BCD-594", "QCDC-HUYEN", "2019-H1")
        self.center.sync()
        copy = self.province.backup()
        self.center.must("publish", folder, "--confirm-past")
        self.assertIn("rejected 0", self.center.sync())
        self.assertNotEqual(self.center.totals("2019-H1")["G04"], before)
        # The office is told once, of what concerns its own forms; by whoever looks first where a timer synchronises.
        said = office.run("sync").err.splitlines()
        self.assertEqual([line for line in said if "is published" in line],
                         ["qcdc: constant PART a is published, from 01/01/2041 on; it touches no report of this office",
                          "qcdc: rule X-9 a is published, from the first day on; it touches no report of this office",
                          f"qcdc: rule V-G4 {rates['words_vi']} is published, from 01/01/2019 on; it touches what follows from 1 report of this "
                          "office: QCDC-HUYEN 2019-H1"])
        figure, = (row["value"] for row in harness.read_csv(harness.REPORTS / "594-2019-H1.csv") if row["cell"] == "G03")
        error = dict(own, rule="X-6", expression="G03 <= PART", severity="error", valid_from="2019-01-01", valid_to="2019-12-31")
        self.assertEqual(publish({"rules": [error]}, past_meant=True), [])
        self.assertEqual(office.run("sync", "--quiet").err, "")
        broken = ["rule X-6 a is published, from 01/01/2019 on; it touches what follows from 1 report of this office: QCDC-HUYEN 2019-H1",
                  f"QCDC-HUYEN 2019-H1 breaks rule X-6 by what has been published since (G03: G03 ≤ PART: {figure} > 2); it stands as it is, and "
                  "its next correction has to mend that too"]
        self.assertEqual([line for line in office.must().splitlines() if "X-6" in line], broken)
        self.assertNotIn("X-6", office.must())
        self.assertNotIn("X-6", office.run("sync").err)
        self.assertNotIn("X-6", self.center.run("sync").err)
        # What was taken once comes back to a restored server, also where the report has been locked before that.
        changed = self.center.totals("2019-H1")["G04"]
        self.province.restore(copy)
        for verdict in ("accept", "lock"):
            other.must("review", verdict, "BCD-594", "QCDC-HUYEN", "2019-H1")
        for device in (other, self.center):
            self.assertEqual(self.center.totals("2019-H1")["G04"], before)
            self.assertIn("rejected 0", device.sync())
        self.assertEqual(self.center.totals("2019-H1")["G04"], changed)
        self.assert_identical()

    def test_a_refused_set_leaves_the_list(self):
        """Two desks name one new unit differently: the second is told, and once it has published again it is told no more."""
        other = self.desk()
        unit = "code,parent_code,level,name,valid_from\n99030,68,commune,{},2026-01-01\n"
        self.center.must("publish", self.folder(units_csv=unit.format("Xã Ba")))
        other.must("publish", self.folder(units_csv=unit.format("Xã Bốn")))
        self.center.sync()
        self.assertIn("rejected 1", other.sync())
        refused, = other.table("rejected")
        self.assertEqual((refused["about"], refused["code"]), (f"the set them-{self.folders}", "BAD_CATALOGUE"))
        self.assertIn("publish it again", refused["what_to_do"])
        self.assertIn("nothing new", other.must("publish", self.folder(units_csv=unit.format("Xã Ba"))))
        self.assertEqual(other.table("rejected"), [])

    def test_new_version(self):
        """A new version of a form ends the one before it; its indicators are those of the day on which it was published."""
        done = self.center.must("publish", self.folder(forms_csv=FORMS.format("H1 Y,A01-A03")))
        self.assertIn("ends on 31/12/2026", done)
        forms = [row for row in self.center.table("catalogue", "forms", "on=2027-01-01") if row["code"] == "QCDC-SO"]
        self.assertEqual([(row["version"], row["indicators"]) for row in forms], [("2", "A01 A02 A03")])
        # What is typed is completed by what was published.
        self.center.must("publish", self.folder(forms_csv=FORMS.format("H1 Y,A01").replace("QCDC-SO", "QCDC-MOI")))
        self.center.must("status")
        for home, known in ((self.center.home, True), (self.province.folder, False)):
            typed = harness.run([harness.QCDC, "complete", "--home", home, "report", "template", "QCDC-M"])
            self.assertEqual("QCDC-MOI" in typed.out, known, typed)

    def test_a_brief_is_published(self):
        """A new district, whatever it is called, and a new sentence stand in the brief, as text; what analysts see of duties follows at once."""
        name = "Huyện <script>|*Mới*"
        self.province.must("analyst-role")
        folder = self.folder(units_csv=f"code,parent_code,level,name,valid_from\n99010,68,district,{name},2026-01-01\n",
                             offices_csv="code,name,class,unit,forms,petitions\nBCD-99010,BCĐ <i>|*M*,huyen,99010,QCDC-HUYEN,yes\n",
                             brief_csv="line,kind,form,cell,valid_from,valid_to,text_vi,text_en,cites\n"
                                       "0335,sentence,QCDC-HUYEN,,2026-01-01,,Hội nghị <b>|*: {G03}.,Conferences <b>|*: {G03}.,S-28\n")
        self.center.must("publish", folder)
        self.center.sync()
        seen = harness.run([harness.pg_program("psql"), "-X", "-A", "-t", "-h", self.province.data / "run", "-U", "qcdc_analyst", "-d", "postgres", "-c",
                            "select count(*) from duties where office = 'BCD-99010' and period = '2026-H1'"])
        self.assertEqual((seen.out.strip(), seen.err), ("1", ""), "owed, whether anybody has reported the form or not")
        office = self.province.office("BCD-99010")
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2026-H1", "cell": cell, "value": value}
                                            for cell, value in (("G02", "8"), ("G03", "3"))], ["form", "period", "cell", "value"]))
        self.assertIn("rejected 0", office.sync())
        seen = harness.run([harness.pg_program("psql"), "-X", "-A", "-t", "-h", self.province.data / "run", "-U", "qcdc_analyst", "-d", "postgres", "-c",
                            "select state, (select name from units where code = '99010') from duties where office = 'BCD-99010' and period = '2026-H1'"])
        self.assertEqual((seen.out.strip(), seen.err), (f"late|{name}", ""))
        # An office that is succeeded by itself within the period owes its report once.
        self.center.must("publish", self.folder(offices_csv="code,name,class,unit,forms,petitions,valid_from\n"
                                                            "BCD-99010,BCĐ <i>|*M*,huyen,99010,QCDC-HUYEN,no,2026-03-01\n"))
        self.center.sync()
        seen = harness.run([harness.pg_program("psql"), "-X", "-A", "-t", "-h", self.province.data / "run", "-U", "qcdc_analyst", "-d", "postgres", "-c",
                            "select count(*) from duties where office = 'BCD-99010' and period = '2026-H1'"])
        self.assertEqual((seen.out.strip(), seen.err), ("1", ""))
        rows = self.center.query("reporting_status", form="QCDC-HUYEN", period="2026-H1")
        self.assertEqual([row["state"] for row in rows if row["office"] == "BCD-99010"], ["late"])
        text, tree = documents.read_html(self.center.must("brief", "2026-H1"))
        self.assertIn("Conferences <b>|*: 3.", documents.sentences(tree))
        self.assertEqual([bar[:2] for bar in documents.bars(tree)[0][2]], [(name, "37,50 %")])
        self.assertIn("BCĐ <i>|*M*", text)
        marked = self.center.must("brief", "2026-H1", "--format", "md")
        self.assertIn(r"Conferences &lt;b&gt;\|\*: **3**", marked)
        self.assertIn(r"| 1 | Huyện &lt;script&gt;\|\*Mới\* | 37,50", marked)
        before = self.province.office("BCD-602")
        before.file_report(before.register([{"form": "QCDC-HUYEN", "period": "2025-H1", "cell": "G03", "value": "5"}], ["form", "period", "cell", "value"]))
        before.sync()
        self.assertNotIn("Conferences", self.center.must("brief", "2025-H1", "--format", "md").split("## Reporting")[0].replace("conferences", ""))
        for line, said in (("0336,sentence,QCDC-HUYEN,,,,a {G99},b,", "has no figure 'G99'"), ("0336,sentence,QCDC-HUYEN,,,,a [{G03},b,", "cannot be read")):
            bad = self.folder(brief_csv=f"line,kind,form,cell,valid_from,valid_to,text_vi,text_en,cites\n{line}\n")
            self.assert_refused(self.center.run("publish", bad), "brief.csv, row 2", said)


if __name__ == "__main__":
    harness.main()
