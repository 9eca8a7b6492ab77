"""A device whose keys are under a passphrase: nobody without it speaks for the office, and no moment leaves it without keys."""
import os
import pty
import unittest

import harness
from harness import FlowCase, QCDC, new_folder, petition, run, write_csv


class Sealed(FlowCase):
    def test_by_file(self):
        office = self.province.office("BCD-593")
        secret = new_folder() / "passphrase"
        secret.write_text("đúng là mật khẩu\n")
        secret.chmod(0o600)
        plain = (office.home / "keys").read_bytes()
        os.environ["QCDC_PASSPHRASE_FILE"] = harness.ENVIRONMENT["QCDC_PASSPHRASE_FILE"] = str(secret)
        self.addCleanup(harness.ENVIRONMENT.pop, "QCDC_PASSPHRASE_FILE")
        self.addCleanup(os.environ.pop, "QCDC_PASSPHRASE_FILE")
        command = lambda *words: run([QCDC, "--home", office.home, *words])
        self.assertEqual(command("seal").status, 0)
        self.assertEqual([path.name for path in office.home.iterdir() if "key" in path.name], ["keys.sealed"])
        sealed = (office.home / "keys.sealed").read_bytes()
        for word in plain.split():
            if len(word) >= 64:
                self.assertNotIn(bytes.fromhex(word.decode()), sealed)
        self.assertEqual((office.home / "keys.sealed").stat().st_mode & 0o777, 0o600)
        self.assertEqual(command("seal").status, 1)
        secret.write_text("wrong\n")
        office.import_csv(write_csv(office.folder / "r.csv", [petition("1/KN")]))
        for words in (["sync"], ["unseal"], ["query", "status"]):
            done = command(*words)
            self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
        self.assertEqual((office.home / "keys.sealed").read_bytes(), sealed)
        secret.write_text("đúng là mật khẩu\n")
        secret.chmod(0o644)
        self.assertIn("600", command("sync").err)
        secret.chmod(0o600)
        self.assertEqual(command("sync").status, 0)
        self.assertEqual(self.province.entries(), 1)
        # Cut short before the plain file was gone, and before the sealed one was.
        (office.home / "keys.old").write_bytes(plain)
        self.assertEqual(command("sync").status, 0)
        self.assertFalse((office.home / "keys.old").exists())
        self.assertEqual(command("unseal").status, 0)
        self.assertEqual((office.home / "keys").read_bytes(), plain)
        (office.home / "keys.sealed").write_bytes(sealed)
        self.assertEqual(command("sync").status, 0)
        self.assertEqual(command("seal").status, 0)


    def type_in(self, office, words, lines):
        """What the terminal shows, and the exit status, when LINES are typed at one question after the other."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(QCDC, [str(QCDC), "--home", str(office.home), *words], {**os.environ, **harness.ENVIRONMENT})
        said = b""
        try:
            while True:
                said += os.read(terminal, 1024)
                if lines and said.rstrip(b"\r\n").endswith(b": "):
                    said += b"|"
                    os.write(terminal, lines.pop(0))
        except OSError:
            os.close(terminal)
        return said.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def test_by_hand(self):
        office = self.province.office("BCD-594")
        said, status = self.type_in(office, ["seal"], [b"mot hai\n", b"mot ba\n"])
        self.assertEqual(status, 2, said)
        self.assertTrue((office.home / "keys").exists())
        said, status = self.type_in(office, ["seal"], [b"mot hai\n", b"mot hai\n"])
        self.assertEqual(status, 0, said)
        self.assertNotIn("mot hai", said)
        done = run([QCDC, "--home", office.home, "petition", "list"])
        self.assertEqual(done.status, 0, done)
        self.assertEqual(self.type_in(office, ["sync"], [b"\x03"])[1], 2)
        said, status = self.type_in(office, ["sync"], [b"mot hai\n"])
        self.assertEqual(status, 0, said)
        self.assertNotIn("mot hai", said)
        self.assertEqual(self.type_in(office, ["unseal"], [b"mot hai\n"])[1], 0)
        self.assertFalse((office.home / "keys.sealed").exists())


if __name__ == "__main__":
    unittest.main()
