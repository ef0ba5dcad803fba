#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `xuanzhi convert` on small files. The program is named by XUANZHI_PROGRAM."""

import json
import os
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path

PROGRAM = os.environ.get("XUANZHI_PROGRAM", "xuanzhi")

# A square with a hole and a triangle near Wuhai, in EPSG:4545 metres.
FEATURES = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4545"}},
    "features": [
        {"type": "Feature",
         "properties": {"code": "0601", "名称": "示例地块一", "count": 7, "share": 0.1,
                        "day": "2023-02-01"},
         "geometry": {"type": "Polygon", "coordinates": [
             [[396000, 4391000], [396500, 4391000], [396500, 4391500], [396000, 4391500],
              [396000, 4391000]],
             [[396100, 4391100], [396100, 4391200], [396200, 4391200], [396200, 4391100],
              [396100, 4391100]]]}},
        {"type": "Feature",
         "properties": {"code": "0602", "名称": "示例地块二", "count": None, "share": 2.5,
                        "day": None},
         "geometry": {"type": "Polygon", "coordinates": [
             [[397000, 4391000], [397300, 4391000], [397000, 4391300], [397000, 4391000]]]}},
    ],
}
BOWTIE = {"type": "Feature", "properties": {"code": "x", "名称": "自相交"},
          "geometry": {"type": "Polygon", "coordinates": [
              [[398000, 4391000], [398100, 4391100], [398100, 4391000], [398000, 4391100],
               [398000, 4391000]]]}}


def ring_area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


def area(geometry):
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    return sum(ring_area(p[0]) - sum(map(ring_area, p[1:])) for p in parts)


class Convert(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.source = self.folder / "源.geojson"
        self.source.write_text(json.dumps(FEATURES), encoding="utf-8")

    def run_program(self, *words, code=0):
        done = subprocess.run([PROGRAM, "convert", *map(str, words), "--json", "--lang", "en"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return json.loads(done.stdout) if done.stdout else {}

    def back(self, file, *words):
        out = self.folder / "back.geojson"
        self.run_program(file, out, "--to-crs", "EPSG:4545", *words)
        return sorted(json.loads(out.read_text(encoding="utf-8"))["features"],
                      key=lambda f: -area(f["geometry"]))

    def assert_same(self, features, places=6):
        self.assertEqual(len(features), 2)
        for got, wanted in zip(features, FEATURES["features"]):
            wanted_area = area(wanted["geometry"])
            self.assertLess(abs(area(got["geometry"]) / wanted_area - 1), 10 ** -places)

    def test_every_format_and_back(self):
        for suffix in ("gpkg", "shp", "geojsonl", "fgb", "kml", "kmz", "csv", "gml", "gdb",
                       "sqlite"):
            with self.subTest(suffix=suffix):
                target = self.folder / f"out.{suffix}"
                told = self.run_program(self.source, target)
                self.assertTrue(target.exists())
                self.assertEqual(told["rows_read"], 2)
                self.assertEqual(told["target"]["rows"], 2)
                self.assertIn("4545", told["source"]["crs"])
                features = self.back(target)
                self.assert_same(features)
                names = told["renamed_fields"]
                for got, wanted in zip(features, FEATURES["features"]):
                    for key in ("code", "名称", "count", "share"):
                        value = got["properties"][names.get(key, key)]
                        self.assertEqual(value, wanted["properties"][key], (suffix, key))
                left = [p.name for p in self.folder.iterdir() if p.name.startswith(".")]
                self.assertEqual(left, [])

    def test_drawing(self):
        target = self.folder / "out.dxf"
        told = self.run_program(self.source, target)
        self.assertTrue(any("CRS" in note["en"] for note in told["notes"]))
        features = self.back(target, "--from-crs", "EPSG:4545")
        self.assertEqual(len(features), 3)  # the hole is a closed line of its own
        self.assertAlmostEqual(area(features[0]["geometry"]), 250000.0, places=3)

    def test_shapefile_in_both_encodings(self):
        for encoding in ("GB18030", "UTF-8"):
            target = self.folder / f"{encoding}.shp"
            told = self.run_program(self.source, target, "--encoding", encoding)
            self.assertEqual(told["target"]["encoding"], encoding)
            self.assertEqual(told["renamed_fields"], {"名称": "F02"})
            text = (self.folder / f"{encoding}.dbf").read_bytes()
            self.assertIn("示例地块一".encode(encoding), text)

    def test_other_crs_keeps_vertices(self):
        target = self.folder / "zone.gpkg"
        self.run_program(self.source, target, "--to-crs", "EPSG:4524")
        out = self.folder / "zone.geojson"
        self.run_program(target, out)
        ring = json.loads(out.read_text(encoding="utf-8"))["features"][0]["geometry"]
        points = ring["coordinates"][0] if ring["type"] == "Polygon" else ring["coordinates"][0][0]
        self.assertEqual(len(points), 5)
        self.assertTrue(any(abs(p[0] - 36396000) < 1e-3 and abs(p[1] - 4391000) < 1e-3
                            for p in points))

    def test_repairs_are_told(self):
        spoiled = dict(FEATURES, features=FEATURES["features"] + [BOWTIE])
        self.source.write_text(json.dumps(spoiled), encoding="utf-8")
        told = self.run_program(self.source, self.folder / "out.gpkg")
        self.assertEqual(told["rows_repaired"], 1)
        self.assertEqual(told["items"][0]["outcome"], "repaired")

    def test_unknown_suffix_is_wrong_usage(self):
        told = self.run_program(self.source, self.folder / "out.dwg", code=1)
        self.assertIn("gpkg", told["error"]["remedy"]["en"])
        self.assertFalse((self.folder / "out.dwg").exists())

    def test_missing_crs_names_candidates(self):
        table = self.folder / "points.csv"
        table.write_text("名称,经度,纬度\n甲,106.8,39.6\n", encoding="gbk")
        told = self.run_program(table, self.folder / "out.gpkg", code=2)
        self.assertIn('crs = "EPSG:4490"', told["error"]["remedy"]["en"])
        told = self.run_program(table, self.folder / "out.gpkg", "--from-crs", "EPSG:4490")
        self.assertEqual(told["source"]["encoding"], "GB18030")

    def test_displacement_of_a_web_map(self):
        table = self.folder / "poi.csv"
        table.write_text("name,lon,lat\na,106.798960,39.656043\n", encoding="utf-8")
        out = self.folder / "poi.geojson"
        told = self.run_program(table, out, "--from-crs", "EPSG:4326", "--shift", "gcj02")
        self.assertTrue(any("not for land surveys" in note["en"] for note in told["notes"]))
        x, y = json.loads(out.read_text(encoding="utf-8"))["features"][0]["geometry"]["coordinates"]
        self.assertAlmostEqual(x, 106.7942, places=5)
        self.assertAlmostEqual(y, 39.6551, places=5)

    def test_axes_of_surveyors(self):
        table = self.folder / "j.csv"
        table.write_text("name,x,y\na,4391929.304,396514.479\n", encoding="utf-8")
        out = self.folder / "j.geojson"
        self.run_program(table, out, "--from-crs", "EPSG:4545", "--axis-order", "north_east",
                         "--to-crs", "EPSG:4490")
        x, y = json.loads(out.read_text(encoding="utf-8"))["features"][0]["geometry"]["coordinates"]
        self.assertAlmostEqual(x, 106.7942, places=7)
        self.assertAlmostEqual(y, 39.6551, places=7)

    def test_zipped_shapefile_in_folders(self):
        self.run_program(self.source, self.folder / "a.shp")
        archive = self.folder / "a.zip"
        with zipfile.ZipFile(archive, "w") as zipped:
            for suffix in ("shp", "shx", "dbf", "prj", "cpg"):
                zipped.write(self.folder / f"a.{suffix}", f"数据/红线/a.{suffix}")
        self.assert_same(self.back(archive))

    def test_secret_datum_is_refused_until_asked_for(self):
        self.run_program(self.source, self.folder / "x.gpkg")
        words = (self.folder / "x.gpkg", self.folder / "y.gpkg", "--from-crs", "EPSG:2381",
                 "--to-crs", "EPSG:4545")
        told = self.run_program(*words, code=2)
        self.assertIn("unshifted", told["error"]["message"]["en"])
        told = self.run_program(*words, "--datum", "unshifted")
        self.assertTrue(any("未做基准转换" in note["zh"] for note in told["notes"]))

    def test_an_earlier_file_survives_a_failure(self):
        target = self.folder / "out.gpkg"
        self.run_program(self.source, target)
        before = target.read_bytes()
        self.run_program(self.folder / "nothing.shp", target, code=2)
        self.assertEqual(target.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
