"""How fast rows get into a database, against what the engine itself can do with rows that are ready in files."""

import argparse
import csv
import multiprocessing
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from measure import Run, in_turn, machine, median_ratio, medians, print_table  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
TABLES = ("user", "bike", "rent")
# How SQLite keeps the columns: integers, texts, doubles.
BINDINGS = {"user": "itit", "bike": "ittd", "rent": "iiittd"}


def quiet(command, **more):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)


class Project:
    """A folder with the example's first migration and a profile of so many rents; its rows as CSV files."""

    def __init__(self, seedctl, folder, rents, migrations=os.path.join(PROJECT, "migrations")):
        self.seedctl, self.folder, self.rents = seedctl, folder, rents
        os.makedirs(os.path.join(folder, "migrations"))
        for name in os.listdir(migrations):
            if name.startswith("0001"):
                os.symlink(os.path.join(migrations, name), os.path.join(folder, "migrations", name))
        shutil.copytree(os.path.join(HERE, "seeds"), os.path.join(folder, "seeds"))
        with open(os.path.join(folder, "seeds", "sized.yaml"), "w", encoding="utf-8") as file:
            file.write(f"extends: rental\ntables: {{rent: {{rows: {rents}}}}}\n")

    @property
    def rows(self):
        return self.rents + 101_000

    def migrate(self, database):
        quiet([self.seedctl, "migrate", "--database", database, "--quiet"], cwd=self.folder)

    def seed(self, database, *options):
        return Run([self.seedctl, "seed", "sized", "--database", database, "--yes", *options], cwd=self.folder)

    def export(self):
        """Writes TABLE.csv, each with its head."""
        out = os.path.join(self.folder, "rows")
        quiet([self.seedctl, "export", "sized", "--out", out], cwd=self.folder)
        for table in TABLES:
            parts = os.path.join(out, table)
            (part,) = os.listdir(parts)
            os.rename(os.path.join(parts, part), self.csv(table))

    def csv(self, table):
        return os.path.join(self.folder, table + ".csv")


class Server:
    """The private PostgreSQL server, and what its processes use."""

    def __init__(self):
        self.base = os.environ["SEEDCTL_TEST_POSTGRES"]
        host = self.base.split("host=")[1].split("&")[0]
        with open(os.path.join(host, "data", "postmaster.pid"), encoding="utf-8") as file:
            self.pid = int(file.readline())

    def url(self, name):
        return self.base.replace("/postgres?", f"/{name}?")

    def psql(self, name, *arguments):
        return ["psql", self.url(name), "-qX", "-v", "ON_ERROR_STOP=1", *arguments]

    def run(self, name, sql):
        quiet(self.psql(name, "-c", sql))

    def fresh(self, name, template):
        quiet(self.psql("postgres", "-c", "set client_min_messages = warning", "-c", f"drop database if exists {name}"))
        self.run("postgres", f"create database {name} template {template} strategy file_copy")
        self.run("postgres", "checkpoint")

    def processes(self):
        with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="utf-8") as file:
            return [self.pid, *map(int, file.read().split())]

    def cpu(self):
        """Seconds of the server with all children, also those that have ended."""
        ticks = 0
        for pid in self.processes():
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            ticks += sum(map(int, fields[11:15] if pid == self.pid else fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def private_kib(self):
        """What the processes hold for themselves: shared buffers are everybody's."""
        total = 0
        for pid in self.processes():
            try:
                with open(f"/proc/{pid}/status", encoding="utf-8") as file:
                    total += sum(int(line.split()[1]) for line in file if line.startswith("RssAnon"))
            except OSError:
                continue
        return total


class Watched:
    """Runs a program while it looks at the server's memory."""

    def __init__(self, server, run):
        before, peak, done = server.cpu(), [0], threading.Event()

        def look():
            while not done.wait(0.05):
                peak[0] = max(peak[0], server.private_kib())

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            self.run = run()
        finally:
            done.set()
            watcher.join()
        self.server_cpu, self.server_kib = server.cpu() - before, peak[0]


class Usage:
    """What each way used in the last round."""

    def __init__(self):
        self.of = {}

    def seconds(self, name, run, server_cpu=None, server_kib=None):
        self.of[name] = (run.seconds, run.cpu, run.peak_kib, server_cpu, server_kib)
        return run.seconds


def pack(project, folder):
    """Writes TABLE.rows for floor_sqlite (packed.h)."""
    for table in TABLES:
        with open(project.csv(table), newline="", encoding="utf-8") as source:
            rows = csv.reader(source)
            next(rows)
            pieces, count = [], 0
            for row in rows:
                count += 1
                for kind, cell in zip(BINDINGS[table], row):
                    if kind == "i":
                        pieces.append(struct.pack("<cq", b"i", int(cell)))
                    elif kind == "d":
                        pieces.append(struct.pack("<cd", b"d", float(cell)))
                    else:
                        text = cell.encode()
                        pieces.append(struct.pack("<cI", b"t", len(text)) + text)
        with open(os.path.join(folder, table + ".rows"), "wb") as file:
            file.write(struct.pack("<q", count))
            file.write(b"".join(pieces))


SERIES = """
insert into "user" (id, name, age, email) select n, 'User ' || n, 18 + n % 50, 'user' || n || '@example.com'
  from generate_series(1, 100000) n;
insert into bike (id, model, type, price) select n, 'Model_A', 'road', 200 + n % 800 from generate_series(1, 1000) n;
insert into rent (id, user_id, bike_id, rent_start, rent_end, rent_cost)
  select n, 1 + n * 7919 % 100000, 1 + n * 31 % 1000, timestamp '2025-02-14' + n % 259200 * interval '1 second',
         timestamp '2025-02-14' + (n % 259200 + 600 + n % 13800) * interval '1 second', (n % 5000) / 100.0
  from generate_series(1, {rents}) n;
"""


class Postgres:
    def __init__(self, project, build, jobs):
        self.project, self.jobs, self.server, self.usage = project, jobs, Server(), Usage()
        self.floor = os.path.join(build, "bench", "floor_postgres")
        self.files = os.path.join(project.folder, "binary")
        self.server.run("postgres", "create database empty_rental")
        self.project.migrate(self.server.url("empty_rental"))
        self.write_binary()

    def write_binary(self):
        """The server's own binary form of the rows, written by the server."""
        os.mkdir(self.files)
        os.chmod(self.files, 0o777)
        self.server.fresh("ready", "empty_rental")
        quiet(self.server.psql("ready", *self.copies()))
        step = -(-self.project.rents // self.jobs)
        for table, part, condition in [("user", 0, "true"), ("bike", 0, "true"), *(
                ("rent", job, f"id > {job * step} and id <= {(job + 1) * step}") for job in range(self.jobs))]:
            path = os.path.join(self.files, f"{table}.{part}.bin")
            quiet(self.server.psql("ready", "-c", f"\\copy (select * from \"{table}\" where {condition} order by id) "
                                   f"to '{path}' (format binary)"))

    def copies(self):
        options = []
        for table in TABLES:
            options += ["-c", f"\\copy \"{table}\" from '{self.project.csv(table)}' (format csv, header)"]
        return options

    def timed(self, name, run, check=True):
        self.server.fresh("run", "empty_rental")
        watched = Watched(self.server, run)
        if check:
            self.require_same_rows(name)
        return self.usage.seconds(name, watched.run, watched.server_cpu, watched.server_kib)

    def require_same_rows(self, name):
        sums = 'select count(*), sum(hashtextextended(t::text, 0)) from "{}" t'
        for table in TABLES:
            found = [subprocess.run(self.server.psql(database, "-Atc", sums.format(table)), check=True,
                                    capture_output=True, text=True).stdout for database in ("ready", "run")]
            if found[0] != found[1]:
                sys.exit(f"{name}: table {table} has other rows")
        state = subprocess.run(self.server.psql("run", "-Atc", (
            "select (select count(*) from pg_constraint c join pg_namespace n on n.oid = connamespace"
            " where nspname = 'public' and convalidated and conrelid in ('\"user\"'::regclass, 'bike'::regclass,"
            " 'rent'::regclass)), (select count(*) from pg_index where indisvalid and indrelid in"
            " ('\"user\"'::regclass, 'bike'::regclass, 'rent'::regclass))")), check=True, capture_output=True,
                               text=True).stdout
        if state.strip() != "11|6":
            sys.exit(f"{name}: constraints and indexes are not all there: {state}")

    def ways(self):
        url = self.server.url("run")
        floor = ["--url", url, "--files", self.files, "--jobs", str(self.jobs)]
        return {
            "psql \\copy of CSV files": lambda name: self.timed(
                name, lambda: Run(self.server.psql("run", "-1", *self.copies()))),
            "INSERT ... SELECT generate_series": lambda name: self.timed(
                name, lambda: Run(self.server.psql("run", "-1", "-c", SERIES.format(rents=self.project.rents))),
                check=False),
            "floor, one transaction": lambda name: self.timed(name, lambda: Run([self.floor, "one", *floor])),
            "floor, parallel": lambda name: self.timed(name, lambda: Run([self.floor, "parallel", *floor])),
            "seedctl seed": lambda name: self.timed(name, lambda: self.project.seed(url)),
        }


class Sqlite:
    def __init__(self, project, build, is_inline):
        self.project, self.is_inline, self.usage = project, is_inline, Usage()
        self.floor = os.path.join(build, "bench", "floor_sqlite")
        self.empty = os.path.join(project.folder, "empty.db")
        project.migrate("sqlite:" + self.empty)
        # In a process of its own: a program's peak memory starts at that of the process that starts it.
        packing = multiprocessing.Process(target=pack, args=(project, project.folder))
        packing.start()
        packing.join()
        self.ready = None

    def timed(self, name, run):
        path = os.path.join(self.project.folder, "run.db")
        shutil.copy(self.empty, path)
        os.sync()
        seconds = self.usage.seconds(name, run(path))
        self.require_same_rows(name, path)
        return seconds

    def require_same_rows(self, name, path):
        """The first way's file is what the others' are held against."""
        if self.ready is None:
            self.ready = os.path.join(self.project.folder, "ready.db")
            shutil.copy(path, self.ready)
        for table in TABLES:
            differ = f'select count(*) from (select * from main."{table}" except select * from ready."{table}")'
            found = subprocess.run(["sqlite3", "-readonly", path, f"attach '{self.ready}' as ready", differ,
                                    f'select (select count(*) from main."{table}") - '
                                    f'(select count(*) from ready."{table}")',
                                    "select count(*) from sqlite_master where name in ('rent_user_id_idx', "
                                    "'rent_bike_id_idx', 'user_email_key', 'sqlite_autoindex_user_1')"],
                                   check=True, capture_output=True, text=True).stdout.split()
            if found != ["0", "0", "3"]:
                sys.exit(f"{name}: table {table} has other rows or lost an index: {found}")

    def imports(self, path):
        commands = []
        for table in TABLES:
            commands += [f".import --csv --skip 1 '{self.project.csv(table)}' {table}"]
        return Run(["sqlite3", path, *commands])

    def ways(self):
        floor = [self.floor, "--files", self.project.folder, *(["--inline"] if self.is_inline else [])]
        return {
            ".import of CSV files": lambda name: self.timed(name, self.imports),
            "floor": lambda name: self.timed(name, lambda path: Run([*floor, "--database", path])),
            "seedctl seed": lambda name: self.timed(name, lambda path: self.project.seed("sqlite:" + path)),
        }


def report(title, engine, rows, rounds, baseline, floors):
    ways = engine.ways()
    seconds = in_turn({name: (lambda name=name: ways[name](name)) for name in ways}, rounds)
    middle = medians(seconds)
    print(f"\n{title}: {rows:,} rows, medians of {rounds} rounds:\n")
    lines = []
    for name in ways:
        _, cpu, kib, server_cpu, server_kib = engine.usage.of[name]
        lines.append([name, f"{middle[name]:.2f}", f"{rows / middle[name] / 1e3:,.0f}",
                      f"{median_ratio(seconds, baseline, name):.1f}",
                      *(f"{median_ratio(seconds, name, floor):.2f}" for floor in floors),
                      f"{cpu:.1f}", f"{kib / 1024:.0f}",
                      *([f"{server_cpu:.1f}", f"{server_kib / 1024:.0f}"] if server_cpu is not None else [])])
    with_server = engine.usage.of[baseline][3] is not None
    print_table(["way", "s", "thousand rows/s", "times faster than " + baseline,
                 *("times " + floor for floor in floors), "CPU s", "MiB",
                 *(["server CPU s", "server MiB"] if with_server else [])], lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rents", type=int, default=5_000_000, help="into PostgreSQL")
    parser.add_argument("--sqlite-rents", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count()))
    parser.add_argument("--only", choices=["postgres", "sqlite"])
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    seedctl = os.path.join(build, "seedctl")
    print(machine())
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        if options.only != "sqlite":
            project = Project(seedctl, os.path.join(folder, "postgres"), options.rents)
            project.migrate("sqlite:schema.db")
            project.export()
            report("PostgreSQL, its settings as shipped", Postgres(project, build, options.jobs), project.rows,
                   options.rounds, "psql \\copy of CSV files", ["floor, one transaction", "floor, parallel"])
        if options.only != "postgres":
            for title, is_inline, migrations in (("SQLite, UNIQUE as an index", False, os.path.join(HERE, "migrations")),
                                                 ("SQLite, UNIQUE inline", True, os.path.join(PROJECT, "migrations"))):
                project = Project(seedctl, os.path.join(folder, title.replace(" ", "")), options.sqlite_rents, migrations)
                project.migrate("sqlite:schema.db")
                project.export()
                report(title, Sqlite(project, build, is_inline), project.rows, options.rounds, ".import of CSV files",
                       ["floor"])


if __name__ == "__main__":
    main()
