// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/dataset/database.h"
#include "xuanzhi/screening/fact_store.h"

namespace xuanzhi::screening {

/// The key under which facts were stored in a database.
FactKey stored_key(dataset::Database& database);

}  // namespace xuanzhi::screening
