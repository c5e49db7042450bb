// The builders of all generators, one per name that a profile can write. See GeneratorInfo::build for their
// contract; the catalog is their only caller.
#pragma once

#include <memory>

#include "base/node.h"
#include "gen/generator.h"

namespace seedctl::gen {

using Builder = std::unique_ptr<Generator>(const base::Node& value, const base::Node& column,
                                           const BuildContext& context);

Builder build_sequence, build_between, build_choice, build_weights, build_template, build_value,
    build_boolean, build_uuid, build_ref, build_after, build_day, build_expr, build_match;
Builder build_normal, build_lognormal, build_exponential, build_zipf, build_histogram;
Builder build_full_name, build_first_name, build_last_name, build_email, build_username;
Builder build_phone, build_street, build_city, build_region, build_country, build_postcode, build_company;
Builder build_pattern;
Builder build_ipv4, build_ipv6, build_mac, build_domain, build_url, build_slug, build_user_agent;
Builder build_hash, build_color, build_product, build_job_title, build_department, build_currency,
    build_credit_card, build_file_name, build_file_path, build_mime_type;
Builder build_word, build_sentence, build_paragraph, build_text, build_bytes, build_json, build_array;
Builder build_iban, build_latitude, build_longitude;

}  // namespace seedctl::gen
