// Reads ImGui's draw lists and font atlas: what the window draws is what they say, so the window has to know them.
#include "hal/window/painter.hpp"

#include <imgui.h>
#include <cstddef>

namespace zvonok::hal {

namespace {

enum Attribute : GLuint { position, texel, colour };

constexpr const char* vertex_source = R"(#version 130
uniform vec2 scale;
in vec2 position;
in vec2 texel;
in vec4 colour;
out vec2 at;
out vec4 tint;
void main() {
    at = texel;
    tint = colour;
    gl_Position = vec4(position.x * scale.x - 1.0, 1.0 - position.y * scale.y, 0.0, 1.0);
}
)";
constexpr const char* fragment_source = R"(#version 130
uniform sampler2D glyphs;
in vec2 at;
in vec4 tint;
out vec4 result;
void main() { result = vec4(tint.rgb, tint.a * texture(glyphs, at).r); }
)";

GLuint compile(const Gl& gl, GLenum kind, const char* source) {
    const GLuint shader = gl.CreateShader(kind);
    gl.ShaderSource(shader, 1, &source, nullptr);
    gl.CompileShader(shader);
    return shader;
}

/// OpenGL takes offsets into a bound buffer as pointers.
const void* offset(std::size_t bytes) {
    return reinterpret_cast<const void*>(bytes);  // NOLINT(performance-no-int-to-ptr)
}

/// Whether the picture begins with an opaque rectangle over all of the box: then nothing shows from below it.
bool covers(const Picture& picture, const Box& box) {
    if (picture.clips.empty() || picture.clips[0].last < 2) return false;
    // ImGui's plain rectangle: corners a b c, a c d from the top left on.
    const ImVec2 a = picture.corner(0, 0).pos;
    const ImVec2 b = picture.corner(0, 1).pos;
    const ImVec2 c = picture.corner(0, 2).pos;
    const ImVec2 d = picture.corner(1, 2).pos;
    const bool rectangle = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x &&
                           picture.corners[3] == picture.corners[0] && picture.corners[4] == picture.corners[2];
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    for (std::size_t i = 0; i < 6; ++i) {
        const ImDrawVert& vertex = picture.corner(i / 3, i % 3);
        if ((vertex.col >> IM_COL32_A_SHIFT) != 255 || vertex.uv.x != white.x || vertex.uv.y != white.y) return false;
    }
    const ImVec4& clip = picture.clips[0].rect;
    return rectangle && std::max(a.x, clip.x) <= static_cast<float>(box.x0) &&
           std::max(a.y, clip.y) <= static_cast<float>(box.y0) && std::min(c.x, clip.z) >= static_cast<float>(box.x1) &&
           std::min(c.y, clip.w) >= static_cast<float>(box.y1);
}

}  // namespace

Painter::Painter(const Gl& gl) : gl_(gl) {}

Result<Painter> Painter::make(const Gl& gl) {
    Painter painter{gl};
    const GLuint vertex = compile(gl, GL_VERTEX_SHADER, vertex_source);
    const GLuint fragment = compile(gl, GL_FRAGMENT_SHADER, fragment_source);
    painter.program_ = gl.CreateProgram();
    gl.AttachShader(painter.program_, vertex);
    gl.AttachShader(painter.program_, fragment);
    gl.BindAttribLocation(painter.program_, position, "position");
    gl.BindAttribLocation(painter.program_, texel, "texel");
    gl.BindAttribLocation(painter.program_, colour, "colour");
    gl.LinkProgram(painter.program_);
    gl.DeleteShader(vertex);
    gl.DeleteShader(fragment);
    GLint linked = 0;
    gl.GetProgramiv(painter.program_, GL_LINK_STATUS, &linked);
    if (linked == 0) return fail(FaultKind::refused, "the display's OpenGL does not take the program");
    painter.scale_ = gl.GetUniformLocation(painter.program_, "scale");

    // Nobody else draws in this context, so all of its state is set once.
    gl.UseProgram(painter.program_);
    gl.GenTextures(1, &painter.texture_);
    gl.BindTexture(GL_TEXTURE_2D, painter.texture_);
    // Glyphs lie on whole pixels at their own size, so that no filter would change anything.
    gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    gl.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    gl.PixelStorei(GL_UNPACK_ALIGNMENT, 1);
    gl.PixelStorei(GL_PACK_ALIGNMENT, 1);
    gl.GenBuffers(2, painter.buffers_);
    gl.BindBuffer(GL_ARRAY_BUFFER, painter.buffers_[0]);
    gl.BindBuffer(GL_ELEMENT_ARRAY_BUFFER, painter.buffers_[1]);
    const auto stride = static_cast<GLsizei>(sizeof(ImDrawVert));
    gl.VertexAttribPointer(position, 2, GL_FLOAT, GL_FALSE, stride, offset(offsetof(ImDrawVert, pos)));
    gl.VertexAttribPointer(texel, 2, GL_FLOAT, GL_FALSE, stride, offset(offsetof(ImDrawVert, uv)));
    gl.VertexAttribPointer(colour, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, offset(offsetof(ImDrawVert, col)));
    for (const GLuint attribute : {position, texel, colour}) gl.EnableVertexAttribArray(attribute);
    gl.Enable(GL_BLEND);
    gl.BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    gl.Enable(GL_SCISSOR_TEST);
    return painter;
}

bool Painter::take_texture() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    if (atlas.TexPixelsAlpha8 == nullptr) return false;
    gl_.TexImage2D(GL_TEXTURE_2D, 0, GL_R8, atlas.TexWidth, atlas.TexHeight, 0, GL_RED, GL_UNSIGNED_BYTE,
                   atlas.TexPixelsAlpha8);
    atlas.ClearTexData();
    return true;
}

/// Black under what follows, by the same program: clearing a part would have the renderer build another one.
void Painter::ground(const Box& box, float u, float v) {
    const auto first = static_cast<std::uint32_t>(vertices_.size());
    const auto x0 = static_cast<float>(box.x0);
    const auto y0 = static_cast<float>(box.y0);
    const auto x1 = static_cast<float>(box.x1);
    const auto y1 = static_cast<float>(box.y1);
    for (const ImVec2 corner : {ImVec2{x0, y0}, ImVec2{x1, y0}, ImVec2{x1, y1}, ImVec2{x0, y1}})
        vertices_.push_back({corner, {u, v}, IM_COL32_BLACK});
    batches_.back().count = 6;
    for (const std::uint32_t corner : {0U, 1U, 2U, 0U, 2U, 3U}) indices_.push_back(first + corner);
}

void Painter::collect(const Picture& picture, const Box& box) {
    const auto left = static_cast<float>(box.x0);
    const auto top = static_cast<float>(box.y0);
    const auto right = static_cast<float>(box.x1);
    const auto bottom = static_cast<float>(box.y1);
    moved_.assign(picture.vertices.size(), 0);
    for (const Picture::Clip& clip : picture.clips) {
        const Box scissor = clip.box.overlap(box);
        if (scissor.empty()) continue;
        if (batches_.back().scissor != scissor) batches_.push_back({scissor, indices_.size(), 0});
        for (std::size_t triangle = clip.first; triangle < clip.last; ++triangle) {
            const Picture::Bounds& all = picture.bounds[triangle / Picture::block];
            if (all.x1 < left || all.x0 > right || all.y1 < top || all.y0 > bottom) {
                triangle |= Picture::block - 1;  // the last of the block
                continue;
            }
            const ImVec2& a = picture.corner(triangle, 0).pos;
            const ImVec2& b = picture.corner(triangle, 1).pos;
            const ImVec2& c = picture.corner(triangle, 2).pos;
            if (std::max({a.x, b.x, c.x}) < left || std::min({a.x, b.x, c.x}) > right ||
                std::max({a.y, b.y, c.y}) < top || std::min({a.y, b.y, c.y}) > bottom)
                continue;
            for (std::size_t corner = 3 * triangle; corner < 3 * triangle + 3; ++corner) {
                std::uint32_t& place = moved_[picture.corners[corner]];
                if (place == 0) {
                    vertices_.push_back(picture.vertices[picture.corners[corner]]);
                    place = static_cast<std::uint32_t>(vertices_.size());
                }
                indices_.push_back(place - 1);
            }
            batches_.back().count += 3;
        }
    }
}

void Painter::paint(Picture& picture, std::span<const Box> boxes, Extent extent) {
    vertices_.clear();
    indices_.clear();
    batches_.clear();
    const Box whole{0, 0, extent.width, extent.height};
    if (boxes.size() == 1 && boxes[0] == whole && covers(picture, whole)) {
        for (const Picture::Clip& clip : picture.clips)
            batches_.push_back({clip.box, 3 * clip.first, 3 * (clip.last - clip.first)});
        return draw(picture.vertices, picture.corners, extent);
    }
    picture.measure();
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    for (const Box& box : boxes) {
        batches_.push_back({box, indices_.size(), 0});
        if (!covers(picture, box)) ground(box, white.x, white.y);
        collect(picture, box);
    }
    draw(vertices_, indices_, extent);
}

/// The batches, out of these.
void Painter::draw(std::span<const ImDrawVert> vertices, std::span<const std::uint32_t> indices, Extent extent) {
    if (batches_.empty()) return;
    gl_.Viewport(0, 0, extent.width, extent.height);
    gl_.Uniform2f(scale_, 2.f / static_cast<float>(extent.width), 2.f / static_cast<float>(extent.height));
    gl_.BufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices.size_bytes()), vertices.data(), GL_STREAM_DRAW);
    gl_.BufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices.size_bytes()), indices.data(),
                   GL_STREAM_DRAW);
    for (const Batch& batch : batches_) {
        if (batch.count == 0) continue;
        const Box& s = batch.scissor;
        gl_.Scissor(s.x0, extent.height - s.y1, s.x1 - s.x0, s.y1 - s.y0);
        gl_.DrawElements(GL_TRIANGLES, static_cast<GLsizei>(batch.count), GL_UNSIGNED_INT,
                         offset(batch.first * sizeof(std::uint32_t)));
    }
}

}  // namespace zvonok::hal
