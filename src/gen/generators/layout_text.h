// Text in one of a locale's layouts, drawn or each once: streets, companies, telephone numbers.
#pragma once

#include <string>
#include <utility>

#include "gen/generator.h"
#include "gen/generators/arguments.h"
#include "gen/layouts.h"
#include "gen/ranks.h"

namespace seedctl::gen {

class LayoutText final : public Generator {
 public:
  LayoutText(Layouts layouts, Key key, bool unique)
      : layouts_(std::move(layouts)), ranks_(key, layouts_.count(), unique) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      layouts_.append(text, ranks_(row));
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return layouts_.count(); }

  // Checks the column against the layouts of the locale's list.
  static std::unique_ptr<Generator> build(const Arguments& arguments, std::string_view list) {
    arguments.allow_locale();
    Layouts layouts(arguments.locale(), list);
    arguments.require_text(layouts.longest());
    arguments.require_capacity(layouts.count());
    return std::make_unique<LayoutText>(std::move(layouts), arguments.context.key(),
                                        arguments.context.unique);
  }

 private:
  Layouts layouts_;
  Ranks ranks_;
};

}  // namespace seedctl::gen
