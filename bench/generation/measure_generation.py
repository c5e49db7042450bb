"""How fast rows are made, against a loop written by hand for the same rows, and in how much memory."""

import argparse
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from measure import Run, in_turn, machine, median_ratio, medians, print_table  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
CORES = os.cpu_count()


class Programs:
    def __init__(self, build, folder):
        self.seedctl = os.path.join(build, "seedctl")
        self.by_seedctl = os.path.join(build, "bench", "by_seedctl")
        self.by_hand = os.path.join(build, "bench", "by_hand")
        self.folder = folder
        # The example's schema, as `migrate` leaves it in schema.lock.json.
        os.symlink(os.path.join(PROJECT, "migrations"), os.path.join(folder, "migrations"))
        os.symlink(os.path.join(HERE, "seeds"), os.path.join(folder, "seeds"))
        subprocess.run([self.seedctl, "migrate", "--database", "sqlite:schema.db", "--quiet"], cwd=folder,
                       check=True, stdout=subprocess.DEVNULL)

    def batches(self, rows, threads=1, profile="rent", table="rent", scale=1):
        return Run([self.by_seedctl, "--profile", profile, "--table", table, "--rows", str(rows), "--scale",
                    str(scale), "--threads", str(threads)], cwd=self.folder)

    def hand(self, rows, threads=1):
        return Run([self.by_hand, "batches", "--rows", str(rows), "--threads", str(threads)])

    def hand_csv(self, rows):
        return Run([self.by_hand, "csv", "--rows", str(rows), "--out", "/dev/null"])

    def export(self, rows, jobs):
        """The first rows of the 100 million, as one shard of them: the tables referred to keep their size."""
        shards = 100_000_000 // rows
        return Run([self.seedctl, "export", "rent", "--only", "rent", "--shard", f"1/{shards}", "--jobs", str(jobs),
                    "--out", "/dev/null"], cwd=self.folder)


def require_same_rows(programs):
    check = [os.path.join(HERE, "same_rows.sh"), programs.seedctl, programs.by_seedctl, programs.by_hand, "1000000"]
    if subprocess.run(check, check=False).returncode != 0:
        sys.exit("the loop written by hand makes other rows")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=10_000_000, help="of each run: a divisor of 100 million")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(os.path.abspath(options.build), folder)
        print(machine())
        require_same_rows(programs)
        measure(programs, options.rounds, options.rows)


def measure(programs, rounds, rows):
    def per_second(seconds):
        return rows / seconds / 1e6

    speeds = in_turn({
        "hand": lambda: per_second(programs.hand(rows).answer["seconds"]),
        "seedctl": lambda: per_second(programs.batches(rows).answer["seconds"]),
        "hand all": lambda: per_second(programs.hand(rows, CORES).answer["seconds"]),
        "seedctl all": lambda: per_second(programs.batches(rows, CORES).answer["seconds"]),
        "hand csv": lambda: per_second(programs.hand_csv(rows).seconds),
        "seedctl csv": lambda: per_second(programs.export(rows, 1).seconds),
        "seedctl csv all": lambda: per_second(programs.export(rows, CORES).seconds),
    }, rounds)
    middle = medians(speeds)

    def line(what, name, to, goal, times=1):
        ratio = median_ratio(speeds, name, to) / times
        return [what, f"{middle[name]:.1f}", f"{middle[to] * times:.1f}", f"{ratio:.2f}", f">= {goal}" if goal else "-"]

    print(f"\nMillion rows of `rent` a second, medians of {rounds} rounds of {rows:,} rows:\n")
    print_table(["what", "seedctl", "peer", "ratio", "goal"], [
        line("batches, one core; peer: the loop by hand", "seedctl", "hand", 0.6),
        line(f"batches, {CORES} cores; peer: {CORES} times one core", "seedctl all", "seedctl", 0.8, CORES),
        line(f"the loop by hand, {CORES} cores; peer: {CORES} times one core", "hand all", "hand", None, CORES),
        line("CSV, one core; peer: the loop by hand with formatting", "seedctl csv", "hand csv", 0.6),
        line(f"CSV, {CORES} cores; peer: {CORES} times one core", "seedctl csv all", "seedctl csv", 0.8, CORES),
    ])

    few, many = programs.export(100_000, CORES).peak_kib, programs.export(100_000_000, CORES).peak_kib
    print("\nPeak memory of an export to /dev/null:\n")
    print_table(["rows", "MiB"], [["100 thousand", f"{few / 1024:.1f}"], ["100 million", f"{many / 1024:.1f}"],
                                  ["difference (goal: at most 8)", f"{(many - few) / 1024:.1f}"]])

    def emails(millions):
        made = programs.batches(millions * 1_000_000, profile="email", table="user", scale=millions)
        return made.answer["seconds"] / millions * 1000

    costs = in_turn({"1": lambda: emails(1), "50": lambda: emails(50)}, max(1, rounds // 2))
    print("\nUnique e-mail addresses, with name, age and tier, nanoseconds a row on one core:\n")
    print_table(["of 1 million", "of 50 million", "ratio", "goal"],
                [[*(f"{medians(costs)[n]:.0f}" for n in ("1", "50")), f"{median_ratio(costs, '50', '1'):.2f}", "<= 1.2"]])


if __name__ == "__main__":
    main()
