#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs xuanzhi and other software on the same workspace, checks that they agree, prints ratios.

  /usr/bin/python3 tests/bench/make_province.py /tmp/province --sites 2000
  /usr/bin/python3 tests/bench/compare_peers.py /tmp/province --rounds 3

Each program runs on one thread, in turn with the others, in a process of its own; medians are
over the rounds, and over one run more of ours at the end. Times are processor times (user and
system, of a server's backend too) and wall times: on a busy machine only the former tell something.
`query` ends where the facts are in the tables of a database: in those of a peer, and for xuanzhi in
its store of facts (its phase "measure"). Its whole run writes its files besides. Ratios are to its
cold run, which prepares all layers, and `whole` is that of the peer to that of the run, warm runs
to warm ones. A peer that measures no distances stands below once more, to a run of ours that
measures none either.
"""

import argparse
import csv
import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from make_province import LAYERS

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parents[1] / "build" / "release" / "xuanzhi"
CACHE = ".xuanzhi-cache"  # prepared layers, in the workspace

# What may differ: of the site's area, and metres below 10 km. Beyond, a plane chooses points that
# are nearest there, not on the ellipsoid: 1e-5 of the distance. The geography type of PostGIS, QGIS
# and projections draw edges otherwise than straight in degrees; see docs/performance.md.
PEERS = {
    "postgis": ("PostGIS, ST_Subdivide, GiST", 1e-6, 2e-3),
    "spatialite": ("SpatiaLite, ST_Subdivide, R-tree", 1e-6, 2e-3),
    "geopandas_overlay": ("GeoPandas overlay (no distances)", 2e-5, None),
    "qgis_processing": ("QGIS overlap analysis, join by nearest", 2e-5, 2e-3),
}


HEAD = """\
| | load, CPU s (wall) | query, CPU s (wall) | files to table | query ratio | whole ratio, cold \
| whole ratio, warm | worst area difference / site | worst distance difference below 10 km |
|---|---|---|---|---|---|---|---|---|"""


def run(command, **more):
    """Wall and processor seconds and the peak memory in bytes of a command and its children."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as used:
        process = subprocess.run([sys.executable, HERE / "launch.py", used.name, *command],
                                 check=False, **more)
        if process.returncode != 0:
            raise SystemExit(f"ended with {process.returncode}: {' '.join(map(str, command))}")
        return json.load(used)


def run_facts(program, workspace, output, threads=1, warm=False, more=()):
    """One run; a cold one finds no prepared layers. What the page cache holds stays there."""
    if not warm:
        shutil.rmtree(workspace / CACHE, ignore_errors=True)
    timings = Path(output).with_suffix(".timings.json")
    whole = run([program, "facts", "-q", "-w", workspace, "-o", output, "--threads", str(threads),
                 "--timings", timings, *more])
    phases = json.loads(timings.read_text(encoding="ascii"))
    return {"whole": whole, "load": phases["open"], "query": phases["measure"],
            "write": phases["write"]}


def read_facts(file):
    """{layer: {site: (overlap in m², distance in m, area of the site or None)}}"""
    facts = {}
    with open(file, encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            overlap, share = float(row["overlap_m2"]), float(row["share"])
            facts.setdefault(row["layer_id"], {})[row["site_id"]] = (
                overlap, float(row["distance_m"]), overlap / share if share else None)
    return facts


def agreement(ours, theirs, area_limit, distance_limit):
    """Worst differences, and what lies beyond the limits."""
    worst_area = worst_distance = 0.0
    beyond = []
    # Tiles cover the province: their share gives the area of every site.
    areas = {site: fact[2] for site, fact in ours["control_unit"].items()}
    for layer, sites in theirs.items():
        if set(sites) != set(ours[layer]):
            raise SystemExit(f"{layer}: not the same sites")
        for site, (overlap, distance) in sites.items():
            area_off = abs(ours[layer][site][0] - overlap) / areas[site]
            worst_area = max(worst_area, area_off)
            distance_off = 0.0 if distance is None else abs(ours[layer][site][1] - distance)
            if distance is not None and distance < 1e4:
                worst_distance = max(worst_distance, distance_off)
            allowed = max(distance_limit or 0.0, 1e-5 * distance if (distance or 0) >= 1e4 else 0.0)
            if area_off > area_limit or distance_off > allowed:
                beyond.append((layer, site, ours[layer][site], (overlap, distance)))
    return worst_area, worst_distance, beyond


def median_phase(runs, phase, clock):
    return statistics.median(one[phase][clock] for one in runs)


def measure_ours(asked, folder):
    """A cold run, a warm one, and a warm one without distances."""
    runs = [run_facts(asked.program, asked.workspace, folder / "facts.csv", warm=warm)
            for warm in (False, True)]
    alone = run_facts(asked.program, asked.workspace, folder / "overlaps.csv", warm=True,
                      more=("--within", "0"))
    return [*runs, alone]


def measure_peer(name, asked, folder):
    """The phases of a run, and what it says of facts and versions."""
    result = folder / f"{name}.json"
    process = run([sys.executable, "-m", f"peers.{name}", asked.workspace.resolve(), result],
                  cwd=HERE, stderr=None if asked.verbose else subprocess.DEVNULL)
    told = json.loads(result.read_text(encoding="utf-8"))
    phases = told["phases"]
    phases["whole"] = {key: phases["load"][key] + phases["query"][key]
                       for key in ("wall_s", "cpu_s")}
    phases["whole"]["peak_bytes"] = process["peak_bytes"]
    return phases, told


def measure_all(asked, folder, peers):
    """The programs take turns, ours at both ends: the clock of a machine that others share may
    change from one minute to the next."""
    ours, runs, told = [], {name: [] for name in peers}, {}
    for _ in range(asked.rounds):
        ours.append(measure_ours(asked, folder))
        for name in peers:
            phases, told[name] = measure_peer(name, asked, folder)
            runs[name].append(phases)
    ours.append(measure_ours(asked, folder))
    cold, warm, alone = zip(*ours)
    return cold, warm, alone, runs, told


def table_row(name, runs, cold, warm, worst=("", "")):
    def cell(phase):
        wall = median_phase(runs, phase, "wall_s")
        return f"{median_phase(runs, phase, 'cpu_s'):.2f} ({wall:.1f})"

    def ratio(phase, ours):
        return f"{median_phase(runs, phase, 'cpu_s') / median_phase(ours, phase, 'cpu_s'):.1f}"
    return (f"| {name} | {cell('load')} | {cell('query')} | {cell('whole')} "
            f"| {ratio('query', cold)} | {ratio('whole', cold)} | {ratio('whole', warm)} "
            f"| {worst[0]} | {worst[1]} |")


def machine():
    with open("/proc/cpuinfo", encoding="ascii") as file:
        models = [row.split(":")[1].strip() for row in file if row.startswith("model name")]
    model = models[0] if models else platform.machine()
    return f"{model}, {os.cpu_count()} cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--peers", default=",".join(PEERS), help="of: " + ", ".join(PEERS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--keep", type=Path, help="folder for the results of all programs")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="peers"))
    folder.mkdir(parents=True, exist_ok=True)
    peers = list(filter(None, asked.peers.split(",")))
    cold, warm, alone, runs, told = measure_all(asked, folder, peers)
    facts = read_facts(folder / "facts.csv")
    sites = len(next(iter(facts.values())))
    version = subprocess.run([asked.program, "--version"], capture_output=True, text=True,
                             check=True).stdout.strip()
    rows = [table_row(f"{version}, cold", cold, cold, warm),
            table_row(f"{version}, prepared layers kept", warm, cold, warm),
            table_row(f"{version}, overlaps alone, layers kept", alone, cold, warm)]
    disagreed = []
    for name in peers:
        title, area_limit, distance_limit = PEERS[name]
        area, distance, beyond = agreement(facts, told[name]["facts"], area_limit, distance_limit)
        worst = (f"{area:.1e}", f"{1e3 * distance:.2f} mm" if distance_limit else "–")
        rows.append(table_row(title, runs[name], cold, warm, worst))
        disagreed += [(name, *one) for one in beyond]
        if distance_limit is None:
            rows.append(table_row(f"{title}, to overlaps alone", runs[name], alone, alone, worst))

    print(f"{sites:,} sites, {len(LAYERS)} layers; {machine()}; {datetime.date.today()}; "
          f"medians of {asked.rounds}; {'; '.join(told[name]['versions'] for name in peers)}\n")
    print(HEAD, *rows, sep="\n")
    for one in disagreed[:20]:
        print("disagree:", *one)
    if disagreed:
        sys.exit(f"{len(disagreed)} facts differ by more than the limits")
    if not asked.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
