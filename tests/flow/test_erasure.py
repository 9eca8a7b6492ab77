"""A text that slipped in is erased by the province, everywhere and for good: in every copy, and on whatever is put back.

The counts of the province are always held against a count of the register's own rows, made here.
"""

import harness
from harness import DISTRICTS, FlowCase, count_rows, petition
from wire_office import WireOffice, facts


class ErasureCase(FlowCase):
    """A petition with a text that must go.  Every test has an office of its own."""

    copies = False  # whether there is another device, which joined before the office had anything

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.units = iter(DISTRICTS)

    def setUp(self):
        self.unit = next(self.units)
        self.slip = f"0912-a-name-that-nobody-may-read-{self.unit}"
        self.office = self.another()
        self.unaware = self.another() if self.copies else None
        self.joined = self.office.backup()
        self.rows = [petition("X-1", title="harmless"),
                     petition("X-2", title=f"title {self.slip}", summary=f"summary {self.slip}", settled_on="2020-03-01"),
                     petition("X-3", field="THUE", title="harmless too")]
        self.office.import_rows(self.rows)
        self.office.sync()
        self.tinh.sync()
        self.assertTrue(self.province.mentions(self.slip))
        self.assertTrue(self.office.mentions(self.slip))
        self.old_home = self.office.backup()

    def another(self):
        """Another device of the office, which knows nothing yet."""
        return self.province.office(f"BCD-{self.unit}")

    def erase(self):
        """The province knows the petition from the register alone: it holds no entry of the office."""
        address = [row["entry"] for row in self.tinh.query("petition_register", unit=self.unit)
                   if row["local_no"] == "X-2"][0]
        self.tinh.must("erase", address, "it names a person")
        self.tinh.sync()
        self.assertEqual(self.tinh.table("rejected"), [])
        self.office.sync()

    def assert_gone(self, *others):
        self.assertFalse(self.province.mentions(self.slip), "the server still holds the text")
        for office in (self.office, self.tinh, *others):
            self.assertFalse(office.mentions(self.slip), f"{office.name} still holds the text")
        self.assertEqual({key: value for key, value in self.tinh.counts().items() if key[0] == self.unit},
                         count_rows(self.unit, self.rows))
        self.assert_identical()

    def sync_all(self):
        """Twice: what the province's sync brings to the server goes to the office with its next one."""
        for office in (self.office, self.tinh, self.office):
            office.sync()


class Erasure(ErasureCase):
    def test_erased(self):
        """Gone from the server and from the office; the figures, the chain and the other texts stand."""
        self.erase()
        self.assert_gone()
        self.assertTrue(self.province.mentions("harmless too"))
        shown = self.office.must("petition", "show", "X-2")
        self.assertNotIn(self.slip, shown)
        self.assertIn("X-2", shown)

    def test_second_device(self):
        """A device that holds the text loses it; one that joins afterwards never sees it."""
        second = self.another()
        second.sync()
        self.assertTrue(second.mentions(self.slip))
        self.erase()
        second.sync()
        third = self.another()
        third.sync()
        self.assertEqual(third.entries(own=False), self.office.entries(own=False))
        self.assert_gone(second, third)

    def test_home_restored(self):
        self.erase()
        self.office.restore(self.old_home)
        self.assertTrue(self.office.mentions(self.slip))
        self.office.sync()
        self.assert_gone()

    def test_home_restored_and_imported_again(self):
        """An old home whose clerk imports the same file once more, without a line, before the next sync."""
        self.erase()
        self.office.restore(self.old_home)
        self.assertIn("; 0 entries added", self.office.import_rows(self.rows))
        self.office.sync()
        self.assert_gone()

    def test_imported_again(self):
        self.erase()
        self.assertIn("; 0 entries added", self.office.import_rows(self.rows))
        self.office.sync()
        self.assert_gone()

    def test_corrected_afterwards(self):
        """Another column of the same row is corrected: the file's text does not come back with it."""
        self.erase()
        self.rows[1]["field"] = "MOI_TRUONG"
        self.assertIn("; 1 entries added", self.office.import_rows(self.rows))
        self.office.sync()
        self.assert_gone()

    def test_erased_before_it_came(self):
        """The order to erase comes to the server before the entry: the text never lands there, and leaves the office."""
        self.erase()
        self.rows.append(petition("X-4", title=f"late {self.slip}"))
        self.office.import_rows(self.rows)
        address = f"{self.office.origin}:{self.office.entries()}"
        self.tinh.must("erase", address, "it names a person")
        self.tinh.sync()
        waiting, = self.tinh.table("rejected")
        self.assertEqual((waiting["verdict"], waiting["about"]), ("waiting", address))
        self.assertIn("check the address", waiting["what_to_do"])
        self.office.sync()
        self.assertFalse(self.province.mentions(self.slip))
        self.sync_all()
        self.assertEqual(self.tinh.table("rejected"), [])
        self.assert_gone()


class ErasureByTheOffice(ErasureCase):
    """An office takes out what it has not sent, and asks the province for the rest."""

    def asked(self):
        """What the province is asked to erase of this office: [(entry, state, reason)], those that wait first."""
        return [(row["entry"], row["state"], row["reason"]) for row in self.tinh.query("erasures_asked")
                if row["office"] == f"BCD-{self.unit}"]

    def enter_another(self):
        """One more petition with the text that must go, not sent; its address."""
        self.rows.append(petition("X-4", title="so far harmless", summary=f"more of {self.slip}4"))
        self.office.import_rows(self.rows[-1:])
        return f"{self.office.origin}:{self.office.entries()}"

    def test_before_it_is_sent(self):
        """It leaves no trace at the desk, goes to nobody, and the petition stands."""
        entry = self.enter_another()
        self.assertTrue(self.office.mentions(f"{self.slip}4"))
        self.assertIn("erased before it was sent", self.office.must("erase", "X-4", "a name in it"))
        self.assertFalse(self.office.mentions(f"{self.slip}4"))
        self.assert_refused(self.office.run("erase", entry, "again"), "erased already")
        self.office.sync()
        self.assertEqual(self.office.table("rejected"), [])
        self.assertFalse(self.province.mentions(f"{self.slip}4"))
        self.assertIn("(erased)", self.office.must("petition", "show", "X-4"))
        self.assertEqual(self.asked(), [(entry, "erased", "a name in it")])
        # The register does not bring it back, and says so; who corrects this petition can give it other words.
        again = self.office.run("petition", "import", self.office.register(self.rows[-1:]))
        self.assertIn("0 imported, 0 corrected, 1 unchanged", again.out)
        self.assertIn("2 texts were erased and are not taken from the file", again.err)
        self.assertIn("corrected", self.office.must("petition", "correct", "X-4", "title=harmless now", "summary=nobody in it"))
        self.office.sync()
        self.assertEqual(self.office.table("rejected"), [])
        shown = self.office.must("petition", "show", "X-4")
        self.assertTrue("harmless now" in shown and "nobody in it" in shown, shown)
        self.assertFalse(self.province.mentions(f"{self.slip}4"))
        self.erase()
        self.assert_gone()

    def test_afterwards(self):
        """Asked for, it stands until the province says so; then it is gone everywhere, and the question is answered."""
        entry = f"{self.office.origin}:2"
        self.assertIn("asked for", self.office.must("erase", "X-2", "it names a person"))
        self.assert_refused(self.office.run("erase", entry, "it names a person"), entry, "was asked for on")
        self.assert_refused(self.office.run("erase", "X-2", "it names a person"), "qcdc: it has been asked for already: ", entry, "was asked for on")
        self.assertTrue(self.office.mentions(self.slip))
        self.office.sync()
        [(asked, state, reason)] = self.asked()
        self.assertEqual((state, reason), ("asked", "it names a person"))
        self.assertRegex(self.province.must("status"), "Erasures asked for +[1-9]")
        self.assertTrue(self.province.mentions(self.slip))
        self.assertIn("erasure asked for", self.office.must("petition", "show", "X-2"))
        self.tinh.must("erase", asked, "the office asked for it")
        self.sync_all()
        self.assert_gone()
        self.assertEqual(self.asked(), [(asked, "erased", "it names a person")])
        self.assert_refused(self.office.run("erase", asked, "again"), "erased already")

    def test_what_was_on_its_way(self):
        """The line broke before the receipt came: the desk takes the text for unsent, and the province hears that it has to go."""
        entry = self.enter_another()
        unsent = self.office.backup()
        self.office.sync()
        self.office.restore(unsent)
        self.assertIn("erased before it was sent", self.office.must("erase", entry, "a name in it"))
        self.office.sync()
        self.assertTrue(self.province.mentions(f"{self.slip}4"))
        self.assertFalse(self.office.mentions(f"{self.slip}4"))
        self.assertEqual(self.asked(), [(entry, "asked", "a name in it")])
        self.tinh.must("erase", entry, "the office asked for it")
        self.sync_all()
        self.assertEqual(self.asked()[0][1], "erased")
        self.erase()
        self.assert_gone()

    def assert_stays_out(self, *texts):
        """Neither this desk nor its other device nor the server holds any of TEXTS, however often they synchronise."""
        for _ in range(2):
            for device in (self.office, self.sibling):
                device.sync()
        self.assertEqual(self.office.table("rejected"), [])
        for text in texts:
            for holder, name in ((self.office, "desk"), (self.sibling, "other device"), (self.province, "server")):
                self.assertFalse(holder.mentions(text), f"the {name} holds {text}")
        self.assertEqual(self.office.table("petition", "list"), self.sibling.table("petition", "list"))
        self.assert_identical()

    def test_a_home_put_back(self):
        """What was taken out unsent comes with a copy of the home made before, and goes when the home meets that it was: of
        a complaint, of a denunciation, of a step and of a report."""
        self.sibling = self.another()
        place = f"ở gần chợ {self.unit}"
        self.office.must("petition", "add", "local_no=Y-1", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-06-08",
                         f"title=con trai bà Sáu Hường {place}", "--confirm-names")
        self.office.must("petition", "add", "local_no=Y-2", "kind=TO_CAO", "field=CAN_BO", "received_on=2020-06-08",
                         f"title=con trai bà Sáu Hương {place}")
        self.office.must("petition", "move", "Y-1", "REFUSED", "on=2020-06-10", f"reason=do nhà Bảy Đờn {place}", "--confirm-names")
        sheet = self.office.folder / "sheet.csv"
        sheet.write_text(f"form,period,cell,value\nQCDC-HUYEN,2020-H1,A01,1\nQCDC-HUYEN,2020-H1,A12,Năm Tàu {place} nói\n")
        self.office.must("report", "file", sheet, "--confirm-names")
        texts = [f"{who} {place}" for who in ("Hường", "Hương", "Đờn", "Tàu")]
        for text in texts:
            self.assertTrue(self.office.mentions(text), text)
        copy = self.office.backup()
        step = self.office.table("petition", "show", "Y-1")[-1]["entry"]
        [report] = self.office.table("report", "list")
        for what in ("Y-1", "Y-2", step, report["entry"]):
            self.assertIn("erased before it was sent", self.office.must("erase", what, "a name in it"))
        self.assert_stays_out(*texts)
        for going_on in (False, True):
            self.office.restore(copy)
            if going_on:  # so that the copy's own entries give way to those that it has lost
                self.office.must("petition", "add", "local_no=Y-3", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-06-09")
            self.assert_stays_out(*texts)
        self.assert_refused(self.office.run("erase", report["entry"], "again"), "erased already")
        self.office.must("petition", "correct", "Y-1", "title=harmless now")
        self.assert_stays_out(*texts)
        self.assertIn("harmless now", self.sibling.must("petition", "show", "Y-1"))

    def test_a_home_put_back_from_before_it_was_entered(self):
        """The register is imported again in that copy: the text is filed again behind what the server holds, and goes all the same."""
        self.sibling = self.another()
        copy = self.office.backup()
        self.enter_another()
        self.office.must("erase", "X-4", "a name in it")
        self.assert_stays_out(f"{self.slip}4")
        self.office.restore(copy)
        self.office.import_rows(self.rows)
        self.assertTrue(self.office.mentions(f"{self.slip}4"))
        self.assert_stays_out(f"{self.slip}4")

    def test_a_copy_on_the_other_device_stays(self):
        """Of what another device entered and sent, the province decides: it stays here as there."""
        self.sibling = self.another()
        self.enter_another()
        self.sibling.import_rows([petition("X-4", title="so far harmless", summary="of the other device")])
        self.sibling.sync()
        copy = self.office.backup()
        self.office.must("erase", "X-4", "a name in it")
        self.office.restore(self.office.backup())
        self.assert_stays_out(f"{self.slip}4")
        self.assertTrue(self.office.mentions("of the other device"))
        self.office.restore(copy)
        self.assert_stays_out(f"{self.slip}4")
        self.assertTrue(self.office.mentions("of the other device") and self.sibling.mentions("of the other device"))

    def test_a_server_that_forgot_the_question(self):
        before = self.province.backup()
        self.office.must("erase", "X-2", "it names a person")
        self.office.sync()
        asked = self.asked()
        self.province.restore(before)
        self.assertEqual(self.asked(), [])
        self.office.sync()
        self.assertEqual(self.asked(), asked)
        self.province.sql("delete from erasure_asked")
        self.assertIn("erasure_asked", self.province.verify().out)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.asked(), asked)
        self.assert_identical()

    def test_what_is_not_asked_for(self):
        """What is not there, has no text, or is another office's; and the committee orders instead of asking."""
        entries = self.office.entries()
        self.assert_refused(self.office.run("erase", f"{self.office.origin}:99", "why not"), "no entry")
        self.assert_refused(self.office.run("erase", "X-77", "why not"), "X-77")
        self.assertEqual(self.office.run("erase", f"{self.office.origin}:2", "").status, 1)
        self.office.must("petition", "move", "X-1", "ACCEPTED", "on=2020-03-01", "from_register=1")
        self.assert_refused(self.office.run("erase", f"{self.office.origin}:{entries + 1}", "why not"), "has no text")
        self.assertEqual(self.office.entries(), entries + 1)
        stranger = WireOffice(self.province, f"BCD-{next(self.units)}")
        [[digest]] = self.office.journal("select e.hash from entry e join origin o on o.id = e.origin where o.own = 1 and e.seq = 2")
        target = facts.Ref(origin=int.from_bytes(bytes.fromhex(self.office.origin), "little"), seq=2,
                           hash=int.from_bytes(digest[:8], "little"))
        verdict = stranger.append(facts.Fact(erasure_asked=facts.ErasureAsked(target=target)))
        self.assertIn("NOT_YOURS", str(verdict))
        self.assertEqual(self.asked(), [])


class ErasureOfCopies(ErasureCase):
    """The same fact, and with it the same text, in more than one entry."""

    copies = True

    def test_second_copy(self):
        """Two devices had imported the same register: the text stands in two entries, and one order erases both."""
        second = self.unaware
        second.import_rows(self.rows)
        second.sync()
        self.assertEqual(second.table("rejected"), [])
        self.erase()
        second.sync()
        self.assert_gone(second)

    def test_second_copy_before_it_came(self):
        """The order names a second copy that has not come yet: when it does, the first copy's text goes as well."""
        second = self.unaware
        second.import_rows(self.rows)
        [[seq]] = second.journal("select seq from entry where instr (annex, cast (? as blob)) > 0", self.slip)
        self.tinh.must("erase", f"{second.origin}:{seq}", "it names a person")
        self.tinh.sync()
        self.assertEqual([line["verdict"] for line in self.tinh.table("rejected")], ["waiting"])
        self.assertTrue(self.province.mentions(self.slip))
        second.sync()
        self.assertFalse(self.province.mentions(self.slip))
        self.sync_all()
        second.sync()
        self.assertEqual(self.tinh.table("rejected"), [])
        self.assert_gone(second)

    def test_second_copy_afterwards(self):
        """A device that never heard of it imports the same file after the erasure: its copy of the text does not stay."""
        self.erase()
        second = self.unaware
        second.import_rows(self.rows)
        self.assertTrue(second.mentions(self.slip))
        second.sync()
        self.office.sync()
        self.assert_gone(second)
        third = self.another()
        third.sync()
        self.assert_gone(second, third)

    def test_home_of_the_first_day(self):
        """The home is put back to the day it joined, and the clerk imports the same file again."""
        self.erase()
        self.office.restore(self.joined)
        self.office.import_rows(self.rows)
        self.office.sync()
        self.assert_gone()
        self.assertIn("; 0 entries added", self.office.import_rows(self.rows))
        self.office.sync()
        self.assert_gone()

    def test_other_texts_stay(self):
        """What is erased is the text of one fact: a mended text that came as a correction stays."""
        self.rows[1].update(title="a mended title", summary="")
        self.office.import_rows(self.rows)
        self.office.sync()
        second = self.another()
        second.sync()
        self.erase()
        second.sync()
        self.assert_gone(second)
        for office in (self.office, second):
            self.assertIn("a mended title", office.must("petition", "show", "X-2"))

    def test_narrative(self):
        """The text of a report is erased like that of a petition, and filing the same form again does not bring it back."""
        rows = [row for row in harness.read_csv(harness.REPORTS / f"{self.unit}-2019.csv") if row["cell"] != "A12"]
        rows.append({"form": "QCDC-HUYEN", "period": "2019", "cell": "A12", "value": f"text {self.slip}"})
        path = self.office.register(rows, ["form", "period", "cell", "value"])
        self.office.file_report(path)
        self.office.sync()
        totals = self.tinh.totals("2019")
        self.erase()
        filed, = self.office.table("report", "list")
        self.tinh.must("erase", filed["entry"], "it names a person")
        self.tinh.sync()
        self.office.sync()
        self.assert_gone()
        again = self.office.run("report", "file", path)
        self.assertEqual((again.status, again.out), (0, "0 filed, 0 corrected, 1 unchanged\n"))
        self.assertIn("1 narrative was erased and is not taken from the file", again.err)
        second = self.another()
        second.file_report(path)
        second.sync()
        self.office.sync()
        self.assert_gone(second)
        self.assertEqual(self.tinh.totals("2019"), totals)
        # The way to another text.
        for value, option in (("", ["--remove-blanks"]), ("a text that names nobody", [])):
            self.office.must("report", "file", *option, self.office.register(
                [{"form": "QCDC-HUYEN", "period": "2019", "cell": "A12", "value": value}], ["form", "period", "cell", "value"]))
        self.office.sync()
        self.assertIn("a text that names nobody", self.office.must("report", "show", "QCDC-HUYEN", "2019"))
        self.assertIn("a text that names nobody", self.tinh.must("query", "report_texts", "form=QCDC-HUYEN", "period=2019"))


class ErasureOnOldData(ErasureCase):
    """The same on a server that is put back to a copy of the time before the erasure."""

    def setUp(self):
        super().setUp()
        self.old_data = self.province.backup()
        self.erase()
        self.province.restore(self.old_data)
        self.assertTrue(self.province.mentions(self.slip))

    def test_server_restored(self):
        self.sync_all()
        self.assert_gone()

    def test_both_restored(self):
        self.office.restore(self.old_home)
        self.sync_all()
        self.assert_gone()

    def test_a_server_that_lost_the_entry(self):
        """The entry itself comes back from its office: without the text that it had when it first came."""
        published = "(select entry from publication)"
        lost = "".join(f"delete from {table} where commit_seq not in {published};" for table in ("feed", "segment", "journal"))
        heads = "".join(f"update origin set head_seq = 0, head_hash = '\\x{harness.blake(bytes.fromhex(key)).hex()}'"
                        f" where sign_key = '\\x{key}';"
                        for (key,) in self.province.sql("select encode(sign_key, 'hex') from origin where id not in"
                                                        f" (select origin from journal where commit_seq in {published})"))
        self.province.sql(f"begin; {lost} truncate verdict, later_receipt, petition, petition_event, petition_rollup, entry_words; {heads} commit")
        self.province.restart()
        self.sync_all()
        self.assert_gone()


if __name__ == "__main__":
    harness.main()
