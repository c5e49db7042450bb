// The list of files that an export made: how one finds its own again among those of others, and nothing else.
//
// A list is input: only such paths are taken from it as an export could have made below its folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace seedctl::app {

// A name as a part of a path, in the form of Hive's partitions: what has a meaning to shells, paths or Hive
// is %XX. Never empty, "." or "..".
std::string path_safe(std::string_view name);
// A value in the name of a partition's folder, with %XX for the bytes that Hive writes so.
std::string hive_escaped(std::string_view value);
// "part-00000.csv"; shards count from 1.
std::string part_name(std::uint32_t shard, const std::string& extension);

// The names of what stands beside the rows.
std::string list_name(std::uint32_t shard);     // "seedctl-export-00000.json"
std::string staging_name(std::uint32_t shard);  // ".seedctl-export-00000.part"
bool is_list_name(std::string_view name);
bool is_staging_name(std::string_view name);

struct ExportList {
  std::string profile;
  std::string content;             // equal: shards of the same export
  std::vector<std::string> files;  // relative to the folder
};
// Of a file that is no list: one that is empty.
ExportList read_list(const std::string& path);
// Throws ErrorCode::io.
void write_list(const std::string& path, const ExportList& list);

}  // namespace seedctl::app
