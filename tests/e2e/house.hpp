#pragma once

#include "station/journal/journal.hpp"
#include "tests/domain/small_school.hpp"
#include "tests/support/card_station.hpp"
#include "tests/support/glance.hpp"
#include "tests/support/xvfb.hpp"

#include <csignal>
#include <functional>

/// A station as a school has it: the real program in a real window, real pcscd and card, clicks and keys by xdotool.
/// Time: Tuesday 15 September 2026, 09:50, in the second period; algebra of 7Б in room 12.
namespace zvonok::test {

constexpr std::string_view teacher_pin = "471193";
constexpr std::string_view demo_time = "2026-09-15T09:50";

/// Whom the image tells its stations to believe.
struct Authorities {
    std::string server_ca, staff_ca, staff_list;  ///< PEM
    crypto::PublicKey server_key{};
};

/// The school's keys, image and cards, and state folders made from them.
class House {
  public:
    House();
    /// Of a server that is there already.
    House(std::string url, Authorities believed) : url(std::move(url)), believed_(std::move(believed)) {}

    /// A station folder with the image applied and the small school's facts in its journal, the server heard today.
    std::filesystem::path station(const std::string& name = "kab-12");
    /// As station(), with no journal yet.
    std::filesystem::path blank_station(const std::string& name = "kab-12");
    void write_facts(const std::filesystem::path& root);
    /// A card of the teacher of algebra, or of somebody else.
    std::filesystem::path card(const std::string& login = "A.Kuznetsova@school.example",
                               const std::string& at = now_text);
    /// Where the image says that the server is; nobody listens on port 1.
    std::string url = "https://127.0.0.1:1";
    bool demo = true;

    /// zvonokctl with these words; throws when it fails.
    void ctl(std::vector<std::string> words) const;
    [[nodiscard]] std::filesystem::path at(const std::string& name) const { return dir_ / name; }
    [[nodiscard]] journal::Options journal_options(const std::string& name) const;

    SmallSchool school;
    crypto::SigningKey server_key = crypto::SigningKey::generate();
    static constexpr const char* now_text = "2026-09-15T06:50:00Z";

  private:
    void make_image();
    std::optional<Authorities> believed_;
    TempDir dir_;
    bool made_ = false;
    int cards_ = 0, folders_ = 0;
};

/// A disk that can run full, with a copy of a station's folder on it. Needs a mount namespace of the test's own.
class SmallDisk {
  public:
    SmallDisk(const std::filesystem::path& root, const std::string& size);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] std::filesystem::path station() const { return dir_ / "station"; }
    void fill() const;
    void make_room() const;

  private:
    TempDir dir_;
};

/// What a cell of the class list says once its absence is on disk.
constexpr std::string_view absence_saved = "Н, сохранено", present_saved = "сохранено";

/// The program zvonok-station on a screen of its own.
class StationProgram {
  public:
    enum class As {
        demo,  ///< at demo_time, telling its screen in words
        plain  ///< as at a school
    };
    explicit StationProgram(std::filesystem::path root, As as = As::demo);

    /// What any name or value of the screen contains.
    [[nodiscard]] bool says(std::string_view text) const;
    /// Waits for it, 10 s at most.
    [[nodiscard]] bool comes_to_say(std::string_view text) const;
    [[nodiscard]] bool comes_to_hide(std::string_view text) const;
    /// A click on the middle of the control, or of the one after so many of the same name; throws when it does not come
    /// up.
    void click(std::string_view role, std::string_view name, int after = 0) const;
    /// Takes one cell to another, as a hand with a mouse does.
    void drag(std::string_view from_cell, std::string_view to_cell) const;
    void type(std::string_view keys) const;
    void press(std::string_view key) const;  ///< "Return", "ctrl+z"
    /// Puts a text on the clipboard, as copying it in another program does.
    void copy(std::string_view text) const;
    /// The value of a control, or another word of the tree file; empty when it is not there.
    [[nodiscard]] std::string value(std::string_view role, std::string_view name,
                                    std::string_view which = "value") const;
    [[nodiscard]] std::string screen() const;  ///< the tree file, for messages
    [[nodiscard]] std::string log() const;
    void kill() { process_->end(SIGKILL); }
    void stop() { process_->end(SIGTERM); }
    void start();

    /// Types the PIN on the pad with real clicks.
    void enter_pin(std::string_view pin) const;
    /// Waits for the PIN screen, types the PIN and waits for the class list; throws when it does not come.
    void log_in() const;
    [[nodiscard]] bool shows_a_picture() const;
    /// What is on the glass once it rests. What tells the time is covered, for it is another in each run.
    [[nodiscard]] Picture timeless_picture() const;
    /// Covered too: one control as if it were not there.
    void cover(Picture& picture, std::string_view role, std::string_view name) const;

  private:
    struct Place {
        int x = 0, y = 0;
    };
    /// Waits for it; throws when it does not come up.
    [[nodiscard]] Place found(std::string_view role, std::string_view name, int after = 0) const;
    [[nodiscard]] std::optional<Place> place_of(std::string_view role, std::string_view name, int after) const;

    std::filesystem::path root_;
    As as_;
    TempDir dir_;
    Xvfb display_{1280, 720};
    std::optional<ChildProcess> process_;
};

}  // namespace zvonok::test
