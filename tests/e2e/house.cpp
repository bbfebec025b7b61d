#include "tests/e2e/house.hpp"

#include "config/zvonokctl/command_line.hpp"
#include "station/base/file.hpp"
#include "station/crypto/random.hpp"
#include "station/entry/seal.hpp"
#include "tests/support/config_text.hpp"
#include "tests/support/manual_clock.hpp"

#include <sys/mount.h>

#include <csignal>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace zvonok::test {

namespace {

class NoHost final : public hal::Host {
  public:
    [[nodiscard]] hal::MachineIdentity identity() const override { return {"E2E-1", "Test machine", {}, "e2e", {}}; }
    [[nodiscard]] hal::SystemFacts facts(const std::filesystem::path&) const override { return {}; }
};

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}
void must_put(const std::filesystem::path& file, std::string_view text) {
    if (const auto put = write_file(file, as_bytes(text), FileMode::owner_only); !put)
        throw std::runtime_error(describe(put.error()));
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
    return value;
}

void run(std::vector<std::string> command) {
    const std::string name = command.front();
    // Not by fork(): a server's threads in this program may hold the allocator's locks, for which a child that is a
    // copy would wait for ever.
    ChildProcess child{std::move(command), "/dev/stderr"};
    if (child.finish() != 0) throw std::runtime_error(name + " failed");
}

std::string image_text(const std::string& url, bool demo, const SchoolId& school, const crypto::PublicKey& key) {
    ConfigText of;
    of.version = 1;
    of.demo = demo ? "true" : "false";
    of.school = school.hex();
    of.name = "Школа № 84";
    of.url = url;
    of.signing_key = to_hex(key);
    of.pki = "pki/";
    of.text_percent = 100;
    of.classroom = demo ? "by_name = true" : "serial = \"E2E-1\"";
    of.kiosk_title = "Коридор";
    of.kiosk = demo ? "by_name = true" : "serial = \"E2E-2\"";
    if (demo) of.office = "by_name = true";
    return config_text(of);
}

}  // namespace

House::House() = default;

void House::ctl(std::vector<std::string> words) const {
    std::ostringstream out, error;
    const ManualClock clock{must(parse_instant(now_text))};
    std::string line;
    for (const std::string& word : words) line += " " + word;
    if (ctl::run_command_line(std::move(words), NoHost{}, clock, out, error) != 0)
        throw std::runtime_error("zvonokctl" + line + ": " + error.str());
}

void House::make_image() {
    if (made_) return;
    made_ = true;
    crypto::PublicKey key = server_key.public_key();
    if (believed_) {
        std::filesystem::create_directory(at("pki"));
        must_put(at("pki/server-ca.pem"), believed_->server_ca);
        must_put(at("pki/staff-ca.pem"), believed_->staff_ca);
        must_put(at("pki/staff-ca.crl"), believed_->staff_list);
        key = believed_->server_key;
    } else {
        ctl({"pki", "demo", "--out", at("pki"), "--ip", "127.0.0.1", "--at", now_text});
    }
    ctl({"key", "new", at("image.key")});
    const auto preset =
        must(read_file(std::filesystem::path{environment("ZVONOK_SOURCE")} / "config/policies/default.toml", 1 << 16));
    must_put(at("default.toml"), as_text(preset));
    must_put(at("CONFIG.toml"), image_text(url, demo, school.school, key));
    ctl({"image", "build", at("CONFIG.toml"), "--key", at("image.key"), "--out", at("school.img")});
}

std::filesystem::path House::blank_station(const std::string& name) {
    make_image();
    const auto root = at("station" + std::to_string(++folders_));
    ctl({"station", "init", "--trust", at("image.key.pub"), "--root", root});
    std::vector<std::string> apply{"station", "apply", at("school.img"), "--root", root};
    if (demo) apply.insert(apply.end(), {"--station", name});
    ctl(std::move(apply));
    return root;
}

std::filesystem::path House::station(const std::string& name) {
    const auto root = blank_station(name);
    write_facts(root);
    must_put(root / "contact", now_text);
    return root;
}

void House::write_facts(const std::filesystem::path& root) {
    std::vector<entry::Draft> drafts;
    FactVersion version = 0;
    for (const Fact& fact : school.facts) {
        entry::Draft draft;
        draft.header.order = ++version;
        draft.header.role = Role::server;
        draft.header.kind = CellKind::fact;
        draft.header.cell = entry::fact_cell(school.school, fact.entity);
        draft.header.audience = audience_of(fact);
        draft.body = entry::RecordedFact{version, fact};
        drafts.push_back(std::move(draft));
    }
    journal::Incoming incoming;
    incoming.epoch = id<EpochId>(1);
    incoming.cursor = 1;
    incoming.complete = true;
    incoming.batches.push_back(entry::seal_entries(school.school, {crypto::random_id<LogId>(), 0, {}},
                                                   std::move(drafts), server_key, entry::Signer::server, {}));
    journal::Options options;
    options.school = school.school;
    options.server_keys = {server_key.public_key()};
    auto journal = must(journal::Journal::open(root / "journal.db", options)).journal;
    const ManualClock clock{must(parse_instant(now_text))};
    if (const auto applied = must(journal.apply(incoming, clock)); !applied.rejected.empty())
        throw std::runtime_error(describe(applied.rejected.front()));
}

std::filesystem::path House::card(const std::string& login, const std::string& issued_at) {
    make_image();
    must_put(at("pin"), std::string(teacher_pin) + "\n");
    const auto folder = at("card" + std::to_string(++cards_));
    ctl({"card", "issue", "--staff-ca", at("pki/staff-ca.pem"), "--staff-ca-key", at("pki/staff-ca.key"), "--person",
         "Анна Сергеевна Кузнецова", "--upn", login, "--out", folder, "--pin-file", at("pin"), "--at", issued_at});
    return folder;
}

SmallDisk::SmallDisk(const std::filesystem::path& root, const std::string& size) {
    run({"mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", dir_.path().string()});
    std::filesystem::copy(root, station(), std::filesystem::copy_options::recursive);
}

SmallDisk::~SmallDisk() {
    umount2(dir_.path().c_str(), MNT_DETACH);
}

void SmallDisk::fill() const {
    std::ofstream out{dir_ / "filler", std::ios::binary};
    const std::string block(4096, 'x');
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())) && out.flush()) {
    }
}

void SmallDisk::make_room() const {
    std::filesystem::remove(dir_ / "filler");
}

StationProgram::StationProgram(std::filesystem::path root, As as) : root_(std::move(root)), as_(as) {
    start();
}

void StationProgram::start() {
    std::filesystem::remove(dir_ / "tree");
    std::vector<std::string> command{environment("ZVONOK_BIN") + "/zvonok-station", "--root", root_.string(), "--size",
                                     "1280x720"};
    if (as_ == As::demo)
        for (const std::string& word :
             {std::string("--demo-time"), std::string(demo_time), std::string("--tree"), (dir_ / "tree").string()})
            command.push_back(word);
    setenv("DISPLAY", display_.display().c_str(), 1);
    process_.emplace(std::move(command), dir_ / "log");
}

std::string StationProgram::screen() const {
    const auto file = read_file(dir_ / "tree", 4 << 20);
    return file ? std::string(as_text(*file)) : std::string{};
}

std::string StationProgram::log() const {
    const auto file = read_file(dir_ / "log", 4 << 20);
    return file ? std::string(as_text(*file)) : std::string{};
}

bool StationProgram::says(std::string_view text) const {
    return screen().find(text) != std::string::npos;
}

bool StationProgram::comes_to_say(std::string_view text) const {
    return eventually([&] { return says(text); });
}

bool StationProgram::comes_to_hide(std::string_view text) const {
    return eventually([&] { return !says(text); });
}

namespace {

/// One line of the tree file: a node of that role and name, after so many others.
std::string node_of(const std::string& tree, std::string_view role, std::string_view name, int after = 0) {
    const std::string wanted = "{\"role\":\"" + std::string(role) + "\",\"name\":\"" + std::string(name) + "\"";
    std::size_t from = tree.find(wanted);
    while (after-- > 0 && from != std::string::npos) from = tree.find(wanted, from + 1);
    if (from == std::string::npos) return {};
    return tree.substr(from, tree.find('\n', from) - from);
}

int number_in(const std::string& node, const char* field) {
    const std::size_t at = node.find("\"" + std::string(field) + "\":");
    return at == std::string::npos ? 0 : std::atoi(node.c_str() + at + std::string_view{field}.size() + 3);
}

void cover_node(Picture& picture, const std::string& node) {
    // As the ground that most things stand on: the square around it tells the rest.
    const int x = number_in(node, "x"), y = number_in(node, "y");
    picture.cover(x, y, number_in(node, "w"), number_in(node, "h"), 0xFFFFFFU);
}

}  // namespace

std::optional<StationProgram::Place> StationProgram::place_of(std::string_view role, std::string_view name,
                                                              int after) const {
    const std::string node = node_of(screen(), role, name, after);
    if (node.find("\"enabled\":true") == std::string::npos) return std::nullopt;
    return Place{number_in(node, "x") + number_in(node, "w") / 2, number_in(node, "y") + number_in(node, "h") / 2};
}

StationProgram::Place StationProgram::found(std::string_view role, std::string_view name, int after) const {
    std::optional<Place> place;
    if (!eventually([&] { return (place = place_of(role, name, after)).has_value(); }))
        throw std::runtime_error("no " + std::string(role) + " «" + std::string(name) + "» on the screen:\n" +
                                 screen() + log());
    return *place;
}

void StationProgram::click(std::string_view role, std::string_view name, int after) const {
    const Place place = found(role, name, after);
    setenv("DISPLAY", display_.display().c_str(), 1);
    run({"xdotool", "mousemove", std::to_string(place.x), std::to_string(place.y), "click", "1"});
}

void StationProgram::drag(std::string_view from_cell, std::string_view to_cell) const {
    const Place from = found("cell", from_cell), to = found("cell", to_cell);
    setenv("DISPLAY", display_.display().c_str(), 1);
    const auto x = [](const Place& place) { return std::to_string(place.x); };
    const auto y = [](const Place& place) { return std::to_string(place.y); };
    const Place half{(from.x + to.x) / 2, (from.y + to.y) / 2};
    run({"xdotool", "mousemove", x(from), y(from), "mousedown", "1", "mousemove", x(half), y(half), "mousemove", x(to),
         y(to), "mouseup", "1"});
}

void StationProgram::type(std::string_view keys) const {
    setenv("DISPLAY", display_.display().c_str(), 1);
    run({"xdotool", "type", "--delay", "15", "--", std::string(keys)});
}

void StationProgram::press(std::string_view key) const {
    setenv("DISPLAY", display_.display().c_str(), 1);
    run({"xdotool", "key", "--", std::string(key)});
}

void StationProgram::copy(std::string_view text) const {
    setenv("DISPLAY", display_.display().c_str(), 1);
    must_put(dir_ / "copied", text);
    run({"xclip", "-selection", "clipboard", "-in", (dir_ / "copied").string()});
    // It goes on in the background, and may not have the clipboard yet.
    const auto is_there = [&] {
        std::filesystem::remove(dir_ / "clipboard");
        ChildProcess reader{{"xclip", "-selection", "clipboard", "-out"}, dir_ / "clipboard"};
        if (reader.finish() != 0) return false;
        const auto held = read_file(dir_ / "clipboard", 1 << 20);
        return held && as_text(*held) == text;
    };
    if (!eventually(is_there)) throw std::runtime_error("the clipboard does not take a text");
}

std::string StationProgram::value(std::string_view role, std::string_view name, std::string_view which) const {
    const std::string node = node_of(screen(), role, name);
    const std::string field = "\"" + std::string(which) + "\":\"";
    const std::size_t at = node.find(field);
    if (at == std::string::npos) return {};
    return node.substr(at + field.size(), node.find('"', at + field.size()) - at - field.size());
}

void StationProgram::enter_pin(std::string_view pin) const {
    for (const char digit : pin) click("key", std::string(1, digit));
    click("key", "Готово");
}

void StationProgram::log_in() const {
    const auto must_say = [&](std::string_view text) {
        if (!comes_to_say(text))
            throw std::runtime_error("«" + std::string(text) + "» never came:\n" + screen() + log());
    };
    must_say("Анна Сергеевна К.");
    enter_pin(teacher_pin);
    must_say("Белов И.");
}

bool StationProgram::shows_a_picture() const {
    return display_.pixel(5, 5) != 0;
}

Picture StationProgram::timeless_picture() const {
    static const std::regex time{"[0-9]:[0-9][0-9]|[0-9] мин"};
    std::string tree;
    Picture picture;
    const auto rests = [&] {
        tree = screen();
        picture = picture_of(display_);
        std::this_thread::sleep_for(std::chrono::milliseconds{400});
        return screen() == tree && picture_of(display_).pixels == picture.pixels;
    };
    if (!eventually(rests)) throw std::runtime_error("the screen never rests:\n" + screen());
    std::istringstream nodes{tree};
    for (std::string node; std::getline(nodes, node);)
        if (std::regex_search(node, time)) cover_node(picture, node);
    return picture;
}

void StationProgram::cover(Picture& picture, std::string_view role, std::string_view name) const {
    cover_node(picture, node_of(screen(), role, name));
}

}  // namespace zvonok::test
