# One static library per layer of src/, and the promise that a layer sees nothing it does not list.
#
#   seedctl_layer(<name> [COLD] USES <layers...> LIBRARIES <targets...> OPTIONS <of the compiler...>)
#
# COLD: no row passes through the layer, so a release is optimised for the time of its build.
#
# Each layer's headers are reached through an include root that holds a link to its own folder and
# nothing else, and include roots are never inherited: a file of `gen` that includes "db/connection.h"
# does not compile, because no root in its command line contains a `db`.
function(seedctl_layer_root name result)
  set(root "${PROJECT_BINARY_DIR}/layers/${name}")
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/src/${name}" "${root}/${name}" SYMBOLIC)
  set(${result} "${root}" PARENT_SCOPE)
endfunction()

# Lets `target` include the headers of the listed layers, and link them.
function(seedctl_use_layers target)
  foreach(layer IN LISTS ARGN)
    seedctl_layer_root(${layer} root)
    target_include_directories(${target} PRIVATE "${root}")
    target_link_libraries(${target} PUBLIC seedctl_${layer})
  endforeach()
endfunction()

function(seedctl_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "COLD" "" "USES;LIBRARIES;OPTIONS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  if(name STREQUAL cli)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  endif()
  add_library(seedctl_${name} STATIC ${sources})
  set_target_properties(seedctl_${name} PROPERTIES LINKER_LANGUAGE CXX)
  seedctl_layer_root(${name} root)
  target_include_directories(seedctl_${name} PRIVATE "${root}")
  seedctl_use_layers(seedctl_${name} ${layer_USES})
  target_link_libraries(seedctl_${name} PRIVATE ${layer_LIBRARIES})
  target_compile_options(seedctl_${name} PRIVATE ${layer_OPTIONS})
  if(layer_COLD)
    target_compile_options(seedctl_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  seedctl_precompile(seedctl_${name})
endfunction()

# The headers of the standard library and of fmt that most files include, read once and not once for each file. Only
# those: a layer's header in here would be seen unlisted. Development builds have none, so that a file that forgot an
# include does not compile there; nor has one with ccache, which does not cache such files as it comes. Layers that are
# compiled with the same options share one.
function(seedctl_precompile target)
  if(NOT SEEDCTL_PRECOMPILED_HEADERS OR CCACHE_PROGRAM)
    return()
  endif()
  # g++ 12 forgets that such headers are the system's, and warns falsely about the copies of strings in them.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>)
  get_target_property(options ${target} COMPILE_OPTIONS)
  string(MAKE_C_IDENTIFIER "SEEDCTL_PRECOMPILED_${options}" property)
  get_property(owner GLOBAL PROPERTY ${property})
  if(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  else()
    set_property(GLOBAL PROPERTY ${property} ${target})
    target_precompile_headers(${target} PRIVATE
      <algorithm> <charconv> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
      <vector> <fmt/format.h>)
  endif()
endfunction()
