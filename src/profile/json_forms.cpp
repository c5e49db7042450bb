// One row per type. A type that the catalog names and that is not here fails a test.
#include "profile/json_forms.h"

#include <cctype>

namespace seedctl::profile {
namespace {

constexpr JsonForm kForms[] = {
    {"value", R"({"type": ["string", "number", "boolean", "null"]})"},
    {"text", R"({"type": "string"})"},
    {"true or false", R"({"type": "boolean"})"},
    // To an editor 1_000 is text, and so is "5", which the parser refuses: only with an underscore it may be
    // one.
    {"integer", R"({"type": "integer"})"},
    {"integer, not 0", R"({"allOf": [{"form": "integer"}, {"not": {"const": 0}}]})"},
    {"whole number",
     R"({"anyOf": [{"type": "integer", "minimum": 0}, {"form": "number with underscores"}]})"},
    {"whole number above 0",
     R"({"anyOf": [{"type": "integer", "minimum": 1}, {"form": "number with underscores"}]})"},
    {"number with underscores", R"({"type": "string", "pattern": "^[0-9]+_[0-9_]*$"})"},
    {"number", R"({"type": "number"})"},
    {"number above 0", R"({"type": "number", "exclusiveMinimum": 0})"},
    {"exponent", R"({"type": "number", "exclusiveMinimum": 0, "maximum": 60})"},
    {"share",
     R"({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1},
                   {"type": "string", "pattern": "^[0-9]+([.][0-9]+)?%$"}]})"},
    {"dirt",
     R"({"type": "object", "required": ["rate"], "additionalProperties": false,
         "anyOf": [{"required": ["values"]}, {"required": ["kinds"]}],
         "properties": {
           "rate": {"form": "share"},
           "values": {"anyOf": [{"form": "value"},
                                {"type": "array", "items": {"form": "value"}, "minItems": 1},
                                {"type": "object", "additionalProperties": {"form": "weight"}, "minProperties": 1}]},
           "kinds": {"anyOf": [{"form": "dirty kind"},
                               {"type": "array", "items": {"form": "dirty kind"}, "minItems": 1},
                               {"type": "object", "minProperties": 1, "additionalProperties": false,
                                "patternProperties": {"^(null|duplicate|truncate|case|whitespace)$": {"form": "weight"}}}]}}})"},
    {"dirty kind", R"({"enum": [null, "null", "duplicate", "truncate", "case", "whitespace"]})"},
    {"weight",
     R"({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+([.][0-9]+)?%$"}]})"},
    {"span", R"({"type": "string", "pattern": "^[-+]?[P0-9]"})"},
    {"number or span", R"({"anyOf": [{"form": "number above 0"}, {"form": "span"}]})"},
    {"span or list of two",
     R"({"anyOf": [{"form": "span"},
                   {"type": "array", "items": {"form": "span"}, "minItems": 2, "maxItems": 2}]})"},
    {"date", R"({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})"},
    {"date or today", R"({"anyOf": [{"const": "today"}, {"form": "date"}]})"},

    {"list of two bounds", R"({"type": "array", "items": {"form": "value"}, "minItems": 2, "maxItems": 2})"},
    {"ending",
     R"({"anyOf": [{"form": "number"}, {"type": "array", "items": {"form": "number"}, "minItems": 1}]})"},
    {"number or list of two",
     R"({"anyOf": [{"form": "whole number"},
                   {"type": "array", "items": {"form": "whole number"}, "minItems": 2, "maxItems": 2}]})"},
    {"list of values", R"({"type": "array", "items": {"form": "value"}, "minItems": 1})"},
    {"map of values to weights",
     R"({"type": "object", "minProperties": 1,
         "additionalProperties": {"anyOf": [{"form": "weight"},
                                            {"type": "object", "additionalProperties": {"form": "weight"}}]}})"},
    {"generator", R"({"form": "generated column"})"},
    {"map of names to generators",
     R"({"type": "object", "minProperties": 1, "additionalProperties": {"form": "generator"}})"},
    {"case", R"({"form": "generated column"})"},
    {"map of cases", R"({"type": "object", "minProperties": 1, "additionalProperties": {"form": "case"}})"},
    {"map of hours to shares",
     R"({"type": "object", "minProperties": 1, "additionalProperties": false,
         "patternProperties": {"^[0-9]{1,2}(-[0-9]{1,2})?$": {"form": "number"}}})"},
    {"map of weekdays to factors",
     R"({"type": "object", "minProperties": 1, "additionalProperties": false,
         "patternProperties": {"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$": {"form": "number"}}})"},
    {"map of months to factors",
     R"({"type": "object", "minProperties": 1, "additionalProperties": false,
         "patternProperties": {
           "^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))?$":
             {"form": "number"}}})"},
    {"linear, {linear: r}, {exponential: f}, s-curve or {keyframes: map}",
     R"({"anyOf": [
           {"enum": ["linear", "s-curve"]},
           {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
            "properties": {
              "linear": {"form": "number"},
              "exponential": {"form": "number"},
              "s-curve": {"type": "object", "additionalProperties": false,
                          "properties": {"middle": {"form": "date"}, "over": {"form": "span"}}},
              "keyframes": {"type": "object", "minProperties": 1, "additionalProperties": false,
                            "patternProperties": {"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": {"form": "number"}}}}}]})"},
    {"list of {from, to, weight}",
     R"({"type": "array", "minItems": 1,
         "items": {"type": "object", "required": ["from", "to", "weight"], "additionalProperties": false,
                   "properties": {"from": {"form": "value"}, "to": {"form": "value"}, "weight": {"form": "weight"}}}})"},
    {"type", R"({"type": "string", "minLength": 1})"},
    {"expression", R"({"type": ["string", "number", "boolean"]})"},
    {"parent", R"({"const": "parent"})"},
    {"name or code", R"({"enum": ["name", "code"]})"},
    {"documentation or private", R"({"enum": ["documentation", "private"]})"},
    {"md5, sha1 or sha256", R"({"enum": ["md5", "sha1", "sha256"]})"},
    {"code, name or symbol", R"({"enum": ["code", "name", "symbol"]})"},
    {"number or brand", R"({"enum": ["number", "brand"]})"},
    {"country with IBANs", R"({"enum": ["AT", "BR", "CH", "DE", "ES", "FR", "GB", "IE", "LU", "NL", "PT"]})"},
    {"country or world", R"({"enum": ["country", "world"]})"},
    {"name or sku", R"({"enum": ["name", "sku"]})"},
    {"name or hex", R"({"enum": ["name", "hex"]})"},
    {"address", R"({"const": "address"})"},

    {"table", R"({"type": "string", "minLength": 1})"},
    {"table or list of tables",
     R"({"anyOf": [{"form": "table"}, {"type": "array", "items": {"form": "table"}, "minItems": 1}]})"},
    {"column", R"({"type": "string", "minLength": 1})"},
    {"name", R"({"type": "string", "minLength": 1})"},
    {"column or list of columns",
     R"({"anyOf": [{"form": "column"}, {"type": "array", "items": {"form": "column"}, "minItems": 1}]})"},
    {"policy",
     R"({"anyOf": [
           {"enum": ["uniform", "each"]},
           {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
            "properties": {
              "distinct": {"form": "whole number above 0"},
              "zipf": {"form": "exponent"},
              "weights": {"anyOf": [{"type": "array", "items": {"form": "weight"}, "minItems": 1},
                                    {"type": "object", "additionalProperties": {"form": "weight"}, "minProperties": 1}]},
              "growth": {"type": "object", "required": ["children_per_parent"], "additionalProperties": false,
                         "properties": {"children_per_parent": {"form": "whole number above 0"}}}}}]})"},

    {"profile name", R"({"type": "string", "minLength": 1})"},
    {"number of rows",
     R"({"anyOf": [
           {"form": "whole number"},
           {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
            "properties": {
              "between": {"type": "array", "items": {"form": "whole number"}, "minItems": 2, "maxItems": 2},
              "zipf": {"type": "object", "required": ["mean", "max"], "additionalProperties": false,
                       "properties": {"mean": {"form": "number above 0"}, "min": {"form": "whole number"},
                                      "max": {"form": "whole number above 0"}}},
              "normal": {"type": "object", "required": ["mean", "sd"], "additionalProperties": false,
                         "properties": {"mean": {"form": "number above 0"}, "sd": {"form": "number above 0"},
                                        "min": {"form": "whole number"},
                                        "max": {"form": "whole number above 0"}}},
              "weights": {"type": "object", "minProperties": 1, "additionalProperties": false,
                          "patternProperties": {"^[0-9]+$": {"form": "weight"}}}}}]})"},
    {"total",
     R"({"anyOf": [
           {"form": "whole number above 0"},
           {"type": "object", "required": ["rows"], "additionalProperties": false,
            "properties": {"rows": {"form": "whole number above 0"}, "max": {"form": "whole number above 0"}}}]})"},
    {"given", R"({"not": {"type": "null"}})"},
    {"rows per day",
     R"({"type": "object", "required": ["column", "from", "rows"], "additionalProperties": false,
         "properties": {
           "column": {"form": "column"},
           "from": {"form": "date"},
           "to": {"anyOf": [{"const": "as_of"}, {"form": "date"}]},
           "rows": {"form": "number of rows"},
           "max": {"form": "whole number"},
           "hours": {"form": "map of hours to shares"},
           "weekdays": {"form": "map of weekdays to factors"},
           "months": {"form": "map of months to factors"},
           "growth": {"form": "linear, {linear: r}, {exponential: f}, s-curve or {keyframes: map}"}}})"},
    {"lifecycle",
     R"({"type": "object", "required": ["column", "start", "steps"], "additionalProperties": false,
         "properties": {
           "column": {"form": "column"},
           "start": {"type": "object", "minProperties": 1, "maxProperties": 1,
                     "additionalProperties": {"form": "column"}},
           "steps": {"type": "object", "minProperties": 1, "additionalProperties": {
             "type": "object", "minProperties": 1, "additionalProperties": {
               "type": "object", "required": ["after"], "additionalProperties": false,
               "properties": {
                 "chance": {"form": "share"},
                 "at": {"form": "column"},
                 "after": {"anyOf": [
                   {"form": "span or list of two"},
                   {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                    "properties": {
                      "exponential": {"type": "object", "required": ["mean"], "additionalProperties": false,
                                      "properties": {"mean": {"form": "span"}, "min": {"form": "span"},
                                                     "max": {"form": "span"}}},
                      "normal": {"type": "object", "required": ["mean", "sd"], "additionalProperties": false,
                                 "properties": {"mean": {"form": "span"}, "sd": {"form": "span"},
                                                "min": {"form": "span"}, "max": {"form": "span"}}},
                      "lognormal": {"type": "object", "required": ["median", "sigma"],
                                    "additionalProperties": false,
                                    "properties": {"median": {"form": "span"}, "sigma": {"form": "number"},
                                                   "max": {"form": "span"}}}}}]}}}}}}})"},
    {"row count",
     R"({"anyOf": [
           {"form": "whole number"},
           {"type": "string", "pattern": "^ *(>=|<=|==?|>|<) *[0-9][0-9_]* *$"},
           {"type": "object", "required": ["between"], "additionalProperties": false,
            "properties": {"between": {"type": "array", "items": {"form": "whole number"},
                                       "minItems": 2, "maxItems": 2}}}]})"},
    {"expected rows",
     R"({"anyOf": [{"form": "value"}, {"type": "array", "items": {"type": "array", "items": {"form": "value"}}}]})"},
    {"list of rows",
     R"({"type": "array", "items": {"type": "object", "properties": {"as": {"form": "name"}},
                                    "additionalProperties": {"form": "value"}}})"},
    {"data file", R"({"type": "string", "pattern": "[.]([cC][sS][vV]|jsonl|ndjson)$"})"},
    {"refuse, keep or overwrite", R"({"enum": ["refuse", "keep", "overwrite"]})"},
};

// Each two of these keys say the same of a table in two ways, in whatever profile.
constexpr const char* kTableRules = R"([
  {"not": {"required": ["rows", "total"], "properties": {"rows": {"form": "given"}, "total": {"form": "given"}}}},
  {"not": {"required": ["rows", "per_day"],
           "properties": {"rows": {"form": "given"}, "per_day": {"form": "given"}}}},
  {"not": {"required": ["total", "per_day"],
           "properties": {"total": {"form": "given"}, "per_day": {"form": "given"}}}},
  {"not": {"required": ["per", "per_day"], "properties": {"per": {"form": "given"}, "per_day": {"form": "given"}}}}
])";

// What a table needs: where the profile extends another, that one may have it.
constexpr const char* kWholeTableRules = R"([
  {"if": {"required": ["rows"], "properties": {"rows": {"type": "object"}}},
   "then": {"required": ["per"], "properties": {"per": {"form": "given"}}}},
  {"if": {"required": ["total"], "properties": {"total": {"form": "given"}}},
   "then": {"required": ["per"], "properties": {"per": {"form": "given"}}}}
])";

}  // namespace

const char* table_rules() { return kTableRules; }
const char* whole_table_rules() { return kWholeTableRules; }

std::span<const JsonForm> json_forms() { return kForms; }

std::string form_name(std::string_view type) {
  std::string name;
  for (const char c : type) {
    const bool part = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (part)
      name += c;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name;
}

}  // namespace seedctl::profile
