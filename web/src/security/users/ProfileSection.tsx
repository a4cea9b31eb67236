import { App, Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { User } from "@/api/types";
import { IconDownload, IconEye } from "@/app/icons";
import { useMay, useSession } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { Facts, Section } from "@/ui/Page";
import { ReasonDialog } from "../ReasonDialog";
import { securityTexts } from "../texts";
import { useRoleNames } from "../useRoles";
import { userTexts } from "./texts";

/** Who it is. Contact details are masked until a purpose is given; each such view is logged. */
export function ProfileSection({ user }: { user: User }) {
    const t = useTexts(securityTexts);
    const u = useTexts(userTexts);
    const format = useFormat();
    const roleNames = useRoleNames();
    const { message } = App.useApp();
    const mayReveal = useMay("privacy.read");
    const mayErase = useMay("privacy.write");
    const mayAudit = useMay("audit.read");
    const own = useSession().data?.user.id === user.id;
    const [asking, setAsking] = useState<"reveal" | "erase">();
    const [full, setFull] = useState<Record<string, string | null>>();
    const person = user.kind !== "service";
    const masked = Boolean(user.email?.includes("*"));
    const email = full?.["email"] ?? user.email;
    return (
        <Section title={u.profile}>
            <Facts
                rows={[
                    [t.name, user.name],
                    [
                        t.email,
                        email && (
                            <span className="masked" key="email">
                                {email}
                                {masked && !full && mayReveal && !own && (
                                    <Button size="small" type="link" icon={<IconEye size={16} stroke={1.75} />} onClick={() => setAsking("reveal")}>
                                        {u.reveal}
                                    </Button>
                                )}
                            </span>
                        ),
                    ],
                    [t.organisation, user.organisation],
                    [t.role, roleNames(user.roles)],
                    [t.created, format.dateTime(user.created_at)],
                    [t.lastSignIn, user.last_sign_in_at ? format.dateTime(user.last_sign_in_at) : t.neverSignedIn],
                ]}
            />
            <div className="account-acts">
                {mayAudit && <Link to={`/audit?user=${user.id}`}>{u.audit}</Link>}
                {mayReveal && person && (
                    <Button size="small" icon={<IconDownload size={16} stroke={1.75} />} href={`/api/v1/privacy/people/${user.id}/export`} download={`du-lieu-ca-nhan-${user.id}.json`}>
                        {u.exportData}
                    </Button>
                )}
                {mayErase && person && !own && (
                    <Button size="small" type="text" danger onClick={() => setAsking("erase")}>
                        {u.erase}
                    </Button>
                )}
            </div>
            {asking === "reveal" && (
                <ReasonDialog
                    title={u.revealTitle}
                    why={u.revealWhy}
                    label={u.purpose}
                    act={u.reveal}
                    onClose={() => setAsking(undefined)}
                    onConfirm={(purpose) => api.post<Record<string, string | null>>(`/api/v1/users/${user.id}/reveal`, { purpose }).then(setFull)}
                    onDone={() => undefined}
                />
            )}
            {asking === "erase" && (
                <ReasonDialog
                    title={u.eraseTitle(user.full_name)}
                    why={u.eraseWhy}
                    act={u.erase}
                    danger
                    onClose={() => setAsking(undefined)}
                    onConfirm={(reason) => api.post<unknown>(`/api/v1/privacy/people/${user.id}/erase`, { reason }, { approvalReason: reason })}
                    onDone={() => {
                        message.success(u.erased);
                        void queryClient.invalidateQueries({ queryKey: keys.users });
                    }}
                />
            )}
        </Section>
    );
}
