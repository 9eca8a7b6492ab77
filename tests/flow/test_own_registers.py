"""An office's own register, as it is kept: its headings, its steps, what came again of it, and an import undone as one act."""
import contextlib
import csv
import datetime
import hashlib
import io
import os
import pty
import select
import sqlite3
import time

import workbooks
from harness import BIN, FlowCase, unittest, petition
from wire_office import WireOffice, facts
from workbooks import workbook

DAY = datetime.date
#  Titles above, headings in two rows with merged cells, a row that numbers the columns, names and addresses, steps as columns.
SHEET = [["UBND HUYỆN — SỔ THEO DÕI ĐƠN NĂM 2020"], ["Đơn vị: Ban tiếp công dân"], [],
         ["STT", "Số đơn", "Ngày nhận đơn", "Họ và tên người gửi", "Địa chỉ", "Loại đơn thư", "Thuộc lĩnh vực", "Nội dung vụ việc", "Ngày", None, "Kết quả xử lý", None],
         [None, None, None, None, None, None, None, None, "thụ lý", "xác minh", "Ngày ban hành quyết định", "Kết quả"],
         ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)"],
         [1, "12/ĐKN-2020", DAY(2020, 5, 4), "Nguyễn Văn Kín", "số 5 thôn Sâu", "đơn khiếu nại", "đất đai", "Khiếu nại thu hồi đất", DAY(2020, 5, 12), DAY(2020, 5, 13), DAY(2020, 6, 20), "đúng một phần"],
         [2, "13/ĐKN-2020", DAY(2020, 5, 6), "Trần Thị Giấu", "số 6 thôn Sâu", "khieu nai", "Đất đai", "Bồi thường chậm", DAY(2020, 5, 14), None, None, None],
         [3, "14/TC", DAY(2020, 5, 8), "Lê Văn Ẩn", "", "Tố cáo", "Cán bộ, công chức", "Cán bộ nhận tiền", None, None, None, None]]


class OwnRegisters(FlowCase):
    def setUp(self):
        self.office = self.province.office(f"BCD-{593 + int(self.id()[-1], 36) % 7}")
        self.folder = self.office.folder

    def write(self, rows, name="so.xlsx", other=()):
        path = self.folder / name
        book = workbooks.openpyxl.load_workbook(io.BytesIO(workbook(("Sổ 2020", rows), *other)))
        if rows[3:4] and len(rows[3]) == 12:
            for area in ("A1:L1", "A4:A5", "B4:B5", "I4:J4", "K4:L4"):
                book["Sổ 2020"].merge_cells(area)
        path.write_bytes(workbooks.saved(book))
        return path

    def rows(self):
        return {row["local_no"]: row for row in self.office.table("petition", "list")}

    def register(self, rows, name="r.csv"):
        path = self.folder / name
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    def test_as_it_is_kept_1(self):
        path = self.write(SHEET, other=[("Sổ 2019", [["x", "y"]])])
        done = self.office.run("petition", "import", path)
        self.assertEqual(done.status, 0, done)
        self.assertIn("3 imported", done.out)
        self.assertIn('left out, for they tell who somebody is: "Họ và tên người gửi", "Địa chỉ"', done.err)
        self.assertIn("Sổ 2019", done.err)
        rows = self.rows()
        self.assertEqual((rows["12/ĐKN-2020"]["state"], rows["12/ĐKN-2020"]["outcome"], rows["12/ĐKN-2020"]["settled_on"]),
                         ("settled", "DUNG_MOT_PHAN", "2020-06-20"))
        self.assertEqual(rows["13/ĐKN-2020"]["state"], "accepted")
        self.assertEqual((rows["14/TC"]["kind"], rows["14/TC"]["state"]), ("TO_CAO", "received"))
        shown = self.office.must("petition", "show", "12/ĐKN-2020")
        for text in ("12/05/2020", "13/05/2020", "20/06/2020", "Khiếu nại thu hồi đất"):
            self.assertIn(text, shown)
        for file in self.office.home.glob("journal.db*"):
            for name in ("Văn Kín", "Giấu", "Ẩn", "thôn Sâu"):
                self.assertNotIn(name.encode(), file.read_bytes())
        self.assertIn("0 imported, 0 corrected, 3 unchanged", self.office.must("petition", "import", path))
        # A number as people say it; and the same petition under a number that is written otherwise is asked about.
        for number in ("Số 12/ĐKN", "12 dkn", "012/đkn/2020", "12/DKN@2020"):
            found = self.office.run("petition", "show", number)
            self.assertIn("Khiếu nại thu hồi đất", found.out, found)
            self.assertIn("12/ĐKN-2020 of 2020 is meant", found.err)
        self.assert_refused(self.office.run("petition", "show", "12/KN"))
        self.assert_refused(self.office.run("petition", "import", self.register(
            [petition("Số 13 / DKN", received_on="2020-05-06", title="Bồi thường chậm, lần nữa")])), "13/ĐKN-2020")
        # The province takes all of it, and shows what the office shows.
        self.office.sync()
        self.assertEqual(self.office.table("rejected"), [])


    def test_a_known_heading_above_others_6(self):
        """A heading that is a column's own spans two others: these are what the columns are called."""
        rows = [list(row) for row in SHEET]
        rows[3][10] = "Kết quả giải quyết"
        rows[4][10] = "Ngày quyết định giải quyết"
        self.assertIn("3 imported", self.office.must("petition", "import", self.write(rows)))
        found = self.rows()["12/ĐKN-2020"]
        self.assertEqual((found["settled_on"], found["outcome"]), ("2020-06-20", "DUNG_MOT_PHAN"))
        # What stands below it and is none is asked about by both its headings.
        rows[4][10] = "Số quyết định"
        self.assert_refused(self.office.run("petition", "import", self.write(rows)), '"Kết quả giải quyết Số quyết định"', "--map")

    def test_one_after_the_other_7(self):
        """Imports that are undone from the last to the first leave nothing; what somebody corrected in between, or hung on a petition, stays."""
        one = [petition(f"{n}/KN", title=f"một {n}") for n in range(1, 5)]
        self.office.must("petition", "import", self.register(one))
        self.office.must("petition", "correct", "3/KN", "title=của tôi")
        two = [dict(row, title=row["title"].replace("một", "hai"), field="THUE", settled_on="2020-04-04", outcome="SAI") for row in one]
        self.office.must("petition", "import", self.register(two))
        self.assertIn("0 petitions taken back, 8 corrections", self.office.must("petition", "import", "2", "--undo"))
        self.assertEqual([(row["title"], row["field"], row["state"]) for row in self.rows().values()],
                         [(title, "DAT_DAI", "received") for title in ("một 1", "một 2", "của tôi", "một 4")])
        self.office.must("matter", "open", "local_no=V1", "opened_on=2020-03-01", "field=DAT_DAI", "title=vụ")
        self.office.must("matter", "join", "V1", "4/KN", "on=2020-03-02")
        self.office.must("petition", "assign", "state=pending", "--to", "Trần Thị Bình")  # is for whoever handles them, and hinders nothing
        self.assert_refused(self.office.run("petition", "import", "1", "--undo"), "to 2 of its petitions: 4/KN, 3/KN")
        self.assertIn("2 petitions taken back", self.office.must("petition", "import", "1", "--undo", "--keep-moved"))
        self.assertEqual(sorted(self.rows()), ["3/KN", "4/KN"])
        self.office.sync()
        self.assertEqual(self.office.table("rejected"), [])

    def test_headings_of_its_own_2(self):
        rows = [{"Mã hồ sơ": "1", "Dạng": "KN đất", "field": "DAT_DAI", "Vào sổ": "04/05/2020", "Ghi chú riêng": "x"}]
        path = self.register(rows)
        done = self.office.run("petition", "import", path)
        self.assert_refused(done, '"Mã hồ sơ"', "--map")
        maps = ("--map", "Mã hồ sơ=local_no", "--map", "Dạng=kind", "--map=Vào sổ=ngày nhận", "--map", "Ghi chú riêng=-")
        done = self.office.run("petition", "import", path, *maps)
        self.assert_refused(done, "KN đất", '--map "kind:KN đất=CODE"')
        self.assertEqual(self.office.table("petition", "columns"), [])  # nothing is remembered of what was refused
        self.assertIn("1 to import", self.office.must("petition", "import", path, *maps, "--map", "kind:KN đất=KHIEU_NAI", "--dry-run"))
        self.assertEqual(self.office.table("petition", "columns"), [])
        self.assertIn("1 imported", self.office.must("petition", "import", path, *maps, "--map", "kind:KN đất=khiếu nại"))
        remembered = {(row["of"], row["heading"]): row["meaning"] for row in self.office.table("petition", "columns")}
        self.assertEqual(remembered, {("", "Mã hồ sơ"): "local_no", ("", "Dạng"): "kind", ("", "Vào sổ"): "received_on",
                                      ("", "Ghi chú riêng"): "left_out", ("kind", "KN đất"): "KHIEU_NAI"})
        rows.append({"Mã hồ sơ": "2", "Dạng": "kn DAT", "field": "DAT_DAI", "Vào sổ": "05/05/2020", "Ghi chú riêng": "y"})
        self.assertIn("1 imported, 0 corrected, 1 unchanged", self.office.must("petition", "import", self.register(rows)))
        self.office.must("petition", "columns", "mã HỒ sơ", "--forget")
        self.assert_refused(self.office.run("petition", "import", path), '"Mã hồ sơ"')
        self.office.must("petition", "columns", "--forget")
        self.assertEqual(self.office.table("petition", "columns"), [])
        self.assert_refused(self.office.run("petition", "columns", "--forget"), "nothing is remembered")
        for said, told in (("Họ tên=title", "identity"), ("Cột=colour", "colour"), ("Cột", "HEADING=COLUMN"), ("kind:x=y", "kind"),
                           ("title:x=y", "there is no column")):
            done = self.office.run("petition", "import", path, "--map", said)
            self.assertIn(done.status, (1, 2), done)
            self.assertIn(told, done.err)

    def columns(self, office):
        """What OFFICE has remembered: {(of, heading): meaning}."""
        return {(row["of"], row["heading"]): row["meaning"] for row in office.table("petition", "columns")}

    def say(self, office, *said):
        return office.must("petition", "columns", *(word for one in said for word in ("--map", one)))

    def test_columns_of_the_office_0(self):
        one, other = (self.province.office("BCD-602") for _ in range(2))
        rows = [{"Mã hồ sơ": "M1", "Dạng": "KN đất", "field": "DAT_DAI", "Vào sổ": "04/05/2020", "Ghi chú riêng": "x"}]
        path = self.register(rows, "hai.csv")
        self.assert_refused(other.run("petition", "import", path), '"Mã hồ sơ"')
        one.must("petition", "import", path, "--map", "Mã hồ sơ=local_no", "--map", "Dạng=kind", "--map=Vào sổ=ngày nhận", "--map", "Ghi chú riêng=-",
                 "--map", "kind:KN đất=khiếu nại")
        one.sync()
        other.sync()
        # The other device reads the same file without a word, and sees whose the headings are.
        self.assertEqual(self.columns(other), self.columns(one))
        self.assertEqual(len(self.columns(other)), 5)
        self.assertEqual({(row["office"], len(row["since"])) for row in other.table("petition", "columns")}, {(one.code, 10)})
        self.assertIn("0 imported, 0 corrected, 1 unchanged", other.must("petition", "import", path))
        # What is said again is written nowhere; nor is what a file was only looked at with.
        before = one.entries()
        self.say(one, "DẠNG=kind", "kind:kn đất=KHIEU_NAI")
        one.must("petition", "import", path, "--map", "Ghi chú riêng=title", "--dry-run")
        self.assertEqual(one.entries(), before)
        # Both say something: of one heading what was committed last holds, of others both do.
        for first, last, meanings, name in ((one, other, ("title", "summary"), "Số"), (other, one, ("channel", "-"), "Tờ")):
            self.say(last, f"Ghi chú riêng={meanings[1]}", f"{name} sau=people")
            self.say(first, f"Ghi chú riêng={meanings[0]}", f"{name} trước=instance")
            first.sync()
            last.sync()
            first.sync()
            self.assertEqual(self.columns(first), self.columns(last))
            self.assertEqual([self.columns(one)["", heading] for heading in ("Ghi chú riêng", f"{name} sau", f"{name} trước")],
                             ["left_out" if meanings[1] == "-" else meanings[1], "people", "instance"])
        # An import that is undone takes nothing of it away; what is forgotten is forgotten everywhere.
        one.must("petition", "import", self.register([dict(rows[0], **{"Mã hồ sơ": "M2", "Loại tờ": "A4", "Ghi chú riêng": "y"})], "ba.csv"), "--map", "Loại tờ=-")
        one.must("petition", "import", one.table("petition", "imports")[0]["import"], "--undo")
        self.assertEqual(self.columns(one)["", "Loại tờ"], "left_out")
        self.assertIn("forgotten", other.must("petition", "columns", "mã HỒ sơ", "--forget"))
        one.sync()
        other.sync()
        one.sync()
        self.assertEqual(self.columns(one), self.columns(other))
        self.assert_refused(one.run("petition", "import", path), '"Mã hồ sơ"')
        self.say(one, "Mã hồ sơ=local_no")
        one.sync()
        # A device that is set up anew after a loss has all of it; no other office has any.
        again, stranger = self.province.office(one.code), self.province.office("BCD-600")
        again.sync()
        stranger.sync()
        self.assertEqual(self.columns(again), self.columns(one))
        self.assertIn("1 unchanged", again.must("petition", "import", path))
        self.assertEqual(self.columns(stranger), {})
        again.must("petition", "columns", "--forget")
        again.sync()
        one.sync()
        self.assertEqual(self.columns(one), {})
        self.assertEqual([office.table("rejected") for office in (one, other, again)], [[], [], []])
        # To whom it is addressed, and that it is remembered, is told by the journals.
        kept = "select id, office from office_memory order by 1"
        rows = self.province.sql(kept)
        self.province.sql("with gone as (delete from addressed where entry in (select id from office_memory) returning 1) select count(*) from gone")
        self.province.sql("with gone as (delete from office_memory where id = (select max(id) from office_memory) returning 1) select count(*) from gone")
        found = self.province.verify()
        self.assertEqual(found.status, 1)
        self.assertIn("office_memory", found.out + found.err)
        self.assertIn(f"is addressed to {one.code}, and is not listed", found.out + found.err)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.sql(kept), rows)
        self.assert_identical()

    def test_what_a_former_program_kept_4(self):
        """Remembered by the home alone, in a text of its journal."""
        one, other = self.office, self.province.office(self.office.code)
        long = "x" * 201
        self.say(one, "Dạng=kind")
        one.sync()
        with contextlib.closing(sqlite3.connect(other.home / "journal.db")) as journal, journal:
            journal.execute("insert or replace into meta (name, value) values ('register_map', ?)",
                            (f"\tDạng\tfield\n\tVào sổ\treceived_on\nkind\tKN đất\tKHIEU_NAI\n\t{long}\ttitle\n",))
        self.assertEqual(self.columns(other), {("", "Dạng"): "field", ("", "Vào sổ"): "received_on", ("kind", "KN đất"): "KHIEU_NAI", ("", long): "title"})
        # Its next sync gives the office what the office does not know better; what no fact may hold stays, and goes on being read.
        other.sync()
        one.sync()
        office = {("", "Dạng"): "kind", ("", "Vào sổ"): "received_on", ("kind", "KN đất"): "KHIEU_NAI"}
        self.assertEqual(self.columns(one), office)
        self.assertEqual(self.columns(other), {**office, ("", long): "title"})
        self.assertEqual(other.journal("select value from meta where name = 'register_map'"), [(f"\t{long}\ttitle\n",)])
        before = other.entries()
        other.sync()
        self.assertEqual(other.entries(), before)
        other.must("petition", "columns", long, "--forget")
        self.assertEqual(self.columns(other), office)
        self.assertEqual(other.journal("select value from meta where name = 'register_map'"), [("",)])
        # What a program did not know when it came is found by the next one that does.
        with contextlib.closing(sqlite3.connect(other.home / "journal.db")) as journal, journal:
            self.assertGreater(journal.execute("update entry set subject = '' where subject like 'columns_mapped:%'").rowcount, 0)
            journal.execute("update meta set value = '1' where name = 'kinds_known'")
        self.assertEqual(self.columns(other), office)
        # So does its next use.
        with contextlib.closing(sqlite3.connect(other.home / "journal.db")) as journal, journal:
            journal.execute("update meta set value = ? where name = 'register_map'", ("\tSố hiệu\tlocal_no\n",))
        rows = [{"Số hiệu": "H1", "Dạng": "KN đất", "field": "DAT_DAI", "Vào sổ": "04/05/2020"}]
        self.assertIn("1 imported", other.must("petition", "import", self.register(rows, "cu.csv")))
        other.sync()
        one.sync()
        self.assertEqual(self.columns(one)["", "Số hiệu"], "local_no")
        one.must("petition", "columns", "--forget")
        one.sync()
        # So is what it calls the columns of its register of receptions, apart from those of petitions.
        rows = [{"Lượt thứ": "1", "Hôm": "04/05/2020", "Kiểu": "Phiên lãnh đạo", "Người tiếp": "cán bộ", "Họ và tên công dân": "Nguyễn Văn Kín"}]
        path = self.register(rows, "tiep.csv")
        self.assert_refused(one.run("reception", "import", path), '"Lượt thứ"', "--map")
        done = one.run("reception", "import", path, "--map", "Lượt thứ=local_no", "--map", "Hôm=ngày tiếp", "--map", "Kiểu=session",
                       "--map", "session:Phiên lãnh đạo=THUONG_XUYEN", "--map", "held_by:cán bộ=CAN_BO_TIEP")
        self.assertIn("1 imported", done.out, done)
        self.assertIn('left out, for they tell who somebody is: "Họ và tên công dân"', done.err)
        one.sync()
        other.sync()
        self.assertEqual({(row["of"], row["heading"]): row["meaning"] for row in other.table("reception", "columns")},
                         {("", "Lượt thứ"): "local_no", ("", "Hôm"): "held_on", ("", "Kiểu"): "session", ("session", "Phiên lãnh đạo"): "THUONG_XUYEN",
                          ("held_by", "cán bộ"): "CAN_BO_TIEP"})
        self.assertIn("0 imported, 0 corrected, 1 unchanged", other.must("reception", "import", path))
        self.assertEqual(self.columns(other), {})
        # As many as are remembered, and one more.
        for first in range(0, 200, 50):
            self.say(one, *(f"Cột {number}=-" for number in range(first, first + 50)))
        self.assert_refused(one.run("petition", "columns", "--map", "Cột 200=-"), "at most 200 headings", "--forget")
        self.say(one, "Cột 7=title")
        # Where two together said more, what was said longest ago gives way, at both.
        self.say(other, "Cột khác=-")
        for office in (one, other, one):
            office.sync()
        self.assertEqual(self.columns(one), self.columns(other))
        self.assertEqual(len(self.columns(one)), 200)
        self.assertEqual([("", heading) in self.columns(one) for heading in ("Cột 0", "Cột 1", "Cột 7", "Cột khác")], [False, True, True, True])
        self.assert_refused(one.run("petition", "columns", "--map", "ă" * 101 + "=-"), "at most 200 bytes, this one 202")
        one.must("petition", "columns", "--forget")
        for said in ("kind:liên hệ a@gmail.com=KHIEU_NAI", "0912 345 678=-"):
            self.assert_refused(one.run("petition", "columns", "--map", said), "tells who somebody is")
        self.say(one, "ă" * 100 + "=-")
        one.must("petition", "columns", "--forget")
        self.assertEqual(self.columns(one), {})
        one.sync()
        self.assertEqual(one.table("rejected"), [])

    def test_what_strangers_say_of_columns_3(self):
        """A program of one's own, which may be newer."""
        wire = WireOffice(self.province, self.office.code)

        def code(wire=wire, register="petition", **said):
            columns = said.get("columns", [said])
            fact = facts.Fact(columns_mapped=facts.ColumnsMapped(of_register=register, columns=[facts.MappedColumn(**column) for column in columns]))
            verdicts = wire.append(fact)["verdicts"]
            return verdicts[0]["code"] if verdicts else ""

        column = dict(heading="Cột", means="title")
        many = lambda count: [dict(heading=f"h{number:03}", means="-") for number in range(count)]  # noqa: E731
        for said, wanted in (({"columns": []}, "EMPTY"), ({"columns": many(201)}, "TOO_LARGE"), ({"columns": many(2)[::-1]}, "BAD_HEADER"), ({"columns": many(1) * 2}, "BAD_HEADER"),
                             (dict(column, heading=""), "EMPTY"), (dict(column, heading="x" * 201), "TOO_LARGE"), (dict(column, means="x" * 33), "TOO_LARGE"),
                             (dict(column, means="cột nào"), "BAD_HEADER"), (dict(column, of="x" * 33), "TOO_LARGE"), (dict(column, register=""), "EMPTY"),
                             (dict(column, heading="0912 345 678"), "IDENTITY_TEXT"), (dict(column, heading="０９１２３４５６７"), "IDENTITY_TEXT"), (dict(column, heading="Cột ٠٩١٢٣٤٥٦٧"), "IDENTITY_TEXT"),
                             (dict(column, of="kind", heading="liên hệ a@gmail.com"), "IDENTITY_TEXT"),
                             (dict(column, register="x" * 32, heading="x" * 200, of="x" * 32, means="x" * 32), ""), ({"columns": many(200)}, "")):
            self.assertEqual(code(**said), wanted, said)
        mapped = wire.reference(len(wire.state.data["entries"]))
        self.assertEqual(wire.append(facts.Fact(voided=facts.Voided(target=mapped)))["verdicts"][0]["code"], "TARGET_KIND")
        self.assertEqual(code(columns=[dict(heading=f"h{number:03}", means="") for number in range(200)]), "")
        # What this program does not know is kept and read by as if it had not been said; nobody's name becomes a title.
        self.assertEqual(code(columns=[dict(heading="Họ và tên người gửi", means="title"), dict(heading="Lĩnh vực", means="colour"), dict(heading="Màu", means="colour"),
                                       dict(of="kind", heading="khiếu nại", means="KIND_OF_2031"), dict(of="shade", heading="Xanh", means="BLUE")]), "")
        self.office.sync()
        self.assertEqual(self.columns(self.office)["", "Màu"], "colour")
        row = {"Số đơn": "W1", "Loại đơn": "Khiếu nại", "Lĩnh vực": "Đất đai", "Ngày nhận đơn": "04/05/2020", "Họ và tên người gửi": "Nguyễn Văn Kín"}
        self.assert_refused(self.office.run("petition", "import", self.register([dict(row, **{"Màu": "xanh"})])), '"Màu"')
        self.assertIn("1 imported", self.office.must("petition", "import", self.register([row])))
        self.assertEqual((self.rows()["W1"]["title"], self.rows()["W1"]["kind"]), ("", "KHIEU_NAI"))
        # What another office says is its own.
        self.assertEqual(code(WireOffice(self.province, "BCD-601"), heading="Vào sổ lạ", means="received_on"), "")
        self.office.sync()
        self.assertNotIn(("", "Vào sổ lạ"), self.columns(self.office))
        self.office.must("petition", "columns", "--forget")
        self.office.sync()

    def test_comes_again_3(self):
        rows = [petition(f"{i}/KN", title=f"đơn thứ {i}", received_on=f"2020-03-{i:02}") for i in range(1, 31)]
        self.assertIn("30 imported", self.office.must("petition", "import", self.register(rows)))
        changed = [dict(row) for row in rows if row["local_no"] not in ("4/KN", "5/KN")] + [petition("31/KN", title="mới")]
        changed[0]["field"] = "MOI_TRUONG"
        changed.append(dict(changed[1]))
        path = self.register(changed, "again.csv")
        rehearsed = self.office.run("petition", "import", path, "--dry-run")
        self.assertIn("1 to import, 1 to correct, 27 as they stand, 1 to skip", rehearsed.out)
        self.assertIn("2 petitions received from 03/02/2020 to 30/03/2020 are here and have no row in the file; nothing is done to them: 4/KN, 5/KN",
                      rehearsed.err)
        table = self.folder / "all.csv"
        self.office.must("petition", "import", path, "--dry-run", "-o", table)
        with open(table, encoding="utf-8-sig", newline="") as file:
            listed = [(row["local_no"], row["how"]) for row in csv.DictReader(file)]
        self.assertEqual(listed, [("1/KN", "changed"), ("31/KN", "added"), ("4/KN", "vanished"), ("5/KN", "vanished")])
        self.office.must("petition", "import", path)
        self.assertEqual(len(self.rows()), 31)
        many = [petition(f"N{i}", title=f"khác {i}", received_on="2020-07-01") for i in range(30)]
        self.assertIn("… and 10 more rows", self.office.must("petition", "import", self.register(many, "many.csv"), "--dry-run"))

    def test_asks_at_a_terminal_4(self):
        self.office.must("petition", "import", self.register([petition("1/KN", title="trước")]))
        path = self.register([petition("1/KN", title="sau")], "sau.csv")

        def typed(answer, *options):
            child, terminal = pty.fork()
            if not child:
                os.execve(BIN / "qcdc", [str(BIN / "qcdc"), "--home", str(self.office.home), "petition", "import", str(path), *options],
                          dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en"))
            said, end, answered = b"", time.monotonic() + 20, False
            while time.monotonic() < end:
                if not select.select([terminal], [], [], 0.2)[0]:
                    continue
                try:
                    part = os.read(terminal, 4096)
                except OSError:
                    break
                if not part:
                    break
                said += part
                if b"[y/N]" in said and not answered:
                    os.write(terminal, answer)
                    answered = True
            os.close(terminal)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode()
        status, said = typed(b"n\n")
        self.assertEqual(status, 1, said)
        self.assertIn("trước → sau", said)
        self.assertEqual(self.rows()["1/KN"]["title"], "trước")
        status, said = typed(b"y\n")
        self.assertEqual((status, self.rows()["1/KN"]["title"]), (0, "sau"), said)
        path = self.register([petition("1/KN", title="nữa")], "sau.csv")
        status, said = typed(b"", "--yes")
        self.assertEqual((status, self.rows()["1/KN"]["title"]), (0, "nữa"), said)

    def test_undone_as_one_act_5(self):
        known = petition("1/KN", title="cũ", field="DAT_DAI", settled_on="2020-03-10", outcome="SAI")
        self.office.must("petition", "import", self.register([known, petition("2/KN", title="hai")]))
        before = self.rows()
        path = self.register([dict(known, title="mới", field="MOI_TRUONG", settled_on="2020-03-11", outcome="DUNG", accepted_on="2020-02-10"),
                              dict(petition("2/KN", title="hai", settled_on="2020-05-05", outcome="DUNG"), accepted_on=""),
                              dict(petition("3/KN", title="ba", settled_on="2020-04-04", outcome="SAI"), accepted_on="2020-02-20"),
                              dict(petition("4/KN", title="bốn"), accepted_on="")], "hai.csv")
        self.office.must("petition", "import", path)
        self.assertEqual(self.rows()["1/KN"]["settled_on"], "2020-03-11")
        listed = self.office.table("petition", "imports")
        self.assertEqual([(row["import"], row["file"], row["added"], row["corrected"], row["undone_at"]) for row in listed],
                         [("2", "hai.csv", "2", "2", ""), ("1", "r.csv", "2", "0", "")])
        self.assertEqual(listed[0]["sha256"], hashlib.sha256(path.read_bytes()).hexdigest())
        self.office.sync()  # half of what is undone was sent
        self.assertEqual(self.office.table("rejected"), [])
        self.assertEqual(self.office.table("petition", "imports")[0]["sent"], listed[0]["entries"])
        # Something has come to one of them since: nothing is done, and it is named.
        self.office.must("petition", "correct", "4/KN", "title=của tôi")
        refused = self.office.run("petition", "import", "2", "--undo")
        self.assert_refused(refused, "4/KN", "--keep-moved")
        self.assertEqual(self.office.table("petition", "imports")[0]["undone_at"], "")
        self.assertIn("In order: 1 petitions to take back", self.office.must("petition", "import", "2", "--undo", "--keep-moved", "--dry-run"))
        self.assertEqual(self.rows()["3/KN"]["state"], "settled")
        done = self.office.must("petition", "import", "2", "--undo", "--keep-moved")
        self.assertIn("left as they stand, for something has come to them since: 4/KN", done)
        after = self.rows()
        self.assertEqual(after["4/KN"]["title"], "của tôi")
        self.assertNotIn("3/KN", after)
        self.assertIn("3/KN", {row["local_no"] for row in self.office.table("petition", "list", "state=taken_back")})
        for number in ("1/KN", "2/KN"):
            for column in ("title", "field", "state", "settled_on", "outcome"):
                self.assertEqual(after[number][column], before[number][column], f"{number} {column}")
        self.assert_refused(self.office.run("petition", "import", "2", "--undo"), "undone already")
        self.assert_refused(self.office.run("petition", "import", "9", "--undo"), "no import 9")
        self.assertNotEqual(self.office.table("petition", "imports")[0]["undone_at"], "")
        self.office.sync()
        self.assertEqual(self.office.table("rejected"), [])

        self.assert_identical()


if __name__ == "__main__":
    unittest.main()
