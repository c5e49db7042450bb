// Cuts a migration file at its directive lines and checks what each section holds, before any database is
// contacted.
//
// Directives are recognised with any indentation and case: an indented `-- migrate:down` taken for a comment
// would run the down section as part of the up section.
#include "migrate/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "migrate/checksum.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;
using base::SourcePosition;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A file is held in memory a few times over while it is split, and its down section goes into one cell of the
// history. Data of this size does not belong in a migration.
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{256} << 20;

struct Directive {
  std::string kind;  // "up" or "down"
  bool transaction = true;
  bool foreign_keys = true;
  std::size_t line_start = 0;  // of the directive's line
  std::size_t text_start = 0;  // of the line after it
  std::uint32_t line = 0;
};

// Of bytes, the end not included.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

class FileReader {
 public:
  FileReader(std::string_view text, const std::string& file, base::Engine engine)
      : text_(text), file_(file), engine_(engine) {}

  std::vector<Directive> directives() const;
  // The section between a directive and the next one.
  Section section(const Directive& directive, std::size_t end) const;
  Section section_of(std::string_view text, std::uint32_t first_line, bool transaction,
                     bool foreign_keys) const;
  // Only comments may stand before the first section.
  void refuse_statements_before(std::size_t end) const;
  [[noreturn]] void fail(std::size_t offset, const std::string& what, std::string hint) const;

 private:
  // Where no line is a directive: strings, quoted names, block comments and COPY data, in order. Empty for a
  // text that cannot be split: then every line that looks like a directive is one, so that whatever does not
  // end is refused in its own section and swallows no other.
  std::vector<Range> opaque() const;
  std::optional<Directive> directive_at(std::size_t start, std::size_t end, std::uint32_t line) const;
  void read_option(std::string_view word, Directive& directive) const;
  void check_statement(const sql::Statement& statement, const Section& section) const;
  std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - text_.data());
  }

  std::string_view text_;
  const std::string& file_;
  base::Engine engine_;
};

[[noreturn]] void FileReader::fail(std::size_t offset, const std::string& what, std::string hint) const {
  const SourcePosition position = sql::position_of(text_, offset, file_);
  Error error(ErrorCode::migration, position, what);
  error.excerpt = base::excerpt_of(text_, position);
  error.hint = std::move(hint);
  throw error;
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\f\v";
  std::vector<std::string_view> words;
  for (std::size_t start = text.find_first_not_of(kBlank); start != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlank, start), text.size());
    words.push_back(text.substr(start, end - start));
    start = text.find_first_not_of(kBlank, end);
  }
  return words;
}

void FileReader::read_option(std::string_view word, Directive& directive) const {
  static const std::vector<std::string> kOptions = {"transaction:false", "transaction:true",
                                                    "foreign_keys:off", "foreign_keys:on"};
  const std::string option = base::lower_ascii(word);
  if (option == "transaction:false" || option == "transaction:true") {
    directive.transaction = option == "transaction:true";
  } else if (option == "foreign_keys:off" || option == "foreign_keys:on") {
    directive.foreign_keys = option == "foreign_keys:on";
  } else {
    fail(offset_of(word),
         fmt::format("unknown option \"{}\"{}", base::printable(word), base::did_you_mean(option, kOptions)),
         "a section's options are transaction:false and foreign_keys:off");
  }
}

std::optional<Directive> FileReader::directive_at(std::size_t start, std::size_t end,
                                                  std::uint32_t line) const {
  std::string_view rest = base::trim(text_.substr(start, end - start));
  if (!rest.starts_with("--")) return std::nullopt;
  rest = base::trim(rest.substr(2));
  constexpr std::string_view kPrefix = "migrate:";
  if (base::lower_ascii(rest.substr(0, kPrefix.size())) != kPrefix) return std::nullopt;

  const std::size_t place = offset_of(rest);
  const std::vector<std::string_view> words = words_of(rest.substr(kPrefix.size()));
  const std::string kind = words.empty() ? "" : base::lower_ascii(words.front());
  if (kind != "up" && kind != "down") {
    static const std::vector<std::string> kKinds = {"up", "down"};
    fail(place,
         fmt::format("unknown section \"migrate:{}\"{}", base::printable(kind),
                     base::did_you_mean(kind, kKinds)),
         "sections begin with `-- migrate:up` and `-- migrate:down`");
  }
  Directive directive{
      .kind = kind, .line_start = start, .text_start = std::min(end + 1, text_.size()), .line = line};
  for (std::size_t i = 1; i < words.size(); ++i) read_option(words[i], directive);
  if (!directive.transaction && !directive.foreign_keys)
    fail(place, "foreign_keys:off needs a transaction, to compare violations before and after",
         "leave out foreign_keys:off; in a transaction:false section `PRAGMA foreign_keys` works as a "
         "statement");
  return directive;
}

std::vector<Range> FileReader::opaque() const {
  std::vector<Range> copies, ranges;
  try {
    for (const sql::Statement& statement : sql::split(text_, engine_, file_))
      if (statement.is_copy)
        copies.push_back(
            {offset_of(statement.copy_data), offset_of(statement.copy_data) + statement.copy_data.size()});
  } catch (const Error&) {
    return {};
  }
  sql::Lexer lexer(text_, engine_, text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  auto copy = copies.begin();
  for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::end; token = lexer.next()) {
    if (copy != copies.end() && token.offset >= copy->begin) {
      ranges.push_back(*copy);
      lexer.seek(copy->end);
      ++copy;
      continue;
    }
    const bool block = token.kind == sql::TokenKind::comment && token.text.starts_with("/*");
    // Where comments do not nest, one that holds another was rather never closed.
    if (block && !sql::comments_nest(engine_) && token.text.find("/*", 2) != std::string_view::npos) continue;
    if (block || token.kind == sql::TokenKind::text || token.kind == sql::TokenKind::quoted_word)
      ranges.push_back({token.offset, token.end()});
  }
  return ranges;
}

std::vector<Directive> FileReader::directives() const {
  std::vector<Directive> found;
  const std::vector<Range> ranges = opaque();
  auto range = ranges.begin();
  std::uint32_t line = 1;
  for (std::size_t start = 0; start < text_.size(); ++line) {
    const std::size_t end = std::min(text_.find('\n', start), text_.size());
    while (range != ranges.end() && range->end <= start) ++range;
    const bool is_opaque = range != ranges.end() && range->begin <= start;
    if (auto directive = is_opaque ? std::nullopt : directive_at(start, end, line)) {
      for (const Directive& other : found)
        if (other.kind == directive->kind)
          fail(start,
               fmt::format("a second `-- migrate:{}` section; the first begins in line {}", other.kind,
                           other.line),
               "join them: a file has one section of each kind");
      found.push_back(*directive);
    }
    start = end + 1;
  }
  return found;
}

void FileReader::refuse_statements_before(std::size_t end) const {
  const std::vector<sql::Statement> statements = sql::split(text_.substr(0, end), engine_, file_);
  if (statements.empty()) return;
  fail(statements.front().offset, "a statement before the first section",
       "move it below `-- migrate:up`, so that it is part of the migration");
}

void FileReader::check_statement(const sql::Statement& statement, const Section& section) const {
  const std::size_t offset = offset_of(statement.text);
  const std::vector<std::string> words = sql::leading_words(statement.text, 2, engine_);
  const std::string first = words.empty() ? "" : words.front();
  const std::string pragma = sql::pragma_name(statement.text);
  switch (sql::transaction_use(statement.text, engine_)) {
    case sql::TransactionUse::none:
      return;
    case sql::TransactionUse::control:
      fail(offset,
           fmt::format(
               "{} does not belong in a migration: seedctl decides where its transaction begins and ends",
               first),
           section.transaction
               ? "remove it; the section runs in one transaction with its entry in the history"
               : "remove it; in a transaction:false section each statement commits by itself");
    case sql::TransactionUse::outside:
      break;
  }
  if (!section.transaction) return;
  if (pragma == "foreign_keys")
    fail(offset, "PRAGMA foreign_keys does nothing inside a transaction",
         "remove it; for a migration that drops or renames a referenced table seedctl turns enforcement off "
         "by itself, and "
         "for others `-- migrate:up foreign_keys:off` asks for it");
  fail(offset,
       fmt::format("{} cannot run inside a transaction",
                   !pragma.empty() ? "PRAGMA " + base::printable(pragma) : base::join(words, " ")),
       "put it in a migration of its own that begins with `-- migrate:up transaction:false`");
}

Section FileReader::section_of(std::string_view text, std::uint32_t first_line, bool transaction,
                               bool foreign_keys) const {
  Section section{.text = std::string(text),
                  .first_line = first_line,
                  .transaction = transaction,
                  .foreign_keys = foreign_keys,
                  .checksum = text_checksum(text),
                  .code_checksum = {}};
  for (const sql::Statement& statement : sql::split(text, engine_, file_, first_line))
    check_statement(statement, section);
  section.code_checksum = code_checksum(text, engine_);
  return section;
}

Section FileReader::section(const Directive& directive, std::size_t end) const {
  return section_of(text_.substr(directive.text_start, end - directive.text_start), directive.line + 1,
                    directive.transaction, directive.foreign_keys);
}

// The offset of the first malformed byte.
std::size_t first_invalid(std::string_view text) {
  std::size_t low = 0;  // a valid prefix; whole lines are tried, then bytes of the bad one
  while (low < text.size()) {
    const std::size_t end = std::min(text.find('\n', low), text.size() - 1) + 1;
    if (!base::is_valid_utf8(text.substr(low, end - low))) break;
    low = end;
  }
  std::size_t bad = low;
  while (bad < text.size()) {
    std::size_t length = 1;
    while (length <= 4 && bad + length <= text.size() && !base::is_valid_utf8(text.substr(bad, length)))
      ++length;
    if (length > 4 || bad + length > text.size()) break;
    bad += length;
  }
  return bad;
}

}  // namespace

std::string read_migration_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorCode::migration, {path, 0, 0},
                fmt::format("the file cannot be opened: {}", std::strerror(errno)))
        .with_hint("check that it exists and may be read");
  std::error_code unknown;
  if (const std::uintmax_t size = std::filesystem::file_size(path, unknown); !unknown && size > kMaxFileBytes)
    throw Error(ErrorCode::migration, {path, 0, 0},
                fmt::format("the file has {} bytes; a migration may have {} (256 MiB)", size, kMaxFileBytes))
        .with_hint("load data of this size with the database's own tools, outside the migrations");
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) throw Error(ErrorCode::io, {path, 0, 0}, "the file cannot be read");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    throw Error(ErrorCode::migration, {path, 1, 1}, "the file is UTF-16").with_hint("save it as UTF-8");
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos)
    throw Error(ErrorCode::migration, sql::position_of(text, nul, path), "a NUL byte: this is no text file")
        .with_hint("save it as UTF-8 text");
  if (!base::is_valid_utf8(text))
    throw Error(ErrorCode::migration, sql::position_of(text, first_invalid(text), path),
                "the file is not valid UTF-8")
        .with_hint("save it as UTF-8");
  return text;
}

Sections parse_versioned(std::string_view text, const std::string& file, base::Engine engine) {
  const FileReader reader(text, file, engine);
  const std::vector<Directive> directives = reader.directives();
  if (directives.empty())
    reader.fail(0, "no `-- migrate:up` section", "begin the migration with a line `-- migrate:up`");
  reader.refuse_statements_before(directives.front().line_start);
  std::optional<Section> up, down;
  for (std::size_t i = 0; i < directives.size(); ++i) {
    const std::size_t end = i + 1 < directives.size() ? directives[i + 1].line_start : text.size();
    (directives[i].kind == "up" ? up : down) = reader.section(directives[i], end);
  }
  if (!up)
    reader.fail(directives.front().line_start, "no `-- migrate:up` section",
                "a migration needs one; it may hold only a comment");
  return {.up = std::move(*up), .down = std::move(down)};
}

Section parse_repeatable(std::string_view text, const std::string& file, base::Engine engine) {
  const FileReader reader(text, file, engine);
  const std::vector<Directive> directives = reader.directives();
  if (directives.empty()) return reader.section_of(text, 1, true, true);
  for (const Directive& directive : directives)
    if (directive.kind == "down")
      reader.fail(directive.line_start, "a repeatable migration has no down section",
                  "remove it: what repeats replaces what was there");
  reader.refuse_statements_before(directives.front().line_start);
  return reader.section(directives.front(), text.size());
}

}  // namespace seedctl::migrate
