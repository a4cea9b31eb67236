import { NavLink } from "react-router";
import { useTexts } from "@/i18n";
import { transferTexts } from "./texts";

export function TransferTabs() {
    const t = useTexts(transferTexts);
    return (
        <nav className="page-tabs">
            <NavLink to="/imports" end>
                {t.imports}
            </NavLink>
            <NavLink to="/exports">{t.exports}</NavLink>
        </nav>
    );
}
