"""Reported values in the shapes of national exchanges, parsed again: part of test_totals.py."""
import decimal
import json
import xml.etree.ElementTree as xml

ADX = "{urn:ihe:qrph:adx:2015}"
FIXED = {"dataElement", "value"}


def cell_of(value):
    """INDICATOR.MEMBER.MEMBER of a data value, whose members stand in the order of its dimensions."""
    return ".".join([value.get("dataElement"), *(text for name, text in value.attrib.items() if name not in FIXED)])


class ExchangeTests:
    def exchanged(self, reader, *words):
        done = reader.run("query", "report_values", *words)
        self.assertEqual((done.status, done.err), (0, ""), done)
        return done.out

    def values(self, reader, **params):
        return {(row["form"], row["office"], row["unit"], row["cell"]): decimal.Decimal(row["value"])
                for row in reader.query("report_values", **params) if row["value"]}

    def test_exchange_adx(self):
        """Every value once, under its form, office, unit and window of days."""
        wanted = self.values(self.tinh, period="2020-H1")
        self.assertEqual({form for form, *_ in wanted}, {"QCDC-HUYEN", "QCDC-MTTQ"})
        tree = xml.fromstring(self.exchanged(self.tinh, "period=2020-H1", "--format", "adx"))
        self.assertEqual(tree.tag, f"{ADX}adx")
        self.assertRegex(tree.get("exported"), r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$")
        found = {}
        for group in tree:
            self.assertEqual((group.tag, group.get("period")), (f"{ADX}group", "2019-12-15/P6M"))
            for value in group:
                self.assertEqual(value.tag, f"{ADX}dataValue")
                key = group.get("dataSet"), group.get("office"), group.get("orgUnit"), cell_of(value)
                self.assertNotIn(key, found)
                found[key] = decimal.Decimal(value.get("value"))
        self.assertEqual(found, wanted)
        self.assertEqual(len(tree), 11, "a group for each report")
        parts = xml.fromstring(self.exchanged(self.tinh, "period=2020-H1", "form=QCDC-HUYEN", "cell=A04", "--format", "adx"))
        self.assertEqual({cell_of(value) for value in parts.iter(f"{ADX}dataValue")},
                         {cell for form, _, _, cell in wanted if form == "QCDC-HUYEN" and cell.startswith("A04.")}, "and no whole")
        value = next(value for value in tree.iter(f"{ADX}dataValue") if value.get("dataElement") == "C22")
        self.assertEqual(set(value.attrib), {"dataElement", "kind", "outcome", "value"})

    def test_exchange_windows(self):
        """Each calendar's window: quarters of the statutory forms, and years."""
        office = self.districts["600"]
        for period, window in (("2021-Q2", "2021-03-15/P3M"), ("2020", "2019-12-15/P1Y")):
            for group in xml.fromstring(self.exchanged(office, f"period={period}", "--format", "adx")):
                self.assertEqual(group.get("period"), window)
        quarter = xml.fromstring(self.exchanged(office, "period=2021-Q2", "form=01-XLD", "--format", "adx"))
        self.assertEqual([group.get("dataSet") for group in quarter], ["01-XLD"])

    def test_exchange_dhis2(self):
        """The same values as DHIS2 takes them, under its names of periods."""
        for period, name in (("2020-H1", "2020S1"), ("2019", "2019"), ("2021-Q2", "2021Q2")):
            wanted = self.values(self.analyst, period=period)
            self.assertTrue(wanted, period)
            answer = json.loads(self.exchanged(self.analyst, f"period={period}", "--format", "dhis2"))
            found = {}
            for value in answer["dataValues"]:
                combo = value["categoryOptionCombo"]
                cell = value["dataElement"] + ("" if combo == "default" else f".{combo}")
                found[value["dataSet"], value["attributeOptionCombo"], value["orgUnit"], cell] = decimal.Decimal(value["value"])
                self.assertEqual(value["period"], name)
            self.assertEqual(len(found), len(answer["dataValues"]))
            self.assertEqual(found, wanted)

    def test_exchange_of_nothing_and_of_what_it_is_not(self):
        """An empty exchange is whole; other questions and other orders have none; what has no name is told."""
        self.assertEqual(json.loads(self.exchanged(self.tinh, "period=2015-H1", "--format", "dhis2")), {"dataValues": []})
        self.assertEqual(len(xml.fromstring(self.exchanged(self.tinh, "period=2015-H1", "--format", "adx"))), 0)
        for words in (("report_totals", "form=QCDC-HUYEN", "period=2020-H1"), ("report_values",), ("report_values", "period=2020-H1", "limit=3")):
            done = self.tinh.run("query", *words, "--format", "adx")
            self.assertEqual(done.status, 2, done)
            self.assertIn("report_values period=PERIOD", done.err)
        self.assert_refused(self.tinh.run("query", "report_values", "period=2021-9M", "--format", "dhis2"), "DHIS2 has no name", "--format adx")
        path = self.province.folder / "values.xml"
        self.assert_refused(self.tinh.run("query", "report_values", "period=2021-Q9", "--format", "adx", "-o", path), "2021-Q9")
        self.assertFalse(path.exists())
