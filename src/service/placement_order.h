// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "xuanzhi/placement/request.h"
#include "xuanzhi/service/model.h"

namespace xuanzhi::service {

/// What one placement asks: settings, locks and bans of a scenario, and the gap that ends it.
struct PlacementOrder {
  placement::Scenario scenario;
  double wanted_gap = 0.005;
};

/// Throws `Error`: resource_unknown where the workspace has no criteria; wrong_usage where a
/// setting is none of its figures.
void examine_order(const Model& model, const PlacementOrder& order);

/// The placement of the list as JSON text: sums, placed and unplaced projects, budgets, parcels.
/// `on_step` as in `placement::Effort`. Waits for the workspace's turn where it measures and draws.
std::string fill_order(const Model& model, const PlacementOrder& order,
                       const std::function<void()>& on_step);

}  // namespace xuanzhi::service
