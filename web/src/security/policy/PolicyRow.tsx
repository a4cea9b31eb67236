import { App, Button } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ApprovalPending } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { PolicyItem } from "@/api/security";
import { IconEdit } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { PolicyInput } from "./PolicyInput";
import { POLICY_KEY } from "./PolicyPage";
import { policyTexts } from "./texts";

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function PolicyRow({ item }: { item: PolicyItem }) {
    const t = useTexts(policyTexts);
    const words = useTexts(common);
    const format = useFormat();
    const language = useLanguage();
    const { message } = App.useApp();
    const mayWrite = useMay("policy.write");
    const [draft, setDraft] = useState<unknown>();
    const editing = draft !== undefined;
    const title = language === "vi" ? item.title_vi : item.title_en;
    const said = (value: unknown): string => {
        if (typeof value === "boolean") return value ? t.yes : t.no;
        if (typeof value === "number") return format.number(value);
        if (Array.isArray(value)) return value.join(", ");
        return t.choices[String(value)] ?? String(value);
    };
    const save = useMutation({
        mutationFn: (value: unknown) => api.patch<unknown>("/api/v1/security/policy", { [item.key]: value }),
        onSuccess: () => {
            message.success(t.saved);
            setDraft(undefined);
            void queryClient.invalidateQueries({ queryKey: POLICY_KEY });
        },
        onError: (error) => {
            if (error instanceof ApprovalPending) setDraft(undefined);
        },
    });
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        save.mutate(draft);
    };
    const standard = same(item.value, item.default);
    return (
        <li>
            <div className="policy-what">
                <strong>{title}</strong>
                <small className="muted">{item.legal_basis}</small>
            </div>
            {editing ? (
                <form className="policy-edit" onSubmit={submit}>
                    <PolicyInput label={title} policyKey={item.key} value={draft} onChange={setDraft} />
                    <Button type="primary" htmlType="submit" loading={save.isPending}>
                        {words.act.save}
                    </Button>
                    <Button onClick={() => setDraft(undefined)}>{words.act.cancel}</Button>
                    {!same(draft, item.default) && (
                        <Button type="link" onClick={() => setDraft(item.default)}>
                            {t.useStandard}
                        </Button>
                    )}
                    {save.isError && <ErrorView error={save.error} inline />}
                </form>
            ) : (
                <div className="policy-value">
                    <span className={standard ? undefined : "policy-differs"}>{said(item.value)}</span>
                    <small className="muted">
                        {standard ? t.isStandard : t.standard(said(item.default))}
                        {item.changed_by && item.changed_at && ` · ${t.changed(item.changed_by, format.dateTime(item.changed_at))}`}
                    </small>
                </div>
            )}
            {mayWrite && !editing && (
                <Button type="text" icon={<IconEdit size={16} stroke={1.75} />} aria-label={`${t.edit}: ${title}`} onClick={() => setDraft(item.value)} />
            )}
        </li>
    );
}
