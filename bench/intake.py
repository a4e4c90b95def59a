"""Intake through the whole chain beside loading the same file into DuckDB and ClickHouse.

    cargo xtask bench intake [EVENTS]        default 10000000

Ours: parsed, durable (fdatasync), committed to the tree, sealed, archived. Theirs: the same
file into a table, with no proof, no encryption and no duplicates found.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

from archive import CACHE, ROOT, python

LOAD = {
    "DuckDB": """
import duckdb, sys
base = duckdb.connect(sys.argv[2]); base.execute("SET threads = 2")
base.execute(f"CREATE TABLE events AS SELECT * FROM read_json_auto('{sys.argv[1]}', format='newline_delimited')")
base.execute("CHECKPOINT")
""",
    "ClickHouse": """
from chdb import session
import sys
base = session.Session(sys.argv[2])
base.query("CREATE DATABASE IF NOT EXISTS bench"); base.query("USE bench"); base.query("SET max_threads = 2")
base.query("CREATE TABLE events (line String) ENGINE = MergeTree ORDER BY tuple()")
base.query("CREATE TABLE parsed (id String, source String, time String, kind String, actor String, subjects String) "
           "ENGINE = MergeTree ORDER BY (source, id)")
base.query(f"INSERT INTO parsed SELECT id, source, time, kind, toString(actor), toString(subjects) FROM "
           f"file('{sys.argv[1]}', JSONEachRow, 'id String, source String, time String, kind String, actor String, subjects String')")
""",
}


def register(events):
    """A file with so many events of the demo register, made once."""
    folder = CACHE / f"bench-register-{events}"
    if not (folder / "events.ndjson").exists():
        subprocess.run(["cargo", "build", "--release", "-p", "tilsyn-simulate", "--example",
                        "generate"], check=True, cwd=ROOT)
        generate = pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "release/examples/generate"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([generate, "--size", "large", "--seed", "1", "--events", str(events),
                        "--out", folder], check=True)
    return folder


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    folder = register(events)
    data = CACHE / "bench-intake"
    shutil.rmtree(data, ignore_errors=True)
    program = os.environ["TILSYN_BIN"]
    subprocess.run([program, "--data", data, "import", "directory", folder / "directory"], check=True,
                   stdout=subprocess.DEVNULL)
    begin = time.perf_counter()
    ran = subprocess.run([program, "--data", data, "--json", "import", "events",
                          folder / "events.ndjson"], stdout=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - begin
    summary = json.loads(ran.stdout)
    rows = [("Tilsyn", seconds, summary["read"] / seconds)]
    for engine, script in LOAD.items():
        place = CACHE / f"bench-intake-{engine}"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        target = place / "base" if engine == "ClickHouse" else place / "base.duckdb"
        begin = time.perf_counter()
        peer = subprocess.run([python(), "-c", script, folder / "events.ndjson", target],
                              capture_output=True, text=True)
        taken = time.perf_counter() - begin
        if peer.returncode:
            sys.stderr.write(f"{engine} did not finish:\n{peer.stderr[-1500:]}\n")
        else:
            rows.append((engine, taken, events / taken))
        shutil.rmtree(place, ignore_errors=True)
    print(f"{'intake of ' + str(summary['read']) + ' records':40}{'seconds':>10}{'records/s':>14}")
    for name, seconds, rate in rows:
        print(f"{name:40}{seconds:>10.1f}{rate:>14,.0f}")


if __name__ == "__main__":
    main()
