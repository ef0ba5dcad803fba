// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/approvals/schedule.h"

namespace {

using memory::day;
using xuanzhi::approvals::Days;
using xuanzhi::approvals::finish_of;
using xuanzhi::approvals::Schedule;
using xuanzhi::approvals::schedule_parallel;
using xuanzhi::approvals::schedule_serial;
using xuanzhi::approvals::Task;

TEST_CASE("Working days pass over weekends, calendar days do not", "[approvals]") {
  // 2023-02-01 is a Wednesday.
  CHECK(finish_of(day("2023-02-01"), {2, false}) == day("2023-02-03"));
  CHECK(finish_of(day("2023-02-01"), {3, false}) == day("2023-02-06"));
  CHECK(finish_of(day("2023-02-01"), {20, false}) == day("2023-03-01"));
  CHECK(finish_of(day("2023-02-04"), {1, false}) == day("2023-02-06"));
  CHECK(finish_of(day("2023-02-01"), {60, true}) == day("2023-04-02"));
  CHECK(finish_of(day("2023-02-01"), {}) == day("2023-02-01"));
  CHECK(finish_of(day("2023-02-01"), {0, false}) == day("2023-02-01"));
}

TEST_CASE("Side by side takes as long as the longest chain", "[approvals]") {
  // a(10) and b(30) side by side, c(5) after a, d(1) after b and c.
  const std::vector<Task> tasks{{{10, true}, true, {}},
                                {{30, true}, true, {}},
                                {{5, true}, true, {0}},
                                {{1, true}, true, {1, 2}}};
  const Schedule both = schedule_parallel(tasks, day("2023-02-01"));
  CHECK(both.days == 31);
  CHECK_FALSE(both.slots[0].critical);
  CHECK(both.slots[1].critical);
  CHECK(both.slots[3].critical);
  CHECK(both.slots[3].start == day("2023-03-03"));
  CHECK(schedule_serial(tasks, day("2023-02-01")).days == 46);
}

TEST_CASE("A step that falls away takes no time and passes its edges on", "[approvals]") {
  std::vector<Task> tasks{{{10, true}, true, {}}, {{20, true}, false, {0}}, {{5, true}, true, {1}}};
  const Schedule schedule = schedule_parallel(tasks, day("2023-02-01"));
  CHECK(schedule.days == 15);
  CHECK(schedule.slots[2].start == day("2023-02-11"));
}

TEST_CASE("Side by side is never longer than one after the other, and edges hold",
          "[approvals][property]") {
  std::mt19937 chance(20230130);
  for (int round = 0; round < 300; ++round) {
    std::vector<Task> tasks;
    const std::size_t count = 1 + chance() % 12;
    for (std::size_t i = 0; i < count; ++i) {
      Task task{{static_cast<int>(chance() % 60), chance() % 2 == 0}, chance() % 5 != 0, {}};
      for (std::size_t before = 0; before < i; ++before)
        if (chance() % 3 == 0) task.after.push_back(before);
      tasks.push_back(task);
    }
    const auto start = day("2024-02-28");
    const Schedule both = schedule_parallel(tasks, start);
    CHECK(both.days <= schedule_serial(tasks, start).days);
    bool reaches_end = both.days == 0;
    for (std::size_t i = 0; i < count; ++i) {
      for (const std::size_t before : tasks[i].after)
        CHECK(both.slots[before].finish <= both.slots[i].start);
      reaches_end = reaches_end || both.slots[i].critical;
    }
    CHECK(reaches_end);
    // A day more on a critical task, of calendar days, is a day more in the end.
    for (std::size_t i = 0; i < count; ++i) {
      if (!both.slots[i].critical || !tasks[i].days.calendar) continue;
      std::vector<Task> longer = tasks;
      longer[i].days.count = *longer[i].days.count + 7;
      CHECK(schedule_parallel(longer, start).days > both.days);
    }
  }
}

}  // namespace
