# SPDX-License-Identifier: Apache-2.0
"""Truncated copies of real files and copies with bytes changed, the same ones in every run."""

import random
import shutil

from ugly_bench import Input

# One or two of every format, with the table and the CRS that they need to be read.
VICTIMS = [
    Input("bentiu/bentiu_southsudan-osm-20170213.gpkg", "landuse_residential_polygons", ""),
    Input("massachusetts/maSP.zip", "", ""),
    Input("swellendam/farms_33S.shp", "", ""),
    Input("swellendam/places_33S.dbf", "", ""),
    Input("swellendam/water_33S.shp", "", ""),
    Input("ugly/coutwildrnp.dbf", "", ""),
    Input("ugly/coutwildrnp.shp", "", ""),
    Input("ugly/coutwildrnp.shx", "", ""),
    Input("ugly/curvepolygon.gpkg", "", ""),
    Input("ugly/curves_line.csv", "", "EPSG:4490"),
    Input("ugly/gdal_formats/dxf/hatch.dxf", "", "EPSG:4490"),
    Input("ugly/gdal_formats/kml/samples.kml", "Google Campus", ""),
    Input("ugly/gdal_formats/mitab/all_geoms.mif", "", "EPSG:4490"),
    Input("ugly/gdal_formats/mitab/poly_indexed.map", "", ""),
    Input("ugly/gdal_formats/mitab/poly_indexed.tab", "", ""),
    Input("ugly/gpkg_ogc/null_geometry.gpkg", "new_geopackage", ""),
    Input("ugly/grenada.geojson", "", ""),
    Input("ugly/issue627.geojson", "", ""),
    Input("ugly/multicurve.gml", "", "EPSG:4490"),
    Input("ugly/polygon-invalid.gpkg", "", ""),
    Input("ugly/poly_shp.zip", "", ""),
    Input("ugly/test_gpx.gpx", "tracks", ""),
    Input("ugly/testopenfilegdb.gdb.zip", "polygon", ""),
    Input("world/land_10m.fgb", "", ""),
]
CUTS = (0.3, 0.9)
FLIPS_EACH = 4
SEED = 20230201
HEADER_BYTES = 1000

# Of these files the one that is given to xuanzhi is another.
MAIN_SUFFIXES = {".shx": ".shp", ".dbf": ".shp", ".map": ".tab"}


def mutilated(data, folder):
    """(label, input below `folder`) of every copy."""
    for victim in VICTIMS:
        # A seed for each, so that a new victim leaves the copies of the others alone.
        chance = random.Random(f"{SEED} {victim.file}")
        original = (data / victim.file).read_bytes()
        for cut in CUTS:
            copy = original[:int(len(original) * cut)]
            yield written(data, folder, victim, f"cut at {cut:.0%}", copy)
        for turn in range(FLIPS_EACH):
            copy = altered(chance, original, turn)
            yield written(data, folder, victim, f"altered #{turn}", copy)


def altered(chance, original, turn):
    changed = bytearray(original)
    # Half of the copies are hit in the header, where it hurts.
    reach = len(original) if turn % 2 else min(len(original), HEADER_BYTES)
    for _ in range(chance.choice([1, 5, 50])):
        changed[chance.randrange(reach)] = chance.randrange(256)
    return bytes(changed)


def written(data, folder, victim, what, content):
    source = data / victim.file
    place = folder / victim.file.replace("/", "_") / what.replace(" ", "_")
    place.mkdir(parents=True)
    for side in source.parent.glob(source.stem + ".*"):
        if side.is_file() and side != source:
            shutil.copy(side, place / side.name)
    (place / source.name).write_bytes(content)
    main = place / source.name
    if source.suffix in MAIN_SUFFIXES:
        main = main.with_suffix(MAIN_SUFFIXES[source.suffix])
    return f"{victim.file} {what}", victim._replace(file=str(main.relative_to(folder)))
