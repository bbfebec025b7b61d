#pragma once

#include "station/ui/geometry.hpp"
#include "station/ui/semantic.hpp"
#include "station/ui/theme.hpp"
#include "station/ui/words.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace zvonok::input {
enum class Key;
}

namespace zvonok::ui {

struct Inside;

enum class Align { left, centre, right };
enum class Emphasis { quiet, main };  ///< one main button a screen

struct TextOptions {
    Tone tone = Tone::ink;
    Align align = Align::left;
    bool strong = false;  ///< bold face
};
struct ButtonOptions {
    bool enabled = true;
    Emphasis emphasis = Emphasis::quiet;
    TextSize size = TextSize::text;
    bool keeps_focus = false;  ///< a touch leaves the focus where it was
    bool by_enter = true;      ///< false: a main button that Enter presses only while it has the focus
};
struct ChoiceOptions {
    bool enabled = true;
    bool chosen = false;
    std::string_view note{};  ///< second line or right side, quiet
    Tone tone = Tone::ink;    ///< of its word and frame, where it tells of a trouble
};
struct FieldOptions {
    bool enabled = true;
    int lines = 1;                   ///< more than one: wraps, Enter makes a new line
    std::string_view placeholder{};  ///< shown while empty
};
enum class FieldChange { none, edited, submitted };  ///< submitted: Enter in a field of one line

/// What a cell's state sign says; told by shape, never by colour alone.
enum class Sign {
    none,
    pending,   ///< hollow ring: not on this station's disk yet
    saved,     ///< solid dot: on disk
    held,      ///< bar: waits for somebody to decide
    refused,   ///< struck corner: the journal refused it
    conflict,  ///< double corner: two people wrote without seeing each other
};
struct CellOptions {
    std::string_view letter{};   ///< "Н", "ОСВ", "5"; empty is present, or no mark
    std::string_view meaning{};  ///< what the letter stands for, said in its place: "отсутствует"
    Sign sign = Sign::none;
    Tone tone = Tone::ink;
    bool enabled = true;
    bool tinted = false;      ///< today's column, the chosen row
    bool take_focus = false;  ///< the focus goes there in this frame
    bool ruled = false;       ///< one square of ruled paper: lines to its neighbours instead of a frame of its own
    bool faded = false;       ///< nothing belongs there
    bool chosen = false;      ///< what is pressed elsewhere on the screen is for this one
    bool movable = false;     ///< a finger takes it along instead of scrolling the list
    RowOf row{};              ///< of a table that enters only what is seen of it
    KeptArrows kept{};        ///< arrows that frame.key() is to tell of
};
/// What the person did on a cell: touched it (or Enter, Space), or typed a character while it had the focus.
struct CellPress {
    bool pressed = false;
    bool held = false;  ///< finger or button is down on it; what is pressed by a key never is
    bool focused = false;
    char32_t typed = 0;
    std::optional<Point> carried{};  ///< where a movable one has been taken
    bool dropped = false;            ///< and is let go of there
    explicit operator bool() const { return pressed; }
};

/// Width of one place in a row: a fixed one in u, or a share of what the fixed ones leave.
struct Track {
    float u = 0;
    float share = 0;
};
constexpr Track fixed(float u) {
    return {u, 0};
}
constexpr Track share(float part = 1) {
    return {0, part};
}
struct RowOptions {
    float height_u = 6;
    float gap_u = 1;
    bool rule = false;  ///< a line under it, as in a table
    bool tinted = false;
};

struct PadKey {
    enum class Kind { digit, erase, done };
    Kind kind{};
    char digit = 0;  ///< '0'..'9' when a digit
};
struct PadOptions {
    bool enabled = true;
    bool done_enabled = true;
};

struct TopBar {
    std::string_view place;     ///< room, class, lesson
    std::string_view clock;     ///< "09:42"
    std::string_view person{};  ///< empty: nobody is logged in
    std::string_view leave{};   ///< the word on the leaving button; empty: no button
};
struct StatusLine {
    std::string_view text;  ///< network and sync in words
    Tone tone = Tone::quiet;
    Sign sign = Sign::none;    ///< before the text: saved, or pending while something waits
    std::string_view right{};  ///< last sync, whom to ask
    std::string_view help{};   ///< the word on the button of help; empty: no button
    float touch_u = 6;         ///< height of that button; the page's margin above the line counts in
};
/// What happened, what it means for the work, what to do; in that order.
struct Notice {
    Tone tone = Tone::warn;
    std::string_view happened;
    std::string_view means{};
    std::string_view advice{};
};
enum class Icon { card, check, cross, back, offline, warning, clock };

/// One frame of one screen: draws, and enters each control into the semantic tree. Made by Stage::frame only.
///
/// Things flow downwards in the area that is open: first the whole body, then whatever area() or card() opens. In a
/// row() they go side by side, one a track. Every text is elided or wrapped to its place. Names that come twice in
/// one frame are kept apart by their order; where the order can change, use scope().
class Frame {
  public:
    explicit Frame(Inside& inside) : in_(inside) {}
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

    // Words
    [[nodiscard]] const Words& words() const;
    [[nodiscard]] std::string_view tr(std::string_view russian) const;

    // Measures: all in pixels
    [[nodiscard]] float u(float units = 1) const;   ///< 1/120 of the shorter side
    [[nodiscard]] float line(TextSize size) const;  ///< height of one line of text
    [[nodiscard]] float width(std::string_view text, TextSize size = TextSize::text) const;
    /// Of the text wrapped to that width.
    [[nodiscard]] float height(std::string_view text, float width, TextSize size = TextSize::text) const;
    [[nodiscard]] bool portrait() const;
    [[nodiscard]] Rect body() const;          ///< what bars and the on-screen keyboard leave, less margins
    [[nodiscard]] float area_width() const;   ///< of the open area
    [[nodiscard]] float left_height() const;  ///< of the open area, below what has been drawn

    // Areas
    void area(const Rect& rect, const std::function<void()>& draw);
    /// A panel on card ground, named for the tree; scrolls by wheel, drag and focus when it overflows.
    void card(std::string_view name, const Rect& rect, const std::function<void()>& draw);
    /// As card() with no ground and no padding.
    void scroll(std::string_view name, const Rect& rect, const std::function<void()>& draw);
    void row(std::span<const Track> tracks, const RowOptions& options, const std::function<void()>& draw);
    void row(std::initializer_list<Track> tracks, const std::function<void()>& draw);
    /// Controls inside are told from equally named ones by this key: a pupil's id in a list.
    void scope(std::string_view key, const std::function<void()>& draw);
    /// A strip of the open area, to be cut to pieces for area(); rule and tint as of a row. Of `options` the height is
    /// not used: what the strip holds decides.
    Rect strip(float height, const RowOptions& options = {});
    void space(float units = 1);
    void skip();  ///< leaves one track of a row empty
    /// A panel over everything, in the middle, at most so large; what lies under it takes no input. One at a time.
    void dialogue(std::string_view name, float width_u, float height_u, const std::function<void()>& draw);
    /// A dialogue over everything, another dialogue too: help. What lies under it gets no key either, and has its focus
    /// back afterwards. After all else that the frame draws.
    void help_panel(std::string_view name, float width_u, float height_u, const std::function<void()>& draw);

    // Text
    void title(std::string_view text, const TextOptions& options = {});
    void heading(std::string_view text, const TextOptions& options = {});
    void text(std::string_view text, const TextOptions& options = {});
    void caption(std::string_view text, const TextOptions& options = {.tone = Tone::quiet});
    void clock(std::string_view text);  ///< "09:42" in 10 u
    void big(std::string_view text);    ///< one name in 10 u: the roll-call
    void icon(Icon icon, Tone tone = Tone::ink);

    // Controls
    bool button(std::string_view name, const ButtonOptions& options = {});
    /// A word in a line that can be pressed, with no frame of its own: the name of a pupil.
    bool word(std::string_view name, const TextOptions& options = {});
    bool choice(std::string_view name, const ChoiceOptions& options = {});
    FieldChange text_field(std::string_view label, std::string& text, const FieldOptions& options = {});
    /// `name` is for the tree: "Белов И., посещаемость".
    CellPress cell(std::string_view name, const CellOptions& options = {});
    /// What the finger carries, at its place over everything; the tree has it where it was taken from.
    void in_hand(std::string_view name, const Rect& rect);
    /// Digits one by one, from the pad or the keyboard; nothing here keeps them.
    std::optional<PadKey> digit_pad(const PadOptions& options = {});
    void pin_dots(int filled, int of);

    // The page around the screen: call before body() is asked for
    bool top_bar(const TopBar& bar);  ///< true: the leaving button was pressed
    void status_line(const StatusLine& line);
    void notice(const Notice& notice);
    bool key(input::Key key);  ///< it was pressed and nothing else took it
    bool escape();
    /// The button of help in the status line was pressed, or its key.
    bool help_asked();
    /// The key of paste was pressed and nothing else took it: what the system's clipboard holds, unchecked.
    std::optional<std::string> pasted();
    /// As if the key of paste were pressed, by those who have no keys: it comes back in a later frame.
    void ask_paste();
    /// How far the finger has drawn the open panel aside, in pixels from where it went down; nothing: it does not.
    /// Whoever asks moves what the panel shows.
    std::optional<float> drawn_aside();

  private:
    void areas_follow_body();
    void help_button(const StatusLine& line, Rect& rect);
    void panel_over(int layer, std::string_view name, float width_u, float height_u, const std::function<void()>& draw);

    Inside& in_;
};

}  // namespace zvonok::ui
