"""Shapes that look like land: ragged edges, winding rivers, parcels.

All lengths are metres. A `salt` names the shape; the same salt and the same
points give the same shape in every run. A ragged edge depends on its two ends
only, not on its direction, so that neighbours share it exactly.
"""

import math
import random

from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.ops import polygonize, unary_union


def ragged_edge(a, b, salt, roughness=0.09, step=150.0):
    """Points from a to b (both included), displaced at every midpoint."""
    if a > b:
        return ragged_edge(b, a, salt, roughness, step)[::-1]
    chance = random.Random(f"{salt}|{a[0]:.2f},{a[1]:.2f}|{b[0]:.2f},{b[1]:.2f}")
    points = [a, b]
    while math.dist(points[0], points[-1]) / (len(points) - 1) > step:
        finer = []
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            shift = chance.uniform(-1, 1) * roughness
            finer += [(x0, y0), ((x0 + x1) / 2 - (y1 - y0) * shift, (y0 + y1) / 2 + (x1 - x0) * shift)]
        points = finer + [points[-1]]
    return points


def ragged_chain(points, salt, roughness=0.09, step=150.0):
    """A ragged line through all the points."""
    chain = [points[0]]
    for a, b in zip(points, points[1:]):
        chain += ragged_edge(a, b, salt, roughness, step)[1:]
    return chain


def ragged_polygon(points, salt, roughness=0.09, step=150.0):
    """A ragged polygon with these corners (ring not closed)."""
    closed = list(points) + [points[0]]
    while True:
        polygon = Polygon(ragged_chain(closed, salt, roughness, step))
        if polygon.is_valid:
            return polygon
        roughness *= 0.7


def blob(centre, radius_x, radius_y, salt, turn_deg=0.0, corners=10, roughness=0.1, step=80.0):
    """A rounded irregular patch."""
    chance = random.Random(f"blob|{salt}")
    turn = math.radians(turn_deg)
    ring = []
    for k in range(corners):
        angle = 2 * math.pi * k / corners
        reach = chance.uniform(0.78, 1.12)
        x, y = radius_x * reach * math.cos(angle), radius_y * reach * math.sin(angle)
        ring.append((
            centre[0] + x * math.cos(turn) - y * math.sin(turn),
            centre[1] + x * math.sin(turn) + y * math.cos(turn),
        ))
    return ragged_polygon(ring, salt, roughness, step)


def smooth_line(points, salt, step=150.0, wander=0.0):
    """A Catmull-Rom curve through the points, with a lateral wander in metres.

    Returns (vertices, index of each given point among them).
    """
    chance = random.Random(f"smooth|{salt}")
    padded = [points[0]] + list(points) + [points[-1]]
    vertices, nodes = [points[0]], [0]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:]):
        length = math.dist(p1, p2)
        count = max(2, round(length / step))
        phase, waves = chance.uniform(0, 6.28), max(1, round(length / 2600))
        for k in range(1, count + 1):
            t = k / count
            x, y = (
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(p0, p1, p2, p3)
            )
            fade = math.sin(math.pi * t)
            swing = wander * fade * math.sin(2 * math.pi * waves * t + phase)
            nx, ny = -(p2[1] - p1[1]) / length, (p2[0] - p1[0]) / length
            vertices.append((x + nx * swing, y + ny * swing))
        vertices[-1] = p2
        nodes.append(len(vertices) - 1)
    return vertices, nodes


def curve(points, salt, step=200.0, wander=25.0):
    """A line such as a road or a railway."""
    return LineString(smooth_line(points, salt, step, wander)[0])


def band(vertices, narrow, wide, salt, reach=12):
    """A strip along the line whose half-width drifts between narrow and wide."""
    chance = random.Random(f"band|{salt}")
    knots = [chance.uniform(narrow, wide) for _ in range(len(vertices) // reach + 3)]
    pieces, last = [], None
    for k, vertex in enumerate(vertices):
        t = (k % reach) / reach
        t = t * t * (3 - 2 * t)
        half = knots[k // reach] * (1 - t) + knots[k // reach + 1] * t
        disc = Point(vertex).buffer(half, resolution=6)
        if last is not None:
            pieces.append(unary_union([last, disc]).convex_hull)
        last = disc
    return unary_union(pieces).simplify(3.0)


def jittered_cells(quad, columns, rows, salt, jitter=0.16, roughness=0.03, step=60.0):
    """The quad (SW, SE, NE, NW) cut into irregular cells that share their edges."""
    chance = random.Random(f"cells|{salt}")
    sw, se, ne, nw = quad

    def node(i, j):
        u, v = i / columns, j / rows
        if 0 < i < columns:
            u += chance.uniform(-jitter, jitter) / columns
        if 0 < j < rows:
            v += chance.uniform(-jitter, jitter) / rows
        return tuple(
            (1 - u) * (1 - v) * a + u * (1 - v) * b + u * v * c + (1 - u) * v * d
            for a, b, c, d in zip(sw, se, ne, nw)
        )

    nodes = {(i, j): node(i, j) for j in range(rows + 1) for i in range(columns + 1)}
    return {
        (i, j): ragged_polygon(
            [nodes[i, j], nodes[i + 1, j], nodes[i + 1, j + 1], nodes[i, j + 1]], salt, roughness, step
        )
        for j in range(rows)
        for i in range(columns)
    }


def polygons_of(geometry):
    """The polygons of any geometry, largest first; lines and points fall away."""
    parts = getattr(geometry, "geoms", [geometry])
    found = []
    for part in parts:
        if isinstance(part, Polygon) and not part.is_empty:
            found.append(part)
        elif hasattr(part, "geoms"):
            found += polygons_of(part)
    return sorted(found, key=lambda p: (-round(p.area, 3), p.bounds))


def areal(geometry, least_m2=0.0):
    """Only the polygons of the geometry that are at least so large, as one geometry."""
    parts = [p for p in polygons_of(geometry) if p.area >= least_m2]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def largest(geometry):
    """The largest polygon of the geometry."""
    return polygons_of(geometry)[0]


def _on_grid(linework, decimals=2):
    """The noded linework with its vertices on a grid, noded again."""
    lines = []
    for line in getattr(linework, "geoms", [linework]):
        points = [(round(x, decimals), round(y, decimals)) for x, y in line.coords]
        points = [p for k, p in enumerate(points) if k == 0 or p != points[k - 1]]
        if len(points) > 1:
            lines.append(LineString(points))
    return unary_union(lines)


def faces(lines, region):
    """The faces that the lines cut out of the region, noded once for all."""
    linework = unary_union(list(lines) + [region.boundary])
    for _ in range(3):  # nodes that fall within a centimetre of an edge become part of it
        linework = _on_grid(linework)
    inside = region.buffer(0.01)
    found = [f for f in polygonize(linework) if inside.contains(f.representative_point())]
    return sorted(found, key=lambda f: (round(f.centroid.x, 3), round(f.centroid.y, 3)))


def on_centimetres(points):
    """The points rounded to the grid that `faces` works on."""
    return [(round(x, 2), round(y, 2)) for x, y in points]


def farm_parcels(quad, columns, rows, salt, keep, within, least_m2=4000.0):
    """Irregular fields: the cells of the quad inside `within`, a share `keep` of them."""
    chance = random.Random(f"farm|{salt}")
    cells = jittered_cells(quad, columns, rows, salt, jitter=0.4, roughness=0.07, step=45.0)
    hull = unary_union(list(cells.values()))
    region = areal(hull.intersection(within))
    if region.is_empty:
        return []
    lines = [c.exterior for c in cells.values()]
    return [f for f in faces(lines, region) if f.area >= least_m2 and chance.random() < keep]
