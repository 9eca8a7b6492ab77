"""Every class of attack in small: what it may cost in memory, what it is answered, and that whoever is honest goes on meanwhile."""
# ctest: timeout=1800
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "attack"))

import attacks
import harness

# What any of them may add to the server's memory: without limits each took hundreds of MiB, or all there were.
MEMORY_MIB = 96
JOINS_PER_KEY, ANSWERS_PER_KEY, WASTED_PER_KEY = 10, 30, 30  # at once, and then a minute
LOG_BYTES_MAX = 20000
SANITIZED = any("SAN_OPTIONS" in name for name in os.environ)  # a sanitizer keeps what was freed


class Attacks(unittest.TestCase):
    def seen(self, attack, size, memory_mib=MEMORY_MIB):
        lab = attacks.run(attack, size)
        self.assertGreater(len(lab.during_ms), 0, "nobody was served meanwhile")
        if not SANITIZED:
            self.assertLess((lab.rss_peak - lab.rss_before) / 1024, memory_mib, lab.codes)
        return lab.codes

    def test_slow_reader(self):
        self.seen(attacks.slow_reader, 0.2)

    def test_many_connections(self):
        codes = self.seen(attacks.many_connections, 1)
        self.assertEqual(sum(codes.values()), 60)
        self.assertLessEqual(set(codes), {"welcome", "TOO_MANY"})

    def test_bombs_of_a_stranger(self):
        codes = self.seen(attacks.bombs_of_a_stranger, 0.2, 16)
        self.assertEqual(set(codes), {"UNKNOWN_KEY"})
        self.assertLess(codes["UNKNOWN_KEY"], 3 * ANSWERS_PER_KEY)

    def test_bombs_of_a_member(self):
        codes = self.seen(attacks.bombs_of_a_member, 0.2)
        self.assertEqual(set(codes), {"TOO_LARGE", "TOO_MANY"})
        self.assertLess(codes["TOO_LARGE"], 3 * WASTED_PER_KEY)

    def test_appends_that_unpack(self):
        codes = self.seen(attacks.appends_that_unpack, 0.2)
        self.assertEqual(set(codes), {"TOO_LARGE", "TOO_MANY"})
        self.assertLess(codes["TOO_LARGE"], 3 * WASTED_PER_KEY)

    def test_appends_that_lead_nowhere(self):
        codes = self.seen(attacks.appends_that_lead_nowhere, 0.2, 96)  # so many of them one device may have in the queue
        self.assertLessEqual({"BAD_CHAIN", "TOO_MANY"}, set(codes))
        self.assertLessEqual(set(codes), {"BAD_CHAIN", "BUSY", "TOO_MANY"})
        self.assertLess(codes["BAD_CHAIN"] + codes["BUSY"], 6 * WASTED_PER_KEY)

    def test_expensive_questions(self):
        codes = self.seen(attacks.expensive_questions, 0.3)
        self.assertEqual(set(codes) - {"TOO_MANY"}, {"TOO_LARGE"})

    def test_queued_questions(self):
        codes = self.seen(attacks.queued_questions, 1)
        self.assertLessEqual(set(codes), {"USAGE", "NO_CREDIT", "TOO_LARGE"})
        self.assertEqual(sum(codes.values()), 45 * 8)

    def test_waiting_entries(self):
        self.assertEqual(self.seen(attacks.waiting_entries, 0.1)["waiting"], 100)

    def test_many_of_one_number(self):
        self.assertEqual(self.seen(attacks.many_of_one_number, 0.25)["petitions"], 2001)  # one stands, nineteen were of its number

    def test_many_steps(self):
        self.assertEqual(self.seen(attacks.many_steps, 0.1)["steps"], 1200)

    def test_corrections_across_a_merger(self):
        self.assertEqual(self.seen(attacks.corrections_across_a_merger, 0.1)["corrections"], 149)

    def test_joins_of_one_key(self):
        codes = self.seen(attacks.joins_of_one_key, 0.2, 16)
        self.assertEqual(codes.pop("joined meanwhile"), 1)
        self.assertEqual(set(codes), {"BAD_SIGNATURE", "TOO_MANY"})
        self.assertLess(codes["BAD_SIGNATURE"], 3 * JOINS_PER_KEY)

    def test_joins_of_many_keys(self):
        self.assertEqual(self.seen(attacks.joins_of_many_keys, 0.1, 32)["joined meanwhile"], 1)

    def test_half_open(self):
        self.assertEqual(self.seen(attacks.half_open, 0.1, 32)["connected"], 200)

    def test_idle_connections(self):
        self.assertEqual(self.seen(attacks.idle_connections, 0.1, 32)["connected"], 100)

    def test_floods_of_log_lines(self):
        codes = self.seen(attacks.floods_of_log_lines, 0.1)
        self.assertLess(codes["bytes of log"], LOG_BYTES_MAX)
        self.assertGreater(codes["bytes of log"], 0)

    def test_all_classes_are_here(self):
        self.assertEqual({f"test_{attack.__name__}" for attack in attacks.ATTACKS} - set(dir(self)), set())


if __name__ == "__main__":
    harness.main()
