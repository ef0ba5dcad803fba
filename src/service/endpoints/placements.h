// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../jobs.h"
#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"

/// Who stands where under shared budgets.
namespace xuanzhi::service {

/// GET /api/budgets: what the list shares, as the workspace states it.
struct ListBudgets {
  const Model& model;
  Answer operator()(const Request& request) const;
};

/// POST /api/processes/place/execution: the best placement of the list, always as a job.
struct ExecutePlace {
  const Model& model;
  const Limits& limits;
  Jobs& jobs;
  Answer operator()(const Request& request) const;
};

}  // namespace xuanzhi::service
