import type { ReactNode } from "react";
import "./ui.css";

interface Props {
    title: string;
    /** One line: what belongs here and why it matters. */
    why?: string;
    icon?: ReactNode;
    /** The one button to begin. */
    children?: ReactNode;
}

export function EmptyState({ title, why, icon, children }: Props) {
    return (
        <div className="empty-state">
            {icon}
            <strong>{title}</strong>
            {why && <p>{why}</p>}
            {children}
        </div>
    );
}
