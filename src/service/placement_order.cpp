// SPDX-License-Identifier: Apache-2.0
#include "placement_order.h"

#include <mutex>
#include <vector>

#include <nlohmann/json.hpp>

#include "answers.h"
#include "geojson.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/placement/solve.h"
#include "xuanzhi/products/placement_product.h"

namespace xuanzhi::service {

using nlohmann::json;
using placement::kNowhere;

namespace {

// The settings of an order in the workspace's figures.
workspace::Planning planning_of(const Model& model, const PlacementOrder& order) {
  if (model.scorer() == nullptr) {
    throw Error(ErrorCode::resource_unknown, "place",
                {"工作空间没有指标文件，不能落位", "the workspace has no criteria to place by"},
                {"在工作空间放入 rulebooks/criteria.toml", "put rulebooks/criteria.toml into it"});
  }
  workspace::Planning planning = model.planning();
  placement::apply_settings(order.scenario.settings, planning);
  return planning;
}

std::string parcels_text(const std::vector<placement::Outline>& outlines, const Model& model,
                         const placement::Placed& placed) {
  std::string out;
  for (const placement::Outline& one : outlines) {
    if (!one.fits) continue;
    const workspace::Workspace& workspace = model.workspace();
    const json properties{{"project_id", workspace.projects[one.project].id()},
                          {"site_id", workspace.sites[placed.site_of[one.project]].info.id},
                          {"area_m2", one.area_m2}};
    out += (out.empty() ? "" : ",") +
           feature_text(workspace.projects[one.project].id(), geometry_text(one.shape),
                        properties.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return R"({"type":"FeatureCollection","features":[)" + out + "]}";
}

}  // namespace

void examine_order(const Model& model, const PlacementOrder& order) {
  planning_of(model, order);
}

std::string fill_order(const Model& model, const PlacementOrder& order,
                       const std::function<void()>& on_step) {
  const workspace::Planning planning = planning_of(model, order);
  const placement::RequestSource source{&model.workspace(), &model.rulebook(), &model.evaluation(),
                                        model.scorer(), &planning};
  std::unique_lock turn(model.workspace_turn());
  const placement::Request request = placement::make_request(source, order.scenario);
  turn.unlock();
  placement::Effort effort;
  effort.wanted_gap = order.wanted_gap;
  effort.on_step = on_step;
  const placement::Placed placed = placement::solve(request.problem, effort);
  turn.lock();
  const products::PlacementProduct product{
      &source,
      &request,
      &placed,
      placement::Reasons(source, model.assessor(), request, placed),
      products::outlines_of(source, model.assessor(), request, placed),
      {products::scenario_row("", source, placed, nullptr)}};
  const std::string parcels = parcels_text(product.outlines, model, placed);
  turn.unlock();
  return with_members(products::placement_json(product, {}), R"("parcels":)" + parcels);
}

}  // namespace xuanzhi::service
