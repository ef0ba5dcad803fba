// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/assessment/assessor.h"

namespace xuanzhi::products {

/// Another site for a project, with its verdict.
struct Alternative {
  std::string site_id;
  std::string site_name;
  rules::Verdict verdict = rules::Verdict::compliant;
  int conditions = 0;
};

/// At most five sites at which the project fares better than `now`: by verdict, then by the number
/// of conditions, then in the order of the sites.
std::vector<Alternative> better_sites(const assessment::Assessor& assessor,
                                      const workspace::Workspace& workspace, std::size_t project,
                                      const assessment::Assessment& now);

std::string alternatives_text(const std::vector<Alternative>& sites, Language language);

/// The JSON object `explanation` with the key `better_sites` added.
std::string with_alternatives_json(const std::string& explanation,
                                   const std::vector<Alternative>& sites);

}  // namespace xuanzhi::products
