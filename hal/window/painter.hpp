#pragma once

#include "hal/window/gl.hpp"
#include "hal/window/picture.hpp"

#include <span>

namespace zvonok::hal {

/// Rasterises parts of a picture into the framebuffer that is bound, with one program and one blending for all:
/// a software renderer compiles code for each state that it meets. Lives and dies with the context.
class Painter {
  public:
    /// refused: the program does not compile.
    static Result<Painter> make(const Gl& gl);

    /// Takes the font atlas of the current ImGui context over when its pixels are new. True: the texture is another.
    bool take_texture();

    /// Draws the picture inside each box, over black. Triangles outside are not even sent.
    void paint(Picture& picture, std::span<const Box> boxes, Extent extent);

  private:
    explicit Painter(const Gl& gl);
    struct Batch {
        Box scissor;
        std::size_t first = 0;
        std::size_t count = 0;
    };
    void collect(const Picture& picture, const Box& box);
    void draw(std::span<const ImDrawVert> vertices, std::span<const std::uint32_t> indices, Extent extent);
    void ground(const Box& box, float u, float v);

    Gl gl_;
    GLuint texture_ = 0;
    GLuint program_ = 0;
    GLuint buffers_[2]{};
    GLint scale_ = -1;
    // Kept between frames for their memory only.
    std::vector<ImDrawVert> vertices_;
    std::vector<std::uint32_t> indices_;
    std::vector<std::uint32_t> moved_;  ///< where a vertex of the picture went, plus one
    std::vector<Batch> batches_;
};

}  // namespace zvonok::hal
