"""Asks DuckDB the questions of benches/figures.rs on the table that it wrote.

    python benches/peers/figures.py target/bench/figures-1000000.csv

Prints, a question a line: the first answer after loading, the median of fifteen, and the totals to compare. The questions
of the dashboard that need no stages and no surveys (K01, K02, K13 of three periods with their weeks, regions by class,
branches by product type, symptoms, what is open) are asked together, and each answer must be the program's own.
"""

import json

import statistics
import sys
import time

import duckdb

path = sys.argv[1]
db = duckdb.connect()
db.execute("SET threads = 1")
start = time.perf_counter()
db.execute(
    "CREATE TABLE m AS SELECT * FROM read_csv(?, header = true, all_varchar = false, nullstr = '', "
    "types = {'due': 'BIGINT', 'last_close': 'BIGINT', 'symptoms': 'VARCHAR', 'batch': 'VARCHAR', 'model': 'VARCHAR', "
    "'region': 'VARCHAR', 'category': 'VARCHAR'})",
    [path],
)
print(f"loaded in {(time.perf_counter() - start) * 1000:.0f} ms, {duckdb.__version__}, one thread")


def at(wall):
    return int(db.execute("SELECT epoch_ms(?::TIMESTAMP)", [wall]).fetchone()[0]) - 8 * 3_600_000


FROM, TO, NOW = at("2026-01-01 00:00:00"), at("2026-04-01 00:00:00"), at("2026-04-09 10:24:00")
END = min(TO, NOW)
DUE = f"due >= {FROM} AND due < {END}"
RECEIVED = f"received_at >= {FROM} AND received_at < {END}"
CLOSED = f"last_close >= {FROM} AND last_close < {END}"
MET = "CAST(last_close <= due AND settled = 1 AS INT)"
MONTH = "strftime(make_timestamp((due + 28800000) * 1000), '%Y-%m')"
WEEK = 7 * 86_400_000
SYMPTOM = "unnest(list_distinct(string_split(COALESCE(symptoms, ''), '、')))"

QUESTIONS = {
    "K02 of a quarter": f"SELECT COALESCE(SUM({MET}), 0), COUNT(*) FROM m WHERE {DUE}",
    "K02, by region and month": f"SELECT region, {MONTH}, COALESCE(SUM({MET}), 0), COUNT(*) FROM m WHERE {DUE} GROUP BY ALL",
    "K01, by branch and category": f"SELECT branch, category, COUNT(*), 0 FROM m WHERE {RECEIVED} GROUP BY ALL",
    "K13, by category and symptom": f"SELECT category, symptom, SUM(took), COUNT(*) FROM (SELECT category, {SYMPTOM} AS symptom, "
    f"last_close - received_at - gap_ms AS took FROM m WHERE {CLOSED}) GROUP BY ALL",
    "groups of the batch warnings": "SELECT model, batch, symptom, week, COUNT(*) FROM (SELECT model, batch, "
    f"{SYMPTOM} AS symptom, ({NOW} - 1 - received_at) // {WEEK} AS week FROM m WHERE received_at >= {NOW - 56 * WEEK} "
    f"AND received_at < {NOW} AND (batch, model) IN (SELECT (batch, model) FROM m WHERE received_at >= {NOW - 4 * WEEK} "
    f"AND received_at < {NOW} AND batch IS NOT NULL AND model IS NOT NULL AND symptoms IS NOT NULL GROUP BY batch, model "
    "HAVING COUNT(*) >= 3)) GROUP BY ALL",
}

def span(first, last):
    return at(f"{first} 00:00:00"), at(f"{last} 00:00:00")


PERIODS = [span("2026-01-01", "2026-04-01"), span("2025-10-01", "2026-01-01"), span("2025-01-01", "2025-04-01")]
# Weeks begin on Mondays; 1970-01-05 was one.
WEEK_OF = "(({0} + 28800000) // 86400000 - 4) // 7"
TILES = {
    "k01": ("received_at", "COUNT(*)", "0"),
    "k02": ("due", f"COALESCE(SUM({MET}), 0)", "COUNT(*)"),
    "k13": ("last_close", "COALESCE(SUM(last_close - received_at - gap_ms), 0)", "COUNT(*)"),
}


def dashboard():
    """Everything of it that this table can answer."""
    tiles = {}
    for name, (when, part, whole) in TILES.items():
        sums = [
            list(db.execute(f"SELECT {part}, {whole} FROM m WHERE {when} >= {a} AND {when} < {z}").fetchone()) for a, z in PERIODS
        ]
        a, z = PERIODS[0]
        weeks = db.execute(
            f"SELECT {WEEK_OF.format(when)} AS week, {part}, {whole} FROM m WHERE {when} >= {a} AND {when} < {z} GROUP BY week ORDER BY week"
        ).fetchall()
        tiles[name] = {"sums": sums, "points": [list(row[1:]) for row in weeks]}
    return {
        "tiles": tiles,
        "mix": db.execute(f"SELECT region, class, COUNT(*) FROM m WHERE {RECEIVED} GROUP BY ALL").fetchall(),
        "cells": db.execute(f"SELECT COUNT(*) FROM m WHERE {RECEIVED} GROUP BY branch, category").fetchall(),
        "symptoms": db.execute(
            f"SELECT symptom, COUNT(*) FROM (SELECT {SYMPTOM} AS symptom FROM m WHERE {RECEIVED}) GROUP BY symptom"
        ).fetchall(),
        "open": db.execute("SELECT COUNT(*) FROM m WHERE open = 1").fetchone()[0],
    }


CLASSES = ["general_quality", "major_incident", "market_complaint", "service_management", "competitor"]


def compare(found):
    with open(path.replace(".csv", ".json"), encoding="utf-8") as file:
        told = json.load(file)
    for name, tile in found["tiles"].items():
        assert tile["sums"] == told["tiles"][name]["sums"], (name, tile["sums"], told["tiles"][name]["sums"])
        assert tile["points"] == told["tiles"][name]["points"], (name, "weeks")
    mix = {}
    for region, kind, count in found["mix"]:
        mix.setdefault(region or "", [0] * len(CLASSES))[CLASSES.index(kind)] = count
    assert mix == told["mix"], "regions by class"
    assert sorted(row[0] for row in found["cells"]) == told["cells"], "branches by product type"
    assert sorted(found["symptoms"]) == sorted((name, count) for name, count in told["symptoms"]), "symptoms"
    assert found["open"] == told["open"], "open"


times = []
for _ in range(16):
    start = time.perf_counter()
    answer = dashboard()
    times.append((time.perf_counter() - start) * 1000)
compare(answer)
print("question | first ms | median ms | rows, part / whole")
print(f"dashboard without K04 and K05 | {times[0]:.1f} | {statistics.median(times[1:]):.1f} | the same answers")
for name, sql in QUESTIONS.items():
    times = []
    for _ in range(16):
        start = time.perf_counter()
        rows = db.execute(sql).fetchall()
        times.append((time.perf_counter() - start) * 1000)
    part, whole = sum(row[-2] or 0 for row in rows if not isinstance(row[-2], str)), sum(row[-1] for row in rows)
    print(f"{name} | {times[0]:.1f} | {statistics.median(times[1:]):.1f} | {len(rows)}, {part} / {whole}")
