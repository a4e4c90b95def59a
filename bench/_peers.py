"""Peers: the archive's questions asked of DuckDB, ClickHouse and Polars.

They read the `events.parquet` files that the archive itself wrote and sealed, opened with the key
that was given out beside them (pyarrow; not all peers know Parquet's encryption), load them into
their own native form first (neither time is counted), and answer each question warm. The relation of the
two sides (inside, outside, no unit) is given to them ready made, which our kernels get the same
way; names are looked up by us only.

The dictionaries (which units a set of units holds, the number of an element) are read from the
`words.ndjson` that was given out with the key.

Usage: _peers.py ARCHIVE GIVEN_OUT ENGINE FROM/TO... [person=CODE] [actor=CODE] [element=WORD]

Statement and subjects are asked of each period in turn, the first time not counted; the others,
where their word is given, as often. Prints one JSON document: for each question the median in
milliseconds, and what was found in the last period.
"""

import atexit
import csv
import functools
import glob
import json
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

def milliseconds(ask, spans):
    """The median of the runs after the first, and the rows of the last."""
    taken = []
    rows = []
    for begin, end in spans:
        start = time.perf_counter()
        rows = ask(begin, end)
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken[1:]), 3), rows


def opened(archive, given_out):
    """A folder with the archive's Parquet files as they are without their seal."""
    import pyarrow.parquet as pq
    import pyarrow.parquet.encryption as pe

    folder = pathlib.Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    key = pathlib.Path(given_out, "parquet.key").read_bytes()
    for file in sorted(glob.glob(f"{archive}/segments/*/events.parquet")):
        to = folder / "segments" / pathlib.Path(file).parent.name / "events.parquet"
        to.parent.mkdir(parents=True)
        sealed = pq.ParquetFile(file, decryption_properties=pe.create_decryption_properties(key))
        with pq.ParquetWriter(to, sealed.schema_arrow, compression="zstd") as writer:
            for group in range(sealed.num_row_groups):
                writer.write_table(sealed.read_row_group(group))
    return folder


def of_archive(given_out, words):
    """The numbers of an element and of the sets of units, as the archive gave them."""
    import polars as pl

    sets, elements = [], []
    with open(f"{given_out}/words.ndjson") as lines:
        for line in map(json.loads, lines):
            if "unit_set" in line:
                sets.append(line["unit_set"])
            elif line.get("word", [""])[0] == "element":
                elements.append(line["word"][1])
    pairs = [(number, unit) for number, of in enumerate(sets, start=1) for unit in of]
    table = f"{tempfile.mkdtemp()}/unit_sets.parquet"
    pl.DataFrame(pairs, schema={"unit_set": pl.Int32, "unit": pl.Int32}, orient="row").write_parquet(table)
    if "element" in words:
        words["element"] = elements.index(words["element"]) + 1
    return table


# What of an answer is compared: a sum over its rows that no order of equal lines changes.
COMPARED = {
    "statement": lambda rows: sum(int(row[2]) for row in rows),
    "subjects": lambda rows: sum(int(row[1]) for row in rows),
    "person history": lambda rows: len(rows),
    "user history": lambda rows: len(rows),
    "element": lambda rows: len(rows),
}


LOOKUP = "relation > 0 AND system = 0 AND day BETWEEN '{begin}' AND '{end}'"

STATEMENT = f"""
SELECT actor, count(*) AS lookups,
       sum(CASE WHEN relation = 2 THEN 1 ELSE 0 END) AS outside,
       count(DISTINCT CASE WHEN relation = 2 THEN subject END) AS people,
       sum(CASE WHEN relation = 3 THEN 1 ELSE 0 END) AS no_unit
FROM events WHERE {LOOKUP}
GROUP BY actor
HAVING sum(CASE WHEN relation > 1 THEN 1 ELSE 0 END) > 0
ORDER BY outside DESC, actor LIMIT 100
"""

SUBJECTS = f"""
SELECT e.subject, e.lookups, e.users, u.units
FROM (SELECT subject, count(*) AS lookups, count(DISTINCT actor) AS users
      FROM events WHERE {LOOKUP} GROUP BY subject
      ORDER BY lookups DESC, subject LIMIT 100) AS e
LEFT JOIN (SELECT subject, count(DISTINCT unit) AS units
      FROM events JOIN unit_sets ON actor_units = unit_set
      WHERE {LOOKUP} AND subject IN (
          SELECT subject FROM events WHERE {LOOKUP} GROUP BY subject
          ORDER BY count(*) DESC, subject LIMIT 100)
      GROUP BY subject) AS u ON e.subject = u.subject
ORDER BY e.lookups DESC, e.subject
"""

PERSON = "SELECT leaf, time, actor, actor_units FROM events WHERE subject = {person} ORDER BY time DESC LIMIT 50"
USER = "SELECT leaf, time, subject, subject_units FROM events WHERE actor = {actor} ORDER BY time DESC LIMIT 50"
ELEMENT = """
SELECT leaf, time, actor, subject, count(*) OVER () FROM events WHERE element = {element}
ORDER BY time DESC LIMIT 50
"""

QUESTIONS = {
    "statement": STATEMENT,
    "subjects": SUBJECTS,
    "person history": PERSON,
    "user history": USER,
    "element": ELEMENT,
}

# The word without which a question is not asked.
NEEDED = {"person history": "person", "user history": "actor", "element": "element"}


def asked(words):
    return [name for name in QUESTIONS if NEEDED.get(name) in (None, *words)]


def duckdb_answers(archive, unit_sets, words, spans):
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 2")
    base.execute(
        f"CREATE TABLE events AS SELECT * FROM read_parquet('{archive}/segments/*/events.parquet')"
    )
    base.execute(f"CREATE TABLE unit_sets AS SELECT * FROM read_parquet('{unit_sets}')")

    def ask(sql, begin, end):
        return base.execute(sql.format(begin=begin, end=end, **words)).fetchall()

    return {name: milliseconds(functools.partial(ask, QUESTIONS[name]), spans)
            for name in asked(words)}


def clickhouse_answers(archive, unit_sets, words, spans):
    from chdb import session

    base = session.Session()
    base.query("CREATE DATABASE IF NOT EXISTS bench")
    base.query("USE bench")
    base.query("SET max_threads = 2")
    base.query(
        "CREATE TABLE events ENGINE = MergeTree ORDER BY (actor, time) AS "
        f"SELECT * FROM file('{archive}/segments/*/events.parquet', Parquet)"
    )
    base.query("ALTER TABLE events ADD PROJECTION by_subject (SELECT * ORDER BY subject, time)")
    base.query("ALTER TABLE events MATERIALIZE PROJECTION by_subject SETTINGS mutations_sync = 2")
    base.query("OPTIMIZE TABLE events FINAL")
    base.query(
        "CREATE TABLE unit_sets ENGINE = Memory AS "
        f"SELECT * FROM file('{unit_sets}', Parquet)"
    )

    def ask(sql, begin, end):
        answer = str(base.query(sql.format(begin=begin, end=end, **words), "CSV"))
        return list(csv.reader(answer.splitlines()))

    return {name: milliseconds(functools.partial(ask, QUESTIONS[name]), spans)
            for name in asked(words)}


def polars_answers(archive, unit_sets, words, spans):
    import datetime

    import polars as pl

    files = sorted(glob.glob(f"{archive}/segments/*/events.parquet", recursive=True))
    columns = ["leaf", "time", "day", "relation", "system", "actor", "subject",
               "actor_units", "subject_units", "element"]
    events = pl.read_parquet(files, columns=columns)
    sets = pl.read_parquet(unit_sets)
    outside = pl.col("relation") == 2

    def lookups(begin, end):
        days = [datetime.date.fromisoformat(day) for day in (begin, end)]
        people = (pl.col("relation") > 0) & (pl.col("system") == 0)
        return people & pl.col("day").is_between(*days)

    def statement(begin, end):
        lines = events.lazy().filter(lookups(begin, end)).group_by("actor").agg(
            pl.len().alias("lookups"),
            outside.sum().alias("outside"),
            pl.col("subject").filter(outside).n_unique().alias("people"),
            (pl.col("relation") == 3).sum().alias("no_unit"),
        )
        lines = lines.filter(pl.col("outside") + pl.col("no_unit") > 0)
        return lines.sort(["outside", "actor"], descending=[True, False]).limit(100).collect().rows()

    def subjects(begin, end):
        these = lookups(begin, end)
        top = events.lazy().filter(these).group_by("subject").agg(
            pl.len().alias("lookups"), pl.col("actor").n_unique().alias("users"))
        top = top.sort(["lookups", "subject"], descending=[True, False]).limit(100).collect()
        units = (events.lazy().filter(these & pl.col("subject").is_in(top["subject"].implode()))
                 .join(sets.lazy(), left_on="actor_units", right_on="unit_set")
                 .group_by("subject").agg(pl.col("unit").n_unique().alias("units")).collect())
        return top.join(units, on="subject", how="left").rows()

    def history(column, code):
        found = events.lazy().filter(pl.col(column) == int(code))
        return found.sort("time", descending=True).limit(50).collect().rows()

    asks = {
        "statement": statement,
        "subjects": subjects,
        "person history": lambda *_: history("subject", words["person"]),
        "user history": lambda *_: history("actor", words["actor"]),
        "element": lambda *_: history("element", words["element"]),
    }
    return {name: milliseconds(asks[name], spans) for name in asked(words)}


ENGINES = {
    "DuckDB": duckdb_answers,
    "ClickHouse": clickhouse_answers,
    "Polars": polars_answers,
}


def main():
    archive, given_out, engine, *rest = sys.argv[1:]
    words = dict(word.split("=", 1) for word in rest if "=" in word)
    spans = [word.split("/") for word in rest if "=" not in word]
    unit_sets = of_archive(given_out, words)
    answers = ENGINES[engine](opened(archive, given_out), unit_sets, words, spans)
    print(json.dumps({name: {"ms": ms, "found": COMPARED[name](rows)}
                      for name, (ms, rows) in answers.items()}))


if __name__ == "__main__":
    main()
