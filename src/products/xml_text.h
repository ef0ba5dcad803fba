// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xuanzhi::products {

/// Text with the five XML characters and line breaks as entities; control characters, which XML
/// cannot hold, become U+FFFD.
std::string escape_xml(std::string_view text);

/// The shortest text that reads back as the same number, in every locale: "0.3", "386000".
std::string number(double value);

/// Builds XML whose elements are closed by construction: the body of an element is a function.
class XmlText {
 public:
  using Attribute = std::pair<std::string_view, std::string>;
  using Attributes = std::vector<Attribute>;

  explicit XmlText(int depth = 0) : depth_(depth) {}

  template <typename Body>
  void element(std::string_view tag, const Attributes& attributes, Body&& body) {
    open(tag, attributes);
    body();
    close(tag);
  }

  /// An element without children.
  void leaf(std::string_view tag, const Attributes& attributes);
  /// An element that holds text only.
  void text(std::string_view tag, const Attributes& attributes, std::string_view content);
  void text(std::string_view tag, std::string_view content) { text(tag, {}, content); }
  /// Elements that were written elsewhere.
  void embed(std::string_view elements) { out_ += elements; }

  [[nodiscard]] const std::string& str() const { return out_; }

 private:
  void open(std::string_view tag, const Attributes& attributes);
  void close(std::string_view tag);
  void begin(std::string_view tag, const Attributes& attributes);

  std::string out_;
  int depth_;
};

}  // namespace xuanzhi::products
