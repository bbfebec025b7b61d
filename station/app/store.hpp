#pragma once

#include "station/app/news.hpp"
#include "station/app/seen.hpp"
#include "station/app/trace.hpp"
#include "station/base/log.hpp"
#include "station/base/mailbox.hpp"
#include "station/flow/effect.hpp"
#include "station/journal/control.hpp"
#include "station/journal/journal.hpp"

#include <future>
#include <thread>

namespace zvonok::app {

/// A session that a card has signed for; the store keeps its proof, and its key until CloseSession.
struct BeginSession {
    flow::CardTurn card = 0;
    entry::SessionProof proof;
    crypto::SigningKey key;
    SessionId session;
    PersonId person;
    Instant until;
};

struct StoreSetup {
    std::filesystem::path file;
    journal::Options options;
    std::filesystem::path contact_file;  ///< when the server was last heard; what offline logins are counted from
    std::string zone;                    ///< of the config image, while no facts say otherwise
};

/// The one thread that writes to the disk. What is handed over is done in order; touches that have piled up meanwhile
/// share one commit.
class Store {
  public:
    using Order = std::variant<flow::effect::Write, flow::effect::ViewLesson, flow::effect::MakeDays,
                               flow::effect::ViewPage, flow::effect::ViewHistory, flow::effect::CountOffers,
                               flow::effect::ViewDuties, flow::effect::ViewRequests, flow::effect::ViewAbsences,
                               flow::effect::ViewPlans, flow::effect::ViewRegistrations, flow::effect::ViewMail,
                               flow::effect::ViewDay, flow::effect::CloseSession, BeginSession>;
    /// What another thread wants done with the journal; nothing: it is not open.
    using Task = std::function<void(journal::Journal*)>;

    Store(StoreSetup setup, const Clock& clock, Tell tell, Log& log, Trace& trace);
    /// Does what was handed over before.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    void post(Order order) { orders_.post(std::move(order)); }
    /// Reads the facts, now that the first picture is there: reading takes a processor that a start needs for the
    /// window.
    void load() {
        orders_.post(Task{[this](journal::Journal*) {
            wanted_ = true;
            if (journal_) load_facts();
        }});
    }
    /// Something slow with the disk that has nothing to do with the journal.
    void post_chore(std::function<void()> chore) {
        orders_.post(Task{[chore = std::move(chore)](journal::Journal*) { chore(); }});
    }
    /// Runs in the store's thread and waits for it. Not for the UI thread.
    /// offline: the journal is not open, or the store has ended
    template <class T>
    Result<T> ask(std::function<Result<T>(journal::Journal&)> question);

    /// What apply() brought, and whether the server has more to come. Inside a question only.
    void applied(const journal::Applied& applied, bool complete);
    /// What neighbours passed on. Inside a question only.
    void carried(const journal::Changes& changes);
    /// Before apply(). Inside a question only.
    void before_change() {
        if (const auto noted = seen_.before_change(*journal_); !noted) take(noted.error(), "heads");
    }
    /// A call on the journal failed. Inside a question only; the journal may be another one when the question is over.
    void report(const Fault& fault, std::string_view what) { take(fault, what); }
    /// The server was heard. Any thread.
    void remember_contact(Instant at);

  private:
    void run();
    void open(bool known_damaged);
    void opened(journal::Opened opened);
    void load_facts();
    /// Makes a day's lessons while nothing else is to be done, so that a page of many lessons opens soon.
    void make_day();
    void log_changed();
    void tell_unsent();
    void read_contact();
    void idle();
    /// A call answered corrupt: the file is set aside and what can be read of it is taken over.
    void salvage();
    bool take(const Fault& fault, std::string_view what);

    void handle(std::deque<std::variant<Order, Task>> batch);
    void write(std::span<const flow::effect::Write> writes);
    [[nodiscard]] std::vector<CellId> ids_of(const std::vector<flow::RecordedValue>& values) const;
    void operator()(const flow::effect::ViewLesson& question);
    void operator()(const flow::effect::MakeDays& question);
    void operator()(const flow::effect::ViewPage& question);
    void operator()(const flow::effect::ViewHistory& question);
    void operator()(const flow::effect::CountOffers& question);
    void operator()(const flow::effect::ViewDuties& question);
    void operator()(const flow::effect::ViewRequests& question);
    void operator()(const flow::effect::ViewAbsences& question);
    void operator()(const flow::effect::ViewPlans& question);
    void operator()(const flow::effect::ViewRegistrations& question);
    void operator()(const flow::effect::ViewMail& question);
    void operator()(const flow::effect::ViewDay& question);
    /// Asks the control of the journal, by the facts of now.
    template <class T>
    std::optional<T> ask_control(std::string_view what,
                                 const std::function<Result<T>(journal::Control&, const journal::Asked&)>& question);
    void operator()(const flow::effect::CloseSession& order);
    void operator()(BeginSession& order);

    StoreSetup setup_;
    const Clock& clock_;
    Tell tell_;
    Log& log_;
    Trace& trace_;
    Mailbox<std::variant<Order, Task>> orders_;

    // of the thread
    struct Session {
        PersonId person;
        crypto::SigningKey key;
    };
    std::optional<journal::Journal> journal_;
    std::map<SessionId, Session> sessions_;
    std::shared_ptr<const domain::FactBook> facts_;
    std::optional<Zone> zone_;  ///< the school's, with the facts
    LogId log_id_;
    Seen seen_;
    std::optional<Instant> contact_;  ///< as in the file
    bool wanted_ = false;             ///< load() was called
    bool facts_due_ = false;          ///< newer ones lie in the journal
    bool facts_pending_ = false;      ///< facts_ counts own declarations that wait for their verdict
    bool reserved_ = false;
    std::optional<LocalDay> next_day_;  ///< whose lessons are to be made next; nothing: all are there
    LocalDay last_day_;

    std::thread thread_;
};

template <class T>
Result<T> Store::ask(std::function<Result<T>(journal::Journal&)> question) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    orders_.post(Task{[promise, question = std::move(question)](journal::Journal* journal) {
        if (journal == nullptr) {
            promise->set_value(fail(FaultKind::offline, "the journal is not open"));
        } else {
            promise->set_value(question(*journal));
        }
    }});
    // A mailbox that is closed drops the task, and with it the promise.
    promise.reset();
    try {
        return answer.get();
    } catch (const std::future_error&) {
        return fail(FaultKind::offline, "the store has ended");
    }
}

}  // namespace zvonok::app
