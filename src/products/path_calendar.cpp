// SPDX-License-Identifier: Apache-2.0
// iCalendar (RFC 5545) of a few all-day events: text lines, escaped and folded. A library for
// calendars would bring recurrence, time zones and parsing that nobody needs here.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/products/path_text.h"

namespace xuanzhi::products {

using approvals::ApprovalPath;
using approvals::PathStep;

namespace {

// Section 3.3.11: backslash, semicolon, comma and line break are escaped.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

// Section 3.1: lines of at most 75 octets, continued after a space; no character is cut.
std::string folded(const std::string& line) {
  constexpr std::size_t kOctets = 75;
  std::string out;
  std::size_t begin = 0;
  std::size_t room = kOctets;
  while (line.size() - begin > room) {
    std::size_t end = begin + room;
    while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    out += line.substr(begin, end - begin) + "\r\n ";
    begin = end;
    room = kOctets - 1;
  }
  return out + line.substr(begin) + "\r\n";
}

// The same step of the same pair keeps its identity, so that a calendar updates it.
std::string digest_of(const std::string& key) {
  Fingerprint print;
  print.add(key);
  return print.hex().substr(0, 32);
}

std::string plain_day(const Date& date) {
  std::string out = to_string(date);
  out.erase(std::remove(out.begin(), out.end(), '-'), out.end());
  return out;
}

std::string description(const PathStep& step, Language language) {
  const bool zh = language == Language::chinese;
  std::string out = step.authority.in(language);
  if (!step.documents.empty())
    out += (zh ? "\n材料：" : "\nDocuments: ") + joined(step.documents, zh ? "、" : ", ");
  if (!step.deferred.empty())
    out += (zh ? "\n可后补：" : "\nMay come later: ") + joined(step.deferred, zh ? "、" : ", ");
  const Text& due = step.due.zh.empty() ? step.step->deadline : step.due;
  if (!due.zh.empty()) out += (zh ? "\n时限：" : "\nDue: ") + due.in(language);
  if (!step.expected_days.count)
    out +=
        zh ? "\n没有已知期限，日期只表示最早可开始" : "\nNo known limit: the date is the earliest";
  if (step.variant != nullptr)
    out += (zh ? "\n依据：" : "\nBasis: ") + step.variant->basis.in(language) + " [" +
           step.variant->evidence.label() + "]";
  return out;
}

}  // namespace

std::string path_calendar(const approvals::Procedures& procedures, const ApprovalPath& path,
                          Language language) {
  std::string out = folded("BEGIN:VCALENDAR") + folded("VERSION:2.0") +
                    folded("PRODID:-//xuanzhi//approval path//EN") + folded("CALSCALE:GREGORIAN");
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const PathStep& step = path.steps[i];
    if (!step.counts()) continue;
    const approvals::Slot& slot = path.parallel.slots[i];
    // The end of an all-day event is the day after its last; a step of no days takes its day.
    const Date last = std::chrono::sys_days(slot.finish) + std::chrono::days(1);
    const std::string key = path.project_id + "/" + path.site_id + "/" + step.step->id;
    out += folded("BEGIN:VEVENT");
    out += folded("UID:" + digest_of(key) + "@xuanzhi");
    out += folded("DTSTAMP:" + plain_day(path.parallel.slots.front().start) + "T000000Z");
    out += folded("DTSTART;VALUE=DATE:" + plain_day(slot.start));
    out += folded("DTEND;VALUE=DATE:" + plain_day(last));
    out += folded("SUMMARY:" + escaped(path.project_id + " " + step.step->title.in(language) + " " +
                                       step.instrument.in(language)));
    out += folded("DESCRIPTION:" + escaped(description(step, language)));
    out += folded("CATEGORIES:" +
                  escaped(procedures.procedure(step.step->procedure).title.in(language)));
    out += folded("TRANSP:TRANSPARENT");
    out += folded("END:VEVENT");
  }
  return out + folded("END:VCALENDAR");
}

}  // namespace xuanzhi::products
