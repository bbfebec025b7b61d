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

std::string words_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::none:
            return {};
        case Trouble::bad_address:
            return "Адрес сервера в образе записан неверно.";
        case Trouble::name_unknown:
            return "Имя сервера не находится. Проверьте сеть и адрес сервера в образе.";
        case Trouble::unreachable:
        case Trouble::timed_out:
        case Trouble::cut_off:
            return "Сервер недоступен. Проверьте сеть и повторите.";
        case Trouble::connection_refused:
            return "По адресу из образа никто не отвечает. Проверьте адрес и порт, запущен ли сервер.";
        case Trouble::other_authority:
            return "Сертификат сервера выпущен другим издателем. Это чужой сервер, или образ устарел.";
        case Trouble::other_name:
            return "Сертификат сервера выпущен на другое имя. Проверьте адрес сервера в образе.";
        case Trouble::certificate_dates:
            return "Срок сертификата сервера не подходит. Проверьте часы станции и сертификат сервера.";
        case Trouble::own_certificate:
            return "Сертификат станции не годится. Зарегистрируйте станцию заново: zvonokctl enrol --again.";
        case Trouble::portal:
            return "Сеть просит сначала войти: вместо сервера отвечает её страница входа.";
        case Trouble::proxy:
            return "Прокси-сервер недоступен или не пропускает. Проверьте его адрес в настройках станции.";
        case Trouble::not_zvonok:
            return "По адресу из образа отвечает не сервер «Звонок».";
        case Trouble::not_admitted:
            return "Сервер не знает эту станцию.";
        case Trouble::revoked:
            return "Станция отозвана на сервере.";
        case Trouble::outdated:
            return "Сервер больше не понимает эту версию. Обновите программу станции.";
        case Trouble::server_fault:
            return "На сервере неполадка. Подробности в его журнале.";
        case Trouble::local_fault:
            return "На станции не удалось прочитать или записать данные.";
    }
    return {};
}

}  // namespace zvonok::ctl
