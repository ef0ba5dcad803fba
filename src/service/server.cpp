// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/service/server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <httplib.h>

#include "request_stream.h"
#include "routes.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/service/problem.h"

namespace xuanzhi::service {

namespace {

constexpr int kRequestsPerConnection = 1000;

/// The library's server, with a stream of ours under it.
class BoundedServer : public httplib::Server {
 public:
  explicit BoundedServer(const Limits& limits) : limits_(limits) {}

  /// The library lets five connections wait to be accepted; a crowd needs more. Call it when bound.
  void lengthen_queue() {
    constexpr int kWaiting = 1024;
    ::listen(svr_sock_, kWaiting);
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    bool good = true;
    RequestStream stream(socket, limits_);
    for (int i = 1; good && svr_sock_ != INVALID_SOCKET && stream.begin_request(); ++i) {
      bool closed = false;
      const bool last = i == kRequestsPerConnection || stream.last_request();
      good = process_request(stream, last, closed, [](httplib::Request&) {});
      if (closed || last || stream.spoilt()) break;
    }
    stream.finish();
    ::close(socket);
    return good;
  }

  const Limits& limits_;
};

std::string without_port(std::string host) {
  const std::size_t bracket = host.find(']');
  const std::size_t colon = host.find(':', bracket == std::string::npos ? 0 : bracket);
  if (colon != std::string::npos) host.erase(colon);
  return host;
}

bool is_own_name(const std::string& host) {
  const std::string name = without_port(host);
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

// As long for a wrong token as for the right one.
bool same_text(const std::string& a, const std::string& b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |=
        static_cast<unsigned char>(a[i]) ^
        static_cast<unsigned>(static_cast<unsigned char>(b.empty() ? '\0' : b[i % b.size()]));
  return difference == 0;
}

Error denied(Text why, Text remedy) {
  return {ErrorCode::access_denied, "", std::move(why), std::move(remedy)};
}

void require_access(const httplib::Request& request, const std::string& token) {
  const std::string host = request.get_header_value("Host");
  if (token.empty() && !is_own_name(host)) {
    throw denied({"主机名 " + host + " 不是本机", "the host " + host + " is not this computer"},
                 {"用 http://127.0.0.1 打开；要供他人使用请用 --listen",
                  "open http://127.0.0.1; to serve others use --listen"});
  }
  const std::string origin = request.get_header_value("Origin");
  const std::size_t scheme = origin.find("://");
  if (!origin.empty() && (scheme == std::string::npos || origin.substr(scheme + 3) != host)) {
    throw denied({"请求来自其他网站 " + origin, "the request comes from another site, " + origin},
                 {"只接受本页发出的请求", "only this page may ask"});
  }
  const bool open = token.empty() || !request.path.starts_with("/api");
  if (open || same_text(request.get_header_value("Authorization"), "Bearer " + token)) return;
  throw denied({"缺少口令或口令不对", "the token is missing or wrong"},
               {"请求头 Authorization: Bearer …，见启动时的提示",
                "send Authorization: Bearer …, as told at the start"});
}

Request request_of(const httplib::Request& from) {
  Request out;
  out.method = from.method == "HEAD" ? "GET" : from.method;
  out.path = from.path;
  for (const auto& [name, value] : from.params) out.query.emplace(name, value);
  std::string type = from.get_header_value("Content-Type");
  type.erase(std::min(type.size(), type.find(';')));
  out.content_type = lower_case(type);
  out.if_none_match = from.get_header_value("If-None-Match");
  out.prefer = from.get_header_value("Prefer");
  out.body = from.body;
  std::string language = out.asked("lang");
  if (language.empty()) language = from.get_header_value("Accept-Language");
  if (language.starts_with("en")) out.language = Language::english;
  return out;
}

void send(const Answer& answer, httplib::Response& response) {
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.set_header(name.c_str(), value);
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  // The page runs its own script only, and speaks to nobody but this server.
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                      "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; "
                      "form-action 'none'; frame-ancestors 'none'");
  if (!answer.content_type.empty()) response.set_content(answer.body, answer.content_type.c_str());
}

void set_up(httplib::Server& server, Routes& routes, const ServerOptions& options) {
  const auto handle = [&routes, &options](const httplib::Request& from,
                                          httplib::Response& response) {
    Request request = request_of(from);
    const Language language = request.language;
    try {
      require_access(from, options.token);
      send(routes.answer(std::move(request)), response);
    } catch (const Error& error) {
      send(problem(error, language), response);
    }
  };
  // The library matches paths by regular expression, recursively: long ones end before that.
  server.set_pre_routing_handler([](const httplib::Request& from, httplib::Response& response) {
    constexpr std::size_t kLongestPath = 512;
    if (from.path.size() <= kLongestPath) return httplib::Server::HandlerResponse::Unhandled;
    send(problem({ErrorCode::request_malformed, "", {"路径太长", "the path is too long"}},
                 Language::chinese),
         response);
    return httplib::Server::HandlerResponse::Handled;
  });
  const char* const any = R"([\s\S]*)";
  server.Get(any, handle);
  server.Post(any, handle);
  server.Put(any, handle);
  server.Patch(any, handle);
  server.Delete(any, handle);
  server.Options(any, handle);
  server.set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.body.empty() || response.status < 400) return;
    const bool large = response.status == 413 || response.status == 414;
    send(problem({large ? ErrorCode::request_too_large : ErrorCode::request_malformed, "",
                  large ? Text{"请求太大", "the request is too large"}
                        : Text{"请求无法理解", "the request is not understood"}},
                 Language::chinese),
         response);
  });
  server.set_payload_max_length(options.limits.body_bytes);
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(kRequestsPerConnection);
  // The library would share a port with another program, and each would get half of the requests.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.new_task_queue = [&options] {
    return new httplib::ThreadPool(options.limits.connections);  // the library deletes it
  };
}

}  // namespace

bool is_loopback(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

std::string random_token() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", source(), source(), source(), source());
}

void serve(const Model& model, const ServerOptions& options, StopSignals& signals,
           const std::function<void(int port)>& ready) {
  if (!is_loopback(options.address) && options.token.empty()) {
    throw Error(ErrorCode::wrong_usage, "--listen",
                {"供他人访问时必须有口令", "an address that others reach needs a token"},
                {"设环境变量 XUANZHI_TOKEN", "set the environment variable XUANZHI_TOKEN"});
  }
  Routes routes(model, options);
  BoundedServer server(options.limits);
  set_up(server, routes, options);
  const int port = options.port == 0
                       ? server.bind_to_any_port(options.address)
                       : (server.bind_to_port(options.address, options.port) ? options.port : -1);
  if (port < 0) {
    throw Error(ErrorCode::output_failed, fmt::format("{}:{}", options.address, options.port),
                {"地址或端口不能使用（可能已被占用）",
                 "the address or port cannot be used (it may be taken)"},
                {"换一个 --port，0 表示任意空闲端口", "choose another --port; 0 takes a free one"});
  }
  server.lengthen_queue();
  signals.then([&server] { server.stop(); });
  ready(port);
  server.listen_after_bind();
}

}  // namespace xuanzhi::service
