"""Who speaks for the province: devices that were vouched for, by one that was before or by a key on paper; and what was taken once stays taken."""
# ctest: cost=100
import datetime
import functools
import re
import unittest

import founding
import harness
import wire_client
from harness import FlowCase, petition
from test_acts import Forger
from wire_client import facts
from wire_office import WireOffice, day, received, reference

FORM, PERIOD = "QCDC-HUYEN", "2020-H1"
HOLIDAY = "day,works,name_vi,name_en\n2027-03-0{},no,Ngày {},Day {}\n"
RETURN = ("review", "return", "BCD-593", FORM, PERIOD, "A01=sai")
CODE = re.compile(r"^    ((?:[0-9A-Z]{5}-){5}[0-9A-Z]{5})$", re.MULTILINE)


def yesterday():
    return datetime.date.today() - datetime.timedelta(1)


def opened(number, owner="BCD-593", opener="BCD-TINH"):
    """A task that OPENER opens for OWNER."""
    return facts.Fact(item_opened=facts.ItemOpened(number=number, source="BREACH", owner=owner, opened_on=day("2020-07-01"), shown_to=sorted({owner, opener})))


def last_of(device):
    """What the device wrote last."""
    return reference(device, device.journal("select max(seq) from entry where origin = (select id from origin where own = 1)")[0][0])


class VouchedCase(FlowCase):
    """A province whose catalogue one device has published, and one office with a report."""

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    @staticmethod
    @functools.cache
    def begun():
        """Made once, and copied by each test."""
        province = harness.Province(founded=founding.FOUNDING)
        unittest.addModuleCleanup(province.close)
        founder = province.office("BCD-TINH", "province")
        founder.must("publish", founding.SAMPLE)
        founder.sync()
        office = province.office("BCD-593")
        office.file_report(harness.REPORTS / "593-2020-H1.csv")
        office.sync()
        province.stop()
        return province, founder, office

    def setUp(self):
        begun, founder, office = self.begun()
        self.province = harness.Province(copy=begun)
        self.addCleanup(self.province.close)
        self.founder, self.office = self.province.office_copied(founder), self.province.office_copied(office)

    def second(self):
        """A further device of the provincial office, for which nobody has vouched; its key."""
        device = harness.Office(self.province, "BCD-TINH", "province")
        said = device.join(self.province.invite("BCD-TINH", "province"))
        self.assertIn("qcdc vouch --with-paper", said)
        [key] = re.findall("qcdc vouch ([0-9a-f]{64})$", said, re.MULTILINE)
        return device, key

    def vouch_for(self, key, *devices):
        self.founder.must("vouch", key, "máy thứ hai")
        for device in (self.founder, *devices):
            device.sync()

    def origin(self, device):
        [row] = device.table("status")
        return row["origin"]

    def publish(self, device, **files):
        folder = device.folder / f"set-{len(list(device.folder.glob('set-*')))}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        device.must("publish", folder, "--confirm-past")
        device.sync()

    def review_of(self, device):
        return [row["review"] for row in device.table("report", "list")]

    def assert_rebuilt(self):
        """Everything is what the journals say; made anew from them it is the same."""
        self.assert_identical()
        verdicts = self.province.sql("select * from verdict order by entry, given_at, place")
        self.province.stop()
        done = self.province.rebuild()
        self.assertEqual(done.status, 0, done.err)
        self.province.start()
        self.assertEqual(self.province.sql("select * from verdict order by entry, given_at, place"), verdicts)
        self.assert_identical()

    def printed(self, device, *words):
        """A paper's code, and its key."""
        said = device.must("vouch", "--paper", *words)
        [code] = CODE.findall(said)
        [key] = re.findall("qcdc vouch --end ([0-9a-f]{64})$", said, re.MULTILINE)
        device.sync()
        return code, key


class OnlyDevice(VouchedCase):
    WARNING = "Only one key is vouched for"

    def test_one_device(self):
        """It reviews; everybody concerned is told that it is the only one, until there is a paper."""
        self.founder.must(*RETURN)
        self.assertIn("rejected 0", self.founder.sync())
        self.office.sync()
        self.assertEqual(self.review_of(self.office), ["returned"])
        for said in (self.founder.must("status"), self.province.must("status")):
            self.assertIn(self.WARNING, said)
            self.assertIn("qcdc vouch --paper", said)
        self.assertNotIn(self.WARNING, self.office.must("status"))
        code, key = self.printed(self.founder, "tờ giấy trong két")
        for said in (self.founder.must("status"), self.province.must("status")):
            self.assertNotIn(self.WARNING, said)
        self.assertEqual([(row["key"], row["name"]) for row in self.founder.table("catalogue", "devices")], [(key, "tờ giấy trong két")])
        for place in (self.founder.home, self.office.home):
            self.assertNotIn(code.replace("-", ""), "".join(path.read_bytes().decode("latin-1") for path in place.iterdir()).replace("-", ""))
        self.assertFalse(self.province.mentions(code))
        self.assert_rebuilt()

    @harness.at_leisure
    def test_lost_with_paper(self):
        """Its laptop is stolen.  A new one joins, and speaks for the province by the paper alone."""
        old, withdrawn = self.printed(self.founder)
        self.founder.must("vouch", "--end", withdrawn)
        code, key = self.printed(self.founder)
        lost = self.origin(self.founder)
        self.assertIn(f"qcdc vouch --end {lost}", self.province.revoke(lost))
        self.assertNotIn("qcdc vouch", self.province.revoke(self.origin(self.province.office("BCD-594"))))
        device, own = self.second()
        self.assert_refused(device.run(*RETURN), "no device that publishes has vouched for this one", f"qcdc vouch {own}", "qcdc vouch --with-paper")
        self.assertIn("qcdc vouch --with-paper", device.must("status"))
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        for typed in (wrong, code[:-1], code + "0", "xin chào"):
            self.assert_refused(device.run("vouch", "--with-paper", given=typed + "\n"), "this is not the code of a paper")
        self.assert_refused(device.run("vouch", "--with-paper", given=""), "no code was typed")
        self.assert_refused(device.run("vouch", "--with-paper", given=old + "\n"), "of another province, or was withdrawn")
        said = device.must("vouch", "--with-paper", "máy mới", given=code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + "\n")
        self.assertIn("qcdc vouch --end ID", said)
        self.assertIn("rejected 0", device.sync())
        device.must("vouch", "--end", lost)
        device.must(*RETURN)
        self.assertIn("rejected 0", device.sync())
        self.publish(device, holidays=HOLIDAY.format(1, 1, 1))
        self.office.sync()
        self.assertEqual(self.review_of(self.office), ["returned"])
        self.assertEqual([row["day"] for row in self.office.table("catalogue", "holidays") if row["day"].startswith("2027-03")], ["2027-03-01"])
        further = harness.Office(self.province, "BCD-593")
        further.join(self.province.invite("BCD-593"))
        self.assertEqual(self.review_of(further), ["returned"])
        self.assertEqual(further.table("catalogue", "devices"), device.table("catalogue", "devices"))
        self.assertNotIn(self.WARNING, device.must("status"))
        device.must("vouch", "--end", key)
        device.sync()
        for said in (device.must("status"), self.province.must("status")):
            self.assertIn(self.WARNING, said)
        self.assert_refused(device.run("vouch", "--end", own), "no device and no paper would be vouched for", "qcdc vouch --paper")
        self.assert_rebuilt()

    def test_lost_without_paper(self):
        """What cannot be done any more is said at once, and what can."""
        self.province.revoke(self.origin(self.founder))
        self.assertIn("No key is vouched for that is not shut out", self.province.must("status"))
        device, _ = self.second()
        for words in (RETURN, ("publish", founding.SAMPLE), ("erase", self.origin(self.office) + ":1", "tên người"), ("vouch", "ab" * 32)):
            self.assert_refused(device.run(*words), "no device that publishes has vouched for this one", "qcdc vouch --with-paper")
        self.assertIn("rejected 0", device.sync())
        self.office.import_rows([petition("7")])
        self.assertIn("rejected 0", self.office.sync())
        self.assert_rebuilt()

    def test_stolen_paper_signature(self):
        """What was signed for one device vouches for no other, for nothing else, and not again once that has ended."""
        code, _ = self.printed(self.founder)
        device, own = self.second()
        # In two lines, as it may stand in a file.
        device.must("vouch", "--with-paper", given="\n" + code[:len(code) // 2] + "\n" + code[len(code) // 2:] + "\n")
        device.sync()
        [signed] = [fact.published for fact in self.facts_of(device) if fact.published.voucher_key]
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        for change in (lambda published: None, lambda published: published.tables[0].fields.__setitem__(0, wire.state.sign_public.hex())):
            published = facts.Published()
            published.CopyFrom(signed)
            change(published)
            self.assertEqual([verdict["code"] for verdict in wire.append(facts.Fact(published=published))["verdicts"]], ["UNVOUCHED"])
        self.founder.sync()
        self.founder.must("vouch", "--end", own)
        self.founder.sync()
        device.sync()
        self.assert_refused(device.run("vouch", "--with-paper", given=code + "\n"), "the vouching for this device has ended", f"qcdc vouch {own}")
        self.vouch_for(own, device)
        device.must(*RETURN)
        self.assertIn("rejected 0", device.sync())
        self.assert_rebuilt()

    def facts_of(self, device):
        return [facts.Fact.FromString(bytes.fromhex(body)) for body, in device.journal("select hex (body) from entry order by commit_seq")]


class SeveralDevices(VouchedCase):
    def test_two_devices(self):
        """The second one is refused, at its desk and by the server, until the first one vouches for it."""
        device, key = self.second()
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        self.office.import_rows([petition("8", title="tên người")])
        self.office.sync()
        target = reference(self.office, 2)
        self.founder.sync()
        self.founder.must("task", "open", "G-0", "title=Giải trình", "source=DATA_QUERY", "owner=BCD-593", "on=2020-07-01")
        self.founder.sync()
        device.sync()
        task = ("task", "open", "G-1", "title=Giải trình", "source=DATA_QUERY", "owner=BCD-593", "on=2020-07-01")
        for words in (RETURN, ("erase", f"{self.origin(self.office)}:2", "tên người"), task, ("task", "close", "G-0", "reason=thôi"),
                      ("list", "decline", "KEO_DAI", "BCD-593:8", "by=Bí thư", "reason=chưa quá hạn", "on=2020-06-04")):
            self.assert_refused(device.run(*words), "no device that publishes has vouched for this one", f"qcdc vouch {key}")
        review = facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_ACCEPTED)
        for fact in (facts.Fact(annex_erased=facts.AnnexErased(target=target)), facts.Fact(report_reviewed=review), opened("G-1"),
                     facts.Fact(item_moved=facts.ItemMoved(item=last_of(self.founder), move="ITEM_CLOSED", on=day("2020-07-02"), reasoned=True, office="BCD-TINH")),
                     facts.Fact(case_proposed=facts.CaseProposed(thing=target, list="KEO_DAI", on=day("2020-06-04"), decided_by="x", reasoned=True, declined=True))):
            self.assertEqual([verdict["code"] for verdict in wire.append(fact)["verdicts"]], ["UNVOUCHED"])
        self.office.sync()
        self.assertEqual(self.review_of(self.office), ["filed"])
        self.assertIn("tên người", self.office.must("petition", "show", "8"))
        self.assertTrue(self.province.mentions("tên người"))
        # Of no other office that is asked.
        self.office.must("task", "start", "G-0", "on=2020-07-02")
        self.assertIn("rejected 0", self.office.sync())
        self.vouch_for(key, device)
        device.must(*RETURN)
        device.must(*task)
        device.must("erase", f"{self.origin(self.office)}:2", "có tên")
        self.assertIn("rejected 0", device.sync())
        self.office.sync()
        self.assertEqual(self.review_of(self.office), ["returned"])
        self.assertEqual([(row["number"], row["task_state"]) for row in self.office.table("tasks")], [("G-0", "in_progress"), ("G-1", "assigned")])
        self.assertNotIn("tên người", self.office.must("petition", "show", "8"))
        self.assert_rebuilt()
        # What was refused is judged by what holds now only where somebody asks for it.
        self.vouch_for(wire.state.sign_public.hex())
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assert_identical()

    def test_no_last_day_in_advance(self):
        """A home that joins after it would leave out what was published before it."""
        _, key = self.second()
        self.vouch_for(key)
        folder = self.founder.folder / "ahead"
        folder.mkdir()
        tomorrow = datetime.date.today() + datetime.timedelta(2)
        for row in (f"{key},máy thứ hai,,{tomorrow}", f"{'cd' * 32},máy thứ ba,,{tomorrow}"):
            (folder / "devices.csv").write_text(f"key,name,valid_from,valid_to\n{row}\n", encoding="utf-8")
            self.assert_refused(self.founder.run("publish", folder, "--confirm-past"), "devices.csv, row 2, column valid_to", "cannot be to come", "vouch --end")
        # Nor a first one: it could not be taken back before it came.
        (folder / "devices.csv").write_text(f"key,name,valid_from\n{'cd' * 32},máy thứ ba,{tomorrow}\n", encoding="utf-8")
        self.assert_refused(self.founder.run("publish", folder, "--confirm-past"), "devices.csv, row 2, column valid_from", "cannot be to come", "when it has come")

    @harness.at_leisure
    def test_of_a_device_that_publishes_no_more(self):
        """It published and reviewed; then it was retired; then the server was put back, and tells everything from the beginning."""
        device, key = self.second()
        self.vouch_for(key, device)
        self.publish(device, holidays=HOLIDAY.format(1, 1, 1))
        device.must(*RETURN)
        device.sync()
        copy = self.province.backup()
        self.office.sync()
        self.founder.sync()
        [row] = [row for row in self.founder.table("catalogue", "devices") if row["key"] == key]
        self.publish(self.founder, devices=f"key,name,valid_from,valid_to\n{key},{row['name']},{row['valid_from']},{yesterday()}\n")
        self.office.import_rows([petition("7")])
        self.office.sync()
        self.province.restore(copy)
        self.office.import_rows([petition("8")])
        for other in (self.office, self.founder, self.office):
            self.assertIn("rejected 0", other.sync())
        self.assertEqual(sorted(row["local_no"] for row in self.founder.query("petition_register")), ["7", "8"])
        self.assertEqual(self.review_of(self.office), ["returned"])
        # Whoever comes to it now takes the same.
        further = harness.Office(self.province, "BCD-593")
        further.join(self.province.invite("BCD-593"))
        self.assertEqual(further.table("catalogue", "holidays"), self.office.table("catalogue", "holidays"))
        self.assertEqual(self.review_of(further), ["returned"])
        device.sync()
        self.assert_refused(device.run(*RETURN), "the vouching for this device has ended", "work at one that is vouched for")
        self.assertIn("the vouching for this device has ended", device.must("status"))
        self.assert_rebuilt()

    def test_restored_before_it_was_vouched_for(self):
        """The server has lost the vouching and a review that it had taken: both come back, and what is new is judged by them."""
        copy = self.province.backup()
        device, key = self.second()
        self.vouch_for(key, device)
        device.must(*RETURN)
        device.sync()
        self.office.sync()
        self.province.restore(copy)
        device.run("sync")
        invitation = self.province.invite("BCD-TINH", "province")
        device.must("join", invitation)
        for other in (device, self.founder, device, self.office):
            self.assertIn("rejected 0", other.sync())
        self.assertEqual(self.review_of(self.office), ["returned"])
        self.assert_rebuilt()


    def test_taken_once_of_a_device_that_nobody_vouched_for(self):
        """What comes back with its receipt stays accepted, though nobody has vouched for its device here; what is new does not."""
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        copy = self.province.backup()
        self.vouch_for(wire.state.sign_public.hex())
        review = facts.Fact(report_reviewed=facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_RETURNED, cells=["A01"]))
        self.assertEqual(wire.append(review)["verdicts"], [])
        self.province.restore(copy)
        segment = wire_client.segment_of(wire.state, 1, 1)
        segment.receipt.CopyFrom(wire_client.wire.Receipt.FromString(bytes.fromhex(wire.state.data["receipts"][0])))
        line = wire.line()
        acked = line.ask(wire_client.wire.Frame(append=wire_client.wire.Append(segment=segment)), "acked")
        line.close()
        self.assertEqual(wire_client.verdicts_of(acked.receipt), [])
        review.report_reviewed.verdict = facts.REVIEW_ACCEPTED
        del review.report_reviewed.cells[:]
        self.assertEqual([verdict["code"] for verdict in wire.append(review)["verdicts"]], ["UNVOUCHED"])
        [row] = self.founder.query("report_reviews", period=PERIOD)
        self.assertEqual(row["review"], "returned")
        self.assert_rebuilt()
        # The office has it from the server, whose word alone is none, until its device is vouched for.
        self.assertIn("has no effect here", self.office.sync())
        self.assertEqual(self.review_of(self.office), ["filed"])
        self.founder.sync()
        self.office.sync()
        self.assertEqual(self.review_of(self.office), ["returned"])
        self.assert_rebuilt()

    def test_key_in_capitals(self):
        """It is the same key: written in small letters whoever types it, and refused otherwise."""
        device, key = self.second()
        folder = device.folder / "capitals"
        folder.mkdir()
        (folder / "devices.csv").write_text(f"key,name\n{key.upper()},máy hai\n", encoding="utf-8")
        self.assert_refused(self.founder.run("publish", folder), "devices.csv", "the key of a device is written in small letters")
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        self.vouch_for(wire.state.sign_public.hex().upper())
        table = facts.PublishedTable(name="devices", columns=["key", "name"], fields=[key.upper(), "máy hai"])
        published = facts.Published(set="devices", part=1, parts=1, tables=[table])
        self.assertEqual([verdict["code"] for verdict in wire.append(facts.Fact(published=published))["verdicts"]], ["BAD_CATALOGUE"])
        self.founder.must("vouch", key.upper(), "máy hai")
        self.assertIn("nothing", self.founder.must("vouch", key, "máy hai").lower())
        self.founder.sync()
        self.assertEqual(sorted(row["key"] for row in self.founder.table("catalogue", "devices")), sorted([key, wire.state.sign_public.hex()]))
        self.founder.must("vouch", "--end", key.upper())
        self.founder.sync()
        device.sync()
        self.assert_refused(device.run(*RETURN), "the vouching for this device has ended")
        self.assert_rebuilt()

    def test_every_row_ends(self):
        """A key that several rows vouch for, one after the other, is vouched for by none of them once it is ended."""
        device, key = self.second()
        until = str(datetime.date.today() - datetime.timedelta(2))
        self.publish(self.founder, devices=f"key,name,valid_from,valid_to\n{key},máy hai,,{until}\n{key},máy hai,{yesterday()},\n")
        self.founder.must("vouch", "--end", self.origin(device))
        self.founder.sync()
        self.assertEqual(self.founder.table("catalogue", "devices"), [])
        device.sync()
        self.assert_refused(device.run(*RETURN), "the vouching for this device has ended")


class WithoutEffect(VouchedCase):
    """What a server hands on of a device that nobody has vouched for: as one of an older program did, or one that lies."""

    def given(self, fact):
        self.office.import_rows([petition("8", title="tên người")])
        self.office.sync()
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        self.office.sync()
        forger = Forger(self.province, self.office)
        forger.known_origin(wire.state)
        undo = forger.order(reference(self.office, 2), fact=fact)
        return wire, undo

    def assert_without_effect(self, wire, undo):
        """It is said once, and the synchronisation goes on."""
        self.office.import_rows([petition("9")])
        said = self.office.sync()
        self.assertIn("1 act of the province", said)
        self.assertIn(f"{wire.origin}:", said)
        self.assertIn("has no effect here", said)
        self.assertNotIn("no effect", self.office.sync())
        self.assertIn("has no effect here", self.office.must("status"))
        undo()
        self.assertEqual(sorted(row["local_no"] for row in self.founder.query("petition_register")), ["8", "9"])

    def test_erasure(self):
        wire, undo = self.given(None)
        self.assert_without_effect(wire, undo)
        self.assertIn("tên người", self.office.must("petition", "show", "8"))
        self.assertTrue(self.office.mentions("tên người"))
        # Once its device is vouched for it has the effect that it was to have.
        self.vouch_for(wire.state.sign_public.hex(), self.office)
        self.assertFalse(self.office.mentions("tên người"))
        self.assertNotIn("no effect", self.office.must("status"))
        self.assert_identical()

    def test_erasure_from_before_its_device_was_retired(self):
        """By the time that the server gives it: what cannot be undone is not done on the server's word."""
        self.office.import_rows([petition("8", title="tên người")])
        self.office.sync()
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        self.vouch_for(wire.state.sign_public.hex(), self.office)
        before = self.province.value("select max(committed_at) from journal")
        self.founder.must("vouch", "--end", wire.origin)
        self.founder.sync()
        self.office.sync()
        forger = Forger(self.province, self.office)
        forger.known_origin(wire.state)
        undo = forger.order(reference(self.office, 2))
        forger.commit_at(before)
        self.assert_without_effect(wire, undo)
        self.assertTrue(self.office.mentions("tên người"))
        self.founder.must("erase", f"{self.origin(self.office)}:2", "có tên")
        self.founder.sync()
        self.office.sync()
        self.assertFalse(self.office.mentions("tên người"))
        self.assert_identical()

    def test_erased_by_a_device_that_was_retired_before_it_was_heard(self):
        """Who hears of it as it was said, before the end, carries it out; so does who joins later."""
        device, key = self.second()
        self.vouch_for(key, device)
        colleague = harness.Office(self.province, "BCD-593")
        colleague.join(self.province.invite("BCD-593"))
        self.office.import_rows([petition("8", title="tên người")])
        self.office.sync()
        colleague.sync()
        address = f"{self.origin(self.office)}:2"
        device.must("erase", address, "có tên")
        device.sync()
        colleague.sync()
        self.assertFalse(colleague.mentions("tên người"))
        self.founder.must("vouch", "--end", key)
        self.founder.sync()
        for other in (self.office, colleague):
            self.assertNotIn("no effect", other.sync())
            self.assertFalse(other.mentions("tên người"))
        further = harness.Office(self.province, "BCD-593")
        further.join(self.province.invite("BCD-593"))
        self.assertFalse(further.mentions("tên người"))
        self.assertIn("8", further.must("petition", "list"))
        self.assertNotIn("no effect", further.must("status"))
        self.assert_rebuilt()

    def test_review(self):
        review = facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_RETURNED, cells=["A01"])
        wire, undo = self.given(facts.Fact(report_reviewed=review))
        self.assert_without_effect(wire, undo)
        self.assertEqual(self.review_of(self.office), ["filed"])
        self.vouch_for(wire.state.sign_public.hex(), self.office)
        self.assertEqual(self.review_of(self.office), ["returned"])
        self.assert_identical()

    def test_task(self):
        """What others say of tasks in their own name is asked of the province alone, and of whoever speaks in its name."""
        wire, undo = self.given(opened("G-1"))
        self.assert_without_effect(wire, undo)
        self.assertEqual(self.office.table("tasks"), [])
        self.vouch_for(wire.state.sign_public.hex(), self.office)
        self.assertEqual([row["number"] for row in self.office.table("tasks")], ["G-1"])
        self.founder.must("task", "open", "G-2", "title=Giải trình", "source=DATA_QUERY", "owner=BCD-593", "on=2020-07-01")
        self.founder.sync()
        self.office.sync()
        closed = facts.Fact(item_moved=facts.ItemMoved(item=last_of(self.founder), move="ITEM_CLOSED", on=day("2020-07-02"), reasoned=True, office="BCD-TINH"))
        forger = Forger(self.province, self.office)
        forger.claims = "BCD-594"
        undo = forger.order(None, fact=closed)
        self.assertIn("has no effect here", self.office.sync())
        undo()
        self.assertEqual([(row["number"], row["task_state"]) for row in self.office.table("tasks")], [("G-1", "assigned"), ("G-2", "assigned")])
        forger = Forger(self.province, self.office)
        forger.claims = "BCD-594"
        undo = forger.order(None, fact=opened("H-1", opener="BCD-594"))
        self.assertIn("received 1", self.office.sync())
        undo()
        self.assertEqual(sorted(row["number"] for row in self.office.table("tasks")), ["G-1", "G-2", "H-1"])

    def test_publication(self):
        table = facts.PublishedTable(name="holidays", columns=["day", "works", "name_vi", "name_en"], fields=["2027-03-05", "no", "Ngày giả", "False day"])
        wire, undo = self.given(facts.Fact(published=facts.Published(set="giả", part=1, parts=1, tables=[table])))
        self.assert_without_effect(wire, undo)
        self.assertNotIn("Ngày giả", self.office.must("catalogue", "holidays"))
        self.assert_identical()

    def test_publication_from_before_its_device_was_vouched_for(self):
        """By the day that the server gives it; no newer program would read it, and nobody is told to install one."""
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        before = self.province.value("select max(committed_at) from journal")
        self.vouch_for(wire.state.sign_public.hex(), self.office)
        forger = Forger(self.province, self.office)
        forger.known_origin(wire.state)
        table = facts.PublishedTable(name="holidays", columns=["day", "works", "name_vi", "name_en"], fields=["2027-03-05", "no", "Ngày giả", "False day"])
        undo = forger.order(None, fact=facts.Fact(published=facts.Published(set="giả", part=1, parts=1, tables=[table])))
        forger.commit_at(before)
        self.assertIn("received 1", self.office.sync())
        undo()
        self.assertNotIn("Ngày giả", self.office.must("catalogue", "holidays"))
        self.assertEqual(self.office.run("status").err, "")

    @harness.at_leisure
    def test_many_acts(self):
        """Acts without effect are asked about again where something was published, all of them."""
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        self.office.sync()
        forger = Forger(self.province, self.office)
        forger.known_origin(wire.state)
        review = facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_RETURNED, cells=["A01"])
        for _ in range(40):
            forger.order(None, fact=facts.Fact(report_reviewed=review))
            forger.go_on()
        self.assertIn("40 acts of the province", self.office.run("sync").out)
        self.assertNotIn("acts of the province", self.office.run("sync").out)
        self.vouch_for(wire.state.sign_public.hex())
        self.office.sync()
        self.assertEqual(self.review_of(self.office), ["returned"])
        self.assertNotIn("no effect", self.office.must("status"))


class WithoutEffectInSegments(VouchedCase):
    """The same in the name of a further device of the office itself: its entries come in segments, for its own key's signature."""

    def made_up(self):
        """Of BCD-593, by whoever can write into the server's database."""
        self.office.import_rows([petition("8", title="tên người")])
        self.office.sync()
        WireOffice(self.province, "BCD-593").append(received("C-1"))
        self.office.sync()  # with the colleague's segment the feed has begun
        forger = Forger(self.province, self.office)
        forger.claims = "BCD-593"
        return forger

    def unvouched(self):
        """One of the provincial office that has joined, and for which nobody has vouched; a server that does not ask."""
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        wire.append(received("W-1"))
        self.founder.sync()
        forger = Forger(self.province, self.founder)
        forger.known_origin(wire.state)
        return forger

    def handed_on(self, forger, target, fact=None, device=None):
        """In a segment; it is said once, and the synchronisation goes on."""
        device = device or self.office
        undo = forger.order(target, fact=fact)
        self.as_segment(forger)
        said = device.sync()
        self.assertIn("1 act of the province", said)
        self.assertIn(f"{wire_client.origin_text(wire_client.origin_of(forger.public))}:{forger.seq}", said)
        self.assertIn("has no effect here", said)
        self.assertNotIn("no effect", device.sync())
        self.assertIn("has no effect here", device.must("status"))
        return undo

    def as_segment(self, forger):
        self.province.sql(f"update feed set kind = 0 where origin = {forger.row}")

    def assert_whole(self):
        self.assertIn("tên người", self.office.must("petition", "show", "8"))
        self.assertTrue(self.office.mentions("tên người"))

    def test_erasure(self):
        undo = self.handed_on(self.made_up(), reference(self.office, 2))
        self.assert_whole()
        undo()
        self.office.import_rows([petition("9")])
        self.assertIn("rejected 0", self.office.sync())
        self.assertEqual(sorted(row["local_no"] for row in self.founder.query("petition_register")), ["8", "9", "C-1"])
        self.assert_whole()
        self.assert_identical()

    def test_review(self):
        review = facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_RETURNED, cells=["A01"])
        self.handed_on(self.made_up(), None, facts.Fact(report_reviewed=review))()
        self.assertEqual(self.review_of(self.office), ["filed"])
        self.assert_identical()

    def test_publication(self):
        table = facts.PublishedTable(name="holidays", columns=["day", "works", "name_vi", "name_en"], fields=["2027-03-05", "no", "Ngày giả", "False day"])
        self.handed_on(self.made_up(), None, facts.Fact(published=facts.Published(set="giả", part=1, parts=1, tables=[table])))()
        self.assertNotIn("Ngày giả", self.office.must("catalogue", "holidays"))
        self.assertNotIn("newer program", self.office.run("status").err)
        self.assert_identical()

    def accepted_later(self, forger):
        """A later receipt, by which the server says that it accepts what FORGER ordered; what takes it back."""
        verdicts = wire_client.wire.Verdicts(items=[wire_client.wire.Verdict(seq=forger.seq, state=wire_client.wire.VERDICT_ACCEPTED)])
        office = forger.office_id(self.office.code)
        self.province.sql(
            f"insert into later_receipt select origin, seq, commit_seq, now(), '\\x{verdicts.SerializeToString().hex()}' from feed "
            f"where origin = {forger.row}; insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash) select office, "
            f"(select max(feed_seq) + 1 from feed where office = {office}), 2, origin, seq, commit_seq, commit_hash from feed where origin = {forger.row}")
        return lambda: self.province.sql(f"delete from later_receipt where origin = {forger.row}; delete from feed where origin = {forger.row}")

    def test_receipts_give_it_no_effect(self):
        """Neither a segment nor an act gets its effect by what the server says of it later."""
        in_segment = self.made_up()
        undo = self.handed_on(in_segment, reference(self.office, 2))
        as_act = Forger(self.province, self.office)
        undo_act = as_act.order(reference(self.office, 2))
        self.assertIn("has no effect here", self.office.sync())
        for forger in (in_segment, as_act):
            back = self.accepted_later(forger)
            self.assertNotIn("no effect", self.office.sync())
            self.assertEqual(self.office.journal("select count(*) from later where origin = (select id from origin where sign_key = ?)", forger.public), [(1,)])
            back()
            self.assert_whole()
        self.assertIn("2 acts of the province have no effect here", self.office.must("status"))
        undo()
        undo_act()

    def test_branch_gives_way(self):
        """What gives way to another branch is filed again by this device; but not what had no effect."""
        forger = self.made_up()
        self.handed_on(forger, reference(self.office, 2))()
        forger.row = None
        undo = forger.order(None, fact=received("C-2"))
        self.as_segment(forger)
        entries = self.office.entries()
        self.assertIn("rejected 0", self.office.sync())
        self.assertEqual(self.office.entries(), entries)
        self.assert_whole()
        undo()

    def test_devices_of_the_province(self):
        """One that was vouched for and its colleague; once it is vouched for, what it said has its effect."""
        self.founder.must("review", "return", "BCD-593", FORM, PERIOD, "A01=lý do kín")
        self.founder.sync()
        [seq] = self.founder.journal("select max (seq) from entry where origin = (select id from origin where own = 1)")[0]
        forger = self.unvouched()
        undo = self.handed_on(forger, reference(self.founder, seq), device=self.founder)
        undo()
        self.assertTrue(self.founder.mentions("lý do kín"))
        self.vouch_for(forger.public.hex())
        self.assertFalse(self.founder.mentions("lý do kín"))
        self.assertNotIn("no effect", self.founder.must("status"))
        self.assert_identical()

    def test_task_of_a_colleague(self):
        """Of the provincial office asked as all that it says; of others not, nor filed again where that branch gives way."""
        forger = self.unvouched()
        self.handed_on(forger, None, opened("G-1"), device=self.founder)()
        self.assertEqual(self.founder.table("tasks"), [])
        # What gives way to another branch has no effect by being filed again by a device that was vouched for.
        undo = forger.order(None, fact=received("W-2"))
        self.as_segment(forger)
        entries = self.founder.entries()
        self.founder.sync()
        self.assertEqual((self.founder.entries(), self.founder.table("tasks")), (entries, []))
        undo()
        self.assertEqual(WireOffice(self.province, "BCD-593").append(opened("H-1", opener="BCD-593"))["verdicts"], [])
        self.office.sync()
        self.assertEqual([row["number"] for row in self.office.table("tasks")], ["H-1"])

    def test_refused_by_the_server(self):
        """What the server has refused already has no effect anyhow, and is not told besides."""
        wire = WireOffice(self.province, "BCD-TINH", "province", vouched=False)
        review = facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_RETURNED, cells=["A01"])
        self.assertEqual([verdict["code"] for verdict in wire.append(facts.Fact(report_reviewed=review))["verdicts"]], ["UNVOUCHED"])
        self.assertNotIn("no effect", self.founder.sync())
        self.assertNotIn("no effect", self.founder.must("status"))
        self.vouch_for(wire.state.sign_public.hex())
        self.assertEqual([row["review"] for row in self.founder.query("report_reviews", period=PERIOD)], ["filed"])

    def test_joining_device(self):
        """A further device of the provincial office gets all that the others said, and believes what was vouched for then."""
        device, key = self.second()
        self.vouch_for(key, device)
        self.publish(device, holidays=HOLIDAY.format(1, 1, 1))
        device.must(*RETURN)
        device.sync()
        self.founder.sync()
        self.founder.must("vouch", "--end", key)
        self.founder.sync()
        third, _ = self.second()
        self.assertNotIn("no effect", third.must("status"))
        for table in ("holidays", "devices"):
            self.assertEqual(third.table("catalogue", table), self.founder.table("catalogue", table))
        self.assertEqual(third.journal("select count (*) from verdict where given_at <= 0"), [(0,)])


if __name__ == "__main__":
    harness.main()
