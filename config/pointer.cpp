#include "config/pointer.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <cerrno>
#include <charconv>
#include <map>

namespace zvonok::config {

namespace {
constexpr std::string_view head = "zvonok config pointer 1";

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Names become paths, so only those that Image::name() makes are taken.
bool is_name(std::string_view text) {
    return text.size() == 18 && text.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}
}  // namespace

Bytes to_bytes(const Pointer& pointer) {
    std::string text{head};
    text += "\nschool " + pointer.school.hex() + "\ncurrent " + pointer.current + "\n";
    if (pointer.previous) text += "previous " + *pointer.previous + "\n";
    if (pointer.rejected) text += "rejected " + *pointer.rejected + "\n";
    text += "floor " + std::to_string(pointer.floor) + "\n";
    if (pointer.trial) text += "trial " + std::to_string(*pointer.trial) + "\n";
    text += "end\n";
    return copy(as_bytes(text));
}

Result<Pointer> pointer_from(ByteView bytes) {
    const auto corrupt = [] { return fail(FaultKind::corrupt, "the pointer to the applied image is damaged"); };
    std::map<std::string, std::string, std::less<>> fields;
    std::string_view rest = as_text(bytes);
    std::string_view line;
    for (bool first = true; !rest.empty(); first = false) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) return corrupt();
        line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (first && line != head) return corrupt();
        if (first || line == "end") continue;
        const std::size_t space = line.find(' ');
        if (space == std::string_view::npos) return corrupt();
        fields.emplace(line.substr(0, space), line.substr(space + 1));
    }
    if (line != "end") return corrupt();

    Pointer pointer;
    const auto school = SchoolId::from_hex_text(fields["school"]);
    const auto floor = number(fields["floor"]);
    if (!school || !floor || !is_name(fields["current"])) return corrupt();
    pointer.school = *school;
    pointer.floor = *floor;
    pointer.current = fields["current"];
    for (auto [key, member] : {std::pair{"previous", &pointer.previous}, std::pair{"rejected", &pointer.rejected}}) {
        const auto found = fields.find(key);
        if (found == fields.end()) continue;
        if (!is_name(found->second)) return corrupt();
        *member = found->second;
    }
    if (const auto trial = fields.find("trial"); trial != fields.end()) {
        const auto starts = number(trial->second);
        if (!starts || *starts > 1000) return corrupt();
        pointer.trial = static_cast<int>(*starts);
    }
    return pointer;
}

Result<Pointer> read_pointer(const StatePaths& paths) {
    const auto bytes = read_file(paths.pointer(), 4096);
    if (!bytes) return tl::unexpected(bytes.error());
    return pointer_from(*bytes);
}

Result<void> write_pointer(const StatePaths& paths, const Pointer& pointer, Disk& disk) {
    return disk.write(paths.pointer(), to_bytes(pointer));
}

Pointer rolled_back(const Pointer& pointer) {
    Pointer back = pointer;
    back.rejected = pointer.current;
    back.current = pointer.previous.value();
    back.previous.reset();
    back.trial.reset();
    return back;
}

Result<UniqueFd> lock_state(const StatePaths& paths) {
    UniqueFd fd{::open(paths.config().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!fd.valid()) return fail(FaultKind::missing, "no state folder " + paths.config().string(), errno);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return fail(FaultKind::busy, "the state folder is in use", errno);
    return fd;
}

}  // namespace zvonok::config
