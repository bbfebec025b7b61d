#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace zvonok::config {

/// What every program's command line has: --version, and a help whose own words are Russian. After all commands and
/// options are there.
void complete(CLI::App& app);

/// What is wrong with a command, in Russian, and what could be said instead: which word is not understood, what is
/// missing, which commands there are. Ends with a line feed.
std::string command_fault(const CLI::App& app, const CLI::ParseError& fault);

}  // namespace zvonok::config
