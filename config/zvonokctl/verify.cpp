#include "config/key_file.hpp"
#include "config/station.hpp"
#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "config/zvonokctl/tuning.hpp"
#include "station/base/file.hpp"
#include "station/crypto/trust.hpp"
#include "station/journal/evidence.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::ctl {

namespace {
using entry::EntryId;

tl::unexpected<Refusal> broken(const Fault& fault, const std::string& english, const std::string& russian) {
    return refuse(Reason::broken_chain, fault, "The chain is broken: " + english, "Цепочка оборвана: " + russian);
}
tl::unexpected<Refusal> broken(const std::string& english, const std::string& russian) {
    return refuse(Reason::broken_chain, "the chain is broken: " + english, "Цепочка оборвана: " + russian);
}

std::string text_of(const EntryId& id) {
    return id.log.hex() + ":" + std::to_string(id.seq);
}

Checked<EntryId> parse_entry(const std::string& text, journal::Evidence& evidence) {
    if (text == "last") {
        const auto last = evidence.last_written();
        if (!last)
            return refuse(Reason::unreadable, last.error(), "This log has no entries of a station.",
                          "В этом журнале нет записей станции.");
        return *last;
    }
    const std::size_t colon = text.find(':');
    EntryId id;
    const auto log = LogId::from_hex_text(std::string_view{text}.substr(0, colon));
    if (log && colon != std::string::npos) {
        id.log = *log;
        const char* end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, id.seq);
        if (error == std::errc{} && rest == end && id.seq > 0) return id;
    }
    return refuse(Reason::unreadable,
                  "an entry is written LOG:SEQ, 32 digits of the log, a colon, the number of the entry; or last",
                  "Запись указывается так: 32 знака номера журнала, двоеточие, номер записи.");
}

Phrase describe_act(const entry::Body& body) {
    const auto* writing = std::get_if<entry::Writing>(&body);
    if (writing == nullptr) return {"запись сервера", "an entry of the server"};
    if (const auto* attendance = std::get_if<domain::Attendance>(&writing->act))
        return attendance->code.empty()
                   ? Phrase{"посещаемость: присутствует", "attendance: present"}
                   : Phrase{"посещаемость: " + attendance->code, "attendance: " + attendance->code};
    if (const auto* topic = std::get_if<domain::Topic>(&writing->act))
        return {"тема урока: " + topic->text, "topic: " + topic->text};
    if (const auto* homework = std::get_if<domain::Homework>(&writing->act))
        return {"задание: " + homework->text, "homework: " + homework->text};
    return {"запись более новой программы", "an entry of a newer program"};
}

std::string russian_name(crypto::Refusal refusal) {
    switch (refusal) {
        case crypto::Refusal::foreign_authority:
            return "карту выпустил другой издатель";
        case crypto::Refusal::authority_unfit:
            return "сертификат издателя карт не годится";
        case crypto::Refusal::not_yet_valid:
            return "карта тогда ещё не действовала";
        case crypto::Refusal::expired:
            return "срок карты тогда уже истёк";
        case crypto::Refusal::revoked:
            return "карта тогда уже была отозвана";
        case crypto::Refusal::list_missing:
            return "нет списка отозванных карт";
        case crypto::Refusal::list_stale:
        case crypto::Refusal::list_unfit:
            return "список отозванных карт не годится";
        default:
            return "сертификат карты не годится";
    }
}

/// The school's day; where its facts are not here, the day in UTC.
LocalDay day_of(const domain::FactBook& facts, Instant at) {
    const auto utc = LocalDay{std::chrono::floor<std::chrono::days>(at).time_since_epoch()};
    const domain::School* school = facts.school_on(utc);
    const auto zone = school == nullptr ? fail(FaultKind::missing, "no school") : Zone::find(school->zone);
    return zone ? zone->day_of(at) : utc;
}

/// One entry, its seal and its place in it.
struct Sealed {
    entry::SealedBatch batch;
    entry::SealContent seal;
    entry::Header header;
    std::size_t index = 0;
};

Checked<Sealed> find_sealed(journal::Evidence& evidence, const EntryId& id) {
    auto batch = evidence.seal_of(id);
    if (!batch && batch.error().kind == FaultKind::missing)
        return refuse(Reason::unreadable, batch.error(), "No such entry in this file: " + text_of(id) + ".",
                      "Такой записи в этом файле нет: " + text_of(id) + ".");
    if (!batch) return broken(batch.error(), "the file of the log is damaged.", "файл журнала повреждён.");
    const auto seal = entry::decode_seal(batch->seal.content);
    if (!seal) return broken(seal.error(), "the seal cannot be read.", "печать не читается.");
    for (std::size_t i = 0; i < batch->records.size(); ++i) {
        const auto header = entry::decode_header(batch->records[i].header);
        if (!header) return broken(header.error(), "the entry cannot be read.", "запись не читается.");
        if (header->id == id) return Sealed{std::move(*batch), *seal, *header, i};
    }
    return refuse(Reason::unreadable, "no such entry in this file: " + text_of(id) + "; only its seal is here",
                  "Такой записи в этом файле нет: " + text_of(id) + ".");
}

/// Whom the walk believes.
struct Beliefs {
    crypto::Trust trust;
    std::vector<crypto::PublicKey> server_keys{};
};

/// What the options name comes before what the station's image says.
Checked<Beliefs> beliefs_of(const Verify& order) {
    std::optional<config::StationConfig> station;
    if (order.root) {
        auto config = config::peek_station(*order.root);
        if (!config) return tl::unexpected(config.error());
        station = std::move(*config);
    }
    if (!order.staff_authority && !station)
        return refuse(Reason::unreadable, "needs --root or --staff-ca", "Укажите --root или --staff-ca.");
    const auto from_image = [&] { return crypto::Certificate::from_pem(station->common.staff.ca_pem); };
    auto authority =
        order.staff_authority ? read_certificate(*order.staff_authority) : [&]() -> Checked<crypto::Certificate> {
        auto certificate = from_image();
        if (!certificate)
            return refuse(Reason::altered, certificate.error(), "The staff CA of the image cannot be read.",
                          "Издатель карт в образе не читается.");
        return std::move(*certificate);
    }();
    if (!authority) return tl::unexpected(authority.error());
    Beliefs beliefs{{std::move(*authority), {}}, {}};

    std::string list_pem = station && !order.staff_authority ? station->common.staff.crl_pem : "";
    if (order.list) {
        const auto text = read_file(*order.list, list_limit_bytes);
        if (!text)
            return refuse(Reason::unreadable, text.error(), "The revocation list cannot be read.",
                          "Список отозванных карт не читается.");
        list_pem = as_text(*text);
    }
    if (!list_pem.empty()) {
        auto list = crypto::RevocationList::from_pem(list_pem);
        if (!list)
            return refuse(Reason::unreadable, list.error(), "The revocation list cannot be read.",
                          "Список отозванных карт не читается.");
        beliefs.trust.list = std::move(*list);
    }
    if (station) beliefs.server_keys = station->common.server.signing_keys;
    for (const path& file : order.server_keys) {
        const auto key = config::read_public_key(file);
        if (!key) return tl::unexpected(key.error());
        beliefs.server_keys.push_back(*key);
    }
    return beliefs;
}

/// The walk along one chain. Each step prints what it proved, or refuses with the link that broke.
class Chain {
  public:
    Chain(journal::Evidence& evidence, Beliefs beliefs, Console& console)
        : evidence_(&evidence), beliefs_(std::move(beliefs)), console_(&console) {}

    Checked<void> follow(const EntryId& id) {
        const auto sealed = find_sealed(*evidence_, id);
        if (!sealed) return tl::unexpected(sealed.error());
        if (sealed->seal.server_key) return follow_to_server(*sealed);
        const auto proof = evidence_->session(sealed->header.session);
        if (!proof)
            return broken(proof.error(), "the statement of the session is missing.",
                          "нет заявления сеанса, в котором сделана запись.");
        const auto statement = entry::open_proof(*proof);
        if (!statement)
            return broken(statement.error(), "statement and certificate do not fit each other.",
                          "заявление сеанса и сертификат не подходят друг к другу.");
        if (auto good = check_seal(*sealed, statement->session_key); !good) return good;
        if (auto good = check_statement(*sealed, *statement); !good) return good;
        const auto certificate = crypto::Certificate::from_der(proof->certificate);
        if (!certificate)
            return broken(certificate.error(), "the certificate of the card cannot be read.",
                          "сертификат карты не читается.");
        if (auto good = check_card(*certificate, *proof, *statement); !good) return good;
        if (auto good = check_person(*certificate, *statement); !good) return good;
        if (auto good = check_time(*sealed); !good) return good;
        if (auto good = check_verdict(*sealed); !good) return good;
        say("Запись подлинная: от неё до карты сотрудника всё сходится.",
            "Genuine: everything holds from the entry to the card.");
        return {};
    }

  private:
    void say(const std::string& russian, const std::string& english) { console_->line(russian, english); }
    void step(const std::string& russian, const std::string& english) {
        const std::string number = std::to_string(++steps_) + ". ";
        say(number + russian, number + english);
    }

    Checked<void> check_seal(const Sealed& sealed, const crypto::PublicKey& key) {
        const auto checked = entry::check_batch(sealed.batch, key);
        if (!checked && checked.error().kind == FaultKind::refused)
            return broken(checked.error(), "the seal is not by the key of this session.",
                          "печать поставлена не ключом этого сеанса.");
        if (!checked)
            return broken(checked.error(), "the entry is not the one that was sealed.",
                          "запись не та, на которую поставлена печать.");
        const auto& body = checked->bodies[sealed.index];
        const Phrase act =
            body ? describe_act(*body) : Phrase{"содержание стёрто или не передано", "the body is not here"};
        const std::string id = text_of(sealed.header.id), saved = day_and_time(sealed.header.saved.at);
        step("Запись " + id + ", сохранена " + saved + ": " + act.russian,
             "Entry " + id + ", saved " + saved + ": " + act.english);
        const std::string range = std::to_string(sealed.seal.first) + ".." + std::to_string(sealed.seal.last);
        step("Печать на записях " + range + ": корень дерева и подпись сходятся",
             "Seal over " + range + ": root and signature hold");
        return {};
    }

    Checked<void> check_statement(const Sealed& sealed, const entry::SessionStatement& statement) {
        if (statement.school != sealed.seal.school || statement.log != sealed.header.id.log ||
            statement.session != sealed.header.session || statement.session != sealed.seal.session)
            return broken("the statement is of another session, log or school",
                          "заявление сеанса относится к другому журналу, сеансу или школе.");
        if (statement.person != sealed.header.author)
            return broken("the author is not the session's person", "автор записи — не владелец карты.");
        const Instant saved = sealed.header.saved.at;
        if (saved < statement.from - clock_tolerance || saved > statement.until + clock_tolerance)
            return broken("saved outside the session", "запись сохранена вне срока сеанса.");
        step("Сеанс " + statement.session.hex() + ": " + day_and_time(statement.from) + " — " +
                 day_and_time(statement.until) + ", станция " + statement.station.hex(),
             "Session " + statement.session.hex() + ": " + day_and_time(statement.from) + " to " +
                 day_and_time(statement.until) + ", station " + statement.station.hex());
        return {};
    }

    Checked<void> check_card(const crypto::Certificate& certificate, const entry::SessionProof& proof,
                             const entry::SessionStatement& statement) {
        if (!certificate.verifies(entry::signed_bytes(proof.statement), proof.signature))
            return broken("the card's signature does not hold", "подпись карты под заявлением сеанса не сходится.");
        const std::string name = certificate.common_name();
        step("Заявление сеанса подписано картой: " + name + ", сертификат " + certificate.serial(),
             "The statement is signed by the card of " + name + ", certificate " + certificate.serial());

        const crypto::Trust& trust = beliefs_.trust;
        auto refusal = crypto::check_looking_back(certificate, crypto::Profile::staff, trust, statement.from);
        // Said last of all: everything else has held by then.
        if (!trust.list && refusal == crypto::Refusal::list_missing) refusal.reset();
        if (refusal)
            return broken("the certificate is not to be believed: " + std::string(to_text(*refusal)),
                          russian_name(*refusal) + ".");
        const std::string issuer = trust.authority.common_name();
        step("Сертификат выпущен издателем карт «" + issuer + "» и тогда действовал",
             "The certificate is issued by '" + issuer + "' and was valid then");
        if (!trust.list)
            console_->warn("отзыв карты не проверялся: укажите --crl.", "revocation was not checked: give --crl.");
        return {};
    }

    /// The certificate names a login; whose that is, the school's facts say.
    Checked<void> check_person(const crypto::Certificate& certificate, const entry::SessionStatement& statement) {
        const auto login = certificate.upn();
        const auto facts = evidence_->facts(statement.school);
        if (!facts)
            return broken(facts.error(), "the school's facts in this file are damaged.",
                          "справочник школы в этом файле повреждён.");
        const LocalDay day = day_of(*facts, statement.from);
        const auto owner = login && *login ? facts->staff_by_login(**login, day) : std::nullopt;
        if (!owner) {
            console_->warn("в этом файле не сказано, чья это учётная запись; верен номер карты.",
                           "this file does not say whose login it is; the certificate stands for itself.");
            return {};
        }
        if (*owner != statement.person)
            return broken("the login belongs to another person", "учётная запись карты принадлежит другому человеку.");
        step("По справочнику школы " + **login + " — автор этой записи",
             "By the school's facts " + **login + " is the author");
        return {};
    }

    Checked<void> check_time(const Sealed& sealed) {
        const entry::Saved& saved = sealed.header.saved;
        if (beliefs_.server_keys.empty()) return {};
        const auto token =
            saved.token.empty() ? fail(FaultKind::missing, "no token") : evidence_->time_token(saved.token);
        if (!token) {
            console_->warn("время записи не подтверждено меткой сервера.", "no time token stands behind the time.");
            return {};
        }
        std::optional<entry::TimeToken> opened;
        for (const crypto::PublicKey& key : beliefs_.server_keys)
            if (auto good = entry::open_time(*token, key)) opened = *good;
        if (!opened) return broken("a time token of another key", "метка времени подписана не сервером школы.");
        if (entry::clock_trust(saved, &*opened) != domain::ClockTrust::anchored) {
            console_->warn("часы станции расходились с меткой времени сервера.",
                           "the clock was at odds with its token.");
            return {};
        }
        step("Время отсчитано от метки сервера " + day_and_time(opened->at),
             "The time is counted from the server's token of " + day_and_time(opened->at));
        return {};
    }

    Checked<void> check_verdict(const Sealed& sealed) {
        const auto by = evidence_->verdict_on(sealed.header.id);
        if (!by) return broken(by.error(), "the file of the log is damaged.", "файл журнала повреждён.");
        if (!*by) {
            step("Сервер эту запись ещё не рассматривал", "The server has not judged it yet");
            return {};
        }
        if (beliefs_.server_keys.empty()) return {};
        const auto verdict = find_sealed(*evidence_, **by);
        if (!verdict) return tl::unexpected(verdict.error());
        const auto checked = check_by_server(*verdict);
        if (!checked) return tl::unexpected(checked.error());
        const auto* said =
            checked->bodies[verdict->index] ? std::get_if<entry::Verdict>(&*checked->bodies[verdict->index]) : nullptr;
        if (said == nullptr || said->entry != sealed.header.id)
            return broken("the verdict is on another entry", "решение сервера относится к другой записи.");
        switch (said->outcome) {
            case domain::Outcome::accepted:
                step("Сервер принял запись", "The server accepted it");
                break;
            case domain::Outcome::refused:
                step("Сервер отклонил запись: " + said->rule, "The server refused it: " + said->rule);
                break;
            default:
                step("Сервер отложил запись до решения администратора: " + said->rule,
                     "The server holds it for the administrator: " + said->rule);
        }
        return {};
    }

    Checked<entry::CheckedBatch> check_by_server(const Sealed& sealed) {
        const auto& key = sealed.seal.server_key;
        if (!key || std::ranges::find(beliefs_.server_keys, *key) == beliefs_.server_keys.end())
            return broken("not sealed by a known key of the server", "печать поставлена не сервером школы.");
        auto checked = entry::check_batch(sealed.batch, *key);
        if (!checked) return broken(checked.error(), "the server's seal does not hold.", "печать сервера не сходится.");
        return std::move(*checked);
    }

    Checked<void> follow_to_server(const Sealed& sealed) {
        if (beliefs_.server_keys.empty())
            return refuse(Reason::unreadable, "an entry of the server needs --server-key",
                          "Это запись сервера. Укажите его открытый ключ: --server-key.");
        const auto checked = check_by_server(sealed);
        if (!checked) return tl::unexpected(checked.error());
        say("Запись сервера " + text_of(sealed.header.id) + ": печать сходится",
            "An entry of the server " + text_of(sealed.header.id) + ": its seal holds");
        return {};
    }

    journal::Evidence* evidence_;
    Beliefs beliefs_;
    Console* console_;
    int steps_ = 0;
};
}  // namespace

Checked<void> run(const Verify& order, const Surroundings& around) {
    if (!order.journal && !order.root)
        return refuse(Reason::unreadable, "needs --root or --log", "Укажите --root или --log.");
    auto beliefs = beliefs_of(order);
    if (!beliefs) return tl::unexpected(beliefs.error());
    const path file = order.journal ? *order.journal : config::StatePaths{*order.root}.journal();
    auto evidence = journal::Evidence::open(file);
    if (!evidence)
        return refuse(Reason::unreadable, evidence.error(), "The log cannot be read: " + file.string() + ".",
                      "Файл журнала не читается: " + file.string() + ".");
    const auto id = parse_entry(order.entry, *evidence);
    if (!id) return tl::unexpected(id.error());
    return Chain{*evidence, std::move(*beliefs), around.console}.follow(*id);
}

}  // namespace zvonok::ctl
