import { Badge } from "antd";
import { Link, useLocation } from "react-router";
import { useTexts } from "@/i18n";
import { isAt, placesFor } from "./navigation";
import { shellTexts } from "./texts";
import { useWaitingApprovals } from "./useWaitingApprovals";

/** The places of the application beside the page, on a desk. */
export function Rail({ permissions }: { permissions: readonly string[] }) {
    const t = useTexts(shellTexts);
    const { pathname } = useLocation();
    const waiting = useWaitingApprovals();
    return (
        <nav className="rail" aria-label={t.mainNavigation}>
            {placesFor(permissions).map((place) => {
                const here = isAt(place, pathname);
                const count = place.label === "admin" ? waiting : 0;
                return (
                    <Link key={place.label} to={place.to} className={here ? "rail-link active" : "rail-link"} aria-current={here ? "page" : undefined}>
                        <Badge count={count} size="small" offset={[6, 2]} title={t.waitingApprovals(count)}>
                            <place.icon size={22} stroke={1.75} />
                        </Badge>
                        <span>{t.places[place.label]}</span>
                    </Link>
                );
            })}
        </nav>
    );
}
