"""A clock that cannot be right stops the work before a wrong moment is written."""
import datetime

import faults
import harness
from false_clock import at, told_by
from harness import petition
from faults import Cluster, FaultCase, GuestProvince, Register, wait_until



class Clock(FaultCase):
    """The last commit is put where the clock cannot be: that is what a wrong clock looks like."""

    def move_last_commit(self, interval):
        self.province.stop()
        done = faults.with_database(self.province, f"update journal set committed_at = now() + interval '{interval}'"
                                    " where commit_seq = (select max(commit_seq) from journal)")
        self.assertEqual(done.status, 0, done)
        self.assertNotIn("ERROR", done.err)

    def start_once(self, *options):
        return faults.run_until_listening(self.province, *options)

    def setUp(self):
        super().setUp()
        self.office = self.province.office("BCD-593")
        self.office.import_rows(Register("593").new_rows(10))
        self.office.sync()

    def test_behind_the_last_commit(self):
        """A clock that is more than five minutes behind the last commit: no start, one clear line; a little is taken."""
        self.move_last_commit("10 minutes")
        done = self.start_once()
        self.assertEqual((done.status, done.out, len(done.err.splitlines())), (1, "", 1), done)
        self.assertRegex(done.err, "clock")
        self.move_last_commit("2 minutes")
        self.assertEqual(self.start_once().status, 0)

    def test_far_ahead_of_the_last_commit(self):
        """400 days without a commit: no start unless somebody says that the clock is right."""
        self.move_last_commit("-401 days")
        done = self.start_once()
        self.assertEqual((done.status, done.out, len(done.err.splitlines())), (1, "", 1), done)
        self.assertIn("--clock-ok", done.err)
        self.assertEqual(self.start_once("--clock-ok").status, 0)


class ClockSet(FaultCase):
    """The clock of the running server is set, its database's is not."""

    def make_province(self):
        self.cluster = Cluster()
        self.addCleanup(self.cluster.close)
        return GuestProvince(self.cluster)

    def check_set(self, by):
        clock = self.province.folder / "clock"
        clock.write_text("+0\n")
        self.province.stop()
        self.province.start(told_by(clock))
        office, register = self.province.office("BCD-593"), Register("593")
        office.import_rows(register.new_rows(20))
        office.sync()
        held = self.province.sql("select max(commit_seq), max(committed_at) from journal")
        clock.write_text(f"{by}\n")
        office.import_rows(register.new_rows(20))
        process = office.start("sync")
        self.assertTrue(wait_until(lambda: self.province.process.poll() is not None), "the server goes on")
        self.assertEqual(self.province.process.poll(), 1)
        self.assertRegex(self.province.log(), "error ingest: the clock ")
        self.assertEqual(self.province.sql("select max(commit_seq), max(committed_at) from journal"), held)
        # The clock is put right, the server started again: the sync that was under way comes through.
        self.province.process.stdout.close()
        self.province.log_file.close()
        self.province.process = None
        self.province.start()
        [(_, done)] = harness.finish_all([(office.name, process)])
        self.assertEqual(done.status, 0, done)
        self.assertEqual(office.counts(), register.counts())
        self.assert_whole(office)

    def test_set_forward(self):
        self.check_set("+10m")

    def test_set_back(self):
        self.check_set("-10m")


class NewYear(FaultCase):
    """A server runs over New Year, and nobody commits anything."""

    def listed(self):
        """The last year in which a period begins that is listed for analysts."""
        return self.province.value("select extract(year from max(begins_on)) from open_data.duty_list")

    def test_duties_go_on(self):
        center, folder = self.province.founder(), self.province.folder / "open"
        folder.mkdir()
        (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from\nSO-99,Sở Chín,so,68,QCDC-SO,yes,2025-07-01\n")
        center.must("publish", folder)
        center.sync()
        self.province.must("analyst-role", "phan_tich")
        next_year = str(datetime.date.today().year + 1)
        self.assertEqual(self.listed(), next_year)
        clock = self.province.folder / "clock"
        clock.write_text("+0\n")
        self.province.stop()
        self.province.start(told_by(clock))
        self.assertEqual(self.listed(), next_year)
        clock.write_text("+370d\n")
        self.assertTrue(wait_until(lambda: self.listed() == str(int(next_year) + 1)), self.listed())
        self.province.stop()
        self.province.start({})
        self.assertEqual(self.listed(), next_year)
        self.assert_identical()


class Standing(FaultCase):
    """After a clock that ran ahead was put right all commits have one time, until that is reached."""

    def setUp(self):
        super().setUp()
        self.first = self.province.office("BCD-593")
        self.second, self.third = self.join_again(self.first), self.join_again(self.first)
        self.province.stop()
        self.province.start(at("+30d"))
        self.first.import_rows([petition("1/KN")])
        self.first.sync()
        self.province.stop()
        self.province.start({}, ["--clock-ok"])
        self.first.sync()

    def sheet(self, device, value):
        return device.register([{"form": "QCDC-HUYEN", "period": "2018", "cell": "A02", "value": value}], ["form", "period", "cell", "value"])

    def values(self, device):
        return [(row["cell"], row["value"]) for row in device.table("report", "show", "QCDC-HUYEN", "2018") if row["value"]]

    def test_judged_otherwise_by_a_restored_server(self):
        """What a sibling gave back came to the server behind another copy of the same fact; its own device follows, though the commit has
        the very time of its receipt."""
        copy = self.province.backup()
        self.first.must("report", "nil", "QCDC-HUYEN", "2018")
        for device in (self.first, self.second):
            device.sync()
        self.first.must("report", "file", self.sheet(self.first, "2"))
        self.province.restore(copy)
        self.third.must("report", "nil", "QCDC-HUYEN", "2018")
        for device in (self.third, self.second, self.first, self.second, self.third, self.first):
            self.assertIn("rejected 0", device.sync())
        [[times]] = self.province.sql("select count(distinct committed_at) from journal where origin in (select id from origin"
                                      " where office = (select id from office where code = 'BCD-593'))")
        self.assertEqual(times, "1")
        self.assertEqual(self.province.value("select count(*) from verdict where state = 1"), "1")
        [row] = self.province.founder().query("report_values", form="QCDC-HUYEN", period="2018")
        self.assertEqual((row["cell"], row["value"]), ("A02", "2"))
        for device in (self.first, self.second, self.third):
            self.assertEqual(self.values(device), [("A02", "2")], device.name)
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
