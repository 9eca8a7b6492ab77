# ctest: cost=90
"""The server is put back to an older copy: the offices make it whole again at their next syncs."""
import re
import sqlite3
import time

import faults
import harness
from faults import BegunCase, Register, first_commits, numbers, rng
from harness import petition
from proxy import Proxy

SECRET = "Nguyễn Văn Bí Mật"
LATER_SECRET = "Trần Thị Kín Đáo"


class Restore(BegunCase):
    """Two devices of one office, another office, the province; and a copy of the server that is soon too old."""

    def begin(self):
        faults.say_seed()
        self.register, self.other_register = Register("593"), Register("594")
        self.first = self.province.office("BCD-593")
        self.second = self.join_again(self.first)
        self.other = self.province.office("BCD-594")
        self.tinh = self.province.office("BCD-TINH", "province")
        self.all = [self.first, self.second, self.other, self.tinh]
        self.write_more("a/", SECRET)
        self.sync_all()
        self.open_invitation = self.province.invite("BCD-593")
        self.copy = self.province.backup()

    def write_more(self, prefix, secret=None):
        """Every office writes; the first device one text that should never have been written."""
        rows = self.register.new_rows(80, prefix)
        self.first.import_rows(rows[:50])
        self.second.import_rows(rows[50:])
        self.other.import_rows(self.other_register.new_rows(60, prefix))
        if secret:
            number = f"{prefix}secret/1"
            self.register.rows[number] = petition(number, kind="KIEN_NGHI")
            self.first.import_rows([petition(number, kind="KIEN_NGHI", title="Kiến nghị", summary=f"Của {secret}")])

    def address_of(self, number, office=None):
        return next(row["entry"] for row in (office or self.first).table("petition", "list") if row["local_no"] == number)

    def sync_all(self, *order):
        for device in order or self.all:
            device.sync()

    def go_on(self):
        """Everything that the copy will not know: entries, moves, an erasure, a revocation, a device that joined."""
        self.write_more("b/", LATER_SECRET)
        self.sync_all()
        moved = [number for number, row in numbers(self.second).items() if row["state"] == "received"][:4]
        self.second.must("petition", "move", moved[0], "ACCEPTED", "on=2020-06-01")
        self.first.must("petition", "move", moved[1], "ACCEPTED", "on=2020-06-02")
        self.tinh.must("erase", self.address_of("a/secret/1"), "tên người")
        self.tinh.must("erase", self.address_of("b/secret/1"), "tên người")
        self.sync_all()
        self.sync_all()
        for device in (self.first, self.second):
            self.assertFalse(device.mentions(SECRET) or device.mentions(LATER_SECRET), device.name)
        self.assertFalse(self.province.mentions(SECRET) or self.province.mentions(LATER_SECRET))
        return {"commits": first_commits(self.province), "entries": self.province.entries(),
                "list": self.first.must("petition", "list", "--format", "csv"),
                "numbers": numbers(self.first), "counts": (self.first.counts(), self.other.counts())}

    def check(self, before, *devices):
        """As it was: entries, first commit times, counts, lists; and texts that were erased stay erased."""
        self.assertEqual(first_commits(self.province), before["commits"])
        self.assertEqual(self.province.entries(), before["entries"])
        self.assertEqual((self.first.counts(), self.other.counts()), before["counts"])
        self.assertEqual(self.first.must("petition", "list", "--format", "csv"), before["list"])
        self.assertEqual(self.second.must("petition", "list", "--format", "csv"), before["list"])
        self.assert_erased()
        faults.audit_province(self, self.province, devices or self.all)
        self.assert_identical()

    def assert_erased(self):
        for text in (SECRET, LATER_SECRET):
            self.assertFalse(self.province.mentions(text), "the server holds an erased text")
            for device in (self.first, self.second, self.tinh):
                self.assertFalse(device.mentions(text), f"{device.name} holds an erased text")

    def check_restored(self, before, *order):
        self.province.restore(self.copy)
        self.assertLess(self.province.entries(), before["entries"])
        self.sync_all(*order)
        self.sync_all(*order)
        self.check(before)

    # -------- the orders in which the offices come

    def test_province_first(self):
        """(d) The erasure comes back before what it erases."""
        before = self.go_on()
        self.check_restored(before, self.tinh, self.first, self.second, self.other)

    @harness.at_leisure
    def test_second_device_first(self):
        """(d) The second device gives back what the first one had sent; then the first finds it there."""
        before = self.go_on()
        self.check_restored(before, self.second, self.other, self.first, self.tinh)

    def test_all_at_once(self):
        """(d) Everybody at the same time, several times."""
        before = self.go_on()
        self.province.restore(self.copy)
        for _ in range(3):
            harness.all_at_once(self.all, "sync")
        self.check(before)

    def test_killed_while_healing(self):
        """The restored server is killed over and over while everybody brings back what it lost."""
        before = self.go_on()
        self.province.restore(self.copy)
        for _ in range(5):
            started = [(device.name, device.start("sync")) for device in self.all]
            time.sleep(rng.uniform(0, 0.15))
            self.province.kill()
            self.province.start()
            for name, done in harness.finish_all(started):
                said = [line for line in done.err.splitlines() if "yet; trying for" not in line]  # it says that it waits
                self.assertEqual((done.status, said), (0, []), f"{name}: {done}")
        self.sync_all()
        self.check(before)

    def test_what_is_withdrawn(self):
        """(d) Invitations that were open in the copy are withdrawn, and the log says since when revocations are lost."""
        self.go_on()
        stranger = self.join_again(self.first)
        self.province.revoke(stranger.origin)
        self.province.restore(self.copy)
        last = self.province.value("select to_char(max(committed_at) at time zone 'UTC',"
                                   " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from journal")
        self.second.sync()
        self.first.sync()
        found = re.findall(r"repeat revocations made since (\S+)", self.province.log())
        self.assertEqual(set(found), {last}, self.province.log()[-2000:])
        late = harness.Office(self.province, "BCD-593")
        self.assert_refused(late.run("join", self.open_invitation), "withdrawn")
        # A new one works, and the stranger, whom the server has forgotten, has to join anew.
        self.assert_refused(stranger.run("sync"), "joined")
        self.join_again(self.first).sync()

    def test_withdrawn_at_once(self):
        """(d) Whatever ends the server, no entry comes back without the open invitations being withdrawn: one transaction."""
        self.go_on()
        self.province.restore(self.copy)
        self.second.sync()
        returned = {row[0] for row in self.province.sql(
            "select distinct xmin::text from journal where first_committed_at < committed_at")}
        [[withdrawn, by]] = self.province.sql("select voided_at is not null, xmin::text from invitation where used_at is null")
        self.assertEqual(withdrawn, "t")
        self.assertIn(by, returned)

    def test_going_on_before_all_are_back(self):
        """(d) New entries take the places in the feed that the lost ones had: who was ahead still misses nothing."""
        self.go_on()
        self.province.restore(self.copy)
        # As many new feed rows as there were, and more, before the second device comes.
        self.first.sync()
        for turn in range(6):
            self.first.import_rows(self.register.new_rows(3, f"c{turn}/"))
            self.first.sync()
        self.tinh.sync()
        self.tinh.must("erase", self.address_of("a/1"), "một lần nữa")
        self.tinh.sync()
        self.other.import_rows(self.other_register.new_rows(5, "c/"))
        self.sync_all(self.second, self.other, self.first, self.tinh)
        self.sync_all()
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assertEqual(self.other.counts(), self.other_register.counts())
        self.assertEqual(self.first.must("petition", "list", "--format", "csv"),
                         self.second.must("petition", "list", "--format", "csv"))
        self.assertEqual(set(numbers(self.second)), set(self.register.rows))
        self.assert_erased()
        erased = "select count(*) from entry where length (annex_hash) > 0"
        self.assertEqual(self.second.journal(erased), [(3,)])
        self.assertEqual(self.first.journal(erased), [(3,)])
        self.assert_whole(*self.all)

    def test_restored_twice(self):
        """(d) Put back, healed halfway, gone on, put back again to the same copy."""
        before = self.go_on()
        self.province.restore(self.copy)
        self.second.sync()
        self.first.import_rows(self.register.new_rows(10, "c/"))
        self.first.sync()
        self.sync_all()
        commits = first_commits(self.province)
        for address, moment in before["commits"].items():
            self.assertEqual(commits[address], moment)
        self.province.restore(self.copy)
        self.sync_all(self.other, self.second, self.first, self.tinh)
        self.sync_all()
        self.assertEqual(first_commits(self.province), commits)
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_erased()
        self.assert_whole(*self.all)

    def test_lost_device_comes_back_through_the_other(self):
        """The first device is gone for good and the server is restored: the second gives its entries back."""
        before = self.go_on()
        self.province.restore(self.copy)
        gone = self.first
        self.sync_all(self.second, self.other, self.tinh)
        self.sync_all(self.second, self.other, self.tinh)
        self.assertEqual(first_commits(self.province), before["commits"])
        self.first = self.join_again(gone)
        self.first.sync()
        self.check(before, self.second, self.other, self.tinh, self.first)

    # -------- order

    def compete(self):
        """Two devices at the same petitions in turns: each step and each correction builds on the other's."""
        free = [number for number, row in numbers(self.first).items()
                if row["state"] == "received" and row["kind"] == "KHIEU_NAI"]
        alive, lower, higher = free[:3]
        turns = [(self.first, alive, "ACCEPTED"), (self.second, alive, "VERIFYING"), (self.first, alive, "SETTLED"),
                 (self.second, lower, "800"), (self.first, lower, "700"),
                 (self.first, higher, "900"), (self.second, higher, "950")]
        for day, (device, number, what) in enumerate(turns, 1):
            if what.isdigit():
                self.register.rows[number] = dict(self.register.rows[number], people=what)
                device.import_rows([self.register.rows[number]])
            else:
                words = ["outcome=DUNG"] if what == "SETTLED" else []
                device.must("petition", "move", number, what, f"on=2020-06-0{day}", *words)
            self.sync_all(device, self.second if device is self.first else self.first)
        self.register.rows[alive].update(settled_on="2020-06-03", outcome="DUNG")

    def check_order(self, *order):
        self.compete()
        registered = self.first.must("query", "petition_register", "--format", "csv")
        listed = self.first.must("petition", "list", "--format", "csv")
        self.assertEqual(self.second.must("petition", "list", "--format", "csv"), listed)
        self.province.restore(self.copy)
        self.sync_all(*order)
        self.sync_all(*order)
        self.assertEqual(self.first.must("query", "petition_register", "--format", "csv"), registered)
        for device in (self.first, self.second):
            self.assertEqual(device.must("petition", "list", "--format", "csv"), listed, device.name)
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_whole(self.first, self.second)

    def test_order_first_device_first(self):
        """What came after what in an office is so again, whoever gives it back."""
        self.check_order(self.first, self.second)

    @harness.at_leisure
    def test_order_second_device_first(self):
        self.check_order(self.second, self.first)

    def test_corrections_of_two_columns_that_hang_together(self):
        """One device says that it is a complaint, the other, which has heard that, when the decision was known: the second one comes back first."""
        for number in ("k/1", "k/2"):
            self.register.rows[number] = petition(number, kind="PHAN_ANH")
        self.first.import_rows([self.register.rows["k/1"], self.register.rows["k/2"]])
        self.sync_all(self.first, self.second)
        copy = self.province.backup()
        said = {"k/1": ("KHIEU_NAI", "NHAN_QD:2020-01-15"), "k/2": ("KIEN_NGHI", "CU_TRI")}
        for device, column in ((self.first, 0), (self.second, 1)):
            for number, values in said.items():
                device.must("petition", "correct", number, ("kind=", "flags=")[column] + values[column])
            self.sync_all(self.first, self.second, self.first)
        rows = "select local_no, kind, flags from petition where local_no like 'k/%' order by 1"
        before = self.province.sql(rows)
        self.assertEqual([row[2] for row in before], [flags for _, flags in said.values()])
        shown = [self.first.must("petition", "show", number) for number in said]
        self.province.restore(copy)
        for device in (self.second, self.first, self.second):
            self.assertIn("rejected 0", device.sync())
        self.assertEqual(self.province.sql(rows), before)
        for device in (self.first, self.second):
            self.assertEqual([device.must("petition", "show", number) for number in said], shown)
        self.assert_whole(self.first, self.second)

    # -------- homes that the server has forgotten

    def test_forgotten_home_joins_again(self):
        """(h) A device that joined after the copy joins again with its old keys, and everything is whole."""
        third = self.join_again(self.first)
        third.import_rows(self.register.new_rows(40, "third/"))
        third.sync()
        before = self.go_on()
        third.sync()
        third.import_rows(self.register.new_rows(7, "unsent/"))
        origin = third.origin
        self.province.restore(self.copy)
        self.assert_refused(third.run("sync"), "not joined", "qcdc join INVITE")
        self.assertIn("with their receipts", third.join(self.province.invite("BCD-593")))
        self.assertEqual(third.origin, origin)
        self.sync_all(third, *self.all, third)
        commits = first_commits(self.province)
        for address, moment in before["commits"].items():
            self.assertEqual(commits[address], moment)
        self.assertEqual(self.first.counts(), self.register.counts())
        self.sync_all()
        self.assertEqual(set(numbers(third)), set(self.register.rows))
        self.assert_whole(*self.all, third)

    @harness.at_leisure
    def test_forgotten_home_after_others_gave_back(self):
        """(h) The same, after another device has given its entries back: the server knows it again, closed."""
        third = self.join_again(self.first)
        third.import_rows(self.register.new_rows(40, "third/"))
        third.sync()
        self.go_on()
        third.import_rows(self.register.new_rows(7, "unsent/"))
        self.province.restore(self.copy)
        self.assertIn("given back", self.first.sync())
        closed = f"select revoked_at is not null from origin where origin = '\\x{third.origin}'"
        self.assertEqual(self.province.value(closed), "t")
        third.join(self.province.invite("BCD-593"))
        third.sync()
        self.sync_all()
        self.sync_all(*self.all, third)
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_whole(*self.all, third)

    # -------- both sides

    def test_both_restored_and_the_newer_home_found(self):
        """(e) Server and home go on from older copies; then the newer home turns up: it forks, and is rescued."""
        shared_copy = self.first.backup()
        self.first.import_rows(self.register.new_rows(30, "lost/"))
        lost_moves = [number for number, row in numbers(self.first).items()
                      if number.startswith("lost/") and row["state"] == "received"][:3]
        for number in lost_moves:
            self.first.must("petition", "move", number, "ACCEPTED", "on=2020-06-01")
        self.first.sync()
        self.first.import_rows(self.register.new_rows(5, "unsent/"))
        newer = self.first.backup()
        self.province.restore(self.copy)
        self.first.restore(shared_copy)
        self.first.import_rows(self.register.new_rows(25, "after/"))
        self.first.sync()
        held = self.province.entries()

        found = harness.Office(self.province, "BCD-593")
        newer.rename(found.home)
        self.assert_refused(found.run("sync"), "receipt", "rescue")
        self.assertEqual(self.province.entries(), held, "a fork was to move nothing")
        fresh = self.join_again(self.first)
        fresh.sync()
        fresh.must("rescue", found.home)
        self.assertIn("0 entries of", fresh.must("rescue", found.home))
        self.sync_all(self.first, self.second, fresh)
        self.assertEqual(fresh.counts(), self.register.counts())
        for device in (self.first, self.second, fresh):
            shown = numbers(device)
            self.assertEqual(set(shown), set(self.register.rows))
            self.assertEqual({shown[number]["state"] for number in lost_moves}, {"accepted"})
        self.assert_whole(self.first, self.second, fresh)

    @harness.at_leisure
    def test_both_restored_and_the_newer_home_found_in_step(self):
        """(e) An older copy of the home has sent the server, restored, the beginning of what the newer one sent in one go and has
        one receipt for.  Nothing is forked: the newer home sends the rest of it, with the times and verdicts of then."""
        numbers_of_all = []
        for round_, (begun, again) in enumerate(((1, False), (3, True))):
            server = self.province.backup()
            rows = self.register.new_rows(6, f"step{round_}/", kind="KHIEU_NAI", settled_on="", outcome="")
            self.first.import_rows(rows[:begun])
            shared_copy = self.first.backup()
            self.first.import_rows(rows[begun:])
            self.first.must("petition", "move", rows[5]["local_no"], "ACCEPTED", "on=2020-06-01")
            self.first.sync()
            if again:
                self.first.import_rows(self.register.new_rows(2, f"later{round_}/"))
                self.first.sync()
                self.second.sync()
            newer, commits = self.first.backup(), first_commits(self.province)
            self.province.restore(server)
            self.first.restore(shared_copy)
            self.first.sync()
            here = {(origin, int(seq)) for origin, seq, _ in first_commits(self.province)}
            time.sleep(0.01)
            self.first.restore(newer)
            self.assertIn("were sent again", self.first.sync())
            now = first_commits(self.province)
            self.assertEqual(set(now), set(commits))
            for address, moment in commits.items():
                if (address[0], int(address[1])) not in here:
                    self.assertEqual(now[address], moment)
            self.assertEqual(self.first.table("rejected"), [])
            numbers_of_all += [row["local_no"] for row in rows]
            self.sync_all(self.second, self.first)
            self.assertEqual(set(numbers(self.first)), set(self.register.rows))
            self.assertEqual(numbers(self.first), numbers(self.second))
            self.assertLessEqual(set(numbers_of_all), set(numbers(self.first)))
            self.assert_whole(self.first, self.second)

    def test_both_restored_beside_a_second_device(self):
        """(e) As before, but the second device has seen what was lost: it files the branch again that gave way."""
        shared_copy = self.first.backup()
        self.first.import_rows(self.register.new_rows(30, "lost/"))
        self.first.sync()
        self.second.sync()
        newer = self.first.backup()
        moved = next(number for number, row in numbers(self.second).items()
                     if number.startswith("lost/") and row["state"] == "received")
        self.second.must("petition", "move", moved, "ACCEPTED", "on=2020-06-01")
        self.province.restore(self.copy)
        self.first.restore(shared_copy)
        self.first.import_rows(self.register.new_rows(25, "after/"))
        self.first.sync()
        self.assertIn("filed again", self.second.sync())
        self.sync_all(self.first, self.second)
        self.assertEqual(self.first.counts(), self.register.counts())
        # A step of the second device that named an entry of the lost branch has found the fact where it is now.
        self.assertEqual(self.second.table("rejected"), [])
        self.assertEqual({numbers(device)[moved]["state"] for device in (self.first, self.second)}, {"accepted"})
        # And the newer home turns up as well: all of it has been filed again already.
        fresh = self.join_again(self.first)
        self.assertIn("0 entries of", fresh.must("rescue", newer))
        self.assertEqual(self.first.counts(), self.register.counts())
        for device in (self.first, self.second, fresh):
            self.assertEqual(set(numbers(device)), set(self.register.rows))
        self.assert_whole(self.first, self.second, fresh)

    @harness.at_leisure
    def test_both_restored_and_the_second_device_comes_first(self):
        """(e) The second device gives the lost entries back before the first goes on: there is no branch at all."""
        shared_copy = self.first.backup()
        self.first.import_rows(self.register.new_rows(30, "lost/"))
        self.first.sync()
        self.second.sync()
        commits = first_commits(self.province)
        self.province.restore(self.copy)
        self.first.restore(shared_copy)
        self.assertIn("given back", self.second.sync())
        self.first.import_rows(self.register.new_rows(25, "after/"))
        self.first.sync()
        self.sync_all(self.second, self.first)
        now = first_commits(self.province)
        for address, moment in commits.items():
            self.assertEqual(now[address], moment)
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_whole(self.first, self.second)

    # -------- erasing

    def test_erased_though_the_sync_is_cut(self):
        """A sync that was told to erase and then loses its line for good: the text is gone from every file all the same."""
        with Proxy(self.province.endpoint) as proxy:
            straight, self.province.endpoint = self.province.endpoint, proxy.endpoint
            device = self.join_again(self.first)
            self.province.endpoint = straight
            device.sync()
            self.assertTrue(device.mentions(SECRET))
            self.tinh.must("erase", self.address_of("a/secret/1"), "tên người")
            self.tinh.sync()
            for turn in range(4):
                long = [dict(row, summary="Nội dung " * 600) for row in self.register.new_rows(15, f"long{turn}/")]
                self.first.import_rows(long)
                self.first.sync()
            # The page with the erasure comes; the next one does not, nor any welcome after it.
            proxy.lose_message = 3
            process = device.start("sync", "--patience", "3")
            self.assertTrue(proxy.lost.wait(30), "there was no second page")
            proxy.lose_message = 1
            [(_, done)] = harness.finish_all([(device.name, process)])
            self.assertEqual(done.status, 75, done)
            self.assertEqual(device.journal("select count(*) from erased"), [(1,)])
            self.assertFalse(device.mentions(SECRET))
            proxy.lose_message = 0
            device.sync()
            self.assertEqual(set(numbers(device)), set(self.register.rows))

    # -------- waiting

    def lend(self, giver, taker):
        """TAKER comes to know what GIVER has written and not sent, as it would have by a feed that the server has lost."""
        [(sign_key, origin)] = giver.journal("select sign_key, origin from origin where own = 1")
        rows = giver.journal("select seq, written_at, body, annex, annex_hash, hash, subject from entry where commit_seq = 0")
        connection = sqlite3.connect(taker.home / "journal.db")
        [[number]] = connection.execute("select id from origin where origin = ? and sign_key = ?", (origin, sign_key))
        connection.executemany(f"insert into entry values ({number}, ?, ?, ?, ?, ?, ?, ?, 999, 1)", rows)
        connection.commit()
        connection.close()

    def test_waiting_becomes_accepted(self):
        """A step that refers to an entry which the server lacks waits, counts once that comes, and its device hears of it."""
        self.register.rows["lost/1"] = petition("lost/1")
        self.first.import_rows([self.register.rows["lost/1"]])
        self.lend(self.first, self.second)
        self.second.must("petition", "move", "lost/1", "ACCEPTED", "on=2020-06-01")
        # A step that waits for a step, and a correction that waits for both.
        self.second.must("petition", "move", "lost/1", "SETTLED", "on=2020-06-02", "outcome=DUNG")
        self.register.rows["lost/1"] = petition("lost/1", people="42", settled_on="2020-06-02", outcome="DUNG")
        self.second.import_rows([self.register.rows["lost/1"]])
        self.assertIn("waiting 3", self.second.sync())
        rows = self.second.table("rejected")
        self.assertEqual({(row["verdict"], row["code"]) for row in rows}, {("waiting", "WAITING")}, rows)
        self.assertEqual(self.second.table("status")[0]["waiting"], "3")
        self.sync_all(self.first, self.second)
        self.assertEqual(self.second.table("rejected"), [])
        self.assertEqual(self.second.table("status")[0]["waiting"], "0")
        self.sync_all()
        for device in (self.first, self.second):
            self.assertEqual(numbers(device)["lost/1"]["state"], "settled")
            self.assertEqual(numbers(device)["lost/1"]["people"], "42")
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_whole(*self.all)

    def test_later_receipts_of_a_branch_that_gave_way(self):
        """A verdict that changed belongs to its entry: when another one comes to stand there, it says nothing of that one,
        and nobody gives it back with it."""
        third = self.join_again(self.first)
        self.sync_all(third, self.first)
        copy, shared_copy = self.province.backup(), self.first.backup()
        self.register.rows["lost/1"] = petition("lost/1")
        self.second.import_rows([self.register.rows["lost/1"]])
        self.lend(self.second, self.first)
        self.first.must("petition", "move", "lost/1", "ACCEPTED", "on=2020-06-01")
        self.assertIn("waiting 1", self.first.sync())
        self.sync_all(self.second, self.first, third)
        self.assertEqual(third.journal("select count(*) from later"), [(1,)])
        # The first device goes on from an older copy, with a server that is as old.
        self.province.restore(copy)
        self.first.restore(shared_copy)
        self.first.import_rows(self.register.new_rows(3, "after/"))
        self.first.sync()
        self.assertIn("filed again", third.sync())
        self.assertEqual(third.journal("select count(*) from later"), [(0,)])
        # And the server is put back once more: the third device gives back what the first one wrote.
        self.province.restore(copy)
        said = third.sync()
        self.assertIn("given back", said)
        self.assertNotIn("did not take back", said)
        # All devices of the office file again what the branch held: the first one to do so has said it, and nobody is refused.
        self.sync_all(self.second, self.first, third, self.first, self.second)
        for device in (self.first, self.second, third):
            self.assertEqual(device.table("rejected"), [])
            self.assertEqual(numbers(device)["lost/1"]["state"], "accepted")
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_whole(self.first, self.second, third)

    def test_erasure_before_the_entry(self):
        """An erasure that waits for its entry: when that comes, its text is not stored, and its device forgets it too."""
        self.first.must("petition", "add", "local_no=late/1", "kind=KIEN_NGHI", "field=KHAC", "received_on=2020-02-01",
                        f"summary=Của {LATER_SECRET}")
        self.register.rows["late/1"] = petition("late/1", kind="KIEN_NGHI", field="KHAC", received_on="2020-02-01")
        self.tinh.must("erase", self.address_of("late/1"), "biết trước")
        self.tinh.sync()
        self.assertEqual(self.tinh.table("status")[0]["waiting"], "1")
        self.sync_all(self.first, self.tinh, self.first, self.second)
        self.assertEqual(self.tinh.table("status")[0]["waiting"], "0")
        self.assertFalse(self.province.mentions(LATER_SECRET))
        self.assertFalse(self.first.mentions(LATER_SECRET))
        self.assertEqual(self.first.counts(), self.register.counts())
        self.assert_whole(*self.all)


if __name__ == "__main__":
    harness.main()
