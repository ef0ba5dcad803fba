// SPDX-License-Identifier: Apache-2.0
#include "land_classes.h"

#include <algorithm>
#include <utility>

#include "nearby.h"
#include "xuanzhi/geometry/area_meter.h"

namespace xuanzhi::products::report {

namespace {

using geometry::Shape;
using workspace::Layer;
using workspace::Role;

// The ground near the site that the layers of a role hold, as one area.
Shape ground_of(const std::vector<Layer>& layers, const Role& role, const Shape& site) {
  std::vector<Shape> pieces;
  for (const Layer& layer : layers) {
    if (layer.role != &role || !layer.in_force) continue;
    for (const NearbyFeature& near : features_in(layer, site)) {
      if (near.shape.dimension() != 2) continue;
      Shape piece = geometry::clipped(near.shape, site.box());
      if (!piece.empty()) pieces.push_back(std::move(piece));
    }
  }
  if (pieces.empty()) return geometry::make_empty(site.geos());
  return geometry::union_of(site.geos(), std::move(pieces));
}

}  // namespace

std::vector<LandShare> land_shares(const workspace::Workspace& workspace,
                                   const workspace::Site& site) {
  const geometry::Box box = site.shape.box();
  const geometry::AreaMeter meter(workspace.manifest.area_basis,
                                  {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)});
  std::vector<const Role*> roles;
  for (const Role& role : workspace.roles.all()) {
    if (!role.land_class.empty()) roles.push_back(&role);
  }
  std::stable_sort(roles.begin(), roles.end(),
                   [](const Role* a, const Role* b) { return a->order < b->order; });
  std::vector<LandShare> shares;
  const Shape area = site.shape.in(*workspace.geos);
  Shape rest = area.clone();
  double left = meter.area_m2(rest);
  for (const Role* role : roles) {
    const Shape ground = ground_of(workspace.layers, *role, area);
    if (ground.empty() || rest.empty()) continue;
    rest = geometry::difference(rest, ground);
    // By difference, so that the parts add up to the site to the last digit.
    const double remaining = rest.empty() ? 0.0 : meter.area_m2(rest);
    if (left - remaining > 0.0) shares.push_back({role, left - remaining});
    left = remaining;
  }
  if (left > 0.0) shares.push_back({nullptr, left});
  return shares;
}

}  // namespace xuanzhi::products::report
