"""The limits that both sides agree on, at their edges, over the line."""
import os
import time

import harness
import wire_client
from harness import FlowCase
from wire_client import wire
from wire_office import WireOffice, facts, received, refusal

ENTRIES_MAX = 4096
SESSIONS_PER_KEY = 48
JOINS_PER_KEY = 10  # at once, and then a minute
ANSWERS_PER_KEY = 30  # the same, to a key that is no member's


class Edges(FlowCase):
    def wire(self, code):
        device = WireOffice(self.province, code)
        device.open = device.line()
        self.addCleanup(device.open.close)
        return device

    def write(self, device, bodies):
        """Entries in the device's journal, which is only kept in memory meanwhile."""
        device.state.save = lambda: None
        for body in bodies:
            wire_client.write_entry(device.state, body)
        del device.state.save
        device.state.save()

    def append(self, device, first, last):
        segment = wire_client.segment_of(device.state, first, last)
        return refusal(device.open, wire.Frame(append=wire.Append(segment=segment)), "acked")

    def test_entries_of_an_append(self):
        device = self.wire("BCD-593")
        self.write(device, (received(f"E-{n}").SerializeToString() for n in range(ENTRIES_MAX + 1)))
        self.assertEqual(self.append(device, 1, ENTRIES_MAX + 1)["code"], "TOO_LARGE")
        self.assertEqual(self.province.entries(), 0)
        self.assertIsNone(self.append(device, 1, ENTRIES_MAX))
        self.assertEqual(self.province.entries(), ENTRIES_MAX)
        self.assert_identical()

    def test_unknown_kind_of_fact(self):
        """A fact of a program that is newer than the server is kept, is not counted, and its office hears why."""
        device = WireOffice(self.province, "BCD-594")
        [verdict] = device.append(b"\xa2\x06\x03new")["verdicts"]
        self.assertEqual((verdict["state"], verdict["code"]), ("unsupported", "UNSUPPORTED"))
        office = self.province.office("BCD-594")
        office.sync()
        self.assertEqual(self.province.value("select count(*) from petition p join origin o on o.office = p.office"
                                             f" where o.origin = '\\x{device.origin}'"), "0")
        self.assert_identical()

    def test_sessions_of_one_key(self):
        """Connections that were given much are counted until they are gone; one that only said hello makes room for the next."""
        device = WireOffice(self.province, "BCD-597")
        wire_client.append(device.state, received("S/1").SerializeToString(), os.urandom(20000))
        fetch = wire.Frame(fetch=wire.Fetch(own_from=1))
        lines = [device.line() for _ in range(SESSIONS_PER_KEY + 5)]
        said = [refusal(line, fetch, "entries") for line in lines]
        self.assertEqual([each and each["code"] for each in said], ["PROTOCOL"] * 5 + [None] * SESSIONS_PER_KEY)
        more = device.line(hello=False)
        self.addCleanup(more.close)
        with self.assertRaises(wire_client.Refused) as refused:
            wire_client.hello(device.state, more)
        self.assertEqual((refused.exception.said["code"], refused.exception.said["retry"]), ("TOO_MANY", True))
        WireOffice(self.province, "BCD-597").line().close()
        for line in lines:
            line.close()
        time.sleep(2)
        wire_client.hello(device.state, more)

    def test_joins_of_one_key(self):
        """Whoever guesses at invitations is told to wait, then nothing at all; others, at the same address, join meanwhile."""
        known, stranger = WireOffice(self.province, "BCD-596"), WireOffice(self.province, "BCD-595", join=False)
        stranger.state.make_keys()
        stranger.state.data.update({name: known.state.data[name] for name in ("endpoint", "server_curve", "server_sign")})
        line = stranger.line(hello=False)
        self.addCleanup(line.close)
        guess = wire.Join(code=b"guess", sign_key=stranger.state.sign_public, signature=bytes(64))
        calls = [line.send(wire.Frame(join=guess)) for _ in range(4 * ANSWERS_PER_KEY)]
        answers = []
        while line.socket.poll(2000):
            answers.append(line.receive())
        self.assertEqual(len({answer.call for answer in answers} & set(calls)), len(answers))
        codes = [answer.refused.code for answer in answers]
        self.assertTrue(JOINS_PER_KEY <= codes.count("BAD_SIGNATURE") < 3 * JOINS_PER_KEY, codes)
        self.assertGreater(codes.count("TOO_MANY"), 0)
        self.assertTrue(all(answer.refused.retry for answer in answers if answer.refused.code == "TOO_MANY"))
        self.assertTrue(ANSWERS_PER_KEY <= len(codes) < 3 * ANSWERS_PER_KEY, len(codes))
        WireOffice(self.province, "BCD-595")


if __name__ == "__main__":
    harness.main()
