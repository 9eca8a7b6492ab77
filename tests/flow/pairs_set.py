"""A set of petitions of which it is known which are the same: for likeness of texts to be measured on.

Labels are made with the texts, not read out of them.  A matter is one text that people wrote; its copies are that text as another office
would have it: without diacritics, with slips of the keyboard, in other usual words and abbreviations, with the phrases that petitions begin
and end with, or cut short.  Beside them stand petitions that are alike and are not the same: of each project several, which name the same
project and decision, each with its own parcel and its own story.
"""

import random
import unicodedata

HEADS = ["Kính gửi Ủy ban nhân dân huyện. Tôi tên là (đã ghi trong sổ). Tôi làm đơn này xin trình bày nội dung sự việc như sau:",
         "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc. Đơn kiến nghị. Kính gửi Ban tiếp công dân.",
         "Kính thưa các cấp lãnh đạo, nay tôi viết đơn này phản ánh về việc:"]
TAILS = ["Kính đề nghị các cơ quan chức năng xem xét, giải quyết theo quy định của pháp luật. Xin chân thành cảm ơn!",
         "Rất mong quý cơ quan sớm xem xét giải quyết, đảm bảo quyền lợi hợp pháp của tôi.",
         "Tôi xin cam đoan những lời khai trên là đúng sự thật và hoàn toàn chịu trách nhiệm trước pháp luật."]
OTHER_WORDS = [("không", "ko"), ("được", "đc"), ("mình", "tôi"), ("ngân hàng", "NH"), ("tài khoản", "TK"), ("khách hàng", "KH"),
               ("nhân viên", "cán bộ"), ("giờ", "h"), ("tiền", "khoản tiền"), ("bây giờ", "hiện nay"), ("làm", "thực hiện"), ("rất", "hết sức"),
               ("đường", "tuyến đường"), ("nhà", "hộ"), ("nhưng", "tuy nhiên"), ("hỏi", "liên hệ hỏi"), ("bảo", "trả lời")]
PROJECTS = ["tuyến đường ven biển Hòn Giồ – Thuận Quý", "khu công nghiệp Sơn Mỹ 1", "kênh tiếp nước Biển Lạc – Hàm Tân", "hồ chứa nước La Ngà 3",
            "khu dân cư Đông Xuân An", "nhà máy điện mặt trời Hồng Phong"]


def bare(text, _):
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


def slips(text, chance):
    """In one word of twenty two letters change places, or one is missing."""
    words = text.split()
    for i, word in enumerate(words):
        if len(word) > 3 and chance.random() < 0.05:
            at = chance.randrange(1, len(word) - 1)
            words[i] = word[:at] + word[at + 1] + word[at] + word[at + 2:] if chance.random() < 0.5 else word[:at] + word[at + 1:]
    return " ".join(words)


def other_words(text, _):
    for word, other in OTHER_WORDS:
        text = f" {text} ".replace(f" {word} ", f" {other} ").strip()
    return text


def filled(text, chance):
    return f"{chance.choice(HEADS)} {text} {chance.choice(TAILS)}"


def cut(text, chance):
    words = text.split()
    return " ".join(words[:max(10, len(words) * 3 // 4)])


CHANGES = {"no diacritics": bare, "slips": slips, "other words": other_words, "fillers": filled, "cut short": cut}


def apart(texts, run=6):
    """Those that share no RUN words in a row with one before them: people copied from each other, and nobody has labelled that."""
    seen, kept = set(), []
    for text in texts:
        words = "".join(c if c.isalnum() else " " for c in bare(text, None).lower()).split()
        runs = {tuple(words[i:i + run]) for i in range(len(words) - run + 1)}
        if runs and not runs & seen:
            kept.append(text)
        seen |= runs
    return kept


def labelled(texts, seed=1, matters=300, projects=6, parcels=8):
    """Rows (label, how, title, summary): those with one label are the same petition.  TEXTS are all different; how is of the copies."""
    chance = random.Random(seed)
    texts = list(texts)
    chance.shuffle(texts)
    rows = []
    for number, text in enumerate(texts[:matters]):
        rows.append((number, "", " ".join(text.split()[:12]), text))
        for _ in range(chance.choice((1, 1, 2))):
            how = chance.sample(sorted(CHANGES), chance.choice((1, 2, 2, 3)))
            changed = text
            for name in sorted(how, key=lambda name: name == "no diacritics"):  # what is put in has none either
                changed = CHANGES[name](changed, chance)
            title = " ".join(changed.split()[:12]) if "fillers" not in how else "Đơn kiến nghị"
            rows.append((number, "+".join(sorted(how)), title, changed))
    rest, stories = texts[matters:-projects * parcels], texts[-projects * parcels:]
    rows += [(number + matters, "", " ".join(text.split()[:12]), text) for number, text in enumerate(rest)]
    for project in range(projects):
        name, decision = PROJECTS[project % len(PROJECTS)], chance.randrange(100, 4000)
        for parcel in range(parcels):
            text = (f"Khiếu nại việc bồi thường, hỗ trợ khi thu hồi đất thực hiện dự án {name} theo Quyết định số {decision}/QĐ-UBND: thửa đất số "
                    f"{chance.randrange(10, 900)} tờ bản đồ số {chance.randrange(2, 90)}, diện tích {chance.randrange(80, 9000)} m2. ")
            story = stories[project * parcels + parcel]
            rows.append((f"{project}/{parcel}", "project", f"Khiếu nại bồi thường dự án {name}", text + " ".join(story.split()[:25])))
    return rows


def pairs_of(rows):
    """Places of rows that are the same, two by two."""
    groups = {}
    for place, row in enumerate(rows):
        groups.setdefault(row[0], []).append(place)
    return {(a, b) for group in groups.values() for i, a in enumerate(group) for b in group[i + 1:]}


FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Thông", "Lò", "K'"]
MIDDLES = ["Thị", "Văn", "Thị Thanh", "Minh", "Thị Ngọc", "Đình", "Quang", "Thị Kim"]
GIVEN = ["Hoa", "Lan", "Hùng", "Dũng", "Mai", "Sương", "Đức", "Hạnh", "Tuấn", "Bích", "Nam", "Thủy", "Sơn", "Yến", "Phước", "Loan"]
COMMUNES = ["Hồng Thái", "Hàm Liêm", "Tân Thành", "Mũi Né", "Lạc Tánh", "Đông Giang", "Phan Lâm", "Sơn Mỹ", "Tiến Thành", "Hòa Thắng"]


def person(chance):
    return {"name": f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}", "born": str(chance.randrange(1935, 2002)),
            "commune": chance.choice(COMMUNES), "id_number": "060" + "".join(chance.choice("0123456789") for _ in range(9)),
            "kind": chance.choice(("xã", "phường", "thị trấn"))}


def typed(who, chance):
    """A person as an office enters him: one leaves out what another one asks for, and a name in twenty is spelt wrong."""
    name, kind = who["name"], who["kind"]
    if chance.random() < 0.05:
        name = name[:-1] if len(name.split()[-1]) > 2 else name + "h"
    if chance.random() < 0.2:
        name = bare(name, None).upper()
    elif chance.random() < 0.3:
        name = ("Bà " if "Thị" in name else "Ông ") + name
    if chance.random() < 0.3:
        kind = {"xã": "X.", "phường": "P.", "thị trấn": "TT."}[kind]
    address = f"{kind} {who['commune']}"
    if chance.random() < 0.7:
        address = f"{chance.choice(('thôn', 'xóm', 'khu phố', 'số nhà'))} {chance.randrange(1, 60)}, {address}"
    given = {"name": name, "address": address}
    if chance.random() < 0.85:
        given["born"] = who["born"]
    if chance.random() < 0.6:
        given["id_number"] = who["id_number"] if chance.random() < 0.5 else " ".join(who["id_number"][i:i + 3] for i in range(0, 12, 3))
    return given


def senders(rows, seed=2):
    """Of each of labelled's rows (who sent it, how the office typed him): the same person his copies, but for one in seven that somebody
    else of the same matter sent; and one person in eight has sent another petition, on something else."""
    chance, people, of = random.Random(seed), [], {}
    made = []
    for row in rows:
        if row[0] not in of:
            if people and chance.random() < 0.125:
                of[row[0]] = chance.randrange(len(people))
            else:
                people.append(person(chance))
                of[row[0]] = len(people) - 1
        number = of[row[0]]
        if row[1] not in ("", "project") and chance.random() < 1 / 7:
            people.append(person(chance))
            number = len(people) - 1
        made.append((number, typed(people[number], chance)))
    return made
