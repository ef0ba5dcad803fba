// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "article.h"
#include "site_map.h"
#include "xuanzhi/products/report.h"

namespace xuanzhi::products::report {

/// A large number with its name, on the cover.
struct KeyFigure {
  std::string figure;
  Text name;
};

/// The first page: what kind of report, of what, and what came out.
struct Cover {
  Text kind;
  std::string title;
  std::string subtitle;
  std::optional<rules::Verdict> verdict;  ///< absent: no banner
  std::vector<std::string> reasons;       ///< beside the verdict
  std::vector<KeyFigure> figures;
  std::string map_svg;
  std::string map_caption;
};

void write_cover(Article& page, const Result& result, const Cover& cover);

/// The cover of a pair.
Cover pair_cover(const Article& page, const Result& result, const ReportCase& one,
                 const std::vector<const ReportCase*>& others);

/// Titles in use for reports of this kind.
Text report_kind();
/// The header of printed pages.
Text running_header(const Result& result);

/// A map of the site with its conflicts and what lies around it.
DrawnMap detail_map(const Result& result, const ReportCase& one, Language language,
                    const std::string& id, double height_mm, bool with_corners);
/// Where the site lies in its district.
DrawnMap location_map(const Result& result, const std::vector<const ReportCase*>& cases,
                      Language language, const std::string& id, double height_mm);

/// The name of a project or a site with its id, as far as it has one.
std::string named(const std::string& id, const std::string& name);

}  // namespace xuanzhi::products::report
