// What columns that a profile leaves out become by the names of hosts, files, trade and places, as far as
// their types, lengths and CHECKs admit it.
#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

struct Row {
  const char* column;
  const char* type;
  const char* written;  // as a profile would
};

std::string written_for(const Row& row, const std::string& table = "thing") {
  test::SchemaBuilder builder;
  builder.table(table).column("no", "integer(64)").primary({"no"}).column(row.column, row.type);
  return test::resolved("tables: {" + table + ": 20}", builder.build()).tables[0].columns[1].written;
}

TEST_CASE("a column's name suggests hosts files trade and places where its type admits it") {
  for (const Row& row : {
           Row{"ip", "text", "ipv4"},
           Row{"ip_address", "text", "ipv4"},
           Row{"clientIp", "text", "ipv4"},
           Row{"ip_address", "network(inet)", "ipv4"},
           Row{"subnet", "network(cidr)", "ipv4"},
           Row{"ipv6", "text", "ipv6"},
           Row{"mac_address", "text", "mac"},
           Row{"nic", "network(macaddr8)", "mac"},
           Row{"hostname", "text", "domain"},
           Row{"website", "text", "url"},
           Row{"callback_url", "text", "url"},
           Row{"slug", "text", "slug"},
           Row{"user_agent", "text", "user_agent"},
           Row{"password_hash", "text", "{hash: sha256}"},
           Row{"checksum", "text(64)", "{hash: sha256}"},
           Row{"checksum", "text(40)", "{hash: sha1}"},
           Row{"checksum", "text(32)", "{hash: md5}"},
           Row{"file_md5", "text", "{hash: md5}"},
           Row{"fileName", "text", "file_name"},
           Row{"path", "text", "file_path"},
           Row{"content_type", "text", "mime_type"},
           Row{"currency", "text(3)", "currency"},
           Row{"price_currency", "text", "currency"},
           Row{"currency_symbol", "text", "{currency: symbol}"},
           Row{"card_number", "text", "credit_card"},
           Row{"card_brand", "text", "{credit_card: brand}"},
           Row{"iban", "text(34)", "iban"},
           Row{"product_name", "text", "product"},
           Row{"sku", "text", "{product: sku}"},
           Row{"color", "text", "color"},
           Row{"color", "text(7)", "{color: hex}"},
           Row{"job_title", "text", "job_title"},
           Row{"department", "text", "department"},
           Row{"lat", "decimal(9,6)", "latitude"},
           Row{"longitude", "real(64)", "longitude"},
           Row{"tags", "array(text)", "{array: word}"},
           Row{"scores", "array(integer(32))", "{array: {between: [0, 1000]}}"},
           Row{"moods", "array(enumeration(a,b))", "{array: {choice: [a, b]}}"},
           Row{"payload", "bytes", "{bytes: 16}"},
       }) {
    INFO(row.column << " " << row.type);
    CHECK(written_for(row) == row.written);
  }
}

TEST_CASE("a name that the type does not admit suggests nothing of it") {
  for (const Row& row : {
           Row{"ip", "integer(64)", "{between: [0, 1000]}"},
           Row{"ip_address", "text(10)", "word"},
           Row{"website", "text(30)", "{template: \"https://www.example.com/{row}\"}"},
           Row{"color", "text(5)", "{choice: [red, green, blue, black, white]}"},
           Row{"color", "text(1)", "{choice: [A, B, C]}"},
           Row{"latitude", "decimal(4,1)", "latitude"},
           Row{"longitude", "decimal(4,2)", "{between: [-99, 99]}"},
           Row{"color", "enumeration(red,blue)", "{choice: [red, blue]}"},
           Row{"file_size", "integer(64)", "{between: [0, 1000]}"},
           Row{"line1", "text", "word"},
           Row{"hashes", "text", "word"},
       }) {
    INFO(row.column << " " << row.type);
    CHECK(written_for(row) == row.written);
  }
}

TEST_CASE("the name of a product is one") {
  CHECK(written_for({"name", "text", ""}, "products") == "product");
  CHECK(written_for({"title", "text", ""}, "shop_item") == "product");
  CHECK(written_for({"title", "text", ""}, "book") == "sentence");
}

}  // namespace
}  // namespace seedctl
