# ctest: timeout=900
"""Random facts that only a program of one's own can write, on two devices: second copies, numbers given up and taken, corrections of
steps, facts filed again, petitions told apart, references to what comes later, hand-overs to a device of another office, which answers them, handlers, scans, matters, identities that are
opened.  What the office's own program lists is what the province's register says, and the journals tell the same figures again.

Every life prints its seed; QCDC_SEED=N begins with that one, QCDC_ROUNDS=N takes so many provinces of five offices.
"""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "flow"))
from harness import Province, unittest  # noqa: E402
import wire_client  # noqa: E402
from wire_office import WireOffice, corrected, day, facts, received  # noqa: E402

OFFICES = ["BCD-593", "BCD-594", "BCD-595", "BCD-596", "BCD-597"]
NUMBERS = ["1/KN", "2/KN", "3/KN"]
STEPS = ["CLASSIFIED", "ACCEPTED", "SUSPENDED", "RESUMED", "SETTLED", "WITHDRAWN", "IN_FORCE", "EXTENDED"]
ACTS = 30
SHOWN = ["local_no", "kind", "field", "received_on", "state", "settled_on", "outcome", "ended", "handler"]
VERDICTS = ["HAND_OVER_TAKEN_IN"] * 3 + ["HAND_OVER_RETURNED", "HAND_OVER_RETURNED", "HAND_OVER_REPLIED", "HAND_OVER_SETTLED"]


class Writer(WireOffice):
    """A device that remembers its facts: "P" made a petition, "S" a step, "H" handed one over, "M" made a matter, "U" told two apart, "-" something else."""

    def __init__(self, province, office):
        super().__init__(province, office)
        self.kinds, self.facts, self.sent = [], [], 0

    def write(self, fact, kind):
        wire_client.write_entry(self.state, fact.SerializeToString(deterministic=True))
        self.kinds.append(kind)
        self.facts.append(fact)

    def send(self):
        if len(self.facts) > self.sent:
            line = self.line()
            wire_client.send_unsent(self.state, line)
            line.close()
            self.sent = len(self.facts)


class Lister(WireOffice):
    """A device of the province that puts whatever was written on lists, and decides about it, whether that can be or not; by the way it gives it
    to one office after the other, some of which have no device yet."""

    def __init__(self, province):
        super().__init__(province, "BCD-TINH", "province")
        self.listings = []

    def act(self, dice, target, office):
        said = {"on": day(f"2020-03-{dice.randint(10, 14)}"), "decided_by": dice.choice(["A", "B"]), "reasoned": True}
        owner = dice.choice(["", *OFFICES])
        if dice.random() < 0.4 or not self.listings:
            said["shown_to"] = [office] + [owner] * (owner not in ("", office))
            fact = facts.Fact(case_listed=facts.CaseListed(listed=target, list=dice.choice(["TON_DONG", "DIEM_NONG"]), owner=owner, **said))
        else:
            stays, about = dice.random() < 0.7, dice.choice(self.listings)
            owner = owner if stays else about["owner"]
            said["shown_to"] = [about["office"]] + [owner] * (owner not in ("", about["office"]))
            if stays:
                said.update(owner=owner, next_on=day("2020-04-01"))
                about["owner"] = owner
            fact = facts.Fact(case_delisted=facts.CaseDelisted(listing=about["listing"], stays=stays,
                                                               seen_at_us=dice.choice([0, 1_900_000_000_000_000]), **said))
        self.append(fact)
        if fact.HasField("case_listed"):
            self.listings.append({"listing": self.reference(len(self.state.data["entries"])), "office": office, "owner": owner})


class Life:
    def __init__(self, province, office, seed, lister):
        self.dice, self.other_dice = random.Random(seed), random.Random(f"{seed} apart")  # what a seed was kept for stays as it is
        self.listing_dice = random.Random(f"{seed} on lists")
        self.proposing_dice = random.Random(f"{seed} proposed")
        self.lister, self.office = lister, office
        self.writers = [Writer(province, office) for _ in range(2)]
        self.other = Writer(province, OFFICES[OFFICES.index(office) - 1])  # to which petitions are handed over
        self.devices = [province.office(office) for _ in range(2)]

    def entry(self, kinds):
        """Some entry of that kind, as (writer, index); None where there is none."""
        found = [(writer, i) for writer in self.writers for i, kind in enumerate(writer.kinds) if kind in kinds]
        return self.dice.choice(found) if found else None

    def petition(self):
        sealed = {"identity_key": 7} if self.other_dice.random() < 0.4 else {}
        if sealed and self.other_dice.random() < 0.6:
            sealed["blind"] = {"key": self.other_dice.randint(1, 2), self.other_dice.choice(["number", "place"]): b"x" * 16}
        return received(self.dice.choice(NUMBERS), people=self.dice.randint(1, 2), kind="KIEN_NGHI", **sealed).petition_received

    def step(self):
        writer, index = self.entry("P")
        return facts.PetitionMoved(petition=writer.reference(index + 1), move=self.dice.choice(STEPS),
                                   on=day(f"2020-03-{self.dice.randint(10, 12)}"), from_register=self.dice.random() < 0.5)

    def fact(self):
        """A fact and its kind."""
        act = self.dice.choice("PPPSSSSSSCCCCVVVWHHHHAMJIB")
        if act in "HAMJIB" and self.entry("P"):
            return {"H": self.hand_over, "A": self.assign, "M": self.open_matter, "J": self.join, "I": self.open_identity,
                    "B": self.attach}[act]()
        if act == "P" or not self.entry("P"):
            return facts.Fact(petition_received=self.petition()), "P"
        if act == "S":
            return facts.Fact(petition_moved=self.step()), "S"
        writer, index = self.entry("PS")
        target = writer.reference(index + 1)
        if act == "V":
            return facts.Fact(voided=facts.Voided(target=target)), "-"
        if act == "C" and writer.kinds[index] == "P":
            return self.correction(target, self.petition(), writer.facts[index].petition_received), "-"
        if act == "C":
            return self.correction(target, self.step(), writer.facts[index].petition_moved), "-"
        return self.again()

    def hand_over(self):
        """As it stands, where no step of it was refused and none was changed."""
        writer, index = self.entry("P")
        target = writer.reference(index + 1)
        moves = []
        for fact, kind in ((fact, kind) for some in self.writers for fact, kind in zip(some.facts, some.kinds)):
            if kind == "S" and fact.HasField("petition_moved") and fact.petition_moved.petition == target and self.dice.random() < 0.9:
                moves.append(facts.PetitionMoved())
                moves[-1].CopyFrom(fact.petition_moved)
                moves[-1].ClearField("petition")
        to = self.other.code if self.dice.random() < 0.9 else self.dice.choice(OFFICES)
        fact = facts.Fact(petition_handed_over=facts.PetitionHandedOver(
            petition=target, to_office=to, on=day(f"2020-03-{self.dice.randint(10, 12)}"), article="x", hops=1, reasoned=True,
            received=writer.facts[index].petition_received, moves=moves))
        fact.petition_handed_over.received.ClearField("blind")
        return fact, "H"

    def answer(self):
        """What the other office says of a hand-over, or makes of one that it may have taken in: a fact and its kind; None where nothing went there."""
        entry = self.entry("H")
        if not entry:
            return None
        hand_over = entry[0].reference(entry[1] + 1)
        taken = [fact.hand_over_answered for fact in self.other.facts if fact.HasField("hand_over_answered") and fact.hand_over_answered.local_no]
        if taken and self.dice.random() < 0.4:
            taken = self.dice.choice(taken)
            return facts.Fact(petition_received=facts.PetitionReceived(
                local_no=taken.local_no, kind="KIEN_NGHI", field="DAT_DAI", received_on=taken.on, channel="CHUYEN_DEN", people=1,
                **{"from": facts.HandedFrom(hand_over=taken.hand_over, hops=1, office=self.office)})), "P"
        verdict = self.dice.choice(VERDICTS)
        number = f"{self.dice.randint(10, 12)}/T" if verdict == "HAND_OVER_TAKEN_IN" else ""
        return facts.Fact(hand_over_answered=facts.HandOverAnswered(hand_over=hand_over, verdict=verdict, on=day("2020-03-12"), local_no=number)), "-"

    def assign(self):
        writer, index = self.entry("P")
        return facts.Fact(petition_assigned=facts.PetitionAssigned(
            petition=writer.reference(index + 1), handler=self.dice.choice(["An", "Bình", ""]), on=day("2020-03-12"),
            seen_at_us=self.dice.choice([0, 1_900_000_000_000_000]))), "-"

    def open_matter(self):
        return facts.Fact(matter_opened=facts.MatterOpened(local_no=self.dice.choice("12"), opened_on=day("2020-03-01"), field="KHAC")), "M"

    def join(self):
        writer, index = self.entry("P")
        of, matter = self.entry("M") or (writer, index)
        what = {"petition": writer.reference(index + 1), "matter": of.reference(matter + 1), "on": day("2020-03-12")}
        return (facts.Fact(matter_joined=facts.MatterJoined(**what)) if self.dice.random() < 0.6
                else facts.Fact(matter_left=facts.MatterLeft(**what))), "-"

    def open_identity(self):
        writer, index = self.entry("P")
        dice = self.proposing_dice
        if dice.random() < 0.4:
            return facts.Fact(case_proposed=facts.CaseProposed(
                thing=writer.reference(index + 1), list=dice.choice(["TON_DONG", "DAI_HOI_DANG", "DIEM_NONG"]), on=day(f"2020-03-{dice.randint(10, 14)}"),
                decided_by=dice.choice(["A", ""]), reasoned=True, declined=dice.random() < 0.1)), "-"
        return facts.Fact(identity_opened=facts.IdentityOpened(petition=writer.reference(index + 1))), "-"

    def attach(self):
        writer, index = self.entry("P")
        return facts.Fact(blob_attached=facts.BlobAttached(
            petition=writer.reference(index + 1), of="DON", media="PDF", hash=self.dice.randbytes(32), bytes=50,
            on=day("2020-03-12"))), "-"

    def correction(self, target, now, first):
        """Made on the first version, or on one that may never have been."""
        seen = first if self.dice.random() < 0.7 else self.petition() if type(now) is facts.PetitionReceived else self.step()
        return corrected(target, now, seen, seen_at_us=self.dice.choice([0, 0, 1, 1_900_000_000_000_000]))

    def unlike(self):
        """Two petitions are told apart, whatever they are, or that is taken back."""
        dice, made = self.other_dice, [(writer, i) for writer in self.writers for i, kind in enumerate(writer.kinds) if kind == "P"]
        told = [(writer, i) for writer in self.writers for i, kind in enumerate(writer.kinds) if kind == "U"]
        writer = dice.choice(self.writers)
        if told and dice.random() < 0.3:
            of, index = dice.choice(told)
            writer.write(facts.Fact(voided=facts.Voided(target=of.reference(index + 1))), "U-")
        elif made:
            one, i = dice.choice(made)
            # Mostly of another number: under one number most are second copies, and so the same petition.
            others = [(of, n) for of, n in made if of.facts[n].petition_received.local_no != one.facts[i].petition_received.local_no]
            other, k = dice.choice(others if others and dice.random() < 0.9 else made)
            writer.write(facts.Fact(pair_dismissed=facts.PairDismissed(a=one.reference(i + 1), b=other.reference(k + 1),
                                                                       on=day(f"2020-03-{dice.randint(10, 12)}"))), "U")

    def again(self):
        """Whatever a device said, filed again."""
        writer, index = self.entry("PS-")
        fact = facts.Fact()
        fact.CopyFrom(writer.facts[index])
        if not fact.HasField("was"):
            fact.was.origin, fact.was.seq = writer.state.origin, index + 1
            fact.was.hash = bytes.fromhex(writer.state.data["entries"][index]["hash"])
        return fact, writer.kinds[index]

    def put_on_lists(self, often=0.15):
        """Now and then; with dice of its own, so that a seed is the same life whatever the province does beside it."""
        written = [(writer, i) for writer in self.writers for i, kind in enumerate(writer.kinds) if kind in "PS"]
        if written and self.listing_dice.random() < often:
            writer, index = self.listing_dice.choice(written)
            self.lister.act(self.listing_dice, writer.reference(index + 1), self.office)

    def live(self):
        for _ in range(ACTS):
            chance = self.dice.random()
            if self.other_dice.random() < 0.35:
                self.unlike()
            answer = self.answer() if chance < 0.2 else None
            if answer:
                self.other.write(*answer)
                if self.dice.random() < 0.5:
                    self.other.send()
            elif chance < 0.7:
                self.dice.choice(self.writers).write(*self.fact())
            elif chance < 0.9:
                self.dice.choice(self.writers).send()
            else:
                self.dice.choice(self.devices).sync()
            self.put_on_lists()
        for writer in (*self.writers, self.other):
            writer.send()
        for device in self.devices:
            device.sync()


def rows(table):
    return sorted(tuple(row[column] for column in SHOWN) for row in table)


class RandomFacts(unittest.TestCase):
    told = 0  # pairs that were told apart
    passed_on = 0  # decisions by which another office answers for a case

    def check(self, first, count):
        """Lives COUNT lives from the seed FIRST on; how many petitions stand at their ends."""
        province, stand = Province(), 0
        try:
            reader, lister = province.office("BCD-TINH", "province"), Lister(province)
            desks = [reader]
            for seed, office in zip(range(first, first + count), OFFICES):
                print(f"seed {seed}", flush=True)
                life = Life(province, office, seed, lister)
                desks.append(life.devices[0])
                life.live()
                reader.sync()
                register = rows(row for row in reader.query("petition_register") if row["office"] == office)
                stand += len(register)
                for device in life.devices:
                    self.assertEqual(rows(device.table("petition", "list")), register, f"seed {seed}, {device.name}")
            self.told += int(province.value("select count(*) from petition_unlike"))
            # Once more around, until one went from hand to hand: by now every office has a device.
            given, turns = 0, 0
            while turns < 12 or (not given and turns < 100):
                life.put_on_lists(1)
                turns += 1
                if turns >= 12:
                    given = int(province.value("select count(*) from case_decision d join case_listing l on l.id = d.listing where d.stays and d.owner <> l.owner"))
            self.passed_on += given
            # What each device shows of the lists is what the server answers its office, whoever answers for a case or did.
            for desk in desks:
                desk.sync()
                self.assertEqual(sorted((row["list"], row["entry"], row["owner"], row["next_on"], row["decided_by"]) for row in desk.table("list", "show")),
                                 sorted((row["list"], row["listing"], row["owner"], row["next_on"], row["decided_by"]) for row in desk.query("case_list")),
                                 f"seeds from {first}, {desk.name}")
            # Every office that is to be shown what was said of a listing has it once, where it has a device.
            self.assertEqual(province.sql(
                "select a.code, a.entry from listing_addressee a join office o on o.code = a.code join journal j on j.commit_seq = a.entry"
                " where exists (select from origin d where d.office = o.id) and (select count(*) from feed f"
                " where f.office = o.id and f.kind = 1 and f.origin = j.origin and f.seq = j.seq) <> 1"
                f" and o.code in ({', '.join(repr(desk.code) for desk in desks[1:])})"), [], f"seeds from {first}")
            verified = province.verify()
            self.assertEqual(verified.status, 0, f"seeds from {first}: {verified.out}")
            return stand
        finally:
            province.close()

    def test_random_facts(self):
        seed = os.environ.get("QCDC_SEED")
        slow = os.environ.get("QCDC_SLOW") == "1"
        first = int(seed) if seed else random.SystemRandom().randrange(1_000_000)
        rounds = int(os.environ.get("QCDC_ROUNDS") or (25 if slow else 2))
        # A voiding that waited, and was filed again, once had no effect on what devices show.
        self.check(187989, 1)
        lived = sum(self.check(first + number * len(OFFICES), len(OFFICES)) for number in range(rounds))
        self.assertGreater(lived, 0, "nothing came of all these lives")
        self.assertGreater(self.passed_on, 0, "no case on a list went to another office")
        print(f"{self.told} pairs of petitions were told apart, {self.passed_on} decisions gave a case on a list to another office")


if __name__ == "__main__":
    unittest.main(verbosity=2)
