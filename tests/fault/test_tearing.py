"""A line that breaks after every 15 kB: what is sent and fetched over it costs a small multiple of its bytes, however often it
breaks; and where not even the smallest message gets through, the run says so and ends.

Nothing here looks at a clock: bytes and connections are counted at the proxy.
"""
# ctest: timeout=2400
from faults import LineCase, harness, incompressible
from older import OlderServer
from proxy import Proxy

CUT_BYTES = 15_000
ENTRIES = 10_000


class Tearing(LineCase):
    def fill(self, office, entries):
        """About ENTRIES entries, in as many rows as that takes."""
        rows = []
        while entries > 0:
            new = self.register.new_rows(min(500, entries), title="")
            rows += new
            entries -= len(new) + sum(1 for row in new if row["settled_on"])
        office.import_rows(rows)

    def crossed(self, proxy, work):
        """Bytes and connections that WORK takes."""
        before = proxy.bytes_up + proxy.bytes_down, proxy.accepted
        work()
        return proxy.bytes_up + proxy.bytes_down - before[0], proxy.accepted - before[1]

    def test_up_and_down(self):
        """Ten thousand entries go up, and a second device fetches them: a small multiple of what a good line takes."""
        with Proxy(self.province.endpoint) as proxy:
            office, second = self.office_behind(proxy), self.office_behind(proxy)
            self.fill(office, ENTRIES)
            self.assertGreaterEqual(office.entries(), ENTRIES)
            proxy.cut_bytes = CUT_BYTES
            up, ups = self.crossed(proxy, office.sync)
            proxy.cut_bytes = 0
            self.check(office)
            proxy.cut_bytes = CUT_BYTES
            down, downs = self.crossed(proxy, second.sync)
            proxy.cut_bytes = 0
            self.check(office, second)
            # What the same costs where nothing breaks.
            joined = []
            plain, _ = self.crossed(proxy, lambda: joined.append(self.office_behind(proxy)))
            third, = joined
            print(f"{plain} bytes down a good line; over the bad one {up} up in {ups} connections, {down} down in {downs}", flush=True)
            self.assertLess(up, 3 * plain)
            self.assertLess(down, 3 * plain)
            # Each connection brings a good part of what it could.
            self.assertLess(ups, 4 * up / CUT_BYTES)
            self.assertLess(downs, 4 * down / CUT_BYTES)

    def test_a_line_that_hardly_holds(self):
        """Five kilobytes a connection, of which greeting and hello take more than one: what comes back must not be crowded out
        by what goes up."""
        with Proxy(self.province.endpoint) as proxy:
            office, second = self.office_behind(proxy), self.office_behind(proxy)
            self.fill(office, 700)
            proxy.cut_bytes = 5_000
            up, ups = self.crossed(proxy, office.sync)
            down, downs = self.crossed(proxy, second.sync)
            proxy.cut_bytes = 0
            joined = []
            plain, _ = self.crossed(proxy, lambda: joined.append(self.office_behind(proxy)))
            third, = joined
            print(f"{plain} bytes down a good line; {up} up in {ups} connections, {down} down in {downs}", flush=True)
            self.assertLess(max(up, down), 10 * plain)
            self.check(office, second, third)

    def test_large_segments_come_in_pieces(self):
        """What another device sent over a good line, in segments larger than this line ever brings."""
        office = self.province.office(self.code)
        with Proxy(self.province.endpoint) as proxy:
            second = self.office_behind(proxy)
            office.import_rows([dict(row, summary=incompressible(3000)) for row in self.register.new_rows(60)])
            office.sync()
            proxy.cut_bytes = CUT_BYTES
            down, connections = self.crossed(proxy, second.sync)
            print(f"{down} bytes down in {connections} connections", flush=True)
            self.assertGreater(proxy.cuts, 10)
            self.assertLess(down, 3 * 60 * 3000)
            proxy.cut_bytes = 0
            self.check(office, second)

    def test_a_large_entry_goes_up_in_pieces(self):
        """An entry that no connection brings whole, and a small one behind it: both arrive, in the time that their bytes take.  A run
        that was killed is gone on with, and an answer that is lost costs no more than its piece."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            office.import_rows(self.register.new_rows(1, summary=incompressible(15_000), settled_on="", outcome=""))
            office.import_rows(self.register.new_rows(1, title="", settled_on="", outcome=""))
            proxy.cut_bytes = 8_000
            up, ups = self.crossed(proxy, office.sync)
            print(f"{up} bytes in {ups} connections", flush=True)
            self.assertGreater(proxy.cuts, 1)
            self.assertLess(up, 4 * 9_700)
            self.assertLess(ups, 8)
            proxy.cut_bytes = 0
            self.check(office)
            # A run ends when most of it is there.
            office.import_rows(self.register.new_rows(1, summary=incompressible(19_900), settled_on="", outcome=""))
            proxy.cut_bytes, cuts = 5_000, proxy.cuts
            run = office.start("sync")
            harness.wait_until(lambda: proxy.cuts >= cuts + 4)
            run.kill()
            run.wait()
            self.assertEqual(office.journal("select max(last_seq) from segment")[0][0], office.entries() - 1)
            proxy.cut_bytes = 0
            up, _ = self.crossed(proxy, office.sync)
            self.assertLess(up, 10_000)
            # Of each connection the answer to its first piece is lost.
            office.import_rows(self.register.new_rows(1, summary=incompressible(15_000), settled_on="", outcome=""))
            proxy.cut_bytes = 8_000
            proxy.lose_message = 3
            up, ups = self.crossed(proxy, lambda: office.run("sync", "--patience", "20"))
            print(f"{up} bytes in {ups} connections", flush=True)
            proxy.cut_bytes = proxy.lose_message = 0
            self.check(office)

    def test_an_older_server(self):
        """One that knows no pieces gets none and gives none: over a line that holds all goes as it does anywhere, and where a line lets
        no message through, the run says that only a newer server would take it in pieces."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            with OlderServer(self.province, office) as older:
                proxy.target = proxy.split(older.endpoint)
                office.import_rows(self.register.new_rows(1, summary=incompressible(15_000), settled_on="", outcome=""))
                proxy.cut_bytes = 8_000
                done = office.run("sync", "--patience", "5")
                self.assertEqual(done.status, 75)
                self.assertIn("only a newer server would take it in pieces", done.err)
                self.assertNotIn("piece", older.sent)
                proxy.cut_bytes = 0
                office.sync()
                self.check(office)
                # What another device has sent in segments that no connection would bring comes whole, too.
                second = self.province.office(self.code)
                second.import_rows([dict(row, summary=incompressible(3000)) for row in self.register.new_rows(60)])
                second.sync()
                office.sync()
                self.check(office, second)
                self.assertEqual(set(older.sent) - {"query"}, {"hello", "append", "fetch"})

    def test_a_restored_server_gets_large_appends_back(self):
        """They go back as they were, with their signature and their receipt: in pieces, where the line lets none through."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            copy = self.province.backup()
            office.import_rows([dict(row, summary=incompressible(3000)) for row in self.register.new_rows(20)])
            office.sync()
            self.province.restore(copy)
            proxy.cut_bytes = CUT_BYTES
            up, ups = self.crossed(proxy, office.sync)
            print(f"{up} bytes in {ups} connections", flush=True)
            self.assertLess(up, 4 * 20 * 2000)
            proxy.cut_bytes = 0
            self.check(office)

    def test_a_home_put_back(self):
        """Its own history, in large segments too, and what was written in the old copy meanwhile is filed behind it."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            copy = office.backup()
            office.import_rows([dict(row, summary=incompressible(3000)) for row in self.register.new_rows(40)])
            office.sync()
            office.restore(copy)
            office.import_rows(self.register.new_rows(20))
            proxy.cut_bytes = CUT_BYTES
            crossed, connections = self.crossed(proxy, office.sync)
            print(f"{crossed} bytes in {connections} connections", flush=True)
            self.assertLess(crossed, 4 * 40 * 3000)
            proxy.cut_bytes = 0
            self.check(office)

    def test_lost_receipts_come_alone(self):
        """Entries that arrived, but whose receipts did not come back, are not brought down to learn that."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            office.import_rows([dict(row, summary=incompressible(2000)) for row in self.register.new_rows(30)])
            proxy.lose_message = 2  # the first after the welcome
            office.run("sync", "--patience", "1")
            self.assertEqual(office.journal("select count(*) from segment")[0][0], 0)
            proxy.lose_message = 0
            before = proxy.bytes_down
            office.sync()
            self.assertLess(proxy.bytes_down - before, 20_000)
            self.check(office)

    def test_not_one_entry(self):
        """A line on which not even the least piece of an entry passes: bounded patience, status 75, and a line that says how
        large it is."""
        office_rows = self.register.new_rows(1, summary=incompressible(19_000), settled_on="", outcome="")
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            office.import_rows(self.register.new_rows(2, title="", settled_on="", outcome=""))
            office.import_rows(office_rows)
            proxy.cut_bytes = 2_200
            done = office.run("sync", "--patience", "5")
            self.assertEqual(done.status, 75, done)
            self.assertRegex(done.err, r"breaks before a message of 1\d{3} bytes, the smallest there is")
            # What comes before it is there.
            self.assertEqual(office.journal("select max(last_seq) from segment")[0][0], office.entries() - 1)
            proxy.cut_bytes = 0
            office.sync()
            self.check(office)

    def test_nothing_but_greetings(self):
        """A line that brings the welcome and nothing more does not keep a run for ever."""
        with Proxy(self.province.endpoint) as proxy:
            office = self.office_behind(proxy)
            office.import_rows(self.register.new_rows(30))
            proxy.lose_message = 2
            done = office.run("sync", "--patience", "3")
            self.assertEqual(done.status, 75, done)
            self.assertLess(proxy.accepted, 40)
            proxy.lose_message = 0
            office.sync()
            self.check(office)


if __name__ == "__main__":
    harness.main()
