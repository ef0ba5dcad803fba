// SPDX-License-Identifier: Apache-2.0
#include "boundary_note.h"

#include <algorithm>

#include <fmt/format.h>

namespace xuanzhi::products {

using workspace::BoundaryStatus;

namespace {

Text status_name(BoundaryStatus status) {
  switch (status) {
    case BoundaryStatus::approved:
      return {"已批复", "approved"};
    case BoundaryStatus::pending:
      return {"上报待批", "reported, pending"};
    case BoundaryStatus::expired:
      break;
  }
  return {"过期", "expired"};
}

}  // namespace

Text boundary_note(const workspace::Workspace& workspace, const screening::SubjectFact& fact) {
  std::vector<std::string> zh;
  std::vector<std::string> en;
  for (const workspace::Layer& layer : workspace.layers) {
    const auto& ids = fact.layer_ids;
    if (!layer.config.version || std::find(ids.begin(), ids.end(), layer.config.id) == ids.end())
      continue;
    const workspace::BoundaryVersion& version = *layer.config.version;
    const std::string days =
        fmt::format("{}→{}", to_string(version.valid.from), to_string(version.valid.to));
    const Text status = status_name(version.status);
    zh.push_back(fmt::format("{}（{}，{}{}{}）", layer.config.id, status.zh, days,
                             version.document.zh.empty() ? "" : "，", version.document.zh));
    const std::string& document = version.document.in(Language::english);
    en.push_back(fmt::format("{} ({}, {}{}{})", layer.config.id, status.en, days,
                             document.empty() ? "" : ", ", document));
  }
  return {joined(zh, "；"), joined(en, "; ")};
}

}  // namespace xuanzhi::products
