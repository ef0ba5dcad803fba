// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/model.h"

namespace xuanzhi::service {

/// What to do with a site whose outline crosses itself: refuse it, or mend it and say so.
enum class Crossing { refuse, mend };

/// How sites that come with a request are read. Nothing in it opens a file but `of_files`, which
/// opens those that it has written itself.
struct GivenReader {
  const Model& model;
  const Limits& limits;
  const geometry::Geos& geos;
  Crossing crossing = Crossing::refuse;

  /// One site: the text of WKT or of a survey text, a GeoJSON area, or `{"id": …}` for a site of
  /// the workspace. Throws `Error` with `place` in the document.
  workspace::Site one(const nlohmann::json& value, const std::string& place) const;

  /// The sites of a text in any of these forms, or of a GeoJSON collection.
  std::vector<workspace::Site> all(const std::string& text, const std::string& place) const;

  /// The sites of a shapefile, a GeoPackage or a KML that came as bytes; see `store_sent_files`.
  std::vector<workspace::Site> of_files(const nlohmann::json& files,
                                        const std::string& place) const;

 private:
  workspace::Site checked(workspace::Site site, const std::string& place) const;
  std::vector<workspace::Site> of_survey_text(const std::string& text,
                                              const std::string& place) const;
};

/// Position of a site or project in the workspace. Throws `Error` (site_unknown, project_unknown).
std::size_t site_position(const workspace::Workspace& workspace, const std::string& id);
std::size_t project_position(const workspace::Workspace& workspace, const std::string& id);

}  // namespace xuanzhi::service
