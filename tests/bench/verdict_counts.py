#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the verdicts of every project × site by PostgreSQL, over the facts that xuanzhi measured,
and compares them with those of xuanzhi, site by site and project by project.

  /usr/bin/python3 tests/bench/make_province.py /tmp/province --sites 2000
  /usr/bin/python3 tests/bench/verdict_counts.py /tmp/province

The facts come from the tables of `xuanzhi evaluate`, the rules from the workspace's rulebook, whose
filters are SQL but for GLOB. Only relations of an invented province are known here, and only layers
that are known everywhere: where `covered_share` is less than one the script refuses.
"""

import argparse
import re
import sqlite3
import subprocess
import tempfile
import time
import tomllib
from pathlib import Path

import psycopg2
from psycopg2.extras import execute_values

from peers.postgis import Server

PROGRAM = Path(__file__).resolve().parents[2] / "build" / "release" / "xuanzhi"
VERDICTS = ("compliant", "conditional", "insufficient_data", "non_compliant")
FLAGS = {"listed_redline_use", "hazchem", "heavy_water_polluter"}
PROJECT = {"industry_code": "text", "energy_tce": "float8", "land_m2": "float8",
           **{flag: "boolean" for flag in FLAGS}}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    return parser.parse_args()


def evaluated(program, workspace, folder):
    result = Path(folder) / "result.gpkg"
    subprocess.run([program, "evaluate", "-w", workspace, "-o", result, "--pairs", "best", "-q"],
                   check=True, stdout=subprocess.DEVNULL)
    return sqlite3.connect(result)


def copied(cursor, result, table, columns):
    """A table of the result in the server, with the columns by their types."""
    cursor.execute(f"CREATE TABLE {table} "
                   f"({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    rows = [tuple(None if value is None else bool(value) if kind == "boolean" else value
                  for value, kind in zip(row, columns.values()))
            for row in result.execute(f"SELECT {', '.join(columns)} FROM {table}")]
    execute_values(cursor, f"INSERT INTO {table} VALUES %s", rows, page_size=5000)


def load(cursor, result):
    [(known,)] = result.execute("SELECT min(covered_share) FROM fact")
    if known < 1.0:
        raise SystemExit("a layer is not known everywhere: its verdicts cannot be told here")
    fact = {"site_id": "text", "layer_id": "text", "overlap_m2": "float8", "share": "float8",
            "edge_distance_m": "float8"}
    copied(cursor, result, "fact", fact)
    copied(cursor, result, "fact_class", {**fact, "class": "text"})
    copied(cursor, result, "site", {"site_id": "text", "area_m2": "float8",
                                    "available_land_m2": "float8"})
    copied(cursor, result, "project", {"project_id": "text", **PROJECT})


def failing(rule, sliver):
    """SQL over the facts `f` of a rule at a site, or over site and project for its land."""
    limit, least = rule["threshold"], max(rule["threshold"], sliver)
    return {"overlap": f"f.overlap_m2 > {least}", "overlap_share": f"f.share > {limit}",
            "outside": f"s.area_m2 - coalesce(f.overlap_m2, 0) > {least}",
            "distance": f"coalesce(f.edge_distance_m < {limit}, false)",
            "land_shortfall": f"p.land_m2 - s.available_land_m2 > {least}"}[rule["relation"]]


def applying(rule):
    words = re.sub(r"GLOB '([^*']*)\*'", r"LIKE '\1%'", rule.get("when", "true"))
    return re.sub(r"\b(" + "|".join(PROJECT) + r")\b", r"p.\1", words)


def facts_of(rule):
    classes = rule.get("classes")
    if not classes:
        return f"SELECT * FROM fact WHERE layer_id = '{rule['role']}'"
    [only] = classes
    return f"SELECT * FROM fact_class WHERE layer_id = '{rule['role']}' AND class = '{only}'"


def decide(cursor, rules, sliver):
    """{("site" or "project", id): (number of each verdict)} and the seconds of the count."""
    states, terms = [], []
    for number, rule in enumerate(rules):
        grade = 3 if rule["severity"] == "prohibit" else 1
        if "role" in rule:
            cursor.execute(f"CREATE TABLE state_{number} AS SELECT s.site_id, {failing(rule, sliver)}"
                           f" AS fails FROM site s LEFT JOIN ({facts_of(rule)}) f USING (site_id)")
            states.append(number)
            fails = f"s.fails_{number}"
        else:
            fails = f"({failing(rule, sliver)})"
        terms.append(f"CASE WHEN {fails} AND p.applies_{number} THEN {grade} WHEN "
                     f"({fails} AND p.applies_{number}) IS NULL THEN 2 ELSE 0 END")
    cursor.execute("CREATE TABLE site_state AS SELECT site_id, available_land_m2"
                   + "".join(f", state_{n}.fails AS fails_{n}" for n in states) + " FROM site"
                   + "".join(f" JOIN state_{n} USING (site_id)" for n in states))
    cursor.execute("CREATE TABLE project_state AS SELECT p.project_id, p.land_m2"
                   + "".join(f", ({applying(rule)}) AS applies_{number}"
                             for number, rule in enumerate(rules)) + " FROM project p")
    counts = ", ".join(f"count(*) FILTER (WHERE verdict = {v})" for v in range(len(VERDICTS)))
    begin = time.monotonic()
    cursor.execute(f"SELECT site_id, project_id, {counts} FROM (SELECT s.site_id, p.project_id, "
                   f"GREATEST({', '.join(terms)}) AS verdict FROM site_state s CROSS JOIN "
                   "project_state p) pair GROUP BY GROUPING SETS ((site_id), (project_id))")
    found = {("site", site) if site is not None else ("project", project): tuple(numbers)
             for site, project, *numbers in cursor.fetchall()}
    return found, time.monotonic() - begin


def told(result):
    """The same numbers as xuanzhi states them."""
    out = {}
    for table, key, others in (("site", "site_id", "projects"), ("project", "project_id", "sites")):
        columns = ", ".join(f"{others}_{verdict}" for verdict in VERDICTS)
        for one, *numbers in result.execute(f"SELECT {key}, {columns} FROM {table}"):
            out[table, one] = tuple(numbers)
    return out


def main():
    asked = arguments()
    book = tomllib.loads((asked.workspace / "bench.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        result = evaluated(asked.program, asked.workspace, folder)
        [(sliver,)] = result.execute("SELECT value FROM run WHERE key = 'sliver_tolerance_m2'")
        connection = psycopg2.connect(server.address)
        cursor = connection.cursor()
        load(cursor, result)
        found, seconds = decide(cursor, book["rule"], float(sliver))
        ours = told(result)
        connection.close()
    totals = [sum(numbers[v] for (kind, _), numbers in found.items() if kind == "site")
              for v in range(len(VERDICTS))]
    print(f"{sum(totals):,} pairs, {len(book['rule'])} rules, PostgreSQL {seconds:.1f} s: "
          + ", ".join(f"{name} {count:,}" for name, count in zip(VERDICTS, totals)))
    differ = sorted(key for key in ours.keys() | found.keys() if ours.get(key) != found.get(key))
    for key in differ[:20]:
        print("disagree:", *key, "xuanzhi", ours.get(key), "PostgreSQL", found.get(key))
    if differ:
        raise SystemExit(f"{len(differ)} of {len(ours)} sites and projects differ")
    print(f"the counts of {len(ours):,} sites and projects are those of xuanzhi")


if __name__ == "__main__":
    main()
