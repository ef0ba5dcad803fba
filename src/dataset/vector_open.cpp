// SPDX-License-Identifier: Apache-2.0
#include "vector_open.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include <cpl_conv.h>
#include <fmt/format.h>

#include "archive_member.h"
#include "encoding_survey.h"
#include "json_sequence.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

using Options = std::vector<std::string>;

// Titles under which coordinates stand in tables. In survey habit X is north and Y is east; a plain
// x or y is taken in the order of maps, and the CRS check proposes `axis_order` where that is
// wrong.
const Options kCoordinateColumns{
    "X_POSSIBLE_NAMES=经度,东经,lon,lng,long,longitude,东坐标,easting,east,x",
    "Y_POSSIBLE_NAMES=纬度,北纬,lat,latitude,北坐标,northing,north,y",
    "GEOM_POSSIBLE_NAMES=WKT,wkt,_WKT,geom,geometry,the_geom,几何,图形"};

void require_file(const fs::path& source) {
  if (is_virtual_source(source) || fs::exists(source)) return;
  throw Error(ErrorCode::file_missing, source.string(), {"文件不存在", "no such file"},
              {"检查 source 的路径（相对于 workspace.toml 所在文件夹）",
               "check the path of `source`; it is relative to the folder of workspace.toml"});
}

bool is_gml(const std::string& path) {
  static constexpr std::array<const char*, 2> kOnly{"GML", nullptr};
  return GDALIdentifyDriverEx(path.c_str(), GDAL_OF_VECTOR, kOnly.data(), nullptr) != nullptr;
}

DatasetHandle try_open(const std::string& path, const Options& options) {
  register_drivers();
  CPLStringList list;
  for (const std::string& option : options) list.AddString(option.c_str());
  // Nothing is written beside what planners give: GDAL would leave the scheme it found in a GML.
  if (is_gml(path)) list.AddString("WRITE_GFS=NO");
  return DatasetHandle(
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, list.List()));
}

// Drivers of servers answer in several lines.
std::string in_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return trimmed(text);
}

DatasetHandle open(const std::string& path, const Options& options, const GdalMessages& messages) {
  DatasetHandle dataset = try_open(path, options);
  if (dataset) return dataset;
  constexpr std::string_view kZip = "/vsizip/";
  const std::string file = path.starts_with(kZip) ? path.substr(kZip.size()) : path;
  const std::optional<std::string> reason = messages.reason();
  const Text why = reason ? Text{in_one_line(*reason), in_one_line(*reason)}
                          : Text{"不是任何已知格式，或文件是空的", "of no known format, or empty"};
  if (path.starts_with("PG:")) {
    throw Error(ErrorCode::file_unreadable, shown_source(path),
                {"数据库连接不上：" + why.zh, "the database cannot be reached: " + why.en},
                {"检查 host、port、dbname、user 和网络；口令放在 ~/.pgpass 或 PGPASSWORD，不写入"
                 " workspace.toml",
                 "check host, port, dbname, user and the network; keep the password in ~/.pgpass "
                 "or PGPASSWORD, not in workspace.toml"});
  }
  throw Error(ErrorCode::file_unreadable, file,
              {"无法作为矢量数据读取：" + why.zh, "not readable as vector data: " + why.en},
              {"请给主文件（.shp、.tab、.mif 等），附属文件（.shx、.dbf、.prj）放在一起；"
               "MDB、DWG 请先导出为 GDB、DXF，RAR、7Z 请先解压",
               "give the main file (.shp, .tab, .mif, …) with its side files (.shx, .dbf, .prj) "
               "beside it; export MDB and DWG to GDB and DXF, and unpack RAR and 7Z first"});
}

std::vector<std::string> layer_names(GDALDataset& dataset) {
  std::vector<std::string> names;
  for (OGRLayer* layer : dataset.GetLayers()) names.emplace_back(layer->GetName());
  return names;
}

[[noreturn]] void miss_table(const VectorQuery& query, const std::vector<std::string>& names) {
  throw Error(ErrorCode::table_missing, shown_source(query.source),
              query.table.empty()
                  ? Text{"文件含多个表，须写明 table",
                         "the file holds several tables; `table` must be stated"}
                  : Text{"没有名为 " + query.table + " 的表", "no table named " + query.table},
              {"可用的表：" + joined(names), "tables in the file: " + joined(names)});
}

// What can be opened of a source: itself, or the files in an archive.
std::vector<std::string> openable(const fs::path& source) {
  const std::string name = source.string();
  const std::string suffix = suffix_of(name);
  if (is_virtual_source(source) || (suffix != "zip" && suffix != "kmz")) return {name};
  std::vector<std::string> members = archive_members(name);
  // Of a KMZ as a whole LIBKML does not see the columns that doc.kml declares, and finds nothing
  // where layers have Chinese names; the KML files inside are fine.
  if (suffix == "kmz" && members.size() != 1) {
    const DatasetHandle whole = try_open(name, {});
    if (whole && whole->GetLayerCount() > 0) return {name};
    std::erase_if(members, [](const std::string& path) { return stem_of(path) == "doc"; });
  }
  if (members.empty()) members.push_back(suffix == "zip" ? "/vsizip/" + name : name);
  return members;
}

std::string choose_path(const VectorQuery& query) {
  const std::vector<std::string> paths = openable(query.source);
  if (paths.size() == 1) return paths.front();
  std::vector<std::string> stems;
  for (const std::string& path : paths) {
    stems.push_back(member_name(path));
    if (stems.back() == query.table) return path;
  }
  miss_table(query, stems);
}

OGRLayer& find_layer(GDALDataset& dataset, const VectorQuery& query, const std::string& path) {
  const std::vector<std::string> names = layer_names(dataset);
  if (names.empty()) {
    throw Error(ErrorCode::table_missing, shown_source(query.source),
                {"文件中没有矢量表", "the file holds no vector table"},
                {"确认文件完整、不是空文件，压缩包内有矢量数据",
                 "check that the file is whole and not empty, and that an archive holds vector "
                 "data"});
  }
  const bool named_by_file = path != query.source.string() && member_name(path) == query.table;
  if (names.size() == 1 && (query.table.empty() || named_by_file)) return *dataset.GetLayer(0);
  OGRLayer* layer = query.table.empty() ? nullptr : dataset.GetLayerByName(query.table.c_str());
  if (layer == nullptr) miss_table(query, names);
  return *layer;
}

Text place_of(const UndecodedText& text) {
  if (text.row < 0)
    return {fmt::format("第 {} 列的列名", text.column),
            fmt::format("the name of column {}", text.column)};
  if (text.column == 0)
    return {fmt::format("第 {} 行", text.row), fmt::format("line {}", text.row)};
  return {fmt::format("第 {} 行第 {} 列", text.row, text.column),
          fmt::format("row {} column {}", text.row, text.column)};
}

[[noreturn]] void refuse_encoding(const VectorQuery& query, const EncodingSurvey& survey) {
  const UndecodedText& first = survey.undecoded("GB18030").front();
  const Text where = place_of(first);
  throw Error(
      ErrorCode::file_unreadable, shown_source(query.source),
      {where.zh + " 的文字既不是 UTF-8 也不是 GB18030",
       "the text of " + where.en + " is neither UTF-8 nor GB18030"},
      {"写明 encoding = \"GB18030\"（坏行将被拒绝并列出），或另存为 UTF-8",
       "state encoding = \"GB18030\" (bad rows are rejected and listed), or save as UTF-8"});
}

// The encoding of a survey; `forced` wins, and is not proved by texts that do not fit it.
std::string settled(const VectorQuery& query, const std::string& forced,
                    const EncodingSurvey& survey) {
  if (!forced.empty()) return forced;
  if (survey.ascii()) return "UTF-8";
  const std::optional<std::string> fitting = survey.fitting();
  if (!fitting) refuse_encoding(query, survey);
  return *fitting;
}

// The encodings to try: those of Chinese data first, then what the file states.
std::vector<std::string> candidates(const std::string& forced, const std::string& declared) {
  if (!forced.empty()) return {forced};
  std::vector<std::string> out{"UTF-8", "GB18030"};
  const std::optional<std::string> other = known_encoding(declared);
  if (other && *other != out[0] && *other != out[1]) out.push_back(*other);
  return out;
}

std::string forced_encoding(const VectorQuery& query) {
  if (query.encoding.empty()) return {};
  const std::optional<std::string> known = known_encoding(query.encoding);
  if (known) return *known;
  throw Error(ErrorCode::value_invalid, shown_source(query.source),
              {"未知的编码 " + query.encoding, "unknown encoding " + query.encoding},
              {"例如 GB18030、UTF-8", "for instance GB18030 or UTF-8"});
}

// What .cpg or, without it, the header of the .dbf states. 0x57 only means "that of the computer".
std::string stated_by_shapefile(OGRLayer& layer) {
  const char* cpg = layer.GetMetadataItem("CPG_VALUE", "SHAPEFILE");
  if (cpg != nullptr) return trimmed(cpg);
  const char* ldid = layer.GetMetadataItem("LDID_VALUE", "SHAPEFILE");
  const char* named = layer.GetMetadataItem("ENCODING_FROM_LDID", "SHAPEFILE");
  if (ldid == nullptr || std::string_view(ldid) == "0" || std::string_view(ldid) == "87") return {};
  return named == nullptr ? "" : named;
}

void survey_shapefile(OGRLayer& layer, EncodingSurvey& survey) {
  constexpr std::size_t kLongestName = 10;
  const OGRFeatureDefn& definition = *layer.GetLayerDefn();
  std::vector<int> texts;
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    const OGRFieldDefn& field = *definition.GetFieldDefn(i);
    const std::string name = field.GetNameRef();
    survey.add(name, name.size() >= kLongestName, {-1, i + 1});
    if (field.GetType() == OFTString) texts.push_back(i);
  }
  std::array<const char*, 2> no_geometry{"OGR_GEOMETRY", nullptr};
  layer.SetIgnoredFields(no_geometry.data());
  layer.ResetReading();
  for (FeatureHandle feature(layer.GetNextFeature()); feature;
       feature.reset(layer.GetNextFeature())) {
    for (const int i : texts) {
      const std::string_view value = feature->GetFieldAsString(i);
      const auto width = static_cast<std::size_t>(definition.GetFieldDefn(i)->GetWidth());
      survey.add(value, value.size() >= width, {feature->GetFID(), i + 1});
    }
  }
}

void take_undecoded(const EncodingSurvey& survey, OpenedTable& out) {
  out.cut_texts = survey.cut_texts(out.encoding_used);
  for (const UndecodedText& text : survey.undecoded(out.encoding_used))
    out.undecoded_rows.emplace(text.row, text.column);
}

// Read once as raw bytes to find the encoding, then again in it: filters must match.
void reopen_shapefile(const VectorQuery& query, const std::string& path,
                      const GdalMessages& messages, OpenedTable& out) {
  const std::string forced = forced_encoding(query);
  out.dataset = open(path, {"ENCODING="}, messages);
  // A name in Chinese may be spelled otherwise in raw mode; the position of the table is the same.
  OGRLayer& raw = find_layer(*out.dataset, query, path);
  out.encoding_declared = stated_by_shapefile(raw);
  EncodingSurvey survey(candidates(forced, out.encoding_declared));
  survey_shapefile(raw, survey);
  out.encoding_used = settled(query, forced, survey);
  if (!survey.ascii()) take_undecoded(survey, out);
  out.dataset = open(path, {"ENCODING=" + out.encoding_used}, messages);
}

std::string read_bytes(const std::string& path) {
  GByte* bytes = nullptr;
  vsi_l_offset size = 0;
  if (VSIIngestFile(nullptr, path.c_str(), &bytes, &size, -1) == 0) return {};
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  VSIFree(bytes);
  return out;
}

// The encoding of a file of text, line by line.
std::string text_file_encoding(const VectorQuery& query, const std::string& bytes,
                               const std::string& declared) {
  const std::string forced = forced_encoding(query);
  EncodingSurvey survey(candidates(forced, declared));
  std::int64_t line = 1;
  for (std::size_t begin = 0; begin < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    survey.add(std::string_view(bytes).substr(begin, end - begin), false, {line, 0});
    begin = end + 1;
  }
  return settled(query, forced, survey);
}

// GDAL takes a CSV's bytes as they are: one that is not UTF-8 is copied into memory as UTF-8.
void open_csv(const VectorQuery& query, const std::string& path, const GdalMessages& messages,
              OpenedTable& out) {
  const std::string bytes = read_bytes(path);
  const bool wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  out.encoding_declared = wide ? "UTF-16" : bytes.starts_with("\xEF\xBB\xBF") ? "UTF-8" : "";
  out.encoding_used = wide ? "UTF-16" : text_file_encoding(query, bytes, out.encoding_declared);
  const Options options = query.coordinate_columns ? kCoordinateColumns : Options{};
  if (out.encoding_used == "UTF-8") {
    out.dataset = open(path, options, messages);
    return;
  }
  const std::optional<std::string> text = decoded(bytes, out.encoding_used);
  if (!text) {
    throw Error(
        ErrorCode::file_unreadable, path,
        {"不是 " + out.encoding_used + " 文字", "this is not text in " + out.encoding_used});
  }
  const std::string stem = stem_of(path);
  out.recoded = MemoryFile(stem + "." + suffix_of(path), *text);
  out.dataset = open(out.recoded.path(), options, messages);
}

// A drawing states a code page only sometimes, and often a wrong one; newer ones are in UTF-8.
void open_dxf(const VectorQuery& query, const std::string& path, const GdalMessages& messages,
              OpenedTable& out) {
  const std::string bytes = read_bytes(path);
  const std::size_t key = bytes.find("$DWGCODEPAGE");
  if (key != std::string::npos) {
    const std::size_t begin = std::min(bytes.find_first_of("aA", key + 12), bytes.size());
    out.encoding_declared =
        trimmed(bytes.substr(begin, bytes.find_first_of("\r\n", begin) - begin));
  }
  out.encoding_used = text_file_encoding(query, bytes, out.encoding_declared);
  CPLSetThreadLocalConfigOption("DXF_ENCODING", out.encoding_used.c_str());
  out.dataset = try_open(path, {});
  CPLSetThreadLocalConfigOption("DXF_ENCODING", nullptr);
  if (!out.dataset) out.dataset = open(path, {}, messages);
}

// GDAL knows a sequence of features by its suffix only as long as `type` stands first in them.
void reopen_sequence(const std::string& path, const GdalMessages& messages, OpenedTable& out) {
  if (is_json_sequence(read_bytes(path))) out.dataset = open("GeoJSONSeq:" + path, {}, messages);
}

}  // namespace

MemoryFile::MemoryFile(const std::string& name, const std::string& bytes) {
  static std::atomic<int> counter{0};
  path_ = fmt::format("/vsimem/xuanzhi/{}/{}", ++counter, name);
  VSILFILE* file = VSIFOpenL(path_.c_str(), "wb");
  VSIFWriteL(bytes.data(), 1, bytes.size(), file);
  VSIFCloseL(file);
}

MemoryFile::~MemoryFile() {
  if (!path_.empty()) VSIUnlink(path_.c_str());
}

OpenedTable open_table(const VectorQuery& query, const GdalMessages& messages) {
  register_drivers();
  require_file(query.source);
  const std::string path = choose_path(query);
  const std::string suffix = suffix_of(path);
  OpenedTable out;
  if (suffix == "csv" || suffix == "tsv") {
    open_csv(query, path, messages, out);
  } else if (suffix == "dxf") {
    open_dxf(query, path, messages, out);
  } else {
    out.dataset = open(path, {}, messages);
    const std::string_view format = out.dataset->GetDriverName();
    if (format == "ESRI Shapefile") reopen_shapefile(query, path, messages, out);
    if (format == "GeoJSON") reopen_sequence(path, messages, out);
  }
  out.layer = &find_layer(*out.dataset, query, path);
  out.name = out.layer->GetName();
  // The table of a shapefile is called like the file.
  if (path.starts_with("/vsizip/") && out.name == stem_of(path)) out.name = member_name(path);
  return out;
}

std::vector<std::string> table_names(const fs::path& source, const GdalMessages& messages) {
  register_drivers();
  require_file(source);
  const std::vector<std::string> paths = openable(source);
  if (paths.size() == 1) return layer_names(*open(paths.front(), {}, messages));
  std::vector<std::string> stems(paths.size());
  std::transform(paths.begin(), paths.end(), stems.begin(), member_name);
  return stems;
}

}  // namespace xuanzhi::dataset
