# ctest: timeout=600
"""Matters that several petitions are about: opened, joined and left without a line, joined by the province, counted by petition and by
matter, replied to in one act; what is not possible, one line.
"""
from harness import FlowCase, main, petition
from wire_office import WireOffice, day, facts, received, reference


class Matters(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        codes = iter(["BCD-593", "BCD-595", "BCD-596", "BCD-597", "BCD-598", "BCD-599", "BCD-600", "BCD-601"])
        cls.codes = codes

    def setUp(self):
        self.office = self.province.office(next(self.codes))

    def tearDown(self):
        self.assert_identical()

    def take_in(self, office, *numbers, **given):
        office.import_rows([petition(number, **given) for number in numbers])

    def open(self, office, number, title="Thu hồi đất khu phố 3", *words):
        return office.must("matter", "open", f"local_no={number}", "opened_on=2020-03-01", "field=DAT_DAI", f"title={title}", *words)

    def listed(self, office):
        return {row["local_no"]: (row["petitions"], row["pending"]) for row in office.table("matter", "list")}

    def counted(self, office):
        (row,) = office.query("matter_counts")
        return int(row["petitions"]), int(row["matters"]), int(row["joined"])

    def test_an_office_links_its_own(self):
        office = self.office
        self.take_in(office, "1", "2", "3", "4")
        self.assertIn("opened", self.open(office, "V1", "Thu hồi đất khu phố 3", "project=KP3"))
        self.assertIn("nothing new", self.open(office, "V1", "Thu hồi đất khu phố 3", "project=KP3"))
        self.assertIn("3 petitions joined", office.must("matter", "join", "V1", "1", "2", "3", "on=2020-03-02"))
        self.assertIn("in it already", office.must("matter", "join", "V1", "1"))
        self.open(office, "V2", "Đường liên thôn")
        # In one matter at most, never its own, and only what it is in can be left: one line, and nothing half done.
        self.assert_refused(office.run("matter", "join", "V2", "4", "1", "on=2020-03-02"), "another matter", office.code + ":V1@2020")
        self.assertEqual(self.listed(office), {"V1": ("3", "3"), "V2": ("0", "0")})
        self.assert_refused(office.run("matter", "leave", "V2", "4", "reason=nhầm"), "no matter")
        self.assert_refused(office.run("matter", "leave", "V2", "1", "reason=nhầm"), "another matter")
        self.assert_refused(office.run("matter", "leave", "V1", "1"), "reason")
        self.assert_refused(office.run("matter", "join", "V1", "4", "on=2019-01-01"), "before the day of receipt")
        self.assert_refused(office.run("matter", "join", "V9", "4"), "no matter V9")
        entry = office.table("matter", "list")[0]["entry"]
        self.assert_refused(office.run("matter", "join", "V1", entry))
        self.assertIn("1 petition taken out", office.must("matter", "leave", "V1", "3", "reason=nội dung khác"))
        self.assertIn("1 petition joined", office.must("matter", "join", "V2", "3", "on=2020-04-01"))
        self.assertEqual(self.listed(office), {"V1": ("2", "2"), "V2": ("1", "1")})
        said = office.run("matter", "show", "V1", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertEqual(("đơn " in said, "petition" in said), (True, False), said)
        shown = {row["what"]: row["value"] for row in office.table("petition", "show", "3")}
        self.assertEqual((shown["matter"], shown["taken out of a matter"]), (f"{office.code}:V2@2020", f"{office.code}:V1@2020; nội dung khác"))
        office.sync()
        self.assertEqual(self.counted(office), (4, 3, 3))  # V1, V2, and petition 4
        self.assertEqual({row["local_no"]: row["matter"] for row in office.query("matter_petitions")},
                         {"1": f"{office.code}:V1@2020", "2": f"{office.code}:V1@2020", "3": f"{office.code}:V2@2020", "4": ""})
        # A second device sees the same; what is taken back is no matter any more.
        second = self.province.office(office.code)
        second.sync()
        self.assertEqual(second.table("matter", "list"), office.table("matter", "list"))
        second.must("matter", "correct", "V1", "field=XAY_DUNG", "title=Thu hồi đất khu phố 4", "local_no=V1a")
        self.assert_refused(second.run("matter", "correct", "V1a", "local_no=V2"), "number of another matter")
        second.must("matter", "void", "V2", "reason=nhập nhầm")
        second.sync()
        office.sync()
        self.assertEqual(office.table("matter", "list"), second.table("matter", "list"))
        self.assertEqual(self.listed(office), {"V1a": ("2", "2")})
        self.assertEqual(self.counted(office), (4, 3, 2))  # V1a, petitions 3 and 4
        self.assert_refused(office.run("matter", "join", "V2", "4"), "taken back")

    def test_the_province_links_those_of_any_office(self):
        first, other = self.office, self.province.office(next(self.codes))
        for office in first, other:
            self.take_in(office, "7", "8")
            office.sync()
        self.open(self.tinh, "T1", "Bến cá liên huyện")
        self.tinh.sync()
        self.assertIn("2 petitions joined", self.tinh.must("matter", "join", "T1", f"{first.code}:7", f"{other.code}:7@2020", "reason=cùng nội dung"))
        self.assertIn("in it already", self.tinh.must("matter", "join", "T1", f"{first.code}:7"))  # which is not sent yet
        self.open(self.tinh, "T2", "Một vụ khác")
        self.assert_refused(self.tinh.run("matter", "join", "T2", f"{first.code}:7"), "another matter")
        self.assert_refused(self.tinh.run("matter", "join", "T1", f"{first.code}:99"), "no petition")
        self.tinh.sync()
        # Its office is shown it, with what the matter is called and why, and links another one of its own to it.
        first.sync()
        shown = {row["what"]: row["value"] for row in first.table("petition", "show", "7")}
        self.assertEqual((shown["matter"], shown["joined to a matter"]), ("BCD-TINH:T1@2020", "BCD-TINH:T1@2020; cùng nội dung"))
        self.assertIn("1 petition joined", first.must("matter", "join", "BCD-TINH:T1", "8"))
        self.open(other, "X1")
        other.sync()
        self.assert_refused(first.run("matter", "join", f"{other.code}:X1", "8"), "no matter")
        self.assert_refused(first.run("matter", "join", "BCD-TINH:T1", f"{other.code}:8"), "another office")
        first.sync()
        self.assertEqual([(row["office"], row["petitions"]) for row in self.tinh.query("matters", number="T1")], [("BCD-TINH", "3")])
        # A number with đ is asked for as it is written.
        self.open(self.tinh, "T-Đ/2")
        self.tinh.sync()
        self.assertEqual([row["local_no"] for row in self.tinh.query("matters", number="t-đ/2")], ["T-Đ/2"])
        # What a stranger's program says of another office's petition is refused, and of another office's matter is no link.
        wire = WireOffice(self.province, first.code)
        theirs = facts.Ref()
        theirs.CopyFrom(reference(other, 1))
        wire.append(received("w1"))
        mine = wire.reference(1)
        said = wire.append(facts.Fact(matter_joined=facts.MatterJoined(petition=theirs, matter=mine, on=day("2020-03-02"))))
        self.assertEqual([verdict["code"] for verdict in said["verdicts"]], ["NOT_YOURS"])
        said = wire.append(facts.Fact(matter_joined=facts.MatterJoined(petition=mine, matter=mine, on=day("2020-03-02"))))
        self.assertEqual([verdict["code"] for verdict in said["verdicts"]], ["TARGET_KIND"])
        foreign = reference(other, 3)  # its matter X1
        said = wire.append(facts.Fact(matter_joined=facts.MatterJoined(petition=mine, matter=foreign, on=day("2020-03-02"))))
        self.assertEqual(said["verdicts"], [])
        self.assertEqual([row["petitions"] for row in self.tinh.query("matters", number="X1")], ["0"])
        self.assertEqual(self.counted(first), (3, 2, 2))

    def test_one_reply_for_all_of_a_matter(self):
        office = self.office
        self.take_in(office, "1", "2", "3", kind="PHAN_ANH")
        self.take_in(office, "4", kind="PHAN_ANH", settled_on="2020-02-20")
        self.open(office, "V1")
        office.must("matter", "join", "V1", "1", "2", "3", "4", "on=2020-03-02")
        before = office.entries()
        rehearsed = office.table("matter", "reply", "V1", "SETTLED", "on=2020-03-20", "reason=đã trả lời chung", "--dry-run")
        self.assertEqual(([row["local_no"] for row in rehearsed], office.entries()), (["1", "2", "3"], before))
        # Of one it is not possible: then of none.
        office.must("petition", "move", "2", "SUSPENDED", "on=2020-03-25", "from_register=1")
        before = office.entries()
        self.assert_refused(office.run("matter", "reply", "V1", "SETTLED", "on=2020-03-20"), "before")
        self.assertEqual(office.entries(), before)
        office.must("petition", "move", "2", "RESUMED", "on=2020-03-26", "from_register=1")
        self.assertIn("3 petitions have taken this step", office.must("matter", "reply", "V1", "SETTLED", "on=2020-03-27"))
        self.assertEqual(self.listed(office), {"V1": ("4", "0")})
        office.sync()
        self.assertEqual({row["state"] for row in office.query("matter_petitions")}, {"settled"})
        # Until there is one, all are told why not and by when.
        self.take_in(office, "5", "6", kind="PHAN_ANH")
        self.open(office, "V2")
        office.must("matter", "join", "V2", "5", "6", "on=2020-03-02")
        before = office.entries()
        interim = ("matter", "reply", "V2", "INTERIM_REPLIED", "on=2026-07-02", "reason=chờ đo đạc lại")
        self.assert_refused(office.run(*interim), "the day for which the answer is promised", "add expected_on=…")
        self.assertEqual(office.entries(), before)
        self.assertIn("2 petitions have taken this step", office.must(*interim, "expected_on=2026-07-20"))
        self.assertEqual({row["local_no"]: row["promised_on"] for row in office.table("petition", "due", "on=2026-07-20") if row["promised_on"]},
                         {"5": "2026-07-20", "6": "2026-07-20"})

    def test_put_back_and_rebuilt(self):
        office = self.office
        self.take_in(office, "1", "2")
        self.open(office, "V1")
        office.sync()
        copy = office.backup()
        office.must("matter", "join", "V1", "1", "2")
        office.sync()
        office.restore(copy)
        office.sync()
        self.assertEqual(self.listed(office), {"V1": ("2", "2")})
        # Two devices that have not seen each other: the first holds, the second hears why.
        second = self.province.office(office.code)
        second.sync()
        self.take_in(office, "9")
        self.open(office, "V2", "Một vụ khác")
        office.sync()
        second.sync()
        office.must("matter", "join", "V1", "9")
        second.must("matter", "join", "V2", "9")
        office.sync()
        second.run("sync")
        self.assertIn("another matter", second.must("rejected"))
        office.sync()
        self.assertEqual(self.listed(second), {"V1": ("3", "3"), "V2": ("0", "0")})
        self.assertEqual(self.listed(office), self.listed(second))
        before = self.province.sql("select * from matter order by id"), self.province.sql("select id, matter, matter_on, matter_by from petition order by id")
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual((self.province.sql("select * from matter order by id"),
                          self.province.sql("select id, matter, matter_on, matter_by from petition order by id")), before)


if __name__ == "__main__":
    main()
