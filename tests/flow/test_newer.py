"""What another program made, or meant, is not read as one's own: the kept catalogue, and publications of a newer one."""
import datetime

import catalogue
import harness
from catalogue import published
from test_catalogue import CatalogueCase, states

from wire_office import WireOffice, received

DISTRICT = dict(parent_code="60", level="district")


class Base(CatalogueCase):
    """A province whose first set every program reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        assert states(cls.tinh.append(published(catalogue.ALL))) == []
        cls.office = cls.province.office("BCD-593")

    def units(self):
        return {row["code"]: row["name"] for row in self.office.table("catalogue", "units")}

    def take(self, fact):
        """FACT as a server of a newer program would have taken it: the one here refuses it, and is made to forget that."""
        said = self.tinh.append(fact)
        self.assertEqual(len(said["verdicts"]), 1, said)
        entry, = self.province.sql("select max(commit_seq) from journal")[0]
        self.province.sql(f"delete from verdict where entry = {entry}")
        self.province.sql(f"update segment set verdicts = null where commit_seq = {entry}")
        self.province.sql("insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash)"
                          " select o.id, (select max(feed_seq) + 1 from feed where office = o.id), 1, j.origin, j.seq, j.commit_seq, j.commit_hash"
                          f" from journal j, office o where j.commit_seq = {entry} and o.code = 'BCD-593'")
        return states(said)

    def set_of(self, code, name, reader=0, **tables):
        fact = published({"units": [dict(code=code, name=name, **DISTRICT)], **tables}, f"set {code}")
        fact.published.reader = reader
        return fact

    def told(self, count):
        """What a sync says of COUNT sets, and the desk's own state."""
        done = self.office.run("sync")
        self.assertEqual(done.status, 0, done)
        text = "needs a newer program" if count == 1 else "need a newer program"
        for said in (done.err, self.office.run("status").err):
            lines = [line for line in said.splitlines() if "newer program" in line]
            self.assertEqual(len(lines), 1, said)
            self.assertTrue(lines[0].startswith(f"qcdc: {count} set") and text in lines[0], said)


class Newer(Base):
    def test_kept_by_another_program(self):
        """The kept catalogue is believed where this program kept it, and folded anew where another one did, whatever stands in it."""
        kept = self.office.home / "catalogue"
        self.assertEqual(self.units()["594"], "Thị xã La Gi")
        mine = kept.read_bytes()
        mark = mine[:32]
        self.assertIn(b" edition ", mark)
        other = mine.replace("Thị xã La Gi".encode(), "Thị xã La Gj".encode())
        kept.write_bytes(other)
        self.assertEqual(self.units()["594"], "Thị xã La Gj", "what is kept is not read at all, and this test says nothing")
        for name, begin in (("another edition", mark.replace(b" edition ", b" edition 9")[:32]),
                            ("another version", mark.replace(b"qcdc ", b"qcdc 9")[:32]), ("before there was a mark", b"")):
            with self.subTest(name):
                kept.write_bytes(begin + other[32:])
                self.assertEqual(self.units()["594"], "Thị xã La Gi")
                self.assertEqual(kept.read_bytes(), mine)

    def test_published_by_a_newer_program(self):
        """Work goes on by what was published before and after it, and one line says what is missing."""
        self.assertEqual(self.take(self.set_of("595", "Huyện của một chương trình mới hơn", reader=99)), [("unsupported", "UNSUPPORTED")])
        self.told(1)
        self.assertNotIn("595", self.units())
        self.assertEqual(states(self.tinh.append(self.set_of("596", "Huyện Bắc Bình"))), [])
        self.told(1)
        self.assertIn("596", self.units())
        # A set with a row that only a newer program can read: this one would have no catalogue at all.
        bad = [dict(day="2027-03-03", works="yes", name_vi="Làm bù", name_en="Made up for")]  # a Wednesday
        self.assertEqual(self.take(self.set_of("597", "Huyện Hàm Thuận Bắc", holidays=bad)), [("rejected", "BAD_CATALOGUE")])
        self.told(2)
        self.assertEqual(states(self.tinh.append(self.set_of("598", "Huyện Hàm Thuận Nam"))), [])
        self.told(2)
        self.assertEqual(sorted(self.units()), ["593", "594", "596", "598", "60"])


class Earlier(Base):
    """What an earlier program took stays, whatever this one would say of it."""

    def holds(self, code):
        """The office goes on, its catalogue has the unit CODE, and everything is what the journals say."""
        self.assertEqual(states(self.tinh.append(self.set_of(code, "Huyện khác"))), [])
        done = self.office.run("sync")
        self.assertEqual((done.status, "newer program" in done.err), (0, False), done)
        self.assertIn(code, self.units())
        self.assert_same_again()

    def test_a_measure_that_was_changed(self):
        was = dict(catalogue.INDICATORS[0], valid_to="2025-12-31")
        row = dict(catalogue.INDICATORS[0], measure="nghìn lượt", valid_from="2026-01-01")
        self.assertEqual(self.take(published({"indicators": [was, row]}, "another measure")), [("rejected", "BAD_CATALOGUE")])
        self.province.stop()
        done = self.province.rebuild()
        self.assertEqual(done.status, 0, done.err)
        self.province.start()
        self.holds("801")
        self.assertIn("nghìn lượt", [found["measure"] for found in self.office.table("catalogue", "indicators", "on=2026-06-01")])

    def test_days_that_an_earlier_clock_worked_out(self):
        """What petitions are due on by an earlier program that counted otherwise is worked out anew at the start of this one."""
        rule = dict(rule="KN-THULY-1", petition_kinds="KHIEU_NAI", petition_instance="1", starts="RECEIVED", ends="ACCEPTED", days="10", working="no",
                    words_vi="Thụ lý", words_en="Accepted", citation="Điều 27", valid_from="2012-07-01")
        self.assertEqual(states(self.tinh.append(published({"legal-deadlines": [rule]}, "deadlines"))), [])
        wire = WireOffice(self.province, "BCD-593")
        for number in range(1, 4):
            self.assertEqual(states(wire.append(received(f"{number}/KN"))), [])
        kept = "select string_agg(concat_ws(' ', local_no, due_on, due_from, due_rule, settle_due_on), '; ' order by id) from petition"
        right = "; ".join(f"{number}/KN 2020-02-13 2020-02-03 KN-THULY-1" for number in range(1, 4))
        self.assertEqual(self.province.value(kept), right)
        # Who counted is noted beside the days, and an earlier program noted nothing.
        earlier = ("update petition set due_on = due_on - 3, due_from = due_from - 1 where local_no <> '2/KN';"
                   "delete from setting where name = 'petition_due'")
        # While somebody writes they are his: they are named, and left alone.
        self.province.sql(earlier)
        found = self.province.verify()
        self.assertEqual(found.status, 1, found)
        self.assertIn("petition: the database holds, against the journals,", found.out)
        self.assertNotEqual(self.province.value(kept), right)
        self.province.restart()
        self.assertEqual(self.province.value(kept), right)
        self.assertIn("2 petitions are due on other days by this program than by the one before", self.province.log())
        self.assert_identical()
        # As the first command of this program does, whichever that is; the next one finds them in order.
        self.province.kill()
        self.province.sql(earlier)
        found = self.province.verify()
        self.assertEqual(found.status, 0, found)
        self.assertIn("2 petitions are due on other days", found.err)
        self.province.start()
        self.assertEqual(self.province.log().count("2 petitions are due on other days"), 1)
        self.assertEqual(self.province.value(kept), right)
        # What was altered since is no earlier clock's: it is a matter of rebuild.
        self.province.sql(earlier.split(";")[0])
        self.province.restart()
        self.assertEqual(self.province.verify().status, 1)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.value(kept), right)
        self.holds("805")

    def test_the_last_day_of_the_first_device(self):
        """It said nothing before sets of an edition in which it does."""
        key = self.tinh.state.sign_public.hex()
        yesterday = (datetime.date.today() - datetime.timedelta(1)).isoformat()
        row = dict(key=key, name="máy đầu", valid_to=yesterday)
        self.assertEqual(states(self.tinh.append(published({"devices": [row]}, "an end"))), [])
        self.holds("802")
        # Nor does a set of the edition, if it is of other things.
        fact = published({"devices": [dict(key="ab" * 32, name="máy hai", valid_to=yesterday)]}, "another end")
        fact.published.reader = 3
        self.assertEqual(states(self.tinh.append(fact)), [])
        self.holds("803")
        fact = published({"devices": [row]}, "an end that counts")
        fact.published.reader = 3
        self.assertEqual(states(self.tinh.append(fact)), [])
        self.assertEqual(states(self.tinh.append(self.set_of("804", "Huyện khác"))), [("rejected", "UNVOUCHED")])
        self.assert_same_again()


if __name__ == "__main__":
    harness.main()
