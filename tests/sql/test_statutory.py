"""The statutory forms' formulas against their examples, worked out here and by nothing of the programs': each formula that is
printed on a form is a rule, each example keeps them all, and each broken example breaks them all."""
import csv
import fractions
import pathlib
import re
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = SOURCE / "sql" / "reference"
EXAMPLES = SOURCE / "tests" / "data" / "statutory"

# As they stand on the forms, "..." written out; that of 04/XLD of 2024 as it is printed, which is doubtful.
PRINTED = {
    "TCD1": "1=4+13+22 2=5+14+23 3=6+7+15+16+24+25",
    "TCD2": "1=3+5+7=9+11 2=4+6+8=10+12",
    "XLD1": "1=2+3+4+5+6+7 9=11+12+13=14+15+16+17=18+22 18=19+20+21 22=23+24+25",
    "XLD2": "1=2+3+4+5 6=7+8 10=11+15+16+17=18+19+20+21+22=23+26 23=24+25 26=27+28+29",
    "XLD3": "1=2+3+4+5+6+7 12=13+18+19+20+21=22+23+24+25=26+29 26=27+28 29=30+31+32",
    "XLD4": "1=2+3+4+5+6+7 8=9+10 12=13+14+15+16=17+18+19=20+21 21=22+23",
    "KQGQ1": "1=2+3 5=20+21+22+23+24",
    "KQGQ2": "",
    "KQGQ3": "1=2+3 6=7+8+9+10=24+26+28=30+31 8=25+27+29",
    "KQGQ4": "",
    "XLD1V2": "1=2+3=4+5 6=8+9+10=11+12+13=14+18 14=15+16+17 18=19+20+21",
    "XLD2V2": "20=21+22 23=24+25",
    "XLD3V2": "1=2+3 4=5+6 8=9+14+15+16+17=18+19+20=21+24 9=10+11+12+13 21=22+23 24=25+26",
    "XLD4V2": "1=2+3 4=5+6 8=9+10+11+12=13+14=15+18 16=17+18",
}

# Where a formula is doubtful a note is asked for, and nothing is refused.
DOUBTFUL = {"KQGQ1-25", "KQGQ3-6b", "XLD2V2-20", "XLD2V2-23", "XLD4V2-8b"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


RULES = {rule["rule"]: rule for rule in rows(REFERENCE / "rules-statutory.csv")}
INDICATORS = {indicator["code"]: indicator for indicator in rows(REFERENCE / "indicators.csv")}
FORMS = {(form["code"], form["version"]): form for form in rows(REFERENCE / "forms.csv")}
MEMBERS = {dimension["code"]: dimension["members"].split() for dimension in rows(REFERENCE / "dimensions.csv")}
MANIFEST = rows(EXAMPLES / "manifest.csv")


def values(name):
    return {row["cell"]: row["value"] for row in rows(EXAMPLES / name)} if name else {}


def side(text, member, own, earlier):
    """The sum of its cells; None where one of them is blank."""
    total = fractions.Fraction(0)
    for term in text.split("+"):
        code, before = re.fullmatch(r"\s*([A-Z0-9]+V?2?_\d\d)(\[Pprev\])?\s*", term).groups()
        value = (earlier if before else own).get(f"{code}.{member}" if member else code)
        if value is None:
            return None
        total += fractions.Fraction(value)
    return total


def holds(rule, member, own, earlier):
    """None where it cannot be judged."""
    parts = re.split(r"(<=|=)", rule["expression"])
    sums = [side(text, member, own, earlier) for text in parts[::2]]
    if None in sums:
        return None
    return all(left == right if sign == "=" else left <= right for left, sign, right in zip(sums, parts[1::2], sums[1:]))


def indicators(form):
    found = []
    for part in form["indicators"].split():
        first, last = part.split("-")
        found += [code for code in INDICATORS if first <= code <= last]
    return found


def rules_of(form):
    """Those whose time is the version's, or a part of it."""
    return [rule for rule in RULES.values() if rule["forms"] == form["code"] and
            rule["valid_from"] <= (form["valid_to"] or "9999") and (rule["valid_to"] or "9999") >= form["valid_from"]]


class Statutory(unittest.TestCase):
    def test_printed(self):
        """Every formula that is printed is a rule, and an error where there is no doubt."""
        for prefix, formulas in PRINTED.items():
            wanted = {}
            for formula in formulas.split():
                lead, *sums = formula.split("=")
                for one in sums:
                    wanted.setdefault(lead, set()).add(one)
            found = {}
            for code, rule in RULES.items():
                if code.split("-")[0] == prefix and "không in" not in rule["words_vi"]:
                    lead, *sums = re.sub(rf"{prefix}_0?|\s", "", rule["expression"]).split("=")
                    found.setdefault(lead, set()).update(sums)
                    self.assertEqual(rule["severity"], "warning" if code in DOUBTFUL else "error", code)
            self.assertEqual(found, wanted, prefix)

    def test_rules(self):
        """Each names cells of its form only, and what is doubtful says so."""
        for code, rule in RULES.items():
            cells = set(re.findall(r"[A-Z0-9]+_\d\d", rule["expression"]))
            versions = [form for form in FORMS.values() if form["code"] == rule["forms"] and rule in rules_of(form)]
            self.assertTrue(versions, code)
            for form in versions:
                self.assertLessEqual(cells, set(indicators(form)), code)
            for cell in cells:
                self.assertEqual(INDICATORS[cell]["dimensions"], rule["scope"], code)
            if code in DOUBTFUL:
                self.assertIn(" — ", rule["words_vi"])
                self.assertIn(" — ", rule["words_en"])
            self.assertIn(rule["severity"], ("error", "warning"))
            self.assertTrue(rule["words_vi"] and rule["words_en"] and rule["citation"], code)

    def test_examples(self):
        """Of every version of a statutory form one that is filled and holds, and one in which every formula is broken."""
        whole, broken = set(), set()
        for example in MANIFEST:
            form = FORMS[example["form"], example["version"]]
            own, earlier = values(example["file"]), values(example["earlier"])
            (broken if example["breaks"] else whole).add((form["code"], form["version"]))
            for row in rows(EXAMPLES / example["file"]):
                self.assertEqual((row["form"], row["period"]), (example["form"], example["period"]), example)
            self.assertLessEqual({cell.split(".")[0] for cell in own}, set(indicators(form)), example)
            verdicts = {}
            for rule in rules_of(form):
                members = MEMBERS[rule["scope"]] if rule["scope"] else [""]
                verdicts[rule["rule"]] = {holds(rule, member, own, earlier) for member in members}
            if example["breaks"]:
                self.assertEqual({code for code, verdict in verdicts.items() if False in verdict}, set(verdicts), example)
                self.assertEqual(set(example["breaks"].split()), set(verdicts), example)
                continue
            numbers = [code for code in indicators(form) if INDICATORS[code]["type"] != "text"]
            self.assertLessEqual(set(numbers), {cell.split(".")[0] for cell in own}, "every column is filled")
            self.assertEqual([code for code, verdict in verdicts.items() if False in verdict], [], example)
            judged = {code for code, verdict in verdicts.items() if True in verdict}
            unjudged = {code for code in verdicts if "[Pprev]" in RULES[code]["expression"] and not earlier}
            self.assertEqual(judged, set(verdicts) - unjudged, example)
        statutory = {key for key in FORMS if not key[0].startswith("QCDC-")}
        self.assertEqual((whole, broken), (statutory, statutory))

    def test_across_forms(self):
        """The examples of one office and period agree across forms, as the forms are meant to."""
        def cell(code, form):
            return int(values(f"{form}-2021-Q2.csv")[code])
        self.assertEqual([cell(f"XLD1_{column}", "01-XLD") for column in ("11", "12", "13")],
                         [cell("XLD2_09", "02-XLD"), cell("XLD3_11", "03-XLD"), cell("XLD4_11", "04-XLD")])
        self.assertLessEqual(cell("KQGQ1_03", "01-KQGQ"), cell("XLD1_19", "01-XLD"))
        self.assertLessEqual(cell("KQGQ3_03", "03-KQGQ"), cell("XLD1_20", "01-XLD"))


if __name__ == "__main__":
    unittest.main()
