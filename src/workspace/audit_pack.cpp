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

struct Found {
  std::uint64_t kind;
  double area_m2;
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
  pack_notes(audit.notes, out);
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
  const auto counts = in.value<Counts>();
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
  out.notes = unpacked_notes(in);
  return out;
}

void pack_notes(const std::vector<Text>& notes, PackedWriter& out) {
  std::vector<std::string> texts;
  for (const Text& note : notes) texts.insert(texts.end(), {note.zh, note.en});
  out.add_texts(texts);
}

std::vector<Text> unpacked_notes(PackedReader& in) {
  const std::vector<std::string> texts = in.texts();
  if (texts.size() % 2 != 0) throw PackedFault();
  std::vector<Text> out;
  for (std::size_t i = 0; i < texts.size(); i += 2) out.push_back({texts[i], texts[i + 1]});
  return out;
}

void pack_topology(const std::vector<TopologyItem>& items, PackedWriter& out) {
  std::vector<std::string> texts;
  std::vector<Found> found;
  for (const TopologyItem& item : items) {
    texts.insert(texts.end(), {item.id, item.reason.zh, item.reason.en});
    found.push_back({static_cast<std::uint64_t>(item.kind), item.area_m2});
  }
  out.add_texts(texts);
  out.add(std::span<const Found>(found));
}

std::vector<TopologyItem> unpacked_topology(PackedReader& in) {
  const std::vector<std::string> texts = in.texts();
  const std::span<const Found> found = in.array<Found>();
  if (texts.size() != 3 * found.size()) throw PackedFault();
  std::vector<TopologyItem> out;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].kind > static_cast<std::uint64_t>(TopologyKind::gap)) throw PackedFault();
    out.push_back({static_cast<TopologyKind>(found[i].kind),
                   texts[3 * i],
                   {texts[3 * i + 1], texts[3 * i + 2]},
                   found[i].area_m2});
  }
  return out;
}

}  // namespace xuanzhi::workspace
