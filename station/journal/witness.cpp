#include "station/journal/witness.hpp"

#include <charconv>
#include <cstdio>

namespace zvonok::journal {

namespace {

// Line 1 has a fixed length, so that note() can write over it in place.
constexpr std::string_view title = "zvonok-journal-witness 1\n";
constexpr int seq_digits = 20;

std::string seq_line(std::uint64_t seq) {
    char line[32];
    std::snprintf(line, sizeof line, "seq %0*llu\n", seq_digits, static_cast<unsigned long long>(seq));
    return line;
}

/// The rest of the next line after `name`, which is taken off the text; nothing if it has another name.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view name) {
    if (!text.starts_with(name)) return std::nullopt;
    const auto end = text.find('\n');
    if (end == std::string_view::npos || end < name.size()) return std::nullopt;
    const std::string_view value = text.substr(name.size(), end - name.size());
    text.remove_prefix(end + 1);
    return value;
}

}  // namespace

Result<Witness::State> Witness::read(const Files& files, const std::filesystem::path& path) {
    const auto content = files.read(path, 64 * 1024);
    if (!content) return fail(FaultKind::missing, "no witness");
    std::string_view text = as_text(*content);
    const auto damaged = fail(FaultKind::missing, "a witness that cannot be read");
    if (!text.starts_with(title)) return damaged;
    text.remove_prefix(title.size());
    State state;
    const auto seq = take_line(text, "seq ");
    if (!seq || std::from_chars(seq->data(), seq->data() + seq->size(), state.seq).ec != std::errc{}) return damaged;
    const auto life = take_line(text, "life ");
    const auto log = take_line(text, "log ");
    if (!life || !log) return damaged;
    const auto life_id = LifeId::from_hex_text(*life);
    const auto log_id = LogId::from_hex_text(*log);
    if (!life_id || !log_id) return damaged;
    state.life = *life_id;
    state.log = *log_id;
    while (const auto former = take_line(text, "former ")) {
        const auto id = LogId::from_hex_text(former->substr(0, log->size()));
        if (!id) return damaged;
        Closed closed{*id, 0};
        // Former programs named the log alone.
        if (former->size() > log->size()) {
            const std::string_view number = former->substr(log->size() + 1);
            if (std::from_chars(number.data(), number.data() + number.size(), closed.seq).ec != std::errc{})
                return damaged;
        }
        state.former.push_back(closed);
    }
    return state;
}

Result<Witness> Witness::write(const Files& files, const std::filesystem::path& path, const State& state) {
    std::string text{title};
    text += seq_line(state.seq);
    text += "life " + state.life.hex() + "\nlog " + state.log.hex() + "\n";
    for (const Closed& former : state.former)
        text += "former " + former.log.hex() + ' ' + std::to_string(former.seq) + "\n";
    if (auto written = files.replace(path, as_bytes(text)); !written) return tl::unexpected(written.error());
    auto file = files.open(path, Files::Access::write);
    if (!file) return fail(FaultKind::refused, "cannot open the witness again");
    return Witness{std::move(file)};
}

void Witness::note(std::uint64_t seq) const {
    const std::string line = seq_line(seq);
    static_cast<void>(file_->write(as_bytes(line), title.size()));
}

}  // namespace zvonok::journal
