# SPDX-License-Identifier: Apache-2.0
"""Numbers that are the same on every machine, and the outlines that are drawn with them."""

import numpy as np

TURN = 2.0 * np.pi
_STEP = np.uint64(0x9E3779B97F4A7C15)


def mixed(counter):
    """SplitMix64 (Steele, Lea, Flood 2014) of an array of counters, as numbers in [0, 1)."""
    z = counter
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


class Dice:
    """A stream of its own for each name: a layer does not change when another one does."""

    def __init__(self, seed, name):
        state = np.uint64(seed)
        with np.errstate(over="ignore"):
            for letter in name.encode():
                state = (state ^ np.uint64(letter)) * np.uint64(0x100000001B3)
        self._state = state

    def roll(self, *shape):
        count = int(np.prod(shape)) if shape else 1
        with np.errstate(over="ignore"):
            counters = self._state + _STEP * np.arange(1, count + 1, dtype=np.uint64)
            self._state = self._state + _STEP * np.uint64(count)
            values = mixed(counters)
        return values.reshape(shape) if shape else float(values[0])

    def between(self, low, high, *shape):
        return low + (high - low) * self.roll(*shape)

    def whole(self, low, high, *shape):
        """Whole numbers from low to high, both included."""
        values = np.floor(self.between(low, high + 1, *shape))
        return values.astype(int) if shape else int(values)


def fractal(dice, count, knots=5, fall=0.6, closed=True):
    """`count` values in [-1, 1]: noise whose weight falls with every octave."""
    at = np.arange(count) / (count if closed else max(1, count - 1))
    values = np.zeros(count)
    weight, whole = 1.0, 0.0
    while knots < count:
        noise = dice.between(-1.0, 1.0, knots if closed else knots + 1)
        if closed:
            noise = np.append(noise, noise[0])
        values += weight * np.interp(at * knots, np.arange(knots + 1), noise)
        whole += weight
        weight, knots = weight * fall, knots * 2
    return values / whole if whole else values


def ragged_ring(dice, centre, radius, count, stretch):
    """A ragged closed ring that every ray from its centre meets once: it never crosses itself.
    Its radii lie between 0.6 and 1 of `radius` (degrees of latitude)."""
    radii = radius * (0.8 + 0.2 * fractal(dice, count))
    angle = TURN * np.arange(count) / count
    ring = np.column_stack([centre[0] + stretch * radii * np.cos(angle),
                            centre[1] + radii * np.sin(angle)])
    return np.vstack([ring, ring[:1]])


def small_rings(dice, centres, radii, vertices, stretch):
    """Closed star-shaped rings of `vertices` corners each, as an array (rings, vertices + 1, 2)."""
    count = len(centres)
    # Gaps between the angles stay below half a turn, so that the centre lies inside.
    spread = (np.arange(vertices) + dice.between(-0.3, 0.3, count, vertices)) / vertices
    angle = TURN * (spread + dice.roll(count, 1))
    reach = radii[:, None] * dice.between(0.7, 1.0, count, vertices)
    rings = np.empty((count, vertices + 1, 2))
    rings[:, :-1, 0] = centres[:, :1] + stretch * reach * np.cos(angle)
    rings[:, :-1, 1] = centres[:, 1:] + reach * np.sin(angle)
    rings[:, -1] = rings[:, 0]
    return rings
