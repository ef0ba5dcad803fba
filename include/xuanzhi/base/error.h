// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

#include "xuanzhi/base/text.h"

namespace xuanzhi {

/// What kind of thing went wrong. The hundreds name the subject; they decide the exit code.
enum class ErrorCode {
  // 1xx: the command line
  wrong_usage = 100,
  // 2xx: files
  file_missing = 200,
  file_unreadable = 201,
  table_missing = 202,
  column_missing = 203,
  column_ambiguous = 208,
  unit_unclear = 209,
  state_stale = 210,  ///< an interrupted run had other input
  // 3xx: the manifest and what it refers to
  manifest_invalid = 300,
  role_unknown = 301,
  class_unknown = 302,
  value_invalid = 303,
  site_unknown = 304,
  project_unknown = 305,
  // 4xx: coordinate reference systems
  crs_missing = 400,
  crs_unsupported = 401,
  // 5xx: geometry
  geometry_failed = 500,
  // 6xx: rulebooks
  rulebook_invalid = 600,
  // 65x: criteria and placement
  criteria_invalid = 650,
  placement_infeasible = 660,
  // 7xx: output
  output_failed = 700,
  // 8xx: requests to the service
  request_malformed = 800,
  resource_unknown = 801,
  method_not_allowed = 802,
  request_too_large = 803,
  media_type_unsupported = 804,
  access_denied = 805,
  service_busy = 806,
  request_too_slow = 807,
  // 9xx: faults of xuanzhi itself
  internal_fault = 900,
};

/// The process exit code of an error: 1 wrong usage, 2 bad input, 4 internal fault.
int exit_code(ErrorCode code);

/// The one exception of xuanzhi: what is wrong, where, and how to mend it.
class Error : public std::runtime_error {
 public:
  /// `place` is a file, with line and column where known, or the key of a manifest.
  Error(ErrorCode code, std::string place, Text message, Text remedy = {});

  ErrorCode code() const { return code_; }
  const std::string& place() const { return place_; }
  const Text& message() const { return message_; }
  const Text& remedy() const { return remedy_; }

  /// The same error seen from further out: `outer` is put before the place.
  Error at(const std::string& outer) const;

 private:
  ErrorCode code_;
  std::string place_;
  Text message_;
  Text remedy_;
};

}  // namespace xuanzhi
