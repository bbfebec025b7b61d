#include "station/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <cstdlib>

namespace zvonok {

struct Log::Sink {
    std::shared_ptr<spdlog::logger> logger;
    bool journal = false;

    void write(spdlog::level::level_enum level, int priority, std::string_view text) const {
        if (!logger->should_log(level)) return;
        // A line feed inside a value must not be able to forge a second line.
        std::string line = journal ? "<" + std::to_string(priority) + ">" : std::string{};
        for (const char c : text) line.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
        logger->log(level, "{}", line);
    }
};

Log::Log(std::string_view program, Voice voice) : sink_(std::make_unique<Sink>()) {
    const std::string name{program};
    sink_->journal = std::getenv("JOURNAL_STREAM") != nullptr;
    sink_->logger = std::make_shared<spdlog::logger>(name, std::make_shared<spdlog::sinks::stderr_sink_mt>());
    sink_->logger->set_pattern(sink_->journal ? "%v" : "%Y-%m-%d %H:%M:%S.%e %n %l: %v");
    sink_->logger->set_level(std::getenv("ZVONOK_DEBUG") != nullptr ? spdlog::level::debug : spdlog::level::info);
    if (voice == Voice::silent) sink_->logger->set_level(spdlog::level::off);
    sink_->logger->flush_on(spdlog::level::info);
}

Log::~Log() = default;

void Log::debug(std::string_view text) {
    sink_->write(spdlog::level::debug, 7, text);
}
void Log::info(std::string_view text) {
    sink_->write(spdlog::level::info, 6, text);
}
void Log::warn(std::string_view text) {
    sink_->write(spdlog::level::warn, 4, text);
}
void Log::error(std::string_view text) {
    sink_->write(spdlog::level::err, 3, text);
}
void Log::fault(std::string_view what, const Fault& fault) {
    warn(std::string(what) + ": " + describe(fault));
}

}  // namespace zvonok
