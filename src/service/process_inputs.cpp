// SPDX-License-Identifier: Apache-2.0
#include "process_inputs.h"

#include "geojson.h"
#include "malformed.h"

namespace xuanzhi::service {

using nlohmann::json;

ProcessInputs::ProcessInputs(const Request& request, const Limits& limits) {
  if (request.content_type == "text/plain") {
    values_ = {{"site", request.body}};
    for (const auto& [name, value] : request.query) {
      if (name != "site" && name != "lang") values_[name] = value;
    }
    if (values_.contains("repair")) values_["repair"] = request.asked("repair") == "true";
    return;
  }
  if (request.content_type != "application/json" &&
      request.content_type != "application/geo+json") {
    throw Error(ErrorCode::media_type_unsupported, "Content-Type",
                {"内容类型应为 application/json 或 text/plain，现为 " + request.content_type,
                 "application/json or text/plain is wanted, not " + request.content_type});
  }
  json document = parse_json(request.body, limits.json_depth);
  if (!document.is_object() || !document.contains("inputs") || !document["inputs"].is_object())
    throw malformed("body", {"应为含 inputs 的对象", "an object with `inputs` is wanted"});
  values_ = std::move(document["inputs"]);
}

const json& ProcessInputs::value(const char* name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) {
    throw malformed("inputs", {std::string("缺少 inputs.") + name,
                               std::string("inputs.") + name + " is missing"});
  }
  return *found;
}

std::string ProcessInputs::text(const char* name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->is_null()) return {};
  if (!found->is_string())
    throw malformed(std::string("inputs.") + name, {"应为文本", "a text is wanted"});
  return found->get<std::string>();
}

bool ProcessInputs::flag(const char* name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->is_null()) return false;
  if (!found->is_boolean())
    throw malformed(std::string("inputs.") + name,
                    {"应为 true 或 false", "true or false is wanted"});
  return found->get<bool>();
}

std::optional<std::size_t> ProcessInputs::project(const workspace::Workspace& workspace) const {
  const std::string id = text("project");
  if (id.empty()) return std::nullopt;
  return project_position(workspace, id);
}

}  // namespace xuanzhi::service
