// SPDX-License-Identifier: Apache-2.0
#include "placement_tables.h"

#include <algorithm>
#include <array>
#include <map>

namespace xuanzhi::products {

using dataset::Cell;
using dataset::ColumnType;
using dataset::TableGeometry;
using placement::Change;
using placement::kNowhere;
using placement::LimitInfo;
using placement::PairReason;

namespace {

// How far a change is from nothing, for choosing the nearest site: the sum of its shares of what
// is there; what has no measure counts as a whole.
double weight_of(const PairReason& reason, const PlacementProduct& product) {
  double sum = 0.0;
  for (const Change& change : reason.changes) {
    if (change.amount == 0.0) {
      sum += change.kind == Change::Kind::free_site ? 1.0 : 2.0;
      continue;
    }
    double whole = product.source->workspace->sites[reason.site].info.area_m2;
    if (change.kind == Change::Kind::distance) whole = 1000.0;
    if (change.unit == "share") whole = 1.0;
    for (const LimitInfo& info : product.request->limits) {
      if (change.kind == Change::Kind::raise_limit && info.id == change.id)
        whole = std::max(1.0, info.supply);
    }
    sum += change.amount / whole;
  }
  return sum;
}

std::string outcome_word(PairReason::Outcome outcome) {
  static const std::vector<std::string> kWords{"placed", "elsewhere", "lost", "excluded"};
  return kWords[static_cast<std::size_t>(outcome)];
}

std::string change_word(Change::Kind kind) {
  static const std::vector<std::string> kWords{"cut_back",  "distance",       "more_land",
                                               "exception", "data",           "raise_limit",
                                               "free_site", "connected_land", "not_here"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string joined_rules(const PairReason& reason, const rules::Rulebook& book) {
  std::vector<std::string> ids;
  for (const std::size_t rule : reason.rules) ids.push_back(book.rules[rule].id);
  return joined(ids, ",");
}

Cell number_cell(const std::optional<double>& value) {
  return value ? Cell(*value) : Cell(std::monostate{});
}

std::string site_id(const Result& result, std::size_t site) {
  return site == kNowhere ? "" : result.workspace->sites[site].info.id;
}

}  // namespace

std::vector<Unplaced> unplaced_of(const PlacementProduct& product) {
  std::vector<Unplaced> out;
  const placement::Request& request = *product.request;
  for (std::size_t p = 0; p < request.problem.projects; ++p) {
    if (product.placed->site_of[p] != kNowhere) continue;
    Unplaced one;
    one.project = p;
    double best = -1.0;
    double least = 0.0;
    for (std::size_t s = 0; s < request.problem.sites; ++s) {
      const std::size_t pair = request.pair(p, s);
      const double score = request.scores[pair].value_or(-1.0);
      if (request.states[pair] == placement::PairState::option && score > best) {
        best = score;
        one.best_site = s;
      }
      PairReason reason = product.reasons.explain(p, s);
      const double weight = weight_of(reason, product);
      if (one.nearest_site != kNowhere && weight >= least) continue;
      least = weight;
      one.nearest_site = s;
      one.reason = std::move(reason);
    }
    out.push_back(std::move(one));
  }
  return out;
}

TableData placed_table(const Result& result) {
  TableData table;
  table.schema = {"placed",
                  "落位项目 placed",
                  TableGeometry::none,
                  {{"project_id"},
                   {"project_name"},
                   {"site_id"},
                   {"site_name"},
                   {"park"},
                   {"district"},
                   {"verdict"},
                   {"score", ColumnType::real},
                   {"priority"},
                   {"land_m2", ColumnType::real},
                   {"investment_10k_cny", ColumnType::real}}};
  const PlacementProduct& product = *result.placement;
  for (std::size_t p = 0; p < result.workspace->projects.size(); ++p) {
    const std::size_t s = product.placed->site_of[p];
    if (s == kNowhere) continue;
    const workspace::Project& project = result.workspace->projects[p];
    const workspace::SiteInfo& site = result.workspace->sites[s].info;
    const std::size_t pair = product.request->pair(p, s);
    table.rows.push_back({project.id(), text_cell(project.name()), site.id, text_cell(site.name),
                          text_cell(site.park), text_cell(site.district),
                          to_string(result.evaluation->assessments[pair].verdict),
                          number_cell(product.request->scores[pair]),
                          text_cell(product.request->priority_ids[p]),
                          number_cell(project.number("land_m2")),
                          number_cell(project.number("investment_10k_cny"))});
  }
  return table;
}

TableData budget_table(const Result& result) {
  const PlacementProduct& product = *result.placement;
  TableData table;
  table.schema = {"budget_use",
                  "要素使用 budget use",
                  TableGeometry::none,
                  {{"budget_id"},
                   {"name_zh"},
                   {"name_en"},
                   {"kind"},
                   {"level"},
                   {"scope"},
                   {"resource"},
                   {"limit_value", ColumnType::real},
                   {"committed", ColumnType::real},
                   {"used", ColumnType::real},
                   {"left_over", ColumnType::real},
                   {"use_share", ColumnType::real},
                   {"marginal_value", ColumnType::real},
                   {"evidence"},
                   {"confidence", ColumnType::real},
                   {"origin_zh"},
                   {"origin_en"}}};
  static constexpr std::array kKinds{"site", "ground", "budget", "pairing"};
  for (std::size_t k = 0; k < product.request->limits.size(); ++k) {
    const LimitInfo& info = product.request->limits[k];
    const placement::LimitUse& use = product.placed->limits[k];
    // A parcel that one project takes is no budget.
    if (info.kind == LimitInfo::Kind::site && info.resource.empty()) continue;
    const double taken = info.committed + use.used;
    table.rows.push_back(
        {info.id, text_cell(info.name.zh), text_cell(info.name.en),
         kKinds[static_cast<std::size_t>(info.kind)], info.level, text_cell(info.scope),
         text_cell(info.resource), info.supply, info.committed, use.used, info.supply - taken,
         info.supply > 0.0 ? Cell(taken / info.supply) : Cell(std::monostate{}), use.marginal,
         text_cell(info.source.evidence), number_cell(info.source.confidence),
         text_cell(info.source.origin.zh), text_cell(info.source.origin.en)});
  }
  return table;
}

TableData unplaced_table(const Result& result, const std::vector<Unplaced>& unplaced) {
  TableData table;
  table.schema = {"unplaced",
                  "未落位项目 unplaced",
                  TableGeometry::none,
                  {{"project_id"},
                   {"name"},
                   {"reason"},
                   {"best_site_id"},
                   {"best_score", ColumnType::real},
                   {"nearest_site_id"},
                   {"excluded_by"},
                   {"lost_to"},
                   {"lost_by", ColumnType::real},
                   {"change"},
                   {"change_id"},
                   {"change_amount", ColumnType::real},
                   {"change_unit"},
                   {"text_zh"},
                   {"text_en"}}};
  const auto& projects = result.workspace->projects;
  for (const Unplaced& one : unplaced) {
    const PairReason& reason = one.reason;
    const Text text = reason_text(reason, *result.placement->source);
    const Change first = reason.changes.empty() ? Change{} : reason.changes.front();
    std::optional<double> score;
    if (one.best_site != kNowhere)
      score = result.placement->request
                  ->scores[result.placement->request->pair(one.project, one.best_site)];
    const bool lost = one.best_site != kNowhere;
    table.rows.push_back(
        {projects[one.project].id(), text_cell(projects[one.project].name()),
         lost ? "lost" : "no_possible_site", text_cell(site_id(result, one.best_site)),
         number_cell(score), text_cell(site_id(result, one.nearest_site)),
         text_cell(joined_rules(reason, *result.rulebook)),
         text_cell(reason.lost_to ? projects[*reason.lost_to].id() : ""),
         reason.lost_to ? Cell(reason.lost_by) : Cell(std::monostate{}),
         reason.changes.empty() ? Cell(std::monostate{}) : Cell(change_word(first.kind)),
         text_cell(first.id), first.amount > 0.0 ? Cell(first.amount) : Cell(std::monostate{}),
         text_cell(first.unit), text.zh, text.en});
  }
  return table;
}

namespace {

TableData reason_table(const Result& result) {
  TableData table;
  table.schema = {"placement_reason",
                  "逐对原因 reasons of pairs",
                  TableGeometry::none,
                  {{"project_id"},
                   {"site_id"},
                   {"outcome"},
                   {"score", ColumnType::real},
                   {"excluded_by"},
                   {"lost_to"},
                   {"lost_by", ColumnType::real},
                   {"changes", ColumnType::integer},
                   {"text_zh"},
                   {"text_en"}}};
  const PlacementProduct& product = *result.placement;
  const auto& projects = result.workspace->projects;
  for (std::size_t p = 0; p < projects.size(); ++p) {
    if (product.placed->site_of[p] != kNowhere) continue;
    for (std::size_t s = 0; s < result.workspace->sites.size(); ++s) {
      const PairReason reason = product.reasons.explain(p, s);
      const Text text = reason_text(reason, *product.source);
      table.rows.push_back({projects[p].id(), site_id(result, s), outcome_word(reason.outcome),
                            number_cell(product.request->scores[product.request->pair(p, s)]),
                            text_cell(joined_rules(reason, *result.rulebook)),
                            text_cell(reason.lost_to ? projects[*reason.lost_to].id() : ""),
                            reason.lost_to ? Cell(reason.lost_by) : Cell(std::monostate{}),
                            count_cell(reason.changes.size()), text.zh, text.en});
    }
  }
  return table;
}

TableData score_table(const Result& result) {
  TableData table;
  table.schema = {"score_part",
                  "得分构成 parts of scores",
                  TableGeometry::none,
                  {{"project_id"},
                   {"site_id"},
                   {"criterion_id"},
                   {"title_zh"},
                   {"title_en"},
                   {"value", ColumnType::real},
                   {"unit"},
                   {"utility", ColumnType::real},
                   {"weight", ColumnType::real},
                   {"gap_zh"},
                   {"gap_en"}}};
  const PlacementProduct& product = *result.placement;
  const suitability::Scorer& scorer = *product.source->scorer;
  for (std::size_t p = 0; p < result.workspace->projects.size(); ++p) {
    const std::size_t s = product.placed->site_of[p];
    if (s == kNowhere) continue;
    const suitability::Score score = scorer.score(p, s);
    for (std::size_t c = 0; c < score.parts.size(); ++c) {
      const suitability::Part& part = score.parts[c];
      const suitability::Criterion& criterion = scorer.criteria().list[c];
      if (!part.concerns) continue;
      table.rows.push_back({result.workspace->projects[p].id(), site_id(result, s), criterion.id,
                            criterion.title.zh, criterion.title.en, number_cell(part.value),
                            text_cell(criterion.unit), number_cell(part.utility), criterion.weight,
                            text_cell(part.gap.zh), text_cell(part.gap.en)});
    }
  }
  return table;
}

// What a rule alone keeps out, and what it keeps out together with others.
struct RuleCost {
  std::size_t alone = 0;
  std::size_t shared = 0;
  std::vector<char> projects;  // that only this rule keeps from having any site
  std::vector<char> sites;     // that only this rule keeps from having any project
};

TableData rule_cost_table(const Result& result) {
  TableData table;
  table.schema = {"rule_cost",
                  "规则的边际代价 marginal cost of rules",
                  TableGeometry::none,
                  {{"rule_id"},
                   {"title_zh"},
                   {"title_en"},
                   {"pairs_alone", ColumnType::integer},
                   {"pairs_shared", ColumnType::integer},
                   {"projects_alone", ColumnType::integer},
                   {"sites_alone", ColumnType::integer},
                   {"land_alone_m2", ColumnType::real}}};
  const auto& evaluation = *result.evaluation;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> stops;
  for (const assessment::PairFinding& one : evaluation.findings) {
    if (one.finding.verdict >= rules::Verdict::insufficient_data)
      stops[{one.project, one.site}].push_back(one.finding.rule);
  }
  std::vector<char> project_has(result.workspace->projects.size(), 0);
  std::vector<char> site_has(result.workspace->sites.size(), 0);
  for (const assessment::Assessment& one : evaluation.assessments) {
    if (one.verdict > rules::Verdict::conditional) continue;
    project_has[one.project] = 1;
    site_has[one.site] = 1;
  }
  std::map<std::size_t, RuleCost> costs;
  for (const auto& [pair, rules] : stops) {
    for (const std::size_t rule : rules) {
      RuleCost& cost = costs[rule];
      cost.projects.resize(project_has.size(), 0);
      cost.sites.resize(site_has.size(), 0);
      if (rules.size() > 1) {
        ++cost.shared;
        continue;
      }
      ++cost.alone;
      if (project_has[pair.first] == 0) cost.projects[pair.first] = 1;
      if (site_has[pair.second] == 0) cost.sites[pair.second] = 1;
    }
  }
  for (const auto& [rule, cost] : costs) {
    double land = 0.0;
    for (std::size_t s = 0; s < cost.sites.size(); ++s) {
      if (cost.sites[s] != 0) land += result.workspace->sites[s].info.available_land_m2;
    }
    table.rows.push_back(
        {result.rulebook->rules[rule].id, result.rulebook->rules[rule].title.zh,
         result.rulebook->rules[rule].title.en, count_cell(cost.alone), count_cell(cost.shared),
         static_cast<long long>(std::count(cost.projects.begin(), cost.projects.end(), 1)),
         static_cast<long long>(std::count(cost.sites.begin(), cost.sites.end(), 1)), land});
  }
  return table;
}

TableData scenario_table(const Result& result) {
  TableData table;
  table.schema = {"scenario",
                  "情景比较 scenarios",
                  TableGeometry::none,
                  {{"name"},
                   {"objective", ColumnType::real},
                   {"bound", ColumnType::real},
                   {"gap", ColumnType::real},
                   {"placed", ColumnType::integer},
                   {"land_m2", ColumnType::real},
                   {"investment_10k_cny", ColumnType::real},
                   {"value_added_10k_cny", ColumnType::real},
                   {"energy_tce", ColumnType::real},
                   {"water_m3", ColumnType::real},
                   {"gained"},
                   {"dropped"},
                   {"moved"}}};
  for (const ScenarioRow& row : result.placement->scenarios) {
    table.rows.push_back({row.name, row.objective, row.bound, row.gap, count_cell(row.placed),
                          row.land_m2, row.investment_10k_cny, row.value_added_10k_cny,
                          row.energy_tce, row.water_m3, text_cell(joined(row.gained, ",")),
                          text_cell(joined(row.dropped, ",")), text_cell(joined(row.moved, ","))});
  }
  return table;
}

}  // namespace

std::vector<TableData> placement_tables(const Result& result) {
  std::vector<TableData> out{
      budget_table(result),   unplaced_table(result, unplaced_of(*result.placement)),
      reason_table(result),   score_table(result),
      offer_table(result),    water_table(result),
      rule_cost_table(result)};
  if (result.placement->scenarios.size() > 1) out.push_back(scenario_table(result));
  return out;
}

std::vector<ProjectLayer> placement_map_tables(const PlacementProduct& product) {
  const auto table = [](const char* name, const char* title) {
    ProjectLayer layer;
    layer.id = std::string("xuanzhi_table_") + name;
    layer.table = name;
    layer.title = title;
    layer.visible = false;
    layer.style.kind = GeometryKind::none;
    return layer;
  };
  std::vector<ProjectLayer> out{table("budget_use", "要素使用 Budget use"),
                                table("unplaced", "未落位项目 Unplaced"),
                                table("placement_reason", "逐对原因 Reasons of pairs"),
                                table("score_part", "得分构成 Parts of scores"),
                                table("offer", "鼓励性选址 Offers"),
                                table("water_supply", "分水源配置 Water by source"),
                                table("rule_cost", "规则代价 Cost of rules")};
  if (product.scenarios.size() > 1) out.push_back(table("scenario", "情景比较 Scenarios"));
  return out;
}

}  // namespace xuanzhi::products
