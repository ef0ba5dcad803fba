// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/approvals/schedule.h"

#include <algorithm>
#include <chrono>

namespace xuanzhi::approvals {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;

bool is_working_day(sys_days day) {
  const unsigned number = weekday(day).iso_encoding();
  return number <= 5;
}

int days_between(const Date& from, const Date& to) {
  return static_cast<int>((sys_days(to) - sys_days(from)).count());
}

// Longest way back from the end: a task is critical where nothing lies between it and a critical
// one that waits for it, or the end.
void mark_critical(const std::vector<Task>& tasks, Schedule& schedule, const Date& end) {
  std::vector<bool> critical(tasks.size(), false);
  for (std::size_t round = 0; round < tasks.size(); ++round) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      if (schedule.slots[i].finish == end) critical[i] = true;
      if (!critical[i]) continue;
      for (const std::size_t before : tasks[i].after) {
        if (schedule.slots[before].finish == schedule.slots[i].start) critical[before] = true;
      }
    }
  }
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Slot& slot = schedule.slots[i];
    schedule.slots[i].critical = critical[i] && tasks[i].counts && slot.start != slot.finish;
  }
}

}  // namespace

Date finish_of(const Date& start, const Days& span) {
  sys_days day(start);
  int left = span.count.value_or(0);
  if (span.calendar) return day + days(left);
  while (left > 0) {
    day += days(1);
    if (is_working_day(day)) --left;
  }
  return day;
}

Schedule schedule_parallel(const std::vector<Task>& tasks, const Date& start) {
  Schedule out;
  out.slots.assign(tasks.size(), {start, start, false});
  Date end = start;
  // The tasks stand in no particular order, so that each is moved until nothing changes.
  for (std::size_t round = 0; round <= tasks.size(); ++round) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      Slot& slot = out.slots[i];
      for (const std::size_t before : tasks[i].after)
        slot.start = std::max(slot.start, out.slots[before].finish);
      slot.finish = tasks[i].counts ? finish_of(slot.start, tasks[i].days) : slot.start;
      end = std::max(end, slot.finish);
    }
  }
  out.days = days_between(start, end);
  mark_critical(tasks, out, end);
  return out;
}

Schedule schedule_serial(const std::vector<Task>& tasks, const Date& start) {
  Schedule out;
  Date now = start;
  for (const Task& task : tasks) {
    const Date finish = task.counts ? finish_of(now, task.days) : now;
    out.slots.push_back({now, finish, task.counts && finish != now});
    now = finish;
  }
  out.days = days_between(start, now);
  return out;
}

}  // namespace xuanzhi::approvals
