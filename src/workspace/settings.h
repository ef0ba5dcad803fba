// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

/// Reads `[parameters.NAME]` and `[[park_status]]` of a manifest. Throws `Error`
/// (manifest_invalid).
void read_settings(const TomlTable& root, Manifest& manifest);

}  // namespace xuanzhi::workspace
