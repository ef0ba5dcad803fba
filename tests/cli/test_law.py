# SPDX-License-Identifier: Apache-2.0
"""Whole-program tests of `rules`, `path`, `factors` and `directions`."""

import csv
import datetime
import io
import json
import re
import sqlite3
import subprocess
import unittest

from workbench import DEMO, PROGRAM, SOURCE, Case, run

BOOKS = SOURCE / "gisdata" / "rulebooks"


def raw(*words):
    """Standard output as it is, line ends included."""
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, check=True, timeout=300)
    return done.stdout.decode("utf-8")


class LawCase(Case):
    def refused(self, code, *words):
        done = run(*words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr


class Rules(LawCase):
    def listed(self, *words):
        return self.good_json("rules", "list", "-w", DEMO, *words)["rules"]

    def test_filters_narrow_the_list(self):
        everything = self.listed()
        self.assertGreater(len(everything), 170)
        self.assertEqual({r["severity"] for r in self.listed("--severity", "prohibit")}, {"prohibit"})
        self.assertEqual({r["role"] for r in self.listed("--role", "chemical_park")}, {"chemical_park"})
        self.assertTrue(all(r["evidence"].startswith("unverified") for r in self.listed("--evidence", "unverified")))

    def test_rules_of_wuhai_are_not_those_of_jining(self):
        jining = {r["id"] for r in self.listed("--region", "150902")}
        haibowan = {r["id"] for r in self.listed("--region", "150302")}
        river = {"N6", "N14", "N15.SHORE", "N16.YELLOW_RIVER"}
        self.assertTrue(river <= haibowan)
        self.assertFalse(river & jining)
        self.assertFalse({"G2.OVER", "L2.NOTE", "N-CP.2021.HAIBOWAN", "K5.PLAN"} & jining)
        self.assertIn("N1.ORDINARY", jining)

    def test_the_day_decides_which_law_holds(self):
        then = {r["id"] for r in self.listed("--on", "2023-02-01")}
        now = {r["id"] for r in self.listed("--on", "2026-11-23")}
        for old, new in [("N10.CORE.2017", "N10.CORE.2026"), ("N22.PROTECTION.2017", "N22.PROTECTION.2024"),
                         ("N23.RIGHT.2009", "N23.RIGHT.2024"), ("N40.2013", "N40.2026"),
                         ("INT.BUILDING.2008", "INT.BUILDING.2023"), ("CAT.RESTRICTED.2019", "CAT.RESTRICTED.2024"),
                         ("N5.OUT.PLANT.2019", "N5.OUT.PLANT.2023")]:
            self.assertIn(old, then)
            self.assertNotIn(new, then)
            self.assertIn(new, now)
            self.assertNotIn(old, now)
        for new in ("N-CP.HAZCHEM.2026", "N-CP.NONCHEM.2026", "W.NONCONV.2024"):
            self.assertNotIn(new, then)
            self.assertIn(new, now)
        for both in ("N-CP.2021.HAIBOWAN", "N-CP.2022.ENLARGED"):  # the two notices stand side by side
            self.assertIn(both, then)
            self.assertIn(both, now)

    def test_a_rule_shows_its_parameter(self):
        rule = self.good_json("rules", "show", "G2.OVER", "-w", DEMO)
        self.assertEqual([p["id"] for p in rule["parameters"]], ["energy_benchmark_tce_per_10k_cny"])
        self.assertIn("示意", rule["parameters"][0]["source"])
        self.assertIn("示意", self.good("rules", "show", "G2.OVER", "-w", DEMO).stdout)
        self.refused(2, "rules", "show", "N99", "-w", DEMO)

    def test_a_changed_book_differs_by_what_was_changed(self):
        text = (BOOKS / "wuhai.toml").read_text(encoding="utf-8")
        changed = text.replace("36.14 * land_m2", "40 * land_m2")
        self.assertNotEqual(text, changed)
        other = self.folder / "wuhai.toml"
        other.write_text(changed, encoding="utf-8")
        told = self.good_json("rules", "diff", BOOKS / "wuhai.toml", other, "-w", DEMO)["changes"]
        self.assertEqual([(c["rule_id"], [f["field"] for f in c["fields"]]) for c in told],
                         [("HTZ.YARDSTICK", ["when"])])
        self.assertEqual(self.good_json("rules", "diff", DEMO, DEMO)["changes"], [])

    def test_a_faulty_book_is_refused_where_it_is_wrong(self):
        self.assertTrue(self.good_json("rules", "check", BOOKS / "wuhai.toml")["valid"])
        text = (BOOKS / "wuhai.toml").read_text(encoding="utf-8")
        (self.folder / "faulty").mkdir()
        faulty = self.folder / "faulty" / "wuhai.toml"
        faulty.write_text(text.replace('when = "two_high"', 'when = "two_hight"', 1), encoding="utf-8")
        told = self.refused(2, "rules", "check", faulty, "-w", DEMO)
        self.assertIn("faulty/wuhai.toml", told)
        self.assertIn("two_hight", told)


def unfolded(calendar):
    return calendar.replace("\r\n ", "").split("\r\n")


class Path(LawCase):
    def path(self, *words):
        return self.good_json("path", *words, "-w", DEMO)

    def test_edges_hold_and_side_by_side_is_not_longer(self):
        told = self.path("P-017", "S-69")
        self.assertLess(told["parallel_days"], told["serial_days"])
        steps = {s["step_id"]: s for s in told["steps"]}
        self.assertEqual({s["procedure"] for s in told["steps"]}, {
            "establishment", "eia", "energy", "forest_grass", "water", "safety", "land", "construction", "stability"})
        for step in told["steps"]:
            for before in step["after"]:
                if step["parallel"] and steps[before]["parallel"]:
                    self.assertLessEqual(steps[before]["parallel"]["finish"], step["parallel"]["start"])
            if step["outcome"] != "not_applicable":
                self.assertTrue(step["basis"]["zh"], step["step_id"])

    def test_a_calendar_has_an_event_for_each_step_that_counts(self):
        told = self.path("P-017", "S-69", "--start", "2023-03-01")
        text = raw("path", "P-017", "S-69", "-w", DEMO, "-q", "--format", "ics", "--start", "2023-03-01")
        self.assertTrue(all(len(line.encode()) <= 75 for line in text.split("\r\n")))
        lines = unfolded(text)
        self.assertEqual(lines[0], "BEGIN:VCALENDAR")
        self.assertEqual(lines[-2:], ["END:VCALENDAR", ""])
        counted = [s for s in told["steps"] if s["parallel"]]
        starts = [line.split(":")[1] for line in lines if line.startswith("DTSTART")]
        self.assertEqual(starts, [s["parallel"]["start"].replace("-", "") for s in counted])
        ends = [datetime.date.fromisoformat(f"{e[:4]}-{e[4:6]}-{e[6:8]}") for e in
                (line.split(":")[1] for line in lines if line.startswith("DTEND"))]
        self.assertEqual(ends, [datetime.date.fromisoformat(s["parallel"]["finish"]) + datetime.timedelta(1)
                                for s in counted])
        uids = [line for line in lines if line.startswith("UID:")]
        self.assertEqual(len(set(uids)), len(counted))

    def test_a_table_says_what_the_json_says(self):
        told = self.path("P-017", "S-69")
        text = raw("path", "P-017", "S-69", "-w", DEMO, "-q", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
        self.assertEqual([(r["step_id"], r["outcome"]) for r in rows],
                         [(s["step_id"], s["outcome"]) for s in told["steps"]])

    def test_the_result_holds_one_path_per_project(self):
        result = self.folder / "result.gpkg"
        self.good("evaluate", "-w", DEMO, "-o", result, "-q")
        with sqlite3.connect(result) as db:
            order = "CASE verdict WHEN 'compliant' THEN 0 WHEN 'conditional' THEN 1 WHEN 'insufficient_data' THEN 2 ELSE 3 END"
            best = {p: v for p, v in db.execute(f"SELECT project_id, min({order}) FROM assessment GROUP BY 1")}
            pairs = db.execute("SELECT DISTINCT project_id, site_id FROM approval_step").fetchall()
            self.assertEqual(sorted(p for p, _ in pairs), sorted(best))
            for project, site in pairs:
                (rank,) = db.execute(f"SELECT {order} FROM assessment WHERE project_id=? AND site_id=?",
                                     (project, site)).fetchone()
                self.assertEqual(rank, best[project])
            outcomes = {row[0] for row in db.execute("SELECT DISTINCT outcome FROM approval_step WHERE step_id='eia'")}
            self.assertEqual(outcomes, {"required", "exempt", "unknown"})

    def test_bad_dates_and_formats_are_refused(self):
        self.refused(1, "path", "P-017", "S-69", "-w", DEMO, "--start", "soon")
        self.refused(1, "path", "P-017", "S-69", "-w", DEMO, "--json", "--format", "ics")
        self.refused(2, "path", "P-999", "S-69", "-w", DEMO)


class BoundaryVersions(LawCase):
    def versions(self, *words):
        findings = self.good_json("check", "S-69", "-w", DEMO, "-p", "P-017", *words)["findings"]
        return {f["boundary_version"]["en"] for f in findings if f["rule_id"].split(".")[0] in ("N3", "N5", "L2")}

    def test_every_finding_that_uses_the_development_boundary_names_its_version(self):
        (then,) = self.versions()
        self.assertIn("udb_wuhai_pending (reported, pending", then)
        (now,) = self.versions("--as-of", "2026-11-23")
        self.assertIn("udb_wuhai_approved (approved", now)


class Factors(LawCase):
    def test_partners_bring_the_joint_intensity_within_the_benchmark(self):
        told = self.good_json("factors", "-w", DEMO)
        benchmark = told["benchmark_tce_per_10k_cny"]
        result = self.good_json("directions", "-w", DEMO)
        self.assertEqual(len(result["projects"]), len(told["projects"]))
        listed = {p["project_id"]: p for p in told["projects"]}
        over = [p for p in told["projects"] if p["energy"]["fit"] == "over"]
        self.assertTrue(over)
        for project in over:
            for partner in project["energy"]["partners"] or []:
                self.assertEqual(listed[partner]["energy"]["fit"], "within")
                self.assertLessEqual(listed[partner]["energy"]["intensity_tce_per_10k_cny"], benchmark)

    def test_a_blank_benchmark_is_insufficient_data(self):
        copy = self.folder / "blank"
        self.good("init", copy)
        manifest = copy / "workspace.toml"
        text = manifest.read_text(encoding="utf-8")
        blank = re.sub(r"\[parameters\.energy_benchmark_tce_per_10k_cny\].*?(?=\n\[)", "", text, flags=re.S)
        self.assertNotEqual(text, blank)
        manifest.write_text(blank, encoding="utf-8")
        told = self.good_json("factors", "P-017", "-w", copy)
        self.assertIsNone(told["benchmark_tce_per_10k_cny"])
        self.assertEqual(told["projects"][0]["energy"]["fit"], "insufficient_data")
        found = self.good_json("explain", "P-017", "S-69", "-w", copy)["findings"]
        self.assertEqual([f["verdict"] for f in found if f["rule_id"] == "G2.OVER"], ["insufficient_data"])


class Directions(LawCase):
    def test_the_demo_agrees_with_what_its_list_states(self):
        told = self.good_json("directions", "-w", DEMO)
        self.assertEqual([d["id"] for d in told["directions"]], ["D1", "D2", "D3", "D4", "D5", "D6", "D7"])
        self.assertEqual(told["directions"][0]["industries"], [])
        for project in told["projects"]:
            if project["stated"] == "D6":  # told by the origin
                self.assertIsNotNone(project["origin"]["field"], project)
            else:
                self.assertEqual(project["agreement"], "agrees", project)

    def test_gaps_name_projects_that_the_park_does_not_prohibit(self):
        gaps = self.good_json("directions", "--gaps", "-w", DEMO)["gaps"]
        self.assertTrue(any(g["missing"] for g in gaps))
        self.assertTrue(any(not g["missing"] for g in gaps))
        self.assertTrue(any(g["projects"] for g in gaps))


if __name__ == "__main__":
    unittest.main()
