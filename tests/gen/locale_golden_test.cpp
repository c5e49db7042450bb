// Lists and values of the locales are the same for ever: whatever changes here changes in everybody's
// database. Add a list, and a new version of the generators that read it, instead.
#include "base/hash.h"
#include "gen/embedded_lists.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

// Came when the others had been pinned.
constexpr std::string_view kLater = "area";

TEST_CASE("no list of a locale ever changes") {
  const struct {
    const char* locale;
    std::uint64_t hash;
  } locales[] = {
      {"de_DE", 15116552260587993182U}, {"en_GB", 2916672226404270311U}, {"en_US", 1247911170342254515U},
      {"es_ES", 1843031901386200859U},  {"fr_FR", 439784741982120935U},  {"ja_JP", 18127464543851031062U},
      {"pt_BR", 557663585092277044U},
  };
  CHECK(std::size(locales) == Locale::names().size());
  for (const auto& expected : locales) {
    INFO(expected.locale);
    std::string text;
    for (const EmbeddedList& list : embedded_lists()) {
      if (list.locale != expected.locale || list.name == kLater) continue;
      text += std::string(list.name) + ":\n";
      for (const auto entry : list.entries) text += std::string(entry) + "\n";
    }
    CHECK(base::hash64(text) == expected.hash);
  }
}

TEST_CASE("no area of a locale ever changes and all are within the world") {
  const std::pair<const char*, const char*> areas[] = {
      {"de_DE", "49.2|53.4|8.2|12.0"}, {"en_GB", "51|53.5|-2.9|0"}, {"en_US", "34|44|-116|-84"},
      {"es_ES", "38|42|-6|-1.5"},      {"fr_FR", "44.5|48.5|0|5"},  {"ja_JP", "35.3|36.6|137.2|139.8"},
      {"pt_BR", "-21|-6|-52|-43"}};
  CHECK(std::size(areas) == Locale::names().size());
  for (const auto& [locale, area] : areas) {
    INFO(locale);
    const auto lines = Locale::find(locale)->list(kLater);
    CHECK(std::vector<std::string_view>(lines.begin(), lines.end()) == std::vector<std::string_view>{area});
  }
}

// Rows 1 and 2 of column `c` of table `t`, seed 42.
TEST_CASE("values of every locale never change") {
  const struct {
    const char *locale, *generator;
    std::vector<std::string> values;
  } cases[] = {
      {"de_DE", "full_name", {"Luca Volz", "Michaela Bauer"}},
      {"de_DE", "email", {"luca.volz@example.org", "michaela.bauer@example.org"}},
      {"de_DE", "username", {"luca_volz", "mbauer"}},
      {"de_DE", "phone", {"+49 30 23125 774", "+49 40 66969 964"}},
      {"de_DE", "street", {"Fliederring 86", "Marktring 44"}},
      {"de_DE", "city", {"Lingen", "Ingolstadt"}},
      {"de_DE", "region", {"Niedersachsen", "Bayern"}},
      {"de_DE", "postcode", {"49836", "85060"}},
      {"de_DE", "country", {"Kamerun", "Nigeria"}},
      {"de_DE", "company", {"Isarblick Handel GmbH", "Pappelallee Textil UG (haftungsbeschränkt)"}},
      {"de_DE", "word", {"Stock", "fleißig"}},
      {"de_DE",
       "sentence",
       {"Freund Schritt Stock voll klug Stimme Tasse.",
        "Heiß Rechnung alles rund sprechen unter Antwort suchen See."}},
      {"en_GB", "full_name", {"Quentin Webster", "Michael Twigg"}},
      {"en_GB", "email", {"quentin.webster@example.org", "michael.twigg@example.org"}},
      {"en_GB", "username", {"quentin_webster", "mtwigg"}},
      {"en_GB", "phone", {"+44 121 496 0249", "+44 161 496 0213"}},
      {"en_GB", "street", {"32 Greek Walk", "103 Milton Lane"}},
      {"en_GB", "city", {"Kidderminster", "Greenock"}},
      {"en_GB", "region", {"Worcestershire", "Renfrewshire"}},
      {"en_GB", "postcode", {"DY10 0JJ", "PA15 3RA"}},
      {"en_GB", "country", {"Haiti", "Myanmar"}},
      {"en_GB", "company", {"Fenland Solutions Group", "Meadowsweet Flooring Group"}},
      {"en_GB", "word", {"here", "person"}},
      {"en_GB",
       "sentence",
       {"Check glass hidden under ride help increase.",
        "Radio foot measure star tell trade actual thread great."}},
      {"es_ES", "full_name", {"Alicia Yáñez", "Margarita Rincón"}},
      {"es_ES", "email", {"alicia.yanez@example.org", "margarita.rincon@example.org"}},
      {"es_ES", "username", {"alicia_yanez", "mrincon"}},
      {"es_ES", "phone", {"+34 236 761 101", "+34 260 080 019"}},
      {"es_ES", "street", {"Camino de la Esperanza, 93", "Plaza Jovellanos, 162"}},
      {"es_ES", "city", {"Lugo", "Huesca"}},
      {"es_ES", "region", {"Lugo", "Huesca"}},
      {"es_ES", "postcode", {"27036", "22060"}},
      {"es_ES", "country", {"Georgia", "Marruecos"}},
      {"es_ES", "company", {"El Molino Vidrios, S.A.", "Lavanda Materiales, S.Coop."}},
      {"es_ES", "word", {"explicar", "música"}},
      {"es_ES",
       "sentence",
       {"Borde entender falda traer persona exacto frío.",
        "Palma domingo junto saber sopa texto aceite taller entre."}},
      {"fr_FR", "full_name", {"Mariette Chataigner", "Ghislaine Vitry"}},
      {"fr_FR", "email", {"mariette.chataigner@example.org", "ghislaine.vitry@example.org"}},
      {"fr_FR", "username", {"mariette_chataigner", "gvitry"}},
      {"fr_FR", "phone", {"+33 3 53 01 20 56", "+33 4 65 71 60 48"}},
      {"fr_FR", "street", {"183 boulevard de l'Étang", "97 impasse Jean Jaurès"}},
      {"fr_FR", "city", {"Lyon", "Hyères"}},
      {"fr_FR", "region", {"Auvergne-Rhône-Alpes", "Provence-Alpes-Côte d'Azur"}},
      {"fr_FR", "postcode", {"69036", "83460"}},
      {"fr_FR", "country", {"Inde", "Nigéria"}},
      {"fr_FR", "company", {"Garrigue Services SASU", "Perce-Neige Emballages SA"}},
      {"fr_FR", "word", {"frais", "oreille"}},
      {"fr_FR",
       "sentence",
       {"Café fait franc vieux prairie four grand.",
        "Plaine ensuite machine sentier thé utile affaire train fer."}},
      {"ja_JP", "full_name", {"高田 音羽", "川井 涼子"}},
      {"ja_JP", "email", {"otowa.takada@example.org", "ryoko.kawai@example.org"}},
      {"ja_JP", "username", {"otowa_takada", "rkawai"}},
      {"ja_JP", "phone", {"+81 6-0948-3384", "+81 58-084-2410"}},
      {"ja_JP", "street", {"川原町5丁目4-4", "橋本町1丁目29-3"}},
      {"ja_JP", "city", {"春日部市", "市原市"}},
      {"ja_JP", "region", {"埼玉県", "千葉県"}},
      {"ja_JP", "postcode", {"344-3676", "290-6008"}},
      {"ja_JP", "country", {"シンガポール", "ハイチ"}},
      {"ja_JP", "company", {"有限会社青嵐輸送", "天の川航空合同会社"}},
      {"ja_JP", "word", {"形", "測る"}},
      {"ja_JP", "sentence", {"兄島形開ける空港弟手紙。", "眼鏡家机試す遊ぶ銀しかし選ぶ左。"}},
      {"pt_BR", "full_name", {"Rosângela Meireles", "Osvaldo Canto"}},
      {"pt_BR", "email", {"rosangela.meireles@example.org", "osvaldo.canto@example.org"}},
      {"pt_BR", "username", {"rosangela_meireles", "ocanto"}},
      {"pt_BR", "phone", {"+55 44 0629-9382", "+55 67 0253-6132"}},
      {"pt_BR", "street", {"Avenida do Cruzeiro, 1618", "Rua Afonso Pena, 1936"}},
      {"pt_BR", "city", {"Macapá", "Itapevi"}},
      {"pt_BR", "region", {"Amapá", "São Paulo"}},
      {"pt_BR", "postcode", {"68903-676", "06656-008"}},
      {"pt_BR", "country", {"Granada", "Micronésia"}},
      {"pt_BR", "company", {"Estrela do Mar Mineração Ltda.", "Mata Verde Serviços SLU"}},
      {"pt_BR", "word", {"fogo", "nuvem"}},
      {"pt_BR",
       "sentence",
       {"Buscar este fogo um pouco floresta garrafa.",
        "Pena ensinar lição santo sujeito tinta achar tapete evento."}},
  };
  for (const auto& c : cases) {
    INFO(c.locale << " " << c.generator);
    CHECK(sample("text(60)", std::string("{") + c.generator + ": null, locale: " + c.locale + "}", 2) ==
          c.values);
  }
}
