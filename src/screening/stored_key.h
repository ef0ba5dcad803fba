// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/dataset/database.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/screening/fact_store.h"

namespace xuanzhi::screening {

/// The key under which facts were stored in a database.
FactKey stored_key(dataset::Database& database);

/// A subject in the words of a key, the role in its first line.
std::string subject_words(const Subject& subject);

}  // namespace xuanzhi::screening
