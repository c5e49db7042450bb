// Builds the tree from the parser's events, and refuses on the way what a tree would hide.
#include "profile/yaml.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <cstring>
#include <istream>
#include <map>
#include <set>
#include <streambuf>

#include "base/text.h"
#include "profile/yaml_source.h"

namespace seedctl::profile {
namespace {

using base::Node;

// A finished node and what a copy of it costs.
struct Built {
  Node node;
  std::size_t nodes = 1;
  std::size_t depth = 1;
};

// A list or map that is still open.
struct Open {
  Built built;
  YAML::anchor_t anchor = 0;
  bool has_key = false;
  std::string key;
  base::SourcePosition key_position;
  std::set<std::string> keys;
};

bool looks_null(std::string_view text) {
  return text.substr(0, 1) == "~" || base::lower_ascii(text.substr(0, 4)) == "null";
}

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const YamlSource& source) : source_(source) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      source_.fail(offset(mark), "something follows the end of the document",
                   "a file holds one YAML document");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (awaits_key()) {
      source_.fail(offset(mark), "a key must be text", "quote it; the modifier for NULLs is `nulls`");
    }
    Built built;
    built.node.position = source_.position(offset(mark));
    // An empty value has no place of its own: the parser gives the next token's.
    if (!open_.empty() && open_.back().has_key) {
      const base::SourcePosition& key = open_.back().key_position;
      const bool written = looks_null(source_.text().substr(source_.skip_anchor(offset(mark))));
      if (!written || built.node.position.line != key.line) built.node.position = key;
    }
    add(std::move(built), anchor, offset(mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (awaits_key()) source_.fail(offset(mark), "an alias cannot be a key");
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) source_.fail(offset(mark), "this alias contains itself");
    if (open_.size() + found->second.depth > kMaxYamlDepth) fail_depth(mark);
    if (nodes_ + found->second.nodes > kMaxYamlNodes) fail_nodes(offset(mark));
    add(Built(found->second), 0, offset(mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    const bool quoted = tag == "!";
    if (quoted) source_.check_quotes_end(offset(mark));
    if (value.find('\0') != std::string::npos) {
      source_.fail(offset(mark), "a value cannot hold the character NUL (\\0)",
                   "no database stores it in text");
    }
    if (awaits_key()) {
      set_key(mark, value, quoted);
      return;
    }
    Built built;
    built.node.position = source_.position(offset(mark));
    built.node.text = value;
    built.node.quoted = quoted;
    built.node.verbatim = source_.text().substr(offset(mark) + (quoted ? 1 : 0)).starts_with(value) &&
                          value.find('\n') == std::string::npos;
    built.node.kind = quoted ? Node::Kind::text : base::core_schema_kind(value);
    add(std::move(built), anchor, offset(mark));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { finish(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { finish(); }

 private:
  static std::size_t offset(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  }

  bool awaits_key() const {
    return !open_.empty() && open_.back().built.node.kind == Node::Kind::map && !open_.back().has_key;
  }

  [[noreturn]] void fail_depth(const YAML::Mark& mark) const {
    source_.fail(offset(mark), fmt::format("nested deeper than {} levels", kMaxYamlDepth));
  }
  [[noreturn]] void fail_nodes(std::size_t at) const {
    source_.fail(at,
                 fmt::format("more than {} values, aliases expanded", base::with_thousands(kMaxYamlNodes)));
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    const std::size_t at = source_.skip_anchor(offset(mark));
    const bool marked = at < source_.text().size() && source_.text()[at] == '!';
    if (!marked && (tag.empty() || tag == "?" || tag == "!")) return;
    source_.fail(at, "tags (!...) are not supported", "quote a value to make it text");
  }

  void set_key(const YAML::Mark& mark, const std::string& key, bool quoted) {
    Open& map = open_.back();
    if (!quoted && key == "<<") {
      source_.fail(offset(mark), "merge keys (<<) are not supported", "share columns with `extends`");
    }
    if (!map.keys.insert(key).second) {
      source_.fail(offset(mark), fmt::format("duplicate key \"{}\"", base::printable(key)));
    }
    map.key = key;
    map.key_position = source_.position(offset(mark));
    map.has_key = true;
  }

  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_tag(mark, tag);
    if (awaits_key())
      source_.fail(offset(mark), "a key must be text, not a list or a map",
                   "or a [ or { before this is never closed");
    if (open_.size() >= kMaxYamlDepth) fail_depth(mark);
    Open open;
    open.built.node.kind = kind;
    open.built.node.position = source_.position(offset(mark));
    open.anchor = anchor;
    count(1, offset(mark));
    open_.push_back(std::move(open));
  }

  void finish() {
    Open open = std::move(open_.back());
    open_.pop_back();
    if (open.anchor != 0) {
      count(open.built.nodes, 0);  // kept a second time, and again by each anchor around it
      anchors_[open.anchor] = open.built;
    }
    place(std::move(open.built));
  }

  void count(std::size_t nodes, std::size_t at) {
    nodes_ += nodes;
    if (nodes_ > kMaxYamlNodes) fail_nodes(at);
  }

  void add(Built built, YAML::anchor_t anchor, std::size_t at) {
    count(built.nodes, at);
    if (anchor != 0) anchors_[anchor] = built;
    place(std::move(built));
  }

  void place(Built built) {
    if (open_.empty()) {
      root_ = std::move(built.node);
      return;
    }
    Open& parent = open_.back();
    parent.built.nodes += built.nodes;
    parent.built.depth = std::max(parent.built.depth, built.depth + 1);
    if (parent.built.node.kind == Node::Kind::list) {
      parent.built.node.items.push_back(std::move(built.node));
      return;
    }
    parent.built.node.entries.push_back(
        {std::move(parent.key), std::move(parent.key_position), std::move(built.node)});
    parent.has_key = false;
  }

  const YamlSource& source_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Built> anchors_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
  Node root_;
};

// The parser reads streams; this one reads the text where it is.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // never written to: there is no put area
    setg(begin, begin, begin + text.size());
  }
};

[[noreturn]] void fail_io(const std::string& path, base::ErrorCode code, const std::string& why) {
  throw base::Error(code, {path, 0, 0}, why);
}

struct FileDescriptor {
  int value;
  ~FileDescriptor() {
    if (value >= 0) ::close(value);
  }
};

// The parser's own words, but for those that change with its version.
std::string message_of(const YAML::Exception& error) {
  if (error.msg.starts_with("the referenced anchor is not defined"))
    return "there is no anchor of that name before this alias";
  return error.msg;
}

}  // namespace

base::Node parse_yaml(std::string_view text, const std::string& file, base::ErrorCode code) {
  if (text.size() > kMaxYamlBytes) {
    fail_io(file, code, fmt::format("larger than {} MiB", kMaxYamlBytes >> 20));
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const YamlSource source(text, file, code);
  source.check_characters();
  TreeBuilder builder(source);
  try {
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    // Twice and no more: a second document is an error, and for some texts there is no last one.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& error) {
    const bool known = error.mark.pos >= 0 && error.mark.line >= 0;
    source.fail(known ? static_cast<std::size_t>(error.mark.pos) : 0, message_of(error));
  } catch (const base::Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    source.fail(std::size_t{0}, fmt::format("not readable as YAML: {}", error.what()));
  }
  Node root = builder.take();
  if (root.position.line == 0) root.position = {file, 1, 1};
  return root;
}

std::string read_yaml_file(const std::string& path, base::ErrorCode code) {
  // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.value < 0) fail_io(path, code, fmt::format("cannot be read: {}", std::strerror(errno)));
  struct stat status {};
  if (::fstat(file.value, &status) != 0) fail_io(path, code, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) fail_io(path, code, "is a directory, not a file");
  if (!S_ISREG(status.st_mode)) fail_io(path, code, "is not a regular file");
  const auto too_large = fmt::format("larger than {} MiB", kMaxYamlBytes >> 20);
  if (static_cast<std::uint64_t>(status.st_size) > kMaxYamlBytes) fail_io(path, code, too_large);
  std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    const ssize_t got = ::read(file.value, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_io(path, code, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (size > kMaxYamlBytes) fail_io(path, code, too_large);
    if (size == text.size()) text.resize(size * 2);
  }
  text.resize(size);
  return text;
}

base::Node parse_yaml_file(const std::string& path, base::ErrorCode code) {
  return parse_yaml(read_yaml_file(path, code), path, code);
}

}  // namespace seedctl::profile
