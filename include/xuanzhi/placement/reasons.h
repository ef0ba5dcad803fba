// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/placement/request.h"
#include "xuanzhi/placement/solve.h"

namespace xuanzhi::placement {

/// One thing that would have to change for a pair, all others staying as they are. A pair needs all
/// its changes together.
struct Change {
  enum class Kind {
    cut_back,        ///< so much less of the site in conflict (m², or a share)
    distance,        ///< so many metres farther away
    more_land,       ///< so many m² more available at the site
    exception,       ///< the rule itself would have to make one
    data,            ///< what is unknown would have to be known
    raise_limit,     ///< so much more of a budget or of a shared site's land
    free_site,       ///< the project that stands there would have to leave
    connected_land,  ///< so many m² more in the largest piece of the park, or as much less need
    not_here         ///< a group, a spacing, a lock or a ban of this run
  };
  Kind kind = Kind::exception;
  std::string id;       ///< of the rule, the limit or the project in the way
  double amount = 0.0;  ///< in `unit`; 0 where there is no measure
  std::string unit;
};

/// What became of a pair.
struct PairReason {
  enum class Outcome {
    placed,
    elsewhere,  ///< the project stands at another site
    lost,       ///< possible, but others were worth more
    excluded    ///< not possible
  };
  std::size_t project = 0;
  std::size_t site = 0;
  Outcome outcome = Outcome::excluded;
  PairState state = PairState::not_eligible;
  std::vector<std::size_t> rules;  ///< that exclude it, by position in the rulebook
  std::vector<Change> changes;
  /// Of `lost`: the least valuable project whose place this one would need, and by how much it was
  /// worth more.
  std::optional<std::size_t> lost_to;
  double lost_by = 0.0;
};

/// Explains pairs of a request and its answer. Everything is borrowed.
class Reasons {
 public:
  Reasons(const RequestSource& source, const assessment::Assessor& assessor, const Request& request,
          const Placed& placed);

  PairReason explain(std::size_t project, std::size_t site) const;

  /// True where the pair is possible once `share` of each measured change has been made (and the
  /// others, which have no measure, wholly). Rules are judged again on the changed facts.
  bool possible_after(const PairReason& reason, double share) const;

 private:
  /// The findings of the pair once `share` of each measured change has been made.
  std::vector<rules::Finding> judged_after(const PairReason& reason, double share) const;
  bool rules_allow_after(const PairReason& reason, double share) const;
  void add_rule_changes(PairReason& reason) const;
  /// What is used of each limit once the project has left its place, and whoever the changes ask
  /// to.
  std::vector<double> used_without(const PairReason& reason) const;
  /// How much of a limit the project lacks where so much is used; 0 where there is enough.
  double missing(const Use& use, std::size_t project, const std::vector<double>& used) const;
  void add_leavers(PairReason& reason) const;
  void add_limit_changes(PairReason& reason) const;
  void add_rival(PairReason& reason) const;

  RequestSource source_;
  const assessment::Assessor* assessor_;
  const Request* request_;
  const Placed* placed_;
  std::vector<double> used_;  // by limit
};

}  // namespace xuanzhi::placement
