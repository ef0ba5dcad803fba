// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/products/result.h"
#include "xuanzhi/screening/fact_reuse.h"

namespace xuanzhi::products {

/// A rule that decided verdicts, and how many.
struct Reason {
  std::string rule_id;
  Text title;
  Text basis;
  rules::Verdict verdict = rules::Verdict::compliant;
  std::size_t assessments = 0;
};

/// What an earlier result saved an evaluation.
struct Reuse {
  screening::ReuseCounts sites;
  std::vector<std::string> changed_roles;  ///< measured anew
  Text obstacle;  ///< why nothing could be taken over; empty: something was
};

/// What a person wants to hear when an evaluation is done.
struct Summary {
  Text name;
  std::string as_of;
  bool schematic = false;
  std::size_t projects = 0;
  std::size_t sites = 0;
  std::array<std::size_t, 4> verdicts{};  ///< by `rules::Verdict`
  std::vector<Reason> reasons;            ///< the ten commonest
  bool all_pairs = true;                  ///< else only the best sites of each project were kept
  std::vector<std::string> versions;
  std::vector<std::string> files;
  std::optional<Reuse> reuse;

  rules::Verdict worst() const;
};

Summary summarize(const Result& result, const std::vector<std::filesystem::path>& files);
std::string summary_text(const Summary& summary, Language language);
std::string summary_json(const Summary& summary);

}  // namespace xuanzhi::products
