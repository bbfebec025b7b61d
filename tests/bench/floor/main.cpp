// The floor that the station's start and memory are measured against: what a plain GLFW + OpenGL 3 + Dear ImGui
// program costs that does nothing but draw one table of a class, 30 rows by 25 columns, with the station's fonts.
// Nothing is tuned and nothing is held back: ImGui's own backends, event driven, both weights of the text size.
//
// It draws the corner mark, colour C81E64, in its last 12 x 12 pixels, where the probe waits for it; a touched cell
// turns 20C040.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include <array>
#include <csignal>
#include <cstdio>

namespace {

constexpr int rows = 30;
constexpr int columns = 25;
constexpr std::array<const char*, 10> names{"Иванова Анна",   "Петров Илья", "Сидорова Мария", "Кузнецов Егор",
                                            "Смирнова Дарья", "Ёлкин Фёдор", "Щукина Яна",     "Жданов Пётр",
                                            "Объедкова Эля",  "Цой Виктор"};
constexpr std::array<const char*, 10> marks{"·", "·", "5", "·", "Н", "4", "·", "3", "·", "Б"};
constexpr const char* regular = "/usr/share/fonts/truetype/paratype/PTS55F.ttf";
constexpr const char* bold = "/usr/share/fonts/truetype/paratype/PTS75F.ttf";
constexpr float text_pixels = 23;

using Touched = std::array<std::array<bool, columns>, rows>;

volatile std::sig_atomic_t stopped = 0;

void table(Touched& touched, ImFont* strong) {
    const ImGuiIO& io = ImGui::GetIO();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("journal", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    ImGui::PushFont(strong);
    ImGui::TextUnformatted("Журнал 7Б · алгебра");
    ImGui::PopFont();
    if (ImGui::BeginTable("table", columns, ImGuiTableFlags_Borders | ImGuiTableFlags_RowBg)) {
        for (int column = 0; column < columns; ++column) {
            std::array<char, 24> label{};
            std::snprintf(label.data(), label.size(), "%02d.09##%d", column, column);
            ImGui::TableSetupColumn(column == 0 ? "Ученик" : label.data(), ImGuiTableColumnFlags_WidthFixed,
                                    column == 0 ? 230.f : 60.f);
        }
        ImGui::TableHeadersRow();
        for (int row = 0; row < rows; ++row) {
            ImGui::TableNextRow(0, 31);
            for (int column = 0; column < columns; ++column) {
                ImGui::TableSetColumnIndex(column);
                ImGui::PushID(row * columns + column);
                const auto at = static_cast<std::size_t>(row * 7 + column * 3) % marks.size();
                ImGui::Selectable(column == 0 ? names[static_cast<std::size_t>(row) % names.size()] : marks[at], false,
                                  0, {0, 25});
                bool& on = touched[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
                if (ImGui::IsItemHovered() && ImGui::IsMouseClicked(0)) on = !on;
                if (on)
                    ImGui::GetForegroundDrawList()->AddRectFilled(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                                                  IM_COL32(0x20, 0xC0, 0x40, 255));
                ImGui::PopID();
            }
        }
        ImGui::EndTable();
    }
    const ImVec2 corner = io.DisplaySize;
    ImGui::GetForegroundDrawList()->AddRectFilled({corner.x - 12, corner.y - 12}, corner,
                                                  IM_COL32(0xC8, 0x1E, 0x64, 255));
    ImGui::End();
}

}  // namespace

int main() {
    std::signal(SIGTERM, [](int) { stopped = 1; });
    if (glfwInit() == 0) return 1;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode == nullptr) return 1;
    GLFWwindow* window = glfwCreateWindow(mode->width, mode->height, "floor", monitor, nullptr);
    if (window == nullptr) return 1;
    glfwMakeContextCurrent(window);
    glfwSwapInterval(0);
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    const ImWchar* letters = io.Fonts->GetGlyphRangesCyrillic();
    io.Fonts->AddFontFromFileTTF(regular, text_pixels, nullptr, letters);
    ImFont* strong = io.Fonts->AddFontFromFileTTF(bold, text_pixels, nullptr, letters);
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 130");

    Touched touched{};
    // ImGui answers an event with the second frame after it.
    for (int frames = 2; stopped == 0 && glfwWindowShouldClose(window) == 0; --frames) {
        if (frames <= 0) {
            glfwWaitEvents();
            frames = 2;
        } else {
            glfwPollEvents();
        }
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        table(touched, strong);
        ImGui::Render();
        glViewport(0, 0, mode->width, mode->height);
        glClearColor(0.06f, 0.06f, 0.08f, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glfwSwapBuffers(window);
    }
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window);
    glfwTerminate();
}
