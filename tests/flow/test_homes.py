"""Joining and what is left of a home: an invitation is spent by the right program in the right folder only, and a journal never
gets other keys than its own.
"""
import hashlib
import shutil

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
