"""Acts: what the province orders, a device carries out for the province's signature, and never on the server's word alone."""
import hashlib
import time

import harness
import nacl.bindings as sodium
import wire_client
from catalogue import published
from harness import FlowCase, petition
from wire_client import blake, facts
from wire_office import WireOffice, received, reference

SLIP = "0912-a-name-that-nobody-may-read"


def texts(unit):
    return [petition("X-1", title="harmless"), petition("X-2", title=f"title {SLIP}-{unit}", summary=f"summary {SLIP}-{unit}")]


class Forger:
    """Who holds the database: it can write into every table, and cannot sign for anybody."""

    def __init__(self, province, office):
        self.province, self.office = province, office
        self.public, self.secret = sodium.crypto_sign_keypair()
        self.previous, self.seq = blake(self.public), 1
        self.claims = "BCD-TINH"
        self.row = None

    def office_id(self, code):
        return self.province.value(f"select id from office where code = '{code}'")

    def known_origin(self, state):
        """Takes the keys of a device that has joined, and goes on behind its head."""
        self.public, self.secret = state.sign_public, state.sign_secret
        self.seq, self.previous = state.head()[0] + 1, state.head()[1]
        self.row = self.province.value(f"select id from origin where sign_key = '\\x{self.public.hex()}'")

    def order(self, target, signature=None, origin=None, segment=True, fact=None):
        """An order to erase TARGET, or FACT, in the office's feed; what it takes back again."""
        origin = wire_client.origin_of(self.public) if origin is None else origin
        body = (fact or facts.Fact(annex_erased=facts.AnnexErased(target=target))).SerializeToString()
        written_at = time.time_ns() // 1000
        digest = self.last = wire_client.entry_hash(self.previous, origin, self.seq, written_at, body)
        if signature is None:
            text = wire_client.append_text(origin, self.seq, self.seq, digest)
            signature = sodium.crypto_sign(text, self.secret)[:64]
        added = self.row is None
        if added:
            self.row = self.province.value(
                "insert into origin (origin, sign_key, office, role, joined_at, head_hash) values ("
                f"'\\x{wire_client.u64(origin).hex()}', '\\x{self.public.hex()}', {self.office_id(self.claims)}, 1, now(), "
                f"'\\x{digest.hex()}') returning id")
        moment = f"timestamptz '1970-01-01 00:00:00+00' + interval '{written_at} microseconds'"
        commit = int(self.province.value("select max(commit_seq) from journal")) + 1000
        code = self.office_id(self.office.code)
        feed = int(self.province.value(f"select max(feed_seq) from feed where office = {code}")) + 1
        self.province.sql(
            "insert into journal (commit_seq, origin, seq, written_at, committed_at, first_committed_at, hash, commit_hash, body) "
            f"values ({commit}, {self.row}, {self.seq}, {moment}, now(), now(), '\\x{digest.hex()}', '\\x{digest.hex()}', "
            f"'\\x{body.hex()}')")
        if segment:
            self.province.sql(
                "insert into segment (origin, first_seq, last_seq, last_hash, signature, commit_seq, committed_at, "
                f"first_committed_at) values ({self.row}, {self.seq}, {self.seq}, '\\x{digest.hex()}', "
                f"'\\x{signature.hex()}', {commit}, now(), now())")
        self.province.sql("insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash) values "
                          f"({code}, {feed}, 1, {self.row}, {self.seq}, {commit}, '\\x{digest.hex()}')")

        def undo():
            self.province.sql(f"delete from feed where office = {code} and feed_seq = {feed}; "
                              f"delete from segment where origin = {self.row} and commit_seq = {commit}; "
                              f"delete from journal where commit_seq = {commit};"
                              + (f"delete from origin where id = {self.row}" if added else ""))
        return undo

    def go_on(self):
        """What is ordered next stands behind what was last."""
        self.seq, self.previous = self.seq + 1, self.last

    def commit_at(self, moment):
        """What was ordered last, as if it had been committed at MOMENT."""
        commit = self.province.value("select max(commit_seq) from journal")
        for table in ("journal", "segment"):
            self.province.sql(f"update {table} set committed_at = '{moment}', first_committed_at = '{moment}' where commit_seq = {commit}")


class ForgedActs(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.office = cls.province.office("BCD-593")
        cls.office.import_rows(texts("593"))
        cls.office.sync()
        cls.colleague = WireOffice(cls.province, "BCD-593")
        cls.colleague.append(received("C-1"))
        cls.office.sync()  # with the colleague's segment the feed has begun

    def assert_refused_and_whole(self, forger, *words, **how):
        """Exit status 1, one line, nothing carried out, the cursor where it was; and all is well when it is gone."""
        cursor = "select value from meta where name like 'feed_%' order by name"
        stored = "select origin, seq, hash from entry order by 1, 2"
        known = "select sign_key, office from origin order by 1"
        before, entries, devices = self.office.journal(cursor), self.office.journal(stored), self.office.journal(known)
        undo = forger.order(reference(self.office, 2), **how)
        try:
            for _ in range(2):
                self.assert_refused(self.office.run("sync"), *words)
        finally:
            undo()
        self.assertTrue(self.office.mentions(f"{SLIP}-593"))
        self.assertEqual(self.office.journal(stored), entries)
        self.assertEqual(self.office.journal(known), devices)
        self.assertEqual(self.office.journal(cursor), before)
        for part in ("title", "summary"):
            self.assertIn(f"{part} {SLIP}-593", self.office.must("petition", "show", "X-2"))
        self.office.sync()
        self.assert_identical()

    def assert_without_effect(self, forger, **how):
        """It is kept, said once, and carries nothing out; the synchronisation goes on."""
        undo = forger.order(reference(self.office, 2), **how)
        try:
            self.assertIn("1 act of the province", self.office.sync())
            self.assertNotIn("of the province", self.office.sync())
        finally:
            undo()
        for part in ("title", "summary"):
            self.assertIn(f"{part} {SLIP}-593", self.office.must("petition", "show", "X-2"))
        self.office.sync()
        self.assert_identical()

    def forger(self):
        return Forger(self.province, self.office)

    def test_wrong_signature(self):
        self.assert_refused_and_whole(self.forger(), "is not signed by its device", signature=hashlib.sha512(b"no").digest())

    def test_no_signature(self):
        """An entry out of a longer segment has no signature of its own."""
        self.assert_refused_and_whole(self.forger(), "is not signed by its device", segment=False)

    def test_signed_for_other_entries(self):
        """A signature that the device gave, for something else."""
        forger = self.forger()
        text = wire_client.append_text(wire_client.origin_of(forger.public), 1, 2, blake(b"another"))
        self.assert_refused_and_whole(forger, "is not signed by its device",
                                      signature=sodium.crypto_sign(text, forger.secret)[:64])

    def test_key_of_another_origin(self):
        """In the name of the province's device, with a key that is not its own."""
        forger = self.forger()
        self.assert_refused_and_whole(forger, "is not signed by its device", origin=wire_client.origin_of(forger.public) ^ 1)

    def test_not_the_province(self):
        """Well signed, by a device of an office that orders nothing."""
        forger = self.forger()
        forger.claims = "BCD-594"
        self.assert_refused_and_whole(forger, "only the province may")

    def test_published_by_a_stranger(self):
        """Rows of a key that nobody heard of, and of a device that has joined as the province's: none that publishes vouched for them."""
        rows = published({"units": [dict(code="99999", parent_code="60", level="district", name="Huyện Giả")]})
        joined = self.forger()
        joined.known_origin(WireOffice(self.province, "BCD-TINH", "province", vouched=False).state)
        for forger in (self.forger(), joined):
            self.assert_without_effect(forger, fact=rows)
        self.assertNotIn("Huyện Giả", self.office.must("catalogue", "units", "--format", "csv"))

    def test_known_device_under_another_name(self):
        """A device of the office itself, of which the server says all at once that it is the province's."""
        forger = self.forger()
        forger.known_origin(self.colleague.state)
        own, tinh = forger.office_id("BCD-593"), forger.office_id("BCD-TINH")
        self.province.sql(f"update origin set office = {tinh} where id = {forger.row}")
        try:
            cursor = self.office.journal("select value from meta where name = 'feed_seq'")
            undo = forger.order(reference(self.office, 2))
            self.assert_refused(self.office.run("sync"), "BCD-593", "BCD-TINH")
            undo()
        finally:
            self.province.sql(f"update origin set office = {own} where id = {forger.row}")
        self.assertEqual(self.office.journal("select value from meta where name = 'feed_seq'"), cursor)
        self.assertIn(f"title {SLIP}-593", self.office.must("petition", "show", "X-2"))
        self.office.sync()


class HonestActs(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def address(self, unit):
        return [row["entry"] for row in self.tinh.query("petition_register", unit=unit) if row["local_no"] == "X-2"][0]

    def assert_gone(self, unit, *devices):
        self.assertFalse(self.province.mentions(f"{SLIP}-{unit}"), "the server still holds the text")
        for device in devices:
            self.assertFalse(device.mentions(f"{SLIP}-{unit}"), f"{device.name} still holds the text")
        self.assert_identical()

    def test_erased(self):
        """The order reaches every device of the office with its signature, and the province's key stays known."""
        office, wire = self.province.office("BCD-595"), WireOffice(self.province, "BCD-595")
        office.import_rows(texts("595"))
        office.sync()
        self.tinh.must("erase", self.address("595"), "it names a person")
        self.tinh.sync()
        office.sync()
        self.assert_gone("595", office)
        self.assertEqual(wire_client.fetch_feed(wire.state)["act"], self.province.published() + 1)
        keys = dict((bytes(origin).hex(), key) for origin, key in office.journal("select origin, sign_key from origin"))
        self.assertEqual(blake(keys[self.tinh.origin])[:8].hex(), self.tinh.origin)

    def test_queued_orders(self):
        """Orders that wait go up in segments of their own, whoever writes them; among other facts: test_wire_client_queues."""
        office = self.province.office("BCD-596")
        office.import_rows(texts("596"))
        office.sync()
        address = self.address("596")
        head = self.tinh.entries()
        self.tinh.must("erase", address, "it names a person")
        self.tinh.must("erase", address, "once more, to be sure")
        self.tinh.must("erase", address, "at the end")
        self.tinh.sync()
        self.assertEqual(self.tinh.table("rejected"), [])
        runs = [(head + n, head + n) for n in (1, 2, 3)]
        segments = self.tinh.journal("select first_seq, last_seq from segment where first_seq > ? and origin = "
                                     "(select id from origin where own = 1) order by 1", head)
        self.assertEqual(segments, runs)
        self.assertEqual(self.province.sql(
            f"select s.first_seq, s.last_seq from segment s join origin o on o.id = s.origin where s.first_seq > {head} "
            f"and o.origin = '\\x{self.tinh.origin}' order by 1"), [[str(a), str(b)] for a, b in runs])
        office.sync()
        self.assert_gone("596", office, self.tinh)

    def test_wire_client_queues(self):
        """The same of a client that is not ours."""
        office, wire = self.province.office("BCD-597"), WireOffice(self.province, "BCD-TINH", "province")
        office.import_rows(texts("597"))
        office.sync()
        for fact in (received("W-1"), facts.Fact(annex_erased=facts.AnnexErased(target=reference(office, 2))), received("W-2")):
            wire_client.write_entry(wire.state, fact.SerializeToString(deterministic=True))
        line = wire.line()
        wire_client.send_unsent(wire.state, line)
        line.close()
        office.sync()
        self.assert_gone("597", office)

    def test_among_others_is_refused(self):
        """The server takes no order that its devices could not check."""
        office, wire = self.province.office("BCD-598"), WireOffice(self.province, "BCD-TINH", "province")
        office.import_rows(texts("598"))
        office.sync()
        scratch = wire.state.scratch()
        for fact in (received("V-1"), facts.Fact(annex_erased=facts.AnnexErased(target=reference(office, 2)))):
            wire_client.write_entry(scratch, fact.SerializeToString(deterministic=True))
        line = wire.line()
        with self.assertRaises(wire_client.Refused):
            line.ask(wire_client.wire.Frame(append=wire_client.wire.Append(segment=wire_client.segment_of(scratch, 1, 2))), "acked")
        line.close()
        self.assertTrue(self.province.mentions(f"{SLIP}-598"))

    def test_two_devices_same_row(self):
        """Both devices import the register before either hears of the other: one order, no trace anywhere."""
        first, second = self.province.office("BCD-599"), self.province.office("BCD-599")
        for device in (first, second):
            device.import_rows(texts("599"))
        for device in (first, second, first):
            device.sync()
        self.assertEqual(second.table("rejected"), [])
        self.tinh.must("erase", self.address("599"), "it names a person")
        for device in (self.tinh, first, second):
            device.sync()
        for device in (first, second):
            self.assertEqual(device.journal("select count(*) from entry where length (annex_hash) > 0"), [(2,)])
            self.assertIn("harmless", device.must("petition", "show", "X-1"))
        self.assert_gone("599", first, second, self.tinh)

    def test_second_device_is_named(self):
        """The order names the second copy."""
        first, second = self.province.office("BCD-600"), self.province.office("BCD-600")
        for device in (first, second):
            device.import_rows(texts("600"))
        for device in (first, second, first):
            device.sync()
        self.tinh.must("erase", f"{second.origin}:2", "it names a person")
        for device in (self.tinh, second, first):
            device.sync()
        self.assert_gone("600", first, second, self.tinh)


if __name__ == "__main__":
    harness.main()
