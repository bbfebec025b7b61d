#pragma once

#include <string_view>

/// The names of rules as verdicts carry them; the screens have a sentence for each. Names stay for ever. Those of the
/// rules about texts stand in topic_text.hpp.
namespace zvonok::domain::rule {

// The entry itself.
inline constexpr std::string_view malformed = "entry.malformed";
inline constexpr std::string_view audience = "entry.audience";
inline constexpr std::string_view clock_doubt = "clock.doubt";
inline constexpr std::string_view facts_differ = "facts.differ";
inline constexpr std::string_view newer_program = "program.newer";
inline constexpr std::string_view text_too_long = "text.too_long";
inline constexpr std::string_view text_empty = "text.empty";

// Who may.
inline constexpr std::string_view not_assigned = "rights.not_assigned";
inline constexpr std::string_view role_not_held = "rights.role_not_held";
inline constexpr std::string_view role_not_enough = "rights.role";
inline constexpr std::string_view other_class = "rights.other_class";
inline constexpr std::string_view other_person = "rights.other_person";
inline constexpr std::string_view account_blocked = "account.blocked";
inline constexpr std::string_view kiosk = "station.kiosk";
inline constexpr std::string_view bound_elsewhere = "station.bind_teacher";
inline constexpr std::string_view unprotected = "station.admin_protected";
inline constexpr std::string_view substitution_over = "substitution.over";
inline constexpr std::string_view substitution_access = "substitution.access";
inline constexpr std::string_view substitute_unfit = "substitution.teacher";

// Lessons and what is written in them.
inline constexpr std::string_view lesson_unknown = "lesson.unknown";
inline constexpr std::string_view lesson_ahead = "lesson.ahead";
inline constexpr std::string_view lesson_cancelled = "lesson.cancelled";
inline constexpr std::string_view lesson_change = "lesson.change";
inline constexpr std::string_view not_on_list = "pupil.not_on_list";
inline constexpr std::string_view unknown_code = "attendance.unknown_code";
inline constexpr std::string_view late_minutes = "attendance.late_minutes";
inline constexpr std::string_view attendance_window = "attendance.edit_window_days";
inline constexpr std::string_view reason_window = "attendance.reason_review";
inline constexpr std::string_view document_unknown = "document.unknown";
inline constexpr std::string_view document_incomplete = "document.incomplete";
inline constexpr std::string_view topic_empty = "topic.empty";
inline constexpr std::string_view topic_source = "topic.source";
inline constexpr std::string_view topic_window = "topic.edit_window_days";
inline constexpr std::string_view plan_item = "topic.plan_item";
inline constexpr std::string_view homework_addressee = "homework.addressee";
inline constexpr std::string_view homework_due = "homework.due_in_past";
inline constexpr std::string_view homework_lesson = "homework.due_lesson";
inline constexpr std::string_view homework_window = "homework.edit_window_days";
inline constexpr std::string_view seat_plan = "seats.impossible";

// Marks.
inline constexpr std::string_view work_kind_missing = "mark.kind_required";
inline constexpr std::string_view work_kind_unknown = "work.unknown_kind";
inline constexpr std::string_view work_day = "work.done_on";
inline constexpr std::string_view mark_markless = "mark.markless_grades";
inline constexpr std::string_view mark_unknown = "mark.unknown_value";
inline constexpr std::string_view mark_window = "mark.current.edit_window_days";
inline constexpr std::string_view monitoring_window = "mark.monitoring.edit_window_days";
inline constexpr std::string_view writing_window = "mark.writing_10_11.edit_window_days";
inline constexpr std::string_view inform_window = "mark.inform_deadline_days";
inline constexpr std::string_view transfer_document = "mark.transferred_document";
inline constexpr std::string_view transfer_day = "mark.transferred_day";
inline constexpr std::string_view period_unknown = "period.unknown";
inline constexpr std::string_view period_early = "period_mark.early_entry";
inline constexpr std::string_view period_window = "period_mark.edit_window_days";

// Late changes.
inline constexpr std::string_view change_kind = "change.kind";
inline constexpr std::string_view change_ground = "change.grounds";
inline constexpr std::string_view change_document = "change.document";
inline constexpr std::string_view change_unknown = "change.unknown";
inline constexpr std::string_view change_decided = "change.decided";
inline constexpr std::string_view change_own = "change.own_request";
inline constexpr std::string_view change_not_approved = "change.not_approved";
inline constexpr std::string_view change_differs = "change.differs";
inline constexpr std::string_view change_executor = "change.executor";
inline constexpr std::string_view held_unknown = "held.unknown";
inline constexpr std::string_view held_own = "held.own_entry";

// The year and its archive.
inline constexpr std::string_view year_closed = "year.closed";
inline constexpr std::string_view year_unknown = "year.unknown";
inline constexpr std::string_view year_order = "year.step_order";
inline constexpr std::string_view year_same_person = "year.same_person";
inline constexpr std::string_view year_running = "year.running";
inline constexpr std::string_view year_not_accepted = "archive.form_checked_mark";
inline constexpr std::string_view archive_step = "archive.unknown_step";
inline constexpr std::string_view archive_prechecks = "archive.prechecks";
inline constexpr std::string_view archive_not_exported = "archive.not_exported";
inline constexpr std::string_view journal_kept = "retention.journal_years";
inline constexpr std::string_view summary_kept = "retention.summary_years";
inline constexpr std::string_view summary_inside = "retention.summary_extract";

// Registers.
inline constexpr std::string_view order_unknown = "order.unknown";
inline constexpr std::string_view order_incomplete = "order.incomplete";
inline constexpr std::string_view order_not_covering = "order.not_covering";
inline constexpr std::string_view movement_order = "movement.order";
inline constexpr std::string_view one_of_split = "subgroups.one_of_split";
inline constexpr std::string_view credential_used = "credentials.used";
inline constexpr std::string_view consent_missing = "credentials.needs_consent";
inline constexpr std::string_view application_missing = "credentials.needs_application";
inline constexpr std::string_view policy_unreadable = "policy.unreadable";
inline constexpr std::string_view policy_backdated = "policy.backdated";
inline constexpr std::string_view register_unknown = "register.unknown";
inline constexpr std::string_view register_field = "register.field";
inline constexpr std::string_view register_value = "register.value";
inline constexpr std::string_view register_sealed = "register.sealed";
inline constexpr std::string_view register_second = "register.second";
inline constexpr std::string_view agreement_missing = "personal_data.needs_agreement";
inline constexpr std::string_view other_direction = "rights.direction";
inline constexpr std::string_view days_reversed = "fact.days";
inline constexpr std::string_view reference_unknown = "fact.reference";

}  // namespace zvonok::domain::rule
