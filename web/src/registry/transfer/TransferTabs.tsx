import { NavLink } from "react-router";
import { useTexts } from "@/i18n";
import { PageTabs } from "@/ui/PageTabs";
import { transferTexts } from "./texts";

export function TransferTabs() {
    const t = useTexts(transferTexts);
    return (
        <PageTabs>
            <NavLink to="/imports" end>
                {t.imports}
            </NavLink>
            <NavLink to="/exports">{t.exports}</NavLink>
        </PageTabs>
    );
}
