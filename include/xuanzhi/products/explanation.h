// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// One pair (or one site alone) with everything that can be said of it; all borrowed.
struct Explained {
  const workspace::Workspace* workspace = nullptr;
  const rules::Rulebook* rulebook = nullptr;
  const std::vector<workspace::VersionChoice>* versions = nullptr;
  const workspace::Site* site = nullptr;
  const workspace::Project* project = nullptr;  ///< null: the site alone
  const screening::SiteFacts* facts = nullptr;
  const assessment::PairAssessment* assessment = nullptr;
  /// Land that stays when all pieces that forbid the project are cut off; nothing where no piece
  /// can be cut off (or nothing forbids it).
  std::optional<double> kept_area_m2;
  /// A site without a project: how the whole list fares there, by `rules::Verdict`.
  std::array<std::size_t, 4> list_verdicts{};
};

/// The land of a site that no violated prohibition touches, in m²; nothing where the prohibitions
/// have no shape (missing land, attributes) or there are none.
std::optional<double> kept_area_m2(const assessment::Assessor& assessor,
                                   const workspace::Workspace& workspace,
                                   const rules::Rulebook& rulebook, const workspace::Site& site,
                                   const assessment::PairAssessment& pair);

/// For a person at a terminal; with passes where `all`.
std::string explanation_text(const Explained& explained, Language language, bool all);

/// For a program: one JSON object.
std::string explanation_json(const Explained& explained);

}  // namespace xuanzhi::products
