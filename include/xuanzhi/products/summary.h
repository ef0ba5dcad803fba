// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

/// A rule that decided verdicts, and how many.
struct Reason {
  std::string rule_id;
  Text title;
  Text basis;
  rules::Verdict verdict = rules::Verdict::compliant;
  std::size_t assessments = 0;
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
  std::vector<std::string> versions;
  std::vector<std::string> files;

  rules::Verdict worst() const;
};

Summary summarize(const Result& result, const std::vector<std::filesystem::path>& files);
std::string summary_text(const Summary& summary, Language language);
std::string summary_json(const Summary& summary);

}  // namespace xuanzhi::products
