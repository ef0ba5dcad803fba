# SPDX-License-Identifier: Apache-2.0
"""What the whole-program tests share: the program, a small workspace, independent areas.

XUANZHI_PROGRAM names the program, XUANZHI_SOURCE_DIR the folder of the sources.
"""

import json
import math
import os
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("XUANZHI_SOURCE_DIR", Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("XUANZHI_PROGRAM", str(SOURCE / "build" / "release" / "xuanzhi"))
DEMO = SOURCE / "gisdata" / "wuhai"


def run(*words, cwd=None):
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, cwd=cwd,
                          timeout=300)


def box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def polygon_wkt(rings):
    return "POLYGON(" + ",".join(
        "(" + ",".join(f"{x!r} {y!r}" for x, y in ring) + ")" for ring in rings) + ")"


def geojson(rows):
    return json.dumps({
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": properties,
                      "geometry": {"type": "Polygon", "coordinates": rings}}
                     for properties, rings in rows]}, ensure_ascii=False)


# The red line lies over the eastern half of B and right beside A; J lies in Jining.
A = box(106.80, 39.66, 106.81, 39.67)
B = box(106.82, 39.66, 106.83, 39.67)
J = box(113.10, 41.00, 113.11, 41.01)
REDLINE = box(106.825, 39.60, 106.90, 39.70)
EVERYWHERE = box(100.0, 30.0, 120.0, 50.0)

MANIFEST = """
[workspace]
name_zh = "小试"
as_of = 2025-06-01
rulebooks = ["rules.toml"]

[[layer]]
id = "red"
role = "ecological_redline"
source = "red.geojson"
crs = "EPSG:4490"
coverage = { source = "known.geojson", crs = "EPSG:4490" }
accuracy_m = 2.0
fields = { id = "id", name = "name" }

[[layer]]
id = "district"
role = "administrative_district"
source = "district.geojson"
crs = "EPSG:4490"
coverage = { source = "known.geojson", crs = "EPSG:4490" }
fields = { id = "id", name = "name", code = "code" }

[[sites]]
source = "sites.geojson"
crs = "EPSG:4490"
fields = { id = "id", name = "name" }

[projects]
source = "projects.csv"
[projects.columns]
project_id = "编号"
name = "名称"
land_m2 = { header = "用地", unit = "mu" }
hazchem = { header = "危化", values = { "是" = "1", "否" = "0" } }
"""

RULE = """
[[rule]]
id = "{id}"
title_zh = "{id} 规则"
title_en = "rule {id}"
{test}
threshold = 0.0
severity = "{severity}"
effective_from = 2000-01-01
evidence = "V"
basis = {{ law_zh = "法", law_en = "Law", article = "1", year = 2000 }}
remedy_zh = "改"
remedy_en = "Change"
"""

OVERLAP = 'role = "ecological_redline"\nrelation = "overlap"\nunit = "m2"'
RULES = '[rulebook]\nid = "t"\nversion = "1"\ntitle_zh = "试"\n' \
    + RULE.format(id="RED", test=OVERLAP, severity="prohibit") \
    + RULE.format(id="HAZARD", test='relation = "attribute"\nunit = "none"\nwhen = "hazchem"',
                  severity="condition") \
    + RULE.format(id="WUHAI", test='relation = "attribute"\nunit = "none"\nregions = ["1503"]',
                  severity="inform")


def write_small(folder):
    """A workspace of three sites, two projects and two layers, evaluated within a blink."""
    folder.mkdir(parents=True)
    files = {
        "workspace.toml": MANIFEST,
        "rules.toml": RULES,
        "red.geojson": geojson([({"id": "r1", "name": "红线一"}, REDLINE)]),
        "known.geojson": geojson([({"id": "k"}, EVERYWHERE)]),
        "district.geojson": geojson([
            ({"id": "1", "name": "海勃湾区", "code": "150302"}, box(106.0, 39.0, 107.5, 40.5)),
            ({"id": "2", "name": "集宁区", "code": "150902"}, box(112.5, 40.5, 113.5, 41.5))]),
        "sites.geojson": geojson([({"id": "A", "name": "甲"}, A), ({"id": "B", "name": "乙"}, B),
                                  ({"id": "J", "name": "丙"}, J)]),
        "projects.csv": "编号,名称,用地,危化\nP1,一,30,是\nP2,二,60,否\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(SOURCE / "gisdata" / "rulebooks" / "roles.toml", folder / "roles.toml")
    return folder


def rows(database, sql, *values):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(sql, values)]


def columns(database, table):
    return [row["name"] for row in rows(database, f"PRAGMA table_info({table})")]


def ellipsoid_area(rings):
    """m2 on the ellipsoid of CGCS2000 of rings whose edges are straight in degrees: the integral of
    the area between the equator and the ring, the first ring less the others."""
    flattening = 1 / 298.257222101
    e2 = flattening * (2 - flattening)
    e = math.sqrt(e2)
    half_b2 = (6378137.0 * (1 - flattening)) ** 2 / 2

    def strip(latitude):
        s = math.sin(math.radians(latitude))
        return s / (1 - e2 * s * s) + math.log((1 + e * s) / (1 - e * s)) / (2 * e)

    def ring_area(ring):
        total = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
            simpson = (strip(y0) + 4 * strip((y0 + y1) / 2) + strip(y1)) / 6
            total += math.radians(x1 - x0) * simpson
        return abs(total) * half_b2

    return ring_area(rings[0]) - sum(map(ring_area, rings[1:]))


def gpkg_rings(blob):
    """The rings of a polygon in a GeoPackage."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    wkb = blob[8 + envelope:]
    order = "<" if wkb[0] == 1 else ">"
    kind, count = struct.unpack_from(order + "II", wkb, 1)
    assert kind == 3, kind
    rings, at = [], 9
    for _ in range(count):
        (points,) = struct.unpack_from(order + "I", wkb, at)
        values = struct.unpack_from(f"{order}{2 * points}d", wkb, at + 4)
        rings.append(list(zip(values[::2], values[1::2])))
        at += 4 + 16 * points
    return rings


def write_shapefile(path, ring, prj=None):
    """One polygon as .shp, .shx and .dbf, by hand."""
    ring = ring[::-1]  # shapefiles turn clockwise
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    bounds = struct.pack("<4d", min(xs), min(ys), max(xs), max(ys))
    record = struct.pack("<i", 5) + bounds + struct.pack("<iii", 1, len(ring), 0)
    record += b"".join(struct.pack("<2d", *p) for p in ring)

    def header(words):
        return struct.pack(">i5ii", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<ii", 1000, 5) \
            + bounds + struct.pack("<4d", 0, 0, 0, 0)

    words = len(record) // 2
    path.with_suffix(".shp").write_bytes(header(50 + 4 + words) + struct.pack(">ii", 1, words)
                                         + record)
    path.with_suffix(".shx").write_bytes(header(54) + struct.pack(">ii", 50, words))
    field = b"id".ljust(11, b"\0") + b"C" + bytes(4) + bytes([4, 0]) + bytes(14)
    path.with_suffix(".dbf").write_bytes(
        struct.pack("<B3BIHH20x", 3, 125, 1, 1, 1, 32 + 32 + 1, 5) + field + b"\r" + b" s  "
        + b" " + b"\x1a")
    if prj:
        path.with_suffix(".prj").write_text(prj)


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keeper = tempfile.TemporaryDirectory(prefix="xuanzhi_commands_")
        cls.folder = Path(cls.keeper.name)
        cls.small = write_small(cls.folder / "small")

    @classmethod
    def tearDownClass(cls):
        cls.keeper.cleanup()

    def good(self, *words, code=0, **more):
        done = run(*words, **more)
        self.assertEqual(done.returncode, code, f"{words}\n{done.stdout}\n{done.stderr}")
        return done

    def good_json(self, *words, code=0):
        return json.loads(self.good(*words, "--json", "-q", code=code).stdout)

    def fresh(self, name):
        """A new copy of the small workspace, to be spoilt."""
        return write_small(self.folder / name)
