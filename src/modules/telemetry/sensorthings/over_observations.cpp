// Finds what a filter says of Observations below other entities.
#include <algorithm>

#include "telemetry/sensorthings/odata/errors.hpp"
#include "telemetry/sensorthings/sql.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Expression;
using odata::Kind;
using odata::Navigation;
using odata::Path;

// Where a path enters Observations: the number of links up to and with that one; 0 when it does not.
std::size_t entry(const std::vector<const Navigation*>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (steps[i]->target == Set::observations) return i + 1;
    return 0;
}

// Whether the link into Observations leaves a feature.
bool leaves_feature(const Navigation* n) {
    return n == odata::entity(Set::features_of_interest).navigation("Observations");
}

[[noreturn]] void refuse(const Expression& e) {
    throw odata::invalid_option("$filter", e.offset, "Observations", "a condition on Observations alone");
}

// Makes every path begin at the Observation: those of `variable` behind the first `cut` links.
void rebase(Expression& e, int variable, const std::vector<const Navigation*>& prefix) {
    const auto cut = [&](int& of, std::vector<const Navigation*>& steps) {
        if (of != variable || steps.size() < prefix.size() ||
            !std::equal(prefix.begin(), prefix.end(), steps.begin()))
            refuse(e);
        of = 0;
        steps.erase(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(prefix.size()));
    };
    if (auto* p = std::get_if<Path>(&e.node)) cut(p->variable, p->steps);
    if (std::get_if<odata::Lambda>(&e.node)) refuse(e);
    if (auto* o = std::get_if<odata::Operation>(&e.node))
        for (Expression& arg : o->args) rebase(arg, variable, prefix);
    if (auto* in = std::get_if<odata::In>(&e.node))
        for (Expression& arg : in->args) rebase(arg, variable, prefix);
    if (auto* c = std::get_if<odata::Call>(&e.node))
        for (Expression& arg : c->args) rebase(arg, variable, prefix);
}

const Path* path_over(const Expression& e) {
    if (const auto* p = e.as<Path>()) return entry(p->steps) ? p : nullptr;
    const auto among = [](const std::vector<Expression>& args) -> const Path* {
        for (const Expression& arg : args)
            if (const Path* p = path_over(arg)) return p;
        return nullptr;
    };
    if (const auto* o = e.as<odata::Operation>()) return among(o->args);
    if (const auto* in = e.as<odata::In>()) return among(in->args);
    if (const auto* c = e.as<odata::Call>()) return among(c->args);
    return nullptr;
}

bool is_logical(const Expression& e) {
    const auto* o = e.as<odata::Operation>();
    return o && (o->op == odata::Op::and_ || o->op == odata::Op::or_ || o->op == odata::Op::not_);
}

void collect(const Expression& e, std::vector<OverObservations>& out) {
    if (is_logical(e)) {
        for (const Expression& arg : e.as<odata::Operation>()->args) collect(arg, out);
        return;
    }
    if (const auto* l = e.as<odata::Lambda>()) {
        const std::size_t at = entry(l->steps);
        if (at == 0) {
            for (const Expression& body : l->body) collect(body, out);
            return;
        }
        if (at != l->steps.size()) refuse(e);
        if (l->body.empty()) {
            out.push_back({&e, Expression{true, Kind::boolean, e.offset}, l->from_variable, l->steps, false,
                           leaves_feature(l->steps.back())});
            return;
        }
        Expression inner = l->body[0];
        rebase(inner, l->variable, {});
        out.push_back(
            {&e, std::move(inner), l->from_variable, l->steps, l->all, leaves_feature(l->steps.back())});
        return;
    }
    if (const Path* p = path_over(e)) {
        const std::vector<const Navigation*> prefix(
            p->steps.begin(), p->steps.begin() + static_cast<std::ptrdiff_t>(entry(p->steps)));
        Expression inner = e;
        rebase(inner, p->variable, prefix);
        // Back from an Observation to others and down again: a way that nobody needs.
        if (path_over(inner)) refuse(e);
        out.push_back({&e, std::move(inner), p->variable, prefix, false, leaves_feature(prefix.back())});
        return;
    }
    // Conditions may stand inside of others: (any(…) eq true).
    if (const auto* o = e.as<odata::Operation>())
        for (const Expression& arg : o->args) collect(arg, out);
}

}  // namespace

std::vector<OverObservations> over_observations(const Expression& filter) {
    std::vector<OverObservations> out;
    collect(filter, out);
    return out;
}

}  // namespace hatang::telemetry::sta
