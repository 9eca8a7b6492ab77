"""What comes in goes out again, to every kind of client: packed by one device, whole to another that has no zstd."""
import os

import harness
import wire_client
from harness import FlowCase
from wire_client import wire
from wire_office import WireOffice, facts, received

APPEND_PLAIN_BYTES_MAX = 4 << 20
FRAME_BYTES_MAX = 1 << 20


class EveryClient(FlowCase):
    def setUp(self):
        code = "BCD-593" if "packs_well" in self.id() else "BCD-595"  # a feed each
        self.sender, self.sibling = WireOffice(self.province, code), WireOffice(self.province, code)
        self.sender.state.save = lambda: None
        line = self.sibling.line()
        self.published = line.ask(wire.Frame(fetch=wire.Fetch(feed=wire.Cursor())), "entries").next
        line.close()

    def append(self, entries):
        """ENTRIES, (body, annex) each, in one append; what the frame has unpacked."""
        state = self.sender.state
        for body, annex in entries:
            wire_client.write_entry(state, body, annex)
        segment = wire_client.segment_of(state, 1, len(state.data["entries"]))
        line = self.sender.line()
        self.addCleanup(line.close)
        acked = line.ask(wire.Frame(append=wire.Append(segment=segment)), "acked")
        state.data["receipts"].append(acked.receipt.SerializeToString().hex())
        return len(segment.SerializeToString()), acked.receipt

    def fetched(self, office, plain, what):
        """The segments of one answer, each checked, and the bytes of the answer on the wire."""
        line = office.line(hello=False)
        self.addCleanup(line.close)
        line.ask(wire.Frame(hello=wire.Hello(version_min=1, version_max=1, plain=plain)), "welcome")
        call = line.send(wire.Frame(fetch=what))
        self.assertTrue(line.socket.poll(wire_client.ANSWER_MS))
        data = line.socket.recv()
        if plain:
            self.assertEqual(wire.Frame.FromString(data).WhichOneof("kind"), "entries", "a client without zstd gets it as it is")
        frame = wire_client.unpacked(data)
        self.assertEqual((frame.call, frame.WhichOneof("kind")), (call, "entries"), frame)
        segments = [item.segment for item in frame.entries.items]
        for segment in segments:
            wire_client.check_segment(segment, segment.sign_key, office.state.server_sign, wire_client.blake(segment.sign_key))
        return segments, len(data)

    def goes_out(self, count):
        feed, own = wire.Fetch(feed=self.published), wire.Fetch(own_from=1)
        seen = []
        for office, what in ((self.sibling, feed), (self.sender, own)):
            for plain in (False, True):
                segments, size = self.fetched(office, plain, what)
                self.assertEqual([len(segment.entries) for segment in segments], [count])
                seen.append(b"".join(entry.SerializeToString() for entry in segments[0].entries))
                if not plain:
                    self.assertLessEqual(size, FRAME_BYTES_MAX)
        self.assertEqual(len(set(seen)), 1)

    def test_a_segment_that_packs_well(self):
        """As much as an append may be, unpacked: four times what a frame may have on its way to the server."""
        text = facts.AnnexText(title="khiếu nại về đất đai", summary="x" * 19000).SerializeToString()
        entries = [(received(f"{number}/KN").SerializeToString(), os.urandom(8) + text) for number in range(215)]
        size, receipt = self.append(entries)
        self.assertTrue(APPEND_PLAIN_BYTES_MAX - 100000 < size < APPEND_PLAIN_BYTES_MAX, size)
        self.assertEqual(receipt.verdicts, b"")
        self.goes_out(len(entries))

    def test_with_all_its_verdicts(self):
        """As many entries as an append may have, each refused in words: the words come along."""
        text = facts.AnnexText(title="x" * 200, summary="y" * 500).SerializeToString()
        body = received("1/KN", flags=["KHONG_CO"]).SerializeToString()
        _, receipt = self.append([(body, os.urandom(8) + text)] * 4096)
        self.assertEqual(len(wire_client.verdicts_of(receipt)), 4096)
        self.goes_out(4096)


if __name__ == "__main__":
    harness.main()
