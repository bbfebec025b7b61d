#pragma once

#include "sync/server/import/plan_header.hpp"

namespace zvonok::server::imports {

struct PlanRow {
    std::size_t line = 0;
    int number = 0;  ///< position in the plan, from 1
    std::string topic;
    int hours = 1;
    std::string work{};      ///< as the file says, «контрольная работа»; empty: none
    std::string homework{};  ///< what the plan proposes; empty: nothing
};

/// A row that is not taken. It still stands for its topic: what an earlier import made of it does not end.
struct FaultyRow {
    std::size_t line = 0;
    int number = 0;  ///< 0: not to be read
    std::string topic;
};

struct PlanTable {
    std::string place;                  ///< for findings: "план.xlsx, лист «7Б»"
    std::string subject, school_class;  ///< as named above the header; may be empty
    std::vector<PlanRow> rows;          ///< by number
    std::vector<FaultyRow> faulty;
};

/// A teacher's table of topics, FORMATS.md says what it may look like. Rows that cannot be taken are findings with
/// line and column, and say what to do; nothing, and an error, when the file is no plan at all.
///
/// sheet  name of the sheet; may be empty where one sheet only holds a plan
std::optional<PlanTable> read_plan_table(const std::string& file, Bytes content, const std::string& sheet,
                                         Findings& findings);

}  // namespace zvonok::server::imports
