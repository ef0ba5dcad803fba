// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"

/// The door of the API, and the rulebook.
namespace xuanzhi::service {

/// GET /api
struct Landing {
  const workspace::Manifest& manifest;
  Answer operator()(const Request& request) const;
};

/// GET /api/openapi.json
struct Contract {
  Answer operator()(const Request& request) const;
};

/// GET /api/conformance
struct Conformance {
  Answer operator()(const Request& request) const;
};

/// GET /api/workspace
struct DescribeWorkspace {
  const Model& model;
  Answer operator()(const Request& request) const;
};

/// GET /api/rules and /api/rules/{rule}
struct ListRules {
  const rules::Rulebook& rulebook;
  Answer operator()(const Request& request) const;
};
struct DescribeRule {
  const rules::Rulebook& rulebook;
  Answer operator()(const Request& request) const;
};

}  // namespace xuanzhi::service
