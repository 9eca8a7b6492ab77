"""A client that breaks the protocol is refused in words, or not answered at all: nothing is stored, and the server goes on.

What is appended out of turn is in test_refusals.py.
"""
import harness
import wire_client
import wire_misbehave
from harness import FlowCase
from wire_office import WireOffice, received

REFUSED = {
    "unknown-key": "UNKNOWN_KEY",
    "unknown-key-append": "UNKNOWN_KEY",
    "bad-join": "BAD_SIGNATURE",
    "empty-segment": "MALFORMED",
    "empty-body": "MALFORMED",
    "garbage": "MALFORMED",
    "empty": "PROTOCOL",
    "server-message": "PROTOCOL",
    "packed-twice": "MALFORMED",
    "bomb": "MALFORMED",
    "message-twice": "MALFORMED",
    "unknown-key-piece": "UNKNOWN_KEY",
    "piece-beyond": "MALFORMED",
    "piece-too-large": "TOO_LARGE",
    "piece-of-another": "MALFORMED",
    "piece-of-a-ping": "PROTOCOL",
}
UNANSWERED = ("oversized", "many-frames", "delimiter")


class Misbehave(FlowCase):
    def setUp(self):
        self.device = WireOffice(self.province, "BCD-593")
        self.entries = self.province.entries()

    def misbehave(self, how, committer=None):
        said = wire_misbehave.misbehave(self.device.state, how, committer)
        self.assertTrue(said["still_there"], how)
        return said

    def assert_goes_on(self):
        """Nothing of it was stored, and the same device can append as if it had never been."""
        self.assertEqual(self.province.entries(), self.entries)
        self.assertEqual(self.device.append(received(self._testMethodName))["verdicts"], [])
        self.assert_identical()

    def test_refused(self):
        for how, code in REFUSED.items():
            said = self.misbehave(how)
            self.assertIn("refused", said, how)
            self.assertEqual(said["refused"]["code"], code, (how, said))
            self.assertTrue(said["refused"]["message"], how)
        self.assert_goes_on()

    def test_pieces_that_never_end(self):
        """Of a key no more is held than one append, however many it begins."""
        def resident():
            with open(f"/proc/{self.province.process.pid}/status", encoding="ascii") as status:
                return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

        wire_misbehave.endless_pieces(self.device.state, 5)
        before = resident()
        wire_misbehave.endless_pieces(self.device.state, 60)
        if "san" not in harness.BIN.parent.name:  # a sanitizer keeps what was freed
            self.assertLess(resident() - before, 16 << 10, "kB, for 54 MB that were sent")
        self.assertTrue(wire_misbehave.still_there(self.device.state))
        self.assert_goes_on()

    def test_pieces_in_any_order(self):
        device = WireOffice(self.province, "BCD-593")
        wire_client.write_entry(device.state, received("P-1").SerializeToString(deterministic=True))
        had, acked = wire_misbehave.append_in_pieces(device.state, wire_client.segment_of(device.state, 1, 1))
        self.assertEqual(had, [0, 1, 1, 1, 2, 2, 2, 2, 3])
        wire_client.check_receipt(acked.receipt, device.state.server_sign, device.state.origin, 1, 1,
                                  bytes.fromhex(device.state.data["entries"][0]["hash"]))
        self.assert_identical()

    def test_unanswered(self):
        """ZeroMQ itself closes the line on a frame that is too large; a message of several frames is dropped."""
        for how in UNANSWERED:
            self.assertTrue(self.misbehave(how).get("silence"), how)
        self.assert_goes_on()

    def test_more_than_granted(self):
        """Appends that do not wait for credit: those within it may be taken, of those beyond it none."""
        backend = int(self.province.value("select pid from pg_stat_activity where application_name = 'qcdcd ingest'"))
        said = self.misbehave("no-credit", backend)
        self.assertGreater(said["sent"], said["credit"])
        self.assertGreater(said["refused"].get("NO_CREDIT", 0), 0, said)
        self.assertEqual(self.province.entries() - self.entries, said["acked"] * wire_misbehave.NO_CREDIT_ENTRIES, said)
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
