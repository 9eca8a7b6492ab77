"""A province on one machine, from nothing to its figures: what ./run demo shows.  demo.py [--keep | --remove]

A provincial server with its own PostgreSQL; ten districts, the Front, the provincial office and an analyst join by
invitation.  The districts file three reports each and hand in their registers of petitions, all synchronise at once, and
the province asks for its figures, first without the island district, which has no line yet, then with it.  Every figure
of interest is held against one that was counted without these programs; a difference ends the demonstration with
status 1.  Everything lies in one folder, which is named.  --keep leaves the server up; --remove takes the folder away after
success.  It speaks the language of the locale, as the programs do, from their catalogue.
"""
import collections
import concurrent.futures
import csv
import gettext
import gzip
import html
import io
import locale
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from places import BIN, QCDC, QCDCD, SOURCE

TESTS_DATA = SOURCE / "tests" / "data"
WHOLE = SOURCE.parent / "shared" / "data"  # all of the petitions, where somebody has them
TENTH = os.environ.get("QCDC_SAMPLE") == "tenth" and os.environ.get("QCDC_SLOW") != "1"  # a test that is not for ./run soak
PETITIONS = (WHOLE if not TENTH and (WHOLE / "boston-311" / "expected.csv").is_file() else TESTS_DATA) / "boston-311"
REPORTS = TESTS_DATA / "sample-reports"
DENUNCIATIONS = TESTS_DATA / "sample-denunciations.csv"

DISTRICTS = [f"BCD-{code}" for code in range(593, 603)]
FRONT, PROVINCE, ISLAND = "MTTQ-TINH", "BCD-TINH", "BCD-602"
FOUNDING = ("--office", PROVINCE, "--name", "Ban Chỉ đạo thực hiện QCDC ở cơ sở tỉnh", "--unit", "60", "--unit-name", "Tỉnh Bình Thuận")
SAMPLE = SOURCE / "sql" / "reference"
PERIODS = ["2019-H1", "2019", "2020-H1"]
NOW = "2020-H1"


def language():
    """The catalogue of the user's language.  gettext would take any language that is named, the C library, and so the programs,
    only where the locale is there and is not plain C."""
    try:
        if locale.setlocale(locale.LC_MESSAGES, "") not in ("C", "POSIX"):
            return gettext.translation("qcdc", os.environ.get("QCDC_LOCALEDIR") or BIN.parent / "locale", fallback=True)
    except locale.Error:
        pass
    return gettext.NullTranslations()


_ = language().gettext


# The cells that are shown; what they mean stands beside them.
CELLS = "G02 G03 G04 C10 C10.KHIEU_NAI C10.TO_CAO C10.KIEN_NGHI C10.PHAN_ANH C14 B07 B08 B11".split()
WITHOUT_ISLAND = "47.27"  # 130 of 275 conferences; with the island's 1 of 3 it is 131 of 278: 47.12


class Wrong(Exception):
    """Something that had to succeed did not, or a figure is not what it must be."""


def say(text=""):
    print(text, flush=True)


def title(text):
    say(f"\n— {text}")


def run(program, *words):
    """Standard output of a command that must succeed."""
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Wrong(_("{command}: status {status}\n{output}").format(
            command=f"{program.name} {' '.join(map(str, words))}", status=done.returncode,
            output=done.stdout + done.stderr).rstrip())
    return done.stdout


class Demo:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-demo-", dir=os.environ.get("TMPDIR") or "/tmp"))
        self.folder.chmod(0o755)  # root's server runs as postgres, which must be able to pass
        for name in ("homes", "invitations", "petitions"):
            (self.folder / name).mkdir()
        self.server = None
        self.checked = 0

    # -------- the server

    def start(self):
        run(QCDCD, "init", "--data", self.folder / "province", *FOUNDING)
        with open(self.folder / "server.log", "ab") as log:
            # A session of its own, so that an interrupt at the keyboard leaves it to us to stop it in order.
            self.server = subprocess.Popen([QCDCD, "run", "--data", self.folder / "province", "--listen",
                                            "tcp://127.0.0.1:*"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                           stderr=log, start_new_session=True)
        ready, _, _ = select.select([self.server.stdout], [], [], 300)
        line = self.server.stdout.readline().decode() if ready else ""
        if not line.startswith("listening "):
            raise Wrong(_("the server does not start:\n{log}").format(log=(self.folder / "server.log").read_text()))
        self.endpoint = line.split()[1]

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(timeout=300)

    # -------- the offices

    def home(self, name):
        return self.folder / "homes" / name

    def qcdc(self, name, *words):
        return run(QCDC, "--home", self.home(name), *words)

    def invite(self, *words):
        return run(QCDCD, "invite", "--data", self.folder / "province", "--endpoint", self.endpoint, *words)

    def join(self, name, office, role):
        invitation = self.folder / "invitations" / name
        invitation.touch(mode=0o600)  # whoever reads it can join in the office's place
        invitation.write_text(self.invite("--office", office, "--role", role))
        self.qcdc(name, "join", invitation)

    def fill(self, office):
        """A clerk's work, without a line: three reports, and a district's register of petitions."""
        short = "MTTQ" if office == FRONT else office.removeprefix("BCD-")
        for period in PERIODS:
            self.qcdc(office, "report", "file", REPORTS / f"{short}-{period}.csv")
        if office == FRONT:
            return
        plain = self.folder / "petitions" / f"{short}.csv"
        with gzip.open(PETITIONS / f"{short}.csv.gz", "rb") as packed, open(plain, "wb") as file:
            shutil.copyfileobj(packed, file)
        self.qcdc(office, "petition", "import", plain, "--confirm-names", "--new")
        if office == DISTRICTS[0]:
            self.qcdc(office, "petition", "import", DENUNCIATIONS)

    def sync(self, names):
        """All at the same time.  Seconds until the last one has finished."""
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(lambda name: self.qcdc(name, "sync"), names))
        return time.monotonic() - begin

    # -------- the figures

    def ask(self, *words, who="analyst"):
        """The rows of a query, as dicts."""
        return list(csv.DictReader(io.StringIO(self.qcdc(who, "query", *words, "--format", "csv"))))

    def show(self, *words, only=None, who="analyst"):
        """A query's table as a person sees it; ONLY these rows, by their first word."""
        say(f"\n$ qcdc query {' '.join(words)}")
        lines = [line for number, line in enumerate(self.qcdc(who, "query", *words).splitlines())
                 if not only or number == 0 or (line.split() or [""])[0] in only]
        # A table is as wide as all of its rows: blanks that only rows left out here need go with them.
        blank = "".join(" " if all(line[at:at + 1] in ("", " ") for line in lines) else "x" for at in range(max(map(len, lines))))
        wide = max(re.finditer(" +", blank), key=lambda run: len(run.group()))
        lines = [line[:wide.start() + 2] + line[wide.end():] for line in lines] if only else lines
        for line in lines:
            say(f"  {line}")

    def check(self, what, found, expected):
        if found != expected:
            raise Wrong(_("{what}: the programs say {found}, counted without them it is {expected}").format(
                what=what, found=found, expected=expected))
        self.checked += 1


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_totals(demo, offices):
    """The province's figures are those counted independently, less what the island alone reports when it is missing."""
    totals = {row["cell"]: row for row in demo.ask("report_totals", "form=QCDC-HUYEN", f"period={NOW}", who=PROVINCE)}
    expected = {row["figure"]: row["value"] for row in read_csv(REPORTS / "expected.csv") if row["period"] == NOW}
    if ISLAND not in offices:
        own = collections.Counter()
        for row in read_csv(REPORTS / f"602-{NOW}.csv"):
            if row["value"].isdecimal():
                for cell in {row["cell"], row["cell"].split(".")[0]}:
                    own[cell] += int(row["value"])
        expected = {cell: str(int(value) - own[cell]) for cell, value in expected.items() if value.isdecimal()}
        expected["G04"] = WITHOUT_ISLAND
    for cell, value in expected.items():
        demo.check(cell, totals[cell]["value"], value)
        demo.check(_("offices in {cell}").format(cell=cell), (totals[cell]["reported"], totals[cell]["expected"]),
                   (str(len(offices)), "10"))


def check_petitions(demo, offices):
    """Petitions by kind and month are those counted independently, row by row; an analyst is told of no single denunciation."""
    units = {office.removeprefix("BCD-") for office in offices}
    expected = collections.Counter()
    for row in read_csv(PETITIONS / "expected.csv"):
        if row["unit"] in units:
            expected[row["kind"], row["received_month"], "received"] += int(row["received"])
            expected[row["kind"], row["received_month"], "settled"] += int(row["settled"])
    for row in read_csv(DENUNCIATIONS):
        expected[row["kind"], row["received_on"][:7], "received"] += 1
        expected[row["kind"], row["received_on"][:7], "settled"] += bool(row["settled_on"])
    found = collections.Counter()
    for row in demo.ask("petition_counts", "by=kind,month", who=PROVINCE):
        for what in ("received", "settled"):
            found[row["kind"], row["month"], what] = int(row[what])
    demo.check(_("petitions by kind and month"), +found, +expected)
    return sum(count for (_, _, what), count in expected.items() if what == "received")


def check_missing(demo, missing):
    rows = demo.ask("reporting_status", f"period={NOW}", "form=QCDC-HUYEN")
    demo.check(_("offices that have not reported"), [row["office"] for row in rows if row["state"] == "missing"], missing)


def comma(number, how=".2f"):
    return f"{number:{how}}".replace(".", ",")


def demonstrate(demo):
    title(_("A province is founded"))
    demo.start()
    say(_("The server listens at {endpoint}, with a PostgreSQL of its own.").format(endpoint=demo.endpoint))

    title(_("Its provincial office publishes what it is made of: units, offices, forms, rules"))
    demo.join(PROVINCE, PROVINCE, "province")
    say("\n$ qcdc publish sql/reference")
    say(f"  {demo.qcdc(PROVINCE, 'publish', SAMPLE).splitlines()[-1]}")
    demo.qcdc(PROVINCE, "sync")

    title(_("Thirteen devices join by invitation"))
    demo.invite("--all", "--into", demo.folder / "offices")
    for office in (*DISTRICTS, FRONT):
        demo.qcdc(office, "join", demo.folder / "offices" / f"{office}.invite")
    demo.join("analyst", PROVINCE, "analyst")
    say(_("{offices} and an analyst.").format(offices=", ".join([*DISTRICTS, FRONT, PROVINCE])))

    title(_("The offices work, without a line: reports of three periods, and their registers of petitions"))
    first = [office for office in (*DISTRICTS, FRONT) if office != ISLAND]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(demo.fill, first))
    say(_("All but {island}, the island, which has no line yet.").format(island=ISLAND) +
        ("" if PETITIONS.parent == WHOLE else " " + _("Registers: a tenth of the sample.")))

    title(_("All synchronise at the same time, encrypted"))
    seconds = demo.sync([*first, PROVINCE])
    districts = [office for office in first if office != FRONT]
    petitions = check_petitions(demo, districts)
    say(_("{reports} reports and {petitions} petitions of {offices} offices: sent, judged, stored and acknowledged in {seconds} "
          "seconds.").format(reports=len(first) * len(PERIODS), petitions=petitions, offices=len(first),
                             seconds=comma(seconds, ".1f")))

    title(_("The province asks"))
    demo.show("reporting_status", f"period={NOW}", "form=QCDC-HUYEN")
    check_missing(demo, [ISLAND])
    demo.show("report_totals", f"period={NOW}", "form=QCDC-HUYEN", only=CELLS, who=PROVINCE)
    check_totals(demo, districts)
    demo.show("petition_counts", "by=kind,month", who=PROVINCE)

    title(_("The island gets its line: {island} files, imports, synchronises").format(island=ISLAND))
    demo.fill(ISLAND)
    demo.sync([ISLAND])
    demo.show("report_totals", f"period={NOW}", "form=QCDC-HUYEN", only=("G04", "C14"), who=PROVINCE)
    check_missing(demo, [])
    check_totals(demo, DISTRICTS)
    rate, change = (float(row["value"]) for wanted in ("G04", "C14")
                    for row in demo.ask("report_totals", f"period={NOW}", "form=QCDC-HUYEN", who=PROVINCE) if row["cell"] == wanted)
    # xgettext:no-python-format
    say(_("Of the enterprises that have to hold a workers' conference, {rate} % did; petitions: {change} % on the same "
          "period.").format(rate=comma(rate), change=comma(change, "+.2f")))
    check_petitions(demo, DISTRICTS)

    title(_("Where does a figure come from?"))
    say(f"\n$ qcdc explain {NOW}/QCDC-HUYEN/G04")
    for line in demo.qcdc("analyst", "explain", f"{NOW}/QCDC-HUYEN/G04").splitlines():
        say(f"  {line}")

    title(_("Does everything agree with the journals?"))
    say("\n$ qcdcd verify")
    for line in run(QCDCD, "verify", "--data", demo.folder / "province").splitlines():
        say(f"  {line}")

    title(_("The brief of the half-year"))
    brief = demo.folder / f"brief-{NOW}.html"
    say(f"\n$ qcdc brief {NOW} -o {brief}")
    demo.qcdc(PROVINCE, "brief", NOW, "-o", brief)
    sentences = html.unescape(re.sub("<sup>[0-9]+</sup>|<[^>]+>", "", brief.read_text(encoding="utf-8"))).replace("\u00a0", " ")
    for figure in ("47,12 %", "131/278", "+16,43 %"):
        demo.check(_("{figure} in the brief").format(figure=figure), figure in sentences, True)
    for line in sentences.splitlines():
        if "131/278" in line or "+16,43 %" in line:
            say(f"  {line}")


def farewell(demo, how):
    say("\n" + _("All {count} figures checked are those counted without these programs.").format(count=demo.checked))
    if how != "--keep":
        demo.stop()
        if how == "--remove":
            shutil.rmtree(demo.folder)
            return
        say(_("The server is stopped. Its data and the homes of the offices are in {folder}").format(folder=demo.folder))
        return
    say("\n" + _("The server goes on: process {pid}, {endpoint}").format(pid=demo.server.pid, endpoint=demo.endpoint))
    words = {_("ask it"): f"{BIN}/qcdc --home {demo.home('analyst')} query",
             _("be an office"): f"{BIN}/qcdc --home {demo.home(DISTRICTS[0])} status",
             _("look inside"): f"{BIN}/qcdcd status --data {demo.folder}/province",
             _("stop it"): f"kill {demo.server.pid}",
             _("remove it all"): f"rm -rf {demo.folder}"}
    width = max(map(len, words)) + 4
    for what, command in words.items():
        say(f"  {what:<{width}}{command}")


def interrupted(number, frame):
    raise KeyboardInterrupt


def main():
    how = "".join(sys.argv[1:])
    if how not in ("", "--keep", "--remove"):
        sys.exit(_("usage: demo.py [--keep | --remove]"))
    for program in (QCDCD, QCDC):
        if not os.access(program, os.X_OK):
            sys.exit(_("{program} is missing: ./run build makes it").format(program=program))
    signal.signal(signal.SIGTERM, interrupted)
    demo = Demo()
    say(_("The data of this demonstration: {folder}").format(folder=demo.folder))
    try:
        demonstrate(demo)
        farewell(demo, how)
    except Wrong as wrong:
        demo.stop()
        sys.exit(f"\ndemo: {wrong}\n" + _("The server's log is {path}").format(path=demo.folder / "server.log"))
    except BaseException:
        demo.stop()
        raise


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\ndemo: " + _("interrupted; the server is stopped"))
