"""Runs programs in turn, round after round, and prints medians: what all measurements here share.

A figure stands beside the peer or floor that ran in the same rounds, so that a busy or a slow machine changes
both.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time


class Run:
    """One run of a program: its own answer (a line of JSON), wall-clock and processor seconds, peak memory."""

    def __init__(self, command, cwd=None):
        started = time.monotonic()
        with subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, text=True) as process:
            output = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - started
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_kib = usage.ru_maxrss
        lines = output.strip().splitlines()
        self.answer = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}


def in_turn(programs, rounds):
    """Runs each of {name: function that returns a number} once a round; {name: list of numbers}."""
    results = {name: [] for name in programs}
    for number in range(rounds):
        for name, program in programs.items():
            show(f"round {number + 1}/{rounds}: {name}")
            results[name].append(program())
    show("")
    return results


def medians(results):
    return {name: statistics.median(values) for name, values in results.items()}


def median_ratio(results, name, to):
    """Of the rounds' own ratios: what slowed a whole round down cancels out."""
    return statistics.median(a / b for a, b in zip(results[name], results[to]))


def show(line):
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def print_table(head, rows):
    rows = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for number, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    compiler = subprocess.run(["c++", "-dumpfullversion"], capture_output=True, text=True, check=False)
    return (f"{model}, {os.cpu_count()} processors, Linux {platform.release()}, "
            f"C++ compiler {compiler.stdout.strip()}; load at the start {os.getloadavg()[0]:.1f}")
