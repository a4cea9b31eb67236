import { Input, InputNumber, Segmented, Select, Switch } from "antd";
import type { Priority, RuleKind } from "@/api/types";
import { common, useFormat, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import type { Refusals } from "@/ui/form/refusals";
import type { RuleDraft } from "./ruleDraft";
import { alarmTexts } from "./texts";

/** The server takes delays up to one day. */
const DELAY_MAX_S = 86_400;

interface Props {
    draft: RuleDraft;
    errors: Refusals;
    set: (change: Partial<RuleDraft>) => void;
    /** Unit of the datastream, where one is chosen. */
    unit: string | undefined;
    /** The condition of a stored rule never changes. */
    stored: boolean;
}

/** Condition, limit, delays, priority and what to do. */
export function RuleFields({ draft, errors, set, unit, stored }: Props) {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const format = useFormat();
    const decimalSeparator = format.number(0.5, 1).charAt(1);
    const measured = draft.kind !== "no_data";
    const shownUnit = unit ? format.unit(unit) : undefined;
    const number = (key: "dead_band" | "on_delay_s" | "off_delay_s", label: string, help: string, suffix?: string) => (
        <Field label={label} help={help} error={errors[`/${key}`]} pointer={`/${key}`}>
            {(props) => (
                <InputNumber
                    {...props}
                    min={0}
                    {...(key === "dead_band" ? {} : { max: DELAY_MAX_S })}
                    decimalSeparator={decimalSeparator}
                    suffix={suffix}
                    value={draft[key]}
                    onChange={(value) => set({ [key]: value ?? 0 })}
                />
            )}
        </Field>
    );
    return (
        <div className="fields">
            <Field label={t.ruleName} required help={t.ruleNameHelp} error={errors["/name"]} pointer="/name" wide>
                {(props) => (
                    <Input
                        {...props}
                        maxLength={200}
                        value={draft.name}
                        onChange={(event) => set({ name: event.target.value })}
                    />
                )}
            </Field>
            <Field label={t.kind} required error={errors["/kind"]} pointer="/kind" wide>
                {() =>
                    stored ? (
                        <strong>{t.kinds[draft.kind]}</strong>
                    ) : (
                        <Segmented
                            aria-label={t.kind}
                            value={draft.kind}
                            onChange={(kind) => set({ kind: kind as RuleKind })}
                            options={Object.entries(t.kinds).map(([value, label]) => ({ value, label }))}
                        />
                    )
                }
            </Field>
            {measured && (
                <Field label={t.limit} required error={errors["/limit"]} pointer="/limit">
                    {(props) => (
                        <InputNumber
                            {...props}
                            decimalSeparator={decimalSeparator}
                            suffix={shownUnit}
                            value={draft.limit}
                            onChange={(limit) => set({ limit })}
                        />
                    )}
                </Field>
            )}
            <Field label={t.priority} required error={errors["/priority"]} pointer="/priority">
                {(props) => (
                    <Select
                        {...props}
                        value={draft.priority}
                        onChange={(priority: Priority) => set({ priority })}
                        options={(["critical", "major", "warning", "notice"] as const).map((value) => ({
                            value,
                            label: words.priority[value],
                        }))}
                    />
                )}
            </Field>
            {measured && number("dead_band", t.deadBand, t.deadBandHelp, shownUnit)}
            {number("on_delay_s", t.onDelay, t.onDelayHelp, "s")}
            {number("off_delay_s", t.offDelay, t.offDelayHelp, "s")}
            <Field label={t.state}>
                {({ id }) => (
                    <span>
                        <Switch id={id} checked={draft.enabled} onChange={(enabled) => set({ enabled })} />{" "}
                        {draft.enabled ? t.enabled : t.disabled}
                    </span>
                )}
            </Field>
            <Field label={t.adviceLabel} help={t.adviceHelp} error={errors["/advice"]} pointer="/advice" wide>
                {(props) => (
                    <Input.TextArea
                        {...props}
                        rows={3}
                        maxLength={2000}
                        value={draft.advice}
                        onChange={(event) => set({ advice: event.target.value })}
                    />
                )}
            </Field>
        </div>
    );
}
