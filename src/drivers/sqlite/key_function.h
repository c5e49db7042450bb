// The SQL function seedctl_key(value, kind): the bytes of base/ordered_key.h for a stored value, read as the
// kind; NULL for NULL and for what is no value of the kind.
//
// SQLite sorts values as they are spelled: 'F...' before 'a...' in a uuid, text before blobs,
// '2025-02-18T...' after every '2025-02-18 ...', and by the bytes of UTF-16 in a database of that encoding.
// What sorts by this function comes in the order in which the reader's values compare, whatever their
// spelling.
#pragma once

#include <sqlite3.h>

namespace seedctl::drivers::sqlite {

// Throws base::Error where SQLite cannot take it.
void define_key_function(sqlite3* database);

}  // namespace seedctl::drivers::sqlite
