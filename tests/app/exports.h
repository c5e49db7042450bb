// A project without a database, and what exports of it wrote.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include "app/export.h"
#include "support/source_tree.h"
#include "support/temp_dir.h"

namespace seedctl::test {

// Relative path -> content; the lists of exports left out.
using Files = std::map<std::string, std::string>;

class ExportBench {
 public:
  // With the schema of the example, unless one is written over it.
  ExportBench() { write_schema(read_source("tests/schema/rental.lock.json")); }

  const TempDir& dir() const { return dir_; }
  void write_schema(const std::string& text) const { dir_.write_file("schema.lock.json", text); }
  void write_profile(const std::string& yaml) const { dir_.write_file("seeds/dev.yaml", yaml); }

  app::ExportRequest request(const std::string& out) const {
    app::ExportRequest request;
    request.profile = "dev";
    request.out = dir_.file(out);
    return request;
  }
  app::ExportOutcome run(const app::ExportRequest& request, bool agreed = false) const {
    app::Settings settings;
    settings.root = dir_.path();
    settings.seeds = dir_.file("seeds");
    settings.snapshot = dir_.file("schema.lock.json");
    const auto answer = [agreed](const std::string& question) {
      if (!agreed) throw base::Error(base::ErrorCode::refused, question);
      return true;
    };
    return app::export_profile(settings, request, answer, base::silent_progress());
  }
  Files files_in(const std::string& out) const {
    Files files;
    const std::filesystem::path root = dir_.file(out);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      const std::string name = entry.path().lexically_relative(root).string();
      if (entry.is_regular_file() && !name.starts_with("seedctl-export"))
        files[name] = dir_.read_file(out + "/" + name);
    }
    return files;
  }
  Files files_of(const app::ExportRequest& request) const {
    run(request);
    return files_in(std::filesystem::path(request.out).filename().string());
  }

 private:
  TempDir dir_;
};

inline const std::string kRentalProfile =
    "seed: 42\nas_of: 2025-02-18\ntables:\n"
    "  user: 3000\n  bike: 30\n  rent:\n    rows: 10000\n    columns:\n"
    "      user_id: {ref: user, pick: {zipf: 1.1}}\n"
    "      rent_start: {between: [2025-02-14, 2025-02-17]}\n"
    "  loyalty_event: {per: user, rows: {between: [0, 4]}}\n";

}  // namespace seedctl::test
