// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "xuanzhi/base/toml_reader.h"

namespace xuanzhi::rules {

/// How well a rule is proved: V full text read, P published page, C computed, plan = quoted from
/// the plan, operator = stated by those who run the workspace, unverified with a confidence.
struct Evidence {
  std::string tag;
  std::optional<double> confidence;

  std::string label() const;  ///< `V`, or `unverified 0.7`
};

/// Who may vouch for what a table states: sources only, or the operator of the workspace as well.
enum class Vouchers { sources, sources_and_operator };

/// The keys `evidence` and `confidence` of a table. Throws `Error` (rulebook_invalid) for an
/// unknown tag, `unverified` without a confidence and one that is not from 0 to 1.
Evidence read_evidence(const TomlTable& table, Vouchers vouchers = Vouchers::sources);

}  // namespace xuanzhi::rules
