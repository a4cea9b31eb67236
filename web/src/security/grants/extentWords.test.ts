import { expect, it } from "vitest";
import { extentWords, type ExtentNames } from "./extentWords";

const names: ExtentNames = {
    everywhere: "toàn thành phố",
    organisation: (name) => `trong ${name}`,
    ward: (code) => `P${code}`,
    domain: (key) => key.toUpperCase(),
    class: (key) => key,
    more: (n) => `và ${n} nơi khác`,
};

it("says everywhere when nothing is limited", () => {
    expect(extentWords({ organisation: null, wards: [], domains: [], classes: [] }, names)).toBe("toàn thành phố");
});
it("names each limit, and cuts long lists", () => {
    expect(extentWords({ organisation: "Sở Xây dựng", wards: ["1", "2", "3", "4", "5"], domains: ["bridge"], classes: [] }, names)).toBe(
        "trong Sở Xây dựng · P1, P2, P3 và 2 nơi khác · BRIDGE",
    );
});
