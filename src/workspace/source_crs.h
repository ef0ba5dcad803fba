// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/datum_shift.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

/// How the numbers of one source become positions: its CRS, the order of its axes and the
/// displacement of a web map, each as stated by the file or the manifest and told in the audit.
class SourceCrs {
 public:
  /// `area` (degrees) is where the data should lie. Throws `Error` (crs_missing) with the lines
  /// that would mend it, or crs_unsupported.
  SourceCrs(const geometry::Geos& geos, const SourceTable& source,
            const dataset::VectorTable& table, const std::optional<geometry::Box>& area,
            SourceAudit& audit);

  /// The shape as (east, north) in the CRS of the source.
  geometry::Shape ordered(geometry::Shape raw) const;
  /// An ordered shape in the canonical system, edges straight in the source.
  geometry::Shape to_canonical(geometry::Shape ordered) const;
  /// The same, vertex by vertex.
  geometry::Shape vertices_to_canonical(const geometry::Shape& ordered) const;

  /// Metres that the datum policy and a displacement taken back add to the accuracy.
  double accuracy_m() const { return accuracy_m_; }
  /// The definition that is used, and whether something else than the file's numbers was meant.
  const std::string& definition() const { return definition_; }
  /// True where an ordered shape is canonical as it stands.
  bool keeps_positions() const { return transform_.changes_nothing() && !displaced(); }
  bool displaced() const { return shift_ != geometry::WebShift::none; }

 private:
  std::string definition_;
  bool north_east_;
  geometry::WebShift shift_;
  geometry::CrsTransform transform_;
  double accuracy_m_ = 0.0;
};

}  // namespace xuanzhi::workspace
