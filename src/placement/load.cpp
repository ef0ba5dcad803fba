// SPDX-License-Identifier: Apache-2.0
#include "load.h"

#include <algorithm>
#include <cmath>

namespace xuanzhi::placement {

Load::Load(const Problem& problem)
    : problem_(&problem),
      at_(problem.projects, kNowhere),
      at_site_(problem.sites),
      used_(problem.limits.size(), 0.0),
      groups_of_(problem.projects),
      park_(problem.groups.size()) {
  for (const Limit& limit : problem.limits) {
    // Sums of needs differ in the last digits by the order in which they were added.
    slack_.push_back(limit.available + 1e-9 * std::max(1.0, std::abs(limit.available)));
  }
  for (std::size_t g = 0; g < problem.groups.size(); ++g) {
    for (const std::size_t p : problem.groups[g].projects) groups_of_[p].push_back(g);
  }
  for (const Spacing& spacing : problem.spacings) {
    first_at_.emplace_back(problem.sites, 0);
    second_at_.emplace_back(problem.sites, 0);
    auto& near = near_.emplace_back(problem.sites);
    for (std::size_t s = 0; s < problem.sites; ++s) near[s].push_back(s);
    for (const auto& [a, b] : spacing.near) {
      near[a].push_back(b);
      near[b].push_back(a);
    }
  }
}

std::vector<std::size_t> Load::site_of() const {
  std::vector<std::size_t> out;
  for (const std::size_t option : at_)
    out.push_back(option == kNowhere ? kNowhere : problem_->options[option].site);
  return out;
}

bool Load::allowed(std::size_t option) const {
  const Option& o = problem_->options[option];
  for (const std::size_t g : groups_of_[o.project]) {
    for (const auto& [place, members] : park_[g]) {
      if (members > 0 && place != problem_->place_of_site[o.site]) return false;
    }
  }
  for (std::size_t k = 0; k < problem_->spacings.size(); ++k) {
    const Spacing& spacing = problem_->spacings[k];
    for (const std::size_t site : near_[k][o.site]) {
      if (spacing.first[o.project] != 0 && second_at_[k][site] > 0) return false;
      if (spacing.second[o.project] != 0 && first_at_[k][site] > 0) return false;
    }
  }
  return true;
}

std::size_t Load::overrun(std::size_t option) const {
  const Option& o = problem_->options[option];
  for (const Use& use : problem_->uses[o.site]) {
    const double more = problem_->taken(use, o.project);
    if (more > 0.0 && used_[use.limit] + more > slack_[use.limit]) return use.limit;
  }
  return kNowhere;
}

bool Load::fits(std::size_t option) const {
  return overrun(option) == kNowhere && allowed(option);
}

bool Load::removable(std::size_t project) const {
  const Option& o = problem_->options[at_[project]];
  return std::all_of(problem_->uses[o.site].begin(), problem_->uses[o.site].end(),
                     [&](const Use& use) {
                       const double less = problem_->taken(use, project);
                       return less >= 0.0 || used_[use.limit] - less <= slack_[use.limit];
                     });
}

void Load::apply(std::size_t option, double sign) {
  const Option& o = problem_->options[option];
  for (const Use& use : problem_->uses[o.site])
    used_[use.limit] += sign * problem_->taken(use, o.project);
  objective_ += sign * o.value;
  const int step = sign > 0.0 ? 1 : -1;
  for (const std::size_t g : groups_of_[o.project]) {
    const std::size_t place = problem_->place_of_site[o.site];
    auto found = std::find_if(park_[g].begin(), park_[g].end(),
                              [&](const auto& entry) { return entry.first == place; });
    if (found == park_[g].end()) found = park_[g].insert(park_[g].end(), {place, 0});
    found->second += step;
  }
  for (std::size_t k = 0; k < problem_->spacings.size(); ++k) {
    if (problem_->spacings[k].first[o.project] != 0) first_at_[k][o.site] += step;
    if (problem_->spacings[k].second[o.project] != 0) second_at_[k][o.site] += step;
  }
}

void Load::place(std::size_t option) {
  const Option& o = problem_->options[option];
  apply(option, 1.0);
  at_[o.project] = option;
  at_site_[o.site].push_back(o.project);
  log_.emplace_back(option, true);
}

void Load::remove(std::size_t project) {
  const std::size_t option = at_[project];
  apply(option, -1.0);
  at_[project] = kNowhere;
  auto& here = at_site_[problem_->options[option].site];
  here.erase(std::find(here.begin(), here.end(), project));
  log_.emplace_back(option, false);
}

void Load::roll_back(std::size_t mark) {
  while (log_.size() > mark) {
    const auto [option, placed] = log_.back();
    log_.pop_back();
    if (placed) {
      remove(problem_->options[option].project);
    } else {
      place(option);
    }
    log_.pop_back();
  }
}

}  // namespace xuanzhi::placement
