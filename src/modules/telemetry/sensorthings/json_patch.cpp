#include "telemetry/sensorthings/json_patch.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "telemetry/sensorthings/limits.hpp"

namespace hatang::telemetry::sta {
namespace {

// A value that can be changed. Members keep their order; those of an array have no names.
struct Member;
struct Tree {
    json::Kind kind = json::Kind::null;
    std::string scalar;  // JSON of what is neither array nor object
    std::vector<Member> members;

    bool holds_others() const { return kind == json::Kind::object || kind == json::Kind::array; }
};
struct Member {
    std::string name;
    Tree value;
};

Tree tree_of(json::Value v) {
    Tree out;
    out.kind = v.kind();
    if (v.kind() == json::Kind::object) {
        for (const auto [name, item] : v.members()) out.members.push_back({std::string(name), tree_of(item)});
    } else if (v.kind() == json::Kind::array) {
        for (const json::Value item : v.items()) out.members.push_back({{}, tree_of(item)});
    } else {
        out.scalar = v.dump();
    }
    return out;
}

std::size_t values_in(const Tree& t) {
    std::size_t n = 1;
    for (const auto& [name, item] : t.members) n += values_in(item);
    return n;
}

void write(json::Writer& w, const Tree& t) {
    if (!t.holds_others()) {
        w.raw(t.scalar);
        return;
    }
    const bool object = t.kind == json::Kind::object;
    object ? w.begin_object() : w.begin_array();
    for (const auto& [name, item] : t.members) {
        if (object) w.key(name);
        write(w, item);
    }
    object ? w.end_object() : w.end_array();
}

// Equal as JSON: members in any order. Numbers as they are written, or by their value.
bool same(const Tree& a, const Tree& b) {
    if (!a.holds_others() && !b.holds_others()) {
        if (a.scalar == b.scalar) return true;
        const auto number = [](const Tree& t) {
            return t.kind == json::Kind::integer || t.kind == json::Kind::real;
        };
        if (!number(a) || !number(b)) return false;
        const json::Document x = json::parse(a.scalar), y = json::parse(b.scalar);
        return x.root().number() == y.root().number();
    }
    if (a.kind != b.kind || a.members.size() != b.members.size()) return false;
    for (std::size_t i = 0; i < a.members.size(); ++i) {
        if (a.kind == json::Kind::array) {
            if (!same(a.members[i].value, b.members[i].value)) return false;
            continue;
        }
        const auto other = std::ranges::find(b.members, a.members[i].name, &Member::name);
        if (other == b.members.end() || !same(a.members[i].value, other->value)) return false;
    }
    return true;
}

// "/a~1b/0" → "a/b", "0" (RFC 6901). Nothing: no pointer.
std::optional<std::vector<std::string>> steps_of(std::string_view pointer) {
    std::vector<std::string> out;
    if (pointer.empty()) return out;
    if (pointer.front() != '/') return {};
    for (std::size_t at = 0; at != pointer.npos;) {
        const std::size_t next = pointer.find('/', at + 1);
        const std::string_view raw = pointer.substr(at + 1, next == pointer.npos ? next : next - at - 1);
        std::string step;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] != '~') {
                step += raw[i];
                continue;
            }
            if (i + 1 == raw.size() || (raw[i + 1] != '0' && raw[i + 1] != '1')) return {};
            step += raw[++i] == '0' ? '~' : '/';
        }
        out.push_back(std::move(step));
        at = next;
    }
    return out;
}

std::optional<std::size_t> index_of_step(const std::string& step) {
    if (step.size() > 1 && step.front() == '0') return {};
    std::size_t n = 0;
    const auto [stop, error] = std::from_chars(step.data(), step.data() + step.size(), n);
    if (error != std::errc() || stop != step.data() + step.size()) return {};
    return n;
}

class Patcher {
  public:
    explicit Patcher(Tree root) : root_(std::move(root)) {}

    void apply(json::Value operation, const std::string& where) {
        where_ = where;
        const std::string op = text(operation, "op"), path = text(operation, "path");
        if (op == "add") {
            add(path, value(operation));
        } else if (op == "remove") {
            (void)take(path, "path");
        } else if (op == "replace") {
            Tree made = value(operation);
            at(path, "path") = std::move(made);
        } else if (op == "move") {
            const std::string from = text(operation, "from");
            // Nothing is moved into itself.
            if (path.size() > from.size() && path.starts_with(from + "/")) refuse("path", path);
            add(path, take(from, "from"));
        } else if (op == "copy") {
            Tree copied = at(text(operation, "from"), "from");
            add(path, std::move(copied));
        } else if (op == "test") {
            if (!same(at(path, "path"), value(operation))) refuse("value", path);
        } else {
            refuse("op", op);
        }
        if (values_in(root_) > sta_limits::patch_values_max)
            throw Error(Code::too_many_items, where_,
                        {std::to_string(values_in(root_)), std::to_string(sta_limits::patch_values_max)});
    }
    const Tree& root() const { return root_; }

  private:
    [[noreturn]] void refuse(std::string_view member, std::string_view got) const {
        throw Error(Code::invalid_value, json::pointer(where_, member),
                    {std::string(got.substr(0, 200)), "JSON Patch, RFC 6902"});
    }
    std::string text(json::Value operation, std::string_view name) const {
        (void)operation.members(where_);
        const auto v = operation.find(name);
        const std::string at_member = json::pointer(where_, name);
        if (!v) throw Error(Code::missing_field, at_member, {std::string(name)});
        return std::string(v->text(at_member));
    }
    Tree value(json::Value operation) const {
        const auto v = operation.find("value");
        if (!v) throw Error(Code::missing_field, where_ + "/value", {"value"});
        return tree_of(*v);
    }

    // What holds the end of the path, and its last step.
    std::pair<Tree*, std::string> holder(const std::string& path, std::string_view member) {
        auto steps = steps_of(path);
        if (!steps || steps->empty()) refuse(member, path);
        Tree* t = &root_;
        for (std::size_t i = 0; i + 1 < steps->size(); ++i) t = child(*t, (*steps)[i], path, member);
        if (!t->holds_others()) refuse(member, path);
        return {t, steps->back()};
    }
    Tree* child(Tree& t, const std::string& step, const std::string& path, std::string_view member) {
        if (t.kind == json::Kind::object) {
            const auto found = std::ranges::find(t.members, step, &Member::name);
            if (found != t.members.end()) return &found->value;
        } else if (t.kind == json::Kind::array) {
            const auto n = index_of_step(step);
            if (n && *n < t.members.size()) return &t.members[*n].value;
        }
        refuse(member, path);
    }
    Tree& at(const std::string& path, std::string_view member) {
        if (path.empty()) return root_;
        const auto [t, step] = holder(path, member);
        return *child(*t, step, path, member);
    }
    Tree take(const std::string& path, std::string_view member) {
        const auto [t, step] = holder(path, member);
        Tree* const found = child(*t, step, path, member);
        Tree out = std::move(*found);
        std::erase_if(t->members, [found](const auto& m) { return &m.value == found; });
        return out;
    }
    void add(const std::string& path, Tree made) {
        if (path.empty()) {
            root_ = std::move(made);
            return;
        }
        const auto [t, step] = holder(path, "path");
        if (t->kind == json::Kind::object) {
            const auto found = std::ranges::find(t->members, step, &Member::name);
            if (found != t->members.end())
                found->value = std::move(made);
            else
                t->members.push_back({step, std::move(made)});
            return;
        }
        const auto n = step == "-" ? std::optional(t->members.size()) : index_of_step(step);
        if (!n || *n > t->members.size()) refuse("path", path);
        t->members.insert(t->members.begin() + static_cast<std::ptrdiff_t>(*n), Member{{}, std::move(made)});
    }

    Tree root_;
    std::string where_;
};

}  // namespace

std::string apply_json_patch(std::string_view document, std::string_view patch) {
    const json::Document before = json::parse(document), operations = json::parse(patch);
    Patcher patcher(tree_of(before.root()));
    const json::Value list = operations.root();
    (void)list.items();
    if (list.size() > sta_limits::patch_operations_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(list.size()), std::to_string(sta_limits::patch_operations_max)});
    std::size_t n = 0;
    for (const json::Value operation : list.items()) patcher.apply(operation, json::pointer({}, n++));
    json::Writer w;
    write(w, patcher.root());
    return w.take();
}

}  // namespace hatang::telemetry::sta
