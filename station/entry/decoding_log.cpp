#include "station/entry/decoding_log.hpp"

#include <google/protobuf/stubs/logging.h>

namespace zvonok::entry {

void leave_telling_to_us() {
    google::protobuf::SetLogHandler(nullptr);
}

}  // namespace zvonok::entry
