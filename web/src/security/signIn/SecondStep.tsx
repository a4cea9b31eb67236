import { Button, Segmented } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, ApiError } from "@/api/client";
import type { SecondFactorMethod, SignInTicket } from "@/api/security";
import { renewSession } from "@/app/session";
import { useTexts } from "@/i18n";
import { askKey, keysWork } from "../webauthn";
import { CodeForm } from "./CodeForm";
import { KeyForm } from "./KeyForm";
import { signInTexts } from "./texts";

interface Props {
    ticket: SignInTicket;
    onAgain: () => void;
    onExpired: () => void;
}

export interface SecondFactor {
    method: SecondFactorMethod;
    code?: string;
    assertion?: unknown;
}

/** The order in which ways are offered: what is quickest for its owner first. */
const ORDER: SecondFactorMethod[] = ["webauthn", "totp", "recovery"];

export function SecondStep({ ticket, onAgain, onExpired }: Props) {
    const t = useTexts(signInTexts);
    const methods = ORDER.filter((method) => ticket.methods.includes(method));
    const usable = methods.filter((method) => method !== "webauthn" || keysWork());
    const [method, setMethod] = useState<SecondFactorMethod>(usable[0] ?? methods[0] ?? "recovery");
    const send = useMutation({
        mutationFn: (factor: SecondFactor) => api.post<unknown>("/api/v1/sessions/second-factor", { ticket: ticket.ticket, ...factor }),
        onSuccess: renewSession,
        onError: (error) => {
            if (error instanceof ApiError && error.code === "ticket_ended") onExpired();
        },
    });
    useEffect(() => {
        const timer = setTimeout(onExpired, new Date(ticket.expires_at).getTime() - Date.now());
        return () => clearTimeout(timer);
    }, [ticket, onExpired]);

    const ask = async (): Promise<void> => {
        if (ticket.webauthn) send.mutate({ method: "webauthn", assertion: await askKey(ticket.webauthn) });
    };
    return (
        <>
            <h1>{t.secondTitle}</h1>
            {methods.length > 1 && (
                <Segmented
                    block
                    value={method}
                    aria-label={t.secondTitle}
                    onChange={(chosen) => {
                        send.reset();
                        setMethod(chosen);
                    }}
                    options={methods.map((value) => ({ value, label: t.methods[value] }))}
                />
            )}
            {method === "webauthn" ? (
                <KeyForm ask={ask} pending={send.isPending} error={send.error} />
            ) : (
                <CodeForm
                    key={method}
                    method={method}
                    pending={send.isPending}
                    error={send.error}
                    onCode={(code) => send.mutate({ method, code })}
                />
            )}
            <Button type="text" block onClick={onAgain}>
                {t.again}
            </Button>
        </>
    );
}
