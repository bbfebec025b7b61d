#include "config/station.hpp"

#include "config/key_file.hpp"
#include "config/trailer.hpp"
#include "config/tuning.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {
tl::unexpected<Refusal> damaged(const Fault& fault) {
    return refuse(Reason::altered, fault, "The configuration on the station's disk is damaged. Apply the image again.",
                  "Настройки на диске станции повреждены. Примените образ заново.");
}

Refusal of_disk(const Fault& fault) {
    if (fault.kind == FaultKind::busy)
        return {Reason::disk, fault, "Настройки сейчас меняет другая программа. Повторите через минуту.",
                "Another program is changing the configuration. Try again in a minute."};
    return {Reason::disk, fault, "Папка состояния станции не читается или не записывается.",
            "The station's state folder cannot be read or written."};
}

StationConfig with(StationConfig config, Standing standing) {
    config.standing = standing;
    return config;
}

/// The pointer is gone bad: the newest whole image holds. It must have been confirmed once, or would soon be; the
/// alternative is a dark screen.
Checked<StationConfig> recover(const StatePaths& paths, const std::vector<crypto::PublicKey>& trusted, Disk& disk) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(paths.images(), error))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names, std::greater<>{});
    for (const std::string& name : names) {
        auto config = load_unpacked(paths.image(name), trusted);
        if (!config || name != config->image) continue;
        const Pointer pointer{.school = config->common.school.id,
                              .current = name,
                              .previous = {},
                              .rejected = {},
                              .floor = config->common.image.version,
                              .trial = {}};
        if (const auto written = write_pointer(paths, pointer, disk); !written)
            return tl::unexpected(of_disk(written.error()));
        return with(std::move(*config), Standing::recovered);
    }
    return refuse(Reason::nothing_applied,
                  "the configuration is damaged and no whole image is there: apply the image again",
                  "Настройки станции повреждены. Примените образ заново.");
}

/// missing pointer and damaged pointer are different things to a person.
Checked<Pointer> pointer_of(const StatePaths& paths) {
    auto pointer = read_pointer(paths);
    if (pointer) return *pointer;
    if (pointer.error().kind == FaultKind::missing)
        return refuse(Reason::nothing_applied, pointer.error(),
                      "The station is not set up yet. Apply an image: zvonokctl station apply.",
                      "Станция ещё не настроена. Примените образ: zvonokctl station apply.");
    return damaged(pointer.error());
}

Checked<StationConfig> go_back(const StatePaths& paths, const Pointer& pointer,
                               const std::vector<crypto::PublicKey>& trusted, Disk& disk) {
    auto former = load_unpacked(paths.image(*pointer.previous), trusted);
    if (!former) return former;
    if (const auto written = write_pointer(paths, rolled_back(pointer), disk); !written)
        return tl::unexpected(of_disk(written.error()));
    return with(std::move(*former), Standing::rolled_back);
}

Checked<StationConfig> start_trial(const StatePaths& paths, Pointer pointer,
                                   const std::vector<crypto::PublicKey>& trusted, Disk& disk) {
    const auto lock = lock_state(paths);
    if (!lock) return tl::unexpected(of_disk(lock.error()));
    if (*pointer.trial >= trial_starts && pointer.previous) {
        // Where the former image is damaged too, the one on trial is all there is.
        if (auto former = go_back(paths, pointer, trusted, disk)) return former;
    }
    auto config = load_unpacked(paths.image(pointer.current), trusted);
    if (!config && pointer.previous) return go_back(paths, pointer, trusted, disk);
    if (!config) return config;
    // A first image has nothing behind it, so its starts need no counting.
    if (pointer.previous) {
        pointer.trial = std::min(*pointer.trial, trial_starts) + 1;
        if (const auto written = write_pointer(paths, pointer, disk); !written)
            return tl::unexpected(of_disk(written.error()));
    }
    return with(std::move(*config), Standing::on_trial);
}
}  // namespace

Checked<StationConfig> load_unpacked(const std::filesystem::path& folder,
                                     const std::vector<crypto::PublicKey>& trusted) {
    const auto trailer_bytes_read = read_file(folder / trailer_file, trailer_bytes);
    const auto station_text = read_file(folder / station_file, 64);
    if (!trailer_bytes_read) return damaged(trailer_bytes_read.error());
    if (!station_text) return damaged(station_text.error());
    const auto trailer = trailer_from(*trailer_bytes_read);
    const auto id = StationId::from_hex_text(as_text(*station_text));
    if (!trailer) return damaged(trailer.error());
    if (!id) return damaged(id.error());
    if (const auto good = check_signature(*trailer, trusted); !good) return tl::unexpected(good.error());

    FileTree files;
    for (const std::string& path : station_files(*id)) {
        auto content = read_file(folder / path, image_file_limit_bytes);
        if (!content) return damaged(content.error());
        files.emplace(path, std::move(*content));
    }
    if (const auto good = check_manifest(files, *trailer, Extent::some_files); !good)
        return tl::unexpected(good.error());
    auto common = read_common(files);
    if (!common) return tl::unexpected(common.error());
    auto station = read_station(files, *id);
    if (!station) return tl::unexpected(station.error());
    StationConfig config;
    config.image = image_name(common->image.version, *trailer);
    config.common = std::move(*common);
    config.station = std::move(*station);
    config.policies = as_text(files[std::string(policies_path)]);
    return config;
}

Checked<StationConfig> load_station(const std::filesystem::path& state) {
    RealDisk disk;
    return load_station(state, disk);
}

Checked<StationConfig> load_station(const std::filesystem::path& state, Disk& disk) {
    const StatePaths paths{state};
    const auto trusted = trusted_keys(state);
    if (!trusted) return tl::unexpected(trusted.error());
    const auto pointer = pointer_of(paths);
    if (!pointer && pointer.error().reason == Reason::nothing_applied) return tl::unexpected(pointer.error());
    if (!pointer) return recover(paths, *trusted, disk);
    if (pointer->trial) return start_trial(paths, *pointer, *trusted, disk);
    auto config = load_unpacked(paths.image(pointer->current), *trusted);
    if (config || !pointer->previous) return config;
    return go_back(paths, *pointer, *trusted, disk);
}

Checked<StationConfig> peek_station(const std::filesystem::path& state) {
    const StatePaths paths{state};
    const auto trusted = trusted_keys(state);
    if (!trusted) return tl::unexpected(trusted.error());
    const auto pointer = pointer_of(paths);
    if (!pointer) return tl::unexpected(pointer.error());
    auto config = load_unpacked(paths.image(pointer->current), *trusted);
    if (config && pointer->trial) config->standing = Standing::on_trial;
    return config;
}

Checked<void> confirm_station(const std::filesystem::path& state) {
    RealDisk disk;
    return confirm_station(state, disk);
}

Checked<void> confirm_station(const std::filesystem::path& state, Disk& disk) {
    const StatePaths paths{state};
    auto pointer = pointer_of(paths);
    if (!pointer) return tl::unexpected(pointer.error());
    if (!pointer->trial) return {};
    const auto lock = lock_state(paths);
    if (!lock) return tl::unexpected(of_disk(lock.error()));
    pointer = pointer_of(paths);
    if (!pointer) return tl::unexpected(pointer.error());
    const auto trusted = trusted_keys(state);
    if (!trusted) return tl::unexpected(trusted.error());
    const auto config = load_unpacked(paths.image(pointer->current), *trusted);
    if (!config) return tl::unexpected(config.error());
    pointer->trial.reset();
    pointer->rejected.reset();
    pointer->floor = std::max(pointer->floor, config->common.image.version);
    if (const auto written = write_pointer(paths, *pointer, disk); !written)
        return tl::unexpected(of_disk(written.error()));
    return {};
}

Checked<std::vector<crypto::PublicKey>> trusted_keys(const std::filesystem::path& state) {
    const StatePaths paths{state};
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(paths.trust(), error))
        if (entry.path().extension() == ".pub") files.push_back(entry.path());
    if (error == std::errc::permission_denied)
        return refuse(Reason::disk, "no right to read " + paths.trust().string() + "; run as root",
                      "Нет прав на папку состояния станции. Запустите с правами администратора.");
    std::ranges::sort(files);
    std::vector<crypto::PublicKey> keys;
    for (const auto& file : files) {
        const auto key = read_public_key(file);
        if (!key) return tl::unexpected(key.error());
        keys.push_back(*key);
    }
    if (keys.empty())
        return refuse(Reason::no_trust,
                      "nobody has told the station whose images to take (no key in " + paths.trust().string() +
                          "): run zvonokctl station init --trust KEY",
                      "Станции не сказано, чьи образы принимать. Выполните: zvonokctl station init --trust КЛЮЧ.");
    return keys;
}

Checked<void> trust_key(const std::filesystem::path& state, const crypto::PublicKey& key) {
    const StatePaths paths{state};
    RealDisk disk;
    std::error_code ignored;
    std::filesystem::create_directories(state.parent_path(), ignored);
    for (const auto& folder : {state, paths.trust(), paths.config(), paths.images(), state / "keys"})
        if (const auto made = disk.make_folder(folder); !made) return tl::unexpected(of_disk(made.error()));
    const auto file = paths.trust() / (to_hex(ByteView{key}.first(8)) + ".pub");
    if (const auto written = disk.write(file, as_bytes(public_key_line(key))); !written)
        return tl::unexpected(of_disk(written.error()));
    return {};
}

}  // namespace zvonok::config
