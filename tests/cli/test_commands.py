# SPDX-License-Identifier: Apache-2.0
"""Whole-program tests: every command as a person or a script would call it."""

import csv
import io
import json
import re
import unittest
import zipfile

from workbench import (A, B, J, SOURCE, Case, box, columns, ellipsoid_area, geojson, polygon_wkt,
                       rows, run, write_shapefile)

COMMANDS = ["init", "inspect", "facts", "check", "evaluate", "explain", "export"]


class Usage(Case):
    def test_help_of_every_command_has_an_example(self):
        listed = self.good("--help").stdout
        for command in COMMANDS:
            self.assertIn(command, listed)
            text = self.good(command, "--help").stdout
            self.assertRegex(text, rf"xuanzhi {command} \S", command)
        self.assertRegex(self.good("--version").stdout, r"xuanzhi \d+\.\d+")

    def test_wrong_usage_exits_1_and_says_something(self):
        used = self.folder / "used"
        used.mkdir()
        (used / "file").write_text("x")
        small = ["-w", self.small]
        for words in ([], ["fly"], ["evaluate", *small], ["check", *small], ["explain", "P1", *small],
                      ["inspect", "--colour", *small], ["inspect", *small, "--lang", "fr"],
                      ["inspect", *small, "--as-of", "2023-13-01"],
                      ["inspect", *small, "--as-of", "yesterday"],
                      ["evaluate", *small, "-o", self.folder / "out.txt"],
                      ["facts", *small, "-o", self.folder / "out.txt"],
                      ["export", *small, "-o", self.folder / "x", "--format", "dwg"],
                      ["init", used]):
            for json_too in ([], ["--json"]):
                done = run(*words, *json_too)
                self.assertEqual(done.returncode, 1, f"{words} {done.stderr}")
                self.assertTrue(done.stderr.strip(), words)
                if json_too:
                    self.assertTrue(json.loads(done.stdout)["error"]["message"]["en"], words)
        self.assertFalse((self.folder / "out.txt").exists())
        self.assertEqual(sorted(p.name for p in used.iterdir()), ["file"])

    def test_bad_input_exits_2_with_place_and_remedy_in_both_forms(self):
        syntax = self.fresh("syntax")
        (syntax / "workspace.toml").write_text("[workspace]\nname_zh = \n")
        gone = self.fresh("gone")
        (gone / "red.geojson").unlink()
        bare = self.fresh("bare")
        text = (bare / "workspace.toml").read_text(encoding="utf-8")
        (bare / "workspace.toml").write_text(text.replace("role = ", "rolle = ", 1),
                                             encoding="utf-8")
        rule = self.fresh("rule")
        text = (rule / "rules.toml").read_text(encoding="utf-8")
        (rule / "rules.toml").write_text(text.replace('when = "hazchem"', 'when = "hazard"'),
                                         encoding="utf-8")
        title = self.fresh("title")
        (title / "projects.csv").write_text("编号,名称,占地,危化\nP1,一,30,是\n", encoding="utf-8")
        cases = [(["inspect", "-w", self.folder / "nowhere"], "workspace.toml", "xuanzhi init"),
                 (["inspect", "-w", syntax], "workspace.toml:2:", None),
                 (["inspect", "-w", bare], "workspace.toml:", "add"),
                 (["inspect", "-w", gone], "red.geojson", "source"),
                 (["inspect", "-w", rule], "rules.toml:", "land_m2"),
                 (["inspect", "-w", title], "projects.csv", "[projects.columns]"),
                 (["check", "Z", "-w", self.small], "Z", "WKT"),
                 (["check", "POLYGON((1 2,3", "-w", self.small], "WKT", "POLYGON(("),
                 (["check", "A", "--project", "P9", "-w", self.small], "P9", "id"),
                 (["explain", "P9", "A", "-w", self.small], "P9", "id"),
                 (["explain", "P1", "Z", "-w", self.small], "Z", "WKT"),
                 (["evaluate", "-w", self.small, "-o", self.folder / "no.gpkg", "--threads", "0"],
                  "--threads", "all cores"),
                 (["facts", "-w", self.small, "-o", self.folder / "no.csv", "--threads", "-2"],
                  "--threads", "all cores")]
        for words, place, remedy in cases:
            done = run(*words, "--lang", "en", "--json")
            self.assertEqual(done.returncode, 2, f"{words} {done.stderr}")
            error = json.loads(done.stdout)["error"]
            self.assertIn(place, error["place"], words)
            self.assertIn(place, done.stderr, words)
            self.assertTrue(error["message"]["zh"] and error["message"]["en"], words)
            self.assertIn(error["message"]["en"], done.stderr, words)
            if remedy:
                self.assertIn(remedy, error["remedy"]["en"], words)
                self.assertIn(error["remedy"]["en"], done.stderr, words)
            chinese = run(*words)
            self.assertEqual(chinese.stdout, "", words)
            self.assertIn(error["message"]["zh"], chinese.stderr, words)

    def test_json_is_the_only_thing_on_standard_output(self):
        out = self.folder / "json"
        out.mkdir()
        small = ["-w", self.small]
        for words in (["inspect", *small], ["facts", *small, "-o", out / "f.csv"],
                      ["check", "A", *small], ["check", "A", "--project", "P1", *small],
                      ["evaluate", *small, "-o", out / "e.gpkg"], ["explain", "P1", "B", *small],
                      ["export", *small, "-o", out / "x"]):
            for language in ("zh", "en"):
                done = self.good(*words, "--json", "--lang", language)
                self.assertIsInstance(json.loads(done.stdout), dict, words)

    def test_strict_exits_3_only_where_a_verdict_is_bad(self):
        small = ["-w", self.small, "--strict", "-q"]
        out = self.folder / "strict.gpkg"
        self.good("check", "A", "--project", "P2", *small)             # compliant
        self.good("check", "A", "--project", "P1", *small)             # conditional
        self.good("check", "B", "--project", "P2", *small, code=3)     # non-compliant
        self.good("explain", "P2", "B", *small, code=3)
        self.good("evaluate", "-o", out, *small, code=3)
        self.assertTrue(out.exists())
        self.good("inspect", *small)
        self.good("check", "B", "--project", "P2", "-w", self.small, "-q")
        blind = self.fresh("blind")
        text = (blind / "workspace.toml").read_text(encoding="utf-8")
        first, second = text.index("[[layer]]"), text.index("[[layer]]", text.index("[[layer]]") + 1)
        (blind / "workspace.toml").write_text(text[:first] + text[second:], encoding="utf-8")
        blinded = ["-w", blind, "--strict", "-q"]
        self.good("check", "A", "--project", "P2", *blinded, code=3)   # insufficient data
        self.good("inspect", *blinded, code=3)
        told = self.good("inspect", "-w", blind, "-q").stdout
        self.assertIn("RED", told)
        self.assertIn("ecological_redline", told)


class Small(Case):
    def test_verdicts_are_those_that_the_text_of_the_workspace_implies(self):
        out = self.folder / "verdicts.gpkg"
        self.good("evaluate", "-w", self.small, "-o", out, "-q")
        found = {(r["project_id"], r["site_id"]): (r["verdict"], r["deciding_rule_id"])
                 for r in rows(out, "SELECT * FROM assessment")}
        self.assertEqual(found, {
            ("P1", "A"): ("conditional", "HAZARD"), ("P1", "B"): ("non_compliant", "RED"),
            ("P1", "J"): ("conditional", "HAZARD"), ("P2", "A"): ("compliant", None),
            ("P2", "B"): ("non_compliant", "RED"), ("P2", "J"): ("compliant", None)})
        land = {r["project_id"]: r["land_m2"] for r in rows(out, "SELECT * FROM project")}
        self.assertAlmostEqual(land["P1"], 20000.0, places=6)  # 30 mu

    def test_areas_in_wuhai_and_in_jining_are_right_in_one_run(self):
        out = self.folder / "areas.gpkg"
        self.good("evaluate", "-w", self.small, "-o", out, "-q")
        area = {r["site_id"]: r["area_m2"] for r in rows(out, "SELECT * FROM site")}
        for site, rings in (("A", A), ("B", B), ("J", J)):
            self.assertAlmostEqual(area[site] / ellipsoid_area(rings), 1.0, delta=1e-6)
        piece = rows(out, "SELECT * FROM conflict WHERE rule_id = 'RED'")
        self.assertEqual([p["site_id"] for p in piece], ["B"])
        overlap = ellipsoid_area(box(106.825, 39.66, 106.83, 39.67))
        self.assertAlmostEqual(piece[0]["overlap_m2"] / overlap, 1.0, delta=1e-6)

    def test_a_site_is_checked_by_id_by_wkt_and_by_file(self):
        by_id = self.good_json("check", "B", "-w", self.small)
        by_wkt = self.good_json("check", polygon_wkt(B), "-w", self.small)
        file = self.folder / "given.geojson"
        file.write_text(geojson([({}, B)]), encoding="utf-8")
        by_file = self.good_json("check", file, "-w", self.small)
        self.assertEqual(by_id["site_id"], "B")
        for given in (by_wkt, by_file):
            self.assertEqual(given["verdict"], by_id["verdict"])
            self.assertAlmostEqual(given["area_m2"] / by_id["area_m2"], 1.0, delta=1e-9)
            red = [f for f in given["findings"] if f["rule_id"] == "RED"][0]
            self.assertEqual(red["verdict"], "non_compliant")
            overlap = ellipsoid_area(box(106.825, 39.66, 106.83, 39.67))
            self.assertAlmostEqual(red["measured"] / overlap, 1.0, delta=1e-6)
        with_project = self.good_json("check", polygon_wkt(A), "--project", "P1", "-w", self.small)
        self.assertEqual(with_project["project_id"], "P1")
        self.assertEqual(with_project["verdict"], "conditional")

    def test_the_region_of_a_site_is_that_of_its_place(self):
        self.assertEqual(self.good_json("check", "A", "-w", self.small)["region_codes"], ["150302"])
        self.assertEqual(self.good_json("check", "J", "-w", self.small)["region_codes"], ["150902"])
        def notes(site):
            found = self.good_json("check", site, "--project", "P2", "-w", self.small)["findings"]
            return [f["state"] for f in found if f["rule_id"] == "WUHAI"]
        self.assertEqual(notes("A"), ["noted"])
        self.assertEqual(notes("J"), ["pass"])

    def test_a_file_that_is_no_site_exits_2_with_clear_words(self):
        shape = self.folder / "bare"
        write_shapefile(shape, B[0])
        done = run("check", shape.with_suffix(".shp"), "-w", self.small, "--lang", "en")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("states no CRS", done.stderr)
        self.assertIn("bare.shp", done.stderr)
        self.assertIn("EPSG:4490", done.stderr)
        # With its CRS the same file is read.
        wgs84 = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],' \
                'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
        write_shapefile(self.folder / "stated", B[0], wgs84)
        stated = self.good_json("check", self.folder / "stated.shp", "-w", self.small)
        self.assertAlmostEqual(stated["area_m2"] / ellipsoid_area(B), 1.0, delta=1e-6)
        two = self.folder / "two.geojson"
        two.write_text(geojson([({}, A), ({}, B)]), encoding="utf-8")
        planar = polygon_wkt([[(397000.0, 4393000.0), (397100.0, 4393000.0), (397100.0, 4393100.0),
                               (397000.0, 4393000.0)]])
        for words, message in ((two, "one usable site"), ("./none.shp", "none.shp"),
                               (planar, "degrees"), ("POINT(106.8 39.66)", "area"),
                               ("POLYGON((106.8 39.66", "end of stream")):
            done = run("check", words, "-w", self.small, "--lang", "en")
            self.assertEqual(done.returncode, 2, f"{words} {done.stderr}")
            self.assertIn(message, done.stderr)

    def test_explain_names_the_sites_that_fare_better(self):
        explained = self.good_json("explain", "P2", "B", "-w", self.small)
        self.assertEqual(explained["verdict"], "non_compliant")
        self.assertEqual([s["site_id"] for s in explained["better_sites"]], ["A", "J"])
        half = ellipsoid_area(box(106.82, 39.66, 106.825, 39.67))
        self.assertAlmostEqual(explained["kept_area_m2"] / half, 1.0, delta=1e-6)
        best = self.good_json("explain", "P2", "A", "-w", self.small)
        self.assertEqual(best["better_sites"], [])
        text = self.good("explain", "P2", "B", "-w", self.small, "--lang", "en", "-q").stdout
        self.assertIn("Sites that fare better", text)
        self.assertIn("Law (2000), Art. 1", text)

    def test_any_number_of_threads_gives_the_same_bytes(self):
        folder = self.folder / "threads"
        folder.mkdir()
        for command, name in (("evaluate", "r.gpkg"), ("facts", "f.gpkg")):
            written = set()
            for threads in ("1", "2", "5"):
                self.good(command, "-w", self.small, "-o", folder / name, "-q", "--threads", threads)
                written.add((folder / name).read_bytes())
            self.assertEqual(len(written), 1, command)

    def test_facts_as_csv_and_as_geopackage_agree(self):
        folder = self.folder / "facts"
        folder.mkdir()
        self.good("facts", "-w", self.small, "-o", folder / "f.csv", "-q")
        self.good("facts", "-w", self.small, "-o", folder / "f.gpkg", "-q")
        files = {"fact": "f.csv", "fact_feature": "f_feature.csv", "fact_class": "f_class.csv"}
        self.assertEqual(sorted(p.name for p in folder.iterdir()),
                         sorted([*files.values(), "f.gpkg"]))
        for table, name in files.items():
            text = (folder / name).read_text(encoding="utf-8-sig")
            lines = list(csv.DictReader(io.StringIO(text)))
            stored = rows(folder / "f.gpkg", f"SELECT * FROM {table} ORDER BY rowid")
            self.assertEqual(len(lines), len(stored), table)
            for line, row in zip(lines, stored):
                for column, cell in line.items():
                    value = row[column]
                    if isinstance(value, float):
                        self.assertAlmostEqual(float(cell), value, delta=1e-9 * max(1, abs(value)))
                    else:
                        self.assertEqual(cell, "" if value is None else str(value), column)
        facts = {(r["site_id"], r["layer_id"]): r
                 for r in rows(folder / "f.gpkg", "SELECT * FROM fact")}
        self.assertEqual(len(facts), 3 * 2)
        for column in ("site_id", "layer_id", "overlap_m2", "share", "distance_m",
                       "nearest_feature_id", "covered_share"):
            self.assertIn(column, columns(folder / "f.gpkg", "fact"))
        self.assertAlmostEqual(facts["B", "red"]["share"], 0.5, delta=1e-9)
        self.assertEqual(facts["B", "red"]["distance_m"], 0.0)
        self.assertEqual(facts["A", "red"]["overlap_m2"], 0.0)
        self.assertEqual(facts["A", "red"]["nearest_feature_id"], "r1")
        self.assertEqual(facts["J", "red"]["covered_share"], 1.0)
        features = rows(folder / "f.gpkg", "SELECT * FROM fact_feature WHERE layer_id = 'red'")
        self.assertEqual([(f["site_id"], f["feature_id"]) for f in features], [("B", "r1")])

    def test_export_writes_a_project_with_relative_paths_and_every_format(self):
        out = self.folder / "export"
        self.good("export", "-w", self.small, "-o", out, "-q",
                  "--format", "geojson,fgb,shp,csv,kml")
        names = {p.name for p in out.iterdir()}
        self.assertLessEqual({"xuanzhi.gpkg", "xuanzhi.qgz"}, names)
        for table in ("site", "conflict"):
            for suffix in ("geojson", "fgb", "shp", "csv", "kml"):
                self.assertIn(f"{table}.{suffix}", names)
        self.assertFalse([n for n in names if n.startswith(".")])
        sites = json.loads((out / "site.geojson").read_text(encoding="utf-8"))["features"]
        self.assertEqual(sorted(f["properties"]["site_id"] for f in sites), ["A", "B", "J"])
        with zipfile.ZipFile(out / "xuanzhi.qgz") as archive:
            self.assertEqual(archive.namelist(), ["xuanzhi.qgs"])
            text = archive.read("xuanzhi.qgs").decode("utf-8")
        sources = re.findall(r"<datasource>([^<]*)</datasource>", text)
        self.assertGreater(len(sources), 3)
        for source in sources:
            self.assertTrue(source.startswith("./xuanzhi.gpkg|layername="), source)
            self.assertIn(source.split("layername=")[1].split("|")[0],
                          [r["table_name"] for r in rows(out / "xuanzhi.gpkg",
                                                         "SELECT table_name FROM gpkg_contents")])
        for path in (str(self.folder), str(SOURCE), str(self.small)):
            self.assertNotIn(path, text)

    def test_a_missing_output_folder_exits_2_and_leaves_nothing(self):
        place = self.folder / "missing"
        place.mkdir()
        for words in (["evaluate", "-o", place / "sub" / "out.gpkg"],
                      ["facts", "-o", place / "sub" / "out.gpkg"],
                      ["facts", "-o", place / "sub" / "out.csv"]):
            done = run(*words, "-w", self.small, "--lang", "en")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("out.", done.stderr)
            self.assertIn("folder", done.stderr)
            self.assertEqual(list(place.iterdir()), [])
        folder = place / "taken.gpkg"
        folder.mkdir()
        self.assertEqual(run("evaluate", "-o", folder, "-w", self.small).returncode, 2)
        self.assertEqual(list(folder.iterdir()), [])
        self.assertEqual([p.name for p in place.iterdir()], ["taken.gpkg"])

    def test_the_workspace_is_the_current_folder_by_default(self):
        out = self.good("check", "A", "--project", "P2", "--json", "-q", cwd=self.small).stdout
        self.assertEqual(json.loads(out)["verdict"], "compliant")


if __name__ == "__main__":
    unittest.main()
