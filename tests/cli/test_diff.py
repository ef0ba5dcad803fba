# SPDX-License-Identifier: Apache-2.0
"""Whole-program test of `diff`: what it tells is what SQL says of the two results."""

import sqlite3
import sys
import unittest
from collections import Counter

from workbench import DEMO, Case

ORDER = ["compliant", "conditional", "insufficient_data", "non_compliant"]


def verdicts(result):
    with sqlite3.connect(result) as db:
        return {row[:2]: row[2] for row in db.execute(
            "SELECT project_id, site_id, verdict FROM assessment")}


def findings(result):
    out = {}
    with sqlite3.connect(result) as db:
        for project, site, rule, verdict in db.execute(
                "SELECT project_id, site_id, rule_id, verdict FROM finding"):
            out.setdefault((project, site), {})[rule] = verdict
    return out


class Diff(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.folder / "old.gpkg"
        cls.new = cls.folder / "new.gpkg"
        case = cls("test_every_changed_verdict_is_told_with_its_rules")
        case.good("evaluate", "-w", DEMO, "-o", cls.old, "-q")
        case.good("evaluate", "-w", DEMO, "-o", cls.new, "--as-of", "2026-11-23", "-q")

    def test_every_changed_verdict_is_told_with_its_rules(self):
        told = self.good_json("diff", self.old, self.new)
        before, after = verdicts(self.old), verdicts(self.new)
        changed = {pair: (before[pair], after[pair]) for pair in before
                   if before[pair] != after[pair]}
        self.assertGreater(len(changed), 100)
        self.assertEqual(told["pairs"], len(before))
        self.assertEqual({(c["project_id"], c["site_id"]): (c["before"], c["after"])
                          for c in told["changed"]}, changed)
        self.assertEqual({(v["before"], v["after"]): v["pairs"] for v in told["verdicts"]},
                         Counter(changed.values()))
        old, new = findings(self.old), findings(self.new)
        for change in told["changed"]:
            pair = (change["project_id"], change["site_id"])
            was, is_now = old.get(pair, {}), new.get(pair, {})
            because = {rule: (was.get(rule), is_now.get(rule)) for rule in was | is_now
                       if was.get(rule) != is_now.get(rule)}
            self.assertEqual({b["rule_id"]: (b["before"], b["after"])
                              for b in change["because"]}, because)
            self.assertTrue(because, f"{pair} changed without a reason")

    def test_the_inputs_that_differ_are_told(self):
        told = self.good_json("diff", self.old, self.new)
        settings = {s["key"]: (s["before"], s["after"]) for s in told["settings"]}
        self.assertEqual(settings["as_of"], ("2023-02-01", "2026-11-23"))
        self.assertTrue(any(key.startswith("boundary_version") for key in settings))
        self.assertFalse(any(key.startswith("sha256") for key in settings))

    def test_strict_ends_with_3_where_a_verdict_got_worse_and_the_text_counts_all(self):
        before, after = verdicts(self.old), verdicts(self.new)
        worse = any(ORDER.index(after[pair]) > ORDER.index(before[pair]) for pair in before)
        self.assertTrue(worse)
        done = self.good("diff", self.old, self.new, "--strict", "--lang", "en", "--all", code=3)
        changed = sum(before[pair] != after[pair] for pair in before)
        self.assertIn(f"Of {len(before)} pairs in both, {changed} have another verdict",
                      done.stdout)
        self.assertEqual(done.stdout.count(" × ") - 1, changed)

    def test_a_result_does_not_differ_from_itself(self):
        told = self.good_json("diff", self.old, self.old)
        self.assertEqual((told["changed"], told["settings"]), ([], []))
        self.good("diff", self.old, self.old, "--strict")

    def test_projects_and_sites_of_one_result_only_are_named(self):
        small = self.folder / "small.gpkg"
        self.good("evaluate", "-w", self.small, "-o", small, "-q")
        told = self.good_json("diff", self.old, small)
        self.assertEqual(told["pairs"], 0)
        self.assertEqual(told["sites"]["added"], sorted({site for _, site in verdicts(small)}))
        self.assertEqual(len(told["projects"]["removed"]), 296)

    def test_what_is_no_result_is_refused_and_left_as_it_is(self):
        other = self.folder / "other.gpkg"
        with sqlite3.connect(other) as db:
            db.execute("CREATE TABLE site(site_id)")
        text = self.folder / "text.gpkg"
        text.write_text("no database", encoding="utf-8")
        for bad in (other, text, self.folder / "nowhere.gpkg"):
            old = bad.read_bytes() if bad.exists() else None
            done = self.good("diff", self.old, bad, "--lang", "en", code=2)
            self.assertIn(bad.name, done.stderr)
            self.assertIn("xuanzhi evaluate", done.stderr)
            self.assertEqual(bad.read_bytes() if bad.exists() else None, old)


if __name__ == "__main__":
    sys.exit(unittest.main())
