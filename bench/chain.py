"""The whole chain beside loading the same file into DuckDB, ClickHouse and PostgreSQL.

    cargo xtask bench chain [EVENTS]        default 10000000

First the intake. Ours: parsed, durable (fdatasync), committed to the tree, sealed, archived.
Theirs: the same file into a table, with no proof and no duplicates found. Then the questions,
of DuckDB, ClickHouse and Polars:
ours by a command that asks the running server, a program's start and the filing of the look
included, for the first 100 lines with names; theirs in the process, the first 100 by number, over
the rows that the archive wrote as Parquet. Each question is asked of seven periods, so that
nothing is remembered; beside it stands how long the whole page takes.
"""

import atexit
import datetime
import http.client
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from archive import CACHE, ROOT, python, say
from pages import LISTEN, get, start

PROGRAM = os.environ.get("TILSYN_BIN", "tilsyn")

# The user that has nothing, on every Debian.
NOBODY = 65_534

LOAD = {
    "DuckDB": """
import duckdb, sys
base = duckdb.connect(sys.argv[2]); base.execute("SET threads = 2")
shape = ", ".join(f"{name}: 'VARCHAR'" for name in "id source time kind".split())
base.execute(
    f"CREATE TABLE events AS SELECT * FROM read_ndjson('{sys.argv[1]}', "
    f"columns = {{{shape}, actor: 'JSON', subjects: 'JSON'}})")
base.execute("CHECKPOINT")
""",
    "ClickHouse": """
from chdb import session
import sys
import tempfile
shape = "id String, source String, time String, kind String, actor String, subjects String"
base = session.Session(sys.argv[2])
base.query("CREATE DATABASE IF NOT EXISTS bench")
base.query("USE bench")
base.query("SET max_threads = 2")
base.query(f"CREATE TABLE events ({shape}) ENGINE = MergeTree ORDER BY (source, id)")
base.query(
    "INSERT INTO events SELECT id, source, time, kind, toString(actor), toString(subjects) "
    f"FROM file('{sys.argv[1]}', JSONEachRow, '{shape}')")
""",
}


def register(events):
    """A folder with so many events of the large demo register, made once."""
    folder = CACHE / f"bench-register-{events}"
    if not (folder / "complete").exists():
        subprocess.run(["cargo", "build", "--release", "-p", "tilsyn-simulate", "--example",
                        "generate"], check=True, cwd=ROOT)
        generate = pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "release/examples/generate"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([generate, "--size", "large", "--seed", "1", "--events", str(events),
                        "--out", folder], check=True)
        (folder / "complete").touch()
    return folder


def take_in(folder, data):
    """Imports directory and events; gives seconds of the latter and the summary."""
    shutil.rmtree(data, ignore_errors=True)
    begin = time.perf_counter()
    subprocess.run([PROGRAM, "--data", data, "import", "directory", folder / "directory"],
                   check=True, stdout=subprocess.DEVNULL)
    sys.stderr.write(f"the directory took {time.perf_counter() - begin:.1f} s\n")
    begin = time.perf_counter()
    ran = subprocess.run([PROGRAM, "--data", data, "--json", "import", "events",
                          folder / "events.ndjson"], check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - begin, json.loads(ran.stdout)


def load_into(engine, script, folder):
    """Seconds a peer needs to load the same file, or nothing if it cannot."""
    place = CACHE / f"bench-chain-{engine}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    begin = time.perf_counter()
    peer = subprocess.run([python(), "-c", script, folder / "events.ndjson", place / "base"],
                          capture_output=True, text=True)
    taken = time.perf_counter() - begin
    shutil.rmtree(place, ignore_errors=True)
    if peer.returncode:
        sys.stderr.write(f"{engine} did not finish:\n{peer.stderr[-1500:]}\n")
        return None
    return taken


def copy_into_postgres(folder):
    """Seconds that COPY needs for the same file, a document a row, until a checkpoint has written
    it; nothing if there is no PostgreSQL."""
    programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        sys.stderr.write("PostgreSQL is not installed\n")
        return None
    with tempfile.TemporaryDirectory() as place:
        # PostgreSQL refuses root.
        other = {"user": NOBODY, "group": NOBODY} if os.getuid() == 0 else {}
        if other:
            os.chown(place, NOBODY, NOBODY)
        at, base = programs[-1], pathlib.Path(place, "base")
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": place}
        initdb = [at / "initdb", "-D", base, "-U", "postgres", "-A", "trust"]
        subprocess.run(initdb, **quiet, **other)
        control = [at / "pg_ctl", "-D", base, "-w", "-l", f"{place}/log",
                   "-o", f"-k {place} -h '' -c max_wal_size=8GB"]
        subprocess.run([*control, "start"], **quiet, **other)
        try:
            ask = [at / "psql", "-h", place, "-U", "postgres", "-q", "-c"]
            subprocess.run([*ask, "CREATE TABLE events (event jsonb)"], **quiet)
            # Characters that no document holds, so that each line is one value as it stands.
            copy = r"COPY events FROM STDIN (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
            begin = time.perf_counter()
            with open(folder / "events.ndjson") as events:
                subprocess.run([*ask, copy], stdin=events, **quiet)
            subprocess.run([*ask, "CHECKPOINT"], **quiet)
            return time.perf_counter() - begin
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], **quiet, **other)


def intake(events, folder, data):
    seconds, summary = take_in(folder, data)
    rows = [("Tilsyn", seconds)]
    for engine, script in LOAD.items():
        rows.append((engine, load_into(engine, script, folder)))
    rows.append(("PostgreSQL", copy_into_postgres(folder)))
    print(f"{f'intake of {events:,} events':40}{'seconds':>10}{'events/s':>14}")
    for name, seconds in rows:
        if seconds:
            print(f"{name:40}{seconds:>10.1f}{events / seconds:>14,.0f}")
    return summary


def periods(first, last):
    """The whole log, then ever a day less at its end: seven periods."""
    return [(first, last - datetime.timedelta(days=less)) for less in range(7)]


QUESTIONS = ["statement", "subjects"]


def asked_by_command(data, question, begin, end):
    """Milliseconds of a command that asks the running server for the first 100 lines."""
    start_of = time.perf_counter()
    subprocess.run([PROGRAM, "--data", data, "--json", question, "--from", str(begin),
                    "--to", str(end), "--limit", "100"], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start_of) * 1000


def own_answers(data, spans):
    """Milliseconds of both questions by command; prints those of the whole pages, and memory."""
    server, seconds = start(data)
    try:
        print(f"cold start to the first page: {seconds:.2f} s")
        connection = http.client.HTTPConnection(*LISTEN, timeout=60)
        taken = {}
        for question in QUESTIONS:
            asked = [asked_by_command(data, question, *span) for span in spans]
            taken[question] = statistics.median(asked[1:])
            pages = []
            for begin, end in spans:
                path = f"/en/{question}?from={begin}&to={end}"
                milliseconds, answer, _ = get(connection, path)
                assert answer.status == 200, (question, answer.status)
                pages.append(milliseconds)
            print(f"page of {question}: {statistics.median(pages[1:]):.0f} ms")
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        print(f"resident at most: {int(peak.split()[1]) // 1024} MiB")
        return taken
    finally:
        server.terminate()
        server.wait()


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    folder = register(events)
    data = CACHE / "bench-chain"
    summary = intake(events, folder, data)
    sys.stderr.write(json.dumps(summary)[:1000] + "\n")
    lines = subprocess.run(["tail", "-n", "1", folder / "events.ndjson"], check=True,
                           capture_output=True, text=True).stdout
    with open(folder / "events.ndjson") as whole:
        first = datetime.date.fromisoformat(json.loads(next(whole))["time"][:10])
    last = datetime.date.fromisoformat(json.loads(lines)["time"][:10])
    spans = periods(first, last)
    table = {"Tilsyn": own_answers(data, spans)}
    words = [f"{begin}/{end}" for begin, end in spans]
    given_out = pathlib.Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, given_out, ignore_errors=True)
    subprocess.run([PROGRAM, "--data", data, "keys", "parquet", given_out], check=True,
                   capture_output=True)
    for engine in ["DuckDB", "ClickHouse", "Polars"]:
        ran = subprocess.run([python(), ROOT / "bench/_peers.py", data / "archive", given_out, engine,
                              *words], capture_output=True, text=True)
        if ran.returncode:
            sys.stderr.write(f"{engine} did not finish:\n{ran.stderr[-2000:]}\n")
            continue
        table[engine] = {name: answer["ms"] for name, answer in json.loads(ran.stdout).items()}
    say(table)


if __name__ == "__main__":
    main()
