"""Lines and settlements: railways, roads, power, pipelines, homes, airports."""

import math

from shapely.geometry import LineString, Point
from shapely.ops import unary_union

from . import places
from .frames import to_plane
from .ground import new_layer
from .shapes import areal, blob, curve, jittered_cells, largest, smooth_line


def add_railways(world):
    """Railways cut into legs by what they pass through, as the protection zone differs."""
    layer = new_layer(world, "railway", "line", "TL", lx=str, line_name=str, half_width_m=float)
    for name, name_en, region, half, points, speed, legs in places.RAILWAYS:
        vertices, nodes = smooth_line(to_plane(region, points), name, 180.0, 20.0)
        first = 0
        for k, place in enumerate(legs):
            if k + 1 < len(legs) and legs[k + 1] == place:
                continue
            leg = LineString(vertices[nodes[first]:nodes[k + 1] + 1])
            layer.add(region, leg, f"{name}{first + 1}段", name_en, lx=f"{speed}·{place}", line_name=name,
                half_width_m=half)
            first = k + 1


def add_roads(world):
    """Roads with the half-width of their land."""
    layer = new_layer(world, "road", "line", "GL", lx=str, half_width_m=float)
    for name, name_en, kind, region, half, points in places.ROADS:
        layer.add(region, curve(to_plane(region, points), name, 150.0, 28.0), name, name_en, lx=kind,
            half_width_m=half)


def add_power(world):
    """Power lines (half-width to the outer conductor) and substations."""
    lines = new_layer(world, "power_line", "line", "DL", voltage_kv=int, dydj=str, half_width_m=float)
    halves = {10: 1.0, 110: 3.5, 220: 6.0, 500: 10.0, 750: 16.0}
    for name, voltage, region, points in places.POWER_LINES:
        lines.add(region, LineString(to_plane(region, points)).simplify(0), name, voltage_kv=voltage,
            dydj=f"{voltage}kV",
                  half_width_m=halves[voltage])
    stations = new_layer(world, "substation", "point", "BDZ", dydj=str, spare_mva=float)
    for k, (name, voltage, region, point) in enumerate(places.SUBSTATIONS):
        stations.add(region, Point(to_plane(region, [point])[0]), name, dydj=voltage,
            spare_mva=float(40 + 37 * k % 180))


def add_pipelines(world):
    """Oil and gas pipelines with stations."""
    layer = new_layer(world, "pipeline", "line", "GD", lx=str, half_width_m=float)
    for name, region, points in places.PIPELINES:
        layer.add(region, curve(to_plane(region, points), name, 250.0, 12.0), name, lx="天然气", half_width_m=0.0)
    stations = new_layer(world, "pipeline_station", "point", "GZ", lx=str)
    for name, region, point in places.PIPELINE_STATIONS:
        stations.add(region, Point(to_plane(region, [point])[0]), name, lx="场站")


RESIDENTIAL_TOWNS = {"海勃湾主城区": (5, 7), "乌达城区": (4, 3), "海南城区": (3, 3), "公乌素镇": (2, 2),
                     "巴音陶亥镇": (2, 1), "集宁主城区": (6, 4)}


def add_residential(world):
    """City blocks between streets, and villages."""
    layer = new_layer(world, "residential_area", "multipolygon", "JZ", lx=str)
    for town, (columns, rows) in RESIDENTIAL_TOWNS.items():
        region = "jining" if town in places.JINING_TOWN_BLOCKS else "wuhai"
        quad = (places.JINING_TOWN_BLOCKS if region == "jining" else places.TOWN_BLOCKS)[town][0]
        cells = jittered_cells(to_plane(region, quad), columns, rows, f"homes-{town}", 0.2)
        for (i, j), cell in cells.items():
            if (i * 7 + j * 5) % 6 == 4:  # every sixth block is not housing
                continue
            layer.add(region, largest(cell.buffer(-35, join_style=2).simplify(1.0)), f"{town}{j + 1}-{i + 1}街坊",
                lx="城镇住宅")
    for name, region, point, radius in places.VILLAGES:
        shape = blob(to_plane(region, [point])[0], radius, radius * 0.7, name, 30, 11, 0.12, 40)
        layer.add(region, shape, name, lx="农村居民点" if name.startswith(("新地", "下海", "泽源", "拉僧", "赛汗", "绿化", "东红",
            "万亩")) else "居民点")
    world.shapes["homes_wuhai"], world.shapes["homes_jining"] = layer.union("wuhai"), layer.union("jining")


def add_airports(world):
    """Airports as points, and a schematic clearance area along the runway."""
    points = new_layer(world, "airport", "point", "JC", runway_deg=float)
    clearance = new_layer(world, "airport_clearance", "multipolygon", "JK", gd=str)
    for name, name_en, region, lonlat, runway in places.AIRPORTS:
        x, y = to_plane(region, [lonlat])[0]
        points.add(region, Point(x, y), name, name_en, runway_deg=runway)
        dx, dy = math.sin(math.radians(runway)), math.cos(math.radians(runway))
        axis = LineString([(x - dx * 1300, y - dy * 1300), (x + dx * 1300, y + dy * 1300)])
        inner = axis.buffer(3300, resolution=24)
        approach = LineString([(x - dx * 9000, y - dy * 9000), (x + dx * 9000, y + dy * 9000)]).buffer(900,
            resolution=12)
        clearance.add(region, areal(unary_union([inner, approach])), f"{name}净空保护区（示意）",
            f"{name_en} clearance (schematic)", gd="示意")
