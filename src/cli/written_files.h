// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "xuanzhi/cli/command.h"

namespace xuanzhi::cli {

/// Says which files a command wrote, as text or as `{"files": […]}`.
void tell_written_files(const std::vector<std::filesystem::path>& files,
                        const CommonOptions& common, const Streams& streams);

/// Makes the folder that a command writes into. Throws `Error` (output_failed).
void make_folder(const std::filesystem::path& folder);

}  // namespace xuanzhi::cli
