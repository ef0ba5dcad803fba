// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// Which project goes where, as plain numbers. The mathematics stands in src/placement/model.md;
/// names here are its letters' meanings.
namespace xuanzhi::placement {

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// A limit that placements use up together: the land of one site, a budget.
struct Limit {
  std::string id;
  double available = 0.0;  ///< what is left after commitments, in the unit of its resource; never
                           ///< negative
};

/// What a placement at a site takes from a limit: `factor` × the project's need of `resource`.
struct Use {
  std::size_t limit = 0;
  std::size_t resource = 0;
  double factor = 1.0;
};

/// A pair that may be chosen, and what it is worth (above 0).
struct Option {
  std::size_t project = 0;
  std::size_t site = 0;
  double value = 0.0;
};

/// Projects of one chain: those that are placed stand in one place (see `Problem::place_of_site`).
struct Group {
  std::string id;
  std::vector<std::size_t> projects;
};

/// Of two projects, one `first` and one `second`, never stand at two near sites, nor both at one.
struct Spacing {
  std::string id;
  std::vector<char> first;   ///< by project
  std::vector<char> second;  ///< by project
  /// Sites nearer than the distance, each unordered pair once; a site is always near itself.
  std::vector<std::pair<std::size_t, std::size_t>> near;
};

/// The whole request. Resource 0 is the project itself: every project needs 1 of it.
struct Problem {
  std::size_t projects = 0;
  std::size_t sites = 0;
  std::size_t resources = 1;
  std::vector<double> needs;  ///< projects × resources, row by row; may be negative
  std::vector<Limit> limits;
  std::vector<std::vector<Use>> uses;      ///< by site
  std::vector<Option> options;             ///< sorted by project, then site; no pair twice
  std::vector<std::size_t> place_of_site;  ///< the park that a site belongs to; for groups
  std::vector<Group> groups;
  std::vector<Spacing> spacings;
  /// Pairs that must be chosen, at most one per project; each is one of the options.
  std::vector<std::pair<std::size_t, std::size_t>> locked;

  double need(std::size_t project, std::size_t resource) const {
    return needs[project * resources + resource];
  }
  double taken(const Use& use, std::size_t project) const {
    return use.factor * need(project, use.resource);
  }
};

/// Positions of the options of each project: those of p are [begin[p], begin[p + 1]).
std::vector<std::size_t> option_ranges(const Problem& problem);

}  // namespace xuanzhi::placement
