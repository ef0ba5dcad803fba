// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "../answers.h"
#include "../check_result.h"
#include "../geojson.h"
#include "../process_inputs.h"
#include "processes.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

Detail detail_of(const ProcessInputs& inputs) {
  const std::string word = inputs.text("detail");
  if (word.empty() || word == "full") return Detail::full;
  if (word == "quick") return Detail::quick;
  throw Error(ErrorCode::request_malformed, "inputs.detail",
              {"应为 quick 或 full", "quick or full is wanted"});
}

std::vector<workspace::Site> given_sites(const GivenReader& reader, const ProcessInputs& inputs,
                                         const Limits& limits) {
  std::vector<workspace::Site> sites;
  const json& value = inputs.has("sites") ? inputs.value("sites") : inputs.value("site");
  if (value.is_string()) {
    sites = reader.all(value.get<std::string>(), "inputs.sites");
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size() && i <= limits.batch_sites; ++i)
      sites.push_back(reader.one(value[i], fmt::format("inputs.sites/{}", i)));
  } else if (value.is_object() && value.contains("features") && value["features"].is_array()) {
    for (std::size_t i = 0; i < value["features"].size() && i <= limits.batch_sites; ++i)
      sites.push_back(reader.one(value["features"][i], fmt::format("inputs.sites/features/{}", i)));
  } else {
    sites.push_back(reader.one(value, "inputs.site"));
  }
  if (sites.empty() || sites.size() > limits.batch_sites) {
    throw Error(sites.empty() ? ErrorCode::value_invalid : ErrorCode::request_too_large,
                "inputs.sites",
                {fmt::format("一个任务应有 1 到 {} 个地块", limits.batch_sites),
                 fmt::format("a job takes 1 to {} sites", limits.batch_sites)});
  }
  return sites;
}

// What a list of many sites shows of one: findings that do not pass, no pieces.
json summary_of(json checked) {
  json findings = json::array();
  for (json& finding : checked["findings"]) {
    if (finding["state"] != "pass" || finding["uncertain"] == true)
      findings.push_back(std::move(finding));
  }
  checked["findings"] = std::move(findings);
  for (const char* name : {"conflicts", "site", "facts", "depends_on_project", "boundary_versions"})
    checked.erase(name);
  return checked;
}

std::string check_all(const Model& model, const std::vector<workspace::Site>& sites,
                      std::optional<std::size_t> project, JobRun& run) {
  std::string out;
  for (const workspace::Site& site : sites) {
    if (!run.step()) return {};
    const json one = summary_of(json::parse(check_result(model, site, project, Detail::quick)));
    out += (out.empty() ? "" : ",") + one.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return R"({"results":[)" + out + "]}";
}

}  // namespace

Answer ExecuteCheck::operator()(const Request& request) const {
  const ProcessInputs inputs(request, limits);
  const geometry::Geos geos;
  const GivenReader reader{model, limits, geos, inputs.crossing()};
  const std::optional<std::size_t> project = inputs.project(model.workspace());
  const bool later =
      inputs.has("sites") || request.prefer.find("respond-async") != std::string::npos;
  if (!later) {
    const Detail detail = detail_of(inputs);
    return {200, "application/json",
            check_result(model, reader.one(inputs.value("site"), "inputs.site"), project, detail)};
  }
  std::vector<workspace::Site> sites = given_sites(reader, inputs, limits);
  const std::size_t steps = sites.size();
  const std::string id =
      jobs.add("check", steps, [&model = model, sites = std::move(sites), project](JobRun& run) {
        return check_all(model, sites, project, run);
      });
  return job_created(jobs, id);
}

Answer ExecuteRead::operator()(const Request& request) const {
  const ProcessInputs inputs(request, limits);
  const geometry::Geos geos;
  const GivenReader reader{model, limits, geos, Crossing::mend};
  std::vector<workspace::Site> sites;
  if (inputs.has("files")) {
    sites = reader.of_files(inputs.value("files"), "inputs.files");
  } else if (const json& value = inputs.value("site"); value.is_string()) {
    sites = reader.all(value.get<std::string>(), "inputs.site");
  } else {
    sites.push_back(reader.one(value, "inputs.site"));
  }
  std::string features;
  for (const workspace::Site& site : sites) {
    json remarks = json::array();
    for (const Text& remark : site.remarks) remarks.push_back(bilingual(remark));
    const json properties{
        {"name", site.info.name}, {"area_m2", site.info.area_m2}, {"remarks", remarks}};
    features += (features.empty() ? "" : ",") +
                feature_text(site.info.id, geometry_text(site.shape.in(geos)),
                             properties.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return {200, "application/geo+json",
          R"({"type":"FeatureCollection","features":[)" + features + "]}"};
}

}  // namespace xuanzhi::service
