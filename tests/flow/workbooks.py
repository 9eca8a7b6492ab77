"""Workbooks for tests: ordinary ones by openpyxl, which is another program than ours, and damaged ones part by part."""
import decimal
import io
import re
import zipfile

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*sheets, formats=()):
    """The bytes of a workbook with these (name, rows); FORMATS are (sheet, cell, number format)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for name, cell, code in formats:
        book[name][cell].number_format = code
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def relations(*targets):
    """A relations part of (id, kind, target)."""
    return f'<Relationships xmlns="{RELATIONS}">' + "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in targets) + "</Relationships>"


def parts(rows, strings="", formats=""):
    """The parts of the least workbook with such a sheet, by their names."""
    return {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sổ" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "worksheets/sheet1.xml"),
                                                ("r2", "sharedStrings", "/xl/sharedStrings.xml"), ("r3", "styles", "styles.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'}


def packed(members):
    """The bytes of an archive of these parts; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def compute(sheet, formula):
    """What a spreadsheet makes of a formula of our rates: IF, AND, COUNT, SUM, MIN, MAX, ROUND, the four operations and cells."""
    text = re.sub(r"\b([A-Z]+\d+)\b", r"cell('\1')", formula.removeprefix("="))
    text = re.sub(r"(?<![<>=])=(?!=)", "==", text)
    number = lambda name: sheet[name].value if isinstance(sheet[name].value, (int, float)) else None
    # Both branches of an IF are evaluated here, and one may divide by zero.
    names = {"cell": lambda name: Term(number(name)), "COUNT": lambda *terms: sum(term.value is not None for term in terms),
             "IF": lambda condition, yes, no: (yes if condition else no) if "" in (yes, no) else Term.of(yes if condition else no), "AND": lambda *conditions: all(conditions),
             "SUM": lambda *terms: sum(terms, Term(0)), "MAX": lambda *terms: max(terms, key=lambda term: Term.of(term).value),
             "MIN": lambda *terms: min(terms, key=lambda term: Term.of(term).value),
             "ROUND": lambda value, digits: Term.of(value).rounded(digits)}
    return eval(text, {"__builtins__": {}}, names)


class Term:
    """A number that blanks and divisions by zero pass through."""

    def __init__(self, value):
        self.value = value

    @staticmethod
    def of(value):
        return value if isinstance(value, Term) else Term(value)

    def both(self, other, operation):
        left, right = self.value or 0, Term.of(other).value or 0
        return Term(operation(decimal.Decimal(str(left)), decimal.Decimal(str(right))))

    def __add__(self, other):
        return self.both(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self.both(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self.both(other, lambda a, b: a * b)

    def __truediv__(self, other):
        return self.both(other, lambda a, b: a / b if b else None)

    def __pos__(self):
        return self

    def __eq__(self, other):
        return (self.value or 0) == Term.of(other).value

    __radd__, __rmul__ = __add__, __mul__

    def rounded(self, digits):
        if self.value is None:
            return None
        return float(decimal.Decimal(str(self.value)).quantize(decimal.Decimal(1).scaleb(-digits), decimal.ROUND_HALF_UP))
