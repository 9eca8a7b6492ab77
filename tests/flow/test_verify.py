"""qcdcd verify: identical where nothing was touched, and the name of the place where something was.

What is tampered with here is what a person with the database in his hands could do: one cell, one byte, or a whole chain
computed anew by the published formulas so that only the office's own signature is left to speak.
"""
import struct

import harness
from harness import FlowCase, blake, petition
from wire_office import WireOffice, received


def u64(number):
    return struct.pack("<Q", number)


def i64(number):
    return struct.pack("<q", number)


def blob(data):
    return f"'\\x{data.hex()}'::bytea"


class Tampering(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        province = cls.province
        cls.first, cls.second = province.office("BCD-596"), province.office("BCD-602")
        twin = province.office("BCD-602")
        # Two segments of the same origin, corrections, a step taken back, an alias, a rejection, reports.
        for i in range(3):
            cls.first.import_rows([petition(f"V-{i}{j}", kind=kind, title=f"text {i}{j}", settled_on="2020-04-01")
                                   for j, kind in enumerate(("KHIEU_NAI", "TO_CAO", "PHAN_ANH"))])
            cls.first.sync()
        cls.first.import_rows([petition("V-00", field="THUE"), petition("V-01", kind="KIEN_NGHI", settled_on="2020-05-01")])
        cls.first.must("petition", "void", "V-22", "reason=a slip")
        cls.first.file_report(harness.REPORTS / "596-2020-H1.csv")
        cls.first.sync()
        for device, row in ((cls.second, petition("U-1")), (twin, petition("U-1")), (twin, petition("U-2", field="KHAC")), (twin, petition("U-3")),
                            (cls.second, petition("U-2"))):
            device.import_rows([row])
        cls.second.sync()
        twin.sync()
        cls.twin = twin
        cls.second.file_report(harness.REPORTS / "602-2020-H1.csv")
        cls.second.sync()
        # The last segment of all holds an entry that no later one refers to.
        cls.first.import_rows([petition("W-00"), petition("W-01"), petition("W-02")])
        cls.first.sync()

    def setUp(self):
        self.assert_identical()

    def test_an_older_database_is_brought_up_to_date(self):
        """Filled by a program of schema 7, it counts and verifies as one that was new with this schema: nothing has to be rebuilt."""
        reader = self.province.office("BCD-TINH", "province")
        def figures():
            return [reader.query("petition_counts", by="unit,kind,field,month", of=of) for of in ("received", "settled")]
        before = figures()
        self.assertGreater(len(before[0]), 3)
        self.addCleanup(self.province.sql, "drop schema if exists newer cascade")
        self.keep()
        files = sorted((harness.SOURCE / "sql" / "schema").glob("*.sql"))
        self.province.sql("alter schema public rename to newer; create schema public;" + "".join(f"begin;{path.read_text()}\ncommit;" for path in files[:7]))
        columns = self.province.sql(
            "select n.table_name, string_agg(quote_ident(n.column_name), ', ') from information_schema.columns n "
            "join information_schema.columns k on k.table_schema = 'kept' and k.table_name = n.table_name and k.column_name = n.column_name "
            # the upgrade writes the tables of the catalogue anew; names stood among the indicators then
            "where n.table_schema = 'public' and n.table_name not in ('schema_version', 'petition_rollup', 'indicator') group by 1")
        self.assertGreater(len(columns), 15)
        self.province.sql("begin;" + "".join(f"insert into {name} ({names}) overriding system value select {names} from kept.{name};"
                                             for name, names in columns)
                          # as it said then who said what: of fewer columns
                          + "update petition set set_by = substring(set_by for 224) || substring(set_by from 257);"
                          "update petition_event set set_by = substring(set_by for 128);"
                          + "insert into schema_version (version, file) select version, file from kept.schema_version where version <= 7; commit")
        # What the older program counted by month.
        self.province.sql("insert into petition_rollup (unit, kind, field, month, received, settled, pending) "
                          "select unit, kind, field, date_trunc('month', day), sum(received), sum(settled), sum(pending) "
                          "from kept.petition_rollup group by 1, 2, 3, 4")
        # That one carried its catalogue with it; what was published since is put beside what the upgrade makes of the rest.
        self.assertEqual(self.province.command("status").status, 1)
        self.province.sql("insert into publication table kept.publication")
        # Deadlines by law are among that, so that something is due: the older program kept no days, and nothing of how it came to them.
        self.province.sql("delete from setting where name = 'petition_due'")
        self.assertEqual(self.province.value("select count(due_on) from petition"), "0")
        self.province.restart()
        self.assertNotEqual(self.province.value("select count(due_on) from petition"), "0")
        self.assertEqual(self.province.value("select max(version) from schema_version"), str(len(files)))
        self.assertEqual(figures(), before)
        self.assert_identical()
        self.province.stop()
        self.province.rebuild()
        self.province.start()
        self.assertEqual(figures(), before)

    def keep(self):
        """A copy of every table, put back at the end of the test whatever happens in it."""
        tables = [name for (name,) in self.province.sql(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")]
        self.province.sql("create schema kept;" + "".join(f"create table kept.{name} as table {name};" for name in tables))

        def put_back():
            self.province.sql("begin; truncate " + ", ".join(tables) + ";" + "".join(
                f"insert into {name} overriding system value table kept.{name};" for name in tables)
                + "drop schema kept cascade; commit;"
                # Tables that were made anew in between count from their beginning.
                + "".join(f"select setval(pg_get_serial_sequence('{name}', '{column}'), (select max({column}) from {name}));"
                          for name, column in (("origin", "id"), ("verdict", "place"))))
            # What a running server remembers of the heads is what the tables say now.
            self.province.restart()

        self.addCleanup(put_back)

    def assert_names(self, *words):
        """verify finds it, says where, and says what to do; each of WORDS is in one line of what it prints."""
        done = self.province.verify()
        self.assertEqual(done.status, 1, done)
        self.assertNotIn("identical:", done.out)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        self.assertIn("not identical", done.err)
        self.assertIn("restore a copy from a backup", done.err)
        self.assertTrue(any(all(word in line for word in words) for line in done.out.splitlines()), (words, done.out))
        return done.out

    def rebuild(self):
        """With the server stopped, for it is the only writer."""
        self.province.stop()
        done = self.province.rebuild()
        self.province.start()
        return done

    def assert_mended(self):
        done = self.rebuild()
        self.assertEqual((done.status, done.err), (0, ""), done)
        self.assertIn("rebuilt from ", done.out)
        self.assert_identical()

    def assert_not_rebuilt(self):
        """A damaged journal gives no projections: the tables stay as they are."""
        before = self.tables()
        done = self.rebuild()
        self.assertEqual(done.status, 1, done)
        self.assertIn("nothing was rebuilt", done.err)
        self.assertEqual(self.tables(), before)

    def tables(self):
        return [self.province.sql(f"select md5(string_agg(t::text, ';' order by t::text)) from {table} t")
                for table in ("petition", "petition_event", "petition_rollup", "report", "report_value", "report_rollup",
                              "changed_fact")]

    # -------- projections

    def test_projections(self):
        """One changed cell in every projection is found and named, and rebuild mends it."""
        for table, change, words in (
                ("petition", "kind = 3 where local_no = 'V-10'", ["V-10"]),
                ("petition", "voided = false where local_no = 'V-22'", ["V-22"]),
                ("petition_event", "on_day = on_day + 1 where id = (select min(id) from petition_event)", []),
                ("petition_rollup", "settled = settled + 1 where ctid = (select min(ctid) from petition_rollup)", []),
                ("petition_rollup", "unsolved = unsolved + 1 where ctid = (select min(ctid) from petition_rollup)", []),
                ("report", "filed_at = filed_at - interval '90 days' where id = (select min(id) from report)", []),
                ("report_value", "value_e4 = value_e4 + 1 where cell = 'G03'", ["G03"]),
                ("report_rollup", "sum_e4 = sum_e4 + 1 where cell = 'A02'", ["A02"]),
                ("report_rollup", "standing = 3 where cell = 'G03'", ["G03"]),
                ("changed_fact", "entry = entry + 1 where ctid = (select min(ctid) from changed_fact)", [])):
            with self.subTest(table=table, change=change):
                self.province.sql(f"update {table} set {change}")
                self.assert_names(f"{table}: ", *words)
        self.assert_mended()

    def test_rows(self):
        """A row too many and a row too few."""
        for table, statement in (
                ("petition", "delete from petition where local_no = 'V-11'"),
                ("report_value", "delete from report_value where cell = 'A01'"),
                ("report_value", "insert into report_value select min(report), 'A01.X', 1 from report_value"),
                ("report_rollup", "delete from report_rollup where cell = 'A01'"),
                ("report_rollup", "insert into report_rollup select form, '1999', cell, standing, 0, 0 from report_rollup limit 1"),
                ("petition_rollup", "delete from petition_rollup where kind = 3"),
                ("petition_rollup", "insert into petition_rollup select unit, kind, field, '1999-01-01', 0, 0, 0, 0 from"
                                    " petition_rollup limit 1")):
            with self.subTest(statement=statement):
                self.province.sql(statement)
                self.assert_names(f"{table}: ")
        self.assert_mended()

    def test_reference(self):
        """Another name for a unit, a rate that is a whole no more."""
        for table, change in (("unit", "name = 'Elsewhere' where code = '593'"), ("indicator", "summable = not summable where code = 'B11'"),
                              ("form_cell", "member = 'X' where cell = 'A04.XA'")):
            with self.subTest(table=table):
                self.province.sql(f"update {table} set {change}")
                self.assert_names(f"{table}: ")
        self.assert_mended()

    def test_rebuild_wants_the_server_stopped(self):
        entries = self.province.entries()
        self.assert_refused(self.province.rebuild(), "writing")
        self.assertEqual(self.province.entries(), entries)

    # -------- journals

    def entry(self, local_no):
        """commit_seq, origin's row and seq of the entry that received LOCAL_NO."""
        row, = self.province.sql("select p.id, j.origin, j.seq, encode(o.origin, 'hex') from petition p join journal j on"
                                 f" j.commit_seq = p.id join origin o on o.id = j.origin where local_no = '{local_no}'")
        return int(row[0]), int(row[1]), int(row[2]), row[3]

    def tamper(self, table, column, where, value):
        """Sets one cell and puts it back at the end of the test, in the order in which that has to be."""
        before = self.province.value(f"select {column} from {table} where {where}")
        self.province.sql(f"update {table} set {column} = {value} where {where}")
        self.undo.append(f"update {table} set {column} = '{before}' where {where};")

    def put_back(self):
        self.province.sql("begin; " + "".join(reversed(self.undo)) + " commit;")
        self.undo = []
        self.assert_identical()

    undo = []

    def test_journal(self):
        """One byte of a body, of an annex, a moment, a hash: the entry is named, and rebuild refuses."""
        commit, _, seq, origin = self.entry("V-10")
        where = f"commit_seq = {commit}"
        for column, value, words in (
                ("body", "set_byte(body, 9, get_byte(body, 9) # 1)", [f"{origin}:{seq}"]),
                ("body", "body || '\\x00'::bytea", [f"{origin}:{seq}"]),
                ("annex", "set_byte(annex, 9, get_byte(annex, 9) # 1)", [f"{origin}:{seq}"]),
                ("written_at", "written_at - interval '1 day'", [f"{origin}:{seq}"]),
                ("hash", "set_byte(hash, 0, get_byte(hash, 0) # 1)", [f"{origin}:{seq}"]),
                ("committed_at", "committed_at + interval '1 microsecond'", [f"commit {commit}"]),
                ("commit_hash", "set_byte(commit_hash, 31, get_byte(commit_hash, 31) # 128)", [f"commit {commit}"])):
            with self.subTest(column=column, value=value):
                self.tamper("journal", column, where, value)
                self.assert_names("journal", *words)
                if column in ("body", "committed_at"):
                    self.assert_not_rebuilt()
                self.put_back()

    def test_missing_entry(self):
        """An entry taken out of the middle, with its petition."""
        self.keep()
        commit, _, seq, origin = self.entry("V-10")
        self.province.sql(f"delete from journal where commit_seq = {commit}; delete from petition where id = {commit}")
        out = self.assert_names(f"{origin}:{seq + 1}")
        self.assertIn(f"commit {commit + 1}", out)
        self.assert_not_rebuilt()

    def test_missing_end(self):
        """The last segment of an origin taken out altogether, but for its head."""
        self.keep()
        origin = self.second.origin
        self.province.sql(f"with o as (select id, head_seq from origin where origin = '\\x{origin}') delete from journal j"
                          " using o where j.origin = o.id and j.seq = o.head_seq;"
                          "delete from segment where commit_seq > (select max(commit_seq) from journal)")
        self.assert_names(origin)
        self.assert_not_rebuilt()

    def test_segment(self):
        """What an origin signed cannot be exchanged, cut or left out."""
        _, origin_id, seq, origin = self.entry("V-10")
        where = f"origin = {origin_id} and {seq} between first_seq and last_seq"
        first, last = self.province.sql(f"select first_seq, last_seq from segment where {where}")[0]
        self.tamper("segment", "signature", where, "set_byte(signature, 5, get_byte(signature, 5) # 1)")
        self.assert_names("segment", f"{origin}:{first}-{last}")
        self.assert_not_rebuilt()
        self.put_back()
        self.keep()
        self.province.sql(f"delete from segment where {where}")
        self.assert_names("segment", origin)

    def test_sign_key(self):
        """A key of one's own in the place of the office's."""
        origin = self.first.origin
        self.tamper("origin", "sign_key", f"origin = '\\x{origin}'", "set_byte(sign_key, 3, get_byte(sign_key, 3) # 1)")
        self.assert_names(origin)
        self.put_back()

    # -------- verdicts: they decide what counts, and stand in receipts

    def assert_contradicted(self):
        """verify finds it, also after the projections were made anew from the changed verdicts: the receipts say otherwise."""
        self.assertEqual(self.province.verify().status, 1)
        self.rebuild()
        self.assert_names("verdict")

    def rejected(self):
        return self.province.value("select entry from verdict where code = 'DUPLICATE'")

    def test_rejection_made_acceptance(self):
        self.keep()
        self.province.sql(f"update verdict set state = 0, code = '', field = '', message = '' where entry = {self.rejected()}")
        self.assert_contradicted()

    def test_rejection_taken_out(self):
        self.keep()
        self.province.sql(f"delete from verdict where entry = {self.rejected()}")
        self.assert_contradicted()

    def test_rejection_of_what_fits_nowhere_taken_out(self):
        """A register number that no judge lets through: told, and survived."""
        WireOffice(self.province, "BCD-596").append(received("x" * 20000))
        self.keep()
        self.province.sql("delete from verdict where code = 'BAD_LOCAL_NO'")
        self.assert_names("petition", "the database lacks")

    def test_acceptance_made_rejection(self):
        self.keep()
        commit, *_ = self.entry("V-10")
        self.province.sql(f"insert into verdict values ({commit}, {commit}, 2, 'BAD_DATE', 'received_on', 'no', null)")
        self.assert_contradicted()

    def test_rejection_added_beside_another(self):
        """In a segment whose receipt carries verdicts, one more."""
        self.keep()
        origin = self.twin.origin
        self.province.sql("insert into verdict select j.commit_seq, j.commit_seq, 2, 'BAD_DATE', '', '', null from journal j join"
                          f" origin o on o.id = j.origin where o.origin = '\\x{origin}' and not exists (select from verdict v"
                          " where v.entry = j.commit_seq) order by j.commit_seq limit 1")
        self.assert_contradicted()

    def test_reason_changed(self):
        self.keep()
        self.province.sql(f"update verdict set code = 'BAD_DATE' where entry = {self.rejected()}")
        self.assert_names("verdict")

    def test_timeliness(self):
        """When a report first came in is on its receipt: neither the journal's moment nor the projection's can be moved."""
        self.keep()
        self.province.sql("update journal set first_committed_at = first_committed_at - interval '400 days' where commit_seq ="
                          " (select min(id) from report); update report set filed_at = filed_at - interval '400 days' where id ="
                          " (select min(id) from report)")
        self.assert_names("receipt")

    def test_what_devices_show(self):
        """Of the second copy of U-1 the receipt no longer says that it is one: the office's devices show two petitions, and the
        province counts one."""
        self.keep()
        alias = self.province.value("select v.entry from verdict v join petition p on p.id = v.alias_of where p.local_no = 'U-1'")
        self.province.sql(f"update segment set verdicts = null where commit_seq - last_seq + first_seq <= {alias}"
                          f" and commit_seq >= {alias}")
        said = self.assert_names("petition: devices of its office show, and the database lacks", "U-1")
        self.assertNotIn("the journals say", said)  # by its own table the province is right
        self.assert_names("petition_rollup: devices of its office show")

    # -------- a chain computed anew

    def test_whole_chain(self):
        """A petition turned into another kind, with everything that follows from it computed anew: bodies, hashes, commit
        chain, heads, projections, rollups.  Only the office's signature is left, and it is enough."""
        self.keep()
        commit, origin_id, seq, origin = self.entry("W-01")
        segment, = self.province.sql(f"select first_seq, last_seq from segment where origin = {origin_id} and {seq} between"
                                     " first_seq and last_seq")
        self.forge(commit, origin_id, seq)
        out = self.assert_names("segment", f"{origin}:{segment[0]}-{segment[1]}", "signed")
        self.assertEqual({line.split()[0] for line in out.splitlines()}, {"segment"}, "nothing else gives it away")
        self.assert_not_rebuilt()
        # And the office itself, which has a receipt for what it wrote, notices at its next sync.
        self.province.restart()
        self.first.import_rows([petition("V-99")])
        entries = self.province.entries()
        self.assert_refused(self.first.run("sync"), "rewritten")
        self.assertEqual(self.province.entries(), entries)

    def forge(self, commit, origin_id, seq):
        """Makes a KHIEU_NAI a PHAN_ANH (kind 1 becomes 4), by the formulas of proto/DIALOGUE.md."""
        body = bytes.fromhex(self.province.value(f"select encode(body, 'hex') from journal where commit_seq = {commit}"))
        at = body.index(b"\x0a\x04W-01\x10\x01") + 7
        forged = body[:at] + b"\x04" + body[at + 1:]
        content = blake(forged)[:16]
        statements = [f"update journal set body = {blob(forged)} where commit_seq = {commit};"]
        rows = self.province.sql(
            "select j.commit_seq, j.origin, j.seq, (extract(epoch from j.written_at) * 1000000)::bigint,"
            " (extract(epoch from j.committed_at) * 1000000)::bigint, encode(j.hash, 'hex'), encode(j.commit_hash, 'hex'),"
            " encode(j.body, 'hex'), encode(coalesce(j.annex, ''), 'hex'), encode(o.origin, 'hex'), encode(o.sign_key, 'hex')"
            " from journal j join origin o on o.id = j.origin order by j.commit_seq")
        previous, before, changed = bytes(32), {}, {}
        for row in rows:
            number, of, place, written, committed = (int(value) for value in row[:5])
            held, held_commit, text, annex, name, key = (bytes.fromhex(value) for value in row[5:])
            if number == commit:
                text = forged
            digest = blake(b"qcdc-entry-1" + before.get(of, blake(key)) + name + u64(place) + i64(written)
                           + (blake(annex) if annex else bytes(32)) + text)
            chained = blake(b"qcdc-commit-1" + previous + digest + i64(committed))
            if number < commit:
                self.assertEqual((digest, chained), (held, held_commit), "the formulas are those of the programs")
            before[of], previous = digest, chained
            if (digest, chained) != (held, held_commit):
                statements.append(f"update journal set hash = {blob(digest)}, commit_hash = {blob(chained)}"
                                  f" where commit_seq = {number};")
                statements.append(f"update feed set commit_hash = {blob(chained)} where commit_seq = {number};")
            if of == origin_id and place >= seq:
                changed[place] = digest
        for place, digest in changed.items():
            statements.append(f"update segment set last_hash = {blob(digest)} where origin = {origin_id} and last_seq = {place};")
        statements.append(f"update origin set head_hash = {blob(changed[max(changed)])} where id = {origin_id};")
        statements.append(f"update petition set kind = 4, content = {blob(content)} where id = {commit};")
        statements.append(
            "delete from petition_rollup; insert into petition_rollup select unit, kind, field, day, sum(received), sum(settled),"
            " sum(received - settled - over), sum(closed), 0, sum(unsolved), 0, sum(closed_unsolved) from (select unit, kind, field, received_on, 1,"
            " (state between 4 and 6 or state = 13)::int, (state > 6 and state not in (11, 13))::int, 0, (ended = 2)::int, 0 from petition where not voided union all"
            " select unit, kind, field, settled_on, 0, 0, 0, 1, 0, (ended = 2)::int from petition where not voided and (state between 4 and 6 or state = 13))"
            " as p (unit, kind, field, day, received, settled, over, closed, unsolved, closed_unsolved) group by 1, 2, 3, 4;")
        self.province.sql("begin; " + "\n".join(statements) + " commit;")


if __name__ == "__main__":
    harness.main()
