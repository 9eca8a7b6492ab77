"""The limits that both sides agree on, at their edges, over the line."""
import time

import harness
import wire_client
from harness import FlowCase
from wire_client import wire
from wire_office import WireOffice, facts, received, refusal

ENTRIES_MAX = 4096
JOINS_PER_SECOND = 20
BURST_MAX = 1000


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

    def test_joins_in_a_second(self):
        """Whoever guesses at invitations is slowed down, and who has one gets in a moment later."""
        invitation = self.province.invite("BCD-595")
        known, stranger = WireOffice(self.province, "BCD-596"), WireOffice(self.province, "BCD-595", join=False)
        stranger.state.make_keys()
        stranger.state.data.update({name: known.state.data[name] for name in ("endpoint", "server_curve", "server_sign")})
        line = stranger.line(hello=False)
        self.addCleanup(line.close)
        time.sleep(1.1)  # the join just made counts too
        guess = wire.Join(code=b"guess", sign_key=stranger.state.sign_public, signature=bytes(64))
        codes, burst = [], 3 * JOINS_PER_SECOND
        # A server that needs seconds for so few has nothing to refuse: then it gets twice as many.
        while "TOO_MANY" not in codes and burst <= BURST_MAX:
            calls = [line.send(wire.Frame(join=guess)) for _ in range(burst)]
            answers = [line.receive() for _ in calls]  # those that were never looked at come first
            self.assertEqual(sorted(answer.call for answer in answers), calls)
            self.assertTrue(all(answer.refused.retry for answer in answers if answer.refused.code == "TOO_MANY"))
            codes += [answer.refused.code for answer in answers]
            burst *= 2
        self.assertIn("TOO_MANY", codes)
        self.assertGreaterEqual(len(codes) - codes.count("TOO_MANY"), JOINS_PER_SECOND)
        time.sleep(1.1)
        stranger.join(invitation)


if __name__ == "__main__":
    harness.main()
