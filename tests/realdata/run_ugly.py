#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files that are broken, odd or mutilated: xuanzhi must take them, or say what is wrong.

Every file is read as a layer and as sites, in a workspace of one layer made for it. The program
must end in time with exit code 0 or 2; an error has a place, a message and a remedy or a reason;
an accepted file has an account of every row. Then truncated copies and copies with random bytes
changed, from a fixed seed.
"""

import argparse
import collections
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import oracle  # noqa: E402

# Seconds of processor time, so that a busy machine fails no file; a sanitizer needs a factor.
LIMIT_S = int(20 * float(os.environ.get("XUANZHI_TIME_FACTOR", "1")))
MOST_TABLES = 3

WORKSPACE = """[workspace]
name_zh = "怪文件"
name_en = "Ugly file"
as_of = 2023-02-01
roles = "roles.toml"
rulebooks = ["screening.toml"]

[[layer]]
id = "layer"
role = "{role}"
{layer}

[[sites]]
{sites}
"""

GOOD = ('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        '"geometry": {"type": "Polygon", "coordinates": [[[106.80, 39.66], [106.81, 39.66], '
        '[106.81, 39.67], [106.80, 39.67], [106.80, 39.66]]]}}]}')

# Copies of these are mutilated, with their side files.
VICTIMS = ["swellendam/farms_33S.shp", "swellendam/water_33S.shp", "swellendam/places_33S.dbf",
           "ugly/coutwildrnp.shp", "ugly/coutwildrnp.shx", "ugly/coutwildrnp.dbf",
           "ugly/polygon-invalid.gpkg", "ugly/curvepolygon.gpkg", "ugly/poly_shp.zip",
           "ugly/testopenfilegdb.gdb.zip", "ugly/grenada.geojson", "ugly/issue627.geojson",
           "ugly/test_gpx.gpx", "ugly/multicurve.gml", "ugly/gpkg_ogc/null_geometry.gpkg",
           "bentiu/bentiu_southsudan-osm-20170213.gpkg", "world/land_10m.fgb"]
CUTS = [0.1, 0.5, 0.9]
FLIPS_EACH = 6


def toml_text(text):
    return json.dumps(str(text), ensure_ascii=False)


class Case:
    """One file, as one of two things."""

    def __init__(self, label, file, use, table="", crs=""):
        self.label = label
        self.file = file
        self.use = use
        self.table = table
        self.crs = crs

    def entry(self):
        lines = [f"source = {toml_text(self.file)}"]
        if self.table:
            lines.append(f"table = {toml_text(self.table)}")
        if self.crs:
            lines.append(f"crs = {toml_text(self.crs)}")
        return "\n".join(lines)

    def with_(self, **changed):
        made = Case(self.label, self.file, self.use, self.table, self.crs)
        made.__dict__.update(changed)
        return made


class Outcome:
    def __init__(self, case, code, words, faults):
        self.case = case
        self.code = code
        self.words = words
        self.faults = faults


def rulebooks():
    folder = HERE.parents[1] / "gisdata" / "rulebooks"
    return {"roles.toml": folder / "roles.toml",
            "screening.toml": HERE / "rulebooks" / "screening.toml"}


def run_case(case):
    with tempfile.TemporaryDirectory(prefix="xuanzhi-ugly-") as temporary:
        folder = Path(temporary)
        for name, file in rulebooks().items():
            shutil.copy(file, folder / name)
        (folder / "good.geojson").write_text(GOOD, encoding="utf-8")
        good = 'source = "good.geojson"'
        (folder / "workspace.toml").write_text(WORKSPACE.format(
            role="ecological_redline",
            layer=case.entry() if case.use == "layer" else good,
            sites=case.entry() if case.use == "sites" else good), encoding="utf-8")
        result = folder / "out.gpkg"
        command = ["sh", "-c", f'ulimit -t {LIMIT_S}; exec "$@"', "sh", oracle.program(),
                   "evaluate", "-w", folder, "-o", result, "--json", "--lang", "en", "-q"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace",
                                  timeout=20 * LIMIT_S)
        except subprocess.TimeoutExpired:
            return Outcome(case, None, "", [f"did not end in {20 * LIMIT_S} s"])
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            return Outcome(case, done.returncode, "", [f"used more than {LIMIT_S} s"])
        if done.returncode == 0:
            return accepted(case, result)
        return refused(case, done)


def refused(case, done):
    faults = []
    if done.returncode != 2:
        faults.append(f"exit code {done.returncode}: {done.stderr.strip()[-600:]}")
        return Outcome(case, done.returncode, "", faults)
    try:
        error = json.loads(done.stdout)["error"]
    except (ValueError, KeyError) as why:
        return Outcome(case, 2, "", [f"no error object: {why}: {done.stdout[:200]!r}"])
    if not error["place"]:
        faults.append("an error without a place")
    if not error["message"]["en"] or not error["message"]["zh"]:
        faults.append("an error without a message")
    # Without a remedy the message itself must give the reason after a colon, or the values at hand.
    reason = error["remedy"]["en"] or error["message"]["en"].partition(":")[2].strip()
    if not reason:
        faults.append(f"an error without remedy or reason: {error['message']['en']}")
    outcome = Outcome(case, 2, f"{error['code']} {error['message']['en']}", faults)
    outcome.error = error
    return outcome


def accepted(case, result):
    faults = []
    db = sqlite3.connect(result)
    kind = "layer" if case.use == "layer" else "sites"
    read, used, repaired, rejected = db.execute(
        "SELECT rows_read, rows_used, rows_repaired, rows_rejected FROM input_audit "
        "WHERE kind = ? AND outcome = 'summary'", (kind,)).fetchone()
    if read != used + repaired + rejected:
        faults.append(f"{read} read ≠ {used} + {repaired} + {rejected}")
    items = dict(db.execute("SELECT outcome, count(*) FROM input_audit WHERE kind = ? AND "
                            "outcome <> 'summary' GROUP BY outcome", (kind,)).fetchall())
    if (items.get("repaired", 0), items.get("rejected", 0)) != (repaired, rejected):
        faults.append(f"the account lists {items}, the counts are {repaired}, {rejected}")
    if kind == "sites" and db.execute("SELECT count(*) FROM site").fetchone()[0] != used + repaired:
        faults.append("not every accepted site is in the result")
    bad = db.execute("SELECT count(*) FROM fact WHERE NOT (overlap_m2 >= 0.0 AND share BETWEEN 0 "
                     "AND 1 AND COALESCE(distance_m, 0.0) >= 0.0)").fetchone()[0]
    if bad:
        faults.append(f"{bad} facts out of range")
    known = db.execute("SELECT max(covered_share) FROM fact").fetchone()[0]
    if kind == "layer" and (known or 0.0) > 0.0:
        faults.append("a layer without a coverage vouches for something")
    db.close()
    return Outcome(case, 0, f"{read} = {used} + {repaired} + {rejected}", faults)


def follow_up(outcome):
    """What the error itself asks for: a table, or a CRS."""
    error = getattr(outcome, "error", None)
    if error is None:
        return []
    case = outcome.case
    if error["code"] == 400 and not case.crs:
        return [case.with_(crs="EPSG:4490")]
    tables = error["remedy"]["en"].removeprefix("tables in the file: ")
    if error["code"] == 202 and tables and not case.table:
        return [case.with_(table=name, label=f"{case.label}:{name}")
                for name in tables.split(", ")[:MOST_TABLES]]
    return []


def run_all(cases, workers):
    """Every case with what follows from it, in the order given."""
    def chain(case):
        out = []
        todo = [case]
        while todo:
            outcome = run_case(todo.pop(0))
            out.append(outcome)
            todo += follow_up(outcome)
        return out

    with ThreadPoolExecutor(workers) as pool:
        return [outcome for chained in pool.map(chain, cases) for outcome in chained]


def all_files(realdata):
    folders = [realdata / "ugly", realdata / "swellendam", realdata / "china_north"]
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.is_file())
    return [(str(f.relative_to(realdata)), f) for f in files]


def copy_with_side_files(victim, folder):
    folder.mkdir(parents=True)
    for file in victim.parent.glob(victim.stem + ".*"):
        if file.is_file():
            shutil.copy(file, folder / file.name)
    return folder / victim.name


def mutilated(realdata, folder):
    """(label, file) of truncated and of altered copies."""
    chance = random.Random(20230201)
    for name in VICTIMS:
        victim = realdata / name
        data = victim.read_bytes()
        for cut in CUTS:
            copy = copy_with_side_files(victim, folder / f"cut{cut}" / name.replace("/", "_"))
            copy.write_bytes(data[:int(len(data) * cut)])
            yield f"{name} cut at {cut:.0%}", main_file(copy)
        for turn in range(FLIPS_EACH):
            changed = bytearray(data)
            # Half of the copies are hit in the header, where it hurts.
            reach = len(data) if turn % 2 else min(len(data), 1000)
            for _ in range(chance.choice([1, 5, 50])):
                changed[chance.randrange(reach)] = chance.randrange(256)
            copy = copy_with_side_files(victim, folder / f"flip{turn}" / name.replace("/", "_"))
            copy.write_bytes(changed)
            yield f"{name} altered #{turn}", main_file(copy)


def main_file(copy):
    shp = copy.with_suffix(".shp")
    return shp if copy.suffix in (".shx", ".dbf") and shp.exists() else copy


def show(outcomes, verbose):
    by_code = collections.Counter()
    for outcome in outcomes:
        by_code[outcome.case.use, outcome.code] += 1
        if verbose or outcome.faults:
            print(f"{outcome.case.use:<6} {outcome.code!s:>4}  {outcome.case.label}"
                  f"{' [' + outcome.case.crs + ']' if outcome.case.crs else ''}  {outcome.words}")
        for fault in outcome.faults:
            print(f"FAILED {outcome.case.use} {outcome.case.label}: {fault}", flush=True)
    for (use, code), count in sorted(by_code.items(), key=str):
        print(f"  as {use}: exit code {code}: {count}")
    return sum(len(o.faults) for o in outcomes)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="one line for every file")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    realdata = (oracle.source_dir() / ".." / "shared" / "realdata").resolve()
    if not realdata.exists():
        oracle.skip(f"no real data at {realdata}")
    with tempfile.TemporaryDirectory(prefix="xuanzhi-ugly-copies-") as temporary:
        faults = 0
        for title, files in (("files", all_files(realdata)),
                             ("mutilated copies", list(mutilated(realdata, Path(temporary))))):
            cases = [Case(label, file, use) for label, file in files if options.only in label
                     for use in ("layer", "sites")]
            print(f"{title}: {len(cases) // 2}, each as a layer and as sites")
            faults += show(run_all(cases, options.workers), options.verbose)
    print(f"{'FAILED' if faults else 'passed'}: {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
