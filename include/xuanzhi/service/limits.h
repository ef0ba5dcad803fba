// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace xuanzhi::service {

/// What one request, and all of them together, may take.
struct Limits {
  std::size_t body_bytes = 8U << 20U;
  std::size_t head_bytes = 16U << 10U;
  int json_depth = 32;
  std::size_t site_vertices = 20000;
  std::size_t batch_sites = 1000;  ///< of one job
  std::size_t page_items = 10000;  ///< features or rows of one answer
  std::size_t export_sites = 2000;
  std::size_t concurrent_checks = 2;      ///< answers that are worked out at the same time
  std::size_t waiting_checks = 200;       ///< further ones that wait for their turn
  std::size_t queued_jobs = 64;           ///< jobs that wait or run
  std::size_t kept_jobs = 16;             ///< ended jobs whose results can be asked for
  std::chrono::seconds request_time{10};  ///< for the whole of a request to arrive
  std::chrono::seconds wait_time{20};     ///< for a turn
  std::chrono::seconds job_time{600};     ///< of one job, from its start
  std::chrono::seconds idle_time{5};      ///< of a connection between two requests
  std::size_t connections = 128;          ///< that are served at the same time
};

}  // namespace xuanzhi::service
