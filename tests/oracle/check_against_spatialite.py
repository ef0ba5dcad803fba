#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every fact of the Wuhai demo, recomputed with SpatiaLite.

The areas are computed twice: from the context layers of the result file (layer_<id>), and from the
original sources with their own coordinate systems. Distances are computed from the sources in an
azimuthal equidistant plane round each site, and measured as the geodesic between the two nearest
points.
"""

import math
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import NamedTuple

import oracle
from oracle import SLIVER_M2, Comparison, area_sql, quoted, value

# Longest edge after densifying. An edge in degrees of this length strays from the straight line in
# a local plane by 1 mm at most at latitude 40.
LONGEST_DEGREES = 0.002
LONGEST_METRES = 20.0

# A reprojected edge may stray by this much from the true one (0.1 mm).
STRAYS_M = 0.0001

# Promises for distances.
NEAR_M = 10_000.0
NEAR_LIMIT_M = 0.01
FAR_LIMIT = 1e-4


class Piece(NamedTuple):
    """An area, and by how much it may differ from ours where a millionth is less than that."""
    area: float
    allowed: float


NOTHING = Piece(0.0, SLIVER_M2)


class Feature:
    def __init__(self, row, feature_id, class_id, half_width, box, dimension, projected):
        self.row = row
        self.id = feature_id
        self.class_id = class_id
        self.half_width = half_width
        self.box = box
        self.dimension = dimension
        self.projected = projected  # from a source in metres, so edges were bent by xuanzhi



class Layers:
    """Features of all layers in one table of a database: (row, geom), in EPSG:4490."""

    def __init__(self, db, table):
        self.db = db
        self.table = table
        self.by_layer = {}
        db.execute(f"CREATE TABLE {table} (row INTEGER PRIMARY KEY, geom BLOB)")

    def add(self, layer_id, blob, feature_id, class_id, half_width, projected=False):
        row = self.db.execute(f"INSERT INTO {self.table}(geom) VALUES (?)", (blob,)).lastrowid
        *box, dimension = self.db.execute(
            f"SELECT MbrMinX(geom), MbrMinY(geom), MbrMaxX(geom), MbrMaxY(geom), "
            f"ST_Dimension(geom) FROM {self.table} WHERE row = ?", (row,)).fetchone()
        self.by_layer.setdefault(layer_id, []).append(
            Feature(row, feature_id, class_id, half_width or 0.0, box, dimension, projected))

    def near(self, layer_id, box):
        """Features whose boxes meet."""
        return [f for f in self.by_layer.get(layer_id, [])
                if f.box[0] <= box[2] and box[0] <= f.box[2]
                and f.box[1] <= box[3] and box[1] <= f.box[3]]

    def overlap(self, site, features):
        """site ∩ union of the features."""
        return self.measured("ST_Intersection(?1, ST_Union(geom))", site, features) or NOTHING

    def outside(self, site, features):
        """site − union of the features."""
        found = self.measured("ST_Difference(?1, ST_Union(geom))", site, features)
        return found or Piece(value(self.db, f"SELECT {area_sql('?')}", site), SLIVER_M2)

    def measured(self, piece, site, features):
        rows = [f.row for f in features if f.dimension == 2]
        if not rows:
            return None
        area, edge = self.db.execute(
            f"SELECT {area_sql('piece')}, COALESCE(ST_Perimeter(ExtractMultiPolygon(piece), 1), 0) "
            f"FROM (SELECT {piece} AS piece FROM {self.table} "
            f"WHERE row IN ({','.join(map(str, rows))}))", (site,)).fetchone()
        bent = any(f.projected for f in features)
        return Piece(area, SLIVER_M2 + (STRAYS_M * edge if bent else 0.0))

    def each_overlap(self, site, features):
        """site ∩ feature by feature id, where it is more than nothing."""
        pieces = {f.id: self.overlap(site, [f]) for f in features}
        return {feature_id: piece for feature_id, piece in pieces.items() if piece.area > 0.0}


class Demo:
    """The workspace as its manifest states it, and the result that xuanzhi wrote."""

    def __init__(self, folder, result):
        self.folder = folder
        self.manifest = tomllib.loads((folder / "workspace.toml").read_text(encoding="utf-8"))
        self.db = oracle.connect()
        self.db.execute("ATTACH ? AS result", (str(result),))
        self.attached = {}
        self.layer_ids = [layer["id"] for layer in self.manifest["layer"]]
        self.context = Layers(self.db, "context_feature")
        self.source = Layers(self.db, "source_feature")
        self.coverage = Layers(self.db, "coverage_feature")
        for layer in self.manifest["layer"]:
            self.load_context(layer)
            self.load_source(layer)
            if "coverage" in layer:
                for blob, *_ in self.rows(layer["coverage"], {}):
                    self.coverage.add(layer["id"], blob, "", "", 0.0)
        self.sites = self.load_sites()

    def schema_of(self, file):
        if file not in self.attached:
            name = f"source_{len(self.attached)}"
            self.db.execute(f"ATTACH ? AS {name}", (str(self.folder / file),))
            self.attached[file] = name
        return self.attached[file]

    def rows(self, source, fields):
        """(geometry in 4490, id, class value, half width, projected?) of a GeoPackage table."""
        schema = self.schema_of(source["source"])
        srs = value(self.db, f"SELECT srs_id FROM {schema}.gpkg_geometry_columns "
                             "WHERE table_name = ?", source["table"])
        geometry = "GeomFromGPB(geom)"
        # An edge is straight in the system of its source: densify there, then transform.
        if srs != 4490:
            geometry = (f"ST_Transform(CASE WHEN ST_Dimension({geometry}) = 0 THEN {geometry} "
                        f"ELSE ST_Segmentize({geometry}, {LONGEST_METRES}) END, 4490)")
        columns = [quoted(fields[f]) if f in fields else "NULL"
                   for f in ("id", "class", "half_width_m")]
        return self.db.execute(
            f"SELECT {geometry}, {', '.join(columns)}, {int(srs != 4490)} FROM {schema}.{quoted(source['table'])} "
            f"WHERE {source.get('where', '1')}").fetchall()

    def load_source(self, layer):
        names = layer.get("classes", {})
        for blob, feature_id, word, half_width, projected in self.rows(
                layer, layer.get("fields", {})):
            class_id = layer.get("class") or names.get(word, word)
            self.source.add(layer["id"], blob, feature_id, class_id, half_width, projected)

    def load_context(self, layer):
        for row in self.db.execute(
                f"SELECT GeomFromGPB(geom), feature_id, class, half_width_m "
                f"FROM result.{quoted('layer_' + layer['id'])}").fetchall():
            self.context.add(layer["id"], *row)

    def load_sites(self):
        """site id -> (geometry, box), from the sources."""
        sites = {}
        for entry in self.manifest["sites"]:
            for blob, site_id, *_ in self.rows(entry, entry["fields"]):
                box = self.db.execute(
                    "SELECT MbrMinX(?1), MbrMinY(?1), MbrMaxX(?1), MbrMaxY(?1)",
                    (blob,)).fetchone()
                sites[site_id] = (blob, box)
        return sites


def check_sites(demo):
    areas = Comparison("site.area_m2")
    ours = dict(demo.db.execute("SELECT site_id, area_m2 FROM result.site").fetchall())
    if set(ours) != set(demo.sites):
        areas.fail("site", sorted(ours), sorted(demo.sites))
    for site_id, (blob, _) in demo.sites.items():
        areas.area(site_id, ours.get(site_id), value(demo.db, f"SELECT {area_sql('?')}", blob))
    return [areas]


def expected_containment(share, distance):
    if share >= 1.0 - 1e-9:
        return "within"
    return "partial" if distance == 0.0 else "disjoint"


def check_areas(demo, layers, title):
    union = Comparison(f"fact.overlap_m2 ({title})")
    single = Comparison(f"fact_feature.overlap_m2 ({title})")
    share = Comparison(f"fact.share ({title})")
    by_class = Comparison(f"fact_class.overlap_m2 ({title})")
    facts = {(s, l): (o, p) for s, l, o, p in demo.db.execute(
        "SELECT site_id, layer_id, overlap_m2, share FROM result.fact")}
    class_facts = demo.db.execute(
        "SELECT site_id, layer_id, class, overlap_m2 FROM result.fact_class").fetchall()
    features = {}
    for s, l, f, o in demo.db.execute(
            "SELECT site_id, layer_id, feature_id, overlap_m2 FROM result.fact_feature"):
        features.setdefault((s, l), {})[f] = o
    for site_id, (site, box) in demo.sites.items():
        site_area = value(demo.db, f"SELECT {area_sql('?')}", site)
        for layer_id in demo.layer_ids:
            where = f"{site_id} × {layer_id}"
            if (site_id, layer_id) not in facts:
                union.fail(where, "no row", "a row")
                continue
            near = layers.near(layer_id, box)
            ours, our_share = facts[site_id, layer_id]
            expected = layers.overlap(site, near)
            union.area(where, ours, *expected)
            share.area(where, our_share * site_area, *expected)
            our_features = features.get((site_id, layer_id), {})
            expected_features = layers.each_overlap(site, near)
            for feature in sorted(set(our_features) | set(expected_features)):
                single.area(f"{where} × {feature}", our_features.get(feature, 0.0),
                            *expected_features.get(feature, NOTHING))
    for site_id, layer_id, class_id, ours in class_facts:
        site, box = demo.sites[site_id]
        near = [f for f in layers.near(layer_id, box) if f.class_id == class_id]
        by_class.area(f"{site_id} × {layer_id}.{class_id}", ours, *layers.overlap(site, near))
    return [union, single, share, by_class]


def check_coverage(demo):
    covered = Comparison("fact.covered_share")
    for site_id, layer_id, ours in demo.db.execute(
            "SELECT site_id, layer_id, covered_share FROM result.fact").fetchall():
        site, box = demo.sites[site_id]
        known = demo.coverage.overlap(site, demo.coverage.near(layer_id, box))
        site_area = value(demo.db, f"SELECT {area_sql('?')}", site)
        covered.area(f"{site_id} × {layer_id}", ours * site_area, *known)
    return [covered]


def subject(demo, layers, site_id, rule):
    """Features near a site of the layers in force of a rule's role and classes."""
    role, classes = rule
    wanted = set(classes.split(",")) if classes else None
    in_force = [l for (l,) in demo.db.execute(
        "SELECT DISTINCT layer_id FROM result.fact WHERE role = ? AND in_force", (role,))]
    return [f for l in in_force for f in layers.near(l, demo.sites[site_id][1])
            if wanted is None or f.class_id in wanted]


def check_conflicts(demo):
    pieces = Comparison("conflict.overlap_m2")
    shapes = Comparison("area of conflict.geom")
    measured = Comparison("finding.measured (areas)")
    rules = {row[0]: row[1:] for row in demo.db.execute(
        "SELECT rule_id, role, classes, relation FROM result.rule")}
    cache = {}

    def expected(site_id, rule_id):
        role, classes, relation = rules[rule_id]
        key = (site_id, role, classes, relation == "outside")
        if key not in cache:
            features = subject(demo, demo.source, site_id, (role, classes))
            ask = demo.source.outside if relation == "outside" else demo.source.overlap
            cache[key] = ask(demo.sites[site_id][0], features)
        return cache[key]

    for site_id, rule_id, area, shape_area in demo.db.execute(
            f"SELECT site_id, rule_id, overlap_m2, {area_sql('GeomFromGPB(geom)')} "
            "FROM result.conflict").fetchall():
        where = f"{site_id} × {rule_id}"
        shapes.area(where, area, shape_area)
        if rules[rule_id][2] in ("overlap", "overlap_share", "outside"):
            pieces.area(where, area, *expected(site_id, rule_id))
    site_area = dict(demo.db.execute("SELECT site_id, area_m2 FROM result.site").fetchall())
    for site_id, rule_id, ours in demo.db.execute(
            "SELECT DISTINCT site_id, rule_id, measured FROM result.finding "
            "WHERE measured IS NOT NULL").fetchall():
        relation = rules[rule_id][2]
        where = f"{site_id} × {rule_id}"
        if relation in ("overlap", "outside"):
            measured.area(where, ours, *expected(site_id, rule_id))
        elif relation == "overlap_share":
            measured.area(where, ours * site_area[site_id], *expected(site_id, rule_id))
    violated = {(s, r) for s, r in demo.db.execute(
        "SELECT DISTINCT site_id, rule_id FROM result.finding WHERE state IN ('violated')")
        if rules[r][2] in ("overlap", "overlap_share", "outside", "distance")}
    drawn = set(demo.db.execute("SELECT site_id, rule_id FROM result.conflict").fetchall())
    for site_id, rule_id in sorted(violated - drawn):
        pieces.fail(f"{site_id} × {rule_id}", "violated, but no conflict is drawn", "a conflict")
    return [pieces, shapes, measured]


class Distances:
    """Shortest distances from a site, in an azimuthal equidistant plane centred on it."""

    MOST_VERTICES = 64

    def __init__(self, demo):
        self.demo = demo
        self.pieces = {}  # by feature row: [(row of the piece, box)]
        demo.db.execute("CREATE TABLE piece (row INTEGER PRIMARY KEY, geom BLOB)")
        self.feature_of = {}
        self.widest = 1.0
        for table in ("flat_piece", "shortest"):
            demo.db.execute(f"CREATE TABLE {table} (row INTEGER PRIMARY KEY, geom BLOB)")
        for features in demo.source.by_layer.values():
            for feature in features:
                self.pieces[feature.row] = list(self.cut(feature))
                self.feature_of.update((row, feature.row) for row, _ in self.pieces[feature.row])
                self.widest = max(self.widest, feature.half_width)

    def cut(self, feature):
        """Small pieces of a feature: together they are the feature, and most are soon excluded."""
        db = self.demo.db
        # Points cannot be densified, nor need they be cut.
        whole = "geom" if feature.dimension == 0 else f"ST_Subdivide(geom, {self.MOST_VERTICES})"
        cut = value(db, f"SELECT {whole} FROM {self.demo.source.table} WHERE row = ?", feature.row)
        for n in range(1, value(db, "SELECT ST_NumGeometries(?)", cut) + 1):
            part = "ST_GeometryN(?1, ?2)"
            if feature.dimension > 0:
                part = f"ST_Segmentize({part}, {LONGEST_DEGREES})"
            row = db.execute(f"INSERT INTO piece(geom) VALUES ({part})", (cut, n)).lastrowid
            yield row, db.execute("SELECT MbrMinX(geom), MbrMinY(geom), MbrMaxX(geom), "
                                  "MbrMaxY(geom) FROM piece WHERE row = ?", (row,)).fetchone()

    def groups(self):
        """Features of which the nearest is asked: those of one class of one layer."""
        for features in self.demo.source.by_layer.values():
            by_class = {}
            for f in features:
                by_class.setdefault(f.class_id, []).append(f)
            yield from by_class.values()

    def nearby(self, box):
        """Rows of the pieces that may hold the nearest point, by their boxes; one list a group."""
        for group in self.groups():
            reaches = [(row, *bounds(box, b)) for f in group for row, b in self.pieces[f.row]]
            reach = min(most for *_, most in reaches) + max(f.half_width for f in group)
            yield [row for row, least, _ in reaches if least <= reach]

    def at(self, site_id):
        """Distance to every feature that may be the nearest of its layer or class, by row."""
        db = self.demo.db
        site, box = self.demo.sites[site_id]
        plane = (f"+proj=aeqd +lon_0={(box[0] + box[2]) / 2} +lat_0={(box[1] + box[3]) / 2} "
                 "+ellps=GRS80 +units=m +no_defs +type=crs")
        flat = value(db, f"SELECT ST_Transform(ST_Segmentize(?, {LONGEST_DEGREES}), 990000, NULL, "
                         "'EPSG:4490', ?)", site, plane)
        groups = list(self.nearby(box))
        db.execute("DELETE FROM flat_piece")
        db.execute("INSERT INTO flat_piece SELECT row, ST_Transform(geom, 990000, NULL, "
                   "'EPSG:4490', ?) FROM piece WHERE row IN "
                   f"({','.join(str(row) for rows in groups for row in rows)})", (plane,))
        apart = dict(db.execute("SELECT row, ST_Distance(?, geom) FROM flat_piece", (flat,)))
        asked = []
        for rows in groups:
            # The plane stretches by 0.13 % across 560 km: all that may be nearest on the ellipsoid.
            reach = 1.005 * min(apart[row] for row in rows) + self.widest
            asked += [row for row in rows if 0.0 < apart[row] <= reach]
        out = {self.feature_of[row]: 0.0 for row, distance in apart.items() if distance == 0.0}
        db.execute("DELETE FROM shortest")
        db.execute("INSERT INTO shortest SELECT row, ST_ShortestLine(?, geom) FROM flat_piece "
                   f"WHERE row IN ({','.join(map(str, asked))})", (flat,))
        for row, length in db.execute(
                "SELECT row, ST_Length(ST_Transform(geom, 4490, NULL, ?, 'EPSG:4490'), 1) "
                "FROM shortest", (plane,)):
            feature = self.feature_of[row]
            out[feature] = min(length, out.get(feature, math.inf))
        return out


def bounds(a, b):
    """Metres between two boxes in degrees: at least, at most. Crude, to leave out what is far."""
    (ax, ay, ar), (bx, by, br) = round_box(a), round_box(b)
    between = great_circle(ax, ay, bx, by)
    # The sphere is within 0.6 % of the ellipsoid.
    return 0.994 * between - ar - br, 1.006 * between + ar + br


def round_box(box):
    """Centre of a box, and a radius that reaches its corners."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x, y, 1.006 * max(great_circle(x, y, box[0], corner) for corner in (box[1], box[3]))


def great_circle(x1, y1, x2, y2):
    x1, y1, x2, y2 = map(math.radians, (x1, y1, x2, y2))
    h = (math.sin((y2 - y1) / 2) ** 2
         + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2)
    return 2 * 6_371_000.0 * math.asin(math.sqrt(min(1.0, h)))


class DistanceComparison(Comparison):
    def distance(self, where, ours, expected):
        self.count += 1
        if ours is None:
            self.fail(where, "no value", expected)
            return
        self.nonzero += expected > 0.0
        difference = ours - expected
        if expected < NEAR_M:
            if abs(difference) > self.worst_absolute[0]:
                self.worst_absolute = (abs(difference), where)
            good = abs(difference) <= NEAR_LIMIT_M
        else:
            if abs(difference) / expected > self.worst_relative[0]:
                self.worst_relative = (abs(difference) / expected, where)
            good = -FAR_LIMIT * expected <= difference <= NEAR_LIMIT_M
        if not good:
            self.fail(where, ours, expected)


def check_distances(demo):
    near = DistanceComparison("fact.distance_m below 10 km")
    far = DistanceComparison("fact.distance_m from 10 km")
    ruled = DistanceComparison("finding.measured (distances)")
    nearest = Comparison("fact.nearest_feature_id")
    containment = Comparison("fact.containment")
    db = demo.db
    distances = Distances(demo)
    facts = {row[:2]: row[2:] for row in db.execute(
        "SELECT site_id, layer_id, distance_m, nearest_feature_id, share, containment "
        "FROM result.fact")}
    rules = {row[0]: row[1:] for row in db.execute(
        "SELECT rule_id, role, classes FROM result.rule WHERE relation = 'distance'")}
    asked = {}
    for site_id, rule_id, ours in db.execute(
            "SELECT DISTINCT f.site_id, f.rule_id, f.measured FROM result.finding f "
            "JOIN result.rule r USING (rule_id) WHERE r.relation = 'distance' "
            "AND f.measured IS NOT NULL").fetchall():
        asked.setdefault(site_id, []).append((rule_id, ours))
    in_force = {}
    for layer_id, role in db.execute(
            "SELECT DISTINCT layer_id, role FROM result.fact WHERE in_force").fetchall():
        in_force.setdefault(role, []).append(layer_id)
    for site_id in demo.sites:
        by_row = distances.at(site_id)
        for layer_id in demo.layer_ids:
            where = f"{site_id} × {layer_id}"
            ours, our_feature, share, word = facts[site_id, layer_id]
            measured = [(by_row[f.row], f) for f in demo.source.by_layer.get(layer_id, [])
                        if f.row in by_row]
            if not measured:
                if ours is not None:
                    near.fail(where, ours, "no feature, so no distance")
                continue
            expected = min(d for d, _ in measured)
            (near if expected < NEAR_M else far).distance(where, ours, expected)
            limit = expected + max(0.01, FAR_LIMIT * expected)
            nearest.count += 1
            if our_feature not in {f.id for d, f in measured if d <= limit}:
                nearest.fail(where, our_feature, min(measured, key=lambda m: m[0])[1].id)
            containment.count += 1
            if word != expected_containment(share, expected):
                containment.fail(where, word, expected_containment(share, expected))
        for rule_id, ours in asked.get(site_id, []):
            role, classes = rules[rule_id]
            wanted = set(classes.split(",")) if classes else None
            features = [f for l in in_force.get(role, []) for f in demo.source.by_layer[l]
                        if wanted is None or f.class_id in wanted]
            expected = min(max(0.0, by_row[f.row] - f.half_width)
                           for f in features if f.row in by_row)
            ruled.distance(f"{site_id} × {rule_id}", ours, expected)
    return [near, far, ruled, nearest, containment]


def main():
    folder = oracle.source_dir() / "gisdata" / "wuhai"
    if not folder.exists():
        oracle.skip(f"no demo workspace at {folder}")
    oracle.connect().close()
    with tempfile.TemporaryDirectory(prefix="xuanzhi-oracle-") as temporary:
        result = Path(temporary) / "result.gpkg"
        done = oracle.run("evaluate", "-w", folder, "-o", result, "-q")
        if done.returncode != 0:
            print(done.stdout, done.stderr, sep="\n")
            return 1
        demo = Demo(folder, result)
        print(f"{len(demo.sites)} sites × {len(demo.layer_ids)} layers")
        comparisons = []
        for check in (check_sites,
                      lambda d: check_areas(d, d.context, "result's layers"),
                      lambda d: check_areas(d, d.source, "sources"),
                      check_coverage, check_conflicts, check_distances):
            started = time.monotonic()
            comparisons += check(demo)
            print(f"  … {comparisons[-1].name}: {time.monotonic() - started:.1f} s", flush=True)
        return oracle.conclude(comparisons)


if __name__ == "__main__":
    sys.exit(main())
