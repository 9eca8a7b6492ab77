"""What a benchmark puts into the tables is what the programs would have written, and what the question that it times adds up: its own statements, at
a small size."""
import ast
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(FOLDER / "flow"), str(FOLDER / "bench")]

import bench_petitions
import bench_reports
import harness
from bench_reports import CELLS, FORM, PERIOD
from harness import FlowCase

UNITS, PERIODS = 5, 3


def run_bench():
    """The script itself, whose name is no module's."""
    loader = importlib.machinery.SourceFileLoader("run_bench", str(FOLDER / "bench" / "run-bench"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_bench", loader))
    loader.exec_module(module)
    return module


def statement(function):
    """The SQL of a function of bench_database.c."""
    text = (FOLDER / "bench" / "bench_database.c").read_text(encoding="utf-8")
    body = text[text.index(f"static int {function} ("):]
    literals = re.search(r'static const char SQL\[\] =\s*((?:"(?:[^"\\]|\\.)*"\s*)+);', body)[1]
    return "".join(ast.literal_eval(literal) for literal in re.findall(r'"(?:[^"\\]|\\.)*"', literals))


class Rows(FlowCase):
    """Rows of the benchmark beside rows of the programs."""

    def row(self, table, where):
        rows = self.province.sql(f"select row_to_json(t) from {table} t where {where}")
        self.assertEqual(len(rows), 1, f"{table} where {where}")
        return json.loads(rows[0][0])

    def assert_alike(self, table, ours, theirs, own):
        """Column by column; those of OWN differ from row to row, and are either there in both or in none."""
        self.assertEqual(list(ours), list(theirs), table)
        self.assertLessEqual(set(own), set(ours), table)
        shown = lambda row: {name: value is not None if name in own else value for name, value in row.items()}
        self.assertEqual(shown(ours), shown(theirs), table)


class Petitions(Rows):
    def test_single_inserts(self):
        """What one prepared INSERT writes, against what the program does of the same petition."""
        office = self.province.office("BCD-593")
        office.import_rows([harness.petition("B-2", kind="KHIEU_NAI", field="DAT_DAI", received_on="2011-07-01", title="", summary="")])
        office.sync()
        self.province.sql(f"prepare bench as {statement('bench_insert')}; execute bench (1000000000, 'B-1')")
        ours, theirs = (self.row("petition", f"local_no = 'B-{number}'") for number in (1, 2))
        self.assert_alike("petition", ours, theirs, {"id", "office", "unit", "local_no", "key", "content"})
        self.assertEqual((ours["key"], len(ours["content"])), (theirs["key"].replace("2", "1", 1), len(theirs["content"])))
        self.province.sql(f"prepare bench as {statement('bench_entry')}; execute bench (1000000000, '5a')")
        ours, theirs = (self.row("journal", f"commit_seq = {number}") for number in (1000000000, theirs["id"]))
        for columns in (ours, theirs):
            columns["annex"] = columns["annex_hash"] = None  # the least of an entry has no text
        self.assert_alike("journal", ours, theirs, set(ours))

    def test_copied_tables(self):
        """COPY is given all the tables that petitions leave rows in."""
        office = self.province.office("BCD-594")
        counts = lambda: {table: int(self.province.value(f"select count(*) from {table}")) for (table,) in self.province.sql(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")}
        before = counts()
        office.import_rows([harness.petition(f"{number}/KN", received_on="2020-06-01", settled_on="2020-06-20", outcome="DUNG", people=str(number + 1), title="Đất", summary="Thu hồi")
                            for number in range(3)])
        office.sync()
        grown = {table for table, count in counts().items() if count != before[table]}
        self.assertEqual(grown, set(run_bench().PETITION_TABLES))


class Copies(Rows):
    def test_as_the_programs_write_them(self):
        bench = run_bench()
        province, offices = self.province, ["BCD-593", "BCD-594"]
        homes = {code: province.office(code) for code in offices}
        rows = {code: [] for code in offices}
        for code, row in bench_petitions.seeds(offices, bench.KINDS, bench.FIELDS, 44):
            rows[code].append(row)
        accepted = set()
        for code, home in homes.items():
            home.must("petition", "import", home.register(rows[code]), "--confirm-names", "--new")
            for row, words in bench_petitions.accepted(rows[code]):
                home.must("petition", "move", *words)
                accepted.add((code, row["local_no"]))
            home.sync()
        self.assert_rollup()
        psql = lambda text: "\n".join("|".join(row) for row in province.sql(text))
        filling = bench_petitions.Filling(psql)
        self.assertEqual((filling.seeds, filling.open_seeds), (44, 24))
        self.assertEqual(filling.fill(100), 44 * 2)
        self.assertEqual(filling.fill_open(50), 24 * 3)
        self.assertEqual(filling.fill_open(80), 24 * 4)
        self.assertTrue(accepted)
        # Filed by the programs under a further number, each is what the copy is.
        again = {code: [dict(row, local_no=row["local_no"] + "-9") for row in rows[code]] for code in offices}
        for code, home in homes.items():
            home.must("petition", "import", home.register(again[code]), "--confirm-names", "--new")
            for _, words in bench_petitions.accepted(again[code]):
                home.must("petition", "move", *words)
            home.sync()
        for code in offices:
            for row in rows[code]:
                self.assert_copy(code, row["local_no"])
        self.assert_rollup()

    def assert_copy(self, code, number):
        of = lambda suffix: (f"office = (select id from office where code = '{code}' order by id limit 1) and local_no = '{number}-{suffix}'")
        ours, theirs = (self.row("petition", of(suffix)) for suffix in (1, 9))
        self.assert_alike("petition", ours, theirs, {"id", "local_no", "key", "content"})
        self.assertEqual(ours["key"].replace("-1@", "-9@"), theirs["key"])
        made, filed = (self.row("entry_words", f"entry = {row['id']}") for row in (ours, theirs))
        self.assert_alike("entry_words", made, filed, {"entry", "number"})
        self.assertEqual(made["number"][:-1] + "9", filed["number"])
        made, filed = (self.row("journal", f"commit_seq = {row['id']}") for row in (ours, theirs))
        own = {"commit_seq", "seq", "written_at", "committed_at", "first_committed_at", "hash", "commit_hash", "body", "annex"}
        self.assert_alike("journal", made, filed, own)
        made, filed = ([json.loads(event) for (event,) in self.province.sql(
            f"select row_to_json(e) from petition_event e where petition = {row['id']} order by id")] for row in (ours, theirs))
        self.assertEqual(len(made), len(filed))
        for one, other in zip(made, filed):
            self.assert_alike("petition_event", one, other, {"id", "petition", "content", "moved_at"})

    def assert_rollup(self):
        """The counts are those of ingest."""
        self.assertEqual(self.province.sql(bench_petitions.ROLLUP + " order by 1, 2, 3, 4"), self.province.sql("select * from petition_rollup order by 1, 2, 3, 4"))


class Totals(Rows):
    def test_sums_are_those_of_the_figures(self):
        founder = self.province.founder()

        def call(*words):
            done = harness.run(list(words))
            self.assertEqual(done.status, 0, done)

        periods = bench_reports.write_totals(call, harness.QCDC.parent, founder.home, self.province.sql, self.province.folder / "offices",
                                             UNITS, PERIODS)
        self.assertEqual((periods[0], len(periods)), (PERIOD, PERIODS))
        self.assertEqual(self.province.sql("select count(*), count(distinct report) from report_value"),
                         [[str(UNITS * PERIODS * CELLS), str(UNITS * PERIODS)]])
        for period in periods:
            summed = {cell: (int(value), int(count)) for cell, value, count in self.province.sql(bench_reports.one_pass(period))}
            self.assertEqual((len(summed), {count for _, count in summed.values()}), (CELLS, {UNITS}))
            asked = {row["cell"]: row for row in founder.table("query", "report_totals", f"form={FORM}", f"period={period}")}
            for cell, (value, _) in summed.items():
                self.assertEqual(float(asked[cell]["value"]) * 10000, value, f"{period} {cell}")
                self.assertEqual(int(asked[cell]["reported"]), UNITS, f"{period} {cell}")
        self.assert_as_filed()

    def assert_as_filed(self):
        """A report that an office files has the same columns, and its sums come about in the same way."""
        office = self.province.office("BCD-594")
        office.must("report", "file", harness.REPORTS / "594-2020-H1.csv")
        office.sync()
        filed = self.row("report", "id < 1000000000")
        made = self.row("report", f"id = (select min(id) from report where id >= 1000000000 and period = '{PERIOD}')")
        self.assert_alike("report", made, filed, {"id", "office", "unit", "entry", "filed_at", "content", "standing"})
        values = [self.row("report_value", f"(report, cell) = (select report, min(cell) from report_value where report = {report['id']} group by 1)")
                  for report in (made, filed)]
        self.assert_alike("report_value", *values, {"report", "cell", "value_e4"})
        rolled = "select * from report_rollup where period = '%s' order by 1, 2, 3, 4" % PERIOD
        stored = self.province.sql(rolled)
        self.province.sql("delete from report_rollup")
        self.province.sql(bench_reports.ROLLUP + " group by 1, 2, 3, 4")
        self.assertEqual(self.province.sql(rolled), stored)


if __name__ == "__main__":
    harness.main()
