# ctest: timeout=3600 cost=80
"""Server, client and database are killed at random moments of a sync: nothing is lost, nothing counts twice."""
import os
import signal
import time

import faults
import harness
from faults import FaultCase, Register, numbers, rng, wait_until

ROWS = 1500 if faults.SLOW else 1000
# What a sanitizer slows down is done less often: it is the meeting that counts.
ROUNDS = 40 if faults.SLOW else 4
# What each round leaves is looked through to the last entry now and then, and at the end; that takes longer each time.
CHECKED = 1 if faults.SLOW else 4
VICTIMS = ("server", "client", "postmaster", "backend", "server thrice", "client", "terminated backend")


class Kill(FaultCase):
    own_province = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registers = {code: Register(code) for code in ("593", "594", "595")}
        cls.offices = [cls.province.office(f"BCD-{code}") for code in cls.registers]
        # A second device of the first office: what comes down is cut as well as what goes up.
        cls.second = cls.province.office("BCD-593")
        cls.devices = [*cls.offices, cls.second]

    def write_rows(self):
        for office, register in zip(self.offices, self.registers.values()):
            office.import_rows(register.new_rows(ROWS))
        self.second.import_rows(self.registers["593"].new_rows(ROWS // 5))

    def held(self):
        return self.province.entries()

    def written(self):
        return sum(device.entries() for device in self.devices)

    # -------- victims

    def backend_pid(self):
        [[pid]] = self.province.sql("select pid from pg_stat_activity where application_name = 'qcdcd ingest'")
        return int(pid)

    def postmaster_pid(self):
        return int((self.province.data / "pg" / "postmaster.pid").read_text().split()[0])

    def kill(self, victim, started, pids):
        """Kills; restarts what does not restart by itself.  The processes of which a result is expected."""
        if victim.startswith("server"):
            for _ in range(3 if victim == "server thrice" else 1):
                self.province.kill()
                time.sleep(rng.uniform(0, 0.3))
                self.province.start()
                time.sleep(rng.uniform(0, 0.3) if victim == "server thrice" else 0)
        elif victim == "client":
            killed = rng.choice([one for one in started if one[1].poll() is None] or started)
            killed[1].kill()
            return [one for one in started if one is not killed]
        else:
            number = signal.SIGTERM if victim == "terminated backend" else signal.SIGKILL
            pid = pids["postmaster" if victim == "postmaster" else "backend"]
            os.kill(pid, number)
            # Until PostgreSQL has seen it, it answers as if nothing had happened, and then ends those that it answered.
            self.assertTrue(wait_until(lambda: not faults.is_there(pid, dead=victim != "postmaster")))
        return started

    # -------- the proof

    def check_held(self):
        """Everything that was written is at the server, once."""
        self.assertEqual(self.held(), self.written())
        for device in self.devices:
            self.assertEqual(device.table("rejected"), [])

    def check(self):
        """And under receipts; every device has what it must see."""
        self.check_held()
        self.assertEqual(self.offices[0].counts(), self.registers["593"].counts())
        self.assertEqual(self.offices[1].counts(), self.registers["594"].counts())
        self.assertEqual(self.offices[2].counts(), self.registers["595"].counts())
        faults.audit_province(self, self.province, self.devices)
        shown = numbers(self.second)
        self.assertEqual(set(shown), set(self.registers["593"].rows))
        self.assertEqual(shown, numbers(self.offices[0]))

    def test_random_moments(self):
        faults.say_seed()
        self.write_rows()
        began = time.monotonic()
        harness.all_at_once(self.devices, "sync")
        self.whole_s = time.monotonic() - began
        harness.all_at_once(self.devices, "sync")
        self.check()
        victims = rng.sample(VICTIMS, len(VICTIMS))
        number = halfway = 0
        while halfway < ROUNDS and number < 12 * ROUNDS:
            victim = victims[number % len(victims)]
            number += 1
            halfway += self.play(number, victim)
        self.check()
        self.assert_identical()
        self.assertEqual(halfway, ROUNDS, "hardly a kill came in the middle of the work")

    def commits(self):
        return self.province.log().count(" committed as ")

    def wait_for_the_moment(self, number, before, started):
        """Any moment from the start on; in every other round one at which some appends have been committed, if it comes."""
        if number % 2:
            time.sleep(rng.uniform(0.01, self.whole_s))
        else:
            wanted = before + rng.randrange(1, 9)
            wait_until(lambda: self.commits() >= wanted or all(process.poll() is not None for _, process in started), pause=0.002)
            time.sleep(rng.uniform(0, 0.03))

    def play(self, number, victim):
        """One round; whether the kill came when some entries, but not all, had been taken."""
        self.write_rows()
        wanted = self.written()
        pids = {"backend": self.backend_pid(), "postmaster": self.postmaster_pid()}
        committed = self.commits()
        began = time.monotonic()
        started = [(device.name, device.start("sync")) for device in self.devices]
        self.wait_for_the_moment(number, committed, started)
        moment_s = time.monotonic() - began
        committed = self.commits() - committed
        busy = sum(process.poll() is None for _, process in started)
        survivors = self.kill(victim, started, pids)
        results = harness.finish_all(survivors)
        for _, process in started:
            process.communicate()
        print(f"round {number}: {victim} after {moment_s:.3f} s; {committed} appends committed, {busy} syncs under way",
              flush=True)
        # Who only waits for a server or a database to come back comes through by itself.
        for name, done in results:
            said = [line for line in done.err.splitlines() if "yet; trying for" not in line]  # it says that it waits
            self.assertEqual((done.status, said), (0, []), f"{name}: {done}")
        self.assertTrue(wait_until(lambda: faults.database_answers(self.province)), "the database does not come back")
        if victim != "client":
            self.assertEqual(self.held(), wanted, "all syncs ended well and the server lacks entries")
        # The first one brings what is missing up, the second one what the others brought down.
        harness.all_at_once(self.devices, "sync")
        harness.all_at_once(self.devices, "sync")
        if number % CHECKED == 0:
            self.check()
        else:
            self.check_held()
        return committed > 0 and busy > 0


if __name__ == "__main__":
    harness.main()
