#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"
#include "report/junit.h"

namespace seedctl::cli {
namespace {

void write_junit(const std::string& path, const std::vector<check::CheckResult>& results) {
  std::vector<report::TestCase> cases;
  for (const check::CheckResult& result : results)
    for (const check::Outcome& item : result.outcomes)
      cases.push_back({.class_name = result.profile + "." + item.check,
                       .name = item.title,
                       .duration_ms = item.duration_ms,
                       .passed = item.passed,
                       .failure = item.passed ? "" : item.finding.message});
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << report::to_junit("seedctl check", cases);
  file.close();
  if (!file)
    throw base::Error(base::ErrorCode::io,
                      "can't write " + base::printable(path) + ": " + std::strerror(errno));
}

}  // namespace

Runner declare_check(Syntax& syntax) {
  struct Options {
    app::CheckRequest request;
    std::string junit;
  };
  const auto options = std::make_shared<Options>();
  syntax.positional("PROFILE", options->request.profiles, 0, 1000,
                    "profiles of the seeds folder (the last one seeded, else dev)");
  syntax.value("--scale", "FACTOR", scale_into(options->request.scale),
               "expect row counts at this scale (the one it was seeded with)");
  declare_dates(syntax, options->request.as_of, options->request.until,
                "instead of the one it was seeded with");
  syntax.value(
      "--junit", "FILE", [options](const std::string& path) { options->junit = path; },
      "also write the result as JUnit XML");
  syntax.example("seedctl check dev");
  syntax.example("seedctl check dev --junit check.xml");
  return [options](Context& context) {
    begin_profiles(context, options->request.profiles);
    const std::vector<check::CheckResult> results =
        app::check(context.settings(), options->request, context.progress());
    bool passed = true;
    for (const check::CheckResult& result : results) {
      add_profile(context, options->request.profiles, check_document(result));
      show_check(context, result, true);
      show_digests(context, result.digests);
      passed = passed && result.failed() == 0;
    }
    if (!options->junit.empty()) write_junit(options->junit, results);
    return passed ? 0 : 3;
  };
}

}  // namespace seedctl::cli
