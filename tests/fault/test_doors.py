"""Closed doors: nobody is root who listens to offices, no secret stands where others read, sessions are sessions, an init that was
killed harms no later one, and a lack of room ends in one line."""
# ctest: timeout=1200
import mmap
import os
import pathlib
import random
import resource
import shutil
import signal
import socket
import subprocess
import time
import unittest

from faults import Cluster, ENVIRONMENT, TIMEOUT_S, harness
from founding import FOUNDING
from harness import FlowCase, Province, QCDC, QCDCD, new_folder, petition, run, wait_until, write_csv

STARVE = pathlib.Path(QCDC).resolve().parents[1] / "tests" / "starve.so"
PASSWORD = "s3cr3t-of-the-database"


def cmdline(pid):
    return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def effective_user(pid):
    return int(next(line for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
                    if line.startswith("Uid:")).split()[2])


def limited(command, **limits):
    """Runs COMMAND with its limits so low from the beginning: {"NOFILE": 32, "AS": bytes}."""
    def lower():
        for name, value in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=ENVIRONMENT, preexec_fn=lower, timeout=TIMEOUT_S, check=False)
    return harness.result(done.returncode, done.stdout, done.stderr)


class Guest(unittest.TestCase):
    """A database of somebody else's."""

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.close)

    def database(self, name):
        self.cluster.call("psql", "-h", self.cluster.folder, "-U", "qcdc", "-d", "postgres", "-q", "-c",
                          f"create database {name} encoding 'UTF8' template template0")
        return f"host={self.cluster.folder} port=5432 user=qcdc dbname={name}"

    def start(self, conninfo, keys, environment=None):
        process = subprocess.Popen([QCDCD, "run", "--db", conninfo, "--keys", keys, "--listen", "tcp://127.0.0.1:*"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**ENVIRONMENT, **(environment or {})})
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertIn(b"listening tcp://", process.stdout.readline())
        return process

    @unittest.skipUnless(os.geteuid() == 0, "only root has something to lose here")
    def test_root_becomes_the_owner_of_the_keys(self):
        """Of a new folder an unprivileged user, of one that is somebody's that user; of one that is root's and full nobody."""
        conninfo, folder = self.database("privileges"), new_folder()
        keys = folder / "keys"
        self.assertEqual(run([QCDCD, "init", *FOUNDING, "--db", conninfo, "--keys", keys]).status, 0)
        owner = keys.stat().st_uid
        self.assertNotEqual(owner, 0)
        self.assertEqual((keys / "server.key").stat().st_uid, owner)
        process = self.start(conninfo, keys)
        self.assertEqual(effective_user(process.pid), owner)
        process.terminate()
        self.assertEqual(process.wait(TIMEOUT_S), 0)
        for path in (keys, keys / "server.key"):
            shutil.chown(path, "root", "root")
        done = run([QCDCD, "run", "--db", conninfo, "--keys", keys, "--listen", "tcp://127.0.0.1:*"])
        self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
        self.assertIn("chown -R", done.err)

    def test_a_password_leaves_the_command_line(self):
        conninfo, keys = self.database("secrets"), new_folder() / "keys"
        self.assertEqual(run([QCDCD, "init", *FOUNDING, "--db", conninfo, "--keys", keys]).status, 0)
        for given in (f"{conninfo} password={PASSWORD}", f"{conninfo} sslpassword='{PASSWORD}'",
                      f"postgresql://qcdc:{PASSWORD}@/secrets?host={self.cluster.folder}&port=5432"):
            process = self.start(given, keys)
            self.assertNotIn(PASSWORD, cmdline(process.pid))
            self.assertIn("--listen tcp://127.0.0.1:*", cmdline(process.pid))
            process.terminate()
            _, said = process.communicate(timeout=TIMEOUT_S)
            self.assertEqual(process.returncode, 0)
            self.assertIn(b"PGPASSFILE", said.splitlines()[0])
            self.assertNotIn(PASSWORD.encode(), said)
        process = self.start(conninfo, keys)
        self.assertIn("dbname=secrets", cmdline(process.pid))
        # A service file needs no word of it there at all.
        services = new_folder() / "services"
        services.write_text(f"[province]\nhost={self.cluster.folder}\nuser=qcdc\ndbname=secrets\npassword={PASSWORD}\n")
        services.chmod(0o644)
        done = run([QCDCD, "status", "--db", "service=province", "--keys", keys],
                   environment={"PGSERVICEFILE": str(services)})
        self.assertEqual((done.status, done.err), (0, ""))

    def test_an_analyst_of_a_guest_province(self):
        """A server that is no superuser makes the role where it may, and says what it cannot take away; where it may not, it says who can."""
        conninfo, keys = self.database("analysts"), new_folder() / "keys"
        for statement in ("create role server login", "alter database analysts owner to server",
                          "grant create on schema public to public"):  # as PostgreSQL 14 had it
            self.cluster.call("psql", "-h", self.cluster.folder, "-U", "qcdc", "-d", "analysts", "-q", "-c", statement)
        own = conninfo.replace("user=qcdc", "user=server")
        self.assertEqual(run([QCDCD, "init", *FOUNDING, "--db", own, "--keys", keys]).status, 0)
        done = run([QCDCD, "analyst-role", "--db", own, "--keys", keys])
        self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
        self.assertIn("alter role server createrole", done.err)
        self.cluster.call("psql", "-h", self.cluster.folder, "-U", "qcdc", "-d", "analysts", "-q", "-c", "alter role server createrole")
        done = run([QCDCD, "analyst-role", "--db", own, "--keys", keys])
        self.assertEqual(done.status, 0, done)
        self.assertIn("dbname=analysts user=qcdc_analyst", done.out)
        self.assertNotIn("pg_hba", done.out)
        self.assertIn("only its superuser can take them away", done.err)
        for user, statement, status in (("qcdc_analyst", "select count(*) from units", 0), ("qcdc_analyst", "select * from public.unit", 1),
                                        ("qcdc_analyst", "set transaction read write; create temp table x (a int)", 1), ("server", "create temp table x (a int)", 0)):
            done = run([harness.pg_program("psql"), "-X", "-h", self.cluster.folder, "-U", user, "-d", "analysts", "-c", statement])
            self.assertEqual(done.status, status, (user, statement, done))
        self.assertEqual(run([QCDCD, "analyst-role", "--db", conninfo, "--keys", keys]).err, "")
        done = run([harness.pg_program("psql"), "-X", "-h", self.cluster.folder, "-U", "qcdc_analyst", "-d", "analysts", "-c",
                    "set transaction read write; select lo_create(0)"])
        self.assertIn("permission denied for function lo_create", done.err)
        process = self.start(own, keys)
        process.terminate()
        self.assertEqual(process.wait(TIMEOUT_S), 0)
        psql = ["psql", "-h", self.cluster.folder, "-d", "analysts", "-q", "-X"]
        self.cluster.call(*psql, "-U", "qcdc", "-c", "comment on schema open_data is null; drop view open_data.units")
        done = run([QCDCD, "status", "--db", own, "--keys", keys])
        self.assertEqual((done.status, done.err), (0, ""), "its own locks are its own, and so are the views, whoever made them")
        self.cluster.call(*psql, "-U", "qcdc_analyst", "-v", "ON_ERROR_STOP=1", "-c", "select * from units")
        # Somebody who reads the old ones does not keep the server from working.
        self.cluster.call(*psql, "-U", "qcdc", "-c", "comment on schema open_data is null")
        with subprocess.Popen([str(harness.pg_program("psql")), *map(str, psql[1:]), "-U", "qcdc_analyst"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as reading:
            reading.stdin.write("begin;\nselect count(*) from units;\n")
            reading.stdin.flush()
            reading.stdout.readline()
            done = run([QCDCD, "status", "--db", own, "--keys", keys])
            self.assertEqual(done.status, 0)
            self.assertIn("views of open_data stay those of before until the next command", done.err)
            reading.stdin.close()
        self.assertEqual(run([QCDCD, "status", "--db", own, "--keys", keys]).err, "")

    def test_a_role_that_may_make_nothing(self):
        """init says what has to be granted, either way; the keys that it made meanwhile are those of the province that comes of it."""
        folder = new_folder()

        def say(database, statement):
            self.cluster.call("psql", "-h", self.cluster.folder, "-U", "qcdc", "-d", database, "-q", "-X", "-v", "ON_ERROR_STOP=1", "-c", statement)
        say("postgres", "create role guest login")
        for database, statements in (("owned", ("alter database owned owner to guest",)),
                                     ("granted", ("grant create on database granted to guest", "grant create on schema public to guest"))):
            conninfo, keys = self.database(database).replace("user=qcdc", "user=guest"), folder / database
            done = run([QCDCD, "init", *FOUNDING, "--db", conninfo, "--keys", keys])
            self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
            self.assertIn("SQLSTATE 42501", done.err)
            self.assertIn(f"alter database {database} owner to guest", done.err)
            self.assertIn(f"grant create on database {database} to guest", done.err)
            self.assertIn("grant create on schema public to guest", done.err)
            left = (keys / "server.key").read_bytes()
            for statement in statements:
                say(database, statement)
            done = run([QCDCD, "init", *FOUNDING, "--db", conninfo, "--keys", keys])
            self.assertEqual((done.status, done.err), (0, ""))
            self.assertEqual((keys / "server.key").read_bytes(), left)
            done = run([QCDCD, "verify", "--db", conninfo, "--keys", keys])
            self.assertEqual((done.status, done.err), (0, ""), done)

    def test_two_inits_at_once_make_one_province(self):
        conninfo, folder = self.database("twice"), new_folder()
        started = [subprocess.Popen([QCDCD, "init", *FOUNDING, "--db", conninfo, "--keys", folder / str(number)],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                    env=ENVIRONMENT) for number in range(4)]
        said = [process.communicate(timeout=TIMEOUT_S)[1].decode() for process in started]
        self.assertEqual(sorted(process.returncode for process in started), [0, 1, 1, 1], said)
        winner = next(number for number, process in enumerate(started) if process.returncode == 0)
        done = run([QCDCD, "status", "--db", conninfo, "--keys", folder / str(winner)])
        self.assertEqual(done.status, 0, done.err)

    def pooler(self, database, mode, size):
        """pgbouncer before the cluster; the conninfo through it."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = self.cluster.folder / f"pgbouncer-{database}.ini"
        settings.write_text(f"[databases]\n{database} = host={self.cluster.folder} port=5432 dbname={database} user=qcdc\n"
                            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
                            f"pool_mode = {mode}\ndefault_pool_size = {size}\nunix_socket_dir =\n"
                            "ignore_startup_parameters = extra_float_digits,options\n")
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        process = subprocess.Popen([program, "-q", settings], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, **self.cluster.user)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

        def answers():
            with socket.socket() as line:
                return line.connect_ex(("127.0.0.1", port)) == 0
        self.assertTrue(wait_until(answers))
        return f"host=127.0.0.1 port={port} user=qcdc dbname={database}"

    def test_a_pooler_that_hands_sessions_on_is_refused(self):
        direct, keys = self.database("pooled"), new_folder() / "keys"
        self.assertEqual(run([QCDCD, "init", *FOUNDING, "--db", direct, "--keys", keys]).status, 0)
        for mode, size in (("transaction", 6), ("transaction", 1), ("statement", 6)):
            through = self.pooler("pooled", mode, size)
            for command in (["status"], ["run", "--listen", "tcp://127.0.0.1:*"], ["init", *FOUNDING]):
                done = run([QCDCD, command[0], "--db", through, "--keys", keys, *command[1:]])
                self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), (mode, done))
                self.assertIn("pgbouncer", done.err)
                self.assertIn("pool_mode = session", done.err)

    def test_a_pooler_that_keeps_sessions_is_not(self):
        self.database("kept")
        through, keys = self.pooler("kept", "session", 20), new_folder() / "keys"
        self.assertEqual(run([QCDCD, "init", *FOUNDING, "--db", through, "--keys", keys]).status, 0)
        self.start(through, keys)
        done = run([QCDCD, "run", "--db", through, "--keys", keys, "--listen", "tcp://127.0.0.1:*"])
        self.assertEqual(done.status, 1)
        self.assertIn("another qcdcd", done.err)


class Room(FlowCase):
    """What a program of limits too low does: its work, or one line."""

    def assert_one_line(self, done, *whatever):
        self.assertGreaterEqual(done.status, 0, (whatever, done))
        if done.status not in (0, 75):
            self.assertEqual((done.status, done.err.count("\n")), (1, 1), (whatever, done))
        return done

    def test_few_descriptors(self):
        office = self.province.office("BCD-593")
        for count in (6, 8, 10, 12, 14, 16, 20, 24, 28, 32):
            self.assert_one_line(limited([QCDC, "--home", office.home, "sync", "--patience", "2"], NOFILE=count), count)
        done = limited([QCDC, "--home", office.home, "sync"], NOFILE=16)
        self.assertEqual(done.status, 1)
        self.assertIn("ulimit -n", done.err)
        self.assertEqual(limited([QCDC, "--home", office.home, "sync"], NOFILE=64).status, 0)
        for count in (10, 16, 24, 32, 64):
            self.assert_one_line(limited([QCDCD, "run", "--data", self.province.data, "--listen", "tcp://127.0.0.1:*"],
                                         NOFILE=count), count)
        self.assertIn("LimitNOFILE", limited([QCDCD, "run", "--data", self.province.data, "--listen",
                                              "tcp://127.0.0.1:*"], NOFILE=32).err)

    def test_a_file_that_may_not_grow(self):
        """What a full quota looks like: one line, and the journal is what it was."""
        office = self.province.office("BCD-596")
        office.import_rows([petition("1/KN")])
        row = ["local_no=2/KN", "kind=KIEN_NGHI", "field=THUE", "received_on=2020-02-03"]
        refused = limited([QCDC, "--home", office.home, "petition", "add", *row], FSIZE=8192)
        self.assertEqual((refused.status, refused.err.count("\n")), (1, 1), refused)
        self.assertEqual([entry["local_no"] for entry in office.table("petition", "list")], ["1/KN"])
        office.must("petition", "add", *row)
        office.sync()
        self.assert_identical()

    def test_closed_places(self):
        """Whoever closes what is printed to is told that nothing was printed, and no file comes to stand in its place."""
        office = self.province.office("BCD-597")
        office.import_rows([petition("1/KN")])
        keys = (office.home / "keys").read_bytes()
        for closed, status in ((">&-", 1), ("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 1)):
            done = harness.run(["sh", "-c", f'exec "$@" {closed}', "sh", *office.command("petition", "list")])
            self.assertEqual(done.status, status, (closed, done))
            self.assertIn(harness.run(["sh", "-c", f'exec "$@" {closed}', "sh", *office.command("sync")]).status, (0, 1))
        self.assertEqual((office.home / "keys").read_bytes(), keys)
        office.sync()
        self.assertEqual(len(office.table("petition", "list")), 1)
        self.assert_identical()

    def test_descriptors_that_others_use_up(self):
        """A limit that looks high enough, of which little is left."""
        office = self.province.office("BCD-594")
        taken = [os.open("/dev/null", os.O_RDONLY) for _ in range(40)]
        for number in taken:
            os.set_inheritable(number, True)

        def lower():
            resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        done = subprocess.run([QCDC, "--home", office.home, "sync"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=ENVIRONMENT, preexec_fn=lower, close_fds=False, check=False,
                              timeout=TIMEOUT_S)
        for number in taken:
            os.close(number)
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (1, 1), done)

    @unittest.skipIf("asan" in str(QCDC) or "tsan" in str(QCDC), "a sanitizer reserves terabytes")
    def test_little_memory(self):
        office = self.province.office("BCD-595")
        office.import_csv(write_csv(office.folder / "r.csv", [petition(f"{n}/KN") for n in range(1, 40)]))
        sync = [QCDC, "--home", office.home, "sync", "--patience", "2"]
        run_server = [QCDCD, "run", "--data", self.province.data, "--listen", "tcp://127.0.0.1:*"]
        for mib in (24, 32, 48, 64, 100):
            self.assert_one_line(limited(sync, AS=mib << 20), mib)
        self.assertIn("ulimit -v", limited(sync, AS=64 << 20).err)
        for mib in (64, 128, 256, 512, 768):
            self.assert_one_line(limited(run_server, AS=mib << 20), mib)
        self.assertEqual(limited(sync, AS=512 << 20).status, 0)

    @unittest.skipUnless(STARVE.exists(), "under a sanitizer memory is its own")
    def test_no_memory_is_no_verdict(self):
        """Whichever allocation of the server finds no memory while a batch is under way: it goes on, what was sent is sent again and
        accepted, and never is an entry judged by what could not be looked at."""
        counter = self.province.folder / "starve"
        counter.write_bytes(bytes(8))
        counter.chmod(0o666)
        self.province.stop()
        self.province.start({"LD_PRELOAD": str(STARVE), "STARVE_FILE": str(counter)})
        offices = [self.province.office("BCD-597"), self.province.office("BCD-598")]
        with open(counter, "r+b") as file, mmap.mmap(file.fileno(), 8) as countdown:
            def sync(office, at):
                """Whether it succeeded, and how many allocations are left of AT."""
                countdown[:8] = at.to_bytes(8, "little")
                done = office.run("sync", "--patience", "2")
                left = int.from_bytes(countdown[:8], "little")
                countdown[:8] = bytes(8)
                return done.status == 0, left

            hungry, needed = 0, 1000
            for turn in range(24):
                office = offices[turn % 2]
                office.import_rows([petition(f"{turn}-{n}/KN", title=f"nội dung {turn}-{n}", settled_on="2020-04-01") for n in range(3)])
                # The first one needs all that it asks for, and tells how much that is.
                at = needed if turn == 0 else max(1, turn * needed // 24)
                done, left = sync(office, at)
                if turn == 0:
                    needed -= left
                hungry += turn > 0 and left == 0
                for _ in range(5):
                    done = done or sync(office, 0)[0]
                self.assertEqual((done, self.province.process.poll()), (True, None), at)
                self.assertEqual(office.table("rejected"), [], at)
        self.assertGreater(hungry, 10)
        self.assertEqual(self.province.value("select count(*) from verdict"), "0")
        self.assert_identical()


    @unittest.skipUnless(STARVE.exists(), "under a sanitizer memory is its own")
    def test_no_memory_leaves_nothing_behind(self):
        """The same while a device joins, and while somebody asks: no transaction is left open for others to end, and no question
        keeps its office's turn for ever."""
        counter = self.province.folder / "starve"
        counter.write_bytes(bytes(8))
        counter.chmod(0o666)
        self.province.stop()
        self.province.start({"LD_PRELOAD": str(STARVE), "STARVE_FILE": str(counter)})
        reader = self.province.office("BCD-TINH", "province")
        with open(counter, "r+b") as file, mmap.mmap(file.fileno(), 8) as countdown:
            def hungry(at, *words, office):
                """Runs WORDS while the allocation AT finds no memory; how many are left of AT."""
                countdown[:8] = at.to_bytes(8, "little")
                done = office.run(*words)
                left = int.from_bytes(countdown[:8], "little")
                countdown[:8] = bytes(8)
                return done, left

            for how, steps in (("join", 20), ("query", 18)):
                needed, met = 1000, 0
                for turn in range(steps):
                    office, words = reader, ("query", "petition_counts", "--patience", "1")
                    if how == "join":
                        office = harness.Office(self.province, "BCD-599")
                        words = ("join", self.province.invite("BCD-599"), "--patience", "1")
                    at = needed if turn == 0 else max(1, turn * needed // steps)
                    done, left = hungry(at, *words, office=office)
                    if turn == 0:
                        needed -= left
                    met += turn > 0 and left == 0
                    # What is said is over soon, and no word about what was asked.
                    self.assertIn(done.status, (0, 75), (how, at, done))
                    self.assertEqual((office.run(*words).status, self.province.process.poll()), (0, None), (how, at, done))
                self.assertGreater(met, 5, how)
        # As the database complains of whoever begins one in the other.
        self.assertNotIn("already a transaction in progress", self.province.postgres_log())
        self.assert_identical()


class Secrets(FlowCase):
    def test_no_core_and_no_look_into_memory(self):
        """Whatever limit the service is started with."""
        pid = self.province.process.pid
        limits = pathlib.Path(f"/proc/{pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        if effective_user(pid) != 0:
            # What may not be dumped belongs to root, so that others of its user cannot read it either.
            self.assertEqual(os.stat(f"/proc/{pid}/environ").st_uid, 0)
        # The pages with the keys are marked (dd) even for one who may read all of it.
        smaps = pathlib.Path(f"/proc/{pid}/smaps").read_text()
        self.assertIn(" dd", "".join(line for line in smaps.splitlines(True) if line.startswith("VmFlags")))

    def test_an_abort_leaves_no_core(self):
        folder = new_folder()
        folder.chmod(0o777)

        def unlimited():
            resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
        other = Province(start=False)
        self.addCleanup(other.close)
        process = subprocess.Popen([QCDCD, "run", "--data", other.data, "--listen", "tcp://127.0.0.1:*"], cwd=folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   env=ENVIRONMENT, preexec_fn=unlimited)
        self.assertIn(b"listening", process.stdout.readline())
        os.kill(process.pid, signal.SIGABRT)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = status
        process.stdout.close()
        self.assertTrue(os.WIFSIGNALED(status))
        self.assertFalse(os.WCOREDUMP(status))


class Starting(unittest.TestCase):
    def test_an_init_that_is_killed_harms_no_later_one(self):
        """Its initdb goes on alone; whoever comes next waits for that, and makes the province."""
        seed = random.randrange(1 << 32)
        chance = random.Random(seed)
        print(f"moments of seed {seed}")
        for number in range(6):
            data = new_folder() / "province"
            first = subprocess.Popen([QCDCD, "init", *FOUNDING, "--data", data], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True)
            wait_until((data / "pg.new").exists, seconds=30)
            time.sleep(chance.uniform(0, 0.6))
            first.kill()
            first.wait()
            again = run([QCDCD, "init", *FOUNDING, "--data", data])
            self.assertTrue(again.status == 0 or "set up before" in again.err, again)
            done = run([QCDCD, "verify", "--data", data])
            self.assertEqual(done.status, 0, (number, done))
            self.assertFalse((data / "pg.new").exists())
            done = run([harness.pg_program("pg_checksums"), "--check", "-D", data / "pg"])
            self.assertIn("Bad checksums:  0", done.out, done.err)

    def test_two_inits_at_once(self):
        data = new_folder() / "province"
        started = [subprocess.Popen([QCDCD, "init", *FOUNDING, "--data", data], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, env=ENVIRONMENT) for _ in range(3)]
        said = [process.communicate(timeout=TIMEOUT_S)[1].decode() for process in started]
        self.assertEqual(sorted(process.returncode for process in started), [0, 1, 1], said)
        self.assertEqual(sum("set up before" in text for text in said), 2, said)
        self.assertEqual(run([QCDCD, "verify", "--data", data]).status, 0)

    def test_a_stale_pid_is_named(self):
        """After a power cut another program of that user has the number of the old postmaster."""
        province = Province(start=False)
        self.addCleanup(province.close)
        pidfile = province.data / "pg" / "postmaster.pid"
        owner = (province.data / "pg").stat()
        user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        stranger = subprocess.Popen(["sleep", "1000"], **user)
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        pidfile.write_text(f"{stranger.pid}\n{province.data}/pg\n1\n5432\n{province.data}/run\n\n  1 1\nready\n")
        os.chown(pidfile, owner.st_uid, owner.st_gid)
        done = province.command("status")
        self.assertEqual((done.status, done.err.count("\n")), (1, 1), done)
        self.assertIn(f"process {stranger.pid} (sleep)", done.err)
        advice = done.err[done.err.index("cd "):].strip()
        self.assertTrue(stranger.poll() is None, "it is nobody's to end")
        subprocess.run(["sh", "-c", advice], check=True)
        self.assertEqual(province.command("status").status, 0)


if __name__ == "__main__":
    unittest.main()
