import { App, Button } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Credential } from "@/api/security";
import { IconPlus, IconRobot } from "@/app/icons";
import { common, useFormat, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useNow } from "@/ui/useNow";
import { permissionTexts } from "../permissionTexts";
import { useSayError } from "@/ui/useSayError";
import { CredentialForm } from "./CredentialForm";
import { SecretOnce } from "./SecretOnce";
import { credentialTexts } from "./texts";

/** What programs and devices sign in with. */
export default function CredentialsPage() {
    const t = useTexts(credentialTexts);
    const words = useTexts(common);
    const names = useTexts(permissionTexts) as Record<string, string>;
    const format = useFormat();
    const now = useNow();
    const { modal, message } = App.useApp();
    const sayError = useSayError();
    const [adding, setAdding] = useState(false);
    const [secret, setSecret] = useState<string>();
    const list = useCursorList<Credential>(keys.credentials, "/api/v1/credentials", {});
    const renew = (): void => void queryClient.invalidateQueries({ queryKey: keys.credentials });
    const revoke = (each: Credential): void =>
        void modal.confirm({
            title: t.revokeTitle(each.name),
            content: t.revokeWhy,
            okText: t.revoke,
            cancelText: words.act.cancel,
            okButtonProps: { danger: true },
            onOk: () =>
                api.delete<void>(`/api/v1/credentials/${each.id}`).then(() => {
                    message.success(t.revoked);
                    renew();
                }, sayError),
        });
    const permissions = (each: Credential) => each.permissions.map((key) => names[key] ?? key).join(", ");
    const expires = (each: Credential) =>
        new Date(each.expires_at).getTime() <= now ? <span className="mark-warning">{t.expired}</span> : format.date(each.expires_at);
    const used = (each: Credential) => (each.last_used_at ? <AgeText time={each.last_used_at} /> : <span className="muted">{t.never}</span>);
    const end = (each: Credential) => (
        <Button size="small" type="text" danger onClick={() => revoke(each)} aria-label={`${t.revoke} ${each.name}`}>
            {t.revoke}
        </Button>
    );
    const columns: Column<Credential>[] = [
        { key: "name", title: t.name, width: "minmax(180px, 1.6fr)", render: (each) => <strong>{each.name}</strong> },
        { key: "kind", title: t.kind, width: "110px", render: (each) => t.kinds[each.kind] },
        { key: "permissions", title: t.permissions, width: "minmax(180px, 2fr)", render: permissions },
        { key: "account", title: t.account, width: "minmax(120px, 1fr)", render: (each) => each.account },
        { key: "expires", title: t.expires, width: "110px", render: expires },
        { key: "used", title: t.lastUsed, width: "130px", render: used },
        { key: "end", title: "", width: "90px", align: "end", render: end },
    ];
    const add = (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t.add}
        </Button>
    );
    return (
        <Page title={t.title} sub={t.why} fixed acts={add}>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(each) => each.id}
                filtered={false}
                onClear={() => undefined}
                cardHeight={112}
                empty={
                    <EmptyState icon={<IconRobot size={28} stroke={1.75} />} title={t.none} why={t.noneWhy}>
                        {add}
                    </EmptyState>
                }
                card={(each) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{each.name}</span>
                            {t.kinds[each.kind]}
                        </span>
                        <span className="card-line">
                            <span className="grow">{permissions(each)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">
                                {t.expires} {expires(each)} · {used(each)}
                            </span>
                            {end(each)}
                        </span>
                    </>
                )}
            />
            {adding && (
                <CredentialForm
                    onClose={() => setAdding(false)}
                    onMade={(made) => {
                        setAdding(false);
                        setSecret(made);
                        renew();
                    }}
                />
            )}
            {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
        </Page>
    );
}
