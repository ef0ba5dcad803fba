# SPDX-License-Identifier: Apache-2.0
"""Writes GeoPackages straight through sqlite3: half a million areas in some seconds."""

import sqlite3
import struct

import numpy as np

SRS = 4490
DECIMALS = 9  # of a degree: a tenth of a millimetre; hides what the machine's sine rounds
_WKT = (
    'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,'
    '298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]')
_SCHEMA = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10200;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
"""


def _header(low, high):
    return b"GP\0\3" + struct.pack("<i4d", SRS, low[0], high[0], low[1], high[1])


def polygon(rings):
    """A GeoPackage blob of closed rings, the shell first."""
    rings = [np.round(ring, DECIMALS) for ring in rings]
    parts = [_header(rings[0].min(axis=0), rings[0].max(axis=0)),
             struct.pack("<BII", 1, 3, len(rings))]
    for ring in rings:
        parts += [struct.pack("<I", len(ring)), ring.astype("<f8").tobytes()]
    return b"".join(parts)


def line(path):
    path = np.round(path, DECIMALS)
    return b"".join([_header(path.min(axis=0), path.max(axis=0)),
                     struct.pack("<BII", 1, 2, len(path)), path.astype("<f8").tobytes()])


def point(at):
    at = np.round(at, DECIMALS)
    return b"".join([_header(at, at), struct.pack("<BI", 1, 1), at.astype("<f8").tobytes()])


def polygons(rings):
    """Blobs of many shells with as many corners each, from an array (count, corners, 2)."""
    rings = np.round(rings, DECIMALS)
    count, corners, _ = rings.shape
    record = np.dtype([("magic", "S3"), ("flags", "u1"), ("srs", "<i4"), ("box", "<f8", 4),
                       ("order", "u1"), ("kind", "<u4"), ("rings", "<u4"), ("corners", "<u4"),
                       ("path", "<f8", (corners, 2))])
    table = np.zeros(count, record)
    table["magic"], table["flags"], table["srs"] = b"GP", 3, SRS
    low, high = rings.min(axis=1), rings.max(axis=1)
    table["box"] = np.column_stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]])
    table["order"], table["kind"], table["rings"], table["corners"] = 1, 3, 1, corners
    table["path"] = rings
    whole = table.tobytes()
    return [whole[at:at + record.itemsize] for at in range(0, len(whole), record.itemsize)]


class GeoPackage:
    """One file; every table has `fid`, `geom` and the columns that are given."""

    def __init__(self, file):
        file.unlink(missing_ok=True)
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._database.executescript(_SCHEMA)
        self._database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,'EPSG',?,?,NULL)",
                               ("CGCS2000", SRS, SRS, _WKT))
        self._database.execute("BEGIN")

    def table(self, name, kind, columns, rows):
        """`columns` is SQL, such as "bsm TEXT"; the geometry stands first in each row."""
        self._database.execute(
            f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY, geom {kind}, {columns})")
        self._database.execute("INSERT INTO gpkg_geometry_columns VALUES (?,'geom',?,?,0,0)",
                               (name, kind, SRS))
        low, high = [np.inf, np.inf], [-np.inf, -np.inf]
        marks = ",".join("?" * (columns.count(",") + 2))

        def each():
            for row in rows:
                west, east, south, north = struct.unpack_from("<4d", row[0], 8)
                low[:] = min(low[0], west), min(low[1], south)
                high[:] = max(high[0], east), max(high[1], north)
                yield row

        self._database.executemany(f"INSERT INTO {name} VALUES (NULL,{marks})", each())
        self._database.execute(
            "INSERT INTO gpkg_contents VALUES (?,'features',?,'','2026-01-01T00:00:00.000Z',"
            "?,?,?,?,?)", (name, name, *low, *high, SRS))

    def close(self):
        self._database.execute("COMMIT")
        self._database.close()
