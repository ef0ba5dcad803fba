# SPDX-License-Identifier: Apache-2.0
"""Whole-program tests: what is true of a result, and of one whose making was cut short."""

import os
import random
import re
import signal
import subprocess
import time
import unittest

from workbench import (DEMO, PROGRAM, Case, columns, ellipsoid_area, gpkg_rings, rows, run)

RANK = "CASE {} WHEN 'non_compliant' THEN 3 WHEN 'insufficient_data' THEN 2 " \
       "WHEN 'conditional' THEN 1 WHEN 'compliant' THEN 0 ELSE 99 END"


class Killed(Case):
    def test_a_killed_run_leaves_the_earlier_file_and_the_next_run_tidies_up(self):
        place = self.folder / "killed"
        other = self.folder / "whole"
        place.mkdir()
        other.mkdir()
        target = place / "out.gpkg"
        self.good("evaluate", "-w", self.small, "-o", target, "-q")
        old = {n: (place / n).read_bytes() for n in ("out.gpkg", "out.qgz")}
        words = ["evaluate", "-w", self.small, "--as-of", "2026-01-01", "-q", "-o"]
        start = time.monotonic()
        self.good(*words, other / "out.gpkg")
        whole = time.monotonic() - start
        new = {n: (other / n).read_bytes() for n in ("out.gpkg", "out.qgz")}
        self.assertNotEqual(old["out.gpkg"], new["out.gpkg"])
        dice = random.Random(20230130)
        leftovers = killed = 0
        for attempt in range(15):
            before = set(os.listdir(place))
            process = subprocess.Popen([PROGRAM, *map(str, words), str(target)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if attempt % 3 == 0:  # any moment
                time.sleep(dice.uniform(0, whole))
            else:  # a moment while it writes
                while process.poll() is None and set(os.listdir(place)) <= before:
                    pass
                time.sleep(dice.uniform(0, 0.25 * whole) if attempt % 3 == 1 else 0)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            names = set(os.listdir(place))
            leftovers += bool(names - {"out.gpkg", "out.qgz"})
            for name in old:
                self.assertIn((place / name).read_bytes(), (old[name], new[name]), name)
            for name, content in old.items():
                (place / name).write_bytes(content)
        # Else nothing was tested.
        self.assertGreaterEqual(killed, 5)
        self.assertGreaterEqual(leftovers, 1)
        self.good(*words, target)
        self.assertEqual(sorted(os.listdir(place)), ["out.gpkg", "out.qgz"])
        self.assertEqual({n: (place / n).read_bytes() for n in new}, new)


class Demo(Case):
    """One evaluation of the demo workspace, and what must be true of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = cls.folder / "demo.gpkg"
        done = run("evaluate", "-w", DEMO, "-o", cls.out, "-q")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    def test_the_tables_have_the_columns_of_the_contract(self):
        wanted = {
            "site": "site_id name park district area_m2 worst_verdict best_verdict",
            "conflict": "site_id layer_id rule_id overlap_m2 basis",
            "project": "project_id name industry_code direction stage land_m2 energy_tce "
                       "water_total_m3",
            "fact": "site_id layer_id overlap_m2 share distance_m nearest_feature_id covered_share "
                    "edge_distance_m",
            "fact_feature": "site_id layer_id feature_id overlap_m2",
            "finding": "project_id site_id rule_id verdict measured threshold unit margin_m "
                       "uncertain basis_zh basis_en evidence",
            "assessment": "project_id site_id verdict score deciding_rule_id",
            "layer_styles": "f_table_name styleQML useAsDefault"}
        for table, names in wanted.items():
            self.assertLessEqual(set(names.split()), set(columns(self.out, table)), table)
        for table in ("input_audit", "run"):
            self.assertTrue(rows(self.out, f"SELECT * FROM {table}"), table)

    def test_every_verdict_is_the_worst_of_its_findings(self):
        worst = f"SELECT project_id, site_id, max({RANK.format('verdict')}) AS rank " \
                "FROM finding GROUP BY project_id, site_id"
        wrong = rows(self.out, f"SELECT a.* FROM assessment a LEFT JOIN ({worst}) f "
                     "USING (project_id, site_id) "
                     f"WHERE {RANK.format('a.verdict')} <> coalesce(f.rank, 0)")
        self.assertEqual(wrong, [])
        undecided = rows(self.out, "SELECT a.* FROM assessment a LEFT JOIN finding f ON "
                         "f.project_id = a.project_id AND f.site_id = a.site_id AND "
                         "f.rule_id = a.deciding_rule_id AND f.verdict = a.verdict "
                         "WHERE (a.verdict <> 'compliant') <> (f.rule_id IS NOT NULL)")
        self.assertEqual(undecided, [])
        [count] = rows(self.out, "SELECT count(*) AS pairs, count(DISTINCT verdict) AS kinds, "
                       "(SELECT count(*) FROM project) * (SELECT count(*) FROM site) AS wanted "
                       "FROM assessment")
        self.assertEqual(count["pairs"], count["wanted"])
        self.assertEqual(count["kinds"], 4)

    def test_the_verdicts_of_a_site_are_the_best_and_the_worst_of_its_pairs(self):
        wrong = rows(self.out, f"SELECT s.site_id FROM site s JOIN assessment a USING (site_id) "
                     f"GROUP BY s.site_id HAVING max({RANK.format('a.verdict')}) <> "
                     f"{RANK.format('s.worst_verdict')} OR min({RANK.format('a.verdict')}) <> "
                     f"{RANK.format('s.best_verdict')}")
        self.assertEqual(wrong, [])

    def test_counts_of_the_audit_add_up(self):
        audit = rows(self.out, "SELECT * FROM input_audit WHERE outcome = 'summary'")
        self.assertGreater(len(audit), 40)
        for row in audit:
            self.assertEqual(row["rows_read"],
                             row["rows_used"] + row["rows_repaired"] + row["rows_rejected"])
            self.assertRegex(row["sha256"], r"^[0-9a-f]{64}$")

    def test_areas_of_all_sites_agree_with_an_integral_over_the_ellipsoid(self):
        given = {r["site_id"]: gpkg_rings(r["geom"])
                 for r in rows(DEMO / "sites.gpkg", "SELECT site_id, geom FROM site")}
        found = {r["site_id"]: r["area_m2"] for r in rows(self.out, "SELECT * FROM site")}
        self.assertEqual(set(found), set(given))
        districts = {r["district"] for r in rows(self.out, "SELECT district FROM site")}
        self.assertLessEqual({"乌达区", "集宁区"}, districts)  # 560 km apart
        for site, rings in given.items():
            self.assertAlmostEqual(found[site] / ellipsoid_area(rings), 1.0, delta=1e-6, msg=site)

    def test_facts_do_not_depend_on_who_asks(self):
        alone = self.folder / "facts.gpkg"
        self.good("facts", "-w", DEMO, "-o", alone, "-q")
        for table in ("fact", "fact_class", "fact_feature"):
            self.assertEqual(rows(alone, f"SELECT * FROM {table}"),
                             rows(self.out, f"SELECT * FROM {table}"), table)

    def test_distances_are_looked_for_as_far_as_asked(self):
        whole = self.folder / "whole.gpkg"
        self.good("facts", "-w", DEMO, "-o", whole, "-q")
        for metres in (0, 2000, 30000):
            near = self.folder / "near.gpkg"
            self.good("facts", "-w", DEMO, "-o", near, "-q", "--within", metres)
            for table in ("fact", "fact_class"):
                expected = rows(whole, f"SELECT * FROM {table}")
                for fact in expected:
                    if fact["distance_m"] is not None and fact["distance_m"] > metres:
                        fact["distance_m"], fact["nearest_feature_id"] = None, None
                    if fact["edge_distance_m"] is not None and fact["edge_distance_m"] > metres:
                        fact["edge_distance_m"] = None
                self.assertEqual(rows(near, f"SELECT * FROM {table}"), expected, (table, metres))
            self.assertEqual(rows(near, "SELECT * FROM fact_feature"),
                             rows(whole, "SELECT * FROM fact_feature"), metres)
        refused = run("facts", "-w", DEMO, "-o", near, "--within", "-1", "--lang", "en")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("no distance of 0 m or more", refused.stderr)

    def test_a_copied_workspace_gives_the_same_bytes(self):
        city = self.folder / "city"
        self.good("init", city)
        again = self.folder / "again"
        again.mkdir()
        self.good("evaluate", "-w", city, "-o", again / "demo.gpkg", "-q")
        for name in ("demo.gpkg", "demo.qgz"):
            self.assertTrue((again / name).read_bytes() == (self.folder / name).read_bytes(), name)
        refused = run("init", city, "--lang", "en")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("not empty", refused.stderr)

    def test_the_day_decides_the_boundary(self):
        about_boundary = {r["rule_id"] for r in rows(
            self.out, "SELECT rule_id FROM rule WHERE role = 'urban_development_boundary' "
            "AND severity <> 'inform'")}
        seen = {}
        for day, layer in (("2022-06-01", None), ("2022-12-01", None),
                           ("2023-02-01", "udb_wuhai_pending"),
                           ("2026-11-23", "udb_wuhai_approved")):
            pair = self.good_json("check", "S-01", "--project", "P-001", "-w", DEMO, "--as-of", day)
            self.assertEqual(pair["as_of"], day)
            [version] = [v for v in pair["boundary_versions"] if v["series"] == "wuhai"]
            self.assertEqual(version["layer_id"], layer, day)
            found = [f for f in pair["findings"] if f["rule_id"] in about_boundary]
            self.assertTrue(found, day)
            seen[day] = {f["verdict"] for f in found}
            if layer is None:
                self.assertEqual(seen[day], {"insufficient_data"}, day)
                self.assertIn(pair["verdict"], ("insufficient_data", "non_compliant"))
            else:
                self.assertNotIn("insufficient_data", seen[day])

    def test_a_layer_that_is_taken_out_blinds_its_rules(self):
        city = self.folder / "blind_city"
        self.good("init", city)
        manifest = city / "workspace.toml"
        blocks = re.split(r"(?m)^(?=\[\[)", manifest.read_text(encoding="utf-8"))
        kept = [b for b in blocks if not b.startswith('[[layer]]\nid = "ecological_redline"')]
        self.assertEqual(len(kept), len(blocks) - 1)
        manifest.write_text("".join(kept), encoding="utf-8")
        told = self.good("inspect", "-w", city, "-q").stdout
        self.assertIn("ecological_redline", told)
        out = self.folder / "blind.gpkg"
        self.good("evaluate", "-w", city, "-o", out, "-q")
        def good(database):
            return {(r["project_id"], r["site_id"]) for r in rows(
                database, "SELECT * FROM assessment WHERE verdict IN ('compliant','conditional')")}
        self.assertLess(good(out), good(self.out))
        states = rows(out, "SELECT DISTINCT f.verdict FROM finding f JOIN rule r USING (rule_id) "
                      "WHERE r.role = 'ecological_redline'")
        self.assertEqual(states, [{"verdict": "insufficient_data"}])


if __name__ == "__main__":
    unittest.main()
