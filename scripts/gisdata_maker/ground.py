"""The ground: districts, the Yellow River, Wuhai Lake, and what each layer's coverage knows."""

from types import SimpleNamespace

from shapely.geometry import Polygon
from shapely.ops import unary_union
from shapely.validation import explain_validity

from . import places
from .frames import to_plane
from .shapes import areal, band, blob, largest, on_centimetres, ragged_chain, ragged_polygon, smooth_line
from .store import Layer


def start_world():
    """An empty world: tables by name, shapes that several subjects share."""
    return SimpleNamespace(layers={}, shapes={})


def new_layer(world, table, geometry, prefix, plane="", **fields):
    """A new table of the world; its order of creation is its order in the file."""
    layer = Layer(table, geometry, prefix, fields, plane)
    world.layers[table] = layer
    return layer


def _arc(region, points, salt, roughness=0.1):
    return on_centimetres(ragged_chain(to_plane(region, points), salt, roughness, step=140.0))


def add_districts(world):
    """海勃湾, 海南, 乌达, 集宁, 察右前旗 from shared arcs; the river is the common arc in the west."""
    river, nodes = smooth_line(to_plane("wuhai", places.RIVER), "river", step=110.0, wander=70.0)
    river = on_centimetres(river)
    world.shapes["river_line"] = river

    def reach(first, last):
        return river[nodes[first]:nodes[last] + 1]

    shared = _arc("wuhai", places.HAIBOWAN_HAINAN, "HB-HN")
    haibowan = Polygon(
        reach(places.RIVER_TRIPLE, places.RIVER_NORTH_END)
        + _arc("wuhai", places.HAIBOWAN_OUTER, "HB")[1:] + shared[::-1][1:-1]
    )
    hainan = Polygon(
        shared + _arc("wuhai", places.HAINAN_OUTER, "HN")[1:]
        + reach(places.RIVER_SOUTH_END, places.RIVER_TRIPLE)[1:-1]
    )
    wuda = Polygon(
        reach(places.RIVER_WUDA_SOUTH, places.RIVER_WUDA_NORTH)
        + _arc("wuhai", places.WUDA_OUTER, "WD")[::-1][1:-1]
    )
    ring = _arc("jining", places.JINING_RING + places.JINING_RING[:1], "JN", 0.05)
    jining = Polygon(ring)
    east, west = (to_plane("jining", [p])[0] for p in (places.JINING_RING[4], places.JINING_RING[0]))
    around_south = ring[ring.index(on_centimetres([east])[0]):]  # clockwise from the north-east corner back to the start
    outer = _arc("jining", places.QIANQI_OUTER, "QQ")
    qianqi = Polygon(outer + around_south[::-1][1:-1])
    assert outer[-1] == on_centimetres([west])[0]

    layer = new_layer(world, "district", "multipolygon", "XZQ", xzqdm=str, parent=str)
    rows = [
        ("wuhai", haibowan, "海勃湾区", "Haibowan District", "150302", "乌海市"),
        ("wuhai", hainan, "海南区", "Hainan District", "150303", "乌海市"),
        ("wuhai", wuda, "乌达区", "Wuda District", "150304", "乌海市"),
        ("jining", jining, "集宁区", "Jining District", "150902", "乌兰察布市"),
        ("jining", qianqi, "察右前旗", "Chahar Right Front Banner", "150926", "乌兰察布市"),
    ]
    for region, shape, name, name_en, code, parent in rows:
        if not shape.is_valid:
            raise ValueError(f"{name}: {explain_validity(shape)}")
        world.shapes[name] = shape
        layer.add(region, shape, name, name_en, note="示意数据，非法定边界", xzqdm=code, parent=parent)
    world.shapes["wuhai"] = unary_union([haibowan, hainan, wuda])
    belt = Polygon(on_centimetres(jining.buffer(6000).exterior.coords))
    near = largest(qianqi.intersection(belt))
    near = Polygon(on_centimetres(near.exterior.coords), [on_centimetres(r.coords) for r in near.interiors])
    world.shapes["察右前旗毗邻带"] = near
    world.shapes["jining"] = unary_union([jining, near])


def add_coverage(world):
    """The polygons within which layers are complete."""
    wuhai, jining = world.shapes["wuhai"], world.shapes["jining"]
    known_wuhai = largest(wuhai.buffer(3000, resolution=8).simplify(60))
    known_jining = largest(jining.buffer(300, resolution=4).simplify(40))
    cut = ragged_chain(to_plane("wuhai", [(106.50, 39.418), (106.74, 39.421), (106.90, 39.4055), (106.944, 39.4035),
                                          (106.965, 39.402), (107.30, 39.412)]), "survey-cut", 0.03, 250.0)
    north = Polygon(cut + to_plane("wuhai", [(107.30, 40.2), (106.50, 40.2)]))
    layer = new_layer(world, "coverage", "multipolygon", "FG", id=str)
    world.shapes.update(known_wuhai=known_wuhai, known_jining=known_jining)
    for ident, region, shape, name, name_en in [
        ("wuhai", "wuhai", known_wuhai, "乌海三区外扩3千米", "Three districts of Wuhai plus 3 km"),
        ("jining", "jining", known_jining, "集宁区及周边6千米", "Jining District and 6 km of the banner around it"),
        ("wuhai_districts", "wuhai", wuhai, "乌海三区", "Three districts of Wuhai exactly"),
        ("jining_districts", "jining", jining, "集宁区及前旗毗邻带", "Jining District and the adjoining belt"),
        ("wuhai_north", "wuhai", known_wuhai.intersection(north), "乌海北部矿政数据范围", "Northern part with mineral data"),
    ]:
        layer.add(region, areal(shape), name, name_en, id=ident)
    layer.add("wuhai", known_wuhai, "两地合计（乌海）", "Both, Wuhai part", id="both")
    layer.add("jining", known_jining, "两地合计（集宁）", "Both, Jining part", id="both")
    layer.add("wuhai", wuhai, "三区与集宁（乌海）", "Districts, Wuhai part", id="districts")
    layer.add("jining", jining, "三区与集宁（集宁）", "Districts, Jining part", id="districts")


def add_water(world):
    """Yellow River, gullies, Wuhai Lake with its island, and Jining's Bawang River."""
    river_ends = (
        to_plane("wuhai", places.RIVER_UPSTREAM),
        to_plane("wuhai", places.RIVER_DOWNSTREAM),
    )
    line = world.shapes["river_line"]
    up = smooth_line(river_ends[0] + line[:1], "up", 110.0, 40.0)[0]
    down = smooth_line(line[-1:] + river_ends[1], "down", 110.0, 40.0)[0]
    whole = up[:-1] + line + down[1:]
    world.shapes["river_whole"] = whole
    lake = ragged_polygon(to_plane("wuhai", places.LAKE_RING), "lake", 0.07, 130.0)
    island = blob(to_plane("wuhai", [(106.752, 39.705)])[0], 620, 1500, "island", 8)
    islet = blob(to_plane("wuhai", [(106.748, 39.762)])[0], 260, 500, "islet", -10)
    lake = largest(lake.difference(unary_union([island, islet])))
    lake_hull = Polygon(lake.exterior)
    river = areal(band(whole, 130, 250, "yellow-river").difference(lake_hull), 20000)
    gullies = [
        ("千里山沟（示意）", "Qianlishan Gully", [(106.925, 39.800), (106.885, 39.770), (106.845, 39.758), (106.805, 39.757),
         (106.772, 39.760)]),
        ("都思兔河（示意）", "Dusitu River", [(106.960, 39.062), (106.920, 39.085), (106.867, 39.094)]),
        ("乌尔特沟（示意）", "Wurte Gully", [(106.610, 39.545), (106.660, 39.503), (106.715, 39.4985), (106.750, 39.512)]),
    ]
    layer = new_layer(world, "river", "multipolygon", "HL", lx=str, hdmc=str)
    layer.add("wuhai", river, "黄河乌海段", "Yellow River, Wuhai reach", lx="黄河干流", hdmc="上游")
    for name, name_en, points in gullies:
        bed = band(smooth_line(to_plane("wuhai", points), name, 90.0, 60.0)[0], 14, 38, name)
        bed = areal(bed.difference(unary_union([river, lake_hull])), 3000)
        layer.add("wuhai", bed, name, name_en, lx="支流", hdmc="示意")
    bawang = smooth_line(to_plane("jining", [(113.100, 41.190), (113.152, 41.130), (113.142, 41.090),
        (113.118, 41.050),
                                             (113.143, 41.020), (113.160, 40.970), (113.200, 40.900)]), "bawang",
                                              90.0, 80.0)[0]
    world.shapes["bawang_line"] = bawang
    layer.add("jining", band(bawang, 20, 55, "bawang"), "霸王河（示意）", "Bawang River", lx="支流", hdmc="内陆河")
    lake_layer = new_layer(world, "lake", "multipolygon", "HP", lx=str)
    lake_layer.add("wuhai", lake, "乌海湖", "Wuhai Lake", lx="水库型湖泊")
    world.shapes.update(river=river, lake=lake, lake_hull=lake_hull, gullies=layer.union("wuhai", lx="支流"),
                        bawang=layer.union("jining"))
