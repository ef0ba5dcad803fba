// SPDX-License-Identifier: Apache-2.0
#include "differential/pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace differential {

using oracle::Position;
using oracle::Ring;
using oracle::Stars;
using xuanzhi::geometry::from_wkt;
using xuanzhi::geometry::Geos;
using xuanzhi::geometry::Shape;

namespace {

using Texts = std::pair<std::string, std::string>;

Ring shifted(const Ring& ring, double azimuth, double metres) {
  const Position to = oracle::moved(ring.front(), azimuth, metres);
  Ring out;
  for (const Position& p : ring)
    out.push_back({p.x + (to.x - ring.front().x), p.y + (to.y - ring.front().y)});
  return out;
}

Position near(Stars& dice, Position home, double most_m) {
  return oracle::moved(home, dice.uniform(0.0, 360.0), dice.uniform(0.0, most_m));
}

/// Radii halved and joined again: an outline that is ragged on every scale.
Ring ragged(Stars& dice, Position centre, double radius_m, int octaves) {
  std::vector<double> radii(5, 0.0);
  double swing = 0.12;
  for (int octave = 0; octave < octaves; ++octave, swing *= 0.6) {
    std::vector<double> finer;
    for (std::size_t i = 0; i < radii.size(); ++i) {
      const double next = radii[(i + 1) % radii.size()];
      finer.push_back(radii[i] + dice.uniform(-swing, swing));
      finer.push_back(0.5 * (radii[i] + next) + dice.uniform(-swing, swing));
    }
    radii = std::move(finer);
  }
  Ring out;
  for (std::size_t i = 0; i < radii.size(); ++i) {
    const double azimuth = -360.0 * static_cast<double>(i) / static_cast<double>(radii.size());
    out.push_back(oracle::moved(centre, azimuth, radius_m * std::max(0.4, 1.0 + radii[i])));
  }
  out.push_back(out.front());
  return out;
}

Texts ragged_pair(Stars& dice, Position home) {
  const double radius = dice.uniform(500.0, 5'000.0);
  const Ring shell = ragged(dice, home, radius, 4 + static_cast<int>(dice.uniform(0.0, 5.0)));
  const Ring hole = ragged(dice, home, 0.2 * radius, 4);
  const Ring site = dice.star(near(dice, home, 1.2 * radius), 60.0, 0.4 * radius);
  return {oracle::polygon(site), oracle::polygon(shell, hole)};
}

/// The part of a star-shaped ring between two of its corners and its centre, and the rest.
Texts shared_edge_pair(Stars& dice, Position home) {
  const Ring ring = dice.star(home, 200.0, 800.0);
  const auto half = ring.begin() + static_cast<std::ptrdiff_t>(ring.size() / 2);
  Ring one(ring.begin(), half + 1), two(half, ring.end());
  for (Ring* part : {&one, &two}) part->push_back(home), part->push_back(part->front());
  // Half of the pairs have whole edges in common, half an area too.
  return {oracle::polygon(one), oracle::polygon(dice.uniform(0.0, 1.0) < 0.5 ? two : ring)};
}

Texts collinear_pair(Stars& dice, Position home) {
  const Ring ring = dice.star(home, 200.0, 800.0);
  Ring other;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    other.push_back(oracle::between(ring[i - 1], ring[i], dice.uniform(0.05, 0.45)));
    if (dice.uniform(0.0, 1.0) < 0.6) {
      other.push_back(oracle::between(ring[i - 1], ring[i], dice.uniform(0.55, 0.95)));
    }
  }
  other.push_back(other.front());
  return {oracle::polygon(ring), oracle::polygon(other)};
}

Texts touching_pair(Stars& dice, Position home) {
  const Ring ring = dice.star(home, 200.0, 800.0);
  const auto corner =
      static_cast<std::size_t>(dice.uniform(0.0, static_cast<double>(ring.size()) - 1.001));
  const double azimuth = dice.uniform(0.0, 360.0);
  const Position p = ring[corner], q = oracle::moved(p, azimuth, dice.uniform(50.0, 500.0)),
                 r = oracle::moved(p, azimuth - dice.uniform(5.0, 60.0), 300.0);
  return {oracle::polygon(ring), oracle::polygon({p, q, r, p})};
}

Texts filled_hole_pair(Stars& dice, Position home) {
  const Ring hole = dice.star(home, 100.0, 400.0);
  const Ring shell = dice.star(home, 3'000.0, 3'300.0);
  // Exactly the hole, or a little more or less of it.
  const double roll = dice.uniform(0.0, 1.0);
  const Ring site =
      roll < 0.6 ? hole : shifted(hole, dice.uniform(0.0, 360.0), roll < 0.8 ? 1e-6 : 5.0);
  return {oracle::polygon(site), oracle::polygon(shell, hole)};
}

/// Out of the middle of an edge and back again, some micrometres aside.
Ring spiked(Stars& dice, const Ring& ring) {
  Ring out;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Position a = ring[i - 1], b = ring[i];
    out.push_back(a);
    if (dice.uniform(0.0, 1.0) > 0.4) continue;
    const double at = dice.uniform(0.3, 0.7);
    const double length = dice.uniform(-0.05, 0.5);
    const Position tip{oracle::between(a, b, at).x + length * (b.y - a.y),
                       oracle::between(a, b, at).y - length * (b.x - a.x)};
    const double width = std::pow(10.0, dice.uniform(-9.0, -6.0));
    out.push_back(oracle::between(a, b, at - width));
    out.push_back(tip);
    out.push_back(oracle::between(a, b, at + width));
  }
  out.push_back(out.front());
  return out;
}

Texts spike_pair(Stars& dice, Position home) {
  const Ring site = spiked(dice, dice.star(home, 200.0, 800.0));
  const Ring other = spiked(dice, dice.star(near(dice, home, 800.0), 200.0, 800.0));
  return {oracle::polygon(site), oracle::polygon(other)};
}

Texts same_pair(Stars& dice, Position home) {
  const Ring ring = dice.star(home, 100.0, 900.0);
  Ring other(ring.begin(), ring.end() - 1);
  std::rotate(other.begin(), other.begin() + 2, other.end());
  other.push_back(other.front());
  return {oracle::polygon(ring), oracle::polygon(other)};
}

/// Corners in whole millimetres of a 3° zone with its number before the easting; the areas share
/// corners that their surveyors wrote alike.
Texts zoned_pair(Stars& dice) {
  static const std::array kZones{oracle::Projection::to_crs("EPSG:4524"),   // zone 36
                                 oracle::Projection::to_crs("EPSG:4526"),   // zone 38
                                 oracle::Projection::to_crs("EPSG:4528")};  // zone 40
  const auto zone = std::min<std::size_t>(2, static_cast<std::size_t>(dice.uniform(0.0, 3.0)));
  const Position home{36'500'000.0 + 2e6 * static_cast<double>(zone) + dice.uniform(-1e5, 1e5),
                      dice.uniform(3.5e6, 4.8e6)};
  const auto millimetres = [](double metres) { return std::round(1e3 * metres) / 1e3; };
  Ring one, two;
  const int corners = 4 + static_cast<int>(dice.uniform(0.0, 9.0));
  for (int i = 0; i < corners; ++i) {
    const double angle = 2.0 * std::numbers::pi * (i + dice.uniform(0.1, 0.9)) / corners;
    const auto corner = [&](double radius) {
      return kZones[zone].inverse({millimetres(home.x + radius * std::cos(angle)),
                                   millimetres(home.y + radius * std::sin(angle))});
    };
    one.push_back(corner(dice.uniform(50.0, 400.0)));
    two.push_back(dice.uniform(0.0, 1.0) < 0.6 ? one.back() : corner(dice.uniform(50.0, 400.0)));
  }
  one.push_back(one.front());
  two.push_back(two.front());
  return {oracle::polygon(one), oracle::polygon(two)};
}

Texts texts_of(Kind kind, Stars& dice) {
  const Position home{dice.uniform(73.5, 134.5), dice.uniform(18.0, 53.0)};
  switch (kind) {
    case Kind::ragged:
      return ragged_pair(dice, home);
    case Kind::shared_edge:
      return shared_edge_pair(dice, home);
    case Kind::collinear:
      return collinear_pair(dice, home);
    case Kind::micrometre: {
      const Ring ring = dice.star(home, 100.0, 900.0);
      return {oracle::polygon(ring),
              oracle::polygon(shifted(ring, dice.uniform(0.0, 360.0), 1e-6))};
    }
    case Kind::touching:
      return touching_pair(dice, home);
    case Kind::filled_hole:
      return filled_hole_pair(dice, home);
    case Kind::spike:
      return spike_pair(dice, home);
    case Kind::same:
      return same_pair(dice, home);
    case Kind::zoned_metres:
      return zoned_pair(dice);
    default:
      return {oracle::polygon(dice.star(home, 100.0, 1'000.0)),
              oracle::polygon(dice.star(near(dice, home, 1'500.0), 10.0, 1'500.0))};
  }
}

}  // namespace

std::string name_of(Kind kind) {
  static constexpr std::array kNames{"stars",      "ragged",      "shared edge", "collinear",
                                     "micrometre", "touching",    "filled hole", "spike",
                                     "same",       "zoned metres"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<Pair> draw_pair(const Geos& geos, unsigned number) {
  Stars dice(number);
  const auto kind = static_cast<Kind>(number % static_cast<unsigned>(Kind::count));
  const Texts texts = texts_of(kind, dice);
  Pair pair{kind, from_wkt(geos, texts.first), from_wkt(geos, texts.second)};
  const auto valid = [&](const Shape& shape) {
    return GEOSisValid_r(geos.handle(), shape.get()) == 1;
  };
  if (!valid(pair.a) || !valid(pair.b)) return std::nullopt;
  return pair;
}

}  // namespace differential
