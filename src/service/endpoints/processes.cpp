// SPDX-License-Identifier: Apache-2.0
#include "processes.h"

#include <algorithm>

#include "../answers.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

json input(const Text& title, json schema, bool required) {
  return {{"title", bilingual(title)}, {"minOccurs", required ? 1 : 0}, {"schema", schema}};
}

json process(const char* id, const Text& title, json controls, json inputs) {
  const std::string self = std::string("/api/processes/") + id;
  return {{"id", id},
          {"version", "1.0.0"},
          {"title", bilingual(title)},
          {"jobControlOptions", controls},
          {"outputTransmission", {"value"}},
          {"inputs", inputs},
          {"links", json::array({{{"rel", "self"}, {"href", self}},
                                 {{"rel", "http://www.opengis.net/def/rel/ogc/1.0/execute"},
                                  {"href", self + "/execution"}}})}};
}

std::vector<json> processes() {
  const json site = input({"地块：GeoJSON、WKT、坐标交换文件，或 {\"id\": 编号}",
                           "a site: GeoJSON, WKT, survey text, or {\"id\": …}"},
                          json::object(), true);
  const json optional_site = input({"地块的文本", "the text of sites"}, json::object(), false);
  const json text{{"type", "string"}};
  const json flag{{"type", "boolean"}};
  const json texts{{"type", "array"}, {"items", text}};
  return {
      process("check", {"审查地块", "check a site"}, {"sync-execute", "async-execute", "dismiss"},
              {{"site", site},
               {"sites",
                input({"多个地块，作为任务", "several sites, as a job"}, json::object(), false)},
               {"project", input({"项目编号", "id of a project"}, text, false)},
               {"repair", input({"接受边界修复", "mend outlines"}, flag, false)},
               {"detail", input({"详略", "how much is said"},
                                {{"type", "string"}, {"enum", {"quick", "full"}}}, false)}}),
      process("read", {"读地块文本", "read the text of sites"}, {"sync-execute"},
              {{"site", optional_site},
               {"files", input({"Shapefile、GeoPackage 或 KML 的文件",
                                "the files of a shapefile, a GeoPackage or a KML"},
                               {{"type", "array"}}, false)}}),
      process("export", {"导出地块与冲突", "export sites and conflicts"}, {"sync-execute"},
              {{"format", input({"格式", "format"},
                                {{"type", "string"}, {"enum", {"gpkg", "geojson", "txt"}}}, true)},
               {"sites", input({"地块编号，缺省为全部", "ids of sites; all where left out"},
                               {{"type", "array"}, {"items", text}}, false)},
               {"drawn",
                input({"另外的地块（GeoJSON）", "further sites (GeoJSON)"}, json::object(), false)},
               {"project", input({"项目编号", "id of a project"}, text, false)},
               {"zone", input({"3° 带号，txt 用", "number of the 3° zone, for txt"},
                              {{"type", "integer"}}, false)}}),
      process("report", {"可打印的报告", "the printable report"}, {"sync-execute"},
              {{"site", site}, {"project", input({"项目编号", "id of a project"}, text, false)}}),
      process(
          "place", {"整张清单落位", "place the whole list"}, {"async-execute", "dismiss"},
          {{"settings", input({"改动的数值，如 budget.water.wuda=+20%",
                               "figures changed, e.g. budget.water.wuda=+20%"},
                              texts, false)},
           {"lock", input({"必须落位：项目=地块", "must stand: PROJECT=SITE"}, texts, false)},
           {"forbid", input({"不得落位：项目=地块", "must not stand: PROJECT=SITE"}, texts, false)},
           {"accept_unknown",
            input({"数据不足的对也参与", "pairs with insufficient data too"}, flag, false)},
           {"gap", input({"证到此差距即止", "ends once this gap is proved"},
                         {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}, false)}})};
}

}  // namespace

Answer ListProcesses::operator()(const Request&) const {
  json all = json::array();
  for (json one : processes()) {
    one.erase("inputs");
    all.push_back(std::move(one));
  }
  return json_answer({{"processes", all},
                      {"links", json::array({{{"rel", "self"}, {"href", "/api/processes"}}})}});
}

Answer DescribeProcess::operator()(const Request& request) const {
  const std::string& id = request.place.at("process");
  const std::vector<json> all = processes();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const json& one) { return one["id"] == id; });
  if (found == all.end()) {
    throw Error(ErrorCode::resource_unknown, id, {"没有此处理", "there is no such process"},
                {"见 /api/processes", "see /api/processes"});
  }
  return json_answer(*found);
}

Answer job_created(const Jobs& jobs, const std::string& id) {
  Answer out = json_answer(jobs.status(id));
  out.status = 201;
  out.headers.emplace_back("Location", "/api/jobs/" + id);
  return out;
}

Answer ListJobs::operator()(const Request&) const {
  return json_answer(
      {{"jobs", jobs.list()}, {"links", json::array({{{"rel", "self"}, {"href", "/api/jobs"}}})}});
}

Answer DescribeJob::operator()(const Request& request) const {
  return json_answer(jobs.status(request.place.at("job")));
}

Answer DismissJob::operator()(const Request& request) const {
  return json_answer(jobs.dismiss(request.place.at("job")));
}

Answer JobResults::operator()(const Request& request) const {
  return {200, "application/json", jobs.result(request.place.at("job"))};
}

}  // namespace xuanzhi::service
