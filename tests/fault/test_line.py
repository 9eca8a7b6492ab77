"""Lines as they are in the districts: far, narrow, breaking; and no door open to anybody beyond this machine."""
import re
import time

from faults import LineCase, family, harness, incompressible, listeners
from proxy import Proxy

RTT_MS = 300
RATE_BIT_S = 256_000
CUT_BYTES = 200_000


class Line(LineCase):
    def long_rows(self, count, length):
        return [dict(row, summary=incompressible(length)) for row in self.register.new_rows(count)]

    def test_far_and_narrow(self):
        """300 ms and 256 kbit/s each way: joining and a sync of 500 petitions succeed, with few round trips."""
        with Proxy(self.province.endpoint, delay_ms=RTT_MS / 2, rate_bit_s=RATE_BIT_S) as proxy:
            began = time.monotonic()
            office = self.office_behind(proxy)
            joined_s = time.monotonic() - began
            office.import_rows(self.register.new_rows(500))
            before, answers = proxy.bytes_up, proxy.messages_down
            began = time.monotonic()
            office.sync()
            synced_s = time.monotonic() - began
            answers = proxy.messages_down - answers
            line_s = (proxy.bytes_up - before) * 8 / RATE_BIT_S
            print(f"joined in {joined_s:.1f} s; 500 petitions in {synced_s:.1f} s,"
                  f" of which the bytes alone take {line_s:.1f} s; {answers} answers", flush=True)
            # Round trips cannot be more than answers: to hello, to appends and for the feed; none per entry.  A slow machine makes
            # no more of them, for no segment that others follow is smaller than 64 KiB before compression.
            self.assertLess(answers, 20)
            self.assertEqual(proxy.accepted, 3, "the line was given up and opened again")  # joining, its synchronisation, this one
            # A second device takes it all down the same line.
            second = self.office_behind(proxy)
            second.sync()
            self.check(office, second)

    def test_far_and_narrow_with_texts(self):
        """A quarter of a megabyte that does not compress: heartbeats and answers are not starved by what goes before them."""
        with Proxy(self.province.endpoint, delay_ms=RTT_MS / 2, rate_bit_s=RATE_BIT_S) as proxy:
            office = self.office_behind(proxy)
            office.import_rows(self.long_rows(200, 1500))
            office.sync()
            self.assertGreater(proxy.bytes_up, 200_000)
            self.assertEqual(proxy.accepted, 3, "the line was given up and opened again")  # joining, its synchronisation, this one
            self.check(office)

    def test_breaking_line_up(self):
        """Each connection breaks after 200 kB: the sync goes on where it stopped, and ends."""
        with Proxy(self.province.endpoint, cut_bytes=CUT_BYTES) as proxy:
            office = self.office_behind(proxy)
            office.import_rows(self.long_rows(1200, 1500))
            began = time.monotonic()
            office.sync()
            print(f"{proxy.bytes_up} bytes up over {proxy.accepted} connections"
                  f" in {time.monotonic() - began:.1f} s", flush=True)
            self.assertGreaterEqual(proxy.cuts, 4)
            # What was acknowledged was not sent again: not much more than the register itself went up.
            self.assertLess(proxy.bytes_up, 2 * 1200 * 1200)
            proxy.cut_bytes = 0
            self.check(office)

    def test_breaking_line_down(self):
        """The same for what comes down: a new device of an office with a long history."""
        office = self.province.office(self.code)
        office.import_rows(self.long_rows(1200, 1500))
        office.sync()
        with Proxy(self.province.endpoint, cut_bytes=CUT_BYTES) as proxy:
            second = self.office_behind(proxy)
            began = time.monotonic()
            second.sync()
            print(f"{proxy.bytes_down} bytes down over {proxy.accepted} connections"
                  f" in {time.monotonic() - began:.1f} s", flush=True)
            self.assertGreaterEqual(proxy.cuts, 4)
            proxy.cut_bytes = 0
            self.check(office, second)

    def test_breaking_line_home_lost(self):
        """And for a home that is put back to its first day: its own history comes down a breaking line."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            copy = office.backup()
            office.import_rows(self.long_rows(1200, 1500))
            office.sync()
            office.restore(copy)
            office.import_rows(self.register.new_rows(50))
            proxy.cut_bytes = CUT_BYTES
            office.sync()
            self.assertGreaterEqual(proxy.cuts, 4)
            proxy.cut_bytes = 0
            self.check(office)

    def test_large_answers_over_a_breaking_line(self):
        """A query whose answer is larger than what a connection carries is told to be tried later, not left hanging."""
        office = self.province.office(self.code)
        office.import_rows(self.register.new_rows(3000))
        office.sync()
        with Proxy(self.province.endpoint, cut_bytes=20_000) as proxy:
            straight, self.province.endpoint = self.province.endpoint, proxy.endpoint
            second = self.province.office(self.code)
            self.province.endpoint = straight
            done = second.run("query", "petition_register", timeout_s=200)
            self.assertIn(done.status, (1, 75), done)
            # Of a table in parts nothing is shown before the last one is here.
            self.assertEqual((done.out, len(done.err.splitlines())), ("", 1), done)

    def test_nothing_listens_beyond_this_machine(self):
        """The server listens where it was told to and nowhere else, its database on no port at all."""
        pids = family(self.province.process.pid)
        postmaster = int((self.province.data / "pg" / "postmaster.pid").read_text().split()[0])
        pids |= family(postmaster)
        self.assertGreater(len(pids), 4)
        self.assertEqual(listeners(pids), ["0100007F"])
        self.assertEqual(re.findall(r"tcp://([^:]+):", self.province.endpoint), ["127.0.0.1"])


if __name__ == "__main__":
    harness.main()
