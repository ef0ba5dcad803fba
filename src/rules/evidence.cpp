// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/evidence.h"

#include <vector>

#include <fmt/format.h>

namespace xuanzhi::rules {

std::string Evidence::label() const {
  return confidence ? fmt::format("{} {:g}", tag, *confidence) : tag;
}

Evidence read_evidence(const TomlTable& table, Vouchers vouchers) {
  std::vector<std::string> tags{"V", "P", "C", "plan", "unverified"};
  if (vouchers == Vouchers::sources_and_operator) tags.emplace_back("operator");
  Evidence evidence{table.one_of("evidence", tags), table.optional_number("confidence")};
  if (evidence.tag == "unverified" && !evidence.confidence) {
    throw table.fault("evidence", {"unverified 须写 confidence", "unverified needs a `confidence`"},
                      {"写 0 到 1 之间的数", "a number from 0 to 1"});
  }
  if (evidence.confidence && (*evidence.confidence < 0.0 || *evidence.confidence > 1.0)) {
    throw table.fault("confidence", {"应在 0 到 1 之间", "a number from 0 to 1 is wanted"});
  }
  return evidence;
}

}  // namespace xuanzhi::rules
