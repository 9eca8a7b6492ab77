"""The Debian packages: check_package.py CPACK BUILD

Builds them, reads what is in them and what they depend on, and runs what they lay down: installed, where this is root on a Debian on
which nothing of theirs is; else unpacked.  The machine is left as it was; what a run that was killed left there, the next one removes.
"""
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

CPACK, BUILD = sys.argv[1:3]
NAMES = ["qcdc", "qcdc-common", "qcdc-server"]
# Holds the number of the process that has installed them, as long as they are there: what is installed without it is not ours to remove.
INSTALLED = pathlib.Path("/var/tmp/qcdc-packages-of-a-test")


def output(*command, **more):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True,
                          **more).stdout


def has_user():
    try:
        return pwd.getpwnam("qcdc") is not None
    except KeyError:
        return False


def may_install():
    known = subprocess.run(["dpkg-query", "-W", *NAMES], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    return (os.geteuid() == 0 and not known and not has_user() and not pathlib.Path("/var/lib/qcdc").exists()
            and not any(pathlib.Path("/usr/bin", name).exists() for name in ("qcdc", "qcdcd")))


def remove():
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    subprocess.run(["dpkg", "--purge", "--force-remove-reinstreq", *NAMES], **quiet)
    if has_user():
        subprocess.run(["userdel", "qcdc"], **quiet)
    INSTALLED.unlink(missing_ok=True)


def remove_what_was_left():
    """Of a run that was killed; one that goes on removes its own."""
    if os.geteuid() == 0 and INSTALLED.exists() and not pathlib.Path("/proc", INSTALLED.read_text().strip() or "0").exists():
        remove()


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        remove_what_was_left()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.folder.chmod(0o755)
        output(CPACK, "-G", "DEB", "-B", cls.folder / "built", cwd=BUILD)
        cls.files = {output("dpkg-deb", "-f", path, "Package").strip(): path for path in (cls.folder / "built").glob("*.deb")}

    def holds(self, name):
        return {line.split()[5].lstrip(".") for line in output("dpkg-deb", "-c", self.files[name]).splitlines()
                if not line.split()[5].endswith("/")}

    def needs(self, name):
        return output("dpkg-deb", "-f", self.files[name], "Depends")

    def test_contents(self):
        self.assertEqual(sorted(self.files), NAMES)
        client, server, common = (self.holds(name) for name in ("qcdc", "qcdc-server", "qcdc-common"))
        self.assertFalse(client & server or client & common or server & common, "one file in two packages")
        self.assertLessEqual({"/usr/bin/qcdc", "/usr/share/man/man1/qcdc.1", "/usr/share/man/vi/man1/qcdc.1",
                              "/usr/lib/systemd/user/qcdc-sync.timer", "/usr/share/bash-completion/completions/qcdc"}, client)
        self.assertLessEqual({"/usr/bin/qcdcd", "/usr/share/man/man8/qcdcd.8", "/usr/share/man/vi/man8/qcdcd.8",
                              "/usr/lib/systemd/system/qcdcd.service", "/usr/lib/sysusers.d/qcdc.conf"}, server)
        self.assertLessEqual({"/usr/share/locale/vi/LC_MESSAGES/qcdc.mo", "/usr/share/qcdc/proto/DIALOGUE.md"}, common)

    def test_an_office_needs_no_database_and_no_compiler(self):
        self.assertNotRegex(self.needs("qcdc"), r"postgres|libpq|gcc|-dev|build-essential")
        self.assertRegex(self.needs("qcdc"), r"qcdc-common.*libsqlite3")
        for loaded in ("libzip4", "libxlsxwriter4"):  # which nobody is linked with
            self.assertIn(loaded, self.needs("qcdc"))
            self.assertNotIn(loaded, self.needs("qcdc-server"))
        self.assertRegex(self.needs("qcdc-server"), r"postgresql.*libpq5")

    def install(self):
        """Where the programs are then."""
        if not may_install():
            for path in self.files.values():
                output("dpkg-deb", "-x", path, self.folder / "root")
            return self.folder / "root"
        self.addCleanup(remove)
        INSTALLED.write_text(str(os.getpid()))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        output("dpkg", "-i", *self.files.values())
        self.assertTrue(has_user())
        self.assertNotIn("listening", output("ss", "-ltn", "sport", "=", "5590") if shutil.which("ss") else "")
        return pathlib.Path("/")

    def test_what_a_killed_run_left(self):
        if not may_install():
            self.skipTest("qcdc is installed here, or this is not root")
        self.addCleanup(remove)
        ended = subprocess.Popen(["true"])
        ended.wait()
        output("useradd", "--system", "qcdc")
        remove_what_was_left()
        self.assertTrue(has_user(), "what nobody says is a test's own stays")
        INSTALLED.write_text(str(os.getpid()))
        remove_what_was_left()
        self.assertTrue(has_user(), "what is in use stays")
        INSTALLED.write_text(str(ended.pid))
        remove_what_was_left()
        self.assertTrue(may_install(), "something was left behind")

    def test_they_run(self):
        root = self.install()
        qcdc, qcdcd, data = root / "usr/bin/qcdc", root / "usr/bin/qcdcd", self.folder / "province"
        self.assertIn("ExecStart=/usr/bin/qcdcd run", (root / "usr/lib/systemd/system/qcdcd.service").read_text())
        said = output(qcdc, "--help", env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "vi", "LC_MESSAGES": "vi_VN.UTF-8"})
        self.assertIn("qcdc petition import", said)
        output(qcdcd, "init", "--data", data, "--office", "BCD-TINH", "--name", "Ban Chỉ đạo tỉnh", "--unit", "60")
        with subprocess.Popen([qcdcd, "run", "--data", data, "--listen", "tcp://127.0.0.1:*"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as server:
            try:
                endpoint = re.match(r"listening (\S+)", server.stdout.readline())[1]
                center, home = (["--home", self.folder / name] for name in ("center", "home"))

                def join(home, office, role):
                    invitation = self.folder / f"{office}.invite"
                    invitation.touch(mode=0o600)
                    invitation.write_text(subprocess.run([qcdcd, "invite", "--data", data, "--office", office, "--role", role,
                                                          "--endpoint", endpoint], stdout=subprocess.PIPE, text=True, check=True).stdout)
                    output(qcdc, *home, "join", invitation)

                join(center, "BCD-TINH", "province")
                output(qcdc, *center, "publish", root / "usr/share/qcdc/sql/reference")
                output(qcdc, *center, "sync")
                join(home, "BCD-593", "reporter")
                output(qcdc, *home, "petition", "add", "local_no=1/KN", "kind=KIEN_NGHI", "field=THUE", "received_on=2020-03-01")
                self.assertIn("1", output(qcdc, *home, "sync"))
            finally:
                server.terminate()
        self.assertIn("identical", output(qcdcd, "verify", "--data", data))
        if root == pathlib.Path("/"):
            self.assertIn("qcdc", output("man", "-w", "qcdc"))
            remove()
            self.assertTrue(may_install(), "something was left behind")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
