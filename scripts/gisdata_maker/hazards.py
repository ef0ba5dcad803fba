"""Below ground and at risk: heritage, minerals, subsidence, geohazards, soil erosion."""

from shapely.geometry import Polygon
from shapely.ops import unary_union

from .frames import to_plane
from .ground import new_layer
from .shapes import areal, blob, largest, ragged_polygon


def _ragged(region, points, salt, roughness=0.15, step=90.0):
    return ragged_polygon(to_plane(region, points), salt, roughness, step)


def _at(region, lon, lat):
    return to_plane(region, [(lon, lat)])[0]


def add_heritage(world):
    """桌子山 rock art and others: protection zone, control zone round it, areas that may hold relics."""
    layer = new_layer(world, "heritage", "multipolygon", "WW", lx=str, jb=str)
    for name, lon, lat, near, far, level in [
        ("桌子山岩画群·召烧沟", 106.9118, 39.4185, 190, 560, "国保"), ("桌子山岩画群·苦菜沟", 106.926, 39.452, 200, 600, "国保"),
        ("桌子山岩画群·毛尔沟", 106.915, 39.470, 160, 480, "国保"), ("新地古城遗址（示意）", 106.822, 39.746, 170, 420, "区保"),
        ("兰亭书法碑林（示意）", 106.830, 39.652, 60, 170, "市保"), ("乌达事变旧址（示意）", 106.7105, 39.520, 50, 150, "市保"),
    ]:
        inner = blob(_at("wuhai", lon, lat), near, near * 0.8, f"{name}1", 25, 10, 0.05, 40)
        outer = blob(_at("wuhai", lon, lat), far, far * 0.85, f"{name}2", 25, 12, 0.06, 40)
        layer.add("wuhai", inner, f"{name}保护范围", lx="保护范围", jb=level)
        layer.add("wuhai", Polygon(outer.exterior, [inner.exterior]), f"{name}建设控制地带", lx="建设控制地带", jb=level)
        world.shapes[f"heritage-{name}"] = inner
    for name, lon, lat, rx, ry, turn in [
        ("卡布其沟地下文物埋藏区（示意）", 106.944, 39.4245, 1100, 330, 10), ("新地地下文物埋藏区（示意）", 106.812, 39.755, 700, 450, 20),
        ("巴音陶亥汉墓群埋藏区（示意）", 106.868, 39.160, 700, 900, 0),
    ]:
        layer.add("wuhai", blob(_at("wuhai", lon, lat), rx, ry, name, turn, 12), name, lx="地下文物埋藏区", jb="未定级")


def add_minerals(world):
    """Mining rights and strategic ore bodies; known in the north of Wuhai only."""
    layer = new_layer(world, "mineral_right", "multipolygon", "KQ", lx=str, kz=str)
    known = largest(world.layers["coverage"].union("wuhai", id="wuhai_north"))
    for name, kind, ore, ring in [
        ("五虎山煤矿采矿权（示意）", "采矿权", "煤炭", [(106.618, 39.505), (106.645, 39.497), (106.650, 39.522), (106.628, 39.532)]),
        ("苏海图煤矿采矿权（示意）", "采矿权", "煤炭", [(106.640, 39.540), (106.672, 39.538), (106.676, 39.562), (106.648, 39.560)]),
        ("乌达焦煤战略性矿产地（示意）", "战略性矿产地", "炼焦用煤", [(106.622, 39.500), (106.662, 39.4915), (106.668, 39.4955),
         (106.655, 39.520), (106.630, 39.535)]),
        ("千里山石灰石采矿权（示意）", "采矿权", "石灰石", [(106.856, 39.8035), (106.8665, 39.806), (106.866, 39.826),
         (106.857, 39.822)]),
        ("甘德尔石灰石采矿权（示意）", "采矿权", "石灰石", [(106.888, 39.600), (106.915, 39.598), (106.916, 39.622), (106.893, 39.625)]),
        ("骆驼山煤矿采矿权（示意）", "采矿权", "煤炭", [(106.918, 39.4265), (106.944, 39.4255), (106.947, 39.447), (106.922, 39.448)]),
        ("卡布其焦煤战略性矿产地（示意）", "战略性矿产地", "炼焦用煤", [(106.935, 39.402), (106.953, 39.401), (106.954, 39.440),
         (106.944, 39.442)]),
        ("平沟煤矿采矿权（示意）", "采矿权", "煤炭", [(106.900, 39.482), (106.930, 39.480), (106.928, 39.505), (106.905, 39.505)]),
        ("拉僧仲石膏采矿权（示意）", "采矿权", "石膏", [(106.845, 39.470), (106.8795, 39.472), (106.8785, 39.495), (106.850, 39.493)]),
    ]:
        shape = largest(_ragged("wuhai", ring, name, 0.03, 200.0).intersection(known))
        layer.add("wuhai", shape, name, lx=kind, kz=ore)


def add_ground_hazards(world):
    """Mining subsidence, geohazard-prone hills and the soil erosion key zones."""
    subsidence = new_layer(world, "mining_subsidence", "multipolygon", "CX", lx=str)
    for name, kind, lon, lat, rx, ry, turn in [
        ("五虎山采煤沉陷区（示意）", "采煤沉陷区", 106.632, 39.514, 900, 1300, 20), ("苏海图采煤沉陷区（示意）", "采煤沉陷区", 106.658, 39.550, 1200,
         800, 5),
        ("骆驼山采空区（示意）", "采空区", 106.936, 39.4365, 900, 750, 10), ("公乌素采煤沉陷区（示意）", "采煤沉陷区", 106.930, 39.345, 800, 900,
         0),
        ("老石旦火区（示意）", "火区", 106.9015, 39.3475, 420, 700, 15),
    ]:
        subsidence.add("wuhai", blob(_at("wuhai", lon, lat), rx, ry, name, turn, 13, 0.12, 60), name, lx=kind)
    geohazard = new_layer(world, "geohazard_zone", "multipolygon", "DZ", dj=str)
    for name, level, ring in [
        ("甘德尔山崩塌易发区（示意）", "高易发", [(106.858, 39.570), (106.890, 39.566), (106.905, 39.610), (106.880, 39.640),
         (106.864, 39.620)]),
        ("千里山泥石流易发区（示意）", "中易发", [(106.8635, 39.770), (106.900, 39.768), (106.915, 39.845), (106.880, 39.852),
         (106.861, 39.8035)]),
        ("桌子山滑坡崩塌易发区（示意）", "高易发", [(106.900, 39.440), (106.955, 39.443), (106.948, 39.505), (106.905, 39.500)]),
        ("五虎山地面塌陷易发区（示意）", "高易发", [(106.610, 39.500), (106.656, 39.494), (106.680, 39.560), (106.635, 39.570)]),
        ("海南东南山前易发区（示意）", "低易发", [(107.040, 39.200), (107.110, 39.195), (107.125, 39.260), (107.042, 39.235)]),
    ]:
        shape = _ragged("wuhai", ring, name, 0.12)
        x, y = shape.representative_point().coords[0]
        shape = shape.difference(blob((x, y), 300, 240, f"{name}-hole"))
        geohazard.add("wuhai", shape, name, dj=level)
    soil = new_layer(world, "soil_erosion_key_zone", "multipolygon", "STLS", lx=str)
    east = _ragged("wuhai", [(106.858, 39.765), (106.880, 39.700), (106.860, 39.645), (106.858, 39.560),
        (106.908, 39.440),
                             (106.9435, 39.432), (106.9425, 39.390), (106.935, 39.300), (107.055, 39.217),
                              (107.150, 39.215), (107.150, 39.300),
                             (106.975, 39.330), (106.985, 39.500), (106.960, 39.640), (106.930, 39.720),
                              (106.990, 39.840),
                             (106.990, 39.930), (106.900, 39.930), (106.856, 39.800)], "erosion-east", 0.07, 180.0)
    south = _ragged("wuhai", [(106.870, 39.240), (106.990, 39.200), (107.023, 39.195), (107.090, 39.140),
        (107.070, 39.030), (106.930, 39.050), (106.880, 39.120)],
                    "erosion-south", 0.08, 180.0)
    south = south.difference(blob(_at("wuhai", 106.960, 39.140), 1500, 1000, "erosion-hole", 10, 12))
    soil.add("wuhai", areal(east.difference(south)), "东部山地水土流失重点治理区（示意）", "Eastern hills", lx="重点治理区")
    soil.add("wuhai", south, "海南南部水土流失重点预防区（示意）", "Southern Hainan", lx="重点预防区")
    west = blob(_at("wuhai", 106.640, 39.530), 2600, 3300, "erosion-west", 20, 14)
    soil.add("wuhai", west, "乌达西部水土流失重点治理区（示意）", "Western Wuda", lx="重点治理区")
    jining = _ragged("jining", [(113.176, 41.069), (113.240, 41.060), (113.330, 41.070), (113.330, 41.210),
        (113.140, 41.215), (113.160, 41.120)], "erosion-jn", 0.09, 160.0)
    soil.add("jining", jining, "集宁东北部水土流失重点治理区（示意）", "North-eastern Jining", lx="重点治理区")
    world.shapes["erosion"] = unary_union([east, south, west])


def add_flood_areas(world):
    """An invented flood detention area on the low bank in the south of Hainan, away from all parks."""
    layer = new_layer(world, "flood_detention_area", "multipolygon", "XZH", lx=str)
    bank = blob(_at("wuhai", 106.846, 39.163), 700, 2100, "flood-bank", 20, 14)
    layer.add("wuhai", largest(bank.difference(world.shapes["river"])), "巴音陶亥蓄滞洪区（示意）", "Bayintaohai", lx="蓄滞洪区")
