#include "sync/server/import/fet.hpp"
#include "sync/server/import/roster_reader.hpp"
#include "sync/server/import/source.hpp"
#include "sync/server/import/zip.hpp"
#include "tests/fuzz/input.hpp"

#include <algorithm>
#include <map>

using namespace zvonok;
using namespace zvonok::server::imports;
using fuzz::promise;

namespace {

/// The files of a OneRoster export one after another: "== users.csv" and its rows.
class Export final : public Source {
  public:
    explicit Export(std::string_view text) {
        while (!text.empty()) {
            const auto end = text.find("\n== ");
            std::string_view file = text.substr(0, end);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
            if (file.starts_with("== ")) file.remove_prefix(3);
            const auto line = file.find('\n');
            if (line == std::string_view::npos) continue;
            files_[std::string(file.substr(0, line))] = copy(as_bytes(file.substr(line + 1)));
        }
        for (const auto& [name, content] : files_) names_.push_back(name);
    }
    [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }
    std::optional<Bytes> read(const std::string& name, Findings&) override { return files_.at(name); }

  private:
    std::map<std::string, Bytes> files_;
    std::vector<std::string> names_;
};

void one_roster(ByteView bytes) {
    Export source{as_text(bytes)};
    Findings findings;
    if (!read_roster(source, findings)) promise(findings.errors() > 0, "an export that is not taken is told why");
}

void packed(ByteView bytes) {
    Findings findings;
    const auto source = open_packed_document("a.zip", copy(bytes), findings);
    if (!source) return;
    for (const std::string& name : source->names()) static_cast<void>(source->read(name, findings));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    Findings findings;
    switch (input.byte() % 4) {
        case 0:
            one_roster(input.rest());
            break;
        case 1:
            static_cast<void>(fet::read_school("a.fet", input.rest(), findings));
            break;
        case 2:
            static_cast<void>(fet::read_solution("a.xml", input.rest(), findings));
            break;
        default:
            packed(input.rest());
    }
    return 0;
}
