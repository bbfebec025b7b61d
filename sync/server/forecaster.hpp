#pragma once

#include "sync/server/core.hpp"

namespace zvonok::sync::server {

/// Looks now and then whether families are to hear a forecast, and has it told (I-07): on a thread of its own, as long
/// as the object lives.
class Forecaster {
  public:
    explicit Forecaster(Core& core);
    ~Forecaster();
    Forecaster(const Forecaster&) = delete;
    Forecaster& operator=(const Forecaster&) = delete;

  private:
    void run();
    void tell_all();

    Core& core_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace zvonok::sync::server
