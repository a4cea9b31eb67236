import { expect, it } from "vitest";
import type { Organisation } from "@/api/types";
import { branchesTo, idsBelow, treeOf, type OrganisationNode } from "./tree";

const organisation = (id: number, name: string, parent_id?: number): Organisation => ({
    id,
    version: 1,
    name,
    kind: "authority",
    ...(parent_id === undefined ? {} : { parent_id }),
});
const all = [
    organisation(1, "Ủy ban nhân dân thành phố"),
    organisation(2, "Sở Xây dựng", 1),
    organisation(3, "Ban Duy tu", 2),
    organisation(4, "Công ty Thoát nước"),
    organisation(5, "Xí nghiệp 5", 99),
];
const names = (nodes: OrganisationNode[]): unknown[] => nodes.map((node) => [node.organisation.name, ...names(node.children)]);

it("hangs each under its parent, by name, and loses none", () => {
    expect(names(treeOf(all))).toEqual([["Công ty Thoát nước"], ["Ủy ban nhân dân thành phố", ["Sở Xây dựng", ["Ban Duy tu"]]], ["Xí nghiệp 5"]]);
});

it("keeps the way to what is searched", () => {
    expect(names(branchesTo(treeOf(all), (each) => each.name.startsWith("Sở")))).toEqual([["Ủy ban nhân dân thành phố", ["Sở Xây dựng", ["Ban Duy tu"]]]]);
    expect(branchesTo(treeOf(all), () => false)).toEqual([]);
});

it("knows what lies below", () => {
    expect([...idsBelow(treeOf(all), 2)].sort()).toEqual([2, 3]);
});
