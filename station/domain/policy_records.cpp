// Lists of things with a code and options, and lists of rules by grade and subject:
//   УП | уважительная причина | kind: valid | missed: yes; Б | болезнь | kind: illness | missed: yes
//   2-4: next_lesson; 5-11 (литература, русский язык): 7 days
#include "station/domain/policy_text.hpp"
#include "station/domain/policy_words.hpp"

#include <functional>

namespace zvonok::domain {

namespace {

using Kind = TextFault::Kind;

constexpr std::size_t code_bytes = 24;
constexpr std::size_t title_bytes = 200;

/// Code, title and options of one item. Whoever reads it takes the options that it knows; the rest are faults.
class Record {
  public:
    static tl::expected<Record, TextFault> parse(std::string_view text, bool with_title) {
        Record record;
        std::vector<std::string_view> fields;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('|', at), text.size());
            const auto words = split(text.substr(at, end - at), '\n');
            fields.push_back(words.empty() ? std::string_view{} : words.front());
            at = end + 1;
        }
        std::size_t next = 0;
        if (with_title) {
            record.code_ = fields[next++];
            if (record.code_.empty()) return tl::unexpected(TextFault{Kind::missing, {}, {}, 0, "code"});
            if (record.code_.size() > code_bytes || record.code_.find_first_of(" ,") != std::string::npos)
                return tl::unexpected(TextFault{Kind::code, record.code_, {}, 0, "code"});
            if (next < fields.size()) {
                if (auto fault = read_text(fields[next++], title_bytes, record.title_)) {
                    fault->option = "title";
                    return tl::unexpected(*fault);
                }
            }
        }
        for (; next < fields.size(); ++next) {
            const std::size_t colon = fields[next].find(": ");
            const std::string name{fields[next].substr(0, colon)};
            const std::string value{colon == std::string_view::npos ? "" : fields[next].substr(colon + 2)};
            if (!record.options_.emplace(name, value).second)
                return tl::unexpected(TextFault{Kind::doubled, name, {}, 0, name});
        }
        return record;
    }

    [[nodiscard]] const std::string& code() const { return code_; }
    [[nodiscard]] const std::string& title() const { return title_.empty() ? code_ : title_; }
    [[nodiscard]] bool is_bare() const { return title_.empty() && options_.empty(); }
    [[nodiscard]] const TextCheck& fault() const { return fault_; }

    /// Leaves the value alone where the option is not given.
    template <class Read>
    void take(const std::string& name, Read read_it) {
        const auto found = options_.find(name);
        if (found == options_.end() || fault_) return;
        fault_ = read_it(std::string_view{found->second});
        if (fault_) fault_->option = name;
        options_.erase(found);
    }
    void flag(const std::string& name, bool& value) {
        take(name, [&](std::string_view text) { return read_flag(text, value); });
    }
    void number(const std::string& name, Bounds bounds, int& value) {
        take(name, [&](std::string_view text) { return read_number(text, bounds, value); });
    }
    template <class T>
    void value(const std::string& name, T& into) {
        take(name, [&](std::string_view text) { return read(text, into); });
    }
    /// "5, 4, 3"
    void list(const std::string& name, std::vector<std::string>& into) {
        take(name, [&](std::string_view text) -> TextCheck {
            into.clear();
            for (const std::string_view part : split(text, ',')) {
                if (std::ranges::find(into, part) != into.end()) return TextFault{Kind::doubled, std::string(part)};
                into.emplace_back(part);
            }
            if (into.empty()) return TextFault{Kind::missing};
            return {};
        });
    }
    void require(bool holds, TextFault otherwise) {
        if (!holds && !fault_) fault_ = std::move(otherwise);
    }
    TextCheck finish() {
        if (!fault_ && !options_.empty())
            fault_ = TextFault{Kind::unknown, options_.begin()->first, {}, 0, options_.begin()->first};
        return fault_;
    }

  private:
    std::string code_, title_;
    std::map<std::string, std::string> options_;
    TextCheck fault_;
};

/// Items with codes, each code once.
template <class T>
TextCheck read_list(std::string_view text, std::vector<T>& value, const std::function<T(Record&)>& take) {
    value.clear();
    for (const std::string_view part : split(text, ';')) {
        const auto here = [&](TextFault fault) {
            fault.item = value.size();
            return fault;
        };
        auto record = Record::parse(part, true);
        if (!record) return here(record.error());
        T item = take(*record);
        if (const auto fault = record->finish()) return here(*fault);
        if (std::ranges::find(value, item.code, &T::code) != value.end())
            return here({Kind::doubled, item.code, {}, 0, "code"});
        value.push_back(std::move(item));
    }
    if (value.empty()) return TextFault{Kind::missing};
    return {};
}

/// Items of the form [REACH: ]VALUE.
template <class Rule, class Take>
TextCheck read_rules(std::string_view text, std::vector<Rule>& value, Take take) {
    value.clear();
    if (text == "none") return {};
    for (const std::string_view part : split(text, ';')) {
        const std::size_t colon = part.find(": ");
        const std::string_view reach = colon == std::string_view::npos ? std::string_view{} : part.substr(0, colon);
        const auto body = split(colon == std::string_view::npos ? part : part.substr(colon + 2), ';');
        Rule rule;
        TextCheck fault = body.empty() ? TextFault{Kind::missing, std::string(part)} : take(reach, body.front(), rule);
        if (fault) {
            fault->item = value.size();
            return fault;
        }
        value.push_back(std::move(rule));
    }
    if (value.empty()) return TextFault{Kind::missing};
    return {};
}

/// "5-11 (литература, русский язык)", "5-11", "(литература)" or nothing.
TextCheck read_reach(std::string_view text, Reach& reach) {
    reach = {};
    const std::size_t open = text.find('(');
    const auto grades = split(text.substr(0, open), ';');
    if (!grades.empty())
        if (auto fault = read(grades.front(), reach.grades)) return fault;
    if (open == std::string_view::npos) return {};
    if (!text.ends_with(')')) return TextFault{Kind::form, std::string(text), "5-11 (литература, русский язык)"};
    for (const std::string_view subject : split(text.substr(open + 1, text.size() - open - 2), ','))
        reach.subjects.emplace_back(subject);
    if (reach.subjects.empty()) return TextFault{Kind::missing, std::string(text)};
    return {};
}

std::string write_reach(const Reach& reach) {
    std::string text = reach.grades == GradeRange{} ? "" : write(reach.grades);
    if (!reach.subjects.empty()) text += (text.empty() ? "(" : " (") + join(reach.subjects, ", ") + ")";
    return text.empty() ? text : text + ": ";
}

}  // namespace

bool Reach::has(int grade, std::string_view subject) const {
    return grades.has(grade) && (subjects.empty() || std::ranges::find(subjects, subject) != subjects.end());
}

TextCheck read(std::string_view text, std::vector<GradeRange>& value) {
    return read_rules(text, value, [](std::string_view reach, std::string_view body, GradeRange& range) -> TextCheck {
        if (!reach.empty()) return TextFault{Kind::form, std::string(reach), "1; 3-4"};
        return read(body, range);
    });
}

std::string write(const std::vector<GradeRange>& value) {
    return written(value, [](const GradeRange& range) { return write(range); });
}

TextCheck read(std::string_view text, std::vector<DeadlineRule>& value) {
    return read_rules(text, value, [](std::string_view reach, std::string_view body, DeadlineRule& rule) -> TextCheck {
        if (auto fault = read_reach(reach, rule.reach)) return fault;
        return read(body, rule.deadline);
    });
}

std::string write(const std::vector<DeadlineRule>& value) {
    return written(value, [](const DeadlineRule& rule) { return write_reach(rule.reach) + write(rule.deadline); });
}

TextCheck read(std::string_view text, std::vector<ScaleRule>& value) {
    return read_rules(text, value, [](std::string_view reach, std::string_view body, ScaleRule& rule) -> TextCheck {
        if (auto fault = read_reach(reach, rule.reach)) return fault;
        return read_text(body, code_bytes, rule.scale);
    });
}

std::string write(const std::vector<ScaleRule>& value) {
    return written(value, [](const ScaleRule& rule) { return write_reach(rule.reach) + rule.scale; });
}

TextCheck read(std::string_view text, std::vector<PeriodRule>& value) {
    return read_rules(text, value, [](std::string_view reach, std::string_view body, PeriodRule& rule) -> TextCheck {
        if (!reach.empty())
            if (auto fault = read(reach, rule.grades)) return fault;
        return read(body, rule.kind);
    });
}

std::string write(const std::vector<PeriodRule>& value) {
    return written(value, [](const PeriodRule& rule) {
        return (rule.grades == GradeRange{} ? "" : write(rule.grades) + ": ") + write(rule.kind);
    });
}

TextCheck read(std::string_view text, ReasonReview& value) {
    const auto parts = split(text, '|');
    if (parts.size() != 2) return TextFault{Kind::form, std::string(text), "class_teacher | weekly"};
    value = {};
    if (auto fault = read(parts[0], value.who)) return fault;
    return read(parts[1], value.every);
}

std::string write(const ReasonReview& value) {
    return write(value.who) + " | " + write(value.every);
}

TextCheck read(std::string_view text, PasswordStrength& value) {
    value = {};
    auto record = Record::parse(text, false);
    if (!record) return record.error();
    record->number("length", {1, 100}, value.shortest);
    record->number("classes", {1, 4}, value.classes);
    return record->finish();
}

std::string write(const PasswordStrength& value) {
    return "length: " + std::to_string(value.shortest) + " | classes: " + std::to_string(value.classes);
}

TextCheck read(std::string_view text, std::vector<AbsenceCode>& value) {
    const std::vector<AbsenceCode> known = default_absence_codes();
    const auto plain = [&](std::string_view code) {
        const auto found = std::ranges::find(known, code, &AbsenceCode::code);
        return found == known.end() ? AbsenceCode{std::string(code), std::string(code)} : *found;
    };
    if (text.find_first_of("|;") == std::string_view::npos) {
        // Schools' facts from before codes had titles: "Н УП НП".
        value.clear();
        for (const std::string_view code : split(text, ' ')) value.push_back(plain(code));
        if (value.empty()) return TextFault{Kind::missing};
        return {};
    }
    return read_list<AbsenceCode>(text, value, [&](Record& record) {
        if (record.is_bare()) return plain(record.code());
        AbsenceCode code{record.code(), record.title()};
        record.value("kind", code.kind);
        code.missed = code.kind != AbsenceKind::exempt && code.kind != AbsenceKind::late;
        record.flag("missed", code.missed);
        return code;
    });
}

std::string write(const std::vector<AbsenceCode>& value) {
    return written(value, [](const AbsenceCode& code) {
        return code.code + " | " + code.title + " | kind: " + write(code.kind) +
               " | missed: " + write_flag(code.missed);
    });
}

TextCheck read(std::string_view text, std::vector<WorkKind>& value) {
    return read_list<WorkKind>(text, value, [](Record& record) {
        WorkKind kind{record.code(), record.title()};
        record.take("weight", [&](std::string_view option) { return read_decimal(option, {0, 10000}, kind.weight); });
        record.flag("written", kind.written);
        record.flag("creative", kind.creative);
        record.flag("monitoring", kind.monitoring);
        record.flag("numbered", kind.numbered);
        record.take("deadline", [&](std::string_view option) {
            kind.deadline.emplace();
            return read(option, *kind.deadline);
        });
        record.take("window_days", [&](std::string_view option) {
            int days = 0;
            TextCheck fault = read_number(option, {0, 366}, days);
            kind.window = std::chrono::days{days};
            return fault;
        });
        return kind;
    });
}

std::string write(const std::vector<WorkKind>& value) {
    return written(value, [](const WorkKind& kind) {
        std::string text = kind.code + " | " + kind.title + " | weight: " + write_decimal(kind.weight);
        if (kind.written) text += " | written: yes";
        if (kind.creative) text += " | creative: yes";
        if (kind.monitoring) text += " | monitoring: yes";
        if (kind.numbered) text += " | numbered: yes";
        if (kind.deadline) text += " | deadline: " + write(*kind.deadline);
        if (kind.window) text += " | window_days: " + std::to_string(kind.window->count());
        return text;
    });
}

TextCheck read(std::string_view text, std::vector<MarkScale>& value) {
    return read_list<MarkScale>(text, value, [](Record& record) {
        MarkScale scale{record.code(), record.title()};
        record.value("form", scale.form);
        record.list("values", scale.values);
        record.list("passing", scale.passing);
        record.number("maximum", {1, 1000}, scale.maximum);
        for (const std::string& mark : scale.passing)
            record.require(std::ranges::find(scale.values, mark) != scale.values.end(),
                           {Kind::word, mark, join(scale.values, ", "), 0, "passing"});
        int number = 0;
        if (scale.form == MarkScale::Form::numbers)
            for (const std::string& mark : scale.values)
                record.require(!read_number(mark, {0, 1000}, number), {Kind::number, mark, "0..1000", 0, "values"});
        const bool by_points = scale.form == MarkScale::Form::points || scale.form == MarkScale::Form::criteria;
        record.require(by_points || !scale.values.empty(), {Kind::missing, {}, {}, 0, "values"});
        record.require(!by_points || scale.maximum > 0, {Kind::missing, {}, {}, 0, "maximum"});
        return scale;
    });
}

std::string write(const std::vector<MarkScale>& value) {
    return written(value, [](const MarkScale& scale) {
        std::string text = scale.code + " | " + scale.title + " | form: " + write(scale.form);
        if (!scale.values.empty()) text += " | values: " + join(scale.values, ", ");
        if (!scale.passing.empty()) text += " | passing: " + join(scale.passing, ", ");
        if (scale.maximum > 0) text += " | maximum: " + std::to_string(scale.maximum);
        return text;
    });
}

TextCheck read(std::string_view text, std::vector<ChangeGround>& value) {
    return read_list<ChangeGround>(text, value, [](Record& record) {
        ChangeGround ground{record.code(), record.title()};
        record.flag("document", ground.document);
        return ground;
    });
}

std::string write(const std::vector<ChangeGround>& value) {
    return written(value, [](const ChangeGround& ground) {
        return ground.code + " | " + ground.title + " | document: " + write_flag(ground.document);
    });
}

}  // namespace zvonok::domain
