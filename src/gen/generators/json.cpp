// json: an object whose members are made by generators of their own, {json: {name: full_name, age: {..}}}.
//
// A member has the name of its key, so that a person or an address of its own agrees with the row's other
// columns, and is keyed by the column too, so that two documents differ. Members stand in the order in which
// they are written; jsonb keeps its own, which compares the same.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/part.h"
#include "gen/scratch.h"

namespace seedctl::gen {

namespace {

using base::Node;

struct Member {
  std::string before;  // {"name": or ,"name":
  Part part;
};

class JsonObject final : public Generator {
 public:
  explicit JsonObject(std::vector<Member> members) : members_(std::move(members)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    Scratch made;
    if (made->cells.size() < members_.size()) made->cells.resize(members_.size());
    for (std::size_t i = 0; i < members_.size(); ++i) members_[i].part.fill(request, made->cells[i]);
    std::string text;
    for (std::size_t row = 0; row < request.rows.size(); ++row) {
      text.clear();
      for (std::size_t i = 0; i < members_.size(); ++i) {
        text += members_[i].before;
        base::append_json_cell(text, made->cells[i], row);
      }
      text += '}';
      out.append_text(text);
    }
  }

  std::vector<std::size_t> inputs() const override {
    std::vector<const Part*> parts;
    for (const Member& member : members_) parts.push_back(&member.part);
    return inputs_of(parts);
  }

 private:
  std::vector<Member> members_;
};

}  // namespace

std::unique_ptr<Generator> build_json(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"json", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  require_document(arguments);
  arguments.refuse_unique("two documents may turn out the same");
  if (value.kind != Node::Kind::map || value.entries.empty()) {
    arguments.fail("json takes a map of names to generators",
                   "for example: json: {name: full_name, age: {between: [18, 70]}}");
  }
  std::vector<Member> members;
  for (const base::NodeEntry& entry : value.entries) {
    Member member{members.empty() ? "{" : ",", Part::build(context, entry.value, entry.key)};
    base::append_json_text(member.before, entry.key);
    member.before += ':';
    members.push_back(std::move(member));
  }
  return std::make_unique<JsonObject>(std::move(members));
}

}  // namespace seedctl::gen
