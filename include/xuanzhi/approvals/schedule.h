// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "xuanzhi/approvals/procedures.h"
#include "xuanzhi/base/date.h"

namespace xuanzhi::approvals {

/// A step to be scheduled. One that does not count takes no time and passes its edges on.
struct Task {
  Days days;
  bool counts = true;
  std::vector<std::size_t> after;  ///< positions of earlier tasks
};

struct Slot {
  Date start{};
  Date finish{};
  bool critical = false;  ///< a day more here is a day more in the end
};

struct Schedule {
  std::vector<Slot> slots;  ///< one per task
  int days = 0;             ///< calendar days from the first start to the last finish
};

/// The day on which something that takes `days` from `start` is finished. Working days are Monday
/// to Friday; public holidays are not known here.
Date finish_of(const Date& start, const Days& days);

/// Each task as soon as those that it waits for are finished. A task without a known limit is
/// counted as no time. Tasks may wait only for tasks that can be settled before them.
Schedule schedule_parallel(const std::vector<Task>& tasks, const Date& start);

/// One task after the other, in their order.
Schedule schedule_serial(const std::vector<Task>& tasks, const Date& start);

}  // namespace xuanzhi::approvals
