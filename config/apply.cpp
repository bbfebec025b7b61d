#include "config/apply.hpp"

#include "config/tuning.hpp"

#include <set>

namespace zvonok::config {

namespace {
tl::unexpected<Refusal> disk_refusal(const Fault& fault) {
    if (fault.kind == FaultKind::full)
        return refuse(Reason::disk, fault,
                      "No space left on the station's disk. The image is not applied, the former one works on.",
                      "На диске станции нет места. Образ не применён, работает прежний.");
    if (fault.kind == FaultKind::busy)
        return refuse(Reason::disk, fault, "Another program is changing the configuration. Try again in a minute.",
                      "Настройки сейчас меняет другая программа. Повторите через минуту.");
    return refuse(Reason::disk, fault,
                  "Writing to the station's disk failed. The image is not applied, the former one works on.",
                  "Запись на диск станции не удалась. Образ не применён, работает прежний.");
}

/// Whether this image may follow what the station had.
Checked<void> check_order(const Image& image, const Pointer& former) {
    if (former.school != image.common.school.id)
        return refuse(Reason::foreign_school,
                      "an image of another school, \"" + image.common.school.name + "\"; the station belongs to " +
                          former.school.hex() + " and will not take it",
                      "Это образ другой школы («" + image.common.school.name + "»). Станция его не примет.");
    const std::string version = std::to_string(image.common.image.version);
    // The very image that was confirmed here and then fell out through damage may come back.
    const bool returns = image.common.image.version == former.floor && former.rejected == image.name();
    if (image.common.image.version <= former.floor && !returns)
        return refuse(Reason::older,
                      "the station works with version " + std::to_string(former.floor) + " already, and version " +
                          version + " is not above it; former versions are not taken",
                      "Станция уже работает с версией " + std::to_string(former.floor) + ", а у этого образа версия " +
                          version + ". Прежние версии не принимаются.");
    return {};
}

/// Only what this station reads: other stations' tokens have no business on its disk.
Result<void> unpack(const Image& image, const StationId& station, const std::filesystem::path& folder, Disk& disk) {
    if (auto made = disk.make_folder(folder); !made) return made;
    std::set<std::filesystem::path> folders;
    for (const std::string& path : station_files(station)) {
        const std::filesystem::path file = folder / path;
        if (folders.insert(file.parent_path()).second)
            if (auto made = disk.make_folder(file.parent_path()); !made) return made;
        const auto content = image.files.find(path);
        if (content == image.files.end()) return fail(FaultKind::corrupt, "the image has no " + path);
        if (auto written = disk.write(file, content->second); !written) return written;
    }
    if (auto written = disk.write(folder / station_file, as_bytes(station.hex())); !written) return written;
    return disk.write(folder / trailer_file, to_bytes(image.trailer));
}

/// Old images go only after the new one holds; failing to remove one harms nobody and is tried again next time.
void forget_others(const StatePaths& paths, const Pointer& pointer, Disk& disk) {
    std::error_code error;
    std::vector<std::filesystem::path> others;
    for (const auto& entry : std::filesystem::directory_iterator(paths.images(), error)) {
        const std::string name = entry.path().filename().string();
        if (name != pointer.current && name != pointer.previous) others.push_back(entry.path());
    }
    for (const auto& other : others) (void)disk.remove(other);
}
}  // namespace

Checked<Applied> apply_image(const std::filesystem::path& file, const ApplyOrder& order, Disk& disk) {
    const StatePaths paths{order.state};
    const auto trusted = trusted_keys(order.state);
    if (!trusted) return tl::unexpected(trusted.error());
    const auto image = open_image(file, *trusted);
    if (!image) return tl::unexpected(image.error());
    if (const auto good = check_term(*image, order.now); !good) return tl::unexpected(good.error());

    // A damaged pointer is mended first where it can be, lest it open the door to an older or a foreign image.
    if (const auto pointer = read_pointer(paths); !pointer && pointer.error().kind == FaultKind::corrupt)
        (void)load_station(order.state, disk);
    const auto lock = lock_state(paths);
    if (!lock) return disk_refusal(lock.error());
    const auto former = read_pointer(paths);
    if (!former && former.error().kind != FaultKind::missing && former.error().kind != FaultKind::corrupt)
        return disk_refusal(former.error());
    const std::string name = image->name();
    // The same image again changes nothing, unless its files were damaged in the meantime.
    const bool repeats = former && former->current == name;
    if (repeats && load_unpacked(paths.image(name), *trusted)) return Applied::already_there;
    if (former && !repeats)
        if (const auto good = check_order(*image, *former); !good) return tl::unexpected(good.error());
    const auto station = match_station(image->stations, order.machine, order.station, image->common.image.demo);
    if (!station) return tl::unexpected(station.error());

    const std::filesystem::path part = paths.images() / "part";
    if (const auto removed = disk.remove(part); !removed) return disk_refusal(removed.error());
    if (const auto unpacked = unpack(*image, *station, part, disk); !unpacked) return disk_refusal(unpacked.error());
    if (const auto removed = disk.remove(paths.image(name)); !removed) return disk_refusal(removed.error());
    if (const auto moved = disk.rename(part, paths.image(name)); !moved) return disk_refusal(moved.error());
    if (repeats) return Applied::on_trial;

    Pointer next{
        .school = image->common.school.id, .current = name, .previous = {}, .rejected = {}, .floor = 0, .trial = 0};
    if (former) {
        // Nobody goes back to an image that was never healthy either.
        next.previous = former->trial ? former->previous : former->current;
        next.floor = former->floor;
    }
    if (const auto written = write_pointer(paths, next, disk); !written) return disk_refusal(written.error());
    forget_others(paths, next, disk);
    return Applied::on_trial;
}

}  // namespace zvonok::config
