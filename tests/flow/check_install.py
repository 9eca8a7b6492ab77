"""What `cmake --install` lays down: check_install.py CMAKE BUILD PREFIX

Installs into an empty folder, starts what it finds there, reads the manual pages for slips and for commands that they
forget, and has systemd look at its units.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CMAKE, BUILD, PREFIX = sys.argv[1:4]
EXPECTED = """
bin/qcdc bin/qcdcd
share/man/man1/qcdc.1 share/man/man8/qcdcd.8 share/man/vi/man1/qcdc.1 share/man/vi/man8/qcdcd.8
share/bash-completion/completions/qcdc share/bash-completion/completions/qcdcd
share/qcdc/proto/wire.proto share/qcdc/proto/facts.proto share/qcdc/proto/DIALOGUE.md
share/qcdc/sql/schema/001_journal.sql share/qcdc/sql/queries/report_totals.sql share/qcdc/sql/reference/forms.csv
share/locale/vi/LC_MESSAGES/qcdc.mo
lib/systemd/system/qcdcd.service lib/systemd/user/qcdc-sync.service lib/systemd/user/qcdc-sync.timer
lib/sysusers.d/qcdc.conf
""".split()


def synopsis(manual):
    """The command lines of a manual's synopsis, as the help has them."""
    lines = []
    for line in manual.split(".Sh SYNOPSIS\n")[1].split(".Sh ")[0].replace(".Nm\n.Op Fl Fl home Ar", "\f").split("\f")[1:]:
        words = []
        for macro in line.splitlines()[1:]:
            text = re.sub(r"\bFl Fl ", "--", re.sub(r"\bFl o\b", "-o", macro.removeprefix(".")))
            text = re.sub(r"(?<!\S)(Cm|Ar) ", "", text).replace(" Ns = Ns ", "=").replace(" Ns …", "…").replace(" | ", "|")
            depth = len(re.findall(r"(?<!\S)Op ", text))
            words.append(re.sub(r"(?<!\S)Op ", "[", text) + "]" * depth)
        lines.append(" ".join(words))
    return lines


def output(*command, **more):
    """What a command says, both ways, and its status."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, env={**os.environ, "LC_ALL": "C.UTF-8", **more})
    return done.returncode, done.stdout


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-install-"))
        subprocess.run([CMAKE, "--install", BUILD], env={**os.environ, "DESTDIR": str(cls.folder)}, check=True,
                       stdout=subprocess.DEVNULL)
        cls.root = cls.folder / PREFIX.lstrip("/")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_everything_is_there(self):
        self.assertEqual([name for name in EXPECTED if not (self.root / name).is_file()], [])

    def test_nothing_is_from_the_machine_that_built_it(self):
        for path in self.root.rglob("*"):
            if path.is_file() and path.parent.name != "bin":
                self.assertNotIn(BUILD.encode(), path.read_bytes(), path)

    def test_programs_start(self):
        for program in ("qcdc", "qcdcd"):
            for word in ("--help", "--version"):
                status, said = output(self.root / "bin" / program, word)
                self.assertEqual(status, 0, said)
                self.assertIn(program, said)

    def test_manuals_are_clean(self):
        for page in ("man1/qcdc.1", "man8/qcdcd.8", "vi/man1/qcdc.1", "vi/man8/qcdcd.8"):
            path = self.root / "share/man" / page
            self.assertEqual(output("groff", "-K", "utf8", "-ww", "-mdoc", "-Tutf8", "-z", path), (0, ""))
            if shutil.which("mandoc"):
                self.assertEqual(output("mandoc", "-Tlint", "-Wwarning", path), (0, ""))

    def test_manuals_know_every_command_and_option(self):
        """In both languages."""
        _, clients = output(self.root / "bin/qcdc", "--help")
        commands = set(re.findall(r"^  qcdc ([a-z]+)(?: ([a-z]+)\b)?", clients, re.MULTILINE))
        self.assertGreater(len(commands), 10)
        options = set(re.findall(r"--([a-z-]+)", clients)) | {"help"}
        keys = set(re.findall(r"\b([a-z_]+)=[A-Z1]", clients))
        self.assertIn("received_on", keys)
        _, servers = output(self.root / "bin/qcdcd", "--help")
        server_commands = re.findall(r"^  ([a-z]+) ", servers, re.MULTILINE)
        self.assertGreater(len(server_commands), 5)
        for folder in ("man", "man/vi"):
            manual = (self.root / "share" / folder / "man1/qcdc.1").read_text(encoding="utf-8")
            for command in commands:
                self.assertRegex(manual, rf"(?m)^\.It Cm {' '.join(filter(None, command))}\b", folder)
            self.assertEqual(set(re.findall(r"Fl Fl ([a-z-]+)", manual)), options, folder)
            for key in keys:
                self.assertRegex(manual, rf"(?m)\b{key}\b", folder)
            manual = (self.root / "share" / folder / "man8/qcdcd.8").read_text(encoding="utf-8")
            for command in (*server_commands, "help"):
                self.assertRegex(manual, rf"(?m)^\.It Cm {command}\b", folder)
                status, said = output(self.root / "bin/qcdcd", *(["help"] if command == "help" else [command, "--help"]))
                self.assertEqual(status, 0, said)
                for option in re.findall(r"^  --([a-z-]+)", said, re.MULTILINE):
                    if option != "help":
                        self.assertIn(f"Fl Fl {option}", manual, (folder, command))

    def test_synopsis_is_the_help(self):
        """Each command line that the program has, whole, in both languages and in no other words."""
        for folder, language in (("man", "en"), ("man/vi", "vi")):
            _, said = output(self.root / "bin/qcdc", "--help", LANGUAGE=language, QCDC_LOCALEDIR=str(self.root / "share/locale"))
            manual = (self.root / "share" / folder / "man1/qcdc.1").read_text(encoding="utf-8")
            self.assertEqual(synopsis(manual), ["", *re.findall(r"^  qcdc (.*)$", said, re.MULTILINE)])

    def test_completion_as_installed(self):
        """bash finds it by the command's name and asks the program beside it."""
        for program, line, wanted in (("qcdc", "peti", "petition"), ("qcdcd", "veri", "verify")):
            script = (f'PATH="{self.root / "bin"}:$PATH"; . "{self.root / "share/bash-completion/completions" / program}"; '
                      f'complete -p {program} >/dev/null && COMP_WORDS=({program} {line}) COMP_CWORD=1 && _qcdc_complete {program} && '
                      'echo "${COMPREPLY[@]}"')
            self.assertEqual(output("bash", "--norc", "-c", script), (0, f"{wanted}\n"))

    def test_units_are_sound(self):
        self.assertTrue(shutil.which("systemd-analyze"), "Debian's package systemd is missing; ./run test installs it")
        for scope, name in (("system", "qcdcd.service"), ("user", "qcdc-sync.service"), ("user", "qcdc-sync.timer")):
            # Looked at where they will be found; what they start lies elsewhere only for this test.
            for path in (self.root / "lib/systemd" / scope).iterdir():
                text = path.read_text(encoding="utf-8")
                path.write_text(text.replace(f"ExecStart={PREFIX}", f"ExecStart={self.root}"), encoding="utf-8")
            with tempfile.TemporaryDirectory() as runtime:
                done = subprocess.run(["systemd-analyze", f"--{scope}", "--man=no", "verify",
                                       self.root / "lib/systemd" / scope / name], text=True, check=False,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                      env={**os.environ, "XDG_RUNTIME_DIR": runtime, "LC_ALL": "C.UTF-8"})
            about_us = [line for line in done.stdout.splitlines() if "qcdc" in line]
            self.assertEqual(about_us, [], name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
