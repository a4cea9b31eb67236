import type { ReactNode } from "react";
import { Link } from "react-router";
import { IconChevronRight } from "@/app/icons";
import { PageHeader } from "./PageHeader";
import "./page.css";

interface Props {
    title: ReactNode;
    /** Where this page hangs: a list above a single thing. */
    above?: { to: string; label: string };
    /** A line below the title: state, since when. */
    sub?: ReactNode;
    /** The main act stands last, always in the same corner. */
    acts?: ReactNode;
    /** The content scrolls by itself (long lists), not with the page. */
    fixed?: boolean;
    children: ReactNode;
}

/** The frame of every page beside the map: where it hangs, title, acts, content. */
export function Page({ title, above, sub, acts, fixed = false, children }: Props) {
    return (
        <div className={fixed ? "page page-fixed" : "page"}>
            {above && (
                <nav className="page-above">
                    <Link to={above.to}>{above.label}</Link>
                    <IconChevronRight size={14} aria-hidden />
                </nav>
            )}
            <PageHeader title={title} sub={sub} acts={acts} />
            {children}
        </div>
    );
}

/** A part of a page with its own heading. */
export function Section({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
    return (
        <section className="card section">
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
