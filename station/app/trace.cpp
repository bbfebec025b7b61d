#include "station/app/trace.hpp"

#include <time.h>
#include <unistd.h>

#include <sstream>

namespace zvonok::app {

namespace {

/// Clock ticks after boot at which this process began: field 22 of /proc/self/stat, counted behind the name's ")".
std::chrono::microseconds exec_time() {
    std::ifstream stat{"/proc/self/stat"};
    std::string line;
    std::getline(stat, line);
    const std::size_t name_ends = line.rfind(')');
    if (name_ends == std::string::npos) return {};
    std::istringstream rest{line.substr(name_ends + 1)};
    std::string skipped;
    for (int field = 3; field < 22; ++field) rest >> skipped;
    long long ticks = 0;
    rest >> ticks;
    return std::chrono::microseconds{ticks * 1'000'000 / sysconf(_SC_CLK_TCK)};
}

}  // namespace

std::chrono::microseconds since_exec() {
    static const std::chrono::microseconds began = exec_time();
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::seconds{now.tv_sec} +
           std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds{now.tv_nsec}) - began;
}

Result<void> Trace::open(const std::filesystem::path& file) {
    file_.open(file, std::ios::app);
    if (!file_) return fail(FaultKind::refused, "trace file cannot be written");
    on_ = true;
    return {};
}

void Trace::note(std::string_view what, std::uint64_t n) {
    if (!on_) return;
    const auto time = since_exec();
    const std::scoped_lock lock{mutex_};
    file_ << R"({"t_us":)" << time.count() << R"(,"what":")" << what << R"(","n":)" << n << "}\n";
    file_.flush();
}

}  // namespace zvonok::app
