#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens a QGIS project as a user would, checks its layers and draws the map.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 render_project.py PROJECT.qgz OUT.png
        [--extent xmin,ymin,xmax,ymax] [--size WxH] [--layout OUT.pdf] [--require TABLE]...

Exit code 0: all layers are valid, styled and drawn; 1: a fault, one line each on standard error;
77: PyQGIS is not installed (CTest: SKIP_RETURN_CODE).
"""

import argparse
import os
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from qgis.core import (
        Qgis,
        QgsApplication,
        QgsCategorizedSymbolRenderer,
        QgsCoordinateTransform,
        QgsLayoutExporter,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsProject,
        QgsRectangle,
    )
    from qgis.PyQt.QtCore import QSize, Qt
    from qgis.PyQt.QtGui import QColor, QImage
except ImportError as error:
    print(f"skipped: PyQGIS is not installed ({error})")
    sys.exit(77)

VERDICTS = {"compliant", "conditional", "insufficient_data", "non_compliant"}
# Tables of the result and the values that the categories of their layer must have.
RESULT_LAYERS = {"site": VERDICTS, "conflict": set(), "placement": set()}


def extent(text):
    xmin, ymin, xmax, ymax = (float(part) for part in text.split(","))
    return QgsRectangle(xmin, ymin, xmax, ymax)


def size(text):
    width, height = (int(part) for part in text.split("x"))
    return QSize(width, height)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("image")
    parser.add_argument("--extent", type=extent, help="xmin,ymin,xmax,ymax in the project's CRS")
    parser.add_argument("--size", type=size, default="1600x1200", help="pixels of the image")
    parser.add_argument("--layout", help="PDF of the first print layout")
    parser.add_argument("--require", action="append", default=[], metavar="TABLE",
                        help="a table that must be a layer of the project")
    return parser.parse_args()


def table_of(layer):
    for part in layer.source().split("|"):
        if part.startswith("layername="):
            return part[len("layername="):]
    return layer.name()


def project_text(path):
    if path.endswith(".qgz"):
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".qgs"))
            return archive.read(name)
    with open(path, "rb") as file:
        return file.read()


def opening_extent(path):
    """What the desktop shows when the project opens; it starts blank without."""
    box = ElementTree.fromstring(project_text(path)).find("mapcanvas/extent")
    if box is None:
        return None
    return QgsRectangle(*(float(box.find(side).text) for side in ("xmin", "ymin", "xmax", "ymax")))


def drawn_layers(project):
    """The ticked layers, the topmost first."""
    root = project.layerTreeRoot()
    ticked = {layer.id() for layer in root.checkedLayers() if layer.isSpatial()}
    return [layer for layer in root.layerOrder() if layer.id() in ticked]


def check_renderer(layer, table):
    """Categories must cover what the table holds, and those of a result what it can hold."""
    renderer = layer.renderer()
    if renderer is None or not renderer.legendSymbolItems():
        return [f"{layer.name()}: no symbols"]
    categorised = isinstance(renderer, QgsCategorizedSymbolRenderer)
    values = {str(c.value() or "") for c in renderer.categories()} if categorised else set()
    faults = []
    lacking = RESULT_LAYERS.get(table, set()) - values
    if lacking:
        faults.append(f"{layer.name()}: no category for {', '.join(sorted(lacking))}")
    if categorised:
        index = layer.fields().lookupField(renderer.classAttribute())
        if index < 0:
            return faults + [f"{layer.name()}: no column {renderer.classAttribute()}"]
        unlisted = {str(v) for v in layer.uniqueValues(index) if v} - values
        if unlisted and "" not in values:
            faults.append(f"{layer.name()}: values without category: {', '.join(sorted(unlisted))}")
    return faults


def draw(project, layers, box, pixels, background, labels=True):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setEllipsoid(project.ellipsoid())
    settings.setLabelingEngineSettings(project.labelingEngineSettings())
    settings.setFlag(QgsMapSettings.DrawLabeling, labels)
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setBackgroundColor(background)
    settings.setOutputSize(pixels)
    settings.setOutputDpi(96)
    settings.setExtent(box)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    faults = [f"{project.mapLayer(e.layerID).name()}: {e.message}" for e in job.errors()]
    return job.renderedImage(), faults


def is_blank(image):
    """One colour all over; looks at every pixel's four bytes."""
    image = image.convertToFormat(QImage.Format_ARGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    data = bytes(bits)
    return data == data[:4] * (len(data) // 4)


def check_drawing(project, layer):
    """The layer alone, over all of its features: something must appear."""
    if layer.featureCount() == 0:
        return []
    transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
    box = transform.transformBoundingBox(layer.extent())
    box.grow(max(box.width(), box.height(), 1e-6) * 0.02)
    image, faults = draw(project, [layer], box, QSize(400, 400), QColor(Qt.transparent), False)
    if is_blank(image):
        faults.append(f"{layer.name()}: nothing is drawn of {layer.featureCount()} features")
    return faults


def check_layers(project, required):
    faults = []
    tables = {table_of(layer): layer for layer in project.mapLayers().values()}
    for table in required:
        if table not in tables:
            faults.append(f"{table}: not in the project")
    listed = {node.layerId() for node in project.layerTreeRoot().findLayers()}
    for table, layer in sorted(tables.items()):
        print(f"{layer.name()} [{table}]: {layer.featureCount()}")
        if layer.id() not in listed:
            faults.append(f"{layer.name()}: not in the layer tree")
        if layer.isSpatial():
            faults += check_renderer(layer, table) + check_drawing(project, layer)
    return faults


def export_layout(project, path):
    layouts = project.layoutManager().printLayouts()
    if not layouts:
        return ["the project has no print layout"]
    result = QgsLayoutExporter(layouts[0]).exportToPdf(path, QgsLayoutExporter.PdfExportSettings())
    return [] if result == QgsLayoutExporter.Success else [f"{path}: layout error {result}"]


def run(options):
    project = QgsProject.instance()
    if not project.read(options.project):
        return [f"{options.project}: {project.error()}"]
    invalid = [layer.name() for layer in project.mapLayers().values() if not layer.isValid()]
    if invalid or not project.mapLayers():
        return [f"{name}: cannot be opened" for name in invalid] or ["the project has no layers"]
    if not project.crs().isValid():
        return ["the project has no CRS"]
    faults = check_layers(project, options.require)
    faults += [f"relation {r.name()} is not valid"
               for r in project.relationManager().relations().values() if not r.isValid()]

    shown = options.extent or opening_extent(options.project)
    if shown is None:
        return faults + ["the project opens on a blank map: no extent"]
    image, errors = draw(project, drawn_layers(project), shown, options.size, QColor(Qt.white))
    faults += errors
    if is_blank(image):
        faults.append("the map is blank")
    if not image.save(options.image):
        faults.append(f"{options.image}: cannot be written")
    if options.layout:
        faults += export_layout(project, options.layout)
    return faults


def main():
    options = arguments()
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    print(f"QGIS {Qgis.QGIS_VERSION}")
    faults = run(options)
    QgsProject.instance().clear()
    application.exitQgis()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
