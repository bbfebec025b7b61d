#pragma once

#include "station/ui/edit.hpp"
#include "station/ui/glide.hpp"
#include "station/ui/stage.hpp"

#include <imgui.h>
#include <deque>
#include <unordered_map>
#include <vector>

/// What Stage and Frame share; for the sources of station/ui only.
namespace zvonok::ui {

/// What lies upon what. A dialogue or help stops all that is below it.
constexpr int page_layer = 0, dialogue_layer = 1, keyboard_layer = 2, help_layer = 3;

/// A scrolled panel, from frame to frame.
struct Panel {
    float scroll = 0;
    float content = 0;
    float view = 0;
    bool goes_aside = false;  ///< somebody moves what it shows when it is drawn aside
    bool seen = false;
};

/// A place that is being filled, on a stack.
struct Area {
    Rect rect;
    float y = 0;
    NodeId panel = 0;  ///< innermost scrolled panel, 0 for none
    Rect clip{};
    struct Row {
        std::vector<Rect> places;
        std::size_t next = 0;
    };
    std::optional<Row> row{};
};

/// What the person is doing; one discrete thing a frame.
struct Hands {
    Point pointer{-1, -1};
    bool down = false;
    bool went_down = false;
    bool went_up = false;
    bool hovers = false;  ///< the pointer is a mouse's: it moved with no button down since the last press
    Point pressed_at;
    NodeId pressed = 0;
    NodeId drag_panel = 0;  ///< under the press; becomes a drag when the pointer has moved far enough
    float drag_from = 0;
    bool dragging = false;
    bool aside = false;   ///< the drag is a sideways one
    NodeId carried = 0;   ///< the movable control that the drag takes along
    bool caught = false;  ///< the press stopped a list that rolled, and presses nothing else
    float wheel = 0;
    std::optional<input::KeyPress> key;
    char32_t typed = 0;
    std::string pasted;  ///< with the key of paste

    NodeId focus = 0;
    bool focus_by_key = false;  ///< the ring is for those who steer by keys
    bool focus_moved = false;   ///< bring it into view
    NodeId activate = 0;        ///< pressed by key or by name
};

struct Control {
    NodeId id = 0;
    Rect rect;
    bool hovered = false;
    bool held = false;
    bool focused = false;
    bool activated = false;
    bool carried = false;
};

struct ControlOptions {
    Role role{};
    std::string_view name;
    std::string_view value{};
    std::string_view meaning{};
    Rect rect;
    bool enabled = true;
    bool chosen = false;
    bool focusable = true;
    bool take_focus = false;
    bool cut = false;
    bool alert = false;
    bool secret = false;
    bool movable = false;
    bool aside = false;  ///< a touch does not move the focus there: the person comes back to where he was
    KeptArrows kept{};
    RowOf row{};
};

/// A key of the keyboard on the screen that is held down, for the characters beside its own.
struct HeldKey {
    NodeId id = 0;  ///< 0: none
    Time since{};
    bool open = false;          ///< it shows them
    std::optional<Time> due{};  ///< when it will
};

struct Overlay {
    Rect rect;
    int layer = 0;
};

struct Inside {
    enum class KeyPage { russian, latin, symbols };

    StageOptions options;
    Words words;
    Fonts fonts;
    ImGuiContext* context = nullptr;

    Tree tree;  ///< of the last whole frame
    Tree next;  ///< of the frame being drawn
    std::deque<input::Event> queue;
    Hands hands;
    std::unordered_map<NodeId, Panel> panels;
    Time now{};
    Glide glide;
    NodeId glide_panel = 0;
    Rect glide_rect;                ///< of that panel's window
    std::vector<Overlay> overlays;  ///< of the last frame
    std::vector<Overlay> next_overlays;
    std::unordered_map<NodeId, int> names;  ///< how often each was used in this frame
    std::vector<NodeId> scopes;
    std::vector<Area> areas;
    std::vector<int> groups;
    NodeId main_button = 0;  ///< of the last frame
    NodeId next_main_button = 0;
    NodeId caret_of = 0;
    Caret caret;
    std::string clipboard;

    Rect body;
    float u = 9;
    std::array<float, help_layer + 1> over_content{};  ///< height by layer, of the last frame that had one
    bool help_pressed = false;
    bool wants_clipboard = false;
    NodeId focus_under_help = 0;
    int layer = 0;
    int modal_layer = 0;  ///< of the last frame
    KeyPage key_page = KeyPage::russian;
    bool key_shift = false;
    bool keyboard_open = false;
    HeldKey held_key;
    bool drawn = false;   ///< a frame was drawn, so the fonts know what they are for
    bool again = false;   ///< the frame learnt something that its drawing did not yet know
    bool unseen = false;  ///< the frame takes input, so another follows it and nobody looks at this one's picture

    Inside(const FontFiles& files, Words language, const StageOptions& wanted);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    // stage.cpp
    void take_input();
    void stop_glide();
    void walk_focus(const input::KeyPress& key);
    void measure();
    Finished frame(const std::function<void(Frame&)>& draw);

    // flow.cpp
    Area& area() { return areas.back(); }
    NodeId name_id(Role role, std::string_view name);
    Rect place(float height);  ///< the next place of the open area
    void dress(const Rect& row, const RowOptions& options);
    void open_area(const Rect& rect);
    void close_area();
    /// Returns the height of what was drawn.
    float in_panel(std::string_view name, const Rect& frame, const Rect& view, const std::function<void()>& draw);
    void in_group(Role role, std::string_view name, const Rect& rect, const std::function<void()>& draw);
    Control control(const ControlOptions& options);
    Node& say(Role role, std::string_view name, const Rect& rect, std::string_view value = {});
    [[nodiscard]] bool reachable(Point point) const;

    // paint.cpp
    [[nodiscard]] const Palette& palette() const { return ui::palette(options.look); }
    ImDrawList& list();
    void fill(const Rect& rect, Colour colour, float radius_u = 0);
    void frame_line(const Rect& rect, Colour colour, float thickness_u, float radius_u = 0);
    void ring(const Rect& rect);
    void put(Face face, std::string_view text, const Rect& rect, Colour colour, Align align = Align::left);
    float put_wrapped(Face face, std::string_view text, const Rect& rect, Colour colour, Align align = Align::left);
    [[nodiscard]] Advance advance(Face face);
    std::vector<Span> lines(Face face, std::string_view text, float width);
    void sign(Sign sign, const Rect& cell);

    // keyboard.cpp
    void keyboard(const Rect& rect);
    bool hold(NodeId key, std::string_view characters);
    void offer(const Rect& keyboard, const Rect& key, std::string_view characters);
    [[nodiscard]] float keyboard_height() const;
};

ImU32 packed(Colour colour);

}  // namespace zvonok::ui
