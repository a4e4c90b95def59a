"""Peers: the archive's questions asked of DuckDB, ClickHouse and Polars.

They read the `events.parquet` files that the archive itself wrote, load them into their own
native form first (that time is not counted), and answer each question warm. The relation of the
two sides (inside, outside, no unit) is given to them ready made, which our kernels get the same
way; names are looked up by us only.

Usage: _peers.py ARCHIVE ENGINE FROM TO PERSON ACTOR ELEMENT   → one JSON document
"""

import glob
import json
import statistics
import sys
import time

RUNS = 5


def milliseconds(ask):
    """The median of RUNS warm runs, and how many rows came back."""
    ask()
    taken = []
    rows = 0
    for _ in range(RUNS):
        start = time.perf_counter()
        rows = ask()
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken), 3), rows


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
ELEMENT = f"""
SELECT count(*), count(DISTINCT actor), count(DISTINCT subject)
FROM events WHERE element = {{element}} AND {LOOKUP}
"""

QUESTIONS = {
    "statement": STATEMENT,
    "subjects": SUBJECTS,
    "person history": PERSON,
    "user history": USER,
    "element": ELEMENT,
}


def duckdb_answers(archive, words):
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 2")
    base.execute(
        f"CREATE TABLE events AS SELECT * FROM read_parquet('{archive}/segments/*/events.parquet')"
    )
    base.execute(f"CREATE TABLE unit_sets AS SELECT \"set\" AS unit_set, unit FROM read_parquet('{archive}/unit_sets.parquet')")
    return {
        name: milliseconds(lambda sql=sql: len(base.execute(sql.format(**words)).fetchall()))
        for name, sql in QUESTIONS.items()
    }


def clickhouse_answers(archive, words):
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
        f"SELECT set AS unit_set, unit FROM file('{archive}/unit_sets.parquet', Parquet)"
    )

    def ask(sql):
        return len(str(base.query(sql.format(**words), "CSV")).splitlines())

    return {name: milliseconds(lambda sql=sql: ask(sql)) for name, sql in QUESTIONS.items()}


def polars_answers(archive, words):
    import datetime

    import polars as pl

    files = sorted(glob.glob(f"{archive}/segments/*/events.parquet", recursive=True))
    columns = ["leaf", "time", "day", "relation", "system", "actor", "subject",
               "actor_units", "subject_units", "element"]
    events = pl.read_parquet(files, columns=columns)
    sets = pl.read_parquet(f"{archive}/unit_sets.parquet").rename({"set": "unit_set"})
    begin = datetime.date.fromisoformat(words["begin"])
    end = datetime.date.fromisoformat(words["end"])
    lookups = (pl.col("relation") > 0) & (pl.col("system") == 0) & pl.col("day").is_between(begin, end)
    outside = pl.col("relation") == 2

    def statement():
        lines = events.lazy().filter(lookups).group_by("actor").agg(
            pl.len().alias("lookups"),
            outside.sum().alias("outside"),
            pl.col("subject").filter(outside).n_unique().alias("people"),
            (pl.col("relation") == 3).sum().alias("no_unit"),
        )
        lines = lines.filter(pl.col("outside") + pl.col("no_unit") > 0)
        return lines.sort(["outside", "actor"], descending=[True, False]).limit(100).collect().height

    def subjects():
        top = events.lazy().filter(lookups).group_by("subject").agg(
            pl.len().alias("lookups"), pl.col("actor").n_unique().alias("users"))
        top = top.sort(["lookups", "subject"], descending=[True, False]).limit(100).collect()
        units = (events.lazy().filter(lookups & pl.col("subject").is_in(top["subject"].implode()))
                 .join(sets.lazy(), left_on="actor_units", right_on="unit_set")
                 .group_by("subject").agg(pl.col("unit").n_unique().alias("units")).collect())
        return top.join(units, on="subject", how="left").height

    def history(column, code):
        found = events.lazy().filter(pl.col(column) == int(code))
        return found.sort("time", descending=True).limit(50).collect().height

    def element():
        found = events.lazy().filter(lookups & (pl.col("element") == int(words["element"])))
        return found.select(pl.len(), pl.col("actor").n_unique(), pl.col("subject").n_unique()).collect().height

    return {
        "statement": milliseconds(statement),
        "subjects": milliseconds(subjects),
        "person history": milliseconds(lambda: history("subject", words["person"])),
        "user history": milliseconds(lambda: history("actor", words["actor"])),
        "element": milliseconds(element),
    }


ENGINES = {
    "DuckDB": duckdb_answers,
    "ClickHouse": clickhouse_answers,
    "Polars": polars_answers,
}


def main():
    archive, engine, begin, end, person, actor, element = sys.argv[1:8]
    words = {"begin": begin, "end": end, "person": person, "actor": actor, "element": element}
    answers = ENGINES[engine](archive, words)
    print(json.dumps({name: {"ms": ms, "rows": rows} for name, (ms, rows) in answers.items()}))


if __name__ == "__main__":
    main()
