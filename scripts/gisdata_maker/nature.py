"""Nature: red line, reserve, wetland, drinking water, river control, forest, grassland, sand."""

from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from . import places
from .frames import to_plane
from .ground import new_layer
from .shapes import areal, band, blob, largest, polygons_of, ragged_polygon


def _ragged(region, points, salt, roughness=0.15, step=90.0):
    return ragged_polygon(to_plane(region, points), salt, roughness, step)


def _at(region, lon, lat):
    return to_plane(region, [(lon, lat)])[0]


def add_reserve(world):
    """西鄂尔多斯: the core zone fills a hole of the general zone exactly."""
    whole = _ragged("wuhai", places.RESERVE_RING, "reserve", 0.07, 100.0)
    core = _ragged("wuhai", places.RESERVE_CORE, "reserve-core", 0.07, 100.0)
    assert core.within(whole)
    general = Polygon(whole.exterior, [core.exterior])
    layer = new_layer(world, "nature_reserve", "multipolygon", "ZRBHQ", lx=str, jb=str)
    layer.add("wuhai", core, "西鄂尔多斯自然保护区核心保护区（四合木）", "West Ordos reserve, core zone", lx="核心保护区", jb="国家级")
    layer.add("wuhai", general, "西鄂尔多斯自然保护区一般控制区", "West Ordos reserve, general zone", lx="一般控制区", jb="国家级")
    hill = blob(_at("jining", 113.275, 41.035), 2600, 1700, "laohu", 30, 12)
    inner = blob(_at("jining", 113.275, 41.035), 1100, 750, "laohu-core", 30, 10)
    layer.add("jining", inner, "集宁老虎山自然保护区核心区（示意）", "Jining schematic reserve, core", lx="核心区", jb="旗县级")
    layer.add("jining", Polygon(hill.exterior, [inner.exterior]), "集宁老虎山自然保护区实验区（示意）",
              "Jining schematic reserve, experimental zone", lx="实验区", jb="旗县级")
    world.shapes["reserve"], world.shapes["reserve_core"] = whole, core


def add_redline(world):
    """Ecological red line with cut-outs round settlements."""
    hills = {
        "甘德尔山生态保护红线": [(106.857, 39.572), (106.885, 39.570), (106.902, 39.605), (106.886, 39.645), (106.866, 39.645),
         (106.862, 39.612)],
        "桌子山生态保护红线": [(106.930, 39.440), (106.953, 39.446), (106.948, 39.497), (106.915, 39.512), (106.904, 39.482)],
        "海南南部荒漠生态保护红线": [(106.900, 39.092), (106.985, 39.060), (107.062, 39.072), (107.078, 39.140),
         (107.000, 39.167), (106.930, 39.150)],
        "低碳园东侧生态保护红线": [(107.0500, 39.186), (107.100, 39.180), (107.112, 39.222), (107.060, 39.216),
         (107.0488, 39.2045)],
        "西来峰南侧生态保护红线": [(106.930, 39.366), (106.953, 39.362), (106.9535, 39.3970), (106.9365, 39.3958)],
    }
    cut_outs = [
        ((106.885, 39.610), 420, 300), ((106.875, 39.590), 260, 200), ((106.932, 39.470), 500, 280),
        ((106.960, 39.105), 620, 420), ((107.030, 39.120), 450, 350), ((106.945, 39.378), 260, 180),
        ((106.930, 39.880), 380, 260),
    ]
    holes = unary_union([blob(_at("wuhai", *c), rx, ry, f"cut{c}", 20) for c, rx, ry in cut_outs])
    shapes = {name: _ragged("wuhai", ring, name) for name, ring in hills.items()}
    shapes["西鄂尔多斯生态保护红线"] = world.shapes["reserve"].buffer(-35, resolution=2).simplify(6)
    line = world.shapes["river_whole"]
    bank = band(line[:420], 380, 620, "river-redline").difference(unary_union([world.shapes["lake_hull"],
        world.shapes["built_wuhai"]]))
    shapes["黄河滨岸带生态保护红线"] = areal(bank.difference(world.shapes["farmland_wuhai"].buffer(30)), 30000)
    layer = new_layer(world, "ecological_redline", "multipolygon", "STBHHX", lhlx=str, mj_m2=float)
    for name, shape in shapes.items():
        shape = areal(shape.difference(holes), 5000)
        layer.add("wuhai", shape, name, lhlx="生物多样性维护" if "西鄂" in name else "防风固沙", mj_m2=round(shape.area, 1))
    valley = band(world.shapes["bawang_line"], 120, 260, "bawang-redline").difference(
        unary_union([world.shapes["built_jining"], world.shapes["farmland_jining"].buffer(20)]))
    hill = _ragged("jining", [(113.192, 41.090), (113.240, 41.085), (113.238, 41.150), (113.200, 41.165),
        (113.180, 41.120)], "jn-hill")
    hill = hill.difference(blob(_at("jining", 113.212, 41.125), 520, 380, "jn-hole"))
    layer.add("jining", areal(valley, 20000), "霸王河生态保护红线（示意）", lhlx="水源涵养")
    layer.add("jining", hill, "集宁东部丘陵生态保护红线（示意）", lhlx="水土保持")
    world.shapes["redline_wuhai"], world.shapes["redline_jining"] = layer.union("wuhai"), layer.union("jining")


def add_wetland(world):
    """龙游湾 national wetland park with its conservation interior, and ordinary wetlands."""
    park = _ragged("wuhai", places.WETLAND_RING, "longyouwan", 0.08, 90.0)
    inner = blob(_at("wuhai", 106.7655, 39.757), 480, 1500, "longyouwan-inner", 3, 12)
    inner = largest(inner.intersection(park.buffer(-90)))
    layer = new_layer(world, "wetland", "multipolygon", "SD", lx=str)
    layer.add("wuhai", inner, "龙游湾国家湿地公园保育区", "Longyouwan conservation area", lx="国家重要湿地")
    layer.add("wuhai", Polygon(park.exterior, [inner.exterior]), "龙游湾国家湿地公园", "Longyouwan National Wetland Park",
        lx="国家湿地公园")
    for name, lon, lat, rx, ry in [
        ("巴音陶亥河滩湿地（示意）", 106.836, 39.150, 350, 900), ("泽源河滩湿地（示意）", 106.744, 39.487, 260, 600),
        ("三道坎湿地（示意）", 106.757, 39.537, 230, 520),
    ]:
        marsh = blob(_at("wuhai", lon, lat), rx, ry, name, 10).difference(world.shapes["river"])
        marsh = largest(marsh.difference(world.shapes["farmland_wuhai"].buffer(10)))
        layer.add("wuhai", marsh, name, lx="一般湿地")
    marsh = blob(_at("jining", 113.139, 41.088), 500, 380, "jn-marsh", 30)
    layer.add("jining", largest(marsh.difference(world.shapes["bawang"])), "霸王河湿地（示意）", lx="一般湿地")
    world.shapes["wetland_wuhai"], world.shapes["wetland_jining"] = layer.union("wuhai"), layer.union("jining")


WELL_FIELDS = [  # name, region, centre, wells (offsets in m), reach of level 1, level 2, quasi
    ("海勃湾北水源地", "wuhai", (106.815, 39.735), [(-350, -250), (40, 60), (330, 360), (-200, 420)], 110, 780, 1500),
    ("乌达水源地", "wuhai", (106.727, 39.487), [(-180, -420), (60, -60), (180, 380)], 100, 620, 1250),
    ("集宁水源地", "jining", (113.095, 41.085), [(-420, -120), (0, 60), (380, 260), (120, -360)], 120, 900, 1900),
]


def add_drinking_water(world):
    """Nested rings: level 1 fills the holes of level 2, level 2 that of the quasi zone."""
    layer = new_layer(world, "drinking_water_protection", "multipolygon", "YYS", jb=str, lx=str)
    intakes = new_layer(world, "drinking_water_intake", "point", "QSK", lx=str)
    strict = {"wuhai": [], "jining": []}
    for name, region, centre, wells, reach_1, reach_2, reach_q in WELL_FIELDS:
        x, y = _at(region, *centre)
        points = [(x + dx, y + dy) for dx, dy in wells]
        level_1 = areal(unary_union([blob(p, reach_1, reach_1, f"{name}{p}", 0, 12, 0.05, 25) for p in points]))
        cluster = unary_union([Point(p) for p in points]).convex_hull
        level_2 = _roughened(cluster.buffer(reach_2 * 0.8, resolution=3), f"{name}2")
        quasi = _roughened(cluster.buffer(reach_q, resolution=3), f"{name}q")
        if name == "海勃湾北水源地":  # the quasi zone stops short of the railway west of the park
            quasi = quasi.union(level_2)
        assert level_1.within(level_2) and level_2.within(quasi), name
        layer.add(region, level_1, f"{name}一级保护区", jb="一级保护区", lx="地下水")
        layer.add(region, level_2.difference(level_1), f"{name}二级保护区", jb="二级保护区", lx="地下水")
        layer.add(region, quasi.difference(level_2), f"{name}准保护区", jb="准保护区", lx="地下水")
        strict[region] += [level_2]
        world.shapes[f"{name}一级"], world.shapes[f"{name}二级"] = level_1, level_2
        for number, p in enumerate(points, 1):
            intakes.add(region, Point(p), f"{name}{number}号井", lx="地下水")
    intakes.add("wuhai", Point(_at("wuhai", 106.7800, 39.5800)), "乌海黄河取水口（示意）", lx="河流型")
    world.shapes["water_strict_wuhai"] = unary_union(strict["wuhai"])
    world.shapes["water_strict_jining"] = unary_union(strict["jining"])


def _roughened(hull, salt):
    return ragged_polygon(list(hull.exterior.coords)[:-1], salt, 0.07, 45.0)


def add_river_control(world):
    """The two official strips along the river: shoreline control (N14) and management area (N16)."""
    line = world.shapes["river_whole"]
    lake = world.shapes["lake_hull"]
    manage = areal(unary_union([band(line, 330, 480, "management"), lake.buffer(90, resolution=4)]).simplify(6),
        10000)
    control = areal(unary_union([band(line, 700, 1050, "shoreline"), lake.buffer(350, resolution=4)]).simplify(8),
        10000)
    shore = new_layer(world, "river_shoreline_control", "multipolygon", "AX", hlmc=str)
    shore.add("wuhai", control, "黄河乌海段岸线管控范围（示意）", "Yellow River shoreline control (schematic)", hlmc="黄河")
    management = new_layer(world, "river_management_area", "multipolygon", "HDGL", hlmc=str)
    management.add("wuhai", manage, "黄河乌海段河道管理范围（示意）", "Yellow River management area (schematic)", hlmc="黄河")
    management.add("wuhai", areal(world.shapes["gullies"].buffer(30, resolution=3)), "主要沟道管理范围（示意）", hlmc="沟道")
    management.add("jining", areal(world.shapes["bawang"].buffer(45, resolution=3)), "霸王河管理范围（示意）", hlmc="霸王河")
    world.shapes["river_management"] = manage


def add_sand(world):
    """Closed sandy land."""
    layer = new_layer(world, "sandy_land_closure", "multipolygon", "SHTD", pzwh=str)
    south = _ragged("wuhai", [(106.880, 39.175), (106.925, 39.165), (106.945, 39.205), (106.905, 39.225)],
        "sand-south", 0.14)
    south = south.difference(blob(_at("wuhai", 106.915, 39.190), 380, 260, "oasis"))
    west = _ragged("wuhai", [(106.606, 39.520), (106.622, 39.512), (106.632, 39.548), (106.612, 39.556)],
        "sand-west", 0.14)
    layer.add("wuhai", south, "海南南部沙化土地封禁保护区（示意）", "Closed sandy land, south", pzwh="示意")
    layer.add("wuhai", west, "乌达西缘沙化土地封禁保护区（示意）", "Closed sandy land, west", pzwh="示意")


def add_forest(world):
    """Shelter belts, public-benefit woods and small timber stands."""
    layer = new_layer(world, "forest", "multipolygon", "LD", lz=str, gjdj=str)
    wet = {"wuhai": unary_union([world.shapes["river"], world.shapes["lake_hull"], world.shapes["farmland_wuhai"]]),
           "jining": unary_union([world.shapes["bawang"], world.shapes["farmland_jining"]])}
    patches = [
        ("wuhai", "乌达防风固沙林", (106.652, 39.490), 620, 950, 20, "防护林"),
        ("wuhai", "千里山防护林带", (106.8445, 39.8195), 900, 170, 5, "防护林"),
        ("wuhai", "海勃湾东山公益林", (106.872, 39.660), 700, 1500, -15, "防护林"),
        ("wuhai", "甘德尔山特用林", (106.879, 39.603), 900, 1300, 10, "特用林"),
        ("wuhai", "西来峰防护林", (106.9155, 39.404), 130, 900, -3, "防护林"),
        ("wuhai", "公乌素防护林", (106.900, 39.366), 260, 700, 5, "防护林"),
        ("wuhai", "巴音陶亥用材林", (106.866, 39.185), 500, 700, 0, "用材林"),
        ("wuhai", "滨河其他林地", (106.807, 39.606), 320, 260, 0, "其他林地"),
        ("wuhai", "低碳园西缘灌木林", (107.000, 39.218), 330, 900, 4, "其他林地"),
        ("jining", "集中区北部防护林", (113.160, 41.086), 1700, 220, 2, "防护林"),
        ("jining", "集宁东郊用材林", (113.225, 41.020), 800, 600, 30, "用材林"),
        ("jining", "霸王河其他林地", (113.1475, 41.020), 160, 900, 10, "其他林地"),
    ]
    for region, name, centre, rx, ry, turn, kind in patches:
        stand = blob(_at(region, *centre), rx, ry, name, turn, 12, 0.13, 60.0).difference(wet[region])
        if rx > 600 and ry > 600:
            stand = stand.difference(blob(_at(region, centre[0] + 0.001, centre[1] - 0.001), rx * 0.2, ry * 0.18,
                f"{name}-glade"))
        layer.add(region, largest(stand), f"{name}（示意）", lz=kind, gjdj="示意")
    world.shapes["forest_wuhai"], world.shapes["forest_jining"] = layer.union("wuhai"), layer.union("jining")


def add_grassland(world):
    """Large ragged grassland with holes; it leaves out what is built, except the extension blocks."""
    layer = new_layer(world, "grassland", "multipolygon", "CY", lx=str, mj_m2=float)
    blocks, towns = world.shapes["blocks"], world.shapes["towns"]
    # blocks that still carry grassland, so that sites there need grassland consent
    open_blocks = {"QL-E", "WD-E", "HN-F", "DT-C", "JN-D", "JN-F"}
    settled = {
        region: unary_union([
            s.buffer(60) for k, s in blocks.items()
            if k not in open_blocks and (k.startswith("JN") == (region == "jining"))
        ] + [towns[n].buffer(60) for n in (places.TOWN_BLOCKS if region == "wuhai" else places.JINING_TOWN_BLOCKS)])
        for region in ("wuhai", "jining")
    }
    pastures = [
        ("wuhai", "千里山基本草原", [(106.800, 39.815), (106.858, 39.838), (106.866, 39.808), (106.8565, 39.8135),
         (106.846, 39.8125), (106.832, 39.806)], "基本草原"),
        ("wuhai", "海勃湾东部基本草原", [(106.868, 39.700), (106.903, 39.690), (106.915, 39.640), (106.940, 39.570),
         (106.905, 39.560), (106.900, 39.610), (106.885, 39.650), (106.862, 39.665)], "基本草原"),
        ("wuhai", "乌达西部其他草地", [(106.615, 39.500), (106.664, 39.478), (106.6615, 39.493), (106.690, 39.505),
         (106.690, 39.560), (106.640, 39.555)], "其他草地"),
        ("wuhai", "海南中部基本草原", [(106.815, 39.400), (106.905, 39.385), (106.900, 39.300), (106.935, 39.300),
         (106.985, 39.262), (106.960, 39.215), (106.880, 39.225), (106.840, 39.290)], "基本草原"),
        ("wuhai", "海南北部其他草地", [(106.790, 39.430), (106.862, 39.450), (106.892, 39.472), (106.900, 39.500),
         (106.760, 39.492), (106.765, 39.440)], "其他草地"),
        ("wuhai", "低碳园周边其他草地", [(106.965, 39.165), (107.090, 39.170), (107.095, 39.220), (107.050, 39.232),
         (107.010, 39.236), (107.012, 39.2135), (106.985, 39.205)], "其他草地"),
        ("jining", "集宁北部基本草原", [(113.030, 41.180), (113.180, 41.190), (113.235, 41.160), (113.200, 41.080),
         (113.178, 41.078), (113.145, 41.077), (113.120, 41.080), (113.080, 41.120)], "基本草原"),
        ("jining", "集宁东南其他草地", [(113.160, 41.000), (113.300, 41.000), (113.270, 40.950), (113.180, 40.972)], "其他草地"),
    ]
    for region, name, ring, kind in pastures:
        shape = _ragged(region, ring, name, 0.2, 80.0)
        gone = [settled[region], world.shapes[f"farmland_{region}"].buffer(25), world.shapes[f"forest_{region}"]]
        if region == "wuhai":
            gone += [world.shapes["river"], world.shapes["lake_hull"], world.shapes["gullies"]]
        x0, y0, x1, y1 = shape.bounds
        gone += [
            blob((x0 + (x1 - x0) * u, y0 + (y1 - y0) * v), 90 + 260 * u, 80 + 220 * v, f"{name}{u}{v}", 40 * u)
            for u, v in [(0.25, 0.4), (0.45, 0.65), (0.6, 0.3), (0.7, 0.72), (0.35, 0.8)]
        ]
        shape = areal(shape.difference(unary_union(gone)), 25000)
        for number, part in enumerate(polygons_of(shape), 1):
            layer.add(region, part, f"{name}{number}号（示意）", lx=kind, mj_m2=round(part.area, 1))


def add_sensitive_areas(world):
    """Sensitive areas of the EIA catalogue that no other layer holds; invented, on the hills."""
    layer = new_layer(world, "eia_sensitive_area", "multipolygon", "MGQ", lx=str)
    layer.add("wuhai", blob(_at("wuhai", 106.879, 39.588), 900, 1300, "gandeer-park", 20, 13), "甘德尔山森林公园（示意）",
        "Gandeer forest park", lx="森林公园")
    layer.add("wuhai", blob(_at("wuhai", 106.902, 39.868), 700, 900, "tetraena", 10, 12), "四合木生境（示意）", "Tetraena habitat",
        lx="重点保护植物生境")
