"""The life of a petition by its kind and instance: which steps there are, what they lead to, and that all who see it agree."""
import harness
from harness import ReadCase


class Life(ReadCase):
    def assert_refused(self, done, *words):
        self.assertEqual(done.status, 1, done.out)
        self.assertEqual(done.err.count("\n"), 1, done.err)
        for word in words:
            self.assertIn(word, done.err)

    def stands(self, office, number, column="state"):
        row, = (row for row in office.table("petition", "list") if row["local_no"] == number)
        return row[column]

    def test_instance_and_article(self):
        """Of a petition the instance, of a step the article: entered, corrected, listed, imported, asked for, and the same everywhere."""
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        add = ["petition", "add", "field=DAT_DAI", "received_on=2020-02-03"]
        office.must(*add, "local_no=1/KN", "kind=KHIEU_NAI", "instance=lần hai")
        office.must(*add, "local_no=2/KN", "kind=KHIEU_NAI")
        self.assert_refused(office.run(*add, "local_no=3/KN", "kind=KHIEU_NAI", "instance=3"), "instance")
        self.assert_refused(office.run(*add, "local_no=3/PA", "kind=PHAN_ANH", "instance=2"),
                            "only a complaint or a denunciation comes to a second instance")
        office.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-05", "article=  Điều 36 Luật Khiếu nại ")
        self.assert_refused(office.run("petition", "move", "1/KN", "VERIFYING", "on=2020-02-05", "article=ông Nguyễn Văn An, 0912345678"),
                            "an article is a place of the law")
        self.assert_refused(office.run("petition", "move", "1/KN", "VERIFYING", "on=2020-02-05", "article=" + 201 * "x"), "200 bytes")
        self.assertIn("Điều 36 Luật Khiếu nại", office.must("petition", "show", "1/KN"))
        for step, state in (("VERIFYING", "verifying"), ("INTERIM_REPLIED", "verifying"),
                            ("tạm đình chỉ", "suspended"), ("RESUMED", "verifying"), ("SETTLED", "settled"),
                            ("khiếu nại tiếp hoặc khởi kiện", "appealed"), ("SENDER_ANSWERED", "appealed")):
            office.must("petition", "move", "1/KN", step, "on=2020-03-05", "article=Điều 38", "reason=vì thế")
            self.assertEqual(self.stands(office, "1/KN"), state, step)
        office.must("petition", "correct", "2/KN", "instance=2")
        office.must("petition", "correct", "2/KN", "instance=lần đầu")
        office.sync(), second.sync()
        for device in (office, second):
            self.assertEqual([self.stands(device, number, "instance") for number in ("1/KN", "2/KN")], ["2", "1"])
        known = {row["local_no"]: row for row in self.reader.query("petition_register")}
        self.assertEqual((known["1/KN"]["instance"], known["1/KN"]["state"], known["2/KN"]["instance"]), ("2", "appealed", "1"))
        row, = self.reader.query("petition_counts")
        self.assertEqual((row["received"], row["settled"], row["pending"], row["otherwise"]), ("2", "1", "1", "0"))
        self.assertEqual(self.province.value("select string_agg(article || reasoned, ';' order by id) from petition_event"),
                         "Điều 36 Luật Khiếu nạifalse;" + ";".join(7 * ["Điều 38true"]))
        # What was listed comes back, and says nothing new.
        listed = harness.new_folder() / "list.csv"
        listed.write_text(second.must("petition", "list", "--format", "csv"))
        before = second.entries()
        second.import_csv(listed)
        self.assertEqual(second.entries(), before)
        listed.write_text(listed.read_text().replace("2/KN,KHIEU_NAI", "2/KN,TO_CAO"))
        second.import_csv(listed)
        second.sync()
        known = {row["local_no"]: row for row in self.reader.query("petition_register")}
        self.assertEqual((known["2/KN"]["kind"], known["2/KN"]["instance"]), ("TO_CAO", "1"))


if __name__ == "__main__":
    harness.main()
