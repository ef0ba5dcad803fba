"""The two planes the data are drawn in, and the way to degrees and back.

Every shape is drawn in metres, in the national 3-degree zone of its region,
and is written in the CRS its layer states.
"""

from osgeo import osr
from shapely.geometry import mapping, shape

osr.UseExceptions()

PLANE_EPSG = {"wuhai": 4545, "jining": 4547}
DEGREES_EPSG = 4490
METRE_DECIMALS = 4
DEGREE_DECIMALS = 9


def spatial_reference(epsg):
    """The CRS with its axes in the order (east, north) or (lon, lat)."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


_TO_PLANE = {
    region: osr.CoordinateTransformation(
        spatial_reference(DEGREES_EPSG), spatial_reference(epsg)
    )
    for region, epsg in PLANE_EPSG.items()
}
_TO_DEGREES = {
    region: osr.CoordinateTransformation(
        spatial_reference(epsg), spatial_reference(DEGREES_EPSG)
    )
    for region, epsg in PLANE_EPSG.items()
}


def to_plane(region, points):
    """(lon, lat) points as (east, north) points in metres."""
    return [tuple(p[:2]) for p in _TO_PLANE[region].TransformPoints([tuple(p) for p in points])]


def _without_repeats(points):
    kept = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    return tuple(kept)


def _map_points(geometry, change):
    """The geometry with `change` applied to each list of points."""

    def walk(node):
        if isinstance(node[0], (int, float)):
            return change([node])[0]
        if isinstance(node[0][0], (int, float)):
            return _without_repeats(change(node))
        return tuple(walk(child) for child in node)

    raw = mapping(geometry)
    return shape({"type": raw["type"], "coordinates": walk(raw["coordinates"])})


def in_degrees(region, geometry):
    """The geometry in lon/lat, rounded to 1e-9 degrees (0.1 mm)."""

    def change(points):
        moved = _TO_DEGREES[region].TransformPoints([tuple(p[:2]) for p in points])
        return [(round(x, DEGREE_DECIMALS), round(y, DEGREE_DECIMALS)) for x, y, _ in moved]

    return _map_points(geometry, change)


def in_metres(geometry):
    """The geometry in its own plane, rounded to 0.1 mm."""

    def change(points):
        return [(round(p[0], METRE_DECIMALS), round(p[1], METRE_DECIMALS)) for p in points]

    return _map_points(geometry, change)
