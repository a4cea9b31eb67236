import { Skeleton } from "antd";
import { Suspense, useEffect } from "react";
import { Navigate, NavLink, Outlet, useLocation } from "react-router";
import { setUnauthenticatedHandler } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import { useTexts } from "@/i18n";
import { useLiveConnection } from "@/live/useLive";
import { ErrorView } from "@/ui/ErrorView";
import { BottomBar } from "./BottomBar";
import { places } from "./navigation";
import { useSession } from "./session";
import { shellTexts } from "./texts";
import { useIsPhone } from "./theme";
import { TopBar } from "./TopBar";
import "./shell.css";

function Rail({ permissions }: { permissions: readonly string[] }) {
    const t = useTexts(shellTexts);
    return (
        <nav className="rail" aria-label={t.mainNavigation}>
            {places
                .filter((place) => permissions.includes(place.permission))
                .map(({ path, label, icon: Icon }) => (
                    <NavLink key={path} to={path} end={path === "/"} className="rail-link">
                        <Icon size={22} stroke={1.75} />
                        <span>{t.places[label]}</span>
                    </NavLink>
                ))}
        </nav>
    );
}

/** The frame of every signed-in page. */
export function Shell() {
    const session = useSession();
    const isPhone = useIsPhone();
    const location = useLocation();
    const t = useTexts(shellTexts);
    const signedIn = Boolean(session.data);
    useLiveConnection(signedIn);
    useEffect(() => setUnauthenticatedHandler(() => queryClient.setQueryData(keys.session, null)), []);

    if (session.isPending) return <div className="shell-wait" aria-busy="true" />;
    if (session.isError) return <ErrorView error={session.error} onRetry={() => void session.refetch()} />;
    if (!session.data) {
        return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />;
    }
    return (
        <div className="shell">
            <a className="skip-link" href="#content">
                {t.skip}
            </a>
            <TopBar user={session.data.user} />
            {!isPhone && <Rail permissions={session.data.permissions} />}
            <main id="content" className="content" tabIndex={-1}>
                <Suspense fallback={<Skeleton active style={{ padding: 24 }} />}>
                    <Outlet />
                </Suspense>
            </main>
            {isPhone && <BottomBar permissions={session.data.permissions} />}
        </div>
    );
}
