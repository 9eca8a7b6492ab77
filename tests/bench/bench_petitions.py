"""Petitions for run-bench: a province of as many as are asked for, and what is asked of it.

The first ones are filed by ten offices through the programs: SEEDS of them, one in ten still open and half of the others with something left to do, received in the first half of 2025, with titles and
summaries of Vietnamese syllables, a few of which are in every text and most in hardly any.  The others are copies of their rows, written into the tables
straight: every column is what the server has written, but for what tells a petition from another one (COPIED).  To file a million through the programs
would take an hour, and of the questions that are timed none looks at what the copies do not have: hashes and signatures of their own, and entries of
their steps.
"""
import concurrent.futures
import datetime
import os
import random
import re
import statistics
import subprocess
import threading
import time
import unicodedata

SIZES = [int(size) for size in os.environ.get("QCDC_BENCH_PETITIONS", "10000,100000,1000000").split(",")]
OPEN = int(os.environ.get("QCDC_BENCH_OPEN", "1000000"))  # petitions that a holiday moves
REGISTER = int(os.environ.get("QCDC_BENCH_REGISTER", "100000"))  # petitions of one office
SEEDS = min(10000, *SIZES)
OPEN_OF = 10  # one of so many seeds is open
ACCEPTED_OF = 4  # and one of so many of those accepted
FIRST_DAY, DAYS = datetime.date(2025, 1, 2), 160
TODAY = "2025-06-20"
STEP, FIRST_COPY = 1_000_000, 1_000_000_000  # ids of copies: behind every commit_seq
AT_ONCE = 100_000  # rows of one statement
ROW = "id, office, unit, local_no, kind, field, received_on"

# What of a copy is not what its seed has: by table, in SQL of the seed's row t and the number k of the copy.
ID = f"{FIRST_COPY - STEP} + k * {STEP} + "
COPIED = {
    "journal": {"commit_seq": ID + "t.commit_seq", "seq": ID + "t.seq"},
    "petition": {"id": ID + "t.id", "local_no": "t.local_no || '-' || k",
                 "key": "split_part(t.key, '@', 1) || '-' || k || '@' || split_part(t.key, '@', 2)"},
    "petition_event": {"id": ID + "t.id", "petition": ID + "t.petition"},
    "entry_words": {"entry": ID + "t.entry", "number": "t.number || '-' || k"},
}
# Which seed's copy a row is.
SEED_OF = {"journal": "t.commit_seq", "petition": "t.id", "petition_event": "t.petition", "entry_words": "t.entry"}

# The counts of petitions by unit, kind, field and day, as ingest keeps them.
ROLLUP = """
  select unit, kind, field, day, sum(received) as received, sum(settled) as settled, sum(pending) as pending, sum(closed) as closed,
    sum(taken_in) as taken_in, sum(unsolved) as unsolved, sum(closed_taken_in) as closed_taken_in, sum(closed_unsolved) as closed_unsolved
  from (
    select unit, kind, field, received_on as day, 1 as received, (settled_on is not null)::int as settled, (ended = 0)::int as pending, 0 as closed,
      (from_seq is not null)::int as taken_in, (ended = 2)::int as unsolved, 0 as closed_taken_in, 0 as closed_unsolved
    from petition where not voided
    union all
    select unit, kind, field, settled_on, 0, 0, 0, 1, 0, 0, (from_seq is not null)::int, (ended = 2)::int
    from petition where not voided and settled_on is not null) as c
  group by unit, kind, field, day"""


# ---------------------------------------------------------------- petitions


def syllables(chance, count=1500):
    """Vietnamese in its look: made of what syllables are made of, each once."""
    onsets = "b c ch d đ g gi h kh l m n ng nh ph q r s t th tr v x".split()
    rhymes = "ai an ang anh ao ât ăn âu em ên iên iêt inh oa oan oi ông ơn uân ung uôc ươi ương uy ưa".split()
    tones = ["", "\u0300", "\u0301", "\u0309", "\u0323", "\u0303"]
    made = {"đất": 0, "thu": 0, "hồi": 0, "đường": 0}
    while len(made) < count:
        made[unicodedata.normalize("NFC", chance.choice(onsets) + re.sub("([aăâeêiouôơuư])", r"\1" + chance.choice(tones), chance.choice(rhymes), count=1))] = 0
    return list(made)


def seeds(offices, kinds, fields, count=None):
    """Rows of a register for each of OFFICES, always the same."""
    chance = random.Random(20200713)
    words = syllables(chance)
    weights = [1 / (place + 3) for place in range(len(words))]
    text = lambda length: " ".join(chance.choices(words, weights, k=length))
    for number in range(count or SEEDS):
        office, place = offices[number % len(offices)], number // len(offices)
        received = FIRST_DAY + datetime.timedelta(days=number * 7 % DAYS)
        kind = kinds[place // OPEN_OF % len(kinds)]
        row = {"local_no": f"{place + 1}/{number % 97}", "kind": kind, "field": fields[number % 7 % len(fields)], "received_on": str(received),
               "title": text(8), "summary": text(24), "channel": "TRUC_TIEP", "people": "1", "flags": "", "settled_on": "", "outcome": ""}
        if place % OPEN_OF:
            row["settled_on"] = str(received + datetime.timedelta(days=chance.randrange(40)))
            row["outcome"] = "DUNG"
        yield office, row


def accepted(rows):
    """Of ROWS those that are accepted, each with the words that say so."""
    for row in [row for row in rows if not row["settled_on"]][::ACCEPTED_OF]:
        on = datetime.date.fromisoformat(row["received_on"]) + datetime.timedelta(days=3)
        yield row, (row["local_no"], "ACCEPTED", f"on={on}")


def sow(province, offices, kinds, fields, call, programs, write_csv, count=None):
    """Files the seeds by their offices; some of those that are open are accepted a few days later."""
    rows = {office: [] for office in offices}
    for office, row in seeds(offices, kinds, fields, count):
        rows[office].append(row)
    for office in offices:
        home, file = province.folder / office, province.folder / f"{office}.csv"
        write_csv(file, rows[office])
        call(programs / "qcdc", "--home", home, "petition", "import", "--confirm-names", "--new", file)
        for _, words in accepted(rows[office]):
            call(programs / "qcdc", "--home", home, "petition", "move", *words)
    province.sync_all()


# ---------------------------------------------------------------- copies


def columns(psql, table):
    return psql(f"select string_agg(quote_ident(column_name), ',' order by ordinal_position) from information_schema.columns"
                f" where table_schema = 'public' and table_name = '{table}'").strip().split(",")


def copy(psql, first, last, where, words=True):
    """Copies FIRST to LAST of the seeds that WHERE (of petition s) chooses."""
    for table, changed in COPIED.items():
        if table == "entry_words" and not words:
            continue
        names = columns(psql, table)
        values = ", ".join(changed.get(name, f"t.{name}") for name in names)
        psql(f"insert into {table} ({', '.join(names)}) select {values} from {table} t join petition s on s.id = {SEED_OF[table]}"
             f" cross join generate_series({first}, {last}) as k where s.id < {FIRST_COPY} and {where}")


def without_indexes(psql, tables, work):
    """Does WORK while TABLES have no indexes but those of their constraints, which are made anew behind it."""
    made = psql("select indexdef from pg_indexes i where schemaname = 'public' and tablename = any ('{%s}')"
                " and not exists (select from pg_constraint c where c.conname = i.indexname)" % ",".join(tables)).splitlines()
    names = [re.match(r"CREATE (?:UNIQUE )?INDEX (\S+) ON", line)[1] for line in made]
    for name in names:
        psql(f"drop index {name}")
    work()
    for line in made:
        psql("set maintenance_work_mem = '256MB'; " + line)


class Filling:
    """How many copies of the seeds are there, and of those of which something is due."""

    def __init__(self, psql):
        self.psql = psql
        self.all = self.open = 0
        self.seeds = int(psql("select count(*) from petition"))
        self.open_seeds = int(psql("select count(*) from petition where due_on is not null"))

    def more(self, copies, where, per_copy, words):
        first = max(self.all, self.open)
        step = max(1, AT_ONCE // per_copy)

        def work():
            for start in range(first + 1, first + copies + 1, step):
                copy(self.psql, start, min(start + step - 1, first + copies), where, words)

        without_indexes(self.psql, COPIED, work)
        self.all = self.open = first + copies
        self.psql("truncate petition_rollup; insert into petition_rollup " + ROLLUP)
        self.psql("vacuum analyze")
        self.psql("checkpoint")

    def fill(self, count, words=True):
        """Until there are COUNT petitions."""
        there = int(self.psql("select count(*) from petition"))
        copies = (count - there) // self.seeds
        if copies > 0:
            self.more(copies, "true", self.seeds, words)
        return int(self.psql("select count(*) from petition"))

    def fill_open(self, count):
        """Until COUNT are due on some day."""
        there = int(self.psql("select count(*) from petition where due_on is not null"))
        copies = -(-(count - there) // self.open_seeds)
        if copies > 0:
            self.more(copies, "s.due_on is not null", self.open_seeds, False)
        return int(self.psql("select count(*) from petition where due_on is not null"))


# ---------------------------------------------------------------- what is measured


def database_ms(province, statement, rounds):
    """Milliseconds that the database takes for STATEMENT, as psql's own clock says."""
    took = []
    for _ in range(rounds):
        done = subprocess.run(["psql", "-XAt", "-v", "ON_ERROR_STOP=1", province.conninfo + "postgres", "-c", "\\timing on", "-c", statement],
                              stdout=subprocess.PIPE, text=True, check=True)
        took.append(float(re.findall(r"^Time: ([0-9.]+) ms", done.stdout, re.MULTILINE)[-1]))
    return took


def question_ms(call, programs, home, rounds, *words):
    """The same of a named query, over the line of a session that stands."""
    return [float(call(programs / "bench_session", "query", home, 1, *words)) / 1000 for _ in range(rounds)]


# A program is charged with what whoever started it held before: so that is to be small.
SMALL = ("import os, sys\nchild = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0)])\n"
         "_, status, used = os.wait4(child, 0)\nprint(used.ru_maxrss)\nsys.exit(os.waitstatus_to_exitcode(status))")


def program_ms(call, programs, home, rounds, *words):
    """The whole program, and the most memory that it took, in MiB."""
    took, command = [], [programs / "qcdc", "--home", home, *words]
    for _ in range(rounds):
        begin = time.monotonic()
        call(*command)
        took.append((time.monotonic() - begin) * 1000)
    return took, int(call("/usr/bin/python3", "-c", SMALL, *command)) / 1024


# What the database alone does of the same: one pass that compares each day, and the first days of an index.
PASS = (f"select office, count(*), count(*) filter (where due_on < '{TODAY}'), min(due_on) from petition where not voided and due_on is not null"
        " group by office")
FIRST = "select p.id, p.local_no, p.due_on from petition p where not voided and due_on is not null order by due_on, id limit 50"


def due(line, call, programs, province, filling, rounds):
    """Lines for the due list and its counts at each of SIZES; calls BETWEEN them what else is measured at that size."""
    center = province.folder / "founder"
    for size in sorted(SIZES):
        there = filling.fill(size, size <= 1_000_000)
        owed = int(province.psql("postgres", "select count(*) from petition where not voided and due_on is not null"))
        counts = question_ms(call, programs, center, rounds, "petitions_due_counts", "by=office", f"on={TODAY}")
        passes = database_ms(province, PASS, rounds)
        line(f"who is overdue, by office: petitions_due_counts at {there} petitions, {owed} of them due", f"{statistics.median(counts):.1f} ms",
             f"one pass over the same: {statistics.median(passes):.1f} ms", [our / one for our, one in zip(counts, passes)], "")
        first = question_ms(call, programs, center, rounds, "petitions_due", f"by={TODAY}", "limit=50")
        indexed = database_ms(province, FIRST, rounds)
        line("the first 50 of petitions_due there", f"{statistics.median(first):.1f} ms",
             f"the same rows by an index: {statistics.median(indexed):.1f} ms", [our / one for our, one in zip(first, indexed)], "")
        yield size


def due_whole(line, call, programs, province, memory_kib, rounds):
    """All that is due, to a program that sorts it: how long, and what the server and the program hold of it."""
    before = memory_kib(province.server.pid)
    took, most = program_ms(call, programs, province.folder / "founder", rounds, "query", "petitions_due", "order=-promised_on", "limit=50", "--format", "csv",
                            "--patience", "600")
    whole = database_ms(province, "select count(*) from (select * from petition p join journal j on j.commit_seq = p.id where not p.voided and p.due_on is not null"
                        " order by p.due_on, p.id offset 0) as whole", rounds)
    grown = max(0, memory_kib(province.server.pid) - before) / 1024
    line(f"all of it in another order, and 50 shown: {most:.0f} MiB in the program, {grown:.0f} MiB more in the server",
         f"{statistics.median(took):.0f} ms", f"the database's sort alone: {statistics.median(whole):.0f} ms",
         [our / one for our, one in zip(took, whole)], "")


# What is looked for: (what it is, the words or the parameters).
QUESTIONS = [
    ("a number", lambda rows: [f"words={rows[17]['local_no']}"]),
    ("a word of nearly every petition", lambda rows: ["words=đất"]),
    ("without its diacritics", lambda rows: ["words=dat"]),
    ("three such words that stand together", lambda rows: ['words="đất thu hồi"']),
    ("two such words, in one office", lambda rows: ["words=thu hồi", "office=BCD-597"]),
    ("a rare word", lambda rows: ["words=" + rarest(rows)]),
    ("a rare one and a frequent one", lambda rows: ["words=" + rarest(rows) + " đất"]),
    ("the beginning of a word", lambda rows: ["words=thu hồi ng"]),
    ("the tenth page of a frequent word", lambda rows: ["words=đường", "page=10"]),
    ("words that are in none together", lambda rows: ["words=" + rarest(rows) + " " + rarest(rows, 1)]),
]


def rarest(rows, place=0):
    counts = {}
    for row in rows:
        for word in set((row["title"] + " " + row["summary"]).split()):
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: (counts[word], word))[place]


def search(line, call, programs, province, offices, kinds, fields, rounds):
    """The slowest of QUESTIONS, and all of them on the way."""
    rows = [row for _, row in seeds(offices, kinds, fields)]
    there = int(province.psql("postgres", "select count(*) from petition"))
    asked = []
    for what, words in QUESTIONS:
        took = question_ms(call, programs, province.folder / "founder", rounds, "petition_search", *words(rows))
        asked.append((statistics.median(took), what, took))
        print(f"  petition_search at {there} petitions, {what}: {statistics.median(took):.1f} ms")
    asked.sort()
    slowest, what, took = asked[-1]
    scan = database_ms(province, "select count(*) from entry_words where words @@ 'dat~:*'", rounds)
    line(f"petition_search at {there} petitions, the slowest of {len(QUESTIONS)} questions ({what})", f"{slowest:.1f} ms",
         f"how many have one frequent word, by the index alone: {statistics.median(scan):.1f} ms", [our / one for our, one in zip(took, scan)], "well under 1 s")


def desk(line, call, programs, province, offices, kinds, fields, write_csv, rounds):
    """An office's own register of REGISTER petitions, without a line; no denunciations, in which a text of chance may look like a name."""
    home, kinds = province.folder / offices[-1], [kind for kind in kinds if kind != "TO_CAO"]
    rows = [dict(row, local_no=f"{place}/R") for place, (_, row) in enumerate(seeds(offices[-1:], kinds, fields, REGISTER))]
    file = province.folder / "register.csv"
    write_csv(file, rows)
    call(programs / "qcdc", "--home", home, "petition", "import", "--confirm-names", "--new", file)
    listed, most = program_ms(call, programs, home, rounds, "petition", "list", "limit=50")
    due_ms, due_most = program_ms(call, programs, home, rounds, "petition", "due", f"on={TODAY}", "limit=50")
    line(f"qcdc petition due in a register of {REGISTER} petitions, {due_most:.0f} MiB", f"{statistics.median(due_ms):.0f} ms",
         f"petition list: {statistics.median(listed):.0f} ms, {most:.0f} MiB", [our / one for our, one in zip(due_ms, listed)], "")
    first = program_ms(call, programs, home, 1, "petition", "search", "đất")[0][0]
    asked = []
    for what, words in QUESTIONS:
        if len(words(rows)) == 1:
            took, most = program_ms(call, programs, home, rounds, "petition", "search", words(rows)[0].partition("=")[2])
            asked.append((statistics.median(took), what, took, most))
    asked.sort()
    slowest, what, took, most = asked[-1]
    line(f"qcdc petition search there, the slowest of {len(asked)} questions ({what}), {most:.0f} MiB", f"{slowest:.0f} ms",
         f"the first one, which makes the index: {first:.0f} ms", [our / first for our in took], "")


# ---------------------------------------------------------------- a holiday


def days_off(folder, source, days):
    """A folder with the sample's holidays and DAYS besides."""
    folder.mkdir()
    kept = (source / "sql" / "reference" / "holidays.csv").read_text(encoding="utf-8")
    there = {line.partition(",")[0] for line in kept.splitlines()}
    (folder / "holidays.csv").write_text(kept + "".join(f"{day},no,Nghỉ,Day off\n" for day in days if str(day) not in there and day.weekday() < 5),
                                         encoding="utf-8")
    return folder


def publication(call, programs, province, folder, other):
    """Seconds until what FOLDER publishes is committed, and the longest that a petition of the home OTHER took meanwhile."""
    center = province.folder / "founder"
    call(programs / "qcdc", "--home", center, "publish", folder, "--confirm-past")
    over, waits = threading.Event(), [0.0]

    def file_petitions():
        while not over.is_set():
            begin = time.monotonic()
            call(programs / "bench_session", "append", other, 1)
            waits.append(time.monotonic() - begin)

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        filing = pool.submit(file_petitions)
        begin = time.monotonic()
        call(programs / "qcdc", "--home", center, "sync", "--quiet", "--patience", "3600")
        took = time.monotonic() - begin
        over.set()
        filing.result()
    return took, max(waits)


def holiday(line, call, programs, source, province, filling):
    """Lines for one day off, and for so many that each day moves."""
    owed = filling.fill_open(OPEN)
    first = datetime.date.fromisoformat(province.psql("postgres", "select due_on from petition where due_on is not null and extract(isodow from due_on) < 6"
                                                     " group by due_on order by count(*) desc limit 1").strip())
    span = [FIRST_DAY + datetime.timedelta(days=day) for day in range(DAYS + 60)]
    other = province.folder / "BCD-594"
    for what, days in (("a day off", [first]), (f"{DAYS + 60} days off", span)):
        since = province.psql("postgres", "select coalesce(max(due_moved_at), '-infinity') from petition").strip()
        took, waited = publication(call, programs, province, days_off(province.folder / f"off{len(days)}", source, days), other)
        moved = int(province.psql("postgres", f"select count(*) from petition where due_moved_at > '{since}'"))
        province.psql("postgres", "vacuum petition")
        update = database_ms(province, "begin; update petition set due_was_on = due_on, due_on = due_on + 1, due_moved_at = now() where due_moved_at = (select"
                             " max(due_moved_at) from petition); rollback", 1)[0] / 1000
        province.psql("postgres", "vacuum petition")
        line(f"{what} published over {owed} open petitions, {moved} of them moved; the longest that another office's commit took meanwhile: {waited:.1f} s",
             f"{took:.1f} s", f"one UPDATE of the rows that moved: {update:.1f} s", took / update, "")
