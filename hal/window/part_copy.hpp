#pragma once

#include "hal/window/box.hpp"

#include <optional>
#include <span>

namespace zvonok::hal {

/// Copies parts of the current context's back buffer to its window (GLX_MESA_copy_sub_buffer), which leaves the back
/// buffer as it is. As long as nobody swaps, the back buffer then is a kept picture that costs no second one.
class PartCopy {
  public:
    /// Nothing where the system can't do that.
    static std::optional<PartCopy> find();
    /// Sends the boxes on their way at once.
    void copy(std::span<const Box> boxes, Extent extent) const;

  private:
    using Function = void (*)();  // its real type needs Xlib's header, whose macros are best kept in one source
    explicit PartCopy(Function function) : function_(function) {}
    Function function_;
};

}  // namespace zvonok::hal
