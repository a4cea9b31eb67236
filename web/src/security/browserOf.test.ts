import { expect, it } from "vitest";
import { browserOf } from "./browserOf";

it("names browser and system", () => {
    expect(browserOf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0")).toBe("Edge · Windows");
    expect(browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1")).toBe("Safari · iOS");
    expect(browserOf("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("Firefox · Linux");
});
it("names programs by their first word", () => {
    expect(browserOf("curl/7.88.1")).toBe("curl");
    expect(browserOf("")).toBeUndefined();
});
