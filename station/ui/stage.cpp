#include "station/ui/stage.hpp"

#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace zvonok::ui {

namespace {

/// Whether the control wants that key for itself.
bool keeps(const Node& node, input::Key key) {
    switch (key) {
        case input::Key::up:
            return node.kept.up;
        case input::Key::down:
            return node.kept.down;
        case input::Key::left:
            return node.kept.left;
        case input::Key::right:
            return node.kept.right;
        default:
            return false;
    }
}

/// Whether going from one rectangle to the other is a step in the direction of that key, and how long a one.
std::optional<float> step(const Rect& from, const Rect& to, input::Key key) {
    const Point a = from.middle();
    const Point b = to.middle();
    const bool upright = key == input::Key::up || key == input::Key::down;
    const float sign = key == input::Key::up || key == input::Key::left ? -1.f : 1.f;
    const float along = sign * (upright ? b.y - a.y : b.x - a.x);
    const float aside = std::abs(upright ? b.x - a.x : b.y - a.y);
    const float half = (upright ? from.h + to.h : from.w + to.w) / 2;
    if (along < half * 0.6f) return std::nullopt;
    return along + tuning::aside_weight * aside;
}

}  // namespace

Inside::Inside(const FontFiles& files, Words language, const StageOptions& wanted)
    : options(wanted), words(std::move(language)), fonts(files) {
    context = ImGui::CreateContext(&fonts.atlas());
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.DeltaTime = 1.f / 60;  // nothing here moves with time
    measure();
}

Inside::~Inside() {
    ImGui::DestroyContext(context);
}

void Inside::measure() {
    u = static_cast<float>(std::min(options.width, options.height)) / 120.f;
    fonts.resize(u, options.text_percent);
    again = true;
}

/// Takes events up to and with the first that is discrete: two presses in one frame would be one.
void Inside::take_input() {
    hands.went_down = hands.went_up = false;
    hands.key.reset();
    hands.typed = 0;
    hands.pasted.clear();
    hands.wheel = 0;
    bool discrete = false;
    while (!queue.empty() && !discrete) {
        const input::Event event = queue.front();
        queue.front() = input::Expose{};  // no typed digit stays behind in the queue's memory
        queue.pop_front();
        again = true;
        if (const auto* move = std::get_if<input::PointerMove>(&event)) {
            hands.pointer = {move->x, move->y};
            hands.hovers = hands.hovers || !hands.down;
        } else if (const auto* button = std::get_if<input::PointerButton>(&event)) {
            discrete = hands.down != button->down;
            hands.went_down = button->down && !hands.down;
            hands.went_up = !button->down && hands.down;
            hands.down = button->down;
            if (hands.went_up) hands.hovers = false;  // a finger that is gone lights nothing up
        } else if (const auto* key = std::get_if<input::KeyPress>(&event)) {
            hands.key = *key;
            discrete = true;
        } else if (const auto* typed = std::get_if<input::Character>(&event)) {
            hands.typed = typed->code;
            discrete = true;
        } else if (const auto* pasted = std::get_if<input::Pasted>(&event)) {
            hands.pasted = pasted->text;
        } else if (const auto* scroll = std::get_if<input::Scroll>(&event)) {
            hands.wheel = scroll->steps;
            discrete = true;
        } else if (const auto* resize = std::get_if<input::Resize>(&event)) {
            options.width = resize->width;
            options.height = resize->height;
            measure();
        }
    }
    if (hands.went_down) {
        hands.pressed = 0;
        hands.pressed_at = hands.pointer;
        hands.drag_panel = 0;
        hands.carried = 0;
        hands.dragging = hands.aside = false;
        hands.focus_by_key = false;
        hands.caught = glide.rolls() && glide_rect.contains(hands.pointer);
    }
}

/// A touch, a key or the wheel ends the rolling of a thrown list.
void Inside::stop_glide() {
    const bool led = hands.went_down || hands.key || hands.typed != 0 || hands.wheel != 0;
    if (led || !panels.contains(glide_panel)) glide.stop();
}

void Inside::walk_focus(const input::KeyPress& key) {
    const Node* from = tree.find(hands.focus);
    const auto reachable_node = [&](const Node& node) {
        return node.focusable && node.enabled && node.layer == modal_layer;
    };
    const Node* to = nullptr;
    if (key.key == input::Key::tab) {
        const auto& nodes = tree.nodes();
        const auto count = static_cast<std::ptrdiff_t>(nodes.size());
        const std::ptrdiff_t way = key.shift ? -1 : 1;
        std::ptrdiff_t at = from != nullptr ? from - nodes.data() : (key.shift ? count : -1);
        for (std::ptrdiff_t steps = 0; steps <= count && to == nullptr; ++steps) {
            at += way;
            if (at < 0) at = count - 1;
            if (at >= count) at = 0;
            if (at < 0 || at >= count) break;
            if (reachable_node(nodes[static_cast<std::size_t>(at)])) to = &nodes[static_cast<std::size_t>(at)];
        }
    } else if (from == nullptr) {
        // An arrow means the table where there is one; to start at «Выход» would be a trap.
        const auto cell = std::ranges::find_if(
            tree.nodes(), [&](const Node& node) { return node.role == Role::cell && reachable_node(node); });
        if (cell == tree.nodes().end()) return walk_focus({input::Key::tab, false});
        to = &*cell;
    } else {
        float best = 0;
        for (const Node& node : tree.nodes()) {
            if (!reachable_node(node) || node.id == hands.focus) continue;
            const auto length = step(from->rect, node.rect, key.key);
            if (length && (to == nullptr || *length < best)) {
                to = &node;
                best = *length;
            }
        }
    }
    if (to == nullptr) return;
    hands.focus = to->id;
    hands.focus_by_key = true;
    hands.focus_moved = true;
}

Finished Inside::frame(const std::function<void(Frame&)>& draw) {
    ImGui::SetCurrentContext(context);
    again = false;
    hands.focus_moved = false;
    take_input();
    unseen = again;
    stop_glide();
    // What the focused control does not take for itself, after the frame, moves the focus; a field takes arrows.
    const Node* focused = tree.find(hands.focus);
    const bool in_field = focused != nullptr && focused->role == Role::text_field;
    if (hands.key) {
        using input::Key;
        const Key key = hands.key->key;
        const bool arrow = key == Key::up || key == Key::down || key == Key::left || key == Key::right;
        const bool kept = focused != nullptr && focused->layer == modal_layer && keeps(*focused, key);
        if (key == Key::tab || (arrow && !in_field && !kept)) {
            walk_focus(*hands.key);
            hands.key.reset();
        } else if ((key == Key::enter || key == Key::space) && !in_field) {
            const bool steered = focused != nullptr && focused->layer == modal_layer;
            if (steered || key == Key::enter) hands.activate = steered ? hands.focus : main_button;
            hands.key.reset();
        }
    }
    if (fonts.stale() && std::exchange(drawn, true)) {
        // A font that was there at the start and is gone now leaves nothing to draw with.
        if (const auto built = fonts.build(); !built) throw std::runtime_error(describe(built.error()));
    }

    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
    ImGui::NewFrame();
    const Rect screen{0, 0, io.DisplaySize.x, io.DisplaySize.y};
    next.clear();
    next_overlays.clear();
    names.clear();
    scopes.clear();
    areas.clear();
    groups.clear();
    next_main_button = 0;
    layer = page_layer;
    help_pressed = false;
    wants_clipboard = false;
    for (auto& [id, panel] : panels) panel.seen = false;
    fill(screen, palette().ground);
    body = screen;
    const Node* field = tree.focused();
    const bool typing =
        keyboard_open && modal_layer != help_layer && field != nullptr && field->role == Role::text_field;
    const Rect keys = typing ? body.take_bottom(keyboard_height()) : Rect{};
    open_area(body.inset(2 * u));
    {
        Frame frame{*this};
        draw(frame);
    }
    close_area();
    if (typing) keyboard(keys);
    ImGui::Render();

    std::erase_if(panels, [](const auto& entry) { return !entry.second.seen; });
    int modal = page_layer;
    for (const Overlay& overlay : next_overlays)
        if (overlay.layer != keyboard_layer) modal = std::max(modal, overlay.layer);
    if (modal != modal_layer) {
        again = true;
        if (modal == help_layer) focus_under_help = std::exchange(hands.focus, 0);
        if (modal_layer == help_layer) hands.focus = std::exchange(focus_under_help, 0);
    }
    if (hands.focus != 0 && next.find(hands.focus) == nullptr) hands.focus = 0;
    if (!hands.down) {
        hands.pressed = 0;
        hands.drag_panel = 0;
        hands.carried = 0;
        hands.dragging = hands.aside = false;
    }
    if (hands.activate != 0) again = true;
    hands.activate = 0;
    std::optional<Time> due;
    if (glide.rolls()) due = now + tuning::glide_picture;
    if (held_key.due) due = due ? std::min(*due, *held_key.due) : *held_key.due;
    modal_layer = modal;
    main_button = next_main_button;
    std::swap(tree, next);
    std::swap(overlays, next_overlays);
    return {ImGui::GetDrawData(), !again && queue.empty() && !fonts.stale(), wants_clipboard, due};
}

Stage::Stage(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Stage::~Stage() = default;

Result<std::unique_ptr<Stage>> Stage::open(const FontFiles& fonts, Words words, const StageOptions& options) {
    auto inside = std::make_unique<Inside>(fonts, std::move(words), options);
    if (const auto built = inside->fonts.build(); !built) return tl::unexpected(built.error());
    inside->fonts.want_alphabets();
    return std::unique_ptr<Stage>{new Stage{std::move(inside)}};
}

void Stage::handle(const input::Event& event) {
    inside_->queue.push_back(event);
}

void Stage::pass(Time now) {
    inside_->now = now;
}

Finished Stage::frame(const std::function<void(Frame&)>& draw) {
    return inside_->frame(draw);
}

bool Stage::settle(const std::function<void(Frame&)>& draw) {
    for (int frames = 0; frames < tuning::settle_frames; ++frames)
        if (frame(draw).settled) return true;
    return false;
}

const Tree& Stage::tree() const {
    return inside_->tree;
}

const StageOptions& Stage::options() const {
    return inside_->options;
}

void Stage::change(const StageOptions& options) {
    inside_->options = options;
    if (!options.on_screen_keyboard) inside_->keyboard_open = false;
    inside_->measure();
}

void Stage::speak(Words words) {
    inside_->words = std::move(words);
}

const Words& Stage::words() const {
    return inside_->words;
}

bool Stage::press(Role role, std::string_view name) {
    const Node* node = inside_->tree.find(role, name);
    if (node == nullptr || !node->enabled || node->layer < inside_->modal_layer) return false;
    inside_->hands.activate = node->id;
    return true;
}

bool Stage::focus(Role role, std::string_view name) {
    const Node* node = inside_->tree.find(role, name);
    if (node == nullptr || !node->enabled || !node->focusable) return false;
    inside_->hands.focus = node->id;
    inside_->hands.focus_by_key = true;
    return true;
}

}  // namespace zvonok::ui
