#pragma once

#include "station/crypto/certificate.hpp"
#include "station/domain/facts.hpp"
#include "sync/server/http.hpp"

#include <filesystem>
#include <mutex>

/// Exchanges as they went over the line, kept for good in tests/data/exchanges, one folder a version of the protocol.
namespace zvonok::test {

struct Exchange {
    sync::server::HttpRequest request;  ///< without its certificate
    sync::server::HttpResponse answer;
};

/// Between whom they were, as far as it is needed to have them again.
struct Recording {
    SchoolId school;
    StationId station;
    EpochId epoch;
    Instant at;
    Bytes signing_seed;           ///< of the server
    std::string station_key_pem;  ///< whose public half the recorded enrolment certifies
    std::string token;            ///< that the recorded enrolment spends
    Bytes staff_authority;        ///< certificate, DER
    Bytes staff_list;             ///< DER
    std::vector<domain::Fact> facts;
    std::vector<Exchange> exchanges;
};

std::filesystem::path exchanges_folder();
/// The folders in it, oldest first.
std::vector<std::filesystem::path> recorded_versions();

Recording read_recording(const std::filesystem::path& folder);
void write_recording(const std::filesystem::path& folder, const Recording& recording);

/// Stands before a server and keeps what goes in and out.
class Recorder final : public sync::server::HttpHandler {
  public:
    explicit Recorder(sync::server::HttpHandler& inside) : inside_(inside) {}
    [[nodiscard]] std::size_t body_limit(sync::server::Method method, const std::string& path) const override {
        return inside_.body_limit(method, path);
    }
    void handle(sync::server::HttpRequest request, sync::server::Respond respond) override;
    std::vector<Exchange> taken();

  private:
    sync::server::HttpHandler& inside_;
    std::mutex mutex_;
    std::vector<Exchange> exchanges_;
};

}  // namespace zvonok::test
