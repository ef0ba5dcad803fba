// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "given.h"
#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/message.h"

namespace xuanzhi::service {

/// The `inputs` of an execution. A body of `text/plain` is the input `site` (WKT or survey text),
/// and the query gives the others.
class ProcessInputs {
 public:
  /// Throws `Error`: media_type_unsupported, request_malformed.
  ProcessInputs(const Request& request, const Limits& limits);

  bool has(const char* name) const { return values_.contains(name); }
  const nlohmann::json& value(const char* name) const;  ///< throws where it is missing
  std::string text(const char* name) const;             ///< empty where it is missing
  bool flag(const char* name) const;                    ///< false where it is missing
  Crossing crossing() const { return flag("repair") ? Crossing::mend : Crossing::refuse; }
  /// Position of the `project`, where one is given.
  std::optional<std::size_t> project(const workspace::Workspace& workspace) const;

 private:
  nlohmann::json values_;
};

}  // namespace xuanzhi::service
