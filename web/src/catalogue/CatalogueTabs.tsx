import { NavLink } from "react-router";
import { useTexts } from "@/i18n";
import { PageTabs } from "@/ui/PageTabs";
import { catalogueTexts } from "./texts";

export function CatalogueTabs() {
    const t = useTexts(catalogueTexts);
    return (
        <PageTabs>
            <NavLink to="/catalogue" end>
                {t.classes}
            </NavLink>
            <NavLink to="/grading">{t.grading}</NavLink>
        </PageTabs>
    );
}
