# ctest: timeout=1800 cost=80
"""Many petitions of all kinds at several offices with several devices each: registers that are handed in again and again, legal steps, hand-overs,
corrections, voidings, matters, synchronised by chance, homes and the server put back.  At the end everybody shows the same, verify finds
nothing, every form counted from the registers is the same at the desk and at the province and keeps its printed formulas, and each petition
has one owner.

Some hundreds in ./run test, 10 000 in ./run soak, N with QCDC_PETITIONS=N; QCDC_SEED as of test_lives.
"""
import concurrent.futures
import csv
import os
import random
import sys
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "flow"), os.path.join(HERE, "..", "clock")]
import test_lives  # noqa: E402
from check_registers import DOUBTFUL, formula_holds  # noqa: E402
from harness import DISTRICTS, PETITION_COLUMNS, SOURCE, Province, unittest  # noqa: E402

SLOW = os.environ.get("QCDC_SLOW") == "1"
SIZE = int(os.environ.get("QCDC_PETITIONS") or (10_000 if SLOW else 240))
OFFICES, DEVICES = (DISTRICTS, 3) if SIZE >= 5000 else (DISTRICTS[:4], 2)
ROUNDS = 3  # in each all offices hand in their registers
ACTS = max(4, SIZE // len(OFFICES) // 20)  # of an office in a round, besides
FIELDS = "DAT_DAI XAY_DUNG MOI_TRUONG CHE_DO_CHINH_SACH TU_PHAP CAN_BO KHAC".split()
STAGES = [f"{stage}_on" for stage in "classified accepted verifying extended refused guided forwarded withdrawn in_force carried_out".split()]
WAYS = {"KHIEU_NAI": ["classified accepted verifying settled in_force carried_out", "accepted extended settled in_force", "accepted withdrawn", "classified refused",
                      "guided", "forwarded", "", "", "classified"],
        "TO_CAO": ["classified accepted verifying settled carried_out", "accepted extended settled", "accepted withdrawn", "refused", "forwarded", "", "classified"]}
OTHER_WAYS = ["verifying settled carried_out", "settled", "accepted settled", "guided", "forwarded", "", "", "classified"]
FORMS = ["02-TCD", "01-XLD", "02-XLD", "03-XLD", "04-XLD", "01-KQGQ", "02-KQGQ", "03-KQGQ", "04-KQGQ"]
PERIODS = ["2023-Q2", "2023-Q3", "2023-Q4", "2023", "2024-Q1"]  # from the last on by the forms of 2024
FOLLOWS = {"2023-Q3", "2023-Q4"}


class Register(test_lives.Life):
    """An office that keeps its register in a file besides, and hands it in."""

    def __init__(self, devices, seed):
        super().__init__(devices, seed)
        self.sheet, self.ways, self.numbers, self.taken = {}, {}, 0, 0
        self.imports = self.steps = 0

    def later(self):
        """Mostly a day behind those that were said before."""
        return str(date(2023, 9, 1) + timedelta(days=self.dice.randrange(150)))

    def number(self):
        self.taken += 1
        return f"{self.taken}/CD"

    def name(self):
        return self.dice.choice(list(self.sheet)) if self.sheet else "1/KN"

    def receive(self, device):
        """A row that the next file has."""
        kind = self.dice.choice(["KHIEU_NAI", "KHIEU_NAI", "TO_CAO", "KIEN_NGHI", "PHAN_ANH"])
        self.numbers += 1
        number = f"{self.numbers}/{''.join(word[0] for word in kind.split('_'))}"
        row = dict.fromkeys(PETITION_COLUMNS + STAGES, "")
        row.update(local_no=number, kind=kind, field=self.dice.choice(FIELDS), received_on=str(date(2023, 1, 1) + timedelta(days=self.dice.randrange(270))),
                   channel=self.dice.choice(["TRUC_TIEP", "BUU_CHINH"]), people=str(self.dice.choice([1, 1, 4])), title=f"đơn thứ {self.numbers}",
                   flags=self.dice.choice(["", "PHUC_TAP", "DAI_HOI", {"KHIEU_NAI": "NHAN_QD:2022-10-20", "KIEN_NGHI": "CU_TRI"}.get(kind, "")]), instance=str(self.dice.choice([1, 1, 2]) if kind in WAYS else 1))
        self.sheet[number] = row
        self.ways[number] = self.dice.choice(WAYS.get(kind, OTHER_WAYS)).split()
        self.go_on(number)

    def go_on(self, number):
        """Some of the steps that its way still has."""
        row, way = self.sheet[number], self.ways[number]
        days = [row[stage] for stage in (*STAGES, "settled_on") if row[stage]]
        on = date.fromisoformat(max(days, default=row["received_on"]))
        while way and self.dice.random() < 0.6:
            stage = way.pop(0)
            on += timedelta(days=self.dice.choice([0, 3, 9, 28, 44]))
            row[f"{stage}_on"] = str(on)
            row["outcome"] = self.dice.choice(["DUNG", "SAI", "DUNG_MOT_PHAN"]) if stage == "settled" else row["outcome"]

    def hand_in(self, size):
        """The register as it has grown, by whichever device; what a clerk did in the program alone is not in it any more."""
        device = self.dice.choice(self.devices)
        if self.dice.random() < 0.8:
            self.sync(device)
        for number in self.dice.sample(list(self.sheet), len(self.sheet) // 3):
            self.go_on(number)
            if self.dice.random() < 0.2:
                self.sheet[number]["field"] = self.dice.choice(FIELDS)
        for _ in range(size):
            self.receive(device)
        path = device.register(list(self.sheet.values()), PETITION_COLUMNS + ["instance"] + STAGES)
        done = self.run(device, "petition", "import", path, "--new", "--remove-blanks", "--confirm-names")
        self.imports += done.status == 0
        self.did.append(f"import {self.devices.index(device)} {done.status} {done.err[:200]}")

    def act(self):
        device = self.dice.choice(self.devices)
        act = self.dice.choice([self.legal_step] * 6 + [self.correct] * 2 + [self.void] + [self.hand_over] * 3 + [self.take_in] * 4 + [self.give_back, self.reply]
                               + [self.assign, self.unlike, self.open_matter, self.leave] + [self.join] * 3 + [self.sync] * 4 + [self.copy_home, self.restore_home])
        self.did.append(f"{act.__name__} {self.devices.index(device)}")
        act(device)

    def single(self, number):
        """It goes its own way from now on."""
        self.sheet.pop(number, None)
        return number

    def legal_step(self, device):
        """One that the program offers, with whatever it may have to bring."""
        number = self.single(self.name())
        told = self.run(device, "petition", "next", number, "--format", "csv")
        offered = [line.split(",")[0] for line in told.out.splitlines()[1:]] if told.status == 0 else []
        if not offered:
            return
        move = self.dice.choice(offered)
        words = {"SETTLED": ["outcome=DUNG"], "INTERIM_REPLIED": ["expected_on=2024-06-01"]}.get(move, [])
        self.steps += self.run(device, "petition", "move", number, move, f"on={self.later()}", "reason=x", "article=Điều 1", *words).status == 0

    def correct(self, device):
        self.run(device, "petition", "correct", self.single(self.name()),
                 self.dice.choice([f"field={self.dice.choice(FIELDS)}", "people=9", "title=khác", f"received_on=2023-0{self.dice.randint(1, 9)}-05"]))

    def void(self, device):
        self.run(device, "petition", "void", self.single(self.name()), "reason=x")

    def hand_over(self, device):
        others = [unit for unit in OFFICES if unit != self.unit]
        undecided = [number for number, row in self.sheet.items() if not any(row[stage] for stage in (*STAGES[1:], "settled_on"))]
        number = self.single(self.dice.choice(undecided or [self.name()]))
        self.run(device, "petition", "hand-over", number, f"to=BCD-{self.dice.choice(others)}", f"on={self.later()}", "article=x", "reason=x")

    def pass_on(self):
        """Some go to other offices at once …"""
        device = self.dice.choice(self.devices)
        for _ in range(ACTS // 2):
            self.hand_over(device)
        self.sync(device)

    def take_all(self):
        """… and what came is taken in, given back, or lies."""
        device = self.dice.choice(self.devices)
        self.sync(device)
        for row in device.table("petition", "incoming"):
            answer = self.dice.choice([self.take_in, self.take_in, self.give_back, None])
            if answer:
                self.came = lambda _, entry=row["hand_over"]: entry
                answer(device)
                del self.came
        self.sync(device)

    def open_matter(self, device):
        self.run(device, "matter", "open", f"local_no={self.matter()}", "opened_on=2023-01-01", "field=KHAC", "title=x")


class World:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.province = Province()
        self.reader = self.province.office("BCD-TINH", "province")
        self.lives = [Register([self.province.office(f"BCD-{unit}") for _ in range(DEVICES)], seed) for unit in OFFICES]
        self.copy, self.did = None, []

    def put_back(self):
        """The server as it was, or a copy for later."""
        if self.copy and self.dice.random() < 0.5:
            self.did.append("restored")
            for life in self.lives:
                for device in sorted(life.put_back, key=life.devices.index):
                    life.sync(device)
            self.province.restore(self.copy)
        elif self.dice.random() < 0.5:
            self.copy = self.province.backup()

    def live(self):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for _ in range(ROUNDS):
                list(pool.map(lambda life: life.hand_in(SIZE // len(OFFICES) // ROUNDS), self.lives))
                for _ in range(ACTS):
                    list(pool.map(Register.act, self.lives))
                list(pool.map(Register.pass_on, self.lives))
                list(pool.map(Register.take_all, self.lives))
                self.put_back()
            for _ in range(3):
                list(pool.map(lambda life: [device.sync() for device in life.devices], self.lives))
            self.reader.sync()


class ManyLives(unittest.TestCase):
    def check_shown(self, world, petitions, told):
        matters = test_lives.Lives.matters(world.reader)
        for life in world.lives:
            for device in life.devices:
                self.assertEqual(life.petitions(device), petitions[life.unit], f"{told}: {device.name}: {', '.join(life.did)}")
                self.assertEqual(life.matters(device), matters[life.unit], f"{told}: {device.name}: {', '.join(life.did)}")

    def check_forms(self, world, told):
        """As the desks count them so does the province, of each office and in all; and what the forms print holds, of both."""
        with open(SOURCE / "sql" / "reference" / "rules-statutory.csv", encoding="utf-8") as file:
            rules = [rule for rule in csv.DictReader(file) if rule["rule"] not in DOUBTFUL]
        before, held = {}, 0
        for period in PERIODS:
            counted = {}
            for form in FORMS:
                for row in world.reader.query("register_counts", form=form, period=period, by="office"):
                    counted.setdefault(row["office"], {})[row["cell"]] = int(row["register"])
                for life in world.lives if period == "2023-Q4" or SLOW else world.lives[:1]:
                    desk = life.devices[-1]
                    mine = {row["cell"]: int(row["register"]) for row in csv.DictReader(desk.must("report", "template", form, period).splitlines()) if row["register"]}
                    self.assertEqual(mine, {cell: counted[desk.code][cell] for cell in mine}, f"{told}: {form} {period} {desk.name}")
            counted["all"] = {}
            for values in list(counted.values()):
                for cell, value in values.items():
                    counted["all"][cell] = counted["all"].get(cell, 0) + value
            for office, values in counted.items():
                for rule in rules:
                    if rule["expression"].split()[0] not in values or ("[Pprev]" in rule["expression"] and period not in FOLLOWS):
                        continue
                    self.assertTrue(formula_holds(rule["expression"], values, before.get(office, {})), f"{told}: {office} {period} {rule['rule']} {rule['expression']}")
                    held += 1
            before = counted
        self.assertGreater(held, 500)

    def check_transfers(self, world, petitions, told):
        """What was handed over has one owner: an office at whose desks it waits, or has the number that the province names."""
        chains = world.reader.query("petition_chains")
        self.assertEqual(len(chains), len({row["entry"] for row in chains}), told)
        waiting = {life.unit: [{come["from_office"] for come in device.table("petition", "incoming")} for device in life.devices] for life in world.lives}
        numbers = {unit: {row[0] for row in rows} for unit, rows in petitions.items()}
        for row in chains:
            owner = row["owner"].removeprefix("BCD-")
            if row["owner_no"]:
                self.assertIn(row["owner_no"], numbers[owner], f"{told}; {row}")
            elif row["hand_overs"] != "0":
                for offices in waiting[owner]:
                    self.assertIn(row["way"].split()[-2], offices, f"{told}; {row}")
        rows = world.reader.query("petition_transfers")
        total = {name: sum(int(row[name]) for row in rows) for name in rows[0] if name != "office"}
        self.assertGreater(total["taken_in"], 0, told)
        self.assertEqual(total["taken_in"], total["taken_there"], told)
        # Two devices of an office, each with a receipt of its own: the one from before the server was put back, the other from after it.
        twice = world.province.value("select count(*) - count(distinct (from_origin, from_seq)) from petition where from_seq is not null and not voided")
        self.assertLessEqual(bool(int(twice)), "restored" in world.did, told)
        self.assertEqual(total["received"] - total["taken_in"] - int(twice), total["once"], told)

    def test_many(self):
        seed = int(os.environ.get("QCDC_SEED") or random.SystemRandom().randrange(1_000_000))
        print(f"seed {seed}, {SIZE} petitions", flush=True)
        world = World(seed)
        self.addCleanup(world.province.close)
        world.live()
        told = f"seed {seed}; {', '.join(world.did)}"
        petitions, _ = test_lives.Lives.rows(world.reader)
        self.assertGreater(sum(map(len, petitions.values())), SIZE * 2 // 3, told)
        self.assertGreater(sum(life.steps for life in world.lives), 0, told)
        self.check_shown(world, petitions, told)
        self.check_forms(world, told)
        self.check_transfers(world, petitions, told)
        verified = world.province.verify()
        self.assertEqual(verified.status, 0, f"{told}: {verified.out}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
