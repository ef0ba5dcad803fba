#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The overlaps by GeoPandas: one overlay per layer of areas.

  python3 -m peers.geopandas_overlay WORKSPACE RESULT.json

Debian's GeoPandas stands on Shapely 1.8 and has no nearest join there, so that there are no
distances. Areas in a cylindrical equal-area projection of the ellipsoid.
"""

import argparse
from pathlib import Path

import geopandas
import pandas
import shapely

from make_province import LAYERS
from peers.clock import Clock, write_result

EQUAL_AREA = "+proj=cea +lat_ts=40 +lon_0=108 +ellps=GRS80"


def overlaps(sites, layer):
    pieces = geopandas.overlay(sites, layer, how="intersection")
    areas = pieces.to_crs(EQUAL_AREA).area
    measured = pandas.DataFrame({"site": pieces["site_id"], "m2": areas})
    per_site = measured.groupby("site")["m2"].sum()
    # Sites that meet several features need a union; of the others the sum is the area.
    counts = pieces.groupby("site_id").size()
    several = pieces[pieces["site_id"].isin(counts[counts > 1].index)]
    if len(several):
        per_site.update(several.dissolve("site_id").to_crs(EQUAL_AREA).area)
    return per_site


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("result", type=Path)
    asked = parser.parse_args()
    clock = Clock()
    with clock.phase("load"):
        sites = geopandas.read_file(asked.workspace / "sites.gpkg", layer="site")[
            ["site_id", "geometry"]]
        layers = {name: geopandas.read_file(asked.workspace / "layers.gpkg", layer=name)[
            ["bsm", "geometry"]] for name, kind, *_ in LAYERS if kind == "POLYGON"}
    facts = {}
    for name, layer in layers.items():
        with clock.phase("query"), clock.phase(f"overlap {name}"):
            found = overlaps(sites, layer)
        facts[name] = {site: (float(found.get(site, 0.0)), None) for site in sites["site_id"]}
    versions = f"GeoPandas {geopandas.__version__}, Shapely {shapely.__version__}"
    write_result(asked.result, clock, versions, facts)


if __name__ == "__main__":
    main()
