// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/service/problem.h"

#include <nlohmann/json.hpp>

#include "answers.h"

namespace xuanzhi::service {

using nlohmann::json;

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::wrong_usage:
    case ErrorCode::request_malformed:
      return 400;
    case ErrorCode::access_denied:
      return 401;
    case ErrorCode::site_unknown:
    case ErrorCode::project_unknown:
    case ErrorCode::resource_unknown:
      return 404;
    case ErrorCode::method_not_allowed:
      return 405;
    case ErrorCode::request_too_slow:
      return 408;
    case ErrorCode::request_too_large:
      return 413;
    case ErrorCode::media_type_unsupported:
      return 415;
    case ErrorCode::service_busy:
      return 429;
    case ErrorCode::output_failed:
    case ErrorCode::rulebook_invalid:
    case ErrorCode::internal_fault:
      return 500;
    default:
      // The request could be read, and what it says of a site cannot be used.
      return 422;
  }
}

namespace {

Text title_of(int status) {
  switch (status) {
    case 400:
      return {"请求有误", "Bad request"};
    case 401:
      return {"无权访问", "Not authorised"};
    case 404:
      return {"没有此资源", "Not found"};
    case 405:
      return {"方法不适用", "Method not allowed"};
    case 408:
      return {"请求太慢", "Request timeout"};
    case 413:
      return {"请求太大", "Content too large"};
    case 415:
      return {"内容类型不支持", "Unsupported media type"};
    case 422:
      return {"内容无法使用", "Unprocessable content"};
    case 429:
      return {"服务繁忙", "Too many requests"};
    default:
      return {"内部故障", "Internal fault"};
  }
}

}  // namespace

Answer problem(const Error& error, Language language) {
  const int status = status_of(error.code());
  const Text title = title_of(status);
  json body{{"type", "about:blank"},
            {"title", title.in(language)},
            {"status", status},
            {"detail", error.message().in(language)},
            {"code", static_cast<int>(error.code())},
            {"message", bilingual(error.message())}};
  if (!error.remedy().zh.empty()) body["remedy"] = bilingual(error.remedy());
  if (status < 500 && !error.place().empty()) body["place"] = error.place();
  Answer out{status, "application/problem+json",
             body.dump(-1, ' ', false, json::error_handler_t::replace)};
  if (status == 401) out.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (status == 429) out.headers.emplace_back("Retry-After", "2");
  return out;
}

}  // namespace xuanzhi::service
