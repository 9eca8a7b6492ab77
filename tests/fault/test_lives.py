# ctest: timeout=2400 cost=100
"""What an office sees and what the province counts are one fold: random lives of offices of three devices each, with petitions,
receptions and reports, voidings, numbers used again, corrections that cross or come late, nil reports, petitions that go from office to office and
back, handlers, identities that are opened, clocks that jump, and either side put back to an old copy.

A life is an office's; those of one province are lived at the same time, for what the server goes through happens to all of them.
Every province prints its seed; QCDC_SEED=N begins with that one, QCDC_ROUNDS=N takes so many provinces of ten lives.  At the end
everybody has synchronised: every device's lists say what the province's rows say, one by one, and verify, which also folds what
devices show from the receipts, finds no difference.  What was handed over has one owner, by the province and at his desk.
"""
import concurrent.futures
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "flow"))
from false_clock import by_days  # noqa: E402
from harness import DISTRICTS, Office, Province, petition, unittest  # noqa: E402

NUMBERS = ["1/KN", "2/TC"]
FIELDS = ["DAT_DAI", "THUE", "MOI_TRUONG"]
STEPS = ["CLASSIFIED", "ACCEPTED", "SUSPENDED", "RESUMED", "SETTLED", "WITHDRAWN", "IN_FORCE", "CARRIED_OUT"]
PERIODS = ["2020-H1", "2019"]
SLOW = os.environ.get("QCDC_SLOW") == "1"
TICKS = 40 if SLOW else 20  # acts of one life
PROVINCES = 200 if SLOW else 2
TURNS = 3 if SLOW else 2  # in the first everything comes to the province, in the second everybody hears of it
SHOWN = ["local_no", "kind", "field", "received_on", "state", "settled_on", "outcome", "ended", "handler"]
MATTER_SHOWN = ["local_no", "opened_on", "field", "petitions", "pending"]
RECEPTION_SHOWN = ["local_no", "held_on", "session", "held_by", "receptions", "persons", "matters_first", "matters_again", "results"]


class Life:
    """An office of three devices that do whatever the dice say."""

    def __init__(self, devices, seed):
        office = devices[0].code
        self.dice = random.Random(f"{seed} {office}")
        self.unit = office.removeprefix("BCD-")
        self.devices = devices
        self.clocks = {device: {} for device in self.devices}
        self.home_copies = {}
        self.put_back = set()  # homes that have not synchronised since they were put back
        self.names = []  # numbers that were given
        self.did = []

    def act(self):
        device = self.dice.choice(self.devices)
        acts = [self.receive] * 3 + [self.step] * 6 + [self.correct] * 3 + [self.void] * 2 + [self.file] * 3
        acts += [self.receive_citizens] * 2 + [self.correct_reception] * 2 + [self.void_reception]
        acts += [self.hand_over] * 3 + [self.take_in] * 3 + [self.give_back, self.reply, self.assign, self.open_identity]
        acts += [self.open_matter, self.join, self.join, self.leave, self.correct_matter]
        acts += [self.unlike] * 2 + [self.nil, self.void_report] + [self.sync] * 7 + [self.copy_home, self.restore_home, self.jump]
        act = self.dice.choice(acts)
        self.did.append(f"{act.__name__} {self.devices.index(device)}")
        act(device)

    def run(self, device, *words):
        # What a clerk does may well be refused: by what others did, or by what the dice forgot.
        return device.run(*words, environment=self.clocks[device])

    def number(self):
        self.names.append(self.dice.choice(NUMBERS))
        return self.names[-1]

    def receive(self, device):
        self.run(device, "petition", "add", f"local_no={self.number()}", "kind=KIEN_NGHI",
                 f"field={self.dice.choice(FIELDS)}", f"received_on={self.day()}", f"people={self.dice.randint(1, 2)}", "--new",
                 *self.dice.choice([[], [], [], ["name=Lò Thị Sương"]]))

    def day(self):
        """Of two years: registers begin again."""
        return self.dice.choice(["2020-02-03"] * 3 + ["2019-02-03", "2020-03-15"])

    def later(self):
        """Mostly a day behind those that were said before."""
        return f"2020-04-{min(30, max(1, len(self.did) + self.dice.choice([-5, 0, 0, 0])))}"

    def name(self):
        """A number of this life, sometimes with its year or without the right one."""
        return self.dice.choice(self.names or NUMBERS) + self.dice.choice(["", "", "", "@2019", "@2020"])

    def step(self, device):
        words = ["petition", "move", self.name(), self.dice.choice(STEPS), f"on={self.later()}"]
        if self.dice.random() < 0.5:
            words.append("from_register=1")
        self.run(device, *words)

    def correct(self, device):
        if self.dice.random() < 0.3:
            self.run(device, "petition", "correct", self.name(), self.dice.choice(
                [f"received_on={self.day()}", f"local_no={self.dice.choice(NUMBERS)}", f"field={self.dice.choice(FIELDS)}"]))
            return
        row = petition(self.number(), kind="KIEN_NGHI", field=self.dice.choice(FIELDS),
                       people=str(self.dice.randint(1, 3)), received_on=self.day())
        if self.dice.random() < 0.4:
            row["settled_on"] = self.later()
        self.run(device, "petition", "import", *(["--new"] if self.dice.random() < 0.3 else []), device.register([row]))

    def void(self, device):
        self.run(device, "petition", "void", self.name(), "reason=x")

    def hand_over(self, device):
        # Mostly to two neighbours, so that what went away comes back by another way.
        near = DISTRICTS.index(self.unit) + self.dice.choice([1, 1, -1, 2, 5])
        self.run(device, "petition", "hand-over", self.name(), f"to=BCD-{DISTRICTS[near % len(DISTRICTS)]}", f"on={self.later()}", "article=x", "reason=x")

    def came(self, device):
        """Something that was handed over to this office, answered or not; the number of a petition where there is none."""
        there = device.table("petition", "incoming", "all=1")
        return self.dice.choice(there)["hand_over"] if there and self.dice.random() < 0.8 else self.name()

    def take_in(self, device):
        self.run(device, "petition", "take-in", self.came(device), f"local_no={self.number()}", f"received_on={self.later()}")

    def give_back(self, device):
        self.run(device, "petition", "return", self.came(device), f"on={self.later()}", "reason=x")

    def reply(self, device):
        self.run(device, "petition", "reply", self.came(device), f"on={self.later()}", "reason=x")

    def assign(self, device):
        self.run(device, "petition", "assign", self.name(), "--to", self.dice.choice(["Nguyễn Văn A", "Trần B", ""]), f"on={self.later()}")

    def open_identity(self, device):
        self.run(device, "petition", "identity", self.name(), "reason=x", "--patience", "1")

    def receive_citizens(self, device):
        self.run(device, "reception", "add", f"local_no={self.dice.choice(['1', '2'])}", f"held_on={self.day()}",
                 *self.dice.choice([["session=THUONG_XUYEN"], ["session=DINH_KY", "held_by=THU_TRUONG"]]),
                 f"persons={self.dice.randint(1, 3)}", f"matters_first={self.dice.randint(0, 1)}",
                 *self.dice.choice([[], [f"petitions={self.dice.choice(NUMBERS)}"]]))

    def correct_reception(self, device):
        # Receptions and persons hold to each other: two that cross may come to what cannot be.
        self.run(device, "reception", "correct", self.dice.choice(["1", "2"]), *self.dice.sample(
            [f"persons={self.dice.randint(1, 4)}", f"receptions={self.dice.randint(1, 2)}", f"held_on={self.day()}", "results=HUONG_DAN",
             "results=", f"local_no={self.dice.choice(['1', '2'])}", f"matters_again={self.dice.randint(0, 2)}"], self.dice.randint(1, 2)))

    def void_reception(self, device):
        self.run(device, "reception", "void", self.dice.choice(["1", "2"]), "reason=x")

    def matter(self):
        return self.dice.choice(["V1", "V2"])

    def open_matter(self, device):
        self.run(device, "matter", "open", f"local_no={self.matter()}", f"opened_on={self.day()}", "field=KHAC", "title=x")

    def join(self, device):
        self.run(device, "matter", "join", self.matter(), self.name(), f"on={self.later()}")

    def leave(self, device):
        self.run(device, "matter", "leave", self.matter(), self.name(), f"on={self.later()}", "reason=x")

    def unlike(self, device):
        self.run(device, "petition", "unlike", self.name(), self.name(), f"on={self.later()}", "reason=x",
                 *self.dice.choice([[], [], ["--undo"]]))

    def correct_matter(self, device):
        if self.dice.random() < 0.3:
            self.run(device, "matter", "void", self.matter(), "reason=x")
            return
        self.run(device, "matter", "correct", self.matter(), self.dice.choice(
            [f"local_no={self.matter()}", f"field={self.dice.choice(FIELDS)}", "title=y", f"opened_on={self.day()}"]))

    def period(self):
        return self.dice.choice(PERIODS + PERIODS[:1])

    def file(self, device):
        path = device.folder / f"{device.name}-report.csv"
        cells = self.dice.sample(["A01", "A02", "C10.TO_CAO", "B02.THUE"], self.dice.randint(1, 4))
        period = self.period()
        path.write_text("form,period,cell,value\n" + "".join(
            f"QCDC-HUYEN,{period},{cell},{self.dice.choice(['', 0, 1, 2, 3])}\n" for cell in cells))
        self.run(device, "report", "file", *(["--remove-blanks"] if self.dice.random() < 0.5 else []), path)

    def nil(self, device):
        self.run(device, "report", "nil", "QCDC-HUYEN", self.period())

    def void_report(self, device):
        self.run(device, "report", "void", "QCDC-HUYEN", self.period(), "reason=x")

    def sync(self, device):
        if self.run(device, "sync").status == 0:
            self.put_back.discard(device)

    def copy_home(self, device):
        self.home_copies[device] = device.backup()

    def restore_home(self, device):
        # What a copy lacks comes back; what the lost home had not sent dies with its disk, so it is sent first.
        if device in self.home_copies and self.run(device, "sync").status == 0:
            device.restore(self.home_copies[device])
            self.put_back.add(device)

    def jump(self, device):
        """The desk's clock is wrong from now on, or right again."""
        self.clocks[device] = by_days(self.dice.choice([0, 0, -400, -1, 1, 40]))

    # -------- what is shown

    def petitions(self, device):
        return sorted(tuple(row[column] for column in SHOWN) for row in device.table("petition", "list"))

    def receptions(self, device):
        return sorted(tuple(row[column] for column in RECEPTION_SHOWN) for row in device.table("reception", "list"))

    def matters(self, device):
        """Those that stand, and how many petitions are in each."""
        return sorted(tuple(row[column] for column in MATTER_SHOWN) for row in device.table("matter", "list"))

    @staticmethod
    def reports(device):
        """What the device shows of the reports that stand: {period: {cell: value}}, and under "" how far each has come."""
        return {row["period"]: {"": row["review"]} if row["content"] == "nil" else
                {"": row["review"]} | {cell["cell"]: cell["value"] for cell in device.table("report", "show", row["form"], row["period"]) if cell["value"]}
                for row in device.table("report", "list") if row["content"]}


class Beginning:
    """A province in which every device has joined; each world begins as a copy of it, at the same address."""

    def __init__(self):
        self.province = Province()
        reader = self.province.office("BCD-TINH", "province")
        # Before anybody joins, so that all know to which key an identity is sealed.
        reader.must("identity", "publish", re.search(r"qcdc identity publish ([0-9a-f]{64})", reader.must("identity", "new"))[1])
        reader.sync()
        self.devices = [self.province.office(f"BCD-{unit}") for unit in DISTRICTS for _ in range(3)]
        self.devices.append(reader)
        self.province.stop()

    def copy(self):
        """A running copy of the province, and of its devices."""
        province = Province(start=False)
        province.restore(self.province.data)
        province.endpoint = self.province.endpoint
        devices = []
        for device in self.devices:
            devices.append(Office(province, device.code, device.role))
            subprocess.run(["cp", "-a", device.home, devices[-1].home], check=True)
        return province.start(), devices


class World:
    """A province and the lives in it."""

    def __init__(self, beginning, seed):
        self.dice = random.Random(seed)
        self.province, (*devices, self.reader) = beginning.copy()
        self.lives = [Life(devices[i:i + 3], seed) for i in range(0, len(devices), 3)]
        self.copy = None
        self.did = []

    def close(self):
        self.province.close()

    def happen(self, tick):
        """Now and then something that all lives feel."""
        event = self.dice.choice([self.jump, self.copy_server, self.restore_server] + [self.review] * 6 + [None] * 9)
        if event:
            self.did.append(f"{tick}: {event.__name__}")
            event()

    def jump(self):
        """The server's clock is found wrong, and put right or wrong again; somebody says each time that it is right now."""
        self.province.stop()
        self.province.start(by_days(self.dice.choice([0, 0, 1, 30, 200])), ["--clock-ok"])

    def copy_server(self):
        self.copy = self.province.backup()

    def restore_server(self):
        if not self.copy:
            return
        # A home and the server that both forget the same entries write others in their places, while a sibling still holds the first: that is
        # a fork, told as one, and no life goes on with it (test_fork, test_restore).
        for life in self.lives:
            for device in sorted(life.put_back, key=life.devices.index):
                life.sync(device)
        self.province.restore(self.copy)

    def review(self):
        """The province says something of a report, whichever way it stands; the clerks may not hear of it for long."""
        there = self.reader.table("review", "list")
        if not there:
            return
        row = self.dice.choice(there)
        # Mostly what is possible from there.
        verdict = self.dice.choice({"accepted": ["lock", "return"], "locked": ["reopen"]}.get(row["review"], ["accept", "accept", "return"]) + ["lock"])
        self.did[-1] += f" {verdict} {row['office']}"
        self.reader.run("review", verdict, row["office"], row["form"], row["period"], "reason=x")
        if self.dice.random() < 0.7:
            self.reader.run("sync")

    def live(self):
        """All acts, and then everybody synchronises until nobody has anything left."""
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for tick in range(TICKS):
                self.happen(tick)
                list(pool.map(Life.act, self.lives))
            list(pool.map(lambda life: [device.sync() for _ in range(TURNS) for device in life.devices], self.lives))
            self.reader.sync()
            list(pool.map(lambda life: [device.sync() for device in life.devices], self.lives))


class Lives(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beginning = Beginning()
        cls.addClassCleanup(cls.beginning.province.close)

    def check(self, seed):
        """Lives the lives of SEED; how many petitions and values the province holds at their end."""
        print(f"seed {seed}", flush=True)
        world = World(self.beginning, seed)
        try:
            world.live()
            petitions, reports = self.rows(world.reader)
            receptions, matters = self.receptions(world.reader), self.matters(world.reader)
            for life in world.lives:
                told = f"seed {seed}, {life.unit}; {', '.join(world.did)}; {', '.join(life.did)}"
                for device in life.devices:
                    self.assertEqual(life.petitions(device), petitions[life.unit], f"{told}: {device.name}")
                    self.assertEqual(life.receptions(device), receptions[life.unit], f"{told}: {device.name}")
                    self.assertEqual(life.matters(device), matters[life.unit], f"{told}: {device.name}")
                    self.assertEqual(life.reports(device), reports[life.unit], f"{told}: {device.name}")
            self.check_owners(world, petitions, f"seed {seed}; {', '.join(world.did)}")
            self.check_balance(world, f"seed {seed}; {', '.join(world.did)}")
            verified = world.province.verify()
            self.assertEqual(verified.status, 0, f"seed {seed}: {verified.out}")
            return sum(map(len, petitions.values())) + sum(map(len, receptions.values())) + sum(len(cells) - 1 for unit in reports.values() for cells in unit.values())
        finally:
            world.close()

    def check_owners(self, world, petitions, told):
        """What was handed over has one owner: an office at whose desks it waits, or has the number that the province names."""
        chains = world.reader.query("petition_chains")
        self.assertEqual(len(chains), len({row["entry"] for row in chains}), told)
        by_unit = {life.unit: life for life in world.lives}
        for row in chains:
            life = by_unit[row["owner"].removeprefix("BCD-")]
            told_of = f"{told}; {life.unit}: {', '.join(life.did)}; {row}"
            if row["owner_no"]:
                self.assertIn(row["owner_no"], [shown[0] for shown in petitions[life.unit]], told_of)
            elif row["hand_overs"] != "0":
                for device in life.devices:
                    self.assertIn(row["way"].split()[-2], [come["from_office"] for come in device.table("petition", "incoming")], told_of)

    def check_balance(self, world, told):
        """What went from office to office balances over the province: as much came in as was taken, and each petition is counted once."""
        rows = world.reader.query("petition_transfers")
        total = {name: sum(int(row[name]) for row in rows) for name in ("received", "once", "handed_over", "waiting", "taken_there", "came_back", "taken_in")}
        self.assertEqual(total["taken_in"], total["taken_there"], f"{told}; {rows}")
        self.assertEqual(total["handed_over"], total["waiting"] + total["taken_there"] + total["came_back"], f"{told}; {rows}")
        counts, = world.reader.query("petition_counts")
        self.assertEqual((int(counts["received"]), int(counts["once"])), (total["received"], total["once"]), told)
        self.assertEqual(int(counts["received"]), int(counts["settled"]) + int(counts["pending"]) + int(counts["otherwise"]), told)

    @staticmethod
    def receptions(reader):
        """What the province's rows say of receptions: {unit: its rows, in order}."""
        receptions = {unit: [] for unit in DISTRICTS}
        for row in reader.query("reception_register"):
            receptions[row["office"].removeprefix("BCD-")].append(tuple(row[column] for column in RECEPTION_SHOWN))
        return {unit: sorted(rows) for unit, rows in receptions.items()}

    @staticmethod
    def matters(reader):
        """What the province's rows say of matters: {unit: its rows, in order}."""
        matters = {unit: [] for unit in DISTRICTS}
        for row in reader.query("matters"):
            matters[row["office"].removeprefix("BCD-")].append(tuple(row[column] for column in MATTER_SHOWN))
        return {unit: sorted(rows) for unit, rows in matters.items()}

    @staticmethod
    def rows(reader):
        """What the province's rows say: {unit: its petitions, in order}, {unit: {period: {cell: value}}}."""
        petitions = {unit: [] for unit in DISTRICTS}
        for row in reader.query("petition_register"):
            petitions[row["office"].removeprefix("BCD-")].append(tuple(row[column] for column in SHOWN))
        reports = {unit: {} for unit in DISTRICTS}
        for period in PERIODS:
            for row in reader.query("reporting_status", period=period, form="QCDC-HUYEN"):
                if row["content"]:
                    reports[row["office"].removeprefix("BCD-")][period] = {"": row["review"]}
            for row in reader.query("report_values", period=period, form="QCDC-HUYEN"):
                reports[row["unit"]][period][row["cell"]] = row["value"]
        return {unit: sorted(rows) for unit, rows in petitions.items()}, reports

    def test_lives(self):
        seed = os.environ.get("QCDC_SEED")
        provinces = int(os.environ.get("QCDC_ROUNDS") or (1 if seed and not SLOW else PROVINCES))
        first = int(seed) if seed else random.SystemRandom().randrange(1_000_000)
        held = sum(self.check(first + number) for number in range(provinces))
        self.assertGreater(held, provinces * len(DISTRICTS), "too little came of all these lives")


if __name__ == "__main__":
    unittest.main(verbosity=2)
