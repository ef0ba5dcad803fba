// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/geometry/compact_shape.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"
#include "xuanzhi/workspace/site_info.h"

namespace xuanzhi::workspace {

/// A polygon that a project may take; valid and in the canonical system.
struct Site {
  SiteInfo info;
  geometry::CompactShape shape;
  /// Of a site that is no part of a workspace: what its reader assumed, mended or noticed.
  std::vector<Text> remarks = {};
};

/// Reads the sites of one source, in its order. Sites that cannot be repaired are rejected in the
/// audit; see `read_source_table` for `digests`. Throws `Error` where the source or its CRS cannot
/// be understood.
std::vector<Site> load_sites(const geometry::Geos& geos, const SitesConfig& config, AreaBasis basis,
                             std::vector<SourceAudit>& audits,
                             const std::optional<geometry::Box>& area = {},
                             FileDigests* digests = nullptr);

/// All usable sites of a file, each with what was assumed or mended of the file in its remarks.
/// `area` (degrees) is where they should lie, for proposals where the file states no CRS. Throws
/// like `load_sites`, and `Error` (site_unknown) where there are none.
std::vector<Site> sites_from_file(const geometry::Geos& geos, const std::filesystem::path& file,
                                  AreaBasis basis, const std::optional<geometry::Box>& area = {});

/// A site from WKT in longitude and latitude, or from the only feature of a file.
/// `area` (degrees) is where it should lie, for proposals where the file states no CRS. CRS,
/// encoding, repairs and doubts stand in its remarks.
Site site_from_text(const geometry::Geos& geos, const std::string& wkt_or_path, AreaBasis basis,
                    const std::optional<geometry::Box>& area = {});

/// A site from WKT in longitude and latitude. Throws `Error`: value_invalid where it is no area,
/// crs_missing where the numbers are no degrees.
Site site_from_wkt(const geometry::Geos& geos, const std::string& wkt, AreaBasis basis);

/// A site from an area in longitude and latitude that somebody drew: mended where it must be, which
/// its remarks say. `place` is for messages. Throws like `site_from_wkt`.
Site site_from_shape(const geometry::Shape& area, const std::string& place, AreaBasis basis);

/// The sites in the bytes of a survey coordinate text (勘测定界坐标文件), without any file. `name`
/// is for messages. Throws `Error` where nothing can be read or the CRS is not proved.
std::vector<Site> sites_from_survey_text(const geometry::Geos& geos, const std::string& bytes,
                                         const std::string& name, AreaBasis basis,
                                         const std::optional<geometry::Box>& area = {});

}  // namespace xuanzhi::workspace
