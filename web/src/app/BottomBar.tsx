import { Badge, Dropdown } from "antd";
import { Link, useLocation, useNavigate } from "react-router";
import { useTexts } from "@/i18n";
import { IconDots } from "./icons";
import { isAt, PHONE_PLACES, placesFor } from "./navigation";
import { shellTexts } from "./texts";
import { useWaitingApprovals } from "./useWaitingApprovals";

export function BottomBar({ permissions }: { permissions: readonly string[] }) {
    const t = useTexts(shellTexts);
    const navigate = useNavigate();
    const { pathname } = useLocation();
    const waiting = useWaitingApprovals();
    const allowed = placesFor(permissions);
    const rest = allowed.slice(PHONE_PLACES);
    return (
        <nav className="bottom-bar" aria-label={t.mainNavigation}>
            {allowed.slice(0, PHONE_PLACES).map((place) => {
                const here = isAt(place, pathname);
                return (
                    <Link key={place.label} to={place.to} className={here ? "bottom-link active" : "bottom-link"} aria-current={here ? "page" : undefined}>
                        <place.icon size={24} stroke={1.75} />
                        <span>{t.places[place.label]}</span>
                    </Link>
                );
            })}
            {rest.length > 0 && (
                <Dropdown
                    trigger={["click"]}
                    placement="topRight"
                    menu={{
                        items: rest.map(({ to, label, icon: Icon }) => ({
                            key: to,
                            label: label === "admin" && waiting > 0 ? `${t.places[label]} (${waiting})` : t.places[label],
                            icon: <Icon size={20} stroke={1.75} />,
                        })),
                        onClick: ({ key }) => void navigate(key),
                    }}
                >
                    <button type="button" className={rest.some((place) => isAt(place, pathname)) ? "bottom-link active" : "bottom-link"}>
                        <Badge dot={waiting > 0} offset={[-2, 2]}>
                            <IconDots size={24} stroke={1.75} />
                        </Badge>
                        <span>{t.places.more}</span>
                    </button>
                </Dropdown>
            )}
        </nav>
    );
}
