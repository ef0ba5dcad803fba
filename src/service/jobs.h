// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "xuanzhi/service/limits.h"

namespace xuanzhi::service {

/// The words of OGC API – Processes.
enum class JobState { accepted, running, successful, failed, dismissed };

/// What the work of a job may ask and say while it runs.
class JobRun {
 public:
  JobRun(std::atomic<bool>& dismissed, std::atomic<std::size_t>& done,
         std::chrono::steady_clock::time_point end)
      : dismissed_(dismissed), done_(done), end_(end) {}
  /// Counts one step. Throws `Error` (service_busy) past the job's time; returns false where the
  /// job was dismissed and should end.
  bool step();

 private:
  std::atomic<bool>& dismissed_;
  std::atomic<std::size_t>& done_;
  std::chrono::steady_clock::time_point end_;
};

/// Batches, one after the other, on a thread of their own.
class Jobs {
 public:
  /// Returns the result as JSON text; looks at `JobRun::step` before each step.
  using Work = std::function<std::string(JobRun& run)>;

  explicit Jobs(const Limits& limits);
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  /// Queues a job of `steps` steps and returns its id, which nobody can guess. Throws `Error`
  /// (service_busy) where too many wait.
  std::string add(const std::string& process, std::size_t steps, Work work);

  /// statusInfo of one job or of all, oldest first. Throws `Error` (resource_unknown).
  nlohmann::json status(const std::string& id) const;
  nlohmann::json list() const;

  /// The result of a successful job. Throws `Error`: resource_unknown where there is none (yet),
  /// and the error that a failed job ended with.
  std::string result(const std::string& id) const;

  /// Ends a job that waits or runs, forgets one that has ended. Returns its last status.
  nlohmann::json dismiss(const std::string& id);

 private:
  struct Job;
  using JobPointer = std::shared_ptr<Job>;

  void work();
  void run(Job& job);
  void forget_oldest();
  JobPointer find(const std::string& id) const;

  const Limits& limits_;
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::vector<JobPointer> all_;
  std::deque<JobPointer> waiting_;
  bool ending_ = false;
  std::thread worker_;
};

}  // namespace xuanzhi::service
