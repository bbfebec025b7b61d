#include "sync/server/import/xml.hpp"

#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"

#include <pugixml.hpp>

#include <algorithm>

namespace zvonok::server::imports {
namespace {

pugi::xml_node as_node(void* raw) {
    return pugi::xml_node{static_cast<pugi::xml_node_struct*>(raw)};
}

std::string_view local(const char* name) {
    const std::string_view full = name;
    const auto colon = full.find(':');
    return colon == std::string_view::npos ? full : full.substr(colon + 1);
}

bool is_text(const pugi::xml_node& node) {
    return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

}  // namespace

struct XmlFile::Inside {
    std::string file;
    std::vector<std::ptrdiff_t> line_ends;
    pugi::xml_document document;
};

std::string_view XmlNode::name() const {
    return local(as_node(raw_).name());
}

std::string_view XmlNode::attribute(std::string_view name) const {
    for (const pugi::xml_attribute& attribute : as_node(raw_).attributes())
        if (local(attribute.name()) == name) return attribute.value();
    return {};
}

std::string XmlNode::text() const {
    const pugi::xml_node node = as_node(raw_);
    if (is_text(node)) return node.value();
    std::string text;
    for (const pugi::xml_node& child : node.children())
        if (is_text(child)) text += child.value();
    return text;
}

std::vector<XmlNode> XmlNode::children(std::string_view name) const {
    std::vector<XmlNode> children;
    for (const pugi::xml_node& child : as_node(raw_).children())
        if (child.type() == pugi::node_element && (name.empty() || local(child.name()) == name))
            children.push_back(XmlNode{child.internal_object()});
    return children;
}

XmlNode XmlNode::child(std::string_view name) const {
    for (const pugi::xml_node& child : as_node(raw_).children())
        if (child.type() == pugi::node_element && local(child.name()) == name) return XmlNode{child.internal_object()};
    return {};
}

std::vector<XmlNode> XmlNode::mixed() const {
    std::vector<XmlNode> children;
    for (const pugi::xml_node& child : as_node(raw_).children())
        if (child.type() == pugi::node_element || is_text(child)) children.push_back(XmlNode{child.internal_object()});
    return children;
}

XmlFile::XmlFile(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
XmlFile::XmlFile(XmlFile&&) noexcept = default;
XmlFile& XmlFile::operator=(XmlFile&&) noexcept = default;
XmlFile::~XmlFile() = default;

std::optional<XmlFile> XmlFile::parse(const std::string& file, ByteView content, Doctype doctype, Findings& findings) {
    const std::string_view text = as_text(content);
    if (content.size() > tuning::file_limit_bytes) {
        findings.error({file, 0}, "файл слишком велик");
        return std::nullopt;
    }
    if (const auto bad = first_bad_utf8(text)) {
        findings.error({file, line_of(text, *bad)}, "не UTF-8");
        return std::nullopt;
    }
    if (const auto at = text.find("<!DOCTYPE"); doctype == Doctype::refused && at != std::string_view::npos) {
        findings.error({file, line_of(text, at)}, "в файле есть объявление DOCTYPE, такой файл не читается");
        return std::nullopt;
    }
    auto inside = std::make_unique<Inside>();
    inside->file = file;
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        inside->line_ends.push_back(static_cast<std::ptrdiff_t>(at));
    const auto parsed = inside->document.load_buffer(
        text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
    if (!parsed) {
        findings.error({file, line_of(text, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)))},
                       "XML нарушен или обрезан");
        return std::nullopt;
    }
    return XmlFile{std::move(inside)};
}

XmlNode XmlFile::root() const {
    return XmlNode{inside_->document.document_element().internal_object()};
}

Place XmlFile::at(const XmlNode& node) const {
    const auto& ends = inside_->line_ends;
    const auto before = std::ranges::lower_bound(ends, as_node(node.raw_).offset_debug()) - ends.begin();
    return {inside_->file, 1 + static_cast<std::size_t>(before)};
}

}  // namespace zvonok::server::imports
