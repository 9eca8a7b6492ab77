"""Reads the documents that the programs write: HTML that is whole in itself, the SVG in it, and Markdown."""
import html.parser
import re
import xml.etree.ElementTree as xml

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "br", "hr", "img", "link", "input"}


class _Checker(html.parser.HTMLParser):
    """Every element closed in order; nothing that would be fetched or run."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.ids, self.targets = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.look(tag, attributes)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.look(tag, attributes)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def look(self, tag, attributes):
        if tag in ("script", "link", "img", "iframe", "object", "embed", "base", "form"):
            self.faults.append(f"<{tag}> at {self.getpos()}")
        for name, value in attributes:
            if name.startswith("on") or (name in ("src", "data", "action", "href") and not value.startswith("#")):
                self.faults.append(f"{name}={value} in <{tag}>")
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.targets.append(value[1:])


def plain(text):
    """With ordinary blanks, as somebody searches for it."""
    return re.sub("[\u00a0\u202f]", " ", text)


def read_html(text):
    """The text of a page and its tree; AssertionError where it is not whole in itself or not well-formed."""
    checker = _Checker()
    checker.feed(text)
    checker.close()
    assert not checker.faults and not checker.open, (checker.faults[:5], checker.open)
    assert len(checker.ids) == len(set(checker.ids)), "an id is there twice"
    assert set(checker.targets) <= set(checker.ids), set(checker.targets) - set(checker.ids)
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", text), "something from elsewhere"
    doctype, _, page = text.partition("\n")
    assert doctype == "<!DOCTYPE html>"
    tree = xml.fromstring(page)
    body = tree.find("body")
    return plain(" ".join("".join(body.itertext()).split())), tree


def bars(tree):
    """Of each picture: its title, its description, and its bars as (name, value, length)."""
    found = []
    for svg in tree.iter(f"{SVG}svg"):
        assert svg.get("role") == "img"
        labels = [svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")]
        assert svg.get("aria-labelledby").split() == [label.get("id") for label in labels]
        words = [plain(text.text) for text in svg.findall(f"{SVG}text")]
        lengths = [float(rect.get("width")) for rect in svg.findall(f"{SVG}rect")]
        found.append((labels[0].text, labels[1].text, list(zip(words[::2], words[1::2], lengths))))
    return found


def notes(tree):
    """The references of the notes, by their number: those of one note with a space between."""
    return {item.get("id"): " ".join(code.text for code in item.iter("code")) for item in tree.iter("li") if item.get("id")}


def sentences(tree):
    """What the lists say, without the numbers of the notes."""
    return plain("\n".join("".join(_without_marks(item)) for item in tree.iter("li")))


def _without_marks(element):
    if element.tag != "sup":
        yield element.text or ""
        for child in element:
            yield from _without_marks(child)
            yield child.tail or ""
