#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files of other programs, read through a workspace as a layer and as sites.

format            written by                                    read by            round trip (test_round_trips.py)
Shapefile         ogr2ogr: UTF-8, GBK; .cpg, .prj spoilt        Shapefiles         shp
zipped shapefile  ogr2ogr and zip, in folders                   Shapefiles         -
FileGDB           ogr2ogr; ESRI's own in the real data          Databases          gdb
GeoPackage        ogr2ogr                                       Databases          gpkg
SpatiaLite        ogr2ogr                                       Databases          sqlite
PostGIS           no server at hand: errors only                Databases          -
DXF               ogr2ogr, in UTF-8 and GBK                     Drawings           dxf (outlines)
KML, KMZ          ogr2ogr (both drivers), zip                   Markup             kml, kmz
GeoJSON, GeoJSONSeq, FlatGeobuf, GML   ogr2ogr                  Markup             geojson, geojsonl, fgb, gml
CSV (WKT)         ogr2ogr; by hand in GBK                       Tables             csv
CSV (lon, lat)    ogr2ogr; by hand in GBK and UTF-16            Tables             -
WKT               by hand, on the command line                  Tables             -
survey TXT        by hand after the grammar             test_survey_sources.py     txt
VCT 3.0           by hand after the grammar             test_survey_sources.py     - (to GeoPackage)
workbooks         LibreOffice (tests/formats/data)      test_project_lists.py      -
"""

import math
import unittest

import format_samples as samples
from format_case import FormatCase, RELATIVE
from format_samples import AREAS, NAMES, ogr2ogr
from workbench import box, ellipsoid_area, polygon_wkt, rows


class Made(FormatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = samples.geojson_file(cls.folder / "parcels.geojson")

    def made(self, name, driver, *words):
        return ogr2ogr(self.folder / name, self.source, "-f", driver, *words)


class Shapefiles(Made):
    def read(self, encoding, **how):
        file = samples.shapefile(self.folder, f"s{self.number}", encoding, **how)
        return self.assert_read(self.workspace(file), AREAS, NAMES)

    def test_encoding_is_found_whatever_the_cpg_says(self):
        for encoding, cpg, used in (("UTF-8", "kept", "UTF-8"), ("CP936", "kept", "GB18030"),
                                    ("CP936", "GBK", "GB18030"), ("CP936", "UTF-8", "GB18030"),
                                    ("CP936", "ISO-8859-1", "GB18030"), ("CP936", None, "GB18030"),
                                    ("UTF-8", None, "UTF-8"), ("UTF-8", "GBK", "UTF-8")):
            with self.subTest(encoding=encoding, cpg=cpg):
                audits = self.read(encoding, cpg=cpg)
                for kind in ("layer", "sites"):
                    self.assertTrue(audits[kind]["encoding"].startswith(used), audits[kind])
                    if used == "GB18030":
                        self.assert_noted(audits[kind], "实用 GB18030", "used GB18030")

    def test_encoding_that_is_stated_wrong_rejects_rows_with_the_column(self):
        file = samples.shapefile(self.folder, "stated", "CP936")
        audit = self.audits(self.workspace(file, encoding="UTF-8"))["layer"]
        self.assertEqual((audit["rows_used"], audit["rows_rejected"]), (0, 3))
        reason = audit["items"][0]["reason"]
        self.assertIn("UTF-8", reason["en"])
        self.assertIn("UTF-8", reason["zh"])

    def test_a_chinese_filter_chooses_rows_in_both_encodings(self):
        for encoding in ("UTF-8", "CP936"):
            file = samples.shapefile(self.folder, f"f{encoding}", encoding)
            folder = self.workspace(file, where="lx = '绿地'")
            self.assert_read(folder, {"0603": AREAS["0603"]}, NAMES)

    def test_missing_prj_names_the_line_to_write(self):
        file = samples.shapefile(self.folder, "bare", "UTF-8", prj=False)
        told = self.refusal(file)
        self.assertIn("bare.shp", told["place"])
        for language in ("zh", "en"):
            self.assertIn('crs = "EPSG:4490"', told["remedy"][language])
        self.assert_read(self.workspace(file, crs="EPSG:4490"), AREAS, NAMES)

    def test_missing_dbf_is_an_error_that_names_the_column(self):
        file = samples.shapefile(self.folder, "lone", "UTF-8")
        file.with_suffix(".dbf").unlink()
        told = self.refusal(file)
        self.assertIn("mc", told["message"]["en"])

    def test_zipped_in_folders_of_an_office(self):
        file = samples.zipped_shapefile(self.folder)
        self.assert_read(self.workspace(file), AREAS, NAMES)

    def test_columns_with_chinese_names(self):
        parcels = [({"编号": row["bsm"], "地块名称": row["mc"]}, rings)
                   for row, rings in samples.PARCELS]
        samples.geojson_file(self.folder / "chinese.geojson", parcels)
        for encoding in ("UTF-8", "CP936"):
            with self.subTest(encoding=encoding):
                # Ten bytes hold three characters of UTF-8: QGIS and GDAL cut such names.
                file = ogr2ogr(self.folder / f"c{encoding}.shp", self.folder / "chinese.geojson",
                               "-f", "ESRI Shapefile", "-lco", f"ENCODING={encoding}")
                name = "地块名" if encoding == "UTF-8" else "地块名称"
                folder = self.workspace(file, {"id": "编号", "name": name})
                self.assert_read(folder, AREAS, NAMES)

    def test_names_in_an_archive_of_a_chinese_computer(self):
        for stem in ("红线", "绿线"):
            samples.shapefile(self.folder, stem, "CP936")
        file = samples.zipped_with_gbk_names(self.folder / "office.zip",
                                             sorted(self.folder.glob("?线.*")))
        self.assertEqual(self.refusal(file)["remedy"]["zh"], "可用的表：绿线, 红线")
        audits = self.assert_read(self.workspace(file, table="红线"), AREAS, NAMES)
        self.assertEqual(audits["layer"]["table"], "红线")

    def test_two_shapefiles_in_one_archive_are_chosen_by_table(self):
        for stem in ("甲图", "乙图"):
            samples.shapefile(self.folder, stem, "UTF-8")
        file = samples.zipped(self.folder / "two.zip", sorted(self.folder.glob("?图.*")))
        self.assertIn("乙图", self.refusal(file)["remedy"]["zh"])
        self.assert_read(self.workspace(file, table="乙图"), AREAS, NAMES)


class Databases(Made):
    def test_databases_of_one_table(self):
        for name, driver, words in (("a.gpkg", "GPKG", ()), ("a.gdb", "OpenFileGDB", ()),
                                    ("a.sqlite", "SQLite", ("-dsco", "SPATIALITE=YES"))):
            with self.subTest(driver=driver):
                file = self.made(name, driver, *words)
                self.assert_read(self.workspace(file), AREAS, NAMES)

    def test_a_table_with_a_chinese_name_is_chosen_among_several(self):
        for name, driver, words in (("b.gpkg", "GPKG", ()), ("b.gdb", "OpenFileGDB", ()),
                                    ("b.sqlite", "SQLite", ("-dsco", "SPATIALITE=YES"))):
            with self.subTest(driver=driver):
                file = self.made(name, driver, *words, "-nln", "地块")
                ogr2ogr(file, self.source, "-f", driver, "-update", "-nln", "other")
                self.assertIn("地块", self.refusal(file)["remedy"]["en"])
                self.assert_read(self.workspace(file, table="地块"), AREAS, NAMES)

    def test_zipped_geodatabase(self):
        self.made("c.gdb", "OpenFileGDB")
        files = sorted((self.folder / "c.gdb").iterdir())
        file = samples.zipped(self.folder / "c.gdb.zip", files, "成果/c.gdb/")
        self.assert_read(self.workspace(file), AREAS, NAMES)

    def test_a_geodatabase_of_esri(self):
        file = samples.real("ugly/testopenfilegdb.gdb.zip")
        if file is None:
            self.skipTest("the real data are not at hand")
        folder = self.workspace(file, columns={}, table="polygon", site_source=self.source)
        audit = self.audits(folder)["layer"]
        # ogrinfo counts 5 features of MULTIPOLYGON in WGS 84.
        self.assertEqual((audit["rows_read"], audit["rows_used"]), (5, 5), audit)
        self.assertIn("4326", audit["crs"])

    def test_a_server_that_does_not_answer_is_an_error_without_the_password(self):
        for source in ("PG:host=127.0.0.1 port=1 dbname=gis user=planner password='secret 1' "
                       "connect_timeout=2",
                       "PG:postgresql://planner:secret1@127.0.0.1:1/gis?connect_timeout=2"):
            with self.subTest(source=source):
                told = self.refusal(source, table="hongxian")
                self.assertEqual(told["code"], 201)
                # The connection is passed on whole, not looked for beside workspace.toml.
                self.assertTrue(told["place"].startswith("PG:"), told["place"])
                self.assertIn("127.0.0.1", told["place"])
                self.assertIn("PGPASSWORD", told["remedy"]["zh"])
                folder = self.workspace(source)
                for language in ("zh", "en"):
                    done = self.good("inspect", "-w", folder, "--lang", language, code=2)
                    self.assertNotIn("secret", str(told) + done.stdout + done.stderr)

    def test_a_path_inside_an_archive_is_passed_on_to_gdal(self):
        samples.zipped_shapefile(self.folder)
        inner = f"/vsizip/{self.folder / 'packed.zip'}/数据/2023/packed.shp"
        self.assert_read(self.workspace(inner), AREAS, NAMES)


class Drawings(Made):
    def test_closed_polylines_on_a_layer_with_a_chinese_name(self):
        areas = {"一": samples.gauss_area([samples.PLANE_PARCELS[0][2]]),
                 "二": samples.gauss_area([samples.PLANE_PARCELS[1][2]])}
        for encoding in ("utf-8", "gbk"):
            with self.subTest(encoding=encoding):
                file = samples.drawing(self.folder, encoding)
                folder = self.workspace(file, columns={"name": "Layer"}, crs="EPSG:4545",
                                        where="Layer = '地块红线'")
                audits = self.audits(folder)
                self.assertEqual(audits["layer"]["rows_used"], 2)
                self.assertEqual(audits["sites"]["rows_used"], 2)
                ids = self.site_areas(folder)
                for got, wanted in zip(sorted(ids.values()), sorted(areas.values())):
                    self.assertLess(abs(got / wanted - 1), RELATIVE)

    def site_areas(self, folder):
        self.good("evaluate", "-w", folder, "-o", folder / "r.gpkg", "-q")
        found = rows(folder / "r.gpkg", "SELECT site_id, name, area_m2 FROM site")
        self.assertEqual({row["name"] for row in found}, {"地块红线"})
        return {row["site_id"]: row["area_m2"] for row in found}

    def test_a_drawing_states_no_crs(self):
        file = samples.drawing(self.folder, "gbk")
        told = self.refusal(file, columns={}, head="area = [106.3, 39.1, 107.2, 39.9]\n")
        self.assertIn('crs = "EPSG:4545"', told["remedy"]["zh"])


class Markup(Made):
    def test_every_driver(self):
        for name, driver, words in (("m.kml", "KML", ()), ("n.kml", "LIBKML", ()),
                                    ("m.kmz", "LIBKML", ("-nln", "parcels")),
                                    ("m.geojson", "GeoJSON", ()),
                                    ("r.geojson", "GeoJSON", ("-lco", "RFC7946=YES")),
                                    ("m.geojsonl", "GeoJSONSeq", ()),
                                    ("s.geojsons", "GeoJSONSeq", ("-lco", "RS=YES")),
                                    ("m.fgb", "FlatGeobuf", ()), ("m.gml", "GML", ()),
                                    ("n.gml", "GML", ("-dsco", "FORMAT=GML3.2"))):
            with self.subTest(name=name):
                file = self.made(name, driver, *words)
                self.assert_read(self.workspace(file), AREAS, NAMES)

    def test_gbk_in_a_format_of_utf8_is_read_and_told(self):
        file = self.folder / "gbk.geojson"
        file.write_bytes(self.source.read_text(encoding="utf-8").encode("gbk"))
        audits = self.assert_read(self.workspace(file), AREAS, NAMES)
        self.assert_noted(audits["sites"], "按 GB18030 读取", "read as GB18030")

    def test_kml_of_a_map_program_has_folders_for_tables(self):
        place = "<Placemark><name>{}</name><{}></Placemark>"
        file = self.folder / "drawn.kml"
        (west, south), (east, north) = (106.800, 39.660), (106.810, 39.670)
        ring = f"{west},{south} {east},{south} {east},{north} {west},{north} {west},{south}"
        area = f"Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates>" \
               "</LinearRing></outerBoundaryIs></Polygon"
        line = f"LineString><coordinates>{ring}</coordinates></LineString"
        text = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">' \
               "<Document><Folder><name>面夹</name>" + place.format("红线", area) + "</Folder>" \
               "<Folder><name>线夹</name>" + place.format("路", line) + "</Folder></Document></kml>"
        file.write_text(text, encoding="utf-8")
        packed = samples.zipped(self.folder / "drawn.kmz", [file])
        for source in (file, packed):
            with self.subTest(source=source.suffix):
                self.assertIn("面夹, 线夹", self.refusal(source, columns={})["remedy"]["zh"])
                folder = self.workspace(source, {"id": "Name", "name": "Name"}, table="面夹")
                self.assert_read(folder, {"红线": AREAS["0601"]}, {"红线": "红线"})

    def test_what_is_no_vector_data_is_refused_in_both_languages(self):
        for name, content in (("a.rar", b"Rar!\x1a\x07\0" + bytes(500)), ("a.shp", b""),
                              ("a.zip", b"PK\5\6" + bytes(18)),
                              ("a.mdb", b"\0\1\0\0Standard Jet DB\0" + bytes(5000)),
                              ("a.dwg", b"AC1027" + bytes(5000)), ("a.txt", b"hello"),
                              ("a.vct", b"hello")):
            with self.subTest(name=name):
                file = self.folder / name
                file.write_bytes(content)
                told = self.refusal(file)
                self.assertIn(name, told["place"])
                self.assertNotIn("GDAL gave", told["message"]["zh"])

    def test_metres_in_geojson_with_a_crs_member(self):
        file = ogr2ogr(self.folder / "metres.geojson", self.source, "-f", "GeoJSON", "-t_srs",
                       "EPSG:4545")
        audits = self.assert_read_nearly(self.workspace(file))
        self.assertIn("4545", audits["layer"]["crs"])

    def assert_read_nearly(self, folder):
        """Edges of this file are straight in the plane, those of AREAS in degrees: the small parcel
        hardly knows the difference."""
        wanted = {"0603": AREAS["0603"]}
        text = (folder / "workspace.toml").read_text(encoding="utf-8")
        (folder / "workspace.toml").write_text(
            text.replace("\nfields", "\nwhere = \"bsm = '0603'\"\nfields"), encoding="utf-8")
        return self.assert_read(folder, wanted, NAMES)

    def test_kmz_with_a_chinese_layer_name(self):
        file = samples.kmz_with_chinese_names(self.folder)
        self.assert_read(self.workspace(file), AREAS, NAMES)


class Tables(Made):
    def test_wkt_in_csv(self):
        file = self.made("w.csv", "CSV", "-lco", "GEOMETRY=AS_WKT")
        self.assertIn('crs = "EPSG:4490"', self.refusal(file)["remedy"]["zh"])
        self.assert_read(self.workspace(file, crs="EPSG:4490"), AREAS, NAMES)

    def test_wkt_in_csv_in_gbk(self):
        text = "bsm,mc,几何\r\n" + "".join(
            f'{row["bsm"]},{row["mc"]},"{polygon_wkt(rings)}"\r\n' for row, rings in samples.PARCELS)
        for encoding in ("gbk", "utf-8-sig", "utf-16"):
            with self.subTest(encoding=encoding):
                file = self.folder / f"w_{encoding}.csv"
                file.write_bytes(text.encode(encoding))
                self.assert_read(self.workspace(file, crs="EPSG:4490"), AREAS, NAMES)

    def points(self, file, **more):
        """Points as a layer; a site is never a point."""
        folder = self.workspace(file, columns={"id": "bsm", "name": "mc"}, crs="EPSG:4490",
                                site_source=self.source, **more)
        text = (folder / "workspace.toml").read_text(encoding="utf-8")
        (folder / "workspace.toml").write_text(
            text.replace('"ecological_redline"', '"airport"'), encoding="utf-8")
        return folder

    def test_longitude_and_latitude_in_csv(self):
        lines = "p1,机场,106.85,39.6655\r\np2,二号,106.9,39.67\r\n"
        for encoding, head in (("gbk", "bsm,mc,经度,纬度\r\n"), ("utf-16", "bsm,mc,东经,北纬\r\n"),
                               ("utf-8", "bsm,mc,lon,lat\r\n")):
            with self.subTest(encoding=encoding):
                file = self.folder / f"p_{encoding}.csv"
                file.write_bytes((head + lines).encode(encoding))
                folder = self.points(file)
                self.assertEqual(self.audits(folder)["layer"]["rows_used"], 2)
                told = self.good_json("check", "0603", "-w", folder)
                fact = told["facts"][0]
                self.assertEqual(fact["nearest_feature_id"], "p1")
                # 0.009° along the parallel, whose radius is N cos φ; the site's edge runs north.
                sine = math.sin(math.radians(39.6655))
                radius = 6378137.0 / math.sqrt(1 - 0.00669438002290 * sine * sine)
                metres = math.radians(0.009) * radius * math.sqrt(1 - sine * sine)
                self.assertAlmostEqual(fact["distance_m"], metres, delta=0.01)

    def test_a_coordinate_that_is_no_number_rejects_its_row_with_what_is_wanted(self):
        file = self.folder / "dms.csv"
        file.write_text("bsm,mc,经度,纬度\np1,甲,106.85,39.6655\n"
                        "p2,乙,106°48′36″,39°36′\np3,丙,,\np4,丁,39.66,106.85\n",
                        encoding="utf-8")
        audit = self.audits(self.points(file))["layer"]
        self.assertEqual((audit["rows_used"], audit["rows_rejected"]), (1, 3))
        reasons = {item["id"]: item["reason"] for item in audit["items"]}
        self.assertIn("度分秒", reasons["p2"]["zh"])
        self.assertIn("degrees with minutes", reasons["p2"]["en"])
        self.assertIn("39.66, 106.85", reasons["p4"]["zh"])

    def test_points_of_ogr2ogr(self):
        file = ogr2ogr(self.folder / "xy.csv", self.source, "-f", "CSV", "-lco", "GEOMETRY=AS_XY",
                       "-dialect", "SQLite", "-sql",
                       "SELECT ST_PointOnSurface(geometry), bsm, mc FROM parcels")
        self.assertEqual(self.audits(self.points(file))["layer"]["rows_used"], 3)

    def test_points_are_no_sites(self):
        file = self.folder / "sites.csv"
        file.write_text("bsm,mc,lon,lat\np1,甲,106.85,39.67\n", encoding="utf-8")
        told = self.error(self.workspace(file, crs="EPSG:4490"))
        self.assertIn("需要面", told["message"]["zh"])

    def test_wkt_on_the_command_line(self):
        folder = self.workspace(self.source)
        rings = box(106.800, 39.660, 106.805, 39.670)
        told = self.good_json("check", polygon_wkt(rings), "-w", folder)
        area = ellipsoid_area(rings)
        self.assertLess(abs(told["area_m2"] / area - 1), RELATIVE)
        self.assertLess(abs(told["facts"][0]["overlap_m2"] / area - 1), RELATIVE)


if __name__ == "__main__":
    samples.need_ogr2ogr()
    unittest.main()
