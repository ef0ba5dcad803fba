// SPDX-License-Identifier: Apache-2.0
#include <variant>

#include "../answers.h"
#include "../given.h"
#include "sites.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/products/direction_title.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

json value_json(const dataset::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

// What the list leaves blank is left out.
json project_json(const Model& model, std::size_t position) {
  const workspace::Project& project = model.workspace().projects[position];
  json out = json::object();
  const auto fields = workspace::project_fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    json value = value_json(project.values[i]);
    if (!value.is_null()) out[std::string(fields[i].name)] = std::move(value);
  }
  if (const std::string direction = project.text("direction"); !direction.empty())
    out["direction_title"] = bilingual(products::direction_title(model.directions(), direction));
  out["sites"] = standing_json(model.project_standings()[position]);
  return out;
}

bool mentions(const workspace::Project& project, const std::string& words) {
  for (const char* field : {"project_id", "name", "investor", "industry", "industry_code"}) {
    if (lower_case(project.text(field)).find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

Answer ListProjects::operator()(const Request& request) const {
  const Page page = page_of(request, limits);
  const auto wanted = verdict_of(request);
  const std::string words = lower_case(request.asked("q"));
  const auto& projects = model.workspace().projects;
  json rows = json::array();
  std::size_t matched = 0;
  for (std::size_t p = 0; p < projects.size(); ++p) {
    const auto differs = [&](const char* field) {
      const std::string value = request.asked(field);
      return !value.empty() && projects[p].text(field) != value;
    };
    if (differs("direction") || differs("stage")) continue;
    if (wanted && model.project_standings()[p].best() != wanted) continue;
    if (!words.empty() && !mentions(projects[p], words)) continue;
    if (page.shows(matched++)) rows.push_back(project_json(model, p));
  }
  return json_answer(
      {{"numberMatched", matched}, {"numberReturned", rows.size()}, {"projects", rows}});
}

Answer DescribeProject::operator()(const Request& request) const {
  const std::size_t p = project_position(model.workspace(), request.place.at("project"));
  return json_answer(project_json(model, p));
}

}  // namespace xuanzhi::service
