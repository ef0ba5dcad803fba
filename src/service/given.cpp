// SPDX-License-Identifier: Apache-2.0
#include "given.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "geojson.h"
#include "scratch_folder.h"
#include "sent_files.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;
using workspace::Site;

namespace {

constexpr const char* kSurveySection = "地块坐标";

bool is_survey_text(const std::string& text) {
  // The head of a point list ends with `@` in every encoding; WKT and JSON have no such line.
  return text.find(kSurveySection) != std::string::npos || text.find(",@") != std::string::npos;
}

bool is_json(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string::npos && text[first] == '{';
}

// Who draws wants to see where the outline is wrong, not what a repair makes of it.
void refuse_mended(const Site& site, Crossing crossing, const std::string& place) {
  if (crossing == Crossing::mend || site.remarks.empty()) return;
  const Text& why = site.remarks.front();
  throw Error(ErrorCode::geometry_failed, place,
              {"地块边界有误：" + why.zh, "the outline is at fault: " + why.en},
              {R"(改正边界，或以 "repair": true 接受修复)",
               R"(mend the outline, or accept the repair with "repair": true)"});
}

// Where we store what is sent is no business of the sender's.
Text without(Text text, const std::string& part) {
  for (std::string* one : {&text.zh, &text.en}) {
    for (std::size_t at = one->find(part); at != std::string::npos; at = one->find(part))
      one->erase(at, part.size());
  }
  return text;
}

}  // namespace

std::size_t site_position(const workspace::Workspace& workspace, const std::string& id) {
  return static_cast<std::size_t>(&workspace.site(id) - workspace.sites.data());
}

std::size_t project_position(const workspace::Workspace& workspace, const std::string& id) {
  return static_cast<std::size_t>(&workspace.project(id) - workspace.projects.data());
}

Site GivenReader::checked(Site site, const std::string& place) const {
  const std::size_t corners = site.shape.in(geos).vertex_count();
  if (corners > limits.site_vertices) {
    throw Error(ErrorCode::request_too_large, place,
                {fmt::format("地块有 {} 个界址点，最多 {}", corners, limits.site_vertices),
                 fmt::format("the site has {} corners, at most {} are taken", corners,
                             limits.site_vertices)},
                {"请简化边界，或用 xuanzhi check 审查文件",
                 "simplify it, or check the file with `xuanzhi check`"});
  }
  return site;
}

std::vector<Site> GivenReader::of_survey_text(const std::string& text,
                                              const std::string& place) const {
  std::vector<Site> sites = workspace::sites_from_survey_text(
      geos, text, "TXT", model.workspace().manifest.area_basis, model.workspace().area);
  for (Site& site : sites) site = checked(std::move(site), place);
  return sites;
}

std::vector<Site> GivenReader::of_files(const json& files, const std::string& place) const {
  const ScratchFolder folder;
  const std::filesystem::path file = store_sent_files(files, folder.path(), place);
  std::vector<Site> sites;
  try {
    sites = workspace::sites_from_file(geos, file, model.workspace().manifest.area_basis,
                                       model.workspace().area);
  } catch (const Error& fault) {
    const std::string inside = folder.path().string() + "/";
    throw Error(fault.code(), place, without(fault.message(), inside), fault.remedy());
  }
  if (sites.size() > limits.batch_sites) {
    throw Error(ErrorCode::request_too_large, place,
                {fmt::format("文件有 {} 个地块，最多 {}", sites.size(), limits.batch_sites),
                 fmt::format("the file holds {} sites, at most {} are taken", sites.size(),
                             limits.batch_sites)});
  }
  for (Site& site : sites) site = checked(std::move(site), place);
  return sites;
}

Site GivenReader::one(const json& value, const std::string& place) const {
  const AreaBasis basis = model.workspace().manifest.area_basis;
  if (value.is_object() && value.contains("id") && !value.contains("type")) {
    if (!value["id"].is_string()) {
      throw Error(ErrorCode::request_malformed, place + "/id", {"编号应为文本", "an id is a text"});
    }
    return model.workspace().sites.at(
        site_position(model.workspace(), value["id"].get<std::string>()));
  }
  if (value.is_string()) {
    std::vector<Site> sites = all(value.get<std::string>(), place);
    if (sites.size() != 1) {
      throw Error(ErrorCode::value_invalid, place,
                  {fmt::format("应恰有一个地块，实有 {}", sites.size()),
                   fmt::format("one site is wanted, there are {}", sites.size())},
                  {"多个地块请用 inputs.sites", "send several as inputs.sites"});
    }
    return std::move(sites.front());
  }
  Site site = checked(workspace::site_from_shape(
                          area_of_geojson(geos, value, limits.site_vertices, place), place, basis),
                      place);
  refuse_mended(site, crossing, place);
  const auto properties = value.find("properties");
  if (properties != value.end() && properties->is_object()) {
    const auto text = [&](const char* key) {
      const auto found = properties->find(key);
      return found != properties->end() && found->is_string() ? found->get<std::string>()
                                                              : std::string();
    };
    site.info.name = text("name");
    if (!text("site_id").empty()) site.info.id = text("site_id");
  }
  return site;
}

std::vector<Site> GivenReader::all(const std::string& text, const std::string& place) const {
  std::vector<Site> out;
  if (is_json(text)) {
    const json document = parse_json(text, limits.json_depth);
    const auto features = document.find("features");
    if (features == document.end() || !features->is_array()) {
      out.push_back(one(document, place));
      return out;
    }
    for (std::size_t i = 0; i < features->size() && i <= limits.batch_sites; ++i)
      out.push_back(one((*features)[i], fmt::format("{}/features/{}", place, i)));
    return out;
  }
  if (is_survey_text(text)) return of_survey_text(text, place);
  Site site =
      checked(workspace::site_from_wkt(geos, text, model.workspace().manifest.area_basis), place);
  refuse_mended(site, crossing, place);
  out.push_back(std::move(site));
  return out;
}

}  // namespace xuanzhi::service
