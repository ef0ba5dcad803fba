#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads layers of every format through workspace.toml. The program is named by XUANZHI_PROGRAM."""

import json
import math
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ.get("XUANZHI_PROGRAM", "xuanzhi")
RULEBOOKS = Path(__file__).resolve().parents[2] / "gisdata" / "rulebooks"
HEAD = """[workspace]
name_zh = "试"
as_of = 2023-02-01
roles = "roles.toml"
rulebooks = ["national.toml"]
"""
SQUARE = [[396000, 4391000], [398000, 4391000], [398000, 4393000], [396000, 4393000],
          [396000, 4391000]]


def feature(ring, **properties):
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(features, crs=4545):
    return json.dumps({"type": "FeatureCollection", "features": features, "crs": {
        "type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}})


def toml(value):
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "{ " + ", ".join(f"{key} = {toml(entry)}" for key, entry in value.items()) + " }"


class Sources(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for file in RULEBOOKS.glob("*.toml"):
            shutil.copy(file, self.folder)
        self.source = self.folder / "源.geojson"
        self.source.write_text(collection([feature(SQUARE, 名称="红线甲")]), encoding="utf-8")

    def run_program(self, *words, code=0):
        done = subprocess.run([PROGRAM, *map(str, words), "--json", "-q"], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return json.loads(done.stdout)

    def inspect(self, layers, head="", code=0):
        text = HEAD + head
        for number, layer in enumerate(layers):
            text += f'[[layer]]\nid = "l{number}"\nname_zh = "层"\n'
            text += "\n".join(f"{key} = {toml(value)}" for key, value in layer.items()) + "\n"
        (self.folder / "workspace.toml").write_text(text, encoding="utf-8")
        return self.run_program("inspect", "-w", self.folder, code=code)

    def notes(self, told, number=0):
        audit = [a for a in told["inputs"] if a["source_id"] == f"l{number}"][0]
        return " ".join(note["zh"] for note in audit["notes"])

    def test_reading_leaves_nothing_beside_the_source(self):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        for suffix in ("gml", "shp", "gpkg", "geojson", "kml", "csv", "sqlite", "dxf", "gdb"):
            self.run_program("convert", self.source, inbox / f"a.{suffix}")
            # What GDAL writes with its files, and readers do without.
            for side in ("a.gfs", "a.xsd"):
                (inbox / side).unlink(missing_ok=True)
            before = sorted(path.name for path in inbox.rglob("*"))
            layer = {"role": "ecological_redline", "source": f"inbox/a.{suffix}"}
            if suffix == "dxf":
                layer["crs"] = "EPSG:4545"
            self.inspect([layer])
            with self.subTest(suffix=suffix):
                self.assertEqual(sorted(path.name for path in inbox.rglob("*")), before)

    def test_every_format_is_a_layer(self):
        for suffix in ("gpkg", "shp", "geojson", "geojsonl", "fgb", "kml", "kmz", "csv", "gml",
                       "gdb", "sqlite", "dxf", "txt"):
            with self.subTest(suffix=suffix):
                target = self.folder / f"层.{suffix}"
                words = ["--to-crs", "EPSG:4524"] if suffix == "txt" else []
                self.run_program("convert", self.source, target, *words)
                layer = {"role": "ecological_redline", "source": target.name}
                if suffix == "dxf":
                    layer["crs"] = "EPSG:4545"
                told = self.inspect([layer])
                audit = told["inputs"][0]
                self.assertEqual((audit["rows_read"], audit["rows_used"]), (1, 1), audit)
                self.assertEqual(told["layers"][0]["features"], 1)
                if suffix in ("shp", "txt"):
                    self.assertIn("GB18030", audit["encoding"])

    def test_lines_are_no_redline(self):
        line = {"type": "Feature", "properties": {},
                "geometry": {"type": "LineString", "coordinates": SQUARE[:3]}}
        self.source.write_text(collection([line]), encoding="utf-8")
        self.run_program("convert", self.source, self.folder / "a.dxf")
        told = self.inspect([{"role": "ecological_redline", "source": "a.dxf",
                              "crs": "EPSG:4545"}], code=2)
        self.assertIn("where", told["error"]["remedy"]["zh"])

    def test_missing_crs_names_the_line_to_write(self):
        self.run_program("convert", self.source, self.folder / "a.shp")
        (self.folder / "a.prj").unlink()
        layer = {"role": "ecological_redline", "source": "a.shp"}
        told = self.inspect([layer], head="area = [106.3, 39.1, 107.2, 39.9]\n", code=2)
        self.assertIn('crs = "EPSG:4545"', told["error"]["remedy"]["zh"])
        told = self.inspect([layer], code=2)
        self.assertIn("area", told["error"]["remedy"]["zh"])

    def test_wrong_meridian_is_noted(self):
        layer = {"role": "ecological_redline", "source": self.source.name, "crs": "EPSG:4544"}
        told = self.inspect([layer], head="area = [106.3, 39.1, 107.2, 39.9]\n")
        self.assertIn('crs = "EPSG:4545"', self.notes(told))
        self.assertIn("257 km", self.notes(told))

    def test_settings_are_told_and_cost_accuracy(self):
        layer = {"role": "ecological_redline", "source": self.source.name, "accuracy_m": 5.0}
        self.degrees("d.geojson")
        told = self.inspect([dict(layer, crs="EPSG:4326", shift="gcj02", source="d.geojson")])
        self.assertIn("不可用于勘界", self.notes(told))
        self.assertAlmostEqual(told["layers"][0]["accuracy_m"], 5.0 + 1.0 + 2.0)
        told = self.inspect([dict(layer, crs="EPSG:2381", datum="unshifted")])
        self.assertIn("未做基准转换", self.notes(told))
        self.assertAlmostEqual(told["layers"][0]["accuracy_m"], 105.0)
        told = self.inspect([dict(layer, crs="EPSG:2381", datum="unshifted",
                                  datum_accuracy_m=30)])
        self.assertAlmostEqual(told["layers"][0]["accuracy_m"], 35.0)

    def degrees(self, name, east=0.0, north=0.0):
        ring = [[106.70 + east, 39.60 + north], [106.80 + east, 39.61 + north],
                [106.82 + east, 39.70 + north], [106.71 + east, 39.72 + north],
                [106.70 + east, 39.60 + north]]
        (self.folder / name).write_text(collection([feature(ring)], 4326), encoding="utf-8")

    def test_very_many_features_are_counted_and_not_all_named(self):
        def square(west, wide):
            return [[396000 + west, 4391000], [396000 + west + wide, 4391000],
                    [396000 + west + wide, 4391100], [396000 + west, 4391100],
                    [396000 + west, 4391000]]
        plots = [feature(square(20 * i, 20), 编号=f"F{i:03}") for i in range(40)]
        self.source.write_text(collection(plots), encoding="utf-8")
        (self.folder / "site.geojson").write_text(
            collection([feature(square(0, 800), 编号="S")]), encoding="utf-8")
        self.inspect([{"role": "ecological_redline", "source": self.source.name,
                       "fields": {"id": "编号"}}],
                     '[[sites]]\nsource = "site.geojson"\nfields = { id = "编号" }\n')
        words = ["check", "S", "-w", self.folder]
        for language, count in (("zh", "等共 40 个"), ("en", "40 in all")):
            done = subprocess.run([PROGRAM, *map(str, words), "--lang", language, "-q"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(count, done.stdout)
            self.assertIn("F011", done.stdout)
            self.assertNotIn("F012", done.stdout)
        told = self.run_program(*words)
        self.assertIn(40, [len(finding.get("features", []))
                           for finding in told["depends_on_project"]])

    def test_a_displaced_twin_is_noted(self):
        metres = 111320.0
        self.degrees("true.geojson")
        self.degrees("drawn.geojson", 408 / (metres * math.cos(math.radians(39.65))), 105 / 111030)
        told = self.inspect([{"role": "park", "source": "true.geojson"},
                             {"role": "park", "source": "drawn.geojson"}])
        self.assertIn('shift = "gcj02"', self.notes(told, 1))
        self.assertNotIn("gcj02", self.notes(told, 0))

    def test_sites_are_never_put_back(self):
        self.degrees("d.geojson")
        told = self.inspect([], head='[[sites]]\nsource = "d.geojson"\nshift = "gcj02"\n', code=2)
        self.assertIn("勘测", told["error"]["message"]["zh"])

    def test_a_survey_text_is_a_site(self):
        self.run_program("convert", self.source, self.folder / "地块.txt", "--to-crs", "EPSG:4524")
        self.inspect([{"role": "ecological_redline", "source": self.source.name}])
        told = self.run_program("check", self.folder / "地块.txt", "-w", self.folder)
        self.assertIn("verdict", json.dumps(told))


if __name__ == "__main__":
    unittest.main()
