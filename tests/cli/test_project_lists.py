#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Project lists that LibreOffice saved, and CSV in the encodings of offices: how `inspect --projects`
understands them and what `evaluate` takes. All values are worked out by hand from the cells."""

import csv
import io
import shutil
import unittest

from workbench import SOURCE, Case, rows

DATA = SOURCE / "tests" / "formats" / "data"
BOOKS = ("list.xlsx", "list.xls", "list.ods", "list_gbk.csv", "list_utf16.csv", "list_utf8sig.csv")

# Of the committed list: 12.5 x 100m = 125,000 x 10k yuan, 20 ha, 1.25 x 10k tce, …
EXPECTED = {
    "1": {"name": "甲烷项目", "nature": "new", "start_date": "2023-03",
          "investment_10k_cny": 125000.0, "land_m2": 200000.0, "energy_tce": 12500.0,
          "water_surface_m3": 300000.0, "water_reclaimed_m3": 125000.0, "hazchem": 1},
    "2": {"name": "乙炔项目", "nature": "expansion", "start_date": "2023-05-01",
          "investment_10k_cny": 15000.0, "land_m2": 84000.0, "energy_tce": 5000.0,
          "water_reclaimed_m3": 40000.0, "hazchem": 0},
    "4": {"name": "丁机项目", "start_date": "2024-07", "investment_10k_cny": 12340000.0,
          "land_m2": 60000.0, "energy_tce": 2000.0, "water_surface_m3": 10000.0,
          "water_reclaimed_m3": 10000.0, "hazchem": 1},
}
FATES = {5: "heading", 6: "used", 7: "used", 8: "blank", 9: "heading", 10: "rejected",
         11: "repaired", 12: "duplicate", 13: "total"}
TITLES = ["项目编号", "项目名称", "用地面积（亩）", "总投资（万元）"]


class Lists(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def workspace(self, source, settings=""):
        type(self).number += 1
        folder = self.fresh(f"w{self.number}")
        shutil.copy(SOURCE / "gisdata" / "rulebooks" / "project_columns.toml", folder)
        manifest = (folder / "workspace.toml").read_text(encoding="utf-8")
        head = manifest[:manifest.index("[projects]")]
        (folder / "workspace.toml").write_text(
            f'{head}[projects]\nsource = "{source}"\n{settings}', encoding="utf-8")
        if (DATA / source).exists():
            shutil.copy(DATA / source, folder)
        return folder

    def table(self, records, settings="", encoding="gbk"):
        """A workspace whose list is a CSV of these records."""
        folder = self.workspace("项目.csv", settings)
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(records)
        (folder / "项目.csv").write_bytes(text.getvalue().encode(encoding))
        return folder

    def understood(self, folder, code=0):
        told = self.good_json("inspect", "--projects", "-w", folder, code=code)
        for language in ("zh", "en"):
            text = self.good("inspect", "--projects", "-w", folder, "--lang", language, code=code)
            for fault in told["faults"]:
                for part in ("message", "remedy"):
                    self.assertTrue(fault[part][language])
                    self.assertIn(fault[part][language], text.stdout)
        return told

    def fault(self, folder):
        """The one fault of a list; the other commands end with it too."""
        told = self.understood(folder, code=2)
        self.assertEqual(len(told["faults"]), 1, told["faults"])
        error = self.good_json("evaluate", "-w", folder, "-o", folder / "r.gpkg", code=2)["error"]
        self.assertEqual(error["message"], told["faults"][0]["message"])
        self.assertFalse((folder / "r.gpkg").exists())
        return told["faults"][0]

    def assert_values(self, got, wanted):
        for field, value in wanted.items():
            if isinstance(value, float):
                self.assertAlmostEqual(got[field], value, delta=1e-9 * value, msg=field)
            else:
                self.assertEqual(got[field], value, field)


class Workbooks(Lists):
    def test_rows_and_units_are_understood_alike_in_every_file(self):
        for book in BOOKS:
            with self.subTest(book=book):
                told = self.understood(self.workspace(book))
                self.assertEqual((told["header_row"], told["header_rows"]), (3, 2))
                self.assertEqual({row["row"]: row["fate"] for row in told["rows"]}, FATES)
                self.assertEqual(told["counts"]["used"], 2)
                values = {row["project_id"]: dict(row["values"], name=row["name"])
                          for row in told["rows"] if row["fate"] in ("used", "repaired")}
                self.assertEqual(set(values), set(EXPECTED))
                for project, wanted in EXPECTED.items():
                    self.assert_values(values[project], wanted)
                units = {c["field"]: c["unit"] for c in told["columns"] if c["unit"]}
                self.assertEqual(units["land_m2"], "ha")
                self.assertEqual(units["investment_10k_cny"], "100m_cny")
                self.assertEqual(units["energy_tce"], "10k_tce")

    def test_evaluate_takes_the_same_rows_and_audits_the_others(self):
        for book in BOOKS:
            with self.subTest(book=book):
                folder = self.workspace(book)
                result = folder / "r.gpkg"
                self.good("evaluate", "-w", folder, "-o", result, "-q")
                projects = {row["project_id"]: row for row in rows(result, "SELECT * FROM project")}
                self.assertEqual(set(projects), set(EXPECTED))
                for project, wanted in EXPECTED.items():
                    self.assert_values(projects[project], wanted)
                self.assertIsNone(projects["4"]["nature"])  # 续建 is neither new nor expansion
                audit = rows(result, "SELECT * FROM input_audit WHERE kind = 'projects'")
                summary = [row for row in audit if row["outcome"] == "summary"][0]
                self.assertEqual([summary[f"rows_{word}"] for word in
                                  ("read", "used", "repaired", "rejected")], [8, 2, 1, 5])
                reasons = {row["row_id"]: row for row in audit if row["outcome"] != "summary"}
                self.assertEqual(len(reasons), 6)
                estimate = [row for row in audit if "约3" in (row["reason_zh"] or "")]
                self.assertEqual(len(estimate), 1)
                self.assertIn("总投资（亿元）", estimate[0]["reason_zh"])
                self.assertIn("column F", estimate[0]["reason_en"])

    def test_a_reason_names_column_expectation_and_what_was_found(self):
        for language, words in (("zh", ("F 列", "确数", "约3")),
                                ("en", ("column F", "exact number", "约3"))):
            text = self.good("inspect", "--projects", "-w", self.workspace("list.xls"), "--lang",
                             language).stdout
            for word in words:
                self.assertIn(word, text)

    def test_the_column_map_overrides_the_dictionary(self):
        settings = '[projects.columns]\nland_m2 = { header = "用地面积（公顷）", unit = "mu" }\n' \
                   'name = "建设单位"\n'
        for book in ("list.ods", "list_gbk.csv"):
            with self.subTest(book=book):
                told = self.understood(self.workspace(book, settings))
                column = {c["title"]: c for c in told["columns"]}
                self.assertEqual(column["用地面积（公顷）"]["how"], "stated")
                self.assertEqual(column["用地面积（公顷）"]["unit"], "mu")
                self.assertEqual(column["年综合能耗（万吨标准煤）"]["how"], "synonym")
                first = [row for row in told["rows"] if row["row"] == 6][0]
                self.assertEqual(first["name"], "甲公司")
                self.assertAlmostEqual(first["values"]["land_m2"], 20 * 10000 / 15, places=6)

    def test_a_whole_map_reads_no_other_column(self):
        settings = 'header_row = 3\nheader_rows = 2\n[projects.columns]\nproject_id = "序号"\n' \
                   'water_surface_m3 = { header = "年用水量（万m³）/地表水", unit = "10k_m3" }\n'
        told = self.understood(self.workspace("list.xlsx", settings))
        used = {c["field"] for c in told["columns"] if c["field"]}
        self.assertEqual(used, {"project_id", "water_surface_m3"})

    def test_the_sheet_that_is_missing_is_named(self):
        folder = self.workspace("list.xlsx", 'table = "不在"\n')
        error = self.good_json("inspect", "--projects", "-w", folder, code=2)["error"]
        self.assertIn("清单", error["remedy"]["zh"])
        self.assertIn("list.xlsx", error["place"])


class Tables(Lists):
    def land(self, records, **more):
        told = self.understood(self.table(records, **more))
        return [row["values"].get("land_m2") for row in told["rows"] if row["fate"] == "used"]

    def test_encodings_of_offices(self):
        records = [TITLES, ["P1", "镕基项目", "15", "3"]]
        for encoding in ("gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
            with self.subTest(encoding=encoding):
                told = self.understood(self.table(records, encoding=encoding))
                self.assertEqual(told["rows"][0]["name"], "镕基项目")
                self.assertAlmostEqual(told["rows"][0]["values"]["land_m2"], 10000.0, places=6)

    def test_units_of_land_and_money_and_energy(self):
        for title, factor in (("亩", 10000 / 15), ("公顷", 1e4), ("m²", 1.0), ("㎡", 1.0),
                              ("平方米", 1.0), ("万平方米", 1e4), ("平方公里", 1e6)):
            with self.subTest(title=title):
                records = [["项目编号", "项目名称", f"用地面积（{title}）"], ["P1", "甲", "12.5"]]
                # ² is in GB18030, not in GBK.
                got = self.land(records, encoding="gb18030")[0]
                self.assertAlmostEqual(got / (12.5 * factor), 1.0, places=12)
        records = [["项目编号", "项目名称", "总投资(亿元)", "年综合能耗\n（吨标煤）"],
                   ["P1", "甲", "0.5", "1，234.5"]]
        told = self.understood(self.table(records))["rows"][0]["values"]
        self.assertAlmostEqual(told["investment_10k_cny"], 5000.0)
        self.assertAlmostEqual(told["energy_tce"], 1234.5)

    def test_numbers_as_text_and_in_full_width(self):
        records = [TITLES] + [[f"P{i}", f"项目{i}", text, "1"] for i, text in
                              enumerate(("１５", "'15", "1.5e1", "15亩", " 15 ", "１５．０"))]
        for got in self.land(records):
            self.assertAlmostEqual(got, 10000.0, places=6)

    def test_title_rows_blank_rows_totals_and_repeats(self):
        records = [["某市2023年项目清单", "", "", ""], ["单位：万元", "", "", "2023年2月"], [],
                   TITLES, ["P1", "甲", "15", "3"], ["", "", "", ""], ["小计", "", "15", "3"],
                   ["P2", "乙", "30", "4"], ["P2", "乙", "30", "4"], ["总计", "", "45", "7"]]
        told = self.understood(self.table(records))
        self.assertEqual(told["header_row"], 4)
        self.assertEqual([row["fate"] for row in told["rows"]],
                         ["used", "blank", "total", "used", "duplicate", "total"])

    def test_a_repeat_with_other_values_says_what_differs(self):
        told = self.understood(self.table([TITLES, ["P1", "甲", "15", "3"],
                                           ["P1", "甲", "16", "3"]]))
        self.assertEqual(told["rows"][1]["fate"], "duplicate")
        self.assertIn("用地面积（亩）", told["rows"][1]["reason"]["zh"])

    def test_dates_keep_their_precision(self):
        cells = {"2023.3": "2023-03", "2023年3月": "2023-03", "2023-03-15": "2023-03-15",
                 "2023/3/5": "2023-03-05", "2023": "2023", "2023年": "2023", "２０２３．３": "2023-03"}
        records = [["项目编号", "项目名称", "开工时间"]] \
            + [[f"P{i}", f"项目{i}", cell] for i, cell in enumerate(cells)]
        told = self.understood(self.table(records))
        self.assertEqual([row["values"].get("start_date") for row in told["rows"]],
                         list(cells.values()))

    def test_a_unit_that_is_not_stated_is_an_error_with_the_line_to_write(self):
        for title, field, unit in (("用地面积", "land_m2", "mu"),
                                   ("总投资", "investment_10k_cny", "10k_cny")):
            with self.subTest(title=title):
                folder = self.table([["项目编号", "项目名称", title], ["P1", "甲", "15"]])
                fault = self.fault(folder)
                self.assertIn("项目.csv", fault["place"])
                for language in ("zh", "en"):
                    self.assertIn(title, fault["place"] + fault["message"][language])
                    line = fault["remedy"][language]
                    self.assertIn(f'{field} = {{ header = "{title}", unit = "', line)
                # The line as it stands in the error, with one of the units it offers, mends it.
                with open(folder / "workspace.toml", "a", encoding="utf-8") as out:
                    out.write(f'[projects.columns]\n{field} = {{ header = "{title}", '
                              f'unit = "{unit}" }}\n')
                self.assertEqual(self.understood(folder)["counts"]["used"], 1)

    def test_every_unit_that_is_missing_is_told_at_once(self):
        told = self.understood(self.table([["项目编号", "项目名称", "用地面积", "总投资"],
                                           ["P1", "甲", "15", "3"]]), code=2)
        self.assertEqual(len(told["faults"]), 2)

    def test_a_list_without_a_header_says_what_to_write(self):
        fault = self.fault(self.table([["甲", "乙"], ["1", "2"]]))
        self.assertIn("header_row", fault["remedy"]["zh"])
        self.assertIn("header_row", fault["remedy"]["en"])


if __name__ == "__main__":
    unittest.main()
