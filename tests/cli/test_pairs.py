# SPDX-License-Identifier: Apache-2.0
"""Whole-program tests of large evaluations: pairs decided without being kept, bounded memory, runs
that were killed and go on, earlier results that are taken up."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

from workbench import (EVERYWHERE, PROGRAM, RULE, SOURCE, Case, box, geojson, rows, run)

MANIFEST = """
[workspace]
name_zh = "中试"
as_of = {as_of}
rulebooks = ["rules.toml"]

[[layer]]
id = "red"
role = "ecological_redline"
source = "red.geojson"
crs = "EPSG:4490"
coverage = {{ source = "known.geojson", crs = "EPSG:4490" }}
fields = {{ id = "id" }}

[[layer]]
id = "reserve"
role = "nature_reserve"
source = "reserve.geojson"
crs = "EPSG:4490"
coverage = {{ source = "half.geojson", crs = "EPSG:4490" }}
class = "core"
fields = {{ id = "id" }}

[[layer]]
id = "homes"
role = "residential_area"
source = "homes.geojson"
crs = "EPSG:4490"
coverage = {{ source = "known.geojson", crs = "EPSG:4490" }}
fields = {{ id = "id" }}

[[layer]]
id = "district"
role = "administrative_district"
source = "district.geojson"
crs = "EPSG:4490"
coverage = {{ source = "known.geojson", crs = "EPSG:4490" }}
fields = {{ id = "id", name = "name", code = "code" }}

[[sites]]
source = "sites.geojson"
crs = "EPSG:4490"
fields = {{ id = "id", name = "name" }}

[projects]
source = "projects.csv"
[projects.columns]
project_id = "编号"
name = "名称"
land_m2 = {{ header = "用地", unit = "m2" }}
hazchem = {{ header = "危化", values = {{ "是" = "1", "否" = "0" }} }}
"""

WEST, SOUTH, SIDE = 106.0, 39.0, 0.5


def square(dice, least, most):
    x, y = WEST + dice.uniform(0, SIDE), SOUTH + dice.uniform(0, SIDE)
    return box(x, y, x + dice.uniform(least, most), y + dice.uniform(least, most))


class Ground:
    """A workspace of random squares that can be changed and written again."""

    def __init__(self, folder, seed, sites, projects):
        dice = random.Random(seed)
        self.folder = folder
        self.as_of = "2025-06-01"
        self.sites = [(f"S{i:05d}", square(dice, 0.002, 0.01)) for i in range(sites)]
        self.layers = {"red": [square(dice, 0.01, 0.1) for _ in range(12)],
                       "reserve": [square(dice, 0.01, 0.06) for _ in range(10)],
                       "homes": [square(dice, 0.002, 0.01) for _ in range(15)]}
        self.district = "150302"
        self.limits = {"RESERVE": 0.0, "HOMES": 300.0}
        self.projects = [(f"P{i:03d}", dice.choice(["", f"{dice.uniform(1e4, 8e5):.1f}"]),
                          dice.choice(["是", "否", ""])) for i in range(projects)]

    def write(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        west = box(100.0, 30.0, WEST + SIDE / 2, 50.0)
        files = {name: geojson([({"id": f"{name}{i}"}, rings) for i, rings in enumerate(shapes)])
                 for name, shapes in self.layers.items()}
        files["known"] = geojson([({"id": "k"}, EVERYWHERE)])
        files["half"] = geojson([({"id": "k"}, west)])
        files["district"] = geojson([({"id": "1", "name": "海勃湾区", "code": self.district},
                                      box(105.5, 38.5, WEST + SIDE / 3, 40.5))])
        files["sites"] = geojson([({"id": i, "name": i}, rings) for i, rings in self.sites])
        for name, text in files.items():
            (self.folder / f"{name}.geojson").write_text(text, encoding="utf-8")
        (self.folder / "workspace.toml").write_text(MANIFEST.format(as_of=self.as_of), "utf-8")
        (self.folder / "projects.csv").write_text("编号,名称,用地,危化\n" + "".join(
            f"{i},{i},{land},{hazard}\n" for i, land, hazard in self.projects), encoding="utf-8")
        (self.folder / "rules.toml").write_text(self.rules(), encoding="utf-8")
        shutil.copy(SOURCE / "gisdata" / "rulebooks" / "roles.toml", self.folder / "roles.toml")
        return self.folder

    def rules(self):
        def rule(name, test, severity, limit=0.0):
            return RULE.format(id=name, test=test, severity=severity).replace(
                "threshold = 0.0", f"threshold = {limit}")
        over = 'relation = "overlap"\nunit = "m2"'
        return '[rulebook]\nid = "t"\nversion = "1"\ntitle_zh = "试"\n' \
            + rule("RED", f'role = "ecological_redline"\n{over}', "prohibit") \
            + rule("RESERVE", f'role = "nature_reserve"\n{over}', "condition",
                   self.limits["RESERVE"]) \
            + rule("HOMES", 'role = "residential_area"\nrelation = "distance"\nunit = "m"\n'
                   'when = "hazchem"', "prohibit", self.limits["HOMES"]) \
            + rule("HAZARD", 'relation = "attribute"\nunit = "none"\nwhen = "hazchem"',
                   "condition") \
            + rule("LAND", 'relation = "land_shortfall"\nunit = "m2"', "prohibit")

# The rules above in SQL, over the exported facts: an independent way to the same verdicts.
VERDICTS = """
WITH at_site AS (
  SELECT s.site_id, s.area_m2,
    max(CASE WHEN layer_id = 'red' THEN overlap_m2 END) AS red,
    max(CASE WHEN layer_id = 'reserve' THEN overlap_m2 END) AS reserve,
    max(CASE WHEN layer_id = 'reserve' THEN covered_share END) AS known,
    max(CASE WHEN layer_id = 'homes' THEN distance_m END) AS homes
  FROM site s JOIN fact USING (site_id) GROUP BY s.site_id),
judged AS (
  SELECT p.project_id, a.site_id,
    max(red > 1, coalesce(hazchem AND homes < 300, 0),
        coalesce(land_m2 - a.area_m2 > 1, 0)) AS prohibited,
    max(NOT reserve > 1 AND known < 1 - 1e-9, hazchem IS NULL,
        land_m2 IS NULL) AS unknown,
    max(reserve > 1, coalesce(hazchem, 0)) AS conditional
  FROM at_site a, project p)
SELECT CASE WHEN prohibited THEN 'non_compliant' WHEN unknown THEN 'insufficient_data'
  WHEN conditional THEN 'conditional' ELSE 'compliant' END AS verdict, count(*) AS pairs
FROM judged GROUP BY 1"""


class Large(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ground = Ground(cls.folder / "ground", 11, 400, 40)
        cls.ground.write()
        cls.all = cls.folder / "all.gpkg"
        cls.best = cls.folder / "best.gpkg"
        cls.told = {}
        for pairs, out in (("all", cls.all), ("best", cls.best)):
            done = run("evaluate", "-w", cls.ground.folder, "-o", out, "--pairs", pairs, "--best",
                       "7", "--json", "-q")
            if done.returncode != 0:
                raise RuntimeError(done.stderr)
            cls.told[pairs] = json.loads(done.stdout)

    def evaluated(self, folder, name, *words):
        out = self.folder / name
        out.parent.mkdir(exist_ok=True)
        self.good("evaluate", "-w", folder, "-o", out, "-q", *words)
        return out.read_bytes()

    def test_verdicts_are_those_of_sql_over_the_same_facts(self):
        found = {r["verdict"]: r["pairs"] for r in rows(self.all, VERDICTS)}
        self.assertEqual(len(found), 4, found)
        for pairs in ("all", "best"):
            told = self.told[pairs]
            self.assertEqual(told["verdicts"], found, pairs)
            self.assertEqual(told["pairs"], pairs)
        kept = {r["verdict"]: r["n"] for r in rows(
            self.all, "SELECT verdict, count(*) AS n FROM assessment GROUP BY 1")}
        self.assertEqual(kept, found)

    def test_a_summary_says_of_sites_and_projects_what_all_pairs_say(self):
        for table in ("site", "project", "fact", "fact_class", "fact_feature", "run", "rule"):
            self.assertEqual(rows(self.best, f"SELECT * FROM {table}"),
                             rows(self.all, f"SELECT * FROM {table}"), table)
        self.assertEqual(self.told["best"]["reasons"], self.told["all"]["reasons"])

    def test_the_best_sites_of_each_project_are_kept_with_all_that_was_found(self):
        rank = ("CASE verdict WHEN 'compliant' THEN 0 WHEN 'conditional' THEN 1 "
                "WHEN 'insufficient_data' THEN 2 ELSE 3 END")
        wanted = rows(self.all, f"""
          SELECT * FROM (SELECT project_id, row_number() OVER (PARTITION BY project_id ORDER BY
            {rank}, prohibitions, unknowns, conditions, area_m2 < land_m2,
            abs(area_m2 - land_m2), site_id) AS rank, site_id, verdict
          FROM assessment JOIN site USING (site_id) JOIN project USING (project_id))
          WHERE rank <= 7 ORDER BY project_id, rank""")
        self.assertEqual(rows(self.best, "SELECT project_id, rank, site_id, verdict "
                              "FROM best_site ORDER BY project_id, rank"), wanted)
        with sqlite3.connect(self.best) as db:
            db.execute("ATTACH ? AS whole", (str(self.all),))
            for table, count in (("assessment", 7 * 40), ("finding", None)):
                names = ", ".join(r[1] for r in db.execute(f"PRAGMA main.table_info({table})")
                                  if r[1] != "fid")
                kept = db.execute(f"SELECT {names} FROM main.{table} EXCEPT "
                                  f"SELECT {names} FROM whole.{table}").fetchall()
                self.assertEqual(kept, [], table)
                there = db.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]
                owed = db.execute(f"SELECT count(*) FROM whole.{table} JOIN main.best_site "
                                  "USING (project_id, site_id)").fetchone()[0]
                self.assertEqual(there, count or owed)
                self.assertEqual(there, owed)

    def test_the_kept_pairs_of_the_demo_have_the_scores_of_the_whole_result(self):
        demo = Path(__file__).resolve().parents[2] / "gisdata" / "wuhai"
        for pairs in ("all", "best"):
            self.good("evaluate", "-w", demo, "-o", self.folder / f"demo_{pairs}.gpkg", "-q",
                      "--pairs", pairs, "--best", "3")
        with sqlite3.connect(self.folder / "demo_best.gpkg") as db:
            db.execute("ATTACH ? AS whole", (str(self.folder / "demo_all.gpkg"),))
            count, known, differ = db.execute(
                "SELECT count(*), count(k.score), sum(k.score IS NOT w.score) FROM main.assessment k "
                "JOIN whole.assessment w USING (project_id, site_id)").fetchone()
        self.assertEqual(count, 3 * 296)
        self.assertGreater(known, 800)
        self.assertEqual(differ, 0)

    def test_conflicts_of_the_kept_sites_are_drawn_as_in_the_whole_result(self):
        found = rows(self.best, "SELECT site_id, rule_id, overlap_m2, projects, reach FROM conflict")
        whole = rows(self.all, "SELECT site_id, rule_id, overlap_m2, projects, reach FROM conflict")
        for one in found:
            self.assertIn(one, whole)

    def test_memory_and_threads_change_no_byte(self):
        words = ["--pairs", "best", "--best", "7"]
        for name, more in (("t1", ["--threads", "1"]), ("t5", ["--threads", "5"]),
                           ("small", ["--memory", "400M"]), ("large", ["--memory", "3G"])):
            self.assertTrue(self.evaluated(self.ground.folder, f"{name}/best.gpkg", *words, *more)
                            == self.best.read_bytes(), name)

    def test_too_little_memory_is_refused_with_what_is_needed(self):
        out = self.folder / "refused.gpkg"
        words = ["evaluate", "-w", self.ground.folder, "-o", out, "-q", "--lang", "en"]
        done = run(*words, "--memory", "20M")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, r"at least \d+M are needed")
        self.assertFalse(out.exists())
        self.assertEqual(run(*words, "--memory", "much").returncode, 2)

    def test_the_memory_that_is_asked_for_is_enough(self):
        ground = Ground(self.folder / "many", 21, 4000, 60)
        ground.write()
        words = ["evaluate", "-w", ground.folder, "-o", self.folder / "many.gpkg", "-q", "--lang",
                 "en", "--pairs", "best", "--threads", "2"]
        refused = run(*words, "--memory", "20M").stderr
        least = int(re.search(r"at least (\d+)M", refused)[1]) + 4
        process = subprocess.Popen([PROGRAM, *map(str, words), "--memory", f"{least}M"],
                                   stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.assertLess(usage.ru_maxrss / 1024, least)

    def test_any_pair_is_explained_on_demand(self):
        [kept] = rows(self.all, "SELECT * FROM assessment WHERE project_id = 'P003' "
                      "AND site_id = 'S00042'")
        told = self.good_json("explain", "P003", "S00042", "-w", self.ground.folder)
        self.assertEqual(told["verdict"], kept["verdict"])
        self.assertIn("better_sites", told)
        # Of a province nobody measures all sites to answer about one.
        many = Ground(self.folder / "province", 22, 5001, 2)
        many.write()
        told = self.good_json("explain", "P001", "S00042", "-w", many.folder)
        self.assertNotIn("better_sites", told)

    def test_facts_are_the_same_for_any_batch(self):
        for name in ("facts.csv", "facts.gpkg"):
            made = []
            for words in (["--threads", "1"], ["--memory", "300M", "--threads", "3"]):
                out = self.folder / name
                self.good("facts", "-w", self.ground.folder, "-o", out, "-q", *words)
                made.append(out.read_bytes())
                self.assertFalse(Path(f"{out}.partial").exists())
            self.assertTrue(made[0] == made[1], name)


class Interrupted(Case):
    """Killed at several moments, a run goes on and gives the bytes of one that was left alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ground = Ground(cls.folder / "ground", 12, 3000, 10)
        cls.ground.write()
        cls.words = ["evaluate", "-w", str(cls.ground.folder), "-q", "--pairs", "best",
                     "--memory", "270M", "-o"]

    def start(self, out, *more):
        return subprocess.Popen([PROGRAM, *self.words, str(out), *more],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def whole(self, out, *more):
        process = self.start(out, *more)
        _, told = process.communicate()
        self.assertEqual(process.returncode, 0, told)

    @staticmethod
    def measured(state):
        try:
            with sqlite3.connect(f"file:{state}?mode=ro&immutable=1", uri=True) as db:
                return db.execute("SELECT count(*) FROM fact_record").fetchone()[0]
        except sqlite3.Error:
            return 0

    def test_a_killed_run_goes_on(self):
        whole = self.folder / "whole" / "out.gpkg"
        whole.parent.mkdir()
        start = time.monotonic()
        self.whole(whole)
        length = time.monotonic() - start
        place = self.folder / "killed"
        place.mkdir()
        out, state = place / "out.gpkg", place / "out.gpkg.partial"
        dice = random.Random(20230130)
        resumed = 0
        for attempt in range(16):
            if attempt >= 6 and resumed:
                break
            for signal_sent in (signal.SIGKILL, signal.SIGINT):
                process = self.start(out, "--resume")
                if attempt < 4:
                    time.sleep(dice.uniform(0.2, 0.9) * length)
                else:  # no clock is right on a busy machine: as soon as something is measured
                    while process.poll() is None and self.measured(state) == 0:
                        time.sleep(0.002)
                process.send_signal(signal_sent)
                process.communicate()
            resumed += state.exists() and self.measured(state) > 0
            self.whole(out, "--resume")
            self.assertTrue(out.read_bytes() == whole.read_bytes(), attempt)
            self.assertEqual(sorted(os.listdir(place)), ["out.gpkg", "out.qgz"])
            out.unlink()
        self.assertGreaterEqual(resumed, 1)  # else nothing was tested

    def test_a_state_of_other_input_is_refused(self):
        place = self.folder / "stale"
        place.mkdir()
        out, state = place / "out.gpkg", place / "out.gpkg.partial"
        for attempt in range(20):
            process = self.start(out)
            while process.poll() is None and not self.measured(state):
                pass
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if state.exists():
                break
        self.assertTrue(state.exists())
        before = state.read_bytes()
        changed = Ground(self.folder / "changed", 12, 3000, 10)
        changed.limits["HOMES"] = 250.0
        changed.write()
        done = run("evaluate", "-w", changed.folder, "-o", out, "-q", "--pairs", "best",
                   "--resume", "--lang", "en")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("rules.toml", done.stderr)
        self.assertEqual(state.read_bytes(), before)
        self.assertFalse(out.exists())

    def test_two_runs_do_not_write_one_state(self):
        out = self.folder / "both.gpkg"
        first = self.start(out)
        while first.poll() is None and not Path(f"{out}.partial").exists():
            pass
        time.sleep(0.1)
        second = self.start(out, "--lang", "en")
        _, told = second.communicate()
        _, first_told = first.communicate()
        self.assertEqual(first.returncode, 0, first_told)
        if second.returncode != 0:  # else the first was done before the second began
            self.assertEqual(second.returncode, 2, told)


class Since(Case):
    """An earlier result taken up gives the bytes of a full run, whatever was changed."""

    def edits(self, dice):
        def move(name):
            def change(ground):
                shapes = ground.layers[name]
                shapes[dice.randrange(len(shapes))] = square(dice, 0.01, 0.05)
            return change

        def renumber(ground):
            ground.district = "150303"

        def drop_site(ground):
            del ground.sites[dice.randrange(len(ground.sites))]

        def add_site(ground):
            ground.sites.insert(dice.randrange(len(ground.sites)),
                                ("NEW", square(dice, 0.002, 0.01)))

        def move_site(ground):
            place = dice.randrange(len(ground.sites))
            ground.sites[place] = (ground.sites[place][0], square(dice, 0.002, 0.01))

        def limit(ground):
            ground.limits[dice.choice(["RESERVE", "HOMES"])] = dice.uniform(0, 2000)

        def project(ground):
            place = dice.randrange(len(ground.projects))
            ground.projects[place] = (ground.projects[place][0], "12345.0", "是")

        def date(ground):
            ground.as_of = "2024-01-01"

        def nothing(_):
            pass

        return [move("red"), move("reserve"), move("homes"), renumber, drop_site, add_site,
                move_site, limit, project, date, nothing]

    def test_any_edit_gives_the_bytes_of_a_full_run(self):
        dice = random.Random(5)
        ground = Ground(self.folder / "ground", 13, 120, 12)
        ground.write()
        old = self.folder / "old" / "out.gpkg"
        new = self.folder / "new" / "out.gpkg"
        full = self.folder / "full" / "out.gpkg"
        for file in (old, new, full):
            file.parent.mkdir()
        edits = self.edits(dice)
        rounds = [[edit] for edit in edits] + [dice.sample(edits, 3) for _ in range(4)]
        self.good("evaluate", "-w", ground.folder, "-o", old, "-q")
        for number, chosen in enumerate(rounds):
            for edit in chosen:
                edit(ground)
            ground.write()
            told = json.loads(self.good("evaluate", "-w", ground.folder, "-o", new, "-q", "--since",
                                        old, "--json").stdout)["reuse"]
            self.good("evaluate", "-w", ground.folder, "-o", full, "-q")
            names = [getattr(edit, "__name__", "") for edit in chosen]
            self.assertTrue(new.read_bytes() == full.read_bytes(), (number, names))
            self.assertEqual(told["obstacle"]["en"], "")
            self.assertEqual(told["sites_whole"] + told["sites_part"] + told["sites_fresh"],
                             len(ground.sites))
            self.assertLessEqual(told["sites_fresh"], len(chosen))
            if number < 4:
                self.assertEqual(len(told["changed_roles"]), 1)
                self.assertEqual(told["sites_part"], len(ground.sites))
            old.write_bytes(new.read_bytes())

    def test_where_nothing_can_be_taken_over_it_says_why(self):
        ground = Ground(self.folder / "basis", 14, 30, 4)
        ground.write()
        old, new = self.folder / "basis_old.gpkg", self.folder / "basis_new.gpkg"
        self.good("evaluate", "-w", ground.folder, "-o", old, "-q")
        with sqlite3.connect(old) as db:
            db.execute("UPDATE fact_key SET digest = '0.0.0' WHERE name = 'engine'")
        told = self.good("evaluate", "-w", ground.folder, "-o", new, "-q", "--since", old, "--lang",
                         "en").stdout
        self.assertIn("another version", told)
        other = self.folder / "facts_only.gpkg"
        self.good("facts", "-w", ground.folder, "-o", other, "-q")
        done = run("evaluate", "-w", ground.folder, "-o", new, "-q", "--since", other, "--lang", "en")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no result", done.stderr)
        done = run("evaluate", "-w", ground.folder, "-o", new, "-q", "--since", "none.gpkg")
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
