import type { ReactNode } from "react";
import { useLocation } from "react-router";
import { useChosenInView } from "./useChosenInView";
import "./page.css";

/** The sibling pages of a page as links; the open one is in view, also on a phone. */
export function PageTabs({ children }: { children: ReactNode }) {
    const { pathname } = useLocation();
    const bar = useChosenInView<HTMLElement>(pathname, ".active");
    return (
        <nav className="page-tabs" ref={bar}>
            {children}
        </nav>
    );
}
