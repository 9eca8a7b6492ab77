# ctest: timeout=600
"""Cases on the province's lists: put there and taken off with a reason and whoever decided, told to the office whose case it is, hotspots to all of the
province at once, congress petitions to nobody else; the figures that the notice of 13 July 2020 asks for, counted from them.
"""
import csv
import io

import harness
from harness import FlowCase, main, petition
from wire_office import WireOffice, day, facts, received

SECRET = "Bi mat dai hoi 7391"
CASE = ("by=Bí thư Tỉnh ủy", "reason=đông người, kéo dài")


class Lists(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.founder = cls.province.founder()
        cls.tinh, cls.second = (cls.province.office("BCD-TINH", "province") for _ in range(2))
        cls.first, cls.other = (cls.province.office(code) for code in ("BCD-593", "BCD-594"))
        cls.analyst = cls.province.office("BCD-TINH", "analyst")
        cls.first.import_rows([petition(str(number), received_on="2020-02-03", kind="KHIEU_NAI") for number in range(1, 10)])
        cls.first.import_rows([petition("90", received_on="2020-03-01", kind="KIEN_NGHI", flags="DAI_HOI", title=SECRET, summary=SECRET)])
        cls.first.must("matter", "open", "local_no=V1", "opened_on=2020-02-10", "field=DAT_DAI", "title=Bến cá")
        cls.first.must("matter", "join", "V1", "8", "9", "on=2020-02-11")
        cls.other.import_rows([petition("1", received_on="2020-02-03", kind="KIEN_NGHI")])
        harness.all_at_once([cls.first, cls.other, cls.tinh, cls.second], "sync")

    def tearDown(self):
        self.assert_identical()

    def put(self, name, case, *words, tinh=None):
        done = (tinh or self.tinh).run("list", "put", name, case, *CASE, *words)
        self.assertEqual(done.status, 0, done.err)
        return done.out

    def sync(self, *offices):
        """What each is told."""
        said = [office.run("sync") for office in offices]
        self.assertEqual([done.status for done in said], [0] * len(said), [done.err for done in said])
        return [done.err for done in said]

    def seen(self, office):
        """What stands on lists for OFFICE, by its own journal, held against what the server answers it."""
        shown = {(row["list"], row["case"]): row for row in office.table("list", "show")}
        asked = {(row["list"], f"{row['office']}:{row['local_no']}@2020"): row for row in office.query("case_list")}
        self.assertEqual(sorted(shown), sorted(asked), office.name)
        for name, row in shown.items():
            self.assertEqual([row[column] for column in ("thing", "owner", "listed_on", "days", "next_on", "late")],
                             [asked[name][column] for column in ("thing", "owner", "listed_on", "days", "next_on", "late")], (office.name, name))
        return shown

    def shown_entries(self, code):
        """How often each entry about a listing is in the feed of the office CODE."""
        return {entry: int(times) for entry, times in self.province.sql(
            "select e.id, count(f.origin) from office o cross join (select id from case_listing union select id from case_decision) e"
            " join journal j on j.commit_seq = e.id left join feed f on f.office = o.id and f.kind = 1 and f.origin = j.origin and f.seq = j.seq"
            f" where o.code = '{code}' group by e.id having count(f.origin) > 0")}

    def chain(self, listing):
        return {entry for entry, in self.province.sql(f"select {listing} union select id from case_decision where listing = {listing}")}

    def rows(self, office, **given):
        return {row["local_no"]: row for row in office.query("case_list", **given)}

    def test_put_kept_and_taken_off(self):
        self.assertIn("put on the list", self.put("TON_DONG", "BCD-593:1", "on=2020-06-01", "next=2020-08-01"))
        self.assertIn("nothing new", self.put("TON_DONG", "BCD-593:1", "on=2020-06-01", "next=2020-08-01"))
        run = lambda *words: self.tinh.run("list", *words)  # noqa: E731
        # One line for what is not possible, and nothing half done.
        before = self.tinh.entries()
        for words, said in (((("put", "TON_DONG", "BCD-593:1", *CASE)), "on the list TON_DONG already, since 01/06/2020"),
                            (("put", "KHONG_CO", "BCD-593:2", *CASE), "no list KHONG_CO"),
                            (("put", "TON_DONG", "BCD-593:99", *CASE), "no petition BCD-593:99"),
                            (("put", "TON_DONG", "BCD-593:V9", "--matter", *CASE), "no matter BCD-593:V9"),
                            (("put", "TON_DONG", "BCD-593:2", "reason=x"), "by=…"),
                            (("put", "TON_DONG", "BCD-593:2", "by=x"), "reason=…"),
                            (("put", "TON_DONG", "BCD-593:2", "by=x", "reason= . "), "write why"),
                            (("put", "TON_DONG", "BCD-593:2", "by= ", "reason=x"), "by=…"),
                            (("put", "TON_DONG", "BCD-593:2", *CASE, "on=2020-01-01"), "before the day of receipt"),
                            (("put", "TON_DONG", "BCD-593:2", *CASE, "on=2020-06-01", "next=2020-05-01"), "not within ten years"),
                            (("put", "TON_DONG", "BCD-593:2", *CASE, "owner=KHONG_CO"), "no office KHONG_CO"),
                            (("put", "DAI_HOI_DANG", "BCD-593:2", *CASE), "only petitions with the flag"),
                            (("put", "DAI_HOI_DANG", "BCD-593:V1", "--matter", *CASE), "no matters"),
                            (("off", "TON_DONG", "BCD-593:2", *CASE), "is not on the list TON_DONG"),
                            (("off", "KHONG_CO", "BCD-593:1", *CASE), "no list KHONG_CO"),
                            (("off", "TON_DONG", "BCD-593:1", *CASE, "on=2020-05-31"), "before the day on which it was put on the list"),
                            (("next", "PHUC_TAP", "BCD-593:1", *CASE), "is not on the list PHUC_TAP")):
            self.assert_refused(run(*words), said)
        self.assertEqual(self.tinh.entries(), before)
        self.assert_refused(self.first.run("list", "put", "TON_DONG", "2", *CASE), "only the provincial committee")
        (told,) = self.sync(self.tinh)
        # Its office hears of it at its next sync, once, and sees what is expected; another one does not.
        first, other = self.sync(self.first, self.other)
        self.assertIn("BCD-593:1@2020 is on the list \"Backlog cases\" since 01/06/2020, by decision of Bí thư Tỉnh ủy; it is looked at again on 01/08/2020", first)
        self.assertNotIn("ALERT", first)
        self.assertNotIn("Backlog", other)
        self.assertNotIn("Backlog", self.sync(self.first)[0])
        shown = {row["what"]: row["value"] for row in self.first.table("petition", "show", "1")}
        self.assertEqual(shown["on lists"], "TON_DONG")
        (row,) = [row for row in self.first.table("list", "show", "TON_DONG")]
        self.assertEqual((row["case"], row["thing"], row["reason"], row["next_on"]), ("BCD-593:1@2020", "petition", "đông người, kéo dài", "2020-08-01"))
        self.assertGreater(int(row["late"]), 1000)
        self.assertEqual(self.other.table("list", "show"), [])
        # By day: owner, age, what came last.
        row = self.rows(self.tinh, list="TON_DONG", on="2020-06-30")["1"]
        self.assertEqual((row["owner"], row["days"], row["age"], row["last_action"], row["last_on"], row["next_on"], row["late"], row["decided_by"]),
                         ("BCD-593", "29", "148", "LISTED", "2020-06-01", "2020-08-01", "", "Bí thư Tỉnh ủy"))
        self.assertEqual(self.rows(self.tinh, list="TON_DONG", on="2020-05-31"), {})
        self.first.must("petition", "move", "1", "CLASSIFIED", "on=2020-06-20", "from_register=1")
        self.tinh.must("list", "next", "TON_DONG", "BCD-593:1", "by=Tổ công tác", "reason=chờ xác minh", "on=2020-07-01", "next=2020-09-01", "owner=BCD-594")
        self.sync(self.first, self.tinh)
        row = self.rows(self.tinh, list="TON_DONG", on="2020-06-30")["1"]
        self.assertEqual((row["last_action"], row["last_on"], row["owner"], row["next_on"]), ("CLASSIFIED", "2020-06-20", "BCD-593", "2020-08-01"))
        row = self.rows(self.tinh, list="TON_DONG", on="2020-09-11")["1"]
        self.assertEqual((row["last_action"], row["last_on"], row["owner"], row["next_on"], row["late"]), ("KEPT", "2020-07-01", "BCD-594", "2020-09-01", "10"))
        self.assertEqual(list(self.rows(self.tinh, list="TON_DONG", due="2020-09-01")), ["1"])
        self.assertEqual(self.rows(self.tinh, list="TON_DONG", due="2020-08-31"), {})
        # Whoever answers for it by now sees it, too; the two devices of the province see the same.
        self.sync(self.other, self.second, self.first)
        for office in self.other, self.first:
            self.assertEqual(list(self.rows(office, list="TON_DONG")), ["1"])
        self.assertEqual(self.second.table("list", "show"), self.tinh.table("list", "show"))
        self.assertEqual([row["case"] for row in self.tinh.table("list", "show", "TON_DONG", "--late")], ["BCD-593:1@2020"])
        self.assertIn("to be looked at again by now", self.tinh.must())
        # Two devices that decide unseen of each other: the first holds, the second hears of it.
        self.tinh.must("list", "off", "TON_DONG", "BCD-593:1", "by=Thường trực", "reason=đã thi hành xong", "on=2020-10-01")
        self.second.must("list", "next", "TON_DONG", "BCD-593:1", "by=Người khác", "reason=xem lại", "on=2020-10-02", "next=2020-12-01")
        self.sync(self.tinh)
        self.second.run("sync")
        self.assertIn("it is not on the list TON_DONG any more, since 2020-10-01", self.second.must("rejected", "--format", "csv"))
        self.assert_refused(run("off", "TON_DONG", "BCD-593:1", *CASE), "not on the list TON_DONG any more")
        self.sync(self.first)
        self.assertEqual(self.first.table("list", "show", "TON_DONG"), [])
        (row,) = self.first.table("list", "show", "TON_DONG", "--ended")
        self.assertEqual((row["off_on"], row["decided_by"], row["reason"]), ("2020-10-01", "Thường trực", "đã thi hành xong"))
        # Put there again it is another listing.
        self.put("TON_DONG", "BCD-593:1", "on=2020-11-01")
        self.sync(self.tinh, self.first)
        self.assertEqual(len(self.tinh.table("list", "show", "TON_DONG")), 1)
        (counted,) = self.tinh.query("case_list_counts", list="TON_DONG", **{"from": "2020-01-01", "to": "2020-12-31"})
        self.assertEqual([counted[name] for name in ("opening", "added", "removed", "closing")], ["0", "2", "1", "1"])
        self.tinh.must("list", "off", "TON_DONG", "BCD-593:1", *CASE, "on=2020-11-02")
        self.sync(self.tinh)

    def test_hotspots_are_told_at_once(self):
        self.put("điểm nóng", "BCD-593:V1", "--matter", "on=2020-06-05")
        self.assertNotIn("ALERT", self.sync(self.tinh)[0])  # who said it knows it
        second, first = self.sync(self.second, self.first)
        self.assertIn("ALERT: BCD-593:V1@2020 is on the list \"Hotspots\" since 05/06/2020", second)
        self.assertIn("ALERT: BCD-593:V1@2020", first)
        self.assertNotIn("ALERT", self.sync(self.second)[0])
        self.assertIn("1 case on a list that alerts", self.second.must())
        kinds = {row["list"]: row for row in self.second.table("list", "kinds")}
        said = self.second.run("list", "kinds", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi", "COLUMNS": "500"}).out
        self.assertRegex(said, r"DIEM_NONG +Điểm nóng +đơn, vụ việc +– +– +có")
        self.assertEqual((kinds["DIEM_NONG"]["goal"], kinds["DIEM_NONG"]["alert"], kinds["DAI_HOI_DANG"]["restricted"]), ("0", "yes", "yes"))
        # What comes last of a matter is what comes last of its petitions.
        self.first.must("petition", "move", "9", "CLASSIFIED", "on=2020-06-08", "from_register=1")
        self.sync(self.first)
        row = self.rows(self.tinh, list="DIEM_NONG", on="2020-06-30")["V1"]
        self.assertEqual((row["thing"], row["last_action"], row["last_on"], row["age"]), ("matter", "CLASSIFIED", "2020-06-08", "141"))
        self.tinh.must("list", "off", "DIEM_NONG", "BCD-593:V1", "--matter", *CASE, "on=2020-06-25")
        self.sync(self.tinh, self.second)
        self.assertNotIn("alerts", self.second.must())

    def test_congress_petitions_are_the_provinces_alone(self):
        self.put("DAI_HOI_DANG", "BCD-593:90", "on=2020-06-02", "owner=BCD-594")
        self.sync(self.tinh)
        told = self.sync(self.second, self.first, self.other)
        self.assertFalse(any("BCD-593:90" in said for said in told))
        self.assertEqual([row["case"] for row in self.second.table("list", "show", "DAI_HOI_DANG")], ["BCD-593:90@2020"])
        for office in self.first, self.other:
            self.assertEqual([row for row in office.table("list", "show") if row["list"] == "DAI_HOI_DANG"], [])
            self.assertEqual([row for row in office.query("case_list") if row["list"] == "DAI_HOI_DANG"], [])
            self.assertFalse(office.mentions("@DAI_HOI_DANG"))
        shown = {row["what"]: row["value"] for row in self.first.table("petition", "show", "90")}
        self.assertEqual(shown["on lists"], "")
        # Neither the other office nor an analyst reads of it, whatever is asked, nor what is written in it.
        self.sync(self.analyst)
        for name in ("case_list", "case_list_counts", "petition_search", "petition_register"):
            self.assert_refused(self.analyst.run("query", name, *(["words=bi mat"] if name == "petition_search" else [])))
        self.assert_refused(self.other.run("query", "case_list_counts"))
        for office in self.other, self.analyst:
            self.assertFalse(office.mentions(SECRET))
        for row in self.analyst.query(""):
            self.assertNotIn("case", row["name"])
        self.province.must("analyst-role", "phan_tich")
        views = self.province.sql("select table_name, column_name from information_schema.columns where table_schema = 'open_data'")
        self.assertTrue(views)
        for view in {view for view, _ in views}:
            text = str(self.province.sql(f"select * from open_data.{view}"))
            self.assertNotIn("DAI_HOI", text, view)
            self.assertNotIn(SECRET, text, view)
        self.assertFalse([view for view in views if "case" in view[0] or "flags" in view[1]])
        (counted,) = self.tinh.query("case_list_counts", list="DAI_HOI_DANG", period="2020-H1")
        self.assertEqual((counted["received"], counted["settled"]), ("1", "0"))

    def test_an_office_proposes_and_the_province_decides(self):
        """An office's own cases, with a reason; the province is told with its next sync, and what it answers stands at the office."""
        for number in ("41", "42"):
            self.first.import_rows([petition(number, received_on="2020-02-03", kind="KHIEU_NAI")])
        self.sync(self.first)
        why = ("by=Chủ tịch UBND huyện", "reason=đông người khiếu kiện tại bến cá")
        for name, case in (("DIEM_NONG", "41"), ("KEO_DAI", "42")):
            self.assertIn("proposed", self.first.must("list", "propose", name, case, *why, "on=2020-06-01"))
        self.first.must("list", "propose", "KEO_DAI", "V1", "--matter", *why, "on=2020-06-01")
        for words, said in ((("KEO_DAI", "42", "by=x"), "names its reason"), (("DAI_HOI_DANG", "90", *why), "restricted visibility"), (("LA_LUNG", "42", *why), "DIEM_NONG"),
                            (("KEO_DAI", "42", *why, "on=2020-01-01"), "before the day of receipt")):
            self.assert_refused(self.first.run("list", "propose", *words), said)
        self.assert_refused(self.first.run("list", "decline", "KEO_DAI", "42", *why), "only the provincial committee")
        self.assert_refused(self.tinh.run("list", "propose", "KEO_DAI", "BCD-593:42", *why), "qcdc list put")
        self.sync(self.first)
        # Silence is no telling; what was told is not told again.
        self.tinh.must("sync", "--quiet")
        self.assertNotIn("proposed for", self.tinh.run("sync", "--quiet").err)
        self.assertIn("3 cases are proposed for lists", self.tinh.must())
        self.assertIn("3 new cases are proposed for lists", self.sync(self.tinh)[0])
        self.assertNotIn("proposed for", self.sync(self.tinh)[0])
        self.assertIn("nothing to do", self.first.must("list", "propose", "KEO_DAI", "42", *why, "on=2020-06-01"))
        proposed = lambda office: {(row["list"], row["local_no"]): row for row in office.query("case_proposals")}
        row = proposed(self.tinh)["DIEM_NONG", "41"]
        self.assertEqual([row[name] for name in ("thing", "office", "proposed_on", "proposed_by", "reason", "standing", "answered_on")],
                         ["petition", "BCD-593", "2020-06-01", "Chủ tịch UBND huyện", "đông người khiếu kiện tại bến cá", "waits", ""])
        self.put("DIEM_NONG", "BCD-593:41", "on=2020-06-03")
        self.tinh.must("list", "decline", "KEO_DAI", "BCD-593:42", "by=Bí thư Tỉnh ủy", "reason=chưa quá hạn", "on=2020-06-04")
        self.sync(self.tinh, self.first)
        answers = {key: (row["standing"], row["answered_on"], row["answered_by"]) for key, row in proposed(self.first).items()}
        self.assertEqual(answers, {("DIEM_NONG", "41"): ("on_list", "2020-06-03", "Bí thư Tỉnh ủy"), ("KEO_DAI", "42"): ("declined", "2020-06-04", "Bí thư Tỉnh ủy"),
                                   ("KEO_DAI", "V1"): ("waits", "", "")})
        self.assertEqual(proposed(self.other), {})
        self.assertEqual([(row["what"], row["value"]) for row in self.first.table("petition", "show", "42") if "for a list" in row["what"]],
                         [("proposed for a list", "KEO_DAI; đông người khiếu kiện tại bến cá"), ("declined for a list", "KEO_DAI; chưa quá hạn")])
        # What a stranger says: of another office's case, for the province, of what stands on no list.
        wire = WireOffice(self.province, "BCD-594")
        wire.append(received("77", received_on=day("2020-02-03")))
        said = dict(list="KEO_DAI", on=day("2020-06-01"), decided_by="x", reasoned=True)
        code = lambda **more: [verdict["code"] for verdict in wire.append(facts.Fact(case_proposed=facts.CaseProposed(**{**said, **more})))["verdicts"]]
        mine = wire.reference(len(wire.state.data["entries"]))
        self.assertEqual([code(thing=mine, declined=True), code(thing=mine, reasoned=False), code(thing=mine, decided_by=""), code(thing=mine, list="X" * 65)],
                         [["FORBIDDEN"], ["EMPTY"], ["EMPTY"], ["TOO_LARGE"]])
        self.assertEqual(code(thing=mine), [])
        # Once more, and now it waits; off the list again nothing waits.
        self.first.must("list", "propose", "KEO_DAI", "42", *why, "on=2020-06-20")
        self.sync(self.first)
        self.assertEqual(proposed(self.tinh)["KEO_DAI", "42"]["standing"], "waits")
        # As many wait as before, and two of them are new.
        self.assertIn("2 new cases are proposed for lists", self.sync(self.tinh)[0])
        self.assertIn("3 cases are proposed for lists", self.tinh.must())
        self.tinh.must("list", "off", "DIEM_NONG", "BCD-593:41", *CASE, "on=2020-06-25")
        self.sync(self.tinh, self.second)
        self.answers_come_back(why, proposed)

    def answers_come_back(self, why, proposed):
        """A server that was put back gets the answers before what they answer; and what was taken back waits no more."""
        copy = self.province.backup()
        self.first.import_rows([petition("43", received_on="2020-02-03", kind="KHIEU_NAI")])
        cases = [("TON_DONG", "41"), ("PHUC_TAP", "41"), ("PHUC_TAP", "43")]
        for name, case in cases:
            self.first.must("list", "propose", name, case, *why, "on=2020-06-26")
        self.sync(self.first)
        self.assertEqual([proposed(self.tinh)[case]["standing"] for case in cases], ["waits"] * 3)
        self.tinh.must("list", "decline", "TON_DONG", "BCD-593:41", "by=Bí thư Tỉnh ủy", "reason=chưa quá hạn", "on=2020-06-27")
        self.put("PHUC_TAP", "BCD-593:41", "on=2020-06-27")
        self.tinh.must("list", "off", "PHUC_TAP", "BCD-593:41", *CASE, "on=2020-06-28")
        self.first.must("petition", "void", "43", "reason=nhập nhầm")
        self.sync(self.tinh, self.first)
        standing = lambda: [{case: row["standing"] for case, row in proposed(office).items() if case in cases} for office in (self.tinh, self.first)]  # noqa: E731
        expected = [{("TON_DONG", "41"): "declined", ("PHUC_TAP", "41"): "on_list"}] * 2
        self.assertEqual(standing(), expected)
        self.province.restore(copy)
        self.sync(self.tinh, self.first, self.second, self.tinh)
        self.assertEqual(self.province.sql("select count(*) from case_proposed c join case_proposed d on d.thing = c.thing and d.list = c.list"
                                           " where not c.declined and d.declined and d.id < c.id and d.said_at > c.said_at and c.list = 'TON_DONG'"), [["1"]])
        self.assertEqual(standing(), expected)

    def decide(self, *words, tinh=None):
        (tinh or self.tinh).must("list", *words, *CASE)

    def test_owners_in_turn(self):
        """Whoever answers for a case, did, or will with a device that joins later: each has all that was decided of it, once, and knows whose it is now."""
        name, case = "PHUC_TAP", "BCD-593:20"
        self.first.import_rows([petition(number, received_on="2020-02-03", kind="KHIEU_NAI") for number in ("20", "21")])
        third = self.province.office("BCD-595")
        self.sync(self.first, third)
        self.put(name, case, "owner=BCD-594", "on=2020-06-01", "next=2020-06-10")
        self.put("DIEM_NONG", "BCD-593:21", "on=2020-06-02")
        self.sync(self.tinh)
        told = self.sync(self.other, third, self.first)
        self.assertIn(f"{case}@2020 is on the list", told[0])
        key, spot = (name, case + "@2020"), ("DIEM_NONG", "BCD-593:21@2020")
        self.assertIn(key, self.seen(self.other))
        self.assertNotIn(key, self.seen(third))
        ((listing,),) = self.province.sql("select id from case_listing where owner = 'BCD-594' and list = 'PHUC_TAP' and on_day = '2020-06-01' and next_on is not null")
        old = third.backup()
        self.decide("next", name, case, "owner=BCD-595", "on=2020-06-15", "next=2020-07-01")
        self.sync(self.tinh)
        told = self.sync(self.other, third, self.first)
        self.assertIn(f"{case}@2020 stays on the list", told[0])
        self.assertIn("since 15/06/2020 BCD-595 answers for it", told[0])
        self.assertIn(f"{case}@2020 is on the list", told[1])
        self.assertNotIn(case, self.sync(self.other)[0])
        # The one that answered for it has it no more, neither as its own nor as late; the one that does has all of it.
        self.assertNotIn(key, self.seen(self.other))
        self.assertEqual([row["case"] for row in self.other.table("list", "show", "--late") if row["case"] == key[1]], [])
        (gone,) = [row for row in self.other.table("list", "show", name, "--ended") if row["case"] == key[1]]
        self.assertEqual((gone["owner"], gone["off_on"], gone["late"]), ("BCD-595", "", ""))
        for office in third, self.first:
            self.assertEqual((self.seen(office)[key]["owner"], self.seen(office)[key]["next_on"]), ("BCD-595", "2020-07-01"))
        for code in ("BCD-593", "BCD-594", "BCD-595"):
            self.assertEqual({entry: times for entry, times in self.shown_entries(code).items() if entry in self.chain(listing)},
                             {entry: 1 for entry in self.chain(listing)}, code)
        # One that has no device yet, and the owner of before again: the same for all, whatever was put back meanwhile.
        self.decide("next", name, case, "owner=BCD-596", "on=2020-06-20", "next=2020-07-02")
        self.sync(self.tinh)
        copy = self.province.backup()
        self.decide("next", name, case, "owner=BCD-594", "on=2020-06-25", "next=2020-07-03")
        self.sync(self.tinh, self.other, third)
        third.restore(old)
        self.sync(third)
        self.assertNotIn(key, self.seen(third))
        self.province.stop()
        self.province.restore(copy)
        self.province.start()
        self.sync(self.tinh, self.second, self.first, self.other, third)
        late = self.province.office("BCD-596")
        self.sync(late, self.other)
        for office, mine in ((self.first, True), (self.other, True), (third, False), (late, False)):
            self.assertEqual(key in self.seen(office), mine, office.name)
            if not mine:
                self.assertIn(key[1], [row["case"] for row in office.table("list", "show", name, "--ended")], office.name)
        self.assertEqual(self.seen(self.tinh)[key], self.seen(self.second)[key])
        # It comes off: everybody hears of it, and of the hotspot whose case it is.
        self.decide("off", name, case, "on=2020-07-05")
        self.decide("off", "DIEM_NONG", "BCD-593:21", "on=2020-07-05")
        self.sync(self.tinh)
        told = self.sync(self.first, self.other, third, late)
        self.assertIn(f"{case}@2020 is off the list", told[0])
        self.assertIn(f"{case}@2020 is off the list", told[1])
        for office in self.first, self.other, third, late:
            self.assertNotIn(key, self.seen(office))
            self.assertNotIn(spot, self.seen(office))
            (row,) = [row for row in office.table("list", "show", name, "--ended") if row["case"] == key[1]]
            self.assertEqual(row["off_on"], "2020-07-05", office.name)
        ((listing,),) = self.province.sql("select id from case_listing where list = 'PHUC_TAP' and off_on = '2020-07-05'")
        for code in ("BCD-593", "BCD-594", "BCD-595", "BCD-596"):
            self.assertEqual({entry: times for entry, times in self.shown_entries(code).items() if entry in self.chain(listing)},
                             {entry: 1 for entry in self.chain(listing)}, code)
        # Nobody else has any of it: no office that never had to do with it, and of a restricted list none at all.
        restricted = {entry for entry, in self.province.sql(
            "select e from case_listing l cross join lateral (select l.id union select d.id from case_decision d where d.listing = l.id) x (e) where l.shown_to = ''")}
        for code in ("BCD-593", "BCD-594", "BCD-595", "BCD-596"):
            self.assertFalse(restricted & set(self.shown_entries(code)), code)

    def test_heirs_of_offices_that_ended(self):
        """The heir of an owner and of whose case it is has all of it, and what is decided since, for whoever has ended answers for nothing."""
        def publish(name, ended):
            folder = self.province.folder / name
            folder.mkdir()
            (folder / "classes.csv").write_text("code,name_vi,name_en,provincial\nxa,Ủy ban nhân dân cấp xã,Commune,no\n", encoding="utf-8")
            (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from,valid_to\n" + "".join(
                f"{code},UBND {code},xa,{unit},,yes,2020-01-01,{ended if code != 'XA-MOI' else ''}\n"
                for code, unit in (("XA-CU1", "22951"), ("XA-CU2", "22930"), ("XA-MOI", "22945"))), encoding="utf-8")
            self.founder.must("sync")
            self.founder.must("publish", folder)
            self.assertIn("rejected 0", self.founder.sync())

        publish("before", "")
        first, heir = self.province.office("XA-CU1"), self.province.office("XA-MOI")
        first.import_rows([petition("7", received_on="2025-02-03", kind="KHIEU_NAI")])
        self.sync(first, heir, self.tinh)
        # One case of an office that ends, answered for by an office without a device that ends; one of the district, answered for by the first.
        self.put("KEO_DAI", "XA-CU1:7", "owner=XA-CU2", "on=2025-03-01", "next=2025-04-01")
        self.put("KEO_DAI", "BCD-593:4", "owner=XA-CU1", "on=2025-03-01", "next=2025-04-01")
        self.sync(self.tinh, self.first, first, heir)
        self.assertEqual(self.seen_of(heir), set())
        self.assertEqual(self.seen_of(first), {"XA-CU1:7@2025", "BCD-593:4@2020"})
        publish("after", "2025-06-30")
        self.sync(self.tinh, self.first, first, heir)
        self.assertEqual(self.seen_of(heir), {"XA-CU1:7@2025", "BCD-593:4@2020"})
        for office in heir, self.tinh:
            self.assertEqual({row["case"]: row["owner"] for row in office.table("list", "show", "KEO_DAI") if row["listed_on"] == "2025-03-01"},
                             {"XA-CU1:7@2025": "XA-MOI", "BCD-593:4@2020": "XA-MOI"})
        self.assertEqual({(row["office"], row["local_no"]): row["owner"] for row in heir.query("case_list")},
                         {("XA-CU1", "7"): "XA-MOI", ("BCD-593", "4"): "XA-MOI"})
        # As of a day before, the ones of then answered for it.
        self.assertEqual({row["local_no"]: row["owner"] for row in self.tinh.query("case_list", list="KEO_DAI", on="2025-03-02") if row["listed_on"] == "2025-03-01"},
                         {"7": "XA-CU2", "4": "XA-CU1"})
        # What is decided without naming anybody names the heir, and goes on to it; another owner takes over from it.
        self.decide("next", "KEO_DAI", "XA-CU1:7", "on=2025-07-10", "next=2025-08-01")
        self.decide("next", "KEO_DAI", "BCD-593:4", "on=2025-07-10", "next=2025-08-01", "owner=BCD-594")
        self.sync(self.tinh, self.first, self.other, first, heir)
        self.assertEqual(self.seen_of(heir), {"XA-CU1:7@2025"})
        self.assertEqual([row["next_on"] for row in heir.table("list", "show", "KEO_DAI")], ["2025-08-01"])
        self.assertIn("BCD-593:4@2020", [row["case"] for row in heir.table("list", "show", "KEO_DAI", "--ended")])
        self.assertIn("BCD-593:4@2020", [row["case"] for row in self.other.table("list", "show", "KEO_DAI")])
        self.assertEqual(set(self.shown_entries("XA-MOI").values()), {1})
        for case in ("XA-CU1:7", "BCD-593:4"):
            self.decide("off", "KEO_DAI", case, "on=2025-07-20")
        self.sync(self.tinh, self.first, self.other, first, heir)
        self.assertEqual(self.seen_of(heir), set())

    def seen_of(self, office):
        """The cases on lists of OFFICE, by its journal and by the server."""
        shown = {(row["list"], row["case"].split("@")[0]) for row in office.table("list", "show")}
        self.assertEqual(shown, {(row["list"], f"{row['office']}:{row['local_no']}") for row in office.query("case_list")})
        return {row["case"] for row in office.table("list", "show")}

    def test_lists_that_cannot_be_published(self):
        folder = self.province.folder / "case-lists"
        folder.mkdir()
        head = "code,name_vi,name_en,takes,restricted,alert,target,flag,criteria_vi,criteria_en,citation,valid_from,valid_to\n"
        for row, said in (("MOI,Mới,New,,no,no,,,a,a,,2027-01-01,", "a list takes petitions, matters or both"),
                          ("MOI,Mới,New,office,no,no,,,a,a,,2027-01-01,", "no 'office'"),
                          ("MOI,Mới,New,petition,no,no,,LA,a,a,,2027-01-01,", "there is no flag 'LA'"),
                          ("MOI,Mới,New,petition matter,no,no,,DAI_HOI,a,a,,2027-01-01,", "a matter bears no flag"),
                          ("MOI,Mới,New,petition,maybe,no,,,a,a,,2027-01-01,", "restricted"),
                          ("MOI,Mới,New,petition,no,no,-1,,a,a,,2027-01-01,", "target"),
                          # Whoever was not to see it would, from that day on.
                          ("DAI_HOI_DANG,Đơn đại hội,Congress,petition,no,no,,DAI_HOI,a,a,,2027-01-01,", "restricted")):
            (folder / "case-lists.csv").write_text(head + row + "\n", encoding="utf-8")
            self.assert_refused(self.founder.run("publish", folder, "--check"), "case-lists", said)

    def test_what_strangers_say(self):
        """A program of one's own, of an office and of the province."""
        mine = WireOffice(self.province, "BCD-594")
        mine.append(received("w1"))
        listed = dict(list="TON_DONG", on=day("2020-06-01"), decided_by="x", reasoned=True, shown_to=["BCD-594"])
        said = mine.append(facts.Fact(case_listed=facts.CaseListed(listed=mine.reference(1), **listed)))
        self.assertEqual([verdict["code"] for verdict in said["verdicts"]], ["FORBIDDEN"])
        tinh = WireOffice(self.province, "BCD-TINH", "province")

        def code(fact):
            verdicts = tinh.append(fact)["verdicts"]
            return verdicts[0]["code"] if verdicts else ""

        target = mine.reference(1)
        self.assertEqual(code(facts.Fact(case_listed=facts.CaseListed(listed=target, **listed))), "")
        listing = tinh.reference(len(tinh.state.data["entries"]))
        self.assertEqual(code(facts.Fact(case_listed=facts.CaseListed(listed=target, **dict(listed, decided_by="y")))), "DUPLICATE")
        self.assertEqual(code(facts.Fact(case_listed=facts.CaseListed(listed=target, **dict(listed, list="KEO_DAI", shown_to=[])))), "BAD_LIST")
        self.assertEqual(code(facts.Fact(voided=facts.Voided(target=listing))), "BAD_LIST")
        mine.append(facts.Fact(voided=facts.Voided(target=target)))
        self.assertEqual(code(facts.Fact(case_listed=facts.CaseListed(listed=target, **dict(listed, list="KEO_DAI")))), "TARGET_VOID")
        # What was put there before its petition was taken back comes off all the same.
        off = facts.CaseDelisted(listing=listing, on=day("2020-06-02"), decided_by="x", reasoned=True, shown_to=["BCD-594"])
        self.assertEqual(code(facts.Fact(case_delisted=off)), "")
        step = tinh.reference(len(tinh.state.data["entries"]))
        # A decision is no petition's, and no step of one is about it.
        self.assertEqual(code(facts.Fact(petition_moved=facts.PetitionMoved(petition=step, move="CLASSIFIED", on=day("2020-06-02")))), "TARGET_KIND")
        self.assertEqual(code(facts.Fact(voided=facts.Voided(target=step))), "BAD_LIST")
        off.on = day("2020-06-03")
        self.assertEqual(code(facts.Fact(case_delisted=off)), "BAD_LIST")

    def test_put_back_and_rebuilt(self):
        self.put("PHUC_TAP", "BCD-593:5", "on=2020-06-01", "next=2020-07-01")
        self.sync(self.tinh, self.first)
        copy, home = self.province.backup(), self.tinh.backup()
        self.tinh.must("list", "next", "PHUC_TAP", "BCD-593:5", *CASE, "on=2020-06-10", "next=2020-08-01")
        self.put("PHUC_TAP", "BCD-593:6", "on=2020-06-11")
        self.sync(self.tinh, self.first)
        before = [self.province.sql(f"select * from {table} order by id") for table in ("case_listing", "case_decision")]
        # To whom it is addressed is told by the cases themselves: verify misses what is not there, and rebuild puts it there again.
        asked = "select code, entry from addressed where entry in (select entry from listing_addressee) order by 1, 2"
        addressed = self.province.sql(asked)
        self.assertIn("BCD-593", [code for code, _ in addressed])
        self.province.sql("with gone as (delete from addressed where entry in (select entry from listing_addressee) returning 1) select count(*) from gone")
        found = self.province.verify()
        self.assertEqual(found.status, 1, found.out)
        self.assertIn("is addressed to BCD-593, and is not listed", found.out + found.err)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.sql(asked), addressed)
        self.assertEqual([self.province.sql(f"select * from {table} order by id") for table in ("case_listing", "case_decision")], before)
        # A home that is put back takes it in again; a server that is put back gets it again.
        shown = self.tinh.table("list", "show", "PHUC_TAP")
        self.tinh.restore(home)
        self.sync(self.tinh)
        self.assertEqual(self.tinh.table("list", "show", "PHUC_TAP"), shown)
        self.province.stop()
        self.province.restore(copy)
        self.province.start()
        # Another device, which knows of neither, puts the same case there meanwhile: both stand, and each comes off by itself.
        self.put("PHUC_TAP", "BCD-593:6", "on=2020-06-12", tinh=self.second)
        self.sync(self.second, self.tinh, self.first, self.other, self.tinh, self.second)
        self.assertEqual(self.province.sql("select on_day::text, count(*) over (partition by office, key) from case_listing where list = 'PHUC_TAP' and off_on is null"
                                           " and on_day in ('2020-06-11', '2020-06-12') order by 1"), [["2020-06-11", "2"], ["2020-06-12", "2"]])
        twice = {row["listed_on"]: row for row in self.tinh.table("list", "show", "PHUC_TAP") if row["case"] == "BCD-593:6@2020"}
        self.assertEqual(sorted(twice), ["2020-06-11", "2020-06-12"])
        self.assertIn("several of that number are on the list PHUC_TAP", self.tinh.run("list", "off", "PHUC_TAP", "BCD-593:6", *CASE, "on=2020-06-12").err)
        self.tinh.must("list", "off", "PHUC_TAP", twice["2020-06-12"]["entry"], *CASE, "on=2020-06-12")
        self.sync(self.tinh, self.second)
        self.assertEqual(self.tinh.table("list", "show", "PHUC_TAP"), shown)
        row = self.rows(self.tinh, list="PHUC_TAP")
        self.assertEqual((row["5"]["next_on"], "6" in row), ("2020-08-01", True))
        self.assertEqual(self.second.table("list", "show", "PHUC_TAP"), shown)

    def test_decided_behind_what_comes_back(self):
        """A server that lost that a case came off takes in another decision, and then that one again: what was decided behind it counts for nothing,
        neither in the journals nor in what the server answers, as of whatever day."""
        self.put("PHUC_TAP", "BCD-593:7", "on=2020-06-01", "next=2020-07-01")
        self.sync(self.tinh, self.second, self.first)
        copy = self.province.backup()
        self.tinh.must("list", "off", "PHUC_TAP", "BCD-593:7", *CASE, "on=2020-06-20")
        self.sync(self.tinh)
        self.province.stop()
        self.province.restore(copy)
        self.province.start()
        self.second.must("list", "next", "PHUC_TAP", "BCD-593:7", *CASE, "on=2020-06-15", "next=2020-09-01", "owner=BCD-594")
        self.sync(self.second)
        self.assertEqual(self.rows(self.tinh, list="PHUC_TAP", on="2020-06-16")["7"]["owner"], "BCD-594")
        self.sync(self.tinh, self.second, self.first, self.other, self.tinh)
        row = self.rows(self.tinh, list="PHUC_TAP", on="2020-06-16")["7"]
        self.assertEqual((row["owner"], row["next_on"], row["last_action"]), ("BCD-593", "2020-07-01", "LISTED"))
        self.assertNotIn("7", self.rows(self.tinh, list="PHUC_TAP", on="2020-06-20"))
        for office in self.tinh, self.second, self.first, self.other:
            ended = [row["off_on"] for row in office.table("list", "show", "PHUC_TAP", "--ended") if row["case"] == "BCD-593:7@2020"]
            self.assertEqual(ended, [] if office is self.other and not ended else ["2020-06-20"], office.name)
            self.assertNotIn("BCD-593:7@2020", [row["case"] for row in office.table("list", "show", "PHUC_TAP")], office.name)

    def test_an_erased_reason(self):
        """It goes from every office that was shown it, as from the province's devices."""
        secret = "Lý do đã viết nhầm 5518"
        self.tinh.must("list", "put", "PHUC_TAP", "BCD-593:8", "by=Bí thư Tỉnh ủy", f"reason={secret}", "owner=BCD-594", "on=2020-06-01")
        self.sync(self.tinh, self.second, self.first, self.other)
        for office in self.second, self.first, self.other:
            self.assertTrue(office.mentions(secret), office.name)
        (row,) = [row for row in self.tinh.table("list", "show", "PHUC_TAP") if row["reason"] == secret]
        self.tinh.must("erase", row["entry"], "viết nhầm")
        self.sync(self.tinh, self.second, self.first, self.other)
        for office in self.tinh, self.second, self.first, self.other:
            self.assertFalse(office.mentions(secret), office.name)
            (again,) = [other for other in office.table("list", "show", "PHUC_TAP") if other["entry"] == row["entry"]]
            self.assertEqual(again["reason"], "")
        self.tinh.must("list", "off", "PHUC_TAP", row["entry"], *CASE, "on=2020-06-02")
        self.sync(self.tinh)

    def test_seed_rows_from_the_lists(self):
        """S-13, S-14, S-35, S-36: the stocks and flows of a period, which no one types: at its start, put on, come off, at its end."""
        for name, number, came, off in (("KEO_DAI", "2", "2019-11-01", None), ("KEO_DAI", "3", "2020-02-10", "2020-05-01"), ("KEO_DAI", "4", "2020-06-14", None),
                                        ("KEO_DAI", "7", "2020-06-15", None), ("TO_CONG_TAC", "2", "2020-03-03", None)):
            if came < "2020-02-03":
                came = "2020-02-04"
            self.put(name, f"BCD-593:{number}", f"on={came}")
            if off:
                self.tinh.must("list", "off", name, f"BCD-593:{number}", *CASE, f"on={off}")
        self.sync(self.tinh)

        def counted(name, **given):
            rows = self.tinh.query("case_list_counts", list=name, **given)
            return [tuple(int(row[column]) for column in ("opening", "added", "removed", "closing")) for row in rows]

        # The window of 2020-H1 ends on 14 June.
        self.assertEqual(counted("KEO_DAI", period="2020-H1"), [(0, 3, 1, 2)])
        self.assertEqual(counted("KEO_DAI", **{"from": "2020-03-01", "to": "2020-06-30"}), [(2, 2, 1, 3)])
        self.assertEqual(counted("TO_CONG_TAC", period="2020-H1"), [(0, 1, 0, 1)])
        for opening, added, removed, closing in counted("KEO_DAI", by="office", **{"from": "2020-06-01", "to": "2020-06-30"}):
            self.assertEqual(opening + added - removed, closing)
        self.assertEqual([row["office"] for row in self.tinh.query("case_list_counts", by="office", list="KEO_DAI", to="2020-12-31")], ["BCD-593"])
        self.assertEqual(sorted(self.rows(self.tinh, list="KEO_DAI", on="2020-06-14")), ["2", "4"])
        self.sync(self.first)
        # Each of these figures by its cases and their entries; an office is told of its own.
        for name in "KEO_DAI", "TO_CONG_TAC":
            (figures,) = self.tinh.query("case_list_counts", list=name, period="2020-H1")
            for figure in "opening", "added", "removed", "closing":
                cases = self.tinh.table("explain", f"2020-H1/{name}/{figure}")
                self.assertEqual(len(cases), int(figures[figure]), (name, figure))
                self.assertEqual(self.first.table("explain", f"2020-H1/{name}/{figure}"), [case for case in cases if case["office"] == "BCD-593"])
                self.assertEqual(self.tinh.table("explain", f"2020-H1/{name}/{figure}@BCD-594"), [])
        (gone,) = self.tinh.table("explain", "2020-H1/KEO_DAI/removed")
        self.assertEqual((gone["local_no"], gone["listed_on"], gone["off_on"], gone["decided_by"]), ("3", "2020-02-10", "2020-05-01", "Bí thư Tỉnh ủy"))
        self.assertIn(gone["listing"], [row["entry"] for row in self.tinh.table("list", "show", "KEO_DAI", "--ended")])
        self.assertIn("1 case\n", self.tinh.must("explain", "2020-H1/KEO_DAI/removed@BCD-593"))
        self.assertEqual(self.first.table("explain", "2020-H1/DAI_HOI_DANG/added"), [])
        self.assert_refused(self.tinh.run("explain", "2020-H1/KEO_DAI/lost"), "no figure 'lost'")
        self.assert_refused(self.tinh.run("explain", "2020-X1/KEO_DAI/added"), "2020-X1")
        self.assert_refused(self.analyst.run("explain", "2020-H1/KEO_DAI/added"), "case_list_parts is not for role analyst")
        self.forms_from_the_lists()

    def forms_from_the_lists(self):
        """The same figures in the district's form: filled in by its journal, counted by the province, and both as counted here of the stays by themselves."""
        form, period, first, last = "QCDC-HUYEN", "2020-H1", "2019-12-15", "2020-06-14"
        self.first.import_rows([petition(number, received_on="2019-11-01", kind="KHIEU_NAI") for number in ("32", "33")])
        self.sync(self.first)
        for number, on in (("32", "2019-12-01"), ("33", "2020-06-01")):
            self.put("DIEM_NONG", f"BCD-593:{number}@2019", f"on={on}")
        self.tinh.must("list", "off", "DIEM_NONG", "BCD-593:32@2019", *CASE, "on=2020-05-01")
        self.sync(self.tinh, self.first)
        stays = {}
        for name, case, on, off in self.province.sql("select l.list, c.petition, l.on_day::text, l.off_on::text from case_listing l join listed_case c on c.listing = l.id"
                                                     " join office o on o.id = c.office where o.code = 'BCD-593' and l.shown_to <> '' order by l.on_day"):
            stays.setdefault(("spot" if name == "DIEM_NONG" else "backlog" if name != "TO_CONG_TAC" else "other", case), []).append([on, off or "9999"])
        cells = {"backlog": ("C23", "C24", "C25", "C26"), "spot": ("C27.open", "C27.new", "C27.stabilised", "C27.close")}
        counted = {cell: 0 for columns in cells.values() for cell in columns}
        for (what, _), items in stays.items():
            whole = []
            for on, off in items:
                if whole and on <= whole[-1][1]:
                    whole[-1][1] = max(whole[-1][1], off)
                else:
                    whole.append([on, off])
            for on, off in whole if what in cells else []:
                for cell, counts in zip(cells[what], (on < first <= off, first <= on <= last, on <= last and first <= off <= last, on <= last < off)):
                    counted[cell] += counts
        for opening, added, removed, closing in cells.values():
            self.assertEqual(counted[opening] + counted[added], counted[removed] + counted[closing])
        self.assertTrue(all(counted[cell] for cell in cells["spot"]), counted)
        self.assertGreater(counted["C24"], counted["C25"])
        mine = {row["cell"]: row["value"] for row in csv.DictReader(io.StringIO(self.first.must("report", "template", form, period, "--format", "csv"))) if row["value"]}
        theirs = {row["cell"]: row["register"] for row in self.tinh.query("register_counts", form=form, period=period, by="office") if row["office"] == "BCD-593"}
        for cell, value in counted.items():
            self.assertEqual((mine.get(cell), theirs.get(cell)), (str(value), str(value)), cell)
        # Of an office that has no case on such a list nothing is known: it is asked.
        others = {row["cell"] for row in self.tinh.query("register_counts", form=form, period=period, by="office") if row["office"] == "BCD-597"}
        self.assertFalse(others & set(counted))
        # A form that says another number, and by which case: one that came onto a list since, and one that came off.
        path = self.province.folder / "form.csv"
        path.write_text("form,period,cell,value\n" + "".join(f"{form},{period},{cell},{value}\n" for cell, value in sorted(counted.items())), encoding="utf-8")
        self.first.must("report", "file", path)
        self.assertEqual(self.first.table("report", "reconcile", form, period), [])
        self.sync(self.first)
        self.first.import_rows([petition("31", received_on="2020-02-03", kind="KHIEU_NAI")])
        self.sync(self.first)
        self.put("TON_DONG", "BCD-593:31", "on=2020-03-01")
        self.tinh.must("list", "off", "KEO_DAI", "BCD-593:4", *CASE, "on=2020-06-14")
        self.sync(self.tinh, self.first)
        own = {row["cell"]: (row["said"], row["register"], row["register_rows"]) for row in self.first.table("report", "reconcile", form, period)}
        self.assertEqual({cell: int(now) - int(said.split(".")[0]) for cell, (said, now, _) in own.items()}, {"C24": 1, "C25": 1})
        self.assertEqual((own["C24"][2], own["C25"][2]), ("31 +1 (entered)", "4 +1 (stepped)"))
        held = {row["cell"]: (row["said"], row["register"], row["register_rows"]) for row in self.tinh.query("register_reconcile", form=form, period=period) if row["office"] == "BCD-593"}
        self.assertEqual(held, own)
        rows = {row["local_no"]: row for row in self.first.table("report", "reconcile", form, period, "cell=C24")}
        self.assertEqual((rows["31"]["kind"], rows["31"]["day"], rows["31"]["register"], rows["31"]["as_filed"], rows["31"]["since"]), ("TON_DONG", "2020-03-01", "1", "0", "entered"))
        self.tinh.must("list", "off", "TON_DONG", "BCD-593:31", *CASE, "on=2020-07-01")
        self.tinh.must("list", "off", "DIEM_NONG", "BCD-593:33@2019", *CASE, "on=2020-07-01")
        self.sync(self.tinh, self.second)


if __name__ == "__main__":
    main()
