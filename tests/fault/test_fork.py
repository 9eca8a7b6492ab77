"""A past that was rewritten, on either side, is noticed: nothing moves, nothing is overwritten, the message says what to do."""
import shutil
import sqlite3

import faults
import harness
from faults import FaultCase, Register, append_text, blake, entry_hash, numbers, receipt_text
from harness import petition


class Fork(FaultCase):
    own_province = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = list(harness.DISTRICTS)

    def setUp(self):
        """An office with acknowledged entries in several segments, and some that are not sent."""
        code = self.units.pop()
        self.register = Register(code)
        self.office = self.province.office(f"BCD-{code}")
        for _ in range(3):
            self.office.import_rows(self.register.new_rows(12))
            self.office.sync()
        self.sent = dict(self.register.rows)
        self.office.import_rows(self.register.new_rows(5))
        self.held = self.server_rows()

    # -------- tampering

    def server_rows(self):
        """What the server holds of this office, to the byte."""
        return self.province.sql(
            "select j.seq, encode(j.hash, 'hex'), md5(j.body), o.head_seq, encode(o.head_hash, 'hex') from journal j"
            f" join origin o on o.id = j.origin where o.origin = '\\x{self.office.origin}' order by j.seq")

    def open_journal(self):
        return sqlite3.connect(self.office.home / "journal.db", isolation_level=None)

    def alter(self, seq, rehash=False):
        """Another body at SEQ, as a tool for SQLite could write it: another number of signatories.  REHASH: the chain behind
        it is made to fit."""
        connection = self.open_journal()
        [(number, origin, sign_key)] = connection.execute("select id, origin, sign_key from origin where own = 1")
        [(body,)] = connection.execute("select body from entry where origin = ? and seq = ?", (number, seq))
        altered = bytearray(body)
        altered[-1] = (altered[-1] + 1) % 100 or 1
        connection.execute("update entry set body = ? where origin = ? and seq = ?", (bytes(altered), number, seq))
        if rehash:
            previous = blake(sign_key)
            for row in connection.execute("select seq, written_at, body, annex, annex_hash from entry where origin = ?"
                                          " order by seq", (number,)).fetchall():
                previous = entry_hash(previous, origin, *row)
                connection.execute("update entry set hash = ? where origin = ? and seq = ?", (previous, number, row[0]))
        connection.close()

    def forge_receipts(self, from_seq):
        """Receipts and signatures that fit the altered entries, under a server's key that the forger has made himself."""
        connection = self.open_journal()
        [(number, origin)] = connection.execute("select id, origin from origin where own = 1")
        own_secret = self.secret(self.office.home / "keys")
        server_public, server_secret = faults.sign_keys()
        connection.execute("update meta set value = ? where name = 'server_sign'", (server_public.hex(),))
        hashes = dict(connection.execute("select seq, hash from entry where origin = ?", (number,)))
        rows = connection.execute("select first_seq, last_seq, commit_seq, committed_at, first_committed_at, verdicts"
                                  " from segment where origin = ?", (number,)).fetchall()
        for first, last, commit_seq, committed_at, first_committed_at, verdicts in rows:
            signature = faults.sign(own_secret, append_text(origin, first, last, hashes[last]))
            receipt = receipt_text(origin, first, last, hashes[last], commit_seq, committed_at, first_committed_at, verdicts)
            connection.execute("update segment set last_hash = ?, signature = ?, receipt_hash = ?, receipt_signature = ?"
                               " where origin = ? and first_seq = ?",
                               (hashes[last], signature, hashes[last], faults.sign(server_secret, receipt), number, first))
        connection.close()

    @staticmethod
    def secret(path):
        for line in path.read_text().splitlines():
            if line.startswith("sign-secret "):
                return bytes.fromhex(line.split()[1])
        raise AssertionError(f"{path} has no secret key")

    # -------- the proof

    def check_fork(self, *words):
        """Refused with advice, and both sides are as they were."""
        journal = self.office.journal("select seq, hash, body, commit_seq from entry order by origin, seq")
        done = self.office.run("sync")
        self.assert_refused(done, *words)
        self.assertIn(f"qcdc rescue {self.office.home}", done.err)
        self.assertEqual(self.office.journal("select seq, hash, body, commit_seq from entry order by origin, seq"), journal)
        self.assertEqual(self.server_rows(), self.held)
        self.assertEqual(self.office.counts(), faults.count_rows(self.register.unit, self.sent.values()))

    def check_rescue(self, *missing):
        """What the message advises works: a new home, in which everything that was nobody's forgery counts once."""
        fresh = self.join_again(self.office)
        done = fresh.run("rescue", self.office.home)
        for number in missing:
            fresh.import_rows([self.register.rows[number]])
        fresh.sync()
        self.assertEqual(set(numbers(fresh)), set(self.register.rows))
        self.assertEqual(fresh.counts(), self.register.counts())
        faults.audit_home(self, fresh)
        return done

    # -------- the client's past

    def test_altered_without_its_hash(self):
        """The client itself refuses: the entry does not have its hash."""
        self.alter(5)
        self.check_fork("altered")
        done = self.check_rescue(*(set(self.register.rows) - set(self.sent)))
        self.assertEqual(done.status, 1)
        self.assertIn("altered", done.err)

    def test_altered_with_its_chain(self):
        """The client itself refuses: the receipts are for other entries."""
        self.alter(5, rehash=True)
        self.check_fork("receipt")

    def test_altered_to_the_last_receipt(self):
        """Chain, signatures and receipts fit: only the server can know better, and its hash says so."""
        self.alter(5, rehash=True)
        self.forge_receipts(5)
        self.check_fork("receipt", "server holds")

    def test_last_receipted_entry(self):
        last = max(row[0] for row in self.office.journal("select last_seq from segment"))
        self.alter(last, rehash=True)
        self.forge_receipts(last)
        self.check_fork("receipt", "server holds")

    def test_unsent_entry(self):
        """What nobody has acknowledged is altered: without its hash it is refused, before anything is sent."""
        head = self.office.entries()
        self.alter(head)
        self.check_fork("altered")

    def test_receipts_thrown_away(self):
        """Without receipts altered entries are new work in an old copy: the server's come back, the others go behind them."""
        self.alter(5, rehash=True)
        connection = self.open_journal()
        connection.execute("delete from segment where origin = (select id from origin where own = 1)")
        connection.execute("update entry set commit_seq = 0, committed_at = 0"
                           " where origin = (select id from origin where own = 1)")
        connection.close()
        self.office.sync()
        self.assertEqual(self.server_rows()[:len(self.held)], [[*row[:3], *self.server_rows()[0][3:]] for row in self.held])
        faults.audit_home(self, self.office)
        # Steps that name the altered chain wait for what will never come; the register, imported once more, says it all.
        self.office.import_rows(list(self.register.rows.values()))
        self.office.sync()
        self.assertEqual(self.office.counts(), self.register.counts())
        self.assertEqual(set(numbers(self.office)), set(self.register.rows))

    def test_entry_cut_out(self):
        """An entry is missing in the middle."""
        connection = self.open_journal()
        connection.execute("delete from entry where seq = 7 and origin = (select id from origin where own = 1)")
        connection.close()
        self.check_fork("missing")

    # -------- the server's past

    def rewrite_server(self, seq):
        """The server's owner changes an entry and everything that depends on it, the origin's signature apart."""
        [[number, root]] = self.province.sql("select id, encode(sign_key, 'hex') from origin"
                                             f" where origin = '\\x{self.office.origin}'")
        rows = self.province.sql("select seq, (extract(epoch from written_at) * 1000000)::bigint, encode(body, 'hex'),"
                                 " encode(annex, 'hex'), encode(annex_hash, 'hex') from journal"
                                 f" where origin = {number} order by seq")
        previous, statements = blake(bytes.fromhex(root)), ["begin;"]
        for at, moment, body, annex, annex_hash in rows:
            body = bytearray.fromhex(body)
            if int(at) == seq:
                body[-1] = (body[-1] + 1) % 100 or 1
            previous = entry_hash(previous, bytes.fromhex(self.office.origin), int(at), int(moment), bytes(body),
                                  bytes.fromhex(annex), bytes.fromhex(annex_hash))
            statements.append(f"update journal set body = '\\x{body.hex()}', hash = '\\x{previous.hex()}'"
                              f" where origin = {number} and seq = {at};")
        statements.append(f"update origin set head_hash = '\\x{previous.hex()}' where id = {number}; commit;")
        self.province.sql("\n".join(statements))

    def test_server_rewritten(self):
        """The office's client notices it at once, verify does, and neither side is overwritten."""
        self.rewrite_server(9)
        self.province.restart()
        self.held = self.server_rows()
        self.check_fork("receipt", "server holds")
        self.assertEqual(self.province.verify().status, 1)
        # A new device of the office does not take the forgery over either.
        fresh = harness.Office(self.province, self.office.code)
        for words in ("join", self.province.invite(fresh.code)), ("sync",):
            done = fresh.run(*words)
            self.assertEqual(done.status, 1, done)
            self.assertIn("hash chain does not fit", done.err)
        self.assertEqual(fresh.journal("select count(*) from entry where origin in (select id from origin where origin = ?)",
                                       bytes.fromhex(self.office.origin)), [(0,)])

    def test_two_homes_forked_by_a_copy(self):
        """A copy whose receipts name other entries than the server's after both went on apart: found, not merged silently."""
        copy = self.office.backup()
        self.office.sync()
        whole = self.server_rows()
        twin = harness.Office(self.province, self.office.code)
        shutil.copytree(copy, twin.home)
        twin.import_rows([petition("twin/1")])
        self.register.rows["twin/1"] = petition("twin/1")
        twin.sync()
        self.office.sync()
        self.assertEqual(self.server_rows()[:len(whole)], [[*row[:3], *self.server_rows()[0][3:]] for row in whole])
        for device in (self.office, twin):
            self.assertEqual(set(numbers(device)), set(self.register.rows))
        self.assertEqual(self.office.counts(), self.register.counts())


if __name__ == "__main__":
    harness.main()
