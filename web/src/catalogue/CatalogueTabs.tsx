import { NavLink } from "react-router";
import { useTexts } from "@/i18n";
import { catalogueTexts } from "./texts";

export function CatalogueTabs() {
    const t = useTexts(catalogueTexts);
    return (
        <nav className="page-tabs">
            <NavLink to="/catalogue" end>
                {t.classes}
            </NavLink>
            <NavLink to="/grading">{t.grading}</NavLink>
        </nav>
    );
}
