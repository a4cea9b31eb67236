import { useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import type { SignInTicket } from "@/api/security";
import { useSession } from "@/app/session";
import { arrivedTicket } from "./arrivedTicket";
import { PasswordStep } from "./PasswordStep";
import { SecondStep } from "./SecondStep";
import { SignInCard } from "./SignInCard";

/** Only a path of this site: "//elsewhere" would leave it. */
const safeTarget = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : "/");

/** Password, then what else the policy asks for. */
export default function SignInPage() {
    const [search] = useSearchParams();
    const session = useSession();
    const [ticket, setTicket] = useState<SignInTicket | undefined>(() => arrivedTicket(window.location.hash));
    const [expired, setExpired] = useState(false);
    if (session.data) return <Navigate to={safeTarget(search.get("to"))} replace />;
    const begin = (late: boolean): void => {
        setTicket(undefined);
        setExpired(late);
    };
    return (
        <SignInCard>
            {ticket ? (
                <SecondStep ticket={ticket} onAgain={() => begin(false)} onExpired={() => begin(true)} />
            ) : (
                <PasswordStep expired={expired} refused={search.get("error")} onTicket={setTicket} />
            )}
        </SignInCard>
    );
}
