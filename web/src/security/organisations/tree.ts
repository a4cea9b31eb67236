import type { Organisation } from "@/api/types";

export interface OrganisationNode {
    organisation: Organisation;
    children: OrganisationNode[];
}

const byName = (a: OrganisationNode, b: OrganisationNode): number => a.organisation.name.localeCompare(b.organisation.name, "vi");

/** Organisations under those they belong to, each level by name; one whose parent is not in the list stands at the top. */
export function treeOf(all: readonly Organisation[]): OrganisationNode[] {
    const nodes = new Map(all.map((organisation) => [organisation.id, { organisation, children: [] as OrganisationNode[] }]));
    const top: OrganisationNode[] = [];
    for (const node of nodes.values()) {
        const parent = node.organisation.parent_id == null ? undefined : nodes.get(node.organisation.parent_id);
        (parent ? parent.children : top).push(node);
    }
    for (const node of nodes.values()) node.children.sort(byName);
    return top.sort(byName);
}

/** The branches that lead to what matches; a match keeps all below it. */
export function branchesTo(tree: OrganisationNode[], matches: (organisation: Organisation) => boolean): OrganisationNode[] {
    return tree.flatMap((node) => {
        if (matches(node.organisation)) return [node];
        const children = branchesTo(node.children, matches);
        return children.length > 0 ? [{ ...node, children }] : [];
    });
}

/** The organisation and all below it: where it may not be moved to. */
export function idsBelow(tree: OrganisationNode[], id: number): Set<number> {
    const found = new Set<number>();
    const walk = (nodes: OrganisationNode[], inside: boolean): void => {
        for (const node of nodes) {
            const here = inside || node.organisation.id === id;
            if (here) found.add(node.organisation.id);
            walk(node.children, here);
        }
    };
    walk(tree, false);
    return found;
}
