#include "config/key_file.hpp"
#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"

namespace zvonok::ctl {

Checked<void> run(const KeyNew& order, const Surroundings& around) {
    const path public_file = order.public_file.value_or(path(order.file.string() + ".pub"));
    if (order.file.has_parent_path())
        if (auto made = make_folder(order.file.parent_path()); !made) return made;
    const auto key = crypto::SigningKey::generate();
    if (auto written = config::write_secret_key(order.file, key); !written) return written;
    const std::string line = config::public_key_line(key.public_key());
    if (auto written = put_file(public_file, as_bytes(line), Secrecy::open, Overwrite::always); !written)
        return written;
    around.console.value("Секретный ключ (хранить отдельно)", "Secret key (keep it apart)", order.file.string());
    around.console.value("Открытый ключ", "Public key", public_file.string());
    return {};
}

Checked<void> run(const KeyShow& order, const Surroundings& around) {
    if (const auto key = config::read_public_key(order.file)) {
        around.console.line(to_hex(*key), to_hex(*key));
        return {};
    }
    const auto key = config::read_secret_key(order.file);
    if (!key && key.error().fault.kind == FaultKind::corrupt)
        return refuse(Reason::bad_key, "no key of Zvonok in " + order.file.string() + ", neither public nor secret",
                      "В файле " + order.file.string() + " нет ключа «Звонка», ни открытого, ни секретного.");
    if (!key) return tl::unexpected(key.error());
    const std::string text = to_hex(key->public_key());
    around.console.line(text, text);
    return {};
}

}  // namespace zvonok::ctl
