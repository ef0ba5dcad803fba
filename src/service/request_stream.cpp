// SPDX-License-Identifier: Apache-2.0
#include "request_stream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/service/problem.h"

namespace xuanzhi::service {

namespace {

constexpr std::size_t kMostFields = 64;
// Chunked bodies have frames of their own.
constexpr std::size_t kFrames = 64U << 10U;

// `value` begins with the colon. What is no number is left for the library to refuse.
bool is_too_long(const std::string& value, std::size_t limit) {
  const std::size_t first = value.find_first_of("0123456789");
  if (first == std::string::npos) return false;
  constexpr std::size_t kMostDigits = 18;
  const std::string digits =
      value.substr(first, value.find_first_not_of("0123456789", first) - first);
  return digits.size() > kMostDigits || std::stoull(digits) > limit;
}

// Regular expressions of the library run over these, and nobody here needs them.
bool is_dropped(const std::string& name) {
  return name == "range" || name == "accept-encoding" || name == "expect" || name == "if-range";
}

}  // namespace

RequestStream::RequestStream(socket_t socket, const Limits& limits)
    : socket_(socket), limits_(limits) {}

bool RequestStream::wait(short events, Clock::time_point end) const {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
  if (left.count() <= 0) return false;
  pollfd one{socket_, events, 0};
  return ::poll(&one, 1, static_cast<int>(left.count())) > 0;
}

bool RequestStream::receive(Clock::time_point end) {
  if (!wait(POLLIN, end)) return false;
  std::array<char, 16384> bytes{};
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

bool RequestStream::begin_request() {
  if (buffer_.empty() && !receive(Clock::now() + limits_.idle_time)) return false;
  deadline_ = Clock::now() + limits_.request_time;
  left_ = limits_.body_bytes + kFrames;
  const auto end = read_head();
  if (!end) return false;
  std::string head = buffer_.substr(0, *end);
  buffer_.erase(0, *end);
  return take_head(std::move(head));
}

std::optional<std::size_t> RequestStream::read_head() {
  static constexpr std::string_view kEnd = "\r\n\r\n";
  for (;;) {
    const std::size_t end = buffer_.find(kEnd);
    if (end != std::string::npos && end <= limits_.head_bytes) return end + kEnd.size();
    if (buffer_.size() > limits_.head_bytes) {
      refuse(431);
      return std::nullopt;
    }
    if (!receive(deadline_)) {
      if (Clock::now() >= deadline_) refuse(408);
      return std::nullopt;
    }
  }
}

bool RequestStream::take_head(std::string head) {
  std::string kept;
  std::size_t fields = 0;
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    const std::string_view line(head.data() + at, end - at);
    at = end + 2;
    const std::size_t colon = line.find(':');
    const std::string name = kept.empty() ? "" : lower_case(line.substr(0, colon));
    const std::string value = lower_case(line.substr(std::min(line.size(), colon)));
    if (++fields > kMostFields) return refuse(431), false;
    if (name == "content-encoding" ||
        (name == "content-type" && value.find("multipart") != std::string::npos))
      return refuse(415), false;
    if (name == "content-length" && is_too_long(value, limits_.body_bytes))
      return refuse(413), false;
    if (name == "connection" && value.find("close") != std::string::npos) last_ = true;
    if (is_dropped(name)) continue;
    kept.append(line).append("\r\n");
  }
  buffer_.insert(0, kept);
  left_ += kept.size();
  return true;
}

void RequestStream::refuse(int status) {
  const ErrorCode code = status == 408   ? ErrorCode::request_too_slow
                         : status == 415 ? ErrorCode::media_type_unsupported
                                         : ErrorCode::request_too_large;
  const Text what = status == 408 ? Text{"请求没有及时到齐", "the request did not arrive in time"}
                    : status == 415 ? Text{"不接受压缩或 multipart 内容",
                                           "compressed and multipart bodies are not taken"}
                    : status == 413 ? Text{"请求内容太大", "the body of the request is too large"}
                                    : Text{"请求头太大", "the head of the request is too large"};
  const Answer answer = problem({code, "", what}, Language::chinese);
  const std::string text = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
      status, status == 408 ? "Request Timeout" : "Refused", answer.content_type,
      answer.body.size(), answer.body);
  write(text.data(), text.size());
}

void RequestStream::finish() {
  constexpr std::chrono::seconds kMoment{3};
  ::shutdown(socket_, SHUT_WR);
  const Clock::time_point end = Clock::now() + kMoment;
  while (receive(end)) buffer_.clear();
}

bool RequestStream::is_readable() const {
  return !buffer_.empty() || wait(POLLIN, deadline_);
}

bool RequestStream::is_writable() const {
  return wait(POLLOUT, Clock::now() + limits_.request_time);
}

ssize_t RequestStream::read(char* target, std::size_t size) {
  if (left_ == 0 || (buffer_.empty() && !receive(deadline_))) {
    spoilt_ = true;
    return -1;
  }
  const std::size_t count = std::min({size, buffer_.size(), left_});
  std::copy_n(buffer_.data(), count, target);
  buffer_.erase(0, count);
  left_ -= count;
  return static_cast<ssize_t>(count);
}

ssize_t RequestStream::write(const char* source, std::size_t size) {
  if (!is_writable()) return -1;
  return ::send(socket_, source, size, MSG_NOSIGNAL);
}

void RequestStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

void RequestStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace xuanzhi::service
