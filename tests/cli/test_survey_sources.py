#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Survey TXT and VCT 3.0, written by hand after their grammars, as layers and sites of a workspace."""

import unittest

import format_samples as samples
from format_case import FormatCase
from format_samples import PLANE_AREAS, PLANE_PARCELS, survey_txt, vct
from workbench import rows

NAMES = {parcel[0]: parcel[1] for parcel in PLANE_PARCELS}
COLUMNS = {"id": "地块编号", "name": "地块名称"}
AREA_OF_WUHAI = "area = [106.3, 39.1, 107.2, 39.9]\n"


class SurveyText(FormatCase):
    def file(self, **how):
        return survey_txt(self.folder / f"地块{self.number}.txt", **how)

    def read(self, file, **settings):
        return self.audits(self.workspace(file, COLUMNS, **settings))

    def test_parcels_are_layer_and_sites(self):
        for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
            with self.subTest(encoding=encoding):
                folder = self.workspace(self.file(encoding=encoding), COLUMNS)
                audits = self.assert_read(folder, PLANE_AREAS, NAMES)
                self.assertTrue(audits["sites"]["encoding"])
                self.assertIn("4524", audits["sites"]["crs"])

    def test_repairs_and_assumptions_are_in_inspect_and_in_the_result(self):
        folder = self.workspace(self.file(datum=""), COLUMNS)
        audits = self.audits(folder)
        result = folder / "r.gpkg"
        self.good("evaluate", "-w", folder, "-o", result, "-q")
        told = rows(result, "SELECT kind, encoding, crs, reason_zh, reason_en FROM input_audit "
                            "WHERE outcome = 'summary' AND kind IN ('layer', 'sites')")
        self.assertEqual(len(told), 2)
        for row in told:
            audit = audits[row["kind"]]
            self.assert_noted(audit, "未注明坐标系", "no datum is stated")
            self.assertEqual((row["encoding"], row["crs"]), (audit["encoding"], audit["crs"]))
            for note in audit["notes"]:
                self.assertIn(note["zh"], row["reason_zh"])
                self.assertIn(note["en"], row["reason_en"])
        for language, word in (("zh", "未注明坐标系"), ("en", "no datum is stated")):
            text = self.good("inspect", "-w", folder, "--lang", language).stdout
            self.assertIn(word, text)

    def test_no_note_is_told_twice(self):
        for how in ({"datum": ""}, {"swapped": True}, {"zone": ""}, {"zone": 35},
                    {"areas": ("1", "2", "3")}):
            with self.subTest(**how):
                audit = self.read(self.file(**how), crs="EPSG:4524")["sites"]
                notes = [note["zh"].split("：", 1)[-1] for note in audit["notes"]]
                self.assertEqual(len(notes), len(set(notes)), notes)

    def test_axes_that_the_numbers_prove_are_used_and_told(self):
        audits = self.assert_read(self.workspace(self.file(swapped=True), COLUMNS),
                                  PLANE_AREAS, NAMES)
        for kind in ("layer", "sites"):
            self.assert_noted(audits[kind], "第 3 个值是东坐标", "easting")

    def test_zone_that_only_the_prefix_states_is_used_and_told(self):
        folder = self.workspace(self.file(zone=""), COLUMNS)
        audits = self.assert_read(folder, PLANE_AREAS, NAMES)
        self.assertIn("36", self.notes(audits["sites"]))

    def test_zone_that_contradicts_the_prefix_is_refused_with_both_meanings(self):
        file = self.file(zone=35)
        told = self.refusal(file, columns=COLUMNS)
        for language in ("zh", "en"):
            self.assertIn("带号=35", told["message"][language])
            self.assertIn("带号=36", told["message"][language])
            self.assertIn('crs = "EPSG:4524"', told["remedy"][language])
        self.assert_read(self.workspace(file, COLUMNS, crs="EPSG:4524"), PLANE_AREAS, NAMES)

    def test_neither_zone_nor_prefix_is_refused_with_the_line_to_write(self):
        file = self.file(zone="", prefix=0)
        told = self.refusal(file, columns=COLUMNS, head=AREA_OF_WUHAI)
        self.assertIn('crs = "EPSG:4545"', told["remedy"]["zh"])
        self.assertIn('crs = "EPSG:4545"', told["remedy"]["en"])
        self.assert_read(self.workspace(file, COLUMNS, crs="EPSG:4545"), PLANE_AREAS, NAMES)

    def test_zone_of_the_head_is_used_without_a_prefix(self):
        audits = self.assert_read(self.workspace(self.file(prefix=0), COLUMNS), PLANE_AREAS, NAMES)
        self.assertIn("4545", audits["sites"]["crs"])

    def test_a_secret_datum_is_refused(self):
        told = self.refusal(self.file(datum="1980西安坐标系"), columns=COLUMNS)
        self.assertIn("unshifted", str(told))

    def test_declared_areas_are_compared_with_the_computed_ones(self):
        # 500² m², 300² − 50² m², 20² m², in three units, then with an error of 10 %.
        for areas, zh, en in (
                (("25.0000", "8.7500", "0.0400"), "3 ha", "3 ha"),
                (("375.00", "131.25", "0.60"), "亩", "mu"),
                (("250000.00", "87500.00", "400.00"), "平方米", "m²"),
                (("27.5000", "8.7500", "0.0400"), "27.5", "27.5")):
            with self.subTest(areas=areas):
                audit = self.read(self.file(areas=areas))["sites"]
                self.assert_noted(audit, "声明面积", "declared area")
                self.assert_noted(audit, zh, en)

    def test_declared_areas_that_agree_are_told_in_one_line(self):
        audit = self.read(self.file(areas=("25.0012", "8.7500", "0.0400")))["sites"]
        self.assert_noted(audit, "3 个地块声明，单位相符 3 ha，最大相差 12.00 m²",
                          "3 parcels declare one, the unit is 3 ha, at most 12.00 m² apart")

    def test_several_parcels_are_too_many_for_one_site(self):
        folder = self.workspace(self.file(), COLUMNS)
        told = self.good_json("check", self.file(), "-w", folder, code=2)["error"]
        self.assertIn("3", told["message"]["zh"])

    def test_faults_name_file_line_and_what_was_expected(self):
        file = self.file()
        text = file.read_bytes().decode("gb18030")
        for old, new, line, en in ((",0601,@", ",0601", 13, "@"),
                                   ("4391000.000", "43910OO.000", 14, "43910OO.000"),
                                   ("[地块坐标]", "[别的]", 0, "地块坐标")):
            with self.subTest(new=new):
                file.write_bytes(text.replace(old, new, 1).encode("gb18030"))
                told = self.refusal(file, columns=COLUMNS)
                self.assertIn(file.name, told["place"])
                self.assertIn(en, told["message"]["en"] + told["remedy"]["en"])
                if line:
                    self.assertIn(str(line), told["place"] + told["message"]["en"])

    def test_a_parcel_without_area_is_rejected_in_both_languages(self):
        parcels = PLANE_PARCELS[:2] + [("J-3", "海勃湾", PLANE_PARCELS[2][2][:2], None)]
        audit = self.read(self.file(parcels=parcels))["sites"]
        self.assertEqual((audit["rows_used"], audit["rows_rejected"]), (2, 1))
        reason = audit["items"][0]["reason"]
        self.assertEqual(audit["items"][0]["id"], "J-3")
        self.assertNotEqual(reason["zh"], reason["en"])
        self.assertIn("少于 3 个不同的点", reason["zh"])
        self.assertIn("fewer than three", reason["en"])


class Vct(FormatCase):
    def setUp(self):
        self.file = vct(self.folder / "成果.vct")

    def test_the_table_is_chosen_by_feature_class(self):
        two = {k: PLANE_AREAS[k] for k in ("J-1", "J-2")}
        for table in ("地块", "2006010100", "DK"):
            with self.subTest(table=table):
                folder = self.workspace(self.file, {"id": "DKBH", "name": "MC"}, table=table)
                audits = self.assert_read(folder, two, NAMES)
                self.assertIn("GB", audits["layer"]["encoding"])
                self.assertIn("4524", audits["layer"]["crs"])
                self.assertIn("108", self.notes(audits["layer"]))
        folder = self.workspace(self.file, {"id": "BSM", "name": "MC"}, table="其他地块")
        self.assert_read(folder, {"3": PLANE_AREAS["J-3"]}, {"3": "海勃湾"})

    def test_without_table_the_tables_are_named(self):
        told = self.refusal(self.file, columns={})
        self.assertIn("其他地块", told["remedy"]["zh"])
        self.assertIn("table", told["message"]["en"])

    def test_faults_name_the_line(self):
        text = self.file.read_bytes().decode("gb18030")
        for old, new in (("36397000.0000,4391000.0000", "36397000.0000;4391000.0000"),
                         ("PolygonEnd", "")):
            with self.subTest(new=new):
                self.file.write_bytes(text.replace(old, new, 1).encode("gb18030"))
                told = self.refusal(self.file, columns={}, table="DK")
                self.assertIn("成果.vct", told["place"])
                self.assertRegex(told["place"] + told["message"]["en"], r"\d")

    def test_a_missing_boundary_line_is_named_with_the_feature(self):
        text = self.file.read_bytes().decode("gb18030")
        self.file.write_bytes(text.replace("200,0,201", "200,0,999", 1).encode("gb18030"))
        told = self.refusal(self.file, columns={}, table="DK")
        for language, feature in (("zh", "要素 2"), ("en", "feature 2")):
            self.assertIn(feature, told["message"][language])
            self.assertIn("999", told["message"][language])

    def test_a_crs_that_cannot_be_told_is_refused_with_the_reason(self):
        text = self.file.read_bytes().decode("gb18030")
        self.file.write_bytes(text.replace("108,1,36500000", "107,1,36500000").encode("gb18030"))
        told = self.refusal(self.file, columns={}, table="DK", head=AREA_OF_WUHAI)
        for language in ("zh", "en"):
            self.assertIn("107", told["message"][language])
            self.assertIn('crs = "EPSG:4524"', told["remedy"][language])


if __name__ == "__main__":
    unittest.main()
