// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"

/// Sites, projects and what they make of each other.
namespace xuanzhi::service {

/// GET /api/sites?bbox=&verdict=&project=&limit=&offset= — with `project`, the verdict is of that
/// project, else the best over the list.
struct ListSites {
  const Model& model;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// GET /api/sites/{site}: one site without a project, explained.
struct DescribeSite {
  const Model& model;
  Answer operator()(const Request& request) const;
};

/// GET /api/projects?q=&direction=&stage=&verdict=&limit=&offset=
struct ListProjects {
  const Model& model;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// GET /api/projects/{project}
struct DescribeProject {
  const Model& model;
  Answer operator()(const Request& request) const;
};

/// GET /api/assessments?project=&site=&verdict=&limit=&offset=
struct ListAssessments {
  const Model& model;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// GET /api/assessments/{project}/{site}: one pair, explained.
struct DescribeAssessment {
  const Model& model;
  Answer operator()(const Request& request) const;
};

}  // namespace xuanzhi::service
