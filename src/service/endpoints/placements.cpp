// SPDX-License-Identifier: Apache-2.0
#include "placements.h"

#include <utility>

#include <fmt/format.h>

#include "../answers.h"
#include "../placement_order.h"
#include "../process_inputs.h"
#include "processes.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/placement/solve.h"
#include "xuanzhi/products/resource_amount.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

json budget_json(const workspace::BudgetConfig& budget) {
  const products::ResourceUnit unit = products::resource_unit(budget.resource);
  return {{"id", budget.id},
          {"name", bilingual(budget.name)},
          {"level", budget.level},
          {"of", budget.of},
          {"resource", budget.resource},
          {"limit", budget.limit},
          {"committed", budget.committed},
          {"kept_per_unit", unit.kept_per_unit},
          {"unit", bilingual(unit.name)},
          {"evidence", budget.source.evidence}};
}

// The texts of an array; none where it is missing.
std::vector<std::string> texts(const ProcessInputs& inputs, const char* name) {
  static constexpr std::size_t kMost = 1000;
  std::vector<std::string> out;
  if (!inputs.has(name)) return out;
  const json& value = inputs.value(name);
  const std::string place = std::string("inputs.") + name;
  if (!value.is_array() || value.size() > kMost) {
    throw Error(ErrorCode::request_malformed, place,
                {fmt::format("应为文本的数组，最多 {} 项", kMost),
                 fmt::format("an array of at most {} texts is wanted", kMost)});
  }
  for (const json& one : value) {
    if (!one.is_string())
      throw Error(ErrorCode::request_malformed, place, {"应为文本", "texts are wanted"});
    out.push_back(one.get<std::string>());
  }
  return out;
}

double gap_of(const ProcessInputs& inputs, double otherwise) {
  if (!inputs.has("gap")) return otherwise;
  const json& value = inputs.value("gap");
  if (!value.is_number() || value.get<double>() < 0.0 || value.get<double>() > 1.0) {
    throw Error(ErrorCode::request_malformed, "inputs.gap",
                {"应为 0 到 1 的数", "a number from 0 to 1 is wanted"});
  }
  return value.get<double>();
}

PlacementOrder order_of(const ProcessInputs& inputs) {
  PlacementOrder out;
  for (const std::string& text : texts(inputs, "settings"))
    out.scenario.settings.push_back(placement::parse_setting(text));
  for (const std::string& text : texts(inputs, "lock"))
    out.scenario.locked.push_back(placement::parse_pair(text));
  for (const std::string& text : texts(inputs, "forbid"))
    out.scenario.forbidden.push_back(placement::parse_pair(text));
  out.scenario.accept_unknown = inputs.flag("accept_unknown");
  out.wanted_gap = gap_of(inputs, out.wanted_gap);
  return out;
}

void require_known(const workspace::Workspace& workspace, const PlacementOrder& order) {
  for (const auto* pairs : {&order.scenario.locked, &order.scenario.forbidden}) {
    for (const auto& [project, site] : *pairs) {
      workspace.project(project);
      workspace.site(site);
    }
  }
}

}  // namespace

Answer ListBudgets::operator()(const Request&) const {
  json all = json::array();
  for (const workspace::BudgetConfig& budget : model.planning().budgets)
    all.push_back(budget_json(budget));
  return json_answer({{"can_place", model.scorer() != nullptr}, {"budgets", all}});
}

Answer ExecutePlace::operator()(const Request& request) const {
  PlacementOrder order = order_of(ProcessInputs(request, limits));
  require_known(model.workspace(), order);
  examine_order(model, order);
  const std::string id =
      jobs.add("place", placement::Effort{}.expected_steps(),
               [&model = model, order = std::move(order)](JobRun& run) {
                 return fill_order(model, order, [&run] {
                   // Where the job was dismissed nobody will read what ends it.
                   if (!run.step())
                     throw Error(ErrorCode::service_busy, "", {"已取消", "dismissed"});
                 });
               });
  return job_created(jobs, id);
}

}  // namespace xuanzhi::service
