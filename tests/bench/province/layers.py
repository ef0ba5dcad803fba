# SPDX-License-Identifier: Apache-2.0
"""The layers of the made-up province and its sites: positions in degrees, CGCS2000.

Every function yields rows for a table of a GeoPackage, the geometry first.
"""

import numpy as np

from .dice import TURN, Dice, fractal, ragged_ring, small_rings
from .geopackage import line, point, polygon, polygons

WEST, SOUTH, EAST, NORTH = 105.0, 38.0, 111.0, 42.0
STRETCH = 1.0 / np.cos(np.radians(40.0))  # degrees of longitude in a degree of latitude
METRE = 1.0 / 111_000.0                   # in degrees of latitude
BLOCK = 8600.0                            # metres: towns, fields and parks come in blocks
COLUMNS = int((EAST - WEST) / (BLOCK * METRE * STRETCH))
ROWS = int((NORTH - SOUTH) / (BLOCK * METRE))

RED_LINE_VERTICES = [221_000, 160_000, 120_000, 90_000, 70_000, 50_000, 40_000, 30_000, 20_000,
                     15_000, 10_000, 8_000, 5_000]


class Blocks:
    """A lattice of blocks with very unequal weights: where people settle."""

    def __init__(self, seed):
        dice = Dice(seed, "blocks")
        count = COLUMNS * ROWS
        column, row = np.arange(count) % COLUMNS, np.arange(count) // COLUMNS
        self.centres = np.column_stack([WEST + (column + 0.5) * BLOCK * METRE * STRETCH,
                                        SOUTH + (row + 0.5) * BLOCK * METRE])
        self.weights = np.exp(6.0 * dice.roll(count)) / dice.between(0.2, 1.0, count)
        self.order = np.argsort(-self.weights, kind="stable")

    def near(self, dice, count, spread_m):
        """Positions round blocks, more of them round the heavy ones."""
        shares = np.cumsum(self.weights) / self.weights.sum()
        block = np.searchsorted(shares, dice.roll(count)).clip(0, len(shares) - 1)
        away = spread_m * METRE * np.sqrt(-np.log(1.0 - dice.roll(count)))
        angle = TURN * dice.roll(count)
        return self.centres[block] + np.column_stack([STRETCH * away * np.cos(angle),
                                                      away * np.sin(angle)])


def named(letter, count):
    return [f"{letter}{i:06d}" for i in range(1, count + 1)]


def red_lines(seed):
    """Thirteen huge fractal areas with holes, on a 4 × 4 lattice, so that none meets another."""
    dice = Dice(seed, "red lines")
    cells = np.argsort(dice.roll(16))[:len(RED_LINE_VERTICES)]
    for name, cell, vertices in zip(named("R", 13), cells, RED_LINE_VERTICES):
        centre = (WEST + (cell % 4 + 0.5) * 1.5, SOUTH + cell // 4 + 0.5)
        radius = 0.48 - 0.02 * (cell % 3)
        rings = [ragged_ring(dice, centre, radius, vertices, STRETCH)]
        for column, row in np.ndindex(7, 7):
            x, y = column - 3, row - 3
            if x * x + y * y > 9:
                continue
            at = (centre[0] + 0.12 * radius * x * STRETCH, centre[1] + 0.12 * radius * y)
            rings.append(ragged_ring(dice, at, 0.05 * radius, max(8, vertices // 500), STRETCH))
        yield polygon(rings), name


def farmland(seed, blocks):
    """100 patches of 32 × 32 plots (the last ones are cut, to make 100,000). Neighbours share
    corners and the bent middles of their edges, bit by bit."""
    dice = Dice(seed, "farmland")
    side, pitch = 32, 250.0 * METRE
    names = iter(named("F", 100_000))
    chosen = blocks.order[np.argsort(dice.roll(300))[:100]]
    for block in np.sort(chosen):
        # The lattice at half the pitch holds corners and middles; the centres are not used.
        steps = 2 * side + 1
        north, east = np.meshgrid(np.arange(steps), np.arange(steps), indexing="ij")
        shake = dice.between(-0.12, 0.12, 2, steps, steps)
        x = blocks.centres[block, 0] + STRETCH * pitch * ((east - side) / 2 + shake[0])
        y = blocks.centres[block, 1] + pitch * ((north - side) / 2 + shake[1])
        lattice = np.stack([x, y], axis=-1)
        rows, columns = np.meshgrid(2 * np.arange(side), 2 * np.arange(side), indexing="ij")
        around = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]
        rings = np.stack([lattice[rows + dy, columns + dx] for dy, dx in around], axis=2)
        for blob, name in zip(polygons(rings.reshape(-1, len(around), 2)), names):
            yield blob, name


def reserves(seed):
    dice = Dice(seed, "reserves")
    cells = np.argsort(dice.roll(96))[:80]
    for name, cell in zip(named("N", 80), cells):
        centre = (WEST + (cell % 12 + 0.5) * 0.5, SOUTH + (cell // 12 + 0.5) * 0.5)
        radius = dice.between(3_000, 15_000) * METRE
        yield polygon([ragged_ring(dice, centre, radius, dice.whole(500, 8000), STRETCH)]), name


def ribbons(seed, half_widths):
    """Sixty bands along the same wandering courses, one set for each range of half widths. A band
    is all that lies within a distance up or down of a function, and so never crosses itself."""
    for i in range(60):
        dice = Dice(seed, f"river {i}")
        count = dice.whole(800, 4000)
        length = dice.between(0.6, 2.5)
        along = np.linspace(-0.5, 0.5, count) * length
        across = 0.18 * length * fractal(dice, count, knots=4, fall=0.5, closed=False)
        centre = (dice.between(WEST + 1, EAST - 1), dice.between(SOUTH + 0.7, NORTH - 0.7))
        angle = TURN * dice.roll()
        share = dice.roll()
        half = (half_widths[0] + share * (half_widths[1] - half_widths[0])) * METRE
        x = np.concatenate([along, along[::-1], along[:1]])
        y = np.concatenate([across - half, across[::-1] + half, across[:1] - half])
        turned = np.column_stack([centre[0] + STRETCH * (x * np.cos(angle) - y * np.sin(angle)),
                                  centre[1] + x * np.sin(angle) + y * np.cos(angle)])
        yield polygon([turned])


def rivers(seed):
    return zip(ribbons(seed, (60.0, 400.0)), named("W", 60))


def corridors(seed):
    return zip(ribbons(seed, (300.0, 900.0)), named("C", 60))


def roads(seed, blocks):
    dice = Dice(seed, "roads")
    count = 20_000
    starts = blocks.near(dice, count, 6_000)
    for name, start in zip(named("L", count), starts):
        corners = dice.whole(10, 60)
        heading = TURN * dice.roll() + np.cumsum(dice.between(-0.4, 0.4, corners))
        step = dice.between(60, 450, corners) * METRE
        path = np.cumsum(np.column_stack([STRETCH * step * np.cos(heading),
                                          step * np.sin(heading)]), axis=0)
        yield line(start + path), name, float(np.round(dice.between(3.5, 16.0), 1))


def substations(seed, blocks):
    at = blocks.near(Dice(seed, "substations"), 3_000, 5_000)
    return zip(map(point, at), named("P", 3_000))


def development_boundaries(seed, blocks):
    """One area in each of the 150 heaviest blocks."""
    dice = Dice(seed, "development")
    for name, block in zip(named("D", 150), blocks.order):
        ring = ragged_ring(dice, blocks.centres[block], dice.between(2_000, 4_200) * METRE,
                           dice.whole(300, 3000), STRETCH)
        yield polygon([ring]), name


def control_units(seed):
    """40 × 30 tiles over the whole province; neighbours share ragged edges."""
    dice = Dice(seed, "control")
    columns, rows, corners = 40, 30, 33
    east, north = (EAST - WEST) / columns, (NORTH - SOUTH) / rows
    shake = dice.between(-0.15, 0.15, rows + 1, columns + 1, 2)
    shake[[0, -1], :, 1] = 0.0
    shake[:, [0, -1], 0] = 0.0
    at = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), axis=-1) + shake

    def edge(start, end, straight, lying):
        path = start + np.linspace(0.0, 1.0, corners)[:, None] * (end - start)
        if not straight:
            # Flat near the ends, where other edges are near.
            bulge = 0.15 * np.sin(np.linspace(0.0, TURN / 2, corners)) ** 2
            path[:, 1 if lying else 0] += bulge * fractal(dice, corners, fall=0.5, closed=False)
            path[[0, -1]] = start, end
        return (WEST, SOUTH) + path * (east, north)

    lying = [[edge(at[r, c], at[r, c + 1], r in (0, rows), True) for c in range(columns)]
             for r in range(rows + 1)]
    standing = [[edge(at[r, c], at[r + 1, c], c in (0, columns), False) for c in range(columns + 1)]
                for r in range(rows)]
    classes = ["优先保护单元", "重点管控单元", "一般管控单元"]
    names = iter(named("U", rows * columns))
    for r, c in np.ndindex(rows, columns):
        ring = np.vstack([lying[r][c][:-1], standing[r][c + 1][:-1],
                          lying[r + 1][c][:0:-1], standing[r][c][::-1]])
        yield polygon([ring]), next(names), classes[dice.whole(0, 2)]


def mineral_rights(seed, blocks):
    """3,000 areas round ore fields: most of them overlap others of the layer."""
    dice = Dice(seed, "minerals")
    fields = blocks.near(dice, 60, 9_000)
    for name, field in zip(named("M", 3_000), dice.whole(0, 59, 3_000)):
        at = fields[field] + dice.between(-15_000, 15_000, 2) * METRE * (STRETCH, 1.0)
        ring = ragged_ring(dice, at, dice.between(400, 5_000) * METRE, dice.whole(12, 90), STRETCH)
        yield polygon([ring]), name


def settlements(seed, blocks):
    dice = Dice(seed, "settlements")
    names = iter(named("H", 20_000))
    for vertices in range(5, 15):
        centres = blocks.near(dice, 2_000, 6_000)
        radii = dice.between(60, 450, 2_000) * METRE
        for blob in polygons(small_rings(dice, centres, radii, vertices, STRETCH)):
            yield blob, next(names)


def sites(seed, blocks, count):
    """Parcels of 4 to 12 corners and 0.5 to 50 ha that do not overlap each other. They stand on
    a lattice in each block, denser round its centre; a smaller number is a part of a larger one."""
    dice = Dice(seed, "sites")
    pitches = np.array([160.0, 240.0, 360.0, 540.0, 860.0])
    kind = dice.whole(0, len(pitches) - 1, len(blocks.centres))
    at, pitch_of, weight = [], [], []
    for block, centre in enumerate(blocks.centres):
        pitch = pitches[kind[block]]
        side = int(BLOCK / pitch)
        lattice = (np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
                   - (side - 1) / 2) * pitch
        at.append(centre + lattice * METRE * (STRETCH, 1.0))
        pitch_of.append(np.full(len(lattice), pitch))
        far = (lattice**2).sum(axis=1) / BLOCK**2
        weight.append(blocks.weights[block] * np.exp(-8.0 * far) * (pitch / 300.0))
    at, pitch_of, weight = map(np.concatenate, (at, pitch_of, weight))
    if count > len(at):
        raise SystemExit(f"the province has room for {len(at)} sites")
    # Each place waits for a time drawn by its weight; the first ones are taken.
    first = np.sort(np.argsort(-np.log(1.0 - dice.roll(len(at))) / weight, kind="stable")[:count])
    corners = dice.whole(4, 12, len(at))
    for vertices in range(4, 13):
        # All places roll their dice, taken or not: so a site is the same in every number of sites.
        here = np.flatnonzero(corners == vertices)
        reach = 0.48 * pitch_of[here] * dice.between(0.75, 1.0, len(here)) * METRE
        rings = small_rings(dice, at[here], reach, vertices, STRETCH)
        taken = np.isin(here, first, assume_unique=True)
        for blob, place in zip(polygons(rings[taken]), here[taken]):
            yield blob, f"S{place:07d}", f"地块{place:07d}"
