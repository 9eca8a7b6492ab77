"""What a benchmark puts into the tables is what the question that it times adds up: its own statements, at a small size."""
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(FOLDER / "flow"), str(FOLDER / "bench")]

import bench_reports
import harness
from bench_reports import CELLS, FORM, PERIOD
from harness import FlowCase

UNITS, PERIODS = 5, 3


class Totals(FlowCase):
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


if __name__ == "__main__":
    harness.main()
