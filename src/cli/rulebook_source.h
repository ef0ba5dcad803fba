// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "xuanzhi/rules/rulebook.h"

namespace xuanzhi::cli {

/// The rulebooks of a workspace folder, with the parameters that it sets; no layer is read.
rules::Rulebook rulebook_of_workspace(const std::filesystem::path& folder);

/// The rules of one rulebook file, or all of a workspace folder. Terms and roles that a file does
/// not define itself are looked for in the rulebooks of `workspace`, or where that is no workspace
/// in national.toml and roles.toml beside the file. Throws `Error` where the file is not valid.
rules::Rulebook rulebook_at(const std::filesystem::path& source,
                            const std::filesystem::path& workspace);

}  // namespace xuanzhi::cli
