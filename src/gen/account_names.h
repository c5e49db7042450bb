// Names as they stand in e-mail addresses and logins: "Müller" is "mueller", "佐藤" is "sato".
//
// Lower-case letters of ASCII only: mail works everywhere, case-blind keys hold, and a number after a name
// can be told from it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/locale.h"

namespace seedctl::gen {

// Of each entry of a list of names: its second field where it has one (a reading), else its letters, each as
// the locale's `letters` list writes it in ASCII. What is no letter is left out; never empty.
std::vector<std::string> account_names(const Locale& locale, std::string_view list);

}  // namespace seedctl::gen
