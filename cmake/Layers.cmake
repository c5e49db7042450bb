# One static library per layer of src/, and the promise that a layer sees nothing it does not list.
#
#   seedctl_layer(<name> USES <layers...> LIBRARIES <targets...>)
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
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "USES;LIBRARIES")
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
endfunction()
