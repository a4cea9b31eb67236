import { NavLink } from "react-router";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { securityTexts } from "./texts";
import "@/ui/page.css";

/** The pages of administration, beside each other. */
export function AdminTabs() {
    const t = useTexts(securityTexts);
    const mayAudit = useMay("audit.read");
    const mayUsers = useMay("user.read");
    return (
        <nav className="page-tabs">
            {mayUsers && <NavLink to="/users">{t.users}</NavLink>}
            <NavLink to="/organisations">{t.organisations}</NavLink>
            {mayUsers && <NavLink to="/roles">{t.roles}</NavLink>}
            {mayAudit && <NavLink to="/audit">{t.audit}</NavLink>}
        </nav>
    );
}
