// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <httplib.h>

#include "xuanzhi/service/limits.h"

namespace xuanzhi::service {

/// One connection as the HTTP library reads it, with what the library does not bound by itself: the
/// time for a request to arrive as a whole, the bytes of its head, and those of a body without a
/// stated length.
///
/// The head is read before the library sees it. Fields that the service has no use for and that
/// cost much (ranges, compression, multipart forms) are taken out or refused here.
class RequestStream : public httplib::Stream {
 public:
  /// The socket is borrowed.
  RequestStream(socket_t socket, const Limits& limits);

  /// Waits for the next request and reads its head. False where none comes, or where it was refused
  /// and answered: then the connection should be closed.
  bool begin_request();

  /// True where a body was cut off: what follows on the connection is no new request.
  bool spoilt() const { return spoilt_; }
  bool last_request() const { return last_; }

  /// Ends the connection so that the last answer arrives even where the other side still sends:
  /// what it sends is read for a moment and thrown away.
  void finish();

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* target, std::size_t size) override;
  ssize_t write(const char* source, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;

  bool wait(short events, Clock::time_point end) const;
  /// Reads once into the buffer; false at the end, past the time or after an error.
  bool receive(Clock::time_point end);
  /// The end of the head in the buffer; nothing where it was refused or nothing came.
  std::optional<std::size_t> read_head();
  bool take_head(std::string head);
  void refuse(int status);

  socket_t socket_;
  const Limits& limits_;
  Clock::time_point deadline_;
  std::string buffer_;    // received and not yet handed on
  std::size_t left_ = 0;  // bytes that the present request may still take
  bool spoilt_ = false;
  bool last_ = false;
};

}  // namespace xuanzhi::service
