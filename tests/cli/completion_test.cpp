// Completion as a shell asks for it.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// What bash offers for the last of these words, in one line.
std::string offered(const Project& project, const std::vector<std::string>& words) {
  std::string line = "source <(" SEEDCTL_BINARY " completion bash); COMP_WORDS=(" SEEDCTL_BINARY;
  for (const std::string& word : words) line += " '" + word + "'";
  line += "); COMP_CWORD=" + std::to_string(words.size()) + "; _seedctl; echo \"${COMPREPLY[*]}\"";
  const ProcessResult result = run_process({"/bin/bash", "-c", line}, project.dir().path());
  INFO(result.err);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  return result.out;
}

}  // namespace

TEST_CASE("bash completes the values that stand in the project's files") {
  const Project project(base::Engine::sqlite);
  project.dir().write_file("seedctl.yaml",
                           "database: ${NOT_SET}\nenvironments:\n  staging: {url: \"sqlite:${NOR_THIS}\"}\n"
                           "  review: {url: 'sqlite:r.db'}\n");
  CHECK(offered(project, {"status", "--env", ""}) == "review staging\n");
  CHECK(offered(project, {"--env", "st"}) == "staging\n");
  CHECK(offered(project, {"status", "--env", "=", "re"}) == "review\n");
  CHECK(offered(project, {"status", "--env", "="}) == "review staging\n");

  // What a shell would run, or take apart, is no word for it.
  project.dir().write_file("seedctl.yaml",
                           "environments:\n  \"$(touch ran)\": {}\n  \"<(touch ran)\": {}\n  \"a b\": {}\n"
                           "  größe-2.x: {}\n");
  CHECK(offered(project, {"status", "--env", ""}) == "größe-2.x\n");
  CHECK_FALSE(std::filesystem::exists(project.dir().file("ran")));

  project.dir().write_file("seedctl.yaml", "database: sqlite:test.db\n");
  CHECK(offered(project, {"status", "--env", ""}) == "\n");
  const std::string of_profiles = offered(project, {"seed", "--only", ""});
  CHECK_THAT(of_profiles, ContainsSubstring("rent"));
  REQUIRE(project.run({"migrate"}).status == 0);
  CHECK(offered(project, {"seed", "--only", ""}) == "bike loyalty_event rent rent_landing user\n");
  CHECK(offered(project, {"seed", "--only", "rent_"}) == "rent_landing\n");
  CHECK(offered(project, {"seed", "--only", "user,bi"}) == "user,bike\n");
  CHECK(offered(project, {"sample", "dev", "--table", "us"}) == "user\n");
  CHECK(offered(project, {"seed", "d"}) == "dev\n");
  CHECK(offered(project, {"explain", "rent:1", "--profile", "d"}) == "dev\n");
}

TEST_CASE("zsh and fish ask for the same values") {
  const Project project(base::Engine::sqlite);
  for (const char* shell : {"zsh", "fish"})
    for (const char* question : {"seedctl completion environments", "seedctl completion tables", "seedctl completion profiles"})
      CHECK_THAT(project.run({"completion", shell}).out, ContainsSubstring(question));
  CHECK(project.json({"completion", "environments"}).at("values").empty());
}
