import type { ReactNode } from "react";
import { Link } from "react-router";
import { IconChevronRight } from "@/app/icons";
import "./page.css";

interface Props {
    title: ReactNode;
    /** Where this page hangs: a list above a single thing. */
    above?: { to: string; label: string };
    /** A line below the title: state, since when. */
    sub?: ReactNode;
    /** The main act stands last, always in the same corner. */
    actions?: ReactNode;
    /** The content scrolls by itself (long lists), not with the page. */
    fixed?: boolean;
    children: ReactNode;
}

/** The frame of every page beside the map: title, acts, content. */
export function Page({ title, above, sub, actions, fixed = false, children }: Props) {
    return (
        <main className={fixed ? "page page-fixed" : "page"}>
            <header className="page-head">
                <div className="page-title">
                    {above && (
                        <nav className="page-above">
                            <Link to={above.to}>{above.label}</Link>
                            <IconChevronRight size={14} aria-hidden />
                        </nav>
                    )}
                    <h1>{title}</h1>
                    {sub && <div className="page-sub">{sub}</div>}
                </div>
                {actions && <div className="page-actions">{actions}</div>}
            </header>
            {children}
        </main>
    );
}

/** A part of a page with its own heading. */
export function Section({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
    return (
        <section className="section">
            <header>
                <h2>{title}</h2>
                {extra}
            </header>
            {children}
        </section>
    );
}

/** Terms and their values; rows without a value are left out. */
export function Facts({ rows }: { rows: [label: ReactNode, value: ReactNode][] }) {
    return (
        <dl className="facts">
            {rows.map(([label, value], i) =>
                value === undefined || value === null || value === "" ? null : (
                    <div key={i}>
                        <dt>{label}</dt>
                        <dd>{value}</dd>
                    </div>
                ),
            )}
        </dl>
    );
}
