#include "hal/window/part_copy.hpp"

#include <GLFW/glfw3.h>
// After all others: it brings Xlib's macros.
#include <GL/glx.h>

namespace zvonok::hal {

std::optional<PartCopy> PartCopy::find() {
    if (glfwExtensionSupported("GLX_MESA_copy_sub_buffer") == 0 || glXGetCurrentContext() == nullptr)
        return std::nullopt;
    const Function function = glfwGetProcAddress("glXCopySubBufferMESA");
    if (function == nullptr) return std::nullopt;
    // The window can become smaller between our drawing and the copy; the server then refuses a box that lies outside,
    // and Xlib would end the program for it. The picture for the new size follows anyway.
    XSetErrorHandler([](Display*, XErrorEvent*) { return 0; });
    return PartCopy{function};
}

void PartCopy::copy(std::span<const Box> boxes, Extent extent) const {
    const auto copy_sub_buffer = reinterpret_cast<void (*)(Display*, GLXDrawable, int, int, int, int)>(function_);
    Display* display = glXGetCurrentDisplay();
    const GLXDrawable drawable = glXGetCurrentDrawable();
    for (const Box& box : boxes)
        copy_sub_buffer(display, drawable, box.x0, extent.height - box.y1, box.x1 - box.x0, box.y1 - box.y0);
    XFlush(display);
}

}  // namespace zvonok::hal
