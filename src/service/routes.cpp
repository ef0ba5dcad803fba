// SPDX-License-Identifier: Apache-2.0
#include "routes.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "endpoints/base_map.h"
#include "endpoints/landing.h"
#include "endpoints/layers.h"
#include "endpoints/placements.h"
#include "endpoints/processes.h"
#include "endpoints/sites.h"
#include "web_asset.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/service/problem.h"

namespace xuanzhi::service {

namespace {

std::vector<Route> routes_of(const Model& m, const Limits& limits,
                             const dataset::RasterTiles* base_map, Jobs& jobs) {
  const auto& layers = m.workspace().layers;
  constexpr auto kNow = Freshness::of_the_moment;
  constexpr auto kFixed = Freshness::of_inputs;
  constexpr auto kHeavy = Effort::heavy;
  const std::string process = "/api/processes";
  return {
      {"GET", "/api", Landing{m.workspace().manifest}},
      {"GET", "/api/openapi.json", Contract{}},
      {"GET", "/api/conformance", Conformance{}},
      {"GET", "/api/workspace", DescribeWorkspace{m}},
      {"GET", "/api/layers", ListLayers{layers, m.layer_boxes()}},
      {"GET", "/api/layers/{layer}", DescribeLayer{layers, m.layer_boxes()}},
      {"GET", "/api/layers/{layer}/items", LayerItems{layers, m.layer_boxes(), limits}, kFixed,
       kHeavy},
      {"GET", "/api/layers/{layer}/tiles/{zoom}/{column}/{row}", LayerTile{layers, m.layer_boxes()},
       kFixed, kHeavy},
      {"GET", "/api/base", DescribeBase{base_map}, kNow},
      {"GET", "/api/base/tiles/{zoom}/{column}/{row}", BaseTile{base_map}, kNow, kHeavy},
      {"GET", "/api/sites", ListSites{m, limits}, kFixed, kHeavy},
      {"GET", "/api/sites/{site}", DescribeSite{m}, kFixed, kHeavy},
      {"GET", "/api/projects", ListProjects{m, limits}},
      {"GET", "/api/projects/{project}", DescribeProject{m}},
      {"GET", "/api/rules", ListRules{m.rulebook()}},
      {"GET", "/api/rules/{rule}", DescribeRule{m.rulebook()}},
      {"GET", "/api/assessments", ListAssessments{m, limits}},
      {"GET", "/api/assessments/{project}/{site}", DescribeAssessment{m}, kFixed, kHeavy},
      {"GET", "/api/budgets", ListBudgets{m}},
      {"GET", process, ListProcesses{}},
      {"GET", process + "/{process}", DescribeProcess{}},
      {"POST", process + "/check/execution", ExecuteCheck{m, limits, jobs}, kNow, kHeavy},
      {"POST", process + "/read/execution", ExecuteRead{m, limits}, kNow, kHeavy},
      {"POST", process + "/export/execution", ExecuteExport{m, limits}, kNow, kHeavy},
      {"POST", process + "/place/execution", ExecutePlace{m, limits, jobs}, kNow},
      {"POST", process + "/report/execution", ExecuteReport{m, limits}, kNow, kHeavy},
      {"GET", "/api/jobs", ListJobs{jobs}, kNow},
      {"GET", "/api/jobs/{job}", DescribeJob{jobs}, kNow},
      {"DELETE", "/api/jobs/{job}", DismissJob{jobs}, kNow},
      {"GET", "/api/jobs/{job}/results", JobResults{jobs}, kNow},
  };
}

std::string_view next_part(std::string_view& rest) {
  const std::size_t end = rest.find('/', 1);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(part.size());
  return part;
}

// What the {names} of a pattern stand for; nothing where the path is another.
std::optional<std::map<std::string, std::string>> match(std::string_view pattern,
                                                        std::string_view path) {
  std::map<std::string, std::string> place;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_part(pattern);
    const std::string_view given = next_part(path);
    if (wanted.starts_with("/{")) {
      if (given.size() < 2) return std::nullopt;
      place.emplace(wanted.substr(2, wanted.size() - 3), given.substr(1));
    } else if (wanted != given) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return place;
}

std::string etag_of(const Model& model, const Request& request) {
  Fingerprint print;
  print.add(model.fingerprint());
  print.add(request.path);
  for (const auto& [name, value] : request.query) print.add(fmt::format("\n{}={}", name, value));
  return "\"" + print.hex().substr(0, 32) + "\"";
}

}  // namespace

Routes::Routes(const Model& model, const ServerOptions& options)
    : model_(model), gate_(options.limits), jobs_(options.limits) {
  if (!options.base_map.empty()) base_map_.emplace(options.base_map);
  table_ = routes_of(model, options.limits, base_map_ ? &*base_map_ : nullptr, jobs_);
}

Answer Routes::answer(Request request) {
  try {
    return routed(request);
  } catch (const Error& error) {
    return problem(error, request.language);
  } catch (const std::exception& fault) {
    return problem({ErrorCode::internal_fault, "", {fault.what(), fault.what()}}, request.language);
  }
}

Answer Routes::routed(Request& request) {
  if (request.method == "GET") {
    if (const WebAsset* asset = find_web_asset(request.path);
        asset != nullptr && !request.path.starts_with("/api"))
      return {200, std::string(asset->content_type), std::string(asset->bytes)};
  }
  std::string allowed;
  for (const Route& route : table_) {
    auto place = match(route.path, request.path);
    if (!place) continue;
    // `/api/processes/check` also fits `/api/processes/{process}`: the method decides.
    if (route.method == request.method) {
      request.place = std::move(*place);
      return answered(route, request);
    }
    allowed += (allowed.empty() ? "" : ", ") + route.method;
  }
  if (!allowed.empty()) {
    Answer out =
        problem({ErrorCode::method_not_allowed,
                 request.path,
                 {"此处可用的方法：" + allowed, "methods that can be used here: " + allowed}},
                request.language);
    out.headers.emplace_back("Allow", allowed);
    return out;
  }
  throw Error(ErrorCode::resource_unknown, request.path,
              {"没有此资源", "there is no such resource"}, {"从 /api 开始", "begin at /api"});
}

Answer Routes::answered(const Route& route, const Request& request) {
  const bool fixed = route.freshness == Freshness::of_inputs;
  const std::string etag = fixed ? etag_of(model_, request) : "";
  if (fixed && request.if_none_match.find(etag) != std::string::npos)
    return {304, "", "", {{"ETag", etag}}};
  std::optional<Gate::Turn> turn;
  if (route.effort == Effort::heavy) turn.emplace(gate_);
  Answer out = route.answer(request);
  if (fixed) {
    out.headers.emplace_back("ETag", etag);
    out.headers.emplace_back("Cache-Control", "private, no-cache");
  } else {
    out.headers.emplace_back("Cache-Control", "no-store");
  }
  return out;
}

}  // namespace xuanzhi::service
