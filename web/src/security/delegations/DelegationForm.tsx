import { App, Button, DatePicker, Drawer, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type FormEvent } from "react";
import { api, ApprovalPending } from "@/api/client";
import { keys, usePeople } from "@/api/queries";
import type { Delegation, Grant } from "@/api/security";
import type { List } from "@/api/types";
import { useMay, useSession } from "@/app/session";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { renewRights } from "../grants/renewRights";
import { useExtentWords } from "../grants/useExtentWords";
import { useRoleName } from "../useRoles";
import { delegationTexts } from "./texts";

const POINTERS = ["/to_user_id", "/valid_from", "/valid_to", "/reason", "/grant_ids"];
const REASON_MAX = 500;

/** Lend the own roles to somebody for a time. */
export function DelegationForm({ onClose }: { onClose: () => void }) {
    const t = useTexts(delegationTexts);
    const u = useTexts(uiTexts);
    const { message } = App.useApp();
    const me = useSession().data?.user.id;
    const people = usePeople("");
    const mayReadGrants = useMay("user.read");
    const roleName = useRoleName();
    const { where } = useExtentWords();
    const grants = useQuery({
        queryKey: [...keys.grants, "own"],
        queryFn: ({ signal }) => api.get<List<Grant>>("/api/v1/grants", { query: { user: me }, signal }).then((list) => list.items),
        enabled: mayReadGrants,
    });
    const [to, setTo] = useState<number | null>(null);
    const [period, setPeriod] = useState<[Dayjs, Dayjs] | null>(null);
    const [chosen, setChosen] = useState<number[]>([]);
    const [reason, setReason] = useState("");
    const [missing, setMissing] = useState<Refusals>({});
    const save = useMutation({
        mutationFn: () =>
            api.post<Delegation>(
                "/api/v1/delegations",
                {
                    to_user_id: to,
                    // From today means from now on; the server takes no past.
                    valid_from: (period?.[0].isAfter(dayjs()) ? period[0].startOf("day") : dayjs()).toISOString(),
                    valid_to: period?.[1].endOf("day").toISOString(),
                    reason: reason.trim(),
                    ...(chosen.length > 0 ? { grant_ids: chosen } : {}),
                },
                { approvalReason: reason.trim() },
            ),
        onSuccess: () => {
            message.success(t.saved);
            renewRights();
            onClose();
        },
        onError: (error) => {
            if (error instanceof ApprovalPending) onClose();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => POINTERS.includes(pointer)), ...missing };
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        const empty: Refusals = {
            ...(to === null ? { "/to_user_id": u.fillIn } : {}),
            ...(period ? {} : { "/valid_to": u.fillIn }),
            ...(reason.trim() ? {} : { "/reason": u.fillIn }),
        };
        setMissing(empty);
        if (Object.keys(empty).length === 0) save.mutate();
    };
    return (
        <Drawer open size={480} onClose={onClose} title={t.add}>
            <form className="stack" noValidate onSubmit={submit}>
                <p className="muted">{t.why}</p>
                <Field label={t.to} required error={errors["/to_user_id"]}>
                    {(props) => (
                        <Select
                            {...props}
                            showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                            loading={people.isPending}
                            value={to}
                            onChange={(id: number) => setTo(id)}
                            options={(people.data ?? [])
                                .filter((person) => person.id !== me)
                                .map((person) => ({ value: person.id, label: person.organisation ? `${person.full_name} · ${person.organisation}` : person.full_name }))}
                        />
                    )}
                </Field>
                <Field label={t.period} required error={errors["/valid_from"] ?? errors["/valid_to"]}>
                    {({ status, id, ...props }) => (
                        <DatePicker.RangePicker
                            {...props}
                            {...(status ? { status } : {})}
                            id={{ start: id, end: `${id}-end` }}
                            format="DD/MM/YYYY"
                            disabledDate={(date) => date.isBefore(dayjs().startOf("day"))}
                            value={period}
                            onChange={(dates) => setPeriod(dates?.[0] && dates[1] ? [dates[0], dates[1]] : null)}
                        />
                    )}
                </Field>
                {mayReadGrants && (
                    <Field label={t.roles} help={t.rolesHelp} error={errors["/grant_ids"]}>
                        {(props) => (
                            <Select
                                {...props}
                                mode="multiple"
                                placeholder={u.all}
                                value={chosen}
                                onChange={(ids: number[]) => setChosen(ids)}
                                options={(grants.data ?? [])
                                    .filter((grant) => grant.delegation_id == null)
                                    .map((grant) => ({ value: grant.id, label: `${roleName(grant.role)} · ${where(grant)}` }))}
                            />
                        )}
                    </Field>
                )}
                <Field label={t.reason} required error={errors["/reason"]}>
                    {(props) => <Input {...props} maxLength={REASON_MAX} value={reason} onChange={(event) => setReason(event.target.value)} />}
                </Field>
                {save.isError && <ErrorView error={save.error} inline />}
                <Button type="primary" htmlType="submit" loading={save.isPending}>
                    {t.save}
                </Button>
            </form>
        </Drawer>
    );
}
