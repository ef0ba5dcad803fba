// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "placement_tables.h"
#include "xuanzhi/rules/condition.h"

namespace xuanzhi::products {

using dataset::Cell;
using dataset::ColumnType;
using dataset::TableGeometry;
using placement::kNowhere;

namespace {

// Share of a site inside the layers of a role, for "lies in the zone".
double share_in(const Result& result, std::size_t site, const std::string& role) {
  double share = 0.0;
  for (const screening::Fact& fact : result.evaluation->facts[site].layers) {
    if (result.workspace->layers[fact.layer].role->id == role) share += fact.share;
  }
  return share;
}

}  // namespace

TableData offer_table(const Result& result) {
  TableData table;
  table.schema = {"offer",
                  "鼓励性选址（不强制） offers",
                  TableGeometry::none,
                  {{"offer_id"},
                   {"title_zh"},
                   {"title_en"},
                   {"project_id"},
                   {"placed_at"},
                   {"site_id"},
                   {"verdict"},
                   {"score", ColumnType::real},
                   {"score_at_placed", ColumnType::real}}};
  const PlacementProduct& product = *result.placement;
  const auto& projects = result.workspace->projects;
  rules::Conditions conditions(result.rulebook->terms);
  conditions.load(projects);
  for (const workspace::OfferConfig& offer : product.source->planning->offers) {
    conditions.check(offer.when, "offer " + offer.id);
    const std::vector<rules::Applies> applies = conditions.evaluate(offer.when);
    std::vector<std::size_t> zone;
    for (std::size_t s = 0; s < result.workspace->sites.size(); ++s) {
      if (share_in(result, s, offer.role) > 0.5) zone.push_back(s);
    }
    for (std::size_t p = 0; p < projects.size(); ++p) {
      if (applies[p] != rules::Applies::yes) continue;
      const auto score = [&](std::size_t s) {
        return s == kNowhere ? std::optional<double>()
                             : product.request->scores[product.request->pair(p, s)];
      };
      const auto verdict = [&](std::size_t s) {
        return result.evaluation->assessments[product.request->pair(p, s)].verdict;
      };
      // The mildest verdict, then the best score.
      const auto best =
          std::min_element(zone.begin(), zone.end(), [&](std::size_t a, std::size_t b) {
            if (verdict(a) != verdict(b)) return verdict(a) < verdict(b);
            return score(a).value_or(-1.0) > score(b).value_or(-1.0);
          });
      if (best == zone.end()) continue;
      const std::size_t now = product.placed->site_of[p];
      const auto cell = [](const std::optional<double>& value) {
        return value ? Cell(*value) : Cell(std::monostate{});
      };
      table.rows.push_back({offer.id, offer.title.zh, offer.title.en, projects[p].id(),
                            text_cell(now == kNowhere ? "" : result.workspace->sites[now].info.id),
                            result.workspace->sites[*best].info.id, to_string(verdict(*best)),
                            cell(score(*best)), cell(score(now))});
    }
  }
  return table;
}

TableData water_table(const Result& result) {
  // The plan names them; non-conventional sources come first (Q7).
  static constexpr std::array<const char*, 4> kFirst{"water_reclaimed_m3", "water_mine_m3",
                                                     "water_rain_m3", "water_brackish_m3"};
  static constexpr std::array<const char*, 3> kThen{"water_surface_m3", "water_ground_m3",
                                                    "water_tap_m3"};
  TableData table;
  table.schema = {"water_supply",
                  "分水源配置 water by source",
                  TableGeometry::none,
                  {{"turn", ColumnType::integer},
                   {"source"},
                   {"conventional", ColumnType::integer},
                   {"limit_m3", ColumnType::real},
                   {"stated_m3", ColumnType::real},
                   {"left_m3", ColumnType::real},
                   {"taken_over_m3", ColumnType::real}}};
  const PlacementProduct& product = *result.placement;
  const auto stated = [&](const char* field) {
    double sum = 0.0;
    for (std::size_t p = 0; p < result.workspace->projects.size(); ++p) {
      if (product.placed->site_of[p] != kNowhere)
        sum += result.workspace->projects[p].number(field).value_or(0.0);
    }
    return sum;
  };
  const auto limit = [&](const char* field) {
    std::optional<double> sum;
    for (const placement::LimitInfo& info : product.request->limits) {
      if (info.kind == placement::LimitInfo::Kind::budget && info.level == "city" &&
          info.resource == field)
        sum = sum.value_or(0.0) + info.supply - info.committed;
    }
    return sum;
  };
  double conventional = 0.0;
  for (const char* field : kThen) conventional += stated(field);
  long long turn = 0;
  const auto add = [&](const char* field, bool late) {
    const auto supply = limit(field);
    const double used = stated(field);
    const double left = supply ? std::max(0.0, *supply - used) : 0.0;
    const double over = late ? 0.0 : std::min(left, conventional);
    conventional -= over;
    const auto cell = [](bool known, double value) {
      return known ? Cell(value) : Cell(std::monostate{});
    };
    table.rows.push_back({++turn, field, static_cast<long long>(late),
                          cell(supply.has_value(), supply.value_or(0.0)), used,
                          cell(supply.has_value(), left), cell(supply.has_value() && !late, over)});
  };
  for (const char* field : kFirst) add(field, false);
  for (const char* field : kThen) add(field, true);
  return table;
}

}  // namespace xuanzhi::products
