#include "sync/server/import/csv.hpp"
#include "sync/server/import/encoding.hpp"
#include "sync/server/import/plan_table.hpp"
#include "sync/server/import/sheet.hpp"
#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"
#include "tests/fuzz/input.hpp"

using namespace zvonok;
using namespace zvonok::server::imports;
using fuzz::promise;

namespace {

/// Rows that a strict reader takes come back from the writer.
void strict_table(ByteView bytes) {
    Findings findings;
    const auto table = read_csv("a.csv", bytes, {}, findings);
    if (!table) {
        promise(findings.errors() > 0, "a table that is not taken is told why");
        return;
    }
    std::string written;
    append_csv_row(written, table->header);
    for (const CsvRow& row : table->rows) append_csv_row(written, row.fields);
    Findings again_findings;
    const auto again = read_csv("a.csv", as_bytes(written), {}, again_findings);
    promise(again && again->header == table->header && again->rows.size() == table->rows.size(),
            "a table survives being written");
}

void loose_table(ByteView bytes) {
    Findings findings;
    const auto text = text_of("a.csv", bytes, findings);
    if (!text) return;
    promise(!first_bad_utf8(*text), "what is taken as text is UTF-8");
    static_cast<void>(read_csv_rows("a.csv", *text, guess_format(bytes), findings));
}

void sheets(ByteView bytes) {
    Findings findings;
    const auto read = read_sheets("a.xlsx", copy(bytes), findings);
    if (!read) {
        promise(findings.errors() > 0, "a workbook that is not taken is told why");
        return;
    }
    for (const Sheet& sheet : *read)
        promise(sheet.rows.size() <= tuning::sheet_limit_rows || sheet.name.empty(), "a sheet is bounded");
}

void plan(ByteView bytes) {
    Findings findings;
    const auto read = read_plan_table("plan.csv", copy(bytes), {}, findings);
    if (!read) return;
    for (const PlanRow& row : read->rows) promise(!first_bad_utf8(row.topic), "a topic is text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.byte() % 4) {
        case 0:
            strict_table(input.rest());
            break;
        case 1:
            loose_table(input.rest());
            break;
        case 2:
            sheets(input.rest());
            break;
        default:
            plan(input.rest());
    }
    return 0;
}
