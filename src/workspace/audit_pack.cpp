// SPDX-License-Identifier: Apache-2.0
#include "audit_pack.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace xuanzhi::workspace {

namespace {

struct Counts {
  std::uint64_t read;
  std::uint64_t used;
  std::uint64_t repaired;
  std::uint64_t rejected;
  std::uint64_t failed;
};

struct Change {
  std::uint64_t rejected;
  double before;
  double after;
};

}  // namespace

void pack(const SourceAudit& audit, PackedWriter& out) {
  out.add_texts({audit.source_id, audit.kind, audit.path, audit.table, audit.crs, audit.encoding,
                 audit.fingerprint});
  out.add_value(Counts{audit.rows_read, audit.rows_used, audit.rows_repaired, audit.rows_rejected,
                       audit.reader_failed ? 1U : 0U});
  std::vector<std::string> items;
  std::vector<Change> changes;
  for (const AuditItem& item : audit.items) {
    items.insert(items.end(), {item.id, item.reason.zh, item.reason.en});
    changes.push_back({item.rejected ? 1U : 0U, item.area_before, item.area_after});
  }
  out.add_texts(items);
  out.add(std::span<const Change>(changes));
  std::vector<std::string> notes;
  for (const Text& note : audit.notes) notes.insert(notes.end(), {note.zh, note.en});
  out.add_texts(notes);
}

SourceAudit unpacked_audit(PackedReader& in) {
  SourceAudit out;
  const std::vector<std::string> head = in.texts();
  if (head.size() != 7) throw PackedFault();
  out.source_id = head[0];
  out.kind = head[1];
  out.path = head[2];
  out.table = head[3];
  out.crs = head[4];
  out.encoding = head[5];
  out.fingerprint = head[6];
  const Counts counts = in.value<Counts>();
  out.rows_read = counts.read;
  out.rows_used = counts.used;
  out.rows_repaired = counts.repaired;
  out.rows_rejected = counts.rejected;
  out.reader_failed = counts.failed != 0;
  const std::vector<std::string> items = in.texts();
  const std::span<const Change> changes = in.array<Change>();
  if (items.size() != 3 * changes.size()) throw PackedFault();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    out.items.push_back({items[3 * i],
                         changes[i].rejected != 0,
                         {items[3 * i + 1], items[3 * i + 2]},
                         changes[i].before,
                         changes[i].after});
  }
  const std::vector<std::string> notes = in.texts();
  if (notes.size() % 2 != 0) throw PackedFault();
  for (std::size_t i = 0; i < notes.size(); i += 2) out.notes.push_back({notes[i], notes[i + 1]});
  return out;
}

}  // namespace xuanzhi::workspace
