// What an export writes depends on what was asked for, and on nothing that happens around it.
#include "app/export.h"

#include <fcntl.h>
#include <unistd.h>

#include "app/exports.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string without_header(const std::string& text) { return text.substr(text.find('\n') + 1); }

void leave(const TempDir& dir, const std::string& out) {
  dir.write_file(out + "/.seedctl-export-00000.part/user/part-00000.csv", "not moved yet");
  dir.write_file(out + "/.seedctl-export-00000.part/files.json",
                 R"({"profile": "dev", "content": "x", "files": ["rent/part-00000.csv", "../precious",)"
                 R"( "rent/notes.txt", "user/part-00000.csv"]})");
  dir.write_file(out + "/rent/part-00000.csv", "moved already");
}

}  // namespace

TEST_CASE("threads and sizes of batches change no byte of an export") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  const Files whole = bench.files_of(bench.request("whole"));
  REQUIRE(whole.size() == 4);
  for (const std::uint32_t jobs : {1U, 2U, 7U}) {
    for (const std::size_t batch : {1U, 1000U, 4096U}) {
      INFO(jobs << " jobs, batches of " << batch);
      app::ExportRequest request = bench.request("j" + std::to_string(jobs) + "b" + std::to_string(batch));
      request.jobs = jobs;
      request.batch_rows = batch;
      CHECK(bench.files_of(request) == whole);
    }
  }
}

TEST_CASE("the files of all shards put together are the files of the whole") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  const Files whole = bench.files_of(bench.request("whole"));
  for (std::uint32_t number : {3U, 1U, 2U}) {
    app::ExportRequest request = bench.request("shards");
    request.shard = {number, 3};
    bench.run(request);
  }
  const Files shards = bench.files_in("shards");
  CHECK(shards.size() == 3 * whole.size());
  for (const auto& [name, text] : whole) {
    const std::string folder = name.substr(0, name.find('/') + 1);
    INFO(folder);
    CHECK(shards.at(folder + "part-00000.csv") + without_header(shards.at(folder + "part-00001.csv")) +
              without_header(shards.at(folder + "part-00002.csv")) ==
          text);
  }
}

TEST_CASE("an export that is there is replaced only where somebody agrees and then whole") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  bench.run(bench.request("out"));
  const Files before = bench.files_in("out");
  app::ExportRequest fewer = bench.request("out");
  fewer.only = {"bike"};
  const base::Error error = error_of([&] { bench.run(fewer); });
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK_THAT(error.message(), ContainsSubstring("Replace what an earlier export made"));
  CHECK(bench.files_in("out") == before);
  bench.dir().write_file("out/rent/notes.txt", "mine");
  bench.run(fewer, true);
  CHECK(bench.files_in("out") ==
        Files{{"bike/part-00000.csv", before.at("bike/part-00000.csv")}, {"rent/notes.txt", "mine"}});
}

TEST_CASE("files of others are asked for first and never written over") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  bench.dir().write_file("out/bike/part-00000.csv", "mine");
  CHECK_THAT(error_of([&] { bench.run(bench.request("out")); }).message(),
             ContainsSubstring("which holds other files"));
  const base::Error error = error_of([&] { bench.run(bench.request("out"), true); });
  CHECK(error.code() == base::ErrorCode::io);
  CHECK_THAT(error.message(), ContainsSubstring("bike/part-00000.csv is in the way"));
  CHECK(bench.files_in("out") == Files{{"bike/part-00000.csv", "mine"}});
}

TEST_CASE("what a killed export left is cleared away and nothing else") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  const Files whole = bench.files_of(bench.request("whole"));
  leave(bench.dir(), "out");
  bench.dir().write_file("precious", "mine");
  bench.run(bench.request("out"));
  CHECK(bench.files_in("out") == whole);
  CHECK(bench.dir().read_file("precious") == "mine");
}

TEST_CASE("an export whose moves fail or are killed leaves the earlier one") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  app::ExportRequest first = bench.request("out");
  first.only = {"user", "rent"};
  bench.run(first);
  const Files before = bench.files_in("out");

  // The users are moved, and then no folder can be made.
  bench.dir().write_file("out/bike", "mine");
  CHECK(error_of([&] { bench.run(bench.request("out"), true); }).code() == base::ErrorCode::io);
  Files after = bench.files_in("out");
  CHECK(after["bike"] == "mine");
  after.erase("bike");
  CHECK(after == before);
  std::filesystem::remove(bench.dir().file("out/bike"));

  // Killed when the users were moved and the rents were not: the next export begins with the earlier one.
  const std::string staging = "out/.seedctl-export-00000.part/";
  const std::string listed = bench.dir().read_file("out/seedctl-export-00000.json");
  bench.dir().write_file(staging + "files.json", listed);
  bench.dir().write_file(staging + "rent/part-00000.csv", "new");
  for (const char* file : {"seedctl-export-00000.json", "rent/part-00000.csv", "user/part-00000.csv"}) {
    bench.dir().write_file(staging + "replaced/" + file, bench.dir().read_file(std::string("out/") + file));
    std::filesystem::remove(bench.dir().file(std::string("out/") + file));
  }
  bench.dir().write_file("out/user/part-00000.csv", "new");
  const base::Error error = error_of([&] { bench.run(first); });
  CHECK_THAT(error.message(), ContainsSubstring("Replace what an earlier export made"));
  CHECK(bench.files_in("out") == before);
  CHECK(!bench.dir().exists(staging));
}

TEST_CASE("an export that fails leaves the folder as it was") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  app::ExportRequest request = bench.request("new/out");
  request.only = {"rents"};
  CHECK_THAT(error_of([&] { bench.run(request); }).message(), ContainsSubstring("did you mean \"rent\""));
  CHECK(!bench.dir().exists("new"));
  bench.dir().write_file("file", "x");
  CHECK_THAT(error_of([&] { bench.run(bench.request("file")); }).message(),
             ContainsSubstring("--out takes a folder"));
}

TEST_CASE("a full device is told and not passed over") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  app::ExportRequest request = bench.request("out");
  request.out = "/dev/full";
  const base::Error error = error_of([&] { bench.run(request); });
  CHECK(error.code() == base::ErrorCode::io);
  CHECK(error.message() == "could not write /dev/full: No space left on device");
  CHECK(!error.hint.empty());
}

TEST_CASE("a table without rows is a file with a header") {
  const ExportBench bench;
  bench.write_profile("tables: {user: 0}\n");
  CHECK(bench.files_of(bench.request("out")) ==
        Files{{"user/part-00000.csv", "id,name,age,email,loyalty_tier\n"}});
}

TEST_CASE("a device that is a file for now gets the rows after what it holds") {
  const ExportBench bench;
  bench.write_profile("tables: {user: 0}\n");
  bench.dir().write_file("log", "before\n");
  const int descriptor = ::open(bench.dir().file("log").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(descriptor >= 0);
  app::ExportRequest request = bench.request("out");
  request.out = "/dev/fd/" + std::to_string(descriptor);
  CHECK(bench.run(request).streamed);
  ::close(descriptor);
  CHECK(bench.dir().read_file("log") == "before\nid,name,age,email,loyalty_tier\n");
}
