#include "cli/documents.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace seedctl::cli {

using Json = nlohmann::ordered_json;

Json steps_document(const std::vector<migrate::Step>& steps) {
  Json list = Json::array();
  for (const migrate::Step& step : steps)
    list.push_back(step.repeatable ? Json{{"version", nullptr}, {"name", step.name}}
                                   : Json{{"version", step.version}, {"name", step.name}});
  return list;
}

Json done_document(const std::vector<migrate::Done>& done) {
  Json list = Json::array();
  for (const migrate::Done& item : done) {
    Json entry;
    entry["version"] = item.repeatable ? Json(nullptr) : Json(item.version);
    entry["name"] = item.name;
    entry["duration_ms"] = item.duration_ms;
    list.push_back(std::move(entry));
  }
  return list;
}

Json plan_document(const app::SeedOutcome& outcome) {
  Json document = seed_document(outcome);
  if (!outcome.not_counted.empty()) {
    document["tables"] = nullptr;
    document["note"] = outcome.not_counted;
    return document;
  }
  for (Json& table : document["tables"])
    for (const app::DescribedTable& described : outcome.described)
      if (table["table"] == described.table)
        table["tried"] = {{"rows", described.tried}, {"of", described.rows}};
  return document;
}

Json seed_document(const app::SeedOutcome& outcome) {
  Json document;
  document["profile"] = outcome.profile;
  document["tables"] = Json::array();
  for (const seed::TableCounts& counts : outcome.seeded.tables) {
    Json entry{{"table", counts.table},     {"rows", counts.rows},       {"inserted", counts.inserted},
               {"updated", counts.updated}, {"deleted", counts.deleted}, {"unchanged", counts.unchanged}};
    if (counts.kept > 0) entry["kept"] = counts.kept;
    entry["digest"] = counts.digest.empty() ? Json(nullptr) : Json(counts.digest);
    if (!counts.note.empty()) entry["note"] = counts.note;
    document["tables"].push_back(std::move(entry));
  }
  document["checks"] = {{"passed", outcome.checks.passed()}, {"failed", outcome.checks.failed()}};
  return document;
}

Json unchecked_document(const app::SeedOutcome& outcome) {
  Json document = seed_document(outcome);
  document["checks"] = nullptr;
  return document;
}

Json check_document(const check::CheckResult& result) {
  Json document{{"profile", result.profile}, {"passed", result.passed()}, {"failed", result.failed()}};
  document["findings"] = Json::array();
  for (const check::Outcome& item : result.outcomes) {
    if (item.passed) continue;
    const check::Finding& finding = item.finding;
    document["findings"].push_back(Json{{"check", finding.check},
                                        {"table", finding.table},
                                        {"column", finding.column},
                                        {"message", finding.message},
                                        {"count", finding.count}});
  }
  document["notes"] = result.notes;
  document["tables"] = Json::array();
  for (const check::StoredDigest& digest : result.digests)
    document["tables"].push_back(
        Json{{"table", digest.table}, {"rows", digest.rows}, {"digest", digest.digest}});
  return document;
}

Json error_document(const base::Error& error) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  Json document{{"code", base::code_name(error.code())}, {"message", error.message()}};
  const base::SourcePosition position = error.position().value_or(base::SourcePosition{});
  document["file"] = text(position.file);
  document["line"] = position.line == 0 ? Json(nullptr) : Json(position.line);
  document["column"] = position.column == 0 ? Json(nullptr) : Json(position.column);
  document["sqlstate"] = text(error.sqlstate);
  document["detail"] = text(error.detail);
  document["hint"] = text(error.hint);
  return document;
}

Json value_document(const base::Value& value) {
  if (base::is_null(value)) return nullptr;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value); real != nullptr && std::isfinite(*real)) return *real;
  return base::to_text(value);
}

}  // namespace seedctl::cli
