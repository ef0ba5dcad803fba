#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`xuanzhi convert` to every format that can be written and back: the same vertices, the same texts.

What a format cannot hold is stated here format by format, and nowhere else is anything lost. Files
in between are also counted by another program, ogrinfo.
"""

import json
import subprocess
import unittest

import format_samples as samples
from format_samples import PLANE_PARCELS, rings_of, square
from workbench import Case, run

# Values that are easily spoilt: leading zeros, signs, 16 digits, nothing, quotes, full width.
VALUES = [
    {"编号": "0601", "名称": "乌达一号，“地块”", "数量": 7, "比例": 0.1, "日期": "2023-02-01"},
    {"编号": "0602", "名称": "朱镕路'东'; a,b", "数量": -3, "比例": 123456.789012, "日期": "1999-12-31"},
    {"编号": "0603", "名称": "Ａ１ 海勃湾", "数量": None, "比例": None, "日期": None},
]
MILLIMETRE = 0.001
# GeoJSONSeq and KML are in degrees; their digits are finer than a millimetre.
FORMATS = ("gpkg", "shp", "geojson", "geojsonl", "fgb", "kml", "kmz", "csv", "gml", "gdb", "sqlite")
TYPED = ("gpkg", "geojson", "geojsonl", "fgb", "gml", "gdb", "sqlite", "shp")


def features():
    out = [{"type": "Feature", "properties": values,
            "geometry": {"type": "Polygon", "coordinates": rings_of(parcel)}}
           for values, parcel in zip(VALUES, PLANE_PARCELS)]
    # The third is of two parts, one with a hole.
    parts = [[square(399000, 4391000, 20.0)],
             [square(399100, 4391000, 50.0), square(399110, 4391010, 10.0)]]
    out[2]["geometry"] = {"type": "MultiPolygon", "coordinates": parts}
    return out


def vertices(geometry):
    """All vertices, whatever rings begin with and whichever way they run."""
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    return sorted(tuple(point[:2]) for part in parts for ring in part for point in ring[:-1])


class RoundTrips(Case):
    def setUp(self):
        self.source = self.folder / "源.geojson"
        self.source.write_text(json.dumps({
            "type": "FeatureCollection", "features": features(),
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4545"}}}),
            encoding="utf-8")

    def convert(self, *words, code=0):
        done = run("convert", *words, "--json")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def there_and_back(self, suffix, *words):
        """The features that come back, by the code, and the new names of columns."""
        target = self.folder / f"中.{suffix}"
        told = self.convert(self.source, target, *words)
        self.assertEqual((told["rows_read"], told["rows_used"]), (3, 3))
        back = self.folder / f"back_{suffix}.geojson"
        back_told = self.convert(target, back, "--to-crs", "EPSG:4545")
        self.assertEqual(back_told["rows_used"], 3, back_told)
        got = json.loads(back.read_text(encoding="utf-8"))["features"]
        names = told["renamed_fields"]
        return {f["properties"][names.get("编号", "编号")]: f for f in got}, names

    def assert_same_vertices(self, got, wanted, limit):
        self.assertEqual(len(got), len(wanted))
        for a, b in zip(got, wanted):
            self.assertLess(abs(a[0] - b[0]), limit)
            self.assertLess(abs(a[1] - b[1]), limit)

    def rounded(self, geometry):
        """Sorting by coordinates must not depend on the last digits."""
        return sorted((round(x, 3), round(y, 3)) for x, y in vertices(geometry))

    def test_vertices_come_back_within_a_millimetre(self):
        for suffix in FORMATS:
            with self.subTest(suffix=suffix):
                got, _ = self.there_and_back(suffix)
                self.assertEqual(set(got), {"0601", "0602", "0603"})
                for feature in features():
                    back = got[feature["properties"]["编号"]]["geometry"]
                    self.assert_same_vertices(self.rounded(back),
                                              self.rounded(feature["geometry"]), 1.5 * MILLIMETRE)

    def test_texts_and_numbers_come_back(self):
        for suffix in FORMATS:
            with self.subTest(suffix=suffix):
                got, names = self.there_and_back(suffix)
                for wanted in VALUES:
                    values = got[wanted["编号"]]["properties"]
                    for key in ("名称", "数量", "比例"):
                        value = values[names.get(key, key)]
                        if wanted[key] is None and suffix in ("kml", "kmz", "csv"):
                            self.assertIn(value, (None, ""))
                        elif suffix == "csv" and value is not None:
                            self.assertEqual(type(wanted[key])(value), wanted[key], key)
                        else:
                            self.assertEqual(value, wanted[key], key)
                            self.assertEqual(type(value), type(wanted[key]), key)

    def test_dates_come_back_as_days(self):
        for suffix in FORMATS:
            with self.subTest(suffix=suffix):
                got, names = self.there_and_back(suffix)
                for wanted in VALUES:
                    value = got[wanted["编号"]]["properties"][names.get("日期", "日期")]
                    if wanted["日期"] is None:
                        self.assertIn(value, (None, ""))
                        continue
                    self.assertEqual(value.replace("/", "-")[:10], wanted["日期"])

    def test_another_program_counts_the_same_rows(self):
        for suffix in (*FORMATS, "dxf"):
            with self.subTest(suffix=suffix):
                target = self.folder / f"count.{suffix}"
                self.convert(self.source, target)
                done = subprocess.run(["ogrinfo", "-ro", "-al", "-so", str(target)],
                                      capture_output=True, text=True, errors="replace", check=False)
                # A drawing has one closed line for each ring: 1 + 2 + 3.
                wanted = 6 if suffix == "dxf" else 3
                self.assertIn(f"Feature Count: {wanted}", done.stdout, done.stderr)

    def test_a_drawing_keeps_every_outline(self):
        target = self.folder / "a.dxf"
        self.convert(self.source, target)
        back = self.folder / "a.geojson"
        self.convert(target, back, "--from-crs", "EPSG:4545")
        got = [self.rounded(f["geometry"])
               for f in json.loads(back.read_text(encoding="utf-8"))["features"]]
        rings = [[ring] for feature in features() for part in
                 (feature["geometry"]["coordinates"] if feature["geometry"]["type"] == "MultiPolygon"
                  else [feature["geometry"]["coordinates"]]) for ring in part]
        wanted = [self.rounded({"type": "Polygon", "coordinates": ring}) for ring in rings]
        self.assertEqual(sorted(got), sorted(wanted))

    def test_a_survey_text_keeps_vertices_and_the_columns_it_has(self):
        source = self.folder / "survey.geojson"
        rows = [dict(f, properties={"地块编号": f"J-{i}", "地块名称": f["properties"]["名称"],
                                    "地块用途": "工业用地", "地类编码": "0601"})
                for i, f in enumerate(features())]
        source.write_text(json.dumps({
            "type": "FeatureCollection", "features": rows,
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4545"}}}),
            encoding="utf-8")
        target = self.folder / "地块.txt"
        self.convert(source, target, "--to-crs", "EPSG:4524")
        back = self.folder / "t.geojson"
        told = self.convert(target, back, "--to-crs", "EPSG:4545")
        # Areas of the head are in hectares, and agree with those of the coordinates.
        self.assertTrue(any("3 ha" in note["en"] for note in told["notes"]), told["notes"])
        got = {f["properties"]["地块编号"]: f
               for f in json.loads(back.read_text(encoding="utf-8"))["features"]}
        for row in rows:
            feature = got[row["properties"]["地块编号"]]
            for key, value in row["properties"].items():
                # The separator of the format cannot stand in a value.
                self.assertEqual(feature["properties"][key], value.replace(",", "，"))
            self.assert_same_vertices(self.rounded(feature["geometry"]),
                                      self.rounded(row["geometry"]), 1.5 * MILLIMETRE)

    def test_a_vct_becomes_a_geopackage(self):
        file = samples.vct(self.folder / "成果.vct")
        back = self.folder / "vct.geojson"
        self.convert(file, self.folder / "vct.gpkg", "--table", "DK")
        self.convert(self.folder / "vct.gpkg", back, "--to-crs", "EPSG:4545")
        got = json.loads(back.read_text(encoding="utf-8"))["features"]
        self.assertEqual([f["properties"]["DKBH"] for f in got], ["J-1", "J-2"])
        for feature, parcel in zip(got, PLANE_PARCELS):
            wanted = {"type": "Polygon", "coordinates": rings_of(parcel)}
            self.assertEqual(self.rounded(feature["geometry"]), self.rounded(wanted))


if __name__ == "__main__":
    samples.need_ogr2ogr()
    unittest.main()
