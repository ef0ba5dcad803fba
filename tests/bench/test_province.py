#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What benchmarks rely on: the province is the same everywhere and for every number of sites."""

import itertools
import struct
import sys
import unittest

try:
    import numpy as np
except ImportError:
    print("skipped: there is no NumPy (python3-numpy)")
    sys.exit(77)

from province import layers
from province.dice import Dice, mixed


def shell(blob):
    """Corners of the first ring of a polygon: 40 bytes of head, then WKB."""
    order, kind, rings, corners = struct.unpack_from("<BIII", blob, 40)
    assert blob[:4] == b"GP\0\3" and (order, kind) == (1, 3) and rings >= 1
    return [struct.unpack_from("<2d", blob, 53 + 16 * i) for i in range(corners)]


class Province(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.blocks = layers.Blocks(4)

    def test_dice_are_splitmix64(self):
        # First number of the published generator for the seed 0.
        counter = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
        self.assertEqual(mixed(counter)[0], (0xE220A8397B1DCDAF >> 11) * 2.0**-53)

    def test_streams_do_not_depend_on_each_other(self):
        one, other = Dice(4, "a"), Dice(4, "b")
        self.assertNotEqual(one.roll(), other.roll())
        again = Dice(4, "a")
        self.assertEqual(list(again.roll(3))[1:], list(one.roll(2)))

    def test_fewer_sites_are_a_part_of_more(self):
        few = {site: blob for blob, site, _ in layers.sites(4, self.blocks, 40)}
        many = {site: blob for blob, site, _ in layers.sites(4, self.blocks, 900)}
        self.assertEqual((len(few), len(many)), (40, 900))
        self.assertEqual(few, {site: many.get(site) for site in few})

    def test_sites_have_4_to_12_corners_and_up_to_50_ha(self):
        for blob, *_ in layers.sites(4, self.blocks, 900):
            ring = shell(blob)
            self.assertEqual(ring[0], ring[-1])
            self.assertIn(len(ring) - 1, range(4, 13))
            twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in
                        ((np.subtract(a, ring[0]), np.subtract(b, ring[0]))
                         for a, b in itertools.pairwise(ring)))
            hectares = 0.5 * twice / layers.STRETCH / layers.METRE**2 / 1e4
            self.assertGreater(hectares, 0.2)
            self.assertLess(hectares, 50.0)

    def test_plots_share_their_edges_bit_by_bit(self):
        edges = set()
        shared = 0
        for blob, _ in itertools.islice(layers.farmland(4, self.blocks), 32 * 32):
            for a, b in itertools.pairwise(shell(blob)):
                shared += (b, a) in edges
                edges.add((a, b))
        # Two halves of each of the 2 · 31 · 32 inner edges of a patch.
        self.assertEqual(shared, 2 * 2 * 31 * 32)


if __name__ == "__main__":
    unittest.main()
