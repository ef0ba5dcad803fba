// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/layer.h"
#include "xuanzhi/workspace/manifest.h"
#include "xuanzhi/workspace/project.h"
#include "xuanzhi/workspace/role.h"
#include "xuanzhi/workspace/site.h"

namespace xuanzhi::workspace {

/// The whole input, read once; only the versions in force change afterwards.
struct Workspace {
  std::unique_ptr<geometry::Geos> geos;  // first: all shapes must go before it
  Manifest manifest;
  RoleCatalogue roles;
  std::vector<Layer> layers;
  std::vector<Site> sites;
  std::vector<Project> projects;
  std::vector<SourceAudit> audits;
  /// Degrees: where the manifest says that the data lie, or else where the layers do.
  std::optional<geometry::Box> area;
  /// Digests of the manifest, the roles, the rulebooks and the dictionary of project lists, by file
  /// name.
  std::vector<std::pair<std::string, std::string>> rule_fingerprints;
  /// Where what takes long to make again is kept; nothing where it is not.
  std::optional<std::filesystem::path> cache_folder;

  const Site& site(const std::string& id) const;        ///< throws `Error` (site_unknown)
  const Project& project(const std::string& id) const;  ///< throws `Error` (project_unknown)
};

/// Whether prepared layers and what was found about them are kept in the folder `.xuanzhi-cache` of
/// the workspace.
enum class LayerCaching { off, on };

/// Reads and audits everything that the manifest names. `as_of` overrides the manifest's date;
/// progress goes to `narration` where it is not null. The cache changes no result.
Workspace open_workspace(const std::filesystem::path& folder, std::optional<Date> as_of,
                         std::ostream* narration, LayerCaching caching = LayerCaching::off);

/// A boundary that has versions, and which of them the as-of date uses.
struct VersionChoice {
  std::string role;
  std::string series;
  std::string layer_id;  ///< empty: none is usable
  BoundaryStatus status = BoundaryStatus::approved;
};

/// Statuses that may be used for a version, best first.
using UsableStatuses = std::function<std::vector<BoundaryStatus>(const Layer&)>;

/// Of each series keeps the version in force: the first usable status that has a version valid on
/// `as_of` (of several, the one valid from the latest day). All others get `in_force = false`.
/// A layer without a version is always in force.
std::vector<VersionChoice> choose_versions(std::vector<Layer>& layers, const Date& as_of,
                                           const UsableStatuses& usable);

}  // namespace xuanzhi::workspace
