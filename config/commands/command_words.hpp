#pragma once

#include "config/schema.hpp"

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace zvonok::config {

/// What every program's command line has: --version, and a help that has its own words in the language and tells what
/// holds where an option is not given. After all commands and options are there.
void complete(CLI::App& app, Language language = Language::russian);

/// What is wrong with a command, and what could be said instead: which word is not understood, what is
/// missing, which commands there are. Ends with a line feed.
std::string command_fault(const CLI::App& app, const CLI::ParseError& fault, Language language = Language::russian);

}  // namespace zvonok::config
