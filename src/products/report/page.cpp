// SPDX-License-Identifier: Apache-2.0
#include "page.h"

#include <fmt/format.h>

#include "style_sheet.h"
#include "xml_text.h"
#include "xuanzhi/version.h"

namespace xuanzhi::products::report {

namespace {

struct Tongue {
  Language language;
  const char* code;
  const char* name;
};

constexpr std::array kTongues{Tongue{Language::chinese, "zh", "中文"},
                              Tongue{Language::english, "en", "English"}};

// Text inside a CSS string: the backslash and the quote would end it, the rest is for XML.
std::string css_string(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"' || c == '<' || c == '&' || static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\{:x} ", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

// What stands in the margins of printed pages.
std::string margins(const Page& page) {
  std::string out;
  for (const Tongue& tongue : kTongues) {
    const bool zh = tongue.language == Language::chinese;
    const std::string name(tongue.code);
    out += fmt::format(
        "article.{0}{{page:{0}}}\n"
        "@page {0}{{@top-left{{content:\"{1}\"}}"
        "@bottom-left{{content:\"{2}\"}}"
        "@bottom-right{{content:{3}}}}}\n"
        "@page {0}:first{{@top-left{{content:none}}}}\n",
        name, css_string(page.header.in(tongue.language)),
        zh ? "仅供内部参考，不作为审批依据" : "For internal reference only; no basis for approval",
        zh ? R"("第 " counter(page) " 页，共 " counter(pages) " 页")"
           : R"("Page " counter(page) " of " counter(pages))");
  }
  return out;
}

void write_switch(XmlText& xml, Language shown) {
  for (const Tongue& tongue : kTongues) {
    XmlText::Attributes attributes{
        {"type", "radio"}, {"name", "language"}, {"id", std::string("show-") + tongue.code}};
    if (tongue.language == shown) attributes.push_back({"checked", "checked"});
    xml.leaf("input", attributes);
  }
  xml.element("nav", {}, [&] {
    for (const Tongue& tongue : kTongues) {
      xml.text("label", {{"for", std::string("show-") + tongue.code}, {"lang", tongue.code}},
               tongue.name);
    }
  });
}

}  // namespace

std::string page_html(const Page& page) {
  XmlText xml;
  const bool zh = page.language == Language::chinese;
  xml.element("html", {{"lang", zh ? "zh-CN" : "en"}}, [&] {
    xml.element("head", {}, [&] {
      xml.leaf("meta", {{"charset", "utf-8"}});
      xml.leaf("meta", {{"http-equiv", "Content-Security-Policy"},
                        {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
      xml.leaf("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
      xml.leaf("meta", {{"name", "generator"}, {"content", fmt::format("xuanzhi {}", kVersion)}});
      xml.text("title", page.title.in(page.language));
      xml.element("style", {}, [&] {
        xml.embed(style_sheet());
        xml.embed(margins(page));
      });
    });
    xml.element("body", {}, [&] {
      write_switch(xml, page.language);
      for (const Tongue& tongue : kTongues) {
        xml.element("article", {{"class", tongue.code}, {"lang", tongue.code}},
                    [&] { xml.embed(page.articles[static_cast<std::size_t>(tongue.language)]); });
      }
    });
  });
  return "<!DOCTYPE html>\n" + xml.str();
}

}  // namespace xuanzhi::products::report
