// Rows that profiles of one plan would leave, for those after them that refer to rows they do not make.
//
// What an earlier profile would load into an empty table is computed; a table that it would not touch is
// read. Where its rows and others would stand side by side nobody knows them before it is seeded, and a
// profile that refers to them is not counted.
#pragma once

#include <list>
#include <map>
#include <string>
#include <vector>

#include "profile/document.h"
#include "profile/resolve.h"
#include "seed/plan.h"

namespace seedctl::app {

class PlannedRows {
 public:
  // Of the profile counted last.
  void add(profile::ResolvedProfile profile, const std::vector<seed::TableCounts>& counts);
  // Of one that could not be counted.
  void add_unknown(const profile::Document& document);

  // Reads rows as they would be then; `stored` reads those that are there now, empty where there is no
  // database. This outlives what is returned. A reader that meets rows that nobody knows throws, and
  // unknown() says why.
  profile::ReadExternalRows reading(profile::ReadExternalRows stored);
  // Of the last reading(): "" where all rows were known.
  const std::string& unknown() const { return unknown_; }

 private:
  struct Left {
    std::string profile;
    const profile::ResolvedTable* table = nullptr;  // whose rows it would be exactly; nullptr: nobody knows
  };
  [[noreturn]] void fail_unknown(const std::string& why);

  std::list<profile::ResolvedProfile> profiles_;  // a list: tables are pointed to
  std::map<std::string, Left> left_;              // tables that would change, by name
  std::string unknown_;
};

}  // namespace seedctl::app
