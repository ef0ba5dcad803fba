// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "xuanzhi/screening/fact.h"

namespace xuanzhi::screening {

/// Counts how often the bytes of a record have changed their meaning: facts under one key are read
/// by whoever would have written them.
inline constexpr int kRecordForm = 5;

/// The facts of a site as bytes, exactly: what is read back equals what was written, bit by bit.
/// The bytes end in a check sum.
std::string to_record(const SiteFacts& facts);

/// Throws `Error` (file_unreadable) where the bytes are no whole record.
SiteFacts from_record(std::string_view record);

}  // namespace xuanzhi::screening
