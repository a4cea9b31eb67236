import { Button, DatePicker, Drawer, Input, Segmented, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type FormEvent } from "react";
import { api, ApprovalPending } from "@/api/client";
import { keys } from "@/api/queries";
import type { Credential } from "@/api/security";
import type { List, Permission, User } from "@/api/types";
import { useMay, useSession } from "@/app/session";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { permissionTexts } from "../permissionTexts";
import { credentialTexts } from "./texts";

interface Draft {
    name: string;
    kind: Credential["kind"];
    account_id: number | null;
    permissions: Permission[];
    datastreams: string[];
    expires: Dayjs | null;
}

const POINTERS = ["/name", "/kind", "/account_id", "/permissions", "/datastream_ids", "/expires_at"];
const NAME_MAX = 100;
const LONGEST_DAYS = 365;
const DEFAULT_DAYS = 180;

export function CredentialForm({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
    const t = useTexts(credentialTexts);
    const u = useTexts(uiTexts);
    const names = useTexts(permissionTexts) as Record<Permission, string>;
    const held = useSession().data?.permissions ?? [];
    const mayReadUsers = useMay("user.read");
    const services = useQuery({
        queryKey: [...keys.users, "services"],
        queryFn: ({ signal }) => api.get<List<User>>("/api/v1/users", { query: { limit: 1000 }, signal }).then((list) => list.items.filter((each) => each.kind === "service")),
        enabled: mayReadUsers,
    });
    const [draft, setDraft] = useState<Draft>({ name: "", kind: "service", account_id: null, permissions: [], datastreams: [], expires: dayjs().add(DEFAULT_DAYS, "day") });
    const [missing, setMissing] = useState<Refusals>({});
    const set = (change: Partial<Draft>): void => {
        setMissing({});
        setDraft((now) => ({ ...now, ...change }));
    };
    const save = useMutation({
        mutationFn: () =>
            api.post<{ credential: Credential; secret: string }>("/api/v1/credentials", {
                name: draft.name.trim(),
                kind: draft.kind,
                permissions: draft.permissions,
                expires_at: draft.expires?.endOf("day").toISOString(),
                ...(draft.account_id === null ? {} : { account_id: draft.account_id }),
                ...(draft.kind === "device" && draft.datastreams.length > 0 ? { datastream_ids: draft.datastreams.map(Number) } : {}),
            }),
        onSuccess: (made) => onMade(made.secret),
        onError: (error) => {
            if (error instanceof ApprovalPending) onClose();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => POINTERS.includes(pointer)), ...missing };
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        const empty: Refusals = {
            ...(draft.name.trim() ? {} : { "/name": u.fillIn }),
            ...(draft.permissions.length > 0 ? {} : { "/permissions": u.fillIn }),
            ...(draft.expires ? {} : { "/expires_at": u.fillIn }),
        };
        setMissing(empty);
        if (Object.keys(empty).length === 0) save.mutate();
    };
    return (
        <Drawer open size={480} onClose={onClose} title={t.add}>
            <form className="stack" noValidate onSubmit={submit}>
                <Field label={t.name} required help={t.nameHelp} error={errors["/name"]}>
                    {(props) => <Input {...props} autoFocus maxLength={NAME_MAX} value={draft.name} onChange={(event) => set({ name: event.target.value })} />}
                </Field>
                <Field label={t.kind} help={t.kindHelp[draft.kind]} error={errors["/kind"]}>
                    {({ id }) => (
                        <Segmented
                            id={id}
                            block
                            aria-label={t.kind}
                            value={draft.kind}
                            onChange={(kind) =>
                                set(kind === "device" && held.includes("telemetry.ingest") ? { kind, permissions: ["telemetry.ingest"] } : { kind })
                            }
                            options={(["service", "device"] as const).map((value) => ({ value, label: t.kinds[value] }))}
                        />
                    )}
                </Field>
                <Field label={t.permissions} required error={errors["/permissions"]}>
                    {(props) => (
                        <Select
                            {...props}
                            mode="multiple"
                            value={draft.permissions}
                            onChange={(permissions: Permission[]) => set({ permissions })}
                            options={held.map((key) => ({ value: key, label: names[key] ?? key }))}
                            optionFilterProp="label"
                        />
                    )}
                </Field>
                {draft.kind === "device" && (
                    <Field label={t.datastreams} help={t.datastreamsHelp} error={errors["/datastream_ids"]}>
                        {(props) => (
                            <Select
                                {...props}
                                mode="tags"
                                open={false}
                                suffixIcon={null}
                                tokenSeparators={[",", " "]}
                                value={draft.datastreams}
                                onChange={(typed: string[]) => set({ datastreams: typed.filter((each) => /^\d+$/.test(each)) })}
                            />
                        )}
                    </Field>
                )}
                {mayReadUsers && (
                    <Field label={t.account} help={t.accountHelp} error={errors["/account_id"]}>
                        {(props) => (
                            <Select
                                {...props}
                                allowClear
                                placeholder={t.accountNew}
                                loading={services.isPending}
                                value={draft.account_id}
                                onChange={(id: number | null | undefined) => set({ account_id: id ?? null })}
                                options={(services.data ?? []).map((each) => ({ value: each.id, label: each.full_name }))}
                            />
                        )}
                    </Field>
                )}
                <Field label={t.expires} required help={t.expiresHelp} error={errors["/expires_at"]}>
                    {({ status, ...props }) => (
                        <DatePicker
                            {...props}
                            {...(status ? { status } : {})}
                            format="DD/MM/YYYY"
                            disabledDate={(date) => date.isBefore(dayjs()) || date.isAfter(dayjs().add(LONGEST_DAYS - 1, "day"))}
                            value={draft.expires}
                            onChange={(expires: Dayjs | null) => set({ expires })}
                        />
                    )}
                </Field>
                {save.isError && <ErrorView error={save.error} inline />}
                <Button type="primary" htmlType="submit" loading={save.isPending}>
                    {t.save}
                </Button>
            </form>
        </Drawer>
    );
}
