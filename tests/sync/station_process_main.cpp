#include "station/base/file.hpp"
#include "station/crypto/private_key.hpp"
#include "station/crypto/random.hpp"
#include "station/journal/journal.hpp"
#include "sync/client/session.hpp"
#include "tests/domain/small_school.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <iostream>
#include <random>

/// sync-test-station FOLDER URL SCHOOL STATION SERVER-KEY PERSON OFFSET: a station's journal and sync without a screen.
/// Writes marks as fast as the disk takes them and syncs, until somebody kills it.
namespace {

using namespace zvonok;
using namespace std::chrono_literals;
namespace client = sync::client;

/// The journal as the sync session sees it, on one thread.
class Replica final : public client::Replica {
  public:
    Replica(journal::Journal& journal, const Clock& clock) : journal_(journal), clock_(clock) {}
    Result<client::ReplicaState> state() override {
        return client::ReplicaState{journal_.position(), journal_.log(), 0};
    }
    Result<journal::Outgoing> unsent(std::size_t limit_bytes) override { return journal_.unsent(limit_bytes); }
    Result<void> take(const client::Arrival& arrival) override {
        const auto applied = journal_.apply(arrival.incoming, clock_);
        if (!applied) return tl::unexpected(applied.error());
        for (const Fault& fault : applied->rejected) std::cerr << "REJECTED " << describe(fault) << std::endl;
        for (const auto& refused : arrival.incoming.refused) std::cerr << "REFUSED " << refused.rule << std::endl;
        return {};
    }

  private:
    journal::Journal& journal_;
    const Clock& clock_;
};

std::string text_of(const std::filesystem::path& path) {
    const auto content = read_file(path, 1u << 20);
    return content ? std::string(as_text(*content)) : std::string{};
}

struct CardSession {
    entry::SessionStatement statement;
    entry::SessionProof proof;
    crypto::SigningKey key = crypto::SigningKey::generate();
};

CardSession log_in(const std::filesystem::path& folder, SchoolId school, StationId station, PersonId person, LogId log,
                   Instant now) {
    CardSession session;
    const Bytes certificate = *read_file(folder / "card.der", 1u << 16);
    const auto card = crypto::PrivateKey::from_pem(as_bytes(text_of(folder / "card.key")));
    entry::SessionStatement& statement = session.statement;
    statement.school = school;
    statement.session = crypto::random_id<SessionId>();
    statement.person = person;
    statement.certificate = crypto::sha256(certificate);
    statement.station = station;
    statement.log = log;
    statement.session_key = session.key.public_key();
    statement.from = now;
    statement.until = now + 8h;
    crypto::fill_random(statement.nonce);
    session.proof = {entry::encode(statement), {}, certificate};
    session.proof.signature = *card->sign(entry::signed_bytes(session.proof.statement));
    return session;
}

int live(const std::vector<std::string>& words) {
    const std::filesystem::path folder = words[1];
    const auto school = SchoolId::from_hex_text(words[3]).value();
    const auto station = StationId::from_hex_text(words[4]).value();
    crypto::PublicKey key{};
    std::ranges::copy(from_hex(words[5]).value(), key.begin());
    const auto person = PersonId::from_hex_text(words[6]).value();
    const SystemClock clock{std::chrono::milliseconds{std::stoll(words[7])}};
    Log log{"station"};

    auto opened = journal::Journal::open(folder / "journal.db", {school, station, {key}});
    if (!opened) return std::cerr << "OPEN " << describe(opened.error()) << std::endl, 1;
    journal::Journal& journal = opened->journal;
    Replica replica{journal, clock};
    const auto transport = client::open_transport(
        {{words[2]}, text_of(folder / "ca.pem"), folder / "station.pem", folder / "station.key"});
    if (!transport) return 1;
    client::Session session{{school, station, {key}}, **transport, replica, clock, log, [](const client::Status&) {}};
    const UniqueFd notes{::open((folder / "acknowledged").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};

    const test::SmallSchool small;
    std::minstd_rand random{std::random_device{}()};
    const std::array<std::string, 4> codes{"Н", "Б", "УП", ""};
    std::optional<CardSession> card;
    for (;;) {
        if (!card || card->statement.log != journal.log()) {
            card = log_in(folder, school, station, person, journal.log(), clock.now());
            if (!journal.begin_session(card->proof)) return 1;
        }
        const domain::Cell cell{domain::CellKind::attendance,
                                {small.algebra, test::date(2026, 9, 15), 1, {}},
                                entity_of(random() % 2 == 0 ? small.belov : small.abdurahmanova)};
        std::vector<journal::Draft> drafts(1 + random() % 3,
                                           {cell, domain::Attendance{codes[random() % codes.size()]}});
        const auto written =
            journal.write(drafts, {person, domain::Role::teacher, card->statement.session, card->key}, clock);
        if (!written) return std::cerr << "WRITE " << describe(written.error()) << std::endl, 1;
        std::string lines;
        for (const auto& receipt : written->receipts)
            lines += receipt.entry.log.hex() + " " + std::to_string(receipt.entry.seq) + "\n";
        if (::write(notes.get(), lines.data(), lines.size()) < 0) return 1;
        session.wake();
        for (std::uint32_t i = 0; i < 1 + random() % 4; ++i) session.step(std::chrono::milliseconds{random() % 20});
    }
}

}  // namespace

int main(int count, char** words) {
    if (count != 8) return 2;
    return live({words, words + count});
}
