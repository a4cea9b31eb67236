import { beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/client";
import { choiceOf } from "./fileKinds";
import { packParts } from "./packParts";
import type { Import } from "./types";
import { nextPartBytes, Upload } from "./upload";

const refusal = (status: number, code = "x") => new ApiError(status, code, "", "", undefined, undefined);

/** A server that keeps what it is sent; `trouble` may break a part before or after it arrived. */
function fakeServer(trouble: (call: number) => "lost" | "answer_lost" | ApiError | undefined = () => undefined) {
    const kept: Blob[] = [];
    let received = 0;
    let calls = 0;
    const view = () => ({ id: 1, received }) as Import;
    return {
        text: () => new Blob(kept).text(),
        read: () => Promise.resolve(view()),
        send: (_id: number, offset: number, part: Blob) => {
            const what = trouble(calls++);
            if (what instanceof ApiError) return Promise.reject(what);
            if (what === "lost") return Promise.reject(refusal(0, "unreachable"));
            if (offset !== received) return Promise.reject(refusal(409));
            kept.push(part);
            received += part.size;
            return what === "answer_lost" ? Promise.reject(refusal(0, "unreachable")) : Promise.resolve(view());
        },
        sleep: () => Promise.resolve(),
        now: () => 0,
    };
}
const text = Array.from({ length: 200_000 }, (_, i) => `dòng ${i}`).join("\n");
const file = new Blob([text]);
const done = vi.fn();

beforeEach(() => done.mockReset());

it("sends a file in parts that grow", async () => {
    const server = fakeServer();
    const upload = new Upload(1, file, 0, 8 << 20, done, server);
    const seen: number[] = [];
    upload.subscribe(() => seen.push(upload.state.received));
    await upload.run();
    expect(upload.state).toMatchObject({ phase: "done", received: file.size });
    expect(await server.text()).toBe(text);
    expect(done).toHaveBeenCalledOnce();
    expect(seen.length).toBeGreaterThan(2);
});
it("goes on after breaks, also when a part arrived and only its answer was lost", async () => {
    const server = fakeServer((call) => (call === 1 ? "lost" : call === 2 ? "answer_lost" : undefined));
    const upload = new Upload(1, file, 0, 8 << 20, done, server);
    await upload.run();
    expect(upload.state.phase).toBe("done");
    expect(await server.text()).toBe(text);
});
it("starts where the server stands", async () => {
    const server = fakeServer();
    await server.send(1, 0, file.slice(0, 1000));
    const upload = new Upload(1, file, 0, 8 << 20, done, server);
    await upload.run();
    expect(await server.text()).toBe(text);
});
it("stops at a refusal and keeps what was said", async () => {
    const refused = refusal(413, "too_large");
    const upload = new Upload(1, file, 0, 8 << 20, done, fakeServer((call) => (call === 1 ? refused : undefined)));
    await upload.run();
    expect(upload.state).toMatchObject({ phase: "failed", error: refused });
});
it("stops when told", async () => {
    const server = fakeServer();
    const upload = new Upload(1, file, 0, 1 << 18, done, server);
    upload.subscribe(() => upload.state.phase === "sending" && upload.stop());
    await upload.run();
    expect(upload.state.phase).toBe("stopped");
    expect(upload.state.received).toBeLessThan(file.size);
    expect(done).not.toHaveBeenCalled();
});
it("adapts parts to the line", () => {
    expect(nextPartBytes(1 << 20, 100, 8 << 20)).toBe(2 << 20);
    expect(nextPartBytes(8 << 20, 100, 8 << 20)).toBe(8 << 20);
    expect(nextPartBytes(1 << 20, 9000, 8 << 20)).toBe(1 << 19);
    expect(nextPartBytes(1 << 18, 9000, 8 << 20)).toBe(1 << 18);
});

const named = (name: string, content = "x") => new File([content], name, { lastModified: Date.UTC(2026, 0, 2) });
it("takes one file of a known kind", () => {
    expect(choiceOf([named("cau.GPKG")])).toMatchObject({ kind: "single", format: "GeoPackage" });
    expect(choiceOf([named("hanoi.osm.pbf")])).toMatchObject({ kind: "single", format: "OpenStreetMap PBF" });
    expect(choiceOf([named("cau.mdb")])).toMatchObject({ kind: "refused", why: "unknown" });
    expect(choiceOf([named("a.csv"), named("b.csv")])).toMatchObject({ kind: "refused", why: "several" });
    expect(choiceOf([named("a.csv", "")])).toMatchObject({ kind: "refused", why: "empty" });
    expect(choiceOf([])).toMatchObject({ kind: "refused", why: "nothing" });
});
it("takes the parts of one Shapefile and says which are missing", () => {
    expect(choiceOf([named("Cau.shp"), named("Cau.dbf"), named("Cau.shx")])).toMatchObject({ kind: "shapefile", name: "Cau.zip", withoutSystem: true, withoutEncoding: true });
    expect(choiceOf([named("Cau.shp"), named("Cau.dbf"), named("Cau.shx"), named("Cau.prj"), named("Cau.cpg"), named("Cau.shp.xml")])).toMatchObject({ kind: "shapefile", withoutSystem: false, withoutEncoding: false });
    expect(choiceOf([named("Cau.shp"), named("Cau.prj")])).toMatchObject({ kind: "refused", why: "incomplete", detail: ".dbf, .shx" });
    expect(choiceOf([named("Cau.shp"), named("Duong.dbf"), named("Cau.shx")])).toMatchObject({ kind: "refused", why: "different" });
});
it("packs parts into the same zip each time", async () => {
    const parts = [named("cau.shp", "hình"), named("cau.dbf", "bảng".repeat(500)), named("cau.shx", "chỉ mục")];
    const first = new Uint8Array(await (await packParts(parts)).arrayBuffer());
    const again = new Uint8Array(await (await packParts([...parts].reverse())).arrayBuffer());
    expect(again).toEqual(first);
    expect([...first.subarray(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
    const { unzipSync } = await import("fflate");
    const entries = unzipSync(first);
    expect(Object.keys(entries)).toEqual(["cau.dbf", "cau.shp", "cau.shx"]);
    expect(new TextDecoder().decode(entries["cau.dbf"])).toBe("bảng".repeat(500));
});
