// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include "allocator.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/workspace/topology.h"

namespace xuanzhi::cli {

Session open_session(const CommonOptions& common, const Streams& streams) {
  Session session;
  session.workspace = workspace::open_workspace(
      common.workspace, common.as_of, streams.narration,
      common.cache ? workspace::LayerCaching::on : workspace::LayerCaching::off);
  session.rulebook =
      rules::load_rulebooks(session.workspace.manifest.rulebooks, session.workspace.roles);
  rules::set_parameters(session.rulebook, session.workspace.manifest.parameters);
  session.versions = assessment::choose_versions(session.workspace, session.rulebook);
  release_freed_memory();
  workspace::fetch_pages(session.workspace.layers);
  return session;
}

approvals::Procedures open_procedures(const Session& session) {
  const workspace::Manifest& manifest = session.workspace.manifest;
  if (manifest.approvals.empty()) {
    throw Error(ErrorCode::manifest_invalid, manifest.file.string() + ": [workspace]",
                {"没有写明办理程序", "no approval procedures are named"},
                {"写 approvals = \"approvals.toml\"", "write approvals = \"approvals.toml\""});
  }
  return approvals::load_procedures(manifest.approvals, session.rulebook, session.workspace.roles);
}

Session open_audited_session(const CommonOptions& common, const Streams& streams) {
  Session session = open_session(common, streams);
  workspace::audit_topology(session.workspace, streams.narration);
  return session;
}

}  // namespace xuanzhi::cli
