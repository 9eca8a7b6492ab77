"""Who administers a server: copies that can be trusted, invitations that can be taken back, an older program that keeps its hands off,
and offices that see what is theirs."""
import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import time
import types
import unittest

import founding
import harness
import wire_client
import wire_office
from harness import FlowCase, Province, QCDC, QCDCD, new_folder, petition, run, write_csv


class Backup(FlowCase):
    def served(self, copy):
        """A province that serves from COPY."""
        other = Province(start=False)
        self.addCleanup(other.close)
        shutil.rmtree(other.data)
        copy.rename(other.data)
        return other.start()

    def test_a_copy_beside_a_server_at_work(self):
        office = self.province.office("BCD-593")
        office.import_csv(write_csv(office.folder / "r.csv", [petition("1/KN")]))
        office.sync()
        copy = new_folder() / "2026-11-26"
        done = self.province.command("backup", copy)
        self.assertEqual((done.status, done.err), (0, ""))
        self.assertEqual(sorted(path.name for path in copy.iterdir()), ["keys", "pg"])
        self.assertEqual([path.name for path in copy.parent.iterdir()], [copy.name])
        self.assertEqual(copy.stat().st_mode & 0o777, 0o700)
        self.assertEqual((copy / "keys" / "server.key").stat().st_mode & 0o777, 0o600)
        self.assertEqual({path.stat().st_uid for path in copy.rglob("*")}, {self.province.data.stat().st_uid})
        # A second one does not write over the first.
        before = (copy / "keys" / "server.key").read_bytes()
        done = self.province.command("backup", copy)
        self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1))
        self.assertEqual((copy / "keys" / "server.key").read_bytes(), before)
        other = self.served(copy)
        self.assertEqual(other.entries(), 1)
        self.assertEqual(other.verify().status, 0)

    def test_without_a_server_and_into_a_relative_and_empty_folder(self):
        province = Province(start=False)
        self.addCleanup(province.close)
        folder = new_folder()
        (folder / "copy").mkdir()
        done = subprocess.run([QCDCD, "backup", "copy/", "--data", province.data], cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=harness.ENVIRONMENT, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.served(folder / "copy").verify().status, 0)

    def test_a_copy_inside_the_data_is_none(self):
        for name in ("copy", "keys/copy"):
            done = self.province.command("backup", self.province.data / name)
            self.assertEqual((done.status, len(done.err.splitlines())), (2, 1), done)
            self.assertIn("inside the data", done.err)
            self.assertFalse((self.province.data / name).exists())

    def test_what_a_killed_backup_left(self):
        """Ours is cleared away, anybody else's stays."""
        folder = new_folder()
        part = folder / "copy.part"
        part.mkdir()
        (part / "letters").write_text("mine")
        done = self.province.command("backup", folder / "copy")
        self.assertEqual((done.status, done.err.count("\n")), (1, 1))
        self.assertEqual((part / "letters").read_text(), "mine")
        (part / "qcdcd-backup-unfinished").write_text("")
        self.assertEqual(self.province.command("backup", folder / "copy").status, 0)
        self.assertEqual([path.name for path in folder.iterdir()], ["copy"])

    def test_a_copy_that_fails_leaves_no_name(self):
        folder = new_folder()
        (self.province.data / "keys").rename(folder / "keys")
        done = self.province.command("backup", folder / "copy")
        (folder / "keys").rename(self.province.data / "keys")
        self.assertEqual((done.status, done.err.count("\n")), (1, 1), done)
        self.assertFalse((folder / "copy").exists())


class Invitations(FlowCase):
    def rows(self):
        """By the office's code, which stands behind its name."""
        lines = self.province.must("invitations", "list").splitlines()[1:]
        return {re.search(r"\(([-A-Z0-9]+)\)", line)[1]: line.split() for line in lines}

    def test_for_all_without_a_device(self):
        """A file for each office but those that have a device, the founding one among them; a second time none is written over."""
        joined = ["BCD-596", "BCD-599", "BCD-602"]
        for code in joined:
            self.province.office(code)
        folder = new_folder() / "invitations"
        offices = {code for code, in self.province.sql("select code from office")}
        with_device = {code for code, in self.province.sql("select f.code from office f join origin o on o.office = f.id")}
        self.assertLessEqual({"BCD-TINH", *joined}, with_device)
        for again in range(2):
            done = self.province.command("invite", "--all", "--into", folder, "--endpoint", self.province.endpoint)
            self.assertEqual((done.status, "BCD-593, ended on 30/06/2025" in done.err), (0, not again), done.err)
            self.assertEqual({path.stem for path in folder.iterdir()}, offices - with_device)

    def test_list_and_withdraw(self):
        invitation = self.province.invite("BCD-593")
        self.province.office("BCD-594")
        rows = self.rows()
        self.assertEqual(rows["BCD-593"][-1], "open")
        self.assertEqual(self.province.must("invitations", "list").split()[:3], ["invitation", "office", "role"])
        self.assertIn("used", rows["BCD-594"])
        code = next(line.split()[1] for line in invitation.read_text().splitlines() if line.startswith("code "))
        self.assertNotIn(code, self.province.must("invitations", "list"))
        said = self.province.must("invitations", "withdraw", "--invitation", rows["BCD-593"][0])
        self.assertIn("BCD-593", said)
        self.assertEqual(self.rows()["BCD-593"][-1], "withdrawn")
        done = run([QCDC, "--home", new_folder() / "home", "join", invitation])
        self.assertEqual(done.status, 1)
        self.assertIn("withdrawn", done.err)
        for words, status in ((["withdraw", "--invitation", rows["BCD-594"][0]], 1),
                              (["withdraw", "--invitation", "0" * 12], 1), (["withdraw"], 2), (["burn"], 2), ([], 2),
                              (["withdraw", "--invitation", "x"], 2)):
            self.assertEqual(self.province.command("invitations", *words).status, status, words)


class Devices(FlowCase):
    def rows(self):
        return {line.split()[0]: line for line in self.province.must("devices", "list").splitlines()[1:]}

    def test_names_and_last_contact(self):
        [founder] = self.rows()
        invited = self.province.command("invite", "--office", "BCD-593", "--role", "reporter", "--endpoint",
                                        self.province.endpoint, "--name", "  máy bàn tiếp dân ")
        self.assertEqual(invited.status, 0)
        # The unit is no more, and old periods may still be reported: one line says so.
        [said] = invited.err.splitlines()
        self.assertIn("(593), the unit of BCD-593, ended on 30/06/2025", said)
        made = invited.out
        folder = new_folder()
        (folder / "invite").write_text(made)
        run([QCDC, "--home", folder / "home", "join", folder / "invite"])
        (origin, line), = (item for item in self.rows().items() if item[0] != founder)
        self.assertIn("máy bàn tiếp dân", line)
        self.assertIn("BCD-593", line)
        # Joining ends in a first synchronisation.
        contact, = (device for device in json.loads(self.province.must("status", "--format", "json"))["device"] if device["id"] == origin)
        self.assertLess(abs(contact["last_contact_timestamp_seconds"] - time.time()), 3600)
        # Joined and heard of, to the minute by Vietnam's clock; never an entry, and not shut out.
        self.assertRegex(self.rows()[origin], r"(?:\d\d/\d\d/\d{4} \d\d:\d\d +){2}– +–$")
        # However often it greets, its row is written once a minute; where that was long ago, the next greeting writes again.
        row = f"select ctid, xmin, seen_at > now() - interval '1 hour' from origin where origin = '\\x{origin}'"
        device = wire_office.WireOffice(self.province, "BCD-594")
        row = row.replace(origin, device.origin)
        device.line().close()
        began, written = time.monotonic(), self.province.sql(row)
        self.assertEqual(written[0][2], "t")
        for _ in range(20):
            device.line().close()
        if time.monotonic() - began < 50:
            self.assertEqual(self.province.sql(row), written)
        self.province.sql(f"update origin set seen_at = '2020-01-01' where origin = '\\x{device.origin}'")
        self.province.restart()
        device.line().close()
        self.assertEqual(self.province.sql(row)[0][2], "t")
        longest = "đ" * 32
        self.province.must("devices", "name", "--origin", origin, "--name", longest)
        self.assertIn(longest, self.rows()[origin])
        for words, status in ((["name", "--origin", origin, "--name", longest + "x"], 2),
                              (["name", "--origin", origin, "--name", "a\x1b[2J"], 2),
                              (["name", "--origin", "0" * 16, "--name", "x"], 1), (["name", "--origin", "x", "--name", "x"], 2),
                              (["name", "--origin", origin], 2), (["list", "--name", "x"], 2), (["burn"], 2)):
            done = self.province.command("devices", *words)
            self.assertEqual((done.status, done.out), (status, ""), words)
        self.assertIn(longest, self.rows()[origin])
        self.assertIn("BCD-594", self.province.must("status"))


class Figures(FlowCase):
    def test_for_programs(self):
        """The same figures in both formats, and nothing that is not known."""
        province = Province(founded=founding.FOUNDING)
        self.addCleanup(province.close)
        before = json.loads(province.must("status", "--format", "json"))
        self.assertEqual((before["up"], before["entries"], before["last_commit_timestamp_seconds"]), (1, 0, None))
        self.assertIsNone(before["last_backup_timestamp_seconds"])
        self.assertNotIn("qcdc_last_commit", province.must("status", "--format", "prometheus"))
        founding.publish(("--data", province.data), province.endpoint, province.folder)
        published = json.loads(province.must("status", "--format", "json"))
        self.assertEqual(published["entries"], province.published())
        office = province.office("BCD-597")
        # What each is stands in the manual.
        for manual in "qcdcd.8", "qcdcd.vi.8":
            words = set(re.findall(r"[a-z_]+", (harness.SOURCE / "server" / manual).read_text()))
            self.assertEqual({*before, *published["device"][0]} - words, set(), manual)
        office.import_csv(write_csv(office.folder / "r.csv", [petition("1/KN"), petition("2/KN")]))
        office.sync()
        province.must("backup", new_folder() / "copy")
        after = json.loads(province.must("status", "--format", "json"))
        self.assertEqual([after[name] - published[name] for name in ("entries", "receipts", "offices_joined", "rejected")], [2, 1, 1, 0])
        for name in ("last_commit_timestamp_seconds", "last_backup_timestamp_seconds"):
            self.assertLess(abs(after[name] - time.time()), 3600, name)
        after["device"] = [device for device in after["device"] if device["id"] == office.origin]
        contact = after["device"][0].pop("last_contact_timestamp_seconds")
        self.assertLess(abs(contact - time.time()), 3600)
        self.assertEqual(after["device"], [{"id": office.origin, "office": "BCD-597", "entries": 2, "revoked": False,
                                            "last_entry_timestamp_seconds": after["last_commit_timestamp_seconds"]}])
        self.assertNotIn("BCD-597", after["never_joined"])
        self.assertIn("BCD-598", after["never_joined"])
        figures = {}
        for line in province.must("status", "--format", "prometheus").splitlines():
            if line.startswith("qcdc_device_") and office.origin not in line:
                continue
            if line.startswith("qcdc_device_"):
                self.assertRegex(line, r'^qcdc_device_last_contact_timestamp_seconds\{device="%s",office="BCD-597"\} [0-9]+$' % office.origin)
                contact = int(line.split()[1])
            elif not line.startswith("#"):
                self.assertRegex(line, r"^qcdc_[a-z_]+ -?[0-9]+$")
                figures[line.split()[0].removeprefix("qcdc_")] = int(line.split()[1])
        for name, value in figures.items():
            if name not in ("database_size_bytes", "clock_seconds_behind_last_commit"):
                self.assertEqual(value, after[name], name)
        self.assertEqual(province.command("status", "--format", "xml").status, 2)

    def make_one(self):
        province = Province()
        self.addCleanup(province.close)
        return province


class Older(FlowCase):
    def test_an_older_program_keeps_its_hands_off(self):
        """Newer tables: refused in one line, and nothing is changed.  What it has never heard of in the catalogue: test_publications."""
        self.province.sql("insert into schema_version (version, file) values (9999, 'later')")
        for command in (["status"], ["verify"], ["rebuild"], ["run", "--listen", "tcp://127.0.0.1:*"]):
            done = self.province.command(*command)
            self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
            self.assertIn("newer", done.err)
        self.province.sql("delete from schema_version where version = 9999")
        self.assertEqual(self.province.command("status").status, 0)

    def test_a_journal_of_another_program(self):
        office = self.province.office("BCD-595")
        for version, word in ((99, "newer"), (0, "older")):
            with sqlite3.connect(office.home / "journal.db") as journal:
                before = journal.execute("pragma user_version").fetchone()[0]
                journal.execute(f"pragma user_version = {version}")
            journal.close()
            done = office.run("status")
            self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
            self.assertIn(word, done.err)
            with sqlite3.connect(office.home / "journal.db") as journal:
                journal.execute(f"pragma user_version = {before}")
            journal.close()
        self.assertEqual(office.run("status").status, 0)


class Neighbours(FlowCase):
    def test_offices_of_one_unit_do_not_see_each_other(self):
        one, other = self.province.office("SO-NV"), self.province.office("SO-XD")
        province = self.province.office("BCD-TINH", "province")
        one.import_csv(write_csv(one.folder / "r.csv", [petition("1/KN"), petition("2/KN", received_on="2020-03-03")]))
        one.sync()
        other.import_csv(write_csv(other.folder / "r.csv", [petition("9/KN", settled_on="2020-03-01", outcome="DUNG")]))
        other.sync()

        def counts(office, *more):
            return office.table("query", "petition_counts", *more)
        self.assertEqual([(row["received"], row["settled"], row["pending"]) for row in counts(one)], [("2", "0", "2")])
        self.assertEqual([(row["received"], row["settled"], row["pending"]) for row in counts(other)], [("1", "1", "0")])
        self.assertEqual([row["received"] for row in counts(other, "unit=60")], ["1"])
        self.assertEqual([(row["month"], row["received"]) for row in counts(one, "by=month")],
                         [("2020-02", "1"), ("2020-03", "1")])
        self.assertEqual([row["received"] for row in counts(province)], ["3"])
        self.assertEqual([row["local_no"] for row in one.table("query", "petition_register")], ["1/KN", "2/KN"])
        self.assertEqual(len(province.table("query", "petition_register")), 3)

    def test_the_provinces_office_takes_no_petition(self):
        province = self.province.office("BCD-TINH", "province")
        done = province.run("petition", "import", write_csv(province.folder / "r.csv", [petition("1/KN")]))
        self.assertEqual(done.status, 1)
        self.assertIn("takes in no petitions", done.out + done.err)
        self.assertEqual(province.entries(), 0)


class Endpoints(FlowCase):
    """An address that is told to the offices is one at which they reach the server."""

    def test_where_nobody_is_reached(self):
        for host in ("*", "0.0.0.0", "0", "00.0.0.0", "0x0", "0.1.2.3", "[::]", "[0:0:0:0:0:0:0:0]", "[::0]", "::", "[::ffff:0.0.0.0]", "224.0.0.1",
                     "255.255.255.255", "[ff02::1]"):
            for command in (("invite", "--office", "BCD-593", "--role", "reporter"), ("move",),
                            ("invite", "--all", "--into", harness.new_folder())):
                done = self.province.command(*command, "--endpoint", f"tcp://{host}:5590")
                self.assertEqual((done.status, done.out, len(done.err.splitlines())), (2, "", 1), (host, done))
                self.assertIn("no office reaches it there", done.err)
                self.assertIn("tcp://province.example:5590", done.err)
        for host in ("127.0.0.1", "[::1]", "10.0.0.1", "province.example", "0.example", "[2001:db8::1]"):
            done = self.province.command("invite", "--office", "BCD-593", "--role", "reporter", "--endpoint", f"tcp://{host}:5590")
            self.assertEqual(done.status, 0, (host, done))
            self.assertIn(f"tcp://{host}:5590", done.out)


class Terminal(FlowCase):
    EVIL = "đất\x1b]0;x\x07\u009b31m\u202eở\u2066!"

    def on_terminal(self, office, *words):
        """What a terminal would get."""
        master, slave = pty.openpty()
        process = subprocess.Popen([QCDC, "--home", office.home, *words], stdin=subprocess.DEVNULL, stdout=slave,
                                   stderr=slave, env={**harness.ENVIRONMENT, "PAGER": "cat", "LC_ALL": "C.UTF-8"})
        os.close(slave)
        said = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        os.close(master)
        process.wait()
        return said.decode()

    def test_a_narrative_that_a_terminal_would_obey(self):
        """The same in the text of a report, wherever it is shown."""
        colleague = wire_office.WireOffice(self.province, "BCD-597")
        facts = wire_client.facts
        report = facts.Fact(report_filed=facts.ReportFiled(form="QCDC-HUYEN", form_version=1, period="2019",
            text_cells=["A12"]))
        text = facts.AnnexText(cells=[facts.TextCell(cell="A12", text=self.EVIL)])
        self.assertEqual(colleague.append(report, os.urandom(8) + text.SerializeToString())["verdicts"], [])
        office, province = self.province.office("BCD-597"), self.province.office("BCD-TINH", "province")
        office.sync()
        self.assertIn("\x1b", office.run("report", "show", "QCDC-HUYEN", "2019", "--format", "csv").out)
        for device, *words in ((office, "report", "show", "QCDC-HUYEN", "2019"), (office, "report", "show", "QCDC-HUYEN", "2019", "--format", "csv"),
                               (office, "report", "show", "QCDC-HUYEN", "2019", "--format", "excel"),
                               (office, "report", "show", "QCDC-HUYEN", "2019", "--format", "json"),
                               (province, "query", "report_texts", "form=QCDC-HUYEN", "period=2019"),
                               (province, "query", "report_texts", "form=QCDC-HUYEN", "period=2019", "--format", "csv"),
                               (province, "query", "report_texts", "form=QCDC-HUYEN", "period=2019", "--format", "json"),
                               (province, "explain", "2019/QCDC-HUYEN/A12@597")):
            said = self.on_terminal(device, *words).replace("\r\x1b[K", "")  # the program's own line of progress
            self.assertIn("đất", said, words)
            for bad in "\x1b\x07\u009b\u202e\u2066":
                self.assertNotIn(bad, said, (words, said))

    def test_nothing_that_a_terminal_obeys(self):
        """The text of a colleague's device whose program checks nothing, in every format and in what is refused."""
        colleague = wire_office.WireOffice(self.province, "BCD-596")
        text = wire_client.facts.AnnexText(title=self.EVIL, summary=self.EVIL)
        colleague.append(wire_office.received("1/KN"), os.urandom(8) + text.SerializeToString())
        office = self.province.office("BCD-596")
        office.sync()
        self.assertIn("đất", office.run("petition", "show", "1/KN").out)
        self.assertIn("\x1b", office.run("petition", "show", "1/KN", "--format", "csv").out)
        for words in (["petition", "show", "1/KN"], ["petition", "list"], ["petition", "show", "1/KN", "--format", "csv"],
                      ["petition", "list", "--format", "csv"], ["petition", "show", "1/KN", "--format", "json"],
                      ["petition", "list", "--format", "json"], ["petition", "show", self.EVIL], ["explain", self.EVIL],
                      ["join", self.EVIL]):
            said = self.on_terminal(office, *words)
            self.assertTrue(said)
            for bad in "\x1b\x07\u009b\u202e\u2066":
                self.assertNotIn(bad, said, (words, said))

    def test_own_words_and_paths(self):
        """What a script or a folder's name brings in: commands, options, files, homes, of both programs."""
        office = self.province.office("BCD-598")
        evil = self.EVIL.replace("/", "")
        folder = harness.new_folder() / evil
        folder.mkdir()
        sheet = folder / f"{evil}.csv"
        sheet.write_text("form,period,cell,value\nQCDC-HUYEN,2020-H1,A01,x\nQCDC-HUYEN,2020-H1,A02,x\n")
        register = folder / f"b{evil}.csv"
        register.write_text("local_no,kind\n1/KN,x\n")
        said = [self.on_terminal(office, *words) for words in (
            [evil], [f"--{evil}"], ["help", evil], ["petition", evil], ["petition", "--help", evil], ["report", evil], ["help", "query", evil],
            ["report", "check", sheet], ["report", "file", sheet], ["petition", "import", register], ["petition", "list", f"--{evil}"],
            ["petition", "list", f"{evil}=1"], ["petition", "list", "-o", folder / "none" / "x.csv"], ["rescue", folder],
            ["petition", "show", f"{evil}@2019"], ["rejected", evil, "--done"], ["catalogue", evil], ["query", evil], ["brief", evil],
            ["publish", folder], ["report", "template", evil, "2020-H1"], ["erase", evil, "x"], ["explain", evil],
            ["sync", "--patience", evil])]
        for home in (folder / "nobody", folder):
            for words in ([], ["status"], ["petition", "list"], ["seal"]):
                said.append(self.on_terminal(types.SimpleNamespace(home=home), *words))
        for words in ([evil], ["status", f"--{evil}"], ["status", "--data", folder], ["invite", "--data", folder, "--office", evil],
                      ["invite", "--data", self.province.data, "--office", evil, "--role", "reporter", "--endpoint", "tcp://x:1"],
                      ["run", "--data", folder, "--listen", evil], ["verify", "--db", evil, "--keys", folder], [evil, "--help"],
                      ["revoke", "--data", self.province.data, "--origin", evil]):
            done = run([harness.QCDCD, *words])
            said.append(done.out + done.err)
        for text in said:
            self.assertTrue(text)
            for bad in "\x1b\x07\u009b\u202e\u2066":
                self.assertNotIn(bad, text.replace("\r\x1b[K", ""), text)


if __name__ == "__main__":
    unittest.main()
