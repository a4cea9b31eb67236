import { App, Button, Modal, Skeleton, Tag } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import type { Factor, RecoveryCodes } from "@/api/security";
import { IconFingerprint, IconPlus, IconQrcode } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { AddFactor } from "./AddFactor";
import { PasswordConfirm } from "./PasswordConfirm";
import { RecoveryCodesView } from "./RecoveryCodesView";
import { accountTexts } from "./texts";
import { renewAccount, useFactors } from "./useAccount";
import "./account.css";

type Asking = { kind: "add" } | { kind: "remove"; factor: Factor } | { kind: "codes" };

/** The second factors in force: add, remove, new recovery codes. */
export function FactorsSection({ required, user }: { required: boolean; user: string }) {
    const t = useTexts(accountTexts);
    const { message } = App.useApp();
    const read = useFactors();
    const [asking, setAsking] = useState<Asking>();
    const [codes, setCodes] = useState<string[]>();
    const factors = read.data?.items ?? [];
    const on = factors.some((factor) => factor.confirmed);
    const done = (words: string): void => {
        setAsking(undefined);
        message.success(words);
        renewAccount();
    };
    return (
        <Section title={t.sections.factors} extra={read.data && <Tag color={on ? "green" : "default"}>{on ? t.factorOn : t.factorOff}</Tag>}>
            <p className="muted">{t.factorsWhy}</p>
            {required && <p className="muted">{t.factorRequired}</p>}
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
            <ul className="rows">
                {factors.map((factor) => (
                    <FactorRow key={factor.id} factor={factor} onRemove={() => setAsking({ kind: "remove", factor })} />
                ))}
            </ul>
            {read.data && factors.length === 0 && <p className="nothing">{t.noFactors}</p>}
            <div className="account-acts">
                <Button type={on ? "default" : "primary"} icon={<IconPlus size={16} />} onClick={() => setAsking({ kind: "add" })}>
                    {t.addFactor}
                </Button>
                {on && (
                    <>
                        <span className="muted">{t.codesLeft(read.data?.recovery_codes_left ?? 0)}</span>
                        <Button onClick={() => setAsking({ kind: "codes" })}>{t.newCodes}</Button>
                    </>
                )}
            </div>
            <Modal open={asking?.kind === "add"} footer={null} destroyOnHidden title={t.sections.factors} onCancel={() => setAsking(undefined)}>
                <AddFactor
                    onAdded={(made) => {
                        done(t.added);
                        if (made.length > 0) setCodes(made);
                    }}
                />
            </Modal>
            {asking?.kind === "remove" && (
                <PasswordConfirm
                    title={t.removeTitle(asking.factor.label)}
                    why={t.removeWhy}
                    act={t.remove}
                    danger
                    onCancel={() => setAsking(undefined)}
                    onConfirm={(password) => api.post<void>(`/api/v1/account/factors/${asking.factor.id}/remove`, { password })}
                    onDone={() => done(t.removed)}
                />
            )}
            {asking?.kind === "codes" && (
                <PasswordConfirm
                    title={t.newCodesTitle}
                    why={t.newCodesWhy}
                    act={t.newCodes}
                    onCancel={() => setAsking(undefined)}
                    onConfirm={(password) => api.post<RecoveryCodes>("/api/v1/account/recovery-codes", { password }).then((made) => setCodes(made.recovery_codes))}
                    onDone={() => {
                        setAsking(undefined);
                        renewAccount();
                    }}
                />
            )}
            <Modal
                open={codes !== undefined}
                closable={false}
                title={t.codesTitle}
                footer={
                    <Button type="primary" onClick={() => setCodes(undefined)}>
                        {t.codesKept}
                    </Button>
                }
            >
                {codes && <RecoveryCodesView codes={codes} user={user} />}
            </Modal>
        </Section>
    );
}

function FactorRow({ factor, onRemove }: { factor: Factor; onRemove: () => void }) {
    const t = useTexts(accountTexts);
    const format = useFormat();
    const Icon = factor.kind === "totp" ? IconQrcode : IconFingerprint;
    return (
        <li>
            <Icon size={20} stroke={1.75} aria-hidden />
            <span className="grow">
                {factor.label}
                <small className="muted account-note">
                    {t.kinds[factor.kind]} · {factor.confirmed ? t.addedAt(format.date(factor.created_at)) : t.unconfirmed} ·{" "}
                    {factor.last_used_at ? <AgeText time={factor.last_used_at} /> : t.neverUsed}
                </small>
            </span>
            <Button size="small" type="text" danger onClick={onRemove} aria-label={`${t.remove} ${factor.label}`}>
                {t.remove}
            </Button>
        </li>
    );
}
