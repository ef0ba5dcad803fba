"""The self-check: counts, validity, plausible places, shared edges, and what each site is hit by."""

from collections import Counter

from .projects import ONE_TO_ONE_COUNT, PROJECT_COUNT
from .sites import SLIVERS, conflicts

SLIVER_TABLES = {name: table for name, _, (table, _), *_ in SLIVERS}
DEGREE_BOX = (106.3, 38.9, 113.8, 41.4)
PLANE_BOXES = {"wuhai": (3.7e5, 4.31e6, 4.4e5, 4.43e6), "jining": (3.9e5, 4.50e6, 4.8e5, 4.58e6)}


def _inside(bounds, box):
    return bounds[0] >= box[0] and bounds[1] >= box[1] and bounds[2] <= box[2] and bounds[3] <= box[3]


def _overlap_within(rows):
    """The largest overlap of two rows of a layer that must not overlap, in m2."""
    worst = 0.0
    for k, (region, shape, _) in enumerate(rows):
        for other_region, other, _ in rows[k + 1:]:
            if region == other_region and shape.intersects(other):
                worst = max(worst, shape.intersection(other).area)
    return worst


def faults(world, site_layer, stored, rows):
    """Everything that is wrong, as lines of text."""
    wrong = []
    for layer in [*world.layers.values(), site_layer]:
        box = PLANE_BOXES.get(layer.plane, DEGREE_BOX)
        for shape, (_, _, values) in zip(stored[layer.table], layer.rows):
            if not shape.is_valid or shape.is_empty:
                wrong.append(f"{layer.table} {values[layer.id_field]}: invalid")
            if not _inside(shape.bounds, box):
                wrong.append(f"{layer.table} {values[layer.id_field]}: out of place {shape.bounds}")
        ids = Counter(values[layer.id_field] for _, _, values in layer.rows)
        if max(ids.values()) > 1:
            wrong.append(f"{layer.table}: repeated id")
    for table in ("district", "control_unit", "nature_reserve", "drinking_water_protection",
                  "permanent_basic_farmland_wuhai", "permanent_basic_farmland_jining", "udb_wuhai_pending"):
        overlap = _overlap_within(world.layers[table].rows)
        if overlap > 0.01:
            wrong.append(f"{table}: features overlap by {overlap:.3f} m2")
    units = world.layers["control_unit"]
    for region in ("wuhai", "jining"):
        gap = world.shapes[region].symmetric_difference(units.union(region)).area
        if gap > 20.0:  # nodes of the units lie on a grid of 1 cm
            wrong.append(f"control_unit: {region} is not filled, {gap:.1f} m2 differ")
    if len(site_layer.rows) < 45:
        wrong.append(f"only {len(site_layer.rows)} sites")
    if _overlap_within(site_layer.rows) > 0:
        wrong.append("sites overlap each other")
    if len(rows) != PROJECT_COUNT or sum(r["是否一对一包联"] == "是" for r in rows) != ONE_TO_ONE_COUNT:
        wrong.append("project counts are wrong")
    services = [v for _, _, v in site_layer.rows if v["purpose"] == "service"]
    if len(services) < 4:
        wrong.append(f"only {len(services)} service sites")
    for region, shape, values in site_layer.rows:
        hit = conflicts(world, region, shape)
        if values["purpose"] in ("clean", "service") and set(hit) - {"soil_erosion_key_zone"}:
            wrong.append(f"site {values['site_id']} should be clean: {hit}")
        if values["purpose"] == "hopeless" and not hit:
            wrong.append(f"site {values['site_id']} should be hit")
        if values["purpose"] == "sliver":
            table = SLIVER_TABLES[values["name"]]
            outside = shape.difference(world.layers[f"udb_{region}_pending"].union(region)).area
            if not 0 < (outside if table.startswith("udb_") else hit.get(table, 0.0)) < 5000:
                wrong.append(f"site {values['site_id']} should just touch {table}: {hit}")
    return wrong


def report(world, site_layer, stored, rows):
    """Prints counts and faults; the exit code."""
    for layer in world.layers.values():
        regions = Counter(region for region, _, _ in layer.rows)
        print(f"{layer.table:34s} {len(layer.rows):4d}  " + ", ".join(f"{r} {n}" for r, n in sorted(regions.items())))
    for region, shape, values in site_layer.rows:
        hit = ", ".join(f"{t} {a:.2f}" for t, a in conflicts(world, region, shape).items())
        print(f"{values['site_id']} {values['purpose']:12s} {shape.area / 1e4:7.1f} ha  {values['name']}  {hit}")
    print("sites", len(site_layer.rows), dict(Counter(v["purpose"] for _, _, v in site_layer.rows)))
    print("projects", len(rows), dict(sorted(Counter(r["主攻方向"] for r in rows).items())))
    wrong = faults(world, site_layer, stored, rows)
    for line in wrong:
        print("FAULT", line)
    print("check passed" if not wrong else f"{len(wrong)} faults")
    return 1 if wrong else 0
