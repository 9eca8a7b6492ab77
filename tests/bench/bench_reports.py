"""Reports for run-bench: what filing many of them takes, and what adding up those of ten thousand offices takes."""
import csv
import os
import subprocess
import time

FORM, PERIOD = "QCDC-HUYEN", "2020-H1"
CELLS = 400  # of a report
REPORTS, FILERS = 1000, 25  # that are filed, each for the same periods
UNITS = 10000  # that are added up
PERIODS = int(os.environ.get("QCDC_BENCH_PERIODS", "20"))  # whose reports are there; a period is some 500 MB
TABLES = ["journal", "segment", "report", "report_value", "report_text", "report_revision"]
# What is carried over, what was left at the end of the period before, and what came in, by which the sum stays what it was.
CARRIED = [("B01", ("B09", "B10"), "B02"), ("C09", ("C12",), "C10"), ("C15", ("C19", "C20"), "C16"), ("C23", ("C26",), "C24")]
OPEN = ["H02", "H03", "H04", "H05", "H06.due", "H06.done", "H07.due", "H07.done", "H08.due", "H08.done", "H10", "E07"]

# The sums of reports that stand, as ingest keeps them.
ROLLUP = """insert into report_rollup
  select r.form, r.period, v.cell, r.standing, sum(v.value_e4), count(*) from report r join report_value v on v.report = r.id where not r.voided"""


def follow_itself(cells):
    """Makes of CELLS a report that the same one may follow in the period after, by the rules that hold two periods together."""
    for opens, closes, came in CARRIED:
        for cell in [cell for cell in cells if cell.partition(".")[0] == opens]:
            member = cell[len(opens):]
            left = sum(int(cells.get(code + member, 0)) for code in closes)
            cells[came + member] = str(int(cells[came + member]) + int(cells[cell]) - left)
            cells[cell] = str(left)


def full_form(source):
    """The cells of a sample report that obeys every rule, with projects added until it has CELLS figures."""
    with open(source / "tests" / "data" / "sample-reports" / "594-2020-H1.csv", encoding="utf-8", newline="") as file:
        cells = {row["cell"]: row["value"] for row in csv.DictReader(file) if row["value"].replace(".", "").isdigit()}
    follow_itself(cells)
    projects = [cell for cell in cells if cell.startswith("H") and cell.rpartition(".")[2].startswith("DA")]
    for number in range(2, 1000):
        for cell in projects:
            if len(cells) == CELLS:
                return cells
            cells[f"{cell[:-1]}X{number}"] = cells[cell]
    raise ValueError("the sample report has no projects")


class Filing:
    """REPORTS of CELLS figures in the homes of FILERS offices, ready to be sent."""

    def __init__(self, call, programs, source, province):
        self.call, self.programs, self.province = call, programs, province
        self.offices = [f"FILER-{number}" for number in range(FILERS)]
        folder = province.folder / "filers"
        folder.mkdir()
        (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions\n" + "".join(
            f"{office},Cơ quan {office},huyen,593,{FORM},no\n" for office in self.offices), encoding="utf-8")
        center = province.folder / "founder"
        call(programs / "qcdc", "--home", center, "publish", folder)
        call(programs / "qcdc", "--home", center, "sync", "--quiet")
        for office in self.offices:
            province.join(office, "reporter", province.folder / office)
        periods = [f"{year}{half}" for year in range(2005, 2025) for half in ("-H1", "")][:REPORTS // FILERS]
        cells = full_form(source)
        file = province.folder / "reports.csv"
        file.write_text("form,period,cell,value\n" + "".join(
            f"{FORM},{period},{cell},{value}\n" for period in periods for cell, value in cells.items()), encoding="utf-8")
        for office in self.offices:
            call(programs / "qcdc", "--home", province.folder / office, "report", "file", file)

    def send(self):
        """Seconds until all are judged and committed."""
        begin = time.monotonic()
        running = [subprocess.Popen([str(self.programs / "qcdc"), "--home", str(self.province.folder / office), "sync", "--quiet"])
                   for office in self.offices]
        if any([process.wait() for process in running]):
            raise SystemExit("a synchronisation failed")
        took = time.monotonic() - begin
        count = int(self.province.psql("postgres", "select count(*) from report_value"))
        if count != REPORTS * CELLS:
            raise SystemExit(f"{count} figures are there, {REPORTS * CELLS} were sent")
        return took

    def copy(self):
        """Seconds of one connection that COPYs the same rows into the same tables of another database."""
        conninfo, files = self.province.conninfo, []
        for table in TABLES:
            files.append(f"{table}={self.province.folder / table}.bin")
            with open(self.province.folder / f"{table}.bin", "wb") as out:
                subprocess.run(["psql", "-XAtq", conninfo + "postgres", "-c", f"copy {table} to stdout (format binary)"], stdout=out, check=True)
        self.province.psql("postgres", "create database baseline")
        tables = [word for table in TABLES for word in ("-t", table)]
        schema = subprocess.run(["pg_dump", "-s", *tables, conninfo + "postgres"], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", conninfo + "baseline"], input=schema, stdout=subprocess.DEVNULL, check=True)
        self.province.psql("postgres", "checkpoint")
        return float(self.call(self.programs / "bench_database", "copy", conninfo + "baseline", *files))


def write_totals(call, programs, center, psql, folder, units, count):
    """Publishes UNITS offices from the home CENTER, by way of the new FOLDER, and writes their reports of CELLS figures in COUNT periods, which
    are returned: into the tables that the question reads, for to file two hundred thousand would take hours."""
    folder.mkdir()
    (folder / "units.csv").write_text("code,parent_code,level,name,valid_from,valid_to\n" + "".join(
        f"9{number:05},60,district,Đơn vị {number},2000-01-01,2025-06-30\n" for number in range(units)), encoding="utf-8")
    (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from,valid_to\n" + "".join(
        f"O-{number:05},Cơ quan {number},huyen,9{number:05},{FORM},no,2000-01-01,2025-06-30\n" for number in range(units)), encoding="utf-8")
    call(programs / "qcdc", "--home", center, "publish", folder)
    call(programs / "qcdc", "--home", center, "sync", "--quiet")
    periods = [f"{year}{half}" for year in range(2020, 2009, -1) for half in ("-H1", "")]
    periods = [PERIOD, "2019-H1", *(period for period in periods if period not in (PERIOD, "2019-H1"))][:count]
    psql("alter table report_value set unlogged")
    for number, period in enumerate(periods):
        first = 1_000_000_000 + number * 100_000
        psql(f"""
          insert into report (id, office, unit, form, form_filed, period, entry, filed_at, voided, content, standing)
          select {first} + o.id, o.id, 1, f.id, f.id, '{period}', 1, now(), false, '\\x00112233445566778899aabbccddeeff', o.id % 4
          from office o join form f on f.code = '{FORM}' where o.code like 'O-%'""")
        psql(f"""
          insert into report_value
          select r.id, c.cell, (100 + (r.office * 7 + c.place * 13) % 900) * 10000
          from report r
          cross join (
            select c.cell, c.place from form_cell c join form f on f.id = c.form and f.code = '{FORM}'
              join indicator i on i.code = c.indicator and i.type < 2
            union all
            select i || '.DA' || d, 1000 + d from unnest('{{{",".join(OPEN)}}}'::text[]) as i, generate_series(1, 20) as d
            limit {CELLS}) as c
          where r.id between {first} and {first} + 99999""")
    # As ingest would have left it: the sums as well.
    psql(ROLLUP + " and r.id >= 1000000000 group by 1, 2, 3, 4")
    return periods


def one_pass(period):
    """Over the figures that the totals of PERIOD add up: cell, sum, count."""
    return (f"select v.cell, sum(v.value_e4), count(*) from report r join report_value v on v.report = r.id where r.period = '{period}'"
            " group by v.cell")


def totals(call, programs, province, rounds):
    """Medians in ms of report_totals, and of one pass of the database over the figures that it adds up."""
    center = province.folder / "founder"
    psql = lambda statement: province.psql("postgres", statement)
    write_totals(call, programs, center, psql, province.folder / "offices", UNITS, PERIODS)
    psql("vacuum analyze")
    ours = [float(call(programs / "bench_session", "query", center, 1, "report_totals", f"form={FORM}", f"period={PERIOD}")) / 1000
            for _ in range(rounds)]
    passes = []
    for _ in range(rounds):
        begin = time.monotonic()
        psql(one_pass(PERIOD))
        passes.append((time.monotonic() - begin) * 1000)
    return ours, passes
