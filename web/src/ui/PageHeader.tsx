import type { ReactNode } from "react";
import "./ui.css";

interface Props {
    title: ReactNode;
    /** Under the title: a count, a code, where it is. */
    sub?: ReactNode;
    /** The main act stands last, in the right corner. */
    acts?: ReactNode;
}

export function PageHeader({ title, sub, acts }: Props) {
    return (
        <header className="page-header">
            <div>
                <h1>{title}</h1>
                {sub && <div className="page-sub">{sub}</div>}
            </div>
            {acts && <div className="page-acts">{acts}</div>}
        </header>
    );
}
