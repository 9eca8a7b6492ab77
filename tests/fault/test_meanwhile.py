# ctest: cost=80
"""What comes in while the database is at work: it is taken in meanwhile, and nothing of it is lost, whatever comes of the work.

The database is made slow where it hurts: somebody holds a lock on a table that every commit writes to.
"""
import os
import signal
import threading

import faults
import harness
import wire_client
from catalogue import published
from faults import BegunCase, Register, wait_until
from harness import petition
from wire_client import facts, wire
from wire_office import WireOffice, corrected, day, received, reference

CLIENT_QUEUE_BYTES_MAX = 64 << 20
SLIP = "Nguyễn Văn Thử, số 7 đường Không Tên"


class Slow:
    """While this lasts, nothing can be written into TABLE; in MODE "access exclusive" nothing read either."""

    def __init__(self, province, table, mode="exclusive"):
        self.province, self.table, self.mode = province, table, mode

    def hold(self):
        try:
            self.province.sql(f"begin; lock table {self.table} in {self.mode} mode; select pg_sleep(3600); commit")
        except harness.Failed as failed:
            assert "canceling statement" in str(failed) or "terminating connection" in str(failed), failed

    def __enter__(self):
        self.thread = threading.Thread(target=self.hold)
        self.thread.start()
        if not wait_until(self.sleepers):
            raise harness.Failed("the lock is not held")
        return self

    def sleepers(self):
        return self.province.sql("select pid from pg_stat_activity where wait_event = 'PgSleep'")

    def __exit__(self, *unused):
        for [pid] in self.sleepers() if self.province.process else ():  # a database that ends has let it go
            self.province.sql(f"select pg_cancel_backend({pid})")
        self.thread.join()


class Meanwhile(BegunCase):
    def begin(self):
        self.register = Register("593")
        self.office = self.province.office("BCD-593")
        self.tinh = self.province.office("BCD-TINH", "province")

    # -------- the parts of a story

    def wait_for_ingest(self):
        """Until a commit waits for the lock."""
        waits = "select 1 from pg_stat_activity where application_name = 'qcdcd ingest' and wait_event_type = 'Lock'"
        self.assertTrue(wait_until(lambda: self.province.sql(waits)), "no commit waits for the lock")

    def wire_offices(self, *codes):
        """Clients of another make, with their sessions open: they need no answer from the writer before they send."""
        devices = [WireOffice(self.province, code) for code in codes]
        for device in devices:
            device.open = device.line()
            self.addCleanup(device.open.close)
        return devices

    def send(self, device, *written):
        """Starts to send facts, each a (fact, annex) of its own append, or what is written already; a thread to be joined,
        with what went wrong."""
        def run():
            try:
                for fact, annex in written:
                    wire_client.write_entry(device.state, fact.SerializeToString(deterministic=True), annex)
                    wire_client.send_unsent(device.state, device.open)
                if not written:
                    wire_client.send_unsent(device.state, device.open)
            except Exception as wrong:  # whatever it is, the test wants to see it
                thread.wrong = wrong
        thread = threading.Thread(target=run)
        thread.wrong = None
        thread.start()
        return thread

    def finish(self, started, *threads):
        for thread in threads:
            thread.join(harness.TIMEOUT_S)
            self.assertFalse(thread.is_alive(), "a client waits for ever")
            self.assertIsNone(thread.wrong)
        for name, done in harness.finish_all(started):
            self.assertEqual((done.status, done.err), (0, ""), name)

    def commits(self):
        """The number of appends in each commit, in order, behind the publication of the sample."""
        return [int(count) for [count] in
                self.province.sql(f"select count(*) from segment where commit_seq > {self.province.published()}"
                                  " group by committed_at order by committed_at")]

    def settle(self, *devices):
        """Everything is there once, and everybody agrees."""
        for device in (self.office, *devices):
            device.sync()
            self.assertEqual(device.table("rejected"), [])
        self.assertEqual({key: value for key, value in self.tinh.counts().items() if key[0] == "593"}, self.register.counts())
        self.assert_whole(self.office, *devices)

    def begin_large(self):
        """A sync of several appends: the first of them waits in the database, the others have come by then."""
        self.office.import_rows(self.register.new_rows(3000))
        started = [("the office", self.office.start("sync"))]
        self.wait_for_ingest()
        return started

    # -------- the stories

    def test_one_commit_for_all_that_came(self):
        """Appends that come during a commit share the next one."""
        first, *others = self.wire_offices("BCD-594", "BCD-595", "BCD-596", "BCD-597")
        with Slow(self.province, "journal"):
            threads = [self.send(first, (received("W-1"), b""))]
            self.wait_for_ingest()
            threads += [self.send(device, (received("W-1"), b"")) for device in others]
            threads[-1].join(2)
            self.assertTrue(all(thread.is_alive() for thread in threads), "acknowledged without a commit")
        self.finish([], *threads)
        self.assertEqual(self.commits(), [1, 3])
        self.settle()

    def test_a_day_off_beside_steps(self):
        """What is judged in the commit of a publication is judged by it: of what was there before no more is worked out anew than lies across the
        day off.  That steps come with it, before it and behind it, is no reason to look at the whole register."""
        self.office.import_rows([petition("1/KN", received_on="2020-02-24"),
                                 *(petition(f"{number}/KN", received_on="2020-05-04") for number in range(2, 8))])
        self.office.sync()
        first, before, behind = self.wire_offices("BCD-594", "BCD-595", "BCD-596")
        center = WireOffice(self.province, "BCD-TINH", "province")
        center.open = center.line()
        self.addCleanup(center.open.close)
        day_off = published({"holidays": [dict(day="2020-03-05", works="no", name_vi="Nghỉ bù", name_en="Day off")]})
        day_off.published.past_meant = True
        with Slow(self.province, "journal"):
            thread = self.send(first, (received("W-1", received_on=day("2020-05-04")), b""))
            self.wait_for_ingest()
            calls = []
            for device in (before, center, behind):
                if device is center:
                    written = [day_off]
                else:
                    wire_client.write_entry(device.state, received("W-1", received_on=day("2020-05-04")).SerializeToString())
                    written = [facts.Fact(petition_moved=facts.PetitionMoved(petition=device.reference(1), move="CLASSIFIED", on=day("2020-05-05")))]
                for fact in written:
                    wire_client.write_entry(device.state, fact.SerializeToString(deterministic=True))
                segment = wire_client.segment_of(device.state, 1, len(device.state.data["entries"]))
                calls.append((device, device.open.send(wire.Frame(append=wire.Append(segment=segment)))))
                # What is behind it on the line is answered: it waits for the writer.
                device.open.ask(wire.Frame(ping=wire.Ping()), "pong")
        self.finish([], thread)
        for device, call in calls:
            self.assertEqual(wire_client.verdicts_of(device.open.answer(call, "acked").receipt), [])
        self.assertEqual(self.commits()[-1:], [3], "they came in different commits")
        self.assertEqual(self.province.value("select due_on from petition where local_no = '1/KN'"), "2020-03-06")
        self.assertIn("may move the last days of 1 petitions, and moves those of 1", self.province.log())
        self.assert_identical()

    def test_joins_and_greetings(self):
        """Whoever joins or greets meanwhile is answered afterwards, and reads memory afresh for nobody's loss."""
        [north] = self.wire_offices("BCD-594")
        devices = [harness.Office(self.province, "BCD-593") for _ in range(3)]
        with Slow(self.province, "petition"):
            started = self.begin_large()
            for device in devices:
                started.append((device.name, device.start("join", self.province.invite("BCD-593"))))
            thread = self.send(north, (received("W-1"), b""), (received("W-2"), b""))
            started.append(("the province", self.tinh.start("sync")))
            thread.join(1)
        self.finish(started, thread)
        self.settle(*devices)

    def test_connection_killed(self):
        """The commit fails with more already taken in behind it: both come through, once."""
        north, south = self.wire_offices("BCD-594", "BCD-595")
        with Slow(self.province, "petition"):
            started = self.begin_large()
            threads = [self.send(device, *[(received(f"W-{n}"), b"") for n in range(5)]) for device in (north, south)]
            threads[0].join(1)
            [[pid]] = self.province.sql("select pid from pg_stat_activity where application_name = 'qcdcd ingest'")
            self.province.sql(f"select pg_terminate_backend({pid})")
        self.finish(started, *threads)
        self.assertEqual(self.province.entries(), self.office.entries() + 10)
        self.settle()

    def test_poison_ahead(self):
        """One entry that the database refuses, in the middle of what is being committed, harms nobody behind it."""
        [north] = self.wire_offices("BCD-594")
        self.province.sql("alter table petition add constraint unlucky check (people <> 666)")
        rows = self.register.new_rows(3000)
        rows[100].update(people="666", settled_on="", outcome="")
        del self.register.rows[rows[100]["local_no"]]
        self.office.import_rows(rows)
        with Slow(self.province, "petition"):
            started = [("the office", self.office.start("sync"))]
            self.wait_for_ingest()
            thread = self.send(north, (received("W-1"), b""), (received("W-2"), b""))
            thread.join(1)
        thread.join(harness.TIMEOUT_S)
        self.assertIsNone(thread.wrong)
        [(_, done)] = harness.finish_all(started)
        self.assertEqual(done.status, 0, done.err)
        self.assertEqual([row["code"] for row in self.office.table("rejected")], ["POISON"])
        self.assertEqual(self.office.counts(), self.register.counts())
        self.assert_whole(self.office)

    def test_stopped(self):
        """Told to stop, the server finishes what it holds, acknowledges it and leaves; clients lose nothing."""
        north, south = self.wire_offices("BCD-594", "BCD-595")
        stopping = threading.Thread(target=self.province.stop)
        with Slow(self.province, "petition"):
            started = self.begin_large()
            threads = [self.send(device, (received("W-1"), b"")) for device in (north, south)]
            threads[0].join(1)
            stopping.start()
            stopping.join(1)
            self.assertTrue(stopping.is_alive(), "it left with work in hand")
        for thread in threads:
            thread.join(harness.TIMEOUT_S)
            self.assertIsNone(thread.wrong)
        stopping.join(harness.TIMEOUT_S)
        self.province.start()
        harness.finish_all(started)
        self.settle()

    def test_erasure_ahead(self):
        """The text is taken in while the order to erase it is still being committed: it never lands."""
        [second] = self.wire_offices("BCD-593")
        order = WireOffice(self.province, "BCD-TINH", "province")
        order.open = order.line()
        self.addCleanup(order.open.close)
        wire_client.write_entry(second.state, received("T-1").SerializeToString(), wire_client.annex_of(SLIP))
        self.register.rows["T-1"] = petition("T-1")
        with Slow(self.province, "journal"):
            erasing = self.send(order, (facts.Fact(annex_erased=facts.AnnexErased(target=second.reference(1))), b""))
            self.wait_for_ingest()
            writing = self.send(second)
            writing.join(1)
            self.assertTrue(writing.is_alive(), "acknowledged without a commit")
        self.finish([], erasing, writing)
        self.assertEqual(self.province.entries(), 2)
        self.assertFalse(self.province.mentions(SLIP), "the server holds the text")
        self.settle()
        self.assertFalse(self.office.mentions(SLIP), "the office holds the text")

    def many(self, device, *first):
        """One append of FIRST, each a (fact, annex), and of enough others for it to be copied; the commands that wrote them."""
        begin = len(device.state.data["entries"]) + 1
        for fact, annex in first:
            wire_client.write_entry(device.state, fact.SerializeToString(deterministic=True), annex)
        for number in range(40):
            wire_client.write_entry(device.state, received(f"{begin}/{number}").SerializeToString(deterministic=True))
        wire_client.send_unsent(device.state, device.open)
        return [int(command) for [command] in self.province.sql(
            "select cmin from journal where origin = (select id from origin where origin ="
            f" '\\x{device.origin}') and seq >= {begin} order by seq")]

    def erase_a_text(self, device):
        device.append(received("T-1"), wire_client.annex_of(SLIP))
        order = WireOffice(self.province, "BCD-TINH", "province")
        order.append(facts.Fact(annex_erased=facts.AnnexErased(target=device.reference(len(device.state.data["entries"])))))

    def test_after_an_erasure(self):
        """Once something is erased, entries still go to the database while they are decided; only texts of that office wait
        until it is known whether they are copies of what is gone."""
        first, second, other = self.wire_offices("BCD-593", "BCD-593", "BCD-594")
        self.erase_a_text(first)
        self.assertFalse(self.province.mentions(SLIP))
        text, *rest = self.many(other, (received("O-1"), wire_client.annex_of("Chuyện của nơi khác")))
        self.assertEqual({text}, set(rest), "another office's text had to wait")
        copy, new, *rest = self.many(second, (received("T-1"), wire_client.annex_of(SLIP)),
                                     (received("T-2"), wire_client.annex_of("Việc khác")))
        self.assertEqual(len(set(rest)), 1)
        self.assertGreater(min(copy, new), rest[0], "the entries were not written before all was decided")
        self.assertFalse(self.province.mentions(SLIP), "the server holds the text")
        self.assertTrue(self.province.mentions("Việc khác"))
        self.assertTrue(self.province.mentions("Chuyện của nơi khác"))
        self.assertEqual(self.province.sql("select count(*), count(annex), count(annex_hash) from journal where annex is not"
                                           " null or annex_hash is not null"), [["4", "2", "2"]])
        self.assert_identical()

    def test_while_something_waits(self):
        """What waits in the journal holds up only those who bring what it waits for; and is found by them."""
        first, second, changer = self.wire_offices("BCD-593", "BCD-593", "BCD-593")
        self.erase_a_text(first)
        wire_client.write_entry(second.state, received("C-1").SerializeToString(deterministic=True))
        better = received("C-2", people=3).petition_received
        said = changer.append(corrected(second.reference(1), better, received("C-1").petition_received))
        self.assertEqual([verdict["state"] for verdict in said["verdicts"]], ["waiting"])
        text, *rest = self.many(first, (received("T-2"), wire_client.annex_of("Việc khác")))
        self.assertGreater(text, rest[0], "the entries were not written before all was decided")
        # The text tells here too: nothing is put off where all is decided first.
        text, *rest = self.many(second, (received("T-3"), wire_client.annex_of("Việc khác nữa")))
        self.assertEqual({text}, set(rest), "what waits was to be read while the entries were written")
        self.assertEqual(self.province.sql("select local_no, people from petition where local_no like 'C-%'"), [["C-2", "3"]])
        self.assert_identical()

    def test_changes_that_waited(self):
        """A correction that waits in the journal and a voiding that waits beside it in the batch are carried out in order."""
        writer, changer, stranger = self.wire_offices("BCD-593", "BCD-593", "BCD-594")
        wire_client.write_entry(writer.state, received("C-1").SerializeToString(deterministic=True))
        better = received("C-2", people=3).petition_received
        said = changer.append(corrected(writer.reference(1), better, received("C-1").petition_received))
        self.assertEqual([verdict["state"] for verdict in said["verdicts"]], ["waiting"])
        with Slow(self.province, "journal"):
            threads = [self.send(stranger, (received("W-1"), b""))]
            self.wait_for_ingest()
            threads.append(self.send(changer, (facts.Fact(voided=facts.Voided(target=writer.reference(1))), b"")))
            threads[1].join(0.5)
            threads.append(self.send(writer))
            threads[2].join(0.5)
        self.finish([], *threads)
        self.assertEqual(self.commits(), [1, 1, 2], "the voiding and what it waited for came in different commits")
        self.assertEqual(self.province.sql("select local_no, people, voided from petition where office = (select office"
                                           f" from origin where origin = '\\x{writer.origin}')"), [["C-2", "3", "t"]])
        self.office.sync()
        self.assertEqual(self.office.table("petition", "list"), [])
        self.assertIn("C-2", self.office.must("petition", "show", "C-2"))
        self.assert_identical()

    def test_stopped_while_the_database_hangs(self):
        """A database that says nothing is waited for, but not for ever.  Nothing was acknowledged; what it has committed once
        it goes on is found at the next greeting."""
        [north] = self.wire_offices("BCD-594")
        [[pid]] = self.province.sql("select pid from pg_stat_activity where application_name = 'qcdcd ingest'")
        os.kill(int(pid), signal.SIGSTOP)
        self.addCleanup(self.let_go_on, int(pid))
        self.office.import_rows(self.register.new_rows(3000))
        started = [("the office", self.office.start("sync", "--patience", "5"))]
        thread = self.send(north, (received("W-1"), b""))
        thread.join(1)
        self.assertTrue(thread.is_alive(), "acknowledged by a database that hangs")
        stopping = threading.Thread(target=self.province.stop)
        stopping.start()
        self.assertTrue(wait_until(lambda: "the database does not answer" in self.province.log()))
        self.let_go_on(int(pid))
        stopping.join(harness.TIMEOUT_S)
        self.assertFalse(stopping.is_alive(), "it does not stop")
        [(_, done)] = harness.finish_all(started)
        self.assertEqual(done.status, 75, done)
        thread.join(harness.TIMEOUT_S)
        self.assertIsInstance(thread.wrong, (wire_client.Silence, wire_client.Refused))
        self.province.start()
        self.settle()

    def test_stopped_while_a_question_of_the_writer_hangs(self):
        """Not a commit, which does other work while it waits: a join asks, and has nothing else to do."""
        newcomer = harness.Office(self.province, "BCD-594")
        invitation = self.province.invite("BCD-594")
        with Slow(self.province, "invitation", "access exclusive"):
            started = newcomer.start("join", invitation, "--patience", "30")
            self.wait_for_ingest()
            self.assertEqual(self.province.stop(), 0)
        self.assertIn("the database does not answer", self.province.log())
        [(_, done)] = harness.finish_all([("the newcomer", started)])
        self.assertIn(done.status, (1, 75), done)
        self.province.start()
        newcomer.must("join", invitation)
        self.settle()

    def let_go_on(self, pid):
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            pass

    def test_more_than_is_held(self):
        """What is few bytes on the line can be many in memory: beyond its share a device is told to come again, and does."""
        appends, entries = 25, 58  # of 3,4 MiB each, unpacked
        [device] = self.wire_offices("BCD-596")
        device.state.save = lambda: None
        for number in range(appends * entries):
            wire_client.write_entry(device.state, bytes(60000) + number.to_bytes(4, "big"))
        frames = [wire.Frame(append=wire.Append(segment=wire_client.segment_of(device.state, first, first + entries - 1)))
                  for first in range(1, appends * entries, entries)]
        with Slow(self.province, "journal"):
            calls = [device.open.send(frame) for frame in frames]
            refused = [device.open.receive()]
            while refused[-1].call != calls[-1]:
                refused.append(device.open.receive())
        self.assertEqual({(answer.refused.code, answer.refused.retry) for answer in refused}, {("BUSY", True)})
        held = len(frames) - len(refused)
        # A frame takes its bytes twice: as they came out of the packing, and as messages.
        self.assertTrue(CLIENT_QUEUE_BYTES_MAX / 3 < held * entries * 60000 <= CLIENT_QUEUE_BYTES_MAX / 2, held)
        for call in calls[:held]:
            device.open.answer(call, "acked")
        for frame in frames[held:]:
            device.open.ask(frame, "acked")
        self.assertEqual(self.province.entries(), appends * entries)
        self.settle()

    def test_forgotten_device_is_given_back(self):
        """A device that a restored server has never heard of comes back in the middle of others' work."""
        twin = self.province.office("BCD-593")
        copy = self.province.backup()
        lost = self.province.office("BCD-593")
        lost.import_rows(self.register.new_rows(500))
        lost.sync()
        twin.sync()
        self.province.restore(copy)
        [north] = self.wire_offices("BCD-594")
        with Slow(self.province, "petition"):
            started = self.begin_large()
            started.append(("the twin", twin.start("sync")))
            thread = self.send(north, (received("W-1"), b""))
            thread.join(1)
        self.finish(started, thread)
        self.settle(twin)
        self.assertEqual(self.province.value(f"select count(*) from origin where origin = '\\x{lost.origin}'"), "1")

    def test_numbers_of_before(self):
        """Register numbers are known after a restart, and after a correction has given a petition another one."""
        rows = self.register.new_rows(300)
        self.office.import_rows(rows)
        self.office.sync()
        self.province.restart()
        second = self.province.office("BCD-593")
        second.import_rows(rows)
        self.assertIn("rejected 0", second.sync())
        self.assertEqual(self.province.value("select count(*) from petition"), "300")
        wire = WireOffice(self.province, "BCD-593")
        number = next(row["local_no"] for row in rows if not row["settled_on"])
        renamed = received("new number").petition_received
        [[seq]] = self.office.journal("select min (seq) from entry where subject = ?", f"petition:BCD-593:{number.lower()}@2020")
        [[body]] = self.office.journal("select body from entry where seq = ? and origin = (select id from origin where own = 1)", seq)
        seen = facts.Fact.FromString(body).petition_received
        self.assertEqual(wire.append(corrected(reference(self.office, seq), renamed, seen))["verdicts"], [])
        again = wire.append(received("new number", people=7))["verdicts"]
        self.assertEqual([verdict["code"] for verdict in again], ["DUPLICATE"])
        del self.register.rows[number]
        self.register.rows["new number"] = petition("new number")
        self.assertEqual(self.tinh.counts(), self.register.counts())
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
