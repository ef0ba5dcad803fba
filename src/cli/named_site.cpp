// SPDX-License-Identifier: Apache-2.0
#include "named_site.h"

#include <algorithm>
#include <utility>

namespace xuanzhi::cli {

namespace {

bool is_known(const std::vector<workspace::Site>& sites, const std::string& id) {
  return std::any_of(sites.begin(), sites.end(),
                     [&](const workspace::Site& site) { return site.info.id == id; });
}

}  // namespace

const workspace::Site& named_site(Session& session, const std::string& id_file_or_wkt) {
  workspace::Workspace& workspace = session.workspace;
  const bool shape = id_file_or_wkt.find_first_of("(./\\") != std::string::npos;
  if (is_known(workspace.sites, id_file_or_wkt) || !shape) return workspace.site(id_file_or_wkt);
  workspace::Site given = workspace::site_from_text(*workspace.geos, id_file_or_wkt,
                                                    workspace.manifest.area_basis, workspace.area);
  const std::string id = given.info.id;
  for (int i = 2; is_known(workspace.sites, given.info.id); ++i)
    given.info.id = id + "-" + std::to_string(i);
  workspace.sites.push_back(std::move(given));
  return workspace.sites.back();
}

}  // namespace xuanzhi::cli
