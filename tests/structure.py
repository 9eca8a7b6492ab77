"""Holds the tree against its plan: structure.py SOURCE BUILD

Includes name their folder; arrows between folders point down only, and no two files need each other, directly or around a
circle, in their includes or in what they call.  A folder of sources has a README of its own that says what lives there, what it
may use and where to begin reading, and names only what is there.  Nobody but the registries and the commands names a kind of fact, and nobody
what the sample province is made of.
"""
import csv
import pathlib
import re
import subprocess
import sys

# What a folder may use besides itself; a name without a program stands for a folder of common/.
COMMON = {
    "base": [],
    "wire": ["base"],
    "files": ["base"],
    "facts": ["base", "wire"],
    "catalogue": ["base", "wire", "files", "facts"],
    "rules": ["base", "files", "catalogue"],
    "matters": ["base", "wire", "facts", "catalogue", "rules"],
}
ALL = list(COMMON)
SERVER = {
    "base": ALL,
    "pg": ["base", *ALL],
    "schema": ["base", "pg", *ALL],
    "figures": ["base", *ALL],
    "projections": ["base", "pg", "figures", *ALL],
    "ingest": ["base", "pg", "projections", *ALL],
    "reading": ["base", "pg", "figures", "projections", *ALL],
    "proof": ["base", "pg", "schema", "projections", *ALL],
    "line": ["base", "pg", "ingest", "reading", *ALL],
    "commands": ["base", "pg", "schema", "projections", "ingest", "reading", "proof", "line", *ALL],
}
CLIENT = {
    "show": ALL,
    "journal": ALL,
    "line": ["journal", "show", *ALL],
    "desk": ["journal", "show", *ALL],
}
# Subjects, each of which may use all those before it; commands use all.
SUBJECTS = ("texts", "papers", "petitions", "registers", "reports", "conclusions", "publishing", "attention", "commands")
CLIENT |= {name: [*SUBJECTS[:i], "show", "journal", "line", "desk", *ALL] for i, name in enumerate(SUBJECTS)}
PROGRAMS = {"common": COMMON, "server": SERVER, "client": CLIENT}
README_LINES = 5


def place(source, program, path):
    """The file that an include of PROGRAM's source names: its own folders hide those of common/ only file by file."""
    for top in (program, "common"):
        if (source / top / path).exists():
            return f"{top}/{path}"
    return None


def read(source):
    """Every source file with the files of ours that it includes; and what is said of includes that name no folder."""
    files, faults = {}, []
    for program in PROGRAMS:
        for path in sorted((source / program).rglob("*.[ch]")):
            name, includes = str(path.relative_to(source)), []
            for included in re.findall(r'^\s*#\s*include "([^"]+)"', path.read_text(), re.M):
                if included.endswith(".pb-c.h"):
                    continue
                target = place(source, program, included)
                if target:
                    includes.append(target)
                elif not name.startswith("common/po/"):
                    faults.append(f'{name}: "{included}" is no file with its folder')
            files[name] = includes
    return files, faults


def arrows(files):
    """Includes that the plan does not allow."""
    faults = []
    for name, includes in files.items():
        parts = name.split("/")
        if len(parts) != 3 or parts[1] == "po":
            continue
        program, folder = parts[:2]
        if folder not in PROGRAMS[program]:
            faults.append(f"{name}: the folder {program}/{folder} is not in the plan (tests/structure.py)")
            continue
        allowed = PROGRAMS[program][folder]
        for target in includes:
            top, below = target.split("/")[:2]
            if top == program and below == folder:
                continue
            if below not in allowed or (top != program and top != "common"):
                faults.append(f"{name}: includes {target}, which {program}/{folder} may not use")
    return faults


def circles(needs):
    """Groups of names that need each other, directly or around: Tarjan's strongly connected components."""
    index, low, stack, on, found = {}, {}, [], set(), []

    def visit(name):
        index[name] = low[name] = len(index)
        stack.append(name)
        on.add(name)
        for other in sorted(needs.get(name, ())):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in on:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            circle = []
            while not circle or circle[-1] != name:
                circle.append(stack.pop())
                on.discard(circle[-1])
            if len(circle) > 1:
                found.append("a circle: " + " ".join(sorted(circle)))

    sys.setrecursionlimit(10000)
    for name in sorted(needs):
        if name not in index:
            visit(name)
    return found


def calls(build):
    """Which object file of ours needs another: by the symbols that the linker would look for."""
    defined, wanted = {}, {}
    for program in PROGRAMS:
        listing = subprocess.run(["nm", "-A", "-g", str(build / f"libqcdc_{program}.a")], capture_output=True, text=True,
                                 check=True).stdout
        for found in re.finditer(r"^[^:]+:([^:]+)\.o:\s*[0-9a-f]*\s+(\w)\s+(\S+)$", listing, re.M):
            name, kind, symbol = f"{program}/{found[1]}", found[2], found[3]
            if kind == "U":
                wanted.setdefault(name, set()).add(symbol)
            else:
                defined[symbol] = name
    return {name: {defined[symbol] for symbol in symbols if symbol in defined} - {name}
            for name, symbols in wanted.items()}


# Whoever else has to know one kind of fact from another lacks a column in a registry (common/facts/README).
KIND = re.compile(r"QCDC__FACT__KIND_|QCDC__CORRECTED__REPLACEMENT_|(?:PETITION|REPORT)_MATTER|fact_of_\w"
                  r"|Qcdc__(?:ReportFiled|PetitionReceived|PetitionMoved|Corrected|Voided|AnnexErased|ErasureAsked)")
NAMES_KINDS = ("common/catalogue/publication", "common/facts/", "common/matters/", "server/projections/",
               *(f"client/{name}/" for name in SUBJECTS))


def kinds(source):
    faults = []
    for program in PROGRAMS:
        for path in sorted((source / program).rglob("*.[ch]")):
            name = str(path.relative_to(source))
            if not name.startswith(NAMES_KINDS) and KIND.search(path.read_text()):
                faults.append(f"{name}: names a kind of fact")
    return faults


def readme_paths(source, readme):
    """Files and folders that a README names and that are not there."""
    names = re.findall(r"\b(?:common|server|client|sql|proto|tests)/[\w./]*\w", readme.read_text())
    return [f"{readme.relative_to(source)}: there is no {name}" for name in names if not (source / name).exists()]


def readmes(source):
    faults = []
    for program, folders in PROGRAMS.items():
        for folder in folders:
            path = source / program / folder / "README"
            if not path.exists():
                faults.append(f"{program}/{folder}/README is missing")
            elif len(path.read_text().splitlines()) < README_LINES:
                faults.append(f"{program}/{folder}/README has less than {README_LINES} lines")
            else:
                faults += readme_paths(source, path)
    return faults


def schema_numbers(source):
    """Faults: a schema file's number is the version that it leads to; of two with one number the second would be left out."""
    seen = {}
    for path in sorted((source / "sql/schema").glob("*.sql")):
        number = path.name[:3]
        if not re.fullmatch(r"[0-9]{3}_[a-z_]+\.sql", path.name):
            yield f"sql/schema/{path.name}: a schema file is called NNN_words.sql"
        if number in seen:
            yield f"sql/schema/{path.name}: {seen[number]} has that number"
        seen[number] = path.name


def sample_words(source):
    """What a province is made of is published: no code or name of the sample's stands in what the programs say."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"((?:[^"\\]|\\.)*)"', re.DOTALL)
    columns = {"offices": ("code", "name"), "forms": ("code", "title_vi", "title_en"), "indicators": ("name_vi", "name_en"), "units": ("name",)}
    words = set()
    for table, names in columns.items():
        with open(source / "sql" / "reference" / f"{table}.csv", encoding="utf-8") as file:
            words |= {row[name] for row in csv.DictReader(file) for name in names if len(row[name]) > 3}
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")
    for path in sorted(path for program in PROGRAMS for path in (source / program).rglob("*")):
        if path.suffix not in (".c", ".h", ".po"):
            continue
        text = path.read_text(encoding="utf-8")
        said = text if path.suffix == ".po" else "\n".join(found[1] or "" for found in token.finditer(text))
        yield from (f"{path.relative_to(source)} has a word of the sample province: {word}" for word in sorted(set(pattern.findall(said))))
    if 'msgctxt "member"' in (source / "common" / "po" / "vi.po").read_text(encoding="utf-8"):
        yield "common/po/vi.po names members of dimensions: members.csv does"


def main():
    source = pathlib.Path(sys.argv[1])
    files, faults = read(source)
    needs = calls(pathlib.Path(sys.argv[2]))
    faults += arrows(files) + circles(files) + circles(needs) + kinds(source) + readmes(source) + list(schema_numbers(source)) + list(sample_words(source))
    print(f"{len(files)} files, {sum(map(len, files.values()))} includes, {sum(map(len, needs.values()))} calls between")
    # Fewer would mean that the sources are not read rightly any more.
    if len(files) < 150 or sum(map(len, needs.values())) < 300:
        faults.append("there are more files than that")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
