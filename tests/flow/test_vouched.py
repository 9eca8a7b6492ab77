"""What only the province may say is taken from devices of the provincial office that were vouched for, whatever it is: that the server calls
one the province's is not enough.
"""
import re

import harness
from harness import FlowCase, petition
from wire_client import facts
from wire_office import WireOffice, reference

WORDS = "no device that publishes has vouched for this one"
FORM, PERIOD = "QCDC-HUYEN", "2020-H1"


class Vouched(FlowCase):
    def test_reviews_and_orders_to_erase(self):
        """Refused at the desk and by the judge until such a device has vouched for it; then the same is taken, and told to the office."""
        office = self.province.office("BCD-593")
        office.import_rows([petition("1", title="Đơn của một người")])
        office.file_report(harness.REPORTS / "593-2020-H1.csv")
        office.sync()
        second = harness.Office(self.province, "BCD-TINH", "province")
        said = second.join(self.province.invite("BCD-TINH", "province"))
        key = re.search("qcdc vouch ([0-9a-f]{64})$", said, re.MULTILINE)[1]
        self.assertIn("Before it publishes, reviews reports or has texts erased", said)
        slip = f"{office.origin}:1"
        acts = (("review", "return", "BCD-593", FORM, PERIOD, "A01=sai"), ("erase", slip, "reason=lộ tên"))
        entries = second.entries()
        for words in acts:
            self.assert_refused(second.run(*words), WORDS, f"at such a device: qcdc vouch {key}; then sync there and here")
        self.assertEqual(second.entries(), entries)
        # Nor by a program that does not ask first.
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        for fact in (facts.Fact(report_reviewed=facts.ReportReviewed(report=reference(office, 2), verdict="REVIEW_ACCEPTED")),
                     facts.Fact(annex_erased=facts.AnnexErased(target=reference(office, 1)))):
            (refused,) = wire.append(fact)["verdicts"]
            self.assertEqual((refused["state"], refused["code"], refused["message"]), ("rejected", "FORBIDDEN", WORDS))
        office.sync()
        self.assertTrue(office.mentions("Đơn của một người"))
        founder = self.province.founder()
        founder.must("vouch", key, "máy thứ hai")
        founder.sync()
        second.sync()
        for words in acts:
            second.must(*words)
        self.assertIn("rejected 0", second.sync())
        office.sync()
        self.assertFalse(office.mentions("Đơn của một người"))
        self.assertIn("returned", office.must("report", "list"))
        self.assert_identical()
        # What had been refused is taken where everything is judged anew.
        founder.must("vouch", wire.state.sign_public.hex())
        founder.sync()
        self.province.stop()
        self.assertIn("2 entries were judged differently", self.province.rebuild("--rejudge").out)
        self.province.start()
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
