"""The list of publications, by which the catalogue is folded, is derived from the journals like everything else.

Whoever tampers with it changes what everything is judged by: verify names the row, rebuild makes it anew, and nothing else goes on by a
list that the journals do not bear out.
"""
import fcntl

import catalogue
import harness
from catalogue import published
from founding import FOUNDING
from harness import FlowCase, Province, finish_all, petition, wait_until
from test_catalogue import filed, states
from wire_office import WireOffice

NOT_SO = "the list of publications is not what the journals say: "
LACKS, HOLDS = "the journals say, and the database lacks,", "the database holds, against the journals,"
TABLES = ("publication", "unit", "unit_lineage", "office", "form", "form_cell", "indicator", "form_indicator", "report", "setting", "verdict")


class Listed(FlowCase):
    """A set in parts, a refused one that had begun, another name of an office, a set of which more is to come; and a report.

    No server runs: its database is kept going, to be tampered with.
    """

    @classmethod
    def setUpClass(cls):
        cls.province = Province(founded=FOUNDING)
        cls.addClassCleanup(cls.province.close)
        tinh = WireOffice(cls.province, "BCD-TINH", "province")
        for part in catalogue.in_parts(catalogue.ALL):
            tinh.append(part)
        WireOffice(cls.province, "BCD-593").append(filed(3))
        orphan = dict(code="999", parent_code="998", level="commune", name="Xã không cha")
        tinh.append(published({"units": [dict(orphan, code="997", parent_code="593")]}, parts=2))
        refused = tinh.append(published({"units": [orphan]}, part=2, parts=2))
        assert states(refused) == [("rejected", "BAD_CATALOGUE")], refused
        office = catalogue.FIRST_OFFICE
        tinh.append(published({"offices": [dict(office, valid_to="2025-12-31"), dict(office, name="Một tên khác", valid_from="2026-01-01")]}))
        unknown = tinh.append(published({"maps": [dict(code="1")]}))
        assert states(unknown) == [("unsupported", "UNSUPPORTED")], unknown
        tinh.append(published({"classes": [dict(code="xa", name_vi="Cấp xã", name_en="Commune", provincial="no")]}, parts=2))
        cls.office = cls.province.office("BCD-593")
        user = open(cls.province.data / "lock", "rb")
        cls.addClassCleanup(user.close)
        fcntl.flock(user, fcntl.LOCK_SH)  # as every command that uses the database
        cls.province.stop()
        commits = [int(row[0]) for row in cls.province.sql("select entry from publication order by 1")]
        cls.first, cls.refused, cls.renaming, cls.begun = (commits[at] for at in (0, -3, -2, -1))
        cls.report = int(cls.province.value("select id from report"))
        cls.unknown = int(cls.province.value("select entry from verdict where state = 4"))
        cls.before = cls.tables()

    @classmethod
    def tables(cls):
        return {table: cls.province.sql(f"select t::text from {table} t order by 1") for table in TABLES}

    def setUp(self):
        self.assert_identical()

    def change(self, statement, back=None):
        """What a person with the database in his hands could do; put back by hand where rebuild is not to do it."""
        self.province.sql(statement)
        if back:
            self.addCleanup(self.province.sql, back)

    def assert_not_served(self, *words):
        """qcdcd run does not come to that."""
        self.assert_refused(self.province.command("run", "--listen", "tcp://127.0.0.1:*", timeout_s=30), *words)

    def assert_served(self):
        self.province.start()
        self.province.stop()

    def assert_found(self, *words):
        """verify says so, on lines that each hold what is asked for."""
        done = self.province.verify()
        self.assertEqual(done.status, 1, done)
        self.assertIn("not identical", done.err)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        for word in words:
            self.assertIn(word, done.out)
        return done.out.splitlines()

    def assert_mended(self):
        """From the journals alone."""
        done = self.province.rebuild()
        self.assertEqual((done.status, done.err), (0, ""), done)
        self.assertEqual(self.tables(), self.before)
        self.assert_identical()

    def test_tampered(self):
        """Lost, changed and additional rows, of what changes the catalogue and of what does not, yet."""
        for statement, commit, row, judges_otherwise in (
                (f"delete from publication where entry = {self.renaming}", self.renaming, f"{LACKS} ({self.renaming},t,t)", True),
                (f"update publication set accepted = false where entry = {self.renaming}", self.renaming, f"{HOLDS} ({self.renaming},f,t)", True),
                (f"delete from publication where entry = {self.first}", self.first, f"{LACKS} ({self.first},t,f)", True),
                ("delete from publication", self.first, f"{LACKS} (", True),
                (f"insert into publication values ({self.report}, true, false)", self.report, f"{HOLDS} ({self.report},t,f)", True),
                ("insert into publication values (999999, true, false)", 999999, f"{HOLDS} (999999,t,f)", False),
                (f"delete from publication where entry = {self.begun}", self.begun, f"{LACKS} ({self.begun},t,f)", False),
                ("delete from publication where ctid = (select max(ctid) from publication)", self.begun, f"{LACKS} ({self.begun},t,f)", False),
                (f"delete from publication where entry = {self.refused}", self.refused, f"{LACKS} ({self.refused},f,f)", False),
                (f"update publication set effective = true where entry = {self.begun}", self.begun, f"{HOLDS} ({self.begun},t,t)", False)):
            with self.subTest(statement=statement):
                self.change(statement)
                lines = self.assert_found(f"publication: {row}")
                self.assertEqual([line for line in lines if not line.startswith("publication: ")], [])
                said = (f"{NOT_SO}commit {commit} ", "qcdcd rebuild makes it anew")
                self.assert_not_served(*said)
                asked = self.province.command("status")
                if judges_otherwise:
                    self.assert_refused(asked, *said)
                else:
                    self.assertEqual(asked.status, 0, asked)
                after = self.tables()
                self.assertEqual({**after, "publication": []}, {**self.before, "publication": []}, "nothing was written by the wrong list")
                self.assert_mended()
        self.assert_served()

    def test_under_the_server(self):
        """One that goes on by what it knows, and reads the list again when it has lost the database: not by a wrong one."""
        self.province.start()
        self.addCleanup(self.province.stop)
        self.change(f"create table held as select * from publication where entry = {self.renaming}; delete from publication where entry = {self.renaming};"
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'qcdcd ingest'")
        self.office.import_rows([petition("1")])
        waits = self.office.start("sync")
        self.assertTrue(wait_until(lambda: "the list of publications does not give the catalogue that was written here" in self.province.log()))
        self.assertNotIn("the database is back", self.province.log())
        self.assertEqual({**self.tables(), "publication": []}, {**self.before, "publication": []})
        self.change("insert into publication select * from held; drop table held")
        self.assertTrue(wait_until(lambda: "the database is back" in self.province.log()))
        (_, done), = finish_all([("sync", waits)])
        self.assertEqual(done.status, 0, done)
        self.assertIn("rejected 0", done.out)

    def test_judged_anew(self):
        """rebuild --rejudge goes on by what it has made."""
        self.change(f"delete from publication where entry = {self.renaming}")
        done = self.province.rebuild("--rejudge")
        self.assertEqual((done.status, done.err), (0, ""), done)
        self.assertEqual(self.tables(), self.before)

    def test_reference_tables(self):
        """Of an edition that nobody names they are written anew by any command; one that is empty, or has more, is named and mended."""
        for edition in ("delete from setting where name = 'reference'", "update setting set value = 'x' where name = 'reference'"):
            with self.subTest(edition=edition):
                self.change(f"{edition}; update unit set name = 'x'; insert into office select 99, 'X', 'X', class, unit_code from office limit 1")
                self.assertEqual(self.province.command("status").status, 0)
                self.assertEqual(self.tables(), self.before)
                self.assert_identical()
        for statement, table in (("delete from unit", "unit"), ("delete from office", "office"), ("delete from form_cell", "form_cell"),
                                 ("insert into office select 99, 'X', 'X', class, unit_code from office limit 1", "office")):
            with self.subTest(statement=statement):
                self.change(statement)
                self.assertEqual({line.split(":")[0] for line in self.assert_found()}, {table})
                self.assert_served()
                self.assert_mended()

    def test_a_lost_verdict(self):
        """That a publication was refused is said by its verdict: without it the journals say another thing than the receipts."""
        self.change(f"create table held as select * from verdict where entry = {self.refused}; delete from verdict where entry = {self.refused}",
                    "insert into verdict overriding system value select * from held; drop table held")
        receipt = "the receipt says, and the database lacks, rejected BAD_CATALOGUE"
        lines = self.assert_found(f"journal: the publication of commit {self.refused} does not follow from those before it: the set a set does not fit", receipt)
        self.assertEqual([line for line in lines if line.startswith(("unit: ", "office: ", "report: "))], [])
        self.assert_not_served(f"the publication of commit {self.refused} does not follow from those before it: the set a set does not fit", "qcdcd verify says")
        self.assertEqual(self.province.command("status").status, 0)
        done = self.province.rebuild()
        self.assert_refused(done, "nothing was rebuilt", "restore a copy from a backup")
        self.assertIn(receipt, done.out)
        self.assertEqual({**self.tables(), "verdict": []}, {**self.before, "verdict": []})

    def test_of_a_newer_program(self):
        """What a newer program took, and this one does not know, is not damaged."""
        self.change(f"create table held as select * from verdict where entry = {self.unknown}; delete from verdict where entry = {self.unknown};"
                    f"insert into publication values ({self.unknown}, true, true)",
                    f"insert into verdict overriding system value select * from held; drop table held; delete from publication where entry = {self.unknown}")
        for command in ("status", "verify", "rebuild"):
            self.assert_refused(self.province.command(command), f"belongs to a newer qcdcd: its publication of commit {self.unknown} ", "install the newer program")
        self.assert_not_served("belongs to a newer qcdcd")


if __name__ == "__main__":
    harness.main()
