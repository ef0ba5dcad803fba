// SPDX-License-Identifier: Apache-2.0
#include "linear_model.h"

#include <map>
#include <utility>

namespace xuanzhi::placement {

namespace {

// Rows and columns as they come up.
struct Builder {
  const Problem* problem;
  LinearProgram program;
  std::vector<std::vector<std::size_t>> raised_by;
  std::size_t first_auxiliary = 0;

  std::size_t row(double limit) {
    program.limits.push_back(limit);
    return program.limits.size() - 1;
  }
  void entry(std::size_t column, std::size_t row_index, double value) {
    program.columns[column].entries.emplace_back(row_index, value);
  }
  std::size_t auxiliary() {
    program.columns.push_back({0.0, 1.0, true, {}});
    raised_by.emplace_back();
    return program.columns.size() - 1;
  }
  // The columns, at most one of which is 1, imply the auxiliary column.
  void imply(const std::vector<std::size_t>& columns, std::size_t auxiliary_column) {
    const std::size_t r = row(0.0);
    for (const std::size_t column : columns) {
      entry(column, r, 1.0);
      raised_by[auxiliary_column - first_auxiliary].push_back(column);
    }
    entry(auxiliary_column, r, -1.0);
  }
};

using ColumnsByPair = std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>>;

void add_groups(Builder& build, const std::vector<std::size_t>& options) {
  for (const Group& group : build.problem->groups) {
    ColumnsByPair members;  // place, project -> columns
    std::vector<char> in_group(build.problem->projects, 0);
    for (const std::size_t p : group.projects) in_group[p] = 1;
    for (std::size_t c = 0; c < options.size(); ++c) {
      const Option& o = build.problem->options[options[c]];
      if (in_group[o.project] != 0)
        members[{build.problem->place_of_site[o.site], o.project}].push_back(c);
    }
    std::map<std::size_t, std::size_t> chosen;  // place -> auxiliary column
    for (const auto& [key, columns] : members) {
      if (!chosen.contains(key.first)) chosen[key.first] = build.auxiliary();
      build.imply(columns, chosen[key.first]);
    }
    const std::size_t one_place = build.row(1.0);
    for (const auto& [place, column] : chosen) build.entry(column, one_place, 1.0);
  }
}

// Per site: the columns of projects that are both first and second, and the flags of those that
// are only one of them.
struct SpacedSite {
  std::vector<std::size_t> both;
  std::size_t first = kNowhere;
  std::size_t second = kNowhere;
};

void add_side(Builder& build, const SpacedSite& site, std::size_t flag, std::size_t row) {
  for (const std::size_t column : site.both) build.entry(column, row, 1.0);
  if (flag != kNowhere) build.entry(flag, row, 1.0);
}

void add_spacing(Builder& build, const Spacing& spacing, const std::vector<std::size_t>& options) {
  std::vector<SpacedSite> sites(build.problem->sites);
  for (std::size_t c = 0; c < options.size(); ++c) {
    const Option& o = build.problem->options[options[c]];
    const bool first = spacing.first[o.project] != 0;
    const bool second = spacing.second[o.project] != 0;
    SpacedSite& site = sites[o.site];
    if (first && second) {
      site.both.push_back(c);
    } else if (first || second) {
      std::size_t& flag = first ? site.first : site.second;
      if (flag == kNowhere) flag = build.auxiliary();
      build.imply({c}, flag);
    }
  }
  for (const SpacedSite& site : sites) {
    if (site.both.empty() && (site.first == kNowhere || site.second == kNowhere)) continue;
    const std::size_t row = build.row(1.0);
    add_side(build, site, site.first, row);
    if (site.second != kNowhere) build.entry(site.second, row, 1.0);
  }
  for (const auto& [a, b] : spacing.near) {
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
      const std::size_t row = build.row(1.0);
      add_side(build, sites[from], sites[from].first, row);
      add_side(build, sites[to], sites[to].second, row);
    }
  }
}

}  // namespace

namespace {

// The limit that lets a site hold one project; `kNowhere` where it has none.
std::size_t single_limit(const Problem& problem, std::size_t site,
                         const std::vector<double>& available) {
  for (const Use& use : problem.uses[site]) {
    if (use.resource == 0 && use.factor == 1.0 && available[use.limit] == 1.0) return use.limit;
  }
  return kNowhere;
}

// (2a): what a site that one project takes whole costs does not depend on the project. A column
// "the site is used" carries it, so that branching and cover cuts see few columns instead of all.
void add_site_flags(Builder& build, const std::vector<std::size_t>& options,
                    const std::vector<double>& available, std::size_t first_limit) {
  const Problem& problem = *build.problem;
  std::vector<std::vector<std::size_t>> columns(problem.sites);
  for (std::size_t c = 0; c < options.size(); ++c)
    columns[problem.options[options[c]].site].push_back(c);
  for (std::size_t s = 0; s < problem.sites; ++s) {
    const std::size_t single = single_limit(problem, s, available);
    if (single == kNowhere || columns[s].empty()) continue;
    const std::size_t flag = build.auxiliary();
    build.imply(columns[s], flag);
    for (const Use& use : problem.uses[s]) {
      if (use.resource == 0) build.entry(flag, first_limit + use.limit, use.factor);
    }
  }
}

}  // namespace

LinearModel linear_model(const Problem& problem, std::vector<std::size_t> options,
                         const std::vector<double>& available) {
  Builder build{&problem, {}, {}, options.size()};
  std::vector<std::size_t> project_row(problem.projects, kNowhere);
  for (const std::size_t option : options) {
    std::size_t& row = project_row[problem.options[option].project];
    if (row == kNowhere) row = build.row(1.0);
  }
  const std::size_t first_limit = build.program.limits.size();
  for (const double limit : available) build.row(limit);
  for (const std::size_t option : options) {
    const Option& o = problem.options[option];
    Column column{o.value, 1.0, true, {{project_row[o.project], 1.0}}};
    const bool flagged = single_limit(problem, o.site, available) != kNowhere;
    for (const Use& use : problem.uses[o.site]) {
      const double taken = flagged && use.resource == 0 ? 0.0 : problem.taken(use, o.project);
      if (taken != 0.0) column.entries.emplace_back(first_limit + use.limit, taken);
    }
    build.program.columns.push_back(std::move(column));
  }
  add_site_flags(build, options, available, first_limit);
  add_groups(build, options);
  for (const Spacing& spacing : problem.spacings) add_spacing(build, spacing, options);
  LinearModel model;
  model.options = std::move(options);
  model.program = std::move(build.program);
  model.raised_by_ = std::move(build.raised_by);
  return model;
}

std::vector<double> LinearModel::start(const Problem& problem,
                                       const std::vector<std::size_t>& site_of) const {
  std::vector<double> x(program.columns.size(), 0.0);
  for (std::size_t c = 0; c < options.size(); ++c) {
    const Option& o = problem.options[options[c]];
    if (site_of[o.project] == o.site) x[c] = 1.0;
  }
  for (std::size_t a = 0; a < raised_by_.size(); ++a) {
    for (const std::size_t c : raised_by_[a]) {
      if (x[c] > 0.5) x[options.size() + a] = 1.0;
    }
  }
  return x;
}

}  // namespace xuanzhi::placement
