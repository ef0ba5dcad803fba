// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::service {

/// A request as an endpoint sees it: what the server has already bounded and taken apart.
struct Request {
  std::string method;
  std::string path;
  std::map<std::string, std::string> place;  ///< what the route's {names} stand for
  std::map<std::string, std::string> query;
  std::string content_type;   ///< lower case, without parameters
  std::string if_none_match;  ///< as sent
  std::string prefer;         ///< as sent
  std::string body;
  Language language = Language::chinese;

  /// A value of the query; empty where it is absent.
  std::string asked(const std::string& name) const;
};

/// What goes back.
struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

}  // namespace xuanzhi::service
