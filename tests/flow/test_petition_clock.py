"""The legal clock as an office sees it: step by step, what is due, and what a holiday that is published later moves."""

import datetime

from harness import FlowCase, petition, unittest

HOLIDAYS = "day,works,name_vi,name_en,valid_from,valid_to\n"
TRAITS = "unit,trait,valid_from,valid_to\n"


class PetitionClock(FlowCase):
    def publish(self, **tables):
        folder = self.province.folder / f"published-{len(list(self.province.folder.glob('published-*')))}"
        folder.mkdir()
        for name, text in tables.items():
            (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
        founder = self.province.founder() if not hasattr(self, "center") else self.center
        type(self).center = founder
        founder.sync()
        done = founder.run("publish", folder, "--past")
        if done.status:
            done = founder.run("publish", folder)
        self.assertEqual(done.status, 0, done)
        founder.sync()

    def clock(self, office, number):
        return office.table("petition", "clock", number)

    def due(self, office, *words):
        return {row["local_no"]: row for row in office.table("petition", "due", *words)}

    def test_a_day_at_the_office(self):
        office = self.province.office("BCD-593")
        # Nothing is owed for what is not there.
        self.assertEqual(office.table("petition", "due"), [])
        office.import_rows([petition("1/KN", kind="KHIEU_NAI", received_on="2020-01-15"),
                            petition("2/TC", kind="TO_CAO", received_on="2020-01-17", flags="PHUC_TAP"),
                            petition("3/PA", kind="PHAN_ANH", received_on="2020-02-03"),
                            petition("4/KN", kind="KHIEU_NAI", received_on="2020-01-02", settled_on="2020-02-10", outcome="DUNG")])
        # 10 days from 15/1 end on a Saturday and Tết follows: Thu 30/1; 7 working days after 17/1: Tue 4/2.
        due = self.due(office, "on=2020-02-04")
        self.assertEqual([(number, due[number]["due_on"], due[number]["days_left"], due[number]["rule"]) for number in due],
                         [("1/KN", "2020-01-30", "-5", "DON-XULY"), ("2/TC", "2020-01-30", "-5", "DON-XULY"),
                          ("3/PA", "2020-02-13", "9", "DON-XULY")])
        self.assertEqual(list(self.due(office, "on=2020-02-04", "days=0")), ["1/KN", "2/TC"])
        self.assertEqual(list(self.due(office, "on=2020-01-30", "days=0", "limit=1")), ["1/KN"])
        rows = self.clock(office, "2/TC")
        self.assertEqual([(row["what"], row["days"], row["until"]) for row in rows if row["rule"] == "TC-XLBD"][1:2],
                         [("working days", "7", "2020-02-04")])
        passed = next(row["why"] for row in rows if row["rule"] == "TC-XLBD" and row["what"] == "working days")
        self.assertIn("2020-01-23 – 2020-01-24", passed)
        # One more, of working days in weekends and Tết; and what moves a last day is named with the article.
        moved = next(row for row in self.clock(office, "1/KN") if row["what"] == "moved on")
        self.assertEqual((moved["days"], moved["until"]), ("5", "2020-01-30"))
        self.assertIn("148", moved["article"])
        # Accepted: the settlement is what is due; extended once, and no more.
        office.must("petition", "move", "2/TC", "ACCEPTED", "on=2020-02-03")
        self.assertEqual([row["due_on"] for row in self.clock_due(office, "2/TC")], ["2020-02-10", "2020-03-04"])
        office.must("petition", "move", "2/TC", "EXTENDED", "on=2020-03-02", "reason=x")
        self.assertEqual([row["due_on"] for row in self.clock_due(office, "2/TC")], ["2020-02-10", "2020-04-03"])
        self.assertEqual(office.run("petition", "move", "2/TC", "SUSPENDED", "on=2020-03-20", "days=3", "reason=x").status, 1)
        again = office.run("petition", "move", "2/TC", "EXTENDED", "on=2020-03-20", "reason=x")
        self.assertEqual(again.status, 1)
        self.assertIn("TC-GQ", again.err)
        self.assertIn("Điều 30 khoản 2", again.err)
        plain = office.run("petition", "move", "1/KN", "ACCEPTED", "on=2020-01-31")
        self.assertEqual(plain.status, 0)
        refused = office.run("petition", "move", "1/KN", "EXTENDED", "on=2020-02-20")
        self.assertEqual(refused.status, 1)
        self.assertIn("complex", refused.err)
        # What allowed it stays as long as it stands.
        self.assert_says(office.run("petition", "correct", "2/TC", "flags="), 1, "EXTENDED of 02/03/2020", "take back the later steps first")
        self.assertEqual(office.must("petition", "correct", "2/TC", "flags=DAC_BIET_PHUC_TAP PHUC_TAP"), "corrected\n")
        self.assertEqual(office.must("petition", "correct", "2/TC", "flags=PHUC_TAP"), "corrected\n")
        # A correction comes to no more than a new step would.
        extended, = (row["entry"] for row in office.table("petition", "show", "2/TC") if row["what"] == "EXTENDED")
        self.assert_says(office.run("petition", "correct-step", extended, "days=31"), 1, "TC-GQ", "Điều 30 khoản 2")
        self.assertEqual(office.must("petition", "correct-step", extended, "days=10", "article=Điều 30 khoản 1"), "corrected\n")
        self.assertEqual(office.must("petition", "correct-step", extended, "days=10"), "nothing new: it says so already\n")
        self.assertIn("Điều 30 khoản 1", str(office.table("petition", "show", "2/TC")))
        office.must("petition", "correct-step", extended, "days=", "article=")
        self.assertEqual(office.table("petition", "show", "2/TC")[-1]["value"], "EXTENDED")
        for words, said in (((next(row["entry"] for row in office.table("petition", "show", "2/TC") if row["what"] == "received"), "on=2020-02-01"), "not the address of a step"),
                            ((extended, "days=x"), "by 1 to"), ((extended, "on=2019-01-01"), "before"), ((extended, "outcome=DUNG"), "outcome")):
            self.assert_says(office.run("petition", "correct-step", *words), 1, said)
        # Nor does it take away what the law wants of the step.
        office.import_rows([petition("5/PA", kind="PHAN_ANH", received_on="2020-02-03")])
        office.must("petition", "move", "5/PA", "FORWARDED", "on=2020-02-05", "article=Điều 26", "reason=x")
        forwarded = office.table("petition", "show", "5/PA")[-1]["entry"]
        self.assert_says(office.run("petition", "correct-step", forwarded, "article="), 1, "article")
        self.assertEqual(office.must("petition", "correct-step", forwarded, "article=Điều 27"), "corrected\n")
        # From paper it is what was.
        office.must("petition", "move", "1/KN", "EXTENDED", "on=2020-02-20", "from_register=1")
        self.assertEqual([row["due_on"] for row in self.clock_due(office, "1/KN")], ["2020-03-02"])
        office.sync()
        self.assertEqual(office.table("rejected"), [])
        self.same_at_the_province(office)
        # What people read.
        said = office.must("petition", "clock", "4/KN")
        self.assertRegex(said, "met late|trễ hạn")
        said = office.run("petition", "due", "on=2020-02-04", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertNotRegex(said, "CLASSIFIED|SETTLED")
        self.assertEqual(office.run("petition", "due", "days=-1").status, 1)
        self.assertEqual(office.run("petition", "due", "days=x").status, 1)
        self.assertEqual(office.run("petition", "clock", "99/KN").status, 1)

    def ends(self, office, number):
        """{rule: (what became of it, days, last day)}"""
        return {row["rule"]: (row["what"], row["days"], row["until"]) for row in self.clock(office, number)}

    def test_deadlines_of_whoever_takes_a_step_and_of_the_citizen(self):
        office, city = self.province.office("BCD-594"), self.province.office("BCD-595")
        office.import_rows([petition("1/TC", kind="TO_CAO", received_on="2020-01-21"), petition("2/TC", kind="TO_CAO", received_on="2020-01-21"),
                            petition("3/KN", kind="KHIEU_NAI", received_on="2020-04-01", flags="nhận quyết định: 01/01/2020"),
                            petition("4/KN", kind="KHIEU_NAI", received_on="2019-12-02", settled_on="2019-12-26", outcome="SAI"),
                            petition("5/KNG", kind="KIEN_NGHI", received_on="2019-12-16", flags="Cử tri")])
        # Passed on within 5 working days; nothing to whom it belongs to, and nothing that is due of it before.
        next_ = {row["move"]: row["due_on"] for row in office.table("petition", "next", "1/TC")}
        self.assertEqual((next_["FORWARDED"], next_["ACCEPTED"]), ("2020-01-31", "2020-01-31"))  # DON-XULY is over before Tết's days are made up for
        office.must("petition", "move", "1/TC", "CLASSIFIED", "on=2020-01-31")
        next_ = {row["move"]: row["due_on"] for row in office.table("petition", "next", "1/TC")}
        self.assertEqual((next_["FORWARDED"], next_["ACCEPTED"]), ("2020-02-04", ""))
        self.assertEqual(self.ends(office, "1/TC")["TC-CHUYEN"][0::2], ("days past, if it is taken", "2020-02-04"))
        self.assertNotIn("1/TC", self.due(office, "days=3660"))
        office.must("petition", "move", "2/TC", "ACCEPTED", "on=2020-01-22")
        self.assertNotIn("TC-CHUYEN", self.ends(office, "2/TC"))
        office.must("petition", "hand-over", "1/TC", "to=BCD-595", "on=2020-02-05", "article=Điều 24", "reason=của thị xã")
        self.assertEqual(self.ends(office, "1/TC")["TC-CHUYEN"], ("met late", "1", "2020-02-04"))
        # The time within which one may complain; it is a complaint's, and over by the receipt.
        self.assertEqual(self.ends(office, "3/KN")["KN-THOIHIEU"], ("met late", "1", "2020-03-31"))
        office.must("petition", "correct", "3/KN", "flags=NHAN_QD:2020-01-02")
        self.assertEqual(self.ends(office, "3/KN")["KN-THOIHIEU"], ("met in time", "0", "2020-04-01"))
        self.assertEqual([row["local_no"] for row in office.table("petition", "list", "flag=nhận quyết định")], ["3/KN"])
        for number, words, said in (("3/KN", "flags=NHAN_QD:2020-04-02", "is after the day of receipt"), ("3/KN", "kind=KIEN_NGHI", "only a complaint"),
                                    ("3/KN", "flags=NHAN_QD:x", "NHAN_QD:<day>"), ("4/KN", "flags=CU_TRI", "only a recommendation")):
            self.assert_says(office.run("petition", "correct", number, words), 1, said)
        # Until when whoever complained may go on: told, owed by nobody.
        self.assertEqual(self.ends(office, "4/KN")["KN-LAN2"][0::2], ("days past for the citizen", "2020-01-30"))
        self.assertEqual({row["move"]: row["due_on"] for row in office.table("petition", "next", "4/KN")}["APPEALED"], "2020-01-30")
        office.must("petition", "move", "4/KN", "APPEALED", "on=2020-01-31")
        self.assertEqual(self.ends(office, "4/KN")["KN-LAN2"], ("met late", "1", "2020-01-30"))
        office.must("petition", "move", "3/KN", "ACCEPTED", "on=2020-04-02")  # and is not settled: 4/5/2020 and 30 days more
        self.assertEqual(self.ends(office, "3/KN")["KN-LAN2"][0::2], ("days past for the citizen", "2020-06-03"))
        self.assertIn("TIME_OVER 2020-05-04", [row["why"] for row in self.clock(office, "3/KN")])
        # What the voters send goes by its own time.
        self.assertEqual(list(self.ends(office, "5/KNG")), ["CUTRI"])
        self.assertEqual(self.due(office, "on=2020-01-02", "days=60")["5/KNG"]["due_on"], "2020-01-30")
        office.sync()
        self.assertEqual(office.table("rejected"), [])
        self.same_at_the_province(office)
        said = office.run("petition", "clock", "3/KN", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        for words in ("nhận quyết định 02/01/2020", "hết thời hạn giải quyết", "Thời hiệu khiếu nại"):
            self.assertIn(words, said)
        self.assertNotRegex(said, "DECISION|TIME_OVER|citizen")
        city.sync()
        self.assertEqual(city.table("petition", "incoming")[0]["local_no"], "1/TC")

    def assert_says(self, done, status, *words):
        self.assertEqual(done.status, status, done)
        for word in words:
            self.assertIn(word, done.err)

    def clock_due(self, office, number):
        """The rules that run, with their days."""
        rows = [dict(rule=row["rule"], due_on=row["until"]) for row in self.clock(office, number)
                if row["what"] in ("days left", "overdue")]
        return sorted(rows, key=lambda row: row["due_on"])

    def same_at_the_province(self, office):
        """The province keeps the days that the office works out, and what it keeps follows from the journals."""
        rows = ("local_no", "kind", "received_on", "state", "rule", "begun_on", "due_on")
        kept = {row["local_no"]: {name: row[name] for name in rows} for row in office.query("petitions_due")}
        own = {number: {name: row[name] for name in rows} for number, row in self.due(office, "days=3660").items()}
        self.assertTrue(own)
        self.assertEqual(kept, own)
        # Overdue on a day is a day that is compared.
        self.assertEqual({row["local_no"] for row in office.query("petitions_due", by="2020-03-01")},
                         {number for number, row in own.items() if row["due_on"] <= "2020-03-01"})
        self.assertEqual({row["local_no"] for row in office.query("petitions_due", kind="TO_CAO", field="DAT_DAI")},
                         {number for number, row in own.items() if row["kind"] == "TO_CAO"})
        self.assertEqual(office.query("petitions_due", field="THUE"), [])
        # Counted, and by one deadline alone.
        counts = {(row["office"], row["rule"]): (row["due"], row["overdue"], row["first_due_on"])
                  for row in office.query("petitions_due_counts", by="office,rule", on="2020-03-01")}
        wanted = {}
        for row in own.values():
            wanted.setdefault((office.code, row["rule"]), []).append(row["due_on"])
        self.assertEqual(counts, {key: (str(len(days)), str(sum(day < "2020-03-01" for day in days)), min(days))
                                  for key, days in wanted.items()})
        for _, rule in wanted:
            self.assertEqual({row["local_no"] for row in office.query("petitions_due", rule=rule.lower())},
                             {number for number, row in own.items() if row["rule"] == rule})
        total, = office.query("petitions_due_counts", kind="TO_CAO", on="2030-01-01")
        self.assertEqual(total["overdue"], str(sum(row["kind"] == "TO_CAO" for row in own.values())))
        refused = office.run("query", "petitions_due", "rule=KN-GQ")
        self.assertEqual(refused.status, 2, refused)
        self.assertIn("KN-GQ-1", refused.err)
        found = self.province.verify()
        self.assertEqual(found.status, 0, found)

    def assert_moved(self, office, numbers):
        """One line for each cause and rule, with how many it moved; those are listed by its day.  Other offices have nothing to do with it."""
        rows = office.query("petitions_moved")
        self.assertEqual([(row["rule"], row["petitions"], row["offices"], row["earlier"], row["later"]) for row in rows],
                         [(rule, "1", "1", "0", "1") for rule in (["TC-GQ"] if "1/TC" in numbers else []) + ["KN-GQ-1-VX"]][::-1], rows)
        self.assertEqual(len({row["publication"] for row in rows}), 1)
        self.assertRegex(rows[0]["publication"], "^[0-9a-f]{16}:[0-9]+$")
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
        self.assertEqual(sorted(row["local_no"] for row in office.query("petitions_due", moved=str(today))), numbers)
        self.assertEqual(office.query("petitions_due", moved="2020-01-01"), [])
        self.assertEqual(office.query("petitions_moved", since=str(today)), rows)
        self.assertEqual(self.province.office("BCD-597").query("petitions_moved"), [])

    def kept(self, columns):
        return self.province.value(f"select string_agg(concat_ws(' ', local_no, {columns}), '; ' order by id) from petition where office ="
                                   " (select id from office where code = 'BCD-596' limit 1)")

    def test_holiday_and_area_published_later(self):
        office = self.province.office("BCD-596")
        office.import_rows([petition("1/TC", kind="TO_CAO", received_on="2020-02-03"),
                            petition("2/TC", kind="TO_CAO", received_on="2020-02-03"),
                            petition("3/KN", kind="KHIEU_NAI", received_on="2020-02-03")])
        for number in ("1/TC", "2/TC", "3/KN"):
            office.must("petition", "move", number, "ACCEPTED", "on=2020-02-03")
        office.must("petition", "move", "2/TC", "SETTLED", "on=2020-03-05", "outcome=DUNG")
        office.sync()
        self.same_at_the_province(office)
        self.assertEqual(self.kept("due_on, due_rule, due_was_on, settle_due_on"),
                         "1/TC 2020-02-10 TC-TBTL; 2/TC 2020-03-16 TC-CONGKHAI 2020-03-04; 3/KN 2020-03-04 KN-GQ-1")
        settled = self.clock(office, "2/TC")
        self.assertIn(("TC-GQ", "met late", "1", "2020-03-04"), [(row["rule"], row["what"], row["days"], row["until"]) for row in settled])
        self.publish(holidays=HOLIDAYS + "2020-03-04,no,Nghỉ bù,Day off,,\n", unit_traits=TRAITS + "596,remote,,\n")
        office.sync()
        # What runs is moved, or counted by another rule; what was judged stays.
        self.assertIn(dict(rule="TC-GQ", due_on="2020-03-05"), self.clock_due(office, "1/TC"))
        self.assertEqual(self.clock_due(office, "3/KN"), [dict(rule="KN-GQ-1-VX", due_on="2020-03-19")])
        self.assertEqual(self.clock(office, "2/TC"), settled)
        # The province's rows follow, with the day that was before; what was settled late stays so.
        self.same_at_the_province(office)
        self.assertEqual(self.kept("due_on, due_rule, due_was_on, settle_due_on"),
                         "1/TC 2020-02-10 TC-TBTL; 2/TC 2020-03-16 TC-CONGKHAI 2020-03-04; 3/KN 2020-03-19 KN-GQ-1-VX 2020-03-04")
        self.assert_moved(office, ["3/KN"])
        before = self.kept("due_on, due_from, due_rule, due_was_on, due_moved_at, settle_due_on")
        office.must("petition", "move", "1/TC", "ACCEPTANCE_NOTIFIED", "on=2020-02-10")
        office.sync()
        self.assertIn("1/TC 2020-03-05 TC-GQ 2020-03-04;", self.kept("due_on, due_rule, due_was_on, settle_due_on"))
        self.assert_moved(office, ["1/TC", "3/KN"])
        office.must("petition", "void", office.table("petition", "show", "1/TC")[-1]["entry"], "reason=nhầm")
        office.sync()
        self.assertEqual(self.kept("due_on, due_from, due_rule, due_was_on, due_moved_at, settle_due_on"), before)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.kept("due_on, due_from, due_rule, due_was_on, due_moved_at, settle_due_on"), before)
        # The day off is withdrawn again.
        self.publish(holidays=HOLIDAYS + "2020-03-04,no,Nghỉ bù,Day off,,2020-01-01\n")
        office.sync()
        self.same_at_the_province(office)
        self.assertIn(dict(rule="TC-GQ", due_on="2020-03-04"), self.clock_due(office, "1/TC"))
        self.assertEqual(self.clock(office, "2/TC"), settled)
        # A lost home comes back with the same.
        other = self.province.office("BCD-596")
        other.sync()
        for number in ("1/TC", "2/TC", "3/KN"):
            self.assertEqual(self.clock(other, number), self.clock(office, number))


if __name__ == "__main__":
    unittest.main()
