#include <doctest/doctest.h>

#include "registry/assets/change_core.hpp"
#include "registry/assets/merge.hpp"
#include "registry/bulk/model.hpp"

using namespace hatang;
using namespace hatang::registry;

TEST_CASE("taking a bulk change back brings exactly the set fields back") {
    AssetInput before;
    before.name = "Đèn 1";
    before.status = "in_service";
    before.grade = "II";
    before.attributes_json = R"({"power_w": 150, "light_source": "sodium"})";
    BulkInput in;
    in.set.status = "out_of_service";
    in.set.grade = {true, std::nullopt};
    in.set.attributes = json::Raw{R"({"light_source": "led", "dimmable": true})"};
    in.reason = "Thay đèn";

    const AssetInput after = apply_patch(before, patch_of(in));
    CHECK(after.status == "out_of_service");
    CHECK(!after.grade);
    CHECK(same_json(after.attributes_json, R"({"power_w": 150, "light_source": "led", "dimmable": true})"));

    const SetNames names = names_of(in.set);
    CHECK(names.fields == std::vector<std::string>{"status", "grade"});
    CHECK(names.attributes == std::vector<std::string>{"light_source", "dimmable"});
    const AssetInput back = apply_patch(after, undo_patch(names, before));
    CHECK(changed_fields(before, back).empty());

    SUBCASE("what others changed meanwhile in other fields stays") {
        AssetInput later = after;
        later.address = "Phố Huế";
        const AssetInput kept = apply_patch(later, undo_patch(names, before));
        CHECK(kept.address == "Phố Huế");
        CHECK(kept.status == "in_service");
    }
}
