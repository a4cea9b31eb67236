import { App, Select, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { api } from "@/api/client";
import { queryClient, useClasses, useDomains } from "@/api/queries";
import type { Asset } from "@/api/types";
import { localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { useDraft } from "@/ui/form/useDraft";
import { Page, Section } from "@/ui/Page";
import { creation, emptyDraft } from "./assetDraft";
import { AssetForm } from "./AssetForm";
import { fittingAttributes } from "./conditions";
import { formTexts } from "./formTexts";
import { drawTypes } from "./shape";
import { registryTexts } from "./texts";

/** A new asset: first its class, then the form that the class asks for. */
export default function AssetCreatePage() {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const language = useLanguage();
    const navigate = useNavigate();
    const { message } = App.useApp();
    const [params, setParams] = useSearchParams();
    const classes = useClasses();
    const domains = useDomains();
    const assetClass = classes.data?.find((each) => each.key === params.get("class"));
    const draft = useDraft("asset-new", emptyDraft);
    // One key for one filled form: a second click or a retry after a cut line creates nothing twice.
    const [idempotencyKey] = useState(() => crypto.randomUUID());
    const options = useMemo(
        () =>
            (domains.data ?? []).flatMap((domain) => {
                const inside = (classes.data ?? []).filter((each) => each.domain === domain.key);
                if (inside.length === 0) return [];
                return [
                    {
                        label: localName(domain, language),
                        options: inside.map((each) => ({ value: each.key, label: localName(each, language) })),
                    },
                ];
            }),
        [domains.data, classes.data, language],
    );
    const choose = (key: string) => {
        const taken = classes.data?.find((each) => each.key === key)?.geometry ?? [];
        draft.change((now) => ({
            ...now,
            attributes: {},
            shape: { mode: "draw", type: drawTypes(taken)[0] ?? "Point", vertices: [] },
        }));
        setParams({ class: key }, { replace: true });
    };
    const save = async () => {
        if (!assetClass) return;
        const fitting = { ...draft.value, attributes: fittingAttributes(assetClass.schema, draft.value.attributes) };
        const body = creation(assetClass.key, fitting, assetClass.geometry);
        const created = await api.post<Asset>("/api/v1/assets", body, { idempotencyKey });
        draft.drop(emptyDraft);
        void queryClient.invalidateQueries({ queryKey: ["assets"] });
        message.success(f.created);
        await navigate(`/assets/${created.id}`);
    };
    return (
        <Page above={{ to: "/assets", label: t.title }} title={f.createTitle}>
            {classes.isError && <ErrorView error={classes.error} onRetry={() => void classes.refetch()} />}
            {classes.isPending && <Skeleton active />}
            {classes.data && (
                <div className="stack">
                    <Section title={t.assetClass}>
                        <Field label={f.chooseClass} required help={f.chooseClassHelp}>
                            {(props) => (
                                <Select
                                    {...props}
                                    style={{ maxWidth: 420 }}
                                    value={assetClass?.key ?? null}
                                    showSearch={{
                                        filterOption: (typed, option) =>
                                            foldText(String(option?.label)).includes(foldText(typed)),
                                    }}
                                    onChange={choose}
                                    options={options}
                                />
                            )}
                        </Field>
                    </Section>
                    {assetClass && (
                        <AssetForm
                            key={assetClass.key}
                            assetClass={assetClass}
                            draft={draft.value}
                            stored={null}
                            changing={false}
                            keptAt={draft.keptAt}
                            onChange={draft.change}
                            onSave={save}
                            onCancel={() => void navigate("/assets")}
                        />
                    )}
                </div>
            )}
        </Page>
    );
}
