// SPDX-License-Identifier: Apache-2.0
#include <signal.h>  // sigwait is POSIX

#include <atomic>
#include <thread>
#include <utility>

#include "xuanzhi/service/server.h"

namespace xuanzhi::service {

struct StopSignals::State {
  sigset_t signals{};
  sigset_t before{};
  std::atomic<bool> ended{false};
  std::thread watcher;
};

StopSignals::StopSignals() : state_(std::make_unique<State>()) {
  sigemptyset(&state_->signals);
  sigaddset(&state_->signals, SIGINT);
  sigaddset(&state_->signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &state_->signals, &state_->before);
}

StopSignals::~StopSignals() {
  if (state_->watcher.joinable()) {
    state_->ended = true;
    pthread_kill(state_->watcher.native_handle(), SIGTERM);
    state_->watcher.join();
  }
  pthread_sigmask(SIG_SETMASK, &state_->before, nullptr);
}

void StopSignals::then(std::function<void()> stop) {
  state_->watcher = std::thread([state = state_.get(), stop = std::move(stop)] {
    int signal = 0;
    sigwait(&state->signals, &signal);
    if (!state->ended) stop();
  });
}

}  // namespace xuanzhi::service
