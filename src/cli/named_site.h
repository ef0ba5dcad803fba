// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "session.h"

namespace xuanzhi::cli {

/// The site that a command line names: by its id in the workspace, by a file that holds one site,
/// or by WKT in degrees. One that is read joins the sites of the session, under an id of its own.
/// Throws `Error` where nothing is found.
const workspace::Site& named_site(Session& session, const std::string& id_file_or_wkt);

}  // namespace xuanzhi::cli
