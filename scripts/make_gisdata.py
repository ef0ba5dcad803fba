#!/usr/bin/python3
"""Makes gisdata/wuhai: layers.gpkg, sites.gpkg and projects.xlsx, byte for byte the same each time.

Needs python3-gdal, python3-shapely (GEOS 3.11) and python3-openpyxl of Debian 12.
All shapes are schematic (示意数据): see gisdata/wuhai/README.md.
"""

import argparse
import sys
from pathlib import Path

from gisdata_maker import check, ground, hazards, nature, networks, planning, projects, sites
from gisdata_maker.store import write_geopackage

STEPS = [  # in the order in which one needs the other
    ground.add_districts,
    ground.add_coverage,
    ground.add_water,
    planning.add_parks,
    planning.add_farmland,
    nature.add_reserve,
    nature.add_redline,
    nature.add_wetland,
    nature.add_drinking_water,
    nature.add_river_control,
    nature.add_sand,
    nature.add_forest,
    nature.add_grassland,
    nature.add_sensitive_areas,
    planning.add_boundary_versions,
    hazards.add_heritage,
    hazards.add_minerals,
    hazards.add_ground_hazards,
    hazards.add_flood_areas,
    networks.add_railways,
    networks.add_roads,
    networks.add_power,
    networks.add_pipelines,
    networks.add_residential,
    networks.add_airports,
    planning.add_control_units,
    planning.add_control_unit_clauses,
]


def main():
    """Makes the three files and checks them; exit code 1 when a check fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(__file__).resolve().parent.parent
    parser.add_argument("-o", "--output", type=Path, default=here / "gisdata" / "wuhai")
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)

    world = ground.start_world()
    for step in STEPS:
        step(world)
    site_layer = sites.add_sites(world)
    rows = projects.make_rows()

    stored = write_geopackage(output / "layers.gpkg", world.layers.values())
    stored |= write_geopackage(output / "sites.gpkg", [site_layer])
    projects.write_workbook(output / "projects.xlsx", rows)
    return check.report(world, site_layer, stored, rows)


if __name__ == "__main__":
    sys.exit(main())
