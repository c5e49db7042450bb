// `sample`: the first rows that a profile makes of each table, and the manifest of all its dirty cells,
// without a database.
#include <algorithm>

#include "app/session.h"
#include "base/text.h"
#include "profile/manifest.h"
#include "profile/row_address.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

SampleTable sample_table(const profile::ResolvedTable& table, const SampleRequest& request) {
  SampleTable sample;
  sample.table = table.name;
  sample.total = table.data->rows();
  sample.notes = table.notes;
  std::vector<std::size_t> wanted;
  const auto show = [&](const profile::ResolvedColumn& column) {
    wanted.push_back(wanted.size());
    sample.columns.push_back(column.name);
    sample.types.push_back(column.type);
  };
  for (const profile::ResolvedColumn& column : table.columns) show(column);
  if (request.virtual_columns)
    for (const profile::ResolvedColumn& column : table.virtual_columns) show(column);
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> cells;
  for (std::uint64_t place = 0; place < request.rows;) {
    const std::size_t asked =
        static_cast<std::size_t>(std::min<std::uint64_t>(rows.size(), request.rows - place));
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

// Those asked for; all, where none are.
std::vector<const profile::ResolvedTable*> tables_of(const profile::ResolvedProfile& profile,
                                                     const std::vector<std::string>& asked) {
  for (const std::string& name : asked) (void)made_table(profile, name);
  std::vector<const profile::ResolvedTable*> tables;
  for (const profile::ResolvedTable& table : profile.tables)
    if (asked.empty() || std::find(asked.begin(), asked.end(), table.name) != asked.end())
      tables.push_back(&table);
  return tables;
}

}  // namespace

void sample(const Settings& settings, const SampleRequest& request,
            const std::function<void(const SampleTable&)>& show) {
  if (request.rows > kMaxSampleRows)
    throw Error(ErrorCode::usage, "a sample has at most " + base::with_thousands(kMaxSampleRows) +
                                      " rows of a table, not " + base::with_thousands(request.rows))
        .with_hint("`seedctl seed` makes all of them, in a database");
  const profile::ResolvedProfile profile = resolve_without_database(
      settings, request.profile, resolve_options(request.scale, {}, request.as_of, request.until));
  for (const profile::ResolvedTable* table : tables_of(profile, request.tables))
    show(sample_table(*table, request));
}

std::uint64_t manifest(const Settings& settings, const ManifestRequest& request,
                       const std::function<void(const ManifestEntry&)>& show) {
  const profile::ResolvedProfile profile = resolve_without_database(
      settings, request.profile, resolve_options(request.scale, {}, request.as_of, request.until));
  std::uint64_t count = 0;
  for (const profile::ResolvedTable* table : tables_of(profile, request.tables)) {
    profile::visit_dirty_cells(*table, [&](const profile::DirtyCell& cell) {
      ManifestEntry entry{.table = table->name,
                          .row = profile::row_address(*table->data, cell.row),
                          .key = {},
                          .column = table->columns[cell.column].name,
                          .stored = cell.stored,
                          .clean = cell.clean,
                          .kind = gen::dirt_kind_name(cell.kind)};
      for (std::size_t i = 0; i < table->key.size(); ++i)
        entry.key.emplace_back(table->columns[table->key[i]].name, cell.key[i]);
      show(entry);
      ++count;
    });
  }
  return count;
}

}  // namespace seedctl::app
