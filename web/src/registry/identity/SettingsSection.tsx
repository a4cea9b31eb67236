import { App, Button, Input, Skeleton } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import { useMay } from "@/app/session";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { Section } from "@/ui/Page";
import { identityTexts } from "./texts";
import type { RegisterSetting } from "./types";
import { KINDS_KEY, SETTINGS_KEY, useSettings } from "./useIdentity";

/** What a city sets for itself: where labels lead, and structures of codes that no law publishes. */
export function SettingsSection() {
    const t = useTexts(identityTexts);
    const settings = useSettings();
    return (
        <div id="settings">
            <Section title={t.settings}>
                <p className="field-help">{t.settingsWhy}</p>
                {settings.isPending && <Skeleton active paragraph={{ rows: 6 }} title={false} />}
                {settings.isError && <ErrorView error={settings.error} inline onRetry={() => void settings.refetch()} />}
                <ul className="rows">
                    {settings.data?.map((setting) => (
                        <SettingRow key={setting.key} setting={setting} />
                    ))}
                </ul>
            </Section>
        </div>
    );
}

function SettingRow({ setting }: { setting: RegisterSetting }) {
    const t = useTexts(identityTexts);
    const language = useLanguage();
    const format = useFormat();
    const { message } = App.useApp();
    const may = useMay("policy.write");
    const [typed, setTyped] = useState<string>();
    const title = language === "vi" ? setting.title_vi : setting.title_en;
    const save = useMutation({
        mutationFn: (value: string | null) => api.patch<unknown>("/api/v1/register-settings", { [setting.key]: value }),
        onSuccess: () => {
            message.success(t.settingSaved);
            setTyped(undefined);
            for (const queryKey of [SETTINGS_KEY, KINDS_KEY, ["labels"]]) void queryClient.invalidateQueries({ queryKey });
        },
    });
    if (typed !== undefined) {
        return (
            <li className="setting-form">
                <Field label={title} help={setting.key === "public_url" ? t.urlWhy : t.maskWhy}>
                    {(props) => <Input {...props} autoFocus value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)} onPressEnter={() => typed.trim() && save.mutate(typed.trim())} />}
                </Field>
                {save.isError && <ErrorView error={save.error} inline />}
                <span className="code-acts">
                    <Button type="primary" loading={save.isPending} disabled={!typed.trim()} onClick={() => save.mutate(typed.trim())}>
                        {t.set}
                    </Button>
                    {setting.value && (
                        <Button disabled={save.isPending} onClick={() => save.mutate(null)}>
                            {t.clear}
                        </Button>
                    )}
                    <Button
                        type="text"
                        onClick={() => {
                            save.reset();
                            setTyped(undefined);
                        }}
                    >
                        {t.cancel}
                    </Button>
                </span>
            </li>
        );
    }
    return (
        <li>
            <span className="grow setting-value">
                {title}
                {setting.value ? <code>{setting.value}</code> : <em className="muted">{t.notSet}</em>}
                {setting.changed_at && setting.value && (
                    <small className="muted">
                        {format.dateTime(setting.changed_at)} · {setting.changed_by}
                    </small>
                )}
            </span>
            {may && (
                <Button size="small" aria-label={`${t.change}: ${title}`} onClick={() => setTyped(setting.value ?? "")}>
                    {t.change}
                </Button>
            )}
        </li>
    );
}
