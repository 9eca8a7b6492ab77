"""Joining and what is left of a home: an invitation is spent by the right program in the right folder only, and a journal never
gets other keys than its own.
"""
import hashlib
import os
import shutil
import sqlite3
import unittest

import nacl.signing

import harness
from harness import FlowCase, Office, new_folder, petition, run


def content(folder):
    """Every file but the lock, by its hash."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
            if path.is_file() and path.name != "lock"}


class Homes(FlowCase):
    def used(self):
        return self.province.value("select count(*) from invitation where used_at is not null")

    def lose_keys(self, office):
        (office.home / "keys").unlink()

    def swap_keys(self, office):
        other = self.province.office("BCD-595")
        shutil.copy(other.home / "keys", office.home / "keys")

    def test_a_journal_without_its_keys(self):
        """Keys that are lost or another device's: join writes nothing, other commands say what to do, rescue brings it all."""
        for number, harm in enumerate((self.lose_keys, self.swap_keys)):
            code = ("BCD-596", "BCD-597")[number]
            office = self.province.office(code)
            office.import_rows([petition(f"{i}/KN") for i in range(5)])
            office.sync()
            office.import_rows([petition(f"{i}/KN") for i in range(5, 12)])
            harm(office)
            before, used = content(office.home), self.used()
            invitation = self.province.invite(code)
            done = office.run("join", invitation)
            self.assert_refused(done, "rescue", str(office.home))
            self.assertEqual(content(office.home), before)
            self.assertEqual(self.used(), used, "the invitation was spent")
            for words in (("sync",), ("status",), ("petition", "list")):
                self.assert_refused(office.run(*words), "qcdc rescue")
            self.assertEqual(content(office.home), before)
            # The same invitation serves a new folder, and from there all comes back: what was sent and what never was.
            new = Office(self.province, code)
            new.join(invitation)
            said = new.must("rescue", office.home)
            self.assertIn("7 entries", said)
            self.assertEqual({row["local_no"] for row in new.table("petition", "list")}, {f"{i}/KN" for i in range(12)})
            self.assertEqual(content(office.home), before)
            self.assertIn("0 entries", new.must("rescue", office.home))
        self.assert_identical()

    def test_nothing_to_rescue(self):
        """A folder without a journal, and one in which nothing has joined."""
        new = self.province.office("BCD-598")
        empty = new_folder()
        self.assert_refused(new.run("rescue", empty), "no home of a device")
        self.assertEqual(list(empty.iterdir()), [])

    def damaged(self, office, harm):
        """Does HARM to a copy of the office's home, which is put back afterwards; the answers of several commands, in Vietnamese
        and in English."""
        copy = office.backup()
        try:
            harm(office.home)
            before = content(office.home)
            for words in ((), ("petition", "list"), ("sync",), ("status",)):
                for language in ({"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"}, {}):
                    yield office.run(*words, environment=language), bool(language)
            self.assertEqual(content(office.home), before, "a command changed what is left of the home")
        finally:
            office.restore(copy)

    def test_a_journal_that_is_gone(self):
        """Keys whose journal is missing, or of no bytes, are of a device that worked here: not of a folder that nobody joined in."""
        office = self.province.office("BCD-600")
        office.import_rows([petition("1/KN")])
        office.sync()
        sealed = new_folder() / "passphrase"
        sealed.write_text("mot hai\n")
        sealed.chmod(0o600)
        for seals in (False, True):
            if seals:
                self.assertEqual(office.run("seal", environment={"QCDC_PASSPHRASE_FILE": str(sealed)}).status, 0)
            for harm in (lambda home: (home / "journal.db").unlink(), lambda home: os.truncate(home / "journal.db", 0)):
                for done, vietnamese in self.damaged(office, harm):
                    self.assert_refused(done, "qcdc rescue", str(office.home), "bản sao" if vietnamese else "is missing or empty")
                    self.assertNotIn("qcdc join INVITE", done.err)
                    self.assertNotIn("qcdc join TỆP", done.err)
                copy = office.backup()
                harm(office.home)
                self.assert_refused(self.province.office("BCD-600").run("rescue", office.home), "is missing or empty")
                office.restore(copy)
        self.assertEqual(office.run("unseal", environment={"QCDC_PASSPHRASE_FILE": str(sealed)}).status, 0)
        office.sync()

    @unittest.skipIf(os.getuid(), "only root becomes another user")
    def test_a_home_of_another_user(self):
        """Who may not look into the folder, or may not write in it, hears that, and not that nobody has joined."""
        office = self.province.office("BCD-601")
        office.import_rows([petition("1/KN")])
        for mode in (0o700, 0o755):
            office.home.chmod(mode)
            for words in ((), ("petition", "list"), ("sync",)):
                for language, said in (({"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"}, "không được"), ({}, "may not be read and written")):
                    done = run(["setpriv", "--reuid", "65534", "--clear-groups", *office.command(*words)], environment=language)
                    self.assert_refused(done, said, str(office.home), "chown")
        office.home.chmod(0o700)

    def test_what_is_wrong_is_said_in_the_readers_language(self):
        """What libraries say of a damaged home stands in brackets behind what is wrong, and what to do follows."""
        office = self.province.office("BCD-602")
        office.import_rows([petition(f"{i}/KN") for i in range(200)])

        def patch(place, data):
            def harm(home):
                with open(home / "journal.db", "r+b") as file:
                    file.seek(place)
                    file.write(data)
            return harm

        def drop(home):
            with sqlite3.connect(home / "journal.db") as journal:
                journal.execute("drop table entry")
            journal.close()
        for harm, words, vietnamese_words in (
                (lambda home: os.truncate(home / "journal.db", 100), ("damaged (", "copy"), ("bị hỏng (", "bản sao")),
                (patch(0, bytes(100)), ("damaged: it is no journal any more (", "copy"), ("bị hỏng:", "bản sao")),
                (patch(4096, os.urandom(4096)), ("damaged (", "copy"), ("bị hỏng (", "bản sao")),
                (drop, ("damaged: a part of it is missing (no such table", "copy"), ("bị hỏng:", "(no such table", "bản sao")),
                (lambda home: (home / "journal.db-wal").mkdir(), ("cannot be opened (", "permissions"), ("không mở được", "quyền")),
                (lambda home: (home / "keys").write_bytes(b""), ("file keys", "damaged", "qcdc rescue"), ("tệp keys", "qcdc rescue")),
                (lambda home: (home / "keys").write_bytes(os.urandom(200)), ("file keys", "damaged", "qcdc rescue"),
                 ("tệp keys", "qcdc rescue"))):
            for done, vietnamese in self.damaged(office, harm):
                self.assert_refused(done, *(vietnamese_words if vietnamese else words))
                self.assertNotIn("is not a key file", done.err)

    def test_join_that_never_ended(self):
        """A folder in which joining was cut off before its keys were kept is no device yet: it may begin again."""
        office = Office(self.province, "BCD-599")
        invitation = self.province.invite("BCD-599")
        self.province.stop()
        try:
            self.assertEqual(office.run("join", invitation, "--patience", "1").status, 75)
        finally:
            self.province.start()
        (office.home / "keys").unlink()
        office.join(invitation)
        office.import_rows([petition("1/KN")])
        office.sync()


if __name__ == "__main__":
    harness.main()
