// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "scoring.h"
#include "session.h"
#include "xuanzhi/placement/request.h"

namespace xuanzhi::cli {

/// A session with all pairs judged and scored, and the request that a scenario makes of it.
class PlannedSession {
 public:
  /// `audited`: each source is examined as a whole, for results that show the audit. Throws `Error`
  /// where the workspace has no criteria or a dropped rule does not exist.
  PlannedSession(const CommonOptions& common, const Streams& streams,
                 const placement::Scenario& scenario, bool audited);

  const Session& session() const { return session_; }
  placement::RequestSource source() const;
  const placement::Request& request() const { return request_; }
  const assessment::Assessor& assessor() const { return *assessor_; }
  const std::vector<workspace::VersionChoice>& versions() const { return session_.versions; }

 private:
  Session session_;
  workspace::Planning planning_;
  std::unique_ptr<assessment::Assessor> assessor_;
  assessment::Evaluation evaluation_;
  std::unique_ptr<Scoring> scoring_;
  placement::Request request_;
};

}  // namespace xuanzhi::cli
