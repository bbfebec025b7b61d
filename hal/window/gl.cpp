#include "hal/window/gl.hpp"

namespace zvonok::hal {

Result<Gl> Gl::load() {
    Gl gl{};
    const char* missing = nullptr;
    const auto take = [&](auto& function, const char* name) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(glfwGetProcAddress(name));
        if (function == nullptr) missing = name;
    };
    take(gl.Viewport, "glViewport");
    take(gl.Scissor, "glScissor");
    take(gl.Enable, "glEnable");
    take(gl.Disable, "glDisable");
    take(gl.ReadPixels, "glReadPixels");
    take(gl.PixelStorei, "glPixelStorei");
    take(gl.GenTextures, "glGenTextures");
    take(gl.BindTexture, "glBindTexture");
    take(gl.TexImage2D, "glTexImage2D");
    take(gl.TexParameteri, "glTexParameteri");
    take(gl.DrawElements, "glDrawElements");
    take(gl.BlendFunc, "glBlendFunc");
    take(gl.CreateShader, "glCreateShader");
    take(gl.ShaderSource, "glShaderSource");
    take(gl.CompileShader, "glCompileShader");
    take(gl.DeleteShader, "glDeleteShader");
    take(gl.CreateProgram, "glCreateProgram");
    take(gl.AttachShader, "glAttachShader");
    take(gl.BindAttribLocation, "glBindAttribLocation");
    take(gl.LinkProgram, "glLinkProgram");
    take(gl.GetProgramiv, "glGetProgramiv");
    take(gl.UseProgram, "glUseProgram");
    take(gl.GetUniformLocation, "glGetUniformLocation");
    take(gl.Uniform2f, "glUniform2f");
    take(gl.GenBuffers, "glGenBuffers");
    take(gl.BindBuffer, "glBindBuffer");
    take(gl.BufferData, "glBufferData");
    take(gl.VertexAttribPointer, "glVertexAttribPointer");
    take(gl.EnableVertexAttribArray, "glEnableVertexAttribArray");
    take(gl.GenFramebuffers, "glGenFramebuffers");
    take(gl.BindFramebuffer, "glBindFramebuffer");
    take(gl.GenRenderbuffers, "glGenRenderbuffers");
    take(gl.BindRenderbuffer, "glBindRenderbuffer");
    take(gl.RenderbufferStorage, "glRenderbufferStorage");
    take(gl.FramebufferRenderbuffer, "glFramebufferRenderbuffer");
    take(gl.BlitFramebuffer, "glBlitFramebuffer");
    if (missing != nullptr) return fail(FaultKind::refused, std::string{"the display's OpenGL lacks "} + missing);
    return gl;
}

}  // namespace zvonok::hal
