#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `inspect` says where a CRS is missing or doubtful: in both languages, with the line to write.

The numbers are made by GDAL's ogr2ogr; distances come from formulas that stand beside them.
"""

import math
import re
import unittest

import format_samples as samples
from format_case import FormatCase
from format_samples import ogr2ogr, square
from workbench import rows

WUHAI = "area = [106.3, 39.1, 107.2, 39.9]\n"
IDS = {"id": "bsm"}


class Doctor(FormatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.degrees = samples.geojson_file(cls.folder / "degrees.geojson")

    def projected(self, code, suffix="csv", swapped=False):
        """The parcels in another CRS, in a file that states none."""
        name = f"p{code}{'s' if swapped else ''}"
        swap = ["-dialect", "SQLite", "-sql",
                "SELECT SwapCoordinates(geom), bsm, mc FROM moved"] if swapped else []
        moved = ogr2ogr(self.folder / f"moved{name}.gpkg", self.degrees, "-f", "GPKG", "-t_srs",
                        f"EPSG:{code}", "-nln", "moved", "-overwrite")
        return ogr2ogr(self.folder / f"{name}.{suffix}", moved, "-f", "CSV", "-lco",
                       "GEOMETRY=AS_WKT", *swap)

    def doubt(self, head=WUHAI, source=None, **settings):
        """The notes on the layer, the same in JSON, text and the result; and on the sites."""
        folder = self.workspace(source, IDS, head, **settings)
        audits = self.audits(folder)
        doubts = {kind: [note for note in audits[kind]["notes"] if "doubtful" in note["en"]]
                  for kind in ("layer", "sites")}
        self.assertEqual(doubts["layer"], doubts["sites"])
        self.assertEqual(len(doubts["layer"]), 1, audits["layer"]["notes"])
        note = doubts["layer"][0]
        for language in ("zh", "en"):
            text = self.good("inspect", "-w", folder, "--lang", language).stdout
            self.assertIn(note[language], text)
        return note

    def proposals(self, text):
        return re.findall(r'crs = "(EPSG:\d+)"', text)

    def test_missing_crs_of_metres_with_and_without_zone_number(self):
        for code in (4545, 4524):
            told = self.refusal(self.projected(code), columns=IDS, head=WUHAI)
            for language in ("zh", "en"):
                self.assertEqual(self.proposals(told["remedy"][language])[0], f"EPSG:{code}")

    def test_missing_crs_of_metres_without_zone_number_asks_for_the_area(self):
        told = self.refusal(self.projected(4545), columns=IDS)
        for language in ("zh", "en"):
            self.assertIn("area = [", told["remedy"][language])

    def test_missing_crs_of_swapped_metres_proposes_axes_too(self):
        told = self.refusal(self.projected(4545, swapped=True), columns=IDS, head=WUHAI)
        for language in ("zh", "en"):
            self.assertIn('axis_order = "north_east"', told["remedy"][language])

    def test_the_proposed_lines_put_the_file_where_it_belongs(self):
        for code, swapped in ((4545, False), (4524, False), (4545, True), (4507, False)):
            with self.subTest(code=code, swapped=swapped):
                file = self.projected(code, swapped=swapped)
                remedy = self.refusal(file, columns=IDS, head=WUHAI)["remedy"]["zh"]
                settings = {"crs": self.proposals(remedy)[0]}
                if "axis_order" in remedy.split("；")[2]:
                    settings["axis_order"] = "north_east"
                folder = self.workspace(file, IDS, WUHAI, **settings)
                told = self.good_json("check", "0601", "-w", folder)
                self.assertLess(abs(told["area_m2"] / samples.AREAS["0601"] - 1), 1e-5)

    def test_wrong_central_meridian(self):
        # 3° of longitude at 39.66°N: 111.32 km x cos 39.66° x 3 = 257 km.
        self.assertAlmostEqual(111.32 * math.cos(math.radians(39.66)) * 3, 257, delta=1)
        note = self.doubt(source=self.projected(4545), crs="EPSG:4544")
        for language, words in (("zh", "中央经线不对"), ("en", "wrong central meridian")):
            self.assertIn(words, note[language])
            self.assertIn("257 km", note[language])
            self.assertEqual(self.proposals(note[language])[0], "EPSG:4545")

    def test_swapped_axes(self):
        note = self.doubt(source=self.projected(4545, swapped=True), crs="EPSG:4545")
        for language, words in (("zh", "坐标轴颠倒"), ("en", "axes are swapped")):
            self.assertIn(words, note[language])
            self.assertIn('axis_order = "north_east"', note[language])

    def test_degrees_taken_for_metres_and_the_other_way_round(self):
        note = self.doubt(source=self.degrees, crs="EPSG:4545")
        self.assertIn("数值是度", note["zh"])
        self.assertIn("the numbers are degrees", note["en"])
        self.assertEqual(self.proposals(note["zh"])[0], "EPSG:4490")
        folder = self.workspace(self.projected(4545), IDS, WUHAI, crs="EPSG:4490",
                                site_source=self.degrees)
        audit = self.audits(folder)["layer"]
        self.assert_noted(audit, "数值是米", "the numbers are metres")
        self.assertEqual(audit["rows_used"], 0)  # nothing is read as if it were on Earth

    def test_missing_zone_number(self):
        note = self.doubt(source=self.projected(4545), crs="EPSG:4524")
        self.assertIn("带号", note["zh"])
        self.assertIn("zone number", note["en"])
        self.assertEqual(self.proposals(note["en"])[0], "EPSG:4545")

    def test_zone_35_has_the_numbers_of_the_wide_zone_18(self):
        folder = self.workspace(self.projected(4507), IDS, WUHAI, crs="EPSG:4544")
        audit = self.audits(folder)["layer"]
        self.assert_noted(audit, "6° 带 18 带数值相同", "the 6° zone 18 has the same numbers")
        self.assertNotIn("doubtful", self.notes(audit, "en"))

    def test_right_crs_is_not_doubted(self):
        for code in (4545, 4524, 4507):
            folder = self.workspace(self.projected(code), IDS, WUHAI, crs=f"EPSG:{code}")
            self.assertNotIn("doubtful", self.notes(self.audits(folder)["layer"], "en"))

    def test_a_twin_displaced_as_web_maps_are(self):
        # At Wuhai GCJ-02 lies 408 m east and 105 m north.
        east = 408 / (111320 * math.cos(math.radians(39.665)))
        shifted = samples.geojson_file(self.folder / "drawn.geojson", [
            ({"bsm": "1", "mc": "画"}, [square(106.800 + east, 39.660 + 105 / 111030, 0.010)])])
        true = samples.geojson_file(self.folder / "true.geojson", [
            ({"bsm": "1", "mc": "真"}, [square(106.800, 39.660, 0.010)])])
        folder = self.workspace(true, IDS, site_source=self.degrees)
        with open(folder / "workspace.toml", "a", encoding="utf-8") as out:
            out.write(f'\n[[layer]]\nid = "twin"\nrole = "ecological_redline"\n'
                      f'source = "{shifted}"\n')
        told = self.good_json("inspect", "-w", folder)
        notes = {audit["source_id"]: audit for audit in told["inputs"]}
        self.assert_noted(notes["twin"], 'shift = "gcj02"', 'shift = "gcj02"')
        self.assert_noted(notes["twin"], "网络地图", "web map")
        self.assertNotIn("gcj02", self.notes(notes["file"]))
        result = folder / "r.gpkg"
        self.good("evaluate", "-w", folder, "-o", result, "-q")
        written = rows(result, "SELECT reason_zh, reason_en FROM input_audit "
                               "WHERE source_id = 'twin' AND outcome = 'summary'")
        self.assertIn("gcj02", written[0]["reason_zh"])
        self.assertIn("gcj02", written[0]["reason_en"])


if __name__ == "__main__":
    samples.need_ogr2ogr()
    unittest.main()
