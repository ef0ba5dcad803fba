// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/base/error.h"
#include "xuanzhi/service/message.h"

namespace xuanzhi::service {

/// The HTTP status of an error: 4xx where the request must change, 5xx where xuanzhi failed.
int status_of(ErrorCode code);

/// An error as `application/problem+json` (RFC 9457): `title` and `detail` in the language of the
/// reader, `message` and `remedy` in both, xuanzhi's own `code`, and the `place` in the request.
/// A fault of xuanzhi itself does not tell its place.
Answer problem(const Error& error, Language language);

}  // namespace xuanzhi::service
