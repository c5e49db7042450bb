# The arrows of ARCHITECTURE.md that the compiler cannot see: what a layer must not name, although it could.
#   cmake -DSRC=<repository>/src -P arrows.cmake
# Comments are not looked at. Every exception stands in its rule, with the reason above it.
cmake_minimum_required(VERSION 3.25)
set(broken 0)

# Each file is read once. Of a line comment only what follows white space is dropped, so that "sqlite://x" hides
# nothing.
file(GLOB_RECURSE files RELATIVE "${SRC}" "${SRC}/*.h" "${SRC}/*.cpp")
foreach(file IN LISTS files)
  file(READ "${SRC}/${file}" text)
  string(REGEX REPLACE "[ \t\n]//[^\n]*" "\n" text "\n${text}")
  set("text_${file}" "${text}")
endforeach()

#   forbid(<why> WHERE <files> EXCEPT <files> TEXT <regex>)
# Files of src/ whose path matches WHERE, and does not match EXCEPT, must not contain the text.
function(forbid why)
  cmake_parse_arguments(PARSE_ARGV 1 rule "" "WHERE;EXCEPT;TEXT" "")
  if(NOT rule_WHERE)
    set(rule_WHERE ".")
  endif()
  foreach(file IN LISTS files)
    if(NOT file MATCHES "${rule_WHERE}" OR (rule_EXCEPT AND file MATCHES "${rule_EXCEPT}"))
      continue()
    endif()
    set(text "${text_${file}}")
    # Looked for alone first: with the rest of its line the same search takes ten times as long.
    string(REGEX MATCH "${rule_TEXT}" hit "${text}")
    if(hit)
      string(REGEX MATCH "[^\n]*(${rule_TEXT})[^\n]*" hit "${text}")
      string(STRIP "${hit}" hit)
      message("src/${file}: ${why}: ${hit}")
      set(broken 1 PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

forbid("an include by path escapes the layers"
  TEXT "#include \"\\.")

# sql/split_sqlite asks sqlite3_complete() where a statement ends; that needs no database.
forbid("a database library outside drivers/"
  EXCEPT "^drivers/|^sql/split_sqlite\\.cpp$"
  TEXT "#include [<\"](sqlite3\\.h|SQLiteCpp/|libpq-fe\\.h|libpq/|pqxx/|sql\\.h|sqlext\\.h|sybdb\\.h)")

# Outside, drivers/open.h and what else stands directly in drivers/ is all there is.
forbid("a driver named outside drivers/"
  EXCEPT "^drivers/"
  TEXT "#include \"drivers/[a-z0-9_]+/")

forbid("the SQL parser outside sql/ and schema/"
  EXCEPT "^(sql|schema)/"
  TEXT "#include [<\"]pg_query")

# app/ reads the configuration file.
forbid("the YAML parser outside profile/ and app/"
  EXCEPT "^(profile|app)/"
  TEXT "#include [<\"]yaml-cpp/")

forbid("the command line parser outside cli/"
  EXCEPT "^cli/"
  TEXT "#include [<\"]CLI/")

# Kept cells are those that would be made, by whichever thread.
forbid("a generated value would depend on more than its cell"
  WHERE "^gen/"
  EXCEPT "^gen/kept_cells"
  TEXT "#include <(random|chrono|ctime|time\\.h|locale|clocale|thread|mutex|atomic|filesystem|fstream|unordered_map|unordered_set)>|std::hash|getenv|std::(s?rand|random_device|mt19937|[a-z_]+_distribution)|setlocale")

# Their last bits differ between machines and versions of the C library.
forbid("a generated value would depend on libm"
  WHERE "^gen/"
  TEXT "(std::|[^a-z_:])(pow|exp|exp2|expm1|log|log2|log10|log1p|sin|cos|tan|asin|acos|atan|atan2|erf|erfc|lgamma|tgamma|cbrt|hypot)f?\\(")

# base, sql and drivers are made of such decisions. Elsewhere:
#   db/url*, db/target  a URL says which engine it is for, and is shown and compared as that engine writes it
#   migrate/engine*     how migrations run on an engine
#   seed/recipe_*       how rows are loaded on an engine
#   schema/introspect*  catalogs differ; schema/sqlite_* and schema/postgres_* read the SQL that each catalog keeps
#   app/config, app/migrate  whether the URL leads to a file or to a server
#   app/reset*          a file is replaced, a database dropped and made again
forbid("a decision about an engine outside of its places"
  EXCEPT "^(base|sql|drivers)/|^db/(url|target)|^migrate/engine|^seed/recipe_|^schema/(introspect|sqlite_|postgres_)|^app/(config|migrate)\\.cpp$|^app/reset"
  TEXT "Engine::(sqlite|postgres)")

forbid("output outside cli/"
  EXCEPT "^cli/"
  TEXT "std::(cout|cerr|clog|puts|putchar|fputs|perror)|fmt::print|(^|[^a-z_])(f|v|vf)?printf *\\(")

forbid("the environment read outside cli/"
  EXCEPT "^cli/"
  TEXT "getenv|setenv|environ[^a-z_]")

forbid("the process ended outside cli/"
  EXCEPT "^cli/"
  TEXT "(^|[^a-z_])(std::)?(exit|_exit|quick_exit|abort|terminate) *\\(")

if(broken)
  message(FATAL_ERROR "arrows are broken")
endif()
