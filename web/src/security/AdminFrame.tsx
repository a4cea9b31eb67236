import { Badge, Select } from "antd";
import { NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { adminFor } from "@/app/navigation";
import { useSession } from "@/app/session";
import { shellTexts } from "@/app/texts";
import { useIsPhone } from "@/app/theme";
import { useWaitingApprovals } from "@/app/useWaitingApprovals";
import { useTexts } from "@/i18n";
import "./admin.css";

/** The pages of administration with what lies beside them: a list on a desk, one select on a phone. */
export function AdminFrame() {
    const t = useTexts(shellTexts);
    const phone = useIsPhone();
    const { pathname } = useLocation();
    const navigate = useNavigate();
    const waiting = useWaitingApprovals();
    const groups = adminFor(useSession().data?.permissions ?? []);
    const here = groups.flatMap((group) => group.places).find((place) => pathname === place.path || pathname.startsWith(`${place.path}/`));
    const label = (key: keyof typeof t.admin): string => (key === "approvals" && waiting > 0 ? `${t.admin[key]} (${waiting})` : t.admin[key]);
    if (phone) {
        return (
            <div className="admin">
                <nav className="admin-select" aria-label={t.adminNavigation}>
                    <Select
                        aria-label={t.adminNavigation}
                        value={here?.path ?? null}
                        onChange={(path: string) => void navigate(path)}
                        options={groups.map((group) => ({
                            label: t.adminGroups[group.label],
                            options: group.places.map((place) => ({ value: place.path, label: label(place.label) })),
                        }))}
                        listHeight={440}
                    />
                </nav>
                <Outlet />
            </div>
        );
    }
    return (
        <div className="admin">
            <nav className="admin-list" aria-label={t.adminNavigation}>
                {groups.map((group) => (
                    <div key={group.label}>
                        <small>{t.adminGroups[group.label]}</small>
                        {group.places.map((place) => (
                            <NavLink key={place.path} to={place.path}>
                                <place.icon size={18} stroke={1.75} />
                                <span>{t.admin[place.label]}</span>
                                {place.label === "approvals" && <Badge count={waiting} size="small" title={t.waitingApprovals(waiting)} />}
                            </NavLink>
                        ))}
                    </div>
                ))}
            </nav>
            <div className="admin-page">
                <Outlet />
            </div>
        </div>
    );
}
