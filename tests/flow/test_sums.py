"""The sums of reports that are kept as they come in are those of the reports: whatever happens to these, and however large they are."""
import datetime

from harness import DISTRICTS, FlowCase, all_at_once, main

FORM = "QCDC-HUYEN"
HEAD = "form,period,cell,value\n"
LARGEST = 10 ** 14  # of one figure; ten of them, in ten-thousandths, are more than 64 bits hold


class Sums(FlowCase):
    period = "2018"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.founder()
        cls.offices = [cls.province.office(f"BCD-{code}") for code in DISTRICTS]

    def file(self, office, *options, **cells):
        path = self.province.folder / f"{office.name}.csv"
        path.write_text(HEAD + "".join(f"{FORM},{self.period},{cell},{value}\n" for cell, value in cells.items()), encoding="utf-8")
        office.must("report", "file", path, *options)

    def totals(self, **options):
        return {row["cell"]: row for row in self.tinh.query("report_totals", form=FORM, period=self.period, **options)}

    def assert_kept(self, **values):
        """What is kept is what the figures add up to; so are the totals, by it and figure by figure."""
        self.assertEqual(self.province.sql(
            "(select form, period, cell, standing, sum_e4, offices from report_rollup except select r.form, r.period, v.cell, r.standing,"
            " sum(v.value_e4), count(*) from report r join report_value v on v.report = r.id where not r.voided group by 1, 2, 3, 4)"), [])
        day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
        kept = self.totals()
        self.assertEqual(kept, self.totals(as_of=day))
        self.assertEqual({cell: kept[cell]["value"] for cell in values}, values)
        return kept

    def test_all_that_happens(self):
        one, two, three = self.offices[:3]
        self.file(one, A01="1", A02="2", A11="2")
        self.file(two, A01="10", A02="20")
        self.file(three, A01="100")
        all_at_once([one, two, three], "sync")
        kept = self.assert_kept(A01="111", A02="22", A11="2")
        self.assertEqual([kept["A01"][name] for name in ("reported", "reports_filed")], ["3", "3"])

        # Corrected, a cell made blank, one that is new.
        self.file(two, "--remove-blanks", A01="11", A02="", A03="7")
        two.sync()
        kept = self.assert_kept(A01="112", A02="2", A03="7")
        self.assertEqual(kept["A02"]["reported"], "1")

        # What the province says of a report moves it among those filed, accepted and locked.
        for verdict, office in (("accept", one), ("return", two), ("accept", three), ("lock", three)):
            self.tinh.must("review", verdict, office.code, FORM, self.period, "reason=xem")
        self.tinh.sync()
        kept = self.assert_kept(A01="112")
        self.assertEqual([kept["A01"][f"reports_{word}"] for word in ("filed", "returned", "accepted", "locked")], ["0", "1", "1", "1"])

        # Taken back, a figure that nobody has is blank; filed anew it counts again.
        two.sync()
        two.must("report", "void", FORM, self.period, "reason=nhầm")
        two.sync()
        kept = self.assert_kept(A01="101", A02="2", A03="")
        self.assertEqual(kept["A01"]["reported"], "2")
        self.file(two, A01="5", A03="6")
        two.sync()
        self.assert_kept(A01="106", A03="6")
        self.assertEqual(self.province.verify().status, 0)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assert_kept(A01="106", A03="6")

    def test_more_than_sixty_four_bits(self):
        self.period = "2017"
        for office in self.offices:
            self.file(office, A09=LARGEST)
        all_at_once(self.offices, "sync")
        self.assert_kept(A09=f"{len(self.offices) * LARGEST}")
        self.file(self.offices[0], A09=1)
        self.offices[0].sync()
        self.assert_kept(A09=f"{(len(self.offices) - 1) * LARGEST + 1}")


if __name__ == "__main__":
    main()
