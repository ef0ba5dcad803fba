// SPDX-License-Identifier: Apache-2.0
#include "sites.h"

#include "../answers.h"
#include "../check_result.h"
#include "../geojson.h"
#include "../given.h"
#include "xuanzhi/base/units.h"

namespace xuanzhi::service {

using nlohmann::json;
using rules::Verdict;

namespace {

json site_properties(const Model& model, std::size_t position, std::optional<Verdict> verdict) {
  const workspace::SiteInfo& info = model.workspace().sites[position].info;
  return {{"name", info.name},
          {"kind", info.kind == workspace::SiteKind::parcel ? "parcel" : "park"},
          {"park", info.park},
          {"district", info.district},
          {"regions", model.site_regions()[position]},
          {"area_m2", info.area_m2},
          {"available_land_m2", info.available_land_m2},
          {"verdict", verdict ? json(rules::to_string(*verdict)) : json()},
          {"projects", standing_json(model.site_standings()[position])}};
}

}  // namespace

Answer ListSites::operator()(const Request& request) const {
  const Page page = page_of(request, limits);
  const auto box = bbox_of(request);
  const auto wanted = verdict_of(request);
  std::optional<std::size_t> project;
  if (!request.asked("project").empty())
    project = project_position(model.workspace(), request.asked("project"));
  const geometry::Geos geos;
  std::string features;
  std::size_t matched = 0;
  std::size_t returned = 0;
  for (std::size_t s = 0; s < model.workspace().sites.size(); ++s) {
    const auto verdict =
        project ? std::optional(model.pair(*project, s).verdict) : model.site_standings()[s].best();
    if (box && !model.workspace().sites[s].shape.box().intersects(*box)) continue;
    if (wanted && verdict != wanted) continue;
    if (!page.shows(matched++)) continue;
    const workspace::Site& site = model.workspace().sites.at(s);
    features += (returned++ == 0 ? "" : ",") +
                feature_text(site.info.id, geometry_text(site.shape.in(geos)),
                             site_properties(model, s, verdict)
                                 .dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return {200, "application/geo+json",
          R"({"type":"FeatureCollection","numberMatched":)" + std::to_string(matched) +
              R"(,"numberReturned":)" + std::to_string(returned) + R"(,"features":[)" + features +
              "]}"};
}

Answer DescribeSite::operator()(const Request& request) const {
  const std::size_t position = site_position(model.workspace(), request.place.at("site"));
  return {200, "application/json",
          check_result(model, model.workspace().sites.at(position), std::nullopt, Detail::full)};
}

Answer ListAssessments::operator()(const Request& request) const {
  const workspace::Workspace& workspace = model.workspace();
  const Page page = page_of(request, limits);
  const auto wanted = verdict_of(request);
  const std::string project = request.asked("project");
  const std::string site = request.asked("site");
  const std::size_t first = project.empty() ? 0 : project_position(workspace, project);
  const std::size_t last = project.empty() ? workspace.projects.size() : first + 1;
  const std::size_t left = site.empty() ? 0 : site_position(workspace, site);
  const std::size_t right = site.empty() ? workspace.sites.size() : left + 1;
  json rows = json::array();
  std::size_t matched = 0;
  for (std::size_t p = first; p < last; ++p) {
    for (std::size_t s = left; s < right; ++s) {
      const assessment::Assessment& pair = model.pair(p, s);
      if ((wanted && pair.verdict != *wanted) || !page.shows(matched++)) continue;
      const bool decided = pair.deciding_rule != assessment::Assessment::kNone;
      rows.push_back({{"project_id", workspace.projects[p].id()},
                      {"site_id", workspace.sites[s].info.id},
                      {"verdict", rules::to_string(pair.verdict)},
                      {"deciding_rule_id",
                       decided ? json(model.rulebook().rules[pair.deciding_rule].id) : json()},
                      {"prohibitions", pair.prohibitions},
                      {"conditions", pair.conditions},
                      {"unknowns", pair.unknowns},
                      {"uncertain", pair.uncertain}});
    }
  }
  return json_answer(
      {{"numberMatched", matched}, {"numberReturned", rows.size()}, {"assessments", rows}});
}

Answer DescribeAssessment::operator()(const Request& request) const {
  const std::size_t project = project_position(model.workspace(), request.place.at("project"));
  const std::size_t site = site_position(model.workspace(), request.place.at("site"));
  return {200, "application/json",
          check_result(model, model.workspace().sites.at(site), project, Detail::full)};
}

}  // namespace xuanzhi::service
