#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a workspace of province size for benchmarks: the same one on every machine.

  python3 tests/bench/make_province.py /tmp/province --sites 50000 --projects 1000
  build/release/xuanzhi facts -w /tmp/province -o facts.csv

Eleven layers of mixed character (13 red lines of up to 221,000 vertices with holes, 100,000 plots
with shared edges, reserves, bands, 20,000 roads, points, tiles, an overlapping layer), a rulebook
of eleven rules and a list of projects. The layers do not depend on the number of sites, and
fewer sites are a part of more. All of it is invented. Needs NumPy.
"""

import argparse
import csv
import shutil
from pathlib import Path

from province import layers
from province.dice import Dice
from province.geopackage import GeoPackage, polygon

BOOKS = Path(__file__).resolve().parents[2] / "gisdata" / "rulebooks"

# id and role, GeoPackage type, columns besides geom and bsm, class of all features where the role
# has classes, further fields
LAYERS = [
    ("ecological_redline", "POLYGON", "", "", ""),
    ("permanent_basic_farmland", "POLYGON", "", "", ""),
    ("nature_reserve", "POLYGON", "", "core", ""),
    ("river_management_area", "POLYGON", "", "", ""),
    ("river", "POLYGON", "", "main_stem", ""),
    ("road", "LINESTRING", ", half_width DOUBLE", "county", 'half_width_m = "half_width"\n'),
    ("substation", "POINT", "", "kv_35_110", ""),
    ("urban_development_boundary", "POLYGON", "", "concentrated", ""),
    ("control_unit", "POLYGON", ", lx TEXT", "", 'class = "lx"\n[layer.classes]\n'
     '"优先保护单元" = "priority"\n"重点管控单元" = "key"\n"一般管控单元" = "general"\n'),
    ("mineral_right", "POLYGON", "", "mining_right", ""),
    ("residential_area", "POLYGON", "", "", ""),
]

# id, role, relation, threshold, unit, severity, further lines
RULES = [
    ("B1", "ecological_redline", "overlap", 0, "m2", "prohibit", 'when = "NOT listed_redline_use"'),
    ("B2", "permanent_basic_farmland", "overlap", 0, "m2", "prohibit", ""),
    ("B3", "nature_reserve", "overlap", 0, "m2", "prohibit", ""),
    ("B4", "river_management_area", "overlap", 0, "m2", "condition", ""),
    ("B5", "river", "distance", 1000, "m", "prohibit", "when = \"industry_code GLOB '26*'\""),
    ("B6", "road", "distance", 20, "m", "condition", ""),
    ("B7", "residential_area", "distance", 500, "m", "prohibit", 'when = "hazchem"'),
    ("B8", "urban_development_boundary", "outside", 0, "m2", "condition", ""),
    ("B9", "control_unit", "overlap", 0, "m2", "prohibit",
     'classes = ["priority"]\nwhen = "heavy_water_polluter OR energy_tce > 50000"'),
    ("B10", "mineral_right", "overlap_share", 0.2, "share", "condition", ""),
    ("B11", "", "land_shortfall", 0, "m2", "prohibit", ""),
]

MANIFEST = """[workspace]
name_zh = "基准测试省（虚构）"
name_en = "Benchmark province (invented)"
as_of = 2026-01-01
schematic = true
roles = "roles.toml"
rulebooks = ["bench.toml"]

[[sites]]
source = "sites.gpkg"
table = "site"
accuracy_m = 0.1
[sites.fields]
id = "site_id"
name = "name"

[projects]
source = "projects.csv"
columns_dictionary = "project_columns.toml"
"""


def write_manifest(folder):
    text = MANIFEST
    for name, _, _, class_id, more in LAYERS:
        text += (f'\n[[layer]]\nid = "{name}"\nrole = "{name}"\nsource = "layers.gpkg"\n'
                 f'table = "{name}"\ncoverage = {{ source = "layers.gpkg", table = "coverage" }}\n'
                 f'accuracy_m = 5.0\n'
                 + (f'class = "{class_id}"\n' if class_id else "")
                 + f'[layer.fields]\nid = "bsm"\n{more}')
    (folder / "workspace.toml").write_text(text, encoding="utf-8")


def write_rulebook(folder):
    text = ('[rulebook]\nid = "bench"\nversion = "1"\ntitle_zh = "基准测试规则集（虚构）"\n'
            'title_en = "Benchmark rulebook (invented)"\n')
    for name, role, relation, threshold, unit, severity, more in RULES:
        text += f'\n[[rule]]\nid = "{name}"\n'
        text += f'title_zh = "虚构规则{name}"\ntitle_en = "Invented {name}"\n'
        text += f'role = "{role}"\n' if role else ""
        text += (f'relation = "{relation}"\nthreshold = {float(threshold)}\nunit = "{unit}"\n'
                 f'severity = "{severity}"\neffective_from = 2020-01-01\nevidence = "unverified"\n'
                 'confidence = 0.0\nbasis = { law_zh = "虚构", law_en = "invented" }\n'
                 'remedy_zh = "虚构"\nremedy_en = "invented"\n' + (more + "\n" if more else ""))
    (folder / "bench.toml").write_text(text, encoding="utf-8")


def write_projects(folder, seed, count):
    dice = Dice(seed, "projects")
    codes = ["2611", "2614", "3311", "3825", "1469", "2710", "3099", "6450"]
    yes_no = ["否", "是"]
    with open(folder / "projects.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["项目编号", "项目名称", "行业代码", "建设性质", "用地面积(亩)",
                        "年综合能耗(吨标煤)", "总投资(万元)", "是否危险化学品", "红线内允许活动",
                        "是否高耗水重污染"])
        for i in range(1, count + 1):
            table.writerow([f"X{i:05d}", f"项目{i:05d}", codes[dice.whole(0, 7)], "新建",
                            round(10.0**dice.between(0.5, 2.7), 1),
                            round(10.0**dice.between(2.0, 5.5)),
                            round(10.0**dice.between(3.0, 6.0)),
                            yes_no[dice.roll() < 0.25], yes_no[dice.roll() < 0.05],
                            yes_no[dice.roll() < 0.15]])


def write_layers(folder, seed, blocks):
    rows = {
        "ecological_redline": layers.red_lines(seed),
        "permanent_basic_farmland": layers.farmland(seed, blocks),
        "nature_reserve": layers.reserves(seed),
        "river_management_area": layers.corridors(seed),
        "river": layers.rivers(seed),
        "road": layers.roads(seed, blocks),
        "substation": layers.substations(seed, blocks),
        "urban_development_boundary": layers.development_boundaries(seed, blocks),
        "control_unit": layers.control_units(seed),
        "mineral_right": layers.mineral_rights(seed, blocks),
        "residential_area": layers.settlements(seed, blocks),
    }
    file = GeoPackage(folder / "layers.gpkg")
    for name, kind, columns, _, _ in LAYERS:
        file.table(name, kind, "bsm TEXT" + columns, rows[name])
    west, east = layers.WEST - 2, layers.EAST + 2
    south, north = layers.SOUTH - 2, layers.NORTH + 2
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    file.table("coverage", "POLYGON", "id TEXT", [(polygon([layers.np.array(corners)]), "all")])
    file.close()


def make_province(folder, sites, projects, seed=4):
    folder.mkdir(parents=True, exist_ok=True)
    blocks = layers.Blocks(seed)
    write_layers(folder, seed, blocks)
    file = GeoPackage(folder / "sites.gpkg")
    file.table("site", "POLYGON", "site_id TEXT, name TEXT", layers.sites(seed, blocks, sites))
    file.close()
    write_projects(folder, seed, projects)
    write_manifest(folder)
    write_rulebook(folder)
    for book in ("roles.toml", "project_columns.toml"):
        shutil.copyfile(BOOKS / book, folder / book)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sites", type=int, default=2000)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    asked = parser.parse_args()
    make_province(asked.folder, asked.sites, asked.projects, asked.seed)


if __name__ == "__main__":
    main()
