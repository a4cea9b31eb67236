import { App, Button, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ApprovalPending } from "@/api/client";
import type { User } from "@/api/types";
import { useMay } from "@/app/session";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { OrganisationSelect } from "../organisations/OrganisationSelect";
import { securityTexts } from "../texts";
import { userTexts } from "./texts";
import { useRoles } from "../useRoles";

interface Draft {
    name: string;
    full_name: string;
    email: string;
    password: string;
    roles: string[];
    organisation_id: number | null;
}

const POINTERS = ["/name", "/full_name", "/email", "/password", "/roles", "/organisation_id"];

export function UserForm({ user, onDone }: { user?: User; onDone: (made?: User) => void }) {
    const t = useTexts(securityTexts);
    const names = useTexts(userTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { message } = App.useApp();
    const mayWrite = useMay("user.write");
    const roles = useRoles();
    const [draft, setDraft] = useState<Draft>({
        name: user?.name ?? "",
        full_name: user?.full_name ?? "",
        email: user?.email ?? "",
        password: "",
        roles: user?.roles ?? [],
        organisation_id: user?.organisation_id ?? null,
    });
    const [missing, setMissing] = useState<Refusals>({});
    const save = useMutation({
        mutationFn: () => {
            const { name, password, email, organisation_id, ...rest } = draft;
            if (user) return api.patch<User>(`/api/v1/users/${user.id}`, changesOf(user, draft), { version: user.version });
            return api.post<User>("/api/v1/users", {
                ...rest,
                name,
                password,
                ...(email ? { email } : {}),
                ...(organisation_id === null ? {} : { organisation_id }),
            });
        },
        onSuccess: (saved) => {
            message.success(user ? t.saved : t.userCreated);
            onDone(saved);
        },
        onError: (error) => {
            if (error instanceof ApprovalPending) onDone();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => POINTERS.includes(pointer)), ...missing };
    const set = (change: Partial<Draft>) => {
        setMissing({});
        setDraft((now) => ({ ...now, ...change }));
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const empty = (["full_name", ...(user ? [] : (["name", "password"] as const))] as const).filter(
            (key) => !draft[key].trim(),
        );
        setMissing(Object.fromEntries(empty.map((key) => [`/${key}`, u.fillIn])));
        if (empty.length === 0) save.mutate();
    };
    const text = (key: "name" | "full_name" | "email" | "password", label: string, help?: string) => (
        <Field label={label} required={key !== "email"} help={help} error={errors[`/${key}`]}>
            {(props) =>
                key === "password" ? (
                    <Input.Password
                        {...props}
                        autoComplete="new-password"
                        value={draft[key]}
                        onChange={(event) => set({ [key]: event.target.value })}
                    />
                ) : (
                    <Input
                        {...props}
                        autoComplete="off"
                        value={draft[key]}
                        onChange={(event) => set({ [key]: event.target.value })}
                    />
                )
            }
        </Field>
    );
    return (
        <form noValidate onSubmit={submit} className="stack" inert={!mayWrite}>
            {!user && text("name", t.name, t.nameHelp)}
            {text("full_name", t.fullName)}
            {!user && text("password", t.password, t.passwordHelp)}
            <Field label={t.role} help={names.rolesHelp} error={errors["/roles"]}>
                {(props) => (
                    <Select
                        {...props}
                        mode="multiple"
                        loading={roles.isPending}
                        value={draft.roles}
                        onChange={(chosen: string[]) => set({ roles: chosen })}
                        options={(roles.data ?? []).map((role) => ({
                            value: role.key,
                            label: localName(role, language),
                        }))}
                    />
                )}
            </Field>
            <Field label={t.organisation} error={errors["/organisation_id"]}>
                {(props) => (
                    <OrganisationSelect field={props} value={draft.organisation_id} onChange={(organisation_id) => set({ organisation_id })} />
                )}
            </Field>
            {text("email", t.email)}
            {save.isError && <ErrorView error={save.error} inline />}
            {mayWrite && (
                <Button type="primary" htmlType="submit" loading={save.isPending}>
                    {user ? words.act.save : t.createUser}
                </Button>
            )}
        </form>
    );
}

/** Only what was changed: a masked address is not the address, and other roles need a second person. */
function changesOf(user: User, draft: Draft): Record<string, unknown> {
    const sorted = (roles: readonly string[]) => [...roles].sort().join();
    return {
        ...(draft.full_name === user.full_name ? {} : { full_name: draft.full_name }),
        ...(draft.email === (user.email ?? "") ? {} : { email: draft.email || null }),
        ...(draft.organisation_id === (user.organisation_id ?? null) ? {} : { organisation_id: draft.organisation_id }),
        ...(sorted(draft.roles) === sorted(user.roles) ? {} : { roles: draft.roles }),
    };
}
