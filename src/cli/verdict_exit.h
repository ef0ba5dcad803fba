// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/cli/command.h"
#include "xuanzhi/rules/finding.h"

namespace xuanzhi::cli {

/// 3 where `--strict` was asked for and the verdict is insufficient_data or worse, else 0.
inline int verdict_exit(const CommonOptions& common, rules::Verdict verdict) {
  return common.strict && verdict >= rules::Verdict::insufficient_data ? 3 : 0;
}

}  // namespace xuanzhi::cli
