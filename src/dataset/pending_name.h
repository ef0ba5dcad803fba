// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace xuanzhi::dataset {

/// `.NAME.PID.part` beside a target, with the suffix of the target if wanted: where it is written
/// before it is renamed. What killed processes left for this target is removed. `target` is
/// absolute. Throws `Error` (output_failed) where its folder does not exist.
std::filesystem::path pending_name(const std::filesystem::path& target, const std::string& suffix);

/// Throws `Error` (output_failed) with a remedy.
[[noreturn]] void fail_to_write(const std::filesystem::path& target, const std::string& why);

}  // namespace xuanzhi::dataset
