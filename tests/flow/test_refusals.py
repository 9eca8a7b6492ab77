"""Who may not do something is told so in words, the server writes it down, and nothing is stored.

What qcdc itself would never send is sent by a client in Python that follows proto/DIALOGUE.md.
"""
import re
import time

import harness
import wire_client
import wire_misbehave
from harness import FlowCase, petition
from wire_client import facts, wire
from wire_office import WireOffice, corrected, received, reference, refusal

VIETNAMESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}


class Refusals(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.province.office("BCD-593")
        cls.member.import_rows([petition("M-1", title="a text of its own")])
        cls.member.sync()
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def setUp(self):
        self.entries = self.province.entries()
        self.members = self.members_held()
        self.logged = len(self.province.log())

    def members_held(self):
        return self.province.sql("select encode(origin, 'hex'), head_seq, revoked_at is null from origin order by id")

    def assert_nothing_stored(self):
        self.assertEqual(self.province.entries(), self.entries)
        self.assert_identical()

    def assert_logged(self, *words):
        """The server's log has, since the test began, one line with all WORDS."""
        def lines():
            return self.province.log()[self.logged:].splitlines()

        self.assertTrue(harness.wait_until(lambda: any(all(word in line for word in words) for line in lines())),
                        f"no line with {words} in:\n" + "\n".join(lines()))

    def key_logged(self, state):
        return wire_client.z85.decode(state.curve_public).hex()[:16]

    # -------- keys

    def test_unknown_key(self):
        """A home that belongs to another province, with a journal and an invitation of its own: nothing gets in."""
        other = harness.Province()
        self.addCleanup(other.close)
        stranger = other.office("BCD-594")
        stranger.import_rows([petition("S-1")])
        settings = dict(self.member.journal("select name, value from meta"))
        other.stop()
        self.change_settings(stranger, {name: settings[name] for name in ("endpoint", "server_curve", "server_sign")})
        self.assert_refused(stranger.run("sync"), "not joined", "qcdc join")
        self.assert_refused(stranger.run("query", "petition_counts"), "not joined")
        self.assert_logged("has not joined")
        self.assertEqual(self.members_held(), self.members)
        self.assert_nothing_stored()

    @staticmethod
    def change_settings(office, settings):
        """Points a home to another server, as no command would."""
        connection = harness.sqlite3.connect(office.home / "journal.db")
        for name, value in settings.items():
            connection.execute("update meta set value = ? where name = ?", (value, name))
        connection.commit()
        connection.close()

    def test_unknown_key_says_anything(self):
        """Whatever a stranger sends is refused with the same reason, or not answered."""
        stranger = WireOffice(self.province, "BCD-594", join=False)
        stranger.state.make_keys()
        invited = WireOffice(self.province, "BCD-594")
        stranger.state.data.update({name: invited.state.data[name] for name in ("endpoint", "server_curve", "server_sign")})
        self.entries, self.members = self.province.entries(), self.members_held()
        segment = stranger.segment(received("S-2"))
        for frame, kind in ((wire.Frame(hello=wire.Hello(version_min=1, version_max=1)), "welcome"),
                            (wire.Frame(append=wire.Append(segment=segment)), "acked"),
                            (wire.Frame(fetch=wire.Fetch(own_from=1)), "entries"),
                            (wire.Frame(query=wire.Query(name="petition_counts")), "table"),
                            (wire.Frame(query=wire.Query()), "table"),
                            (wire.Frame(ping=wire.Ping()), "pong")):
            line = stranger.line(hello=False)
            said = refusal(line, frame, kind)
            line.close()
            self.assertIsNotNone(said, frame)
            self.assertEqual(said["code"], "UNKNOWN_KEY", frame)
            self.assertTrue(said["message"] and said["advice"], said)
        self.assert_logged(self.key_logged(stranger.state), "has not joined")
        self.assertEqual(self.members_held(), self.members)
        self.assert_nothing_stored()

    def test_revoked_key(self):
        gone = self.province.office("BCD-595")
        gone.import_rows([petition("R-1")])
        gone.sync()
        gone.import_rows([petition("R-2")])
        self.assertIn("shut out", self.province.revoke(gone.origin))
        entries = self.province.entries()
        # The server hears of it from its database a moment later; until then this device may ask, and must not send.
        self.assertTrue(harness.wait_until(lambda: gone.run("query", "petition_counts").status != 0))
        for words in (("sync",), ("query", "petition_counts")):
            self.assert_refused(gone.run(*words), "revoked", "invitation")
            done = gone.run(*words, environment=VIETNAMESE)
            self.assert_refused(done, "thiết bị này đã bị thu hồi quyền", "tệp đăng ký mới", "qcdc rescue")
            self.assertNotIn("revoked", done.err)
        self.assert_logged("revoked")
        self.assertEqual(self.province.entries(), entries)
        self.assertEqual(gone.entries(), 2, "what it wrote stays in its own journal")
        self.assertEqual([row["office"] for row in self.tinh.query("petition_register", unit="595")], ["BCD-595"])
        self.assert_identical()
        # Nor does a new invitation let the same keys in again.
        self.assert_refused(gone.run("join", self.province.invite("BCD-595")), "revoked")
        self.assertEqual(self.province.entries(), entries)

    def test_revoked_in_a_live_session(self):
        """The session stands, something was acknowledged in it, and then the device is shut out."""
        device = WireOffice(self.province, "BCD-596")
        line = device.line()
        wire_client.write_entry(device.state, received("L-1").SerializeToString())
        wire_client.send_unsent(device.state, line)
        entries = self.province.entries()
        self.province.revoke(device.origin)
        self.assertTrue(harness.wait_until(lambda: refusal(line, wire.Frame(ping=wire.Ping()), "pong") is not None),
                        "a revocation cuts a session that is open")
        self.assertEqual(refusal(line, wire.Frame(ping=wire.Ping()), "pong")["code"], "REVOKED")
        for frame, kind in ((wire.Frame(append=wire.Append(segment=device.segment(received("L-2")))), "acked"),
                            (wire.Frame(fetch=wire.Fetch(own_from=1)), "entries"),
                            (wire.Frame(fetch=wire.Fetch(feed=wire.Cursor())), "entries"),
                            (wire.Frame(query=wire.Query(name="petition_counts")), "table")):
            self.assertEqual(refusal(line, frame, kind)["code"], "REVOKED", frame)
        line.close()
        self.assert_logged(self.key_logged(device.state), "revoked")
        self.assertEqual(self.province.entries(), entries)
        self.assert_identical()

    def test_revoke_something_else(self):
        for origin, status, word in (("0123456789abcdef", 1, "no device"), ("nonsense", 2, "hexadecimal")):
            done = self.province.command("revoke", "--origin", origin)
            self.assertEqual((done.status, done.out, len(done.err.splitlines())), (status, "", 1), done)
            self.assertIn(word, done.err)
        self.assertEqual(self.members_held(), self.members)

    # -------- invitations

    def join(self, invitation):
        """qcdc join in a home of its own; its result."""
        office = harness.Office(self.province, "BCD-597")
        return office, office.run("join", invitation)

    def test_used_invitation(self):
        invitation = self.province.invite("BCD-597")
        first, done = self.join(invitation)
        self.assertEqual(done.status, 0, done)
        members = self.members_held()
        second, done = self.join(invitation)
        self.assert_refused(done, "has been used", "another device", "new one")
        self.assert_logged("used by another device")
        self.assertEqual(self.members_held(), members)
        self.assert_refused(second.run("sync"), "join")
        # The device that used it may say it again, however often, and is the same.
        self.assertEqual(first.run("join", invitation).status, 0)
        self.assertEqual(self.members_held(), members)
        self.assert_nothing_stored()

    def test_expired_invitation(self):
        invitation = self.province.invite("BCD-597", "reporter", "--valid", "1s")
        time.sleep(1.6)
        # It is the server's clock that counts.
        _, done = self.join(invitation)
        self.assert_refused(done, "expired", "new one")
        self.assert_logged("has expired")
        # A file that was mended by hand is not asked about at all.
        text = invitation.read_text()
        invitation.write_text(re.sub(r"expires .*", "expires 2099-01-01T00:00:00Z", text))
        _, done = self.join(invitation)
        self.assert_refused(done, "a line was changed", "new one")
        self.assertEqual(self.members_held(), self.members)

    def test_invented_invitation(self):
        invitation = self.province.invite("BCD-597")
        text = invitation.read_text()
        invitation.write_text(re.sub(r"code \w*", "code " + "ab" * 16, text))
        _, done = self.join(invitation)
        self.assert_refused(done, "not known")
        # Another office or role written into a good invitation does not make one of it.
        invitation.write_text(text.replace("office BCD-597", "office BCD-TINH").replace("role reporter", "role province"))
        _, done = self.join(invitation)
        self.assertEqual(done.status, 1, done)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        self.assertEqual(self.members_held(), self.members, "only the province's own devices have the province's role")

    def test_void_invitation(self):
        invitation = self.province.invite("BCD-597")
        self.province.sql("update invitation set voided_at = now() where used_at is null")
        _, done = self.join(invitation)
        self.assert_refused(done, "withdrawn")
        self.assertEqual(self.members_held(), self.members)

    def test_damaged_invitation(self):
        invitation = self.province.invite("BCD-597")
        text = invitation.read_text()
        for damaged in ("", text[:100], text.replace("qcdc-invitation-1", "qcdc-invitation-9"), text.replace("endpoint tcp", "endpoint udp"),
                        re.sub(r"code \w*", "code 12", text), "\0" * 1000, "x" * 1000000,
                        # Each of these reads well, and none is what the province wrote.
                        text.replace("BCD-597", "BCD-598"), text.replace("role reporter", "role analyst"),
                        re.sub(r"endpoint .*", "endpoint tcp://127.0.0.1:1", text), re.sub("expires 20..", "expires 2099", text),
                        re.sub(r"code (.)", lambda found: "code " + ("0" if found[1] != "0" else "1"), text)):
            invitation.write_text(damaged)
            _, done = self.join(invitation)
            self.assert_refused(done)
            self.assertIn(str(invitation), done.err)
        # One of a later form is whole: it is this program that is too old for it.
        invitation.write_text(text.replace("qcdc-invitation-1", "qcdc-invitation-2", 1) + "something new\n")
        _, done = self.join(invitation)
        self.assert_refused(done, "for a newer qcdc than this one; install the newer qcdc and join with the same file: the invitation is unspent")
        # None of that has spent the code.
        invitation.write_text(text)
        self.assertEqual(self.join(invitation)[1].status, 0)
        self.members = self.members_held()
        _, done = self.join(self.province.folder / "nothing.invite")
        self.assert_refused(done, "nothing.invite")
        self.assertEqual(self.members_held(), self.members)

    def test_role_of_another(self):
        """An invitation is not made where the role does not fit the office."""
        for office, role, status, word in (("BCD-593", "province", 1, "not the provincial committee"),
                                           ("BCD-TINH", "reporter", 1, "owes no report"),
                                           ("BCD-999", "reporter", 1, "no office BCD-999"), ("BCD-593", "king", 2, "king")):
            done = self.province.command("invite", "--office", office, "--role", role, "--endpoint", self.province.endpoint)
            self.assertEqual((done.status, done.out), (status, ""), done)
            self.assertIn(word, done.err)

    # -------- roles

    def test_append_for_another_office(self):
        """A reporter signs, with its own key, entries that bear another office's origin."""
        device = WireOffice(self.province, "BCD-598")
        entries = self.province.entries()
        victim = wire_client.struct.unpack("<Q", bytes.fromhex(self.member.origin))[0]
        (key,), = self.province.sql(f"select encode(sign_key, 'hex') from origin where origin = '\\x{self.member.origin}'")
        (head,), = self.province.sql(f"select encode(head_hash, 'hex') from origin where origin = '\\x{self.member.origin}'")
        fact = received("N-1").SerializeToString()
        written = time.time_ns() // 1000
        last = wire_client.entry_hash(bytes.fromhex(head), victim, 2, written, fact)
        for sign_key in (b"", bytes.fromhex(key), device.state.sign_public):
            segment = wire.Segment(origin=victim, first_seq=2, last_hash=last, sign_key=sign_key,
                                   signature=device.state.sign(wire_client.append_text(victim, 2, 2, last)))
            segment.entries.add(written_at=written, body=fact)
            line = device.line()
            said = refusal(line, wire.Frame(append=wire.Append(segment=segment)), "acked")
            line.close()
            self.assertIsNotNone(said)
            self.assertIn(said["code"], ("NOT_YOURS", "BAD_SIGNATURE"), said)
            self.assertTrue(said["message"])
        self.assertEqual(self.province.entries(), entries)
        self.assertEqual(self.province.value(f"select head_seq from origin where origin = '\\x{self.member.origin}'"), "1")
        self.assert_logged("BCD-598")
        self.assert_identical()
        # And the office itself goes on as if nothing had been.
        self.member.sync()

    def test_fact_on_another_office(self):
        """A fact of one's own that takes back, moves or corrects what another office wrote is stored and rejected."""
        device = WireOffice(self.province, "BCD-599")
        counts = self.tinh.counts()
        target = reference(self.member, 1)
        for fact in (facts.Fact(voided=facts.Voided(target=target)),
                     facts.Fact(petition_moved=facts.PetitionMoved(petition=target, move="SETTLED", on=18400)),
                     corrected(target, received("M-1", kind="PHAN_ANH").petition_received, received("M-1").petition_received),
                     facts.Fact(annex_erased=facts.AnnexErased(target=target))):
            said = device.append(fact)["verdicts"]
            self.assertEqual(len(said), 1)
            self.assertEqual(said[0]["state"], "rejected", fact)
            self.assertIn(said[0]["code"], ("NOT_YOURS", "FORBIDDEN"))
            self.assertTrue(said[0]["message"])
        self.assertEqual(self.tinh.counts(), counts)
        self.assertTrue(self.province.mentions("a text of its own"))
        self.assert_identical()

    def test_append_out_of_turn(self):
        """Wrong hash, wrong signature, a gap, nothing at all: refused, and the device can go on."""
        device = WireOffice(self.province, "BCD-600")
        entries = self.province.entries()
        # The first wrong signature is seen when the rows are sent, the second one before that.
        for how, code in (("wrong-hash", "BAD_CHAIN"), ("wrong-signature", "BAD_SIGNATURE"), ("wrong-signature", "BAD_SIGNATURE"), ("gap", "GAP"),
                          ("no-hello", "PROTOCOL"), ("bad-version", "VERSION"), ("other-origin", None)):
            said = wire_misbehave.misbehave(device.state, how)
            self.assertIn("refused", said, how)
            if code:
                self.assertEqual(said["refused"]["code"], code, (how, said))
            self.assertTrue(said["refused"]["message"], how)
            self.assertTrue(said["still_there"], how)
        self.assertEqual(self.province.entries(), entries)
        self.assertEqual(device.append(received("T-1"))["verdicts"], [])
        self.assert_identical()

    def test_analyst_appends(self):
        """An analyst's own device, whose keys are good: qcdc will not, and the server does not take it."""
        analyst = WireOffice(self.province, "BCD-601", "analyst")
        entries = self.province.entries()
        line = analyst.line()
        said = refusal(line, wire.Frame(append=wire.Append(segment=analyst.segment(received("A-1")))), "acked")
        line.close()
        self.assertEqual(said["code"], "FORBIDDEN")
        self.assertTrue(said["message"])
        self.assert_logged("BCD-601", "analyst")
        self.assertEqual(self.province.entries(), entries)
        real = self.province.office("BCD-601", "analyst")
        done = real.run("petition", "import", real.register([petition("A-2")]))
        self.assertEqual(done.status, 1, done)
        self.assertIn("analyst", done.err)
        self.assertEqual(real.entries(), 0)
        self.assert_identical()

    def test_analyst_reads(self):
        """Aggregates yes; entries, texts and registers no."""
        analyst = WireOffice(self.province, "BCD-602", "analyst")
        line = analyst.line()
        said = refusal(line, wire.Frame(fetch=wire.Fetch(own_from=1)), "entries")
        self.assertEqual(said["code"], "FORBIDDEN", said)
        self.assertTrue(said["message"])
        # Its feed is what is published, and nothing of its office.
        for fetch in (wire.Fetch(feed=wire.Cursor()), wire.Fetch(feed=wire.Cursor(feed_seq=0), bytes_max=10)):
            page = line.ask(wire.Frame(fetch=fetch), "entries")
            self.assertEqual([item.WhichOneof("item") for item in page.items if item.WhichOneof("item") != "act"], [])
        line.close()
        self.assert_logged("BCD-602", "analyst")
        real = self.province.office("BCD-602", "analyst")
        self.assertTrue(real.counts())
        self.assert_refused(real.run("query", "petition_register"), "analyst")
        names = {row["name"] for row in real.table("query")}
        self.assertIn("petition_counts", names)
        self.assertNotIn("petition_register", names)
        # What it may ask holds no free text.
        for name in sorted(names):
            done = real.run("query", name, *(["form=QCDC-HUYEN", "period=2020-H1", "cell=G04"] if name == "figure_parts" else
                                             ["form=QCDC-HUYEN", "period=2020-H1"] if name == "report_totals" else
                                             ["period=2020-H1"] if name.startswith("report") or name == "reception_duties" else []), "--format", "json")
            self.assertEqual(done.status, 0, (name, done.err))
            self.assertNotIn("a text of its own", done.out)
        real.sync()
        self.assertEqual(real.entries(own=False), int(self.province.value("select count(*) from publication")))
        self.assertFalse(real.mentions("a text of its own"))

    def test_reporter_reads_its_own(self):
        """One office's register and counts are not another's, whatever it asks for."""
        office = self.province.office("BCD-594")
        self.assertEqual(office.query("petition_register"), [])
        self.assertEqual(office.counts(), {})
        done = office.run("query", "petition_register", "unit=593", "--format", "csv")
        self.assertNotIn("M-1", done.out)
        office.sync()
        self.assertFalse(office.mentions("a text of its own"))
        for name in ("report_totals", "reporting_status"):
            self.assert_refused(office.run("query", name, "form=QCDC-HUYEN", "period=2020-H1"), "may not")

    def test_unknown_query(self):
        """A question that cannot be asked is answered with what is wrong with it."""
        for office, words, status, named in ((self.member, ["no_such_query"], 1, "no_such_query"),
                                             (self.member, ["petition_counts", "colour=red"], 2, "colour"),
                                             (self.member, ["petition_counts", "kind=RED"], 1, "RED"),
                                             (self.tinh, ["report_totals", "form=QCDC-HUYEN"], 2, "period"),
                                             (self.tinh, ["report_totals", "form=QCDC-HUYEN", "period=2020-13"], 1, "2020-13")):
            done = office.run("query", *words)
            self.assertEqual(done.status, status, done)
            self.assertEqual((done.out, len(done.err.splitlines())), ("", 1), done)
            self.assertIn(named, done.err)
            vietnamese = office.run("query", *words, environment=VIETNAMESE)
            self.assertEqual((vietnamese.status, vietnamese.out), (done.status, ""), vietnamese)
            self.assertIn(named, vietnamese.err)
            self.assertFalse(set(re.findall(r"\w+", vietnamese.err)) & {"there", "is", "not", "no", "has", "known", "needs", "the"},
                             vietnamese.err)
        self.assert_nothing_stored()


if __name__ == "__main__":
    harness.main()
