import { App, Button } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { api, ApiError } from "@/api/client";
import { queryClient, useClasses } from "@/api/queries";
import type { Rule } from "@/api/types";
import { useMay } from "@/app/session";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { refusalsOf, showFirstRefusal, type Refusals } from "@/ui/form/refusals";
import { Section } from "@/ui/Page";
import { uiTexts } from "@/ui/texts";
import { draftOfRule, emptyRule, missingIn, ruleCreation, rulePatch, type RuleDraft } from "./ruleDraft";
import { RuleFields } from "./RuleFields";
import { RulePreview } from "./RulePreview";
import { RuleTarget } from "./RuleTarget";
import { alarmTexts } from "./texts";
import { useRuleStream } from "./useRuleStream";
import "./alarms.css";

/** The rule on the left, what it would have done yesterday on the right. */
export function RuleEditor({ rule }: { rule?: Rule }) {
    const t = useTexts(alarmTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const navigate = useNavigate();
    const { message, modal } = App.useApp();
    const mayWrite = useMay("rule.write");
    const [params] = useSearchParams();
    const asset = Number(params.get("asset")) || null;
    const [draft, setDraft] = useState<RuleDraft>(() =>
        rule ? draftOfRule(rule) : { ...emptyRule, datastream_id: Number(params.get("datastream")) || null },
    );
    const [errors, setErrors] = useState<Refusals>({});
    const [refusal, setRefusal] = useState<unknown>(null);
    const [saving, setSaving] = useState(false);
    const form = useRef<HTMLFormElement>(null);
    const [example, setExample] = useState<number | null>(null);
    const stream = useRuleStream(draft, example);
    const assetClass = useClasses().data?.find((each) => each.key === draft.asset_class);
    const property = words.property[draft.property as keyof typeof words.property] ?? draft.property ?? "";
    const target =
        draft.target === "one"
            ? (stream?.name ?? t.ruleOf(draft.datastream_id ?? 0))
            : t.everyOf(
                  assetClass ? localName(assetClass, language).toLowerCase() : (draft.asset_class ?? ""),
                  property,
              );
    const set = (change: Partial<RuleDraft>) => {
        const touched = Object.keys(change).map((key) => `/${key}`);
        setErrors((now) => Object.fromEntries(Object.entries(now).filter(([at]) => !touched.includes(at))));
        setDraft((now) => ({ ...now, ...change }));
    };
    const refuse = (next: Refusals) => {
        setErrors(next);
        requestAnimationFrame(() => showFirstRefusal(form.current));
    };
    const leave = async (said: string) => {
        void queryClient.invalidateQueries({ queryKey: ["rules"] });
        void queryClient.invalidateQueries({ queryKey: ["rule"] });
        message.success(said);
        await navigate("/rules");
    };
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        const missing = missingIn(draft);
        if (missing.length > 0) return refuse(Object.fromEntries(missing.map((at) => [at, u.fillIn])));
        setSaving(true);
        setRefusal(null);
        try {
            if (rule) await api.patch(`/api/v1/rules/${rule.id}`, rulePatch(rule, draft), { version: rule.version });
            else await api.post("/api/v1/rules", ruleCreation(draft));
            await leave(t.saved);
        } catch (error) {
            setRefusal(error);
            if (error instanceof ApiError && error.status === 412)
                void queryClient.invalidateQueries({ queryKey: ["rule"] });
            refuse(
                refusalsOf(error, (at) => form.current?.querySelector(`[data-pointer="${CSS.escape(at)}"]`) !== null),
            );
        } finally {
            setSaving(false);
        }
    };
    const remove = () =>
        rule &&
        modal.confirm({
            title: t.removeTitle(rule.name),
            content: t.removeWhy,
            okText: t.remove,
            cancelText: words.act.cancel,
            okButtonProps: { danger: true },
            onOk: () =>
                api
                    .delete(`/api/v1/rules/${rule.id}`, { version: rule.version })
                    .then(() => leave(t.deleted), setRefusal),
        });
    return (
        <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
            <div className="rule-columns">
                <div className="stack">
                    <Section title={t.ruleTarget}>
                        {rule ? (
                            <>
                                <p>{target}</p>
                                <p className="field-help">{t.fixedTarget}</p>
                            </>
                        ) : (
                            <RuleTarget draft={draft} errors={errors} set={set} asset={asset} />
                        )}
                    </Section>
                    <Section title={t.rule}>
                        <RuleFields
                            draft={draft}
                            errors={errors}
                            set={set}
                            unit={stream?.unit}
                            stored={rule !== undefined}
                        />
                    </Section>
                </div>
                <RulePreview draft={draft} stream={stream} asset={asset} chosen={example} onChoose={setExample} />
            </div>
            {refusal !== null && <ErrorView error={refusal} inline />}
            {mayWrite && (
                <footer className="form-foot">
                    {rule && (
                        <Button danger onClick={remove}>
                            {t.remove}
                        </Button>
                    )}
                    <span className="grow" />
                    <Button onClick={() => void navigate("/rules")}>{words.act.cancel}</Button>
                    <Button type="primary" htmlType="submit" loading={saving}>
                        {t.save}
                    </Button>
                </footer>
            )}
        </form>
    );
}
