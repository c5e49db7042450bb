// Literals have no types: in a VALUES list of an INSERT each is read as what its column is.
#include "sql/inserts.h"

#include <limits>

#include "base/cell_form.h"
#include "sql/dialect.h"

namespace seedctl::sql {
namespace {

using base::ColumnBatch;
using base::Engine;
using base::TypeKind;
using base::write_word;

// What follows a cell, at most.
constexpr std::size_t kSeparator = 2;

std::string head_of(Engine engine) {
  std::string head = "begin;\n";
  // What the literals mean must not depend on the session that reads them.
  if (engine == Engine::postgres)
    head +=
        "set local standard_conforming_strings = on;\nset local client_encoding = 'UTF8';\n"
        "set local intervalstyle = 'postgres';\n";
  return head;
}

std::string insert_into(Engine engine, const std::string& table, const std::vector<std::string>& columns) {
  std::string text = "insert into " + quote_identifier(table) + " (" + column_list(columns) + ")";
  // Of columns that are GENERATED ALWAYS AS IDENTITY; without meaning where there are none.
  if (engine == Engine::postgres) text += " overriding system value";
  return text + " values\n";
}

class InsertEncoder final : public base::RowEncoder {
 public:
  InsertEncoder(Engine engine, const std::string& table, const std::vector<std::string>& columns)
      : postgres_(engine == Engine::postgres),
        engine_(engine),
        row_room_(columns.size() * (base::kBoundedCellLength + 2 + kSeparator) + 4) {
    layout_ = {.extension = "sql",
               .head = head_of(engine),
               .open = insert_into(engine, table, columns),
               .within = ",\n",
               .close = ";\n",
               .tail = "commit;\n",
               .unit_rows = kInsertRows};
  }

  const base::RowLayout& layout() const override { return layout_; }

  void append(std::span<const ColumnBatch> cells, std::span<const std::uint32_t> rows,
              std::uint64_t first_place, base::TextBuffer& out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i > 0) separate(first_place + rows[i - 1], first_place + rows[i], out);
      char* at = out.room(row_room_);
      *at++ = '(';
      for (const ColumnBatch& column : cells) {
        at = column.is_null(rows[i]) ? write_word(at, "NULL") : write_cell(column, rows[i], at, out);
        at = write_word(at, ", ");
      }
      at[-kSeparator] = ')';  // in place of the last comma
      out.end_at(at - kSeparator + 1);
    }
  }

 private:
  void separate(std::uint64_t before, std::uint64_t after, base::TextBuffer& out) const {
    if (layout_.unit_of(before) == layout_.unit_of(after)) return out.append(layout_.within);
    out.append(layout_.close);
    out.append(layout_.open);
  }

  bool is_bare(const ColumnBatch& column) const {
    // SQLite would make a double of a decimal before the column's affinity is asked: it gets what its
    // driver binds, a text.
    return column.kind() == TypeKind::integer || (postgres_ && column.kind() == TypeKind::decimal) ||
           (postgres_ && column.kind() == TypeKind::boolean);
  }

  char* write_cell(const ColumnBatch& column, std::size_t row, char* at, base::TextBuffer& out) const {
    switch (column.kind()) {
      case TypeKind::boolean:
        if (!postgres_) return write_word(at, column.integer_at(row) != 0 ? "1" : "0");
        break;
      case TypeKind::timestamptz:
        if (!postgres_) return write_utc(base::Timestamp{column.integer_at(row)}, at);
        break;
      case TypeKind::integer:
        if (column.integer_at(row) == std::numeric_limits<std::int64_t>::min())
          return write_literal(column, row, at, out);
        break;
      case TypeKind::real:
        return write_literal(column, row, at, out);
      case TypeKind::interval:
        return write_text(column.interval_at(row).str(), at, out);
      case TypeKind::bytes:
        return write_bytes(column.text_at(row), at, out);
      default:
        break;
    }
    const bool bare = is_bare(column);
    char* end = base::write_bounded_cell(bare ? at : at + 1, column, row);
    if (end == nullptr) return write_any_text(column, row, at, out);
    if (bare) return end;
    *at = *end = '\'';
    return end + 1;
  }

  // As SQLite's driver binds it: without the zone, which is always this one.
  static char* write_utc(base::Timestamp value, char* at) {
    at = base::write_timestamp(write_word(at, "'"), value);
    *at++ = '\'';
    return at;
  }

  // What is rare, or different in each engine.
  char* write_literal(const ColumnBatch& column, std::size_t row, char* at, base::TextBuffer& out) const {
    const std::string text = literal(column.value_at(row), engine_);
    out.end_at(at);
    return write_word(out.room(text.size() + row_room_), text);
  }

  char* write_any_text(const ColumnBatch& column, std::size_t row, char* at, base::TextBuffer& out) const {
    const std::string_view text = column.text_at(row);
    if (text.find('\0') != std::string_view::npos) return write_literal(column, row, at, out);
    return write_text(text, at, out);
  }

  char* write_text(std::string_view text, char* at, base::TextBuffer& out) const {
    out.end_at(at);
    at = out.room(2 * text.size() + 2 + row_room_);
    *at++ = '\'';
    for (const char c : text) {
      if (c == '\'') *at++ = '\'';
      *at++ = c;
    }
    *at++ = '\'';
    return at;
  }

  char* write_bytes(std::string_view bytes, char* at, base::TextBuffer& out) const {
    out.end_at(at);
    at = write_word(out.room(2 * bytes.size() + 4 + row_room_), postgres_ ? "'\\x" : "x'");
    at = base::write_hex(at, bytes);
    *at++ = '\'';
    return at;
  }

  bool postgres_;
  Engine engine_;
  std::size_t row_room_;
  base::RowLayout layout_;
};

}  // namespace

std::optional<Engine> dialect_named(std::string_view name) {
  for (const Engine engine : {Engine::sqlite, Engine::postgres})
    if (name == base::engine_name(engine)) return engine;
  return std::nullopt;
}

std::unique_ptr<base::RowEncoder> insert_encoder(Engine engine, const std::string& table,
                                                 const std::vector<std::string>& columns) {
  return std::make_unique<InsertEncoder>(engine, table, columns);
}

}  // namespace seedctl::sql
