#pragma once

#include "station/base/result.hpp"

#define GLFW_INCLUDE_GLEXT
#include <GLFW/glfw3.h>

namespace zvonok::hal {

/// The few OpenGL 3.0 functions that the window uses, looked up once the context is current.
struct Gl {
    /// refused: the context lacks one of them.
    static Result<Gl> load();

    decltype(&::glViewport) Viewport;
    decltype(&::glScissor) Scissor;
    decltype(&::glEnable) Enable;
    decltype(&::glDisable) Disable;
    decltype(&::glReadPixels) ReadPixels;
    decltype(&::glPixelStorei) PixelStorei;
    decltype(&::glGenTextures) GenTextures;
    decltype(&::glBindTexture) BindTexture;
    decltype(&::glTexImage2D) TexImage2D;
    decltype(&::glTexParameteri) TexParameteri;
    decltype(&::glDrawElements) DrawElements;
    decltype(&::glBlendFunc) BlendFunc;
    PFNGLCREATESHADERPROC CreateShader;
    PFNGLSHADERSOURCEPROC ShaderSource;
    PFNGLCOMPILESHADERPROC CompileShader;
    PFNGLDELETESHADERPROC DeleteShader;
    PFNGLCREATEPROGRAMPROC CreateProgram;
    PFNGLATTACHSHADERPROC AttachShader;
    PFNGLBINDATTRIBLOCATIONPROC BindAttribLocation;
    PFNGLLINKPROGRAMPROC LinkProgram;
    PFNGLGETPROGRAMIVPROC GetProgramiv;
    PFNGLUSEPROGRAMPROC UseProgram;
    PFNGLGETUNIFORMLOCATIONPROC GetUniformLocation;
    PFNGLUNIFORM2FPROC Uniform2f;
    PFNGLGENBUFFERSPROC GenBuffers;
    PFNGLBINDBUFFERPROC BindBuffer;
    PFNGLBUFFERDATAPROC BufferData;
    PFNGLVERTEXATTRIBPOINTERPROC VertexAttribPointer;
    PFNGLENABLEVERTEXATTRIBARRAYPROC EnableVertexAttribArray;
    PFNGLGENFRAMEBUFFERSPROC GenFramebuffers;
    PFNGLBINDFRAMEBUFFERPROC BindFramebuffer;
    PFNGLGENRENDERBUFFERSPROC GenRenderbuffers;
    PFNGLBINDRENDERBUFFERPROC BindRenderbuffer;
    PFNGLRENDERBUFFERSTORAGEPROC RenderbufferStorage;
    PFNGLFRAMEBUFFERRENDERBUFFERPROC FramebufferRenderbuffer;
    PFNGLBLITFRAMEBUFFERPROC BlitFramebuffer;
};

}  // namespace zvonok::hal
