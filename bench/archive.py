"""The archive beside DuckDB, ClickHouse and Polars: the same questions over the same rows.

    cargo xtask bench archive [EVENTS]        default 50000000

One after the other, never together; each peer in a process of its own. Prints milliseconds
(median of five, warm) and how many times faster the archive is than the fastest peer.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "tilsyn"
PACKAGES = ["duckdb", "chdb", "polars", "pyarrow", "pytz"]


def python():
    """A Python of our own with the peers in it."""
    home = CACHE / "bench-venv"
    program = home / "bin" / "python"
    if not program.exists():
        venv.create(home, with_pip=True)
    subprocess.run([program, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return program


def main():
    events = sys.argv[1] if len(sys.argv) > 1 else "50000000"
    place = CACHE / "bench-archive"
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["cargo", "build", "--release", "-p", "tilsyn-archive",
                    "--example", "fifty_million"], check=True, cwd=ROOT)
    program = pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "release/examples/fifty_million"
    ran = subprocess.run([program, events, place], check=True, capture_output=True, text=True)
    sys.stderr.write(ran.stdout + ran.stderr)
    table = {"Tilsyn": own_figures(ran.stdout)}
    found = {"Tilsyn": own_checks(ran.stdout)}
    words = [QUARTER] * 6 + [f"person={PERSON}", f"actor={ACTOR}", f"element={ELEMENT}"]
    for engine in ["DuckDB", "ClickHouse", "Polars"]:
        ran = subprocess.run([python(), ROOT / "bench/_peers.py", place, place, engine, *words],
                             capture_output=True, text=True)
        if ran.returncode:
            sys.stderr.write(f"{engine} did not finish:\n{ran.stderr[-2000:]}\n")
            continue
        answers = json.loads(ran.stdout)
        table[engine] = {name: answer["ms"] for name, answer in answers.items()}
        found[engine] = {name: answer["found"] for name, answer in answers.items()}
    say(table)
    say_agreement(found)
    shutil.rmtree(place, ignore_errors=True)


# The quarter, the person and the actor that the example asks about, by their numbers there.
QUARTER = "2026-07-01/2026-09-30"
PERSON = 20_000 + 1 + 999
ACTOR = 20_000 + 1 + 7_919
ELEMENT = "element 30"

# What the example calls its questions.
OWN_NAMES = {
    "statement, 100": "statement",
    "subjects, 100": "subjects",
    "person, 50 of all": "person history",
    "user, 50 of all": "user history",
    "element, 50 of all": "element",
}


def own_figures(text):
    """Warm milliseconds of our questions, from the lines the example prints."""
    found = re.findall(r"^(.+?) +first +[\d.]+ ms +warm +([\d.]+) ms", text, re.MULTILINE)
    return {OWN_NAMES[name]: float(ms) for name, ms in found if name in OWN_NAMES}


def own_checks(text):
    """One number of each answer that no order of equal lines changes."""
    found = re.findall(r"^found +(.+?): +(\d+)$", text, re.MULTILINE)
    return {name: int(number) for name, number in found}


def say(table):
    engines = list(table)
    print(f"{'question (ms, median of 5, warm)':34}" + "".join(f"{e:>12}" for e in engines)
          + f"{'fastest peer / ours':>22}")
    for question in table["Tilsyn"]:
        values = [table[engine].get(question) for engine in engines]
        cells = "".join(f"{value:>12.2f}" if value is not None else f"{'–':>12}" for value in values)
        peers = [value for value in values[1:] if value is not None]
        ratio = f"{min(peers) / values[0]:>21.1f}×" if peers and values[0] else ""
        print(f"{question:34}{cells}{ratio}")


def say_agreement(found):
    """Whether all engines found the same, so that the times compare like with like."""
    for question in found["Tilsyn"]:
        numbers = {engine: answers.get(question) for engine, answers in found.items()}
        same = len(set(numbers.values())) == 1
        shown = numbers["Tilsyn"] if same else f"DIFFER: {numbers}"
        print(f"all found the same, {question}: {shown}" if same else f"{question} {shown}")


if __name__ == "__main__":
    main()
