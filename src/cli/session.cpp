// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include "xuanzhi/assessment/assessor.h"
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
  return session;
}

Session open_audited_session(const CommonOptions& common, const Streams& streams) {
  Session session = open_session(common, streams);
  workspace::audit_topology(session.workspace, streams.narration);
  return session;
}

}  // namespace xuanzhi::cli
