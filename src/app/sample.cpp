// `sample`: the first rows that a profile makes of each table, without a database.
#include <algorithm>

#include "app/session.h"
#include "base/text.h"
#include "profile/document.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

SampleTable sample_table(const profile::ResolvedTable& table, std::uint64_t limit) {
  SampleTable sample;
  sample.table = table.name;
  sample.total = table.data->rows();
  std::vector<std::size_t> wanted;
  for (const profile::ResolvedColumn& column : table.columns) {
    wanted.push_back(wanted.size());
    sample.columns.push_back(column.name);
    sample.types.push_back(column.type);
  }
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> cells;
  for (std::uint64_t place = 0; place < limit;) {
    const std::size_t asked = static_cast<std::size_t>(std::min<std::uint64_t>(rows.size(), limit - place));
    const std::size_t got = table.data->rows_from(place, std::span(rows).first(asked));
    if (got == 0) break;
    table.data->fill(std::span(rows).first(got), wanted, cells);
    for (std::size_t i = 0; i < got; ++i) {
      std::vector<base::Value>& row = sample.rows.emplace_back();
      for (const std::size_t column : wanted) row.push_back(cells[column].value_at(i));
    }
    place += got;
  }
  return sample;
}

}  // namespace

void sample(const Settings& settings, const SampleRequest& request,
            const std::function<void(const SampleTable&)>& show) {
  if (request.rows > kMaxSampleRows)
    throw Error(ErrorCode::usage, "a sample has at most " + base::with_thousands(kMaxSampleRows) +
                                      " rows of a table, not " + base::with_thousands(request.rows))
        .with_hint("`seedctl seed` makes all of them, in a database");
  const profile::Document document = profile::load_profile(settings.seeds, request.profile);
  const auto snapshot = read_snapshot(settings);
  if (!snapshot)
    throw Error(ErrorCode::config, "there is no " + settings.snapshot + " to tell the columns' types from")
        .with_hint("`seedctl migrate` writes it; commit it like a lock file");
  const profile::ResolvedProfile profile = profile::resolve(
      document, *snapshot, {.scale = request.scale, .only = {}, .today = today(), .as_of = request.as_of});
  std::vector<std::string> names;
  for (const profile::ResolvedTable& table : profile.tables) names.push_back(table.name);
  for (const std::string& name : request.tables)
    if (profile.table(name) == nullptr)
      throw Error(ErrorCode::usage, "the profile " + profile.name + " makes no table \"" +
                                        base::printable(name) + "\"" + base::did_you_mean(name, names));
  for (const profile::ResolvedTable& table : profile.tables)
    if (request.tables.empty() ||
        std::find(request.tables.begin(), request.tables.end(), table.name) != request.tables.end())
      show(sample_table(table, request.rows));
}

}  // namespace seedctl::app
