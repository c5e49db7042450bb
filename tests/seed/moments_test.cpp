// Time that makes sense, on every engine: no child before its parent, and none after its parent's end.
#include "bench.h"
#include "support/catch.h"
#include "support/source_tree.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// The example of a section of the documentation, as it stands there.
std::string example_of(const std::string& section) {
  const std::string text = read_source("docs/profile.md");
  const std::string fence = "```yaml\n";
  const std::size_t begin = text.find(fence, text.find("### " + section + "\n")) + fence.size();
  return text.substr(begin, text.find("```", begin) - begin);
}

const std::vector<std::string> kTables = {
    "create table member (id {id}, joined_at timestamp not null, left_at timestamp)",
    "create table message (id {id}, member_id bigint not null references member (id), "
    "sent_at timestamp not null)"};

}  // namespace

TEST_CASE("a row that ends has no children after its end") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    CHECK(bench.seed(example_of("Rows that end")).tables.size() == 2);
    CHECK(bench.number("select count(*) from member where left_at is not null") == 60);
    CHECK(bench.number("select count(*) from message") > 1500);
    CHECK(bench.number("select count(*) from message m join member o on o.id = m.member_id "
                       "where m.sent_at < o.joined_at or m.sent_at > o.left_at") == 0);
  }
}

TEST_CASE("with nothing but row counts no child is before its parent on any engine") {
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    const auto result = bench.seed("as_of: 2025-02-18\ntables: {member: 50, message: 2000}\n");
    CHECK(bench.number("select count(*) from message m join member o on o.id = m.member_id "
                       "where m.sent_at < o.joined_at or m.sent_at >= '2025-02-19'") == 0);
    if (digest.empty()) digest = result.tables[1].digest;
    CHECK(result.tables[1].digest == digest);
  }
}
