import { App, Button, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import { useOrganisations } from "@/api/queries";
import type { User } from "@/api/types";
import { useMay } from "@/app/session";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { securityTexts } from "./texts";
import { useRoles } from "./useRoles";

interface Draft {
    name: string;
    full_name: string;
    email: string;
    password: string;
    roles: string[];
    organisation_id: number | null;
}

const POINTERS = ["/name", "/full_name", "/email", "/password", "/roles", "/organisation_id"];

export function UserForm({ user, onDone }: { user?: User; onDone: () => void }) {
    const t = useTexts(securityTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { message } = App.useApp();
    const mayWrite = useMay("user.write");
    const roles = useRoles();
    const organisations = useOrganisations();
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
            if (user) {
                const body = { ...rest, email: email || null, organisation_id };
                return api.patch<User>(`/api/v1/users/${user.id}`, body, { version: user.version });
            }
            return api.post<User>("/api/v1/users", {
                ...rest,
                name,
                password,
                ...(email ? { email } : {}),
                ...(organisation_id === null ? {} : { organisation_id }),
            });
        },
        onSuccess: () => {
            message.success(user ? t.saved : t.userCreated);
            onDone();
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
            <Field label={t.role} error={errors["/roles"]}>
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
                    <Select
                        {...props}
                        allowClear
                        showSearch={{
                            filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)),
                        }}
                        value={draft.organisation_id}
                        onChange={(id: number | null | undefined) => set({ organisation_id: id ?? null })}
                        options={(organisations.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
                    />
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
