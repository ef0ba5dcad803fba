// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/region_index.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

// Features with more vertices than this are cut to the probe's box before an overlay.
constexpr std::size_t kClipAbove = 256;
// The search for the nearest item starts with this reach and grows fourfold.
constexpr double kFirstReach = 1000.0;
constexpr double kReachGrowth = 4.0;
// Half the girth of the Earth: nothing lies farther away.
constexpr double kFarthest = 2.1e7;

Point centre_of(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

}  // namespace

void Probe::Free::operator()(const GEOSPreparedGeometry* prepared) const {
  GEOSPreparedGeom_destroy_r(context, prepared);
}

Probe::Probe(const Shape& area, AreaBasis basis)
    : area_(&area),
      box_(area.box()),
      plane_(centre_of(box_)),
      meter_(basis, centre_of(box_)),
      plane_area_(plane_.to_plane(area)),
      area_m2_(meter_.area_m2(area)),
      prepared_(GEOSPrepare_r(area.context(), area.get()), Free{area.context()}) {}

Probe::~Probe() = default;
Probe::Probe(Probe&&) noexcept = default;

bool Probe::intersects(const Shape& other) const {
  const char answer = GEOSPreparedIntersects_r(area_->context(), prepared_.get(), other.get());
  return answer == 2 ? geometry::intersects(*area_, other) : answer == 1;
}

bool Probe::covers(const Shape& other) const {
  return GEOSPreparedCovers_r(area_->context(), prepared_.get(), other.get()) == 1;
}

struct RegionIndex::Tree {
  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSSTRtree* tree) const { GEOSSTRtree_destroy_r(context, tree); }
  };
  std::vector<Shape> envelopes;  // the tree borrows them
  std::vector<std::size_t> numbers;
  std::unique_ptr<GEOSSTRtree, Free> tree;
};

RegionIndex::RegionIndex(const Geos& geos, std::vector<RegionItem> items)
    : geos_(&geos), items_(std::move(items)), tree_(std::make_unique<Tree>()) {
  static constexpr std::size_t kNodeCapacity = 10;
  const GEOSContextHandle_t h = geos.handle();
  tree_->tree = {GEOSSTRtree_create_r(h, kNodeCapacity), Tree::Free{h}};
  tree_->numbers.resize(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    boxes_.push_back(items_[i].shape->box());
    widest_m_ = std::max(widest_m_, items_[i].half_width_m);
    tree_->numbers[i] = i;
    // A box without extent is no polygon to GEOS; a point or a line is.
    tree_->envelopes.emplace_back(geos, GEOSEnvelope_r(h, items_[i].shape->get()));
    GEOSSTRtree_insert_r(h, tree_->tree.get(), tree_->envelopes.back().get(), &tree_->numbers[i]);
  }
}

RegionIndex::~RegionIndex() = default;
RegionIndex::RegionIndex(RegionIndex&&) noexcept = default;

std::vector<std::size_t> RegionIndex::in_box(const Box& box) const {
  std::vector<std::size_t> found;
  if (items_.empty()) return found;
  const Shape query = make_box(*geos_, box);
  GEOSSTRtree_query_r(
      geos_->handle(), tree_->tree.get(), query.get(),
      [](void* item, void* out) noexcept {
        static_cast<std::vector<std::size_t>*>(out)->push_back(*static_cast<std::size_t*>(item));
      },
      &found);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::size_t> RegionIndex::touching(const Probe& probe) const {
  std::vector<std::size_t> out;
  for (const std::size_t i : in_box(probe.box())) {
    if (probe.intersects(*items_[i].shape)) out.push_back(i);
  }
  return out;
}

std::vector<RegionOverlap> RegionIndex::overlaps(const Probe& probe) const {
  std::vector<RegionOverlap> out;
  for (const std::size_t i : touching(probe)) {
    const Shape& shape = *items_[i].shape;
    if (shape.dimension() < 2) continue;
    const bool inside = probe.covers(shape);
    const bool large = !inside && shape.vertex_count() > kClipAbove;
    Shape piece = inside  ? shape.clone()
                  : large ? intersection(probe.area(), clipped(shape, grown(probe.box(), 1.0)))
                          : intersection(probe.area(), shape);
    const double area = probe.area_m2(piece);
    if (area > 0.0) out.push_back({i, std::move(piece), area});
  }
  return out;
}

namespace {

// Distance from the probe to the part of a shape within a box; nothing where no part is.
std::optional<double> distance_within(const Probe& probe, const Shape& shape, const Box& box) {
  const Shape near = clipped(outline(shape), box);
  if (near.empty()) return std::nullopt;
  const NearestPoints pair = nearest_points(probe.plane_area(), probe.plane().to_plane(near));
  return geodesic_distance_m(probe.plane().to_lon_lat(pair.on_a),
                             probe.plane().to_lon_lat(pair.on_b));
}

// Of several at the same distance the first item, in whatever order they come.
void keep_nearer(std::optional<RegionNearest>& best, std::size_t item, double distance) {
  const bool nearer = !best || distance < best->distance_m ||
                      (distance == best->distance_m && item < best->item);
  if (nearer) best = RegionNearest{item, distance};
}

// Rough, for an order only: how far two boxes are apart, squared, in degrees of latitude.
double rough_gap(const Box& a, const Box& b) {
  const DegreeLength degree = degree_length(centre_of(a).y);
  const double x = std::max({0.0, a.min_x - b.max_x, b.min_x - a.max_x});
  const double y = std::max({0.0, a.min_y - b.max_y, b.min_y - a.max_y});
  const double narrow = x * degree.longitude_m / degree.latitude_m;
  return narrow * narrow + y * y;
}

}  // namespace

RegionProximity meeting(const std::vector<RegionOverlap>& overlaps) {
  const auto largest = std::max_element(
      overlaps.begin(), overlaps.end(),
      [](const RegionOverlap& a, const RegionOverlap& b) { return a.area_m2 < b.area_m2; });
  const RegionNearest nearest{largest->item, 0.0};
  return {nearest, nearest};
}

RegionProximity RegionIndex::proximity(const Probe& probe, std::optional<double> within_m) const {
  RegionProximity out;
  if (items_.empty()) return out;
  const std::vector<std::size_t> met = touching(probe);
  if (!met.empty()) {
    const std::vector<RegionOverlap> shared = overlaps(probe);
    if (!shared.empty()) return meeting(shared);
    out.shape = out.edge = RegionNearest{met.front(), 0.0};
    return out;
  }
  const double bound = within_m.value_or(kFarthest) + widest_m_;
  for (double reach = std::min(kFirstReach + widest_m_, bound);;) {
    Box box = grown(probe.box(), reach);
    std::vector<std::pair<double, std::size_t>> order;
    for (const std::size_t i : in_box(box))
      order.emplace_back(rough_gap(probe.box(), boxes_[i]), i);
    std::sort(order.begin(), order.end());
    for (const auto& [gap, i] : order) {
      if (!boxes_[i].intersects(box)) continue;
      const std::optional<double> distance = distance_within(probe, *items_[i].shape, box);
      if (!distance) continue;
      keep_nearer(out.shape, i, *distance);
      keep_nearer(out.edge, i, std::max(0.0, *distance - items_[i].half_width_m));
      // What lies beyond can be neither the nearest shape nor, with its width, the nearest edge.
      const double enough = 1.001 * (out.shape->distance_m + widest_m_);
      if (enough < reach) box = grown(probe.box(), enough);
    }
    // Whatever was found beyond the reach may have a nearer rival that the box left out.
    const double needed = out.shape ? out.shape->distance_m + widest_m_ : kFarthest;
    if (needed <= reach || reach >= bound) break;
    reach = std::min(out.shape ? needed * 1.001 : reach * kReachGrowth, bound);
    out = {};
  }
  if (within_m && out.shape && out.shape->distance_m > *within_m) out.shape.reset();
  if (within_m && out.edge && out.edge->distance_m > *within_m) out.edge.reset();
  return out;
}

Shape RegionIndex::surroundings(const Probe& probe, double reach_m) const {
  const Box box = grown(probe.box(), reach_m);
  std::vector<Shape> near;
  for (const std::size_t i : in_box(box)) {
    const Shape& shape = *items_[i].shape;
    if (shape.dimension() < 2) continue;
    Shape part = clipped(shape, box);
    if (!part.empty()) near.push_back(std::move(part));
  }
  if (near.empty()) return make_empty(*geos_);
  return union_of(*geos_, std::move(near));
}

}  // namespace xuanzhi::geometry
