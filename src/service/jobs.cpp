// SPDX-License-Identifier: Apache-2.0
#include "jobs.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "answers.h"

#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

bool JobRun::step() {
  if (dismissed_) return false;
  if (Clock::now() > end_) {
    throw Error(ErrorCode::service_busy, "",
                {"任务超过了时间限制", "the job took longer than it may"},
                {"分成几个较小的任务", "split it into smaller ones"});
  }
  ++done_;
  return true;
}

struct Jobs::Job {
  std::string id;
  std::string process;
  std::size_t steps = 0;
  Work work;
  std::atomic<std::size_t> done{0};
  std::atomic<bool> dismissed{false};
  // Under the lock of the jobs:
  JobState state = JobState::accepted;
  std::string result;
  std::optional<Error> error;
};

namespace {

const char* word_of(JobState state) {
  switch (state) {
    case JobState::accepted:
      return "accepted";
    case JobState::running:
      return "running";
    case JobState::successful:
      return "successful";
    case JobState::failed:
      return "failed";
    case JobState::dismissed:
      break;
  }
  return "dismissed";
}

bool ended(JobState state) {
  return state != JobState::accepted && state != JobState::running;
}

std::string random_id() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}{:08x}", source(), source(), source());
}

Error no_job(const std::string& id, Text what) {
  return {ErrorCode::resource_unknown, id, std::move(what)};
}

}  // namespace

Jobs::Jobs(const Limits& limits) : limits_(limits), worker_([this] { work(); }) {}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    for (const JobPointer& job : all_) job->dismissed = true;
  }
  came_.notify_all();
  worker_.join();
}

std::string Jobs::add(const std::string& process, std::size_t steps, Work work) {
  auto job = std::make_shared<Job>();
  job->id = random_id();
  job->process = process;
  job->steps = steps;
  job->work = std::move(work);
  {
    const std::lock_guard lock(mutex_);
    const auto open = static_cast<std::size_t>(std::count_if(
        all_.begin(), all_.end(), [](const JobPointer& one) { return !ended(one->state); }));
    if (open >= limits_.queued_jobs) {
      throw Error(ErrorCode::service_busy, "jobs",
                  {fmt::format("已有 {} 个任务在排队", open),
                   fmt::format("{} jobs are waiting already", open)},
                  {"稍后再试，或取消不需要的任务", "try again later, or dismiss jobs"});
    }
    forget_oldest();
    all_.push_back(job);
    waiting_.push_back(job);
  }
  came_.notify_one();
  return job->id;
}

void Jobs::forget_oldest() {
  while (all_.size() >= limits_.kept_jobs + limits_.queued_jobs) {
    const auto oldest = std::find_if(all_.begin(), all_.end(),
                                     [](const JobPointer& one) { return ended(one->state); });
    if (oldest == all_.end()) return;
    all_.erase(oldest);
  }
}

void Jobs::work() {
  for (;;) {
    JobPointer job;
    {
      std::unique_lock lock(mutex_);
      came_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      job = waiting_.front();
      waiting_.pop_front();
      if (job->dismissed) continue;
      job->state = JobState::running;
    }
    run(*job);
  }
}

void Jobs::run(Job& job) {
  JobRun run(job.dismissed, job.done, Clock::now() + limits_.job_time);
  std::string result;
  std::optional<Error> error;
  try {
    result = job.work(run);
  } catch (const Error& fault) {
    error = fault;
  } catch (const std::exception& fault) {
    error = Error(ErrorCode::internal_fault, "", {fault.what(), fault.what()});
  }
  const std::lock_guard lock(mutex_);
  job.work = nullptr;
  if (job.dismissed) {
    job.state = JobState::dismissed;
  } else if (error) {
    job.state = JobState::failed;
    job.error = std::move(error);
  } else {
    job.state = JobState::successful;
    job.result = std::move(result);
  }
}

Jobs::JobPointer Jobs::find(const std::string& id) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const JobPointer& one) { return one->id == id; });
  if (found == all_.end()) throw no_job(id, {"没有此任务", "there is no such job"});
  return *found;
}

namespace {

json status_info(const std::string& id, const std::string& process, JobState state,
                 std::size_t done, std::size_t steps) {
  json out{{"jobID", id},
           {"processID", process},
           {"type", "process"},
           {"status", word_of(state)},
           {"progress", steps == 0 ? 100 : std::min<std::size_t>(99, 100 * done / steps)},
           {"links", json::array({{{"rel", "self"}, {"href", "/api/jobs/" + id}}})}};
  if (state == JobState::successful) {
    out["progress"] = 100;
    out["links"].push_back({{"rel", "http://www.opengis.net/def/rel/ogc/1.0/results"},
                            {"href", "/api/jobs/" + id + "/results"}});
  }
  return out;
}

}  // namespace

json Jobs::status(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const JobPointer job = find(id);
  json out = status_info(job->id, job->process, job->state, job->done, job->steps);
  if (job->error) out["message"] = bilingual(job->error->message());
  return out;
}

json Jobs::list() const {
  const std::lock_guard lock(mutex_);
  json out = json::array();
  for (const JobPointer& job : all_)
    out.push_back(status_info(job->id, job->process, job->state, job->done, job->steps));
  return out;
}

std::string Jobs::result(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const JobPointer job = find(id);
  if (job->error) throw Error(*job->error);
  if (job->state != JobState::successful) {
    throw no_job(id, {std::string("任务尚无结果，状态 ") + word_of(job->state),
                      std::string("the job has no result, it is ") + word_of(job->state)});
  }
  return job->result;
}

json Jobs::dismiss(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const JobPointer job = find(id);
  job->dismissed = true;
  if (ended(job->state)) {
    std::erase(all_, job);
  } else if (job->state == JobState::accepted) {
    std::erase(waiting_, job);
    job->state = JobState::dismissed;
  }
  return status_info(job->id, job->process, JobState::dismissed, job->done, job->steps);
}

}  // namespace xuanzhi::service
