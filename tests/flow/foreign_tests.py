"""What another country's health offices reported to a system of another make: 27 003 values of two months, 1758 health centres and 11 data
elements.  A folder that a test writes makes them a form like any other: published, filed by zones, added up and read back to the
last figure.  The values are read where somebody has them, beside the source tree.
"""
import collections
import unittest

import harness

VALUES = harness.SHARED_DATA / "drc-values.csv.gz"
FORM = "MONTHLY"
CELLS = ["form", "period", "cell", "value"]


class Foreign:
    """Values as {(period, cell): value}, and the tables that make a form of them.  A centre is a member of the form's one dimension, by its
    own code in capitals; its zone, which files for it, is that of the first letter, two of them in each."""

    def __init__(self, rows):
        elements = sorted({row["data_element"] for row in rows})
        self.codes = {element: f"DE{number:02}" for number, element in enumerate(elements, 1)}
        self.zones = collections.defaultdict(dict)
        self.values = {}
        for row in rows:
            period, centre = f"{row['period'][:4]}-M{row['period'][4:]}", row["org_unit"].upper()
            cell = f"{self.codes[row['data_element']]}.{centre}"
            self.zones[chr(ord(centre[0]) - (ord(centre[0]) + 1) % 2)][period, cell] = self.values[period, cell] = row["value"]
        self.periods = sorted({period for period, _ in self.values})

    def folder(self, path):
        """Writes the tables: codes of its own, so that any province may have it too."""
        path.mkdir()
        tables = {
            "classes": ["code,name_vi,name_en,provincial", "zone,Vùng y tế,Health zone,no"],
            "dimensions": ["code,members,open,parts,openings,flows,closings", "centre,,yes,yes,,,"],
            "indicators": ["code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions",
                           *(f"{code},DE,Số liệu {element},Data element {element},số,count,sum,flow,centre" for element, code in self.codes.items())],
            "calendar": ["calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days", "HEALTH,M,0,0,1,0,0,0,5"],
            "deadlines": ["calendar,period,classes,days,working,valid_from,valid_to", "HEALTH,M,,5,yes,,"],
            "forms": ["code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from",
                      f"{FORM},1,Báo cáo tháng,Monthly report,zone,HEALTH,M,{' '.join(self.codes.values())},2020-01-01"],
            "units": ["code,parent_code,level,name,valid_from", "Z,,province,Health zones,2020-01-01",
                      *(f"Z-{zone},Z,district,Zone {zone},2020-01-01" for zone in sorted(self.zones))],
            "offices": ["code,name,class,unit,forms,petitions,valid_from",
                        *(f"ZONE-{zone},Bureau {zone},zone,Z-{zone},{FORM},no,2020-01-01" for zone in sorted(self.zones))],
        }
        for name, lines in tables.items():
            (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def totals(self, period):
        """What report_totals has to say of PERIOD: {cell: (value, how many zones)}, of each centre's cell and of each data element."""
        sums, zones = collections.Counter(), collections.defaultdict(set)
        for zone, values in self.zones.items():
            for (when, cell), value in values.items():
                for name in (cell, cell.partition(".")[0]) if when == period else ():
                    sums[name] += int(value)
                    zones[name].add(zone)
        return {name: (str(total), str(len(zones[name]))) for name, total in sums.items()}


class ForeignTests:
    """For a test case with a province, and a device of its provincial office as `center`."""

    @unittest.skipUnless(VALUES.is_file(), f"there is no {VALUES}")
    def test_another_systems_values(self):
        foreign = Foreign(harness.read_csv(VALUES))
        self.assertEqual(len(foreign.values), 27003)
        said = self.center.must("publish", foreign.folder(self.province.folder / "monthly"))
        self.assertIn(f"forms: {FORM} ", said)
        self.assertIn("rejected 0", self.center.sync())
        self.province.must("invite", "--all", "--into", self.province.folder / "zones", "--endpoint", self.province.endpoint)
        offices = {}
        for zone, values in foreign.zones.items():
            offices[zone] = office = harness.Office(self.province, f"ZONE-{zone}")
            office.join(self.province.folder / "zones" / f"{office.code}.invite")
            office.file_report(office.register([{"form": FORM, "period": period, "cell": cell, "value": value}
                                                for (period, cell), value in values.items()], CELLS))
        harness.all_at_once(list(offices.values()), "sync")
        for period in foreign.periods:
            with self.subTest(period=period):
                rows = self.center.query("report_values", form=FORM, period=period)
                self.assertEqual({(period, row["cell"]): row["value"] for row in rows},
                                 {key: value for key, value in foreign.values.items() if key[0] == period})
                self.assertEqual(len(rows), sum(key[0] == period for key in foreign.values), "each once")
                totals = self.center.query("report_totals", form=FORM, period=period)
                self.assertEqual({row["cell"]: (row["value"], row["reported"]) for row in totals}, foreign.totals(period))
                self.assertEqual({row["expected"] for row in totals}, {str(len(foreign.zones))})
        # What a desk shows of itself comes back in as it is, and a figure tells where it comes from.
        desk = offices["A"]
        shown = desk.must("report", "show", FORM, foreign.periods[0], "--format", "csv")
        self.assertIn("unchanged", desk.must("report", "file", "-", given=shown))
        period, cell = next(iter(foreign.zones["A"]))
        self.assertIn("Z-A", self.center.must("explain", f"{period}/{FORM}/{cell}"))
        self.assert_identical()
