#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

namespace {

constexpr NodeId hash_start = 1469598103934665603ULL;

NodeId hashed(NodeId hash, std::string_view bytes) {
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
    return (hash ^ 0xFFU) * 1099511628211ULL;
}

}  // namespace

NodeId Inside::name_id(Role role, std::string_view name) {
    NodeId id = scopes.empty() ? hash_start : scopes.back();
    id = hashed(id ^ static_cast<NodeId>(role), name);
    const int used = names[id]++;
    return used == 0 ? id : hashed(id, std::to_string(used));
}

/// The next place of the open area, `height` pixels high unless a row has set it.
Rect Inside::place(float height) {
    Area& open = area();
    if (open.row) {
        Area::Row& row = *open.row;
        return row.next < row.places.size() ? row.places[row.next++] : Rect{};
    }
    const Rect result{open.rect.x, open.y, open.rect.w, height};
    open.y += height + tuning::gap_u * u;
    return result;
}

/// Tint and rule of a row that has just been placed.
void Inside::dress(const Rect& row, const RowOptions& options) {
    if (options.tinted) fill(row.inset(-u, 0), palette().selection);
    if (!options.rule) return;
    // The rows of a table touch: the gap of the flow is taken back, and a rule drawn where they meet.
    area().y -= tuning::gap_u * u;
    const float thickness = std::max(1.f, std::round(palette().line_u * u));
    fill({row.x, row.bottom() - thickness, row.w, thickness}, palette().line);
}

void Inside::open_area(const Rect& rect) {
    Area fresh;
    fresh.rect = rect;
    fresh.y = rect.y;
    fresh.clip = areas.empty() ? Rect{0, 0, ImGui::GetIO().DisplaySize.x, ImGui::GetIO().DisplaySize.y} : area().clip;
    fresh.panel = areas.empty() ? 0 : area().panel;
    areas.push_back(fresh);
}

void Inside::close_area() {
    areas.pop_back();
}

void Inside::in_group(Role role, std::string_view name, const Rect& rect, const std::function<void()>& draw) {
    const int group = static_cast<int>(next.nodes().size());
    say(role, name, rect);
    groups.push_back(group);
    draw();
    groups.pop_back();
}

float Inside::in_panel(std::string_view name, const Rect& frame, const Rect& view, const std::function<void()>& draw) {
    const NodeId id = name_id(Role::group, name);
    Panel& panel = panels[id];
    panel.seen = true;
    panel.view = view.h;
    if (reachable(hands.pointer) && frame.overlap(area().clip).contains(hands.pointer)) {
        if (hands.went_down) {
            hands.drag_panel = id;
            hands.drag_from = panel.scroll;
        }
        if (hands.wheel != 0) panel.scroll -= hands.wheel * tuning::wheel_step_u * u;
    }
    const bool drags = (hands.down || hands.went_up) && hands.drag_panel == id;
    if (drags && panel.goes_aside && !hands.dragging) {
        const float across = std::abs(hands.pointer.x - hands.pressed_at.x);
        const float down = std::abs(hands.pointer.y - hands.pressed_at.y);
        if (across > tuning::drag_starts_u * u && across > down) {
            hands.dragging = hands.aside = true;
            hands.pressed = 0;
        }
    }
    panel.goes_aside = false;
    if (drags && !hands.aside && panel.content > panel.view) {
        const float moved = hands.pointer.y - hands.pressed_at.y;
        if (!hands.dragging && std::abs(moved) > tuning::drag_starts_u * u) {
            hands.dragging = true;
            hands.pressed = 0;
        }
        if (hands.dragging) {
            panel.scroll = hands.drag_from - moved;
            glide.hold(hands.pointer.y, now);
            glide_panel = id;
            glide_rect = frame.overlap(area().clip);
            if (hands.went_up) glide.let_go(panel.scroll, tuning::glide_least_u * u, now);
        }
    }
    if (glide_panel == id && glide.rolls()) panel.scroll = glide.place(now);
    const float wanted = panel.scroll;
    panel.scroll = std::round(std::clamp(wanted, 0.f, std::max(0.f, panel.content - panel.view)));
    if (glide_panel == id && std::abs(wanted - panel.scroll) > 1) glide.stop();  // at the list's end

    Rect moved = view;
    moved.y -= panel.scroll;
    open_area(moved);
    area().panel = id;
    area().clip = frame.overlap(area().clip);
    const Rect clip = area().clip;
    list().PushClipRect({clip.x, clip.y}, {clip.right(), clip.bottom()}, true);
    in_group(Role::group, name, frame, draw);
    list().PopClipRect();
    const float content = std::max(0.f, area().y - moved.y - tuning::gap_u * u);
    close_area();
    // `panel` may have moved in memory: panels inside panels are entered into the same table.
    Panel& after = panels[id];
    if (content != after.content) {
        after.content = content;
        again = true;
    }
    if (content > view.h) {
        const float length = std::max(4 * u, view.h * view.h / content);
        const float way = (view.h - length) * after.scroll / (content - view.h);
        fill({frame.right() - 1.2f * u, view.y + way, 0.6f * u, length}, palette().quiet, 0.3f);
    }
    return content;
}

Node& Inside::say(Role role, std::string_view name, const Rect& rect, std::string_view value) {
    return next.add({.id = name_id(role, name),
                     .role = role,
                     .name = std::string{name},
                     .value = std::string{value},
                     .rect = rect,
                     .layer = layer,
                     .group = groups.empty() ? -1 : groups.back()});
}

/// Whether the layer that is being drawn gets what the pointer does there: no layer above covers the place.
bool Inside::reachable(Point point) const {
    if (layer < modal_layer) return false;
    for (const Overlay& overlay : overlays)
        if (overlay.layer > layer && overlay.rect.contains(point)) return false;
    return true;
}

Control Inside::control(const ControlOptions& wanted) {
    Control control;
    control.id = name_id(wanted.role, wanted.name);
    control.rect = wanted.rect;
    const bool under = reachable(hands.pointer) && wanted.rect.overlap(area().clip).contains(hands.pointer);
    const bool usable = wanted.enabled && layer >= modal_layer;
    if (usable) {
        control.hovered = under && hands.hovers && !hands.dragging;
        if (under && hands.went_down && !hands.caught) {
            hands.pressed = control.id;
            // A touched digit leaves Enter to the button that ends the number.
            if (wanted.focusable && !wanted.aside && wanted.role != Role::key) hands.focus = control.id;
            if (wanted.movable) hands.drag_panel = 0;
        }
        if (wanted.movable && hands.pressed == control.id && (hands.down || hands.went_up) &&
            distance(hands.pointer, hands.pressed_at) > tuning::drag_starts_u * u) {
            hands.carried = control.id;
            hands.dragging = true;
        }
        control.carried = hands.carried == control.id;
        control.held = hands.pressed == control.id && hands.down && under;
        control.activated = hands.pressed == control.id && hands.went_up && under && !control.carried;
        if (hands.activate == control.id) {
            hands.activate = 0;
            control.activated = true;
            again = true;
        }
    }
    if (wanted.take_focus && usable) {
        hands.focus = control.id;
        hands.focus_by_key = hands.focus_moved = true;
        again = true;
    }
    control.focused = wanted.focusable && hands.focus == control.id;
    if (control.focused && hands.focus_moved && area().panel != 0) {
        const Rect clip = area().clip;
        float& scroll = panels[area().panel].scroll;
        const float above = clip.y + u - wanted.rect.y;
        const float below = wanted.rect.bottom() - (clip.bottom() - u);
        if (above > 0)
            scroll -= above;
        else if (below > 0)
            scroll += below;
        if (above > 0 || below > 0) again = true;
    }
    next.add({.id = control.id,
              .role = wanted.role,
              .name = std::string{wanted.name},
              .value = std::string{wanted.value},
              .meaning = std::string{wanted.meaning},
              .rect = wanted.rect,
              .enabled = wanted.enabled,
              .focusable = wanted.focusable,
              .focused = control.focused,
              .chosen = wanted.chosen,
              .alert = wanted.alert,
              .secret = wanted.secret,
              .cut = wanted.cut,
              .kept = wanted.kept,
              .row = wanted.row,
              .layer = layer,
              .group = groups.empty() ? -1 : groups.back()});
    return control;
}

}  // namespace zvonok::ui
