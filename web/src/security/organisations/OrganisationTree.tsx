import { useState } from "react";
import { IconChevronDown, IconChevronRight } from "@/app/icons";
import { useTexts } from "@/i18n";
import { securityTexts } from "../texts";
import type { OrganisationNode } from "./tree";
import "./organisations.css";

interface Props {
    nodes: OrganisationNode[];
    onOpen: (id: number) => void;
}

/** Nested lists: screen readers say the depth, the keyboard walks the buttons. */
export function OrganisationTree({ nodes, onOpen }: Props) {
    return (
        <ul className="organisation-tree card">
            {nodes.map((node) => (
                <Branch key={node.organisation.id} node={node} onOpen={onOpen} />
            ))}
        </ul>
    );
}

function Branch({ node, onOpen }: { node: OrganisationNode; onOpen: (id: number) => void }) {
    const t = useTexts(securityTexts);
    const [open, setOpen] = useState(true);
    const { organisation, children } = node;
    const Chevron = open ? IconChevronDown : IconChevronRight;
    return (
        <li>
            <div className="organisation-row">
                {children.length > 0 ? (
                    <button type="button" className="organisation-fold" aria-expanded={open} aria-label={t.unfold(organisation.name)} onClick={() => setOpen(!open)}>
                        <Chevron size={16} />
                    </button>
                ) : (
                    <span className="organisation-fold" />
                )}
                <button type="button" className="organisation-name" onClick={() => onOpen(organisation.id)}>
                    {organisation.name}
                    {organisation.short_name && <span className="muted">{organisation.short_name}</span>}
                </button>
                <span className="muted organisation-kind">{t.kinds[organisation.kind]}</span>
            </div>
            {open && children.length > 0 && (
                <ul>
                    {children.map((child) => (
                        <Branch key={child.organisation.id} node={child} onOpen={onOpen} />
                    ))}
                </ul>
            )}
        </li>
    );
}
