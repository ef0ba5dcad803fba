// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "xuanzhi/cli/command.h"
#include "xuanzhi/workspace/conversion.h"

namespace xuanzhi::cli {

namespace {

using nlohmann::json;
using workspace::AuditItem;
using workspace::Conversion;

json text_json(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

std::string as_json(const Conversion& done) {
  json items = json::array();
  for (const AuditItem& item : done.audit.items) {
    items.push_back({{"id", item.id},
                     {"outcome", item.rejected ? "rejected" : "repaired"},
                     {"reason", text_json(item.reason)},
                     {"area_before", item.area_before},
                     {"area_after", item.area_after}});
  }
  json notes = json::array();
  for (const Text& note : done.audit.notes) notes.push_back(text_json(note));
  for (const Text& note : done.notes) notes.push_back(text_json(note));
  json names = json::object();
  for (const auto& [from, to] : done.renamed) names[from] = to;
  json files = json::array();
  for (const auto& file : done.files) files.push_back(file.string());
  return json{{"source",
               {{"path", done.audit.path},
                {"table", done.audit.table},
                {"format", done.source_format},
                {"crs", done.audit.crs},
                {"encoding", done.audit.encoding},
                {"sha256", done.audit.fingerprint}}},
              {"target",
               {{"format", done.target_format},
                {"crs", done.target_crs},
                {"encoding", done.target_encoding},
                {"rows", done.rows_written}}},
              {"rows_read", done.audit.rows_read},
              {"rows_used", done.audit.rows_used},
              {"rows_repaired", done.audit.rows_repaired},
              {"rows_rejected", done.audit.rows_rejected},
              {"items", items},
              {"notes", notes},
              {"renamed_fields", names},
              {"files", files}}
             .dump(2, ' ', false, json::error_handler_t::replace) +
         "\n";
}

std::string side_text(const char* side, const std::string& format, const std::string& crs,
                      const std::string& encoding) {
  return fmt::format("{} {}, CRS {}, {}\n", side, format, crs,
                     encoding.empty() ? "UTF-8" : encoding);
}

std::string as_text(const Conversion& done, Language language) {
  const bool zh = language == Language::chinese;
  std::string out =
      side_text(zh ? "读入" : "read   ", done.source_format, done.audit.crs, done.audit.encoding);
  out +=
      side_text(zh ? "写出" : "written", done.target_format, done.target_crs, done.target_encoding);
  out += fmt::format(fmt::runtime(zh ? "读 {} = 用 {} + 修复 {} + 拒绝 {}\n"
                                     : "read {} = used {} + repaired {} + rejected {}\n"),
                     done.audit.rows_read, done.audit.rows_used, done.audit.rows_repaired,
                     done.audit.rows_rejected);
  for (const AuditItem& item : done.audit.items) {
    out += fmt::format("  {} {}: {}\n",
                       item.rejected ? (zh ? "拒绝" : "rejected") : (zh ? "修复" : "repaired"),
                       item.id, item.reason.in(language));
  }
  for (const auto& [from, to] : done.renamed)
    out += fmt::format("  {} {} → {}\n", zh ? "字段" : "field", from, to);
  for (const Text& note : done.audit.notes) out += "  " + note.in(language) + "\n";
  for (const Text& note : done.notes) out += "  " + note.in(language) + "\n";
  for (const auto& file : done.files) out += file.string() + "\n";
  return out;
}

class Convert : public Command {
 public:
  std::string name() const override { return "convert"; }
  Text summary() const override {
    return {"格式转换，按同样的方式读取、修复并交代",
            "convert a file, read and mended as layers are"};
  }
  std::string examples() const override {
    return "  xuanzhi convert dikuai.shp dikuai.gpkg\n"
           "  xuanzhi convert layers.gpkg out.shp --table park --to-crs EPSG:4524\n"
           "  xuanzhi convert points.csv points.geojson --from-crs EPSG:4490\n";
  }
  void declare(CLI::App& parser) override {
    workspace::SourceTable& source = request_.source;
    parser.add_option("in", source.source, "输入文件 file to read")->required();
    parser
        .add_option("out", request_.target,
                    "输出文件，格式看后缀 file to write, its suffix is the format")
        ->required();
    parser.add_option("--table", source.table, "输入中的表 table of the input");
    parser.add_option("--where", source.where, "筛选条件 filter");
    parser.add_option("--from-crs", source.crs, "输入的坐标系 CRS of the input");
    parser.add_option("--to-crs", request_.to_crs, "输出的坐标系 CRS of the output");
    parser.add_option("--from-encoding", source.encoding, "输入的文字编码 encoding of the input");
    parser
        .add_option("--encoding", request_.encoding,
                    "输出的文字编码（shp、csv） encoding of the output")
        ->check(CLI::IsMember({"GB18030", "UTF-8"}));
    parser.add_option("--axis-order", axis_order_, "输入的坐标轴 axes of the input")
        ->check(CLI::IsMember({"east_north", "north_east"}));
    parser.add_option("--shift", source.shift, "输入的网络地图偏移 displacement of a web map")
        ->check(CLI::IsMember({"gcj02", "bd09"}));
    parser
        .add_option("--datum", datum_,
                    "西安80、北京54 不作基准转换 take a secret datum as it stands")
        ->check(CLI::IsMember({"unshifted"}));
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    request_.source.north_east = axis_order_ == "north_east";
    request_.source.unshifted = !datum_.empty();
    const Conversion done = workspace::convert(request_);
    *streams.out << (common.json ? as_json(done) : as_text(done, common.language));
    return 0;
  }

 private:
  workspace::ConversionRequest request_;
  std::string axis_order_;
  std::string datum_;
};

}  // namespace

std::unique_ptr<Command> make_convert() {
  return std::make_unique<Convert>();
}

}  // namespace xuanzhi::cli
