# SPDX-License-Identifier: Apache-2.0
"""Whole-program tests of `xuanzhi report`: the printed numbers are those of the result.

The HTML is parsed as XML, so a name that was not escaped or a tag that was not closed shows; its
numbers are compared with the GeoPackage that `evaluate` writes.
"""

import datetime
import json
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ET
import zipfile

from workbench import DEMO, PROGRAM, Case, ellipsoid_area, rows, run

WORDS = {"zh": {"compliant": "符合", "conditional": "有条件符合", "insufficient_data": "数据不足",
                "non_compliant": "不符合"},
         "en": {"compliant": "Compliant", "conditional": "Conditional",
                "insufficient_data": "Insufficient data", "non_compliant": "Non-compliant"}}
HOSTILE = "<script>alert(1)</script> & \"甲\" '乙' ]]> \\"


def parsed(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    return ET.fromstring(text.split("\n", 1)[1])


def article(tree, language):
    return next(a for a in tree.iter("article") if a.get("lang") == language)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def tables_after(page, number):
    """The tables between the heading with a number and the next heading, as lists of rows."""
    found, inside = [], False
    for element in page.iter():
        if element.tag == "h2":
            nr = element.find("span[@class='nr']")
            inside = nr is not None and text_of(nr) == str(number)
        if inside and element.tag == "table":
            found.append([[text_of(cell) for cell in row if cell.tag in ("td", "th")]
                          for row in element.iter("tr")])
    return found


def value(text):
    return float(text.replace(",", ""))


class Pair(Case):
    PROJECT, SITE = "P-017", "S-69"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = cls.folder / "pair"
        done = run("report", "-w", DEMO, "-o", cls.out, "--project", cls.PROJECT, "--site", cls.SITE,
                   "-q")
        assert done.returncode == 0, done.stderr
        cls.result = cls.folder / "result.gpkg"
        done = run("evaluate", "-w", DEMO, "-o", cls.result, "-q")
        assert done.returncode == 0, done.stderr
        cls.tree = parsed(cls.out)

    def test_it_says_the_verdict_of_the_result_in_both_languages(self):
        (row,) = rows(self.result, "SELECT verdict, prohibitions, unknowns, conditions, passes FROM "
                                   "assessment WHERE project_id = ? AND site_id = ?",
                      self.PROJECT, self.SITE)
        for language in ("zh", "en"):
            page = article(self.tree, language)
            word = next(e for e in page.iter("div") if e.get("class") == "word")
            self.assertEqual(text_of(word), WORDS[language][row["verdict"]])
            keys = [text_of(e) for e in page.iter("div") if e.get("class") == "figure"]
            self.assertEqual([int(k) for k in keys[2:6]],
                             [row["prohibitions"], row["unknowns"], row["conditions"],
                              row["passes"]])

    def test_areas_of_the_three_lines_are_those_of_the_facts(self):
        facts = {row["layer_id"]: row for row in rows(
            self.result, "SELECT layer_id, overlap_m2, share FROM fact WHERE site_id = ?",
            self.SITE)}
        (table,) = tables_after(article(self.tree, "zh"), 6)
        by_name = {row[0]: row for row in table}
        row = by_name["永久基本农田（乌海，示意）"]
        fact = facts["permanent_basic_farmland_wuhai"]
        self.assertGreater(fact["overlap_m2"], 1)
        self.assertAlmostEqual(value(row[1]), fact["overlap_m2"], delta=0.005)
        self.assertAlmostEqual(value(row[2]), fact["overlap_m2"] / 1e4, delta=0.00005)
        self.assertAlmostEqual(value(row[3]), fact["overlap_m2"] * 15 / 1e4, delta=0.005)
        self.assertAlmostEqual(value(row[4]), 100 * fact["share"], delta=0.005)

    def test_nearest_distances_are_those_that_rules_compare(self):
        facts = rows(self.result, "SELECT distance_m, edge_distance_m FROM fact WHERE site_id = ? "
                     "AND layer_id IN ('railway', 'road', 'power_line', 'wetland', "
                     "'nature_reserve')", self.SITE)
        distances = sorted(round(row["edge_distance_m"], 2) for row in facts)
        self.assertEqual(len(distances), 5)
        # Roads and railways are wide.
        self.assertTrue(any(row["edge_distance_m"] < row["distance_m"] - 1 for row in facts))
        self.assertIn("half widths of lines deducted", text_of(article(self.tree, "en")))
        (table,) = tables_after(article(self.tree, "en"), 7)
        printed = [value(row[6]) for row in table[1:] if row[6] not in ("", "—")]
        for distance in distances:
            self.assertTrue(any(abs(distance - p) < 0.011 for p in printed), distance)

    def test_rounded_parts_of_the_land_classes_add_up_to_the_site(self):
        (area,) = rows(self.result, "SELECT area_m2 FROM site WHERE site_id = ?", self.SITE)
        (table,) = tables_after(article(self.tree, "zh"), 5)
        parts = [row for row in table[1:-1] if not row[0].endswith("小计")]
        total = table[-1]
        self.assertEqual(total[0], "合计")
        self.assertGreater(len(parts), 1)
        for column, decimals in ((3, 2), (4, 4), (5, 2), (6, 2)):
            self.assertEqual(round(sum(value(row[column]) for row in parts), decimals),
                             value(total[column]), column)
        self.assertAlmostEqual(value(total[3]), area["area_m2"], delta=0.005)

    def test_boundary_points_enclose_the_area_of_the_site(self):
        (table,) = tables_after(article(self.tree, "en"), 4)
        halves = [row[:5] for row in table[1:]] + [row[5:] for row in table[1:] if row[5]]
        points = [(value(row[3]), value(row[2])) for row in halves]
        self.assertTrue(all(36_000_000 < x < 37_000_000 for x, _ in points))
        ring = points + points[:1]
        planar = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))) / 2
        (area,) = rows(self.result, "SELECT area_m2 FROM site WHERE site_id = ?", self.SITE)
        # The plane of the zone is 0.015 to 0.034 % larger than the ellipsoid at Wuhai.
        self.assertAlmostEqual(planar / area["area_m2"], 1.00025, delta=0.00015)
        for row, (a, b) in zip(halves, zip(ring, ring[1:])):
            edge = ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
            self.assertAlmostEqual(value(row[4]), edge, delta=0.01)

    def test_every_rule_that_fails_stands_in_the_conclusion(self):
        titles = [row["title_zh"] for row in rows(
            self.result, "SELECT r.title_zh FROM finding f JOIN rule r USING (rule_id) WHERE "
            "f.project_id = ? AND f.site_id = ? AND f.verdict <> 'compliant'", self.PROJECT,
            self.SITE)]
        self.assertGreater(len(titles), 3)
        (table,) = tables_after(article(self.tree, "zh"), 11)
        listed = [row[2] for row in table[1:]]
        for title in titles:
            self.assertTrue(any(text.startswith(title) for text in listed), title)

    def test_all_sections_stand_in_order(self):
        for language in ("zh", "en"):
            page = article(self.tree, language)
            numbers = [text_of(e) for e in page.iter("span") if e.get("class") == "nr"]
            self.assertEqual(numbers, [str(i) for i in range(1, 13)])

    def test_the_approval_path_is_that_of_the_path_command(self):
        path = json.loads(self.good("path", self.PROJECT, self.SITE, "-w", DEMO, "--json",
                                    "-q").stdout)
        due = [s for s in path["steps"] if s["outcome"] in ("required", "unknown")]
        self.assertGreater(len(due), 5)
        self.assertTrue(any(s["expected_days"]["count"] is None for s in due))
        first = min(datetime.date.fromisoformat(s["parallel"]["start"]) for s in due)
        for language, unit in (("zh", {"working": "工作日", "calendar": "日"}),
                               ("en", {"working": "working d", "calendar": "d"})):
            page = article(self.tree, language)
            table = tables_after(page, 9)[0][1:]
            self.assertEqual(len(table), len(due))
            for row, step in zip(table, due):
                self.assertTrue(row[0].startswith(step["title"][language]), row[0])
                count, basis = step["expected_days"]["count"], step["basis"][language]
                if count is None:
                    self.assertTrue(row[3].startswith({"zh": "期限未知",
                                                       "en": "no known limit"}[language]))
                    self.assertEqual(row[5], "?")
                else:
                    self.assertTrue(row[3].startswith(
                        f"{count} {unit[step['expected_days']['unit']]}"), row[3])
                    self.assertEqual(row[5], step["parallel"]["finish"])
                self.assertEqual(row[4], step["parallel"]["start"])
                for word in step["documents"] + step["deferrable"]:
                    self.assertIn(word, row[6])
                self.assertTrue(row[7].startswith(f"{basis} [{step['evidence']}]"), row[7])
            chart = next(e for e in page.iter("svg") if e.get("class") == "gantt")
            marks = {e.get("data-step"): e for e in chart.iter() if e.get("data-step")}
            self.assertEqual(list(marks), [s["step_id"] for s in due])
            # 104 mm for all days, from 58 mm on; a step without a known limit has no bar.
            scale = 104 / path["parallel_days"]
            for step in due:
                start, finish = (datetime.date.fromisoformat(step["parallel"][k])
                                 for k in ("start", "finish"))
                mark = marks[step["step_id"]]
                if step["expected_days"]["count"] is None:
                    self.assertEqual(mark.tag, "path")
                    continue
                self.assertAlmostEqual(float(mark.get("x")), 58 + scale * (start - first).days,
                                       delta=0.011)
                self.assertAlmostEqual(float(mark.get("width")),
                                       max(0.6, scale * (finish - start).days), delta=0.011)
        listed = " ".join(text_of(e) for e in page.iter("li"))
        self.assertIn(f"side by side, with it: {path['parallel_days']} days", listed)
        for step in path["steps"]:
            if step not in due:
                self.assertIn(step["title"]["en"] + ": ", listed)

    def test_scores_are_those_of_the_result_and_of_their_parts(self):
        truth = {r["site_id"]: r["score"] for r in rows(
            self.result, "SELECT site_id, score FROM assessment WHERE project_id = ?",
            self.PROJECT)}
        (table,) = tables_after(article(self.tree, "en"), 10)
        sites = table[0][1:]
        self.assertEqual(sites[0], self.SITE)
        self.assertEqual(len(sites), 5)
        start = next(i for i, row in enumerate(table) if row[0] == "Score")
        parts = table[start + 1:next(i for i, row in enumerate(table) if i > start and not
                                     re.search(r" [\d.]+ %$", row[0]))]
        self.assertGreater(len(parts), 5)
        for column, site in enumerate(sites, start=1):
            score, low, high = re.fullmatch(r"([\d.]+) \[([\d.]+), ([\d.]+)\]",
                                            table[start][column]).groups()
            self.assertAlmostEqual(float(score), truth[site], delta=0.0051)
            self.assertLessEqual(float(low), float(score) + 0.05)
            self.assertGreaterEqual(float(high), float(score) - 0.05)
            known = [(float(row[0].split()[-2]), float(row[column])) for row in parts
                     if re.fullmatch(r"[\d.]+", row[column])]
            mean = 100 * sum(w * u for w, u in known) / sum(w for w, _ in known)
            # Weights are printed to 0.1 %, utilities to 0.001.
            self.assertAlmostEqual(mean, truth[site], delta=0.6)

    def test_digests_of_the_inputs_are_those_of_the_run(self):
        text = text_of(article(self.tree, "zh"))
        digests = {row["value"] for row in rows(
            self.result, "SELECT value FROM run WHERE key LIKE 'sha256 %'")}
        self.assertGreater(len(digests), 4)
        for digest in digests:
            self.assertIn(digest, text)

    def test_the_file_fetches_nothing_and_runs_nothing(self):
        text = (self.out / "report.html").read_text(encoding="utf-8")
        self.assertNotRegex(text, r"https?:|//[a-z]|@import|url\((?!#)")
        self.assertEqual([e.tag for e in self.tree.iter()
                          if e.tag in ("script", "link", "img", "iframe", "object")], [])
        ids = [e.get("id") for e in self.tree.iter() if e.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        for reference in re.findall(r"url\(#([^)]+)\)", text):
            self.assertIn(reference, ids)

    def test_schematic_data_are_marked_on_every_map(self):
        for language, mark in (("zh", "示意图"), ("en", "SCHEMATIC")):
            maps = [e for e in article(self.tree, language).iter("svg") if e.get("class") == "map"]
            self.assertEqual(len(maps), 3)
            for drawing in maps:
                self.assertIn(mark, [text_of(t) for t in drawing.iter("text")])

    def test_the_scale_on_paper_is_the_scale_that_is_written(self):
        # The edge J1–J2 in mm on the map of corners against its length in the table.
        page = article(self.tree, "en")
        drawing = [e for e in page.iter("svg") if e.get("class") == "map"][-1]
        denominator = float(drawing.get("data-scale"))
        self.assertTrue(drawing.get("viewBox").split()[2].startswith("170.0"))
        dots = [(float(c.get("cx")), float(c.get("cy"))) for c in drawing.iter("circle")
                if c.get("r") == "0.70"]
        (table,) = tables_after(page, 4)
        for i in (1, 5, 8):
            row = table[i]
            a, b = dots[i - 1], dots[i]
            metres = ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 * denominator / 1000
            self.assertAlmostEqual(metres, value(row[4]), delta=0.02 * denominator / 1000)

    def test_the_same_inputs_give_the_same_bytes(self):
        again = self.folder / "again"
        self.good("report", "-w", DEMO, "-o", again, "--project", self.PROJECT, "--site", self.SITE,
                  "-q")
        for name in ("report.html", "report.xlsx"):
            self.assertEqual((again / name).read_bytes(), (self.out / name).read_bytes(), name)


class Small(Case):
    def test_names_cannot_break_the_page(self):
        folder = self.fresh("hostile")
        csv = "编号,名称,用地,危化\nP1,\"{}\",30,是\n".format(HOSTILE.replace('"', '""'))
        (folder / "projects.csv").write_text(csv, encoding="utf-8")
        for words in (["--project", "P1", "--site", "B"], ["--project", "P1"], []):
            self.good("report", "-w", folder, "-o", folder / "out", "-q", *words)
            tree = parsed(folder / "out")
            self.assertIn(" ".join(HOSTILE.split()), text_of(article(tree, "zh")))
            self.assertEqual(list(tree.iter("script")), [])

    def test_without_procedures_the_section_says_so(self):
        self.good("report", "-w", self.small, "-o", self.folder / "nopath", "--project", "P1",
                  "--site", "B", "-q")
        page = article(parsed(self.folder / "nopath"), "en")
        self.assertIn("names no approval procedures", text_of(page))
        self.assertEqual(tables_after(page, 9), [])

    def test_a_site_alone_is_reported_without_a_project(self):
        self.good("report", "-w", self.small, "-o", self.folder / "site", "--site", "B", "-q")
        page = article(parsed(self.folder / "site"), "en")
        self.assertIn("No project is given", text_of(page))
        (table,) = tables_after(page, 6)
        self.assertAlmostEqual(value(table[1][1]), ellipsoid_area(
            [[[106.825, 39.66], [106.83, 39.66], [106.83, 39.67], [106.825, 39.67],
              [106.825, 39.66]]]), delta=0.01)

    def test_what_was_mended_and_what_was_assumed_is_told(self):
        folder = self.fresh("mended")
        red = (folder / "red.geojson").read_text(encoding="utf-8")
        bowtie = '{"type": "Feature", "properties": {"id": "r9", "name": "x"}, "geometry": ' \
            '{"type": "Polygon", "coordinates": [[[106.9, 39.6], [106.91, 39.61], ' \
            '[106.91, 39.6], [106.9, 39.61], [106.9, 39.6]]]}}'
        (folder / "red.geojson").write_text(red.replace('"features": [', f'"features": [{bowtie}, '),
                                            encoding="utf-8")
        self.good("report", "-w", folder, "-o", folder / "out", "--site", "A", "-q")
        self.good("evaluate", "-w", folder, "-o", folder / "out.gpkg", "-q")
        (item,) = rows(folder / "out.gpkg", "SELECT * FROM input_audit WHERE row_id = 'r9'")
        self.assertEqual(item["outcome"], "repaired")
        for language in ("zh", "en"):
            lines = [text_of(li) for li in article(parsed(folder / "out"), language).iter("li")]
            self.assertTrue(any("r9" in li and item[f"reason_{language}"] in li for li in lines))
        notes = rows(folder / "out.gpkg", "SELECT reason_zh FROM input_audit WHERE outcome = "
                                          "'summary' AND reason_zh IS NOT NULL")
        self.assertGreater(len(notes), 0)
        text = text_of(article(parsed(folder / "out"), "zh"))
        for note in notes:
            for part in note["reason_zh"].split("；"):
                self.assertIn(" ".join(part.split()), text)

    def test_what_is_left_after_cutting_off_the_conflict_is_the_rest_of_the_site(self):
        self.good("report", "-w", self.small, "-o", self.folder / "cut", "--project", "P2", "--site",
                  "B", "-q")
        text = text_of(article(parsed(self.folder / "cut"), "en"))
        kept = value(re.search(r"what stays is ([\d,.]+) m²", text)[1])
        self.assertAlmostEqual(kept, ellipsoid_area(
            [[[106.82, 39.66], [106.825, 39.66], [106.825, 39.67], [106.82, 39.67],
              [106.82, 39.66]]]), delta=0.01)

    def test_a_road_is_named_beside_its_own_distance_alone(self):
        folder = self.fresh("roads")
        manifest = (folder / "workspace.toml").read_text(encoding="utf-8")
        layer = '[[layer]]\nid = "road"\nrole = "road"\nsource = "roads.geojson"\n' \
            'crs = "EPSG:4490"\nclass = "county"\n' \
            'coverage = { source = "known.geojson", crs = "EPSG:4490" }\n' \
            'fields = { id = "id", name = "name", half_width_m = "half_width" }\n\n'
        (folder / "workspace.toml").write_text(
            manifest.replace("[[layer]]", layer + "[[layer]]", 1), encoding="utf-8")
        for width, named in ((5, True), (120, False)):
            roads = [{"type": "Feature", "properties": {"id": f"l{lon}", "name": name,
                                                        "half_width": half},
                      "geometry": {"type": "LineString", "coordinates": [[lon, 39], [lon, 40]]}}
                     for lon, name, half in ((106.798, "窄路", 5), (106.797, "宽路", width))]
            (folder / "roads.geojson").write_text(
                json.dumps({"type": "FeatureCollection", "features": roads}), encoding="utf-8")
            self.good("report", "-w", folder, "-o", folder / "out", "--site", "A", "-q")
            self.good("facts", "-w", folder, "-o", folder / "f.gpkg", "-q")
            (fact,) = rows(folder / "f.gpkg", "SELECT * FROM fact WHERE site_id = 'A' AND "
                                              "layer_id = 'road'")
            self.assertEqual(fact["nearest_feature_id"], "l106.798")
            (table,) = tables_after(article(parsed(folder / "out"), "zh"), 7)
            (row,) = [row for row in table if "road" in row[0] or "路" in row[0]]
            self.assertEqual("窄路" in row[0], named, row)
            self.assertAlmostEqual(value(row[6]), fact["edge_distance_m"], delta=0.011)

    def test_the_language_asked_for_is_the_one_shown_first(self):
        for language in ("zh", "en"):
            out = self.folder / f"lang_{language}"
            self.good("report", "-w", self.small, "-o", out, "--lang", language, "-q")
            checked = [e.get("id") for e in parsed(out).iter("input") if e.get("checked")]
            self.assertEqual(checked, [f"show-{language}"])

    def test_shortlist_puts_the_best_site_first(self):
        self.good("report", "-w", self.small, "-o", self.folder / "short", "--project", "P2", "--top",
                  "2", "-q")
        page = article(parsed(self.folder / "short"), "en")
        (table,) = tables_after(page, 3)
        self.assertEqual(table[0][1:], ["A", "J"])

    def test_unknown_ids_are_errors_that_leave_the_earlier_report_alone(self):
        out = self.folder / "kept"
        self.good("report", "-w", self.small, "-o", out, "-q")
        before = (out / "report.html").read_bytes()
        for words in (["--project", "nobody"], ["--site", "nowhere"]):
            self.assertEqual(run("report", "-w", self.small, "-o", out, *words).returncode, 2)
        self.assertEqual((out / "report.html").read_bytes(), before)
        self.assertEqual(sorted(p.name for p in out.iterdir()), ["report.html", "report.xlsx"])

    def test_without_chromium_the_error_names_the_package(self):
        done = subprocess.run([PROGRAM, "report", "-w", self.small, "-o", self.folder / "nopdf",
                               "--site", "A", "--pdf", "--lang", "en"], capture_output=True,
                              text=True, env={"PATH": "/nonexistent"})
        self.assertEqual(done.returncode, 2)
        self.assertIn("apt install chromium", done.stderr)
        self.assertTrue((self.folder / "nopdf" / "report.html").exists())

    @unittest.skipUnless(shutil.which("chromium") and shutil.which("pdftotext"),
                         "chromium or pdftotext is not installed")
    def test_the_pdf_has_pages_with_numbers_and_the_disclaimer(self):
        out = self.folder / "pdf"
        self.good("report", "-w", self.small, "-o", out, "--project", "P2", "--site", "B", "--pdf",
                  "-q")
        pages = subprocess.run(["pdftotext", "-layout", out / "report.pdf", "-"],
                               capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
        self.assertGreater(len(pages), 3)
        for number, page in enumerate(pages, start=1):
            self.assertIn("仅供内部参考，不作为审批依据", page)
            self.assertRegex(page, rf"第 *{number} *页，共 *{len(pages)} *页")


class Overview(Case):
    def test_charts_and_tables_count_what_the_result_counts(self):
        out = self.folder / "overview"
        self.good("report", "-w", self.small, "-o", out, "-q")
        result = self.folder / "small.gpkg"
        self.good("evaluate", "-w", self.small, "-o", result, "-q")
        page = article(parsed(out), "zh")
        expected = {row["site_id"]: [row[f"projects_{v}"] for v in WORDS["zh"]] for row in rows(
            result, "SELECT * FROM site")}
        (sites,) = tables_after(page, 5)
        self.assertEqual({row[0]: [int(n) for n in row[6:]] for row in sites[1:]}, expected)
        chart = next(e for e in page.iter("svg") if e.get("class") == "chart")
        totals = [n for t in chart.iter("text") if (n := text_of(t)).isdigit()]
        self.assertIn(str(sum(map(sum, expected.values()))), totals)


if __name__ == "__main__":
    unittest.main()
