# ctest: timeout=900
"""What an office sees and what the province counts are one fold: random lives of petitions and reports on three devices of one office,
with voidings, numbers used again, corrections that cross, a server's clock that jumps, and either side put back to an old copy.

Every round prints its seed; QCDC_SEED=N begins with that one, QCDC_ROUNDS=N lives so many.  At the end of a round everybody has
synchronised, and every device's list says what the province's register says, row by row; verify finds no difference.
"""
import os
import pathlib
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "flow"))
from harness import Province, petition, unittest  # noqa: E402

FAKETIME = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
OFFICE = "BCD-593"
NUMBERS = ["1/KN", "2/KN", "3/TC"]
FIELDS = ["DAT_DAI", "THUE", "MOI_TRUONG"]
STEPS = ["CLASSIFIED", "ACCEPTED", "SUSPENDED", "RESUMED", "SETTLED", "WITHDRAWN", "IN_FORCE", "CARRIED_OUT"]
ACTS = 40
SLOW = os.environ.get("QCDC_SLOW") == "1"
SHOWN = ["local_no", "kind", "field", "received_on", "state", "settled_on", "outcome"]


class Life:
    """One province and three devices that do whatever the dice say."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.province = Province()
        self.devices = [self.province.office(OFFICE) for _ in range(3)]
        self.reader = self.province.office("BCD-TINH", "province")
        self.server_copy = None
        self.home_copies = {}
        self.did = []

    def close(self):
        self.province.close()

    def act(self):
        device = self.dice.choice(self.devices)
        acts = [self.receive] * 3 + [self.step] * 6 + [self.correct] * 3 + [self.void] * 2 + [self.file] * 3
        acts += [self.sync] * 5 + [self.jump, self.copy_home, self.restore_home, self.copy_server, self.restore_server]
        act = self.dice.choice(acts)
        self.did.append(f"{act.__name__} {self.devices.index(device)}")
        act(device)

    # What a clerk does may well be refused: by what others did, or by what the dice forgot.

    def receive(self, device):
        device.run("petition", "add", f"local_no={self.dice.choice(NUMBERS)}", "kind=KIEN_NGHI",
                   f"field={self.dice.choice(FIELDS)}", f"received_on={self.day()}", f"people={self.dice.randint(1, 2)}")

    def day(self):
        """Of two years: registers begin again."""
        return self.dice.choice(["2020-02-03"] * 3 + ["2019-02-03", "2020-03-15"])

    def name(self):
        """A number, sometimes with its year."""
        return self.dice.choice(NUMBERS) + self.dice.choice(["", "", "", "@2019", "@2020"])

    def step(self, device):
        words = ["petition", "move", self.name(), self.dice.choice(STEPS), f"on=2020-03-{self.dice.randint(10, 19)}"]
        if self.dice.random() < 0.5:
            words.append("from_register=1")
        device.run(*words)

    def correct(self, device):
        if self.dice.random() < 0.3:
            device.run("petition", "correct", self.name(), self.dice.choice(
                [f"received_on={self.day()}", f"local_no={self.dice.choice(NUMBERS)}", f"field={self.dice.choice(FIELDS)}"]))
            return
        row = petition(self.dice.choice(NUMBERS), kind="KIEN_NGHI", field=self.dice.choice(FIELDS),
                       people=str(self.dice.randint(1, 3)), received_on=self.day())
        if self.dice.random() < 0.4:
            row["settled_on"] = f"2020-04-{self.dice.randint(10, 19)}"
        device.run("petition", "import", *(["--new"] if self.dice.random() < 0.3 else []), device.register([row]))

    def void(self, device):
        device.run("petition", "void", self.name(), "reason=x")

    def file(self, device):
        path = device.folder / "report.csv"
        path.write_text("form,period,cell,value\n" + "".join(
            f"QCDC-HUYEN,2020-H1,{cell},{self.dice.randint(0, 3)}\n" for cell in ("A01", "A02", "C10")))
        device.run("report", "file", path)

    def sync(self, device):
        device.run("sync")

    def copy_home(self, device):
        self.home_copies[device] = device.backup()

    def restore_home(self, device):
        # What a copy lacks comes back; what the lost home had not sent dies with its disk, so it is sent first.
        if device in self.home_copies and device.run("sync").status == 0:
            device.restore(self.home_copies[device])

    def copy_server(self, device):
        self.server_copy = self.province.backup()

    def restore_server(self, device):
        if self.server_copy:
            self.province.restore(self.server_copy)

    def jump(self, device):
        """The server's clock is found wrong, and put right or wrong again; somebody says each time that it is right now."""
        days = self.dice.choice([0, 0, 1, 30, 200])
        self.province.stop()
        self.province.start({"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"+{days}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                             "DONT_FAKE_MONOTONIC": "1"} if days else {}, ["--clock-ok"])

    def settle(self):
        """Everybody synchronises until nobody has anything left."""
        for _ in range(4):
            for device in self.devices:
                device.sync()
        self.reader.sync()


def rows(table):
    return sorted(tuple(row[column] for column in SHOWN) for row in table)


class Lives(unittest.TestCase):
    def check(self, seed):
        """Lives the life of SEED; how many petitions and values the province holds at its end."""
        print(f"seed {seed}", flush=True)
        life = Life(seed)
        try:
            for _ in range(ACTS):
                life.act()
            life.settle()
            register = rows(life.reader.query("petition_register"))
            values = life.reader.query("report_values", period="2020-H1", form="QCDC-HUYEN", unit="593")
            for device in life.devices:
                told = f"seed {seed}, {device.name}: " + ", ".join(life.did)
                self.assertEqual(rows(device.table("petition", "list")), register, told)
                if values:
                    self.assertIn("0 to file, 0 to correct, 1 as filed", self.checked(device, values), told)
            verified = life.province.verify()
            self.assertEqual(verified.status, 0, f"seed {seed}: {verified.out}")
            return len(register) + len(values)
        finally:
            life.close()

    @staticmethod
    def checked(device, values):
        """What the device's program says of a form that is filled as the province has it."""
        path = device.folder / "held.csv"
        path.write_text("form,period,cell,value\n" + "".join(
            f"QCDC-HUYEN,2020-H1,{row['cell']},{row['value']}\n" for row in values))
        done = device.run("report", "check", path)
        return done.out + done.err

    def test_lives(self):
        self.assertIsNotNone(FAKETIME, "Debian's package libfaketime is missing; ./run test installs it")
        seed = os.environ.get("QCDC_SEED")
        rounds = int(os.environ.get("QCDC_ROUNDS") or (25 if SLOW else 1 if seed else 4))
        first = int(seed) if seed else random.SystemRandom().randrange(1_000_000)
        self.assertGreater(sum(self.check(first + number) for number in range(rounds)), 0, "nothing came of all these lives")


if __name__ == "__main__":
    unittest.main(verbosity=2)
