"""What a clerk sees: three lines of the desk, tables in terminals of any width, names beside codes, lists in order, a pager, the
nearest word, help of a part, and what the shell offers while a line is being typed."""
import csv
import fcntl
import io
import os
import pathlib
import pty
import re
import struct
import subprocess
import termios
import time
import unicodedata

import false_clock
import harness
from harness import ENVIRONMENT, FlowCase, petition

VI = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
# A sanitizer's own memory is many times the program's: with one, a list is only looked at for what it says.
SANITIZED = any(name in harness.QCDC.read_bytes() for name in (b"__asan_init", b"__tsan_init"))
LIST_MEMORY_KIB = 16 * 1024
COMPLETION = harness.SOURCE / "client" / "qcdc.bash"


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def in_terminal(command, columns, rows=50, environment=None):
    """(status, what a terminal of that size shows) of COMMAND, which believes itself alone with a person."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        # What is said meanwhile goes to standard error, and is no table.
        command = ["/bin/sh", "-c", 'exec "$@" 2>/dev/null', "sh", *map(str, command)]
        os.execve(command[0], command, {**ENVIRONMENT, "TERM": "dumb", "LC_ALL": "C.UTF-8", **(environment or {})})
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode().replace("\r\n", "\n")


def complete(line, program="qcdc", folder="/"):
    """What bash offers for LINE, with the file that is installed."""
    script = f"""
        PATH={harness.BIN}:$PATH; cd {folder}; . {COMPLETION}
        COMP_LINE=$1; COMP_POINT=${{#1}}
        # As readline takes a line apart: at blanks, and = and : are words of their own.
        mapfile -t COMP_WORDS < <(grep -oE '[=:]+|[^ =:]+' <<<"$1"); [[ $1 == *" " ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _qcdc_complete {program}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "--norc", "-c", script, "bash", line], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


def peak_kib(process):
    """The most memory that a running program has had; 0 for one that has ended, of which nothing is said."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())
    except OSError:
        found = None
    return int(found.group(1)) if found else 0


class Desk(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        cls.tinh = cls.province.office("BCD-TINH", "province")
        long = "Khiếu nại quyết định thu hồi đất để làm đường tránh qua khu dân cư số 4, xã Tiến Lợi"
        cls.office.import_rows([petition("10/KN", title=long, received_on="2020-02-03"),
                                petition("2/KN", title="Đất", received_on="2020-02-04", people="1234"),
                                petition("1/KN", title="Đường", received_on="2021-01-05", kind="PHAN_ANH")])
        cls.office.file_report(harness.REPORTS / "593-2020-H1.csv")
        cls.office.sync()

    # -------- three lines

    def test_alone(self):
        """qcdc alone: the office by name, what is unsent and owed, what to do; three lines, and no line is used."""
        if SANITIZED:
            self.skipTest("a sanitizer does not share the place before main with a false clock")
        office = self.province.office("BCD-594")
        def alone(day, **more):
            return office.run(environment={**false_clock.at(f"@{day} 10:00:00"), **more}).out.splitlines()
        lines = alone("2020-06-17")
        self.assertEqual(len(lines), 3, lines)
        self.assertIn("Ban Chỉ đạo QCDC Thị ủy La Gi (BCD-594)", lines[0])
        # La Gi was founded in 2005: what the province calls missing since then is owed, and the latest are named.
        self.assertEqual(lines[1], "30 reports owed (QCDC-HUYEN 2020-H1 is due on 22/06/2020; before it 2019, 2019-H1, …)")
        self.assertIn("was due on 22/06/2020", alone("2020-06-23")[1])
        self.assertEqual(alone("2006-06-17")[1], "2 reports owed (QCDC-HUYEN 2006-H1 is due on 20/06/2006; before it 2005)")
        # The district ended in 2025: nothing is owed for what came after.
        self.assertEqual(alone("2028-01-01")[1], "41 reports owed (QCDC-HUYEN 2025 was due on 18/12/2025; before it 2025-H1, 2024, …)")
        for period, state in (("2005-H1", []), ("2005", ["missing"]), ("2025", ["missing"]), ("2026-H1", [])):
            status = self.tinh.query("reporting_status", period=period, form="QCDC-HUYEN")
            self.assertEqual([row["state"] for row in status if row["office"] == "BCD-594"], state, period)
        office.file_report(harness.REPORTS / "594-2020-H1.csv")
        self.assertEqual(alone("2020-06-17")[1], 
                         "1 entry not sent, 29 reports owed (QCDC-HUYEN 2019 was due on 18/12/2019; before it 2019-H1, 2018, …)")
        office.import_rows([petition("U-1"), petition("U-2")])
        lines = alone("2020-06-17")
        self.assertIn("3 entries not sent", lines[1])
        self.assertIn("Next: qcdc sync", lines[2])
        office.sync()
        lines = alone("2020-06-17")
        self.assertNotIn("not sent", lines[1])
        self.assertIn("qcdc report template QCDC-HUYEN 2019", lines[2])
        vietnamese = alone("2020-06-17", **VI)
        self.assertEqual(len(vietnamese), 3)
        self.assertIn("Việc tiếp theo: ", vietnamese[2])

    def test_alone_by_role(self):
        """Each desk is told what it can do: an analyst asks, the province decides and looks who is late."""
        state, following = self.province.office("BCD-TINH", "analyst").must().splitlines()[1:]
        self.assertEqual(state, "this device reads figures and has nothing to send")
        self.assertEqual(following, "Next: qcdc query lists what can be asked; qcdc --help names all commands")
        tinh, office = self.province.office("BCD-TINH", "province"), self.province.office("BCD-599")
        tinh.sync()
        # What waits for its review was counted by the sync; what was reviewed is not.
        office.file_report(harness.REPORTS / "599-2020-H1.csv")
        office.sync()
        tinh.sync()
        waiting = len(tinh.table("review", "list", "state=filed"))
        state, following = tinh.must().splitlines()[1:]
        self.assertEqual(state, f"{waiting} reports wait for review" if waiting > 1 else "1 report waits for review")
        self.assertRegex(following, r"^Next: qcdc review list state=filed names the reports to review; "
                                    r"qcdc query reporting_status period=20\d\d(-H1)? says which are late$")
        for row in tinh.table("review", "list", "state=filed"):
            tinh.must("review", "accept", row["office"], row["form"], row["period"])
        tinh.sync()
        state, following = tinh.must().splitlines()[1:]
        self.assertEqual(state, "everything is sent")
        self.assertRegex(following, r"^Next: qcdc query reporting_status period=20\d\d(-H1)? says which reports are late$")
        self.assertTrue(tinh.query("reporting_status", period=re.search(r"period=(\S+)", following)[1]))
        office.import_rows([petition("1/KN", title="x")])
        office.sync()
        office.must("erase", "1/KN", "names a child")
        office.sync()
        tinh.sync()
        state, following = tinh.must().splitlines()[1:]
        self.assertEqual(state, "1 text that its office wants erased")
        self.assertIn("qcdc query erasures_asked", following)
        [asked] = tinh.query("erasures_asked")
        tinh.must("erase", asked["entry"], "names a child")
        self.assertIn("Next: qcdc sync", tinh.must())
        tinh.sync()
        self.assertEqual(tinh.must().splitlines()[1], "everything is sent")

    def test_alone_after_it_was_shut_out(self):
        """What the server said is remembered: a sync would be refused again, and there is a way on."""
        office = self.province.office("BCD-598")
        office.sync()
        self.province.revoke(office.origin)
        office.import_rows([petition("1/KN")])
        self.assert_refused(office.run("sync"), "revoked")
        lines = office.must().splitlines()
        self.assertEqual((len(lines), lines[0].endswith("; this device has been revoked")), (3, True), lines)
        self.assertIn("1 entry not sent", lines[1])
        self.assertTrue(lines[2].endswith(f"qcdc rescue {office.home}"), lines[2])

    def test_alone_without_a_home(self):
        nowhere = harness.new_folder() / "nowhere"
        done = harness.run([harness.QCDC, "--home", nowhere])
        self.assertEqual((done.status, done.err, len(done.out.splitlines())), (0, "", 3), done)
        self.assertIn("qcdc join FILE", done.out)
        self.assertFalse(nowhere.exists(), "looking leaves nothing behind")

    def test_alone_waits_for_nobody(self):
        """While another qcdc works in the home, that is what there is to say."""
        with open(self.office.home / "lock", "r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_refused(self.office.run(), "another qcdc")

    # -------- tables

    def test_terminals(self):
        """No line is wider than its terminal, whatever its width, and every petition is there."""
        for columns in (40, 60, 80, 100, 132, 200):
            with self.subTest(columns=columns):
                status, shown = in_terminal(self.office.command("petition", "list", "--no-pager"), columns)
                self.assertEqual(status, 0)
                self.assertLessEqual(max(map(width, shown.splitlines())), columns, shown)
                for number in ("10/KN", "2/KN", "1/KN"):
                    self.assertIn(number, shown)
            with self.subTest(shown=columns):
                status, shown = in_terminal(self.office.command("petition", "show", "10/KN", "--no-pager"), columns)
                self.assertEqual(status, 0)
                self.assertLessEqual(max(map(width, shown.splitlines())), columns, shown)
        wide = in_terminal(self.office.command("petition", "list", "--no-pager"), 300)[1]
        self.assertEqual(len(wide.splitlines()), 4)
        # A file is no terminal: rows stay rows.
        self.assertEqual(len(self.office.must("petition", "list").splitlines()), 4)

    def test_pager(self):
        """A table of more lines than the terminal goes through $PAGER; a short one, --no-pager and a pipe do not."""
        pager = {"PAGER": "sed 's/^/PAGED /'"}
        command = self.tinh.command("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN")
        status, shown = in_terminal(command, 100, 24, pager)
        self.assertEqual(status, 0)
        self.assertTrue(all(line.startswith("PAGED ") for line in shown.splitlines()), shown[:300])
        self.assertNotIn("PAGED", in_terminal([*command, "--no-pager"], 100, 24, pager)[1])
        self.assertNotIn("PAGED", in_terminal([*command, "limit=3"], 200, 24, pager)[1])
        self.assertNotIn("PAGED", harness.run(command, environment=pager).out)
        self.assertEqual(in_terminal(command, 100, 24, {"PAGER": "/no/such/pager -x"})[1],
                         in_terminal([*command, "--no-pager"], 100, 24)[1])
        self.assertIn("PAGED", in_terminal([harness.QCDC, "--help"], 100, 24, pager)[1])
        # Who has seen enough leaves, and nothing is left running.
        self.assertIn(in_terminal(command, 100, 24, {"PAGER": "head -2"})[0], (0, -13))

    def test_names(self):
        """People read names beside codes; files hold codes alone."""
        words = ["query", "reporting_status", "period=2020-H1", "form=QCDC-HUYEN"]
        shown = self.tinh.must(*words)
        self.assertIn("Ban Chỉ đạo QCDC Thành ủy Phan Thiết (BCD-593)", shown)
        self.assertIn("Thành phố Phan Thiết (593)", shown)
        self.assertIn("(QCDC-HUYEN)", shown)
        self.assertEqual(self.tinh.query("reporting_status", period="2020-H1", form="QCDC-HUYEN")[0]["office"], "BCD-593")
        shown = self.tinh.must("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN")
        self.assertRegex(shown, r"(?m)^G02 Enterprises required to hold")
        vietnamese = self.tinh.run("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN", environment=VI).out
        self.assertRegex(vietnamese, r"(?m)^B11.DAT_DAI .* – Đất đai")
        # Reviews and classes of offices have names, too.
        self.assertRegex(self.tinh.run(*words, environment=VI).out, r"trễ hạn +(đã nộp|đã chấp nhận)")
        classes = self.tinh.run("query", "reporting_rate", "period=2020-H1", "by=class", environment=VI).out
        self.assertRegex(classes, r"(?m)^\w.* \(huyen\) ")
        self.assertEqual({row["class"] for row in self.tinh.query("reporting_rate", period="2020-H1", by="class")} & {"huyen", "so"},
                         {"huyen", "so"})
        status = self.office.must("status")
        self.assertIn("Thành phố Phan Thiết (593)", status)
        # What a petition is marked with, too; and it comes back in as it is said.
        self.office.must("petition", "add", "local_no=F-1", "kind=KIEN_NGHI", "field=KHAC", "received_on=2020-02-05",
                         "flags=DU_AN:CT-7 DONG_NGUOI PHUC_TAP")
        for words in (("list",), ("show", "F-1")):
            self.assertIn("Đông người, Dự án: CT-7, Phức tạp", self.office.run("petition", *words, environment=VI).out)
            self.assertIn("DONG_NGUOI DU_AN:CT-7 PHUC_TAP", self.office.must("petition", *words, "--format", "csv"))
        self.office.must("petition", "correct", "F-1", "flags=Đông người, Dự án: CT-7, Lần hai")
        self.assertIn("DONG_NGUOI DU_AN:CT-7 LAN_HAI", self.office.must("petition", "show", "F-1", "--format", "csv"))
        self.office.must("petition", "void", "F-1", "reason=nhầm")
        self.assertIn("QCDC-HUYEN)", self.office.must("report", "list"))

    def test_order(self):
        """2 before 10, by year; any other column forwards and backwards; as many rows as are wanted."""
        def numbers(*words):
            return [row["local_no"] for row in self.office.table("petition", "list", *words)]
        self.assertEqual(numbers(), ["2/KN", "10/KN", "1/KN"])
        self.assertEqual(numbers("order=received_on"), ["10/KN", "2/KN", "1/KN"])
        self.assertEqual(numbers("order=-received_on", "limit=2"), ["1/KN", "2/KN"])
        self.assertEqual(numbers("order=-people", "limit=1"), ["2/KN"])
        self.assertEqual(len(numbers("limit=999999999")), 3)
        # By the heads of the columns, as they are shown, too.
        for head in "received on", "Received_On", "Ngày tiếp nhận", "ngay tiep nhan":
            self.assertEqual(numbers(f"order={head}"), ["10/KN", "2/KN", "1/KN"], head)
        self.assertEqual(numbers("order=-Số người ký", "limit=1"), ["2/KN"])
        done = self.tinh.run("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN", "order=-Số cơ quan đã báo cáo", "limit=1", "--format", "csv",
                             environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"})
        self.assertEqual(done.status, 0, done)
        for words, heads in ((("petition", "list"), "Số vào sổ, Ngày tiếp nhận, Loại đơn"), (("report", "list"), "Biểu mẫu")):
            said = self.office.run(*words, "order=zzzzzzzz", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).err
            self.assertIn(heads, said)
            self.assertNotRegex(said, "local_no|received_on|--format csv")
        done = self.office.run("petition", "list", "order=recieved")
        self.assertEqual(done.status, 2)
        self.assertIn("did you mean received_on?", done.err)
        for wrong in ("0", "x", "-1", "", "1000000000"):
            self.assertEqual(self.office.run("petition", "list", f"limit={wrong}").status, 2, wrong)
        rows = self.tinh.query("report_totals", period="2020-H1", form="QCDC-HUYEN")
        done = self.tinh.must("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN", "order=-value", "limit=3", "--format", "csv")
        values = sorted((float(row["value"] or "-1") for row in rows), reverse=True)[:3]
        self.assertEqual([float(row["value"]) for row in csv.DictReader(io.StringIO(done))], values)
        self.assertEqual([row["form"] for row in self.office.table("report", "list", "order=-form", "limit=1")], ["QCDC-HUYEN"])
        self.assertEqual(self.office.table("report", "list", "limit=1", "order=period"), self.office.table("report", "list"))
        self.assertIn("did you mean value?", self.tinh.run("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN", "order=valeu").err)

    def test_nothing(self):
        """What there is none of is said."""
        office = self.province.office("BCD-596")
        self.assertEqual(office.must("petition", "list"), "there are no petitions yet\n")
        self.assertEqual(self.office.must("petition", "list", "kind=TO_CAO"), "there is no such petition\n")

    def test_memory_of_a_long_list(self):
        """A register of a hundred thousand petitions is taken in, and taken in again, and listed in any order, within 16 MiB."""
        office, count = self.province.office("BCD-597"), 5000 if SANITIZED else 100000 if harness.SLOW else 40000
        register = office.register([petition(f"{i}/KN", received_on=f"20{10 + i // 12000}-{1 + i // 1000 % 12:02}-{1 + i % 28:02}")
                                    for i in range(1, count + 1)])
        for said in (f"{count} imported, 0 corrected", f"0 imported, 0 corrected, {count} unchanged"):
            process, used = office.start("petition", "import", register), 0
            while process.poll() is None:
                used = peak_kib(process) or used
                time.sleep(0.02)
            out, err = process.communicate()
            self.assertIn(said, out.decode(), err)
            self.assertTrue(SANITIZED or 0 < used < LIST_MEMORY_KIB, used)
        for words in ([], ["order=-received_on"], ["order=kind", "--format", "csv"], ["state=pending", "--format", "json"]):
            with self.subTest(words=words):
                # What a child used before it became qcdc is this script's, so the figure is read while it runs: it only ever grows,
                # and all but the last pipeful of the list is out when it is read for the last time.
                process = office.start("petition", "list", *words)
                used = lines = 0
                for lines, _ in enumerate(process.stdout, 1):
                    if lines % 5000 == 0:
                        used = peak_kib(process) or used
                process.stdout.close()
                process.stderr.close()
                self.assertEqual(process.wait(harness.TIMEOUT_S), 0)
                self.assertGreaterEqual(lines, count)
                self.assertTrue(SANITIZED or 0 < used < LIST_MEMORY_KIB, used)
        self.assertEqual([row["local_no"] for row in office.table("petition", "list", "limit=2")], ["1/KN", "2/KN"])

    # -------- words on the command line

    def test_nearest(self):
        """A word that is not known offers the one that was meant, typed with marks or without."""
        for words, meant in ((["statsu"], "did you mean status?"), (["bao cao"], "did you mean report?"), (["đồng bộ"], "did you mean sync?"),
                             (["petition", "lst"], "did you mean list?"), (["petition", "them"], "did you mean add?"),
                             (["petition", "list", "knd=TO_CAO"], "did you mean kind?"),
                             (["petition", "list", "state=setled"], "did you mean settled?"),
                             (["status", "--fromat", "csv"], "did you mean --format?"), (["--halp"], "did you mean --help?"), (["sync", "--quite"], "did you mean --quiet?")):
            done = self.office.run(*words)
            self.assertEqual((done.status, done.out, len(done.err.splitlines())), (2, "", 1), done)
            self.assertIn(meant, done.err)
        for asker, words, meant in ((self.tinh, ["query", "report_total", "period=2020-H1", "form=QCDC-HUYEN"], "report_totals"),
                                    (self.tinh, ["query", "report_totals", "perod=2020-H1"], "period"),
                                    (self.tinh, ["query", "report_totals", "period=2020-H1", "form=HUYEN"], "QCDC-HUYEN"),
                                    (self.tinh, ["query", "report_totals", "form=QCDC-HUYEN", "period=2020H1"], "2020-H1"),
                                    (self.tinh, ["explain", "2020H1/QCDC-HUYEN/G04"], "2020-H1"),
                                    (self.office, ["report", "template", "QCDC-HUYE", "2020-H1"], "QCDC-HUYEN"),
                                    (self.office, ["report", "template", "QCDC-HUYEN", "H1-2020"], "2020-H1")):
            done = asker.run(*words)
            self.assertIn(done.status, (1, 2))
            self.assertEqual((done.out, len(done.err.splitlines())), ("", 1), done)
            self.assertIn(f"did you mean {meant}?", done.err)
            self.assertIn(f"có phải ý bạn là {meant}?", asker.run(*words, environment=VI).err)
        self.assertNotIn("did you mean", self.office.run("nonsense").err)
        self.assertIn("did you mean status?", harness.run([harness.QCDCD, "statsu"]).err)
        self.assertIn("did you mean --data?", harness.run([harness.QCDCD, "status", "--daat", "x"]).err)

    def test_cells_in_messages(self):
        """What is said of a cell says what the cell is."""
        rows = [{"form": "QCDC-HUYEN", "period": "2020-H1", "cell": cell, "value": value}
                for cell, value in (("A01", "1"), ("G04", "50"), ("A04.NOPE", "1"))]
        path = self.office.register(rows, ["form", "period", "cell", "value"])
        said = self.office.run("report", "check", path, environment=VI).err
        self.assertRegex(said, r"G04: Tỷ lệ doanh nghiệp tổ chức hội nghị người lao động\)")
        self.assertIn("Workers'-conference rate", self.office.run("report", "check", path).err)

    def test_vietnamese_words(self):
        """Steps, kinds and states by the names that people give them."""
        office = self.province.office("BCD-595")
        office.must("petition", "add", "local_no=W-1", "kind=khiếu nại", "field=dat dai", "received_on=2020-02-03")
        office.must("petition", "move", "W-1", "thụ lý", "on=2020-02-10")
        office.must("petition", "add", "local_no=W-2", "kind=kien nghi", "field=KHAC", "received_on=2020-02-03")
        for words, meant in ((["petition", "move", "W-1", "thu li", "on=2020-02-11"], "ACCEPTED"),
                             (["petition", "list", "kind=khieu nia"], "KHIEU_NAI"),
                             (["petition", "add", "local_no=W-3", "kind=TO_CAO", "field=dat da", "received_on=2020-02-03"], "DAT_DAI")):
            self.assertRegex(office.run(*words, environment=VI).err, rf"có phải ý bạn là {meant}( \([^)]+\))?\?")
        row, = office.table("petition", "list", "kind=Khiếu nại")
        self.assertEqual((row["kind"], row["field"], row["state"]), ("KHIEU_NAI", "DAT_DAI", "accepted"))
        self.assertEqual(len(office.table("petition", "list", "state=da thu ly")), 1)
        self.assertEqual(len(office.table("petition", "list", "state=taken_back")), 0)
        office.sync()
        for asked in ("kind=khiếu nại", "field=dat dai", "state=đã thụ lý", "state=accepted"):
            name, value = asked.split("=")
            self.assertEqual([row["local_no"] for row in office.query("petition_register", **{name: value})], ["W-1"], asked)
        self.assertIn("did you mean KHIEU_NAI (complaint)?", office.run("query", "petition_register", "kind=KHIEU_NAY").err)
        # Who may ask is said in words.
        self.assertIn("không dành cho vai trò cơ quan báo cáo; chỉ dành cho cơ quan thường trực cấp tỉnh, người phân tích số liệu",
                      office.run("query", "reporting_rate", "period=2020-H1", environment=VI).err)

    def test_a_row_says_all_that_is_wrong(self):
        """The days too, which only judging looked at: one that has not come, and a settlement before the receipt."""
        office = self.province.office("BCD-595")
        rows = [petition("E-1", kind="KHIEU_NAY", received_on="2100-01-05", people="0"),
                petition("E-2", field="DAT_DAU", received_on="2020-05-05", settled_on="2020-04-04")]
        done = office.run("petition", "import", office.register(rows))
        self.assertEqual(done.status, 1)
        for said in (":2: kind: ", ":2: received_on: 05/01/2100 has not come yet", ":2: people: ", ":3: field: ",
                     ":3: settled_on: 04/04/2020 is before the day of receipt, 05/05/2020"):
            self.assertEqual(done.err.count(said), 1, (said, done.err))
        # So is what only the journal can tell, what stands beside a name, and what a whole row is refused for.
        rows = [petition("E-3", kind="KIEN_NGHI", people="0", outcome="DUNG", settled_on=""),
                petition("E-4", kind="TO_CAO", received_on="2100-01-05", outcome="DUNG", settled_on="",
                         title="Ông Nguyễn Văn An, số nhà 12, tố cáo", summary="Bà Trần Thị Bình, số nhà 3, tố cáo"),
                petition("E-5", kind="KIEN_NGHI", received_on="1985-05-05", people="0", settled_on="2100-01-05"),
                petition("@", kind="KIEN_NGHI", people="x", settled_on="")]
        path = office.register([{**row, "version": "zz" if row["local_no"] == "@" else ""} for row in rows], [*rows[0], "version"])
        done = office.run("petition", "import", path)
        self.assertEqual(done.status, 1)
        for said in (":2: people: ", ":2: outcome: an outcome needs the day", ":3: received_on: 05/01/2100 has not come yet",
                     ":3: outcome: an outcome needs", ":3: title: a denunciation must not", ":3: summary: a denunciation must not",
                     ":4: people: ", ":4: received_on: 05/05/1985 is more than", ":4: settled_on: 05/01/2100 has not come yet",
                     ":5: local_no: ", ":5: people: ", ":5: version: "):
            self.assertEqual(done.err.count(said), 1, (said, done.err))
        # Likewise where the row can be read: what is found last is said with what is found first.
        done = office.run("petition", "import", office.register([
            petition("E-6", kind="KIEN_NGHI", received_on="1985-05-05", outcome="DUNG", settled_on="")]))
        for said in (":2: received_on: 05/05/1985 is more than", ":2: outcome: an outcome needs"):
            self.assertEqual(done.err.count(said), 1, (said, done.err))
        words = ["local_no=E-7", "kind=KIEN_NGHI", "field=KHAC", "received_on=1985-05-05", "people=0", "outcome=DUNG"]
        for given in (words, words[:4] + words[5:]):
            done = office.run("petition", "add", *given)
            for said in ("received_on: 05/05/1985 is more than", "an outcome needs the day", "is not a number of people")[:3 - (given != words)]:
                self.assertEqual(done.err.count(said), 1, (said, done.err))
        # Of a petition that is settled, an outcome alone corrects that of its settlement.
        office.must("petition", "add", "local_no=E-8", "kind=KHIEU_NAI", "field=KHAC", "received_on=2020-02-03",
                    "settled_on=2020-03-03", "outcome=DUNG")
        self.assertNotIn("an outcome needs", office.run("petition", "correct", "E-8", "people=0", "outcome=SAI").err)
        rows = [petition("E-8", received_on="2020-02-03", people="0", outcome="SAI")]
        del rows[0]["settled_on"]
        done = office.run("petition", "import", office.register(rows, list(rows[0])))
        self.assertIn(":2: people: ", done.err)
        self.assertNotIn("an outcome needs", done.err)
        office.must("petition", "add", "local_no=E-9", "kind=KHIEU_NAI", "field=KHAC", "received_on=2020-02-03")
        done = office.run("petition", "correct", "E-9", "people=0", "outcome=SAI", "received_on=2100-02-03")
        for said in ("is not a number of people", "an outcome needs", "received_on: 03/02/2100 has not come yet"):
            self.assertEqual(done.err.count(said), 1, (said, done.err))
        # A day that is wrong alone is said as it was.
        for day, said in (("2100-01-05", "05/01/2100 has not come yet"), ("1970-01-01", "is what a program makes of a zero")):
            done = office.run("petition", "add", "local_no=E-3", "kind=KIEN_NGHI", "field=KHAC", f"received_on={day}")
            self.assertIn(said, done.err)

    def test_a_sheet_says_all_that_is_wrong(self):
        """A cell that stands twice has a value all the same, and what may not be filed yet breaks rules all the same."""
        columns = ["form", "period", "cell", "value"]
        path = self.office.register([{"form": "QCDC-HUYEN", "period": "2019", "cell": cell, "value": value}
                                     for cell, value in (("A01", "1"), ("A01", "x"))], columns)
        done = self.office.run("report", "check", path)
        for said in (":3: A01: A01 stands in row 2 already", ":3: A01: 'x' is not a number"):
            self.assertEqual(done.err.count(said), 1, (said, done.err))
        path = self.office.register([{"form": "QCDC-HUYEN", "period": "2027", "cell": cell, "value": value}
                                     for cell, value in (("C03", "2"), ("C04", "1"))], columns)
        done = self.office.run("report", "check", path)
        for said in ("2027 has not begun yet", "C04 ≥ C03: 1 < 2"):
            self.assertEqual(done.err.count(said), 1, (said, done.err))

    def test_help_of_a_part(self):
        for words in (["petition", "move", "--help"], ["petition", "--help", "move"], ["help", "petition", "move"]):
            done = harness.run([harness.QCDC, *words])
            self.assertEqual((done.status, done.err), (0, ""))
            self.assertIn("qcdc petition move LOCAL_NO|ADDRESS STEP", done.out)
            self.assertIn("ACCEPTED", done.out)
            self.assertNotIn("petition list", done.out)
        for words in (["status", "--help"], ["help", "status"]):
            done = harness.run([harness.QCDCD, *words], environment=VI)
            self.assertEqual((done.status, done.err), (0, ""))
            self.assertIn("--format ĐỊNH_DẠNG", done.out)
        self.assertEqual(harness.run([harness.QCDCD, "help"]).out, harness.run([harness.QCDCD, "--help"]).out)
        self.assertIn("thiếu BẢN_SAO", harness.run([harness.QCDCD, "backup", "--data", "/x"], environment=VI).err)
        vietnamese = harness.run([harness.QCDC, "help", "petition", "move"], environment=VI).out
        self.assertIn("BƯỚC", vietnamese)
        self.assertRegex(vietnamese, r"ACCEPTED +Thụ lý")
        self.assertIn("qcdc join TỆP_ĐĂNG_KÝ", harness.run([harness.QCDC, "--help"], environment=VI).out)

    def usages(self):
        """The lines of the help: each command, or part of one, with the words that it begins with."""
        lines = [line[7:] for line in harness.run([harness.QCDC, "--help"]).out.splitlines() if line.startswith("  qcdc ")]
        names = [line.split()[0] for line in lines]
        return [(tuple(re.match(r"[a-z]+( [a-z-]+\b(?![=|]))?", line)[0].split()) if names.count(line.split()[0]) > 1
                 else (line.split()[0],), line) for line in lines]

    def help(self, *words, **environment):
        done = harness.run([harness.QCDC, *words], environment=environment)
        self.assertEqual((done.status, done.err), (0, ""), words)
        return done.out

    def test_help_of_every_part(self):
        """Every command and every part of one: its own line and no other's, however it is asked for."""
        usages = self.usages()
        self.assertGreater(len(usages), 30)
        for words, line in usages:
            asked = [[*words, "--help"], ["help", *words], [words[0], "--help", *words[1:]], [*words, "--home", "/nowhere", "--help"],
                     [*words, "limit=2", "--help", "order=x"], [*words, "--format", "csv", "--help"]]
            for way in asked:
                with self.subTest(words=way):
                    said = self.help(*way)
                    self.assertEqual([row[7:] for row in said.splitlines() if row.startswith("  qcdc ")], [line])
                    self.assertNotIn("usage: qcdc [--home DIR]", said)
            self.assertNotIn("--help", self.help("help", *words, LC_ALL="C.UTF-8", LANGUAGE="vi"))
        for name in sorted({words[0] for words, _ in usages if len(words) == 2}):
            rows = [line for words, line in usages if words[0] == name]
            self.assertEqual([row[7:] for row in self.help(name, "--help").splitlines() if row.startswith("  qcdc ")], rows)
        # What there is no help of is said, with what was meant.
        for words, meant in ((["help", "reprot"], "report"), (["help", "report", "lst"], "list"), (["review", "acept", "--help"], "accept"),
                             (["query", "report_total", "--help"], "report_totals"), (["help", "query", "reporting_statu"], "reporting_status")):
            done = harness.run([harness.QCDC, *words])
            self.assertEqual((done.status, done.out, len(done.err.splitlines())), (2, "", 1), done)
            self.assertIn(f"did you mean {meant}?", done.err)

    def test_help_of_a_query(self):
        """What the head of its file says, in the reader's language: what it answers, who may ask, each parameter, each column."""
        files = sorted((harness.SOURCE / "sql" / "queries").glob("*.sql"))
        self.assertGreater(len(files), 10)
        for path in files:
            head = [line[3:] for line in path.read_text().splitlines() if line.startswith("-- ")]
            said = self.help("query", path.stem, "--help")
            flat = " ".join(said.split())
            self.assertEqual(self.help("help", "query", path.stem), said)
            self.assertEqual(self.help("query", path.stem, "period=2020-H1", "--help", "--format", "csv"), said)
            self.assertTrue(said.startswith(f"  qcdc query {path.stem}"), said)
            self.assertIn(head[0].split(": ", 1)[1], flat)
            vietnamese = self.help("help", "query", path.stem, **VI)
            for line in head[1:]:
                what, _, text = line.partition(": ")
                kind, name = [*what.split(), ""][:2]
                if kind in ("param", "column"):
                    self.assertRegex(said, rf"(?m)^ +{name} +")
                    self.assertIn(text, flat)
                    if len(text.split()) > 1:
                        self.assertNotIn(text, vietnamese)
                if kind == "param":
                    self.assertIn(f"{name}=", said.splitlines()[0])
                    self.assertEqual("required" in what.split(), f" {name}=" in said.splitlines()[0], line)
                if kind == "roles":
                    self.assertIn("May be asked by: " + ", ".join(what.split()[1:]), said)
            for word in ("Parameters", "Columns", "required", "May be", "As of", "where by"):
                self.assertNotIn(word, vietnamese)
        counts = self.help("query", "petition_counts", "--help")
        for word in ("[by=unit|kind|field|month]", "received where it is not given", "KHIEU_NAI"):
            self.assertIn(word, counts)
        self.assertIn("report_totals", self.help("help", "query"))

    def test_files_have_one_language(self):
        """What programs read is the same in every locale, sentences too; tables for people are in the reader's language."""
        office = self.province.office("BCD-598")
        office.import_rows([petition("L-1")])
        other = self.province.office("BCD-598")
        other.import_rows([petition("L-1", kind="TO_CAO")])
        office.sync()
        other.sync()
        for words in (["rejected"], ["status"], ["petition", "list"], ["report", "list"], ["petition", "show", "L-1"], ["query"]):
            for format_ in ("csv", "json"):
                with self.subTest(words=words, format=format_):
                    said = other.must(*words, "--format", format_)
                    self.assertEqual(other.run(*words, "--format", format_, environment=VI).out, said)
        self.assertIn("register number of its own", other.must("rejected", "--format", "csv"))
        self.assertIn("số vào sổ riêng", other.run("rejected", environment=VI).out)
        other.file_report(harness.REPORTS / "598-2019.csv")
        office.file_report(office.register([{"form": "QCDC-HUYEN", "period": "2019", "cell": "A01", "value": "77"}],
                                           ["form", "period", "cell", "value"]))
        office.sync()
        other.sync()
        shown = other.run("rejected", environment=VI).out
        self.assertIn("(QCDC-HUYEN) 2019", shown)
        self.assertNotIn("DUPLICATE", shown)
        self.assertIn("DUPLICATE", other.must("rejected", "--format", "csv"))
        self.assertIn("cơ quan báo cáo", other.run("status", environment=VI).out)
        # Headings are written in one way.
        for words in (("report", "list"), ("petition", "list"), ("query",), ("query", "petition_counts"), ("rejected",),
                      ("query", "report_values", "period=2019"), ("catalogue",)):
            headings = re.split("  +", other.run(*words, environment=VI).out.splitlines()[0])
            self.assertEqual([word for word in headings if not word[0].isupper()], [], words)
        self.assertRegex(office.run("petition", "show", "L-1", environment=VI).out, "(?m)^Nội dung +Giá trị +Ngày ")
        unknown = office.register([{"x": "1"}], ["x"])
        for words in ("report", "check"), ("petition", "import"):
            columns = re.search("các cột (?:có|là): ([^;\n]*)", office.run(*words, unknown, environment=VI).err)[1].split(", ")
            self.assertEqual([word for word in columns if not word[0].isupper()], [], words)
        devices = harness.run([harness.QCDCD, "devices", "list", "--data", self.province.data], environment=VI).out
        self.assertIn("Ban Chỉ đạo QCDC Thành ủy Phan Thiết (BCD-593)", devices)
        headings = re.split("  +", devices.splitlines()[0])
        self.assertEqual([word for word in headings if not word[0].isupper()], [])

    # -------- the shell

    def test_completion(self):
        self.assertEqual(complete("qcdc peti"), ["petition"])
        self.assertEqual(sorted(complete("qcdc petition ")),
                         ["add", "assign", "attach", "clock", "columns", "correct", "correct-step", "due", "hand-over", "identity",
                          "import", "imports", "incoming", "list", "move", "next", "queue", "reply", "return", "scan", "scans",
                          "search", "show", "slip", "surges", "take-in", "twins", "unlike", "void"])
        self.assertEqual(complete("qcdc petition list ki"), ["kind="])
        self.assertEqual(complete("qcdc petition list kind=KH"), ["KHIEU_NAI"])
        self.assertIn("settled", complete("qcdc petition list state="))
        self.assertNotIn("kind=", complete("qcdc petition list kind=TO_CAO "))
        self.assertEqual(complete("qcdc petition move 12/KN ACCEPTE"), ["ACCEPTED"])
        self.assertEqual(complete("qcdc status --fo"), ["--format"])
        self.assertEqual(complete("qcdc status --format "), ["table", "csv", "json", "excel"])
        # What the province publishes is known in a home that has it.
        here = f"qcdc --home {self.office.home}"
        self.office.must("status")
        self.assertEqual(complete("qcdc report template QCDC-"), [])
        self.assertIn("QCDC-HUYEN", complete(f"{here} report template QCDC-"))
        self.assertTrue(all(re.fullmatch(r"\d{4}(-H1)?", period) for period in complete(f"{here} report template QCDC-HUYEN ")))
        self.assertTrue(complete(f"{here} report template QCDC-HUYEN 2025"))
        # An office is led to the forms and the periods that it owes, the province to all; of the year that is typed.
        there = f"qcdc --home {self.tinh.home}"
        self.tinh.must("status")
        forms = complete(f"{here} report template ")
        self.assertIn("QCDC-HUYEN", forms)
        self.assertNotIn("QCDC-MTTQ", forms)
        self.assertLessEqual({*forms, "QCDC-MTTQ"}, set(complete(f"{there} query report_totals form=")))
        self.assertEqual(sorted(complete(f"{here} report template QCDC-HUYEN 2012")), ["2012", "2012-H1"])
        # Phan Thiết was one of the districts that ended in 2025, and owes nothing for what came after.
        self.assertEqual(complete(f"{here} report template QCDC-HUYEN 2026"), [])
        self.assertIn("2026-H1", complete(f"{there} query report_totals form=QCDC-HUYEN period=2026"))
        self.assertEqual(sorted(complete(f"{here} report template QCDC-HUYEN 199")), [])
        self.assertEqual(len(complete(f"{here} report template QCDC-HUYEN 201")), 20)
        # What stands for a key or a cell is one of those that there are.
        keys = complete("qcdc query reporting_status ")
        self.assertLessEqual({"form=", "period=", "units=", "as_of=", "limit=", "order="}, set(keys))
        self.assertNotIn("KEY=", keys)
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual(complete("qcdc query reporting_rate by="), ["period", "class", "form", "unit"])
        self.assertEqual(complete("qcdc query petition_counts by=m"), ["month"])
        self.assertEqual(complete("qcdc query report_reviews review=acc"), ["accepted"])
        self.assertEqual(complete("qcdc review list state=re"), ["returned", "reopened"])
        self.assertIn("due_on", complete("qcdc query reporting_status order=d"))
        self.assertEqual(complete("qcdc help query reporting_s"), ["reporting_status"])
        cells = complete(f"{there} review return BCD-593 QCDC-HUYEN 2020-H1 A0")
        self.assertIn("A01=", cells)
        self.assertTrue(all(cell.startswith("A0") and cell.endswith("=") for cell in cells), cells)
        self.assertNotIn("CELL=", complete(f"{there} review return BCD-593 QCDC-HUYEN 2020-H1 "))
        self.assertEqual(complete(f"{there} review show BCD-59"), [f"BCD-59{at}" for at in range(3, 10)])
        self.assertEqual(complete("qcdc query reporting"), ["reporting_rate", "reporting_status"])
        self.assertIn("period=", complete("qcdc query reporting_status "))
        self.assertEqual(complete(f"{here} query report_totals form=QCDC-HUY"), ["QCDC-HUYEN"])
        # A code that was given again is one, and called as it is by now.
        self.assertEqual(complete(f"{here} query report_values unit=2291"), ["22915", "22918"])
        self.assertIn("2020-H1/QCDC-HUYEN/G04", complete(f"{here} explain 2020-H1/QCDC-HUYEN/G0"))
        self.assertEqual(complete("qcdc nonsense "), [])
        self.assertEqual(complete("qcdc help peti"), ["petition"])
        self.assertEqual(complete("qcdc help petition mo"), ["move"])
        folder = harness.new_folder()
        (folder / "so-tay.csv").touch()
        self.assertEqual(complete("qcdc petition import so", folder=folder), ["so-tay.csv"])
        self.assertEqual(complete("qcdcd ver", "qcdcd"), ["verify"])
        self.assertIn("--data", complete("qcdcd verify --", "qcdcd"))
        self.assertEqual(complete("qcdcd status --format ", "qcdcd"), ["table", "json", "prometheus"])
        self.assertEqual(complete("qcdcd invite --role ana", "qcdcd"), ["reporter", "province", "analyst"])

    def test_completion_knows_every_command(self):
        """Help and completion are of one table; what either names is taken."""
        named = {tuple(line.split()[1:3]) for line in harness.run([harness.QCDC, "--help"]).out.splitlines() if line.startswith("  qcdc ")}
        for command in sorted({name for name, *_ in named}):
            self.assertIn(command, complete("qcdc "))
        for words in sorted(named):
            if re.fullmatch("[a-z]+", words[-1]) and len(words) == 2:
                self.assertIn(words[1], complete(f"qcdc {words[0]} "))


    def test_every_usage_is_taken(self):
        """What a usage line says a command takes, the command takes: each key and each option of it, one at a time."""
        nowhere = harness.new_folder() / "nowhere"
        lines = [line.replace(" [-o FILE]", "").replace("--note RULE=", "--note=RULE=").replace("--map HEADING=", "--map=HEADING=").replace("--to NAME", "--to=NAME").split()[1:] for line in harness.run([harness.QCDC, "--help"]).out.splitlines() if line.startswith("  qcdc ")]
        self.assertGreater(len(lines), 10)
        values = {"DAY": "2020-02-03", "N": "3", "STATE": "settled", "KIND": "TO_CAO", "FIELD": "KHAC", "CHANNEL": "BUU_CHINH",
                  "OUTCOME": "DUNG", "SECONDS": "1"}
        taken = 0
        for line in lines:
            words = [word.strip("[]").rstrip("…").strip("[]") for word in line]
            fixed = [word for word in words if "=" not in word and not word.startswith("--") and not re.match(r"(?:table|csv|html)\||SECONDS$", word)]
            given = [word if re.fullmatch("[a-z-]+", word) else "ACCEPTED" if word == "STEP" else "X-1" for word in fixed]
            needed = [word for at, word in enumerate(words) if "=" in word and not line[at].startswith("[") and "KEY" not in word]
            extras = [word for at, word in enumerate(words) if "=" in word and "KEY" not in word and word not in needed]
            extras += [f"{word}={'1' if words[at + 1] == 'SECONDS' else 'html' if words[at + 1].startswith('html') else 'csv'}"
                       if line[at + 1:at + 2] and re.match("table|csv|html|SECONDS", words[at + 1]) else word
                       for at, word in enumerate(words) if word.startswith("--")]
            for extra in extras or [None]:
                filled = [re.sub("=(.*)", lambda found: "=" + values.get(found[1], "1"), word) for word in [*needed, *([extra] if extra else [])]]
                filled = [part for word in filled for part in (word.split("=") if word.startswith("--patience") else [word])]
                with self.subTest(line=" ".join(line), extra=extra):
                    done = harness.run([harness.QCDC, "--home", nowhere, *given, *filled])
                    self.assertNotIn("there is nothing called", done.err)
                    self.assertNotIn("unknown option", done.err)
                    self.assertNotIn("one word too many", done.err)
                    self.assertNotIn("something is missing", done.err)
                    taken += 1
        self.assertGreater(taken, 30)


if __name__ == "__main__":
    harness.main()
