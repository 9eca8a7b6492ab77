"""A province that begins with one office: what it publishes is what it has, from the commit on that brings a set's last part."""
import contextlib
import os
import re
import sqlite3
import stat
import time

import catalogue
import harness
import wire_client
import workbooks
from catalogue import published
from founding import FOUNDING, SAMPLE
from harness import FlowCase, Province, run
from places import QCDCD
from wire_client import facts, wire
from wire_office import WireOffice, corrected, day, received



def filed(value, form="T-1", period="2020-H1", version=1):
    return facts.Fact(report_filed=facts.ReportFiled(form=form, form_version=version, period=period,
                                                     cells=[facts.CellValue(cell="X01", value_e4=value * 10000)]))


def states(said):
    return [(line["state"], line["code"]) for line in said["verdicts"]]


class CatalogueCase(FlowCase):
    """A new province, and the device of its provincial office."""

    @classmethod
    def setUpClass(cls):
        cls.province = Province(founded=FOUNDING)
        cls.addClassCleanup(cls.province.close)
        cls.tinh = WireOffice(cls.province, "BCD-TINH", "province")

    def publish(self, tables, **given):
        return self.tinh.append(published(tables, **given))

    def offices(self):
        return [row[0] for row in self.province.sql("select code from office order by id")]

    def invite(self, *options):
        return self.province.command("invite", "--endpoint", self.province.endpoint, *options)

    def value_of(self, form):
        table = wire_client.query(self.tinh.state, "report_totals", {"form": form, "period": "2020-H1"})
        rows = [dict(zip(table["columns"], row)) for row in table["rows"]]
        return [str(row["value"]) for row in rows if row["cell"] == "X01"][0]

    def assert_same_again(self):
        """verify finds nothing, and a rebuild from the journals gives the same catalogue."""
        self.assert_identical()
        tables = "select 'unit ' || t from unit t union all select 'office ' || t from office t union all select 'form ' || t from form t" \
                 " union all select 'publication ' || t from publication t order by 1"
        before = self.province.sql(tables)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.sql(tables), before)


class Founding(CatalogueCase):
    """The first set, part by part."""

    def test_first_set(self):
        self.assertEqual(self.offices(), ["BCD-TINH"])
        self.assert_refused(self.invite("--office", "BCD-593", "--role", "reporter"), "there is no office BCD-593", "BCD-TINH")
        # Without the office that publishes it, nothing; and nothing of it is left.
        said = self.publish(dict(catalogue.ALL, offices=[catalogue.FIRST_OFFICE]))
        self.assertEqual(states(said), [("rejected", "BAD_CATALOGUE")])
        self.assertIn("BCD-TINH", said["verdicts"][0]["message"])
        self.assertEqual(self.offices(), ["BCD-TINH"])
        # Before the last part nothing has changed, whatever happens to the server.
        parts = catalogue.in_parts(catalogue.ALL)
        for part in parts[:-1]:
            self.assertEqual(states(self.tinh.append(part)), [])
            self.province.kill()
            self.province.start()
            self.assertEqual(self.offices(), ["BCD-TINH"])
            self.assert_identical()
        self.assertEqual(states(self.tinh.append(parts[-1])), [])
        # The founder stays the first one, wherever it stands in what it published: devices know an office by its number.
        self.assertEqual(self.offices(), ["BCD-TINH", "BCD-593"])
        self.assertEqual(self.province.value("select name from office where id = 1"), "Ban Chỉ đạo tỉnh")
        self.assert_refused(self.invite("--office", "BCD-953", "--role", "reporter"), "there is no office BCD-953", "did you mean BCD-593?")
        # A new device has the catalogue before all else, in the order in which it was published; an analyst has nothing but it.
        office = WireOffice(self.province, "BCD-593")
        self.assertEqual(states(office.append(filed(3))), [])
        second = WireOffice(self.province, "BCD-593")
        feed = wire_client.fetch_feed(second.state)
        self.assertEqual((feed["act"], feed["segment"]), (len(parts), 1))
        analyst = WireOffice(self.province, "BCD-593", "analyst")
        feed = wire_client.fetch_feed(analyst.state)
        self.assertEqual((feed["act"], feed["segment"], feed["verdict"]), (len(parts), 0, 0))
        second.append(filed(4, period="2019-H1"))
        feed = wire_client.fetch_feed(analyst.state)
        self.assertEqual((feed["act"], feed["segment"], feed["verdict"]), (len(parts), 0, 0))
        self.assertEqual(self.value_of("T-1"), "3")
        self.assert_same_again()


class FirstPublisher(CatalogueCase):
    """Whose publications count is known before there is one: to the device that makes the first, by itself, to others by their invitation."""

    @classmethod
    def setUpClass(cls):
        cls.province = Province(founded=FOUNDING)
        cls.addClassCleanup(cls.province.close)

    def test_a_server_cannot_forge_it(self):
        invitation = self.province.invite("BCD-TINH", "province")
        self.assertIn("\nfirst -\n", invitation.read_text(encoding="utf-8"))
        # Nobody else joins before something is published, whoever it is.
        for words in (("--office", "BCD-TINH", "--role", "province"), ("--office", "BCD-TINH", "--role", "analyst"), ("--all", "--into", self.province.folder / "all")):
            self.assert_refused(self.invite(*words), "until then one device of the provincial office joins, and no other", "withdraw")
        # Whoever owns the server lets in another one all the same, which publishes first.
        self.province.sql("update invitation set voided_at = now()")
        stranger = WireOffice(self.province, "BCD-TINH", "province")
        self.province.sql("update invitation set voided_at = null where used_at is null")
        self.assertEqual(states(stranger.append(published(catalogue.ALL))), [])
        founder = harness.Office(self.province, "BCD-TINH", "province")
        founder.join(invitation)
        founder.sync()
        self.assertEqual(founder.table("catalogue", "units"), [])
        self.assertNotIn("Phan Thiết", founder.must("catalogue", "--format", "csv"))

    def test_no_other_before_it(self):
        province = Province(founded=FOUNDING)
        self.addCleanup(province.close)
        invite = lambda *words: province.command("invite", "--endpoint", province.endpoint, "--office", "BCD-TINH", "--role", *words)
        self.assert_refused(invite("analyst"), "nothing has been published yet", "invite it with --role province")
        founder = province.office("BCD-TINH", "province")
        self.assert_refused(invite("province"), "nothing has been published yet", "on that device: qcdc publish FOLDER, qcdc sync", "qcdcd revoke")
        # Lost before it published: another one founds.
        province.revoke(founder.origin)
        again = province.office("BCD-TINH", "province")
        again.must("publish", SAMPLE)
        self.assertIn("rejected 0", again.sync())
        key = re.search("^sign-public (.*)$", (again.home / "keys").read_text(), re.MULTILINE)[1]
        self.assertIn(f"\nfirst {key}\n", invite("analyst").out)
        # A home that an older program made, which did not know, knows from its next sync on.
        office = province.office("BCD-593")
        first = lambda: office.journal("select value from meta where name = 'published_first'")
        self.assertEqual(first(), [(key,)])
        with contextlib.closing(sqlite3.connect(office.home / "journal.db")) as journal, journal:
            journal.execute("update meta set value = '' where name = 'published_first'")
        office.sync()
        self.assertEqual(first(), [(key,)])


class Headings(FlowCase):
    """What a clerk sees above the columns."""

    def test_in_vietnamese(self):
        """No heading of any table is left in English, and none is that of another table's column of the same name."""
        office = self.province.office("BCD-593")
        for table in [row["table"] for row in office.table("catalogue")]:
            columns = office.must("catalogue", table, "--format", "csv").split("\n")[0].strip().split(",")
            path = self.province.folder / f"{table}.xlsx"
            done = office.run("catalogue", table, "-o", path, environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"})
            self.assertEqual((done.status, done.err), (0, ""), table)
            shown = [cell.value for cell in workbooks.openpyxl.load_workbook(path).active[1]]
            self.assertEqual(len(shown), len(columns), table)
            for column, heading in zip(columns, shown):
                self.assertNotIn(heading.lower(), (column, column.replace("_", " ")), table)
            said = dict(zip(columns, shown))
            self.assertEqual([said[name] for name in ("code", "name") if name in said],
                             [word for name, word in (("code", "Mã"), ("name", "Tên")) if name in said], table)


class Later(CatalogueCase):
    """What comes after the first set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh.append(published(catalogue.ALL))
        cls.office = WireOffice(cls.province, "BCD-593")

    def test_only_the_province_publishes(self):
        said = self.office.append(published({"classes": [dict(code="x", name_vi="x", name_en="x", provincial="yes")]}))
        self.assertEqual(states(said), [("rejected", "FORBIDDEN")])
        self.assertEqual(self.province.value("select count(*) from publication where not accepted"), "0")

    def test_a_report_waits_for_its_form(self):
        """A device knows of a form before the server does (which was restored, say): its report counts as soon as the form is there."""
        self.assertEqual(states(self.office.append(filed(5, form="T-2"))), [("waiting", "WAITING")])
        self.assertEqual(states(self.office.append(filed(6, form="T-1", version=2))), [("waiting", "WAITING")])
        self.province.restart()
        form = dict(catalogue.FORMS[0], code="T-2", title_vi="Biểu thử hai")
        today = dict(catalogue.FIRST_OFFICE, forms="T-1 T-2", valid_from="2026-01-01")
        self.publish({"forms": [form], "offices": [dict(catalogue.FIRST_OFFICE, valid_to="2025-12-31"), today]})
        self.assertEqual(self.value_of("T-2"), "5")
        self.assertEqual(self.province.value("select count(*) from waiting"), "1")
        receipts = wire_client.fetch_feed(self.office.state)
        self.assertEqual(receipts["verdict"], 1)
        self.assert_same_again()

    def test_refused_sets_leave_nothing(self):
        before = self.province.sql("select * from unit order by id")
        orphan = dict(code="999", parent_code="998", level="commune", name="Xã không cha")
        self.assertEqual(states(self.publish({"units": [dict(orphan, code="997", parent_code="593")]}, parts=2)), [])
        self.assertEqual(states(self.publish({"units": [orphan]}, part=2, parts=2)), [("rejected", "BAD_CATALOGUE")])
        # The set is over: what would have been its next part follows nothing.
        self.assertEqual(states(self.publish({"units": [dict(orphan, parent_code="593")]}, part=2, parts=2)),
                         [("rejected", "BAD_CATALOGUE")])
        renamed = dict(catalogue.UNITS[1], name="Một tên khác")
        self.assertEqual(states(self.publish({"units": [renamed]})), [("rejected", "BAD_CATALOGUE")])
        self.assertEqual(self.province.sql("select * from unit order by id"), before)
        self.assert_same_again()
        # Nor does it come back where everything is judged anew.
        self.assertEqual(states(self.publish({"units": [orphan]})), [("rejected", "BAD_CATALOGUE")])
        self.publish({"units": [dict(orphan, code="998", level="district", parent_code="60")]})
        before = self.province.sql("select * from unit order by id")
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select * from unit order by id"), before)
        self.assert_identical()

    def test_judged_by_its_place(self):
        """In one batch and over many: what was committed before a unit came is not judged by it."""
        units = [dict(code=f"7{number}", parent_code="593", level="commune", name=f"Xã {number}") for number in range(3)]
        for unit in units:
            self.assertEqual(states(self.publish({"units": [unit]})), [])
        self.assertEqual(states(self.publish({"units": [units[0]]})), [])  # nothing new in it
        self.assertEqual(self.province.value("select count(*) from unit where code like '7_'"), "3")
        feed = wire_client.fetch_feed(self.office.state)
        self.assertGreaterEqual(feed["act"], 5)
        self.assert_same_again()

    def test_a_unit_that_was_over_already(self):
        """The end of a unit is published late: what was entered meanwhile stays where it was counted, what comes now does not."""
        office = dict(catalogue.FIRST_OFFICE, code="BCD-596", name="Ban Chỉ đạo La Gi", unit="594")
        self.publish({"offices": [office]})
        device = WireOffice(self.province, "BCD-596")
        self.assertEqual(states(device.append(received("1", received_on=day("2020-06-10")))), [])
        self.publish({"units": [dict(catalogue.UNITS[2], valid_to="2020-05-31"),
                                dict(catalogue.UNITS[2], name="Thị xã La Gi mới", valid_from="2020-06-01")]})
        self.assertEqual(states(device.append(received("2", received_on=day("2020-06-11")))), [])
        self.assertEqual(self.province.sql("select p.local_no, u.name from petition p join unit u on u.id = p.unit order by 1"),
                         [["1", "Thị xã La Gi"], ["2", "Thị xã La Gi mới"]])
        self.assert_same_again()

    def test_all_invitations(self):
        """A file for each office without a device, for nobody else to read; given again, none is written twice."""
        new = dict(catalogue.FIRST_OFFICE, code="BCD-594", name="Ban Chỉ đạo La Gi", unit="594")
        self.publish({"offices": [new, dict(new, code="BCD-1", valid_to="2019-12-31")]})
        folder = self.province.folder / "invitations"
        done = self.invite("--all", "--into", folder)
        self.assertEqual((done.status, done.err), (0, ""), done.err)
        self.assertIn("1 invitation", done.out)
        self.assertEqual(os.listdir(folder), ["BCD-594.invite"])
        self.assertEqual(stat.S_IMODE(os.stat(folder / "BCD-594.invite").st_mode), 0o600)
        done = self.invite("--all", "--into", folder)
        self.assertIn("0 invitations", done.out)
        self.assertIn("1 office has its file there already", done.out)
        WireOffice(self.province, "BCD-594", join=False).join(folder / "BCD-594.invite")
        usage = self.invite("--all", "--office", "BCD-594", "--role", "reporter")
        self.assertEqual(usage.status, 2, usage.err)
        self.assertIn("--into", usage.err)

    def test_restored(self):
        """A server restored from before a publication gets it back from the province, and what waited for it meanwhile counts."""
        office = dict(catalogue.FIRST_OFFICE, code="BCD-595", name="Ban Chỉ đạo khác")
        self.publish({"offices": [office]})
        device = WireOffice(self.province, "BCD-595")
        copy = self.province.backup()
        form = dict(catalogue.FORMS[0], code="T-3", title_vi="Biểu thử ba")
        self.publish({"forms": [form], "offices": [dict(office, valid_to="2025-12-31"),
                                                   dict(office, forms="T-1 T-3", valid_from="2026-01-01")]})
        lost = len(self.tinh.state.data["entries"])
        self.province.restore(copy)
        self.assertEqual(states(device.append(filed(7, form="T-3"))), [("waiting", "WAITING")])
        line = self.tinh.line()
        line.ask(wire.Frame(append=wire.Append(segment=wire_client.segment_of(self.tinh.state, lost, lost))), "acked")
        line.close()
        self.assertEqual(self.value_of("T-3"), "7")
        self.assert_same_again()

    def test_restored_what_was_accepted(self):
        """An office keeps a register as was published since: what was accepted by that stays so, though it comes back first."""
        office = dict(catalogue.FIRST_OFFICE, code="BCD-597", name="Ban Chỉ đạo thứ tư", petitions="no")
        self.assertEqual(states(self.publish({"offices": [office]})), [])
        device = WireOffice(self.province, "BCD-597")
        copy = self.province.backup()
        keeps = [dict(office, valid_to="2020-05-31"), dict(office, petitions="yes", valid_from="2020-06-01")]
        self.assertEqual(states(self.publish({"offices": keeps})), [])
        lost = len(self.tinh.state.data["entries"])
        one = {"received_on": day("2020-06-10")}
        self.assertEqual(states(device.append(received("1", kind="PHAN_ANH", **one))), [])
        # So does what only the kind allows that the first device has said, and the second one's mark comes back before that.
        second, target = WireOffice(self.province, "BCD-597"), device.reference(1)
        now = [received("1", **change, **one).petition_received for change in ({"kind": "PHAN_ANH"}, {}, {"flags": ["NHAN_QD:2020-06-01"]})]
        for office, seen, said in ((device, now[0], now[1]), (second, now[1], now[2])):
            self.assertEqual(states(office.append(corrected(target, said, seen, seen_at_us=time.time_ns() // 1000))), [])
        self.province.restore(copy)
        second.join(self.province.invite("BCD-597"))
        for office, seq in ((device, 1), (second, 1), (device, 2), (self.tinh, lost)):
            line = office.line()
            segment = wire_client.segment_of(office.state, seq, seq)
            segment.receipt.CopyFrom(wire.Receipt.FromString(bytes.fromhex(office.state.data["receipts"][seq - 1])))
            acked = line.ask(wire.Frame(append=wire.Append(segment=segment)), "acked")
            line.close()
            self.assertEqual(wire_client.verdicts_of(acked.receipt), [])
        self.assertEqual(self.province.sql("select local_no, flags from petition where office = (select id from office where code = 'BCD-597')"), [["1", "NHAN_QD:2020-06-01"]])
        self.assert_same_again()


class Founder(harness.unittest.TestCase):
    """What qcdcd init refuses before it has made anything."""

    def test_half_said(self):
        folder = harness.new_folder() / "province"
        for said, missing in (((), "office"), (FOUNDING[:2], "name"), (FOUNDING[:4], "unit"), (FOUNDING[2:], "office")):
            done = run([QCDCD, "init", "--data", folder, *said])
            self.assertEqual((done.status, done.out, done.err.splitlines()[0]), (2, "", f"qcdcd: option --{missing} is missing"), done)
            self.assertIn("--office CODE --name TEXT --unit CODE [--unit-name TEXT]", done.err)
            self.assertFalse(folder.exists())


if __name__ == "__main__":
    harness.main()
