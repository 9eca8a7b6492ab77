"""The commands as people and scripts use them: exit statuses, help, formats, one home at a time, words in Vietnamese."""
import csv
import fcntl
import io
import json
import os
import re

import founding
import harness
from harness import ENVIRONMENT, FlowCase, petition

COMMANDS = ("join sync status rejected petition report query explain erase rescue").split()
LOCALE = harness.BIN.parent / "locale"


class Commands(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        cls.tinh = cls.province.office("BCD-TINH", "province")
        # Somebody whose server is away: asking for something takes as long as a bad line may, so it begins now.
        cls.away = harness.Province()
        cls.addClassCleanup(cls.away.close)
        cls.lonely, cls.asking = cls.away.office("BCD-602"), cls.away.office("BCD-601")
        cls.lonely.import_rows([petition("L-1")])
        cls.stranger, cls.invitation = harness.Office(cls.away, "BCD-600"), cls.away.invite("BCD-600")
        cls.away.stop()
        cls.waiting = [("query", cls.asking.start("query", "petition_counts")),
                       ("join", cls.stranger.start("join", cls.invitation))]

    # -------- help and usage

    def test_help(self):
        for words in (["--help"], ["-h"]):
            done = harness.run([harness.QCDC, *words])
            self.assertEqual((done.status, done.err), (0, ""))
            for command in COMMANDS:
                self.assertRegex(done.out, rf"(?m)^  qcdc {command}\b")
            self.assertIn("75", done.out)
            self.assertIn("qcdc sync [--quiet] [--patience SECONDS]\n", done.out)
            self.assertIn("qcdc query [QUERY [KEY=VALUE…]] ", done.out)
        for command in COMMANDS:
            done = self.office.run(command, "--help")
            self.assertEqual((done.status, done.err), (0, ""), command)
            self.assertIn(f"qcdc {command}", done.out)
        # The forms are those that were published, and where nothing was, none.
        self.assertIn("\n        QCDC-HUYEN  ", self.office.must("report", "template", "--help"))
        said = harness.run([harness.QCDC, "--home", self.office.folder / "nowhere", "report", "template", "--help"]).out
        self.assertIn("as the province publishes them", said)
        self.assertNotIn("QCDC-", said)
        self.assertRegex(harness.run([harness.QCDC, "--version"]).out, r"^qcdc \d+\.\d+\.\d+\n$")

    def test_help_of_the_server(self):
        done = harness.run([harness.QCDCD, "--help"])
        self.assertEqual((done.status, done.err), (0, ""))
        for command in ("init", "run", "invite", "verify", "rebuild", "revoke", "status"):
            self.assertRegex(done.out, rf"(?m)^  {command}\b")
            one = harness.run([harness.QCDCD, command, "--help"])
            self.assertEqual((one.status, one.err), (0, ""), command)
            self.assertIn("--data", one.out)

    def test_usage(self):
        """Exit status 2, a line on stderr, nothing on stdout, nothing done."""
        entries = self.office.entries()
        for words in (["nonsense"], ["--nonsense"], ["--home"], ["petition"], ["petition", "fly"], ["petition", "import"],
                      ["petition", "import", "a", "b"], ["petition", "move", "X"], ["petition", "show"], ["petition", "void", "X-1", "why"],
                      ["petition", "list", "colour=red"], ["report"], ["report", "template"], ["report", "template", "QCDC-HUYEN"],
                      ["report", "file"], ["sync", "now"], ["sync", "--patience", "soon"], ["status", "--format", "xml"],
                      ["query", "petition_counts", "by"], ["query", "a=b"], ["explain"], ["explain", "G04"], ["explain", "a/b/c/d"],
                      ["erase"], ["erase", "X"], ["join"], ["rescue"], ["rejected", "a", "b"]):
            with self.subTest(words=words):
                done = self.office.run(*words)
                self.assertEqual((done.status, done.out), (2, ""), done)
                self.assertTrue(done.err)
        self.assertEqual(self.office.entries(), entries)
        # Whoever forgets something is told how that very command is written.
        for words, usage in ((["petition", "move", "X"], "petition move LOCAL_NO|ADDRESS STEP on=DAY"), (["report", "file"], "report file FILE"),
                             (["petition", "show"], "petition show LOCAL_NO|ADDRESS"), (["erase", "X"], "erase ADDRESS|NO REASON [--confirm-names]"),
                             (["petition", "list", "colour=red"], "petition list [kind=KIND]"), (["rejected", "a", "b"], "rejected [ADDRESS] [limit=N]")):
            done = self.office.run(*words)
            self.assertIn(f"; usage: qcdc {usage}", done.err)
            self.assertEqual(len(done.err.splitlines()), 1)
        for words in ([], ["nonsense"], ["run"], ["run", "--data", "x"], ["init"], ["init", "--data", "x", "--db", "y"],
                      ["invite", "--data", "x"], ["verify", "--data"], ["verify", "--data", "x", "--fast"], ["revoke", "--data", "x"],
                      ["init", "--data", "x", "y"], ["init", "--data", "x"]):
            with self.subTest(server=words):
                done = harness.run([harness.QCDCD, *words])
                self.assertEqual((done.status, done.out), (2, ""), done)
                self.assertTrue(done.err)

    def test_refused(self):
        """Exit status 1 and one line: a home where nothing is, a server folder where nothing is, a file that is not there."""
        nowhere = self.office.folder / "nowhere"
        for words in (["status"], ["sync"], ["petition", "list"], ["query", "petition_counts"], ["rejected"]):
            self.assert_refused(harness.run([harness.QCDC, "--home", nowhere, *words]), "qcdc join")
        done = self.office.run("rescue", nowhere)
        self.assert_refused(done, f"there is no home of a device in {nowhere}; give the folder of the old device")
        self.assertNotIn("qcdc join", done.err)
        self.assertFalse(nowhere.exists(), "looking leaves nothing behind")
        add = ["petition", "add", "local_no=N-1", "received_on=2020-02-03"]
        for words in ([*add, "kind=X", "field=DAT_DAI"], ["petition", "list", "kind=X"]):
            self.assert_refused(self.office.run(*words), "use one of KHIEU_NAI (complaint), TO_CAO (denunciation), KIEN_NGHI (recommendation), PHAN_ANH (reflection)\n")
        for words in ([*add, "kind=TO_CAO", "field=X"], ["petition", "list", "field=X"]):
            self.assert_refused(self.office.run(*words), "use one of DAT_DAI (land), ", ", KHAC (other)\n")
        self.assert_refused(self.office.run(*add, "kind=TO_CAO", "field=KHAC", "channel=X"), "use one of TRUC_TIEP (in person), ")
        self.assert_refused(self.office.run(*add, "kind=TO_CAO", "field=KHAC", "settled_on=2020-02-04", "outcome=X"), "use one of DUNG (founded), ")
        for words in (["verify"], ["status"], ["rebuild"], ["run", "--listen", "tcp://127.0.0.1:*"]):
            self.assert_refused(harness.run([harness.QCDCD, *words, "--data", nowhere]), "init")
        self.assertFalse(nowhere.exists())
        done = harness.run([harness.QCDCD, "run", "--data", self.province.data, "--listen", "tcp://127.0.0.1:99999"])
        self.assertEqual((done.status, done.out, len(done.err.splitlines())), (2, "", 1), done)
        self.assert_refused(self.office.run("petition", "show", "no-such-number"), "no-such-number")
        self.assert_refused(self.office.run("explain", "2020-H1/QCDC-HUYEN/Z99"), "Z99")
        self.assert_refused(self.office.run("explain", "2020-H9/QCDC-HUYEN/G04"), "2020-H9")
        self.assert_refused(self.office.run("explain", "2020-H1/QCDC-NONE/G04"), "QCDC-NONE")

    def test_second_server(self):
        """A second writer on the same data refuses to start, and the first one goes on."""
        done = harness.run([harness.QCDCD, "run", "--data", self.province.data, "--listen", "tcp://127.0.0.1:*"])
        self.assertEqual(done.status, 1, done)
        self.assertNotIn("listening", done.out)
        self.office.sync()
        done = self.province.command("init", *founding.FOUNDING)
        self.assertEqual(done.status, 1, done)
        self.office.sync()

    def test_stop_and_start(self):
        """A server that is told to stop ends well and leaves no database behind; it starts again where it was."""
        province = harness.Province()
        self.addCleanup(province.close)
        office = province.office("BCD-594")
        office.import_rows([petition("S-1")])
        office.sync()
        self.assertEqual(province.stop(), 0)
        self.assertFalse((province.data / "pg" / "postmaster.pid").exists())
        province.start()
        self.assertEqual(office.sync(), "Sent 0, received 0; rejected 0, waiting 0.\n")
        province.kill()
        self.assertTrue((province.data / "pg" / "postmaster.pid").exists(), "the database outlives a killed server")
        office.import_rows([petition("S-2")])
        province.start()
        self.assertIn("Sent 1,", office.sync())
        self.assert_identical(province)
        self.assertEqual(province.stop(), 0)

    def test_status(self):
        self.office.sync()
        status, = self.office.table("status")
        self.assertEqual((status["office"], status["unit"], status["role"], status["unsent"]), ("BCD-593", "593", "reporter", "0"))
        self.assertEqual(status["origin"], self.office.origin)
        self.office.must("petition", "add", "local_no=ST-1", "kind=PHAN_ANH", "field=KHAC", "received_on=2020-01-05")
        self.assertEqual(self.office.table("status")[0]["unsent"], "1")
        shown = self.office.must("status")
        self.assertIn("BCD-593", shown)
        self.assertIn("BCD-593", self.province.must("status"))
        self.assertIn(self.office.origin, self.province.must("status"))

    # -------- without a server

    def test_without_a_server(self):
        """Exit status 75; what was written is safe and goes out later."""
        done = self.lonely.run("sync", "--patience", "1")
        self.assertEqual((done.status, done.out), (75, ""), done)
        self.assertEqual(len(done.err.splitlines()), 1)
        self.assertIn("safe", done.err)
        self.assertIn("1 imported", self.lonely.import_rows([petition("L-2")]))
        self.assertEqual(len(self.lonely.table("petition", "list")), 2)
        for name, done in harness.finish_all(self.waiting):
            self.assertEqual((done.status, done.out), (75, ""), (name, done))
            # That there is no answer yet was said while it waited; why it gave up, at the end.
            self.assertEqual(["no answer from" in line for line in done.err.splitlines()], [True, False], done.err)
        self.away.start()
        self.assertIn("Sent 2,", self.lonely.sync())
        self.stranger.join(self.invitation)
        self.stranger.sync()

    # -------- one home, two programs

    def test_two_at_once(self):
        """Two imports of one file into one home at the same moment: one waits, and every row is taken once."""
        office = self.province.office("BCD-596")
        path = office.register(harness.read_csv(harness.TESTS_DATA / "boston-311" / "596.csv.gz"))
        results = harness.finish_all([(i, office.start("petition", "import", path, "--confirm-names", "--new")) for i in range(2)])
        said = sorted(done.out for _, done in results)
        self.assertEqual([done.status for _, done in results], [0, 0], results)
        self.assertRegex(said[0], r"^0 imported.* 0 entries added")
        self.assertRegex(said[1], r"^[1-9]\d* imported")
        added = int(re.search(r"(\d+) entries added", said[1]).group(1))
        self.assertEqual(office.entries(), added)
        results = harness.finish_all([(i, office.start("sync")) for i in range(3)])
        self.assertEqual([done.status for _, done in results], [0, 0, 0], results)
        self.assertEqual(self.province.value(f"select head_seq from origin where origin = '\\x{office.origin}'"), str(added))

    def test_a_home_that_stays_busy(self):
        """Another program does not let go: after a while the reason is said, and nothing is done."""
        office = self.province.office("BCD-597")
        entries = office.entries()
        with open(office.home / "lock", "r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            results = harness.finish_all([("import", office.start("petition", "import", office.register([petition("B-1")]))),
                                          ("sync", office.start("sync"))])
        for _, done in results:
            self.assert_refused(done, "another qcdc", "try again")
        self.assertEqual(office.entries(), entries)

    # -------- formats

    def test_formats(self):
        """The same cells in CSV (RFC 4180, decimal point) and JSON; for people a comma and dd/mm/yyyy."""
        office = self.province.office("BCD-598")
        awkward = 'Quote " and comma, and\ttab'
        office.import_rows([petition("F-1", title=awkward.replace("\t", " "), received_on="2020-02-03", people="1234",
                                     flags="PHUC_TAP DONG_NGUOI", settled_on="2020-03-04")])
        office.file_report(harness.REPORTS / "598-2020-H1.csv")
        office.sync()
        for words in (["petition", "list"], ["petition", "show", "F-1"], ["report", "list"], ["status"], ["rejected"],
                      ["report", "check", harness.REPORTS / "598-2020-H1.csv"], ["query"], ["query", "petition_register"],
                      ["query", "petition_counts", "by=unit,month"], ["query", "report_values", "period=2020-H1"]):
            with self.subTest(words=words):
                done = office.run(*words, "--format", "csv")
                self.assertEqual(done.status, 0)
                # Only that the register, which has one petition, says something else than the form.
                self.assertRegex(done.err, "^qcdc: .* cells say something else than the registers do: [^\n]*\n$" if "check" in words else "^$")
                rows = list(csv.DictReader(io.StringIO(done.out), strict=True))
                listed = json.loads(office.must(*words, "--format", "json"))
                listed = listed if isinstance(listed, list) else [listed]
                self.assertEqual(len(listed), len(rows))
                for row, object_ in zip(rows, listed):
                    self.assertEqual(list(row), list(object_))
                    for name, cell in row.items():
                        value = object_[name]
                        self.assertEqual(cell, "" if value is None else cell if isinstance(value, (int, float)) else value)
                        if isinstance(value, (int, float)):
                            self.assertEqual(float(cell), float(value))
        self.assertEqual(office.table("petition", "list")[0]["title"], awkward.replace("\t", " "))
        self.assertEqual(office.table("petition", "list")[0]["flags"], "DONG_NGUOI PHUC_TAP")
        shown = office.must("petition", "list")
        self.assertIn("03/02/2020", shown)
        self.assertNotIn("2020-02-03", shown)
        self.assertIn("1\u202f234", shown)
        rates = {row["cell"]: row["value"] for row in office.table("report", "check", harness.REPORTS / "598-2020-H1.csv")}
        self.assertRegex(rates["G04"], r"^\d+\.\d\d$")
        self.assertIn(rates["G04"].replace(".", ","), office.must("report", "check", harness.REPORTS / "598-2020-H1.csv"))

    def test_closed_pipe(self):
        """Whoever stops reading does not make it crash: `qcdc ... | head -1`."""
        office = self.province.office("BCD-599")
        process = office.start("query", "--format", "csv")
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        self.assertIn(process.wait(harness.TIMEOUT_S), (0, 1, -13), err)
        with open("/dev/full", "w") as full:
            done = harness.subprocess.run([str(word) for word in office.command("report", "template", "QCDC-HUYEN", "2020-H1")],
                                          stdout=full, stderr=harness.subprocess.PIPE, env=ENVIRONMENT, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertTrue(done.stderr)

    # -------- reports and petitions, the daily way

    def test_template_fill_check_file(self):
        """From the empty form to the province's total."""
        office = self.province.office("BCD-600")
        text = office.must("report", "template", "QCDC-HUYEN", "2018-H1")
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertGreater(len(rows), 200)
        self.assertTrue(all(row["value"] == "" and (row["form"], row["period"]) == ("QCDC-HUYEN", "2018-H1") for row in rows))
        cells = [row["cell"] for row in rows]
        self.assertEqual(len(cells), len(set(cells)))
        for ratio in ("G04", "B11.DAT_DAI", "J06.XA"):
            self.assertNotIn(ratio, cells)
        values = {"A01": "12", "G02": "8", "G03": "3", "A12": "Câu chữ, có dấu phẩy và \"ngoặc\"", "B07.THUE": "0"}
        for row in rows:
            row["value"] = values.get(row["cell"], "")
        path = office.register(rows, ["form", "period", "cell", "value"])
        entries = office.entries()
        checked = office.must("report", "check", path)
        self.assertIn("1 to file", checked)
        self.assertIn("37,50", checked)
        self.assertEqual(office.entries(), entries, "checking files nothing")
        self.assertEqual(office.file_report(path), "1 filed, 0 corrected, 0 unchanged\n")
        self.assertEqual(office.file_report(path), "0 filed, 0 corrected, 1 unchanged\n")
        self.assertEqual([row["state"] for row in office.table("report", "list")], ["not sent"])
        office.sync()
        row, = office.table("report", "list")
        self.assertEqual((row["form"], row["period"], row["state"]), ("QCDC-HUYEN", "2018-H1", "taken in"))
        filed = {row["cell"]: row["value"] for row in office.query("report_values", form="QCDC-HUYEN", period="2018-H1")}
        self.assertEqual(filed, {"A01": "12", "G02": "8", "G03": "3", "B07.THUE": "0"})
        self.assertEqual(office.must("query", "report_values", "period=2018-H1", "cell=A12"),
                         "A12 is a text, no figure: ask for it with qcdc query report_texts\n")
        self.assertIn("Câu chữ", office.must("query", "report_texts", "form=QCDC-HUYEN", "period=2018-H1", "cell=A12"))
        self.assert_refused(office.run("query", "petition_counts", "period=2099"), "2099 has not begun yet")
        totals = self.tinh.totals("2018-H1")
        self.assertEqual((totals["A01"], totals["G04"], totals["B07"], totals["A02"]), ("12", "37.50", "0", ""))

    def test_a_template_for_a_spreadsheet(self):
        """--format excel: what a spreadsheet opens, and what it saves is filed as it is; -o puts it into a file."""
        office = self.province.office("BCD-599")
        folder = harness.new_folder()
        path = folder / "biểu.csv"
        self.assertEqual(office.run("report", "template", "QCDC-HUYEN", "2018", "--format", "excel", "-o", path), (0, "", ""))
        text = path.read_bytes().decode()
        self.assertEqual(text, office.must("report", "template", "QCDC-HUYEN", "2018", "--format", "excel"))
        self.assertTrue(text.startswith("\ufeffform;period;cell;value;cell_name;note;register\r\n"))
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";", strict=True))
        plain = list(csv.reader(io.StringIO(office.must("report", "template", "QCDC-HUYEN", "2018"))))
        self.assertEqual([[cell.strip("\xa0") for cell in row] for row in rows], plain)
        # A bare 2018 would stay, but a spreadsheet makes a number of it, which is another text when it is saved.
        self.assertEqual(rows[1][:3], ["QCDC-HUYEN", "\xa02018", "A01"])
        self.assertIn("documents on QCDC", rows[1][4])
        values = {"A01": "12", "G02": "1.234", "A12": "=1+1", "H08.due.DA1": "12,5"}
        filled = [row[:3] + [values.get(row[2], "")] for row in rows[1:]] + [["QCDC-HUYEN", "2018", "H08.due.DA1", "12,5"]]
        filled = [["QCDC-HUYEN", "2018", row[2], "1234" if row[3] == "1.234" else row[3]] for row in filled]
        path.write_bytes(("\ufeff" + "".join(";".join(row) + "\r\n" for row in [rows[0], *filled])).encode())
        self.assertEqual(office.file_report(path), "1 filed, 0 corrected, 0 unchanged\n")
        shown = office.must("report", "show", "QCDC-HUYEN", "2018", "--format", "csv")
        self.assertIn("QCDC-HUYEN,2018,H08.due.DA1,12.5,v", shown)
        self.assertIn("QCDC-HUYEN,2018,G02,1234,v", shown)
        self.assertIn("QCDC-HUYEN,2018,A12,'=1+1,v", shown)
        # What was filled in there is nowhere else: no blank form takes its place, in whatever format, behind a link neither.
        (folder / "h1.csv").symlink_to(path)
        before = path.read_bytes()
        for name in (path, folder / "h1.csv"):
            self.assert_refused(office.run("report", "template", "QCDC-HUYEN", "2018", "-o", name), "is there already", "under another name")
        self.assertEqual(path.read_bytes(), before)
        (folder / "empty.csv").touch()
        office.must("report", "template", "QCDC-HUYEN", "2018", "-o", folder / "empty.csv")
        done = office.run("report", "template", "QCDC-HUYEN", "2018", "--format", "json")
        self.assertEqual((done.status, "csv or excel" in done.err), (2, True), done)

    def test_output_into_a_file(self):
        """-o FILE: the whole table or what was there before, with the rights that any new file gets, and no other trace."""
        office = self.province.office("BCD-597")
        office.import_rows([petition("O-1"), petition("O-2")])
        folder = harness.new_folder()
        path, link, pipe = folder / "a.csv", folder / "link", folder / "pipe"
        listed = office.must("petition", "list", "--format", "csv")
        old = os.umask(0o027)
        try:
            self.assertEqual(office.run("petition", "list", "-o", path, "--format", "csv"), (0, "", ""))
        finally:
            os.umask(old)
        self.assertEqual((path.read_text(), path.stat().st_mode & 0o777), (listed, 0o640))
        # What is there is replaced, behind a link too, and keeps its rights; a table for people is one.
        path.chmod(0o604)
        link.symlink_to("a.csv")
        office.must("petition", "list", "-o", link)
        self.assertEqual((path.read_text(), path.stat().st_mode & 0o777), (office.must("petition", "list"), 0o604))
        self.assertTrue(link.is_symlink())
        office.must("query", "petition_counts", "--format", "json", "-o", path)
        self.assertEqual(len(json.loads(path.read_text())), 1)
        # A command that fails leaves what was there.
        before = path.read_text()
        os.mkfifo(pipe)
        for words, said in ((("query", "nothing", "-o", path), "nothing"), (("report", "template", "X", "2018", "-o", path), "X"),
                            (("petition", "list", "-o", folder), "not a file"), (("petition", "list", "-o", pipe), "not a file"),
                            (("petition", "list", "-o", "/dev/null"), "not a file"),
                            (("petition", "list", "-o", folder / "none" / "a.csv"), "No such file"),
                            (("petition", "list", "order=fly", "-o", path), "fly")):
            with self.subTest(words=words):
                done = office.run(*words)
                self.assertNotEqual(done.status, 0)
                self.assertEqual((done.out, len(done.err.splitlines())), ("", 1), done)
                self.assertIn(said, done.err)
        self.assertEqual(path.read_text(), before)
        self.assertEqual(sorted(entry.name for entry in folder.iterdir()), ["a.csv", "link", "pipe"])
        done = office.run("sync", "-o", path)
        self.assertEqual((done.status, "-o" in done.err), (2, True), done)
        done = office.run("petition", "list", "-o")
        self.assertEqual((done.status, "-o" in done.err), (2, True), done)
        # A file that cannot be written to its end is not begun.
        limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *office.command("petition", "list", "-o", path)]
        done = harness.run(limited)
        self.assertEqual((done.status, done.out), (1, ""), done)
        self.assertIn("could not be written to its end", done.err)
        self.assertEqual(path.read_text(), before)
        self.assertEqual(sorted(entry.name for entry in folder.iterdir()), ["a.csv", "link", "pipe"])

    def test_from_standard_input(self):
        """A file called - is standard input, for reports and for registers."""
        office = self.province.office("BCD-601")
        done = office.run("report", "file", "-", given=(harness.REPORTS / "601-2019.csv").read_bytes())
        self.assertEqual((done.status, done.out), (0, "1 filed, 0 corrected, 0 unchanged\n"), done)
        path = office.register([petition("I-1")])
        done = office.run("petition", "import", "-", given=path.read_bytes())
        self.assertIn("1 imported", done.out)
        done = office.run("petition", "import", "-", given=path.read_bytes().replace(b"KHIEU_NAI", b"X"))
        self.assert_refused(done, ":2:", "kind")

    def test_petition(self):
        """Add, move, list, show, void: the life of one petition."""
        office = self.province.office("BCD-602")
        number = "12/KN-2020"
        add = ["petition", "add", f"local_no={number}", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03",
               "title=Đất đai", "people=3", "flags=DONG_NGUOI"]
        office.must(*add)
        self.assertIn("already", office.must(*add))
        self.assertEqual(office.entries(), 1)
        early = ["petition", "move", number, "CARRIED_OUT", "on=2020-02-04"]
        steps = "CLASSIFIED, ACCEPTED, REFUSED, GUIDED, FORWARDED, WITHDRAWN, INTERIM_REPLIED; "
        self.assert_refused(office.run(*early), "CARRIED_OUT is not possible",
                            f"; possible: {steps}if the register lacks the earlier steps, add from_register=1\n")
        # Vietnamese letters take more bytes, and all of it must fit.
        self.assert_refused(office.run(*early, environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}),
                            "CLASSIFIED (Phân loại, xử lý đơn), ACCEPTED (Thụ lý), REFUSED (Không thụ lý), GUIDED (Hướng dẫn), FORWARDED (Chuyển đơn), ",
                            "INTERIM_REPLIED (Thông báo tiến độ); nếu sổ",
                            "from_register=1\n")
        office.must("petition", "move", number, "ACCEPTED", "on=2020-02-10")
        office.must("petition", "move", number, "SETTLED", "on=2020-04-10", "outcome=DUNG", "reason=đúng một phần")
        self.assertEqual(office.entries(), 3)
        office.sync()
        row, = office.table("petition", "list")
        self.assertEqual((row["local_no"], row["state"], row["settled_on"], row["outcome"], row["title"]),
                         (number, "settled", "2020-04-10", "DUNG", "Đất đai"))
        for filters, found in ((["kind=KHIEU_NAI"], 1), (["kind=TO_CAO"], 0), (["field=DAT_DAI", "from=2020-02-03", "to=2020-02-03"], 1),
                               (["from=2020-02-04"], 0), (["state=settled"], 1), (["state=received"], 0)):
            self.assertEqual(len(office.table("petition", "list", *filters)), found, filters)
        history = [line for line in office.table("petition", "show", number) if line["verdict"]]
        self.assertEqual([line["what"] for line in history], ["received", "ACCEPTED", "SETTLED"])
        self.assertEqual({line["verdict"] for line in history}, {"taken in"})
        by_address = office.table("petition", "show", history[2]["entry"])
        self.assertEqual(by_address, office.table("petition", "show", number))
        known, = self.tinh.query("petition_register", unit="602")
        self.assertEqual((known["entry"], known["state"]), (history[0]["entry"], "settled"))
        for more in ([], ["from_register=1"]):
            self.assert_refused(office.run("petition", "move", number, "SETTLED", "on=2020-05-10", *more),
                                "SETTLED is not possible", "; possible: IN_FORCE, REOPENED, SENDER_ANSWERED, APPEALED, SATISFIED, DISSATISFIED (REOPENED: by a decision from above); a second complaint")
        office.must("petition", "move", number, "IN_FORCE", "on=2020-05-10")
        office.must("petition", "move", number, "CARRIED_OUT", "on=2020-05-10")
        self.assert_refused(office.run("petition", "move", number, "SETTLED", "on=2020-05-11"), "petition void")
        carried_out = office.table("petition", "show", number)[-1]["entry"]
        in_force = office.table("petition", "show", number)[-2]["entry"]
        office.must("petition", "void", carried_out, "reason=chưa thi hành")
        office.must("petition", "void", in_force, "reason=chưa có hiệu lực")
        office.must("petition", "void", history[2]["entry"], "reason=chưa xong")
        office.sync()
        known, = self.tinh.query("petition_register", unit="602")
        self.assertEqual((known["state"], known["settled_on"], known["outcome"]), ("accepted", "", ""))
        office.must("petition", "void", number, "reason=vào nhầm sổ")
        office.sync()
        self.assertEqual(self.tinh.query("petition_register", unit="602"), [])
        self.assertEqual(self.tinh.query("petition_counts", unit="602")[0]["received"], "0")
        self.assert_refused(office.run("petition", "void", "no-such-number", "reason=x"), "no-such-number")
        # A register that has settled what was sent on.
        row = petition("13/KN-2020")
        office.import_rows([row])
        office.must("petition", "move", row["local_no"], "FORWARDED", "on=2020-06-30", "reason=x", "article=Điều 27")
        path = office.register([dict(row, settled_on="2020-07-13")])
        self.assert_refused(office.run("petition", "import", path), ":2:", "SETTLED is not possible", "qcdc petition void")

    # -------- explain

    def test_explain(self):
        """A rate names the two values of every office that it is made of, and the entries that they come from."""
        offices = {code: self.province.office(f"BCD-{code}") for code in ("594", "595")}
        cells = {}
        for code, office in offices.items():
            office.file_report(harness.REPORTS / f"{code}-2020-H1.csv")
            cells[code] = {row["cell"]: row["value"] for row in harness.read_csv(harness.REPORTS / f"{code}-2020-H1.csv")}
            office.sync()
        others = {row["unit"]: row for row in self.tinh.query("report_values", period="2020-H1", form="QCDC-HUYEN", cell="G02")}
        text = self.tinh.must("explain", "2020-H1/QCDC-HUYEN/G04")
        self.assertIn(self.tinh.totals("2020-H1")["G04"].replace(".", ","), text)
        # The reference data has the names in both languages: each reader gets his own.
        names = {row["code"]: row for row in harness.read_csv(harness.SOURCE / "sql/reference/indicators.csv")}
        vietnamese = self.tinh.run("explain", "2020-H1/QCDC-HUYEN/G04", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        for said, name, other in ((text, "name_en", "name_vi"), (vietnamese, "name_vi", "name_en")):
            for code in ("G02", "G03", "G04"):
                self.assertIn(names[code][name], said)
                self.assertNotIn(names[code][other], said)
        for code, office in offices.items():
            address = f"{office.origin}:1"
            for cell in ("G02", "G03"):
                line, = [line for line in text.splitlines() if re.search(rf"\(BCD-{code}\) .*\({code}\) +2020-H1 +{cell} ", line)]
                self.assertIn(address, line)
                self.assertIn(f" {cells[code][cell]} ", line)
            self.assertEqual(others[code]["entry"], address)
            one = self.tinh.must("explain", f"2020-H1/QCDC-HUYEN/G04@{code}")
            rate = 100 * int(cells[code]["G03"]) / int(cells[code]["G02"])
            self.assertIn(f"{rate:.2f}".replace(".", ","), one)
            self.assertNotIn("BCD-" + ("595" if code == "594" else "594"), one)
            # The office itself explains its own figure in the same words.
            own = office.must("explain", "2020-H1/QCDC-HUYEN/G04")
            self.assertIn(f"{rate:.2f}".replace(".", ","), own)
            self.assertIn(address, own)
        # A member's figure is headed with it, and so are the cells of its formula.
        for environment, member in (({}, "communes"), ({"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}, "xã, phường, thị trấn")):
            lines = self.tinh.run("explain", "2020-H1/QCDC-HUYEN/A06.XA@594", environment=environment).out.splitlines()
            name = {code: names[code]["name_vi" if environment else "name_en"] for code in ("A04", "A05", "A06")}
            self.assertEqual(lines[0], f"2020-H1/QCDC-HUYEN/A06.XA@594  {name['A06']} – {member}")
            for cell in ("A04.XA", "A05.XA"):
                self.assertEqual(lines.count(f"  {cell}: {name[cell[:3]]} – {member}"), 1, lines)
        # What is computed is shown to people with the report, as it is checked before filing; a file has no place for it.
        computed = {row["cell"]: row["value"] for row in office.table("report", "check", harness.REPORTS / "595-2020-H1.csv") if row["value"]}
        shown = [line.split() for line in office.must("report", "show", "QCDC-HUYEN", "2020-H1").splitlines() if line.endswith(" computed")]
        values = {words[0]: words[-2].replace(",", ".") for words in shown}
        self.assertEqual(values, computed)
        self.assertLess({"A06", "A06.XA", "G04"}, set(values))
        self.assertNotIn("G04", {row["cell"] for row in office.table("report", "show", "QCDC-HUYEN", "2020-H1")})
        # After a correction the figure comes from the correcting entry.
        rows = harness.read_csv(harness.REPORTS / "594-2020-H1.csv")
        for row in rows:
            row["value"] = str(int(row["value"]) - 1) if row["cell"] == "G03" else row["value"]
        office = offices["594"]
        office.file_report(office.register(rows, ["form", "period", "cell", "value"]))
        office.sync()
        text = self.tinh.must("explain", "2020-H1/QCDC-HUYEN/G04@594")
        line, = [line for line in text.splitlines() if re.search(r"\(BCD-594\) .*\(594\) +2020-H1 +G03 ", line)]
        self.assertIn(f"{office.origin}:2", line)
        self.assertIn("corrected", line)

    # -------- words

    def test_vietnamese(self):
        """With LANGUAGE=vi people read Vietnamese; what programs read stays as it is."""
        catalogue = LOCALE / "vi" / "LC_MESSAGES" / "qcdc.mo"
        self.assertTrue(catalogue.is_file(), f"{catalogue} is missing; the build's target translations makes it")
        vi = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
        def words(text):
            return set(re.findall(r"\w+", text.lower()))
        for words_ in (["--help"], ["petition", "fly"], ["status"], ["petition", "list"], ["explain", "x"]):
            english, vietnamese = self.office.run(*words_), self.office.run(*words_, environment=vi)
            self.assertEqual(english.status, vietnamese.status)
            said = vietnamese.out + vietnamese.err
            self.assertRegex(said, r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", words_)
            self.assertLess(len(words(said) & words("wrong usage the and with what is not")), 4, said[:500])
        # "Accepted" is a word of the law for a petition, and none for a report.
        office = self.province.office("BCD-597")
        office.import_rows([petition("V-2")])
        office.must("petition", "move", "V-2", "ACCEPTED", "on=2020-06-30")
        office.file_report(harness.REPORTS / "597-2020-H1.csv")
        office.sync()
        self.assertEqual([row["state"] for row in office.table("report", "list")], ["taken in"])
        reports, petitions = (office.run(what, "list", environment=vi).out for what in ("report", "petition"))
        self.assertIn("đã ghi nhận", reports)
        self.assertNotIn("thụ lý", reports)
        self.assertIn("đã thụ lý", petitions)
        path = self.office.register([petition("V-1", kind="X")])
        done = self.office.run("petition", "import", path, environment=vi)
        self.assertEqual((done.status, len(done.err.splitlines())), (1, 1))
        self.assertIn(f"{path}:2:", done.err)
        self.assertNotIn("unknown", done.err)
        for words_ in (["status", "--format", "csv"], ["query", "--format", "csv"], ["petition", "list", "--format", "json"]):
            english = self.office.run(*words_)
            self.assertEqual(self.office.run(*words_, environment=vi).out.splitlines()[:1], english.out.splitlines()[:1])
        done = harness.run([harness.QCDCD, "--help"], environment=vi)
        self.assertRegex(done.out, r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự]")

    def test_home(self):
        """--home before or after the command, QCDC_HOME, and HOME: the same home."""
        wanted = self.office.must("status", "--format", "csv")
        self.assertEqual(harness.run([harness.QCDC, "status", "--home", self.office.home, "--format", "csv"]).out, wanted)
        self.assertEqual(harness.run([harness.QCDC, "status", "--format", "csv"],
                                     environment={"QCDC_HOME": str(self.office.home)}).out, wanted)
        root = harness.new_folder()
        (root / ".local" / "share").mkdir(parents=True)
        (root / ".local" / "share" / "qcdc").symlink_to(self.office.home)
        done = harness.run([harness.QCDC, "status", "--format", "csv"], environment={"HOME": str(root)})
        self.assertEqual(done.status, 0, done)
        self.assertIn(self.office.origin, done.out)

    def test_keys_that_others_can_read(self):
        """A key that may be known is no key: neither program works with one."""
        office = self.province.office("BCD-595")
        os.chmod(office.home / "keys", 0o644)
        self.assert_refused(office.run("sync"), "keys")
        os.chmod(office.home / "keys", 0o600)
        office.sync()


if __name__ == "__main__":
    harness.main()
