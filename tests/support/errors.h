// The error that an action ends with, for tests of what is refused: in which words, at which place.
#pragma once

#include <stdexcept>
#include <string>

#include "base/error.h"
#include "support/catch.h"

namespace seedctl::test {

// Fails the test where nothing is thrown.
template <class Action>
base::Error error_of(Action&& action) {
  try {
    action();
  } catch (const base::Error& error) {
    return error;
  }
  FAIL("nothing was refused");
  throw std::logic_error("unreachable");
}

// "dev.yaml:3:14: message", as a person reads it.
inline std::string with_place(const base::Error& error) {
  return (error.position() ? error.position()->str() + ": " : "") + error.message();
}

}  // namespace seedctl::test
