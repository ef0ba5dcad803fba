// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace xuanzhi::cli {

/// Gives memory that was freed back to the system at once, where the allocator would keep it for a
/// while: loading a workspace frees much, and measuring needs none of it.
void release_freed_memory();

}  // namespace xuanzhi::cli
