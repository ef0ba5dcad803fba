// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/workspace.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <malloc.h>

#include "displaced_layers.h"
#include "layer_cache.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/base/progress.h"
#include "xuanzhi/workspace/source_table.h"

namespace xuanzhi::workspace {

const Site& Workspace::site(const std::string& id) const {
  const auto found =
      std::find_if(sites.begin(), sites.end(), [&](const Site& s) { return s.info.id == id; });
  if (found != sites.end()) return *found;
  throw Error(
      ErrorCode::site_unknown, id, {"没有此地块", "there is no such site"},
      {"xuanzhi inspect 可列出地块；也可给文件或 WKT", "give the id of a site, a file or WKT"});
}

const Project& Workspace::project(const std::string& id) const {
  const auto found = std::find_if(projects.begin(), projects.end(),
                                  [&](const Project& p) { return p.id() == id; });
  if (found != projects.end()) return *found;
  throw Error(ErrorCode::project_unknown, id, {"没有此项目", "there is no such project"},
              {"核对项目表中的编号", "check the id against the project list"});
}

namespace {

std::optional<geometry::Box> stated_area(const Manifest& manifest) {
  if (!manifest.area) return std::nullopt;
  return geometry::Box{manifest.area->west, manifest.area->south, manifest.area->east,
                       manifest.area->north};
}

// Where the layers read so far lie: the next one is expected near them.
std::optional<geometry::Box> with_layer(const std::optional<geometry::Box>& area,
                                        const Layer& layer) {
  const std::optional<geometry::Box> box = layer.box();
  return area && box ? area->united(*box) : box ? box : area;
}

void add_sites(const SitesConfig& config, std::vector<Site> more, std::vector<Site>& sites) {
  if (sites.empty()) {
    sites = std::move(more);
    return;
  }
  std::unordered_set<std::string_view> ids;
  for (const Site& site : sites) ids.insert(site.info.id);
  for (const Site& site : more) {
    if (!ids.contains(site.info.id)) continue;
    throw Error(ErrorCode::value_invalid, place_of(config.table) + ": " + site.info.id,
                {"地块编号在多个来源中重复", "the site id stands in several sources"});
  }
  std::move(more.begin(), more.end(), std::back_inserter(sites));
}

}  // namespace

Workspace open_workspace(const std::filesystem::path& folder, std::optional<Date> as_of,
                         std::ostream* narration, LayerCaching caching) {
  Workspace workspace;
  if (caching == LayerCaching::on) workspace.cache_folder = folder / ".xuanzhi-cache";
  LayerCache cache(CacheFolder(workspace.cache_folder, narration));
  workspace.geos = std::make_unique<geometry::Geos>();
  workspace.manifest = read_manifest(folder);
  Manifest& manifest = workspace.manifest;
  if (as_of) manifest.as_of = *as_of;
  workspace.roles = RoleCatalogue::load(manifest.roles);
  std::vector<std::filesystem::path> texts{manifest.file, manifest.roles};
  texts.insert(texts.end(), manifest.rulebooks.begin(), manifest.rulebooks.end());
  if (manifest.projects && !manifest.projects->dictionary.empty())
    texts.push_back(manifest.projects->dictionary);
  for (const auto& file : {manifest.approvals, manifest.directions, manifest.factors}) {
    if (!file.empty()) texts.push_back(file);
  }
  for (const auto& file : texts)
    workspace.rule_fingerprints.emplace_back(file.filename().string(), file_fingerprint(file));
  Progress progress(narration, "layers", manifest.layers.size());
  std::optional<geometry::Box>& area = workspace.area;
  area = stated_area(manifest);
  for (const LayerConfig& config : manifest.layers) {
    const Role* role = workspace.roles.find(config.role);
    if (role == nullptr) {
      throw Error(ErrorCode::role_unknown, manifest.file.string() + ": [layer " + config.id + "]",
                  {"未知的角色 " + config.role, "unknown role " + config.role},
                  {"可用：" + workspace.roles.ids(), "allowed: " + workspace.roles.ids()});
    }
    workspace.layers.push_back(
        load_layer(*workspace.geos, config, *role, workspace.audits, area, &cache));
    if (!manifest.area) area = with_layer(area, workspace.layers.back());
    progress.advance();
  }
  note_displaced_layers(*workspace.geos, workspace.layers, workspace.audits);
  for (const SitesConfig& config : manifest.sites) {
    add_sites(config,
              load_sites(*workspace.geos, config, manifest.area_basis, workspace.audits, area,
                         &cache.digests()),
              workspace.sites);
  }
  if (manifest.projects) workspace.projects = load_projects(*manifest.projects, workspace.audits);
  // The allocator would keep what the rows of the sources took.
  ::malloc_trim(0);
  return workspace;
}

namespace {

// The layer of a series that has the given status and is valid; of several, the latest.
Layer* latest_valid(std::vector<Layer>& layers, const Layer& like, BoundaryStatus status,
                    const Date& as_of) {
  Layer* best = nullptr;
  for (Layer& layer : layers) {
    const auto& version = layer.config.version;
    if (!version || layer.role != like.role || version->series != like.config.version->series)
      continue;
    if (version->status != status || !version->valid.contains(as_of)) continue;
    if (best == nullptr || best->config.version->valid.from < version->valid.from) best = &layer;
  }
  return best;
}

}  // namespace

std::vector<VersionChoice> choose_versions(std::vector<Layer>& layers, const Date& as_of,
                                           const UsableStatuses& usable) {
  std::vector<VersionChoice> choices;
  std::set<std::pair<std::string, std::string>> seen;
  for (Layer& layer : layers) {
    if (!layer.config.version) continue;
    layer.in_force = false;
    const std::string& series = layer.config.version->series;
    if (!seen.insert({layer.role->id, series}).second) continue;
    choices.push_back({layer.role->id, series, "", BoundaryStatus::approved});
  }
  for (VersionChoice& choice : choices) {
    const auto first = std::find_if(layers.begin(), layers.end(), [&](const Layer& layer) {
      return layer.config.version && layer.role->id == choice.role &&
             layer.config.version->series == choice.series;
    });
    for (const BoundaryStatus status : usable(*first)) {
      Layer* layer = latest_valid(layers, *first, status, as_of);
      if (layer == nullptr) continue;
      layer->in_force = true;
      choice.layer_id = layer->config.id;
      choice.status = status;
      break;
    }
  }
  return choices;
}

}  // namespace xuanzhi::workspace
