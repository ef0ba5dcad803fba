// SPDX-License-Identifier: Apache-2.0
#include "parts.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "load.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::placement {

namespace {

std::size_t find_option(const Problem& problem, const std::pair<std::size_t, std::size_t>& pair) {
  const auto found = std::lower_bound(
      problem.options.begin(), problem.options.end(), pair,
      [](const Option& o, const auto& key) { return std::pair(o.project, o.site) < key; });
  return static_cast<std::size_t>(found - problem.options.begin());
}

}  // namespace

Problem without_locked(const Problem& problem) {
  Load load(problem);
  std::vector<char> gone(problem.projects, 0);
  for (const auto& pair : problem.locked) {
    const std::size_t option = find_option(problem, pair);
    gone[pair.first] = 1;
    if (load.fits(option)) {
      load.place(option);
      continue;
    }
    const std::size_t limit = load.overrun(option);
    const std::string what =
        limit == kNowhere ? std::string("group/spacing") : problem.limits[limit].id;
    throw Error(ErrorCode::placement_infeasible, what,
                {fmt::format("锁定的第 {} 对无法同时成立", &pair - problem.locked.data() + 1),
                 fmt::format("locked pair {} cannot stand beside the others",
                             &pair - problem.locked.data() + 1)},
                {"放宽此限额或取消一个锁定", "raise that limit or unlock a pair"});
  }
  Problem out = problem;
  out.locked.clear();
  for (std::size_t k = 0; k < out.limits.size(); ++k)
    out.limits[k].available = std::max(0.0, out.limits[k].available - load.used(k));
  std::vector<Option> kept;
  for (std::size_t o = 0; o < problem.options.size(); ++o) {
    if (gone[problem.options[o].project] == 0 && load.allowed(o))
      kept.push_back(problem.options[o]);
  }
  out.options = std::move(kept);
  return out;
}

namespace {

// Sets that are joined until those that remain have nothing to do with each other.
class Union {
 public:
  explicit Union(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[root(a)] = root(b); }

 private:
  std::vector<std::size_t> parent_;
};

// Limits that no choice of options can overrun tie nothing together.
std::vector<char> binding_limits(const Problem& problem) {
  std::vector<double> most(problem.limits.size(), 0.0);
  std::map<std::size_t, double> mine;
  const std::vector<std::size_t> begin = option_ranges(problem);
  for (std::size_t p = 0; p < problem.projects; ++p) {
    mine.clear();
    for (std::size_t o = begin[p]; o < begin[p + 1]; ++o) {
      for (const Use& use : problem.uses[problem.options[o].site]) {
        double& most_taken = mine[use.limit];
        most_taken = std::max(most_taken, problem.taken(use, p));
      }
    }
    for (const auto& [limit, taken] : mine) most[limit] += taken;
  }
  std::vector<char> out;
  for (std::size_t k = 0; k < most.size(); ++k)
    out.push_back(most[k] > problem.limits[k].available ? 1 : 0);
  return out;
}

Union joined(const Problem& problem) {
  // Projects first, then sites, then limits.
  const std::size_t sites = problem.projects;
  const std::size_t limits = sites + problem.sites;
  Union sets(limits + problem.limits.size());
  const std::vector<char> binding = binding_limits(problem);
  for (const Option& o : problem.options) sets.join(o.project, sites + o.site);
  for (std::size_t s = 0; s < problem.sites; ++s) {
    for (const Use& use : problem.uses[s]) {
      if (binding[use.limit] != 0) sets.join(sites + s, limits + use.limit);
    }
  }
  for (const Group& group : problem.groups) {
    for (const std::size_t p : group.projects) sets.join(p, group.projects.front());
  }
  for (const Spacing& spacing : problem.spacings) {
    for (const auto& [a, b] : spacing.near) sets.join(sites + a, sites + b);
  }
  return sets;
}

template <typename Old>
std::size_t place_in(std::map<std::size_t, std::size_t>& known, std::vector<Old>& list,
                     std::size_t old) {
  const auto [found, fresh] = known.emplace(old, list.size());
  if (fresh) list.push_back(old);
  return found->second;
}

Part take_part(const Problem& problem, const std::vector<std::size_t>& projects,
               const std::vector<std::size_t>& begin) {
  Part part;
  std::map<std::size_t, std::size_t> site;
  std::map<std::size_t, std::size_t> limit;
  std::map<std::size_t, std::size_t> project;
  Problem& out = part.problem;
  out.resources = problem.resources;
  for (const std::size_t p : projects) {
    place_in(project, part.project, p);
    for (std::size_t r = 0; r < problem.resources; ++r) out.needs.push_back(problem.need(p, r));
    for (std::size_t o = begin[p]; o < begin[p + 1]; ++o) {
      const Option& old = problem.options[o];
      const std::size_t s = place_in(site, part.site, old.site);
      out.options.push_back({project[p], s, old.value});
    }
  }
  std::sort(out.options.begin(), out.options.end(), [](const Option& a, const Option& b) {
    return std::pair(a.project, a.site) < std::pair(b.project, b.site);
  });
  out.projects = part.project.size();
  out.sites = part.site.size();
  for (const std::size_t s : part.site) {
    auto& uses = out.uses.emplace_back();
    for (const Use& use : problem.uses[s])
      uses.push_back({place_in(limit, part.limit, use.limit), use.resource, use.factor});
    out.place_of_site.push_back(problem.place_of_site.empty() ? 0 : problem.place_of_site[s]);
  }
  for (const std::size_t k : part.limit) out.limits.push_back(problem.limits[k]);
  for (const Group& group : problem.groups) {
    Group mine{group.id, {}};
    for (const std::size_t p : group.projects) {
      if (project.contains(p)) mine.projects.push_back(project[p]);
    }
    if (mine.projects.size() > 1) out.groups.push_back(std::move(mine));
  }
  for (const Spacing& spacing : problem.spacings) {
    Spacing mine{spacing.id, {}, {}, {}};
    for (const std::size_t p : part.project) {
      mine.first.push_back(spacing.first[p]);
      mine.second.push_back(spacing.second[p]);
    }
    for (const auto& [a, b] : spacing.near) {
      if (site.contains(a) && site.contains(b)) mine.near.emplace_back(site[a], site[b]);
    }
    out.spacings.push_back(std::move(mine));
  }
  return part;
}

}  // namespace

std::vector<Part> independent_parts(const Problem& problem) {
  Union sets = joined(problem);
  const std::vector<std::size_t> begin = option_ranges(problem);
  std::map<std::size_t, std::vector<std::size_t>> by_root;
  for (std::size_t p = 0; p < problem.projects; ++p) {
    if (begin[p] != begin[p + 1]) by_root[sets.root(p)].push_back(p);
  }
  std::vector<std::vector<std::size_t>> ordered;
  for (auto& [root, projects] : by_root) ordered.push_back(std::move(projects));
  std::sort(ordered.begin(), ordered.end());
  std::vector<Part> out;
  for (const auto& projects : ordered) out.push_back(take_part(problem, projects, begin));
  return out;
}

}  // namespace xuanzhi::placement
