# The layer gen calls no function of the mathematical library whose last bit may differ between machines.
# Rounding and square roots are exact, and may be used.
#   cmake -DNM=<nm> -DLIBRARY=<libseedctl_gen.a> -P no_libm.cmake
execute_process(COMMAND "${NM}" --undefined-only "${LIBRARY}" OUTPUT_VARIABLE symbols RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${NM} cannot read ${LIBRARY}")
endif()
string(REGEX MATCHALL " U (a?(sin|cos|tan)h?|atan2|exp|exp2|expm1|log|log2|log10|log1p|pow|cbrt|hypot|erfc?|[lt]gamma)[fl]?(@[^\n]*)?\n"
  found "${symbols}")
if(found)
  string(REPLACE ";" "" found "${found}")
  message(FATAL_ERROR "gen must not call libm, whose last bit differs between machines "
    "(gen/distribution/elementary.h has what is needed):\n${found}")
endif()
if(NOT symbols MATCHES " U ")
  message(FATAL_ERROR "no symbols in ${LIBRARY}: nothing was checked")
endif()
