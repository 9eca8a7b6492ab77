"""A publication that a restored server lost, and that comes back after what was judged by it: the days that are due follow it all the same."""
import unittest

from faults import FlowCase
from harness import petition

KEPT = "select string_agg(concat_ws(' ', local_no, due_on, due_was_on, settle_due_on), '; ' order by id) from petition where office <> 0"


class Due(FlowCase):
    def test_a_day_off_comes_back_late(self):
        center, office = self.province.founder(), self.province.office("BCD-596")
        office.import_rows([petition(f"{number}/TC", kind="TO_CAO", received_on="2020-02-03") for number in (1, 2)])
        for number in (1, 2):
            office.must("petition", "move", f"{number}/TC", "ACCEPTED", "on=2020-02-03")
            office.must("petition", "move", f"{number}/TC", "ACCEPTANCE_NOTIFIED", "on=2020-02-04")
        office.sync()
        copy = self.province.backup()
        folder = self.province.folder / "days-off"
        folder.mkdir()
        (folder / "holidays.csv").write_text("day,works,name_vi,name_en\n2020-03-04,no,Nghỉ bù,Day off\n", encoding="utf-8")
        center.sync()
        center.must("publish", folder)
        center.sync()
        office.sync()
        office.must("petition", "move", "2/TC", "SETTLED", "on=2020-03-05", "outcome=DUNG")
        office.must("petition", "move", "2/TC", "CONCLUSION_PUBLISHED", "on=2020-03-06")
        office.sync()
        with_it = "1/TC 2020-03-05 2020-03-04; 2/TC 2020-03-05"
        self.assertEqual(self.province.value(KEPT), with_it)
        clock = office.table("petition", "clock", "2/TC")
        # The office is back before what it was judged by.
        self.province.restore(copy)
        office.sync()
        self.assertEqual(self.province.value(KEPT), "1/TC 2020-03-04; 2/TC 2020-03-04")
        self.assertEqual(self.province.verify().status, 0)
        center.sync()
        self.assertEqual(self.province.value(KEPT), with_it)
        found = self.province.verify()
        self.assertEqual(found.status, 0, found)
        office.sync()
        self.assertEqual(office.table("petition", "clock", "2/TC"), clock)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.value(KEPT), with_it)
        self.assertEqual(self.province.verify().status, 0)


if __name__ == "__main__":
    unittest.main()
