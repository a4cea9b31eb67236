import { Button, Divider, Form, Input } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { OidcOffer, SignInTicket } from "@/api/security";
import { IconLogin } from "@/app/icons";
import { renewSession } from "@/app/session";
import { useTexts } from "@/i18n";
import { Refused } from "./Refused";
import { signInTexts } from "./texts";

interface Props {
    /** The second step took too long. */
    expired: boolean;
    /** Why single sign-on came back without a session; from the address. */
    refused: string | null;
    onTicket: (ticket: SignInTicket) => void;
}

const NEVER_STALE = Infinity;

export function PasswordStep({ expired, refused, onTicket }: Props) {
    const t = useTexts(signInTexts);
    const oidc = useQuery({
        queryKey: ["oidc"],
        queryFn: ({ signal }) => api.get<OidcOffer>("/api/v1/security/oidc", { signal }),
        staleTime: NEVER_STALE,
        retry: false,
    }).data;
    const signIn = useMutation({
        mutationFn: (credentials: { user: string; password: string }) => api.post<Partial<SignInTicket>>("/api/v1/sessions", credentials),
        onSuccess: (answer) => (answer.ticket ? onTicket(answer as SignInTicket) : renewSession()),
    });
    const note = expired ? t.expired : refused === "oidc_no_account" ? t.oidcNoAccount : refused ? t.oidcRefused : undefined;
    return (
        <>
            <img src="/favicon.svg" alt="" width={44} height={44} />
            <h1>{t.title}</h1>
            <p className="muted">{t.sub}</p>
            {note && !signIn.isError && (
                <p className="sign-in-note" role="status">
                    {note}
                </p>
            )}
            <Form layout="vertical" requiredMark={false} onFinish={(values: { user: string; password: string }) => signIn.mutate(values)}>
                <Form.Item name="user" label={t.user} rules={[{ required: true, message: t.userMissing }]}>
                    <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
                </Form.Item>
                <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.passwordMissing }]}>
                    <Input.Password autoComplete="current-password" size="large" />
                </Form.Item>
                {signIn.isError && <Refused error={signIn.error} />}
                <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
                    {t.signIn}
                </Button>
            </Form>
            {oidc?.enabled && (
                <>
                    <Divider plain>{t.or}</Divider>
                    <Button size="large" block href="/api/v1/oidc/start" icon={<IconLogin size={18} stroke={1.75} />}>
                        {t.oidc(oidc.name || t.oidcDefault)}
                    </Button>
                </>
            )}
        </>
    );
}
