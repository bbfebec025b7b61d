#include "station/domain/abbreviation.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace zvonok::domain {

namespace {

using Word = std::u32string_view;

template <std::size_t size>
bool is_one_of(Word word, const std::array<Word, size>& words) {
    return std::ranges::find(words, word) != words.end();
}

/// Cuts that are no Russian words, so that a full stop after one of them never merely ends a sentence.
constexpr auto known_cuts = std::to_array<Word>(
    {U"алг",     U"англ",    U"биол",    U"внекл",   U"вост",    U"вып",    U"геогр",  U"геом",   U"гг",     U"вв",
     U"гл",      U"глаг",    U"гос",     U"дееприч", U"дикт",    U"доп",    U"др",     U"зад",    U"закл",   U"закреп",
     U"зап",     U"излож",   U"изуч",    U"инд",     U"инстр",   U"информ", U"ист",    U"кл",     U"классн", U"контр",
     U"конт",    U"кв",      U"лаб",     U"литер",   U"лит",     U"матем",  U"напр",   U"нареч",  U"нач",    U"нем",
     U"нерав",   U"неравен", U"обл",     U"обобщ",   U"обществ", U"опр",    U"опред",  U"осн",    U"отеч",   U"повт",
     U"повтор",  U"полит",   U"пр",      U"практ",   U"предл",   U"прилаг", U"прил",   U"прич",   U"пров",   U"произв",
     U"раб",     U"разд",    U"революц", U"реш",     U"росс",    U"рус",    U"русск",  U"самост", U"слож",   U"см",
     U"советск", U"совр",    U"сокр",    U"соч",     U"сочин",   U"ср",     U"стр",    U"сущ",    U"табл",   U"теор",
     U"технол",  U"тыс",     U"упр",     U"ур",      U"уравн",   U"учеб",   U"физ",    U"франц",  U"хим",    U"числит",
     U"чел",     U"чт",      U"эк",      U"экон",    U"эконом",  U"эл",     U"электр", U"яз"});

/// Words that are cuts where a number follows: «рис. 5».
constexpr auto cuts_before_number = std::to_array<Word>({U"рис", U"п", U"прав", U"черт"});

/// Contractions whose parts alone say nothing.
constexpr auto known_pairs = std::to_array<Word>({U"р-р", U"в-в", U"м-р", U"ж-д", U"т-р", U"з-н"});

/// Last parts of words contracted with a hyphen: «кол-во», «ур-ие», «англ-ий».
constexpr auto contracted_ends =
    std::to_array<Word>({U"во",   U"ва",   U"ве",   U"ву",  U"вом", U"ие",  U"ия",  U"ий",  U"ии",  U"ию",   U"ием",
                         U"иям",  U"иях",  U"ние",  U"ния", U"нии", U"нию", U"ция", U"ции", U"цию", U"ть",   U"сть",
                         U"сти",  U"ство", U"ства", U"ный", U"ная", U"ное", U"ные", U"ных", U"ной", U"ский", U"ская",
                         U"ское", U"ские", U"ских", U"щий", U"щая", U"щее", U"щие", U"ка",  U"ки",  U"ку",   U"кой"});

/// What lessons of Russian are about, written in capitals: particles and combinations of letters.
constexpr auto taught_capitals = std::to_array<Word>(
    {U"не",  U"ни",  U"жи",  U"ши",  U"ча",  U"ща",   U"чу",  U"щу",  U"чк",    U"чн",    U"нч",   U"нщ",
     U"рщ",  U"щн",  U"нн",  U"сс",  U"тся", U"ться", U"пре", U"при", U"раз",   U"рас",   U"без",  U"бес",
     U"из",  U"ис",  U"воз", U"вос", U"пол", U"полу", U"бы",  U"ли",  U"же",    U"то",    U"цы",   U"ци",
     U"зн",  U"сн",  U"стн", U"лаг", U"лож", U"раст", U"ращ", U"рос", U"гор",   U"гар",   U"кос",  U"кас",
     U"бер", U"бир", U"тер", U"тир", U"мер", U"мир",  U"как", U"что", U"чтобы", U"также", U"тоже", U"зато",
     U"или", U"их",  U"на",  U"за",  U"под", U"над",  U"по",  U"об",  U"от",    U"до",    U"йо",   U"ой",
     U"ей",  U"ий",  U"ый",  U"ого", U"его", U"ек",   U"ик",  U"чик", U"щик",   U"ова",   U"ева",  U"ыва",
     U"ива", U"ск",  U"зк",  U"оро", U"оло", U"ере",  U"еле", U"ра",  U"ла",    U"ре",    U"ле"});

/// Signs of units, as letters are written in them: «м/с», «Н/Кл».
constexpr auto units =
    std::to_array<Word>({U"м",  U"см", U"мм", U"дм",  U"км", U"с",   U"мс", U"мин", U"ч",    U"г",   U"мг",
                         U"кг", U"т",  U"ц",  U"га",  U"л",  U"мл",  U"Н",  U"кН",  U"В",    U"кВ",  U"А",
                         U"К",  U"Кл", U"Дж", U"кДж", U"Вт", U"кВт", U"Па", U"кПа", U"моль", U"сут", U"об"});

/// Endings of cases, on consonants: after them a full stop ends a sentence.
constexpr auto case_endings =
    std::to_array<Word>({U"ов", U"ев", U"ах", U"ях", U"ам", U"ям", U"ом", U"ем", U"ым", U"им", U"ых", U"их", U"ми"});

/// How words begin that are followed by the letters of points: «треугольник АВС», «на отрезке КМ».
constexpr auto figures = std::to_array<Word>(
    {U"треуголь", U"угол",           U"угл",     U"отрез", U"луч",          U"прям",       U"вектор",
     U"сторон",   U"плоскост",       U"дуг",     U"хорд",  U"медиан",       U"биссектрис", U"высот",
     U"диагонал", U"параллелограмм", U"трапеци", U"ромб",  U"четырехуголь", U"точ"});

constexpr Word closers = U"»\")]}”’'";
constexpr Word openers = U"«\"([{“„'";
constexpr Word inside_signs = U",;:-–—/)+=";

/// Letters joined by hyphens or strokes without a space: indexes of pieces.
struct Compound {
    std::vector<std::size_t> parts;  ///< pieces of letters
    bool stroke = false, hyphen = false;
    bool hangs = false;  ///< a hyphen before or after: «-ться», «3-й», a part of a word
};

class Search {
  public:
    Search(std::string_view text, const std::vector<std::string>& allowed, bool is_name)
        : pieces_(pieces_of(text)), is_name_(is_name) {
        for (const std::string& term : allowed) allowed_.insert(key_of(pieces_of(term)));
        look_for_shouting();
    }

    std::vector<FoundWord> run() {
        for (std::size_t at = 0; at < pieces_.size();) {
            if (pieces_[at].kind != PieceKind::letters) {
                ++at;
                continue;
            }
            const Compound compound = compound_at(at);
            at = compound.parts.back() + 1;
            look_at(compound);
        }
        return std::move(found_);
    }

  private:
    [[nodiscard]] const Piece* piece(std::size_t at) const { return at < pieces_.size() ? &pieces_[at] : nullptr; }
    [[nodiscard]] bool is_sign(std::size_t at, char32_t sign) const {
        return at < pieces_.size() && pieces_[at].kind == PieceKind::sign && pieces_[at].sign == sign;
    }
    [[nodiscard]] bool is_hyphen_at(std::size_t at) const {
        return at < pieces_.size() && pieces_[at].kind == PieceKind::sign && is_hyphen(pieces_[at].sign);
    }
    [[nodiscard]] bool is_letters(std::size_t at) const {
        return at < pieces_.size() && pieces_[at].kind == PieceKind::letters;
    }
    [[nodiscard]] bool is_space(std::size_t at) const {
        return at < pieces_.size() && pieces_[at].kind == PieceKind::space;
    }

    /// Letters, hyphens and strokes, all else aside.
    static std::u32string key_of(const std::vector<Piece>& pieces) {
        std::u32string key;
        for (const Piece& piece : pieces) {
            key += piece.folded;
            if (is_hyphen(piece.sign)) key += U'-';
            if (piece.sign == '/') key += U'/';
        }
        return key;
    }
    [[nodiscard]] bool is_allowed(const std::u32string& key) const { return allowed_.contains(key); }

    [[nodiscard]] Compound compound_at(std::size_t at) const {
        Compound compound{{at}, false, false, at > 0 && is_hyphen_at(at - 1)};
        while (is_letters(at + 2) && (is_hyphen_at(at + 1) || is_sign(at + 1, '/'))) {
            (is_hyphen_at(at + 1) ? compound.hyphen : compound.stroke) = true;
            at += 2;
            compound.parts.push_back(at);
        }
        compound.hangs = compound.hangs || is_hyphen_at(at + 1);
        return compound;
    }

    void look_at(const Compound& compound) {
        std::u32string key;
        for (const std::size_t part : compound.parts) {
            if (!key.empty()) key += compound.stroke && is_sign(part - 1, '/') ? U'/' : U'-';
            key += pieces_[part].folded;
        }
        if (is_allowed(key)) return;
        const bool russian = std::ranges::all_of(
            compound.parts, [&](std::size_t part) { return pieces_[part].cyrillic && !pieces_[part].foreign; });
        if (russian && !compound.hangs &&
            ((compound.stroke && stroke_contracts(compound)) || (compound.hyphen && hyphen_contracts(compound, key))))
            return add(compound.parts.front(), compound.parts.back());
        for (const std::size_t part : compound.parts)
            if (is_capital_term(part)) return add(part, part);
        const std::size_t last = compound.parts.back();
        if (!is_sign(last + 1, '.') || is_sign(last + 2, '.') || is_allowed(pieces_[last].folded)) return;
        if (pieces_[last].cyrillic && stop_cuts(last, compound.parts.size() == 1)) add_cut(last);
    }

    void add(std::size_t first, std::size_t last) {
        const std::size_t begins = pieces_[first].offset;
        found_.push_back({begins, pieces_[last].offset + pieces_[last].length - begins});
    }
    /// With its full stop; «т. д.» is one find, not two.
    void add_cut(std::size_t at) {
        const std::size_t ends = pieces_[at + 1].offset + 1;
        if (chained_ == at && !found_.empty())
            found_.back().length = ends - found_.back().offset;
        else
            found_.push_back({pieces_[at].offset, ends - pieces_[at].offset});
        chained_ = at + 2 + (is_space(at + 2) ? 1U : 0U);
        if (pieces_[at].letters.size() > 1) chained_ = 0;
    }

    [[nodiscard]] bool stroke_contracts(const Compound& compound) const {
        bool all_units = true;
        bool any_cut = false;
        bool all_short = true;
        for (const std::size_t part : compound.parts) {
            const Piece& piece = pieces_[part];
            all_units = all_units && is_one_of(piece.letters, units);
            all_short = all_short && piece.letters.size() <= 3;
            any_cut = any_cut || is_one_of(piece.folded, known_cuts) || std::ranges::none_of(piece.folded, is_vowel);
        }
        const bool known = std::ranges::any_of(
            compound.parts, [&](std::size_t part) { return is_one_of(pieces_[part].folded, known_cuts); });
        return !all_units && (known || (all_short && any_cut));
    }

    [[nodiscard]] bool hyphen_contracts(const Compound& compound, const std::u32string& key) const {
        if (is_one_of(key, known_pairs)) return true;
        const Piece& head = pieces_[compound.parts.front()];
        const Piece& tail = pieces_[compound.parts.back()];
        const char32_t before_tail = pieces_[compound.parts[compound.parts.size() - 2]].folded.back();
        const bool cut_before = !is_vowel(before_tail) && Word{U"йьъ"}.find(before_tail) == Word::npos;
        // «пойдём-ка» is a word, «хар-ка» is cut.
        const bool imperative = tail.folded == U"ка" && before_tail == U'м';
        if (cut_before && !imperative && is_one_of(tail.folded, contracted_ends)) return true;
        if (head.folded == U"в" && tail.folded.size() > 3) return false;  // «в-третьих»
        if (head.letters.size() == 1 && is_upper(head.letters.front())) return false;  // «S-образный», «Т-лимфоциты»
        bool any_mute = false;
        bool any_spoken = false;
        for (const std::size_t part : compound.parts) {
            const Piece& piece = pieces_[part];
            const bool spoken = std::ranges::any_of(piece.folded, is_vowel);
            const bool capital = is_upper(piece.letters.front());
            any_mute = any_mute || (!spoken && !capital && piece.folded != U"с");
            any_spoken = any_spoken || (spoken && piece.folded.size() > 1);
        }
        return any_mute && any_spoken;
    }

    [[nodiscard]] bool is_capital_term(std::size_t at) const {
        const Piece& piece = pieces_[at];
        if (shouting_ || !piece.cyrillic || piece.foreign) return false;
        const auto lower = std::ranges::find_if_not(piece.letters, is_upper);
        const auto capitals = static_cast<std::size_t>(lower - piece.letters.begin());
        // «ВУЗы» has the ending of a case; «КОНТРОЛЬНАЯ» is only loud.
        if (capitals < 2 || capitals > 6 || piece.letters.size() - capitals > 3) return false;
        if (std::any_of(lower, piece.letters.end(), is_upper)) return false;
        const std::u32string term = piece.folded.substr(0, capitals);
        if (term.find_first_not_of(U'х') == std::u32string::npos) return false;  // a Roman number in Cyrillic letters
        const bool numbered = at > 0 && pieces_[at - 1].kind == PieceKind::digits;
        return !numbered && !names_points(at) && !is_one_of(term, taught_capitals) && !is_allowed(term) &&
               !is_allowed(piece.folded);
    }

    [[nodiscard]] bool names_points(std::size_t at) const {
        if (at < 2 || !is_space(at - 1) || !is_letters(at - 2)) return false;
        return std::ranges::any_of(figures, [&](Word begin) { return pieces_[at - 2].folded.starts_with(begin); });
    }

    /// Someone typed with the capitals locked: letter case then says nothing.
    void look_for_shouting() {
        std::size_t words = 0;
        bool long_word = false;
        for (const Piece& piece : pieces_) {
            if (!piece.cyrillic || piece.letters.size() < 2) continue;
            if (!std::ranges::all_of(piece.letters, is_upper)) return;
            ++words;
            long_word = long_word || piece.letters.size() > 6;
        }
        shouting_ = long_word || words >= 3;
    }

    /// Whether the full stop after the word stands for letters left out.
    [[nodiscard]] bool stop_cuts(std::size_t at, bool stands_alone) const {
        const Piece& word = pieces_[at];
        if (is_name_) return true;
        if (stands_alone && is_initial(at) && beside_name(at)) return false;
        if (is_one_of(word.folded, known_cuts)) return true;

        std::size_t next = at + 2;
        bool closed = false;
        while (is_space(next) || (piece(next) != nullptr && closers.find(pieces_[next].sign) != Word::npos)) {
            closed = closed || !is_space(next);
            ++next;
        }
        const bool adjoins = next == at + 2;
        const Piece* follows = piece(next);
        const bool single = word.letters.size() == 1;
        if (single && (after_number(at) || (chained_ == at && !found_.empty()))) return true;
        if (follows == nullptr) return false;
        if (follows->kind == PieceKind::digits)
            return is_one_of(word.folded, cuts_before_number) || (single && !adjoins && !is_vowel(word.folded.front()));
        while (piece(next) != nullptr && (is_space(next) || openers.find(pieces_[next].sign) != Word::npos)) ++next;
        follows = piece(next);
        if (follows == nullptr) return false;
        const bool goes_on = follows->kind == PieceKind::letters
                                 ? follows->cyrillic && !is_upper(follows->letters.front())
                                 : inside_signs.find(follows->sign) != Word::npos;
        if (word.folded == U"им") return follows->kind == PieceKind::letters;  // «им. Пушкина»
        if (closed && !goes_on) return false;
        return goes_on && (single || looks_cut(word.folded));
    }

    static bool looks_cut(Word word) {
        const char32_t last = word.back();
        if (is_vowel(last) || last == U'й' || last == U'ь' || last == U'ъ') return false;
        return word.size() < 5 || !is_one_of(word.substr(word.size() - 2), case_endings);
    }

    /// «1941 г.», «XX в.», «1941–1945 гг.»
    [[nodiscard]] bool after_number(std::size_t at) const {
        if (at == 0) return false;
        const std::size_t before = is_space(at - 1) && at > 1 ? at - 2 : at - 1;
        const Piece& number = pieces_[before];
        // The sign of a unit takes no full stop of its own: «Бег 30 м. Прыжки».
        const Word sign = pieces_[at].folded;
        if (number.kind == PieceKind::digits) return !is_vowel(sign.front()) && sign != U"м" && sign != U"л";
        return number.kind == PieceKind::letters && before + 1 < at &&
               number.letters.find_first_not_of(U"IVXLCDMХІ") == std::u32string::npos;
    }

    /// «А», and «Дж» of Jack London.
    [[nodiscard]] bool is_initial(std::size_t at) const {
        const Piece& piece = pieces_[at];
        return piece.kind == PieceKind::letters && is_upper(piece.letters.front()) &&
               (piece.letters.size() == 1 || piece.letters == U"Дж");
    }
    [[nodiscard]] bool is_dotted_initial(std::size_t at) const {
        return at < pieces_.size() && is_initial(at) && is_sign(at + 1, '.');
    }
    [[nodiscard]] bool is_capitalised(std::size_t at) const {
        return is_letters(at) && pieces_[at].letters.size() > 1 && is_upper(pieces_[at].letters.front()) &&
               !is_upper(pieces_[at].letters[1]);
    }
    /// A family name or another initial stands next to it.
    [[nodiscard]] bool beside_name(std::size_t at) const {
        std::size_t next = at + 2;
        while (is_space(next) || is_hyphen_at(next)) ++next;
        if (is_capitalised(next) || is_dotted_initial(next)) return true;
        std::size_t before = at;
        while (before > 0 && (is_space(before - 1) || is_hyphen_at(before - 1))) --before;
        if (before == 0) return false;
        if (is_sign(before - 1, '.')) return before > 1 && is_initial(before - 2);
        return before < at && is_capitalised(before - 1);
    }

    std::vector<Piece> pieces_;
    bool is_name_;
    bool shouting_ = false;
    std::size_t chained_ = 0;  ///< the piece that would go on with the last single letter that was cut
    std::set<std::u32string> allowed_;
    std::vector<FoundWord> found_;
};

}  // namespace

std::vector<FoundWord> find_abbreviations(std::string_view text, const std::vector<std::string>& allowed) {
    return Search{text, allowed, false}.run();
}

std::vector<FoundWord> find_abbreviations_in_name(std::string_view name, const std::vector<std::string>& allowed) {
    return Search{name, allowed, true}.run();
}

}  // namespace zvonok::domain
