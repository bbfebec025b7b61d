#include "tests/simulation/disk.hpp"

#include <algorithm>

namespace zvonok::simulation {

void Disk::Content::read(std::span<std::uint8_t> to, std::size_t at) const {
    for (std::size_t done = 0; done < to.size();) {
        const std::size_t page = (at + done) / page_bytes, inside = (at + done) % page_bytes;
        const std::size_t count = std::min(page_bytes - inside, to.size() - done);
        if (page < pages.size() && pages[page])
            std::memcpy(to.data() + done, pages[page]->data() + inside, count);
        else
            std::memset(to.data() + done, 0, count);
        done += count;
    }
}

void Disk::Content::write(ByteView bytes, std::size_t at) {
    size = std::max(size, at + bytes.size());
    pages.resize(std::max(pages.size(), (size + page_bytes - 1) / page_bytes));
    for (std::size_t done = 0; done < bytes.size();) {
        const std::size_t page = (at + done) / page_bytes, inside = (at + done) % page_bytes;
        const std::size_t count = std::min(page_bytes - inside, bytes.size() - done);
        std::shared_ptr<Page>& to = pages[page];
        if (!to)
            to = std::make_shared<Page>();
        else if (to.use_count() > 1)
            to = std::make_shared<Page>(*to);
        std::memcpy(to->data() + inside, bytes.data() + done, count);
        done += count;
    }
}

void Disk::Content::truncate(std::size_t to) {
    if (to < size && to % page_bytes != 0) {
        const Bytes zeros(page_bytes - to % page_bytes);
        write(zeros, to);
    }
    size = to;
    pages.resize((to + page_bytes - 1) / page_bytes);
}

Disk::Done Disk::operation(Process by) {
    if (!works_for(by)) return Done::error;
    if (by == observer) return Done::yes;
    const auto comes_now = [](std::size_t& left) { return left-- == 0; };
    if (power_left_ && comes_now(*power_left_)) {
        cut_power();
        return Done::error;
    }
    if (kill_left_ && kill_left_->first == by && comes_now(kill_left_->second)) {
        kill(by);
        return Done::error;
    }
    if (fault_left_ && comes_now(fault_left_->first)) {
        const DiskFault how = fault_left_->second;
        fault_left_.reset();
        ++(how == DiskFault::torn ? counts_.torn : counts_.errors);
        return how == DiskFault::torn ? Done::torn : Done::error;
    }
    return Done::yes;
}

void Disk::cut_power() {
    powered_ = false;
    power_left_.reset();
    ++counts_.power_cuts;
}

void Disk::kill(Process process) {
    killed_ = process;
    kill_left_.reset();
    ++counts_.kills;
}

bool Disk::take_room(const File& file, std::size_t end) {
    if (!room_ || end <= file.now.size) return true;
    const std::size_t more = end - file.now.size;
    if (more > *room_) {
        ++counts_.full;
        return false;
    }
    *room_ -= more;
    return true;
}

Disk::Done Disk::write(Process by, File& file, ByteView bytes, std::size_t at) {
    const Done done = operation(by);
    if (done == Done::torn) bytes = bytes.first(bytes.size() / 2);
    if (done == Done::error) return done;
    if (by != observer && !take_room(file, at + bytes.size())) return Done::full;
    file.now.write(bytes, at);
    file.waiting.push_back({at, copy(bytes), std::nullopt});
    return done;
}

Disk::Done Disk::truncate(Process by, File& file, std::size_t to) {
    if (const Done done = operation(by); done != Done::yes) return Done::error;
    file.now.truncate(to);
    file.waiting.push_back({0, {}, to});
    return Done::yes;
}

Disk::Done Disk::flush(Process by, File& file) {
    if (const Done done = operation(by); done != Done::yes) return Done::error;
    if (!file.waiting.empty()) {
        file.flushed = file.now;
        file.waiting.clear();
    }
    flush_names();
    return Done::yes;
}

void Disk::note_name(const std::string& name) {
    const auto found = names_.find(name);
    name_changes_.emplace_back(name, found == names_.end() ? nullptr : found->second);
}

void Disk::flush_names() {
    if (name_changes_.empty()) return;
    flushed_names_ = names_;
    name_changes_.clear();
}

Disk::Done Disk::rename(Process by, const std::string& from, const std::string& to) {
    if (const Done done = operation(by); done != Done::yes) return Done::error;
    const auto found = names_.find(from);
    if (found == names_.end()) return Done::error;
    names_[to] = found->second;
    names_.erase(found);
    // One step: a power cut undoes both names or none. The new one is noted last, and the old one is dropped with it.
    name_changes_.emplace_back(to, names_[to]);
    name_changes_.emplace_back(from, nullptr);
    return Done::yes;
}

Disk::Done Disk::remove(Process by, const std::string& name, bool flushed) {
    if (const Done done = operation(by); done != Done::yes) return Done::error;
    if (names_.erase(name) > 0) note_name(name);
    if (flushed) flush_names();
    return Done::yes;
}

std::shared_ptr<Disk::File> Disk::find(const std::string& name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? nullptr : found->second;
}

std::shared_ptr<Disk::File> Disk::create(Process by, const std::string& name) {
    if (operation(by) != Done::yes) return nullptr;
    auto& file = names_[name];
    if (!file) {
        file = std::make_shared<File>();
        note_name(name);
    }
    return file;
}

namespace {
void replay(Disk::Content& content, const Disk::File::Change& change, std::size_t count) {
    if (change.truncated_to)
        content.truncate(*change.truncated_to);
    else
        content.write(ByteView{change.bytes}.first(count), change.at);
}
}  // namespace

void Disk::settle(Chance& chance) {
    // Names go in order; a rename's two halves stay together.
    std::size_t kept = chance.below(name_changes_.size() + 1);
    if (kept > 0 && kept < name_changes_.size() && name_changes_[kept].second == nullptr &&
        name_changes_[kept - 1].second != nullptr)
        ++kept;
    counts_.undone_names += name_changes_.size() - kept;
    for (std::size_t i = 0; i < kept; ++i) {
        const auto& [name, file] = name_changes_[i];
        if (file)
            flushed_names_[name] = file;
        else
            flushed_names_.erase(name);
    }
    name_changes_.clear();
    names_ = flushed_names_;
    // All, some or nothing of what waited may have come to the disk.
    const std::size_t share = chance.below(3) * 50;
    for (auto& [name, file] : names_) {
        for (const File::Change& change : file->waiting) {
            if (chance.below(100) >= share) {
                ++counts_.lost_writes;
            } else if (!change.truncated_to && chance.percent(20)) {
                replay(file->flushed, change,
                       std::min(change.bytes.size(), chance.below(page_bytes / sector_bytes + 1) * sector_bytes));
                ++counts_.torn_writes;
            } else {
                replay(file->flushed, change, change.bytes.size());
                ++counts_.kept_writes;
            }
        }
        file->waiting.clear();
        file->now = file->flushed;
        file->shared_memory.reset();
    }
    powered_ = true;
    killed_.reset();
    kill_left_.reset();
    fault_left_.reset();
}

void Disk::heal() {
    power_left_.reset();
    kill_left_.reset();
    fault_left_.reset();
    room_.reset();
}

Disk::Names Disk::image() const {
    Names image;
    for (const auto& [name, file] : names_) {
        auto kept = std::make_shared<File>();
        kept->now = kept->flushed = file->now;
        image.emplace(name, std::move(kept));
    }
    return image;
}

void Disk::put(const Names& image) {
    names_.clear();
    for (const auto& [name, file] : image) put(name, file->now);
    flushed_names_ = names_;
    name_changes_.clear();
}

void Disk::put(const std::string& name, const Content& content) {
    auto file = std::make_shared<File>();
    file->now = file->flushed = content;
    names_[name] = file;
    flushed_names_[name] = std::move(file);
}

namespace {

tl::unexpected<Fault> no(Disk::Done done, Where at = {}) {
    return done == Disk::Done::full ? fail(FaultKind::full, "no room", 0, at)
                                    : fail(FaultKind::refused, "the disk said no", 0, at);
}

class OpenedFile final : public journal::Files::Opened {
  public:
    OpenedFile(Disk& disk, Process process, std::shared_ptr<Disk::File> file)
        : disk_(disk), process_(process), file_(std::move(file)) {}
    [[nodiscard]] std::size_t size() const override { return file_->now.size; }
    [[nodiscard]] bool read(std::span<std::uint8_t> to, std::size_t at) const override {
        if (!disk_.works_for(process_) || at + to.size() > file_->now.size) return false;
        file_->now.read(to, at);
        return true;
    }
    [[nodiscard]] bool write(ByteView bytes, std::size_t at) override {
        return disk_.write(process_, *file_, bytes, at) == Disk::Done::yes;
    }

  private:
    Disk& disk_;
    Process process_;
    std::shared_ptr<Disk::File> file_;
};

}  // namespace

Result<void> DiskFiles::rename(const path& from, const path& to) const {
    if (const auto done = disk_.rename(process_, from.string(), to.string()); done != Disk::Done::yes) return no(done);
    return {};
}

void DiskFiles::remove(const path& file) const {
    disk_.remove(process_, file.string(), false);
}

Result<Bytes> DiskFiles::read(const path& file, std::size_t limit_bytes) const {
    if (!disk_.works_for(process_)) return fail(FaultKind::refused, "the disk said no");
    const auto found = disk_.find(file.string());
    if (!found) return fail(FaultKind::missing, "no such file");
    if (found->now.size > limit_bytes) return fail(FaultKind::full, "file too long");
    Bytes content(found->now.size);
    found->now.read(content, 0);
    return content;
}

Result<void> DiskFiles::replace(const path& file, ByteView content) const {
    const std::string temporary = file.string() + ".tmp";
    disk_.remove(process_, temporary, false);
    const auto made = disk_.create(process_, temporary);
    if (!made) return no(Disk::Done::error);
    if (const auto done = disk_.write(process_, *made, content, 0); done != Disk::Done::yes) return no(done);
    if (const auto done = disk_.flush(process_, *made); done != Disk::Done::yes) return no(done);
    if (const auto done = disk_.rename(process_, temporary, file.string()); done != Disk::Done::yes) return no(done);
    if (const auto done = disk_.flush(process_, *made); done != Disk::Done::yes) return no(done);
    return {};
}

std::unique_ptr<journal::Files::Opened> DiskFiles::open(const path& file, Access /*access*/) const {
    auto found = disk_.works_for(process_) ? disk_.find(file.string()) : nullptr;
    if (!found) return nullptr;
    return std::make_unique<OpenedFile>(disk_, process_, std::move(found));
}

}  // namespace zvonok::simulation
