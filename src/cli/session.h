// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/approvals/procedures.h"
#include "xuanzhi/cli/command.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::cli {

/// The input of a command: workspace and rulebook read, boundary versions chosen.
struct Session {
  workspace::Workspace workspace;
  rules::Rulebook rulebook;
  std::vector<workspace::VersionChoice> versions;
};

Session open_session(const CommonOptions& common, const Streams& streams);

/// The approval procedures that the manifest names. Throws `Error` (manifest_invalid) where it
/// names none.
approvals::Procedures open_procedures(const Session& session);

/// `open_session`, and each source examined as a whole, for commands that show the audit.
Session open_audited_session(const CommonOptions& common, const Streams& streams);

}  // namespace xuanzhi::cli
