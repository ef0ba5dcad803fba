// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include "support/catch.h"

#include "geometry/box_lanes.h"
#include "geometry/coarse_box.h"
#include "geometry/packed_tree.h"
#include "xuanzhi/geometry/place_order.h"

using namespace xuanzhi::geometry;  // NOLINT(google-build-using-namespace)

namespace {

// Boxes from a metre to a degree, on a grid so coarse that many only touch, or anywhere.
class Boxes {
 public:
  explicit Boxes(unsigned seed) : dice_(seed) {}

  Box next() {
    const double scale = std::pow(10.0, number(-5.0, 0.0));
    Box box{number(-180.0, 179.0), number(-90.0, 89.0), 0.0, 0.0};
    if (number(0.0, 1.0) < 0.5) box = {106.7 + number(0.0, 0.5), 39.4 + number(0.0, 0.5), 0.0, 0.0};
    box.max_x = box.min_x + scale * number(0.0, 1.0);
    box.max_y = box.min_y + scale * number(0.0, 1.0);
    if (number(0.0, 1.0) < 0.5) {
      for (double* side : {&box.min_x, &box.min_y, &box.max_x, &box.max_y})
        *side = std::round(*side / kGrid) * kGrid;
    }
    return box;
  }
  std::vector<Box> many(std::size_t count) {
    std::vector<Box> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(next());
    return out;
  }

 private:
  static constexpr double kGrid = 1e-3;
  double number(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(dice_);
  }
  std::mt19937 dice_;
};

bool holds(const CoarseBox& outer, const Box& box) {
  return outer.min_x <= box.min_x && outer.min_y <= box.min_y && box.max_x <= outer.max_x &&
         box.max_y <= outer.max_y;
}

TEST_CASE("A coarse box holds what it is around and little more", "[tree]") {
  static constexpr double kThreeMetres = 3e-5;
  Boxes boxes(1);
  for (int i = 0; i < 20'000; ++i) {
    const Box box = boxes.next();
    const CoarseBox coarse(box);
    REQUIRE(holds(coarse, box));
    REQUIRE(box.min_x - coarse.min_x <= kThreeMetres);
    REQUIRE(coarse.max_y - box.max_y <= kThreeMetres);
  }
  for (const double value : {0.0, -0.0, 1e-300, -1e-300, 1e-40, -1e-40, 180.0, -180.0,
                             std::numeric_limits<double>::min()}) {
    const Box box{value, value, value, value};
    CHECK(holds(CoarseBox(box), box));
  }
}

TEST_CASE("A tree finds every box that shares a point with another", "[tree]") {
  Boxes source(2);
  for (const std::size_t count : {1, 7, 8, 9, 64, 65, 700}) {
    const std::vector<Box> boxes = source.many(count);
    const PackedTree tree(boxes);
    std::size_t found_too_many = 0;
    for (int i = 0; i < 300; ++i) {
      // One of the boxes itself, now and then, has a neighbour that only touches it.
      const Box asked = i % 2 == 0 ? source.next() : boxes[static_cast<std::size_t>(i) % count];
      std::vector<std::uint32_t> found;
      tree.meeting(asked, found);
      CHECK(std::is_sorted(found.begin(), found.end()));
      CHECK(tree.meets(asked) == !found.empty());
      const std::set<std::uint32_t> all(found.begin(), found.end());
      CHECK(all.size() == found.size());
      for (std::uint32_t k = 0; k < count; ++k) {
        if (boxes[k].intersects(asked)) CHECK(all.contains(k));
        found_too_many += !boxes[k].intersects(asked) && all.contains(k) ? 1 : 0;
      }
    }
    CHECK(found_too_many <= 15 * count);  // what rounding lets touch: a few in a hundred
  }
}

TEST_CASE("Gaps to the boxes of a block are never longer than they are", "[tree]") {
  Boxes boxes(3);
  const DegreeFloor degree{85'000.0, 111'000.0};
  for (int i = 0; i < 5000; ++i) {
    const Box from = boxes.next();
    std::vector<Box> others;
    PackedTree::Block block = PackedTree::Block::nothing();
    for (std::size_t k = 0; k + 1 < PackedTree::kWide; ++k) {
      others.push_back(boxes.next());
      block.put(k, CoarseBox(others.back()));
    }
    const auto square_of = [&](const Box& to) {
      const double x = std::max({0.0, from.min_x - to.max_x, to.min_x - from.max_x}) * degree.x_m;
      const double y = std::max({0.0, from.min_y - to.max_y, to.min_y - from.max_y}) * degree.y_m;
      return x * x + y * y;
    };
    Lanes squares;
    const double most = square_of(others.front());
    const unsigned within = gaps_within(block, CoarseBox(from), degree, most, squares);
    for (std::size_t k = 0; k < others.size(); ++k) {
      const double square = square_of(others[k]);
      REQUIRE(static_cast<double>(squares[k]) <= square);
      if (square <= most) REQUIRE((within >> k & 1U) == 1U);
      // Metres that rounding takes away on either side.
      const double lost = std::sqrt(square) - std::sqrt(static_cast<double>(squares[k]));
      REQUIRE(lost <= 12.0 + 1e-5 * std::sqrt(square));
    }
    REQUIRE((within >> others.size() & 1U) == 0U);
  }
}

TEST_CASE("The curve of places goes from neighbour to neighbour", "[tree]") {
  // The first 2^10 steps of 2^16 fill a square of 32 by 32 in the corner where the curve begins.
  static constexpr std::uint32_t kSide = 32;
  const Box whole{0.0, 0.0, 65535.0, 65535.0};
  std::vector<Point> by_place(std::size_t{kSide} * kSide, Point{-1.0, -1.0});
  for (std::uint32_t x = 0; x < kSide; ++x) {
    for (std::uint32_t y = 0; y < kSide; ++y) {
      const Point point{static_cast<double>(x), static_cast<double>(y)};
      const std::uint32_t place = hilbert_place(whole, point);
      REQUIRE(place < by_place.size());
      REQUIRE(by_place[place].x < 0.0);
      by_place[place] = point;
    }
  }
  for (std::size_t i = 1; i < by_place.size(); ++i) {
    const double step =
        std::abs(by_place[i].x - by_place[i - 1].x) + std::abs(by_place[i].y - by_place[i - 1].y);
    REQUIRE(step == 1.0);
  }
  // It ends in the other corner of the same side, as each part of it does.
  CHECK(hilbert_place(whole, {65535.0, 0.0}) == std::numeric_limits<std::uint32_t>::max());
}

TEST_CASE("Boxes at one place keep their order", "[tree]") {
  const Box here{1.0, 1.0, 2.0, 2.0};
  const Box there{5.0, 5.0, 6.0, 6.0};
  CHECK(in_order_of_place({there, here, here, there}) == std::vector<std::size_t>{1, 2, 0, 3});
  CHECK(in_order_of_place({}).empty());
}

}  // namespace
