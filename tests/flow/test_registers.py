# ctest: timeout=600
"""Forms from the registers: filled in where they are made, held against the registers when they are filed, and counted at the province.

What every column counts is held against a count of its own in tests/clock/check_registers.py; here is what clerks and the province see.
"""
import csv
import io

from harness import FlowCase, petition, unittest, write_csv


def cells(text, column="value"):
    """{cell: value} of those that have one."""
    return {row["cell"]: row[column] for row in csv.DictReader(io.StringIO(text)) if row[column]}


class Registers(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        cls.reader = cls.province.office("BCD-TINH", "province")

    def test_1_template_is_filled_in(self):
        office = self.office
        blank = office.must("report", "template", "01-XLD", "2021-Q3")
        self.assertEqual(cells(blank), {}, "a register without a row is one that is kept on paper")
        rows = [petition(f"{n}/KN", received_on="2021-07-01", people="2" if n == 1 else "1") for n in range(1, 4)]
        rows += [petition("9/TC", kind="TO_CAO", received_on="2021-05-20"), petition("8/PA", kind="PHAN_ANH", received_on="2021-07-02")]
        office.import_rows(rows)
        office.must("petition", "move", "1/KN", "ACCEPTED", "on=2021-07-05")
        office.must("petition", "move", "2/KN", "FORWARDED", "on=2021-07-06", "article=Điều 26", "reason=không thuộc thẩm quyền")
        office.must("petition", "move", "9/TC", "CLASSIFIED", "on=2021-06-20")
        text = office.must("report", "template", "01-XLD", "2021-Q3")
        filled = cells(text)
        self.assertEqual(filled, cells(text, "register"))
        self.assertEqual({cell[5:]: int(value) for cell, value in filled.items() if value != "0"},
                         {"01": 5, "03": 1, "05": 1, "06": 3, "08": 2, "09": 2, "10": 2, "11": 2, "16": 1, "17": 1, "18": 1, "19": 1,
                          "22": 1, "24": 1})
        self.assertNotIn("XLD1_25", filled, "no step says that an office was urged")
        self.assertEqual(cells(office.must("report", "template", "01-XLD", "2021-Q3", "--blank")), {})
        # No reception was entered: what is counted of them is asked.
        self.assertEqual(cells(office.must("report", "template", "01-TCD", "2021-Q3")), {})


if __name__ == "__main__":
    from harness import main
    main()
