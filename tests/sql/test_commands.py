"""qcdcd's commands and its embedded database: what they print, what they refuse, what they survive."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unicodedata
import unittest

import zmq

import province
from founding import FOUNDING
from province import Device, Refused, facts


def postmaster(data):
    return int((data / "pg" / "postmaster.pid").read_text().split()[0])


def is_running(pid):
    """A dead process that nobody has waited for yet does not run."""
    stat = pathlib.Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def ends(pid):
    """Whether the process ends: the last thing that PostgreSQL does before is to take its pid file away, which a server that is not
    its parent waits for."""
    until = time.monotonic() + province.TIMEOUT_S
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(pid)


class Commands(unittest.TestCase):
    def setUp(self):
        self.server = province.Province()
        self.addCleanup(self.server.stop)

    def refused(self, *command, status=1):
        done = self.server.command(*command)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith("qcdcd: "), done.stderr)
        if status == 1:
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr

    def test_usage(self):
        def run(*words):
            return subprocess.run([province.QCDCD, *words], capture_output=True, text=True)
        self.assertEqual(run("--help").returncode, 0)
        self.assertEqual(run("--version").stdout.split()[0], "qcdcd")
        for name in ("init", "run", "invite", "revoke", "status", "verify", "rebuild"):
            done = run(name, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(f"qcdcd {name} (--data DIR", done.stdout)
        for words in ([], ["fly"], ["status"], ["status", "--db", "x"],
                      ["status", "--data", "a", "--db", "b", "--keys", "c"],
                      ["status", "--data"], ["status", "--data", "a", "--size", "3"], ["status", "--data", "a", "b"],
                      ["status", "--data", "a", "--data", "b"], ["run", "--data", "a"],
                      ["run", "--data", "a", "--listen", "127.0.0.1:5"], ["invite", "--data", "a"]):
            done = run(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)

    def test_init_happens_once(self):
        key = (self.server.data / "keys" / "server.key").read_bytes()
        self.assertIn("set up before", self.refused("init", *FOUNDING))
        self.assertEqual((self.server.data / "keys" / "server.key").read_bytes(), key)
        self.assertEqual((self.server.data / "keys").stat().st_mode & 0o777, 0o700)
        self.assertEqual(self.server.data.stat().st_mode & 0o777, 0o700)

    def test_init_spares_other_peoples_folders(self):
        folder = province.folder()
        (folder / "letters").mkdir()
        done = subprocess.run([province.QCDCD, "init", *FOUNDING, "--data", folder], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        # As root it cannot even be entered, as another user it holds other things.
        self.assertEqual([path.name for path in folder.iterdir()], ["letters"])
        self.assertEqual(folder.stat().st_mode & 0o777, 0o755)

    def test_init_makes_the_way(self):
        """Also where nobody but its owner may read what a shell makes; a slash at the end is no folder."""
        top = province.folder()
        data = top / "var lib" / "qcdc" / "province"
        done = subprocess.run([province.QCDCD, "init", *FOUNDING, "--data", f"{data}/"], capture_output=True, text=True, umask=0o077)
        self.assertEqual(done.returncode, 0, done.stderr)
        for path, mode in ((data.parent.parent, 0o755), (data.parent, 0o755), (data, 0o700)):
            self.assertEqual(path.stat().st_mode & 0o777, mode, path)
        if os.geteuid() == 0:
            self.assertEqual([path.owner() for path in (data.parent.parent, data.parent, data, data / "pg")],
                             ["root", "root", "postgres", "postgres"])
        (top / "file").write_text("")
        done = subprocess.run([province.QCDCD, "init", *FOUNDING, "--data", top / "file" / "a" / "b"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot create the folder {top}/file/a: ", done.stderr)

    def test_a_database_that_may_not_be_read(self):
        """Whoever restores a copy must not be told to make a new database in its place."""
        (self.server.data / "pg").chmod(0)
        user = self.server.data.owner()
        for command in (["status"], ["init", *FOUNDING]):
            said = self.refused(*command)
            self.assertIn(f"{self.server.data}/pg cannot be read by the user {user}", said)
            self.assertIn(f"chown -R {user} '{self.server.data}'\n", said)
        (self.server.data / "pg").chmod(0o700)
        self.server.call("status")
        (self.server.data / "pg").rename(self.server.data / "away")
        self.assertIn(f"there is no database in {self.server.data}", self.refused("status"))

    def test_a_folder_that_may_not_be_seen(self):
        closed = province.folder() / "closed"
        closed.mkdir()
        (closed / "data").mkdir()
        other = None
        if os.geteuid() == 0:
            closed.chmod(0o700)
            other = "nobody"
        else:
            closed.chmod(0)
        done = subprocess.run([province.QCDCD, "status", "--data", closed / "data"], capture_output=True, text=True, user=other)
        closed.chmod(0o755)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot look at {closed}/data", done.stderr)
        self.assertNotIn("qcdcd init", done.stderr)

    def test_init_after_an_interrupted_init(self):
        data = province.folder() / "data"
        data.mkdir()
        (data / "pg.new").mkdir()
        (data / "pg.new" / "half").write_text("made")
        if os.geteuid() == 0:
            for path in (data, data / "pg.new", data / "pg.new" / "half"):
                shutil.chown(path, "postgres", "postgres")
        done = subprocess.run([province.QCDCD, "init", *FOUNDING, "--data", data], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse((data / "pg.new").exists())

    def test_names_that_cannot_be(self):
        parent = province.folder()
        for name, word in (("x" * 90, "too long"), ("a,b", "character"), ("a'b", "character")):
            done = subprocess.run([province.QCDCD, "init", *FOUNDING, "--data", parent / name], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn(word, done.stderr)
        closed = parent / "closed"
        closed.mkdir(mode=0o700)
        if os.geteuid() == 0:
            done = subprocess.run([province.QCDCD, "init", *FOUNDING, "--data", closed / "data"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"may not pass through {closed}", done.stderr)

    def test_a_folder_with_a_space(self):
        data = province.folder() / "my data"
        server = province.Province.__new__(province.Province)
        server.data, server.process = data, None
        server.call("init", *FOUNDING)
        self.assertIn("Entries", server.call("status"))

    def test_status(self):
        text = self.server.call("status")
        self.assertRegex(text, r"Server +is not running")
        self.server.start()
        published, = self.server.psql("select count(*) from publication")[0]
        device = self.server.join("BCD-593")
        device.append([facts.Fact(petition_moved=facts.PetitionMoved(
            petition=facts.Ref(origin=5, seq=1, hash=7), move=facts.SETTLED, on=100, from_register=True))])
        device.close()
        self.server.invite("BCD-594")
        text = self.server.call("status")
        for line in (r"Server +is running", r"Offices that joined +2", r"Devices +2", rf"Entries +{int(published) + 1}", r"Waiting +1",
                     r"Rejected +0", r"Open invitations +1", r"Size of the database +\d+,\d MiB",
                     rf"{device.id} +.*\(BCD-593\) +reporter +1 ", r"Last commit +\d\d/\d\d/\d{4} \d\d:\d\d\n"):
            self.assertRegex(text, line)
        self.assertNotRegex(text, r"\d{4}-\d\d-\d\d")

    def test_status_stands_in_columns_in_every_language(self):
        self.server.start()
        device = self.server.join("BCD-593")
        device.close()
        for language in ("", "vi"):
            done = subprocess.run([province.QCDCD, "status", "--data", self.server.data], capture_output=True, text=True,
                                  env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": language})
            parts = unicodedata.normalize("NFC", done.stdout).split("\n\n")  # totals, devices, offices that never joined
            totals, (heading, *rows) = parts[0].splitlines(), parts[1].splitlines()
            row, = (row for row in rows if row.startswith(device.id))
            self.assertIn("BCD-594", parts[2])
            for line in totals:
                self.assertRegex(line, r"^.{25} \S", done.stdout)
            columns = re.split(r" {2,}", heading)
            cells = re.split(r" {2,}", row)
            self.assertEqual((len(columns), len(cells), cells[0]), (6, 6, device.id))
            where = there = 0
            for at, (column, cell) in enumerate(zip(columns, cells)):
                where, there = heading.index(column, where), row.index(cell, there)
                before = (where, there)
                where, there = where + len(column), there + len(cell)
                # Numbers stand at the right of their column.
                self.assertEqual(*((where, there) if at == 3 else before), done.stdout)

    def test_invite(self):
        def invite(*more):
            return ("invite", *more)
        endpoint = ("--endpoint", "tcp://tinh.example:5555")
        text = self.server.call("invite", "--office", "BCD-593", "--role", "reporter", *endpoint, "--valid", "30s")
        names = [line.split()[0] for line in text.splitlines()]
        self.assertEqual(names, ["qcdc-invitation-1", "endpoint", "server-curve", "server-sign", "office", "role",
                                 "whereabouts", "expires", "code", "first", "signature"])
        code = re.search(r"code ([0-9a-f]{32})\n", text)[1]
        self.assertNotIn(code, str(self.server.command("status")))
        for more, status in ((("--office", "BCD-1", "--role", "reporter", *endpoint), 1),
                             (("--office", "BCD-593", "--role", "province", *endpoint), 1),
                             (("--office", "BCD-TINH", "--role", "reporter", *endpoint), 1),
                             (("--office", "BCD-593", "--role", "chief", *endpoint), 2),
                             (("--office", "BCD-593", "--role", "reporter", "--endpoint", "tcp://x:*"), 2),
                             (("--office", "BCD-593", "--role", "reporter", *endpoint, "--valid", "0d"), 2),
                             (("--office", "BCD-593", "--role", "reporter", *endpoint, "--valid", "999d"), 2)):
            self.refused(*invite(*more), status=status)

    def test_an_invitation_expires_and_serves_once(self):
        self.server.start()
        invitation = self.server.invite("BCD-593")
        Device(invitation).join().close()
        other = Device(invitation)
        with self.assertRaises(Refused) as refused:
            other.join()
        self.assertEqual(refused.exception.code, "USED_INVITATION")
        other.close()
        text = self.server.call("invite", "--office", "BCD-593", "--role", "reporter", "--valid", "1s", "--endpoint",
                                self.server.endpoint)
        late = Device(dict(line.split(" ", 1) for line in text.splitlines()[1:]))
        time.sleep(1.5)
        with self.assertRaises(Refused) as refused:
            late.join()
        self.assertEqual(refused.exception.code, "EXPIRED_INVITATION")
        late.close()

    def assert_cut_off(self, device):
        until = time.monotonic() + province.TIMEOUT_S
        with self.assertRaises(Refused) as refused:
            while time.monotonic() < until:
                device.hello()
                time.sleep(0.05)
        self.assertEqual(refused.exception.code, "REVOKED")
        device.close()

    def test_revoke_that_was_cut_off(self):
        """However the first one ended, whoever repeats it makes the server hear of it."""
        self.server.start()
        device = self.server.join("BCD-593")
        self.server.psql(f"update origin set revoked_at = now() where origin = '\\x{device.id}'")
        self.assertIn("since", self.server.call("revoke", "--origin", device.id))
        self.assert_cut_off(device)

    def test_revoke_cuts_a_live_session(self):
        self.server.start()
        device = self.server.join("BCD-593")
        device.ask(ping=province.wire.Ping())
        text = self.server.call("revoke", "--origin", device.id)
        self.assertIn("BCD-593", text)
        self.assert_cut_off(device)
        self.assertIn("since", self.server.call("revoke", "--origin", device.id))
        self.assertIn("no device has the id", self.refused("revoke", "--origin", "0" * 16))
        self.refused("revoke", "--origin", "xyz", status=2)

    def test_revoke_names_whole_devices(self):
        """Of more devices than a line can take, some; and the line ends where it should, in every language."""
        self.server.start()
        for code in ("593", "594", "595", "596", "597", "598", "599", "600"):
            self.server.join(f"BCD-{code}").close()
        for language, end in (("", "qcdcd status lists all\n"), ("vi", "qcdcd status liệt kê tất cả\n")):
            done = subprocess.run([province.QCDCD, "revoke", "--data", self.server.data, "--origin", "0" * 16],
                                  capture_output=True, text=True,
                                  env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": language})
            self.assertEqual(done.returncode, 1)
            self.assertTrue(done.stderr.endswith(end), done.stderr)
            self.assertRegex(done.stderr, r" ([0-9a-f]{16} \(BCD-\w+\), ){3,}[0-9a-f]{16} \(BCD-\w+\); qcdcd")

    def test_no_one_without_curve(self):
        self.server.start()
        plain = zmq.Context.instance().socket(zmq.DEALER)
        plain.linger = 0
        plain.connect(self.server.endpoint)
        plain.send(province.wire.Frame(ping=province.wire.Ping()).SerializeToString())
        self.assertEqual(plain.poll(1500), 0)
        plain.close()

    def test_keys_of_another_server(self):
        key = self.server.data / "keys" / "server.key"
        other = province.Province(founded=FOUNDING)
        text = key.read_text()
        key.write_text((other.data / "keys" / "server.key").read_text())
        self.assertIn("not those of this database", self.refused("status"))
        key.write_text(text)
        self.server.call("status")
        key.chmod(0o644)
        self.assertIn("server.key", self.refused("status"))
        key.unlink()
        self.assertIn("server.key", self.refused("status"))

    def test_a_database_of_a_newer_program(self):
        self.server.start()
        self.server.psql("insert into schema_version (version, file) values (900, '900_later.sql')")
        self.assertIn("newer qcdcd", self.refused("status"))

    def test_another_edition_of_the_reference_data(self):
        self.server.start()
        held = self.server.psql("select count(*) from form_cell")
        self.assertGreater(int(held[0][0]), 500)
        self.server.psql("update setting set value = 'old' where name = 'reference'; delete from form_cell;"
                         "update office set name = 'x'")
        self.server.call("status")
        self.assertEqual(self.server.psql("select count(*) from form_cell"), held)
        self.assertEqual(self.server.psql("select count(*) from office where name = 'x'"), [["0"]])
        self.assertEqual(self.server.psql("select count(*) from unit where id = 9999"), [["0"]])

    def test_every_table_and_column_that_needs_it_is_commented(self):
        self.server.start()
        bare = self.server.psql("select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace "
                                "and c.relkind = 'r' and obj_description(c.oid) is null")
        self.assertEqual(bare, [])


class Embedded(unittest.TestCase):
    def setUp(self):
        self.server = province.Province()
        self.addCleanup(self.server.stop)

    def test_the_last_user_stops_it(self):
        self.server.start()
        pid = postmaster(self.server.data)
        self.server.call("status")
        self.assertTrue(is_running(pid), "run still uses it")
        self.assertEqual(self.server.stop(), 0)
        self.assertTrue(ends(pid))

    def test_sigint_stops_in_order(self):
        self.server.start()
        self.assertEqual(self.server.stop(signal.SIGINT), 0)

    def test_a_killed_server_leaves_it_to_the_next(self):
        self.server.start()
        device = self.server.join("BCD-593")
        pid = postmaster(self.server.data)
        self.server.stop(signal.SIGKILL)
        self.assertTrue(is_running(pid))
        self.server.start()
        self.assertEqual(postmaster(self.server.data), pid, "run takes over the orphan")
        device.reconnect(self.server.endpoint)
        device.close()
        self.assertEqual(self.server.stop(), 0)
        self.assertTrue(ends(pid))

    def test_a_killed_database_is_revived(self):
        self.server.start()
        device = self.server.join("BCD-593")
        os.kill(postmaster(self.server.data), signal.SIGKILL)
        until = time.monotonic() + province.TIMEOUT_S
        while True:
            try:
                device.query("petition_counts")
                break
            except Refused as refused:
                self.assertEqual(refused.code, "DATABASE_AWAY")
                self.assertTrue(refused.retry)
                self.assertLess(time.monotonic(), until)
                time.sleep(0.2)
        device.close()
        self.assertEqual(self.server.stop(), 0)

    def test_many_commands_at_once(self):
        commands = [subprocess.Popen([province.QCDCD, "status", "--data", self.server.data], stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, text=True) for _ in range(6)]
        for command in commands:
            out, err = command.communicate(timeout=province.TIMEOUT_S)
            self.assertEqual((command.returncode, err), (0, ""))
            self.assertIn("is not running", out)
        self.assertFalse((self.server.data / "pg" / "postmaster.pid").exists())

    def test_a_second_server_is_refused(self):
        self.server.start()
        done = subprocess.run([province.QCDCD, "run", "--data", self.server.data, "--listen", "tcp://127.0.0.1:*"],
                              capture_output=True, text=True, timeout=province.TIMEOUT_S)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertTrue(done.stderr)
        Device(self.server.invite("BCD-593")).join().close()

    def test_the_log_keeps_no_values(self):
        self.server.start()
        device = self.server.join("BCD-593")
        with self.assertRaises(RuntimeError):
            self.server.psql("insert into unit select id, 'tell-tale', name, level, parent_code, valid_from, valid_to "
                             "from unit")
        device.close()
        self.server.stop()
        text = "".join(path.read_text() for path in (self.server.data / "log").iterdir())
        self.assertIn("duplicate key", text)
        self.assertNotIn("tell-tale", text)


class OtherDatabase(unittest.TestCase):
    """--db: here the database of a province's own cluster serves as one that somebody else runs."""

    def test_the_whole_way(self):
        host = province.Province().start()
        self.addCleanup(host.stop)
        host.psql("create database other encoding 'UTF8' template template0;"
                  "create database latin encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0;")
        keys = province.folder() / "keys"
        keys.mkdir(mode=0o700)
        owner = host.data.stat()  # root becomes the owner of the keys, and the socket is the host's: a user qcdc may be there, or not
        os.chown(keys, owner.st_uid, owner.st_gid)

        def run(name, database, *more):
            conninfo = f"host={host.data / 'run'} user=qcdc dbname={database}"
            return subprocess.run([province.QCDCD, name, "--db", conninfo, "--keys", keys, *more], capture_output=True,
                                  text=True, timeout=province.TIMEOUT_S)
        self.assertIn("has not been set up", run("status", "other").stderr)
        self.assertIn("cannot hold Vietnamese", run("init", "latin", *FOUNDING).stderr)
        self.assertIn("database is away", run("status", "nowhere").stderr + run("status", "absent").stderr)
        done = run("init", "other", *FOUNDING)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(run("init", "other", *FOUNDING).returncode, 1)
        self.assertTrue((keys / "server.key").exists())
        self.assertRegex(run("status", "other").stdout, r"Entries +0")


if __name__ == "__main__":
    unittest.main()
