// What every generator makes, with every parameter that it has, is the same for ever: whatever changes here
// changes in everybody's database. Raise the generator's version instead.
//
// Values themselves are pinned beside the tests of their groups; here is a hash of many, so that none is
// forgotten: a generator or a parameter of the catalog without a golden fails.
#include <set>

#include "base/hash.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

struct Golden {
  const char *type, *generator;
  std::uint64_t hash;
  const char* refers_to = "";
};

constexpr std::uint64_t kParents = 40, kRows = 500;

const std::vector<Golden>& goldens() {
  static const std::vector<Golden> all = {
      {"integer(64)", "sequence", 3127831573627746943U},
      {"integer(64)", "{sequence: {start: 1000, step: 10}}", 6152654004409655643U},
      {"integer(64)", "{sequence: {within: parent}}", 6089738756266713861U},
      {"integer(32)", "{between: [10, 240]}", 1934272239832014559U},
      {"integer(32)", "{between: [1, 100000], unique: true}", 4691031502468230781U},
      {"integer(32)", "{between: [0, 999], ending: [9, 95]}", 3969553270653895834U},
      {"decimal(10,2)", "{between: [0.50, 99.99]}", 4248695158517535653U},
      {"real(64)", "{between: [0, 1]}", 11193726526833570752U},
      {"real(32)", "{between: [0, 1]}", 2650680492555772890U},
      {"date", "{between: [2024-01-01, 2024-12-31], weekdays: {sat: 2, sun: 0.5}, months: {jun-aug: 3}}",
       5945667522356089637U},
      {"timestamp", "{between: [2024-01-01, 2024-12-31], hours: {7-9: 3}, growth: {exponential: 2}}",
       18190702607593821614U},
      {"time", "{between: [\"08:00\", \"17:00\"]}", 9935038296741257442U},
      {"timestamptz", "{between: [2024-01-01, 2024-12-31], unique: true}", 6650756890225059075U},
      {"integer(32)", "{normal: {mean: 40, sd: 12, min: 18, max: 90}}", 3482637297424673884U},
      {"decimal(8,2)", "{normal: {mean: 40, sd: 12, min: 0}, ending: 0.99}", 3679861426522346793U},
      {"date", "{normal: {mean: 2024-06-15, sd: 30d}, weekdays: {sat: 2}, months: {jun: 2}, growth: linear}",
       15102798172782802992U},
      {"timestamp", "{normal: {mean: 2024-06-15, sd: 30d}, hours: {7-9: 3}}", 7537819155858163844U},
      {"decimal(8,2)", "{lognormal: {median: 20, sigma: 0.5, min: 1, max: 500}}", 17527049929417001256U},
      {"decimal(8,2)", "{lognormal: {median: 20, sigma: 0.5, max: 500}, ending: 0.99}", 2657302354768690836U},
      {"timestamp",
       "{lognormal: {median: 30d, sigma: 0.5, min: 2024-01-01, max: 2024-12-31}, hours: {7-9: 3}, weekdays: "
       "{sat: 2}, months: {jun: 2}, growth: linear}",
       36762265252115231U},
      {"integer(32)", "{exponential: {mean: 5, min: 1, max: 60}}", 17812602593917538891U},
      {"decimal(8,2)", "{exponential: {mean: 5}, ending: 0.5}", 17532333745710954135U},
      {"timestamp",
       "{exponential: {mean: 30d, min: 2024-01-01}, hours: {7-9: 3}, weekdays: {sat: 2}, months: {jun: 2}, "
       "growth: linear}",
       7333170550370754980U},
      {"integer(32)", "{zipf: {exponent: 1.1, min: 2, max: 1000}}", 14038632680073804158U},
      {"real(64)", "{histogram: [{from: 0, to: 10, weight: 5}, {from: 10, to: 100, weight: 1}]}",
       2692307288705126038U},
      {"decimal(6,2)",
       "{histogram: [{from: 0, to: 10, weight: 5}, {from: 10, to: 100, weight: 1}], ending: 0.99}",
       624544228450505009U},
      {"timestamp",
       "{histogram: [{from: 2024-01-01, to: 2024-06-30, weight: 5}, {from: 2024-07-01, to: 2024-12-31, "
       "weight: 1}], hours: {7-9: 3}, weekdays: {sat: 2}, months: {jun: 2}, growth: s-curve}",
       13862108945802443327U},
      {"text", "[small, medium, large]", 13897387872271691478U},
      {"text", "{weights: {road: 50%, mountain: 30%, hybrid: 20%}}", 601706502509234307U},
      {"text", "{weights: {2024-01-01: {free: 9, pro: 1}, 2024-12-31: {free: 5, pro: 5}}, by: made}",
       7284227459266455257U},
      {"integer(32)", "{match: kind, cases: {road: {between: [1, 99]}, hybrid: {value: 5}}, else: sequence}",
       3380916676213337131U},
      {"boolean", "boolean", 12054630022532646657U},
      {"boolean", "{boolean: 90%}", 10931290127767918500U},
      {"text", "{value: open}", 6097790292005495696U},
      {"text", "{template: \"{kind}-{row:06}\"}", 2355587374336932765U},
      {"text", "{pattern: \"[A-Z]{2}-[0-9]{4}\"}", 18072617517835314880U},
      {"text", "{pattern: \"[A-Z]{2}-[0-9]{4}\", unique: true}", 6629114059109475856U},
      {"uuid", "uuid", 11963909659499949726U},
      {"text", "{uuid: null, unique: true}", 11963909659499949726U},
      {"bytes", "{bytes: [4, 20]}", 3737438473493371913U},
      {"json", "{json: {name: full_name, size: {between: [1, 99]}}}", 16339530070870036054U},
      {"array(text)", "{array: [red, green, blue], length: [0, 3], distinct: true}", 18439754438499955508U},
      {"text", "full_name", 17424101870375775457U},
      {"text", "{full_name: null, locale: ja_JP}", 17908855487005614627U},
      {"text", "first_name", 9803256224135337490U},
      {"text", "{first_name: null, locale: de_DE}", 16220053414572144516U},
      {"text", "last_name", 5692168685282016567U},
      {"text", "{last_name: null, locale: fr_FR}", 15210958801683952927U},
      {"text", "email", 2868031504160909238U},
      {"text", "{email: null, unique: true, locale: es_ES}", 4227211111499349174U},
      {"text", "username", 15762824300204733814U},
      {"text", "{username: null, unique: true, locale: pt_BR}", 10205830742498772832U},
      {"text", "phone", 2224392399113236251U},
      {"text", "{phone: null, unique: true, locale: en_GB}", 15136238709879510316U},
      {"text", "street", 4283084333116022125U},
      {"text", "{street: null, locale: fr_FR}", 2065113781699234524U},
      {"text", "city", 17241794143822974949U},
      {"text", "{city: null, locale: de_DE}", 378663859726444748U},
      {"text", "postcode", 11416900594491035169U},
      {"text", "{postcode: null, unique: true, locale: en_GB}", 9626330749909952327U},
      {"text", "region", 4992843002383871185U},
      {"text", "{region: code, locale: de_DE}", 12080100475466091848U},
      {"text", "country", 2164459324886816632U},
      {"text", "{country: code, of: address, locale: de_DE}", 13204359496387963287U},
      {"decimal(9,6)", "latitude", 10462948654741687592U},
      {"decimal(9,6)", "{latitude: world, locale: de_DE}", 1233777946476930650U},
      {"real(64)", "longitude", 528392323568481816U},
      {"real(64)", "{longitude: null, locale: ja_JP}", 4469056218866788125U},
      {"text", "company", 13890990385480431669U},
      {"text", "{company: null, unique: true, locale: de_DE}", 9851331875457961420U},
      {"text", "word", 1669848358367583006U},
      {"text", "{word: null, locale: de_DE}", 11423232860816529663U},
      {"text", "sentence", 13075610648115825506U},
      {"text(40)", "{sentence: null, locale: fr_FR}", 18303395480440581677U},
      {"text", "paragraph", 12292663584973824246U},
      {"text(90)", "{paragraph: null, locale: ja_JP}", 13947604085658908413U},
      {"text", "{text: {length: [0, 90]}, locale: de_DE}", 2742968403696083801U},
      {"text", "{text: {words: [1, 9]}}", 4122117474557303399U},
      {"text", "{text: {sentences: [1, 3]}}", 4093093631206131786U},
      {"text", "{text: {paragraphs: 2}}", 16435361411986040066U},
      {"integer(64)", "{ref: parent}", 14190463468612037356U},
      {"integer(64)", "ref", 14190463468612037356U, "parent.id"},
      {"text", "{ref: parent, column: code}", 10926195715078486919U},
      {"integer(64)", "{ref: parent, pick: {zipf: 1.1}}", 2955867867071731019U},
      {"integer(64)", "{ref: parent, pick: {weights: [5, 3, 1]}}", 6127892940332821391U},
      {"integer(64)", "{ref: large, pick: {growth: {children_per_parent: 5}}}", 18394643913505320873U},
      {"integer(64)", "{ref: large, pick: each}", 17489495104962816926U},
      {"integer(64)", "{ref: parent, capacity: 7}", 8322674758011418044U},
      {"integer(64)", "{ref: parent, to: admin}", 10202997586827840978U},
      {"integer(64)", "{ref: parent, distinct_from: home}", 15849779480834150448U},
      {"decimal(10,2)", "{expr: fee}", 9411339486275056760U},
      {"timestamp", "{after: made, by: [10m, 4h]}", 3574070506776276853U},
      {"date", "day", 9898003507854692983U},
      {"timestamp", "{day: null, hours: {7-9: 3, 16-19: 7}}", 3334162919142481129U},
      {"text", "ipv4", 10584739177599939203U},
      {"text", "{ipv4: private}", 11911834980707300720U},
      {"network(cidr)", "ipv4", 14181392254690340376U},
      {"text", "ipv6", 10223641259795914180U},
      {"network(cidr)", "ipv6", 6832914539027983699U},
      {"text", "mac", 6694517096357508421U},
      {"network(macaddr8)", "mac", 7506557323086721341U},
      {"text", "domain", 8087246755031656328U},
      {"text", "url", 15380284424898139127U},
      {"text", "slug", 8012687357645598469U},
      {"text", "user_agent", 3635739372626994179U},
      {"text", "{hash: md5}", 3951216946489420501U},
      {"text", "{hash: sha1}", 8239724448762153660U},
      {"text", "{hash: sha256}", 3248527479559997116U},
      {"text", "file_name", 13613862325385067237U},
      {"text", "file_path", 16518827712079273881U},
      {"text", "mime_type", 9431924161256866175U},
      {"text", "currency", 10995689998300893610U},
      {"text", "{currency: name}", 4916225029123769526U},
      {"text", "{currency: symbol}", 11931540619793414966U},
      {"text", "credit_card", 12678362766803392834U},
      {"text", "{credit_card: brand}", 5168180043751764977U},
      {"text", "{iban: DE}", 3385715356263114250U},
      {"text", "{iban: null, locale: fr_FR}", 12428935674217554283U},
      {"text", "iban", 4908228569645493019U},
      {"text", "product", 13619946671310529004U},
      {"text", "{product: sku}", 13901796571813723517U},
      {"text", "color", 6155038773850961469U},
      {"text", "{color: hex}", 12340918105526951485U},
      {"text", "job_title", 4247404128166889034U},
      {"text", "department", 6493218456297106878U},
  };
  return all;
}

// The first texts of the column, among columns and tables that it may speak of.
std::string made(const Golden& golden) {
  World world;
  const std::vector<ColumnSpec> parent{{"id", "integer(64)", "sequence"},
                                       {"code", "text", "{template: \"P{row}\"}"}};
  world.plain("parent", kParents, parent, {FixedRow{"admin", {std::nullopt, std::nullopt}}});
  world.plain("large", kRows, parent);
  const std::vector<ColumnSpec> columns{{"c", golden.type, golden.generator, true, golden.refers_to},
                                        {"made", "timestamp", "{between: [2024-01-01, 2024-12-31]}"},
                                        {"kind", "text", "[road, hybrid, mountain]"},
                                        {"fee", "decimal(10,2)", "{between: [1, 9]}"},
                                        {"home", "integer(64)", "{ref: parent}"}};
  const std::string generator = golden.generator;
  const bool of_day = generator.find("day") <= 1 || generator.find("within") != std::string::npos;
  const Table& table =
      of_day ? world.per_day("t", "2024-02-27", 100, 1, 9, columns) : world.plain("t", kRows, columns);
  std::string all;
  for (const std::string& text : texts(table, "c")) all += text + "\n";
  return all;
}

// The keys of a golden's map, and of the map under its generator.
void add_keys(const base::Node& node, std::set<std::string>& keys) {
  for (const auto& entry : node.entries) {
    keys.insert(entry.key);
    for (const auto& inner : entry.value.entries) keys.insert(inner.key);
  }
}

}  // namespace

TEST_CASE("every generator and every parameter of the catalog has a golden") {
  for (const GeneratorInfo& info : generators()) {
    std::set<std::string> keys;
    bool any = false;
    for (const Golden& golden : goldens()) {
      const base::Node node = FlowParser::parse(golden.generator);
      const bool of_it = node.kind == base::Node::Kind::list  ? info.name == "choice"
                         : node.kind == base::Node::Kind::map ? node.entries.front().key == info.name
                                                              : node.text == info.name;
      any = any || of_it;
      if (of_it) add_keys(node, keys);
    }
    INFO(info.name);
    CHECK(any);
    for (const ParameterInfo& parameter : info.parameters) {
      INFO(parameter.name);
      CHECK((parameter.name.empty() || keys.contains(parameter.name)));
    }
  }
}

TEST_CASE("what a generator makes never changes") {
  for (const Golden& golden : goldens()) {
    INFO(golden.type << " " << golden.generator);
    CHECK(base::hash64(made(golden)) == golden.hash);
  }
}
