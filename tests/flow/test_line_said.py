"""What is said of the line while somebody waits for it, and of clocks that disagree."""
import datetime
import os
import pathlib
import pty
import re
import select
import socket
import subprocess

import harness
from harness import ENVIRONMENT, FlowCase, Office, petition

FAKETIME = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


def on_a_terminal(command):
    """Runs COMMAND with standard error on a terminal: its status and what stood there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
                               env=ENVIRONMENT)
    os.close(theirs)
    said = b""
    while True:
        try:
            ready, _, _ = select.select([ours], [], [], harness.TIMEOUT_S)
            data = os.read(ours, 4096) if ready else b""
        except OSError:
            data = b""
        if not data:
            break
        said += data
    os.close(ours)
    return process.wait(harness.TIMEOUT_S), said.decode()


class Waiting(FlowCase):
    """A server that is not there: who waits is told, once, and the command ends with 75."""

    def setUp(self):
        self.office = self.province.office("BCD-593")
        self.office.import_rows([petition("1/KN")])
        self.invitation = self.province.invite("BCD-594")
        self.province.stop()
        self.addCleanup(self.province.start)

    def test_told_before_it_ends(self):
        new = Office(self.province, "BCD-594")
        for office, words in ((self.office, ("sync",)), (self.office, ("query", "petition_counts")), (new, ("join", self.invitation)),
                              (self.office, ("explain", "2020-H1/QCDC-HUYEN/G04"))):
            done = office.run(*words, "--patience", "5")
            self.assertEqual((done.status, done.out), (75, ""), done)
            lines = done.err.splitlines()
            self.assertEqual(len(lines), 2, done.err)
            self.assertIn(f"no answer from {self.province.endpoint} yet; trying for", lines[0])
            self.assertIn(self.province.endpoint, lines[1])
        # Quick commands and quiet ones say the one line only.
        self.assertEqual(len(self.office.run("sync", "--patience", "1").err.splitlines()), 1)
        self.assertEqual(len(self.office.run("sync", "--quiet", "--patience", "5").err.splitlines()), 1)

    def test_told_at_once_on_a_terminal(self):
        status, said = on_a_terminal(self.office.command("sync", "--patience", "1"))
        self.assertEqual(status, 75)
        self.assertTrue(said.lstrip("\r\033[K").startswith(f"connecting to {self.province.endpoint}"), said)
        # The line of progress is gone before the message stands there.
        self.assertRegex(said, r"\r\x1b\[Kqcdc: ")

    def test_patience_is_a_number_of_seconds(self):
        for words in (("sync",), ("query", "petition_counts"), ("join", self.invitation)):
            for wrong in ("0", "x", "3601", "-1", "1.5"):
                self.assertEqual(self.office.run(*words, "--patience", wrong).status, 2)


class Progress(FlowCase):
    def test_long_work_shows_it(self):
        office = self.province.office("BCD-595")
        register = office.register([petition(f"{i}/KN") for i in range(300)])
        self.assertIn("reading rows: ", on_a_terminal(office.command("petition", "import", register))[1])
        status, said = on_a_terminal(office.command("sync"))
        self.assertEqual(status, 0)
        self.assertIn("connecting to", said)
        self.assertTrue(said.endswith("\r\x1b[K"), said)
        # Standard error that is no terminal stays empty.
        self.assertEqual(office.run("sync").err, "")


class Clocks(FlowCase):
    """The client's clock is wrong: sync says by how much, once, and succeeds; the desk says by which clock it judges."""

    def setUp(self):
        if not FAKETIME:
            self.fail("Debian's package libfaketime is missing; ./run test installs it")

    def at(self, office, moment, *words):
        return office.run(*words, environment={"LD_PRELOAD": str(FAKETIME), "FAKETIME": moment, "FAKETIME_DONT_FAKE_MONOTONIC": "1"})

    def test_behind_and_ahead(self):
        office = self.province.office("BCD-596")
        today = datetime.datetime.utcnow()
        for moment, words in ((f"@{today.year - 20}-01-01 00:10:00", r"20 years behind .*01/01/%d 07:10" % (today.year - 20)),
                              (f"@{today.year + 7}-12-31 00:10:00", r"[78] years ahead .*31/12/%d 07:10" % (today.year + 7)),
                              ("-2h", r"1[12]\d minutes behind"), ("+3d", r"(3 days|7[12] hours) ahead")):
            done = self.at(office, moment, "sync")
            self.assertEqual(done.status, 0, done)
            self.assertEqual(len(done.err.splitlines()), 1, done)
            self.assertRegex(done.err, "this computer's clock is " + words)
        for moment in ("-9m", "+9m"):
            self.assertEqual(self.at(office, moment, "sync").err, "")
        self.assertEqual(office.run("sync").err, "")

    def test_a_day_that_has_not_come(self):
        office = self.province.office("BCD-597")
        row = office.register([petition("1/KN", received_on="2020-06-11")])
        done = self.at(office, "@2000-01-01 00:10:00", "petition", "import", row)
        self.assertEqual(done.status, 1, done)
        self.assertRegex(done.err, r"has not come yet; by this computer's clock it is 01/01/2000")
        # Once a sync has compared them, it is said that the clock is wrong.
        self.at(office, "@2000-01-01 00:10:00", "sync")
        done = self.at(office, "@2000-01-01 00:10:00", "petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI",
                       "received_on=2020-06-11")
        self.assertEqual(done.status, 1, done)
        self.assertRegex(done.err, r"by this computer's clock it is 01/01/2000, \d\d years behind the province's")
        office.must("sync")
        office.import_csv(row)


if __name__ == "__main__":
    harness.main()
