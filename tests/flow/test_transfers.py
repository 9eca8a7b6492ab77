"""Petitions that go from one office to another: who has them, what both see, and what is refused."""
import harness
from harness import FlowCase

OUT = ("article=Điều 26 Luật Tiếp công dân", "reason=không thuộc thẩm quyền")


class Transfers(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.province.office("BCD-TINH", "province")
        cls.sender, cls.receiver, cls.third = (cls.province.office(code) for code in ("BCD-593", "BCD-594", "BCD-595"))

    def add(self, office, number, **given):
        values = {"kind": "KIEN_NGHI", "field": "DAT_DAI", "received_on": "2020-03-02", "title": f"đường ngập {number}", "summary": "ngập từ tháng hai"}
        values.update(given)
        office.must("petition", "add", f"local_no={number}", *(f"{key}={value}" for key, value in values.items()))

    def hand_over(self, office, number, to, on="2020-03-10", status=0):
        done = office.run("petition", "hand-over", number, f"to={to}", f"on={on}", *OUT)
        self.assertEqual(done.status, status, done)
        return done

    def incoming(self, office, number, **given):
        rows = [row for row in office.table("petition", "incoming", *(f"{key}={value}" for key, value in given.items())) if row["local_no"] == number]
        return rows[0] if rows else None

    def show(self, office, number):
        return {row["what"]: row["value"] for row in office.table("petition", "show", number)}

    def synced(self, *offices):
        for office in offices:
            self.assertIn("rejected 0", office.sync())

    def taken(self, number, office=None, to=None, name=None, on="2020-03-10"):
        """A petition that was added, handed over and taken in under the same number and T."""
        office, to = office or self.sender, to or self.receiver
        self.hand_over(office, number, to.code, on)
        self.synced(office, to)
        to.must("petition", "take-in", self.incoming(to, number)["hand_over"], f"local_no={name or number + 'T'}", "received_on=2020-03-12")
        self.synced(to, office)

    def test_with_history_and_text_it_appears_there_and_what_becomes_of_it_comes_back(self):
        self.add(self.sender, "1/C", flags="PHUC_TAP")
        self.sender.must("petition", "move", "1/C", "CLASSIFIED", "on=2020-03-05")
        self.hand_over(self.sender, "1/C", "BCD-594")
        self.assertEqual(self.show(self.sender, "1/C")["with_office"], "BCD-594")
        self.synced(self.sender, self.receiver)
        row = self.incoming(self.receiver, "1/C")
        self.assertEqual((row["from_office"], row["title"], row["handed_on"], row["standing"], row["reason"]),
                         ("BCD-593", "đường ngập 1/C", "2020-03-10", "handed over", "không thuộc thẩm quyền"))
        self.receiver.must("petition", "take-in", row["hand_over"], "local_no=7/T", "received_on=2020-03-12")
        self.assertIsNone(self.incoming(self.receiver, "1/C"))
        self.assertEqual(self.incoming(self.receiver, "1/C", all=1)["taken_no"], "7/T")
        there = self.show(self.receiver, "7/T")
        self.assertEqual((there["from_office"], there["title"], there["summary"], there["flags"], there["channel"], there["state"]),
                         ("BCD-593", "đường ngập 1/C", "ngập từ tháng hai", "PHUC_TAP", "CHUYEN_DEN", "received"))
        self.synced(self.receiver, self.sender)
        self.assertEqual(self.show(self.sender, "1/C")["taken in there"], "7/T")
        self.receiver.must("petition", "reply", "7/T", "reason=đang xem xét", "on=2020-03-20")
        self.receiver.must("petition", "move", "7/T", "SETTLED", "on=2020-04-02")
        self.synced(self.receiver, self.sender)
        here = self.show(self.sender, "1/C")
        self.assertEqual((here["state"], here["replied"], "settled there" in here), ("forwarded", "đang xem xét", True))
        self.assert_identical()

    def test_returned_it_is_the_senders_again(self):
        for number, taken in (("2/C", False), ("3/C", True)):
            self.add(self.sender, number)
            if taken:
                self.taken(number)
            else:
                self.hand_over(self.sender, number, "BCD-594")
                self.synced(self.sender, self.receiver)
            name = number + "T" if taken else self.incoming(self.receiver, number)["hand_over"]
            self.receiver.must("petition", "return", name, "reason=không phải của chúng tôi", "on=2020-03-15")
            self.synced(self.receiver, self.sender)
            here = self.show(self.sender, number)
            self.assertEqual((here["state"], here["with_office"], here["returned"]), ("received", "", "không phải của chúng tôi"))
            self.assertEqual(self.incoming(self.receiver, number, all=1)["standing"], "returned")
            if taken:
                self.assertEqual(self.show(self.receiver, name)["state"], "returned")
            self.hand_over(self.sender, number, "BCD-595", on="2020-03-16")
            self.synced(self.sender, self.third)
            self.assertEqual(self.incoming(self.third, number)["from_office"], "BCD-593")
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
