// day: in a table with rows per day, the day of the row; of timestamps a second of that day.
#include <fmt/format.h>

#include <utility>

#include "gen/distribution/alias_table.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/shape.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

constexpr std::int64_t kHourSeconds = 3600;
constexpr std::int64_t kMicrosPerHour = kHourSeconds * base::kMicrosPerSecond;

class Day final : public Generator {
 public:
  // Without hours it makes dates.
  Day(Key key, const PerParent& per, std::optional<AliasTable> hours)
      : key_(key), first_(per.first_day.value()), days_(per.parent->rows()), hours_(std::move(hours)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::int64_t* cells = out.append_integers(request.rows.size());
    for (const RowId& row : request.rows) {
      const std::int64_t day = first_.days + static_cast<std::int64_t>(row.parent) - 1;
      *cells++ = hours_ ? day * base::kMicrosPerDay + moment(row.token) : day;
    }
  }

  std::optional<ValueRange> range() const override {
    if (days_ == 0) return std::nullopt;
    const base::Date last{first_.days + static_cast<std::int32_t>(days_ - 1)};
    if (!hours_) return ValueRange{first_, last};
    return ValueRange{base::Timestamp::at_midnight(first_),
                      base::Timestamp{base::Timestamp::at_midnight(last).micros + base::kMicrosPerDay -
                                      base::kMicrosPerSecond}};
  }

 private:
  std::int64_t moment(std::uint64_t token) const {
    const auto hour = static_cast<std::int64_t>(hours_->rank(key_, token));
    const std::uint64_t second = below(draw(key_, token, 2), kHourSeconds);
    return hour * kMicrosPerHour + static_cast<std::int64_t>(second) * base::kMicrosPerSecond;
  }

  Key key_;
  base::Date first_;
  std::uint64_t days_;
  std::optional<AliasTable> hours_;
};

}  // namespace

std::unique_ptr<Generator> build_day(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"day", value, column, context};
  arguments.allow_parameters({"hours"});
  arguments.require_kind({TypeKind::date, TypeKind::timestamp, TypeKind::timestamptz});
  const Table* own = context.parent ? context.parent(context.table) : nullptr;
  if (own == nullptr || !own->per() || !own->per()->first_day) {
    arguments.fail(
        fmt::format("table {} has no rows per day", context.table),
        "say how many rows each day has: per_day: {column: rent_start, from: 2025-02-14, rows: 100}");
  }
  if (own->per()->max() > 1) arguments.refuse_unique("a day has several rows");
  const Node* hours = arguments.parameter("hours");
  const bool is_date = context.type.kind == TypeKind::date;
  if (is_date && hours != nullptr) base::fail_at(*hours, "a date has no hours");
  if (is_date) return std::make_unique<Day>(Key{0}, *own->per(), std::nullopt);  // it draws nothing
  HourShares shares;
  shares.fill(1.0);
  if (hours != nullptr) shares = read_hours(*hours);
  return std::make_unique<Day>(context.key(), *own->per(),
                               AliasTable(whole_weights({shares.begin(), shares.end()})));
}

}  // namespace seedctl::gen
