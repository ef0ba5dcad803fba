// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// The part of a site that a violated rule is about.
struct ConflictPiece {
  const rules::Finding* finding = nullptr;  ///< of the assessment that was asked about
  geometry::Shape shape;
  double area_m2 = 0.0;
};

/// The pieces of all violated rules that have a place on the map, those that depend on a project
/// included, in the order of the findings. Their shapes belong to `geos`.
std::vector<ConflictPiece> conflict_pieces(const geometry::Geos& geos,
                                           const assessment::Assessor& assessor,
                                           const workspace::Workspace& workspace,
                                           const rules::Rulebook& rulebook,
                                           const workspace::Site& site,
                                           const assessment::PairAssessment& pair);

}  // namespace xuanzhi::products
