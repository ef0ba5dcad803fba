#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole workspaces of real data: inspect, facts and evaluate, with samples recomputed by SQL.

The data are not part of the project; they are looked for in ../shared/realdata.
"""

import json
import random
import re
import sqlite3
import sys
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import oracle  # noqa: E402
from oracle import SLIVER_M2, Comparison, quoted, value  # noqa: E402

SAMPLES = 50
# A reprojected edge may stray a little, and PROJ may choose another operation for SpatiaLite.
STRAYS_M = 0.001

# layer -> rows that must be rejected. Such layers vouch for nothing.
REJECTED = {
    "swellendam": {"rivers_corrupt": 7, "water_corrupt": 7},
    "mecklenburg": {"political_boundaries": 1},
    "mecklenburg_neighborhoods": {"political_boundaries": 1},
}
# One more farm has a ring that touches itself and so forms a hole: odd, and usable as it is.
REPAIRED = {"swellendam": {"farms_33S": 15}, "mecklenburg": {"watersheds": 1}}
# Layers without a row: unknown, unless the manifest says that there is nothing.
EMPTY = {"bentiu": ["empty_grass", "empty_natural_lines"]}
CONFIRMED_EMPTY = {"bentiu": ["empty_confirmed"]}


class Check:
    def __init__(self):
        self.failures = []

    def that(self, good, what):
        if not good:
            self.failures.append(what)
            print(f"FAILED {what}", flush=True)


def timed(check, workspace, command, *arguments):
    started = time.monotonic()
    done = oracle.run(command, "-w", HERE / workspace, "-q", "--lang", "en", *arguments)
    seconds = time.monotonic() - started
    check.that(done.returncode == 0,
               f"{workspace}: {command} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done, seconds


def check_audit(check, workspace, inspection, result):
    """Rows add up, losses are named, and a layer with losses or without rows vouches for nothing."""
    audits = {(a["source_id"], a["kind"]): a for a in inspection["inputs"]}
    for (source_id, kind), audit in audits.items():
        counts = [audit[f"rows_{word}"] for word in ("used", "repaired", "rejected")]
        check.that(audit["rows_read"] == sum(counts), f"{workspace} {kind} {source_id}: "
                   f"{audit['rows_read']} read, {counts} accounted for")
        check.that(sum(item["outcome"] in ("repaired", "rejected") for item in audit["items"])
                   == counts[1] + counts[2],
                   f"{workspace} {kind} {source_id}: not every mended or lost row is listed")
    tables = {row[:2]: row[2:] for row in result.execute(
        "SELECT source_id, kind, rows_read, rows_used, rows_repaired, rows_rejected "
        "FROM input_audit WHERE outcome = 'summary'")}
    for key, audit in audits.items():
        told = tuple(audit[f"rows_{word}"] for word in ("read", "used", "repaired", "rejected"))
        check.that(tables.get(key) == told, f"{workspace}: input_audit of {key} differs from inspect")
    lost = REJECTED.get(workspace, {})
    for source_id, rows in lost.items():
        check.that(audits[source_id, "layer"]["rows_rejected"] == rows,
                   f"{workspace} {source_id}: {rows} rows should be rejected")
    for source_id, rows in REPAIRED.get(workspace, {}).items():
        mended = sum(a["rows_repaired"] for a in inspection["inputs"] if a["source_id"] == source_id)
        check.that(mended >= rows, f"{workspace} {source_id}: {mended} repaired, expected {rows}")
    known = dict(result.execute("SELECT layer_id, max(covered_share) FROM fact GROUP BY layer_id"))
    told = {layer["id"]: layer["coverage_known"] for layer in inspection["layers"]}
    for layer_id in list(lost) + EMPTY.get(workspace, []):
        check.that(known[layer_id] == 0.0 and not told[layer_id],
                   f"{workspace} {layer_id}: vouches for {known[layer_id]} of a site")
    for layer_id in CONFIRMED_EMPTY.get(workspace, []):
        check.that(known[layer_id] == 1.0 and told[layer_id],
                   f"{workspace} {layer_id}: is confirmed to be empty, and unknown all the same")
    for layer_id in EMPTY.get(workspace, []) + CONFIRMED_EMPTY.get(workspace, []):
        check.that(value(result, "SELECT count(*) FROM fact WHERE layer_id = ? AND (overlap_m2 <> 0 "
                                 "OR distance_m IS NOT NULL)", layer_id) == 0,
                   f"{workspace} {layer_id}: an empty layer has an overlap or a distance")


def check_unknown(check, workspace):
    """A rule about an empty layer is unknown; about a layer confirmed to be empty it passes."""
    site = json.loads(oracle.run("inspect", "-w", HERE / workspace, "-q", "--json").stdout)
    if workspace != "bentiu" or not site["sites"]:
        return
    done, _ = timed(check, workspace, "check", "1", "--json", "--all")
    states = {f["rule_id"]: f["state"] for f in json.loads(done.stdout)["findings"]}
    check.that(states.get("RAILWAY") == "unknown", f"{workspace}: RAILWAY is {states.get('RAILWAY')}")
    check.that(states.get("REDLINE") == "pass", f"{workspace}: REDLINE is {states.get('REDLINE')}")


def check_facts(check, workspace, facts, result):
    columns = "site_id, layer_id, overlap_m2, share, distance_m, nearest_feature_id, covered_share"
    ask = f"SELECT {columns} FROM fact ORDER BY 1, 2"
    check.that(facts.execute(ask).fetchall() == result.execute(ask).fetchall(),
               f"{workspace}: facts and evaluate measured differently")
    bad = value(result, "SELECT count(*) FROM fact WHERE NOT (overlap_m2 >= 0 AND share BETWEEN 0 "
                        "AND 1 AND covered_share BETWEEN 0 AND 1 AND coalesce(distance_m, 0) >= 0 "
                        "AND (overlap_m2 = 0 OR distance_m = 0))")
    check.that(bad == 0, f"{workspace}: {bad} facts out of range")
    torn = value(result, """
        SELECT count(*) FROM fact f JOIN (
            SELECT site_id, layer_id, max(overlap_m2) most, sum(overlap_m2) total FROM fact_feature
            GROUP BY 1, 2) p USING (site_id, layer_id)
        WHERE f.overlap_m2 < p.most * (1 - 1e-6) - 0.001
           OR f.overlap_m2 > p.total * (1 + 1e-6) + 0.001""")
    check.that(torn == 0, f"{workspace}: {torn} unions smaller than a part or larger than the sum")


class Originals:
    """Features of the original files as SpatiaLite reads them, in longitude and latitude."""

    def __init__(self, workspace, result, temporary):
        self.folder = HERE / workspace
        self.temporary = temporary
        self.db = oracle.connect()
        self.opened = {}
        self.codes = {}
        for source_id, kind, crs in result.execute(
                "SELECT source_id, kind, crs FROM input_audit WHERE outcome = 'summary'"):
            self.codes[source_id, kind] = int(re.search(r"EPSG:(\d+)", crs)[1])

    def open(self, entry, srid):
        """(table expression, geometry expression, row id expression), or None."""
        file = (self.folder / entry["source"]).resolve()
        key = (file, entry.get("table"))
        if key not in self.opened:
            self.opened[key] = self.open_new(file, entry.get("table"), srid)
        return self.opened[key]

    def open_new(self, file, table, srid):
        name = f"source_{len(self.opened)}"
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                archive.extractall(self.temporary / name)
            file = next((self.temporary / name).rglob("*.shp"))
        if file.suffix == ".shp":
            self.db.execute(f"CREATE VIRTUAL TABLE {name} USING "
                            f"VirtualShape('{file.with_suffix('')}', 'UTF-8', {srid})")
            return name, "geometry", "PKUID - 1"
        if file.suffix == ".gpkg":
            self.db.execute(f"ATTACH ? AS {name}", (str(file),))
            ask = f"SELECT table_name, column_name FROM {name}.gpkg_geometry_columns"
            found = [row for row in self.db.execute(ask) if table in (None, row[0])]
            return f"{name}.{quoted(found[0][0])}", f"GeomFromGPB({quoted(found[0][1])})", "rowid"
        return None

    def shape(self, entry, fields, code, row_id):
        """The feature in degrees, projected?, or None where the original is not valid or unique."""
        opened = self.open(entry, code)
        if opened is None:
            return None
        table, geometry, row = opened
        where = quoted(fields["id"]) if "id" in fields else row
        found = self.db.execute(f"SELECT {geometry} FROM {table} WHERE CAST({where} AS TEXT) = ?",
                                (row_id,)).fetchall()
        if len(found) != 1 or not value(self.db, "SELECT ST_IsValid(?)", found[0][0]):
            return None
        return self.in_degrees(found[0][0], code)

    def in_degrees(self, blob, code):
        if code == 4326:
            return value(self.db, "SELECT SetSRID(?, 4326)", blob)
        # An edge is straight in the system of its source.
        geographic = value(self.db, "SELECT SridIsGeographic(?)", code)
        longest = 0.001 if geographic else 20.0
        return value(self.db, "SELECT ST_Transform(ST_Segmentize(SetSRID(?, ?), ?), 4326)",
                     blob, code, longest)


def overlap_sql(piece):
    # Edges are straight in degrees, not geodesics: cut them, finely where the piece is small.
    return (f"SELECT coalesce(ST_Area(ST_Segmentize(piece, max(0.0001, 0.0005 * (ST_MaxX(piece) - "
            f"ST_MinX(piece)))), 1), 0.0), coalesce(ST_Perimeter(piece, 1), 0.0) "
            f"FROM (SELECT ExtractMultiPolygon({piece}) AS piece)")


def check_samples(workspace, manifest, result, temporary):
    compared = Comparison(f"{workspace}: overlap of a feature")
    areas = Comparison(f"{workspace}: site.area_m2")
    originals = Originals(workspace, result, temporary)
    sites = manifest["sites"][0]
    sites_code = next(c for (_, kind), c in originals.codes.items() if kind == "sites")
    layers = {layer["id"]: layer for layer in manifest["layer"]}
    rows = result.execute("SELECT site_id, layer_id, feature_id, overlap_m2 FROM fact_feature "
                          "ORDER BY 1, 2, 3").fetchall()
    random.Random(4490).shuffle(rows)
    site_area = dict(result.execute("SELECT site_id, area_m2 FROM site").fetchall())
    for site_id, layer_id, feature_id, ours in rows:
        if compared.count == SAMPLES:
            break
        layer = layers[layer_id]
        code = originals.codes[layer_id, "layer"]
        site = originals.shape(sites, sites.get("fields", {}), sites_code, site_id)
        shape = originals.shape(layer, layer.get("fields", {}), code, feature_id)
        if site is None or shape is None:
            continue
        where = f"{site_id} × {layer_id} × {feature_id}"
        bent = {code, sites_code} - {4326, 4490}
        area, edge = originals.db.execute(overlap_sql("ST_Intersection(?, ?)"),
                                          (site, shape)).fetchone()
        compared.area(where, ours, area, SLIVER_M2 + (STRAYS_M * edge if bent else 0.0))
        area, edge = originals.db.execute(overlap_sql("?"), (site,)).fetchone()
        areas.area(site_id, site_area[site_id], area,
                   SLIVER_M2 + (STRAYS_M * edge if bent else 0.0))
    return [compared, areas]


def run_workspace(check, workspace, temporary):
    manifest = tomllib.loads((HERE / workspace / "workspace.toml").read_text(encoding="utf-8"))
    done, inspect_s = timed(check, workspace, "inspect", "--json")
    facts_file = temporary / f"{workspace}-facts.gpkg"
    result_file = temporary / f"{workspace}.gpkg"
    _, facts_s = timed(check, workspace, "facts", "-o", facts_file)
    _, evaluate_s = timed(check, workspace, "evaluate", "-o", result_file)
    if not (facts_file.exists() and result_file.exists()):
        return []
    inspection = json.loads(done.stdout)
    result = sqlite3.connect(result_file)
    facts = sqlite3.connect(facts_file)
    print(f"{workspace:<28} {inspection['sites']:>5} sites × {len(inspection['layers']):>2} layers: "
          f"inspect {inspect_s:.1f} s, facts {facts_s:.1f} s, evaluate {evaluate_s:.1f} s",
          flush=True)
    check_audit(check, workspace, inspection, result)
    check_facts(check, workspace, facts, result)
    check_unknown(check, workspace)
    comparisons = check_samples(workspace, manifest, result, temporary)
    facts.close()
    result.close()
    return comparisons


def main():
    realdata = HERE.parents[2] / "shared" / "realdata"
    if not realdata.exists():
        oracle.skip(f"no real data at {realdata}")
    oracle.connect().close()
    check = Check()
    comparisons = []
    asked = sys.argv[1:] or sorted(p.parent.name for p in HERE.glob("*/workspace.toml"))
    with tempfile.TemporaryDirectory(prefix="xuanzhi-realdata-") as temporary:
        for workspace in asked:
            comparisons += run_workspace(check, workspace, Path(temporary))
    failed = oracle.conclude(comparisons)
    return 1 if failed or check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
