#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The facts by SpatiaLite: ST_Subdivide, R-trees, in one database in a temporary folder.

  python3 -m peers.spatialite WORKSPACE RESULT.json

Areas: intersections in longitude and latitude, measured on the ellipsoid. Distances: candidates
from the R-tree in boxes that grow until they hold the nearest one, in a conformal plane, then the
geodesic between the two nearest points.
"""

import argparse
import sqlite3
import tempfile
from pathlib import Path

from make_province import LAYERS
from peers.clock import Clock, write_result
from peers.postgis import CORNERS, PLANE, SEGMENT

FIRST_REACH_M = 250.0
# ST_Area measures between geodesics: see postgis.py.
AREA = "ST_Area(ST_Segmentize({}, 0.0005), 1)"


def prepare(sql, source, name, kind, split):
    """The table in degrees and in the plane, in pieces where `split`, each with an R-tree."""
    key = "site_id" if name == "site" else "bsm"
    for table, shape, srid in (
            (f"{name}_degrees", "GeomFromGPB(geom)", 4490),
            (f"{name}_plane", f"ST_Transform(GeomFromGPB(geom), {PLANE})" if kind == "POINT" else
             f"ST_Transform(ST_Segmentize(GeomFromGPB(geom), {SEGMENT}), {PLANE})", PLANE)):
        if not split:
            sql(f"CREATE TABLE {table} (pk INTEGER PRIMARY KEY, {key} TEXT)")
            sql(f"SELECT AddGeometryColumn('{table}', 'geom', {srid}, '{kind}')")
            sql(f"INSERT INTO {table} SELECT NULL, {key}, {shape} FROM {source}.{name}")
        else:
            multi = f"{table}_multi"
            sql(f"CREATE TABLE {multi} (pk INTEGER PRIMARY KEY, {key} TEXT)")
            sql(f"SELECT AddGeometryColumn('{multi}', 'geom', {srid}, 'MULTI{kind}')")
            sql(f"""INSERT INTO {multi} SELECT NULL, {key},
                CastToMulti(ST_Subdivide({shape}, {CORNERS})) FROM {source}.{name}""")
            sql(f"SELECT ElementaryGeometries('{multi}', 'geom', '{table}', 'piece', 'whole')")
        sql(f"SELECT CreateSpatialIndex('{table}', 'geom')")


def met(table, grown=0.0):
    """Sites and pieces whose boxes, grown by some metres, meet; the R-tree comes second."""
    key = "s.geom"
    return (f"""CROSS JOIN idx_{table}_geom i ON i.xmin <= MbrMaxX({key}) + {grown}
        AND i.xmax >= MbrMinX({key}) - {grown} AND i.ymin <= MbrMaxY({key}) + {grown}
        AND i.ymax >= MbrMinY({key}) - {grown} CROSS JOIN {table} p ON p.rowid = i.pkid""")


def overlaps(sql, name):
    sql(f"""CREATE TEMP TABLE piece AS SELECT s.site_id, p.bsm,
        CASE WHEN ST_CoveredBy(s.geom, p.geom) THEN s.geom ELSE
             CastToMultiPolygon(ST_Intersection(s.geom, p.geom)) END AS geom
        FROM site_degrees s {met(f'{name}_degrees')} WHERE ST_Intersects(s.geom, p.geom)""")
    sql(f"""INSERT INTO fact_feature SELECT site_id, '{name}', bsm, sum({AREA.format('geom')})
        FROM piece GROUP BY site_id, bsm""")
    sql(f"""INSERT INTO overlap SELECT site_id, '{name}', CASE WHEN count(DISTINCT bsm) = 1
        THEN sum({AREA.format('geom')}) ELSE {AREA.format('ST_Union(geom)')} END
        FROM piece GROUP BY site_id""")
    sql("DROP TABLE piece")


def distances(sql, name):
    sql("CREATE TEMP TABLE wait AS SELECT pk, site_id, geom FROM site_plane")
    reach = FIRST_REACH_M
    while sql("SELECT count(*) FROM wait").fetchone()[0]:
        sql(f"""CREATE TEMP TABLE near AS
            SELECT s.site_id, s.geom AS one, p.geom AS two, min(ST_Distance(s.geom, p.geom)) AS gap
            FROM wait s {met(f'{name}_plane', reach)} GROUP BY s.site_id""")
        sql(f"""INSERT INTO distance SELECT site_id, '{name}', CASE WHEN gap = 0 THEN 0 ELSE
            ST_Distance(ST_Transform(ST_ClosestPoint(one, two), 4490),
                        ST_Transform(ST_ClosestPoint(two, one), 4490), 1) END
            FROM near WHERE gap <= {reach}""")
        sql(f"DELETE FROM wait WHERE site_id IN (SELECT site_id FROM near WHERE gap <= {reach})")
        sql("DROP TABLE near")
        reach *= 2.0
    sql("DROP TABLE wait")


def measure(workspace, folder):
    database = sqlite3.connect(folder / "peer.sqlite", isolation_level=None)
    database.enable_load_extension(True)
    database.load_extension("mod_spatialite")
    sql = database.execute
    sql("PRAGMA synchronous = OFF")
    sql("PRAGMA journal_mode = OFF")
    sql("PRAGMA cache_size = -1000000")
    sql("SELECT InitSpatialMetaDataFull(1)")
    for name in ("sites", "layers"):
        sql(f"ATTACH '{workspace / name}.gpkg' AS {name}")
    clock = Clock()
    with clock.phase("load"):
        prepare(sql, "sites", "site", "POLYGON", False)
        for name, kind, *_ in LAYERS:
            prepare(sql, "layers", name, kind, kind != "POINT")
    sql("CREATE TABLE fact_feature (site_id, layer_id, bsm, overlap_m2)")
    sql("CREATE TABLE overlap (site_id, layer_id, overlap_m2)")
    sql("CREATE TABLE distance (site_id, layer_id, distance_m)")
    for name, kind, *_ in LAYERS:
        with clock.phase("query"):
            if kind == "POLYGON":
                with clock.phase(f"overlap {name}"):
                    overlaps(sql, name)
            with clock.phase(f"distance {name}"):
                distances(sql, name)
    facts = {}
    for layer, site, overlap, distance in sql(
            """SELECT d.layer_id, d.site_id, coalesce(o.overlap_m2, 0), d.distance_m
               FROM distance d LEFT JOIN overlap o USING (site_id, layer_id)"""):
        facts.setdefault(layer, {})[site] = (overlap, distance)
    versions = sql("SELECT spatialite_version(), sqlite_version(), geos_version()").fetchone()
    return clock, "SpatiaLite {}, SQLite {}, GEOS {}".format(*versions), facts


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("result", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clock, versions, facts = measure(asked.workspace, Path(folder))
    write_result(asked.result, clock, versions, facts)


if __name__ == "__main__":
    main()
