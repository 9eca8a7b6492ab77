"""Handing in again changes nothing; what has changed is corrected; what was taken back stays so.

The counts of the province are always held against a count of the register's own rows, made here.
"""
import json

import harness
from harness import DISTRICTS, PERIODS, FlowCase, all_at_once, boston, count_rows, petition


class Everything(FlowCase):
    """Everything that every office has, twice."""

    def everything(self):
        started = [(office.name, office.start("petition", "import", self.registers[code], "--confirm-names", "--new"))
                   for code, office in self.districts.items()]
        for name, done in harness.finish_all(started):
            self.assertEqual(done.status, 0, (name, done.err))
        said = [self.districts["602"].import_csv(harness.DENUNCIATIONS)]
        for period in PERIODS:
            for code, office in self.districts.items():
                said.append(office.file_report(harness.REPORTS / f"{code}-{period}.csv"))
            said.append(self.front.file_report(harness.REPORTS / f"MTTQ-{period}.csv"))
        all_at_once([*self.districts.values(), self.front], "sync")
        return said

    def state(self):
        return (self.province.entries(), [office.entries() for office in (*self.districts.values(), self.front)],
                self.tinh.counts(), [self.tinh.totals(period) for period in PERIODS],
                self.province.sql("select count(*), max(given_at) from verdict"))

    def test_twice(self):
        self.districts = {code: self.province.office(f"BCD-{code}") for code in DISTRICTS}
        self.registers = {code: boston(code) for code in DISTRICTS}
        self.front = self.province.office("MTTQ-TINH")
        self.tinh = self.province.office("BCD-TINH", "province")
        self.everything()
        first = self.state()
        self.assertGreater(first[0], 1000)
        self.assertGreater(len(first[2]), 100)
        for line in self.everything()[1:]:
            self.assertEqual(line, "0 filed, 0 corrected, 1 unchanged\n")
        self.assertEqual(self.state(), first)
        self.assert_identical()


class Blanks(FlowCase):
    """A sheet with less in it changes what it names."""

    def listed(self):
        [row] = self.office.table("petition", "list")
        row.pop("version")  # of all the rest
        return {**row, "summary": next(line.split(",")[1] for line in
                self.office.must("petition", "show", "60/KN", "--format", "csv").splitlines() if line.startswith("summary,"))}

    def run_import(self, row, columns, *options):
        path = self.office.register([row], columns)
        done = self.office.run("petition", "import", path, *options)
        self.assertEqual(done.status, 0, done)
        return done

    def test_blanks_stay_until_a_yes(self):
        self.office = self.province.office("BCD-601")
        whole = petition("60/KN", title="đường thôn", summary="xin mở rộng", people="7", channel="BUU_CHINH", flags="DONG_NGUOI",
                         settled_on="2020-03-01", outcome="DUNG")
        self.office.import_rows([whole])
        before = self.listed()
        blank = petition("60/KN", people="", channel="")
        done = self.run_import(blank, None)
        self.assertIn("0 imported, 0 corrected, 1 unchanged", done.out)
        self.assertIn("7 cells are blank here", done.err)
        self.assertEqual(self.listed(), before)
        # A column that is not there is nobody's business: another day keeps the outcome, another field the words.
        self.run_import(dict(whole, settled_on="2020-03-02"), ["local_no", "kind", "field", "received_on", "settled_on"])
        self.run_import(dict(whole, field="THUE"), ["local_no", "kind", "field", "received_on"])
        self.assertEqual(self.listed(), dict(before, settled_on="2020-03-02", field="THUE"))
        done = self.run_import(dict(blank, field="THUE"), None, "--remove-blanks")
        self.assertEqual((done.err, "1 corrected" in done.out), ("", True))
        after = self.listed()
        self.assertEqual([after[column] for column in ("title", "summary", "people", "channel", "flags", "state")],
                         ["", "", "1", "TRUC_TIEP", "", "received"])
        # An outcome of a step that was entered by itself stays, too, and that is said.
        self.office.must("petition", "move", "60/KN", "ACCEPTED", "on=2020-03-20")
        self.office.must("petition", "move", "60/KN", "SETTLED", "on=2020-04-01", "outcome=SAI")
        done = self.run_import(dict(blank, field="THUE", settled_on="2020-04-01"), None)
        self.assertEqual(("1 cell is blank here" in done.err, self.listed()["outcome"]), (True, "SAI"), done)
        # Twice in one file, once with what a blank cell means in a new petition: the same row.
        path = self.office.register([petition("61/KN", people="", channel=""), petition("61/KN", people="1", channel="TRUC_TIEP")])
        self.assertIn("1 imported, 0 corrected, 0 unchanged, 1 skipped", self.office.must("petition", "import", path))
        self.office.sync()
        self.assertEqual(self.office.table("rejected"), [])
        self.assert_identical()

    def test_a_stale_list_undoes_nothing(self):
        """What another device corrected after the export stays; an edited row of that petition is refused, and told what changed."""
        one, two = self.province.office("BCD-600"), self.province.office("BCD-600")
        path = self.province.folder / "stale.csv"
        one.import_rows([petition("1/KN", title="đường; thôn", people="7", flags="PHUC_TAP DONG_NGUOI", settled_on="2020-03-05", outcome="DUNG"),
                         petition("2/KN", people="3")])
        one.sync()
        two.sync()

        def listed():
            return {row["local_no"]: row for row in one.table("petition", "list")}

        def given(text, *said):
            path.write_text(text)
            out = one.must("petition", "import", path)
            for words in said:
                self.assertIn(words, out)
            return out

        def refused(text, *said):
            path.write_text(text)
            before = one.entries()
            self.assert_refused(one.run("petition", "import", path), "stale.csv:2: version", "changed since this file was exported",
                                "export the list anew", *said)
            self.assertEqual(one.entries(), before)

        # The same in JSON: a text, as it stands in the other files, and another one after a change.
        stands = {row["local_no"]: row["version"] for row in json.loads(one.must("petition", "list", "--format", "json"))}
        self.assertEqual(stands, {number: row["version"] for number, row in listed().items()})
        self.assertEqual(len(set(stands.values())), 2)
        self.assertTrue(all(isinstance(version, str) and len(version) > 8 for version in stands.values()), stands)
        one.must("petition", "correct", "2/KN", "field=THUE")
        changed = {row["local_no"]: row["version"] for row in json.loads(one.must("petition", "list", "--format", "json"))}
        self.assertEqual([number for number in stands if stands[number] != changed[number]], ["2/KN"])
        one.must("petition", "correct", "2/KN", "field=DAT_DAI")
        self.assertEqual({row["local_no"]: row["version"] for row in json.loads(one.must("petition", "list", "--format", "json"))}, stands)
        one.sync()
        two.sync()

        for how, comma, people in (("csv", ",", ("7", "9")), ("excel", ";", ("9", "11"))):
            exported = one.must("petition", "list", "order=local_no", "--format", how)
            two.must("petition", "correct", "1/KN", f"people={people[1]}")
            two.sync()
            one.sync()
            given(exported, "0 corrected, 2 unchanged")
            self.assertEqual(listed()["1/KN"]["people"], people[1])
            # A column less says nothing else.
            changed = exported.replace(f"KHIEU_NAI{comma}DAT_DAI", f"KHIEU_NAI{comma}THUE", 1)
            self.assertNotEqual(changed, exported)
            refused(changed, f"people {people[0]} → {people[1]} ({two.origin}:")
            refused(exported.replace(f"{comma}{people[0]}{comma}", f"{comma}77{comma}"), f"people 77 → {people[1]}")
            # The other petition was changed by nobody: taken, and said column by column.
            given(exported.replace(f"{comma}3{comma}", f"{comma}4{comma}"), "1 corrected, 1 unchanged", "corrected 2/KN: people 3 → 4\n")
            one.must("petition", "correct", "2/KN", "people=3")
            one.sync()
            two.sync()
        # As it stands by now it is no edit; without a version the file says what it says.
        given(exported.replace(",9,", ",11,"), "0 corrected")
        rows = [line.rpartition(",")[0] for line in one.must("petition", "list", "order=local_no", "--format", "csv").splitlines()]
        out = given("\n".join(rows).replace(",11,", ",12,").replace("SAI", "DUNG").replace("2020-03-05", "2020-03-06") + "\n", "1 corrected, 1 unchanged")
        self.assertIn("corrected 1/KN: people 11 → 12; settled_on 05/03/2020 → 06/03/2020\n", out)
        path.write_text("".join(f"{row},{'version' if row == rows[0] else 'v12'}\n" for row in rows[:2]))
        self.assert_refused(one.run("petition", "import", path), "stale.csv:2: version", "leave it as it was exported")
        one.sync()
        self.assertEqual(one.table("rejected"), [])

    def test_an_outcome_alone(self):
        """It is of the settlement that stands, on its day; where there is none, it needs a day of its own."""
        office = self.province.office("BCD-602")

        def settled():
            return {row["local_no"]: (row["settled_on"], row["outcome"]) for row in office.table("petition", "list")}

        office.import_rows([petition("81/KN", settled_on="2020-03-05", outcome="DUNG"), petition("82/KN"), petition("83/KN", settled_on="2020-04-05")])
        office.must("petition", "correct", "81/KN", "outcome=SAI")
        self.assertEqual(settled(), {"81/KN": ("2020-03-05", "SAI"), "82/KN": ("", ""), "83/KN": ("2020-04-05", "")})
        for words in (["82/KN", "outcome=SAI"], ["81/KN", "settled_on=", "outcome=DUNG"]):
            self.assert_refused(office.run("petition", "correct", *words), "an outcome needs the day of settlement")
        columns = ["local_no", "kind", "field", "received_on", "outcome"]
        rows = [petition("81/KN", outcome="DUNG_MOT_PHAN"), petition("82/KN"), petition("83/KN", outcome="SAI")]
        self.assertIn("2 corrected, 1 unchanged", office.must("petition", "import", office.register(rows, columns)))
        # A column of days that is blank says nothing either.
        rows[0]["outcome"] = "DUNG"
        office.must("petition", "import", office.register(rows, columns + ["settled_on"]))
        self.assertEqual(settled(), {"81/KN": ("2020-03-05", "DUNG"), "82/KN": ("", ""), "83/KN": ("2020-04-05", "SAI")})
        for row in (petition("82/KN", outcome="SAI"), petition("84/KN", outcome="SAI")):
            done = office.run("petition", "import", office.register([*rows, row] if row["local_no"] == "84/KN" else [row], columns))
            self.assertEqual((done.status, done.out), (1, ""))
            self.assertIn("outcome: an outcome needs the day of settlement", done.err)
        office.sync()
        self.assertEqual(office.table("rejected"), [])


class Register(FlowCase):
    """One district whose register is mended row by row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-597")
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def setUp(self):
        """Rows with register numbers of this test alone; what others left in the counts is taken off."""
        self.before = self.tinh.counts()
        self.tag = self._testMethodName
        self.rows = [petition(f"{self.tag}/{i}", kind=kind, field=field, received_on=f"2020-{i % 5 + 1:02}-15",
                              title=f"Title {self.id()} {i}", settled_on=f"2020-{i % 5 + 2:02}-01" if i % 3 else "",
                              outcome="DUNG" if i % 3 == 1 else "")
                     for i, (kind, field) in enumerate(
                         (kind, field) for kind in ("KHIEU_NAI", "KIEN_NGHI", "PHAN_ANH") for field in ("DAT_DAI", "THUE"))]

    def counts(self):
        """What this test's rows have added to the counts."""
        added = {}
        for key, (received, settled) in self.tinh.counts().items():
            was = self.before.get(key, (0, 0))
            if (received, settled) != was:
                added[key] = (received - was[0], settled - was[1])
        return added

    def hand_in(self, entries, rows=None):
        """Imports and syncs; ENTRIES are added, and the counts are those of the rows."""
        rows = self.rows if rows is None else rows
        journal, server = self.office.entries(), self.province.entries()
        said = self.office.import_rows(rows)
        self.assertIn(f"; {entries} entries added", said)
        self.assertEqual(self.office.entries() - journal, entries)
        self.office.sync()
        self.assertEqual(self.province.entries() - server, entries)
        self.assertEqual(self.counts(), count_rows("597", self.rows))
        self.assertEqual(self.office.table("rejected"), [])

    def row_of(self, row):
        """How the province sees the row."""
        found = [known for known in self.tinh.query("petition_register", unit="597") if known["local_no"] == row["local_no"]]
        self.assertEqual(len(found), 1, found)
        return found[0]

    def assert_register(self):
        for row in self.rows:
            known = self.row_of(row)
            for column in ("kind", "field", "received_on", "settled_on", "outcome"):
                self.assertEqual(known[column], row[column], (column, row, known))
            self.assertEqual(known["state"], "settled" if row["settled_on"] else "received", row)

    def first_time(self):
        self.hand_in(len(self.rows) + sum(1 for row in self.rows if row["settled_on"]))
        self.assert_register()

    def test_field_and_kind(self):
        self.first_time()
        self.rows[0]["field"] = "MOI_TRUONG"
        self.rows[1]["kind"] = "PHAN_ANH"
        self.rows[2].update(kind="KHIEU_NAI", field="CAN_BO")
        self.hand_in(3)
        self.assert_register()
        self.hand_in(0)

    def test_month(self):
        """A day of receipt moved to another month, back and forth."""
        self.first_time()
        self.rows[0]["received_on"] = "2020-01-02"
        self.rows[1]["received_on"] = "2020-01-31"
        self.hand_in(2)
        self.assert_register()
        self.hand_in(0)

    def test_received_and_settled_later(self):
        """Both days move, and the new day of receipt lies behind the old day of settlement."""
        self.first_time()
        self.assertTrue(self.rows[1]["settled_on"])
        self.rows[1].update(received_on="2020-06-15", settled_on="2020-07-15")
        self.hand_in(2)
        self.assert_register()
        self.hand_in(0)

    def test_settlement_added_and_removed(self):
        self.first_time()
        self.rows[0].update(settled_on="2020-08-01", outcome="SAI")
        self.hand_in(1)
        self.assert_register()
        self.rows[0].update(settled_on="", outcome="")
        self.rows[1].update(settled_on="", outcome="")
        self.hand_in(2)
        self.assert_register()
        self.rows[0].update(settled_on="2020-08-02", outcome="DUNG")
        self.rows[1].update(settled_on="2020-08-02", outcome="DUNG")
        self.hand_in(2)
        self.assert_register()
        self.hand_in(0)

    def test_outcome(self):
        self.first_time()
        self.rows[1]["outcome"] = "DUNG_MOT_PHAN"
        self.rows[2]["settled_on"] = "2020-09-09"
        self.hand_in(2)
        self.assert_register()
        self.rows[1]["outcome"] = ""
        self.hand_in(1)
        self.assert_register()
        self.hand_in(0)

    def test_back_and_forth(self):
        """The same correction twice, with its opposite in between, is three corrections and not one."""
        self.first_time()
        for field in ("KHAC", "DAT_DAI", "KHAC", "DAT_DAI"):
            self.rows[0]["field"] = field
            self.hand_in(1)
            self.assert_register()
        self.hand_in(0)

    def test_text_only(self):
        """A mended title is kept, and changes no count."""
        self.first_time()
        self.rows[0]["title"] = "Another title"
        self.hand_in(1)
        shown = {row["what"]: row["value"] for row in self.office.table("petition", "show", self.rows[0]["local_no"])}
        self.assertEqual(shown["title"], "Another title")
        self.hand_in(0)

    def test_in_any_order(self):
        """The order of rows, of columns and of line ends does not matter, nor does a byte-order mark."""
        self.first_time()
        self.hand_in(0, list(reversed(self.rows)))
        path = self.office.register(self.rows, list(reversed(harness.PETITION_COLUMNS)))
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\r\n", b"\n"))
        self.assertIn("; 0 entries added", self.office.import_csv(path))

    def test_void(self):
        self.first_time()
        gone = self.rows.pop(1)
        self.office.must("petition", "void", gone["local_no"], "reason=entered by mistake")
        self.office.sync()
        self.assertEqual(self.counts(), count_rows("597", self.rows))
        entries = self.office.entries()
        said = self.office.run("petition", "import", self.office.register([*self.rows, gone]))
        self.assertEqual(said.status, 0)
        self.assertIn("1 skipped; 0 entries added", said.out)
        self.assertEqual(self.office.entries(), entries)
        self.office.sync()
        self.assertEqual(self.counts(), count_rows("597", self.rows))
        self.assertNotIn(gone["local_no"], [row["local_no"] for row in self.tinh.query("petition_register")])

    def test_void_a_step(self):
        """Taking back the settlement alone leaves the petition, open."""
        self.first_time()
        row = self.rows[1]
        steps = [line for line in self.office.table("petition", "show", row["local_no"]) if line["what"] == "SETTLED"]
        self.assertEqual(len(steps), 1)
        self.office.must("petition", "void", steps[0]["entry"], "reason=not yet")
        self.office.sync()
        row.update(settled_on="", outcome="")
        self.assertEqual(self.counts(), count_rows("597", self.rows))
        self.assert_register()

    def test_void_and_add_again(self):
        """A petition that was taken back can be entered again, and counts once."""
        self.first_time()
        row = self.rows[0]
        self.office.must("petition", "void", row["local_no"], "reason=a slip")
        self.office.sync()
        self.office.must("petition", "add", *(f"{column}={row[column]}" for column in
                                             ("local_no", "kind", "field", "received_on", "title")))
        self.office.sync()
        self.assertEqual(self.counts(), count_rows("597", self.rows))
        self.assert_register()
        self.hand_in(0)

    def test_zz_verify(self):
        self.assert_identical()


class Reports(FlowCase):
    def test_corrected_report(self):
        """A filed form with another figure is a correction: totals follow, and filing it back follows too."""
        office, tinh = self.province.office("BCD-601"), self.province.office("BCD-TINH", "province")
        path = harness.REPORTS / "601-2020-H1.csv"
        office.file_report(path)
        office.sync()
        first = tinh.totals("2020-H1")
        # Each cell's version is the same text in JSON as in the file that comes back.
        shown = ["report", "show", "QCDC-HUYEN", "2020-H1"]
        cells = {row["cell"]: row["version"] for row in json.loads(office.must(*shown, "--format", "json"))}
        self.assertEqual(cells, {row["cell"]: row["version"] for row in office.table(*shown)})
        self.assertTrue(all(isinstance(version, str) and len(version) > 8 for version in cells.values()))
        rows = harness.read_csv(path)
        for row in rows:
            if row["cell"] == "A01":
                row["value"] = str(int(row["value"]) + 5)
            if row["cell"] == "A02":
                row["value"] = ""
        changed = office.register(rows, ["form", "period", "cell", "value"])
        self.assertEqual(office.file_report(changed), "0 filed, 1 corrected, 0 unchanged\ncells: 1 changed, 0 added, 0 removed (A01)\n")
        said = office.must("report", "file", changed, "--remove-blanks")
        self.assertEqual(said, "0 filed, 1 corrected, 0 unchanged\ncells: 0 changed, 0 added, 1 removed (A02)\n")
        office.sync()
        totals = tinh.totals("2020-H1")
        self.assertEqual(int(totals["A01"]), int(first["A01"]) + 5)
        self.assertEqual(totals["A02"], "", "a blank is not a zero")
        self.assertEqual({cell: value for cell, value in totals.items() if cell not in ("A01", "A02")},
                         {cell: value for cell, value in first.items() if cell not in ("A01", "A02")})
        self.assertEqual(office.file_report(changed), "0 filed, 0 corrected, 1 unchanged\n")
        self.assertEqual(office.file_report(path), "0 filed, 1 corrected, 0 unchanged\ncells: 1 changed, 1 added, 0 removed (A01, A02)\n")
        office.sync()
        self.assertEqual(tinh.totals("2020-H1"), first)
        self.assertEqual(len(office.table("report", "list")), 1)
        self.assertEqual(office.entries(), 4)
        self.assert_identical()


class TwoDevices(FlowCase):
    """Two devices of one office that do not know of each other's work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def devices(self, unit):
        first, second = (self.province.office(f"BCD-{unit}") for _ in range(2))
        return first, second

    def counts(self, unit):
        return {key: value for key, value in self.tinh.counts().items() if key[0] == unit}

    def test_other_content(self):
        """The same number for another petition: rejected, mended under a number of its own, counted."""
        first, second = self.devices("594")
        row = petition("7", settled_on="2020-03-05")
        other = petition("7", kind="PHAN_ANH", received_on="2020-04-05", settled_on="2020-05-05")
        first.import_rows([row])
        second.import_rows([other])
        first.sync()
        said = second.sync()
        self.assertIn("rejected", said)
        rejected = second.table("rejected")
        self.assertEqual([(line["code"], line["about"]) for line in rejected],
                         [("DUPLICATE", "7"), ("TARGET_REJECTED", "7")])
        self.assertNotIn("filed again", rejected[0]["what_to_do"], "what stands under that number is another petition")
        self.assertIn("if it is another petition, enter it under a register number of its own", rejected[0]["what_to_do"])
        self.assertEqual(self.counts("594"), count_rows("594", [row]))
        other["local_no"] = "7a"
        second.import_rows([other])
        second.sync()
        self.assertEqual(self.counts("594"), count_rows("594", [row, other]))
        for device in (first, second):
            device.sync()
            self.assertIn("; 0 entries added", device.import_rows([row, other]))
        self.assertEqual(self.counts("594"), count_rows("594", [row, other]))

    def test_corrected_by_the_device_that_knows(self):
        """Once the second device has heard of the first one's petition, its own row is a correction."""
        first, second = self.devices("596")
        first.import_rows([petition("8")])
        second.import_rows([petition("8", field="THUE")])
        first.sync()
        second.sync()
        self.assertEqual(self.counts("596"), count_rows("596", [petition("8")]))
        self.assertIn("1 corrected", second.import_rows([petition("8", field="THUE")]))
        second.sync()
        self.assertEqual(self.counts("596"), count_rows("596", [petition("8", field="THUE")]))
        first.sync()
        self.assertIn("; 0 entries added", first.import_rows([petition("8", field="THUE")]))
        self.assertEqual({line["field"] for line in first.table("petition", "list")}, {"THUE"})

    def test_same_content(self):
        """The same petition from both counts once, and either device can correct it afterwards."""
        first, second = self.devices("598")
        row = petition("9", title="the same", settled_on="2020-03-03", outcome="DUNG")
        for device in (first, second):
            device.import_rows([row])
            device.sync()
        self.assertEqual(self.counts("598"), count_rows("598", [row]))
        self.assertEqual(second.table("rejected"), [])
        aliases = self.province.sql(f"select v.code from verdict v join journal j on j.commit_seq = v.entry join origin o"
                                    f" on o.id = j.origin where v.state = 1 and o.origin = '\\x{second.origin}'")
        self.assertEqual(len(aliases), 2)
        row.update(settled_on="2020-03-04", kind="KIEN_NGHI")
        self.assertIn("1 corrected", second.import_rows([row]))
        second.sync()
        self.assertEqual(self.counts("598"), count_rows("598", [row]))
        first.sync()
        row["kind"] = "PHAN_ANH"
        self.assertIn("1 corrected", first.import_rows([row]))
        first.sync()
        second.sync()
        for device in (first, second):
            self.assertIn("; 0 entries added", device.import_rows([row]))
            self.assertEqual([(line["kind"], line["settled_on"]) for line in device.table("petition", "list")],
                             [("PHAN_ANH", "2020-03-04")])
        self.assertEqual(self.counts("598"), count_rows("598", [row]))

    def test_reports(self):
        """The same form from two devices: equal it is one report, different it is turned down and then corrected."""
        first, second = self.devices("599")
        path = harness.REPORTS / "599-2020-H1.csv"
        rows = harness.read_csv(path)
        first.file_report(path)
        second.file_report(path)
        first.sync()
        second.sync()
        self.assertEqual(second.table("rejected"), [])
        value = {row["cell"]: row["value"] for row in rows}["A03"]
        self.assertEqual(self.tinh.totals("2020-H1")["A03"], value)
        self.assertEqual({row["cell"]: row["reported"] for row in
                          self.tinh.query("report_totals", form="QCDC-HUYEN", period="2020-H1")}["A03"], "1")
        other = [dict(row, value="123" if row["cell"] == "A03" else row["value"]) for row in rows]
        first.file_report(harness.REPORTS / "599-2019.csv")
        for row in other:
            row["period"] = "2019"
        changed = second.register(other, ["form", "period", "cell", "value"])
        second.file_report(changed)
        first.sync()
        second.sync()
        self.assertEqual([(line["code"], line["about"], line["reason"]) for line in second.table("rejected")],
                         [("DUPLICATE", "QCDC-HUYEN 2019", "another one stands there already; correct that one instead")])
        # It says whose report is there, and where to look at it.
        [line] = second.table("rejected")
        self.assertRegex(line["message"], rf"^QCDC-HUYEN for 2019 was filed already by {first.origin}:\d+ of 20\d\d-\d\d-\d\d ")
        self.assertIn("qcdc report show", line["what_to_do"])
        shown = second.run("rejected", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("theo bản ghi của máy khác của cơ quan này", " ".join(shown.split()))
        self.assertNotEqual(self.tinh.totals("2019")["A03"], "123")
        self.assertIn("1 corrected", second.must("report", "file", changed, "--note", "V-J5=số liệu nửa năm"))
        second.sync()
        self.assertEqual(self.tinh.totals("2019")["A03"], "123")

    def test_both_at_once(self):
        """Two devices import the same register and sync at the same moment: every petition counts once."""
        first, second = self.devices("593")
        rows = harness.read_csv(harness.TESTS_DATA / "boston-311" / "593.csv.gz")
        path = first.register(rows)
        for name, done in harness.finish_all([(device.name, device.start("petition", "import", path, "--confirm-names", "--new"))
                                              for device in (first, second)]):
            self.assertEqual(done.status, 0, (name, done.err))
        all_at_once([first, second], "sync")
        self.assertEqual(self.counts("593"), count_rows("593", rows))
        self.assertEqual((first.table("rejected"), second.table("rejected")), ([], []))
        all_at_once([first, second], "sync")
        for device in (first, second):
            self.assertIn("; 0 entries added", device.import_csv(path))

    def test_zz_verify(self):
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
