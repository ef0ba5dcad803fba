# SPDX-License-Identifier: Apache-2.0
"""What the tests against SpatiaLite share: the program under test, the connection, the limits.

Numbers are recomputed by SQL statements that anybody can run; nothing here links to xuanzhi.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

SKIPPED = 77

# Areas agree within a relative limit; pieces of a few square millimetres are noise of the overlay.
RELATIVE = 1e-6
SLIVER_M2 = 1e-3


def skip(message):
    print(f"skipped: {message}")
    sys.exit(SKIPPED)


def source_dir():
    return Path(os.environ.get("XUANZHI_SOURCE_DIR", Path(__file__).resolve().parents[2]))


def program():
    given = os.environ.get("XUANZHI_PROGRAM")
    if given is None:
        given = source_dir() / "build" / "release" / "xuanzhi"
    if not Path(given).exists():
        skip(f"no program at {given}; set XUANZHI_PROGRAM")
    return str(given)


def run(*arguments, timeout=600):
    """Runs xuanzhi; returns the finished process with text output."""
    return subprocess.run([program(), *map(str, arguments)], capture_output=True, text=True,
                          errors="replace", timeout=timeout)


def connect():
    """An in-memory SpatiaLite database, or the test ends as skipped."""
    db = sqlite3.connect(":memory:")
    try:
        db.enable_load_extension(True)
        db.load_extension("mod_spatialite")
    except (AttributeError, sqlite3.OperationalError) as error:
        skip(f"mod_spatialite is not available: {error}")
    db.execute("SELECT InitSpatialMetaDataFull(1)")
    return db


def value(db, sql, *arguments):
    return db.execute(sql, arguments).fetchone()[0]


def area_sql(shape):
    """SQL for the ellipsoidal area of a shape in degrees whose edges are straight in degrees.

    ST_Area(…, 1) takes edges as geodesics. On a strip of 1.4 km × 8 cm that is 0.7 %, so the edges
    are cut to 9 m first, where the two differ by 1e-6 m² per metre of edge. No area is 0.
    """
    return f"COALESCE(ST_Area(ST_Segmentize(ExtractMultiPolygon({shape}), 0.0001), 1), 0.0)"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Comparison:
    """Pairs of numbers of one kind: how many, the worst, and all that are too far apart."""

    def __init__(self, name):
        self.name = name
        self.count = 0
        self.nonzero = 0
        self.worst_relative = (0.0, "")
        self.worst_absolute = (0.0, "")
        self.failures = []

    def area(self, where, ours, oracle, absolute=SLIVER_M2):
        self.count += 1
        if ours is None:
            self.fail(where, "no value", oracle)
            return
        difference = abs(ours - oracle)
        self.nonzero += oracle > absolute
        if difference > self.worst_absolute[0]:
            self.worst_absolute = (difference, where)
        # The relative error of a piece near the absolute limit says nothing.
        if oracle > 1000.0 * absolute and difference / oracle > self.worst_relative[0]:
            self.worst_relative = (difference / oracle, where)
        if difference > max(absolute, RELATIVE * abs(oracle)):
            self.fail(where, ours, oracle)

    def fail(self, where, ours, oracle):
        self.failures.append(f"{self.name}: {where}: xuanzhi {ours!r}, oracle {oracle!r}")

    def line(self):
        return (f"  {self.name:<34} {self.count:>7} compared, {self.nonzero:>6} not zero, worst "
                f"{self.worst_relative[0]:.1e} relative {self.worst_relative[1]}, "
                f"{self.worst_absolute[0]:.1e} absolute {self.worst_absolute[1]}")


def conclude(comparisons):
    """Prints what was compared; the exit code."""
    failures = [failure for c in comparisons for failure in c.failures]
    for comparison in comparisons:
        print(comparison.line())
    for failure in failures[:40]:
        print(f"FAILED {failure}")
    if len(failures) > 40:
        print(f"… and {len(failures) - 40} more")
    print(f"{'FAILED' if failures else 'passed'}: {sum(c.count for c in comparisons)} numbers, "
          f"{len(failures)} differ")
    return 1 if failures else 0
