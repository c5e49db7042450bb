// The catalog queries of PostgreSQL as text. Each asks about all tables of one schema at once ($1); names are
// compared as values, every function and catalog is qualified, so that a search_path full of look-alikes
// changes nothing.
#pragma once

#include <string>

namespace seedctl::schema::postgres_catalog {

// oid, name, relkind, whether other tables inherit from it (partitions aside).
std::string tables();
// table oid, name, declared type, type oid, type modifier, not null, identity, generated, default's text.
std::string columns();
// oid, name, kind, built in, base type, base modifier, not null, has default, base type's name: the types of
// those columns and, behind domains, theirs.
std::string types();
// enum type oid, label; in the enum's order. All of the database.
std::string labels();
// domain oid, name, expression. All of the database.
std::string domain_checks();
// table oid, name, expression.
std::string checks();
// table oid, index oid, index name, primary, partial, nulls not distinct, a constraint, column ("" for an
// expression), the expression, whether the collation may take different texts for equal; a row per key part,
// in order.
std::string unique_keys();
// table oid, constraint oid, name, parent's schema, parent, delete action, deferrable, column, parent's
// column; a row per column, in order.
std::string foreign_keys();

}  // namespace seedctl::schema::postgres_catalog
