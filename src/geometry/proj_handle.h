// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <proj.h>

namespace xuanzhi::geometry {

struct ProjContextFree {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct ProjFree {
  void operator()(PJ* object) const { proj_destroy(object); }
};

/// A context belongs to one thread; objects made in it must go before it.
using ProjContext = std::unique_ptr<PJ_CONTEXT, ProjContextFree>;
using ProjObject = std::unique_ptr<PJ, ProjFree>;

/// A context that keeps quiet: failures are returned, not printed.
inline ProjContext quiet_context() {
  ProjContext context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  return context;
}

}  // namespace xuanzhi::geometry
