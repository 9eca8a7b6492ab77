"""The catalogue as facts: rows of a test's own, in parts of a set.

It shares no code with the C programs: what `qcdc publish` writes is held against the same contract by its own tests.
"""
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
