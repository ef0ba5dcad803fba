// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/model.h"

namespace xuanzhi::service {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8765;                 ///< 0: any free one
  std::string token;               ///< demanded of every request to the API; empty: none is
  std::filesystem::path base_map;  ///< a picture under the layers; empty: none
  Limits limits;
};

/// Takes SIGINT and SIGTERM as a wish to stop, from its beginning on. Make it before any thread is
/// started: threads that do not know of it would end the process.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Calls `stop` on a thread of its own at the first signal.
  void then(std::function<void()> stop);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// True for an address that only this computer can reach.
bool is_loopback(const std::string& address);

/// A token that nobody can guess.
std::string random_token();

/// True where the program has the web page in it.
bool has_web_page();

/// Answers until a stop signal. `ready` is called with the port once requests are taken.
/// Without a token only requests to this computer's own names are answered, so that a foreign page
/// in a browser cannot ask under a name of its own. Throws `Error` (output_failed) where the
/// address cannot be bound, and wrong_usage for an address that others reach without a token.
void serve(const Model& model, const ServerOptions& options, StopSignals& signals,
           const std::function<void(int port)>& ready);

}  // namespace xuanzhi::service
