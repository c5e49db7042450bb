// job_title and department.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::string_view kTitles =
    "((Junior|Senior|Lead|Principal|Assistant|Associate) )?"
    "(Account Manager|Accountant|Analyst|Architect|Auditor|Buyer|Controller|Coordinator|Data Scientist|"
    "Designer|Developer|Editor|Electrician|Engineer|Operator|Planner|Product Manager|Project Manager|"
    "Recruiter|Researcher|Sales Representative|Scientist|Software Engineer|Support Specialist|"
    "System Administrator|Technician|Tester|Trainer|Translator|Writer)";
constexpr std::string_view kDepartments =
    "Accounting|Administration|Communications|Customer Service|Design|Engineering|Facilities|Finance|"
    "Human Resources|Information Technology|Legal|Logistics|Manufacturing|Marketing|Operations|Procurement|"
    "Quality|Research|Sales|Security|Support|Training";

}  // namespace

std::unique_ptr<Generator> build_job_title(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return make_built_in_text({"job_title", value, column, context}, kTitles);
}

std::unique_ptr<Generator> build_department(const Node& value, const Node& column,
                                            const BuildContext& context) {
  return make_built_in_text({"department", value, column, context}, kDepartments);
}

}  // namespace seedctl::gen
