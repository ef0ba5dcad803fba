// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// An assignment in the making: who stands where, and what is used up. Every change is written down
/// and can be taken back.
class Load {
 public:
  explicit Load(const Problem& problem);

  std::size_t option_of(std::size_t project) const { return at_[project]; }
  double objective() const { return objective_; }
  double used(std::size_t limit) const { return used_[limit]; }
  std::vector<std::size_t> site_of() const;
  const std::vector<std::size_t>& at_site(std::size_t site) const { return at_site_[site]; }

  /// True where the project of the option may be put there as things stand; the project itself must
  /// stand nowhere.
  bool fits(std::size_t option) const;
  /// True where it fits all but the limits (groups and spacings).
  bool allowed(std::size_t option) const;
  /// The first limit that the option would overrun; `kNowhere` where there is none.
  std::size_t overrun(std::size_t option) const;
  /// True where taking the project away overruns nothing (it may supply what others use).
  bool removable(std::size_t project) const;

  void place(std::size_t option);
  void remove(std::size_t project);

  /// Takes back all changes made since there were `mark` of them.
  std::size_t mark() const { return log_.size(); }
  void roll_back(std::size_t mark);
  void forget_log() { log_.clear(); }

 private:
  void apply(std::size_t option, double sign);

  const Problem* problem_;
  std::vector<std::size_t> at_;
  std::vector<std::vector<std::size_t>> at_site_;
  std::vector<double> used_;
  std::vector<double> slack_;
  double objective_ = 0.0;
  std::vector<std::vector<std::size_t>> groups_of_;             // by project
  std::vector<std::vector<std::pair<std::size_t, int>>> park_;  // by group: place, members
  std::vector<std::vector<int>> first_at_;                      // by spacing, site
  std::vector<std::vector<int>> second_at_;
  std::vector<std::vector<std::vector<std::size_t>>> near_;  // by spacing, site
  std::vector<std::pair<std::size_t, bool>> log_;            // option, placed
};

}  // namespace xuanzhi::placement
