// Files and folders of a project that are there and cannot be read: each is named with the reason, and never
// taken for missing, since a config that is passed over protects nothing.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

namespace fs = std::filesystem;

struct Unreadable {
  const char* path;
  std::vector<std::string> command;
  int status;
};

const std::vector<Unreadable>& unreadable_paths() {
  static const std::vector<Unreadable> all{
      {"seedctl.yaml", {"status"}, 2},
      {"seedctl.yaml", {"seed", "dev"}, 2},
      {"seedctl.yaml", {"reset", "dev", "--yes"}, 2},
      {"seedctl.yaml", {"status", "--config", "seedctl.yaml"}, 2},
      {".env", {"status"}, 2},
      {"migrations", {"migrate"}, 2},
      {"migrations", {"status"}, 2},
      {"migrations", {"seed", "dev"}, 2},
      {"migrations", {"reset", "dev", "--yes"}, 2},
      {"migrations", {"new", "next"}, 2},
      {"migrations/0002_rent_landing.sql", {"migrate"}, 2},
      {"seeds", {"seed", "dev"}, 2},
      {"seeds", {"check", "dev"}, 2},
      {"seeds", {"sample", "dev"}, 2},
      {"seeds", {"reset", "dev", "--yes"}, 2},
      {"seeds/dev.yaml", {"seed", "dev"}, 2},
      {"seeds/base.yaml", {"seed", "dev"}, 2},
      {"schema.lock.json", {"sample", "dev"}, 2},
      {"schema.lock.json", {"seed", "dev"}, 2},
  };
  return all;
}

// The bike rental, migrated and seeded, with a config and an .env.
void make_ready(const Project& project) {
  project.dir().write_file("seedctl.yaml",
                           "environments: {here: {url: \"sqlite:test.db\", disposable: true}}\n");
  project.dir().write_file(".env", "A=b\n");
  REQUIRE(project.run({"migrate"}).status == 0);
}

}  // namespace

TEST_CASE("what a link that leads nowhere stands for is unreadable and not missing") {
  const Project project(base::Engine::sqlite);
  make_ready(project);
  for (const Unreadable& item : unreadable_paths()) {
    INFO(item.path << " " << item.command.front());
    const std::string path = project.dir().file(item.path);
    fs::rename(path, project.dir().file("aside"));
    fs::create_symlink(fs::path(path).filename(), path);  // to itself
    const ProcessResult result = project.run(item.command);
    INFO(result.err);
    CHECK(result.status == item.status);
    CHECK_THAT(result.err, ContainsSubstring(item.path));
    CHECK(result.err.find("bug of seedctl") == std::string::npos);
    fs::remove(path);
    fs::rename(project.dir().file("aside"), path);
  }
  CHECK(project.scalar("select count(*) from \"user\"") == "0");
}

TEST_CASE("what its reader may not read is named with the reason") {
  const Project project(base::Engine::sqlite);
  make_ready(project);
  for (const char* path : {"", "test.db", "test.db-seedctl.lock"})
    fs::permissions(project.dir().file(path), fs::perms::all);
  for (const Unreadable& item : unreadable_paths()) {
    INFO(item.path << " " << item.command.front());
    const std::string path = project.dir().file(item.path);
    const fs::perms before = fs::status(path).permissions();
    fs::permissions(path, fs::perms::none);
    std::vector<std::string> line{SEEDCTL_BINARY};
    line.insert(line.end(), item.command.begin(), item.command.end());
    const ProcessResult result = run_process(without_privileges(line), project.dir().path(),
                                             {{"SEEDCTL_DATABASE_URL", project.url()}});
    INFO(result.err);
    CHECK(result.status == item.status);
    CHECK_THAT(result.err, ContainsSubstring(item.path));
    CHECK_THAT(result.err, ContainsSubstring("Permission denied"));
    fs::permissions(path, before);
  }
  CHECK(project.scalar("select count(*) from \"user\"") == "0");
}
