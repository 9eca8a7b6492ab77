"""A text that the province erases goes from every office that the petition was handed over to, and whichever copy of it is named."""
import harness
import wire_client
from harness import FlowCase
from wire_client import facts, wire
from wire_office import WireOffice, day, received, reference

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
        said = self.reader.must("erase", entry, "it names a person")
        self.sync_all()
        self.assertEqual(self.reader.table("rejected"), [])
        return said

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

    def test_written_offline_it_comes_without_whoever_syncs_first(self):
        """What was handed over before the order was heard of: after it, and at the same moment."""
        for place, order in enumerate(((self.sender, self.receiver), (self.receiver, self.sender), ())):
            slip = f"tên-trao-sau-{place}"
            receipt = self.add(f"3{place}/C", slip)
            self.sender.sync()
            self.hand_over(self.sender, f"3{place}/C", self.receiver, "12")
            self.reader.must("erase", receipt, "it names a person")
            if order:
                self.reader.sync()
            else:
                harness.all_at_once((self.reader, self.sender, self.receiver), "sync")
            for office in order:
                office.sync()
            self.sync_all()
            self.assert_gone(slip)

    def test_what_was_refused_goes_too(self):
        """Two devices of the receiver take the same petition in: the second one is refused, and has the text as well."""
        slip = "tên-nhận-hai-lần-40"
        other = self.province.office("BCD-594")
        receipt = self.add("40/C", slip)
        handed = self.hand_over(self.sender, "40/C", self.receiver, "12")
        self.sender.sync()
        for device in (self.receiver, other):
            device.sync()
        self.take_in(self.receiver, handed, "40/T", "13")
        self.take_in(other, handed, "40/U", "14")
        self.receiver.sync()
        other.sync()
        self.assertTrue(other.table("rejected"))
        self.erase(receipt)
        other.sync()
        self.assert_gone(slip, other)

    def test_a_server_put_back_from_before_the_order(self):
        slip = "tên-máy-chủ-cũ-50"
        entries = self.chain("50/C", slip)
        before = self.province.backup()
        self.erase(entries[2])
        self.assert_gone(slip)
        self.province.restore(before)
        self.assertTrue(self.province.mentions(slip))
        self.sync_all()
        self.assert_gone(slip)

    def test_what_is_shown_says_so_and_nothing_finds_it(self):
        slip = "motkhongaithay"
        entries = self.chain("60/C", slip)
        found = self.reader.query("petition_search", words=slip)
        self.assertEqual({row["office"] for row in found}, {"BCD-593", "BCD-594", "BCD-595"})
        copies = self.reader.query("erasure_copies", entry=entries[0])
        self.assertEqual([(row["entry"], row["office"], row["what"], row["state"]) for row in copies],
                         [(entries[1], "BCD-593", "handed_over", "there"), (entries[2], "BCD-594", "taken_in", "there"),
                          (entries[3], "BCD-594", "handed_over", "there"), (entries[4], "BCD-595", "taken_in", "there")])
        self.assertIn("4 more entries, and goes there, too: BCD-593, BCD-594, BCD-595\n", self.erase(entries[0]))
        self.assertEqual({row["state"] for row in self.reader.query("erasure_copies", entry=entries[0])}, {"erased"})
        self.assertEqual(self.reader.query("petition_search", words=slip), [])
        for office, number in ((self.sender, "60/C"), (self.receiver, "60/C.1"), (self.third, "60/C.2")):
            self.assertIn("(erased)", office.must("petition", "show", number))
            self.assertEqual(office.table("petition", "search", slip), [])
            self.assertNotIn(slip, office.must("petition", "list", "--format", "csv"))
        for office in (self.receiver, self.third):
            self.assertIn("(erased)", office.run("petition", "incoming", "all=1", environment={"COLUMNS": "400"}).out)
        self.assert_gone(slip)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assert_gone(slip)
        self.assertNotIn(slip, self.province.log() + self.province.postgres_log())
        self.province.sql("update copied_text set texts = 1 where relation = 1")
        done = self.province.verify()
        self.assertEqual(done.status, 1)
        self.assertIn("copied_text", done.out)
        # A database of before has hand-overs and no such table: the server fills it when it starts.
        self.province.sql("delete from copied_text")
        self.province.restart()
        self.assert_identical()

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

    def test_why_it_is_given_back_goes_from_both_places(self):
        """It is said to the sender, and in the register of whoever gives it back: whichever is named."""
        for place, slip in enumerate(("lý-do-có-tên-0", "lý-do-có-tên-1")):
            self.add(f"8{place}/C", f"đường ngập 8{place}")
            handed = self.hand_over(self.sender, f"8{place}/C", self.receiver, "12")
            self.sender.sync()
            self.receiver.sync()
            self.take_in(self.receiver, handed, f"8{place}/T", "13")
            self.receiver.sync()
            old = self.receiver.backup()
            self.receiver.must("petition", "return", f"8{place}/T", f"reason={slip}", "on=2020-03-16")
            step, answer = (f"{self.receiver.origin}:{self.receiver.entries() - back}" for back in (1, 0))
            self.sync_all()
            for device in (self.province, self.sender, self.receiver):
                self.assertTrue(device.mentions(slip), device)
            named, other, what = ((step, answer, "returned"), (answer, step, "step"))[place]
            self.assertEqual([(row["entry"], row["what"]) for row in self.reader.query("erasure_copies", entry=named)], [(other, what)])
            self.erase(named)
            self.assert_gone(slip)
            self.receiver.restore(old)
            self.sync_all()
            self.assert_gone(slip)
            self.assertTrue(self.province.mentions("đường ngập"))

    def test_what_an_earlier_program_left_of_a_reason(self):
        """It knew nothing of the other entry with the same reason, at the server and at the offices: that one goes when this program begins, and whoever
        has it is told."""
        for place, slip in enumerate(("lý-do-sót-0", "lý-do-sót-1")):
            step, answer = self.given_back(f"9{place}", slip)
            self.province.sql("create table kept as select * from copied_text where relation in (5, 6); delete from copied_text where relation in (5, 6)")
            self.erase((step, answer)[place])
            self.assertEqual([device.mentions(slip) for device in (self.province, self.receiver)], [True, True])
            self.province.sql("insert into copied_text select * from kept; drop table kept; delete from setting where name = 'reasons_erased'")
            self.province.restart()
            self.sync_all()
            self.assert_gone(slip)
            said = "reasons that were erased in one of two entries are gone from the other one"
            self.assertEqual(self.province.log().count(said), 1 + place)
            told = self.province.value("select count(*) from feed")
            self.province.sql("delete from setting where name = 'reasons_erased'")
            self.province.restart()
            self.sync_all()
            self.assertEqual(self.province.value("select count(*) from feed"), told, "they are told once")

    def test_a_step_that_is_entered_again_has_a_reason_of_its_own(self):
        """What its sender was told goes with the step that was written with it, and with no other one of that petition."""
        step, answer = self.given_back("94", "lý-do-đầu-94")
        self.receiver.must("petition", "void", step, "reason=nhầm")
        self.receiver.sync()
        device = WireOffice(self.province, "BCD-594")
        [(taken,)] = self.receiver.journal("select seq from entry where origin = (select id from origin where own = 1) order by seq desc limit 1 offset 3")
        again = facts.Fact(petition_moved=facts.PetitionMoved(petition=reference(self.receiver, taken), move="RETURNED", on=day("2020-03-17"), reasoned=True))
        self.assertEqual(device.append(again, wire_client.annex_of("", reason="lý-do-sau-94"))["verdicts"], [])
        other = f"{device.origin}:1"
        for named, gone in ((answer, step), (step, answer)):
            self.assertEqual([row["entry"] for row in self.reader.query("erasure_copies", entry=named)], [gone])
        self.assertEqual(self.reader.query("erasure_copies", entry=other), [])
        self.erase(answer)
        self.assert_gone("lý-do-đầu-94")
        self.assertTrue(self.province.mentions("lý-do-sau-94"))

    def given_back(self, number, slip):
        """A petition that is handed over, taken in and given back because of SLIP; the entries that say why: the step, and what its sender is told."""
        self.add(f"{number}/C", f"đường ngập {number}")
        handed = self.hand_over(self.sender, f"{number}/C", self.receiver, "12")
        self.sender.sync()
        self.receiver.sync()
        self.take_in(self.receiver, handed, f"{number}/T", "13")
        self.receiver.must("petition", "return", f"{number}/T", f"reason={slip}", "on=2020-03-16")
        entries = [f"{self.receiver.origin}:{self.receiver.entries() - back}" for back in (1, 0)]
        self.sync_all()
        return entries

    def test_many_copies_cost_as_much_as_they_are(self):
        """One petition filed again and again, and handed over: what is looked up for its copies grows as they do, and not with their square."""
        read = {}
        # Something is erased: from here on what is handed over may be a copy of it.
        self.erase(self.add("0/N", "tên-không-lần-nào"))
        for copies in (8, 32):
            receipt = self.add(f"{copies}/N", f"tên-nhiều-lần-{copies}")
            self.sender.sync()
            body = bytes.fromhex(self.province.value("select encode(body, 'hex') from journal order by commit_seq desc limit 1"))
            device = WireOffice(self.province, "BCD-593")
            for _ in range(copies):
                wire_client.write_entry(device.state, body, wire_client.annex_of(f"tên-nhiều-lần-{copies}"))
            line = device.line()
            self.assertEqual([said["state"] for said in wire_client.verdicts_of(wire_client.send_unsent(device.state, line))], ["alias"] * copies)
            line.close()
            self.hand_over(self.sender, f"{copies}/N", self.receiver, "12")
            before = self.read()
            self.sender.sync()
            count, rows = self.province.sql(f"""begin; set local enable_seqscan = off;
                select count(*) from text_copies(array(select max(commit_seq) from journal where body = '\\x{body.hex()}'));
                select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables; commit""")
            self.assertEqual(int(count[0]), copies + 2)
            self.reader.must("erase", receipt, "it names a person")
            self.reader.sync()
            read[copies] = int(rows[0]), self.read() - before
            self.sync_all(2)
            self.assert_gone(f"tên-nhiều-lần-{copies}")
        for few, many in zip(read[8], read[32]):
            self.assertLess(many, 5 * few, read)

    def read(self):
        """How many rows the server has read of what it looks up for copies; at its end, and begun anew, it says so."""
        self.province.restart()
        return int(self.province.value("select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables where relname in ('verdict', 'refiled', 'copied_text')"))

    def test_more_texts_than_one_act_says(self):
        """An act names 256 texts at most: what is more is in further ones, at the office that has the text and at the one that was shown it.

        By copies alone it takes some hundred hand-overs of one petition to and fro; here other entries are said to go with it, too."""
        devices = [WireOffice(self.province, code) for code in ("BCD-593", "BCD-594")]
        for device in devices:
            for number in range(256):
                wire_client.write_entry(device.state, received(f"{number}/{device.code}").SerializeToString(deterministic=True), wire_client.annex_of("đường ngập"))
            line = device.line()
            wire_client.send_unsent(device.state, line)
            line.close()
        for more, acts in ((255, [256]), (256, [1, 256])):
            receipt = self.add(f"{more}/C", f"đường ngập {more}")
            handed = self.hand_over(self.sender, f"{more}/C", self.receiver, "12")
            self.sync_all()
            self.reader.must("erase", receipt, "it names a person")
            self.province.sql(f"""insert into annex_erased (origin, seq, entry, texts) select o.origin, j.seq, (select max(commit_seq) + 1 from journal), 1
                from journal j join origin o on o.id = j.origin
                where encode(o.origin, 'hex') in ({", ".join(f"'{device.origin}'" for device in devices)}) and j.seq <= {more}""")
            self.reader.sync()
            for device in devices:
                texts = {f"{device.origin}:{seq}" for seq in range(1, more + 1)} | {handed}
                for told in (self.reached(device), self.reached(WireOffice(self.province, device.code))):
                    self.assertEqual([len(act) for act in told], acts, device.code)
                    self.assertEqual(set().union(*told), texts)
            self.sync_all()
            self.province.sql(f"delete from annex_erased a using journal j, origin o where j.annex is not null and j.origin = o.id and a.origin = o.origin and a.seq = j.seq")
        self.assert_identical()

    def reached(self, device):
        """Of the last order in its feed: what each act says that it reaches beside what it names."""
        line = device.line()
        page = line.ask(wire.Frame(fetch=wire.Fetch(feed=wire.Cursor(), bytes_max=700000)), "entries")
        self.assertFalse(page.more)
        line.close()
        acts = [item.act for item in page.items if item.WhichOneof("item") == "act" and facts.Fact.FromString(item.act.entry.body).WhichOneof("kind") == "annex_erased"]
        last = max(act.seq for act in acts)
        return [[f"{wire_client.origin_text(act.reaches[i])}:{act.reaches[i + 1]}" for i in range(0, len(act.reaches), 3)] for act in acts if act.seq == last]


if __name__ == "__main__":
    harness.main()
