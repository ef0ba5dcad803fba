"""Candidate sites: parcels of the park blocks, and parcels that test one thing each.

What a site is for stands in its column `purpose`:
clean, extension, flexible, special, crossing, sliver, hopeless, straddling, coverage_cut, park_block, service.
"""

import math
import random
from collections import Counter

from shapely.geometry import Point
from shapely.ops import nearest_points, unary_union

from . import places
from .frames import to_plane
from .shapes import jittered_cells, largest, ragged_polygon
from .store import NOTE, Layer

MU = 10000 / 15
SITE_GAP_M = 10.0
NEUTRAL = {"district", "coverage", "park", "chemical_park", "enclave_zone", "control_unit",
           "control_unit_clause"}
CLEAR_OF_LINES = {"railway": 60, "road": 135, "power_line": 25, "pipeline": 205, "pipeline_station": 510}
PARK_NAMES = {key: name for key, name, *_ in places.PARKS} | {"JN": "集宁先进制造业集中区"}

PARK_NAMES_EN = {"WD": "Wuda", "QL": "Qianlishan", "HN": "Hainan", "DT": "Low-Carbon", "JN": "Jining zone"}


def conflicts(world, region, shape):
    """{table: overlapped m2} over the polygon layers that restrict land."""
    found = {}
    for table, layer in world.layers.items():
        if layer.geometry != "multipolygon" or table in NEUTRAL or table.startswith("udb_"):
            continue
        area = sum(g.intersection(shape).area for r, g, _ in layer.rows if r == region and g.intersects(shape))
        if area > 0:
            found[table] = area
    return found


def clear_of_lines(world, region, shape):
    """True when every line and station keeps its distance (half-width deducted)."""
    for table, least in CLEAR_OF_LINES.items():
        for r, g, values in world.layers[table].rows:
            if r == region and g.distance(shape) - values.get("half_width_m", 0.0) < least:
                return False
    return True


def _zone(world, region, letter):
    """A sub-zone of the boundary version that holds on 2023-02-01."""
    names = {"C": "城镇集中建设区", "F": "城镇弹性发展区", "S": "特别用途区"}
    return world.layers[f"udb_{region}_pending"].union(region, GHFQMC=names[letter])


def is_clean(world, region, shape, allowed=("soil_erosion_key_zone",)):
    """Inside the concentrated zone of the pending version, no conflict, clear of lines."""
    return (
        _zone(world, region, "C").buffer(0.001).contains(shape)
        and not set(conflicts(world, region, shape)) - set(allowed)
        and clear_of_lines(world, region, shape)
    )


def block_parcels(region, block, quad, columns, rows, salt):
    """Parcels of a block between its inner roads; some take in their eastern neighbour."""
    chance = random.Random(f"parcels|{salt}")
    cells = jittered_cells(to_plane(region, quad), columns, rows, f"lot-{salt}", 0.2, 0.015, 90.0)
    inner, taken = block.buffer(-28, join_style=2), set()
    for (i, j), cell in sorted(cells.items()):
        if (i, j) in taken:
            continue
        if (i + 1, j) in cells and chance.random() < 0.25:
            taken.add((i + 1, j))
            cell = unary_union([cell, cells[i + 1, j]])
        lot = cell.buffer(-13, join_style=2).intersection(inner)
        if lot.area > 40000:
            yield largest(lot.simplify(0.5))


def parcel_at(centre, width, height, turn_deg, salt):
    """An irregular parcel with cut corners round a point."""
    chance = random.Random(f"parcel|{salt}")
    turn, ring = math.radians(turn_deg), []
    for u, v in [(-1, -0.7), (-0.75, -1), (0.1, -0.93), (0.9, -1), (1, -0.2), (0.94, 0.85), (0.2, 1), (-0.8, 0.95)]:
        x = u * width / 2 * chance.uniform(0.92, 1.06)
        y = v * height / 2 * chance.uniform(0.92, 1.06)
        ring.append((centre[0] + x * math.cos(turn) - y * math.sin(turn),
            centre[1] + x * math.sin(turn) + y * math.cos(turn)))
    return ragged_polygon(ring, salt, 0.015, 70.0)


def sliver_parcel(constraint, anchor, size, bite_m, reach_m, salt):
    """A parcel beside the constraint that reaches `bite_m` into it along 2 x `reach_m` of its edge."""
    touch = nearest_points(constraint.boundary, Point(anchor))[0]
    far = math.dist((touch.x, touch.y), anchor)
    away = ((anchor[0] - touch.x) / far, (anchor[1] - touch.y) / far)
    middle = (touch.x + away[0] * size * 0.34, touch.y + away[1] * size * 0.34)
    turn = math.degrees(math.atan2(away[1], away[0])) - 90
    parcel = parcel_at(middle, size * 1.3, size, turn, salt)
    ceded = constraint.boundary.buffer(bite_m, resolution=2).intersection(touch.buffer(reach_m))
    return largest(parcel.difference(constraint.difference(ceded)))


CLEAN_LOTS = [  # block, columns, rows, clean lots wanted
    ("WD-A", 3, 3, 2), ("WD-B", 3, 4, 2), ("WD-C", 3, 3, 2), ("WD-D", 6, 5, 3), ("QL-A", 3, 3, 2), ("QL-B", 3, 3, 1),
    ("QL-C", 3, 4, 2), ("QL-D", 3, 3, 1), ("HN-A", 3, 3, 1), ("HN-C", 5, 5, 3), ("HN-D", 4, 3, 1), ("HN-E", 3, 3, 1),
    ("DT-A", 2, 2, 1), ("DT-A", 4, 4, 1), ("DT-B", 3, 3, 1), ("DT-D", 4, 4, 2),
    ("JN-A", 3, 3, 2), ("JN-B", 5, 5, 2), ("JN-C", 4, 3, 1), ("JN-E", 3, 3, 2),
]
OPEN_LOTS = [  # lots that are not clean by their zone or ground: block, columns, rows, purpose
    ("WD-E", 3, 3, "flexible"), ("HN-F", 2, 2, "flexible"), ("DT-C", 3, 3, "flexible"), ("QL-E", 3, 2, "extension"),
    ("JN-D", 3, 3, "flexible"), ("JN-F", 3, 3, "special"),
]
OPEN_TITLES = {"flexible": ("弹性", "flexible-zone"), "extension": ("扩区", "extension"), "special": ("调整",
    "special-purpose")}
TOWN_LOTS = [  # town block, columns, rows, lots, purpose, kind
    ("海勃湾滨湖绿带", 1, 3, 1, "special", "parcel"), ("乌达沿河绿带", 1, 3, 1, "special", "parcel"),
    ("海勃湾城南服务片区", 3, 4, 2, "service", "park"), ("乌达城北服务片区", 3, 3, 2, "service", "park"),
    ("海南城南片区", 3, 3, 1, "service", "park"),
]
TOWN_NAMES_EN = {"海勃湾滨湖绿带": "Haibowan lakeside green belt", "乌达沿河绿带": "Wuda riverside green belt",
                 "海勃湾城南服务片区": "Haibowan south service quarter", "乌达城北服务片区": "Wuda north service quarter",
                 "海南城南片区": "Hainan south quarter"}
PLACED = [  # name, name_en, purpose, region, centre, width m, height m, turn, what it shows
    ("乌达铁路跨线地块", "Wuda lot across the railway", "crossing", "wuhai", (106.6810, 39.4757), 620, 480, 0,
     "跨包兰铁路线路安全保护区"),
    ("千里山乡道跨线地块", "Qianlishan lot across Y002", "crossing", "wuhai", (106.8440, 39.8076), 450, 300, 0, "跨Y002建筑控制区"),
    ("西来峰管线跨线地块", "Xilaifeng lot across the pipeline", "crossing", "wuhai", (106.9200, 39.4015), 620, 480, 5,
     "邻近天然气管线与S217"),
    ("低碳园路跨线地块", "Low-carbon lot across X903", "crossing", "wuhai", (107.0370, 39.2074), 560, 440, 0, "跨X903建筑控制区"),
    ("千里山高压走廊地块", "Qianlishan lot under 220 kV", "crossing", "wuhai", (106.8602, 39.7830), 520, 520, 0,
     "跨220kV电力线路保护区"),
    ("集中区电力走廊地块", "Jining lot under 110 kV", "crossing", "jining", (113.1660, 41.0650), 500, 420, 0, "跨110kV走廊与X560"),
    ("四合木核心区地块", "Reserve core lot", "hopeless", "wuhai", (106.9250, 39.8800), 800, 650, 20, "自然保护区核心保护区内"),
    ("巴音陶亥农田地块", "Bayintaohai farmland lot", "hopeless", "wuhai", (106.8400, 39.1650), 700, 600, 10, "压占永久基本农田"),
    ("北水源地地块", "North well field lot", "hopeless", "wuhai", (106.8150, 39.7352), 500, 420, 15, "饮用水水源一级保护区内"),
    ("黄河滩地地块", "Yellow River bed lot", "hopeless", "wuhai", (106.7900, 39.2150), 760, 500, 40, "黄河河道内"),
    ("龙游湾湿地地块", "Longyouwan wetland lot", "hopeless", "wuhai", (106.7660, 39.7450), 600, 500, 0, "国家湿地公园内"),
    ("甘德尔山地块", "Gandeer hill lot", "hopeless", "wuhai", (106.8720, 39.6250), 700, 560, 30, "生态保护红线内"),
    ("苦菜沟岩画地块", "Kucaigou rock-art lot", "hopeless", "wuhai", (106.9258, 39.4522), 380, 340, 0, "文物保护范围内"),
    ("南部沙地封禁区地块", "Closed sandy land lot", "hopeless", "wuhai", (106.9050, 39.1960), 900, 700, 12, "沙化土地封禁保护区内"),
    ("海南草原荒地地块", "Hainan open steppe lot", "hopeless", "wuhai", (106.8500, 39.3000), 1100, 900, 8, "开发边界外、基本草原"),
    ("霸王河谷地块", "Bawang valley lot", "hopeless", "jining", (113.1480, 41.1050), 520, 480, 0, "生态保护红线与河道管理范围内"),
    ("白海子农田地块", "Baihaizi farmland lot", "hopeless", "jining", (113.1850, 40.9650), 700, 560, 0, "压占永久基本农田"),
]
STRADDLING = [  # name, name_en, near point on the city boundary
    ("乌达西南跨界地块", "Wuda south-west boundary lot", (106.6660, 39.4595), 560, 460),
    ("千里山东跨界地块", "Qianlishan east boundary lot", (106.8735, 39.7830), 480, 520),
    ("乌达西跨界地块", "Wuda west boundary lot", (106.6470, 39.4770), 600, 420),
    ("西来峰东跨界地块", "Xilaifeng east boundary lot", (106.9555, 39.4190), 520, 560),
]
SLIVERS = [  # name, name_en, constraint, anchor inside the park, size m, bite m, half length m
    ("千里山保护区毛边地块", "Qianlishan reserve-edge lot", ("nature_reserve", None), (106.8620, 39.7883), 400, 0.01, 30),
    ("西来峰红线毛边地块", "Xilaifeng red-line-edge lot", ("ecological_redline", "西来峰南侧生态保护红线"), (106.9440, 39.4040), 400,
     0.05, 8),
    ("城北基本农田毛边地块", "North town farmland-edge lot", ("permanent_basic_farmland_wuhai", None), (106.8150, 39.7080),
     300, 0.3, 70),
    ("低碳园红线毛边地块", "Low-carbon red-line-edge lot", ("ecological_redline", "低碳园东侧生态保护红线"), (107.0420, 39.2020), 450,
     5.0, 200),
    ("召烧沟文物毛边地块", "Zhaoshaogou heritage-edge lot", ("heritage", "桌子山岩画群·召烧沟建设控制地带"), (106.9250, 39.4200), 420, 0.02,
     150),
    ("千里山矿权毛边地块", "Qianlishan mining-right-edge lot", ("mineral_right", "千里山石灰石采矿权（示意）"), (106.8590, 39.7990), 340,
     1.5, 80),
    ("千里山净空毛边地块", "Qianlishan clearance-edge lot", ("airport_clearance", None), (106.8480, 39.7850), 420, 0.5, 90),
    ("乌达开发边界毛边地块", "Wuda development-boundary-edge lot", ("udb_wuhai_pending", None), (106.7030, 39.4560), 380, 0.1,
     60),
    ("集中区农田毛边地块", "Jining farmland-edge lot", ("permanent_basic_farmland_jining", None), (113.1868, 41.0597), 420,
     4.0, 160),
    ("集中区防护林毛边地块", "Jining shelter-belt-edge lot", ("forest", "集中区北部防护林（示意）"), (113.1620, 41.0790), 380, 0.03, 12),
]


class _Catalogue:
    """Collects sites with running ids."""

    def __init__(self, world):
        self.world, self.names = world, {}
        self.layer = Layer("site", "polygon", "S-", dict(
            kind=str, park=str, district=str, stock_land=int, available_land_mu=float, purpose=str,
        ), id_field="site_id", name_fields=("name", "name_en"))

    def add(self, region, shape, name, name_en, purpose, kind="parcel", remark=""):
        """Adds a site, less what earlier sites took; its district and park are those it lies in most."""
        world, number = self.world, len(self.layer.rows) + 1
        taken = [g for r, g, _ in self.layer.rows if r == region and g.distance(shape) < SITE_GAP_M]
        if taken:
            shape = largest(shape.difference(unary_union(taken).buffer(SITE_GAP_M, join_style=2)))
        districts = ("集宁区", "察右前旗") if region == "jining" else ("海勃湾区", "海南区", "乌达区")
        inside = {d: world.shapes[d].intersection(shape).area for d in districts}
        block = max((k for k in world.shapes["blocks"] if k.startswith("JN") == (region == "jining")),
                    key=lambda k: world.shapes["blocks"][k].intersection(shape).area)
        in_block = world.shapes["blocks"][block].intersection(shape).area > 0.2 * shape.area
        share = 0.62 if purpose == "park_block" else 0.9
        self.layer.add(
            region, shape, name, name_en, note=f"{NOTE}；{remark}" if remark else NOTE, site_id=f"S-{number:02d}",
                kind=kind,
            park=PARK_NAMES[block[:2]] if in_block else "", district=max(inside, key=inside.get),
            stock_land=1 if number % 3 == 0 else 0, purpose=purpose,
            available_land_mu=round(shape.area * share / MU) * 1.0 if kind == "park" else None,
        )


def _block_sites(catalogue, world):
    blocks = world.shapes["blocks"]
    quads = {f"{key}-{k}": quad for key, _, _, _, table, _, _ in places.PARKS for k, (quad, _) in table.items()}
    quads |= {f"JN-{k}": quad for k, (quad, _) in places.JINING_BLOCKS.items()}
    numbers = Counter()
    for key, columns, rows, wanted in CLEAN_LOTS:
        region = "jining" if key.startswith("JN") else "wuhai"
        lots = [s for s in block_parcels(region, blocks[key], quads[key], columns, rows, key) if is_clean(world,
            region, s)]
        lots.sort(key=lambda s: "soil_erosion_key_zone" in conflicts(world, region, s))
        for lot in lots[:wanted]:
            numbers[key] += 1
            catalogue.add(region, lot, f"{PARK_NAMES[key[:2]]}{key[3]}-{numbers[key]}号地块",
                          f"{PARK_NAMES_EN[key[:2]]} lot {key[3]}-{numbers[key]}", "clean")
    for key, columns, rows, purpose in OPEN_LOTS:
        region = "jining" if key.startswith("JN") else "wuhai"
        lots = [s for s in block_parcels(region, blocks[key], quads[key], columns, rows,
            key) if clear_of_lines(world, region, s)]
        title, title_en = OPEN_TITLES[purpose]
        catalogue.add(region, lots[len(lots) // 2], f"{PARK_NAMES[key[:2]]}{key[3]}-{title}地块",
                      f"{PARK_NAMES_EN[key[:2]]} {title_en} lot {key[3]}", purpose)
    for key in ("HN-A", "HN-B"):
        cut = world.layers["coverage"].union("wuhai", id="wuhai_north")
        lots = [s for s in block_parcels("wuhai", blocks[key], quads[key], 3, 3, f"{key}-cut")
                if 0.15 < cut.intersection(s).area / s.area < 0.85]
        catalogue.add("wuhai", lots[0], f"海南产业园{key[3]}-跨数据界地块",
            f"Hainan lot {key[3]} across the edge of mineral data",
                      "coverage_cut", remark="矿业权数据只覆盖一部分")


def _park_block_sites(catalogue, world):
    for key, name, name_en in [
        ("WD-C", "乌达产业园C组团可供地", "Wuda block C available land"), ("QL-C", "千里山C组团可供地",
         "Qianlishan block C available land"),
        ("HN-C", "西来峰C组团可供地", "Xilaifeng block C available land"), ("DT-D", "低碳园D组团可供地",
         "Low-carbon block D available land"),
        ("JN-E", "集中区E组团可供地", "Jining zone block E available land"),
    ]:
        region = "jining" if key.startswith("JN") else "wuhai"
        shape = largest(world.shapes["blocks"][key].buffer(-55, join_style=2).simplify(0.5))
        catalogue.add(region, shape, name, name_en, "park_block", kind="park")


def _town_sites(catalogue, world):
    for town, columns, rows, wanted, purpose, kind in TOWN_LOTS:
        quad, block = places.TOWN_BLOCKS[town][0], world.shapes["towns"][town]
        lots = list(block_parcels("wuhai", block, quad, columns, rows, town))
        if purpose == "service":
            lots = [s for s in lots if is_clean(world, "wuhai", s, allowed=()) and _in_general_unit(world, s)]
        for number, lot in enumerate(lots[:wanted], 1):
            catalogue.add("wuhai", lot, f"{town}{number}号地块", f"{TOWN_NAMES_EN[town]} lot {number}", purpose,
                kind=kind)


def _in_general_unit(world, shape):
    return world.layers["control_unit"].union("wuhai", lx="一般管控单元").buffer(0.001).contains(shape)


def _constraint(world, region, table, name, near):
    """The named feature, the whole layer, or for a development boundary what lies outside it."""
    layer = world.layers[table]
    if table.startswith("udb_"):
        return Point(near).buffer(3000).difference(layer.union(region))
    return layer.union(region, mc=name) if name else layer.union(region)


def add_sites(world):
    """The site layer."""
    catalogue = _Catalogue(world)
    _block_sites(catalogue, world)
    _town_sites(catalogue, world)
    for name, name_en, purpose, region, centre, width, height, turn, remark in PLACED:
        shape = parcel_at(to_plane(region, [centre])[0], width, height, turn, name)
        catalogue.add(region, shape, name, name_en, purpose, remark=remark)
    edge = world.shapes["wuhai"].exterior
    for name, name_en, near, width, height in STRADDLING:
        middle = nearest_points(edge, Point(to_plane("wuhai", [near])[0]))[0]
        shape = parcel_at((middle.x, middle.y), width, height, 0, name)
        catalogue.add("wuhai", shape, name, name_en, "straddling", remark="跨市界")
    for name, name_en, (table, wanted), anchor, size, bite, reach in SLIVERS:
        region = "jining" if name.startswith("集中区") else "wuhai"
        point = to_plane(region, [anchor])[0]
        constraint = _constraint(world, region, table, wanted, point)
        shape = sliver_parcel(constraint, point, size, bite, reach, name)
        if not table.startswith("udb_"):  # so that the sliver, not the development boundary, decides
            shape = largest(shape.intersection(_zone(world, region, "C")))
        catalogue.add(region, shape, name, name_en, "sliver", remark=f"与约束边线重叠宽约{bite}米")
    _park_block_sites(catalogue, world)  # what is left of five blocks
    return catalogue.layer
