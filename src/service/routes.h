// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gate.h"
#include "jobs.h"
#include "xuanzhi/dataset/raster_tiles.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"
#include "xuanzhi/service/server.h"

namespace xuanzhi::service {

/// Whether an answer follows from the inputs alone, and then carries their digest as ETag.
enum class Freshness { of_inputs, of_the_moment };
/// Whether an answer takes a turn at the gate.
enum class Effort { light, heavy };

struct Route {
  std::string method;
  std::string path;  ///< `/api/sites/{site}`
  std::function<Answer(const Request&)> answer;
  Freshness freshness = Freshness::of_inputs;
  Effort effort = Effort::light;
};

/// All that can be asked for, in one table. Answers from any thread; every failure becomes a
/// problem document.
class Routes {
 public:
  /// Model and limits are borrowed. Throws `Error` where the base map cannot be read.
  Routes(const Model& model, const ServerOptions& options);

  Answer answer(Request request);

  const std::vector<Route>& table() const { return table_; }

 private:
  Answer routed(Request& request);
  Answer answered(const Route& route, const Request& request);

  const Model& model_;
  std::optional<dataset::RasterTiles> base_map_;
  Gate gate_;
  Jobs jobs_;
  std::vector<Route> table_;
};

}  // namespace xuanzhi::service
