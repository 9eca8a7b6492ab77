"""A text that the province erases goes from every office that the petition was handed over to, and whichever copy of it is named."""
import harness
from harness import FlowCase

OUT = ("article=Điều 26 Luật Tiếp công dân", "reason=không thuộc thẩm quyền")


class ErasureOfWhatWasHandedOver(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.province.office("BCD-TINH", "province")
        cls.sender, cls.receiver, cls.third = cls.offices = [cls.province.office(code) for code in ("BCD-593", "BCD-594", "BCD-595")]
        cls.sync_all(2)

    @classmethod
    def sync_all(cls, times=3):
        for office in [cls.reader, *cls.offices] * times:
            office.sync()

    def add(self, number, slip):
        """A petition with SLIP in its text; the address of its entry."""
        self.sender.must("petition", "add", f"local_no={number}", "kind=KIEN_NGHI", "field=DAT_DAI", "received_on=2020-03-02",
                         f"title=ngập {slip}", f"summary=của {slip}")
        return self.last(self.sender)

    def last(self, office):
        return f"{office.origin}:{office.entries()}"

    def hand_over(self, office, number, to, day):
        office.must("petition", "hand-over", number, f"to={to.code}", f"on=2020-03-{day}", *OUT)
        return self.last(office)

    def take_in(self, office, hand_over, number, day):
        office.must("petition", "take-in", hand_over, f"local_no={number}", f"received_on=2020-03-{day}")
        return self.last(office)

    def chain(self, number, slip):
        """Handed over twice and taken in twice: [receipt, hand-over, take-in, hand-over, take-in]."""
        entries = [self.add(number, slip)]
        for office, to, place in ((self.sender, self.receiver, 1), (self.receiver, self.third, 2)):
            name = number if place == 1 else f"{number}.1"
            entries.append(self.hand_over(office, name, to, f"1{2 * place}"))
            office.sync()
            to.sync()
            entries.append(self.take_in(to, entries[-1], f"{number}.{place}", f"1{2 * place + 1}"))
            to.sync()
        for device in (self.province, *self.offices):
            self.assertTrue(device.mentions(slip), device)
        return entries

    def erase(self, entry):
        self.reader.must("erase", entry, "it names a person")
        self.sync_all()
        self.assertEqual(self.reader.table("rejected"), [])

    def assert_gone(self, slip, *others):
        held = [device.name for device in (*self.offices, self.reader, *others) if device.mentions(slip)]
        held += ["the server"] if self.province.mentions(slip) else []
        self.assertEqual(held, [])
        self.assert_identical()

    def test_whichever_copy_is_named_all_of_them_go(self):
        for place in range(5):
            with self.subTest(place=place):
                slip = f"tên-người-không-được-đọc-{place}"
                entries = self.chain(f"1{place}/C", slip)
                old = [(office, office.backup()) for office in self.offices]
                self.erase(entries[place])
                self.assert_gone(slip)
                for office, home in old:
                    office.restore(home)
                self.sync_all()
                self.assert_gone(slip)

    def test_what_a_correction_brought_goes_and_what_it_took_the_place_of_stays(self):
        self.add("20/C", "lời-lành-20")
        self.sender.must("petition", "correct", "20/C", "title=tên-hỏng-20")
        correction = self.last(self.sender)
        handed = self.hand_over(self.sender, "20/C", self.receiver, "12")
        self.sender.sync()
        self.receiver.sync()
        self.take_in(self.receiver, handed, "20/T", "13")
        self.receiver.sync()
        self.erase(correction)
        self.assert_gone("tên-hỏng-20")
        self.assertTrue(self.sender.mentions("lời-lành-20"))

    def test_what_is_put_right_before_it_is_handed_over_stays(self):
        receipt = self.add("21/C", "tên-hỏng-21")
        self.sender.must("petition", "correct", "21/C", "title=lời-lành-21", "summary=lời-lành-21")
        handed = self.hand_over(self.sender, "21/C", self.receiver, "12")
        self.sender.sync()
        self.receiver.sync()
        self.take_in(self.receiver, handed, "21/T", "13")
        self.receiver.sync()
        self.erase(receipt)
        self.assert_gone("tên-hỏng-21")
        for device in (self.province, self.receiver):
            self.assertTrue(device.mentions("lời-lành-21"))

    def test_a_copy_that_comes_later_comes_without(self):
        slip = "tên-đến-muộn-22"
        receipt = self.add("22/C", slip)
        handed = self.hand_over(self.sender, "22/C", self.receiver, "12")
        self.sender.sync()
        self.receiver.sync()
        self.take_in(self.receiver, handed, "22/T", "13")
        self.hand_over(self.receiver, "22/T", self.third, "14")
        self.reader.must("erase", receipt, "it names a person")
        self.reader.sync()
        self.assertFalse(self.province.mentions(slip))
        self.sync_all()
        self.assert_gone(slip)
        late = self.province.office("BCD-594")
        late.sync()
        self.assert_gone(slip, late)


if __name__ == "__main__":
    harness.main()
