// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "placement_tables.h"
#include "xuanzhi/suitability/stability.h"

namespace xuanzhi::products {

using nlohmann::json;
using placement::Change;
using placement::kNowhere;
using placement::LimitInfo;
using placement::PairReason;

namespace {

std::string amount_text(const Change& change, Language language) {
  const bool zh = language == Language::chinese;
  const std::string& unit = change.unit;
  if (unit == "share") return fmt::format("{:.2f} %", 100.0 * change.amount);
  if (unit == "m2" || unit == "land_m2") {
    return fmt::format("{:.2f} m² ({:.2f} {})", change.amount, m2_to_mu(change.amount),
                       zh ? "亩" : "mu");
  }
  if (unit == "m") return fmt::format("{:.2f} m", change.amount);
  const std::size_t cut = unit.rfind('_');
  return fmt::format("{:.2f} {}", change.amount,
                     cut == std::string::npos ? unit : unit.substr(cut + 1));
}

Text change_text(const Change& change) {
  const std::string zh = amount_text(change, Language::chinese);
  const std::string en = amount_text(change, Language::english);
  const std::string& id = change.id;
  switch (change.kind) {
    case Change::Kind::cut_back:
      return {id + "：削去 " + zh, id + ": cut back by " + en};
    case Change::Kind::distance:
      return {id + "：再退让 " + zh, id + ": " + en + " farther away"};
    case Change::Kind::more_land:
      return {id + "：再有土地 " + zh + "，或少用同样多",
              id + ": " + en + " more land, or as much less need"};
    case Change::Kind::connected_land:
      return {"连片土地再有 " + zh + "，或少用同样多",
              en + " more in one piece, or as much less need"};
    case Change::Kind::exception:
      return {id + "：须有该规则的例外", id + ": an exception of this rule"};
    case Change::Kind::data:
      return {id + "：须补齐数据", id + ": the data that are missing"};
    case Change::Kind::raise_limit:
      return {"限额 " + id + " 增加 " + zh + "，或需求减少同样多",
              "limit " + id + " raised by " + en + ", or as much less need"};
    case Change::Kind::free_site:
      return {id + " 让出地块", id + " leaves the site"};
    case Change::Kind::not_here:
      return {"本次运行的约束（" + id + "）", "a condition of this run (" + id + ")"};
  }
  return {};
}

}  // namespace

Text reason_text(const PairReason& reason, const placement::RequestSource& source) {
  Text out;
  switch (reason.outcome) {
    case PairReason::Outcome::placed:
      return {"已落位于此", "placed here"};
    case PairReason::Outcome::elsewhere:
      out = {"可行，但落位于别处", "possible, but placed elsewhere"};
      break;
    case PairReason::Outcome::lost:
      out = {"可行，但未排上", "possible, but not placed"};
      break;
    case PairReason::Outcome::excluded:
      out = {"不可行", "not possible"};
      break;
  }
  if (reason.lost_to) {
    const std::string rival = source.workspace->projects[*reason.lost_to].id();
    out.zh += fmt::format("；{} {} {:.2f} 分", rival, reason.lost_by >= 0.0 ? "高出" : "低于本项目",
                          std::abs(reason.lost_by));
    out.en += fmt::format("; {} is worth {:.2f} points {}", rival, std::abs(reason.lost_by),
                          reason.lost_by >= 0.0 ? "more" : "less");
  }
  for (std::size_t i = 0; i < reason.changes.size(); ++i) {
    const Text change = change_text(reason.changes[i]);
    out.zh += (i == 0 ? "；所需改变：" : "；") + change.zh;
    out.en += (i == 0 ? "; needed: " : "; ") + change.en;
  }
  return out;
}

ScenarioRow scenario_row(const std::string& name, const placement::RequestSource& source,
                         const placement::Placed& placed, const placement::Placed* first) {
  ScenarioRow row;
  row.name = name;
  row.objective = placed.objective;
  row.bound = placed.bound;
  row.gap = placed.gap();
  for (std::size_t p = 0; p < placed.site_of.size(); ++p) {
    const workspace::Project& project = source.workspace->projects[p];
    const std::size_t now = placed.site_of[p];
    const std::size_t before = first == nullptr ? now : first->site_of[p];
    if (now != before)
      (now == kNowhere ? row.dropped : (before == kNowhere ? row.gained : row.moved))
          .push_back(project.id());
    if (now == kNowhere) continue;
    ++row.placed;
    const workspace::SiteInfo& site = source.workspace->sites[now].info;
    row.land_m2 += site.kind == workspace::SiteKind::parcel
                       ? site.area_m2
                       : project.number("land_m2").value_or(0.0);
    row.investment_10k_cny += project.number("investment_10k_cny").value_or(0.0);
    row.value_added_10k_cny += project.number("value_added_10k_cny").value_or(0.0);
    row.energy_tce += project.number("energy_tce").value_or(0.0);
    row.water_m3 += project.number("water_total_m3").value_or(0.0);
  }
  return row;
}

namespace {

std::size_t placed_count(const PlacementProduct& product) {
  return static_cast<std::size_t>(std::count_if(product.placed->site_of.begin(),
                                                product.placed->site_of.end(),
                                                [](std::size_t s) { return s != kNowhere; }));
}

std::string scenario_lines(const std::vector<ScenarioRow>& rows, bool zh) {
  std::string out =
      zh ? "\n情景                  目标值     差距 %   落位    土地 亩     能耗 tce\n"
         : "\nscenario              objective   gap %  placed   land mu   energy tce\n";
  for (const ScenarioRow& row : rows) {
    out += fmt::format("{} {:>10.1f} {:>7.3f} {:>7} {:>9.0f} {:>12.0f}  +{} -{} ~{}\n",
                       padded(row.name, 20), row.objective, 100.0 * row.gap, row.placed,
                       m2_to_mu(row.land_m2), row.energy_tce, row.gained.size(), row.dropped.size(),
                       row.moved.size());
  }
  return out;
}

}  // namespace

std::string placement_text(const PlacementProduct& product, Language language) {
  const bool zh = language == Language::chinese;
  const placement::Placed& placed = *product.placed;
  std::string out = fmt::format(
      fmt::runtime(
          zh ? "落位 {} / {} 个项目\n目标值 {:.2f}，上界 {:.2f}，已证差距 {:.3f} %\n"
             : "{} of {} projects placed\nobjective {:.2f}, bound {:.2f}, proven gap {:.3f} %\n"),
      placed_count(product), placed.site_of.size(), placed.objective, placed.bound,
      100.0 * placed.gap());
  if (placed.time_limit_struck)
    out += zh ? "  时间上限触发：结果可能因机器而异\n"
              : "  the time limit struck: the answer may differ from machine to machine\n";
  out += zh ? "\n要素                    使用率      余量        边际价值\n"
            : "\nbudget                  use         left        marginal value\n";
  for (std::size_t k = 0; k < product.request->limits.size(); ++k) {
    const LimitInfo& info = product.request->limits[k];
    if (info.kind != LimitInfo::Kind::budget && info.kind != LimitInfo::Kind::pairing) continue;
    const double used = info.committed + placed.limits[k].used;
    out += fmt::format("  {} {:>7.1f} % {:>14.0f} {:>14.3g}  {}\n", padded(info.id, 20),
                       info.supply > 0.0 ? 100.0 * used / info.supply : 100.0, info.supply - used,
                       placed.limits[k].marginal, info.resource);
  }
  const std::vector<Unplaced> unplaced = unplaced_of(product);
  if (!unplaced.empty()) out += zh ? "\n未落位\n" : "\nNot placed\n";
  static constexpr std::size_t kShown = 12;
  for (std::size_t i = 0; i < std::min(kShown, unplaced.size()); ++i) {
    const Unplaced& one = unplaced[i];
    const auto& sites = product.source->workspace->sites;
    out += fmt::format("  {} → {}: {}\n", product.source->workspace->projects[one.project].id(),
                       one.nearest_site == kNowhere ? "-" : sites[one.nearest_site].info.id,
                       reason_text(one.reason, *product.source).in(language));
  }
  if (unplaced.size() > kShown)
    out += fmt::format(
        fmt::runtime(zh ? "  …另 {} 个，见表 unplaced\n" : "  … {} more, see table unplaced\n"),
        unplaced.size() - kShown);
  if (product.scenarios.size() > 1) out += scenario_lines(product.scenarios, zh);
  return out;
}

std::string placement_json(const PlacementProduct& product,
                           const std::vector<std::filesystem::path>& files) {
  const placement::Placed& placed = *product.placed;
  const workspace::Workspace& workspace = *product.source->workspace;
  json out{{"gap", placed.gap()},       {"objective", placed.objective},
           {"bound", placed.bound},     {"placed", json::array()},
           {"unplaced", json::array()}, {"placed_count", placed_count(product)},
           {"parts", placed.parts},     {"pairs", placed.columns},
           {"nodes", placed.nodes},     {"time_limit_struck", placed.time_limit_struck}};
  for (std::size_t p = 0; p < placed.site_of.size(); ++p) {
    const std::size_t s = placed.site_of[p];
    if (s == kNowhere) continue;
    out["placed"].push_back({{"project_id", workspace.projects[p].id()},
                             {"site_id", workspace.sites[s].info.id},
                             {"score", *product.request->scores[product.request->pair(p, s)]},
                             {"priority", product.request->priority_ids[p]}});
  }
  for (const Unplaced& one : unplaced_of(product)) {
    const Text text = reason_text(one.reason, *product.source);
    const auto id = [&](std::size_t s) {
      return s == kNowhere ? json() : json(workspace.sites[s].info.id);
    };
    out["unplaced"].push_back({{"project_id", workspace.projects[one.project].id()},
                               {"best_site_id", id(one.best_site)},
                               {"nearest_site_id", id(one.nearest_site)},
                               {"reason", {{"zh", text.zh}, {"en", text.en}}}});
  }
  out["budgets"] = json::array();
  for (std::size_t k = 0; k < product.request->limits.size(); ++k) {
    const LimitInfo& info = product.request->limits[k];
    if (info.kind == LimitInfo::Kind::site && info.resource.empty()) continue;
    out["budgets"].push_back({{"id", info.id},
                              {"resource", info.resource},
                              {"limit", info.supply},
                              {"committed", info.committed},
                              {"used", placed.limits[k].used},
                              {"marginal_value", placed.limits[k].marginal}});
  }
  out["scenarios"] = json::array();
  for (const ScenarioRow& row : product.scenarios) {
    out["scenarios"].push_back({{"name", row.name},
                                {"objective", row.objective},
                                {"bound", row.bound},
                                {"gap", row.gap},
                                {"placed", row.placed},
                                {"land_m2", row.land_m2},
                                {"gained", row.gained},
                                {"dropped", row.dropped},
                                {"moved", row.moved}});
  }
  out["files"] = json::array();
  for (const auto& file : files) out["files"].push_back(file.string());
  return out.dump(2) + "\n";
}

std::string score_text(const suitability::Scorer& scorer, const workspace::Workspace& workspace,
                       const std::vector<std::size_t>& possible_sites, std::size_t project,
                       std::size_t site, Language language) {
  static constexpr std::size_t kShown = 5;
  static constexpr int kDraws = 1000;
  const bool zh = language == Language::chinese;
  const suitability::Score score = scorer.score(project, site);
  std::string out =
      fmt::format("\n{} {}  [{:.1f}, {:.1f}]  {} {:.0f} %\n", zh ? "得分" : "Score",
                  score.total ? fmt::format("{:.2f}", *score.total) : "-", score.low, score.high,
                  zh ? "已知权重" : "known weight", 100.0 * score.known_weight);
  const auto& list = scorer.criteria().list;
  for (std::size_t c = 0; c < list.size(); ++c) {
    const suitability::Part& part = score.parts[c];
    if (!part.concerns) continue;
    out += fmt::format(
        "  {} {:>5.1f} %  {}\n", padded(list[c].title.in(language), 40), 100.0 * list[c].weight,
        part.utility ? fmt::format("{:.3f}  ({:.2f} {})", *part.utility, *part.value, list[c].unit)
                     : part.gap.in(language));
  }
  if (possible_sites.empty()) return out;
  std::vector<std::vector<std::optional<double>>> utilities;
  std::vector<double> weights;
  weights.reserve(list.size());
  for (const suitability::Criterion& one : list) weights.push_back(one.weight);
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < possible_sites.size(); ++i) {
    const suitability::Score one = scorer.score(project, possible_sites[i]);
    auto& row = utilities.emplace_back();
    for (const suitability::Part& part : one.parts) row.push_back(part.utility);
    order.emplace_back(-one.total.value_or(0.0), i);
  }
  std::sort(order.begin(), order.end());
  const suitability::Stability firm =
      suitability::stability(utilities, weights, scorer.criteria().method, kDraws, 1);
  out += zh ? "\n可行地块排序（得分；权重扰动中居首的比例）\n"
            : "\nPossible sites by score (share of drawn weights under which it leads)\n";
  for (std::size_t i = 0; i < std::min(kShown, order.size()); ++i) {
    const std::size_t row = order[i].second;
    out += fmt::format("  {} {:.2f}  {:.1f} %\n",
                       padded(workspace.sites[possible_sites[row]].info.id, 8), -order[i].first,
                       100.0 * firm.wins[row]);
  }
  out += zh ? "\n居首不变的权重范围\n" : "\nWeights within which the leader stays\n";
  for (std::size_t c = 0; c < list.size(); ++c) {
    if (!score.parts[c].concerns) continue;
    const suitability::WeightRange& range = firm.ranges[c];
    out +=
        fmt::format("  {} {:>5.1f} %  [{:.1f}, {:.1f}] %\n", padded(list[c].title.in(language), 40),
                    100.0 * range.weight, 100.0 * range.low, 100.0 * range.high);
  }
  return out;
}

}  // namespace xuanzhi::products
