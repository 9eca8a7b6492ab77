"""What tests of scans have in common: a province with a few devices, files to attach, and the frames that bring and ask for parts."""
import hashlib
import os
import pathlib
import random
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "flow"))
from harness import FlowCase  # noqa: E402
from wire_client import facts, wire  # noqa: E402
from wire_office import day, refusal  # noqa: E402

MARK = b"Nguoi khieu nai: Le Thi Sam, so 4"
PART = 12288
SCAN_MAX = 16 * 1024 * 1024


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def files_with(folder, text):
    """The files below FOLDER that hold TEXT, as it is or in hexadecimal."""
    wanted = (text, text.hex().encode())
    return [path for path in pathlib.Path(folder).rglob("*")
            if path.is_file() and any(form in path.read_bytes() for form in wanted)]


class ScanCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.committee = cls.province.office("BCD-TINH", "province")
        cls.office = cls.province.office("BCD-593")
        cls.second = cls.province.office("BCD-593")
        cls.other = cls.province.office("BCD-594")
        cls.dice = random.Random(593)
        cls.count = 0

    def enter(self, kind="KHIEU_NAI", office=None):
        type(self).count += 1
        number = f"{self.count}/Q"
        (office or self.office).must("petition", "add", f"local_no={number}", f"kind={kind}", "field=DAT_DAI",
                                     "received_on=2020-02-03", f"title=Đơn {number}", "people=1")
        return number

    def file(self, size, head=b"%PDF-1.7\n", name=None):
        """A file of SIZE bytes that says MARK; its path and its bytes."""
        type(self).count += 1
        path = self.province.folder / (name or f"scan-{self.count}.pdf")
        data = (head + MARK + self.dice.randbytes(max(0, size - len(head) - len(MARK))))[:size]
        path.write_bytes(data)
        return path, data

    def attach(self, number, size=5000, **given):
        path, data = self.file(size)
        self.office.must("petition", "attach", number, path, *(f"{key}={value}" for key, value in given.items()))
        return data

    def scans(self, device, name):
        return device.table("petition", "scans", name)

    def read(self, device, name, scan=1):
        into = self.province.folder / f"read-{device.name}"
        into.unlink(missing_ok=True)
        device.must("petition", "scan", name, scan, "-o", into)
        return into.read_bytes()

    def read_run(self, device, name, scan=1):
        into = self.province.folder / f"read-{device.name}"
        into.unlink(missing_ok=True)
        done = device.run("petition", "scan", name, scan, "-o", into)
        self.assertFalse(into.exists(), "a file is left of a scan that could not be read")
        return done

    def petition_of(self, number):
        return next(row["entry"] for row in self.office.table("petition", "list") if row["local_no"] == number)

    @staticmethod
    def point(endpoint, *devices):
        """DEVICES reach the server at ENDPOINT from now on."""
        for device in devices:
            connection = sqlite3.connect(device.home / "journal.db")
            connection.execute("update meta set value = ? where name = 'endpoint'", (endpoint,))
            connection.commit()
            connection.close()

    def wire_scan(self, wire_office, sealed, seq=1, **given):
        """The fact by which WIRE_OFFICE attaches SEALED to its entry SEQ."""
        values = {"petition": wire_office.reference(seq), "of": "DON", "media": "PDF", "hash": blake(sealed), "bytes": len(sealed),
                  "on": day("2020-02-03")}
        return facts.Fact(blob_attached=facts.BlobAttached(**{**values, **given}))

    @staticmethod
    def annex(key=bytes(32)):
        text = facts.AnnexText(blob=facts.BlobKey(key=key, name="đơn.pdf", plain_hash=bytes(32)))
        return b"saltsalt" + text.SerializeToString()

    @staticmethod
    def put(line, sealed, start=0, end=None, total=None, digest=None):
        data = sealed[start:len(sealed) if end is None else end]
        return wire.Frame(scan_put=wire.ScanPut(hash=digest or blake(sealed), total=len(sealed) if total is None else total,
                                                **{"from": start}, data=data))


def refused(line, frame):
    """The code with which FRAME is refused."""
    return refusal(line, frame, "scan_part")["code"]


def row_name(rows):
    return rows[0]["file_name"]
