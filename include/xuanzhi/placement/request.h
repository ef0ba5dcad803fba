// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/placement/problem.h"
#include "xuanzhi/suitability/scorer.h"
#include "xuanzhi/workspace/planning.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::placement {

/// A change of one figure: `budget.water.wuda=+20%`, `priority.P1=2`, `budget.land.wuda=4500`.
/// Absolute figures are in the unit that the workspace states.
struct Setting {
  std::string key;
  std::string value;
};

/// What one run asks beside the workspace.
struct Scenario {
  std::string name;
  std::vector<Setting> settings;
  std::vector<std::pair<std::string, std::string>> locked;  ///< project id, site id
  std::vector<std::pair<std::string, std::string>> forbidden;
  std::vector<std::string> dropped_rules;
  std::string as_of;  ///< empty: that of the run
  /// Pairs whose verdict is `insufficient_data` come into question too.
  bool accept_unknown = false;
};

/// "KEY=VALUE" and "PROJECT=SITE" of the command line. Throw `Error` (wrong_usage).
Setting parse_setting(const std::string& text);
std::pair<std::string, std::string> parse_pair(const std::string& text);

/// Scenarios of a file: `[[scenario]]` with name, set, lock, forbid, drop_rules, as_of.
/// Throws `Error` (manifest_invalid) with line and column.
std::vector<Scenario> read_scenarios(const std::string& file);

/// Applies the settings to what a workspace states. Throws `Error` (wrong_usage) for unknown keys
/// and unreadable values, naming those that exist.
void apply_settings(const std::vector<Setting>& settings, workspace::Planning& planning);

/// What stands behind a limit of the problem.
struct LimitInfo {
  enum class Kind { site, ground, budget, pairing } kind = Kind::budget;
  std::string id;
  Text name;
  std::string resource;  ///< kept unit in its name
  std::string level;
  std::string scope;  ///< sites, parks or districts concerned, joined
  double supply = 0.0;
  double committed = 0.0;
  workspace::FigureSource source;
};

/// Why a pair is or is not an option.
enum class PairState : unsigned char {
  option,
  not_eligible,  ///< by the rules
  no_score,      ///< too little is known
  need_unknown,  ///< the project does not state what a budget here counts
  forbidden,     ///< by the scenario
  no_room,       ///< no connected piece of the park is large and wide enough
  too_big        ///< the need alone exceeds a limit
};

/// A problem with the names of its numbers.
struct Request {
  Problem problem;
  std::vector<LimitInfo> limits;              ///< by limit
  std::vector<PairState> states;              ///< projects × sites
  std::vector<std::optional<double>> scores;  ///< projects × sites, 0 to 100
  std::vector<double> factors;                ///< by project: its priority
  std::vector<std::string> priority_ids;      ///< by project; empty: none
  /// Of pairs without room, by `pair`: what the largest piece lacks, in m².
  std::map<std::size_t, double> missing_room_m2;

  std::size_t pair(std::size_t project, std::size_t site) const {
    return project * problem.sites + site;
  }
};

/// What requests are made of; all borrowed.
struct RequestSource {
  const workspace::Workspace* workspace = nullptr;
  const rules::Rulebook* rulebook = nullptr;
  const assessment::Evaluation* evaluation = nullptr;
  const suitability::Scorer* scorer = nullptr;
  const workspace::Planning* planning = nullptr;
};

/// Builds the request: options are pairs without prohibition and without unknowns, worth priority ×
/// score. Throws `Error` for budgets, chains, locks or conditions that name what is not there.
Request make_request(const RequestSource& source, const Scenario& scenario);

}  // namespace xuanzhi::placement
