"""Clocks that disagree: the office's program says by how much, and by which clock it judged a day."""
import datetime
import os
import subprocess

import false_clock
import harness
from harness import FlowCase, petition


class Clocks(FlowCase):
    """The client's clock is wrong: sync says by how much, once, and succeeds; the desk says by which clock it judges."""

    def at(self, office, moment, *words):
        return office.run(*words, environment=false_clock.at(moment))

    def test_behind_and_ahead(self):
        office = self.province.office("BCD-596")
        today = datetime.datetime.utcnow()
        for moment, words in ((f"@{today.year - 20}-01-01 00:10:00", r"20 years behind .*01/01/%d 07:10" % (today.year - 20)),
                              (f"@{today.year + 7}-12-31 00:10:00", r"[78] years ahead .*31/12/%d 07:10" % (today.year + 7)),
                              ("-2h", r"1[12]\d minutes behind"), ("+3d", r"(3 days|7[12] hours) ahead")):
            done = self.at(office, moment, "sync")
            self.assertEqual(done.status, 0, done)
            self.assertEqual(len(done.err.splitlines()), 1, done)
            self.assertRegex(done.err, "this computer's clock is " + words)
        for moment in ("-9m", "+9m"):
            self.assertEqual(self.at(office, moment, "sync").err, "")
        self.assertEqual(office.run("sync").err, "")

    def test_what_a_killed_test_leaves(self):
        """Shared memory of processes that are no more is taken away; that of others stays, and what is no clock's."""
        folder = harness.new_folder()
        ended = subprocess.Popen(["true"])
        ended.wait()
        for name in ("faketime_shm_%d", "sem.faketime_sem_%d", "other_%d"):
            for pid in (ended.pid, os.getpid()):
                (folder / (name % pid)).touch()
        false_clock.sweep(folder)
        self.assertEqual({path.name for path in folder.iterdir()},
                         {name % os.getpid() for name in ("faketime_shm_%d", "sem.faketime_sem_%d", "other_%d")} | {f"other_{ended.pid}"})

    def test_no_moment_that_can_be(self):
        """A dead battery before 1970, in which no entry can have been written."""
        office = self.province.office("BCD-598")
        done = self.at(office, "@1969-12-30 00:00:00", "petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI",
                       "received_on=1960-01-05")
        self.assert_refused(done, "this computer's clock says 30/12/1969 07:00", "put it right")
        self.assertEqual(office.entries(), 0)

    def test_a_day_that_has_not_come(self):
        office = self.province.office("BCD-597")
        row = office.register([petition("1/KN", received_on="2020-06-11")])
        done = self.at(office, "@2000-01-01 00:10:00", "petition", "import", row)
        self.assertEqual(done.status, 1, done)
        self.assertRegex(done.err, r"has not come yet; by this computer's clock it is 01/01/2000")
        # Once a sync has compared them, it is said that the clock is wrong.
        self.at(office, "@2000-01-01 00:10:00", "sync")
        done = self.at(office, "@2000-01-01 00:10:00", "petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI",
                       "received_on=2020-06-11")
        self.assertEqual(done.status, 1, done)
        self.assertRegex(done.err, r"by this computer's clock it is 01/01/2000, \d\d years behind the province's")
        office.must("sync")
        office.import_csv(row)

    def test_a_period_that_is_not_open(self):
        """A year is reported when it ends: one cell in June is no report of it.  A month before its last day it opens."""
        office = self.province.office("BCD-596")
        sheet = self.province.folder / "year.csv"
        sheet.write_text("form,period,cell,value\nQCDC-HUYEN,2020,A01,12\n", encoding="utf-8")
        for moment in ("@2020-06-01 03:00:00", "@2020-11-13 03:00:00"):
            done = self.at(office, moment, "report", "file", sheet)
            self.assert_refused(done, "reports for 2020 are taken from 14/11/2020 on")
        self.assertEqual(office.entries(), 0)
        done = self.at(office, "@2020-11-14 03:00:00", "report", "file", sheet)
        self.assertEqual(done.status, 0, done)
        office.sync()
        self.assertIn("QCDC-HUYEN,2020,", office.must("report", "list", "--format", "csv"))


if __name__ == "__main__":
    harness.main()
