import { App, Button, Drawer, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Organisation } from "@/api/types";
import { useMay } from "@/app/session";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { securityTexts } from "../texts";
import { OrganisationSelect } from "./OrganisationSelect";

interface Props {
    organisation?: Organisation;
    /** Itself and all below it: what it cannot belong to. */
    below?: Set<number> | undefined;
    /** Where a new one hangs at first. */
    parentId?: number | null;
    onClose: () => void;
}

const POINTERS = ["/name", "/short_name", "/kind", "/parent_id"];

export function OrganisationPanel({ organisation, below, parentId = null, onClose }: Props) {
    const t = useTexts(securityTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const mayWrite = useMay("user.write");
    const [draft, setDraft] = useState({
        name: organisation?.name ?? "",
        short_name: organisation?.short_name ?? "",
        kind: organisation?.kind ?? ("operator" as Organisation["kind"]),
        parent_id: organisation ? (organisation.parent_id ?? null) : parentId,
    });
    const [missing, setMissing] = useState<Refusals>({});
    const save = useMutation({
        mutationFn: () => {
            const { short_name, parent_id, ...rest } = draft;
            if (organisation) {
                const body = { ...rest, short_name: short_name || null, parent_id };
                return api.patch(`/api/v1/organisations/${organisation.id}`, body, { version: organisation.version });
            }
            return api.post("/api/v1/organisations", {
                ...rest,
                ...(short_name ? { short_name } : {}),
                ...(parent_id === null ? {} : { parent_id }),
            });
        },
        onSuccess: () => {
            message.success(t.saved);
            void queryClient.invalidateQueries({ queryKey: keys.organisations });
            onClose();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => POINTERS.includes(pointer)), ...missing };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (draft.name.trim()) save.mutate();
        else setMissing({ "/name": u.fillIn });
    };
    const set = (change: Partial<typeof draft>) => {
        setMissing({});
        setDraft((now) => ({ ...now, ...change }));
    };
    return (
        <Drawer open size={480} onClose={onClose} title={organisation ? t.editOrganisation : t.createOrganisation}>
            <form className="stack" noValidate onSubmit={submit} inert={!mayWrite}>
                <Field label={t.organisationName} required error={errors["/name"]}>
                    {(props) => (
                        <Input {...props} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
                    )}
                </Field>
                <Field label={t.shortName} error={errors["/short_name"]}>
                    {(props) => (
                        <Input
                            {...props}
                            value={draft.short_name}
                            onChange={(event) => set({ short_name: event.target.value })}
                        />
                    )}
                </Field>
                <Field label={t.kind} required error={errors["/kind"]}>
                    {(props) => (
                        <Select
                            {...props}
                            value={draft.kind}
                            onChange={(kind: Organisation["kind"]) => set({ kind })}
                            options={Object.entries(t.kinds).map(([value, label]) => ({ value, label }))}
                        />
                    )}
                </Field>
                <Field label={t.parent} error={errors["/parent_id"]}>
                    {(props) => (
                        <OrganisationSelect
                            field={props}
                            value={draft.parent_id}
                            onChange={(parent_id) => set({ parent_id })}
                            {...(below ? { without: below } : {})}
                        />
                    )}
                </Field>
                {save.isError && <ErrorView error={save.error} inline />}
                {mayWrite && (
                    <Button type="primary" htmlType="submit" loading={save.isPending}>
                        {words.act.save}
                    </Button>
                )}
            </form>
        </Drawer>
    );
}
