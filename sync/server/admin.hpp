#pragma once

#include "sync/server/core.hpp"

namespace zvonok::sync::server {

/// What IT asks of the process that works on the data folder: this one, or the server that runs.
class AdminChannel {
  public:
    virtual ~AdminChannel() = default;
    /// One encoded AdminRequest (admin.proto) for one AdminAnswer.
    virtual Result<Bytes> ask(ByteView request) = 0;
};

/// Carries out one request.
Bytes carry_out(Core& core, ByteView request);

struct SchoolStatus {
    Head head;
    domain::FactVersion facts = 0;
    crypto::Digest dump{};
    std::size_t waiting = 0;  ///< stations in a long poll
    Instant now;              ///< by the server's clock
};

/// The same requests as calls. Faults: those of Core, and offline where the other process is gone.
class Admin {
  public:
    explicit Admin(std::unique_ptr<AdminChannel> channel) : channel_(std::move(channel)) {}

    Result<std::vector<SchoolId>> schools();
    Result<std::shared_ptr<const domain::FactBook>> facts(SchoolId school);
    Result<domain::FactVersion> record(SchoolId school, domain::FactVersion expected,
                                       const std::vector<domain::Fact>& facts);
    Result<void> put_station(const StationRow& station, const domain::Station& fact, const crypto::Digest& token,
                             Instant token_expires);
    Result<void> revoke_station(SchoolId school, StationId station);
    Result<std::vector<StationRow>> stations(SchoolId school);
    Result<void> add_staff_authority(SchoolId school, const crypto::Certificate& authority,
                                     const crypto::RevocationList& list);
    Result<SchoolStatus> status(SchoolId school);

  private:
    std::unique_ptr<AdminChannel> channel_;
};

/// Takes the requests of other processes of the same user on a socket in the data folder, one after another, on a
/// thread of its own.
class AdminSocket {
  public:
    static Result<std::unique_ptr<AdminSocket>> open(const DataFolder& folder, Core& core);
    ~AdminSocket();
    AdminSocket(const AdminSocket&) = delete;
    AdminSocket& operator=(const AdminSocket&) = delete;

  private:
    AdminSocket(std::filesystem::path path, UniqueFd listening, UniqueFd stop, Core& core);
    void run();
    void serve(int connection);

    std::filesystem::path path_;
    UniqueFd listening_;
    UniqueFd stop_;
    Core& core_;
    std::thread thread_;
};

/// This process holds the folder.
std::unique_ptr<AdminChannel> local_channel(std::unique_ptr<Core> core);
/// Another process holds it.   offline: nobody listens on its socket
Result<std::unique_ptr<AdminChannel>> socket_channel(const DataFolder& folder);

}  // namespace zvonok::sync::server
