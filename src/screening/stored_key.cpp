// SPDX-License-Identifier: Apache-2.0
#include "stored_key.h"

#include <string>
#include <variant>

namespace xuanzhi::screening {

FactKey stored_key(dataset::Database& database) {
  FactKey key;
  dataset::Statement rows = database.prepare("SELECT name, digest FROM fact_key ORDER BY rowid");
  while (rows.step())
    key.emplace_back(std::get<std::string>(rows.value(0)), std::get<std::string>(rows.value(1)));
  return key;
}

}  // namespace xuanzhi::screening
