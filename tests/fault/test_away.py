# ctest: cost=80
"""Servers, databases and homes that are taken, away or told to stop: everybody waits, nobody loses."""
import os
import signal
import subprocess
import threading
import time

import faults
import harness
from faults import Cluster, FaultCase, GuestProvince, Register, wait_until
from harness import QCDCD
from proxy import Proxy

AWAY_S = 60 if faults.SLOW else 15
FROZEN_S = 60 if faults.SLOW else 34  # longer than a first answer is waited for


def unexpected(err):
    """What a client says besides that it waits."""
    return [line for line in err.splitlines() if "yet; trying for" not in line and "waiting for it" not in line]


class Twice(FaultCase):
    own_province = False

    def second_server(self, *place):
        return harness.run([QCDCD, "run", *place, "--listen", "tcp://127.0.0.1:*"])

    def assert_one_line(self, done, *words):
        self.assertEqual((done.status, done.out), (1, ""), done)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        for word in words:
            self.assertIn(word, done.err)

    def test_two_servers_on_one_folder(self):
        """The second one says why it does not start, in one line, and does the first no harm."""
        self.assert_one_line(self.second_server("--data", self.province.data), "another qcdcd")
        office = self.province.office("BCD-593")
        office.import_rows(Register("593").new_rows(10))
        office.sync()
        self.assert_identical()

    def test_two_programs_on_one_home(self):
        """Two at the same time take turns; one that holds the home for too long makes the other say so."""
        office, register = self.province.office("BCD-594"), Register("594")
        paths = [office.register(register.new_rows(300)) for _ in range(4)]
        started = [(office.name, office.start("petition", "import", path, "--confirm-names")) for path in paths]
        for name, done in harness.finish_all(started):
            self.assertEqual(done.status, 0, done)
        office.sync()
        self.assertEqual(office.counts(), register.counts())
        self.province.process.send_signal(signal.SIGSTOP)
        try:
            holder = office.start("sync")
            self.assertTrue(wait_until(lambda: (office.home / "lock").read_text().strip() == str(holder.pid)))
            self.assert_refused(office.run("petition", "list"), "another qcdc", str(holder.pid))
            self.assertIsNone(holder.poll(), "the other one was waited for")
        finally:
            self.province.process.send_signal(signal.SIGCONT)
        [(_, done)] = harness.finish_all([(office.name, holder)])
        self.assertEqual(done.status, 0, done)


class CutOff(FaultCase):
    """The writer's connection is cut, and what it comes back to is not what it left."""

    WRITER = "from pg_stat_activity where application_name = 'qcdcd ingest'"

    def writer_waits(self):
        """The process of the writer, where its commit waits for a standby; "" where it does not."""
        return "".join(row[0] for row in self.province.sql(f"select pid {self.WRITER} and wait_event = 'SyncRep'"))

    def wait_for_standby(self, name):
        self.province.sql(f"alter system set synchronous_standby_names = '{name}'; select pg_reload_conf();")

    def test_commit_that_no_standby_has(self):
        """What is committed here and not where it has to be, too, would be lost with this machine: no receipt says otherwise."""
        office, register = self.province.office("BCD-593"), Register("593")
        office.import_rows(register.new_rows(2))
        office.sync()
        receipted = office.journal("select max(last_seq) from segment")
        office.import_rows(register.new_rows(2))
        self.wait_for_standby("elsewhere")
        syncing = office.start("sync")
        self.assertTrue(wait_until(self.writer_waits), "the commit does not wait for the standby")
        cut = self.writer_waits()
        self.province.sql(f"select pg_terminate_backend({cut})")
        self.assertTrue(wait_until(lambda: self.writer_waits() not in ("", cut) or syncing.poll() is not None))
        self.assertIsNone(syncing.poll(), "acknowledged, and no standby has it")
        self.assertEqual(office.journal("select max(last_seq) from segment"), receipted)
        self.wait_for_standby("")
        [(_, done)] = harness.finish_all([(office.name, syncing)])
        self.assertEqual(done.status, 0, done)
        self.assertEqual(office.counts(), register.counts())
        self.assert_whole(office)

    def test_heads_that_somebody_else_moved(self):
        """A commit without an answer is known by itself: that the head of its origin has moved on says nothing of what is stored."""
        office, register = self.province.office("BCD-595"), Register("595")
        office.import_rows(register.new_rows(2))
        office.sync()
        receipted = office.journal("select max(last_seq) from segment")
        office.import_rows(register.new_rows(2))
        device = "office = (select id from office where code = 'BCD-595')"
        other = subprocess.Popen([str(word) for word in (harness.pg_program("psql"), "-X", "-q", *self.province._connection())],
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
                                 env=harness.ENVIRONMENT)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        other.stdin.write(f"begin; update origin set head_seq = head_seq + 100 where {device};\n")
        other.stdin.flush()
        self.assertTrue(wait_until(lambda: self.province.sql("select 1 from pg_stat_activity where state = 'idle in transaction'"
                                                             " and query like 'update origin%'")))
        syncing = office.start("sync")
        self.assertTrue(wait_until(lambda: self.province.sql(f"select 1 {self.WRITER} and wait_event_type = 'Lock'")))
        other.stdin.write(f"select pg_terminate_backend(pid) {self.WRITER}; commit;\n")
        other.stdin.flush()
        self.assertTrue(wait_until(lambda: "were sent back, and not acknowledged" in self.province.log()
                                   or syncing.poll() is not None))
        self.assertEqual(office.journal("select max(last_seq) from segment"), receipted, "acknowledged, and not stored")
        self.province.sql(f"update origin set head_seq = head_seq - 100 where {device}")
        self.province.sql(f"select pg_terminate_backend(pid) {self.WRITER}")
        harness.finish_all([(office.name, syncing)])  # that met a server that says it holds more than there is
        office.sync()
        self.assertEqual(office.counts(), register.counts())
        self.assert_whole(office)

    def test_another_writer_meanwhile(self):
        """Offices wait for as long as it takes; why, the log says."""
        office, register = self.province.office("BCD-594"), Register("594")
        lock = subprocess.Popen([str(word) for word in (harness.pg_program("psql"), "-X", "-q", *self.province._connection(), "-c",
                                                        f"select pg_advisory_lock({0x71636463})", "-c", "select pg_sleep(3600)")],
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=harness.ENVIRONMENT)
        self.addCleanup(lock.wait)
        self.addCleanup(lock.kill)
        self.assertTrue(wait_until(lambda: self.province.sql("select 1 from pg_locks where locktype = 'advisory' and not granted")))
        self.province.sql(f"select pg_terminate_backend(pid) {self.WRITER}")
        office.import_rows(register.new_rows(2))
        syncing = office.start("sync")
        self.assertTrue(wait_until(lambda: "another qcdcd writes to this database" in self.province.log()), self.province.log())
        self.assertIsNone(syncing.poll())
        self.province.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'psql' and state <> 'idle'"
                          " and pid <> pg_backend_pid()")
        [(_, done)] = harness.finish_all([(office.name, syncing)])
        self.assertEqual(done.status, 0, done)
        self.assert_whole(office)


class Standby(FaultCase):
    """A database that commits nothing before a second one has it: what has not got there is not acknowledged, whoever ends the wait."""

    CANCELLED = "the wait for a synchronous standby was cancelled"

    def make_province(self):
        self.cluster = Cluster()
        self.addCleanup(self.cluster.close)
        return GuestProvince(self.cluster)

    def setUp(self):
        super().setUp()
        self.office, self.register = self.province.office("BCD-593"), Register("593")
        self.standby = Cluster(self.cluster)
        self.addCleanup(self.standby.close)
        self.cluster.sql("alter system set synchronous_standby_names = 'standby'")
        self.cluster.sql("select pg_reload_conf()")
        self.assertTrue(wait_until(lambda: self.cluster.sql("select sync_state from pg_stat_replication") == "sync"))
        self.enter(2)
        self.office.sync()

    def enter(self, count):
        self.office.import_rows(self.register.new_rows(count))

    def waiting(self):
        return self.cluster.sql("select pid from pg_stat_activity where application_name = 'qcdcd ingest' and wait_event = 'SyncRep'")

    def cancel(self):
        self.assertEqual(self.cluster.sql(f"select pg_cancel_backend({self.waiting()})"), "t")

    def receipted(self):
        return self.office.journal("select max(last_seq) from segment")

    def times_cancelled(self):
        return self.province.log().count(self.CANCELLED)

    def finish(self, syncing):
        self.standby.start()
        [(_, done)] = harness.finish_all([(self.office.name, syncing)])
        self.assertEqual(done.status, 0, done)
        self.assertEqual(self.standby.sql("select count(*) from journal"), self.cluster.sql("select count(*) from journal"))
        self.assertEqual(self.office.counts(), self.register.counts())
        self.assert_whole(self.office)

    def test_cancelled_wait(self):
        """A commit that somebody lets go succeeds, with a warning; so do those that are to make sure of it.  Few entries, and many."""
        for count in (2, 300):
            with self.subTest(count):
                receipted, before = self.receipted(), self.times_cancelled()
                self.enter(count)
                self.standby.stop()
                syncing = self.office.start("sync")
                self.assertTrue(wait_until(self.waiting), "the commit does not wait for the standby")
                for turn in (1, 2, 3):
                    self.cancel()
                    self.assertTrue(wait_until(lambda: self.times_cancelled() > before), self.province.log()[-2000:])
                    self.assertTrue(wait_until(lambda: self.waiting() or syncing.poll() is not None))
                    self.assertIsNone(syncing.poll(), f"acknowledged in turn {turn}, and no standby has it")
                self.assertEqual(self.receipted(), receipted)
                self.finish(syncing)
                self.assertNotIn("another qcdcd", self.province.log())

    @harness.at_leisure
    def test_times_that_a_database_sets(self):
        """What a database sets for every session ends no wait of the writer's."""
        times = {"statement_timeout": "3s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "3s"}
        for name, value in times.items():
            self.cluster.sql(f"alter database postgres set {name} = '{value}'")
        self.cluster.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'qcdcd ingest'")
        self.enter(2)
        self.office.sync()
        self.enter(2)
        self.standby.stop()
        syncing = self.office.start("sync")
        self.assertTrue(wait_until(self.waiting))
        time.sleep(4)
        self.assertEqual(self.times_cancelled(), 0, self.province.log()[-2000:])
        self.assertTrue(self.waiting())
        for name in times:
            self.cluster.sql(f"set synchronous_commit = local; alter database postgres reset {name}")
        self.finish(syncing)

    def test_killed_while_it_waits(self):
        """The next server finds what the one before it committed: it says nothing of it before the standby has it."""
        receipted = self.receipted()
        self.enter(2)
        self.standby.stop()
        syncing = self.office.start("sync")
        self.assertTrue(wait_until(self.waiting))
        cut = self.waiting()
        self.province.kill()
        self.cluster.sql(f"select pg_terminate_backend({cut})")
        self.province.start()
        self.assertTrue(wait_until(lambda: self.waiting() not in ("", cut) or syncing.poll() is not None))
        self.assertIsNone(syncing.poll(), "acknowledged, and no standby has it")
        self.assertEqual(self.receipted(), receipted)
        self.finish(syncing)


class Away(FaultCase):
    """A server on a database of somebody else's, which comes and goes."""

    def make_province(self):
        self.cluster = Cluster()
        self.addCleanup(self.cluster.close)
        return GuestProvince(self.cluster)

    def start_clerks(self, codes, results, stop):
        """Every office enters rows and syncs, over and over, until STOP; RESULTS: (name, begin, end, what it said)."""
        self.registers = {code: Register(code) for code in codes}
        self.offices = {code: self.province.office(f"BCD-{code}") for code in codes}

        def work(code):
            office, register, turn = self.offices[code], self.registers[code], 0
            while not stop.is_set():
                turn += 1
                office.import_rows(register.new_rows(150, f"{turn}/"))
                began = time.monotonic()
                done = office.run("sync")
                results.append((office.name, began, time.monotonic(), done))

        threads = [threading.Thread(target=work, args=(code,)) for code in codes]
        for thread in threads:
            thread.start()
        return threads

    @staticmethod
    def receipted(office):
        """The last entry of which the device has a receipt; None while its journal is being written."""
        try:
            return office.journal("select coalesce(max(last_seq), 0) from segment")[0][0]
        except (harness.sqlite3.Error, OSError):
            return None

    def check_all(self):
        for code, office in self.offices.items():
            office.sync()
            self.assertEqual(office.counts(), self.registers[code].counts())
            self.assertEqual(office.table("rejected"), [])
        self.assertEqual(self.province.entries(), sum(office.entries() for office in self.offices.values()))
        self.assert_whole(*self.offices.values())

    def test_two_servers_on_one_database(self):
        """Nor do several at the same moment, each of which has little of the machine: none ever says that it listens."""
        command = [str(word) for word in (QCDCD, "run", "--db", self.cluster.conninfo, "--keys", self.province.data,
                                          "--listen", "tcp://127.0.0.1:*")]
        started = [(number, subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                             stderr=subprocess.PIPE, env=harness.ENVIRONMENT)) for number in range(8)]
        for _, done in harness.finish_all(started):
            self.assertEqual((done.status, done.out), (1, ""), done)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn("another qcdcd", done.err)

    def test_database_away_under_load(self):
        """Offices wait; nothing is refused for good; all is acknowledged afterwards."""
        results, stop = [], threading.Event()
        threads = self.start_clerks(["593", "594", "595"], results, stop)
        self.assertTrue(wait_until(lambda: len(results) >= 6))
        self.cluster.stop("immediate")
        away_from = time.monotonic()
        time.sleep(AWAY_S)
        back_at = time.monotonic()
        # One that was under way may already have had its receipt.
        during = [name for name, began, ended, _ in results if away_from < began and ended < back_at]
        self.assertEqual(during, [], "a sync came to an end without a database")
        self.assertIsNone(self.province.process.poll(), "the server did not outlive its database")
        self.cluster.start()
        count = len(results)
        self.assertTrue(wait_until(lambda: len(results) >= count + 6), "the offices do not come through")
        print(f"{AWAY_S} s away; work went on {time.monotonic() - back_at:.1f} s after the database was back", flush=True)
        stop.set()
        for thread in threads:
            thread.join()
        for name, _, _, done in results:
            self.assertEqual((done.status, unexpected(done.err)), (0, []), f"{name}: {done}")
        self.check_all()

    @harness.at_leisure
    def test_database_frozen_under_load(self):
        """A database that neither answers nor goes away, as a full or a dying disk makes it: the offices wait for it too."""
        results, stop = [], threading.Event()
        threads = self.start_clerks(["593", "594"], results, stop)
        self.assertTrue(wait_until(lambda: len(results) >= 4))
        postmaster = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        pids = faults.family(postmaster)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            time.sleep(FROZEN_S)
            self.assertIsNone(self.province.process.poll(), "the server did not outlive its database's pause")
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        count = len(results)
        self.assertTrue(wait_until(lambda: len(results) >= count + 4), "the offices do not come through")
        stop.set()
        for thread in threads:
            thread.join()
        for name, _, _, done in results:
            self.assertEqual((done.status, unexpected(done.err)), (0, []), f"{name}: {done}")
        self.check_all()

    def test_impatient_while_away(self):
        """Who does not want to wait is told to come again: 75, and everything is still there."""
        office, register = self.province.office("BCD-593"), Register("593")
        office.import_rows(register.new_rows(20))
        straight, proxy = self.province.endpoint, Proxy(self.province.endpoint)
        self.addCleanup(proxy.close)
        self.province.endpoint = proxy.endpoint
        invitation = self.province.invite("BCD-594")
        self.province.endpoint = straight
        self.cluster.stop("immediate")
        done = office.run("sync", "--patience", "3")
        self.assertEqual(done.status, 75, done)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        done = office.run("query", "petition_counts")
        self.assertEqual((done.status, done.out, len(done.err.splitlines())), (75, "", 1), done)
        # It was refused and has not waited for an answer in vain.
        self.assertIn("the database is away", done.err)
        # A device that joins meanwhile waits, and is in as soon as the database is back.
        late = harness.Office(self.province, "BCD-594")
        joining = late.start("join", invitation)
        self.assertTrue(wait_until(lambda: proxy.messages_down > 0), "the server does not say that it cannot let anybody in now")
        self.assertIsNone(joining.poll())
        self.cluster.start()
        [(_, done)] = harness.finish_all([(late.name, joining)])
        self.assertEqual((done.status, unexpected(done.err)), (0, []), done)
        self.province.stop()
        done = office.run("sync", "--patience", "2")
        self.assertEqual(done.status, 75, done)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        self.province.start()
        office.sync()
        self.assertEqual(office.counts(), register.counts())

    def test_told_to_stop_under_load(self):
        """SIGTERM: what is in hand is acknowledged, the server leaves with 0, the offices come through with the next one."""
        results, stop = [], threading.Event()
        threads = self.start_clerks(["593", "594", "595", "596"], results, stop)
        for _ in range(4):
            count = len(results)
            self.assertTrue(wait_until(lambda: len(results) >= count + 4))
            time.sleep(faults.rng.uniform(0, 0.3))
            self.assertEqual(self.province.stop(), 0)
            # Nobody is there any more: what the database holds is what the offices have receipts for, or are writing down.
            for office in self.offices.values():
                # By the office, which has one device: its home is being written, and is not asked for a name.
                [[head]] = self.province.sql("select o.head_seq from origin o join office f on f.id = o.office"
                                             f" where f.code = '{office.code}'")
                self.assertTrue(wait_until(lambda: self.receipted(office) == int(head), pause=0.1),
                                f"{office.name}: committed and not acknowledged")
            self.province.start()
        stop.set()
        for thread in threads:
            thread.join()
        for name, _, _, done in results:
            self.assertIn(done.status, (0, 75), f"{name}: {done}")
        self.check_all()


if __name__ == "__main__":
    harness.main()
