#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The facts by PostGIS: ST_Subdivide, GiST, one backend without parallel workers.

  python3 -m peers.postgis WORKSPACE RESULT.json

The cluster lives in a temporary folder behind a socket, is tuned for speed (no fsync, 1 GB of
buffers) and is stopped in the end. Areas: intersections in longitude and latitude with the
subdivided layer, measured on the spheroid. Distances: nearest neighbour by the GiST index in a
conformal plane, then the geodesic between the two nearest points. Both layers are subdivided.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2

from make_province import LAYERS
from peers.clock import Clock, write_result

BINARIES = Path("/usr/lib/postgresql/15/bin")
PLANE = 4545  # the national 3 degree zone of 108 E: conformal
# Edges are straight in degrees; pieces of 0.002 degrees stray by less than 1 mm in the plane.
SEGMENT = 0.002
# The geography type measures between geodesics; pieces of 0.0005 degrees bring its areas from 9e-6
# to below 1e-6 of those between edges that are straight in degrees.
AREA = "ST_Area(ST_Segmentize({}, 0.0005)::geography)"
CORNERS = 64
SETTINGS = {"listen_addresses": "", "shared_buffers": "1GB", "work_mem": "256MB",
            "maintenance_work_mem": "512MB", "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
            "autovacuum": "off", "jit": "off", "max_parallel_workers_per_gather": "0",
            "max_parallel_maintenance_workers": "0", "max_wal_size": "8GB"}


class Server:
    """A cluster of its own. PostgreSQL refuses to run as root: then the user is postgres."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._as = []
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
            self._as = ["runuser", "-u", "postgres", "--"]
        quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
        subprocess.run([*self._as, BINARIES / "initdb", "-D", self.folder / "data", "-U",
                        "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
                       check=True, **quiet)
        options = " ".join(f"-c {key}='{value}'" for key, value in SETTINGS.items())
        self._control("start", "-w", "-o", f"-k {self.folder} {options}")

    def _control(self, *words):
        subprocess.run([*self._as, BINARIES / "pg_ctl", "-D", self.folder / "data", "-l",
                        self.folder / "log", *words],
                       check=True, stdout=subprocess.DEVNULL, cwd="/")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self):
        return f"host={self.folder} user=postgres dbname=postgres"


def copy_in(server, file, table):
    subprocess.run(["ogr2ogr", "-f", "PostgreSQL", f"PG:{server.address}", file, table,
                    "-lco", "GEOMETRY_NAME=geom", "-lco", "SPATIAL_INDEX=NONE", "-lco", "FID=fid",
                    "--config", "PG_USE_COPY", "YES"], check=True)


def prepare(sql, name, corners):
    """The table twice, in degrees and in the plane, in pieces where `corners` are given."""
    key = "site_id" if name == "site" else "bsm"

    def pieces(shape):
        return f"ST_Subdivide({shape}, {corners})" if corners else shape
    sql(f"CREATE TABLE {name}_degrees AS SELECT {key}, {pieces('geom')} AS geom FROM {name}")
    plane = pieces(f"ST_Transform(ST_Segmentize(geom, {SEGMENT}), {PLANE})")
    sql(f"CREATE TABLE {name}_plane AS SELECT {key}, {plane} AS geom FROM {name}")
    for table in (f"{name}_degrees", f"{name}_plane"):
        sql(f"CREATE INDEX ON {table} USING gist (geom)")
        sql(f"ANALYZE {table}")


def overlaps(sql, name):
    sql(f"""CREATE TEMP TABLE piece AS
        SELECT s.site_id, p.bsm, CASE WHEN ST_CoveredBy(s.geom, p.geom) THEN s.geom
               ELSE ST_CollectionExtract(ST_Intersection(s.geom, p.geom), 3) END AS geom
        FROM site_degrees s JOIN {name}_degrees p ON ST_Intersects(s.geom, p.geom)""")
    sql(f"""INSERT INTO fact_feature SELECT site_id, '{name}', bsm, sum({AREA.format('geom')})
        FROM piece GROUP BY site_id, bsm""")
    # The union counts where features overlap: only sites that meet several need one.
    sql(f"""INSERT INTO overlap SELECT site_id, '{name}',
        CASE WHEN count(DISTINCT bsm) = 1 THEN sum({AREA.format('geom')})
             ELSE {AREA.format('ST_Union(geom)')} END FROM piece GROUP BY site_id""")
    sql("DROP TABLE piece")


def distances(sql, name):
    sql(f"""INSERT INTO distance SELECT s.site_id, '{name}', n.bsm,
        CASE WHEN n.gap = 0 THEN 0 ELSE
        ST_Distance(ST_Transform(ST_ClosestPoint(s.geom, n.geom), 4490)::geography,
                    ST_Transform(ST_ClosestPoint(n.geom, s.geom), 4490)::geography) END
        FROM site_plane s CROSS JOIN LATERAL (
             SELECT bsm, geom, p.geom <-> s.geom AS gap FROM {name}_plane p
             ORDER BY gap LIMIT 1) n""")


def measure(server, workspace):
    connection = psycopg2.connect(server.address)
    connection.autocommit = True
    cursor = connection.cursor()
    sql = cursor.execute
    sql("CREATE EXTENSION postgis")
    sql("SELECT pg_backend_pid(), version(), postgis_lib_version(), postgis_geos_version()")
    backend, *versions = cursor.fetchone()
    clock = Clock(backend)
    with clock.phase("load"):
        copy_in(server, workspace / "sites.gpkg", "site")
        prepare(sql, "site", None)
        for name, kind, *_ in LAYERS:
            copy_in(server, workspace / "layers.gpkg", name)
            prepare(sql, name, None if kind == "POINT" else CORNERS)
    sql("CREATE TABLE fact_feature (site_id text, layer_id text, bsm text, overlap_m2 float8)")
    sql("CREATE TABLE overlap (site_id text, layer_id text, overlap_m2 float8)")
    sql("CREATE TABLE distance (site_id text, layer_id text, bsm text, distance_m float8)")
    for name, kind, *_ in LAYERS:
        with clock.phase("query"):
            if kind == "POLYGON":
                with clock.phase(f"overlap {name}"):
                    overlaps(sql, name)
            with clock.phase(f"distance {name}"):
                distances(sql, name)
    sql("""SELECT d.layer_id, d.site_id, coalesce(o.overlap_m2, 0), d.distance_m
           FROM distance d LEFT JOIN overlap o USING (site_id, layer_id)""")
    facts = {}
    for layer, site, overlap, distance in cursor:
        facts.setdefault(layer, {})[site] = (overlap, distance)
    postgresql = " ".join(versions[0].split()[:2])
    return clock, f"{postgresql}, PostGIS {versions[1]}, GEOS {versions[2]}", facts


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("result", type=Path)
    asked = parser.parse_args()
    with Server() as server:
        clock, versions, facts = measure(server, asked.workspace)
    write_result(asked.result, clock, versions, facts)


if __name__ == "__main__":
    main()
