// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/approvals/path.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::products {

/// An approval path as a table with its basis, what may come later, the days and the savings.
std::string path_text(const approvals::Procedures& procedures, const approvals::ApprovalPath& path,
                      Language language);

/// A limit with its unit; says so where none is known.
std::string days_text(const approvals::Days& days, Language language);

/// Sentences on the whole path: days, savings, what is not known, maturity, who coordinates.
std::vector<std::string> path_sums(const approvals::Procedures& procedures,
                                   const approvals::ApprovalPath& path, Language language);

/// The same as `path_text` for programs, with the graph (`after`) and both schedules.
std::string path_json(const approvals::Procedures& procedures, const approvals::ApprovalPath& path);

/// Its steps as a table for spreadsheets (RFC 4180 with a byte order mark).
std::string path_csv(const approvals::Procedures& procedures,
                     const std::vector<approvals::ApprovalPath>& paths);

/// Its steps as all-day events (RFC 5545), to be put into a calendar.
std::string path_calendar(const approvals::Procedures& procedures,
                          const approvals::ApprovalPath& path, Language language);

}  // namespace xuanzhi::products
