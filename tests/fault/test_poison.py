"""What the database itself refuses harms only the entry that says it."""
import re

import faults
import harness
from faults import FaultCase, Register, numbers


class Poison(FaultCase):
    def setUp(self):
        super().setUp()
        faults.say_seed()
        self.register = Register("593")
        self.office = self.province.office("BCD-593")

    def check(self):
        self.assertEqual(self.office.counts(), self.register.counts())
        self.assert_whole(self.office)

    def poison(self, rows, places):
        """Marks the rows at PLACES so that the database's rule forbids them; their register numbers."""
        self.province.sql("alter table petition add constraint unlucky check (people <> 666)")
        for place in places:
            rows[place].update(people="666", settled_on="", outcome="")
        return [rows[place]["local_no"] for place in places]

    def test_three_of_a_thousand(self):
        """Exactly the three that break a rule of the database are rejected; the others count, in the same sync."""
        rows = self.register.new_rows(1000)
        poisoned = self.poison(rows, [0, 411, 999])
        self.office.import_rows(rows)
        said = self.office.sync()
        self.assertIn("rejected 3", said)
        rejected = self.office.table("rejected")
        self.assertEqual({(row["about"], row["code"]) for row in rejected}, {(number, "POISON") for number in poisoned})
        self.assertEqual(len(rejected), 3)
        for number in poisoned:
            del self.register.rows[number]
        self.check()
        self.assertEqual(len(re.findall("is refused by the database", self.province.log())), 3)
        # The rule goes; the facts are entered again and count.
        self.province.sql("alter table petition drop constraint unlucky")
        again = [dict(row, people="666") for row in rows if row["local_no"] in poisoned]
        self.office.import_rows(again)
        for row in again:
            self.register.rows[row["local_no"]] = row
        self.office.sync()
        self.check()

    def test_whole_batch(self):
        """Every entry of a batch is forbidden: every one is rejected, none of the neighbours'."""
        neighbour, other = self.province.office("BCD-594"), Register("594")
        rows = self.register.new_rows(20)
        self.poison(rows, range(20))
        self.office.import_rows(rows)
        neighbour.import_rows(other.new_rows(300))
        harness.all_at_once([self.office, neighbour], "sync")
        self.assertEqual({row["code"] for row in self.office.table("rejected")}, {"POISON"})
        self.assertEqual(len(self.office.table("rejected")), 20)
        self.assertEqual(neighbour.table("rejected"), [])
        self.assertEqual(neighbour.counts(), other.counts())
        self.assertEqual(self.office.counts(), {})
        self.assert_whole(self.office, neighbour)

    def test_correction(self):
        """A correction that the database refuses is rejected, and what it was to correct stands."""
        rows = self.register.new_rows(50)
        self.office.import_rows(rows)
        self.office.sync()
        self.poison([], [])
        number = rows[7]["local_no"]
        self.office.import_rows([dict(rows[7], people="666")])
        self.office.sync()
        self.assertEqual([row["code"] for row in self.office.table("rejected")], ["POISON"])
        self.assertEqual(numbers(self.office)[number]["people"], rows[7]["people"])
        self.check()


if __name__ == "__main__":
    harness.main()
