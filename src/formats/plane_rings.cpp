// SPDX-License-Identifier: Apache-2.0
#include "plane_rings.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

namespace xuanzhi::formats {

namespace {

enum class Side { inside, outside, boundary };

Side side_of(const Point& p, const Ring& ring) {
  bool inside = false;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[i + 1];
    const double cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    const bool within = p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) &&
                        p.y >= std::min(a.y, b.y) && p.y <= std::max(a.y, b.y);
    if (cross == 0.0 && within) return Side::boundary;
    if ((a.y > p.y) != (b.y > p.y) && (b.y > a.y ? cross > 0.0 : cross < 0.0)) inside = !inside;
  }
  return inside ? Side::inside : Side::outside;
}

struct Candidate {
  Ring ring;
  geometry::Box box;
  double area = 0.0;
};

bool within(const geometry::Box& inner, const geometry::Box& outer) {
  return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
         inner.max_y <= outer.max_y;
}

// The first vertex, then the first middle of an edge, that is not on the other ring decides: a hole
// may touch the ring around it.
bool contains(const Candidate& outer, const Candidate& inner) {
  if (outer.area <= inner.area || !within(inner.box, outer.box)) return false;
  for (const Point& p : inner.ring) {
    const Side side = side_of(p, outer.ring);
    if (side != Side::boundary) return side == Side::inside;
  }
  for (std::size_t i = 0; i + 1 < inner.ring.size(); ++i) {
    const Point middle{(inner.ring[i].x + inner.ring[i + 1].x) / 2,
                       (inner.ring[i].y + inner.ring[i + 1].y) / 2};
    const Side side = side_of(middle, outer.ring);
    if (side != Side::boundary) return side == Side::inside;
  }
  return false;
}

Candidate candidate_of(Ring ring) {
  Candidate out;
  out.area = std::abs(signed_area(ring));
  out.box = {ring.front().x, ring.front().y, ring.front().x, ring.front().y};
  for (const Point& p : ring) out.box = out.box.united({p.x, p.y, p.x, p.y});
  out.ring = std::move(ring);
  return out;
}

class WkbBytes {
 public:
  void header(std::uint32_t type) {
    static_assert(std::endian::native == std::endian::little);
    bytes_ += '\x01';
    number(type);
  }
  void number(std::uint32_t value) { append(&value, sizeof value); }
  void point(const Point& p) {
    append(&p.x, sizeof p.x);
    append(&p.y, sizeof p.y);
  }
  void path(const std::vector<Point>& points) {
    number(static_cast<std::uint32_t>(points.size()));
    for (const Point& p : points) point(p);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void append(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
  }
  std::string bytes_;
};

constexpr std::uint32_t kPoint = 1;
constexpr std::uint32_t kLine = 2;
constexpr std::uint32_t kPolygon = 3;
constexpr std::uint32_t kToMulti = 3;  // a multi type's number is its single type's plus 3

template <typename Part, typename Write>
std::string wkb_of(std::uint32_t type, const std::vector<Part>& parts, Write&& write) {
  WkbBytes out;
  if (parts.size() != 1) {
    out.header(type + kToMulti);
    out.number(static_cast<std::uint32_t>(parts.size()));
  }
  for (const Part& part : parts) {
    out.header(type);
    write(out, part);
  }
  return out.take();
}

}  // namespace

double signed_area(const Ring& ring) {
  if (ring.empty()) return 0.0;
  // Relative to the first vertex: products of full coordinates lose the square centimetres.
  const Point origin = ring.front();
  double twice = 0.0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    twice += (ring[i].x - origin.x) * (ring[i + 1].y - origin.y) -
             (ring[i + 1].x - origin.x) * (ring[i].y - origin.y);
  }
  return twice / 2.0;
}

std::vector<RingGroup> grouped_by_containment(std::vector<Ring> rings) {
  std::vector<Candidate> all;
  for (Ring& ring : rings) all.push_back(candidate_of(std::move(ring)));

  std::vector<std::size_t> depth(all.size(), 0);
  std::vector<std::optional<std::size_t>> parent(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (i == j || !contains(all[j], all[i])) continue;
      ++depth[i];
      if (!parent[i] || all[j].area < all[*parent[i]].area) parent[i] = j;
    }
  }

  std::vector<RingGroup> groups;
  std::vector<std::size_t> group_of(all.size(), 0);
  std::vector<std::size_t> holes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    // A hole whose parent is itself a hole (rings that cross) stands alone; the repair sees it.
    if (depth[i] % 2 == 1 && depth[*parent[i]] % 2 == 0) {
      holes.push_back(i);
      continue;
    }
    group_of[i] = groups.size();
    groups.emplace_back();
    groups.back().push_back(std::move(all[i].ring));
  }
  for (const std::size_t i : holes) {
    groups[group_of[*parent[i]]].push_back(std::move(all[i].ring));
  }
  return groups;
}

std::string polygons_wkb(const std::vector<RingGroup>& polygons) {
  return wkb_of(kPolygon, polygons, [](WkbBytes& out, const RingGroup& polygon) {
    out.number(static_cast<std::uint32_t>(polygon.size()));
    for (const Ring& ring : polygon) out.path(ring);
  });
}

std::string lines_wkb(const std::vector<std::vector<Point>>& lines) {
  return wkb_of(kLine, lines,
                [](WkbBytes& out, const std::vector<Point>& line) { out.path(line); });
}

std::string points_wkb(const std::vector<Point>& points) {
  return wkb_of(kPoint, points, [](WkbBytes& out, const Point& point) { out.point(point); });
}

}  // namespace xuanzhi::formats
