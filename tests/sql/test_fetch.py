"""Fetch: the feed from a cursor and the own journal from a seq, checked by their hashes and signatures."""
import struct
import unittest

import province
from province import Refused, blake, check_receipt, day, facts, verdicts, wire


def petition(number, kind=facts.KIEN_NGHI):
    return facts.Fact(petition_received=facts.PetitionReceived(
        local_no=number, kind=kind, field=facts.KHAC, received_on=day("2020-02-03"), channel=facts.TRUC_TIEP,
        people=1))


def settled(ref, on="2020-03-04"):
    return facts.Fact(petition_moved=facts.PetitionMoved(
        petition=ref, move=facts.SETTLED, on=day(on), from_register=True))


def check_segment(test, device, segment):
    """Rebuilds the chain of a segment and checks what its origin and the server signed."""
    written, head = 0, None
    test.assertEqual(blake(segment.sign_key)[:8], struct.pack("<Q", segment.origin))
    first = segment.first_seq
    head = blake(segment.sign_key) if first == 1 else device.known[segment.origin, first - 1]
    for at, entry in enumerate(segment.entries):
        written += entry.written_at
        annex = entry.annex_hash or (blake(entry.annex) if entry.annex else bytes(32))
        place = struct.pack("<QQq", segment.origin, first + at, written)
        head = blake(b"qcdc-entry-1" + head + place + annex + entry.body)
        device.known[segment.origin, first + at] = head
    test.assertEqual(head, segment.last_hash)
    last = first + len(segment.entries) - 1
    text = b"qcdc-append-1" + struct.pack("<QQQ", segment.origin, first, last) + head
    province.nacl.signing.VerifyKey(segment.sign_key).verify(text, segment.signature)
    test.assertEqual((segment.receipt.first_seq, segment.receipt.last_seq), (first, last))
    for receipt in (segment.receipt, *segment.later):
        check_receipt(device, receipt)


def publishes(item):
    return item.HasField("act") and facts.Fact.FromString(item.act.entry.body).HasField("published")


class Fetch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = province.Province().start()
        cls.published = int(cls.server.psql("select count(*) from publication")[0][0])
        cls.devices = []

    @classmethod
    def tearDownClass(cls):
        for device in cls.devices:
            device.close()
        assert cls.server.stop() == 0

    def join(self, office, role="reporter"):
        device = self.server.join(office, role)
        device.known = {}
        self.devices.append(device)
        return device

    def whole_feed(self, device, bytes_max=0):
        """Behind what is published, with which every feed begins."""
        items, cursor, answers = [], None, 0
        while True:
            answer = device.fetch(cursor, bytes_max=bytes_max)
            items += answer.items
            cursor = answer.next
            answers += 1
            if not answer.more:
                break
        self.assertEqual([publishes(item) for item in items[:self.published]], [True] * self.published)
        self.assertFalse(any(map(publishes, items[self.published:])))
        return items[self.published:], cursor, answers

    def test_another_device_of_the_office(self):
        first, second = self.join("BCD-594"), self.join("BCD-594")
        annexes = [bytes(8), b"", b"12345678"]
        receipts = [first.append([petition(f"A{n}/{k}") for k in range(3)], annexes) for n in range(20)]
        items, cursor, answers = self.whole_feed(second, bytes_max=2000)
        self.assertGreater(answers, 5)
        self.assertEqual([item.segment.first_seq for item in items], [1 + 3 * n for n in range(20)])
        for item, receipt in zip(items, receipts):
            check_segment(self, second, item.segment)
            self.assertEqual(item.segment.receipt, receipt)
            self.assertEqual(item.segment.entries[2].annex, b"12345678")
        self.assertEqual(self.whole_feed(second, bytes_max=768 * 1024)[2], 1)
        items, again, _ = self.whole_feed(first)
        self.assertEqual((len(items), again), (0, cursor), "own segments are left out, the cursor goes past them")
        answer = second.fetch(cursor)
        self.assertEqual((len(answer.items), answer.next, answer.more), (0, cursor, False))

    def test_a_cursor_that_the_server_does_not_hold(self):
        first, second = self.join("BCD-595"), self.join("BCD-595")
        first.append([petition("1")])
        items, cursor, _ = self.whole_feed(second)
        self.assertEqual(len(items), 1)
        for feed_seq, commit_hash in ((cursor.feed_seq, bytes(32)), (cursor.feed_seq + 5, cursor.commit_hash),
                                      (2 ** 64 - 1, cursor.commit_hash), (cursor.feed_seq, b"")):
            answer = second.fetch(wire.Cursor(feed_seq=feed_seq, commit_hash=commit_hash))
            self.assertEqual(answer.items, second.fetch(None).items)
            self.assertTrue(publishes(answer.items[0]))

    def test_own_journal(self):
        device = self.join("BCD-597")
        for n in range(10):
            device.append([petition(f"{n}/{k}") for k in range(4)])
        answer = device.fetch(own_from=1)
        self.assertEqual((len(answer.items), answer.more, answer.next_own), (10, False, 41))
        for item in answer.items:
            check_segment(self, device, item.segment)
        answer = device.fetch(own_from=6)
        self.assertEqual(answer.items[0].segment.first_seq, 5)
        seen, at = [], 1
        while True:
            answer = device.fetch(own_from=at, bytes_max=1)
            self.assertLessEqual(len(answer.items), 1)
            seen += [item.segment.first_seq for item in answer.items]
            at = answer.next_own
            if not answer.more:
                break
        self.assertEqual(seen, [1 + 4 * n for n in range(10)])
        answer = device.fetch(own_from=41)
        self.assertEqual((len(answer.items), answer.more, answer.next_own), (0, False, 41))
        answer = device.fetch(own_from=2 ** 64 - 1)
        self.assertEqual((len(answer.items), answer.more), (0, False))

    def test_a_large_segment_comes_whole(self):
        first, second = self.join("BCD-598"), self.join("BCD-598")
        annex = bytes(range(256)) * 200
        _, cursor, _ = self.whole_feed(second)
        first.append([petition(f"L{n}") for n in range(12)], [annex] * 12)
        first.append([petition("after")])
        answer = second.fetch(cursor, bytes_max=1000)
        self.assertEqual([len(item.segment.entries) for item in answer.items], [12])
        self.assertTrue(answer.more)
        check_segment(self, second, answer.items[0].segment)

    def test_a_verdict_that_changed(self):
        late, early = self.join("BCD-599"), self.join("BCD-599")
        # The entry that the move names does not exist yet: its address and hash are known to the device that writes it.
        fact = petition("W1")
        body = fact.SerializeToString(deterministic=True)
        moment = 1_600_000_000_000_000
        head = late.entry_hash(late.root, 1, moment, body)
        ref = facts.Ref(origin=late.origin, seq=1, hash=struct.unpack("<Q", head[:8])[0])
        receipt = early.append([settled(ref)])
        self.assertEqual(verdicts(receipt)[1].state, wire.VERDICT_WAITING)
        text = b"qcdc-append-1" + struct.pack("<QQQ", late.origin, 1, 1) + head
        entry = wire.Entry(written_at=moment, body=body)
        segment = wire.Segment(origin=late.origin, first_seq=1, entries=[entry], last_hash=head,
                               signature=late.sign.sign(text).signature)
        late.ask(append=wire.Append(segment=segment))
        items, _, _ = self.whole_feed(early)
        kinds = [item.WhichOneof("item") for item in items]
        self.assertEqual(sorted(kinds), ["segment", "verdict"])
        later = items[kinds.index("verdict")].verdict
        check_receipt(early, later)
        self.assertEqual((later.origin, later.first_seq, later.last_seq), (early.origin, 1, 1))
        self.assertEqual(later.last_hash, early.hashes[1])
        self.assertEqual(verdicts(later)[1].state, wire.VERDICT_ACCEPTED)
        own = early.fetch(own_from=1).items[0].segment
        check_segment(self, early, own)
        self.assertEqual(list(own.later), [later])
        items, _, _ = self.whole_feed(late)
        self.assertEqual([item.verdict for item in items if item.WhichOneof("item") == "verdict"], [later],
                         "every device of the office shows what has become of it")

    def test_an_act_of_the_province(self):
        committee, office = self.join("BCD-TINH", "province"), self.join("BCD-600")
        annex = b"saltsaltslip"
        office.append([petition("S1")], [annex])
        committee.append([facts.Fact(annex_erased=facts.AnnexErased(target=office.ref(1)))])
        items, _, _ = self.whole_feed(office)
        act, = [item.act for item in items if item.WhichOneof("item") == "act"]
        self.assertEqual((act.origin, act.seq, act.office), (committee.origin, 1, "BCD-TINH"))
        self.assertEqual(act.previous_hash, committee.root)
        head = b"qcdc-entry-1" + act.previous_hash + struct.pack("<QQq", act.origin, act.seq, act.entry.written_at)
        self.assertEqual(blake(head + bytes(32) + act.entry.body), act.hash)
        self.assertEqual(act.hash, committee.hashes[1])
        segment = office.fetch(own_from=1).items[0].segment
        self.assertEqual((segment.entries[0].annex, segment.entries[0].annex_hash), (b"", blake(annex)))
        check_segment(self, office, segment)

    def test_an_analyst_gets_no_entries(self):
        analyst = self.join("BCD-601", "analyst")
        with self.assertRaises(Refused) as refused:
            analyst.fetch(own_from=1)
        self.assertEqual(refused.exception.code, "FORBIDDEN")
        self.assertEqual(self.whole_feed(analyst)[0], [])


if __name__ == "__main__":
    unittest.main()
