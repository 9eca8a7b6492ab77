"""The analysts' role and its views, connected to as an analyst's tool would be: part of test_totals.py, and of test_open_data.py."""
import base64
import csv
import hashlib
import hmac
import io
import re

import harness
from harness import pg_program, read_csv, run

ROLE = "phan_tich"
VIEWS = {"denunciations", "duties", "form_cells", "offices", "petitions", "receptions", "report_values", "reports", "totals", "unit_lineage", "units"}


def fits(password, verifier):
    """Whether PASSWORD is that of SCRAM-SHA-256$iterations:salt$stored:server (RFC 5803)."""
    kind, salted, keys = verifier.split("$")
    rounds, salt = salted.split(":")
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    stored = hashlib.sha256(hmac.new(key, b"Client Key", "sha256").digest()).digest()
    return kind == "SCRAM-SHA-256" and base64.b64encode(stored).decode() == keys.split(":")[0]


class Reader:
    """Reads the views as the analysts' role; `tinh` is a device of the province beside it, and `analyst` one that asks as he does."""
    made = None

    @classmethod
    def role(cls):
        """What qcdcd said when it made the role."""
        if not cls.made:
            cls.made = cls.province.must("analyst-role", ROLE)
        return cls.made

    def psql(self, *statements, options=("--csv",), user=ROLE):
        self.role()
        return run([pg_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *options, "-h", self.province.data / "run", "-p", "5432",
                    "-U", user, "-d", "postgres", "-f", "-"], given=";\n".join(statements) + ";\n")

    def rows(self, statement):
        done = self.psql(statement)
        self.assertEqual(done.status, 0, done)
        return list(csv.DictReader(io.StringIO(done.out)))

    def assert_totals(self, **asked):
        """The view has the rows of report_totals, column by column and in its order, and no others of that form and period."""
        columns = ("cell", "value", "offices", "expected", "not_expected", "reports_filed", "reports_returned", "reports_accepted", "reports_locked", "kept_apart")
        held = [tuple(row[column] for column in columns) for row in self.rows(
            "select * from totals where form = '{form}' and period = '{period}' order by place".format(**asked))]
        told = [(row["cell"], row["value"], row["reported"], *(row[column] for column in columns[3:]))
                for row in self.analyst.query("report_totals", **asked)]
        self.assertEqual(held, told, asked)
        return {row[0]: row for row in held}

    def assert_duties(self, *periods):
        """The view has the rows of reporting_status, and adds up to reporting_rate, whatever has been filed."""
        for period in periods:
            columns = ("office", "unit_code", "form", "due_on", "state", "review")
            held = self.rows(f"select * from duties where period = '{period}'")
            told = self.tinh.query("reporting_status", period=period)
            self.assertEqual(sorted(tuple(row[column] for column in columns) for row in held),
                             sorted((row["office"], row["unit"], *(row[column] for column in columns[2:])) for row in told), period)
            self.assertEqual({(row["office"], row["form"]): row["filed_at"][:19].replace(" ", "T") and 1 for row in held if row["filed_at"]},
                             {(row["office"], row["form"]): 1 for row in told if row["filed_at"]})
            counted = {row["form"]: [row[state] for state in ("expected", "on_time", "late", "due", "missing", "exempt")] for row in self.rows(
                "select form, count(*) filter (where expected) as expected, "
                + ", ".join(f"count(*) filter (where expected and state = '{state}') as {state}" for state in ("on_time", "late", "due", "missing"))
                + f", count(*) filter (where not expected) as exempt from duties where period = '{period}' group by form")}
            self.assertEqual(counted, {row["form"]: [row[state] for state in ("expected", "on_time", "late", "due", "missing", "exempt")]
                                       for row in self.tinh.query("reporting_rate", by="form", period=period) if row["form"]}, period)


class OpenDataTests(Reader):
    def all_denied(self, statements, words):
        """Each of STATEMENTS fails for want of a privilege, in a session that may write as far as that is the session's to say."""
        lines = ["set session characteristics as transaction read write;",
                 *(statement.replace("\n", " ") + ";" for statement in statements)]
        done = self.psql_text("\n".join(lines) + "\n")
        errors = {int(line): said for line, said in re.findall(r"<stdin>:([0-9]+): ERROR:  (.*)", done.err)}
        self.assertEqual([statement for number, statement in enumerate(lines[1:], 2) if number not in errors], [], done.err[-2000:])
        for number, said in errors.items():
            self.assertRegex(said, words, lines[number - 1])

    def psql_text(self, text):
        self.role()
        return run([pg_program("psql"), "-X", "-q", "-h", self.province.data / "run", "-p", "5432", "-U", ROLE, "-d", "postgres",
                    "-f", "-"], given=text)

    def denied(self, *statements, words="permission denied|must be|read-only|not allowed|cannot"):
        done = self.psql(*statements)
        self.assertNotEqual(done.status, 0, statements)
        self.assertRegex(done.err, words, statements)

    def test_open_data_says_how_to_connect(self):
        """The password once; the second time nothing is made, and nothing changes."""
        said = self.role()
        self.assertRegex(said, r"Password: [A-Za-z0-9]{24}\n")
        for words in ("listen_addresses", "psql 'host=localhost port=5432 dbname=postgres user=phan_tich'", "ODBC", "Metabase"):
            self.assertIn(words, said)
        password = re.search(r"Password: (\S+)", said)[1]
        before = self.province.sql(f"select rolpassword from pg_authid where rolname = '{ROLE}'")
        self.assertTrue(fits(password, before[0][0]), "the password that was shown opens the role")
        again = self.province.must("analyst-role", ROLE)
        self.assertNotIn("Password:", again)
        self.assertEqual(self.province.sql(f"select rolpassword from pg_authid where rolname = '{ROLE}'"), before)
        self.assertFalse(self.province.mentions(password))
        self.assertNotIn(password, self.province.postgres_log())
        access = (self.province.data / "pg" / "pg_hba.conf").read_text()
        self.assertEqual(access.count(ROLE), 1)
        self.assertEqual(self.province.sql("select auth_method, error from pg_hba_file_rules where user_name = array['phan_tich']"),
                         [["scram-sha-256", ""]])

    def test_open_data_names(self):
        for name in ("pg_x", "x;y", "Ana", "1a", "public", "a" * 64):
            self.assertEqual(self.province.command("analyst-role", name).status, 2, name)
        self.assert_refused(self.province.command("analyst-role", "qcdc"), "role qcdc that qcdcd has not made")

    def test_open_data_figures(self):
        """The views have what the queries say."""
        for form, period in (row.values() for row in self.rows("select distinct form, period from totals")):
            totals = self.assert_totals(form=form, period=period)
            self.assertTrue(totals)
        totals = self.assert_totals(form="QCDC-HUYEN", period="2020-H1")
        self.assertEqual([totals[cell][1] for cell in ("G04", "C14")], [self.analyst.totals("2020-H1")[cell] for cell in ("G04", "C14")])
        self.assertTrue(totals["G04"][1] and totals["C14"][1] and totals["B01"][1], totals["C14"])
        self.assertEqual(totals["A01"][5:9], ("7", "1", "1", "1"))
        for view in "form_cells", "report_values", "totals":
            for cell, vi, en in (("B07.DAT_DAI", "Đất đai", "land"), ("J05.XA.TOT", "xã, phường, thị trấn, tốt", "communes, good"), ("A01", "", "")):
                self.assertEqual(self.rows(f"select distinct member_vi, member_en from {view} where form = 'QCDC-HUYEN' and cell = '{cell}'"),
                                 [{"member_vi": vi, "member_en": en}], (view, cell))
        counted = {row["kind"]: row for row in self.tinh.query("petition_counts", by="kind") if row["kind"] != "TO_CAO"}
        for row in self.rows("select kind, count(*) as received, count(*) filter (where not taken_in) as once, "
                             "count(*) filter (where ended = 'unsolved') as unsolved, count(*) filter (where ended = 'open') as pending from petitions group by 1"):
            self.assertEqual(row, {name: counted[row["kind"]][name] for name in row})
        self.assertEqual({row["form"] + row["period"] for row in self.rows("select distinct form, period from totals")},
                         {row["form"] + row["period"] for row in self.rows("select distinct form, period from reports")})
        values = {(row["office"], row["cell"]): float(row["value"] or -1) for row in
                  self.rows("select * from report_values where period = '2019'")}
        self.assertEqual(values, {(row["office"], row["cell"]): float(row["value"] or -1)
                                  for row in self.analyst.query("report_values", period="2019")})
        self.assertEqual(self.rows("select value from report_values where value::text ~ '[.][0-9]*0$'"), [])
        reviews = {row["office"]: row["review"] for row in self.tinh.query("reporting_status", form="QCDC-HUYEN", period="2020-H1")}
        self.assertEqual([reviews[f"BCD-{code}"] for code in range(593, 597)], ["accepted", "returned", "locked", "filed"])
        for view in "reports", "report_values", "duties":
            rows = self.rows(f"select distinct office, review from {view} where form = 'QCDC-HUYEN' and period = '2020-H1'")
            self.assertEqual({row["office"]: row["review"] for row in rows}, reviews, view)
        self.assertEqual({row["office"] for row in self.rows("select office from reports where reviewed_at is not null")},
                         {"BCD-593", "BCD-594", "BCD-595"})
        # Forms that nobody has filed yet are owed all the same.
        self.assert_duties("2019", "2019-H1", "2020-H1", "2020", "2021-Q3", "2022-9M", "2024", "2025-H1", "2025", "2026-H1", "2026", "2005")
        self.assertNotEqual(self.rows("select count(*) as n from duties where form = '02-TCD' and state = 'missing'")[0]["n"], "0")
        counts = {(row["unit_code"], row["kind"], row["field"], row["month"]): int(row["n"]) for row in self.rows(
            "select unit_code, kind, field, to_char(received_on, 'YYYY-MM') as month, count(*) as n from petitions group by 1, 2, 3, 4")}
        self.assertEqual(counts, {key: received for key, (received, _) in self.tinh.counts().items() if key[1] != "TO_CAO"})
        self.assertEqual(len(self.rows("select * from reports")), len(self.rows("select distinct report_id from report_values")))
        lineage = self.rows("select * from unit_lineage where predecessor_name like 'Xã %'")
        self.assertTrue(lineage)
        self.assertEqual(self.rows("select level, valid_to from units where unit_id = 2"), [{"level": "district", "valid_to": "2025-06-30"}])
        settled = self.rows("select count(*) filter (where settled_on is not null) as n from petitions")[0]["n"]
        self.assertEqual(int(settled), sum(settled for key, (_, settled) in self.tinh.counts().items() if key[1] != "TO_CAO"))

    def test_open_data_duties_changed(self):
        """What the province decides of a duty stands beside what the calendar says, from its publication on."""
        self.role()
        ask = lambda: {row["office"]: [row[column] for column in ("due_on", "usual_due_on", "change", "change_reason", "state")] for row in
                       self.rows("select * from duties where form = 'QCDC-HUYEN' and period = '2020' and office < 'BCD-596'")}
        before = ask()
        usual = before["BCD-595"][0]
        self.assertEqual(before["BCD-593"], [usual, usual, "", "", "missing"])
        folder = self.province.folder / "duties"
        folder.mkdir()
        (folder / "duty-changes.csv").write_text("form,period,office,due_on,exempt,reason\nQCDC-HUYEN,2020,BCD-593,2099-12-31,no,Bão\n"
                                                 "QCDC-HUYEN,2020,BCD-594,,yes,Cách ly\n", encoding="utf-8")
        self.tinh.must("publish", folder, "--confirm-past")
        self.assertIn("rejected 0", self.tinh.sync())
        self.assertEqual(ask(), {"BCD-593": ["2099-12-31", usual, "due_on", "Bão", "due"],
                                 "BCD-594": [usual, usual, "exempt", "Cách ly", "exempt"], "BCD-595": before["BCD-595"]})
        self.assert_duties("2020", "2020-H1")
        # An exempt office that files all the same is exempt here as in the programs' own answers.
        office = self.province.office("BCD-594")
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2020", "cell": "A01", "value": "99"}],
                                           ["form", "period", "cell", "value"]))
        self.assertIn("rejected 0", office.sync())
        [row] = self.rows("select * from duties where form = 'QCDC-HUYEN' and period = '2020' and office = 'BCD-594'")
        self.assertEqual((row["state"], row["review"], bool(row["filed_at"])), ("exempt", "filed", True))
        self.assert_duties("2020", "2020-H1")
        self.assert_totals(form="QCDC-HUYEN", period="2020")
        office.must("report", "void", "QCDC-HUYEN", "2020", "reason=thử")
        self.assertIn("rejected 0", office.sync())

    def test_open_data_is_described(self):
        """Every view and every column, in both languages; and the program's files are all there is."""
        described = self.rows("select c.relname as view, a.attname as column, col_description(c.oid, a.attnum) as said from pg_class c "
                              "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 where c.relnamespace = 'open_data'::regnamespace "
                              "and c.relkind = 'v' union all select relname, '', obj_description(oid, 'pg_class') from pg_class "
                              "where relnamespace = 'open_data'::regnamespace and relkind = 'v'")
        self.assertEqual({row["view"] for row in described}, VIEWS)
        for row in described:
            self.assertRegex(row["said"], r"^\S.* / \S", row)
        names = {row["column"] for row in described}
        self.assertFalse(names & {"local_no", "flags", "title", "summary", "text", "annex", "body", "hash", "content", "sign_key"}, names)

    def test_open_data_holds_no_text(self):
        """Whatever an office wrote, and whatever numbers it gave, is in no column of any view."""
        everything = "".join(self.psql(f"select * from {view}").out for view in sorted(VIEWS))
        self.assertGreater(len(everything), 100_000)
        self.assertNotIn("alert(1)", everything)
        register = read_csv(harness.DENUNCIATIONS)
        for row in register[:20]:
            for column in ("title", "summary"):
                self.assertFalse(row.get(column) and row[column] in everything, row)
        numbers = {row["local_no"] for row in register if not row["local_no"].isdigit()}
        self.assertTrue(numbers)
        self.assertFalse([number for number in numbers if f",{number}," in everything])

    def test_open_data_reads_nothing_else(self):
        """Every table, view and sequence of the other schemas, read, written, copied, locked."""
        names = [row[0] for row in self.province.sql(
            "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'v', 'm', 'p') "
            "and (n.nspname = 'public' or c.oid in ('open_data.duty_list'::regclass, 'open_data.total_list'::regclass))")]
        self.assertGreater(len(names), 25)
        statements = []
        for name in names:
            name = name if "." in name else f"public.{name}"
            statements += [statement.format(name) for statement in (
                "select * from {}", "select count(*) from {}", "copy {} to stdout", "table {}", "begin; lock {} in access share mode; rollback",
                "truncate {}", "drop table {}", "delete from {}", "alter table {} add column x int", "create rule r as on select to {} do nothing")]
        self.all_denied(statements, "permission denied|must be owner|is not a table|cannot (copy|delete) from view|is not an ordinary table")
        for sequence in self.province.sql("select c.oid::regclass from pg_class c where relkind = 'S' and relnamespace = 'public'::regnamespace"):
            self.denied(f"select * from public.{sequence[0]}")
            self.denied(f"select nextval('public.{sequence[0]}')")
        self.denied("select rolpassword from pg_authid")
        self.denied("select * from pg_statistic")
        self.denied("select * from pg_largeobject")
        self.assertEqual(self.rows("select count(*) as n from pg_stats where schemaname = 'public'"), [{"n": "0"}])

    def test_open_data_writes_nothing(self):
        """With a session set as an attacker would set it."""
        path = self.province.folder / "taken"
        self.all_denied([
            "create table open_data.x (a int)", "create table public.x (a int)", "create temp table x (a int)",
            "create schema x", "create function open_data.f() returns int language sql as 'select 1'",
            "create view open_data.x as select 1", "create sequence open_data.s", "create type open_data.t as (a int)",
            "create domain public.d as int", "create extension postgres_fdw", "create role x", "create database x",
            "insert into open_data.units (code) values ('x')", "update open_data.offices set name = 'x'",
            "delete from open_data.offices", "truncate open_data.duty_list", "drop view open_data.units",
            "comment on view open_data.units is 'x'", "alter view open_data.units owner to phan_tich", "set role qcdc",
            "set session authorization qcdc", "alter role phan_tich superuser", "alter role qcdc password 'x'",
            "grant qcdc to phan_tich", f"copy (select 1) to '{path}'", "copy (select 1) to program 'true'",
            f"copy open_data.units from '{path}'", "select lo_create(0)", "select lo_creat(-1)",
            "select lo_from_bytea(0, 'x')", "select lo_import('/etc/passwd')", "select lo_export(1, '/tmp/x')",
            "select lo_open(1, 131072)", "select lo_put(1, 0, 'x')", "select pg_read_file('/etc/passwd')",
            "select pg_ls_dir('.')", "select pg_advisory_lock(1902338147)", "select pg_try_advisory_xact_lock(1902338148)",
            "select pg_logical_emit_message(true, 'x', 'y')", "select pg_reload_conf()", "select pg_switch_wal()",
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'qcdc'",
            "set session_replication_role = replica", "set log_statement = 'all'", "alter system set fsync = off",
            "do $$ begin execute 'create temp table x (a int)'; end $$",
            "select query_to_xml('select body from public.journal', true, false, '')",
            "explain analyze select * from public.journal", "prepare p as select * from public.setting; execute p",
            "analyze public.journal; select * from public.journal"],
            "permission denied|must be|not allowed|cannot|only")
        self.assertFalse(path.exists())
        self.psql_text("set session characteristics as transaction read write; grant select on open_data.units to public;"
                       "revoke select on open_data.units from phan_tich; alter default privileges grant all on tables to public;")
        self.assertEqual(self.province.sql("select relacl from pg_class where oid = 'open_data.units'::regclass"),
                         [["{qcdc=arwdDxt/qcdc,phan_tich=r/qcdc}"]])
        self.assertEqual(self.rows("show default_transaction_read_only"), [{"default_transaction_read_only": "on"}])
        self.assertEqual(self.rows("show statement_timeout"), [{"statement_timeout": "1min"}])
        self.assert_identical()

    def test_open_data_stays(self):
        """Views come back after an update of the tables, another edition and a rebuild; grants stay, and what somebody slipped in goes."""
        self.role()
        self.province.sql("drop view open_data.units cascade; comment on schema open_data is null;"
                          f"grant select on public.setting to {ROLE}")
        self.assert_refused(self.province.command("analyst-role", ROLE), "public.setting would be open", "nothing was changed")
        self.province.sql(f"revoke select on public.setting from {ROLE}; grant pg_read_all_data to {ROLE}")
        self.province.must("status")
        self.assertTrue(self.rows("select * from units"))
        self.province.must("analyst-role", ROLE)
        self.denied("select * from public.journal")
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(len(self.rows("select * from reports where period = '2020-H1'")), 11)
