"""The server gets other keys or another address: devices learn it by signed statements, however long they were away, and nothing
that was receipted under an earlier key is lost.
"""
import datetime
import json
import pathlib
import random
import shutil
import socket
import subprocess
import time

import faults
import harness
from harness import ENVIRONMENT, QCDCD, Office, Province, petition
from faults import BegunCase, Register, rng, say_seed


def free_port():
    """Of those that the system gives to nobody by itself: a server of another test, which has the same keys, must not come to stand
    where this one was."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as bound:
            try:
                bound.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def free_endpoint():
    return f"tcp://127.0.0.1:{free_port()}"


class Rotation(BegunCase):
    def begin(self):
        self.run_at(free_endpoint())
        self.office = self.province.office("BCD-593")
        self.register = Register("593")
        self.office.import_rows(self.register.new_rows(20))
        self.office.sync()
        self.old_endpoint = self.province.endpoint

    def run_at(self, endpoint, *options):
        """Stops the server and starts it elsewhere."""
        self.province.stop()
        self.province.endpoint = endpoint
        self.province.log_file = open(self.province.log_path, "ab")
        self.province.process = subprocess.Popen([str(word) for word in (QCDCD, "run", "--data", self.province.data, "--listen", endpoint,
                                                                         *options)], stdin=subprocess.DEVNULL,
                                                 stdout=subprocess.PIPE, stderr=self.province.log_file, env=ENVIRONMENT)
        line = self.province._first_line()
        self.assertTrue(line.startswith("listening"), line + self.province.log()[-2000:])

    def wire_client(self, code):
        """The client of the written dialogue, joined: what it says to words."""
        script = pathlib.Path(faults.__file__).parents[1] / "flow" / "wire_client.py"
        state = self.province.folder / f"{code}.json"

        def say(*words):
            done = harness.run(["/usr/bin/python3", script, state, *words])
            self.assertEqual((done.status, done.err), (0, ""), done)
            return json.loads(done.out)

        say("join", self.province.invite(code))
        return say

    def meta(self, office, name):
        rows = office.journal("select value from meta where name = ?", name)
        return rows[0][0] if rows else ""

    def work(self, *offices):
        """Each goes on: something new goes up, and its journal holds together under whatever keys."""
        for office in offices:
            office.import_rows([petition(f"{office.name}-{rng.randrange(1 << 40)}")])
            done = office.run("sync")
            self.assertEqual(done.status, 0, done)
            self.assertIn("Sent ", done.out)
        self.assert_identical()

    def test_new_signing_key(self):
        """Receipts under the old key stay good: on the device, on the way back to a restored server, in a rescue."""
        old_key = self.meta(self.office, "server_sign")
        copy = self.province.backup()
        self.office.import_rows(self.register.new_rows(5))
        self.office.sync()
        self.province.must("rotate-key")
        self.assert_identical()
        self.province.restart()
        self.work(self.office)
        self.assertNotEqual(self.meta(self.office, "server_sign"), old_key)
        self.assertEqual(self.meta(self.office, "server_signs_past"), old_key)
        self.assertEqual(self.meta(self.office, "endpoint"), self.old_endpoint)
        # A second device, invited afterwards, fetches all of it, and so does a home put back to its first day.
        second = self.province.office("BCD-593")
        second.sync()
        self.assertEqual(len(second.table("petition", "list")), len(self.office.table("petition", "list")))
        # The database of before the rotation, with the keys of now: it gets back what it lost, with receipts of both keys.
        keys = harness.new_folder() / "keys"
        shutil.copytree(self.province.data / "keys", keys)
        self.province.restore(copy)
        self.province.stop()
        shutil.rmtree(self.province.data / "keys")
        shutil.copytree(keys, self.province.data / "keys")
        subprocess.run(["chown", "-R", f"--reference={self.province.data}", self.province.data / "keys"], check=True)
        self.province.start()
        self.assertIn("that the server had lost", self.office.sync())
        self.work(self.office)
        # What a home of the old key holds is filed again from one that never knew that key.
        third = self.province.office("BCD-594")
        third.import_rows([petition("1/KN")])
        third.sync()

    def test_joining_again(self):
        """A home that has heard of a later key joins again by an older invitation, and keeps what it knows."""
        invitation = self.province.invite("BCD-593")
        self.province.must("rotate-key")
        self.province.restart()
        self.work(self.office)
        known = [self.meta(self.office, name) for name in ("server_sign", "server_signs_past", "whereabouts")]
        self.assertEqual(known[2], "1")
        self.office.join(invitation)
        self.assertEqual([self.meta(self.office, name) for name in ("server_sign", "server_signs_past", "whereabouts")], known)
        self.work(self.office)
        # And one that has not heard of it, by a newer one.
        self.province.must("move", "--endpoint", self.province.endpoint)
        self.office.join(self.province.invite("BCD-593"))
        self.work(self.office)
        self.assertEqual(self.meta(self.office, "whereabouts"), "2")

    def test_keys_put_back_too(self):
        """A server that was restored with the keys of then is not believed: nothing counts as sent until the newest are back."""
        copy = self.province.backup()
        self.province.must("rotate-key")
        self.province.restart()
        self.office.sync()
        # One that joined since, and has not been in touch: to the copy it is a stranger, who knows more than the copy does.
        since = self.province.office("BCD-594")
        keys = harness.new_folder() / "keys"
        shutil.copytree(self.province.data / "keys", keys)
        self.province.restore(copy)
        self.office.import_rows(self.register.new_rows(2))
        receipts = self.office.journal("select count(*) from segment")
        done = self.office.run("sync")
        self.assertEqual(done.status, 1, done)
        self.assertIn("newest keys", done.err)
        # Whoever was told that day, or learns of it from the complete chain, says of which day the keys are.
        changed = datetime.datetime.fromtimestamp(int(self.meta(self.office, "whereabouts_said")) / 1e6, datetime.timezone.utc)
        self.assertIn((changed + datetime.timedelta(hours=7)).strftime("%d/%m/%Y"), done.err)
        self.assertIn(f"BCD-593: device {self.office.origin} knows newer keys", self.province.log())
        done = since.run("sync")
        self.assertEqual(done.status, 1, done)
        self.assertIn("older copy", done.err)
        self.assertIn("administrator", done.err)
        self.assertNotIn("qcdc join", done.err)
        [named] = [line for line in self.province.log().splitlines() if "has not joined here" in line]
        public = next(line.split()[1] for line in (since.home / "keys").read_text().splitlines() if line.startswith("curve-public"))
        self.assertIn(f"key {public[:16]}", named)
        self.assertIn("this is an older copy", named)
        self.assertNotIn("an append was refused", self.province.log())
        self.assertEqual(self.office.journal("select count(*) from segment"), receipts)
        self.province.stop()
        shutil.rmtree(self.province.data / "keys")
        shutil.copytree(keys, self.province.data / "keys")
        subprocess.run(["chown", "-R", f"--reference={self.province.data}", self.province.data / "keys"], check=True)
        self.province.start()
        self.work(self.office)

    def test_rescue_across_keys(self):
        old = self.province.office("BCD-595")
        old.import_rows([petition(f"{i}/KN") for i in range(4)])
        old.sync()
        old.import_rows([petition(f"{i}/KN") for i in range(4, 9)])
        self.province.must("rotate-key")
        self.province.restart()
        new = self.province.office("BCD-595")
        self.assertIn("5 entries", new.must("rescue", old.home))
        self.assertEqual(len(new.table("petition", "list")), 9)
        self.work(new)

    def test_new_address_and_line_key(self):
        """Devices that were away come to the old address, are told, and go over; an invitation from before still serves."""
        invitation = self.province.invite("BCD-596")
        away = self.province.office("BCD-597")
        away.sync()
        stranger = self.wire_client("BCD-599")
        new = free_endpoint()
        self.assertIn(new, self.province.must("rotate-key", "--endpoint", new))
        self.run_at(new, "--listen-old", self.old_endpoint)
        done = away.run("query", "petition_counts", "--patience", "20")
        self.assertEqual(done.status, 75, done)
        self.assertIn("qcdc sync", done.err)
        self.work(self.office, away)
        for office in (self.office, away):
            self.assertEqual((self.meta(office, "endpoint"), self.meta(office, "endpoint_next")), (new, ""))
        self.assertEqual(away.run("query", "petition_counts").status, 0)
        late = Office(self.province, "BCD-596")
        late.join(invitation)
        # So does a client in another language, which was away too.
        self.assertEqual(stranger("hello")["head_seq"], 0)
        self.assertEqual(stranger("petition", "W-1")["verdicts"], [])
        self.work(late)
        self.assertEqual(self.meta(late, "endpoint"), new)
        # Twice more, while one device hears nothing of it: it walks the whole chain at once.
        before = new
        for _ in range(2):
            self.province.must("rotate-key")
        self.run_at(before)
        self.work(self.office)
        self.assertEqual(self.meta(self.office, "whereabouts"), "3")
        self.work(late, away)
        self.assertEqual(self.meta(away, "whereabouts"), "3")

    def test_said_before_it_is_there(self):
        """A move that is told ahead: devices stay where they are until something answers at the new address."""
        new = free_endpoint()
        deaf = self.province.office("BCD-598")
        self.province.must("move", "--endpoint", new)
        self.province.restart()
        self.work(self.office)
        self.assertEqual((self.meta(self.office, "endpoint"), self.meta(self.office, "endpoint_next")), (self.old_endpoint, new))
        self.work(self.office)
        self.run_at(new)
        self.work(self.office)
        self.assertEqual((self.meta(self.office, "endpoint"), self.meta(self.office, "endpoint_next")), (new, ""))
        # A device that has not heard of it waits in vain while nothing answers at the old address.
        self.assertEqual(deaf.run("sync", "--patience", "1").status, 75)
        self.run_at(new, "--listen-old", self.old_endpoint)
        self.work(deaf)
        self.assertEqual(self.meta(deaf, "endpoint"), new)

    def test_another_server_at_the_address(self):
        """Statements of a province that is not ours move nobody."""
        other = Province()
        self.addCleanup(other.close)
        other.stop()
        # The stranger has stolen the key of the line, and signs with a key of its own.
        mine, theirs = (place.data / "keys" / "server.key" for place in (self.province, other))
        ours = mine.read_text().splitlines()
        public, secret = faults.sign_keys()
        theirs.write_text("\n".join(ours[:3] + [f"sign-public {public.hex()}", f"sign-secret {secret.hex()}"]) + "\n")
        faults.with_database(other, f"update setting set value = '{public.hex()}' where name = 'server_sign_key';"
                             f"update setting set value = '{ours[1].split()[1]}' where name = 'server_curve_key'")
        other.must("move", "--endpoint", free_endpoint())
        self.province.stop()
        other.endpoint = free_endpoint()
        before = self.office.journal("select name, value from meta order by name")
        other.log_file = open(other.log_path, "ab")
        other.process = subprocess.Popen([str(QCDCD), "run", "--data", str(other.data), "--listen", other.endpoint, "--listen-old",
                                          self.old_endpoint], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                         stderr=other.log_file, env=ENVIRONMENT)
        self.assertTrue(other._first_line().startswith("listening"), other.log())
        done = self.office.run("sync", "--patience", "20")
        self.assertEqual(done.status, 1, done)
        self.assertIn("not by the key that is known here", done.err)
        self.assertEqual(self.office.journal("select name, value from meta order by name"), before)
        other.stop()
        self.province.start()
        self.work(self.office)

    def test_killed_at_any_point(self):
        """However rotating is cut off, the server starts, with the old keys or the new ones, and every device goes on."""
        say_seed()
        began = time.monotonic()
        self.province.must("rotate-key")
        whole_s = time.monotonic() - began
        for round_ in range(4 if not faults.SLOW else 60):
            command = subprocess.Popen([str(QCDCD), "rotate-key", "--data", str(self.province.data)], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, env=ENVIRONMENT)
            # The end is where the files are: most kills go there.
            time.sleep(whole_s * rng.choice([rng.random(), 0.8 + 0.4 * rng.random()]))
            command.kill()
            command.wait()
            said = len((self.province.data / "keys" / "whereabouts").read_text().splitlines()) - 1
            done = self.province.command("status")
            self.assertEqual(done.status, 0, done)
            self.assertEqual(len((self.province.data / "keys" / "whereabouts").read_text().splitlines()) - 1, said)
            if round_ % 4 == 3:
                self.province.restart()
                self.work(self.office)
                self.assertEqual(self.meta(self.office, "whereabouts"), str(said))

    def test_each_step_of_a_rotation(self):
        """The states that a kill can leave behind, one by one."""
        keys = self.province.data / "keys"
        self.province.stop()
        before = {path.name: path.read_bytes() for path in keys.iterdir()}
        self.province.must("rotate-key")
        after = {path.name: path.read_bytes() for path in keys.iterdir()}
        self.assertEqual(set(after), {"server.key", "server.key.1", "whereabouts"})
        made = after["server.key"]

        def put(files):
            for path in keys.iterdir():
                path.unlink()
            for name, content in files.items():
                (keys / name).write_bytes(content)
                (keys / name).chmod(0o600)
            subprocess.run(["chown", "-R", f"--reference={self.province.data}", keys], check=True)

        said = {"whereabouts": after["whereabouts"]}
        # The database knows the new keys by now: what was cut off behind the statement is ended.
        for files in ({**before, "server.key.new": made, **said}, {"server.key.1": before["server.key"], "server.key.new": made, **said}):
            put(files)
            self.assertEqual(self.province.command("status").status, 0)
            self.assertEqual({path.name: path.read_bytes() for path in keys.iterdir()}, after)
        # Keys that went back behind the statements are refused, with what to do.
        put({**before, **said})
        self.assertRegex(self.province.command("status").err, "newest copy")
        # So are keys of before that came back without the statements: what init made is not what helps.  And statements that
        # were lost beside the right keys: told anew they would lead nobody who heard of them.
        changed = datetime.datetime.strptime(after["whereabouts"].split()[2].decode(), "%Y-%m-%dT%H:%M:%SZ")
        day = (changed + datetime.timedelta(hours=7)).strftime("%d/%m/%Y")
        for files, why in ((before, "not those of this database"), ({"server.key": made}, "older than this database")):
            put(files)
            done = self.province.command("status")
            self.assertEqual((done.status, len(done.err.splitlines())), (1, 1), done)
            for part in (why, f"changed last on {day}", "server.key and whereabouts together"):
                self.assertIn(part, done.err)
        put({**after, "whereabouts": after["whereabouts"].replace(b"-", b"+", 1)})
        self.assertRegex(self.province.command("status").err, "damaged")
        put(after)
        self.province.start()
        self.work(self.office)

    def test_what_cannot_be(self):
        done = self.province.command("move", "--endpoint", "nowhere")
        self.assertEqual((done.status, len(done.err.splitlines())), (2, 1), done)
        done = self.province.command("run", "--listen", free_endpoint(), "--listen-old", free_endpoint())
        self.assertEqual((done.status, len(done.err.splitlines())), (2, 1), done)
        self.assertIn("has never had another address", done.err)
        for _ in range(32):
            self.assertEqual(self.province.command("move", "--endpoint", "tcp://a:1").status, 0)
        done = self.province.command("rotate-key")
        self.assertEqual((done.status, len(done.err.splitlines())), (1, 1), done)
        self.assertIn("32 times", done.err)


if __name__ == "__main__":
    harness.main()
