// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/vector_writer.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fmt/format.h>

#include "encoding_survey.h"
#include "field_name.h"
#include "gdal_handle.h"
#include "pending_folder.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestDbfText = 254;

[[noreturn]] void fail(const fs::path& target, const GdalMessages& messages) {
  throw Error(ErrorCode::output_failed, target.string(),
              {"写入失败：" + messages.last(), "writing failed: " + messages.last()});
}

OGRwkbGeometryType type_of(const std::string& wkb) {
  std::uint32_t code = 0;
  std::memcpy(&code, wkb.data() + 1, sizeof(code));
  return static_cast<OGRwkbGeometryType>(code);
}

// The one type that all rows fit, multi where one row is; unknown where kinds are mixed.
OGRwkbGeometryType common_type(const VectorTable& table) {
  OGRwkbGeometryType out = wkbNone;
  for (const VectorRow& row : table.rows) {
    if (row.wkb.empty()) continue;
    const OGRwkbGeometryType type = type_of(row.wkb);
    if (out == wkbNone || out == type) {
      out = type;
    } else if (OGR_GT_Flatten(OGR_GT_GetCollection(type)) ==
               OGR_GT_Flatten(OGR_GT_GetCollection(out))) {
      out = OGR_GT_GetCollection(type);
    } else if (OGR_GT_GetCollection(out) == type || OGR_GT_GetCollection(type) == out) {
      out = OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0 ? type : out;
    } else {
      return wkbUnknown;
    }
  }
  return out;
}

// The same, and a type for a table without rows: formats of one kind of geometry need one.
OGRwkbGeometryType layer_type(const VectorTable& table, const VectorFormat& format) {
  if (!table.rows.empty() || !table.has_geometry) return common_type(table);
  return format.one_kind ? wkbPolygon : wkbUnknown;
}

using Words = std::vector<std::string>;

Words dataset_options(const VectorFormat& format) {
  if (format.suffix == "sqlite") return {"SPATIALITE=YES"};
  if (format.suffix == "gml") return {"FORMAT=GML3.2"};
  return {};
}

// A name that no column has, whatever the case.
std::string free_name(const VectorTable& table, std::string wanted) {
  const auto taken = [&] {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const std::string& name) {
      return EQUAL(name.c_str(), wanted.c_str());
    });
  };
  while (taken()) wanted += "_";
  return wanted;
}

Words layer_options(const VectorFormat& format, const VectorTable& table,
                    const std::string& encoding, bool degrees) {
  const std::string& suffix = format.suffix;
  if (suffix == "shp") return {"ENCODING=" + encoding};
  // Without its mark Excel takes UTF-8 for the code page of the computer.
  if (suffix == "csv") {
    return {"GEOMETRY=AS_WKT", "CREATE_CSVT=YES",
            encoding == "UTF-8" ? "WRITE_BOM=YES" : "WRITE_BOM=NO"};
  }
  if (suffix == "geojson")
    return degrees ? Words{"RFC7946=YES", "COORDINATE_PRECISION=9"}
                   : Words{"COORDINATE_PRECISION=6"};
  if (suffix == "geojsonl") return {"COORDINATE_PRECISION=9"};
  if (suffix == "gpkg")
    return {"FID=" + free_name(table, "fid"), "GEOMETRY_NAME=" + free_name(table, "geom")};
  if (suffix == "sqlite")
    return {"FID=" + free_name(table, "ogc_fid"), "GEOMETRY_NAME=" + free_name(table, "geometry")};
  return {};
}

OGRFieldType field_type(FieldType type, const VectorFormat& format) {
  switch (type) {
    case FieldType::integer:
      return OFTInteger64;
    case FieldType::real:
      return OFTReal;
    case FieldType::flag:
      return OFTInteger;
    case FieldType::date:  // LIBKML writes days, but no column for them, so that they get lost
      return format.driver == "LIBKML" ? OFTString : OFTDate;
    case FieldType::date_time:  // a .dbf has days only
      return format.suffix == "shp" || format.driver == "LIBKML" ? OFTString : OFTDateTime;
    default:
      return OFTString;
  }
}

class Writer {
 public:
  Writer(const VectorTable& table, const VectorTarget& target)
      : table_(table), target_(target), format_(*vector_format(target.file)), folder_(target.file) {
    out_.encoding =
        target.encoding.empty() || !format_.encoding_open ? format_.encoding : target.encoding;
  }

  WrittenVector run() {
    create();
    add_fields();
    for (const VectorRow& row : table_.rows) add_row(row);
    close();
    if (format_.suffix == "csv" && out_.encoding != "UTF-8") recode(folder_.file());
    if (cut_texts_ > 0) {
      out_.notes.push_back({fmt::format("{} 个文字值超过 254 字节，已截短", cut_texts_),
                            fmt::format("{} texts were cut to 254 bytes", cut_texts_)});
    }
    out_.files = folder_.commit(side_suffixes());
    return std::move(out_);
  }

 private:
  // Drivers that write at the end tell failures only then.
  void close() {
    CPLErrorReset();
    dataset_.reset();
    if (CPLGetLastErrorType() >= CE_Failure) fail(target_.file, messages_);
  }

  Words side_suffixes() const {
    if (format_.suffix == "shp") return {".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix"};
    if (format_.suffix == "csv") return {".csvt"};
    if (format_.suffix == "gml") return {".xsd", ".gfs"};
    return {};
  }

  static CPLStringList list(const Words& words) {
    CPLStringList out;
    for (const std::string& word : words) out.AddString(word.c_str());
    return out;
  }

  void create() {
    register_drivers();
    if (format_.one_kind && layer_type(table_, format_) == wkbNone) {
      throw Error(ErrorCode::output_failed, target_.file.string(),
                  {"没有几何，该格式无从写起", "there is no geometry, and this format needs one"},
                  {"没有几何的表请写 csv、gpkg", "write a table without geometry as csv or gpkg"});
    }
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(format_.driver.c_str());
    if (driver == nullptr) fail(target_.file, messages_);
    CPLStringList creation = list(dataset_options(format_));
    dataset_.reset(driver->Create(folder_.file().c_str(), 0, 0, 0, GDT_Unknown, creation.List()));
    if (!dataset_) fail(target_.file, messages_);
    OGRSpatialReference crs;
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const bool known =
        !target_.crs.empty() && crs.SetFromUserInput(target_.crs.c_str()) == OGRERR_NONE;
    CPLStringList options =
        list(layer_options(format_, table_, out_.encoding, known && crs.IsGeographic() != 0));
    // LIBKML cannot read back the Chinese name of a layer in a KMZ.
    const std::string name = format_.driver == "LIBKML" ? "table" : target_.file.stem().string();
    layer_ = dataset_->CreateLayer(name.c_str(), known && format_.states_crs ? &crs : nullptr,
                                   layer_type(table_, format_), options.List());
    if (layer_ == nullptr) fail(target_.file, messages_);
  }

  void add_fields() {
    positions_.assign(table_.columns.size(), -1);
    if (!format_.attributes) {
      if (!table_.columns.empty())
        out_.notes.push_back({"该格式不存属性，只存图层名 Layer",
                              "this format keeps no attributes, only the name of the layer"});
      return;
    }
    const Words names = format_.suffix == "shp" ? dbf_field_names(table_.columns) : table_.columns;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const FieldType type = i < table_.types.size() ? table_.types[i] : FieldType::text;
      OGRFieldDefn field(names[i].c_str(), field_type(type, format_));
      if (field.GetType() == OFTInteger64 && lacks_long_integers() && fits_32_bits(i))
        field.SetType(OFTInteger);
      if (type == FieldType::flag && format_.suffix != "shp") field.SetSubType(OFSTBoolean);
      if (format_.suffix == "shp" && field.GetType() == OFTString) field.SetWidth(text_width(i));
      const int before = layer_->GetLayerDefn()->GetFieldCount();
      if (layer_->CreateField(&field) != OGRERR_NONE) fail(target_.file, messages_);
      const int position = layer_->GetLayerDefn()->GetFieldIndex(names[i].c_str());
      positions_[i] = position >= 0 ? position : before;
      const std::string written = layer_->GetLayerDefn()->GetFieldDefn(positions_[i])->GetNameRef();
      if (written != table_.columns[i]) out_.renamed.emplace_back(table_.columns[i], written);
    }
  }

  // These drivers make long integers reals or texts; short ones stay what they are.
  bool lacks_long_integers() const {
    return format_.driver == "LIBKML" || format_.driver == "OpenFileGDB";
  }

  bool fits_32_bits(std::size_t column) const {
    return std::all_of(table_.rows.begin(), table_.rows.end(), [&](const VectorRow& row) {
      std::int32_t value = 0;
      const auto& text = row.values[column];
      return !text ||
             std::from_chars(text->data(), text->data() + text->size(), value).ec == std::errc{};
    });
  }

  int text_width(std::size_t column) const {
    std::size_t width = 1;
    for (const VectorRow& row : table_.rows) {
      if (row.values[column])
        width = std::max(width, encoded(*row.values[column], out_.encoding).value_or("").size());
    }
    return static_cast<int>(std::min(width, kLongestDbfText));
  }

  // A text that a .dbf can hold, cut between characters.
  std::string shortened(std::string text) {
    if (format_.suffix != "shp") return text;
    const auto size = [&] { return encoded(text, out_.encoding).value_or("").size(); };
    if (size() <= kLongestDbfText) return text;
    ++cut_texts_;
    while (size() > kLongestDbfText) {
      do {
        text.pop_back();
      } while (!is_utf8(text));
    }
    return text;
  }

  void set_value(OGRFeature& feature, int field, FieldType type, const std::string& text) {
    long long whole = 0;
    double real = 0.0;
    const char* end = text.data() + text.size();
    if ((type == FieldType::integer || type == FieldType::flag) &&
        std::from_chars(text.data(), end, whole).ptr == end && !text.empty()) {
      feature.SetField(field, static_cast<GIntBig>(whole));
    } else if (type == FieldType::real && std::from_chars(text.data(), end, real).ptr == end) {
      feature.SetField(field, real);
    } else {
      feature.SetField(field, shortened(text).c_str());
    }
  }

  void add_row(const VectorRow& row) {
    const FeatureHandle feature(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const FieldType type = i < table_.types.size() ? table_.types[i] : FieldType::text;
      if (positions_[i] < 0) continue;
      if (row.values[i]) {
        set_value(*feature, positions_[i], type, *row.values[i]);
      } else {
        feature->SetFieldNull(positions_[i]);
      }
    }
    if (!format_.attributes) {
      const auto layer = table_.column("Layer");
      const std::string name = layer && row.values[*layer] ? *row.values[*layer] : table_.name;
      feature->SetField("Layer", name.c_str());
    }
    if (!row.wkb.empty()) set_geometry(*feature, row.wkb);
    if (layer_->CreateFeature(feature.get()) != OGRERR_NONE) fail(target_.file, messages_);
  }

  void set_geometry(OGRFeature& feature, const std::string& wkb) {
    OGRGeometry* geometry = nullptr;
    if (OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size()) !=
        OGRERR_NONE) {
      fail(target_.file, messages_);
    }
    const OGRwkbGeometryType wanted = layer_->GetGeomType();
    const bool promote = OGR_GT_IsSubClassOf(wanted, wkbGeometryCollection) != 0;
    feature.SetGeometryDirectly(promote ? OGRGeometryFactory::forceTo(geometry, wanted) : geometry);
  }

  void recode(const fs::path& file) const {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    in.close();
    const std::optional<std::string> bytes = encoded(text, out_.encoding);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (bytes) out.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
    out.close();
    if (!bytes || !out) fail(target_.file, messages_);
  }

  // Polygons in a drawing are closed polylines, not hatches.
  struct NoHatch {
    NoHatch() { CPLSetThreadLocalConfigOption("DXF_WRITE_HATCH", "NO"); }
    ~NoHatch() { CPLSetThreadLocalConfigOption("DXF_WRITE_HATCH", nullptr); }
  };

  const NoHatch no_hatch_;
  const GdalMessages messages_;
  const VectorTable& table_;
  const VectorTarget& target_;
  const VectorFormat& format_;
  PendingFolder folder_;
  DatasetHandle dataset_;
  OGRLayer* layer_ = nullptr;
  std::vector<int> positions_;
  std::size_t cut_texts_ = 0;
  WrittenVector out_;
};

}  // namespace

WrittenVector write_vector(const VectorTable& table, const VectorTarget& target) {
  return Writer(table, target).run();
}

}  // namespace xuanzhi::dataset
