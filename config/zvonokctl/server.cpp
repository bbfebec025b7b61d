#include "config/zvonokctl/server.hpp"

#include "config/zvonokctl/tuning.hpp"

namespace zvonok::ctl {

using sync::client::Trouble;

sync::client::Answer ask_server(const sync::client::Endpoint& endpoint, std::string_view path) {
    const auto transport = sync::client::open_transport(endpoint);
    if (!transport) return {.trouble = Trouble::bad_address, .detail = transport.error().what};
    constexpr auto lane = sync::client::Lane::exchange;
    (*transport)->ask(lane, {.path_and_query = std::string(path), .limit = server_limit});
    while ((*transport)->asking(lane))
        if (auto event = (*transport)->wait(server_limit)) return std::move(event->answer);
    return {.trouble = Trouble::cut_off};
}

Phrase words_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::none:
            return {};
        case Trouble::bad_address:
            return {"Адрес сервера в образе записан неверно.", "The image's address of the server is no address."};
        case Trouble::name_unknown:
            return {"Имя сервера не находится. Проверьте сеть и адрес сервера в образе.",
                    "The server's name is not found. Look at the network and at the address in the image."};
        case Trouble::unreachable:
        case Trouble::timed_out:
        case Trouble::cut_off:
            return {"Сервер недоступен. Проверьте сеть и повторите.",
                    "The server cannot be reached. Look at the network and try again."};
        case Trouble::connection_refused:
            return {"По адресу из образа никто не отвечает. Проверьте адрес и порт, запущен ли сервер.",
                    "Nobody answers at the image's address. Look at address and port, and whether the server runs."};
        case Trouble::other_authority:
            return {"Сертификат сервера выпущен другим издателем. Это чужой сервер, или образ устарел.",
                    "The server's certificate is of another authority: a foreign server, or the image is old."};
        case Trouble::other_name:
            return {"Сертификат сервера выпущен на другое имя. Проверьте адрес сервера в образе.",
                    "The server's certificate is for another name. Look at the server's address in the image."};
        case Trouble::certificate_dates:
            return {"Срок сертификата сервера не подходит. Проверьте часы станции и сертификат сервера.",
                    "The server's certificate does not hold now. Look at the station's clock and at the certificate."};
        case Trouble::own_certificate:
            return {"Сертификат станции не годится. Зарегистрируйте станцию заново: zvonokctl enrol --again.",
                    "The station's certificate is no good. Enrol it again: zvonokctl enrol --again."};
        case Trouble::portal:
            return {"Сеть просит сначала войти: вместо сервера отвечает её страница входа.",
                    "The network wants a login first: its page answers in place of the server."};
        case Trouble::proxy:
            return {
                "Прокси-сервер недоступен или не пропускает. Проверьте его адрес в настройках станции.",
                "The proxy cannot be reached or lets nothing through. Look at its address in the station's settings."};
        case Trouble::not_zvonok:
            return {"По адресу из образа отвечает не сервер «Звонок».",
                    "What answers at the image's address is no Zvonok server."};
        case Trouble::not_admitted:
            return {"Сервер не знает эту станцию.", "The server does not know this station."};
        case Trouble::revoked:
            return {"Станция отозвана на сервере.", "The server has revoked this station."};
        case Trouble::outdated:
            return {"Сервер больше не понимает эту версию. Обновите программу станции.",
                    "The server no longer understands this version. Update the station's program."};
        case Trouble::server_fault:
            return {"На сервере неполадка. Подробности в его журнале.", "The server has a fault. Its log tells more."};
        case Trouble::local_fault:
            return {"На станции не удалось прочитать или записать данные.",
                    "The station could not read or write its own data."};
    }
    return {};
}

}  // namespace zvonok::ctl
