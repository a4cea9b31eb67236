import { Skeleton } from "antd";
import { lazy, Suspense, useEffect, useRef } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { setUnauthenticatedHandler } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import { useTexts } from "@/i18n";
import { useLiveConnection } from "@/live/useLive";
import { ErrorView } from "@/ui/ErrorView";
import { BottomBar } from "./BottomBar";
import { LockCountdown } from "./lock/LockCountdown";
import { LockScreen } from "./lock/LockScreen";
import { useAutoLock } from "./lock/useAutoLock";
import { Rail } from "./Rail";
import { useSession } from "./session";
import { shellTexts } from "./texts";
import { useIsPhone } from "./theme";
import { TopBar } from "./TopBar";
import { useApprovalNotice } from "./useApprovalNotice";
import "./shell.css";

/** What an account must do before anything else: enrol a second factor, change a password that is due. */
const StandingPage = lazy(() => import("@/security/signIn/StandingPage"));

/** The frame of every signed-in page. */
export function Shell() {
    const session = useSession();
    const isPhone = useIsPhone();
    const location = useLocation();
    const t = useTexts(shellTexts);
    const locked = session.data?.locked ?? false;
    const due = Boolean(session.data?.enrolment_required || session.data?.password_change_due);
    // A page that was never opened before the lock stays closed: its requests would only wait.
    const opened = useRef(false);
    if (session.data && !locked) opened.current = true;
    useLiveConnection(Boolean(session.data) && !locked && !due);
    useApprovalNotice();
    const secondsLeft = useAutoLock(session.data);
    useEffect(() => setUnauthenticatedHandler(() => queryClient.setQueryData(keys.session, null)), []);

    if (session.isPending) return <div className="shell-wait" aria-busy="true" />;
    if (session.isError) return <ErrorView error={session.error} onRetry={() => void session.refetch()} />;
    if (!session.data) {
        return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />;
    }
    const lock = locked && <LockScreen user={session.data.user} />;
    if (!opened.current) return <div className="shell-wait">{lock}</div>;
    if (due)
        return (
            <Suspense fallback={<div className="shell-wait" />}>
                <StandingPage session={session.data} />
                {lock}
            </Suspense>
        );
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
            {secondsLeft !== undefined && !locked && <LockCountdown seconds={secondsLeft} />}
            {lock}
        </div>
    );
}
