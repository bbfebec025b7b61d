#pragma once

#include "station/base/bytes.hpp"
#include "sync/server/import/findings.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace zvonok::server::imports {

/// One element of a parsed file; lives as long as the file. Names are local: prefixes of namespaces are left out, as
/// writers choose them freely.
class XmlNode {
  public:
    XmlNode() = default;
    explicit operator bool() const { return raw_ != nullptr; }
    [[nodiscard]] std::string_view name() const;
    /// Empty when there is none.
    [[nodiscard]] std::string_view attribute(std::string_view name) const;
    /// The text right inside the element, without that of its children; of a run of text, itself.
    [[nodiscard]] std::string text() const;
    /// Elements, or only those of that name.
    [[nodiscard]] std::vector<XmlNode> children(std::string_view name = {}) const;
    /// The first of that name; an empty node when there is none, which has neither text nor children.
    [[nodiscard]] XmlNode child(std::string_view name) const;
    /// Elements and runs of text in their order; a run has no name.
    [[nodiscard]] std::vector<XmlNode> mixed() const;

  private:
    friend class XmlFile;
    explicit XmlNode(void* raw) : raw_(raw) {}
    void* raw_ = nullptr;  // pugi::xml_node_struct
};

/// A document type can define entities that unfold to gigabytes; the formats of spreadsheets forbid it.
enum class Doctype { ignored, refused };

class XmlFile {
  public:
    /// Nothing, and an error with its line, when the content is too long, no UTF-8 or no XML.
    static std::optional<XmlFile> parse(const std::string& file, ByteView content, Doctype doctype, Findings& findings);
    XmlFile(XmlFile&&) noexcept;
    XmlFile& operator=(XmlFile&&) noexcept;
    ~XmlFile();

    [[nodiscard]] XmlNode root() const;
    [[nodiscard]] Place at(const XmlNode& node) const;

  private:
    struct Inside;
    explicit XmlFile(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace zvonok::server::imports
