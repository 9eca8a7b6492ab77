"""Who sent a petition: sealed on the office's machine, opened only once that is on record, and readable nowhere else."""
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import unicodedata
import urllib.parse
import zipfile

import nacl.bindings as sodium

import harness
from harness import FlowCase
from wire_office import WireOffice, received

CODE = re.compile(r"^    ((?:[0-9A-Z]{5}-){5}[0-9A-Z]{5})$", re.MULTILINE)
KEY = re.compile(r"qcdc identity publish ([0-9a-f]{64})")
WHO = {"name": "Lò Thị Sương Mai", "born": "1961", "address": "số 47 ngõ Hoàng Cầm, thôn Đồi Chè", "id_number": "060361009173",
       "phone": "0987123604"}
OTHER = {**WHO, "phone": "0355009812"}


def words(who):
    return [f"{key}={value}" for key, value in who.items()]


def line(number, kind="KHIEU_NAI", **given):
    values = {"field": "DAT_DAI", "received_on": "2020-02-03", "title": f"Đơn số {number}", **given}
    return ["petition", "add", f"local_no={number}", f"kind={kind}", *(f"{key}={value}" for key, value in values.items())]


def shown(text):
    """{heading: value} of the lines that are printed for people."""
    return dict(re.split(r"\s{2,}", row, maxsplit=1) for row in text.splitlines())


def made(device):
    """A new identity key at DEVICE: the code on its paper, and its public key."""
    text = device.must("identity", "new")
    return CODE.search(text)[1], KEY.search(text)[1]


def key_pair(paper):
    """The X25519 key pair of an identity key, from the code on its paper (sealed_identity.h, recovery.h)."""
    values = ["0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(character) for character in paper.replace("-", "")]
    bits = "".join(f"{value:05b}" for value in values)[:128]
    secret = int(bits, 2).to_bytes(16, "big")
    return sodium.crypto_box_seed_keypair(hashlib.blake2b(b"qcdc-identity-1" + secret, digest_size=32).digest())


def index_by_number(key, name, number):
    """blind_index.h, again: NAME folded by hand."""
    return hashlib.blake2b(f"qcdc-blind-1 number\n{name}\n{number}".encode(), digest_size=16, key=key).digest()


class Identities(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.committee = cls.province.office("BCD-TINH", "province")
        cls.office = cls.province.office("BCD-593")
        cls.before = cls.office.run(*line("0/KN"), *words(WHO))
        paper, key = made(cls.committee)
        cls.papers = [paper]
        cls.committee.must("identity", "publish", key)
        cls.office_paper, key = made(cls.office)
        cls.committee.must("identity", "publish", key, "BCD-593")
        cls.committee.sync()
        cls.office.sync()

    def enter(self, number, who=None, **given):
        self.office.must(*line(number, **given), *words(who or WHO))

    def entry(self, number):
        return next(row["entry"] for row in self.office.table("petition", "list") if row["local_no"] == number)

    def read(self, device, name, *given):
        return list(shown(device.must("petition", "identity", name, *given)).values())

    def history(self, device, name):
        return [(row["what"], row["value"]) for row in device.table("petition", "show", name)]

    def test_no_key_no_identity(self):
        self.assert_refused(self.before, "the province has published no identity key", "leave out name")

    def test_the_clerk_sees_what_he_entered(self):
        """On the device that it was entered on, at once and without a line; what is entered again is the same."""
        self.enter("1/KN")
        self.assertEqual(self.read(self.office, "1/KN"), list(WHO.values()))
        self.assertIn("nothing new", self.office.must(*line("1/KN"), *words(WHO)))
        self.assert_refused(self.office.run(*line("1/KN"), *words(OTHER)), "1/KN", "petition correct")
        self.office.must("petition", "correct", "1/KN", *words(OTHER))
        self.assertIn("nothing new", self.office.must("petition", "correct", "1/KN", *words(OTHER)))
        self.assertEqual(self.read(self.office, "1/KN"), list(OTHER.values()))
        self.assertIn(("identity", "sealed"), self.history(self.office, "1/KN"))
        self.office.must("petition", "correct", "1/KN", "field=THUE")
        self.assertEqual(self.read(self.office, "1/KN"), list(OTHER.values()))
        self.office.must(*line("2/KN"))
        self.assert_refused(self.office.run("petition", "identity", "2/KN"), "2/KN does not tell who sent it")
        self.office.must("petition", "correct", "2/KN", "name=Bà Tám")
        self.assertEqual(self.read(self.office, "2/KN"), ["Bà Tám"])
        self.assert_refused(self.office.run(*line("3/KN"), "born=61"), "born", "1900")
        # What cannot be, or names nobody, is not sealed in silence: the same sender would not be found again.
        for wrong, said in (("id_number=06036100917", "9 or 12 digits"), ("id_number=abc", "9 or 12 digits"), ("phone=12", "8 to 13 digits"), ("name= ", "nobody is named")):
            self.assert_refused(self.office.run(*line("3/KN"), wrong), said)
        for place, right in enumerate(("id_number=060 361 009 173", "id_number=B1234567", "phone=+84 987.123.604", "id_number=261091733")):
            self.office.must(*line(f"14{place}/KN"), "name=Bà Tám", right)
        self.assert_refused(self.office.run("petition", "correct", "140/KN", "name="), "nobody is named")
        said = self.office.run("petition", "identity", "140/KN", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertNotIn("truy vấn", said)

    def test_another_device_of_the_office(self):
        """It needs the office's secret, from its paper, and a reason, which all devices of the office see."""
        self.enter("11/KN")
        self.office.sync()
        second = self.province.office("BCD-593")
        second.sync()
        self.assert_refused(second.run("petition", "identity", "11/KN", "reason=gặp người khiếu nại"), "none of the identity secrets")
        self.assertNotIn("identity opened", [what for what, _ in self.history(second, "11/KN")])
        self.assert_refused(second.run("identity", "read", given="ABCDE"), "not the code of a paper")
        second.must("identity", "read", given=self.office_paper.lower())
        [row] = second.table("identity", "list")
        self.assertEqual(row["office"], "BCD-593")
        self.assert_refused(second.run("petition", "identity", "11/KN"), "reason")
        self.assertEqual(self.read(second, "11/KN", "reason=gặp người khiếu nại"), list(WHO.values()))
        second.sync()
        self.office.sync()
        for device in (second, self.office):
            self.assertIn(("identity opened", "gặp người khiếu nại"), self.history(device, "11/KN"))

    def test_the_province_opens_any(self):
        """By the address alone; first the entry that says so is committed, and the office hears of it."""
        self.enter("21/KN")
        self.enter("22/KN")
        self.office.must("petition", "correct", "22/KN", *words(OTHER))
        self.office.must(*line("23/KN"))
        self.office.sync()
        before = self.committee.entries()
        opened = self.committee.run("petition", "identity", self.entry("21/KN"))
        self.assert_refused(opened, "reason")
        self.assertEqual(self.committee.entries(), before)
        self.assertEqual(self.read(self.committee, self.entry("21/KN"), "reason=thẩm tra"), list(WHO.values()))
        self.assertEqual(self.read(self.committee, self.entry("22/KN"), "reason=thẩm tra"), list(OTHER.values()))
        self.assert_refused(self.committee.run("petition", "identity", self.entry("23/KN"), "reason=thẩm tra"), "no petition that tells")
        # By its number, as people name it; of what is not there nothing is said to have been opened.
        self.assertEqual(self.read(self.committee, "BCD-593:21/KN", "reason=thẩm tra theo số"), list(WHO.values()))
        before = self.committee.entries()
        for given, said in ((["BCD-593:99/KN", "reason=thẩm tra"], "BCD-593:99/KN"), (["BCD-593:21/KN"], "saying why"), (["BCD-593:21/KN", "reason= "], "write why")):
            self.assert_refused(self.committee.run("petition", "identity", *given), said)
        self.assertEqual(self.committee.entries(), before)
        # Each reading is said, however often.
        self.assertEqual(self.read(self.committee, self.entry("21/KN"), "reason=lần nữa"), list(WHO.values()))
        self.office.sync()
        said = self.history(self.office, "21/KN")
        self.assertIn(("identity opened", "thẩm tra"), said)
        self.assertIn(("identity opened", "lần nữa"), said)
        for device in (self.committee, self.office):
            rows = [row for row in device.query("identity_openings") if row["local_no"] == "21/KN"]
            self.assertEqual([(row["by"], row["office"]) for row in rows], [("BCD-TINH", "BCD-593")] * 3)
        other = self.province.office("BCD-595")
        self.assertEqual(other.query("identity_openings"), [])
        self.assert_refused(other.run("query", "petition_identity", f"opening={rows[0]['opening']}"), "role")
        # A further device of the province has no secret, and says nothing before it can open.
        second = self.province.office("BCD-TINH", "province")
        self.assert_refused(second.run("petition", "identity", self.entry("21/KN"), "reason=xem"), "holds no identity secret")
        for paper in self.papers:
            second.must("identity", "read", given=paper)
        # Nor does it get what is sealed for the opening of another device: whoever reads says why himself.
        for row in rows:
            self.assertEqual(second.query("petition_identity", opening=row["opening"]), [])
            self.assertEqual(len(self.committee.query("petition_identity", opening=row["opening"])), 1)
        self.assertEqual(self.read(second, self.entry("21/KN"), "reason=xem"), list(WHO.values()))
        # Without a line nothing is shown.
        self.province.stop()
        away = self.committee.run("petition", "identity", self.entry("21/KN"), "reason=mất mạng")
        self.province.start()
        self.assertEqual((away.status, away.out), (75, ""), away)

    def test_another_key(self):
        """A new key takes over at once; the secret of the old one stays, and opens what is sealed to it."""
        self.enter("31/KN")
        paper, key = made(self.committee)
        self.papers.append(paper)
        self.committee.must("identity", "publish", key)
        self.committee.sync()
        self.office.sync()
        self.enter("32/KN")
        self.office.sync()
        for number in ("31/KN", "32/KN"):
            self.assertEqual(self.read(self.committee, self.entry(number), "reason=thẩm tra"), list(WHO.values()))
        sealed = self.province.sql("select identity_key from petition where local_no in ('31/KN', '32/KN')")
        self.assertEqual(len({tuple(row) for row in sealed}), 2)
        self.assertEqual(len(self.committee.table("identity", "list")), len(self.papers))
        self.assert_refused(self.committee.run("identity", "publish", key[:-1]), "digits from 0 to f")
        _, key = made(self.office)
        self.assert_refused(self.committee.run("identity", "publish", key, "BCD-0"), "no office")
        self.assert_refused(self.office.run("identity", "publish", key), "only the provincial committee")

    def test_it_goes_along_with_a_hand_over(self):
        """The office that has it then opens it with its own key, which the sender's machine sealed it to; one without a key asks the province."""
        receiver, bare = self.province.office("BCD-594"), self.province.office("BCD-596")
        _, key = made(receiver)
        self.committee.must("identity", "publish", key, "BCD-594")
        self.committee.sync()
        second = self.province.office("BCD-593")
        for number in ("71/HC", "72/HC", "73/HC"):
            self.enter(number)
        self.office.sync()
        second.sync()
        out = ("on=2020-02-05", "article=Điều 26", "reason=không thuộc thẩm quyền")
        self.assertEqual(self.office.run("petition", "hand-over", "71/HC", "to=BCD-594", *out).err, "")
        self.assertIn("BCD-596 has no identity key, and asks the province", self.office.run("petition", "hand-over", "72/HC", "to=BCD-596", *out).err)
        # This device has entered nothing of it, and holds no secret of its office.
        self.assertIn("cannot open who sent it: BCD-594 asks the province", second.run("petition", "hand-over", "73/HC", "to=BCD-594", *out).err)
        for device in (self.office, second, receiver, bare):
            device.sync()
        for device, number in ((receiver, "71/HC"), (bare, "72/HC"), (receiver, "73/HC")):
            [row] = [row for row in device.table("petition", "incoming") if row["local_no"] == number]
            device.must("petition", "take-in", row["hand_over"], f"local_no={number}/T", "received_on=2020-02-10")
            device.sync()
        self.assert_refused(receiver.run("petition", "identity", "71/HC/T"), "reason")
        self.assertEqual(self.read(receiver, "71/HC/T", "reason=mời làm việc"), list(WHO.values()))
        for device, number in ((bare, "72/HC/T"), (receiver, "73/HC/T")):
            self.assert_refused(device.run("petition", "identity", number, "reason=mời làm việc"), "was not sealed for this office", "the province can open it")
            [entry] = [row["entry"] for row in device.table("petition", "list") if row["local_no"] == number]
            self.assertEqual(self.read(self.committee, entry, "reason=theo yêu cầu"), list(WHO.values()))
        receiver.sync()
        self.assertIn(("BCD-594", "BCD-594"), [(row["by"], row["office"]) for row in self.committee.query("identity_openings")])
        for place in (self.office, second, receiver, bare):
            for value in WHO.values():
                self.assertFalse(place.mentions(value) and value != WHO["born"], value)
        self.assertFalse(self.province.mentions(WHO["name"]))
        self.assert_identical()

    def test_never_of_a_denunciation(self):
        """The client refuses it, the server refuses it of any client, and the database has no room for it."""
        for key, value in WHO.items():
            self.assert_refused(self.office.run(*line("41/TC", kind="TO_CAO"), f"{key}={value}"), "must not tell who denounces", key)
        wire = WireOffice(self.province, "BCD-593")
        [verdict] = wire.append(received("42/TC", kind="TO_CAO", identity_key=7))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("IDENTITY_TEXT", "identity_key"))
        self.enter("43/KN", title="Đơn về cán bộ")
        corrected = self.office.run("petition", "correct", "43/KN", "kind=TO_CAO", "field=CAN_BO")
        self.assertEqual(corrected.status, 0, corrected)
        entry = self.entry("43/KN")
        self.assertIn(f"qcdc erase {entry}", corrected.err)
        self.assert_refused(self.office.run("petition", "identity", "43/KN"), "does not tell")
        self.assert_refused(self.office.run("petition", "correct", "43/KN", "phone=0987123604"), "must not tell who denounces")
        self.office.sync()
        with self.assertRaisesRegex(harness.Failed, "no_denouncer"):
            self.province.sql("update petition set identity_key = 7 where local_no = '43/KN'")
        self.assert_refused(self.committee.run("petition", "identity", entry, "reason=thẩm tra"), "no petition that tells")

    def test_erased(self):
        """With the text goes who sent it, everywhere."""
        self.enter("51/KN")
        self.office.sync()
        entry = self.entry("51/KN")
        self.committee.must("erase", entry, "theo yêu cầu")
        self.committee.sync()
        self.office.sync()
        self.assert_refused(self.office.run("petition", "identity", "51/KN", "reason=xem"), "erased")
        self.assert_refused(self.committee.run("petition", "identity", entry, "reason=xem"), "erased")

    def test_v_the_same_sender(self):
        """Found over offices by a blind index under a key that the server never has; who it is nobody is told."""
        other, third = self.province.office("BCD-594"), self.province.office("BCD-596")
        self.assert_refused(self.office.run("identity", "index"), "only the provincial committee")
        _, key = made(other)
        self.committee.must("identity", "publish", key, "BCD-594")
        self.committee.must("identity", "index")
        self.assertIn("nothing", self.committee.must("identity", "index"))
        _, key = made(third)
        self.committee.must("identity", "publish", key, "BCD-596")  # which hands it the index key as well
        for device in (self.committee, self.office, other, third):
            device.sync()
        typed = {"name": "LO THI SUONG MAI", "born": "1961", "address": "xóm 2, X. Hồng Thái - H. Bắc Bình", "id_number": "060 361 009 173"}
        placed = {**WHO, "address": "thôn Đồi Chè, xã Hồng Thái, huyện Bắc Bình"}
        text = "Kênh tiếp nước bị bồi lấp làm khô hạn cánh đồng lúa ba vụ của xứ Láng Găng từ sau lũ"
        self.enter("71/KN", who=placed, title=text, received_on="2020-11-02")
        other.must(*line("72/KN", title=text, received_on="2020-11-03"), *words(typed))
        third.must(*line("73/KN", title="Chó thả rông ở chợ", received_on="2020-11-04"), *words({**typed, "id_number": ""}))
        third.must(*line("74/KN", title=text, received_on="2020-11-05"), *words({**OTHER, "name": "Nguyễn Văn Nam"}))
        third.must(*line("75/KN", title=text, received_on="2020-11-06"))
        for device in (self.office, other, third):
            device.sync()
        window = {"from": "2020-11-01", "to": "2020-11-30"}

        def same(**given):
            return {(row["local_no"], row["other_local_no"]): row["same"] for row in self.committee.query("petition_same_identity", **{**window, **given})}

        self.assertEqual(same(), {("71/KN", "72/KN"): "number place", ("71/KN", "73/KN"): "place", ("72/KN", "73/KN"): "place"})
        self.assertEqual(set(same(petition="73/KN")), {("71/KN", "73/KN"), ("72/KN", "73/KN")})
        self.assertEqual(set(same(office="BCD-593")), {("71/KN", "72/KN"), ("71/KN", "73/KN")})
        pairs = {(row["local_no"], row["other_local_no"]): row["evidence"] for row in self.committee.query("petition_pairs", **window)}
        self.assertEqual(pairs, {("71/KN", "72/KN"): "text identity", ("71/KN", "73/KN"): "identity", ("72/KN", "73/KN"): "identity",
                                 **{(a, b): "text" for a in ("71/KN", "72/KN", "74/KN") for b in ("74/KN", "75/KN") if a != b}})
        told = self.committee.run("query", "petition_same_identity", "petition=71/KN", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("số giấy tờ", told)
        self.assertIn("đề xuất", told)
        self.assertNotIn("KHIEU_NAI", told)
        for asker in (self.office, self.province.office("BCD-TINH", "analyst")):
            for query in ("petition_same_identity", "petition_pairs"):
                self.assert_refused(asker.run("query", query), "role")
        self.attack()
        # Another sender, another index; a denunciation has none; what is erased is no evidence.
        other.must("petition", "correct", "72/KN", "name=Trần Thị Sen", "id_number=060361000000", "born=1970")
        self.office.must("petition", "correct", "71/KN", "kind=TO_CAO", "field=CAN_BO")
        other.sync()
        self.office.sync()
        self.assertEqual(same(), {})
        self.assertEqual(self.province.value("select count(*) from petition where kind = 2 and blind_key is not null"), "0")
        self.office.must("petition", "correct", "71/KN", "kind=KHIEU_NAI", *words(placed))
        self.office.sync()
        self.assertEqual(same(), {("71/KN", "73/KN"): "place"})
        self.committee.must("erase", next(row["entry"] for row in third.table("petition", "list") if row["local_no"] == "73/KN"), "theo yêu cầu")
        self.committee.sync()
        third.sync()
        self.assertEqual(same(), {})
        # A new key: what is indexed by it is found again, what was by the old one not, and each says by which.
        before = self.province.value("select count(distinct blind_key) from petition where blind_key is not null")
        self.committee.must("identity", "index", "--new")
        for device in (self.committee, self.office, other):
            device.sync()
        self.enter("76/KN", who=placed, title="Đơn sau", received_on="2020-11-10")
        other.must(*line("77/KN", title="Việc nữa", received_on="2020-11-11"), *words(placed))
        self.office.sync()
        other.sync()
        self.assertEqual(same(), {("76/KN", "77/KN"): "number place"})
        # What another office takes in has no index of its own, and is found by the one that it came of; with that it is no pair.
        self.office.must("petition", "hand-over", "76/KN", "to=BCD-596", "on=2020-11-12", "article=Điều 26 Luật Tiếp công dân", "reason=không thuộc thẩm quyền")
        self.office.sync()
        third.sync()
        row, = [row for row in third.table("petition", "incoming") if row["local_no"] == "76/KN"]
        third.must("petition", "take-in", row["hand_over"], "local_no=76/T", "received_on=2020-11-13")
        third.sync()
        both = {("76/KN", "77/KN"): "number place", ("77/KN", "76/T"): "number place"}
        self.assertEqual(same(), both)
        self.assertEqual(same(petition="76/T"), {("77/KN", "76/T"): "number place"})
        self.assertEqual(same(petition="77/KN"), both)
        pairs = {(row["local_no"], row["other_local_no"]): row["evidence"] for row in self.committee.query("petition_pairs", petition="76/T")}
        self.assertEqual(pairs, {("77/KN", "76/T"): "identity"})
        self.assertEqual((before, self.province.value("select count(distinct blind_key) from petition where blind_key is not null")), ("1", "2"))
        # What became a denunciation where it was taken in tells of nobody: not by the one that it came of either.
        third.must("petition", "correct", "76/T", "kind=TO_CAO", "field=CAN_BO")
        third.sync()
        self.assertEqual(same(), {("76/KN", "77/KN"): "number place"})
        self.assertEqual(same(petition="76/T"), {})
        self.assertEqual([row["evidence"] for row in self.committee.query("petition_pairs", petition="76/T") if "identity" in row["evidence"]], [])
        # Who has no secret of the office's is told that it is not indexed; the petition is taken all the same.
        second = self.province.office("BCD-594")
        second.sync()
        done = second.run(*line("78/KN", received_on="2020-11-12"), *words(placed))
        self.assertEqual(done.status, 0, done)
        self.assertIn("not indexed", done.err)
        # A program of one's own: only of what is sealed, whole, and of no denunciation.
        wire = WireOffice(self.province, "BCD-597")
        for given, code in (({"kind": "TO_CAO"}, "IDENTITY_TEXT"), ({"identity_key": 0}, "MALFORMED"), ({"blind": {"key": 1, "number": b"x" * 15}}, "MALFORMED"),
                            ({"blind": {"key": 0, "number": b"x" * 16}}, "MALFORMED"), ({"blind": {"key": 1}}, "MALFORMED")):
            values = {"identity_key": 7, "blind": {"key": 1, "number": b"x" * 16}, **given}
            [verdict] = wire.append(received("1/KN", **values))["verdicts"]
            self.assertEqual(verdict["code"], code, given)
        self.assertEqual(wire.append(received("1/KN", identity_key=7, blind={"key": 1, "place": b"x" * 16}))["verdicts"], [])
        self.assert_identical()

    def attack(self):
        """With the key a person is tried in a moment, with all that the database has in none: the key stands in no dump, log, feed or file."""
        dump = self.province.dump()
        person = ("lo thi suong mai", "060361009173")
        indexes = {bytes.fromhex(text.removeprefix("\\x"))
                   for (text,) in self.province.sql("select blind_number::text from petition where blind_number is not null")}
        public, secret = key_pair(self.papers[-1])
        rows = [row for row in self.committee.table("catalogue", "index-keys") if row["sealed_to"] == public.hex()]
        key = sodium.crypto_box_seal_open(bytes.fromhex(rows[-1]["sealed"]), public, secret)
        self.assertIn(index_by_number(key, *person), indexes)
        self.assertNotIn(index_by_number(key, "lo thi suong may", person[1]), indexes)
        values = {bytes.fromhex(text.decode()) for text in set(re.findall(rb"(?:[0-9a-f]{2}){16,2048}", dump))}
        values |= {bytes.fromhex(text.decode()) for value in values for text in re.findall(rb"(?:[0-9a-f]{2}){32}", value)}
        windows = {value[i:i + 32] for value in values for i in range(max(1, len(value) - 31))}
        self.assertGreater(len(windows), 1000)
        self.assertFalse([guess for guess in windows if index_by_number(guess, *person) in indexes])
        for form in (key, key.hex().encode(), base64.b64encode(key)[:40]):
            self.assertNotIn(form, dump)
            for path in sorted(self.province.folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    self.assertNotIn(form, path.read_bytes(), path)

    def test_typed_where_no_shell_remembers_it(self):
        """A value "-" is the next line of what is typed: in no list of processes, no history, and no core of a program that is ended in the middle."""
        given = "".join(f"{value}\n" for value in WHO.values())
        self.assertEqual(self.office.must(*line("81/KN"), *(f"{key}=-" for key in WHO), given=given).strip(), "entered")
        self.assertEqual(self.read(self.office, "81/KN"), list(WHO.values()))
        self.office.must("petition", "correct", "81/KN", f"name={OTHER['name']}", "phone=-", given=OTHER["phone"])
        self.assertIn(OTHER["phone"], self.read(self.office, "81/KN"))
        self.assert_refused(self.office.run(*line("82/KN"), "name=-", "phone=-", given="Bà Tám\n"), "phone: standard input has no line for it")
        self.assert_refused(self.office.run(*line("82/KN"), "address=-", given="x" * 600 + "\n"), "address: longer than 500 bytes")
        self.office.must(*line("82/KN"), "address=-", given="x" * 500 + "\n")
        self.assert_refused(self.office.run(*line("83/TC", kind="TO_CAO"), "name=-", given="Bà Tám\n"), "must not tell who denounces")
        place = self.province.folder / "aborted"
        place.mkdir()

        def unlimited():
            resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
        process = subprocess.Popen([str(word) for word in (harness.QCDC, "--home", self.office.home, *line("84/KN"), "name=-", "phone=-")], cwd=place,
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=harness.ENVIRONMENT, preexec_fn=unlimited)
        process.stdin.write(f"{WHO['name']}\n".encode())
        process.stdin.flush()
        self.assertTrue(harness.wait_until(lambda: pathlib.Path(f"/proc/{process.pid}/wchan").read_text() not in ("", "0")
                                           or pathlib.Path(f"/proc/{process.pid}/stat").read_text().split()[2] == "S"))
        self.assertNotIn(WHO["name"].encode(), pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes())
        os.kill(process.pid, signal.SIGABRT)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = status
        process.stdin.close()
        process.stderr.close()
        self.assertTrue(os.WIFSIGNALED(status) and not os.WCOREDUMP(status), status)
        self.assertEqual(list(place.iterdir()), [])

    def test_an_import_leaves_no_hash_to_try(self):
        """All but the names of a small file stands in the journal: by the hash of the file each name could be tried."""
        path = self.province.folder / "so.csv"
        rows = "local_no,kind,field,received_on,title{}\n91/KN,KHIEU_NAI,DAT_DAI,2020-02-03,Đơn{}\n"
        path.write_text(rows.format(",Họ và tên", f",{WHO['name']}"), encoding="utf-8")
        self.assertIn("left out", self.office.run("petition", "import", path).err)
        digest = hashlib.sha256(path.read_bytes())
        self.assertEqual(self.office.table("petition", "imports")[0]["sha256"], "")
        path.unlink()
        for form in (digest.digest(), digest.hexdigest().encode()):
            self.assertEqual([path for path in self.office.home.rglob("*") if path.is_file() and form in path.read_bytes()], [])
        # Of a file without names it stays, and so does the name of the file unless it tells somebody's.
        path = self.province.folder / "Lò Thị Sương Mai 0987123604.csv"
        path.write_text(rows.format("", " khác").replace("91/KN", "92/KN"), encoding="utf-8")
        self.office.must("petition", "import", path)
        row = self.office.table("petition", "imports")[0]
        self.assertEqual((row["file"], row["sha256"]), ("–", hashlib.sha256(path.read_bytes()).hexdigest()))
        path.unlink()

    def test_w_a_sealed_laptop(self):
        """A copy of its home, with the keys under a passphrase: neither names, nor what opens them, nor what they could be tried by."""
        self.enter("93/KN")
        self.office.sync()
        laptop = self.province.folder / "laptop"
        subprocess.run(["cp", "-a", self.office.home, laptop], check=True)
        keys = dict(row.split() for row in (laptop / "keys").read_text().splitlines()[1:])
        passphrase = self.province.folder / "passphrase"
        passphrase.write_text("một câu dài khó đoán\n", encoding="utf-8")
        passphrase.chmod(0o600)
        done = harness.run([harness.QCDC, "--home", laptop, "seal"], environment={"QCDC_PASSPHRASE_FILE": str(passphrase)})
        self.assertEqual(done.status, 0, done)
        passphrase.unlink()
        for asked in (("petition", "identity", "93/KN"), ("petition", "identity", "93/KN", "reason=xem"), ("identity", "new"), ("sync",)):
            done = harness.run([harness.QCDC, "--home", laptop, *asked])
            self.assertIn("passphrase", done.err, asked)
            self.assertEqual(done.out, "", asked)
        bits = "".join(f"{'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.index(character):05b}" for character in self.office_paper.replace("-", ""))[:128]
        secrets = {"the paper": int(bits, 2).to_bytes(16, "big"), "the box": key_pair(self.office_paper)[1],
                   **{name: bytes.fromhex(keys[name])[:32] for name in ("curve-secret", "sign-secret")}}
        for path in sorted(laptop.rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            for name, secret in secrets.items():
                for form in (secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret)[:len(secret) // 3 * 4]):
                    self.assertNotIn(form, data, (name, path))
            self.assertNotIn(self.office_paper.encode(), data)
        self.assertEqual(list(self.leaks(laptop)), [])
        # What is looked for is found where nothing is sealed.
        self.assertIn(keys["sign-secret"].encode(), (self.office.home / "keys").read_bytes())

    def test_x_as_the_journals_say(self):
        """Tests run in the order of their names: after the others."""
        self.office.sync()
        self.assert_identical()
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assert_identical()

    def test_y_nowhere_in_the_clear(self):
        """Every file of the province and of the devices, the logs, a dump, a backup, and whatever can be exported."""
        self.enter("61/KN")
        self.enter("62/KN", who=OTHER, kind="PHAN_ANH")
        self.office.sync()
        self.read(self.committee, self.entry("61/KN"), "reason=thẩm tra")
        folder = self.province.folder / "exported"
        folder.mkdir()
        for suffix in ("csv", "json", "xlsx"):
            self.office.must("petition", "list", "-o", folder / f"list.{suffix}")
            self.office.must("petition", "show", "61/KN", "-o", folder / f"show.{suffix}")
            self.committee.must("query", "petition_register", "-o", folder / f"register.{suffix}")
            self.committee.must("query", "identity_openings", "-o", folder / f"openings.{suffix}")
        temporary = self.province.folder / "temporary"
        temporary.mkdir()
        places = {"SQLITE_TMPDIR": str(temporary), "TMPDIR": str(temporary)}
        self.assertEqual(self.office.run("petition", "search", "đơn", environment=places).status, 0)
        self.assertEqual(self.office.run("petition", "correct", "62/KN", "title=Đơn sửa", *words(OTHER), environment=places).status, 0)
        self.assertEqual(list(temporary.iterdir()), [])
        for kind in ("html", "docx"):
            self.office.must("petition", "slip", "61/KN", "BIEN_NHAN", "-o", folder / f"slip.{kind}")
        analyst = self.province.office("BCD-TINH", "analyst")
        self.province.must("analyst-role", "phan_tich")
        for device in (self.office, self.committee, analyst):
            for row in device.table("query"):
                for form in ("csv", "json", "table") if device is self.committee else ("csv",):
                    done = device.run("query", row["name"], "--format", form)
                    (folder / f"{device.name}-{row['name']}.{form}").write_text(done.out + done.err, encoding="utf-8")
        for (view,) in self.province.sql("select viewname from pg_views where schemaname = 'open_data'"):
            (folder / f"open-{view}").write_text("".join(map(str, self.province.sql(f"select * from open_data.{view}"))), encoding="utf-8")
        self.assertGreater(len(list(folder.glob("open-*"))), 5)
        self.assertGreater(len(list(folder.glob(f"{self.committee.name}-*.csv"))), 10)
        self.assertEqual(self.in_memory(), [])
        (folder / "found").write_text(self.committee.must("query", "petition_search", "words=61/KN"), encoding="utf-8")
        (folder / "dump").write_bytes(self.province.dump())
        self.province.backup()
        self.office.backup()
        for path in [*folder.glob("*.xlsx"), *folder.glob("*.docx")]:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder / f"{path.stem}-{path.suffix[1:]}")
        self.assertEqual(list(self.leaks(self.province.folder)), [])
        # What is looked for is found where it stands.
        (folder / "leak").write_text(WHO["name"], encoding="utf-8")
        self.assertEqual([path.name for path, _ in self.leaks(folder)], ["leak"])

    def in_memory(self):
        """(process, value) of what is planted and stands in the memory of the server, or of its database with what its processes share; who runs the
        tests as root may read it."""
        if os.geteuid() != 0:
            return []
        parents = {}
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                parents[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        server = {self.province.process.pid}
        postmaster = int((self.province.data / "pg" / "postmaster.pid").read_text().split()[0])
        wanted = re.compile(b"|".join(re.escape(form) for form in (WHO["name"].encode(), WHO["id_number"].encode(), WHO["phone"].encode(), OTHER["phone"].encode())))
        found = []
        for pid in server | {postmaster} | {pid for pid, parent in parents.items() if parent == postmaster}:
            try:
                maps = pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):  # a worker of the database that ended meanwhile
                self.assertNotIn(pid, server | {postmaster})
                continue
            for row in maps:
                place, rights, *_ = row.split()
                begin, end = (int(number, 16) for number in place.split("-"))
                if not rights.startswith("rw") or ("s" in rights and pid != postmaster):
                    continue
                try:
                    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
                        memory.seek(begin)
                        data = memory.read(end - begin)
                except OSError:
                    continue
                found += [(pid, match[0]) for match in wanted.finditer(data)]
        return found

    @staticmethod
    def planted(everyhow):
        """{bytes: value} of every planted value as text may be written; EVERYHOW: also as exports and programs of one's own would."""
        planted = {}
        for value in {*WHO.values(), *OTHER.values()} - {WHO["born"]}:
            bare = "".join(part for part in unicodedata.normalize("NFD", value) if not unicodedata.combining(part))
            for text in {value, value.upper(), value.lower(), unicodedata.normalize("NFD", value), bare, bare.lower().replace("đ", "d")}:
                raws = {text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}
                if everyhow:
                    raws |= {form.encode() for form in (json.dumps(text)[1:-1], urllib.parse.quote(text), "".join(f"&#{ord(letter)};" for letter in text))}
                    raws.add(text.encode("utf-32-le"))
                for raw in raws:
                    planted.update({raw: value, raw.hex().encode(): value, raw.hex().upper().encode(): value})
                    for skipped in range(3 if everyhow else 1):  # base64 of whatever begins before it
                        planted[base64.b64encode(raw[skipped:skipped + (len(raw) - skipped) // 3 * 3])] = value
        return planted

    @classmethod
    def leaks(cls, folder):
        """(file, value) of every planted value that stands in a file."""
        everyhow, plainly = cls.planted(True), cls.planted(False)
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                yield from ((path, value) for raw, value in (plainly if "pg" in path.parts else everyhow).items() if raw in data)


if __name__ == "__main__":
    harness.main()
