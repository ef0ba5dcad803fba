// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../jobs.h"
#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"

/// What can be worked out on demand, after OGC API – Processes 1.0.
namespace xuanzhi::service {

/// GET /api/processes and /api/processes/{process}
struct ListProcesses {
  Answer operator()(const Request& request) const;
};
struct DescribeProcess {
  Answer operator()(const Request& request) const;
};

/// POST /api/processes/check/execution: the verdict on a site that comes with the request, at once;
/// or on many, as a job.
struct ExecuteCheck {
  const Model& model;
  const Limits& limits;
  Jobs& jobs;
  Answer operator()(const Request& request) const;
};

/// POST /api/processes/read/execution: WKT, a survey text or GeoJSON, as GeoJSON in longitude and
/// latitude, with what was assumed and mended.
struct ExecuteRead {
  const Model& model;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// POST /api/processes/export/execution: sites of the workspace and of the request, with verdicts
/// and conflicts, as GeoPackage, GeoJSON or survey text.
struct ExecuteExport {
  const Model& model;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// POST /api/processes/report/execution: the printable report on a site, for a project or alone.
struct ExecuteReport {
  const Model& model;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// 201: a job was queued, and where it is.
Answer job_created(const Jobs& jobs, const std::string& id);

/// GET /api/jobs, GET and DELETE /api/jobs/{job}, GET /api/jobs/{job}/results
struct ListJobs {
  const Jobs& jobs;
  Answer operator()(const Request& request) const;
};
struct DescribeJob {
  const Jobs& jobs;
  Answer operator()(const Request& request) const;
};
struct DismissJob {
  Jobs& jobs;
  Answer operator()(const Request& request) const;
};
struct JobResults {
  const Jobs& jobs;
  Answer operator()(const Request& request) const;
};

}  // namespace xuanzhi::service
