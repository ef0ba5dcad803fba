#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`xuanzhi place` on the demo, checked with SQL and SpatiaLite instead of by itself."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

PROGRAM = os.environ["XUANZHI_PROGRAM"]
SOURCE = Path(os.environ["XUANZHI_SOURCE_DIR"])
DEMO = SOURCE / "gisdata" / "wuhai"
# Splinters are measured in degrees, for the ellipsoidal area of one some hundred metres long is off by a
# hundredth of a square metre, whatever its true area. This is a square degree of the equator, the largest.
SQUARE_DEGREE = 111320.0**2


def run(*words, ok=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == ok, (done.returncode, done.stderr[-2000:])
    return done.stdout if ok == 0 else done.stderr


def spatial(path):
    base = sqlite3.connect(":memory:")
    base.enable_load_extension(True)
    base.load_extension("mod_spatialite")
    base.execute("select InitSpatialMetaDataFull(1)")
    base.execute("attach ? as g", [str(path)])
    return base


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.result = cls.folder / "placed.gpkg"
        cls.answer = json.loads(run("place", "-w", DEMO, "-o", cls.result, "--json", "-q"))
        cls.table = sqlite3.connect(cls.result)

    @classmethod
    def tearDownClass(cls):
        cls.table.close()
        shutil.rmtree(cls.folder)

    def rows(self, sql):
        return self.table.execute(sql).fetchall()

    def test_the_gap_is_proven_and_small(self):
        a = self.answer
        self.assertGreaterEqual(a["bound"], a["objective"])
        self.assertAlmostEqual(a["gap"], (a["bound"] - a["objective"]) / a["objective"], places=9)
        self.assertLessEqual(a["gap"], 0.005)
        self.assertFalse(a["time_limit_struck"])

    def test_every_project_is_placed_once_or_has_a_reason(self):
        placed = [one["project_id"] for one in self.answer["placed"]]
        unplaced = [one["project_id"] for one in self.answer["unplaced"]]
        everyone = [row[0] for row in self.rows("select project_id from project")]
        self.assertEqual(sorted(placed + unplaced), sorted(everyone))
        self.assertEqual(len(placed), len(set(placed)))
        for one in self.answer["unplaced"]:
            self.assertIn("needed", one["reason"]["en"])
        self.assertEqual(len(unplaced), len(self.rows("select 1 from unplaced")))

    def test_the_objective_is_the_sum_of_priority_and_score(self):
        factor = {"under_construction": 1.3, "livelihood": 1.2, "key": 1.1, "": 1.0}
        total = sum(one["score"] * factor[one["priority"]] for one in self.answer["placed"])
        self.assertAlmostEqual(total, self.answer["objective"], places=4)

    def test_only_possible_pairs_are_taken_and_parcels_once(self):
        bad = self.rows("""select p.project_id from placement p join assessment a
                           using (project_id, site_id) where a.verdict not in ('compliant', 'conditional')
                           or abs(a.score - p.score) > 1e-9""")
        self.assertEqual(bad, [])
        twice = self.rows("select site_id from placement where kind = 'parcel' group by 1 having count(*) > 1")
        self.assertEqual(twice, [])

    def test_budgets_add_up_by_sql(self):
        checked = 0
        for bid, level, scope, resource, limit, committed, used in self.rows(
                "select budget_id, level, scope, resource, limit_value, committed, used from budget_use "
                "where kind = 'budget' and level in ('city', 'park')"):
            where = "1" if level == "city" else f"p.park = '{scope}'"
            term = {
                "land_m2": "case when p.kind = 'parcel' then s.area_m2 else q.land_m2 end",
                "water_conventional_m3": "coalesce(water_surface_m3, 0) + coalesce(water_ground_m3, 0) + coalesce(water_tap_m3, 0)",
            }.get(resource, f"q.{resource}")
            (mine,), = self.rows(f"""select coalesce(sum({term}), 0) from placement p
                                     join project q using (project_id) join site s using (site_id) where {where}""")
            self.assertAlmostEqual(mine, used, delta=1e-6 * max(1.0, used), msg=bid)
            self.assertLessEqual(committed + used, limit * (1 + 1e-6) + 1e-6, bid)
            checked += 1
        self.assertGreater(checked, 15)

    def test_a_chain_stands_in_one_park_and_hazards_keep_their_distance(self):
        parks = self.rows("""select distinct coalesce(nullif(park, ''), site_id) from placement where project_id in
                             (select project_id from project where industry = '锂电池全产业链' order by 1 limit 3)""")
        self.assertLessEqual(len(parks), 1)
        base = spatial(self.result)
        near = base.execute("""
            select a.project_id, b.project_id from g.placement a join g.project x using (project_id),
              g.placement b join g.project y on y.project_id = b.project_id, g.site s, g.site t
            where x.hazchem = 1 and y.intensive_building = 1 and a.project_id <> b.project_id
              and s.site_id = a.site_id and t.site_id = b.site_id
              and ST_Distance(GeomFromGPB(s.geom), GeomFromGPB(t.geom), 1) < 299.9""").fetchall()
        self.assertEqual(near, [])

    def test_the_report_and_its_workbook_show_the_same_placement(self):
        folder = self.folder / "report"
        run("report", "-w", DEMO, "-o", folder, "--place", "-q")
        page = (folder / "report.html").read_text(encoding="utf-8")
        for text in ("落位方案", "要素预算", "未落位项目与最小改变", f"{self.answer['objective']:,.2f}",
                     f"{len(self.answer['placed'])} / 296"):
            self.assertIn(text, page)
        with zipfile.ZipFile(folder / "report.xlsx") as book:
            names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
            sheets = [book.read(f"xl/worksheets/sheet{k + 1}.xml").decode().count("<row ")
                      for k, name in enumerate(names) if name in ("落位", "未落位")]
        self.assertIn("要素预算", names)
        self.assertIn("办理步骤", names)
        self.assertEqual(sheets, [len(self.answer["placed"]) + 1, len(self.answer["unplaced"]) + 1])

    def test_outlines_have_their_area_inside_the_site_without_overlap(self):
        base = spatial(self.result)
        # Between far corners a geodesic leaves the straight line in degrees: SpatiaLite gets more of them.
        rows = base.execute("""
            select p.project_id, p.kind, q.land_m2, p.area_m2,
              ST_Area(ST_Segmentize(GeomFromGPB(p.geom), 0.0001), 1),
              coalesce(ST_Area(ST_Difference(GeomFromGPB(p.geom), GeomFromGPB(s.geom))), 0), s.area_m2
            from g.placement p join g.project q using (project_id) join g.site s using (site_id)""").fetchall()
        self.assertEqual(len(rows), len(self.answer["placed"]))
        for project, kind, need, area, measured, outside, site in rows:
            wanted = need if kind == "park" else site
            self.assertIsNotNone(measured, project)
            self.assertAlmostEqual(area, wanted, delta=0.05, msg=project)
            self.assertAlmostEqual(measured, wanted, delta=0.1, msg=project)
            self.assertLess(outside * SQUARE_DEGREE, 1e-4, project)
        overlaps = base.execute("""
            select a.project_id, b.project_id, ST_Area(ST_Intersection(GeomFromGPB(a.geom), GeomFromGPB(b.geom))) x
            from g.placement a join g.placement b on a.project_id < b.project_id
            where ST_Intersects(GeomFromGPB(a.geom), GeomFromGPB(b.geom))""").fetchall()
        self.assertEqual([row for row in overlaps if (row[2] or 0) * SQUARE_DEGREE > 1e-4], [])

    def test_proposed_parcels_are_compact_and_nearly_all_in_one_piece(self):
        rows = self.rows("select project_id, area_m2 / (width_m * width_m), contiguous from placement where kind = 'park'")
        self.assertGreater(len(rows), 80)
        self.assertEqual([row for row in rows if row[1] > 5], [])  # times as long as broad
        self.assertGreaterEqual(sum(row[2] for row in rows), 0.97 * len(rows))

    def test_outlines_keep_off_every_piece_that_a_rule_forbids_their_project(self):
        base = spatial(self.result)
        rows = base.execute("""
            select p.project_id, c.rule_id,
              coalesce(ST_Area(ST_Intersection(GeomFromGPB(p.geom), GeomFromGPB(c.geom))), 0)
            from g.placement p join g.conflict c using (site_id)
            join g.finding f on f.project_id = p.project_id and f.site_id = p.site_id and f.rule_id = c.rule_id
            where c.severity = 'prohibit' and f.verdict = 'non_compliant'""").fetchall()
        self.assertEqual([row for row in rows if row[2] * SQUARE_DEGREE > 1e-4], [])

    def test_a_score_is_the_weighted_mean_of_its_parts(self):
        rows = self.rows("""select p.project_id, p.score, 100 * sum(t.weight * t.utility) / sum(t.weight)
                            from placement p join score_part t using (project_id, site_id)
                            where t.utility is not null group by 1""")
        self.assertEqual(len(rows), len(self.answer["placed"]))
        for project, score, mean in rows:
            self.assertAlmostEqual(score, mean, places=6, msg=project)
        gaps = self.rows("select count(*) from score_part where utility is null and gap_en is null")
        self.assertEqual(gaps, [(0,)])

    def test_distances_of_parts_are_those_of_the_facts(self):
        rows = self.rows("""select t.value, f.distance_m from score_part t join fact f using (site_id)
                            where t.criterion_id = 'road' and f.layer_id = 'road' and t.value is not null""")
        self.assertGreater(len(rows), 50)
        for value, distance in rows:
            self.assertAlmostEqual(value, distance, places=6)

    def test_a_second_run_gives_the_same_bytes(self):
        again = self.folder / "again.gpkg"
        run("place", "-w", DEMO, "-o", again, "--json", "-q")
        self.assertEqual(again.read_bytes(), self.result.read_bytes())

    def test_locks_bans_settings_and_scenarios(self):
        mine = self.answer["placed"][0]
        pair = f"{mine['project_id']}={mine['site_id']}"
        file = self.folder / "scenarios.toml"
        file.write_text(f"""
[[scenario]]
name = "ban"
forbid = ["{pair}"]
[[scenario]]
name = "more land"
set = ["budget.investment.city=+50%", "budget.energy.city=+50%"]
[[scenario]]
name = "lock"
lock = ["{pair}"]
""", encoding="utf-8")
        out = self.folder / "what-if.gpkg"
        answer = json.loads(run("place", "-w", DEMO, "-o", out, "--json", "-q", "--scenarios", file, "--gap", "0.01"))
        by_name = {one["name"]: one for one in answer["scenarios"]}
        self.assertEqual(list(by_name), ["base", "ban", "more land", "lock"])
        self.assertGreaterEqual(by_name["more land"]["bound"], by_name["base"]["objective"])
        table = sqlite3.connect(out)
        self.assertEqual(table.execute("select count(*) from scenario").fetchone(), (4,))
        table.close()

    def test_what_cannot_be_is_refused_with_its_reason(self):
        bad = self.folder / "bad.gpkg"
        said = run("place", "-w", DEMO, "-o", bad, "-q", "--lang", "en", "--lock", "P-001=S-52", ok=2)
        self.assertIn("explain P-001 S-52", said)
        said = run("place", "-w", DEMO, "-o", bad, "-q", "--lang", "en", "--set", "budget.nothing=1", ok=1)
        self.assertIn("budget.water.wuda", said)
        run("place", "-w", DEMO, "-o", bad, "-q", "--drop-rule", "NO.SUCH", ok=1)
        self.assertFalse(bad.exists())


if __name__ == "__main__":
    sys.exit(unittest.main())
