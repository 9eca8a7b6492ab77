"""What a folder does that its rows do not say: `qcdc publish` tells it beside them, and refuses what contradicts what was published.

Days are of the past where what is said hangs on the day of the test.
"""
import csv
import io

import harness
from harness import FlowCase

OFFICES = "code,name,class,unit,forms,petitions,valid_from,valid_to\n"


class NoteCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.province.founder()
        cls.folders = 0

    @classmethod
    def folder(cls, **files):
        cls.folders += 1
        folder = cls.province.folder / f"{cls.__name__}-{cls.folders}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
        return folder

    def publish(self, *words, **files):
        """What is said of them, without the last line, which counts."""
        return self.center.must("publish", self.folder(**files), *words).splitlines()[:-1]

    def notes(self, *words, **files):
        return [line for line in self.publish("--check", "--confirm-past", *words, **files) if line.startswith("note: ")]


class Offices(NoteCase):
    def test_an_office_that_files_no_longer(self):
        """A row, also one of the future, that takes forms away: which, from when, and what stays owed."""
        self.publish(offices=OFFICES + "SO-97,Sở Bảy,so,60,QCDC-SO 01-XLD,yes,2018-01-01,\n")
        none = OFFICES + "SO-97,Sở Bảy,so,60,,yes,{},\n"
        self.assertEqual(self.notes(offices=none.format("2020-06-16")),
                         ["note: SO-97 Sở Bảy files no form any more, from 16/06/2020 on (before: QCDC-SO, 01-XLD); it still owes QCDC-SO 2020-H1 "
                          "(due on 22/06/2020), and what it has not handed in of the time before"])
        said, = self.notes(units="code,parent_code,level,name,valid_from\n99097,68,commune,Xã Bảy,2040-01-01\n",
                           offices=OFFICES + "SO-95,Sở Năm,so,99097,QCDC-SO,yes,2040-01-01,\nSO-95,Sở Năm,so,99097,,yes,2045-01-05,\n")
        self.assertIn("files no form any more, from 05/01/2045 on", said)
        self.assertIn("QCDC-SO 2044 (due on 19/12/2044)", said)
        self.assertIn("and what it has not handed in of the time before", said)
        one = none.replace(",60,,", ",60,01-XLD,")
        self.assertEqual(self.notes(offices=one.format("2020-07-20")),
                         ["note: SO-97 Sở Bảy files QCDC-SO no longer, from 20/07/2020 on; it still owes what it has not handed in of the time before"])
        # Another class, with forms of its own.
        said, = self.notes(offices=OFFICES + "SO-97,Sở Bảy,huyen,60,QCDC-HUYEN 01-XLD,yes,2020-06-16,\n")
        self.assertIn("files QCDC-SO no longer, from 16/06/2020 on; it still owes QCDC-SO 2020-H1", said)
        # Nothing is taken away by another name, by a further form, or of an office that begins.
        for row in ("SO-97,Sở Bảy mới,so,60,QCDC-SO 01-XLD,yes,2020-06-16,", "SO-97,Sở Bảy,so,60,QCDC-SO 01-XLD 02-XLD,yes,2020-06-16,",
                    "SO-96,Sở Sáu,so,60,,yes,2020-06-16,"):
            self.assertEqual(self.notes(offices=f"{OFFICES}{row}\n"), [])
        # An office that ends: what nobody takes over.
        ended = OFFICES + "SO-97,Sở Bảy,so,60,QCDC-SO 01-XLD,yes,2018-01-01,2020-06-15\n"
        self.assertEqual(self.notes(offices=ended),
                         ["note: SO-97 Sở Bảy ends on 15/06/2020 and still owes QCDC-SO 2020-H1 (due on 22/06/2020), QCDC-SO 2020 (due on 18/12/2020), "
                          "and what it has not handed in of the time before; where another office is to file it, name that as successor in duty-changes.csv"])
        passed = "form,period,office,due_on,exempt,reason,successor\nQCDC-SO,2020-H1,SO-97,,no,x,SO-NV\nQCDC-SO,2020,SO-97,,no,x,SO-NV\n"
        self.assertEqual(self.notes(offices=ended, duty_changes=passed), [])
        # For programs it is a row that is no change; and it is said as well where it is published.
        folder = self.folder(offices=none.format("2020-06-16"))
        rows = list(csv.DictReader(io.StringIO(self.center.must("publish", folder, "--confirm-past", "--format", "csv"))))
        self.assertEqual([(row["table"], row["row"], row["change"]) for row in rows],
                         [("offices", "SO-97 Sở Bảy", "succeeded"), ("offices", "SO-97 Sở Bảy", "remark")])
        self.assertEqual(self.notes(offices=none.format("2020-06-16")), [], "what is published already says nothing again")


if __name__ == "__main__":
    harness.main()
