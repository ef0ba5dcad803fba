// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workbook_file.h"
#include "xuanzhi/products/workbook.h"

namespace xuanzhi::products {

/// The sheets 权重 and 得分: weights that may be changed, scores and ranks that follow.
void write_score_sheets(WorkbookFile& book, const ScoreTable& scores, Language language);

}  // namespace xuanzhi::products
