"""Planning: parks, chemical zones, the enclave, boundary versions, farmland, control units."""

import random
from collections import Counter

from shapely.geometry import LineString
from shapely.ops import unary_union

from . import places
from .frames import to_plane
from .ground import new_layer
from .shapes import areal, faces, farm_parcels, largest, polygons_of, ragged_chain, ragged_polygon

ZONE_NAMES = {"C": ("城镇集中建设区", "01"), "F": ("城镇弹性发展区", "02"), "S": ("特别用途区", "03")}


def block_shape(region, quad, salt="block"):
    """A block with nearly straight edges that its neighbours share."""
    return ragged_polygon(to_plane(region, quad), salt, 0.03, 130.0)


def add_parks(world):
    """Parks of several blocks, the chemical zones inside them, and the Jining enclave."""
    chance = random.Random("parks")
    parks = new_layer(world, "park", "multipolygon", "YQ", aliases=str, district=str, area_km2=float,
                      remaining_land_mu=float, remaining_water_10k_m3=float, remaining_energy_tce=float,
                      confidence=float)
    chemical = new_layer(world, "chemical_park", "multipolygon", "HG", park=str, area_km2=float)
    world.shapes["blocks"] = {}
    for key, name, name_en, aliases, blocks, district, confidence in places.PARKS:
        shapes = {k: block_shape("wuhai", quad) for k, (quad, _) in blocks.items()}
        world.shapes["blocks"].update({f"{key}-{k}": s for k, s in shapes.items()})
        whole = unary_union(list(shapes.values()))
        note = "示意数据：位置未查到，仅为占位" if key == "DT" else "示意数据：边界为示意"
        parks.add("wuhai", whole, name, name_en, note=note, aliases=aliases, district=district,
                  area_km2=round(whole.area / 1e6, 2), remaining_land_mu=float(chance.randrange(2400, 9000, 50)),
                  remaining_water_10k_m3=float(chance.randrange(300, 1500, 10)),
                  remaining_energy_tce=float(chance.randrange(300000, 1500000, 10000)), confidence=confidence)
        zone = unary_union([shapes[k] for k in places.CHEMICAL_BLOCKS[key]])
        chemical.add("wuhai", zone, f"{name}化工集中区", f"Chemical zone of {name_en}", park=name,
                     area_km2=round(zone.area / 1e6, 2))
    shapes = {k: block_shape("jining", quad) for k, (quad, _) in places.JINING_BLOCKS.items()}
    world.shapes["blocks"].update({f"JN-{k}": s for k, s in shapes.items()})
    enclave = new_layer(world, "enclave_zone", "multipolygon", "FD", aliases=str, district=str, area_km2=float,
                        remaining_land_mu=float, remaining_water_10k_m3=float, remaining_energy_tce=float)
    for k, shape in shapes.items():
        enclave.add("jining", shape, f"集宁先进制造业集中区{k}组团", f"Jining advanced manufacturing zone, block {k}",
                    note="示意数据：位置为示意", aliases="自治区（集宁）先进制造业集中区", district="集宁区",
                    area_km2=round(shape.area / 1e6, 2), remaining_land_mu=float(chance.randrange(800, 2400, 50)),
                    remaining_water_10k_m3=float(chance.randrange(80, 300, 10)),
                    remaining_energy_tce=float(chance.randrange(60000, 200000, 5000)))
    towns = {}
    for region, table in (("wuhai", places.TOWN_BLOCKS), ("jining", places.JINING_TOWN_BLOCKS)):
        for name, (quad, _) in table.items():
            towns[name] = ragged_polygon(to_plane(region, quad), "town", 0.03, 100.0)
    world.shapes["towns"] = towns
    world.shapes["built_wuhai"] = unary_union(
        [s for k, s in world.shapes["blocks"].items() if not k.startswith("JN")]
        + [towns[n] for n in places.TOWN_BLOCKS])
    world.shapes["built_jining"] = unary_union(
        [s for k, s in world.shapes["blocks"].items() if k.startswith("JN")]
        + [towns[n] for n in places.JINING_TOWN_BLOCKS])


def _blocks_with_zones(world):
    """(region, name, shape, zone letters by version) of every block."""
    for key, name, _, _, blocks, _, _ in places.PARKS:
        for k, (_, zones) in blocks.items():
            yield "wuhai", f"{name}{k}组团", world.shapes["blocks"][f"{key}-{k}"], zones
    for k, (_, zones) in places.JINING_BLOCKS.items():
        yield "jining", f"集宁集中区{k}组团", world.shapes["blocks"][f"JN-{k}"], zones
    for region, table in (("wuhai", places.TOWN_BLOCKS), ("jining", places.JINING_TOWN_BLOCKS)):
        for name, (_, zones) in table.items():
            yield region, name, world.shapes["towns"][name], zones


def add_boundary_versions(world):
    """Three Wuhai versions and two Jining versions of the urban development boundary.

    Expired: smaller blocks. Pending: as drawn. Approved: red line and basic farmland cut out.
    """
    protected = {
        region: unary_union([world.shapes[f"redline_{region}"], world.shapes[f"farmland_{region}"]]).buffer(15)
        for region in ("wuhai", "jining")
    }
    versions = [
        ("wuhai", "udb_wuhai_expired", 0, lambda s: s.buffer(-70, join_style=2)),
        ("wuhai", "udb_wuhai_pending", 1, lambda s: s),
        ("wuhai", "udb_wuhai_approved", 2, lambda s: s.difference(protected["wuhai"])),
        ("jining", "udb_jining_pending", 0, lambda s: s),
        ("jining", "udb_jining_approved", 1, lambda s: s.difference(protected["jining"])),
    ]
    for wanted, table, column, change in versions:
        initials = "".join(part[0] for part in table.split("_")[1:]).upper()
        layer = new_layer(world, table, "multipolygon", f"KF-{initials}-", ghfqdm=str, GHFQMC=str, xzqmc=str)
        for region, name, shape, zones in _blocks_with_zones(world):
            if region != wanted or zones[column] == "-":
                continue
            left = areal(change(shape), 2000)
            if not left.is_empty:
                zone, code = ZONE_NAMES[zones[column]]
                layer.add(region, left, name, "", ghfqdm=code, GHFQMC=zone,
                          xzqmc="乌海市" if region == "wuhai" else "集宁区")


FARM_STRIPS = [  # name, region, quad, columns, rows, share kept
    ("巴音陶亥", "wuhai", [(106.828, 39.125), (106.862, 39.125), (106.850, 39.205), (106.822, 39.205)], 7, 14, 0.55),
    ("拉僧庙", "wuhai", [(106.804, 39.255), (106.826, 39.255), (106.822, 39.335), (106.802, 39.335)], 5, 13, 0.5),
    ("赛汗乌素", "wuhai", [(106.795, 39.350), (106.835, 39.352), (106.825, 39.392), (106.775, 39.392)], 8, 7, 0.38),
    ("泽源", "wuhai", [(106.720, 39.452), (106.741, 39.445), (106.748, 39.470), (106.728, 39.476)], 5, 5, 0.7),
    ("下海勃湾", "wuhai", [(106.799, 39.620), (106.813, 39.619), (106.813, 39.643), (106.801, 39.644)], 4, 6, 0.6),
    ("新地", "wuhai", [(106.800, 39.712), (106.822, 39.712), (106.818, 39.752), (106.786, 39.752)], 6, 8, 0.5),
]
JINING_FARM_STRIPS = [
    ("马莲渠", "jining", [(113.045, 40.965), (113.120, 40.970), (113.118, 40.998), (113.050, 41.000)], 9, 5, 0.5),
    ("白海子", "jining", [(113.145, 40.940), (113.215, 40.945), (113.210, 40.985), (113.150, 40.985)], 8, 6, 0.5),
    ("东河", "jining", [(113.1885, 41.046), (113.232, 41.045), (113.230, 41.078), (113.1885, 41.076)], 6, 6, 0.6),
]


def add_farmland(world):
    """Permanent basic farmland (stored in metres, per region) and the cultivated land around it."""
    fields = dict(dlbm=str, dlmc=str, zldwmc=str, mj_m2=float)
    cultivated = new_layer(world, "cultivated_land", "multipolygon", "GD", **fields)
    for region, strips, table in (
        ("wuhai", FARM_STRIPS, "permanent_basic_farmland_wuhai"),
        ("jining", JINING_FARM_STRIPS, "permanent_basic_farmland_jining"),
    ):
        layer = new_layer(world, table, "multipolygon", f"JBNT-{region[0].upper()}", plane=region, **fields)
        wet = unary_union([world.shapes["river"],
            world.shapes["lake_hull"]]) if region == "wuhai" else world.shapes["bawang"]
        built = world.shapes[f"built_{region}"]
        farms = []
        for name, _, quad, columns, rows, keep in strips:
            plane = to_plane(region, quad)
            ground = ragged_polygon(plane, name, 0.16, 70.0)
            ground = areal(ground.difference(unary_union([wet.buffer(40), built.buffer(-25)])))
            farms += [(name, f) for f in farm_parcels(plane, columns, rows, name, keep, ground)]
            whole = areal(ground.buffer(45, resolution=3).difference(unary_union([wet.buffer(25),
                built.buffer(-10)])), 3000)
            for part in polygons_of(whole):
                cultivated.add(region, part, f"{name}耕地", "", dlbm="0102", dlmc="水浇地", zldwmc=name,
                               mj_m2=round(part.area, 1))
        for number, (name, parcel) in enumerate(farms, 1):
            layer.add(region, parcel, f"{name}基本农田{number:03d}号图斑", "", dlbm="0102", dlmc="水浇地", zldwmc=name,
                      mj_m2=round(parcel.area, 1))
        world.shapes[f"farmland_{region}"] = unary_union([p for _, p in farms])


UNIT_KINDS = {"P": ("优先保护单元", "1"), "K": ("重点管控单元", "2"), "G": ("一般管控单元", "3")}
UNIT_CUTS = {  # lines that split the general and priority remainder of each district
    "海勃湾区": [[(106.70, 39.745), (106.82, 39.742), (106.95, 39.750)], [(106.70, 39.600), (106.83, 39.603),
     (106.97, 39.595)]],
    "海南区": [[(106.70, 39.380), (106.86, 39.372), (107.00, 39.376)], [(106.74, 39.225), (106.92, 39.232),
     (107.16, 39.225)]],
    "乌达区": [[(106.59, 39.530), (106.70, 39.5005), (106.77, 39.495)]],
    "集宁区": [[(112.98, 41.110), (113.15, 41.105), (113.27, 41.115)], [(112.98, 41.020), (113.16, 41.000),
     (113.35, 41.015)]],
}
UNIT_DISTRICTS = {  # region: (district, code, shape that its units fill)
    "wuhai": [("海勃湾区", "150302", "海勃湾区"), ("海南区", "150303", "海南区"), ("乌达区", "150304", "乌达区")],
    "jining": [("集宁区", "150902", "集宁区"), ("察右前旗", "150926", "察右前旗毗邻带")],
}


def _without_crumbs(cells, least_m2):
    """Joins each small face to the neighbour with the longest common edge."""
    cells = list(cells)
    while True:
        small = [c for c in cells if c[1].area < least_m2]
        if not small or len(cells) == 1:
            return cells
        crumb = min(small, key=lambda c: c[1].area)
        cells.remove(crumb)
        lengths = [crumb[1].intersection(c[1]).length for c in cells]
        best = lengths.index(max(lengths))
        kind, face = cells[best]
        cells[best] = (kind, largest(unary_union([face, crumb[1]])))


def add_control_units(world):
    """Units of 生态环境分区管控 that fill each district without gap or overlap."""
    shapes = world.shapes
    general_towns = ("海勃湾城南服务片区", "乌达城北服务片区", "海南城南片区", "海勃湾滨湖绿带")
    for region in ("wuhai", "jining"):
        strict = [shapes[f"redline_{region}"], shapes[f"wetland_{region}"], shapes[f"water_strict_{region}"]]
        shapes[f"priority_{region}"] = unary_union(strict + ([shapes["reserve"]] if region == "wuhai" else []))
        left_general = unary_union([shapes["towns"][n] for n in general_towns]) if region == "wuhai" else LineString()
        shapes[f"key_{region}"] = shapes[f"built_{region}"].difference(left_general.buffer(30)).buffer(20,
            join_style=2)
    layer = new_layer(world, "control_unit", "multipolygon", "GKDY", code=str, lx=str, xzqmc=str)
    for region, districts in UNIT_DISTRICTS.items():
        grounds = {name: shapes[ground] for name, _, ground in districts}
        priority = areal(shapes[f"priority_{region}"].buffer(25, resolution=3).simplify(8), 60000)
        key = areal(shapes[f"key_{region}"].difference(priority), 60000)
        lines = [priority.boundary, key.boundary] + [g.boundary for g in grounds.values()]
        lines += [_cut_line(region, c, n).intersection(g) for n, g in grounds.items() for c in UNIT_CUTS.get(n, [])]
        cells = []
        for face in faces(lines, shapes[region]):
            probe = face.representative_point()
            home = min(grounds, key=lambda name: grounds[name].distance(probe))
            cells.append((home, "P" if priority.contains(probe) else "K" if key.contains(probe) else "G", face))
        for name, code, _ in districts:
            counts = Counter()
            for kind, face in _without_crumbs([c[1:] for c in cells if c[0] == name], 250000):
                label, digit = UNIT_KINDS[kind]
                counts[kind] += 1
                layer.add(region, face, f"{name}{label}{counts[kind]:02d}", "",
                    code=f"ZH{code}{digit}{counts[kind]:04d}",
                          lx=label, xzqmc=name)


UNIT_CLAUSES = {  # kind of unit: invented clauses of its access list (tag, text)
    "优先保护单元": [("禁两高", "禁止新增“两高”项目（示意条款）"), ("禁化工", "禁止新建、扩建化工项目（示意条款）")],
    "重点管控单元": [("限两高", "“两高”项目须落实产能减量置换（示意条款）"),
                     ("限排放", "主要污染物排放总量减量替代（示意条款）")],
    "一般管控单元": [("禁化工", "化工项目只进化工园区（示意条款）"), ("限用水", "新增取水优先使用非常规水源（示意条款）")],
}


def add_control_unit_clauses(world):
    """The units again, once for each clause of their access lists."""
    layer = new_layer(world, "control_unit_clause", "multipolygon", "GKTK", code=str, tk=str, tkyw=str)
    for region, shape, unit in world.layers["control_unit"].rows:
        for tag, text in UNIT_CLAUSES[unit["lx"]]:
            layer.add(region, shape, f"{unit['mc']}：{text}", "", code=unit["code"], tk=tag, tkyw=text)


def _cut_line(region, points, salt):
    """A ragged line that splits a district."""
    return LineString(ragged_chain(to_plane(region, points), f"cut-{salt}", 0.06, 200.0))
