"""What many publications cost whoever takes them: in proportion to them, on both sides."""
import harness
from catalogue import published
from harness import FlowCase
from wire_office import WireOffice

UNITS, ROWS_A_PART = 10000, 640
NAMES = ("", "Xã Tân Lập Đông 2027 số", "Xã Tân Lập Đông 2028 số", "Xã Tân Lập Đông 2029 số")
SANITIZED = any(name in harness.QCDC.read_bytes() for name in (b"__asan_init", b"__tsan_init"))


class Renamed(FlowCase):
    """Ten thousand communes, each renamed three times."""

    @classmethod
    def setUpClass(cls):
        cls.province = harness.Province()
        cls.addClassCleanup(cls.province.close)
        cls.office = cls.province.office("BCD-593")
        cls.publisher = WireOffice(cls.province, "BCD-TINH", "province")
        cls.entries = sum(cls.publish(year) for year in range(len(NAMES)))

    @classmethod
    def publish(cls, year):
        rows = []
        for number in range(UNITS):
            unit = {"code": f"9{number:05}", "parent_code": "68", "level": "commune", "name": f"{NAMES[year] or 'Xã'} {number}",
                    "valid_from": f"{2026 + year}-01-01", "valid_to": ""}
            if year:
                rows.append({**unit, "name": f"{NAMES[year - 1] or 'Xã'} {number}", "valid_from": f"{2025 + year}-01-01",
                             "valid_to": f"{2025 + year}-12-31"})
            rows.append(unit)
        parts = [rows[at:at + ROWS_A_PART] for at in range(0, len(rows), ROWS_A_PART)]
        for number, part in enumerate(parts):
            fact = published({"units": part}, f"year {year}", number + 1, len(parts))
            fact.published.past_meant = True
            said = cls.publisher.append(fact).get("verdicts")
            assert not said, said
        return len(parts)

    def test_taken(self):
        """A sync of all of it and a join take the time and the memory of what they bring."""
        done, _, mib = harness.run_timed(self.office.command("sync"))
        self.assertEqual(done.status, 0, done.err)
        self.assertTrue(SANITIZED or mib < 150, mib)
        self.assertEqual(sum(row["name"] == f"{NAMES[3]} 77" for row in self.office.table("catalogue", "units", "on=2029-06-01")), 1)
        further = harness.Office(self.province, "BCD-594")
        done, _, mib = harness.run_timed(further.command("join", self.province.invite("BCD-594")))
        self.assertEqual(done.status, 0, done.err)
        self.assertTrue(SANITIZED or mib < 150, mib)
        self.assertEqual(further.table("catalogue", "units"), self.office.table("catalogue", "units"))


if __name__ == "__main__":
    harness.main()
