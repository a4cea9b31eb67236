import type { ReactNode } from "react";
import "./states.css";

interface Props {
    icon: ReactNode;
    /** What belongs here. */
    title: string;
    /** Why it matters, in one line. */
    why: string;
    /** The one button to begin. */
    action?: ReactNode;
}

/** An empty place that teaches what belongs in it. */
export function EmptyState({ icon, title, why, action }: Props) {
    return (
        <div className="state" role="status">
            <span className="state-icon" aria-hidden>
                {icon}
            </span>
            <h2>{title}</h2>
            <p>{why}</p>
            {action}
        </div>
    );
}
