"""Layers in memory, and GeoPackages that come out byte for byte the same."""

from dataclasses import dataclass, field
from pathlib import Path

from osgeo import gdal, ogr
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import unary_union

from .frames import DEGREES_EPSG, PLANE_EPSG, in_degrees, in_metres, spatial_reference

gdal.UseExceptions()
gdal.SetConfigOption("OGR_CURRENT_DATE", "2023-02-01T00:00:00.000Z")

NOTE = "示意数据"
GEOMETRY_TYPES = {
    "multipolygon": ogr.wkbMultiPolygon,
    "polygon": ogr.wkbPolygon,
    "line": ogr.wkbLineString,
    "point": ogr.wkbPoint,
}
FIELD_TYPES = {str: ogr.OFTString, float: ogr.OFTReal, int: ogr.OFTInteger}


@dataclass
class Layer:
    """A table to be: rows of (region, geometry in the region's plane, values)."""

    table: str
    geometry: str
    prefix: str
    fields: dict = field(default_factory=dict)
    plane: str = ""  # empty: degrees; else the region whose plane it is stored in
    id_field: str = "bsm"
    name_fields: tuple = ("mc", "mc_en")
    rows: list = field(default_factory=list)

    def add(self, region, geometry, name="", name_en="", note=NOTE, **values):
        """Appends a feature; its id is the prefix and a running number."""
        if geometry.is_empty:
            raise ValueError(f"{self.table}: empty geometry for {name or values}")
        unknown = set(values) - set(self.fields) - {self.id_field}
        if unknown:
            raise ValueError(f"{self.table}: no such field {sorted(unknown)}")
        bsm = values.pop(self.id_field, None) or f"{self.prefix}{len(self.rows) + 1:04d}"
        names = dict(zip(self.name_fields, (name, name_en)))
        self.rows.append((region, geometry, {self.id_field: bsm, **names, **values, "note": note}))

    def stored(self, region, geometry):
        """The geometry in the CRS of the table."""
        shaped = in_metres(geometry) if self.plane else in_degrees(region, geometry)
        if self.geometry == "multipolygon" and isinstance(shaped, Polygon):
            return MultiPolygon([shaped])
        return shaped

    def union(self, region, **wanted):
        """All geometries of one region, optionally with certain values only."""
        return unary_union([
            g for r, g, v in self.rows if r == region and all(v.get(k) == w for k, w in wanted.items())
        ])


def write_geopackage(path, layers):
    """Writes the layers anew; returns {table: stored geometries}."""
    path = Path(path)
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    stored = {}
    for layer in layers:
        epsg = PLANE_EPSG[layer.plane] if layer.plane else DEGREES_EPSG
        table = source.CreateLayer(
            layer.table, spatial_reference(epsg), GEOMETRY_TYPES[layer.geometry], ["GEOMETRY_NAME=geom"]
        )
        columns = {layer.id_field: str, **dict.fromkeys(layer.name_fields, str), **layer.fields, "note": str}
        for name, kind in columns.items():
            table.CreateField(ogr.FieldDefn(name, FIELD_TYPES[kind]))
        source.StartTransaction()
        stored[layer.table] = []
        for region, geometry, values in layer.rows:
            feature = ogr.Feature(table.GetLayerDefn())
            for name, value in values.items():
                if value is not None:
                    feature.SetField(name, value)
            final = layer.stored(region, geometry)
            stored[layer.table].append(final)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(final.wkb))
            table.CreateFeature(feature)
        source.CommitTransaction()
    source = None
    return stored
