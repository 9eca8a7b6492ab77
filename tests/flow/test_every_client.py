"""What comes in goes out again, to every kind of client: packed by one device, whole to another that has no zstd."""
import os
import time

import harness
import wire_client
from harness import FlowCase
from wire_client import wire
from wire_office import WireOffice, day, facts, received

APPEND_PLAIN_BYTES_MAX = 4 << 20
FRAME_BYTES_MAX = 1 << 20
APPEND_BYTES_MAX = FRAME_BYTES_MAX - (256 << 10)
WAITING_MAX = 1024
OFFICES = {"test_a_segment_that_packs_well": "BCD-593", "test_packed_harder_than_the_server_packs": "BCD-594",
           "test_with_all_its_later_receipts": "BCD-596", "test_with_all_its_verdicts": "BCD-595"}


class EveryClient(FlowCase):
    def setUp(self):
        self.code = OFFICES[self._testMethodName]  # a feed each
        self.sender, self.sibling = WireOffice(self.province, self.code), WireOffice(self.province, self.code)
        self.sender.state.save = lambda: None
        line = self.sibling.line()
        self.published, more = wire.Cursor(), True
        while more:  # what is published is more than one answer
            answer = line.ask(wire.Frame(fetch=wire.Fetch(feed=self.published)), "entries")
            self.published, more = answer.next, answer.more
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
        segments = [item.segment for item in frame.entries.items if item.WhichOneof("item") == "segment"]
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

    def test_packed_harder_than_the_server_packs(self):
        """What goes out is packed by the server: what only fits because its client took more pains is not taken, and nothing is stored."""
        texts = [os.urandom(60000) for _ in range(10)]
        for number, text in enumerate([*texts, *[bytes(60000)] * 40, *texts]):  # farther apart than level 3 looks back
            wire_client.write_entry(self.sender.state, received(f"{number}/KN").SerializeToString(), text)
        segment = wire_client.segment_of(self.sender.state, 1, 60)
        frame = wire.Frame(append=wire.Append(segment=segment), call=7)
        plain = frame.SerializeToString()
        packed = wire_client.zstd.pack(plain, 19)
        self.assertTrue(len(packed) < APPEND_BYTES_MAX < FRAME_BYTES_MAX < len(wire_client.zstd.pack(plain)), len(packed))
        line = self.sender.line()
        self.addCleanup(line.close)
        line.socket.send(wire.Frame(packed=wire.Packed(plain_bytes=len(plain), zstd=packed), call=7).SerializeToString())
        refused = line.receive()
        self.assertEqual((refused.refused.code, refused.refused.retry), ("TOO_LARGE", False))
        self.assertEqual(self.province.value("select count(*) from journal j join origin o on o.id = j.origin"
                                             f" where o.origin = '\\x{self.sender.origin}'"), "0")

    def test_with_all_its_later_receipts(self):
        """As many entries as may wait, each with a text that no packing makes smaller: when what they wait for has come, the segment goes
        out with a receipt more for each of them; and so it comes back to a server that has lost all that."""
        home = self.province.office(self.code)
        copy = self.province.backup()
        wire_client.write_entry(self.sibling.state, received("N/1").SerializeToString(deterministic=True))
        digest = bytes.fromhex(self.sibling.state.data["entries"][0]["hash"])
        target = facts.Ref(origin=self.sibling.state.origin, seq=1, hash=int.from_bytes(digest[:8], "little"))
        entries = [(facts.Fact(petition_moved=facts.PetitionMoved(petition=target, move="SETTLED", on=day("2020-03-01") + number % 300))
                    .SerializeToString(deterministic=True), os.urandom(8) + os.urandom(650)) for number in range(WAITING_MAX)]
        self.append(entries)
        self.assertEqual(self.province.value("select count(*) from waiting"), str(WAITING_MAX))
        line = self.sibling.line()
        self.addCleanup(line.close)
        wire_client.send_unsent(self.sibling.state, line)
        while self.province.value("select count(*) from waiting") != "0":  # judged again some at a time
            time.sleep(0.05)
        for office in (self.sender, self.sibling):
            for plain in (False, True):
                what = wire.Fetch(own_from=1) if office is self.sender else wire.Fetch(feed=self.published)
                segments, size = self.fetched(office, plain, what)
                self.assertEqual((len(segments[0].entries), len(segments[0].later)), (WAITING_MAX, WAITING_MAX))
        home.sync()
        self.province.restore(copy)
        said = home.sync()
        self.assertNotIn("did not take back", said)
        self.assertEqual(self.province.value(
            "select count(*) from journal j join origin o on o.id = j.origin where o.origin in"
            f" ('\\x{self.sender.origin}', '\\x{self.sibling.origin}')"), str(WAITING_MAX + 1))
        self.assert_identical()

    def test_with_all_its_verdicts(self):
        """As many entries as an append may have, each refused in words: the words come along."""
        text = facts.AnnexText(title="x" * 200, summary="y" * 500).SerializeToString()
        body = received("1/KN", flags=["KHONG_CO"]).SerializeToString()
        _, receipt = self.append([(body, os.urandom(8) + text)] * 4096)
        self.assertEqual(len(wire_client.verdicts_of(receipt)), 4096)
        self.goes_out(4096)


if __name__ == "__main__":
    harness.main()
