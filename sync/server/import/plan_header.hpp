#pragma once

#include "sync/server/import/sheet.hpp"

namespace zvonok::server::imports {

/// Where a plan's columns are, by what teachers call them: «№ п/п», «Номер урока», «Тема урока», «Наименование разделов
/// и тем», «Кол-во часов», «Часы», «Всего», «Домашнее задание», «Вид контроля», and the English number, topic, hours,
/// homework, work.
struct PlanHeader {
    std::size_t row = 0;    ///< index among the sheet's rows
    std::size_t after = 0;  ///< the first row of the table itself
    std::size_t topic = 0;
    std::optional<std::size_t> number, hours, homework, work;
    std::vector<std::string> unread;  ///< names of other columns

    /// What the file says above the header, «Предмет: алгебра»; empty when it does not.
    std::string subject, school_class;
};

/// Nothing when no row reads like the header of a plan.
std::optional<PlanHeader> find_plan_header(const Sheet& sheet);

/// A row that repeats the header, as tables over several printed pages do.
bool repeats_header(const Sheet& sheet, const PlanHeader& header, const SheetRow& row);

/// One line of plain text: no line breaks, soft hyphens, doubled or odd spaces, nothing that is no UTF-8.
std::string one_line(std::string_view text);

}  // namespace zvonok::server::imports
