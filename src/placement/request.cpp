// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/placement/request.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "connected_land.h"
#include "site_relations.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/rules/condition.h"

namespace xuanzhi::placement {

using rules::Applies;
using workspace::Project;
using workspace::SiteInfo;
using workspace::SiteKind;

namespace {

std::optional<double> sum_of(const Project& project, const std::vector<const char*>& fields) {
  std::optional<double> sum;
  for (const char* field : fields) {
    if (const auto value = project.number(field)) sum = sum.value_or(0.0) + *value;
  }
  return sum;
}

std::optional<double> need_of(const Project& project, const std::string& resource) {
  if (resource == "water_conventional_m3")
    return sum_of(project, {"water_surface_m3", "water_ground_m3", "water_tap_m3"});
  if (resource == "water_nonconventional_m3")
    return sum_of(project,
                  {"water_reclaimed_m3", "water_rain_m3", "water_mine_m3", "water_brackish_m3"});
  return project.number(resource);
}

Error absent(const std::string& where, const std::string& what) {
  return Error(ErrorCode::manifest_invalid, where, {"没有 " + what, "there is no " + what},
               {"核对 workspace.toml 与清单中的写法", "check the spelling against the lists"});
}

// Builds the problem step by step; one call of each, in order.
class RequestBuilder {
 public:
  RequestBuilder(const RequestSource& source, const Scenario& scenario)
      : source_(source),
        scenario_(scenario),
        sites_(source.workspace->sites),
        projects_(source.workspace->projects),
        conditions_(source.rulebook->terms),
        connected_(*source.workspace) {
    conditions_.load(projects_);
    Problem& problem = out_.problem;
    problem.projects = projects_.size();
    problem.sites = sites_.size();
    problem.uses.resize(sites_.size());
    resources_ = {""};  // 0: the project itself
  }

  Request build() {
    add_sites();
    for (const workspace::BudgetConfig& budget : source_.planning->budgets) add_budget(budget);
    for (const workspace::PairingConfig& pairing : source_.planning->pairings) add_pairing(pairing);
    add_needs();
    add_priorities();
    add_options();
    add_chains();
    for (const workspace::SpacingConfig& spacing : source_.planning->spacings) add_spacing(spacing);
    add_locks();
    return std::move(out_);
  }

 private:
  std::size_t resource(const std::string& name) {
    const auto found = std::find(resources_.begin(), resources_.end(), name);
    if (found != resources_.end()) return static_cast<std::size_t>(found - resources_.begin());
    resources_.push_back(name);
    return resources_.size() - 1;
  }

  std::size_t limit(LimitInfo info) {
    out_.problem.limits.push_back({info.id, std::max(0.0, info.supply - info.committed)});
    out_.limits.push_back(std::move(info));
    return out_.limits.size() - 1;
  }

  void use(std::size_t site, std::size_t limit, std::size_t resource, double factor) {
    out_.problem.uses[site].push_back({limit, resource, factor});
  }

  void add_sites() {
    std::map<std::string, std::size_t> parks;
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      const SiteInfo& info = sites_[s].info;
      LimitInfo known{LimitInfo::Kind::site,
                      info.id,
                      {info.name, info.name},
                      "",
                      "site",
                      info.id,
                      1.0,
                      0.0,
                      {}};
      if (info.kind == SiteKind::park) {
        known.resource = "land_m2";
        known.supply = info.available_land_m2;
        use(s, limit(std::move(known)), resource("land_m2"), 1.0);
      } else {
        use(s, limit(std::move(known)), 0, 1.0);
      }
      // A site outside all parks is a place of its own.
      const std::string park = info.park.empty() ? "site " + info.id : info.park;
      out_.problem.place_of_site.push_back(parks.emplace(park, parks.size()).first->second);
    }
    for (const SiteOverlap& overlap : overlapping_sites(*source_.workspace)) add_ground(overlap);
  }

  // Sites that share ground: two parcels exclude each other, and what one takes of a park is lost
  // to the others there.
  void add_ground(const SiteOverlap& overlap) {
    const SiteInfo& a = sites_[overlap.first].info;
    const SiteInfo& b = sites_[overlap.second].info;
    LimitInfo known{LimitInfo::Kind::ground,
                    a.id + "|" + b.id,
                    {"重叠地块", "overlapping sites"},
                    "",
                    "site",
                    a.id + "," + b.id,
                    1.0,
                    0.0,
                    {}};
    if (a.kind == SiteKind::parcel && b.kind == SiteKind::parcel) {
      const std::size_t k = limit(std::move(known));
      use(overlap.first, k, 0, 1.0);
      use(overlap.second, k, 0, 1.0);
      return;
    }
    known.resource = "land_m2";
    known.supply = a.area_m2 + b.area_m2 - overlap.area_m2;
    const std::size_t k = limit(std::move(known));
    for (const std::size_t s : {overlap.first, overlap.second}) {
      const SiteInfo& info = sites_[s].info;
      if (info.kind == SiteKind::park) use(s, k, resource("land_m2"), 1.0);
      if (info.kind == SiteKind::parcel) use(s, k, 0, info.area_m2);
    }
  }

  std::vector<std::size_t> scope(const std::string& level, const std::vector<std::string>& of,
                                 const std::string& layer, const std::string& id) const {
    if (level == "city") {
      std::vector<std::size_t> all(sites_.size());
      for (std::size_t s = 0; s < all.size(); ++s) all[s] = s;
      return all;
    }
    std::size_t layer_position = kNowhere;
    for (std::size_t l = 0; l < source_.workspace->layers.size(); ++l) {
      if (source_.workspace->layers[l].config.id == layer) layer_position = l;
    }
    if (level == "nearest" && layer_position == kNowhere)
      throw absent("budget " + id, "layer " + layer);
    std::vector<std::size_t> out;
    std::set<std::string> met;
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      const SiteInfo& info = sites_[s].info;
      std::string name = level == "park" ? info.park : level == "site" ? info.id : info.district;
      if (level == "nearest")
        name = source_.evaluation->facts[s].layers[layer_position].nearest_feature_id;
      if (std::find(of.begin(), of.end(), name) == of.end()) continue;
      out.push_back(s);
      met.insert(name);
    }
    // A feature may have no site nearest to it; a park or district without sites is a misprint.
    if (level == "nearest") return out;
    const auto missing = std::find_if(of.begin(), of.end(),
                                      [&](const std::string& name) { return !met.contains(name); });
    if (missing != of.end()) throw absent("budget " + id, level + " " + *missing);
    return out;
  }

  void add_budget(const workspace::BudgetConfig& budget) {
    const std::vector<std::size_t> concerned =
        scope(budget.level, budget.of, budget.layer, budget.id);
    const std::size_t k =
        limit({LimitInfo::Kind::budget, budget.id, budget.name, budget.resource, budget.level,
               joined(budget.of), budget.limit, budget.committed, budget.source});
    const std::size_t r = resource(budget.resource);
    for (const std::size_t s : concerned) {
      // A parcel is taken whole, however little of it a project needs.
      const bool whole = budget.resource == "land_m2" && sites_[s].info.kind == SiteKind::parcel;
      use(s, k, whole ? 0 : r, whole ? sites_[s].info.area_m2 : 1.0);
    }
  }

  void add_pairing(const workspace::PairingConfig& pairing) {
    const std::size_t k =
        limit({LimitInfo::Kind::pairing, pairing.id, pairing.title, "energy_tce", pairing.level,
               joined(pairing.of), pairing.stock_cut_tce, 0.0, pairing.source});
    const std::size_t energy = resource("energy_tce");
    const std::size_t value_added = resource("value_added_10k_cny");
    for (const std::size_t s : scope(pairing.level, pairing.of, "", pairing.id)) {
      // One use per limit and site: the surplus over the benchmark is a resource of its own.
      const std::string name = "surplus " + pairing.id;
      surplus_[name] = {energy, value_added, pairing.benchmark_tce_per_10k_cny};
      use(s, k, resource(name), 1.0);
    }
  }

  void add_needs() {
    Problem& problem = out_.problem;
    problem.resources = resources_.size();
    unknown_.resize(projects_.size());
    for (std::size_t p = 0; p < projects_.size(); ++p) {
      problem.needs.push_back(1.0);
      unknown_[p].push_back(0);
      for (std::size_t r = 1; r < resources_.size(); ++r) {
        std::optional<double> need = need_of(projects_[p], resources_[r]);
        const auto surplus = surplus_.find(resources_[r]);
        if (surplus != surplus_.end()) {
          const auto energy = projects_[p].number("energy_tce");
          const auto value = projects_[p].number("value_added_10k_cny");
          if (energy && value) need = *energy - surplus->second.benchmark * *value;
        }
        problem.needs.push_back(need.value_or(0.0));
        unknown_[p].push_back(need ? 0 : 1);
      }
    }
  }

  void add_priorities() {
    out_.factors.assign(projects_.size(), 1.0);
    out_.priority_ids.assign(projects_.size(), "");
    for (const workspace::PriorityConfig& priority : source_.planning->priorities) {
      conditions_.check(priority.when, "priority " + priority.id);
      const std::vector<Applies> applies = conditions_.evaluate(priority.when);
      for (std::size_t p = 0; p < projects_.size(); ++p) {
        if (applies[p] != Applies::yes || !out_.priority_ids[p].empty()) continue;
        out_.priority_ids[p] = priority.id;
        out_.factors[p] = priority.factor;
      }
    }
  }

  // What the largest connected piece of a park lacks of the land that a project needs, in m².
  double missing_room(std::size_t p, std::size_t s) {
    static constexpr double kTolerance = 0.5;  // m², as outlines have it
    const auto need = projects_[p].number("land_m2");
    if (sites_[s].info.kind != SiteKind::park || !need) return 0.0;
    const double width = projects_[p].number("land_width_m").value_or(0.0);
    const double missing = *need - connected_.largest_m2(s, width);
    return missing > kTolerance ? missing : 0.0;
  }

  PairState state_of(std::size_t p, std::size_t s, rules::Verdict verdict) {
    const rules::Verdict worst =
        scenario_.accept_unknown ? rules::Verdict::insufficient_data : rules::Verdict::conditional;
    if (verdict > worst) return PairState::not_eligible;
    if (!out_.scores[out_.pair(p, s)]) return PairState::no_score;
    for (const Use& one : out_.problem.uses[s]) {
      if (unknown_[p][one.resource] != 0) return PairState::need_unknown;
    }
    const double missing = missing_room(p, s);
    if (missing > 0.0) {
      out_.missing_room_m2[out_.pair(p, s)] = missing;
      return PairState::no_room;
    }
    for (const Use& one : out_.problem.uses[s]) {
      const double available = out_.problem.limits[one.limit].available;
      if (out_.limits[one.limit].kind != LimitInfo::Kind::pairing &&
          out_.problem.taken(one, p) > available * (1.0 + 1e-9))
        return PairState::too_big;
    }
    return PairState::option;
  }

  void add_options() {
    static constexpr double kLeastWorth = 0.01;  // a score of 0 is still a place to stand
    std::set<std::pair<std::size_t, std::size_t>> forbidden;
    for (const auto& pair : scenario_.forbidden) forbidden.insert(positions(pair));
    out_.scores.resize(projects_.size() * sites_.size());
    out_.states.resize(projects_.size() * sites_.size(), PairState::not_eligible);
    for (const assessment::Assessment& one : source_.evaluation->assessments) {
      const std::size_t pair = out_.pair(one.project, one.site);
      out_.scores[pair] = source_.scorer->total(one.project, one.site);
      out_.states[pair] = state_of(one.project, one.site, one.verdict);
      if (out_.states[pair] == PairState::option && forbidden.contains({one.project, one.site}))
        out_.states[pair] = PairState::forbidden;
      if (out_.states[pair] != PairState::option) continue;
      const double worth = out_.factors[one.project] * *out_.scores[pair];
      out_.problem.options.push_back({one.project, one.site, std::max(worth, kLeastWorth)});
    }
  }

  std::size_t project_position(const std::string& id) const {
    return static_cast<std::size_t>(&source_.workspace->project(id) - projects_.data());
  }

  std::pair<std::size_t, std::size_t> positions(
      const std::pair<std::string, std::string>& ids) const {
    return {project_position(ids.first),
            static_cast<std::size_t>(&source_.workspace->site(ids.second) - sites_.data())};
  }

  void add_chains() {
    for (const workspace::ChainConfig& chain : source_.planning->chains) {
      Group group{chain.id, {}};
      for (const std::string& id : chain.projects) group.projects.push_back(project_position(id));
      out_.problem.groups.push_back(std::move(group));
    }
  }

  void add_spacing(const workspace::SpacingConfig& config) {
    Spacing spacing{config.id, {}, {}, {}};
    for (const auto& [when, marks] :
         {std::pair{&config.first, &spacing.first}, std::pair{&config.second, &spacing.second}}) {
      conditions_.check(*when, "spacing " + config.id);
      // Where the list leaves the deciding column blank the project is taken to be concerned.
      for (const Applies applies : conditions_.evaluate(*when))
        marks->push_back(applies == Applies::no ? 0 : 1);
    }
    spacing.near = near_sites(*source_.workspace, config.distance_m);
    out_.problem.spacings.push_back(std::move(spacing));
  }

  void add_locks() {
    for (const auto& ids : scenario_.locked) {
      const auto [p, s] = positions(ids);
      if (out_.states[out_.pair(p, s)] != PairState::option) {
        throw Error(ErrorCode::placement_infeasible, ids.first + "=" + ids.second,
                    {"此对不可行，不能锁定", "this pair is not possible and cannot be locked"},
                    {"用 xuanzhi explain " + ids.first + " " + ids.second + " 查看原因",
                     "xuanzhi explain " + ids.first + " " + ids.second + " tells why"});
      }
      out_.problem.locked.emplace_back(p, s);
    }
    std::sort(out_.problem.locked.begin(), out_.problem.locked.end());
  }

  struct Surplus {
    std::size_t energy = 0;
    std::size_t value_added = 0;
    double benchmark = 0.0;
  };

  RequestSource source_;
  const Scenario& scenario_;
  const std::vector<workspace::Site>& sites_;
  const std::vector<Project>& projects_;
  rules::Conditions conditions_;
  ConnectedLand connected_;
  std::vector<std::string> resources_;
  std::map<std::string, Surplus> surplus_;
  std::vector<std::vector<char>> unknown_;  // by project, resource
  Request out_;
};

}  // namespace

Request make_request(const RequestSource& source, const Scenario& scenario) {
  return RequestBuilder(source, scenario).build();
}

}  // namespace xuanzhi::placement
