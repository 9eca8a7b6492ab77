"""The same petition, sent to several offices, is found by what its texts say: query petition_pairs at the province.

The set is small and fixed, and its labels are made with it (pairs_set.py); how much is found on large ones, ./run pairs measures.
"""

import harness
import pairs_set
import wire_client
from harness import FlowCase, petition
from wire_office import WireOffice, day, facts, received

TEXTS = """
Hộ dân xóm biển phản ánh trại nuôi tôm của ông chủ thầu xả thẳng nước thải ra mương thủy lợi làm lúa chết trắng từ vụ hè thu năm ngoái
Nhà văn hóa khu phố xây xong đã hai năm mà khóa cửa suốt, bà con muốn họp phải mượn sân đình, hỏi phường thì nói chờ nghiệm thu
Con mương sau chợ cá bị một hộ kinh doanh lấp làm bãi đậu xe nên mỗi trận mưa nước tràn vào mười mấy căn nhà phía dưới
Chế độ tuất của cha tôi là thương binh mất năm ngoái đến nay phòng lao động vẫn bảo thiếu giấy, đi lại bốn lần chưa xong
Xe ben chở cát chạy ngày đêm qua cổng trường tiểu học, học trò phải nép vào lề, đường nứt từng mảng bụi phủ kín lớp
Giấy chứng nhận quyền sử dụng của vợ chồng tôi ghi sai tên đệm, nộp đơn đính chính từ tháng ba mà một cửa hẹn mãi
Trạm y tế xã không có bác sĩ trực đêm, hôm con tôi lên cơn sốt co giật phải thuê xe ôm chạy hai chục cây số
Quán karaoke cạnh chùa mở loa tới quá nửa đêm, người già trong hẻm không ngủ được, công an đến thì họ vặn nhỏ rồi lại mở
Tiền hỗ trợ bão số chín chia không công khai, nhà tốc mái thì không có tên còn nhà cán bộ thôn mái bằng lại được nhận
Đường bê tông liên xóm dân góp mỗi nhà ba triệu làm chưa đầy năm đã lún, hỏi thiết kế và quyết toán thì không ai trả lời
Cột điện gỗ trước ngõ nghiêng hẳn về phía mái tôn nhà tôi, điện lực hẹn thay từ sau tết mà chưa thấy người
Lò giết mổ heo trong khu dân cư thải nước và lông ra cống hở, mùi hôi thối làm mấy đứa nhỏ viêm họng quanh năm
Cô giáo mầm non thu thêm tiền ngoại khóa ba trăm ngàn mỗi tháng mà không có biên lai, phụ huynh hỏi thì bị nói bóng gió
Hợp tác xã giữ sổ đỏ của xã viên để vay ngân hàng nông nghiệp, nay giải thể mà không trả sổ lại cho bà con
Ranh giới giữa nhà tôi và nhà bên cạnh cắm mốc lại lệch vào vườn thanh long một mét hai, cán bộ địa chính không lập biên bản
Tàu giã cào vào sát bờ phá lưới của ngư dân đánh ghẹ, báo biên phòng nhiều lần nhưng tàu chạy mất trước khi đến
Nước máy từ giữa tháng tư đục như nước gạo, có mùi tanh, công ty cấp nước bảo súc bể mà mở ra vẫn vậy
Xã bán đấu giá ki ốt chợ mới nhưng tiểu thương cũ không được báo trước, người trúng toàn là bà con của trưởng ban quản lý
Bãi rác tạm đầu thôn cháy âm ỉ cả tuần khói bay vào trường mẫu giáo, đề nghị dời đi theo như đã hứa lúc tiếp xúc cử tri
Con tôi trúng tuyển viên chức mà sở không ra quyết định phân công, hỏi thì nói hồ sơ thất lạc phải nộp lại từ đầu
Khai thác đá nổ mìn làm nứt tường mười bảy hộ ở chân núi, công ty chỉ đền hai hộ có người nhà làm bảo vệ
Thu phí vệ sinh môi trường tăng gấp đôi mà xe rác ba ngày mới vào hẻm một lần, túi rác chó tha đầy đường
Máy gặt của người ngoài tỉnh vào ép giá, ai không thuê thì bị chặn bờ không cho máy khác xuống ruộng
Bệnh viện huyện kê toa bắt mua thuốc ở quầy ngoài cổng, cùng loại thuốc đó quầy trong có mà nói hết
Sân bóng nhân tạo dựng trái phép trên đất quy hoạch cây xanh, phường phạt xong vẫn hoạt động mỗi tối
Người cai nghiện về địa phương không được vay vốn học nghề dù có giấy xác nhận, ngân hàng chính sách nói chưa có chỉ tiêu
Đập tràn hồ nước rò từ năm kia, mỗi mùa lũ xã lại cho đắp bao cát, dân hạ lưu không ai dám ngủ
Tuyến xe buýt bỏ trạm trước khu công nhân mà không thông báo, chúng tôi đi ca ba phải cuốc bộ gần bốn cây số
""".split("\n")[1:-1]

# What a whole province has of such petitions must be found, and little else.
PRECISION, RECALL = 0.95, 0.85


class Pairs(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offices = [cls.province.office(code) for code in ("BCD-593", "BCD-594", "BCD-595")]
        cls.rows = pairs_set.labelled(TEXTS, matters=16, projects=2, parcels=4)
        register = [petition(f"{n}/PA", kind="PHAN_ANH", title=title, summary=text, received_on="2020-03-05")
                    for n, (_, _, title, text) in enumerate(cls.rows)]
        for number, office in enumerate(cls.offices):
            office.import_rows(register[number::len(cls.offices)])
            office.sync()
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def pairs(self, **params):
        return [((row["local_no"], row["other_local_no"]), row) for row in self.tinh.query("petition_pairs", **params)]

    def numbers(self, **params):
        return [pair for pair, _ in self.pairs(**params)]

    def add(self, office, number, day, title, summary="", **given):
        self.offices[office].import_rows([petition(number, received_on=day, title=title, summary=summary, **given)])
        self.offices[office].sync()

    def test_1_found(self):
        """What is the same is found, and what names the same project is not."""
        found = {tuple(sorted(int(number.split("/")[0]) for number in pair)) for pair in self.numbers()}
        same = pairs_set.pairs_of(self.rows)
        right = len(found & same)
        self.assertGreaterEqual(right / len(same), RECALL, sorted(same - found))
        self.assertGreaterEqual(right / len(found), PRECISION, sorted(found - same))
        projects = {place for place, row in enumerate(self.rows) if row[1] == "project"}
        self.assertFalse([pair for pair in found if projects.intersection(pair)])
        scores = [int(row["score"]) for _, row in self.pairs()]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertGreaterEqual(min(scores), 60)

    def test_2_evidence(self):
        """A row says why: the phrases, what else is the same, whose it is; đ, diacritics and fillers make no difference."""
        self.add(0, "1/KN", "2020-05-04", "Đơn khiếu nại", "Kính gửi UBND huyện. Đội thu thuế ấn định doanh thu quán đậu hũ của tôi cao gấp ba quán đối diện. "
                 "Xin chân thành cảm ơn!")
        self.add(1, "2/KN", "2020-05-11", "Doi thu thue an dinh doanh thu quan dau hu cua toi cao gap ba quan doi dien")
        self.add(2, "3/KN", "2020-05-11", "Đơn khiếu nại", "Kính gửi UBND huyện. Đề nghị xem xét, giải quyết theo quy định của pháp luật. Xin chân thành cảm ơn!")
        (pair, row), = self.pairs(petition="2/KN")
        self.assertEqual(pair, ("1/KN", "2/KN"))
        self.assertIn("doanh thu quán đậu hũ", row["phrases"])
        self.assertNotIn("cảm ơn", row["phrases"])
        self.assertEqual((row["agrees"], row["days"], row["office"], row["other_office"], row["score"]), ("kind field", "7", "BCD-593", "BCD-594", "100"))
        told = self.tinh.run("query", "petition_pairs", "petition=2/KN", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("loại đơn; lĩnh vực", told)
        self.assertEqual(self.numbers(petition="1/KN"), [pair])
        self.assertEqual(self.numbers(petition="3/KN"), [])
        self.assertEqual(self.numbers(**{"from": "2020-05-05", "to": "2020-05-31"}), [pair])
        self.assertEqual(self.numbers(**{"from": "2020-05-12"}), [])
        self.assertEqual(self.numbers(**{"from": "2020-05-01", "to": "2020-05-10"}), [])
        self.assertEqual(self.numbers(**{"from": "2020-05-01", "office": "BCD-593"}), [pair])
        self.assertEqual(self.numbers(**{"from": "2020-05-01", "office": "BCD-595"}), [])

    def test_3_numbers(self):
        """Two parcels are two petitions, however alike the rest is; one that leaves a number out is the same."""
        text = "Khiếu nại việc thu hồi thửa đất số {} tờ bản đồ số {} của gia đình ở xứ đồng Láng Găng mà không thông báo trước"
        self.add(0, "11/KN", "2020-06-01", text.format(17, 3))
        self.add(1, "12/KN", "2020-06-02", text.format(245, 8))
        self.assertEqual(self.numbers(**{"from": "2020-06-01", "to": "2020-06-30"}), [])
        self.add(2, "13/KN", "2020-06-03", text.format(17, 3).replace("tờ bản đồ số 3 ", ""))
        self.assertEqual(self.numbers(**{"from": "2020-06-01", "to": "2020-06-30"}), [("11/KN", "13/KN")])

    def test_4_as_it_stands(self):
        """A correction of the texts makes and ends pairs, a voiding and an erasure end them; nothing is left of an erased text."""
        text = "Cây bàng cổ thụ giữa sân đình Lạc Tánh bị chặt bán lấy tiền lúc nửa đêm không ai hay"
        self.add(0, "21/KN", "2020-07-01", text)
        self.add(1, "22/KN", "2020-07-02", "Việc khác hẳn", "Xe công nông đỗ chắn cổng trạm bơm thủy nông mỗi sáng")
        window = {"from": "2020-07-01", "to": "2020-07-31"}
        self.assertEqual(self.numbers(**window), [])
        self.offices[1].must("petition", "correct", "22/KN", f"title={text}", "summary=Kính đề nghị giải quyết")
        self.offices[1].sync()
        self.assertEqual(self.numbers(**window), [("21/KN", "22/KN")])
        self.assertEqual(self.numbers(petition="22/KN"), [("21/KN", "22/KN")])
        self.add(2, "23/KN", "2020-07-03", text)
        self.assertEqual(len(self.numbers(**window)), 3)
        self.offices[1].must("petition", "void", "22/KN", "reason=entered twice")
        self.offices[1].sync()
        (pair, row), = self.pairs(**window)
        self.assertEqual(pair, ("21/KN", "23/KN"))
        self.tinh.must("erase", row["other_entry"], "it names a person")
        self.tinh.sync()
        self.assertEqual(self.numbers(**window), [])
        self.assertEqual(self.province.value("select count(*) from entry_words where prints is not null and words is null"), "0")
        self.assert_identical()

    def test_5_own_register(self):
        """An office asks of its own register, with nobody reached: the same likeness, of its own petitions alone."""
        office, text = self.offices[0], "Lễ hội đua thuyền thúng bị cắt kinh phí mà không hỏi ý kiến vạn chài nào ở phường Mũi Né"
        self.add(0, "31/KN", "2020-08-01", text)
        self.add(1, "32/KN", "2020-08-01", text)
        self.add(0, "33/KN", "2020-08-03", "Đơn kiến nghị", f"Kính gửi UBND huyện. {pairs_set.bare(text, None)}. Kính đề nghị xem xét!", field="KHAC")
        self.add(0, "34/KN", "2020-08-03", "Đơn kiến nghị", "Kính gửi UBND huyện. Đề nghị xem xét, giải quyết theo quy định của pháp luật.")
        row, = office.table("petition", "twins", "31/KN")
        self.assertEqual((row["local_no"], row["score"], row["agrees"], row["days"]), ("33/KN", "100", "kind", "2"))
        self.assertEqual(row["phrases"], "Lễ hội đua thuyền thúng bị cắt kinh phí mà không hỏi ý kiến vạn chài nào ở phường Mũi Né")
        self.assertEqual([row["local_no"] for row in office.table("petition", "twins", "33/KN", "score=95")], ["31/KN"])
        self.assertEqual(office.table("petition", "twins", "34/KN"), [])
        self.assertIn("no other petition", office.must("petition", "twins", "34/KN"))
        office.must("petition", "void", "33/KN", "reason=entered twice")
        self.assertEqual(office.table("petition", "twins", "31/KN"), [])
        office.must("petition", "correct", "34/KN", f"title={text}")
        self.assertEqual([row["local_no"] for row in office.table("petition", "twins", "31/KN")], ["34/KN"])
        office.sync()
        for score in ("0", "101", "x", "60x", "-1"):
            done = office.run("petition", "twins", "31/KN", f"score={score}")
            self.assertNotEqual(done.status, 0, score)
            self.assertEqual(len(done.err.splitlines()), 1)
            self.assertIn("1 to 100", done.err)
        self.assertNotEqual(office.run("petition", "twins", "999/KN").status, 0)

    def test_6_handed_over(self):
        """What an office took in from another one is that petition, and no pair; the same from a third office is one with both."""
        text = "Chốt kiểm dịch gia súc đặt giữa dốc khuất Đèo Nam làm hai vụ tai nạn trong tháng chạp mà không dời"
        sender, receiver, _ = self.offices
        window = {"from": "2020-09-01", "to": "2020-09-30"}
        self.add(0, "41/KN", "2020-09-01", text)
        sender.must("petition", "hand-over", "41/KN", "to=BCD-594", "on=2020-09-02", "reason=Không thuộc thẩm quyền", "article=Luật Khiếu nại, Điều 18")
        sender.sync()
        receiver.sync()
        row, = [row for row in receiver.table("petition", "incoming") if row["local_no"] == "41/KN"]
        receiver.must("petition", "take-in", row["hand_over"], "local_no=41/T", "received_on=2020-09-03")
        receiver.sync()
        self.assertEqual(self.numbers(**window), [])
        self.add(2, "42/KN", "2020-09-04", text)
        self.assertEqual(sorted(self.numbers(**window)), [("41/KN", "42/KN"), ("41/T", "42/KN")])
        # By two ways on it is the same one still.
        receiver.must("petition", "hand-over", "41/T", "to=BCD-595", "on=2020-09-05", "reason=Không thuộc thẩm quyền", "article=Luật Khiếu nại, Điều 18")
        receiver.sync()
        third = self.offices[2]
        third.sync()
        row, = [row for row in third.table("petition", "incoming") if row["local_no"] == "41/T"]
        third.must("petition", "take-in", row["hand_over"], "local_no=41/D", "received_on=2020-09-06")
        third.sync()
        both = [("41/KN", "42/KN"), ("41/T", "42/KN"), ("42/KN", "41/D")]
        self.assertEqual(sorted(self.numbers(**window)), both)
        # Told apart of one of them, it is of all: wherever that petition goes, the pair is offered no more.
        self.tinh.must("petition", "unlike", "BCD-593:41/KN", "BCD-595:42/KN", "reason=hai chốt khác nhau")
        self.tinh.sync()
        self.assertEqual(self.numbers(**window), [])
        self.assertEqual({pair: row["pairing"] for pair, row in self.pairs(all=1, **window)}, dict.fromkeys(both, "told_apart"))

    def test_7_told_apart(self):
        """A pair that was told apart is offered no more, until that is taken back; of one matter's petitions it is told that they are."""
        text = "Giếng khoan của hợp tác xã hút cạn mạch nước làm chết vườn điều xóm Suối Máu, đo lại thì báo máy hỏng"
        window = {"from": "2020-10-01", "to": "2020-10-31"}
        for office, number, day_of in ((0, "51/KN", "2020-10-04"), (0, "52/KN", "2020-10-05"), (1, "53/KN", "2020-10-05")):
            self.add(office, number, day_of, text)
        whole = sorted([("51/KN", "52/KN"), ("51/KN", "53/KN"), ("52/KN", "53/KN")])
        self.assertEqual(sorted(self.numbers(**window)), whole)
        office, other = self.offices[0], self.offices[1]
        # The office of its own, which only its own reason and history tell.
        self.assert_refused(office.run("petition", "unlike", "51/KN", "52/KN"), "reason")
        self.assertIn("told apart", office.must("petition", "unlike", "51/KN", "52/KN", "reason=hai giếng khác nhau"))
        self.assertIn("nothing new", office.must("petition", "unlike", "52/KN", "51/KN", "reason=hai giếng khác nhau"))
        self.assert_refused(office.run("petition", "unlike", "52/KN", "51/KN", "on=2020-10-06", "reason=x"), "told apart already")
        self.assertEqual(office.table("petition", "twins", "51/KN"), [])
        row, = office.table("petition", "twins", "51/KN", "all=1")
        self.assertEqual((row["local_no"], row["pairing"]), ("52/KN", "told_apart"))
        said = [row["value"] for row in office.table("petition", "show", "52/KN") if row["what"] == "told apart"]
        self.assertEqual(said, ["51/KN; hai giếng khác nhau"])
        office.sync()
        self.assertEqual(sorted(self.numbers(**window)), whole[1:])
        self.assertEqual({pair: row["pairing"] for pair, row in self.pairs(all=1, **window)},
                         {whole[0]: "told_apart", whole[1]: "offered", whole[2]: "offered"})
        # The province of any.
        self.tinh.must("petition", "unlike", "BCD-593:51/KN", "BCD-594:53/KN", "reason=khác người gửi")
        self.tinh.sync()
        self.assertEqual(self.numbers(**window), [("52/KN", "53/KN")])
        self.assert_identical()
        # One line for what is not possible.
        self.assert_refused(office.run("petition", "unlike", "51/KN", "51/KN", "reason=x"), "from itself")
        self.assert_refused(office.run("petition", "unlike", "51/KN", "999/KN", "reason=x"), "999/KN")
        self.assert_refused(other.run("petition", "unlike", "53/KN", "BCD-593:51/KN", "reason=x"), "another office")
        self.assert_refused(self.tinh.run("petition", "unlike", "BCD-593:51/KN", "BCD-594:999/KN", "reason=x"), "no petition")
        self.assert_refused(office.run("petition", "unlike", "51/KN", "52/KN", "reason=x", "on=2019-01-01"), "told apart already")
        # It is taken back, and offered again; and joined in one matter, it is linked.
        self.assert_refused(other.run("petition", "unlike", "53/KN", "53/KN", "--undo", "reason=x"), "not told")
        self.assertIn("taken back", office.must("petition", "unlike", "52/KN", "51/KN", "--undo", "reason=nhầm"))
        self.assert_refused(office.run("petition", "unlike", "52/KN", "51/KN", "--undo", "reason=nhầm"), "not told")
        self.assertEqual([row["pairing"] for row in office.table("petition", "twins", "51/KN")], ["offered"])
        office.sync()
        self.assertEqual(sorted(self.numbers(**window)), [whole[0], whole[2]])
        office.must("matter", "open", "local_no=V5", "opened_on=2020-10-06", "field=DAT_DAI", "title=Giếng khoan Suối Máu")
        office.must("matter", "join", "V5", "51/KN", "52/KN")
        self.assertEqual([row["pairing"] for row in office.table("petition", "twins", "51/KN")], ["linked"])
        self.assert_refused(office.run("petition", "unlike", "51/KN", "52/KN", "reason=x"), "in one matter")
        office.sync()
        self.assertEqual({pair: row["pairing"] for pair, row in self.pairs(**window)}, {whole[0]: "linked", whole[2]: "offered"})
        # Devices of the office see it; taken back with one of the petitions, it is no pair in any case.
        second = self.province.office("BCD-593")
        second.sync()
        self.assertEqual([row["pairing"] for row in second.table("petition", "twins", "51/KN")], ["linked"])
        self.assert_identical()

    def test_8_strangers(self):
        """What only a program of one's own sends: of others' petitions, of what is none, before what it is about."""
        first, second = WireOffice(self.province, "BCD-596"), WireOffice(self.province, "BCD-597")
        for number in range(1, 4):
            first.append(received(f"{number}/KN"))
        second.append(received("1/KN"))
        def codes(office, a, b):
            fact = facts.Fact(pair_dismissed=facts.PairDismissed(a=a, b=b, on=day("2020-03-01")))
            return [verdict["code"] for verdict in office.append(fact)["verdicts"]]
        ours, theirs = [first.reference(seq) for seq in (1, 2, 3)], second.reference(1)
        self.assertEqual(codes(first, ours[0], theirs), [])
        self.assertEqual(codes(second, ours[0], theirs), [])
        self.assertEqual(codes(second, ours[0], ours[1]), ["NOT_YOURS"])
        self.assertEqual(codes(first, ours[1], ours[1]), ["TARGET_KIND"])
        self.assertEqual(codes(first, ours[1], first.reference(4)), ["TARGET_KIND"])
        # Both are still to come: it waits for the one, then for the other, also of a server that begins anew meanwhile.
        told = "select count(*) from petition_told_apart"
        before, sayer = int(self.province.value(told)), WireOffice(self.province, "BCD-598")
        for restarts in (False, True):
            late = [WireOffice(self.province, code) for code in ("BCD-598", "BCD-599")]
            for number, office in enumerate(late):
                wire_client.write_entry(office.state, received(f"{7 + number + 2 * restarts}/KN").SerializeToString(deterministic=True))
            self.assertEqual(codes(sayer, late[0].reference(1), late[1].reference(1)), ["WAITING"])
            for office in late:
                line = office.line()
                wire_client.send_unsent(office.state, line)
                line.close()
                if restarts:
                    self.province.stop()
                    self.province.start()
            before += 1
            self.assertEqual(int(self.province.value(told)), before)
        self.assert_identical()

    def test_9_bad(self):
        for words, said in ((["score=0"], "score"), (["office=BCD-1"], "BCD-1"), (["from=2020-07-02", "to=2020-07-01"], "is after")):
            done = self.tinh.run("query", "petition_pairs", *words)
            self.assertNotEqual(done.status, 0, words)
            self.assertIn(said, done.err)
        self.assertNotEqual(self.offices[0].run("query", "petition_pairs").status, 0)


if __name__ == "__main__":
    harness.main()
