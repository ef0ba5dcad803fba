// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/rulebook_difference.h"

namespace xuanzhi::products {

/// Some rules of a book, one line each; positions in the book.
std::string rule_list_text(const rules::Rulebook& book, const std::vector<std::size_t>& rules,
                           Language language);
std::string rule_list_json(const rules::Rulebook& book, const std::vector<std::size_t>& rules);

/// One rule with everything that it states, its parameters and their values.
std::string rule_text(const rules::Rulebook& book, const rules::Rule& rule, Language language);
std::string rule_json(const rules::Rulebook& book, const rules::Rule& rule);

/// What two rulebooks state differently.
std::string rule_changes_text(const std::vector<rules::RuleChange>& changes, Language language);
std::string rule_changes_json(const std::vector<rules::RuleChange>& changes);

}  // namespace xuanzhi::products
