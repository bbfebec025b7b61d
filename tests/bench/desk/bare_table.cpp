#include "tests/bench/desk/bare_table.hpp"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace zvonok::bench {

namespace {

constexpr std::array names{"Иванова Анна", "Петров Илья", "Сидорова Мария", "Кузнецов Егор", "Смирнова Дарья"};
constexpr std::array marks{"·", "·", "5", "·", "Н", "4", "·", "3", "·", "Б"};
constexpr const char* regular = "/usr/share/fonts/truetype/paratype/PTS55F.ttf";
constexpr float text_pixels = 23;

void table(const Cells& cells) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("journal", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    constexpr ImGuiTableFlags flags =
        ImGuiTableFlags_Borders | ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY;
    if (ImGui::BeginTable("table", cells.columns, flags)) {
        ImGui::TableSetupScrollFreeze(1, 1);
        for (int column = 0; column < cells.columns; ++column) {
            std::array<char, 24> label{};
            std::snprintf(label.data(), label.size(), "%02d.09##%d", column % 30 + 1, column);
            ImGui::TableSetupColumn(column == 0 ? "Ученик" : label.data(), ImGuiTableColumnFlags_WidthFixed,
                                    column == 0 ? 230.f : 60.f);
        }
        ImGui::TableHeadersRow();
        for (int row = 0; row < cells.rows; ++row) {
            ImGui::TableNextRow(0, 31);
            for (int column = 0; column < cells.columns; ++column) {
                if (!ImGui::TableSetColumnIndex(column)) continue;
                ImGui::PushID(row * cells.columns + column);
                const auto mark = static_cast<std::size_t>(row * 7 + column * 3) % marks.size();
                ImGui::Selectable(column == 0 ? names.at(static_cast<std::size_t>(row) % names.size()) : marks.at(mark),
                                  false, 0, {0, 25});
                ImGui::PopID();
            }
        }
        ImGui::EndTable();
    }
    ImGui::End();
}

struct EndGlfw {
    void operator()(GLFWwindow* window) const {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
        glfwDestroyWindow(window);
        glfwTerminate();
    }
};

}  // namespace

void Laps::stop() {
    times_.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began_).count());
}

double Laps::median() const {
    std::vector<double> sorted = times_;
    std::ranges::sort(sorted);
    return sorted.at(sorted.size() / 2);
}

Result<void> draw_bare_table(const Cells& cells, int frames) {
    if (glfwInit() == 0) return fail(FaultKind::missing, "no display");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode == nullptr) return fail(FaultKind::missing, "no monitor");
    const std::unique_ptr<GLFWwindow, EndGlfw> window{
        glfwCreateWindow(mode->width, mode->height, "floor", monitor, nullptr)};
    if (!window) return fail(FaultKind::missing, "no window");
    glfwMakeContextCurrent(window.get());
    glfwSwapInterval(0);
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    io.Fonts->AddFontFromFileTTF(regular, text_pixels, nullptr, io.Fonts->GetGlyphRangesCyrillic());
    ImGui_ImplGlfw_InitForOpenGL(window.get(), true);
    ImGui_ImplOpenGL3_Init("#version 130");

    Laps building;
    Laps drawing;
    for (int n = 0; n < frames; ++n) {
        glfwPollEvents();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        building.start();
        ImGui::NewFrame();
        table(cells);
        ImGui::Render();
        building.stop();
        drawing.start();
        glViewport(0, 0, mode->width, mode->height);
        glClearColor(0.06f, 0.06f, 0.08f, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glfwSwapBuffers(window.get());
        drawing.stop();
    }
    std::printf("%.3f %.3f\n", building.median(), drawing.median());
    return {};
}

}  // namespace zvonok::bench
