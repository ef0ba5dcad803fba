// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/conflict_pieces.h"

#include <utility>

#include "conflict_kind.h"
#include "xuanzhi/geometry/area_meter.h"

namespace xuanzhi::products {

std::vector<ConflictPiece> conflict_pieces(const geometry::Geos& geos,
                                           const assessment::Assessor& assessor,
                                           const workspace::Workspace& workspace,
                                           const rules::Rulebook& rulebook,
                                           const workspace::Site& site,
                                           const assessment::PairAssessment& pair) {
  const geometry::Box box = site.shape.box();
  const geometry::AreaMeter meter(workspace.manifest.area_basis,
                                  {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)});
  std::vector<ConflictPiece> pieces;
  for (const auto* findings : {&pair.findings, &pair.depending}) {
    for (const rules::Finding& finding : *findings) {
      const bool placed =
          finding.state == rules::State::violated && finding.subject != rules::Finding::kNoSubject;
      const rules::Rule& rule = rulebook.rules[finding.rule];
      const auto kind = conflict_kind(rule.relation);
      if (!placed || !kind) continue;
      geometry::Shape piece =
          assessor.screen().conflict(geos, site, finding.subject, *kind, rule.threshold);
      if (piece.empty()) continue;
      const double area_m2 = meter.area_m2(piece);
      pieces.push_back({&finding, std::move(piece), area_m2});
    }
  }
  return pieces;
}

}  // namespace xuanzhi::products
