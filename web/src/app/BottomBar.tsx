import { Dropdown } from "antd";
import { NavLink, useNavigate } from "react-router";
import { useTexts } from "@/i18n";
import { IconDots } from "./icons";
import { PHONE_PLACES, places } from "./navigation";
import { shellTexts } from "./texts";

export function BottomBar({ permissions }: { permissions: readonly string[] }) {
    const t = useTexts(shellTexts);
    const navigate = useNavigate();
    const allowed = places.filter((place) => permissions.includes(place.permission));
    const rest = allowed.slice(PHONE_PLACES);
    return (
        <nav className="bottom-bar" aria-label={t.mainNavigation}>
            {allowed.slice(0, PHONE_PLACES).map(({ path, label, icon: Icon }) => (
                <NavLink key={path} to={path} end={path === "/"} className="bottom-link">
                    <Icon size={24} stroke={1.75} />
                    <span>{t.places[label]}</span>
                </NavLink>
            ))}
            {rest.length > 0 && (
                <Dropdown
                    trigger={["click"]}
                    placement="topRight"
                    menu={{
                        items: rest.map(({ path, label, icon: Icon }) => ({
                            key: path,
                            label: t.places[label],
                            icon: <Icon size={20} stroke={1.75} />,
                        })),
                        onClick: ({ key }) => void navigate(key),
                    }}
                >
                    <button type="button" className="bottom-link">
                        <IconDots size={24} stroke={1.75} />
                        <span>{t.places.more}</span>
                    </button>
                </Dropdown>
            )}
        </nav>
    );
}
