"""`rebuild --rejudge`: what was not accepted is judged again; old verdicts stay, new ones are added and reach the office."""
import harness
from harness import FlowCase, count_rows, petition
from wire_office import WireOffice, day, facts


class Rejudge(FlowCase):
    def counts(self, tinh):
        return {key: value for key, value in tinh.counts().items() if key[0] == "601"}

    def rejudge(self, expected):
        self.province.stop()
        said = self.province.rebuild("--rejudge")
        self.assertEqual(said.status, 0, said.err)
        self.assertIn(f"{expected} entries were judged differently", said.out)
        self.assert_identical()
        self.province.start()

    def test_rejected_for_a_number_that_is_free_now(self):
        tinh = self.province.office("BCD-TINH", "province")
        first, second = self.province.office("BCD-601"), self.province.office("BCD-601")
        mine, other = petition("R-1", field="DAT_DAI"), petition("R-1", field="THUE")
        first.import_rows([mine])
        second.import_rows([other])
        first.sync()
        second.sync()
        self.assertEqual([line["code"] for line in second.table("rejected")], ["DUPLICATE"])
        self.assertEqual(self.counts(tinh), count_rows("601", [mine]))
        self.rejudge(0)  # nothing has changed: nothing is said twice
        first.must("petition", "void", "R-1", "reason=entered by mistake")
        first.sync()
        self.assertEqual(self.counts(tinh), {})
        verdicts = self.province.sql("select entry, given_at, state, code from verdict order by 1, 2")
        self.rejudge(1)
        self.assertEqual(self.counts(tinh), count_rows("601", [other]))
        after = self.province.sql("select entry, given_at, state, code from verdict order by 1, 2")
        entry = [row[0] for row in verdicts if row[3] == "DUPLICATE"][0]
        self.assertEqual([row for row in after if row not in verdicts], [[entry, str(self.province.published() + self.province.entries()), "0", ""]])
        self.assertEqual([row for row in verdicts if row not in after], [])
        second.sync()
        self.assertEqual(second.table("rejected"), [])
        self.rejudge(0)

    def test_form_version_to_come(self):
        """A report under a version that this server does not know waits, through restarts too, and is no error."""
        desk = WireOffice(self.province, "BCD-600")
        said = desk.append(facts.Fact(report_filed=facts.ReportFiled(
            form="QCDC-HUYEN", form_version=99, period="2020-H1", cells=[facts.CellValue(cell="A01", value_e4=10000)])))
        self.assertEqual([(line["state"], line["code"]) for line in said["verdicts"]], [("waiting", "WAITING")])
        self.province.restart()
        self.assertEqual(self.province.value("select count(*) from waiting"), "1")
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
