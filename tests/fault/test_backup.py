"""The recipe of qcdcd(8): a copy taken while the server runs, put back, is a province again, and heals at the next sync."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "flow"))

import harness
from harness import FlowCase, petition

MANUAL = harness.SOURCE / "server" / "qcdcd.8"


class Backup(FlowCase):
    def take(self, copy, as_root=False):
        """Runs the manual's own lines, as the owner of the data folder or as root; the copy is then the owner's."""
        text = MANUAL.read_text(encoding="utf-8")
        recipe = re.search(r"\n\.Dl (qcdcd backup .*)\n", text).group(1)
        script = recipe.replace("qcdcd", str(harness.QCDCD), 1).replace("COPY", str(copy)).replace("DIR", str(self.province.data))
        owner = self.province.data.stat().st_uid
        subprocess.run(["sh", "-euc", script], check=True, timeout=harness.TIMEOUT_S,
                       user=owner if os.geteuid() == 0 and not as_root else None)
        self.assertEqual({path.stat().st_uid for path in (copy, *copy.rglob("*"))}, {owner})

    def test_a_copy_taken_at_work_heals(self):
        self.take_and_heal("BCD-593")

    @unittest.skipUnless(os.geteuid() == 0, "only root takes a copy as root")
    def test_a_copy_taken_by_root_heals(self):
        self.take_and_heal("BCD-596", as_root=True)

    def take_and_heal(self, code, as_root=False):
        office = self.province.office(code)
        office.import_rows([petition(f"before/{number}") for number in range(20)])
        office.sync()
        copied = self.province.entries()
        shelf = self.province.folder / f"shelf-{code}"
        shelf.mkdir(mode=0o700)
        os.chown(shelf, self.province.data.stat().st_uid, -1)
        copy = shelf / "copy"
        self.take(copy, as_root)
        office.import_rows([petition(f"after/{number}") for number in range(10)])
        office.sync()
        entries, firsts = self.province.entries(), self.first_commits()
        self.province.stop()
        shutil.rmtree(self.province.data)
        copy.rename(self.province.data)
        self.province.start()
        self.assertEqual(self.province.entries(), copied)
        said = office.sync()
        self.assertRegex(said, r"10 entries that the server had lost")
        self.assertEqual((self.province.entries(), self.first_commits()), (entries, firsts))
        self.assertIn("restored from an older copy", self.province.log())
        self.assert_identical()

    def first_commits(self):
        """What counts for timeliness survives the restore."""
        return self.province.sql("select o.origin, j.seq, j.first_committed_at from journal j join origin o on o.id = j.origin"
                                 " order by 1, 2")


if __name__ == "__main__":
    harness.main()
