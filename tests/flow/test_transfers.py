"""Petitions that go from one office to another: who has them, what both see, and what is refused."""
import csv
import io
import random

import harness
from harness import FlowCase

OUT = ("article=Điều 26 Luật Tiếp công dân", "reason=không thuộc thẩm quyền")


class TransferCase(FlowCase):
    """Three offices, and one who reads what the province has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refused = {}  # entries that were not taken, by device
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
        rows = office.table("petition", "show", number)
        return {row["what"]: row["value"] for row in rows} | {row["what"] + " entry": row["entry"] for row in rows}

    def synced(self, *offices):
        for office in offices:
            done = office.sync()
            self.assertIn(f"rejected {self.refused.get(office, 0)},", done, office.run("rejected").out)

    def taken(self, number, office=None, to=None, name=None, on="2020-03-10", received="2020-03-12"):
        """A petition that was added, handed over and taken in under the same number and T."""
        office, to = office or self.sender, to or self.receiver
        self.hand_over(office, number, to.code, on)
        self.synced(office, to)
        to.must("petition", "take-in", self.incoming(to, number)["hand_over"], f"local_no={name or number + 'T'}", f"received_on={received}")
        self.synced(to, office)

    def rejected(self, office, count, *words):
        """OFFICE synchronises, and is told in a line why COUNT of its entries were not taken."""
        self.refused[office] = self.refused.get(office, 0) + count
        self.assertIn(f"rejected {self.refused[office]},", office.sync(), office.run("rejected").out)
        told = office.run("rejected", environment={"COLUMNS": "400"}).out
        for word in words:
            self.assertIn(word, told)

    def chain(self, number):
        """By which way a petition went, who has it by the province, and under which number."""
        row, = (row for row in self.reader.query("petition_chains") if row["local_no"] == number)
        return row["way"], row["owner"], row["owner_no"]


class Transfers(TransferCase):
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

    def test_the_receiver_sees_what_was_done_and_the_sender_what_became_of_it(self):
        """The sender's steps stand ahead of the receiver's; what the receiver refuses is told by itself, with why; nobody overlooks what came."""
        self.add(self.sender, "1/H", kind="KHIEU_NAI", received_on="2020-03-02")
        self.sender.must("petition", "move", "1/H", "CLASSIFIED", "on=2020-03-05", "article=Điều 27")
        self.assertIn("qcdc catalogue offices", self.hand_over(self.sender, "1/H", "bcd-000", status=1).err)
        self.hand_over(self.sender, "1/H", "bcd-594")  # as it is typed
        self.synced(self.sender)
        waits = "1 petition handed over to this office waits to be taken in"
        self.assertIn(waits, self.receiver.sync())
        self.assertIn(waits, self.receiver.must())
        self.assertIn("qcdc petition incoming", self.receiver.must())
        sent = self.incoming(self.receiver, "1/H")["hand_over"]
        said = self.receiver.run("petition", "incoming", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("chờ tiếp nhận", said)
        self.assertNotIn("handed over", said)
        # The number under which it is taken in goes back to its sender, and into everybody's lists: nobody's name.
        named = ("petition", "take-in", sent, "local_no=1/HT-NGUYENVANTEO", "received_on=2020-03-12")
        self.assert_refused(self.receiver.run(*named), "who somebody is", "--confirm-names")
        self.add(self.sender, "3/TC", kind="TO_CAO")
        self.hand_over(self.sender, "3/TC", "BCD-594")
        self.synced(self.sender, self.receiver)
        for more in ((), ("--confirm-names",)):
            denounced = self.receiver.run("petition", "take-in", self.incoming(self.receiver, "3/TC")["hand_over"], "local_no=LE-THI-HONG", *more)
            self.assert_refused(denounced, "must not tell who denounces")
        self.receiver.must("petition", "take-in", self.incoming(self.receiver, "3/TC")["hand_over"], "local_no=3/TCT", "received_on=2020-03-12")
        self.receiver.must("petition", "take-in", sent, "local_no=1/HT", "received_on=2020-03-12")
        self.assertNotIn("waits to be taken in", self.receiver.must())
        self.assertEqual([(row["what"], row["value"], row["on"], row["entry"] == sent) for row in self.receiver.table("petition", "show", "1/HT")][-4:],
                         [("received there", "BCD-593; 1/H", "2020-03-02", True), ("CLASSIFIED", "BCD-593; Điều 27", "2020-03-05", True),
                          ("handed over", "BCD-594; Điều 26 Luật Tiếp công dân; không thuộc thẩm quyền", "2020-03-10", True),
                          ("received", "1/HT; KHIEU_NAI", "2020-03-12", False)])
        # It was not here before it was handed over, whatever is corrected.
        self.assert_refused(self.receiver.run("petition", "correct", "1/HT", "received_on=2020-03-09"), "1/H was handed over on", "later")
        self.receiver.must("petition", "correct", "1/HT", "received_on=2020-03-11")
        self.receiver.must("petition", "move", "1/HT", "REFUSED", "on=2020-03-15", "reason=hết thời hiệu khiếu nại")
        self.synced(self.receiver, self.sender)
        here = self.show(self.sender, "1/H")
        self.assertRegex(here["replied"], "refused: hết thời hiệu khiếu nại|REFUSED: hết")
        self.assertEqual((here["state"], here["with_office"]), ("forwarded", "BCD-594"))
        # What the receiver's own register tells of it, too: settled, or ended otherwise; and once.
        for number in ("4/H", "5/H"):
            self.add(self.sender, number)
            self.taken(number)
        row = dict(kind="KIEN_NGHI", field="DAT_DAI", received_on="2020-03-12")
        rows = [dict(row, local_no="4/HT", settled_on="2020-03-25", outcome="DUNG", refused_on=""), dict(row, local_no="5/HT", settled_on="", outcome="", refused_on="2020-03-26")]
        self.assertIn("4 entries", self.receiver.import_rows(rows, list(rows[0])))
        self.assertIn("2 unchanged", self.receiver.import_rows(rows, list(rows[0])))
        self.synced(self.receiver, self.sender)
        self.assertIn("DUNG", self.show(self.sender, "4/H")["settled there"])
        self.assertRegex(self.show(self.sender, "5/H")["replied"], "refused|REFUSED")
        # One reply for all of a matter tells the sender, too.
        self.add(self.sender, "2/H")
        self.taken("2/H")
        self.receiver.must("matter", "open", "local_no=VH", "opened_on=2020-03-12", "field=DAT_DAI", "title=Ngập")
        self.receiver.must("matter", "join", "VH", "2/HT", "on=2020-03-12")
        # A petition and what another office took in of it are one, about one matter, whichever of them is in it.
        (before,) = self.reader.query("matter_counts")
        self.receiver.sync()
        (counted,) = self.reader.query("matter_counts")
        once = sum(int(row["once"]) for row in self.reader.query("petition_transfers"))
        self.assertEqual((int(counted["once"]), counted["petitions"]), (once, before["petitions"]))
        self.assertEqual(int(counted["matters"]), once)
        self.assertEqual((int(counted["joined"]), int(before["joined"])), (1, 0))
        self.receiver.must("matter", "reply", "VH", "SETTLED", "on=2020-03-20")
        self.synced(self.receiver, self.sender)
        self.assertIn("settled there", self.show(self.sender, "2/H"))
        self.assert_identical()

    def test_what_goes_to_a_desk_is_noted_in_its_own_commit(self):
        """Whoever is handed something has it with the commit that brings it: at his next greeting there is nothing to be written down of it."""
        noted = lambda: self.province.sql("select i.xmin, (select count(*) from addressed a where a.code = i.code and a.place > i.place) from inherited i"
                                          " join office f on f.id = i.office and f.code = i.code where f.code = 'BCD-594'")
        self.synced(self.sender, self.receiver)
        before = noted()
        self.add(self.sender, "1/G")
        self.hand_over(self.sender, "1/G", "BCD-594")
        self.sender.sync()
        [[commit, behind]] = noted()
        self.assertEqual(behind, "0")
        self.assertNotEqual([[commit, behind]], before)
        self.receiver.sync()
        self.assertEqual(noted(), [[commit, "0"]])
        self.assertEqual(self.incoming(self.receiver, "1/G")["standing"], "handed over")
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
        self.rejected(first, 1, "stands otherwise than is handed over")
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
        self.rejected(second, 2)
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
        total = [sum(int(row[name]) for row in self.reader.query("petition_transfers")) for name in ("received", "once", "taken_in")]
        self.assertEqual(total[0] - total[2], total[1])
        # Counted by matter: shown at both offices, once where it was received first; each office of its own, and all together.
        for by in ("", "unit", "unit,kind,field,month"):
            rows = self.reader.query("petition_counts", by=by)
            self.assertEqual([sum(int(row[name]) for row in rows) for name in ("received", "once")], total[:2])
        for office in offices[:3]:
            row, = office.query("petition_counts")
            mine, = (row for row in self.reader.query("petition_transfers") if row["office"] == office.code)
            self.assertEqual((row["received"], row["once"]), (mine["received"], mine["once"]))

    def test_denunciations_that_went_on_count_once(self):
        def half_year():
            return {row["unit"]: row["received"] for row in self.reader.query("denunciation_counts") if row["half_year"] == "2019-H2"}
        numbers = [f"{number}/TC" for number in range(5)]
        for number in numbers:
            self.add(self.sender, number, kind="TO_CAO", field="CAN_BO", received_on=f"2019-11-0{1 + int(number[0])}", title="thu tiền", summary=f"thu sai {number}")
            self.hand_over(self.sender, number, "BCD-594", on="2019-11-10")
        self.synced(self.sender, self.receiver)
        self.assertEqual(half_year(), {"593": "5", None: "5"} if None in half_year() else {"593": "5", "": "5"})
        for number in numbers:
            self.receiver.must("petition", "take-in", self.incoming(self.receiver, number)["hand_over"], f"local_no={number}T", "received_on=2019-11-12")
        self.synced(self.receiver, self.sender)
        self.assertEqual(half_year(), {"593": "5", "594": "5", "": "5"})

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

    # -------- what forms count of it

    def forms(self, office, form="01-XLD", period="2021-Q3"):
        """What the office's own register and the province's rows of it give for a form: the same."""
        text = office.must("report", "template", form, period)
        mine = {row["cell"]: row["value"] for row in csv.DictReader(io.StringIO(text)) if row["value"]}
        for reader in (office, self.reader):
            theirs = {row["cell"]: row["register"] for row in reader.query("register_counts", form=form, period=period, by="office") if row["office"] == office.code}
            self.assertEqual(theirs, mine, (form, office.code))
        return {cell: int(value) for cell, value in mine.items() if value != "0"}

    def test_forms_count_what_is_away_where_it_is(self):
        sender, receiver = (self.province.office(code) for code in ("BCD-596", "BCD-597"))
        columns = lambda office: {cell[5:]: value for cell, value in self.forms(office).items()}
        self.add(sender, "90/C", received_on="2021-07-02")
        self.hand_over(sender, "90/C", "BCD-597", on="2021-07-10")
        self.synced(sender, receiver)
        away = {"01": 1, "06": 1, "08": 1, "09": 1, "10": 1, "13": 1, "17": 1, "22": 1, "24": 1}
        self.assertEqual(columns(sender), away)
        receiver.must("petition", "take-in", self.incoming(receiver, "90/C")["hand_over"], "local_no=90/T", "received_on=2021-07-12")
        receiver.must("petition", "reply", "90/T", "reason=đang xem xét", "on=2021-07-13")
        self.synced(receiver, sender)
        self.assertEqual((columns(sender), columns(receiver)), (away, {"01": 1, "06": 1}))
        # What the sender filed, and what came since: the same rows at both.
        path = self.province.folder / "away.csv"
        path.write_text(sender.must("report", "template", "01-XLD", "2021-Q3").replace("XLD1_25,,", "XLD1_25,0,"), encoding="utf-8")
        sender.file_report(path)
        self.synced(sender)
        receiver.must("petition", "return", "90/T", "reason=không phải của chúng tôi", "on=2021-07-15")
        self.synced(receiver, sender)
        # It went and is here again; the other office passed it on.
        self.assertEqual(columns(sender), {**away, "01": 2, "06": 2})
        self.assertEqual(columns(receiver), away)
        own = sender.table("report", "reconcile", "01-XLD", "2021-Q3")
        self.assertEqual({row["cell"]: row["register_rows"] for row in own}, {"XLD1_01": "90/C +1 (stepped)", "XLD1_06": "90/C +1 (stepped)"})
        self.assertEqual([{name: row[name] for name in own[0]} for row in self.reader.query("register_reconcile", form="01-XLD", period="2021-Q3")], own)
        sender.must("petition", "move", "90/C", "SETTLED", "on=2021-07-20")
        self.synced(sender)
        self.assertEqual({cell: columns(sender)[cell] for cell in ("08", "09", "14", "17", "18", "24")}, {"08": 2, "09": 2, "14": 1, "17": 1, "18": 1, "24": 1})

    def test_forms_of_random_ways_are_the_same_everywhere(self):
        chance, offices, lives, number = random.Random(20261128), [self.sender, self.receiver, self.third], [], 0
        for number in range(9):
            office, name = chance.choice(offices), f"{number}/F"
            kind = chance.choice(["KHIEU_NAI", "TO_CAO", "PHAN_ANH", "KIEN_NGHI"])
            self.add(office, name, received_on="2021-06-1%d" % chance.randrange(10), kind=kind)
            # Only what is recommended or reported is passed on once it is accepted.
            for step in chance.choice([(), ("CLASSIFIED",), ("ACCEPTED",) if kind in ("PHAN_ANH", "KIEN_NGHI") else ("CLASSIFIED",)]):
                office.must("petition", "move", name, step, "on=2021-06-20")
            lives.append((office, chance.choice([other for other in offices if other != office]), name))
            self.hand_over(office, name, lives[-1][1].code, on="2021-06-2%d" % chance.randrange(10))
        self.synced(*offices, *offices)
        for way, (office, other, name) in enumerate(lives):
            sent = self.incoming(other, name)["hand_over"]
            if way % 4 < 3:
                other.must("petition", "take-in", sent, f"local_no={name}N", "received_on=2021-07-0%d" % chance.randrange(1, 10))
            for words in ([("move", name + "N", "ACCEPTED", "on=2021-07-20"), ("move", name + "N", "SETTLED", "on=2021-09-20", "outcome=DUNG"), ("reply", name + "N", "reason=đã xong", "on=2021-09-21")],
                          [("return", name + "N", "reason=không phải", "on=2021-09-10")], [], [("return", sent, "reason=không phải", "on=2021-07-02")])[way % 4]:
                other.must("petition", *words)
        self.synced(*offices, *offices)
        figures = 0
        for form, period in (("01-XLD", "2021-Q2"), ("01-XLD", "2021-Q3"), ("02-XLD", "2021-Q3"), ("03-XLD", "2021-Q3"), ("04-XLD", "2021-Q3"), ("01-KQGQ", "2021-Q3"),
                             ("03-KQGQ", "2021-Q3"), ("02-TCD", "2021-Q3"), ("QCDC-HUYEN", "2021")):
            figures += sum(len(self.forms(office, form, period)) for office in offices)
        self.assertGreater(figures, 60)
        self.assert_identical()

    # -------- offices that end

    def publish(self, name, ended):
        """Two old communes and the one of today that both went into, as the sample's units tell; the old ones' offices with their end, or without."""
        folder = self.province.folder / name
        folder.mkdir()
        (folder / "classes.csv").write_text("code,name_vi,name_en,provincial\nxa,Ủy ban nhân dân cấp xã,Commune,no\n", encoding="utf-8")
        (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from,valid_to\n" + "".join(
            f"{code},UBND {code},ubnd,{unit},{'01-XLD' if code == 'XA-CU1' else ''},yes,2020-01-01,{ended if code != 'XA-MOI' else ''}\n"
            for code, unit in (("XA-CU1", "22951"), ("XA-CU2", "22930"), ("XA-MOI", "22945"))), encoding="utf-8")
        center = self.province.founder() if not hasattr(self, "center") else self.center
        self.center = center
        center.must("sync")
        center.must("publish", folder)
        self.assertIn("rejected 0", center.sync())

    def test_what_went_to_an_office_that_ended_is_its_heirs(self):
        self.publish("before", "")
        first, heir = self.province.office("XA-CU1"), self.province.office("XA-MOI")
        spring = {"on": "2025-03-10"}
        for number in ("20/C", "21/C", "22/C", "23/C", "24/C"):
            self.add(self.sender, number, received_on="2025-03-03")
        scan = self.province.folder / "20.pdf"
        scan.write_bytes(b"%PDF-1.7 20/C")
        self.sender.must("petition", "attach", "20/C", scan, "on=2025-03-03")
        self.sender.sync()
        for number in ("20/C", "21/C", "23/C", "24/C"):
            self.hand_over(self.sender, number, "XA-CU1", **spring)
        self.add(heir, "25/M", received_on="2025-03-03")
        self.hand_over(heir, "25/M", "XA-CU1", **spring)
        # Nobody of this one has ever joined: what it is shown waits for its device, over a restart, too.
        self.add(self.sender, "26/C", received_on="2025-03-03")
        self.hand_over(self.sender, "26/C", "XA-CU2", **spring)
        self.synced(self.sender, heir, first)
        self.province.restart()
        self.add(first, "30/K", received_on="2025-03-03")
        for number, name in (("21/C", "5/K"), ("24/C", "6/K")):
            first.must("petition", "take-in", self.incoming(first, number)["hand_over"], f"local_no={name}", "received_on=2025-03-12")
        self.synced(first, self.sender)
        self.assertIsNone(self.incoming(heir, "20/C"))
        # This one is on its way while both end.
        self.hand_over(self.sender, "22/C", "XA-CU2", **spring)
        self.publish("after", "2025-06-30")
        self.synced(self.sender, heir)
        self.assertEqual({number: (self.incoming(heir, number)["to_office"], self.incoming(heir, number)["standing"], self.incoming(heir, number)["taken_no"])
                          for number in ("20/C", "21/C", "22/C", "26/C")},
                         {"20/C": ("XA-CU1", "handed over", ""), "21/C": ("XA-CU1", "taken in by an office that ended", "5/K"),
                          "22/C": ("XA-CU2", "handed over", ""), "26/C": ("XA-CU2", "handed over", "")})
        self.assertEqual(self.incoming(heir, "20/C")["title"], "đường ngập 20/C")
        # With its scan, which no third office gets.
        there, read = self.incoming(heir, "20/C")["hand_over"], self.province.folder / "read.pdf"
        heir.must("petition", "scan", there, "1", "-o", read)
        self.assertEqual(read.read_bytes(), scan.read_bytes())
        self.assertEqual(self.third.table("petition", "scans", there), [])
        self.assertEqual(self.show(self.sender, "20/C")["with_office"], "XA-MOI")
        self.assertEqual(self.chain("21/C"), ("BCD-593 XA-CU1 XA-MOI", "XA-MOI", "5/K"))
        self.assertEqual(self.chain("22/C"), ("BCD-593 XA-CU2 XA-MOI", "XA-MOI", ""))
        due = lambda: {(row["office"], row["local_no"]) for row in self.reader.query("petitions_due") if row["office"].startswith("XA-")}
        self.assertEqual(due(), {("XA-CU1", "5/K"), ("XA-CU1", "6/K"), ("XA-CU1", "30/K")})
        for number, name in (("20/C", "1/M"), ("21/C", "2/M")):
            heir.must("petition", "take-in", self.incoming(heir, number)["hand_over"], f"local_no={name}", "received_on=2025-07-08")
        heir.must("petition", "return", self.incoming(heir, "23/C")["hand_over"], "reason=không phải của chúng tôi", "on=2025-07-08")
        heir.must("petition", "return", self.incoming(heir, "24/C")["hand_over"], "reason=không phải của chúng tôi", "on=2025-07-08")
        self.assert_refused(heir.run("petition", "take-in", self.show(heir, "25/M")["handed over entry"], "local_no=9/M"), "this office's own")
        heir.must("petition", "return", "25/M", "reason=nơi nhận đã sáp nhập", "on=2025-07-08")
        self.synced(heir, self.sender)
        self.assertEqual(self.show(self.sender, "20/C")["taken in there"], "1/M")
        self.assertEqual((self.show(self.sender, "21/C")["with_office"], self.show(self.sender, "21/C")["taken in there"]), ("XA-MOI", "2/M"))
        for number in ("23/C", "24/C"):
            self.assertEqual((self.show(self.sender, number)["state"], self.show(self.sender, number)["with_office"]), ("received", ""))
        self.assertEqual(self.show(heir, "25/M")["state"], "received")
        self.assertEqual(self.show(heir, "2/M")["from_office"], "BCD-593")
        self.assertEqual(self.chain("21/C"), ("BCD-593 XA-CU1 XA-MOI", "XA-MOI", "2/M"))
        self.assertEqual(due(), {("XA-MOI", "1/M"), ("XA-MOI", "2/M"), ("XA-MOI", "25/M"), ("XA-CU1", "30/K")})
        self.assertEqual(sum(int(row["due"]) for row in self.reader.query("petitions_due_counts", by="office") if row["office"] == "XA-CU1"), 1)
        # What the heir has by now is open in the old register no more: there it was passed on, and it is counted where it is.
        def counted(office, start, end):
            rows = self.reader.query("register_counts", form="01-XLD", by="office", **{"from": start, "to": end})
            return {row["cell"][5:]: int(row["register"]) for row in rows if row["office"] == office and row["register"] != "0"}
        spring_of, summer, autumn = ("2025-04-01", "2025-06-30"), ("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31")
        self.assertEqual(counted("XA-CU1", *spring_of), {"2_01": 3, "2_02": 3, "2_05": 3})
        # Two were sent on, the third one it has still; what the heir took in and has back is his.
        self.assertEqual({cell: counted("XA-CU1", *summer)[cell] for cell in ("2_01", "2_02", "2_05", "2_20")}, {"2_01": 3, "2_02": 3, "2_05": 1, "2_20": 2})
        self.assertEqual(counted("XA-MOI", *summer), {"2_01": 3, "2_03": 3, "2_05": 3})
        self.assertEqual(counted("XA-CU1", *autumn), {"2_01": 1, "2_02": 1, "2_05": 1})
        self.assertEqual(counted("XA-MOI", *autumn), {"2_01": 3, "2_02": 3, "2_05": 3})
        row, = self.reader.query("petition_counts", by="unit", unit="22951")
        self.assertEqual({name: row[name] for name in ("received", "settled", "pending", "otherwise", "once")},
                         {"received": "3", "settled": "0", "pending": "1", "otherwise": "2", "once": "1"})
        # What is erased is gone from there, too.
        entry = self.incoming(heir, "20/C", all=1)["hand_over"]
        self.center.must("erase", entry, "một tên trong nội dung")
        self.center.sync()
        self.synced(heir)
        self.assertEqual(self.incoming(heir, "20/C", all=1)["title"], "")
        # Whoever had it before is told that it is another's by now.
        first.must("petition", "return", "5/K", "reason=nhầm", "on=2025-07-09")
        self.rejected(first, 1, "it was taken in on 08/07/2025 by UBND XA-MOI (XA-MOI), as 2/M")
        first.must("petition", "void", self.show(first, "5/K")["RETURNED entry"], "reason=nhầm")
        self.synced(first)
        # Its own desk shows them where they are: with the heir, and back at the sender's; nothing of them is due or open there.
        self.assertEqual({number: (self.show(first, number)["with_office"], self.show(first, number)["ended"]) for number in ("5/K", "6/K", "30/K")},
                         {"5/K": ("XA-MOI", "passed_on"), "6/K": ("BCD-593", "passed_on"), "30/K": ("", "open")})
        for rows in (first.table("petition", "list", "state=pending"), first.table("petition", "list", "ended=open"), first.table("petition", "due", "days=3660"),
                     [row for row in self.reader.query("petition_register", state="pending") if row["office"] == "XA-CU1"],
                     [row for row in self.reader.query("petition_register", ended="open") if row["office"] == "XA-CU1"]):
            self.assertEqual([row["local_no"] for row in rows], ["30/K"])
        for rows in (first.table("petition", "list", "ended=passed_on"), self.reader.query("petition_register", ended="passed_on", unit="22951")):
            self.assertEqual(sorted(row["local_no"] for row in rows), ["5/K", "6/K"])
        # And counts them in forms as the province does.
        text = first.must("report", "template", "01-XLD", "2025-Q3", "--format", "csv")
        mine = {row["cell"]: row["value"] for row in csv.DictReader(io.StringIO(text)) if row["value"]}
        theirs = {row["cell"]: row["register"] for row in self.reader.query("register_counts", form="01-XLD", period="2025-Q3", by="office") if row["office"] == "XA-CU1"}
        self.assertEqual(mine, theirs)
        # What it had received itself it hands over to its heir, after its end as well; what it took in to nobody else.
        self.hand_over(first, "30/K", "XA-MOI", on="2025-07-02")
        self.assert_refused(self.hand_over(first, "6/K", "BCD-593", on="2025-06-02", status=1), "its work goes on in")
        self.synced(first, heir)
        self.assertEqual(self.incoming(heir, "30/K")["from_office"], "XA-CU1")
        heir.must("petition", "move", "2/M", "SETTLED", "on=2025-07-20")
        self.synced(heir, self.sender)
        self.assertIn("settled there", self.show(self.sender, "21/C"))
        self.assert_identical()
        last = self.province.office("XA-CU2")
        last.sync()
        self.assertEqual({row["local_no"] for row in last.table("petition", "incoming")}, {"22/C", "26/C"})
        # What the heir has is not read again at each greeting, however much it is: one that follows reads what was addressed since, and nothing else.
        self.synced(heir)
        self.assertGreater(int(self.province.value("select count(*) from addressed where code in ('XA-CU1', 'XA-CU2')")), 8)
        self.assertEqual(self.rows_read(heir.sync), {"addressed": 0, "petition_event": 0})
        self.add(self.sender, "27/C", received_on="2025-03-03")
        self.hand_over(self.sender, "27/C", "XA-CU2", **spring)
        self.sender.sync()
        self.assertEqual(self.rows_read(heir.sync), {"addressed": 1, "petition_event": 0})
        self.assertEqual(self.incoming(heir, "27/C")["standing"], "handed over")
        # What the two called the columns of their registers the heir reads by: the last where both said it, and its own before either.
        columns = lambda desk: {row["heading"]: (row["meaning"], row["office"]) for row in desk.table("petition", "columns")}  # noqa: E731
        first.must("petition", "columns", "--map", "Cột cũ=title", "--map", "Cột riêng=title")
        last.must("petition", "columns", "--map", "Cột cũ=summary", "--map", "Cột sau=-")
        heir.must("petition", "columns", "--map", "Cột riêng=field")
        for desk in (heir, first, last, heir, self.third):
            desk.sync()
        self.assertEqual(columns(heir), {"Cột cũ": ("summary", "XA-CU2"), "Cột sau": ("left_out", "XA-CU2"), "Cột riêng": ("field", "XA-MOI")})
        self.assertEqual(columns(first), {"Cột cũ": ("title", "XA-CU1"), "Cột riêng": ("title", "XA-CU1")})
        self.assertEqual(columns(self.third), {})
        heir.must("petition", "columns", "Cột cũ", "--forget")
        self.assertEqual(sorted(columns(heir)), ["Cột riêng", "Cột sau"])
        self.synced(heir)
        self.assertEqual(heir.table("rejected"), [])
        # A notice that went to both is the heir's to read, of whichever day it notes; the province sees who has read it in whose place.
        text = self.province.folder / "notice.md"
        text.write_text("THÔNG BÁO\n\nVề báo cáo\n\nCác xã báo cáo.\n", encoding="utf-8")
        self.center.must("notice", "issue", text, "number=9-TB", "on=2025-03-10", "by=A", "to=XA-CU1,XA-CU2,BCD-594")
        self.synced(self.center, last, heir)
        self.assertEqual([row["number"] for row in heir.query("notices")], ["9-TB"])
        last.must("notice", "read", "9-TB", "by=B", "on=2025-04-02")
        heir.must("notice", "read", "9-TB", "by=C", "on=2025-04-01")
        self.synced(last, heir)
        self.assertEqual({row["office"]: (row["reader"], row["read_by"], row["read_on"]) for row in self.reader.query("notice_readers", number="9-TB")},
                         {"XA-CU1": ("XA-MOI", "C", "2025-04-01"), "XA-CU2": ("XA-CU2", "B", "2025-04-02"), "BCD-594": ("", "", "")})
        row, = heir.query("notices")
        self.assertEqual((row["offices"], row["read"], row["unread"]), ("3", "2", "1"))
        self.assertEqual([row["number"] for row in heir.table("notices")], ["9-TB"])
        self.assertEqual(self.third.query("notices"), [])
        self.assert_identical()

    def rows_read(self, work):
        """How many rows of what goes from office to office the server reads while WORK is done; at its end, and begun anew, it says so."""
        counts = []
        for step in (lambda: None, work):
            step()
            self.province.restart()
            counts.append({name: int(read) for name, read in self.province.sql(
                "select relname, seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname in ('addressed', 'petition_event')")})
        return {name: counts[1][name] - counts[0][name] for name in counts[0]}


class Crossing(TransferCase):
    """Who says something of it at the same time, and what is put back to an old copy: one owner in the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sender2, cls.receiver2 = cls.province.office("BCD-593"), cls.province.office("BCD-594")

    def away(self, number, *devices):
        """A petition that was handed over to the receiver, as all DEVICES know."""
        self.add(self.sender, number)
        self.hand_over(self.sender, number, "BCD-594")
        self.synced(self.sender, *devices)

    def take_in(self, office, number, name):
        office.must("petition", "take-in", self.incoming(office, number, all=1)["hand_over"], f"local_no={name}", "received_on=2020-03-12")

    def give_back(self, office, name):
        office.must("petition", "return", name, "reason=không phải của chúng tôi", "on=2020-03-16")

    def test_two_devices_hand_it_over_to_two_offices(self):
        self.add(self.sender, "1/X")
        self.synced(self.sender, self.sender2)
        self.hand_over(self.sender, "1/X", "BCD-594")
        self.hand_over(self.sender2, "1/X", "BCD-595")
        self.synced(self.sender)
        self.rejected(self.sender2, 1, "petition 1/X was handed over to Ban Chỉ đạo QCDC Thị ủy La Gi (BCD-594) on 10/03/2020")
        self.synced(self.receiver, self.third)
        self.assertIsNotNone(self.incoming(self.receiver, "1/X"))
        self.assertIsNone(self.incoming(self.third, "1/X"))
        self.assertEqual([self.show(device, "1/X")["with_office"] for device in (self.sender, self.sender2)], ["BCD-594", "BCD-594"])
        self.assertEqual(self.chain("1/X"), ("BCD-593 BCD-594", "BCD-594", ""))
        self.assert_identical()

    def test_both_ways_at_once(self):
        """The same matter came to both, and each hands its petition to the other."""
        self.add(self.sender, "2/X")
        self.add(self.receiver, "2/Y")
        self.hand_over(self.sender, "2/X", "BCD-594")
        self.hand_over(self.receiver, "2/Y", "BCD-593")
        self.synced(self.sender, self.receiver, self.sender)
        self.take_in(self.sender, "2/Y", "2/YT")
        self.take_in(self.receiver, "2/X", "2/XT")
        self.synced(self.sender, self.receiver, self.sender)
        self.assertEqual(self.chain("2/X"), ("BCD-593 BCD-594", "BCD-594", "2/XT"))
        self.assertEqual(self.chain("2/Y"), ("BCD-594 BCD-593", "BCD-593", "2/YT"))
        self.assert_identical()

    def test_changed_or_taken_back_meanwhile(self):
        for number, words, told in (("3/X", ("correct", "3/X", "field=THUE"), "stands otherwise than is handed over"),
                                    ("4/X", ("void", "4/X", "reason=nhầm"), "was taken back")):
            self.add(self.sender, number)
            self.synced(self.sender, self.sender2)
            self.sender.must("petition", *words)
            self.hand_over(self.sender2, number, "BCD-594")
            self.synced(self.sender)
            self.rejected(self.sender2, 1, told)
            self.synced(self.receiver)
            self.assertIsNone(self.incoming(self.receiver, number))
        # And the other way round: what went away is neither taken back, nor does a correction of it change what was shown.
        self.add(self.sender, "5/X")
        self.synced(self.sender, self.sender2)
        self.sender.must("petition", "void", "5/X", "reason=nhầm")
        self.hand_over(self.sender2, "5/X", "BCD-594")
        self.synced(self.sender2)
        self.rejected(self.sender, 1, "petition 5/X was handed over to Ban Chỉ đạo QCDC Thị ủy La Gi (BCD-594)")
        self.assertEqual(self.show(self.sender, "5/X")["state"], "forwarded")
        self.assert_identical()

    def test_one_device_takes_it_in_and_another_returns_it(self):
        self.away("6/X", self.receiver, self.receiver2)
        self.take_in(self.receiver, "6/X", "6/T")
        self.give_back(self.receiver2, self.incoming(self.receiver2, "6/X")["hand_over"])
        self.synced(self.receiver)
        self.rejected(self.receiver2, 1, "it was taken in meanwhile, as 6/T")
        self.away("7/X", self.receiver, self.receiver2)
        self.take_in(self.receiver, "7/X", "7/T")
        self.give_back(self.receiver2, self.incoming(self.receiver2, "7/X")["hand_over"])
        self.synced(self.receiver2)
        self.rejected(self.receiver, 2, "petition 7/X was returned on 16/03/2020")
        self.synced(self.sender)
        self.assertEqual([self.show(self.sender, number)["with_office"] for number in ("6/X", "7/X")], ["BCD-594", ""])
        self.assertEqual(self.chain("6/X"), ("BCD-593 BCD-594", "BCD-594", "6/T"))
        self.assertEqual(self.chain("7/X"), ("BCD-593", "BCD-593", "7/X"))
        self.assertEqual([row["state"] for row in self.receiver.table("petition", "list") if row["local_no"] == "7/T"], [])
        self.assert_identical()

    def test_one_device_returns_what_another_hands_on(self):
        """Whichever comes first, it is not at two places: what was handed on is not back at the first sender."""
        for number, first, second in (("8/X", self.receiver, self.receiver2), ("9/X", self.receiver2, self.receiver)):
            self.away(number, self.receiver)
            self.take_in(self.receiver, number, number + "T")
            self.synced(self.receiver, self.receiver2, self.sender)
            self.hand_over(self.receiver, number + "T", "BCD-593", on="2020-03-16")
            self.give_back(self.receiver2, number + "T")
            self.synced(first)
            self.rejected(second, 1 if second is self.receiver else 2, "FORWARDED is not possible: petition 9/XT is returned" if second is self.receiver else "petition 8/XT was handed over to ")
            self.synced(self.sender)
        self.assertEqual(self.show(self.sender, "8/X")["with_office"], "BCD-594")
        self.assertIsNotNone(self.incoming(self.sender, "8/XT"))
        self.assertEqual(self.show(self.sender, "9/X")["state"], "received")
        self.assertIsNone(self.incoming(self.sender, "9/XT"))
        self.assertEqual(self.chain("8/X"), ("BCD-593 BCD-594 BCD-593", "BCD-593", ""))
        self.assertEqual(self.chain("9/X"), ("BCD-593", "BCD-593", "9/X"))
        self.assert_identical()

    def test_homes_put_back(self):
        """The sender's from before it was handed over, which then hands it over to another office; the receiver's from before it took it in."""
        self.add(self.sender, "10/X")
        self.synced(self.sender)
        copies = self.sender.backup(), self.receiver.backup()
        self.hand_over(self.sender, "10/X", "BCD-594")
        self.synced(self.sender, self.receiver)
        self.take_in(self.receiver, "10/X", "10/T")
        self.synced(self.receiver)
        self.sender.restore(copies[0])
        self.receiver.restore(copies[1])
        self.hand_over(self.sender, "10/X", "BCD-595")
        self.rejected(self.sender, 1, "petition 10/X was handed over to Ban Chỉ đạo QCDC Thị ủy La Gi (BCD-594)")
        self.synced(self.receiver, self.third, self.sender2, self.receiver2)
        for device in (self.receiver, self.receiver2):
            self.assertEqual(self.incoming(device, "10/X", all=1)["taken_no"], "10/T")
            self.assertEqual(self.show(device, "10/T")["from_office"], "BCD-593")
        for device in (self.sender, self.sender2):
            self.assertEqual((self.show(device, "10/X")["with_office"], self.show(device, "10/X")["taken in there"]), ("BCD-594", "10/T"))
        self.assertIsNone(self.incoming(self.third, "10/X"))
        self.assertEqual(self.chain("10/X"), ("BCD-593 BCD-594", "BCD-594", "10/T"))
        self.assert_identical()

    def test_server_put_back(self):
        """From before the hand-over, which comes back by its sender after the receiver's answer; and what a lost home had is rescued."""
        for number in ("11/X", "12/X"):
            self.add(self.sender, number)
        self.synced(self.sender, self.receiver)
        copy, home = self.province.backup(), self.receiver.backup()
        for number in ("11/X", "12/X"):
            self.hand_over(self.sender, number, "BCD-594")
        self.synced(self.sender, self.receiver)
        for number, name in (("11/X", "11/T"), ("12/X", "12/T")):
            self.take_in(self.receiver, number, name)
        self.give_back(self.receiver, "12/T")
        self.synced(self.receiver, self.sender)
        self.province.restore(copy)
        self.synced(self.receiver2)
        self.receiver.sync()
        self.synced(self.sender, self.receiver, self.receiver2, self.sender)
        for device in (self.receiver, self.receiver2):
            self.assertEqual([self.incoming(device, number, all=1)["standing"] for number in ("11/X", "12/X")], ["taken in here", "returned"])
        self.assertEqual([self.show(self.sender, number)["with_office"] for number in ("11/X", "12/X")], ["BCD-594", ""])
        self.assertEqual(self.chain("11/X"), ("BCD-593 BCD-594", "BCD-594", "11/T"))
        # Once more, and the device that took it in is lost with it: its old home is rescued from a new one.
        self.province.restore(copy)
        lost = self.receiver.backup()
        self.receiver.restore(home)
        self.synced(self.sender)
        new = self.province.office("BCD-594")
        self.receiver2.sync()
        new.must("sync")
        new.must("rescue", lost)
        self.synced(new, self.receiver2, self.sender, self.receiver)
        for device in (new, self.receiver2):
            self.assertEqual([self.incoming(device, number, all=1)["standing"] for number in ("11/X", "12/X")], ["taken in here", "returned"])
        self.assertEqual(self.chain("11/X"), ("BCD-593 BCD-594", "BCD-594", "11/T"))
        self.assertEqual(self.show(self.sender, "11/X")["taken in there"], "11/T")
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.chain("11/X"), ("BCD-593 BCD-594", "BCD-594", "11/T"))

    def test_taken_in_twice_around_a_restore(self):
        """The server forgot that one device took it in when another one does: both stand.  The office is told of the pair, and gives up the one that the sender does not know."""
        self.add(self.sender, "14/X")
        self.hand_over(self.sender, "14/X", "BCD-594")
        self.synced(self.sender, self.receiver, self.receiver2)
        copy = self.province.backup()
        self.take_in(self.receiver, "14/X", "14/T")
        self.synced(self.receiver)
        self.province.restore(copy)
        self.take_in(self.receiver2, "14/X", "14/U")
        self.synced(self.receiver2, self.receiver, self.receiver2, self.sender)
        for device in (self.receiver, self.receiver2):
            self.assertIn("1 petition handed over to this office was taken in twice", device.must())
            row = self.incoming(device, "14/X")
            self.assertEqual((row["standing"], set(row["taken_no"].split(", "))), ("taken in here twice", {"14/T", "14/U"}))
            self.assertEqual([self.show(device, number)["taken in twice"] for number in ("14/T", "14/U")], ["14/U", "14/T"])
        kept = self.show(self.sender, "14/X")["taken in there"]
        [gone] = {"14/T", "14/U"} - {kept}
        for number in (kept, gone):
            self.assertIn(f"its sender knows {kept}: qcdc petition return {gone}, then qcdc petition void {gone}",
                          self.receiver.must("petition", "show", number, "--format", "table"))
        self.assert_refused(self.receiver.run("petition", "return", kept, "reason=nhầm", "on=2020-03-16"), f"stands here as {kept} and as {gone}", f"qcdc petition return {gone}")
        self.give_back(self.receiver, gone)
        self.receiver.must("petition", "void", gone, "reason=nhận hai lần")
        self.synced(self.receiver, self.receiver2, self.sender)
        for device in (self.receiver, self.receiver2):
            self.assertNotIn("taken in twice", device.must())
            self.assertIsNone(self.incoming(device, "14/X"))
            self.assertNotIn("taken in twice", self.show(device, kept))
        self.assertEqual((self.show(self.sender, "14/X")["with_office"], self.show(self.sender, "14/X")["taken in there"]), ("BCD-594", kept))
        self.assertEqual(self.chain("14/X"), ("BCD-593 BCD-594", "BCD-594", kept))
        # The one that is left goes back as any other.
        self.give_back(self.receiver, kept)
        self.synced(self.receiver, self.sender)
        self.assertEqual(self.show(self.sender, "14/X")["state"], "received")
        self.assert_identical()

    def test_server_put_back_and_handed_over_again(self):
        """The province had lost that it was handed over when another device handed it over to a third office: that one has it, and whoever had it is
        told so when he says something of it, and gives it back."""
        self.add(self.sender, "13/X")
        self.synced(self.sender, self.sender2)
        copy = self.province.backup()
        self.hand_over(self.sender, "13/X", "BCD-594")
        self.synced(self.sender, self.receiver)
        self.take_in(self.receiver, "13/X", "13/T")
        self.synced(self.receiver)
        self.province.restore(copy)
        self.hand_over(self.sender2, "13/X", "BCD-595", on="2020-03-11")
        self.synced(self.sender2, self.sender, self.receiver, self.third, self.sender2)
        self.assertEqual([self.show(device, "13/X")["with_office"] for device in (self.sender, self.sender2)], ["BCD-595", "BCD-595"])
        self.receiver.must("petition", "reply", "13/T", "reason=đang xem xét", "on=2020-03-20")
        self.rejected(self.receiver, 1, "petition 13/X was handed over to ", "meanwhile")
        self.assertEqual(self.chain("13/X"), ("BCD-593 BCD-595", "BCD-595", ""))
        self.give_back(self.receiver, "13/T")
        self.take_in(self.third, "13/X", "13/D")
        self.synced(self.receiver, self.third, self.sender)
        self.assertEqual(self.show(self.receiver, "13/T")["state"], "returned")
        self.assertEqual(self.show(self.sender, "13/X")["taken in there"], "13/D")
        self.assertEqual(self.chain("13/X"), ("BCD-593 BCD-595", "BCD-595", "13/D"))
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
