#pragma once

#include "config/policy_value.hpp"

namespace zvonok::config {

// What is wrong with the value of `key`, for the log and for people.
std::string english(const std::string& key, const domain::TextFault& fault);
std::string russian(const std::string& key, const domain::TextFault& fault);
/// unit  that of the parameter, "days"; empty: none
std::string english(const std::string& key, const ShapeTrouble& trouble, const std::string& unit);
std::string russian(const std::string& key, const ShapeTrouble& trouble, const std::string& unit);

}  // namespace zvonok::config
