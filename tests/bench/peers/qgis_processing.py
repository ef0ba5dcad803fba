#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The facts by QGIS: overlap analysis and join by nearest, on subdivided layers with indexes.

  python3 -m peers.qgis_processing WORKSPACE RESULT.json

Overlap analysis measures on the ellipsoid, between geodesics. Join by nearest works in a
conformal plane; the geodesic between its two points is the distance.
"""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.append("/usr/share/qgis/python/plugins")

from qgis.analysis import QgsNativeAlgorithms  # noqa: E402
from qgis.core import (Qgis, QgsApplication, QgsCoordinateReferenceSystem,  # noqa: E402
                       QgsCoordinateTransform, QgsDistanceArea, QgsFeatureRequest, QgsPointXY,
                       QgsProcessingContext, QgsProject, QgsVectorLayer)

from make_province import LAYERS  # noqa: E402
from peers.clock import Clock, write_result  # noqa: E402
from peers.postgis import CORNERS, PLANE, SEGMENT  # noqa: E402

ELLIPSOID = "EPSG:7019"  # GRS 1980: within 1e-10 of that of CGCS2000


class Bench:
    def __init__(self):
        import processing
        self._run = processing.run
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.context.setEllipsoid(ELLIPSOID)
        self.plane = QgsCoordinateReferenceSystem(f"EPSG:{PLANE}")

    def run(self, name, layer, **more):
        parameters = {"INPUT": layer, "OUTPUT": "memory:", **more}
        return self._run(f"native:{name}", parameters, context=self.context)["OUTPUT"]

    def indexed(self, layer):
        self._run("native:createspatialindex", {"INPUT": layer}, context=self.context)
        return layer

    def in_pieces(self, layer):
        whole = self.run("subdivide", layer, MAX_NODES=CORNERS)
        return self.run("multiparttosingleparts", whole)

    def in_plane(self, layer):
        fine = self.run("densifygeometriesgivenaninterval", layer, INTERVAL=SEGMENT)
        return self.run("reprojectlayer", fine, TARGET_CRS=self.plane)


def load(bench, workspace):
    layers = {}
    for name, kind, *_ in [("site", "POLYGON"), *LAYERS]:
        file = "sites" if name == "site" else "layers"
        layer = QgsVectorLayer(f"{workspace}/{file}.gpkg|layername={name}", name, "ogr")
        layer = layer.materialize(QgsFeatureRequest())  # the workspace is left as it is
        plane = bench.in_plane(layer)
        if kind != "POINT" and name != "site":
            layer, plane = bench.in_pieces(layer), bench.in_pieces(plane)
        layer.setName(name)
        layers[name] = (bench.indexed(layer), bench.indexed(plane))
    return layers


def overlaps(bench, sites, layer):
    told = bench.run("calculatevectoroverlaps", sites, LAYERS=[layer])
    return {row["site_id"]: row[f"{layer.name()}_area"] for row in told.getFeatures()}


def distances(bench, sites, layer):
    told = bench.run("joinbynearest", sites, INPUT_2=layer, NEIGHBORS=1, FIELDS_TO_COPY=["bsm"],
                     PREFIX="n_")
    back = QgsCoordinateTransform(bench.plane, QgsCoordinateReferenceSystem("EPSG:4490"),
                                  QgsProject.instance())
    meter = QgsDistanceArea()
    meter.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:4490"),
                       QgsProject.instance().transformContext())
    meter.setEllipsoid(ELLIPSOID)
    out = {}
    for row in told.getFeatures():
        if row["site_id"] in out:  # several pieces at the same distance
            continue
        if row["distance"] == 0:
            out[row["site_id"]] = 0.0
            continue
        ends = [back.transform(QgsPointXY(row[f"{end}_x"], row[f"{end}_y"]))
                for end in ("feature", "nearest")]
        out[row["site_id"]] = meter.measureLine(*ends)
    return out


def measure(workspace):
    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing
    Processing.initialize()
    if not QgsApplication.processingRegistry().providerById("native"):
        QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms())
    bench = Bench()
    clock = Clock()
    with clock.phase("load"):
        layers = load(bench, workspace)
    facts = {}
    for name, kind, *_ in LAYERS:
        areas = {}
        with clock.phase("query"):
            if kind == "POLYGON":
                with clock.phase(f"overlap {name}"):
                    areas = overlaps(bench, layers["site"][0], layers[name][0])
            with clock.phase(f"distance {name}"):
                found = distances(bench, layers["site"][1], layers[name][1])
        facts[name] = {site: (areas.get(site, 0.0), distance) for site, distance in found.items()}
    return clock, f"QGIS {Qgis.QGIS_VERSION}", facts


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("result", type=Path)
    asked = parser.parse_args()
    clock, versions, facts = measure(asked.workspace)
    write_result(asked.result, clock, versions, facts)
    os._exit(0)  # QGIS's own leaving may crash after the work is done


if __name__ == "__main__":
    main()
