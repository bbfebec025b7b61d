#pragma once

#include "station/base/bytes.hpp"

#include <chrono>
#include <memory>

namespace zvonok::card {

/// What a card said to one command: ISO/IEC 7816-4:2005, 5.1.3.
struct Answer {
    Bytes data;  ///< 0..256 bytes
    std::uint16_t status = 0;
};

/// A connection with one card, held for this program alone. Not for two threads. When anything but `refused` comes
/// back the connection is spent: let it go and start again.
class CardChannel {
  public:
    CardChannel() = default;
    CardChannel(const CardChannel&) = delete;
    CardChannel& operator=(const CardChannel&) = delete;
    virtual ~CardChannel() = default;

    /// One command, one answer, whatever its status.
    ///
    /// command  4..261 bytes, short APDU: CLA INS P1 P2, then optional Lc+data, optional Le
    /// faults   missing: card pulled out   busy: reset by another program   offline: the service is gone
    ///          corrupt: an answer without a status, or longer than it may be
    /// waits    as long as the card takes; nothing but pulling the card ends it sooner
    virtual Result<Answer> exchange(ByteView command) = 0;

    /// Keeps others out until the end. At the end, or if this program dies within, the card is reset: PIN and
    /// selection are forgotten.
    virtual Result<void> begin_transaction() = 0;
    virtual void end_with_reset() = 0;

    /// As exchange(), but puts an answer in pieces (61xx) together and asks again where the card wants another length
    /// (6Cxx), and takes only success.
    ///
    /// returns  0..tuning::answer_bytes, without the two status bytes; an empty answer is valid
    /// faults   those of exchange(); refused: status other than 9000, in `code`; corrupt: pieces without an end
    Result<Bytes> transmit(ByteView command);
};

/// A transaction for as long as this lives.
class Transaction {
  public:
    static Result<Transaction> begin(CardChannel& channel);

  private:
    struct End {
        void operator()(CardChannel* channel) const { channel->end_with_reset(); }
    };
    explicit Transaction(CardChannel& channel) : channel_(&channel) {}
    std::unique_ptr<CardChannel, End> channel_;
};

/// The state of one reader, as the service tells it.
struct ReaderState {
    std::string reader;
    bool gone = false;  ///< unplugged, or out of order
    bool present = false;
    bool mute = false;                ///< a card that does not answer to power: upside down, broken
    std::uint32_t insertion = 0;      ///< counts insertions and removals since the service started, modulo 65536
    std::uint32_t service_state = 0;  ///< the service's own words, handed back when waiting; 0 before the first look
    Bytes atr{};
};

/// What the station asks a card service. One context of the service: one thread, only cancel() is for all.
/// Faults: offline: no service; refused: access denied; missing: a reader of the list is gone.
class StatusSource {
  public:
    StatusSource() = default;
    StatusSource(const StatusSource&) = delete;
    StatusSource& operator=(const StatusSource&) = delete;
    virtual ~StatusSource() = default;

    virtual Result<void> open() = 0;
    virtual void close() = 0;
    virtual Result<std::vector<std::string>> readers() = 0;
    /// Waits until a state differs from what is given, a reader comes or goes, the wait is over or cancelled; brings
    /// the states up to date. A reader comes or goes: the states may all be as before; list again.
    virtual Result<void> wait(std::vector<ReaderState>& states, std::chrono::milliseconds longest) = 0;
    /// Ends a wait that is going on in another thread; without one it does nothing.
    virtual void cancel() = 0;
};

/// A card service: PC/SC on stations, fakes in tests.
class CardService {
  public:
    CardService() = default;
    CardService(const CardService&) = delete;
    CardService& operator=(const CardService&) = delete;
    virtual ~CardService() = default;

    virtual std::unique_ptr<StatusSource> status_source() = 0;
    /// Takes the card in this reader for this program alone, any thread.
    /// missing: no card or no reader   busy: another program holds it, still after some tries   corrupt: the card
    /// does not answer to power   offline, refused: as StatusSource
    virtual Result<std::unique_ptr<CardChannel>> connect(const std::string& reader) = 0;
};

/// The service of this machine: pcscd.
std::unique_ptr<CardService> pcsc_service();

}  // namespace zvonok::card
