"""Figures as they were known on a day are those that were printed that day: through corrections, voidings and reviews, a restored
server that was given back what it had lost, and a rebuild.  And a review is taken whole, or not at all, wherever the server dies.
"""
import subprocess

import faults
from days import DaysCase
from faults import FaultCase, harness, wait_until

FORM, PERIOD = "QCDC-HUYEN", "2018"


class Days(DaysCase):
    """Four days in the life of a province."""

    def setUp(self):
        super().setUp()
        self.printed = {}

    def review(self, verdict, code, *words):
        self.run_at(self.tinh, "review", verdict, code, FORM, PERIOD, *words)
        self.run_at(self.tinh, "sync")
        self.run_at(self.offices[code], "sync")

    def ask(self, *words):
        """What people would print; of the states, those of the reports that are there: whether the time is up is today's."""
        said = {name: self.run_at(self.tinh, "query", *name.split(), f"form={FORM}", f"period={PERIOD}", *words, "--format", "csv")
                for name in ("report_totals", "report_values", "reporting_status", "reporting_rate", "report_texts", "figure_parts cell=A01",
                             "figure_parts cell=G04")}
        for cell in ("A01", "G04", "A12", "A01@593"):
            figure = f"{PERIOD}/{FORM}/{cell}"
            said[f"explain {cell}"] = self.run_at(self.tinh, "explain", figure, *words)
            if words:
                heading, day, rest = said[f"explain {cell}"].split("\n", 2)
                self.assertRegex(day, "^as it was known at the end of [0-9/]+$")
                said[f"explain {cell}"] = f"{heading}\n{rest}"
        return said

    def print_day(self):
        self.printed[self.day()] = self.ask()

    def assert_as_printed(self):
        for day, printed in self.printed.items():
            for name, said in self.ask(f"as_of={day}").items():
                self.assertEqual(said, printed[name], f"{name} as of {day}")

    @harness.at_leisure
    def test_as_it_was_printed(self):
        self.tinh = self.province.office("BCD-TINH", "province")
        for code in "BCD-593", "BCD-594", "BCD-595":
            self.offices[code] = self.province.office(code)
        self.begin(-3)
        self.file("BCD-593", A01="24", A02="7", G02="30", G03="12", A12="Lần đầu")
        self.file("BCD-594", A01="10", C01="3")
        self.review("accept", "BCD-593")
        self.print_day()
        early = self.province.backup()
        self.begin(-2)
        self.file("BCD-593", A01="30", A02="", C01="5", A12="Lần sau")
        self.file("BCD-595", A01="1")
        self.run_at(self.offices["BCD-594"], "report", "void", FORM, PERIOD, "reason=nhầm")
        self.run_at(self.offices["BCD-594"], "sync")
        self.review("return", "BCD-593", "--reason", "xem lại")
        self.print_day()
        self.begin(-1)
        self.file("BCD-594", A01="11")
        self.review("accept", "BCD-593")
        self.review("lock", "BCD-593")
        self.review("accept", "BCD-595")
        self.print_day()
        self.begin(0)
        self.review("reopen", "BCD-593")
        self.file("BCD-593", A01="31", A02="8")
        self.print_day()
        self.assertEqual(len({said["report_totals"] for said in self.printed.values()}), 4, "the days do not differ")
        totals = {day: {row["cell"]: row for row in self.tinh.query("report_totals", form=FORM, period=PERIOD, as_of=day)} for day in self.printed}
        first, second, third, today = (totals[day] for day in sorted(totals))
        states = lambda row: tuple(int(row["reports_" + name]) for name in ("filed", "returned", "accepted", "locked"))
        self.assertEqual([(day["A01"]["value"], *states(day["A01"])) for day in (first, second, third, today)],
                         [("34", 1, 0, 1, 0), ("31", 1, 1, 0, 0), ("42", 1, 0, 1, 1), ("43", 2, 0, 1, 0)])
        self.assertEqual([day["A02"]["value"] for day in (first, second, third, today)], ["7", "", "", "8"])
        self.assert_as_printed()
        self.assert_identical()
        done = self.tinh.run("query", "report_totals", f"form={FORM}", f"period={PERIOD}", "as_of=2999-01-01")
        self.assert_refused(done, "has not come yet")
        # The server is put back to the first day's evening, and is given back what it lost.
        self.province.restore(early)
        for device in 2 * (self.tinh, *self.offices.values()):
            self.run_at(device, "sync")
        self.assert_as_printed()
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assert_as_printed()
        self.assert_identical()
        self.assertEqual(self.tinh.table("rejected"), [])
        revisions = lambda rows: [(row["revision"], row["cell"], row["was"], row["value"], row["how"]) for row in rows]
        there = [row for row in self.tinh.query("report_revisions", form=FORM, period=PERIOD) if row["office"] == "BCD-593"]
        expected = [("1", "", "", "", "filed"), ("2", "A01", "24", "30", "changed"), ("2", "A02", "7", "", "removed"),
                    ("2", "A12", "", "", "text"), ("2", "C01", "", "5", "added"), ("3", "A01", "30", "31", "changed"), ("3", "A02", "", "8", "added")]
        self.assertEqual(revisions(there), expected)
        here = self.offices["BCD-593"].table("report", "show", FORM, PERIOD, "--revisions")
        self.assertEqual(revisions(here), expected)
        self.assertEqual([(row["entry"], row["committed_at"]) for row in here], [(row["entry"], row["committed_at"]) for row in there])


# What is done when all else is: it waits at COMMIT for whoever holds the lock.
STOP = """create function stop_at_commit() returns trigger language plpgsql as
  $$ begin perform pg_advisory_xact_lock(42); return null; end $$;
create constraint trigger stop_at_commit after insert on journal deferrable initially deferred
  for each row execute function stop_at_commit()"""
GO = "drop trigger stop_at_commit on journal; drop function stop_at_commit"
INGEST = "from pg_stat_activity where application_name = 'qcdcd ingest'"


class Kill(FaultCase):
    """The server is killed at every step of taking a review: before each table that it writes to, and at the COMMIT.  What it has sent to
    the database by then includes the COMMIT, so that only where that dies as well is there nothing of it."""

    own_province = False

    def holding(self, statement):
        """A session of somebody else's that holds what STATEMENT takes, until its input ends."""
        holder = subprocess.Popen([str(word) for word in (harness.pg_program("psql"), "-X", "-q", "-A", "-t", *self.province._connection())],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=harness.ENVIRONMENT, text=True)
        holder.stdin.write(f"begin;\n{statement};\n\\echo held\n")
        holder.stdin.flush()
        while holder.stdout.readline() not in ("held\n", ""):
            pass
        return holder

    def kill_at(self, statement, verdict, meanwhile=lambda: None, session_too=True):
        """VERDICT is on its way to a server that comes as far as STATEMENT lets it, and dies there; what MEANWHILE returns of that time."""
        self.tinh.must("review", verdict, "BCD-593", FORM, PERIOD)
        holder = self.holding(statement)
        sync = self.tinh.start("sync")
        waits = lambda: self.province.value(f"select count(*) {INGEST} and wait_event_type = 'Lock'") != "0"
        self.assertTrue(wait_until(waits), f"nothing waits at: {statement}")
        seen = meanwhile()
        self.province.kill()
        if session_too:
            self.province.sql(f"select pg_terminate_backend(pid) {INGEST}")
        holder.communicate()
        self.assertTrue(wait_until(lambda: self.province.value(f"select count(*) {INGEST}") == "0"), "the session outlives its server")
        reviews = int(self.province.value("select count(*) from report_review"))
        self.assertIn(reviews - self.taken, (0, 1))
        self.halves.append(reviews - self.taken)
        self.province.start()
        [(_, done)] = harness.finish_all([("tinh", sync)])
        self.assertEqual(done.status, 0, done)
        self.taken += 1
        self.office.sync()
        for device, words in ((self.office, ("report", "list")), (self.tinh, ("review", "list"))):
            [state] = [row["review"] for row in device.table(*words) if (row["form"], row["period"]) == (FORM, PERIOD)]
            self.assertEqual(state, {"accept": "accepted", "lock": "locked", "reopen": "reopened"}[verdict])
        self.assertEqual(self.province.value("select count(*) from report_review"), str(self.taken), "a review is lost, or counts twice")
        return seen

    def tables(self):
        """Those that the session at its COMMIT has written to."""
        return [name for name, in self.province.sql(
            "select distinct c.relname from pg_locks l join pg_class c on c.oid = l.relation and c.relkind = 'r'"
            f" where l.mode = 'RowExclusiveLock' and l.pid = (select pid {INGEST}) order by 1")]

    def test_at_every_step(self):
        self.tinh = self.province.office("BCD-TINH", "province")
        self.office = self.province.office("BCD-593")
        self.taken, self.halves = 0, []
        self.office.file_report(self.office.register([{"form": FORM, "period": PERIOD, "cell": "A01", "value": "24"}],
                                                     ["form", "period", "cell", "value"]))
        self.office.sync()
        self.province.sql(STOP)
        tables = self.kill_at("select pg_advisory_xact_lock(42)", "accept", self.tables, session_too=False)
        self.assertLessEqual({"journal", "report_review"}, set(tables))
        self.assertEqual(self.halves, [1], "what was at its COMMIT is committed")
        self.province.sql(GO)
        for number, table in enumerate(tables):
            with self.subTest(table=table):
                self.kill_at(f"lock table {table} in share mode", ("lock", "reopen", "accept")[number % 3])
        self.assertEqual(self.halves, [1] + [0] * len(tables), "what the database had not committed is not there")
        faults.audit_province(self, self.province, [self.tinh, self.office])
        self.assert_identical()
        self.assertEqual(self.tinh.table("rejected"), [])


if __name__ == "__main__":
    harness.main()
