"""What a device of the provincial office said and everybody took stays taken, whatever became of that device: no sync stands still for it."""
import datetime
import re

import harness
from harness import FlowCase, petition

FORM, PERIOD = "QCDC-HUYEN", "2020-H1"
HOLIDAY = "day,works,name_vi,name_en\n2027-03-0{},no,Ngày {},Day {}\n"


class Vouched(FlowCase):
    def setUp(self):
        self.province = harness.Province()
        self.addCleanup(self.province.close)
        self.office = self.province.office("BCD-593")
        self.office.file_report(harness.REPORTS / "593-2020-H1.csv")
        self.office.sync()
        self.founder = self.province.founder()
        self.second = harness.Office(self.province, "BCD-TINH", "province")
        said = self.second.join(self.province.invite("BCD-TINH", "province"))
        [self.key] = re.findall("qcdc vouch ([0-9a-f]{64})$", said, re.MULTILINE) or [None]

    def publish(self, device, **files):
        folder = device.folder / f"set-{len(list(device.folder.glob('set-*')))}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        device.must("publish", folder, "--confirm-past")
        device.sync()

    def retire(self):
        """The second device is one that publishes no more, as of yesterday."""
        yesterday = datetime.date.today() - datetime.timedelta(1)
        [row] = [row for row in self.founder.table("catalogue", "devices") if row["key"] == self.key]
        self.publish(self.founder, devices=f"key,name,valid_from,valid_to\n{self.key},{row['name']},{row['valid_from']},{yesterday}\n")

    def test_of_a_device_that_publishes_no_more(self):
        """It published and reviewed; then it was retired; then the server was put back, and tells everything from the beginning."""
        self.founder.must("vouch", self.key, "máy thứ hai")
        self.founder.sync()
        self.second.sync()
        self.publish(self.second, holidays=HOLIDAY.format(1, 1, 1))
        self.second.must("review", "return", "BCD-593", FORM, PERIOD, "A01=sai")
        self.second.sync()
        copy = self.province.backup()
        self.office.sync()
        self.founder.sync()
        self.retire()
        self.office.import_rows([petition("7")])
        self.office.sync()
        self.province.restore(copy)
        self.office.import_rows([petition("8")])
        for device in (self.office, self.founder, self.office):
            self.assertIn("rejected 0", device.sync())
        self.assertEqual(sorted(row["local_no"] for row in self.founder.query("petition_register")), ["7", "8"])
        self.assertIn("returned", self.office.must("report", "list"))
        # Whoever comes to it now takes the same.
        further = harness.Office(self.province, "BCD-593")
        further.join(self.province.invite("BCD-593"))
        self.assertEqual(further.table("catalogue", "holidays"), self.office.table("catalogue", "holidays"))
        self.assertEqual([row["review"] for row in further.table("report", "list")], ["returned"])
        self.assert_identical()

    def test_review_of_a_device_that_nobody_vouched_for(self):
        """It publishes nothing; what it says of a report, which the server took, reaches the office and its further devices."""
        self.second.must("review", "return", "BCD-593", FORM, PERIOD, "A01=sai")
        self.assertIn("rejected 0", self.second.sync())
        self.office.sync()
        self.assertIn("returned", self.office.must("report", "list"))
        further = harness.Office(self.province, "BCD-593")
        further.join(self.province.invite("BCD-593"))
        self.assertEqual([row["review"] for row in further.table("report", "list")], ["returned"])
        self.assert_refused(self.second.run("publish", harness.SOURCE / "sql" / "reference"), "no device that publishes has vouched for this one")
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
