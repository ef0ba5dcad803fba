// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/finding.h"

namespace xuanzhi::products {

/// A line of the `run` table that differs: a date, a rulebook, the digest of an input. Empty where
/// one of the results has no such line.
struct SettingChange {
  std::string key;
  std::string before;
  std::string after;
};

/// A rule whose finding differs for one pair. No verdict: it passes or does not apply there.
struct RuleChange {
  std::string rule_id;
  std::optional<rules::Verdict> before;
  std::optional<rules::Verdict> after;
  std::optional<double> measured_before;
  std::optional<double> measured_after;
};

/// A project and a site whose verdict differs, and the rules that made it so.
struct PairChange {
  std::string project_id;
  std::string site_id;
  rules::Verdict before = rules::Verdict::compliant;
  rules::Verdict after = rules::Verdict::compliant;
  std::vector<RuleChange> because;  ///< by rule id
};

/// In how many changed pairs the finding of a rule became worse or better.
struct RuleShift {
  std::size_t worse = 0;
  std::size_t better = 0;
};

/// Ids that stand in one of two results only, sorted.
struct Membership {
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

/// Two results of `evaluate`, compared.
struct Difference {
  std::vector<SettingChange> settings;  ///< in the order of the run tables
  Membership projects;
  Membership sites;
  std::size_t pairs = 0;            ///< that stand in both
  std::vector<PairChange> changed;  ///< by project, then site
  std::map<std::pair<rules::Verdict, rules::Verdict>, std::size_t> verdicts;  ///< before, after
  std::map<std::string, RuleShift> rules;
  std::map<std::string, Text> rule_titles;  ///< of the rules above

  /// True where a pair fares worse than before.
  bool worsened() const;
};

/// Compares two result files; neither is changed. Throws `Error`: file_missing, file_unreadable
/// and table_missing where a file is no result of `evaluate`.
Difference compare_results(const std::filesystem::path& before, const std::filesystem::path& after);

/// For a person at a terminal: the first changed pairs, or all of them.
std::string difference_text(const Difference& difference, Language language, bool all);

/// For a program: one JSON object with all changed pairs.
std::string difference_json(const Difference& difference);

}  // namespace xuanzhi::products
