"""A device whose keys are under a passphrase: nobody without it speaks for the office, and no moment leaves it without keys."""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import termios
import unicodedata
import unittest

import nacl.pwhash
import nacl.secret

import harness
from harness import FlowCase, QCDC, new_folder, petition, run, write_csv

SANITIZED = any(name in harness.QCDC.read_bytes() for name in (b"__asan_init", b"__tsan_init"))
CUT = pathlib.Path(QCDC).resolve().parents[1] / "tests" / "cut.so"
MEMORY_KIB = 16 * 1024
SEAL_ROUNDS, SEAL_MEMORY_BYTES = 22, 6 * 1024 * 1024


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
        for words in (["sync"], ["unseal"], ["query", "petition_register"]):
            done = command(*words)
            self.assertEqual((done.status, done.out, done.err.count("\n")), (1, "", 1), done)
            self.assertIn("this is not the passphrase", done.err)
            self.assertIn("the passphrase is missing or wrong", done.err)
        self.assertEqual((office.home / "keys.sealed").read_bytes(), sealed)
        secret.write_text("đúng là mật khẩu\n")
        secret.chmod(0o644)
        self.assertIn("600", command("sync").err)
        secret.chmod(0o600)
        self.assertEqual(command("sync").status, 0)
        self.assertEqual(self.province.entries(), 1)
        done = command("query", "petition_register", "--format", "csv")
        self.assertEqual(done.status, 0, done)
        self.assertIn("1/KN", done.out)
        # Cut short before the plain file was gone, and before the sealed one was.
        (office.home / "keys.old").write_bytes(plain)
        self.assertEqual(command("sync").status, 0)
        self.assertFalse((office.home / "keys.old").exists())
        self.assertEqual(command("unseal").status, 0)
        self.assertEqual((office.home / "keys").read_bytes(), plain)
        self.assertNotIn("cut short", command("status").err)
        (office.home / "keys.sealed").write_bytes(sealed)
        self.assertIn("cut short", command("status").err)
        done = command("sync")
        self.assertEqual(done.status, 0, done)
        self.assertIn("cut short", done.err)
        self.assertEqual(command("seal").status, 0)
        self.assertNotIn("cut short", command("status").err)
        # Open to others, or not what it says it is: refused as plain keys are, and nothing is wiped beside it.
        (office.home / "keys.old").write_bytes(plain)
        for file, mode, right in ((office.home / "keys.sealed", 0o640, 0o600), (office.home, 0o770, 0o700)):
            file.chmod(mode)
            for words in (["sync"], ["petition", "list"]):
                done = command(*words)
                self.assertEqual((done.status, done.err.count("\n") > 0), (1, True), done)
                self.assertIn("chmod", done.err)
            file.chmod(right)
        whole = (office.home / "keys.sealed").read_bytes()
        for damaged in (whole[:-1], b"x" + whole[1:]):
            (office.home / "keys.sealed").write_bytes(damaged)
            self.assertIn("is not a file of sealed keys", command("sync").err)
        self.assertEqual((office.home / "keys.old").read_bytes(), plain)
        (office.home / "keys.sealed").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        self.assertIn("this is not the passphrase", command("sync").err)
        (office.home / "keys.sealed").write_bytes(whole)
        self.assertEqual(command("sync").status, 0)

    def sealable(self, code):
        """An office with something to send, and the environment that names its passphrase's file."""
        office = self.province.office(code)
        secret = new_folder() / "passphrase"
        secret.write_text("mật khẩu\n")
        secret.chmod(0o600)
        office.import_csv(write_csv(office.folder / "r.csv", [petition("1/KN")]))
        return office, {"QCDC_PASSPHRASE_FILE": str(secret)}

    @unittest.skipUnless(CUT.exists(), "a sanitizer comes before every other library")
    def with_passphrase(self, office, text, *words):
        secret = office.folder / "passphrase"
        secret.write_text(text + "\n")
        secret.chmod(0o600)
        return office.run(*words, environment={"QCDC_PASSPHRASE_FILE": str(secret)})

    def test_another_input_method(self):
        """The same words typed composed or with their marks apart are the same passphrase; one of other words is none."""
        office = self.province.office("BCD-597")
        composed = unicodedata.normalize("NFC", "mật khẩu dài 12345")
        apart = unicodedata.normalize("NFD", composed)
        for first, then in ((composed, apart), (apart, composed)):
            self.assertEqual(self.with_passphrase(office, first, "seal").status, 0)
            for text in (then, first):
                done = self.with_passphrase(office, text, "sync")
                self.assertEqual(done.status, 0, done)
            for text in ("mat khau dai 12345", apart + "6", composed[:-1]):
                self.assertIn("this is not the passphrase", self.with_passphrase(office, text, "sync").err)
            self.assertEqual(self.with_passphrase(office, then, "unseal").status, 0)

    def test_sealed_by_an_older_program(self):
        """Keys that were sealed with the very bytes that were typed are opened by either form."""
        office = self.province.office("BCD-598")
        composed = unicodedata.normalize("NFC", "mật khẩu dài 12345")
        apart = unicodedata.normalize("NFD", composed)
        mixed = "mật khẩu " + unicodedata.normalize("NFD", "dài 12345")
        self.assertEqual(self.with_passphrase(office, composed, "seal").status, 0)
        sealed = (office.home / "keys.sealed").read_bytes()
        magic, salt, nonce, box = sealed[:19], sealed[19:35], sealed[35:59], sealed[59:]

        def key(text):
            return nacl.secret.SecretBox(nacl.pwhash.argon2id.kdf(32, text.encode(), salt, SEAL_ROUNDS, SEAL_MEMORY_BYTES))
        keys = key(composed).decrypt(box, nonce)
        for then in (composed, apart, mixed):
            (office.home / "keys.sealed").write_bytes(magic + salt + nonce + key(then).encrypt(keys, nonce).ciphertext)
            for text in {composed, apart, then} - ({composed, apart} if then == mixed else set()):
                done = self.with_passphrase(office, text, "sync")
                self.assertEqual(done.status, 0, done)
        self.assertEqual(self.with_passphrase(office, mixed, "unseal").status, 0)

    def test_killed_at_every_step(self):
        """Before whichever change to the files it is killed: the home works, its keys are those it had, and plain ones lie beside
        sealed ones no longer than until the next command, or every command says so."""
        office, environment = self.sealable("BCD-595")
        command = lambda *words, **more: run([QCDC, "--home", office.home, *words], environment={**environment, **more})
        plain = (office.home / "keys").read_bytes()
        secret = next(line.split()[1] for line in plain.splitlines() if line.startswith(b"sign-secret"))
        files = lambda: {path.name for path in office.home.iterdir() if path.name.startswith("keys")}
        seen = set()
        for verb, undo in (("seal", "unseal"), ("unseal", "seal")):
            for at in range(1, 40):
                done = command(verb, LD_PRELOAD=str(CUT), CUT_AT=str(at))
                if done.status == 0:
                    break
                self.assertEqual(done.status, -signal.SIGKILL, done)
                left = files()
                seen.add((verb, *sorted(left)))
                done = command("status")
                self.assertEqual(done.status, 0, done)
                self.assertEqual("cut short" in done.err, left >= {"keys", "keys.sealed"}, (verb, at, left, done))
                self.assertLessEqual(files(), {"keys", "keys.sealed", "keys.sealed.new"}, (verb, at))
                with_secret = {path.name for path in office.home.iterdir() if path.is_file() and secret in path.read_bytes()}
                self.assertEqual(with_secret, files() & {"keys"}, (verb, at))
                done = command("sync")
                self.assertEqual(done.status, 0, done)
                # Back to where it began, whichever way it went.
                if "keys" not in files() or "keys.sealed" in files():
                    self.assertEqual(command("unseal").status, 0)
                self.assertEqual((office.home / "keys").read_bytes(), plain)
                self.assertNotIn("keys.sealed", files())
                if undo == "seal":
                    self.assertEqual(command("seal").status, 0)
            else:
                self.fail("it never came to its end")
            self.assertGreater(at, 5)
        # The moments that are feared were among them.
        for verb in ("seal", "unseal"):
            self.assertIn((verb, "keys", "keys.sealed"), seen)
        self.assertIn(("seal", "keys.old", "keys.sealed"), seen)
        self.assertIn(("unseal", "keys.new", "keys.sealed"), seen)
        self.assertEqual(files(), {"keys"})

    def test_by_night(self):
        """The service of systemd reads the passphrase where its unit says."""
        office, environment = self.sealable("BCD-596")
        self.assertEqual(run([QCDC, "--home", office.home, "seal"], environment=environment).status, 0)
        unit = (harness.SOURCE / "client" / "qcdc-sync.service").read_text()
        name, value = re.search(r"^Environment=(\w+)=(.*)$", unit, re.M).groups()
        words = re.search(r"^ExecStart=\S+/qcdc (.*)$", unit, re.M).group(1).split()
        folder = new_folder()
        night = lambda: subprocess.run([QCDC, "--home", office.home, *words], env={**harness.ENVIRONMENT, name: value.replace("%E", str(folder))},
                                       stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True, check=False)
        done = night()
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done)
        self.assertIn(f"{folder}/qcdc/passphrase", done.stderr)
        (folder / "qcdc").mkdir()
        pathlib.Path(environment["QCDC_PASSPHRASE_FILE"]).rename(folder / "qcdc" / "passphrase")
        self.assertEqual(night().returncode, 0)
        self.assertEqual(office.journal("select count(*) from segment"), [(1,)])
        # As systemd lays down a credential: not even the owner may write.
        (folder / "qcdc" / "passphrase").chmod(0o400)
        (folder / "qcdc").chmod(0o500)
        self.assertEqual(night().returncode, 0)
        # Without the variable there is nobody to ask.
        done = subprocess.run([QCDC, "--home", office.home, "sync"], env=harness.ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, start_new_session=True, check=False)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("QCDC_PASSPHRASE_FILE", done.stderr)

    @unittest.skipIf(SANITIZED, "a sanitizer has its own memory")
    def test_memory(self):
        """Sealing, and a whole sync that opens the keys, within what the client may take."""
        office, environment = self.sealable("BCD-597")
        for words in (["seal"], ["sync"], ["unseal"]):
            with subprocess.Popen([QCDC, "--home", office.home, *words], env={**harness.ENVIRONMENT, **environment},
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
                used = 0
                # What a child used before it became qcdc is this script's, so the figure is read while it runs; it only ever grows.
                while process.poll() is None:
                    found = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())
                    used = int(found.group(1)) if found else used
                print(f"{words[0]}: {used} KiB", flush=True)
                self.assertEqual(process.returncode, 0)
                self.assertIn(used, range(8 * 1024, MEMORY_KIB), words)

    def type_in(self, office, words, lines):
        """What the terminal shows, and the exit status, when LINES are typed at one question after the other."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(QCDC, [str(QCDC), "--home", str(office.home), *words], {**os.environ, **harness.ENVIRONMENT})
        said = b""
        try:
            while True:
                # What is typed before the question stands there whole is thrown away by it.
                if not select.select([terminal], [], [], harness.TIMEOUT_S)[0]:
                    os.kill(pid, signal.SIGKILL)
                    self.fail(f"nothing came any more after {said}")
                said += os.read(terminal, 1024)
                if lines and said.endswith((b"assphrase: ", b"once more: ")):
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
        self.assertEqual(self.type_in(office, ["sync"], [b"\x03"])[1], -signal.SIGINT)
        said, status = self.type_in(office, ["sync"], [b"mot hai\n"])
        self.assertEqual(status, 0, said)
        self.assertNotIn("mot hai", said)
        self.assertEqual(self.type_in(office, ["unseal"], [b"mot hai\n"])[1], 0)
        self.assertFalse((office.home / "keys.sealed").exists())

    def test_echo_comes_back(self):
        """However the program is ended while it asks, by a signal or from the keyboard: the terminal shows what is typed again."""
        office, _ = self.sealable("BCD-598")
        for how in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, b"\x03", b"\x1c", b"\x04", b"\n"):
            with self.subTest(how=how):
                terminal, line = pty.openpty()
                echoes = lambda: bool(termios.tcgetattr(line)[3] & termios.ECHO)
                # Whoever runs the tests under nohup has SIGHUP ignored, which the program leaves so.
                process = subprocess.Popen(["env", "--default-signal=HUP", "setsid", "--ctty", "--wait", str(QCDC), "--home", str(office.home),
                                            "seal"], stdin=line, stdout=line, stderr=line, env=harness.ENVIRONMENT)
                said = b""
                while b"passphrase:" not in said:
                    said += os.read(terminal, 1024)
                self.assertFalse(echoes())
                if isinstance(how, bytes):
                    os.write(terminal, how)
                else:
                    asker, = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split() or [process.pid]
                    os.kill(int(asker), how)
                process.wait(harness.TIMEOUT_S)
                self.assertNotEqual(process.returncode, 0)
                self.assertTrue(echoes(), how)
                self.assertTrue((office.home / "keys").exists())
                os.close(line)
                os.close(terminal)

    def test_stopped_while_it_asks(self):
        """Whom Ctrl-Z only stops is asked again."""
        office, _ = self.sealable("BCD-599")
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(QCDC, [str(QCDC), "--home", str(office.home), "seal"], {**os.environ, **harness.ENVIRONMENT})

        def wait_for(question):
            said = b""
            while question not in said:
                said += os.read(terminal, 1024)

        wait_for(b"New passphrase:")
        # There is no shell here that would let it go on, so the system does not stop it in the first place.
        os.kill(pid, signal.SIGTSTP)
        for question in (b"New passphrase:", b"once more:"):
            wait_for(question)
            os.write(terminal, b"mot hai\n")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)
        self.assertTrue((office.home / "keys.sealed").exists())
        os.close(terminal)


if __name__ == "__main__":
    unittest.main()
