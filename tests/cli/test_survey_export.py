# SPDX-License-Identifier: Apache-2.0
"""Whole-program test: sites exported as survey texts are the sites that were read.

The coordinates are compared with those that GDAL's ogr2ogr computes from the source itself.
"""

import json
import math
import shutil
import subprocess
import sys
import unittest

from workbench import DEMO, Case, rows

ZONES = {36: "EPSG:4524", 38: "EPSG:4526"}
MILLIMETRE = 0.001


def parcels(path):
    """Site id -> list of rings of (east, north), read by the grammar and nothing else."""
    out, rings = {}, None
    for line in path.read_text(encoding="gb18030").split("[地块坐标]")[1].splitlines():
        cells = line.split(",")
        if line.endswith("@"):
            rings = out.setdefault(cells[2], {})
        elif len(cells) >= 4:
            rings.setdefault(cells[1], []).append((float(cells[3]), float(cells[2])))
    return {site: list(found.values()) for site, found in out.items()}


def source_rings(zone):
    """The same from the source, by ogr2ogr."""
    done = subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-t_srs", ZONES[zone], "-lco",
                           "COORDINATE_PRECISION=6", "/vsistdout/", DEMO / "sites.gpkg", "site"],
                          capture_output=True, check=True)
    out = {}
    for feature in json.loads(done.stdout)["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        out[feature["properties"]["site_id"]] = [ring for polygon in polygons for ring in polygon]
    return out


def areas(result):
    return {row["site_id"]: row["area_m2"]
            for row in rows(result, "SELECT site_id, area_m2 FROM site")}


def from_edges(point, rings):
    """Distance of a point from the nearest edge."""
    best = math.inf
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            t = 0 if length == 0 else ((point[0] - ax) * dx + (point[1] - ay) * dy) / length
            t = min(1, max(0, t))
            best = min(best, math.hypot(point[0] - ax - t * dx, point[1] - ay - t * dy))
    return best


@unittest.skipUnless(shutil.which("ogr2ogr"), "ogr2ogr is not installed")
class SurveyExport(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = cls.folder / "export"

    def test_exported_sites_are_the_sites_that_were_read_to_the_millimetre(self):
        self.good("export", "-w", DEMO, "-o", self.out, "--format", "txt", "-q")
        seen = set()
        for zone in ZONES:
            truth = source_rings(zone)
            for site, rings in parcels(self.out / f"site_zone{zone}.txt").items():
                self.assertNotIn(site, seen)
                seen.add(site)
                self.assertEqual(len(rings), len(truth[site]), site)
                for ring in rings:
                    self.assertEqual(ring[0], ring[-1], site)
                    for point in ring:
                        self.assertLessEqual(from_edges(point, truth[site]), MILLIMETRE, site)
                for ring in truth[site]:
                    for point in ring:
                        self.assertLessEqual(from_edges(point, rings), MILLIMETRE, site)
        self.assertEqual(seen, set(areas(self.out / "xuanzhi.gpkg")))

    def test_an_exported_text_is_read_again_as_sites_of_the_same_area(self):
        self.good("export", "-w", DEMO, "-o", self.out, "--format", "txt", "-q")
        check = self.fresh("again")
        manifest = (check / "workspace.toml").read_text(encoding="utf-8")
        begin, end = manifest.index("[[sites]]"), manifest.index("[projects]")
        shutil.copy(self.out / "site_zone36.txt", check / "site.txt")
        (check / "workspace.toml").write_text(
            manifest[:begin] + '[[sites]]\nsource = "site.txt"\nfields = { id = "地块编号" }\n'
            + manifest[end:], encoding="utf-8")
        self.good("evaluate", "-w", check, "-o", self.folder / "again.gpkg", "-q")
        again = areas(self.folder / "again.gpkg")
        first = areas(self.out / "xuanzhi.gpkg")
        self.assertGreater(len(again), 50)
        for site, area in again.items():
            self.assertAlmostEqual(area / first[site], 1.0, delta=1e-6, msg=site)


if __name__ == "__main__":
    sys.exit(unittest.main())
