#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files that are broken, odd or mutilated: xuanzhi must take them, or say what is wrong.

Every file of the real data is read as a layer and as sites, and must end as `ugly_expected.tsv`
says: read, repaired, with rejected rows, or refused with an error that has a place, a message and a
remedy in both languages. No run may crash, take more than 10 s or more than 1 GB. Then truncated
copies and copies with bytes changed, which need only keep to the last sentence.
"""

import argparse
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ugly_table
from ugly_bench import HERE, USES, Bench, Input, faults_of_ending, oracle
from ugly_copies import mutilated
from ugly_outcome import outcomes_of, refused

TABLE = HERE / "ugly_expected.tsv"
NO_DATA = {"SOURCES.md"}
TABLES_LISTED = "tables in the file: "
# Stated in a proposal for a file that states none.
TRIED_CRS = "EPSG:4490"

# These go all the way to a result: repaired, rejected and lost rows, curves, a foreign CRS.
EVALUATED = [
    Input("swellendam/water_wgs84.shp", "", ""),
    Input("ugly/coutwildrnp.shp", "", ""),
    Input("ugly/curvepolygon.gpkg", "", ""),
    Input("ugly/gdal_formats/dxf/ocs2wcs1.dxf", "", "EPSG:4490"),
    Input("ugly/geojson_invalid/invalid_geometries/invalid_unclosed.geojson", "", ""),
    Input("ugly/polygon-invalid.gpkg", "", ""),
    Input("ugly/shpjs/counties.shp", "", "EPSG:4490"),
]


class Crew:
    """Workers with a bench each, over a folder of data."""

    def __init__(self, data, workers):
        self.data = data
        self.workers = workers
        self.own = threading.local()

    def bench(self):
        if not hasattr(self.own, "bench"):
            self.own.bench = Bench(self.data)
        return self.own.bench

    def map(self, work, things):
        """work(bench, thing) for all, in their order."""
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(lambda thing: work(self.bench(), thing), things))


def files_of(data):
    return sorted(str(path.relative_to(data)) for path in data.rglob("*")
                  if path.is_file() and path.name not in NO_DATA)


def tables_listed(outcome):
    """The tables that a refusal asks to choose from."""
    remedy = outcome.error["remedy"]["en"] if outcome.error else ""
    return remedy.removeprefix(TABLES_LISTED).split(", ") if TABLES_LISTED in remedy else []


def explored(bench, file):
    """A file with all that its errors ask for, a table and a CRS: (input, outcomes) of each."""
    waiting, found = [Input(file, "", "")], []
    while waiting:
        given = waiting.pop(0)
        outcomes = outcomes_of(bench, given)
        found.append((given, outcomes))
        if not given.table:
            waiting += [given._replace(table=name) for name in tables_listed(outcomes["layer"])]
        if outcomes["layer"].rows == "400" and not given.crs:
            waiting.append(given._replace(crs=TRIED_CRS))
    return found


def proposed_lines(crew, files):
    rows = [row for found in crew.map(explored, files) for given, outcomes in found
            for row in ugly_table.proposal(given, outcomes)]
    return [ugly_table.line_of(row) for row in sorted(rows, key=ugly_table.key_of)]


def check_presence(crew, files, rows):
    """The table and the folder name the same files."""
    listed = {row.file for row in rows}
    faults = [f"{file}: in the table, but not in the folder" for file in sorted(listed - set(files))]
    unknown = [file for file in files if file not in listed]
    if unknown:
        lines = "\n".join(proposed_lines(crew, unknown))
        faults.append(f"in the folder, but not in the table; where that is right, add\n{lines}")
    return faults


def check_input(given, expected, outcomes, rows):
    faults = []
    for use in USES:
        label = f"{use} {given.file} {given.table} {given.crs}".rstrip()
        found = outcomes[use].faults + ugly_table.differences(expected.get(use), outcomes[use])
        faults += [f"{label}: {fault}" for fault in found]
    known = {row.table for row in rows if row.file == given.file}
    faults += [f"{given.file}: no row for the table {name}"
               for name in tables_listed(outcomes["layer"]) if name not in known]
    if any(outcomes[use].faults or ugly_table.differences(expected.get(use), outcomes[use])
           for use in USES):
        faults += ["  found now: " + ugly_table.line_of(row)
                   for row in ugly_table.proposal(given, outcomes)]
    return faults


def check_files(crew, rows, files):
    present = [given for given in ugly_table.inputs_of(rows) if given.file in set(files)]
    expected = ugly_table.by_input(rows)
    results = crew.map(outcomes_of, present)
    kinds = Counter(outcomes[use].kind for outcomes in results for use in USES)
    print(f"{len(files)} files, {len(present)} inputs, each as a layer and as sites: "
          + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    return [fault for given, outcomes in zip(present, results)
            for fault in check_input(given, expected[given], outcomes, rows)]


def check_result(bench, given):
    """A whole evaluation: the account in the result adds up, and no fact is out of range."""
    result = bench.folder / "out.gpkg"
    ending = bench.evaluate(given, "out.gpkg")
    faults = faults_of_ending(ending)
    if ending.code != 0:
        return faults + [f"evaluate {given.file}: exit code {ending.code}: {ending.err[-400:]}"]
    db = sqlite3.connect(result)
    for kind in USES:
        read, kept, rejected = db.execute(
            "SELECT rows_read, rows_used + rows_repaired, rows_rejected FROM input_audit "
            "WHERE kind = ? AND outcome = 'summary'", (kind,)).fetchone()
        if read != kept + rejected:
            faults.append(f"evaluate {given.file}: {read} ≠ {kept} + {rejected} as {kind}")
    sites = db.execute("SELECT count(*) FROM site").fetchone()[0]
    if sites != kept:
        faults.append(f"evaluate {given.file}: {sites} sites of {kept}")
    bad = db.execute("SELECT count(*) FROM fact WHERE NOT (overlap_m2 >= 0.0 AND share BETWEEN 0 "
                     "AND 1 AND COALESCE(distance_m, 0.0) >= 0.0 AND covered_share = 0.0)")
    if count := bad.fetchone()[0]:
        faults.append(f"evaluate {given.file}: {count} facts out of range")
    db.close()
    return faults


def check_copy(bench, copy):
    label, given = copy
    ending = bench.inspect(given)
    faults = faults_of_ending(ending)
    if ending.code == 2:
        faults += refused("layer", ending).faults
    return [f"{label}: {fault}" for fault in faults]


def check_copies(data, workers):
    with tempfile.TemporaryDirectory(prefix="xuanzhi-ugly-copies-") as temporary:
        copies = list(mutilated(data, Path(temporary)))
        faults = Crew(Path(temporary), workers).map(check_copy, copies)
        print(f"{len(copies)} mutilated copies")
    return [fault for each in faults for fault in each]


def checked(crew, data, files, only):
    rows, faults = ugly_table.read_rows(TABLE)
    rows = [row for row in rows if only in row.file]
    faults += check_presence(crew, files, rows)
    faults += check_files(crew, rows, files)
    if not only:
        for found in crew.map(check_result, EVALUATED):
            faults += found
        faults += check_copies(data, crew.workers)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only files whose name holds this")
    parser.add_argument("--propose", action="store_true",
                        help="write a table of what happens now to standard output, to be judged")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    data = (oracle.source_dir() / ".." / "shared" / "realdata").resolve()
    if not data.exists():
        oracle.skip(f"no real data at {data}")
    begin = time.monotonic()
    crew = Crew(data, options.workers)
    files = [file for file in files_of(data) if options.only in file]
    if options.propose:
        print("\t".join(ugly_table.COLUMNS), *proposed_lines(crew, files), sep="\n")
        return 0
    faults = checked(crew, data, files, options.only)
    for fault in faults:
        print(f"FAILED {fault}")
    print(f"{'FAILED' if faults else 'passed'}: {len(faults)} faults, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
