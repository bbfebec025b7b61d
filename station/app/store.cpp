#include "station/app/store.hpp"

#include "station/app/tuning.hpp"
#include "station/app/views.hpp"
#include "station/base/file.hpp"

namespace zvonok::app {

namespace event = flow::event;
namespace effect = flow::effect;

Store::Store(StoreSetup setup, const Clock& clock, Tell tell, Log& log, Trace& trace)
    : setup_(std::move(setup)), clock_(clock), tell_(std::move(tell)), log_(log), trace_(trace), thread_([this] {
          run();
      }) {}

Store::~Store() {
    orders_.close();
    thread_.join();
}

void Store::run() {
    try {
        read_contact();
        open(false);
        auto last_tended = std::chrono::steady_clock::now();
        bool quiet = true;
        for (;;) {
            const auto wait = journal_ ? (quiet ? std::chrono::milliseconds{tuning::store_tend} : tuning::store_quiet)
                                       : tuning::open_retry;
            auto first = orders_.take_for(next_day_ ? std::chrono::milliseconds{0} : wait);
            if (!first) {
                if (orders_.closed()) break;
                if (next_day_) {
                    make_day();
                } else if (!journal_) {
                    open(false);
                } else {
                    idle();
                    last_tended = std::chrono::steady_clock::now();
                    quiet = true;
                }
                continue;
            }
            std::deque<std::variant<Order, Task>> batch = orders_.take_all();
            batch.push_front(std::move(*first));
            handle(std::move(batch));
            quiet = false;
            if (journal_ && std::chrono::steady_clock::now() - last_tended > tuning::store_tend) {
                idle();
                last_tended = std::chrono::steady_clock::now();
            }
        }
    } catch (const std::exception& fault) {
        log_.error(std::string("store: ") + fault.what());
        tell_(flow::Event{event::StoreFailed{FaultKind::bug}});
    }
}

void Store::open(bool known_damaged) {
    journal::Options options = setup_.options;
    options.known_damaged = known_damaged;
    auto opened_journal = journal::Journal::open(setup_.file, options);
    if (!opened_journal) {
        log_.fault("journal", opened_journal.error());
        tell_(flow::Event{event::StoreFailed{opened_journal.error().kind}});
        return;
    }
    opened(std::move(*opened_journal));
}

void Store::opened(journal::Opened opened) {
    journal_.emplace(std::move(opened.journal));
    trace_.note("journal open");
    if (opened.salvaged) {
        flow::Salvage salvage;
        salvage.kept = opened.salvaged->entries;
        for (const journal::Loss& loss : opened.salvaged->losses) salvage.lost.push_back({loss.first, loss.last});
        log_.error("journal: damaged, kept as " + opened.salvaged->kept_as.filename().string() + "; " +
                   std::to_string(salvage.kept) + " entries saved, " + std::to_string(salvage.lost.size()) + " gaps");
        tell_(flow::Event{event::Salvaged{std::move(salvage)}});
    }
    log_changed();
    if (wanted_) load_facts();
    tell_unsent();
}

void Store::log_changed() {
    if (journal_->log() == log_id_) return;
    const bool first = log_id_.empty();
    log_id_ = journal_->log();
    sessions_.clear();
    tell_(JournalOpen{log_id_});
    if (!first) tell_(flow::Event{event::LogChanged{}});
}

void Store::load_facts() {
    facts_due_ = false;
    auto book = journal_->facts();
    if (!book) {
        take(book.error(), "facts");
        tell_(flow::Event{event::StoreFailed{book.error().kind}});
        return;
    }
    facts_ = std::move(*book);
    // What was declared here and waits for its verdict counts here already (000-5).
    auto pending = journal_->read().pending_framing();
    if (!pending) {
        take(pending.error(), "own declarations");
        return;
    }
    facts_pending_ = !pending->empty();
    std::vector<domain::LessonKey> unconfirmed;
    for (const domain::Enacted& each : *pending)
        if (!each.cell.lesson.empty()) unconfirmed.push_back(each.cell.lesson);
    if (facts_pending_) facts_ = std::make_shared<const domain::FactBook>(facts_->with(std::move(*pending)));
    flow::Facts facts{facts_, std::nullopt, std::move(unconfirmed)};
    const LocalDay today = std::chrono::floor<std::chrono::days>(
        LocalTime{std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch())});
    const domain::School* school = facts_->school_on(today);
    const auto zone = Zone::find(school != nullptr ? school->zone : setup_.zone);
    if (zone) {
        facts.zone = zone_ = *zone;
    } else {
        log_.fault("school zone", zone.error());
    }
    trace_.note("facts", facts_->version());
    next_day_ = today - tuning::days_made_behind;
    last_day_ = today + tuning::days_made_ahead;
    tell_(flow::Event{event::FactsLoaded{std::move(facts)}});
}

void Store::make_day() {
    // The book keeps the lessons of each day that somebody has asked for, for all threads.
    static_cast<void>(facts_->lesson_day(*next_day_));
    *next_day_ += std::chrono::days{1};
    if (*next_day_ > last_day_) next_day_.reset();
}

void Store::tell_unsent() {
    const auto counts = journal_->read().counts();
    if (counts) {
        tell_(Unsent{counts->unsent});
    } else {
        take(counts.error(), "counts");
    }
}

void Store::read_contact() {
    const auto file = read_file(setup_.contact_file, 64);
    if (!file) return;
    const auto at = parse_instant(as_text(*file));
    if (!at) {
        log_.fault("last contact", at.error());
        return;
    }
    contact_ = *at;
    tell_(LinkNews{flow::Network::Link::unknown, contact_});
}

void Store::remember_contact(Instant at) {
    orders_.post(Task{[this, at](journal::Journal*) {
        if (contact_ && at < *contact_ + tuning::contact_step && at >= *contact_) return;
        if (const auto written = write_file(setup_.contact_file, as_bytes(to_text(at)), FileMode::owner_only);
            !written) {
            log_.fault("last contact", written.error());
            return;
        }
        contact_ = at;
    }});
}

void Store::idle() {
    if (!reserved_) {
        reserved_ = true;
        if (const auto reserved = journal_->reserve(); !reserved) take(reserved.error(), "room for the log");
    }
    if (!journal_) return;
    if (const auto tended = journal_->tend(clock_); !tended) take(tended.error(), "tend");
}

bool Store::take(const Fault& fault, std::string_view what) {
    log_.fault(std::string("journal: ") + std::string(what), fault);
    if (fault.kind != FaultKind::corrupt) return false;
    salvage();
    return true;
}

void Store::salvage() {
    journal_.reset();
    seen_ = {};
    log_id_ = LogId{};
    sessions_.clear();
    tell_(flow::Event{event::LogChanged{}});
    open(true);
}

void Store::applied(const journal::Applied& applied, bool complete) {
    if (applied.log_changed) log_changed();
    // A verdict that refuses a declaration brings no facts.
    facts_due_ = facts_due_ || facts_pending_ || applied.changes.facts;
    // Half of a timetable is worse than yesterday's: a set of facts is used when it is whole.
    if (wanted_ && facts_due_ && complete) load_facts();
    const bool shows = !applied.changes.lessons.empty() || applied.changes.attention || applied.changes.registers;
    if (shows) tell_(flow::Event{event::JournalChanged{}});
    if (journal_) tell_unsent();
}

void Store::carried(const journal::Changes& changes) {
    if (!journal_) return;
    if (wanted_) {
        const auto declared = journal_->read().pending_framing();
        if (!declared) {
            take(declared.error(), "declarations");
            return;
        }
        if (facts_pending_ || !declared->empty()) load_facts();
    }
    if (!changes.lessons.empty()) tell_(flow::Event{event::JournalChanged{}});
}

void Store::handle(std::deque<std::variant<Order, Task>> batch) {
    std::vector<effect::Write> writes;
    const auto flush = [&] {
        if (!writes.empty()) write(writes);
        writes.clear();
    };
    for (auto& each : batch) {
        Order* order = std::get_if<Order>(&each);
        auto* next = order == nullptr ? nullptr : std::get_if<effect::Write>(order);
        const auto same_pen = [&](const flow::Session& other) {
            return other.id == next->session.id && other.role == next->session.role;
        };
        if (next != nullptr && (writes.empty() || same_pen(writes.front().session))) {
            writes.push_back(std::move(*next));
            continue;
        }
        flush();
        if (next != nullptr) {
            writes.push_back(std::move(*next));
        } else if (order == nullptr) {
            std::get<Task>(each)(journal_ ? &*journal_ : nullptr);
        } else {
            std::visit(
                [this](auto& one) {
                    if constexpr (!std::is_same_v<std::decay_t<decltype(one)>, effect::Write>) (*this)(one);
                },
                *order);
        }
    }
    flush();
}

void Store::write(std::span<const effect::Write> writes) {
    const auto refuse = [&](FaultKind kind) {
        for (const effect::Write& each : writes) tell_(flow::Event{event::NotStored{each.draft, kind}});
    };
    const auto session = sessions_.find(writes.front().session.id);
    if (!journal_ || session == sessions_.end()) return refuse(FaultKind::offline);
    std::vector<journal::Draft> drafts;
    for (const effect::Write& each : writes) {
        for (const flow::Writing& writing : each.writings) {
            const CellId cell = entry::cell_id(setup_.options.school, writing.cell);
            drafts.push_back({writing.cell, writing.act, seen_.heads(each.picture, writing.cell, cell), writing.basis});
        }
    }
    const journal::Pen pen{session->second.person, writes.front().session.role, session->first, session->second.key};
    trace_.note("write", drafts.size());
    const auto written = journal_->write(drafts, pen, clock_);
    if (!written) {
        refuse(written.error().kind);
        if (!take(written.error(), "write")) log_changed();
        return;
    }
    for (const journal::Receipt& receipt : written->receipts) seen_.written(receipt.cell, receipt.entry);
    for (const effect::Write& each : writes) {
        trace_.note("stored", each.draft);
        tell_(flow::Event{event::Stored{each.draft}});
    }
    const auto frames = [](const journal::Draft& draft) { return domain::is_framing(draft.cell.kind); };
    if (wanted_ && std::ranges::any_of(drafts, frames)) load_facts();
    if (journal_) tell_unsent();
}

void Store::operator()(const effect::ViewLesson& question) {
    if (!journal_) return;
    auto view = view_lesson(journal_->read(), setup_.options.school, question);
    if (!view) {
        take(view.error(), "lesson");
        return;
    }
    const auto covers = [lesson = question.lesson, seats = question.seats](const domain::Cell& cell) {
        return cell.lesson == lesson || seats == cell;
    };
    seen_.answered(question.question, Seen::View::lesson, covers, ids_of(view->values));
    tell_(flow::Event{event::LessonViewed{question.question, std::move(*view)}});
}

std::vector<CellId> Store::ids_of(const std::vector<flow::RecordedValue>& values) const {
    std::vector<CellId> ids;
    ids.reserve(values.size());
    for (const flow::RecordedValue& value : values) ids.push_back(entry::cell_id(setup_.options.school, value.cell));
    return ids;
}

void Store::operator()(const effect::MakeDays& question) {
    for (LocalDay day = question.first; facts_ && day <= question.last; day += std::chrono::days{1})
        static_cast<void>(facts_->lesson_day(day));
    tell_(flow::Event{event::DaysMade{question.question}});
}

void Store::operator()(const effect::ViewPage& question) {
    if (!journal_) return;
    auto view = view_page(journal_->read(), question);
    if (!view) {
        take(view.error(), "page");
        return;
    }
    seen_.answered(question.question, Seen::View::page, page_covers(question), ids_of(view->values));
    tell_(flow::Event{event::PageViewed{question.question, std::move(*view)}});
}

void Store::operator()(const effect::ViewHistory& question) {
    if (!journal_) return;
    auto lines = view_history(journal_->read(), setup_.options.school, question.cells);
    if (!lines) {
        take(lines.error(), "history");
        return;
    }
    tell_(flow::Event{event::HistoryViewed{question.question, std::move(*lines)}});
}

void Store::operator()(const effect::CountOffers& question) {
    if (!journal_) return;
    auto counts = count_lessons(journal_->read(), question.lessons);
    if (!counts) {
        take(counts.error(), "lessons of the day");
        return;
    }
    tell_(flow::Event{event::OffersCounted{question.question, std::move(*counts)}});
}

template <class T>
std::optional<T> Store::ask_control(
    std::string_view what, const std::function<Result<T>(journal::Control&, const journal::Asked&)>& question) {
    if (!journal_ || !facts_ || !zone_) return std::nullopt;
    auto control = journal_->control();
    Result<T> answer = control ? question(*control, {*facts_, *zone_, clock_.now()}) : tl::unexpected(control.error());
    if (answer) return std::move(*answer);
    take(answer.error(), what);
    return std::nullopt;
}

void Store::operator()(const effect::ViewDuties& question) {
    auto view = ask_control<event::DutiesViewed>("duties", [&](journal::Control& control, const journal::Asked& asked) {
        return view_duties(journal_->read(), control, asked, question);
    });
    // Told in any case: the desk asks no further one before.
    tell_(flow::Event{view ? std::move(*view) : event::DutiesViewed{.question = question.question, .failed = true}});
}

void Store::operator()(const effect::ViewRequests& question) {
    auto rows = ask_control<std::vector<flow::RequestRow>>("requests", view_requests);
    if (rows) tell_(flow::Event{event::RequestsViewed{question.question, std::move(*rows)}});
}

void Store::operator()(const effect::ViewAbsences& question) {
    auto view =
        ask_control<flow::AbsencesView>("absences", [&](journal::Control& control, const journal::Asked& asked) {
            return view_absences(journal_->read(), control, asked, question);
        });
    if (!view) return;
    const auto covers = [lessons = question.lessons](const domain::Cell& cell) {
        return cell.kind == domain::CellKind::absence_reason &&
               std::ranges::find(lessons, cell.lesson) != lessons.end();
    };
    seen_.answered(question.question, Seen::View::absences, covers, ids_of(view->values));
    tell_(flow::Event{event::AbsencesViewed{question.question, std::move(*view)}});
}

void Store::operator()(const effect::ViewPlans& question) {
    if (!journal_) return;
    auto view = view_plans(journal_->read(), question);
    if (!view) {
        take(view.error(), "plans");
        return;
    }
    const auto covers = [loads = question.loads](const domain::Cell& cell) {
        return cell.kind == domain::CellKind::plan_link && std::ranges::find(loads, cell.lesson.load) != loads.end();
    };
    seen_.answered(question.question, Seen::View::plans, covers, ids_of(view->values));
    tell_(flow::Event{event::PlansViewed{question.question, std::move(*view)}});
}

void Store::operator()(const effect::ViewRegistrations& question) {
    if (!journal_) return;
    auto values = view_registrations(journal_->read(), question.author);
    if (!values) {
        take(values.error(), "registrations");
        return;
    }
    tell_(flow::Event{event::RegistrationsViewed{question.question, std::move(*values)}});
}

void Store::operator()(const effect::ViewMail& question) {
    auto mail = ask_control<flow::Mail>("messages", [&](journal::Control& control, const journal::Asked& asked) {
        return view_mail(journal_->read(), control, asked, question.person);
    });
    if (mail) tell_(flow::Event{event::MailViewed{question.question, std::move(*mail)}});
}

void Store::operator()(const effect::ViewDay& question) {
    if (!journal_ || !facts_) return;
    auto homework = view_day(journal_->read(), *facts_, question.school_class, question.day);
    if (!homework) {
        take(homework.error(), "homework of a day");
        return;
    }
    tell_(flow::Event{event::DayViewed{question.question, std::move(*homework)}});
}

void Store::operator()(const effect::CloseSession& order) {
    sessions_.erase(order.session);
}

void Store::operator()(BeginSession& order) {
    const auto refuse = [&](FaultKind kind) {
        const auto trouble = kind == FaultKind::full ? flow::Trouble::disk_full : flow::Trouble::store_fault;
        tell_(flow::Event{event::LoginFailed{order.card, trouble, {}}});
    };
    if (!journal_) return refuse(FaultKind::offline);
    if (const auto begun = journal_->begin_session(order.proof); !begun) {
        refuse(begun.error().kind);
        take(begun.error(), "session");
        return;
    }
    sessions_.insert_or_assign(order.session, Session{order.person, std::move(order.key)});
    tell_(flow::Event{event::LoggedIn{order.card, order.session, order.until}});
}

}  // namespace zvonok::app
