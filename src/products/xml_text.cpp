// SPDX-License-Identifier: Apache-2.0
#include "xml_text.h"

#include <fmt/format.h>

namespace xuanzhi::products {

std::string escape_xml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\uFFFD";
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string number(double value) {
  return fmt::format("{}", value);
}

void XmlText::begin(std::string_view tag, const Attributes& attributes) {
  out_.append(static_cast<std::size_t>(depth_), ' ');
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    out_ += escape_xml(value);
    out_ += '"';
  }
}

void XmlText::open(std::string_view tag, const Attributes& attributes) {
  begin(tag, attributes);
  out_ += ">\n";
  ++depth_;
}

void XmlText::close(std::string_view tag) {
  --depth_;
  out_.append(static_cast<std::size_t>(depth_), ' ');
  out_ += "</";
  out_ += tag;
  out_ += ">\n";
}

void XmlText::leaf(std::string_view tag, const Attributes& attributes) {
  begin(tag, attributes);
  out_ += "/>\n";
}

void XmlText::text(std::string_view tag, const Attributes& attributes, std::string_view content) {
  begin(tag, attributes);
  out_ += '>';
  out_ += escape_xml(content);
  out_ += "</";
  out_ += tag;
  out_ += ">\n";
}

}  // namespace xuanzhi::products
