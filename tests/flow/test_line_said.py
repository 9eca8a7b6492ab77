"""What is said of the line while somebody waits for it, and of long work while it goes on."""
import os
import pty
import select
import shutil
import subprocess

import harness
from harness import ENVIRONMENT, FlowCase, Office, petition


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
        copies = [Office(self.province, "BCD-593") for _ in range(2)]
        for copy in copies:
            shutil.copytree(self.office.home, copy.home)
        asked = ((self.office, ("sync",)), (copies[0], ("query", "petition_counts")), (new, ("join", self.invitation)),
                 (copies[1], ("explain", "2020-H1/QCDC-HUYEN/G04")))
        for _, done in harness.finish_all([(words, office.start(*words, "--patience", "4")) for office, words in asked]):
            self.assertEqual((done.status, done.out), (75, ""), done)
            lines = done.err.splitlines()
            self.assertEqual(len(lines), 2, done.err)
            self.assertIn(f"no answer from {self.province.endpoint} yet; trying for", lines[0])
            self.assertIn(self.province.endpoint, lines[1])
        # Quick commands and quiet ones say the one line only.
        self.assertEqual(len(self.office.run("sync", "--patience", "1").err.splitlines()), 1)
        self.assertEqual(len(self.office.run("sync", "--quiet", "--patience", "4").err.splitlines()), 1)

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
        self.assertIn("reading rows: ", on_a_terminal(office.command("petition", "import", register, "--confirm-names"))[1])
        status, said = on_a_terminal(office.command("sync"))
        self.assertEqual(status, 0)
        self.assertIn("connecting to", said)
        self.assertTrue(said.endswith("\r\x1b[K"), said)
        # Standard error that is no terminal stays empty.
        self.assertEqual(office.run("sync").err, "")
        verify = [harness.QCDCD, "verify", "--data", self.province.data]
        status, said = on_a_terminal(verify)
        self.assertEqual(status, 0)
        self.assertIn("going through the entries: ", said)
        self.assertTrue(said.endswith("\r\x1b[K"), said)


if __name__ == "__main__":
    harness.main()
