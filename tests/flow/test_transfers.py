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
            done = office.sync()
            self.assertIn("rejected 0", done, office.run("rejected").out)

    def taken(self, number, office=None, to=None, name=None, on="2020-03-10", received="2020-03-12"):
        """A petition that was added, handed over and taken in under the same number and T."""
        office, to = office or self.sender, to or self.receiver
        self.hand_over(office, number, to.code, on)
        self.synced(office, to)
        to.must("petition", "take-in", self.incoming(to, number)["hand_over"], f"local_no={name or number + 'T'}", f"received_on={received}")
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

    def test_what_is_refused(self):
        self.add(self.sender, "4/C")
        for to, words in (("BCD-593", "cannot hand over to itself"), ("BCD-NONE", "there is no office BCD-NONE on"),
                          ("BCD-TINH", "takes in no petitions of its own")):
            self.assert_refused(self.hand_over(self.sender, "4/C", to, status=1), words)
        for left_out, words in ((0, "names the article"), (1, "names its reason")):
            self.assert_refused(self.sender.run("petition", "hand-over", "4/C", "to=BCD-594", "on=2020-03-10", OUT[1 - left_out]), words)
        self.hand_over(self.sender, "4/C", "BCD-594")
        self.assert_refused(self.hand_over(self.sender, "4/C", "BCD-595", status=1), "petition 4/C was handed over to")
        self.assert_refused(self.sender.run("petition", "void", "4/C", "reason=nhầm"), "was handed over to")
        self.assert_refused(self.sender.run("petition", "move", "4/C", "RETURNED", "on=2020-03-11", "reason=vì thế"), "was handed over to")
        self.assert_refused(self.receiver.run("petition", "take-in", self.sender.origin + ":1", "local_no=1/X"), "hands nothing over to this office")
        self.add(self.sender, "5/C", kind="PHAN_ANH")
        self.sender.must("petition", "move", "5/C", "SETTLED", "on=2020-03-05")
        self.assert_refused(self.hand_over(self.sender, "5/C", "BCD-594", status=1), "petition 5/C is settled")
        self.add(self.sender, "6/C")
        self.assert_refused(self.sender.run("petition", "return", "6/C", "reason=vì thế"), "was not handed over to this office")
        self.synced(self.sender)

    def test_no_step_unseen_is_handed_over(self):
        first, second = (self.province.office("BCD-593") for _ in range(2))
        self.add(first, "7/C")
        self.synced(first, second)
        second.must("petition", "move", "7/C", "CLASSIFIED", "on=2020-03-04")
        self.synced(second)
        self.hand_over(first, "7/C", "BCD-594")
        self.assertIn("rejected 1", first.sync())
        self.assertIn("stands otherwise than is handed over", first.run("rejected", environment={"COLUMNS": "400"}).out)
        self.synced(self.receiver, second)
        self.assertIsNone(self.incoming(self.receiver, "7/C"))
        self.assertEqual(self.show(second, "7/C")["state"], "classified")
        self.taken("7/C", second)
        self.assert_refused(self.receiver.run("petition", "void", "7/CT", "reason=nhầm"), "was handed over by")
        first.sync()
        self.assertEqual(self.show(first, "7/C")["taken in there"], "7/CT")

    def test_two_devices_take_it_in(self):
        second = self.province.office("BCD-594")
        self.add(self.sender, "8/C")
        self.hand_over(self.sender, "8/C", "BCD-594")
        self.synced(self.sender, self.receiver, second)
        for device, number in ((self.receiver, "8/A"), (second, "8/B")):
            device.must("petition", "take-in", self.incoming(device, "8/C")["hand_over"], f"local_no={number}", "received_on=2020-03-12")
        self.synced(self.receiver)
        self.assertIn("rejected 2", second.sync())
        self.synced(self.receiver, self.sender)
        self.assertEqual(self.show(self.sender, "8/C")["taken in there"], "8/A")
        self.assertEqual([row["owner_no"] for row in self.reader.query("petition_chains") if row["local_no"] == "8/C"], ["8/A"])
        self.assert_identical()

    def test_one_owner_up_to_the_limit_and_the_province_balances(self):
        self.add(self.sender, "9/C")
        offices = [self.sender, self.receiver, self.third, self.sender]
        number = "9/C"
        for place in range(3):
            self.taken(number, offices[place], offices[place + 1], f"9/{place}", on=f"2020-03-1{2 * place}", received=f"2020-03-1{2 * place + 1}")
            number = f"9/{place}"
        row, = (row for row in self.reader.query("petition_chains", office="BCD-593") if row["local_no"] == "9/C")
        self.assertEqual((row["way"], row["owner"], row["owner_no"], row["hand_overs"]), ("BCD-593 BCD-594 BCD-595 BCD-593", "BCD-593", "9/2", "3"))
        self.assert_refused(self.hand_over(self.sender, "9/2", "BCD-594", on="2020-03-20", status=1), "may be no more than 3 times")
        for given in ({}, {"from_": "2020-03-12", "to": "2020-03-12"}):
            rows = self.reader.query("petition_transfers", **given)
            total = {name: sum(int(row[name]) for row in rows) for name in rows[0] if name != "office"}
            self.assertGreater(total["taken_in"], 0)
            self.assertEqual(total["taken_in"], total["taken_there"])
            self.assertEqual(total["handed_over"], total["waiting"] + total["taken_there"] + total["came_back"])
        counted = sum(int(row["received"]) for row in self.reader.query("petition_counts"))
        total = [sum(int(row[name]) for row in self.reader.query("petition_transfers")) for name in ("received", "once", "taken_in")]
        self.assertEqual((total[0], total[0] - total[2]), (counted, total[1]))

    def test_the_clock_ends_with_the_hand_over_and_begins_with_the_receipt(self):
        def due(office, number):
            return [(row["rule"], row["begun_on"]) for row in office.table("petition", "due", "on=2020-04-30", "days=0") if row["local_no"] == number]
        self.add(self.sender, "10/C", kind="KHIEU_NAI", received_on="2020-03-02")
        before = due(self.sender, "10/C")
        self.assertEqual({day for _, day in before}, {"2020-03-02"})
        self.hand_over(self.sender, "10/C", "BCD-594")
        self.assertEqual(due(self.sender, "10/C"), [])
        self.synced(self.sender, self.receiver)
        self.receiver.must("petition", "take-in", self.incoming(self.receiver, "10/C")["hand_over"], "local_no=10/T", "received_on=2020-03-16")
        self.assertEqual({day for _, day in due(self.receiver, "10/T")}, {"2020-03-16"})
        self.receiver.must("petition", "return", "10/T", "reason=vì thế", "on=2020-03-18")
        self.assertEqual(due(self.receiver, "10/T"), [])
        self.synced(self.receiver, self.sender)
        self.assertEqual({day for _, day in due(self.sender, "10/C")}, {"2020-03-18"})
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
