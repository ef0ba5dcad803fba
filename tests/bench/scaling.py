#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cost of `xuanzhi facts` against sites, against vertices of a layer and against threads.

  /usr/bin/python3 tests/bench/scaling.py docs/performance --sites 2000,10000,50000,250000,500000

Writes one SVG per question and scaling.json with the numbers into the folder. The workspaces
are made in a temporary folder and removed. Needs Matplotlib.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

import matplotlib

import make_province
from compare_peers import CACHE, PROGRAM, run_facts
from province import layers
from province.dice import Dice, ragged_ring
from province.geopackage import GeoPackage, polygon

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "xuanzhi"  # the same bytes for the same numbers
matplotlib.rcParams["svg.fonttype"] = "none"
import matplotlib.pyplot as plt  # noqa: E402


def median_of(rounds, once):
    """Of the whole process, and of the measuring alone."""
    runs = []
    for _ in range(rounds):
        told = once()
        runs.append({**told["whole"], "measure_wall_s": told["query"]["wall_s"],
                     "measure_cpu_s": told["query"]["cpu_s"]})
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def input_bytes(workspace):
    return sum(file.stat().st_size for file in workspace.glob("*.gpkg"))


def against_sites(asked, folder):
    points = []
    for count in asked.sites:
        workspace = folder / f"sites{count}"
        make_province.make_province(workspace, count, 10)
        output = folder / "f.csv"
        told = median_of(asked.rounds, lambda: run_facts(asked.program, workspace, output))
        if (workspace / CACHE).exists():
            warm = median_of(asked.rounds, lambda: run_facts(asked.program, workspace, output,
                                                             warm=True))
            told["warm_cpu_s"] = warm["cpu_s"]
        points.append({"sites": count, "input_bytes": input_bytes(workspace), **told})
        print("sites", points[-1], flush=True)
    return points


def one_layer(folder, vertices, sites):
    """The sites round one ragged area with holes, alone in its workspace."""
    make_province.make_province(folder, sites, 10)
    dice = Dice(4, f"scaling {vertices}")
    centre = ((layers.WEST + layers.EAST) / 2, (layers.SOUTH + layers.NORTH) / 2)
    ring = ragged_ring(dice, centre, 1.4, vertices, layers.STRETCH)
    file = GeoPackage(folder / "layers.gpkg")
    file.table("ecological_redline", "POLYGON", "bsm TEXT", [(polygon([ring]), "R")])
    file.close()
    head, *rest = (folder / "workspace.toml").read_text(encoding="utf-8").split("\n[[layer]]\n")
    only = next(entry for entry in rest if 'id = "ecological_redline"' in entry)
    only = "\n".join(row for row in only.splitlines() if not row.startswith("coverage"))
    (folder / "workspace.toml").write_text(f"{head}\n[[layer]]\n{only}\n", encoding="utf-8")
    return folder


def against_vertices(asked, folder):
    points = []
    for vertices in asked.vertices:
        workspace = one_layer(folder / f"vertices{vertices}", vertices, asked.fixed_sites)
        output = folder / "f.csv"
        told = median_of(asked.rounds, lambda: run_facts(asked.program, workspace, output))
        points.append({"vertices": vertices, "sites": asked.fixed_sites, **told})
        print("vertices", points[-1], flush=True)
    return points


def against_threads(asked, folder):
    workspace = folder / "threads"
    make_province.make_province(workspace, asked.fixed_sites, 10)
    points, bytes_before = [], None
    for threads in range(1, asked.threads + 1):
        output = folder / "f.csv"
        told = median_of(asked.rounds,
                         lambda: run_facts(asked.program, workspace, output, threads))
        if bytes_before not in (None, output.read_bytes()):
            raise SystemExit(f"{threads} threads write other bytes than one")
        bytes_before = output.read_bytes()
        points.append({"threads": threads, "sites": asked.fixed_sites, **told})
        print("threads", points[-1], flush=True)
    return points


def draw(file, points, across, title, label, logarithmic=True):
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.0, 3.2))
    at = [point[across] for point in points]
    for key, name, mark in (("cpu_s", "CPU", "o-"), ("wall_s", "wall", "s--"),
                            ("warm_cpu_s", "CPU, prepared layers kept", "^-"),
                            ("measure_wall_s", "measuring alone, wall", "d:")):
        if key not in points[0]:
            continue
        left.plot(at, [point[key] for point in points], mark, label=name, markersize=4)
    left.set_ylabel("seconds")
    right.plot(at, [point["peak_bytes"] / 2**20 for point in points], "o-", color="tab:green",
               label="peak memory", markersize=4)
    if all("input_bytes" in point for point in points):
        right.plot(at, [2.5 * point["input_bytes"] / 2**20 for point in points], ":",
                   color="tab:grey", label="2.5 × input")
    right.set_ylabel("MiB")
    for axes in (left, right):
        axes.set_xlabel(label)
        if logarithmic:
            axes.set_xscale("log")
            axes.set_yscale("log")
        else:
            axes.set_ylim(0, 1.15 * max(max(line.get_ydata()) for line in axes.lines))
            axes.set_xticks(at)
        axes.grid(alpha=0.3)
        # Above the lines, which may run anywhere.
        axes.legend(frameon=False, fontsize=8, ncol=2, loc="lower center",
                    bbox_to_anchor=(0.5, 1.0))
    figure.suptitle(title, fontsize=10)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    plt.close(figure)


def numbers(text):
    return [int(word) for word in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sites", type=numbers, default=[2000, 10000, 50000])
    parser.add_argument("--vertices", type=numbers, default=[1000, 10000, 100000, 500000])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--fixed-sites", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([asked.program, "--version"], capture_output=True, text=True,
                             check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as scratch:
        told = {"version": version, "sites": against_sites(asked, Path(scratch)),
                "vertices": against_vertices(asked, Path(scratch)),
                "threads": against_threads(asked, Path(scratch))}
    (asked.folder / "scaling.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    fixed = f"{asked.fixed_sites:,} sites"
    draw(asked.folder / "sites.svg", told["sites"], "sites", "facts: 11 layers, one thread",
         "sites")
    draw(asked.folder / "vertices.svg", told["vertices"], "vertices",
         f"facts: one area, {fixed}, one thread", "vertices of the area")
    draw(asked.folder / "threads.svg", told["threads"], "threads", f"facts: 11 layers, {fixed}",
         "threads", logarithmic=False)


if __name__ == "__main__":
    main()
