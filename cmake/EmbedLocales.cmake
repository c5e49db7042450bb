# The word lists of data/locales/ as C++, so that the program needs no files at run time.
#
#   seedctl_embed_locales(<target>)
# adds to the target a source made from data/locales/<locale>/<list>.txt: one array a file, one element a line. Each line is
# a literal of its own, because compilers limit the length of one. The same file is the script that makes the source.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(SEEDCTL_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

  function(seedctl_embed_locales target)
    set(folder "${PROJECT_SOURCE_DIR}/data/locales")
    set(output "${PROJECT_BINARY_DIR}/embedded_lists.cpp")
    file(GLOB_RECURSE lists CONFIGURE_DEPENDS "${folder}/*.txt")
    add_custom_command(OUTPUT "${output}"
      COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${folder}" "-DOUTPUT=${output}" -P "${SEEDCTL_EMBED_SCRIPT}"
      DEPENDS ${lists} "${SEEDCTL_EMBED_SCRIPT}"
      COMMENT "Embedding the word lists" VERBATIM)
    target_sources(${target} PRIVATE "${output}")
  endfunction()
  return()
endif()

file(GLOB_RECURSE lists RELATIVE "${FOLDER}" "${FOLDER}/*.txt")
list(SORT lists)
set(arrays "")
set(table "")
foreach(list IN LISTS lists)
  get_filename_component(locale "${list}" DIRECTORY)
  get_filename_component(name "${list}" NAME_WE)
  string(MAKE_C_IDENTIFIER "${locale}_${name}" identifier)
  file(READ "${FOLDER}/${list}" text)
  if(text MATCHES "[;\\\"\r]|\n\n" OR NOT text MATCHES "\n$")
    message(FATAL_ERROR "${list}: entries are lines without quotes, backslashes or semicolons, none empty, each ended")
  endif()
  string(REPLACE "\n" "\",\n    \"" literals "${text}")
  string(REGEX REPLACE ",\n    \"$" "" literals "${literals}")
  string(APPEND arrays "constexpr std::string_view ${identifier}[] = {\n    \"${literals}};\n\n")
  string(APPEND table "    {\"${locale}\", \"${name}\", ${identifier}},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by cmake/EmbedLocales.cmake from data/locales/. Do not edit.
#include \"gen/embedded_lists.h\"

namespace seedctl::gen {

namespace {

${arrays}constexpr EmbeddedList kLists[] = {
${table}};

}  // namespace

std::span<const EmbeddedList> embedded_lists() { return kLists; }

}  // namespace seedctl::gen
")
