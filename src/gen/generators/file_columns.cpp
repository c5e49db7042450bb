// file_name, file_path and mime_type: a row's file has one type, which its names end in.
#include <algorithm>

#include "base/text.h"
#include "gen/generators/agreeing_list.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

namespace {

using base::Node;

// ending|MIME type. Frozen: another list is another version.
constexpr std::string_view kTypes[] = {
    ".csv|text/csv",        ".docx|application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gif|image/gif",       ".html|text/html",
    ".jpg|image/jpeg",      ".json|application/json",
    ".md|text/markdown",    ".mp3|audio/mpeg",
    ".mp4|video/mp4",       ".pdf|application/pdf",
    ".png|image/png",       ".svg|image/svg+xml",
    ".txt|text/plain",      ".wav|audio/wav",
    ".webp|image/webp",     ".xlsx|application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml|application/xml", ".zip|application/zip"};

constexpr std::string_view kWords[] = {"file", "filename", "filepath", "name", "path",
                                       "mime", "mimetype", "content",  "type"};

std::vector<std::string_view> fields(std::size_t field) {
  std::vector<std::string_view> texts;
  for (const std::string_view entry : kTypes) texts.push_back(list_field(entry, field));
  return texts;
}

Ranks types_of(const BuildContext& context) {
  return agreeing_ranks(context, "file", kWords, std::size(kTypes));
}

// A name that tells files apart, and the ending of the row's type.
class FileName final : public Generator {
 public:
  FileName(PatternTexts stems, const Ranks& types)
      : stems_(std::move(stems)), endings_(fields(0)), types_(types) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      stems_.append(text, row);
      text += endings_[static_cast<std::size_t>(types_(row))];
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return stems_.capacity(); }

 private:
  PatternTexts stems_;
  std::vector<std::string_view> endings_;
  Ranks types_;
};

std::unique_ptr<Generator> named(const Arguments& arguments, const std::string& stems) {
  arguments.allow_nothing();
  PatternTexts texts(built_in_pattern(stems), arguments.context.key(), arguments.context.unique);
  arguments.require_text(texts.longest() + longest_of(fields(0)));
  arguments.require_capacity(texts.capacity());
  return std::make_unique<FileName>(std::move(texts), types_of(arguments.context));
}

}  // namespace

std::unique_ptr<Generator> build_file_name(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return named({"file_name", value, column, context}, any_word() + "-" + any_word());
}

std::unique_ptr<Generator> build_file_path(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return named({"file_path", value, column, context},
               "/(data|home|mnt|opt|srv|var)/" + any_word() + "/" + any_word() + "-" + any_word());
}

std::unique_ptr<Generator> build_mime_type(const Node& value, const Node& column,
                                           const BuildContext& context) {
  const Arguments arguments{"mime_type", value, column, context};
  arguments.allow_nothing();
  return make_agreeing_text(arguments, fields(1), types_of(context));
}

}  // namespace seedctl::gen
