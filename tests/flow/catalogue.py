"""The catalogue as facts: rows of the sample folder, or of a test's own, in parts of a set.

It shares no code with the C programs: what `qcdc publish` writes is held against the same contract by its own tests.
"""
import csv

from places import SOURCE
from wire_client import facts

# The least that a form needs, and the office that has it; a test puts other rows in their place.
CLASSES = [dict(code="tinh", name_vi="Cấp tỉnh", name_en="Province", provincial="yes"),
           dict(code="huyen", name_vi="Cấp huyện", name_en="District", provincial="no")]
UNITS = [dict(code="60", parent_code="", level="province", name="Tỉnh Bình Thuận"),
         dict(code="593", parent_code="60", level="district", name="Thành phố Phan Thiết"),
         dict(code="594", parent_code="60", level="district", name="Thị xã La Gi")]
FIRST_OFFICE = dict(code="BCD-593", name="Ban Chỉ đạo Phan Thiết", unit="593", petitions="yes", forms="T-1", **{"class": "huyen"})
PROVINCE = dict(code="BCD-TINH", name="Ban Chỉ đạo tỉnh", unit="60", petitions="no", forms="", **{"class": "tinh"})
OFFICES = [FIRST_OFFICE, PROVINCE]
INDICATORS = [dict(code="X01", section="X", name_vi="Số đơn", name_en="Petitions", measure="đơn", type="count", agg_unit="sum",
                   agg_time="flow", dimensions="")]
CALENDAR = [dict(calendar="QCDC", period=kind, from_year="-1", from_month="12", from_day="15", to_year="0", to_month=month,
                 to_day="14", opens_days="30") for kind, month in (("H1", "6"), ("Y", "12"))]
FORMS = [dict(code="T-1", version="1", title_vi="Biểu thử", title_en="Trial", office_class="huyen", calendar="QCDC",
              periods="H1 Y", indicators="X01")]
ALL = {"classes": CLASSES, "indicators": INDICATORS, "units": UNITS, "calendar": CALENDAR, "forms": FORMS, "offices": OFFICES}


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def published(tables, name="a set", part=1, parts=1):
    """One part: TABLES is {name: rows}."""
    fact = facts.Fact(published=facts.Published(set=name, part=part, parts=parts))
    for table, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        fact.published.tables.add(name=table, columns=columns,
                                  fields=[row.get(column) or "" for row in rows for column in columns])
    return fact


def in_parts(tables, name="a set"):
    """Every table a part of its own."""
    return [published({table: rows}, name, number + 1, len(tables)) for number, (table, rows) in enumerate(tables.items())]


# ---------------------------------------------------------------- the sample folder

PART_BYTES_MAX = 48_000  # of the texts in a part: a fact has 64 KiB


def written_out(codes, text):
    """A form's indicators with ranges written out: A01-A12."""
    words = []
    for word in text.split():
        first, _, last = word.partition("-")
        words += [code for code in codes if first <= code <= last] if last else [word]
    return " ".join(words)


def sample():
    """The tables of sql/reference, in the order in which they are to be read."""
    folder = SOURCE / "sql" / "reference"
    tables = {}
    for path in sorted(folder.glob("*.csv"), key=lambda path: (path.stem.partition("-")[0], path.stem)):
        name = path.stem if path.stem in ("duty-changes",) else path.stem.partition("-")[0]
        tables.setdefault(name, []).extend(read(path))
    codes = sorted(row["code"] for row in tables["indicators"])
    for form in tables["forms"]:
        form["indicators"] = written_out(codes, form["indicators"])
    return {name: rows for name, rows in tables.items() if rows}


def sample_parts():
    """The facts that publish the sample folder."""
    parts, size = [{}], 0
    for table, rows in sample().items():
        for row in rows:
            length = sum(len((value or "").encode()) + 3 for value in row.values())
            if size + length > PART_BYTES_MAX:
                parts.append({})
                size = 0
            parts[-1].setdefault(table, []).append(row)
            size += length
    return [published(tables, "sql/reference", number + 1, len(parts)) for number, tables in enumerate(parts)]


def publish_sample(province):
    """By a device of the provincial office that joins for it."""
    from wire_office import WireOffice  # which needs the harness, as does this
    founder = WireOffice(province, "BCD-TINH", "province")
    for part in sample_parts():
        said = founder.append(part)
        if said["verdicts"]:
            raise ValueError(f"the sample folder was refused: {said}")
