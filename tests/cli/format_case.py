# SPDX-License-Identifier: Apache-2.0
"""A workspace round one file, read as a layer and as sites, with what every command says of it."""

import csv
import json

from workbench import OVERLAP, RULE, SOURCE, Case

# Edges are straight in the file's own CRS, to a millimetre; the areas differ by less than this.
RELATIVE = 1e-6

MANIFEST = """[workspace]
name_zh = "格式"
as_of = 2025-06-01
rulebooks = ["rules.toml"]
{head}
[[layer]]
id = "file"
role = "ecological_redline"
{layer}
fields = {{ {layer_fields} }}

[[sites]]
{sites}
fields = {{ {site_fields} }}
"""
RULES = '[rulebook]\nid = "t"\nversion = "1"\ntitle_zh = "试"\n' \
    + RULE.format(id="RED", test=OVERLAP, severity="prohibit")


def lines(settings):
    return "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}"
                     for key, value in settings.items())


def fields(columns):
    return ", ".join(f"{key} = {json.dumps(column, ensure_ascii=False)}"
                     for key, column in columns.items())


class FormatCase(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def workspace(self, source, columns=None, head="", site_source=None, **settings):
        """A new workspace whose layer and sites are `source`; `columns` are those of id and name."""
        type(self).number += 1
        folder = self.folder / f"w{self.number}"
        folder.mkdir()
        (folder / "rules.toml").write_text(RULES, encoding="utf-8")
        (folder / "roles.toml").write_bytes(
            (SOURCE / "gisdata" / "rulebooks" / "roles.toml").read_bytes())
        layer = lines({"source": str(source), **settings})
        chosen = {"id": "bsm", "name": "mc"} if columns is None else columns
        (folder / "workspace.toml").write_text(MANIFEST.format(
            head=head, layer=layer, layer_fields=fields(chosen), site_fields=fields(chosen),
            sites=layer if site_source is None else lines({"source": str(site_source)})),
            encoding="utf-8")
        return folder

    def audits(self, folder):
        told = self.good_json("inspect", "-w", folder)
        return {audit["kind"]: audit for audit in told["inputs"]}

    def error(self, folder, command="inspect"):
        """The error of a workspace that cannot be used: exit code 2, in both languages."""
        told = self.good_json(command, "-w", folder, code=2)["error"]
        for part in ("message", "remedy"):
            self.assertTrue(told[part]["zh"] and told[part]["en"], told)
        self.assertTrue(told["place"], told)
        return told

    def refusal(self, source, **more):
        return self.error(self.workspace(source, **more))

    def assert_read(self, folder, areas, names):
        """Layer and sites have just these rows, texts and areas: told by inspect, facts, check."""
        audits = self.audits(folder)
        for kind in ("layer", "sites"):
            counts = [audits[kind][f"rows_{word}"]
                      for word in ("read", "used", "repaired", "rejected")]
            self.assertEqual(counts, [len(areas), len(areas), 0, 0], audits[kind])
        table = folder / "facts.csv"
        self.good("facts", "-w", folder, "-o", table, "-q")
        with open(folder / "facts_feature.csv", encoding="utf-8-sig", newline="") as file:
            found = {row["site_id"]: row for row in csv.DictReader(file)
                     if float(row["overlap_m2"]) > 0.01}
        self.assertEqual(set(found), set(areas))
        for site, area in areas.items():
            row = found[site]
            self.assertEqual((row["feature_id"], row["name"]), (site, names[site]))
            self.assertLess(abs(float(row["overlap_m2"]) / area - 1), RELATIVE, (site, row, area))
        first = next(iter(areas))
        told = self.good_json("check", first, "-w", folder)
        self.assertEqual(told["site_name"], names[first])
        self.assertLess(abs(told["area_m2"] / areas[first] - 1), RELATIVE)
        return audits

    def notes(self, audit, language="zh"):
        return " | ".join(note[language] for note in audit["notes"])

    def assert_noted(self, audit, zh, en):
        self.assertIn(zh, self.notes(audit, "zh"))
        self.assertIn(en, self.notes(audit, "en"))
