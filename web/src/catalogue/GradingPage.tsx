import { Button, Checkbox, DatePicker, InputNumber, Skeleton } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useSearchParams } from "react-router";
import { api } from "@/api/client";
import { IconPlus } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { Page, Section } from "@/ui/Page";
import { CatalogueTabs } from "./CatalogueTabs";
import { asksFor, question, useGradingTables, type Conditions, type GradingAnswer, type Measure } from "./grading";
import { GradingResult } from "./GradingResult";
import { MeasureFields } from "./MeasureFields";
import { catalogueTexts } from "./texts";
import "./catalogue.css";

const NO_CONDITIONS: Conditions = { length_m: null, under_river: false, dangerous_chemicals: false, on: null };

/** The class calculator of TT 34/2026/TT-BXD: criteria in, grade out, with every step and its article. */
export default function GradingPage() {
    const t = useTexts(catalogueTexts);
    const format = useFormat();
    const [params] = useSearchParams();
    const tables = useGradingTables();
    const [measures, setMeasures] = useState<Measure[]>(() => {
        const codes = (params.get("criteria") ?? "").split(",").filter(Boolean);
        return codes.length > 0 ? codes.map((code) => ({ code, value: null })) : [{ code: null, value: null }];
    });
    const [conditions, setConditions] = useState(NO_CONDITIONS);
    const grade = useMutation({ mutationFn: (body: object) => api.post<GradingAnswer>("/api/v1/grading", body) });
    const rows = tables.data ?? [];
    const body = question(measures, conditions, rows);
    const asked = asksFor(measures, rows);
    const change = (at: number, next: Measure) => {
        grade.reset();
        setMeasures((now) => now.map((each, i) => (i === at ? next : each)));
    };
    const condition = (next: Partial<Conditions>) => {
        grade.reset();
        setConditions((now) => ({ ...now, ...next }));
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (body) grade.mutate(body);
    };
    return (
        <Page title={t.title}>
            <CatalogueTabs />
            {tables.isError && <ErrorView error={tables.error} onRetry={() => void tables.refetch()} />}
            {tables.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
            {tables.data && (
                <div className="grading-columns">
                    <Section title={t.calculator}>
                        <form className="stack" onSubmit={submit}>
                            <p className="muted">{t.calculatorWhy}</p>
                            {measures.map((measure, i) => (
                                <MeasureFields
                                    key={i}
                                    rows={rows}
                                    measure={measure}
                                    onChange={(next) => change(i, next)}
                                    {...(measures.length > 1
                                        ? { onRemove: () => setMeasures((now) => now.filter((_, n) => n !== i)) }
                                        : {})}
                                />
                            ))}
                            <Button
                                className="add-measure"
                                icon={<IconPlus size={16} />}
                                onClick={() => setMeasures((now) => [...now, { code: null, value: null }])}
                            >
                                {t.addCriterion}
                            </Button>
                            <div className="fields">
                                {asked.length && (
                                    <Field label={t.length} help={t.lengthHelp}>
                                        {(props) => (
                                            <InputNumber
                                                {...props}
                                                min={0}
                                                suffix="m"
                                                decimalSeparator={format.number(0.5, 1).charAt(1)}
                                                value={conditions.length_m}
                                                onChange={(length_m) => condition({ length_m })}
                                            />
                                        )}
                                    </Field>
                                )}
                                <Field label={t.onDay}>
                                    {(props) => (
                                        <DatePicker
                                            {...props}
                                            format="DD/MM/YYYY"
                                            placeholder={format.date(Date.now())}
                                            value={conditions.on ? dayjs(conditions.on) : null}
                                            onChange={(day: Dayjs | null) =>
                                                condition({ on: day?.format("YYYY-MM-DD") ?? null })
                                            }
                                        />
                                    )}
                                </Field>
                            </div>
                            {asked.underRiver && (
                                <Checkbox
                                    checked={conditions.under_river}
                                    onChange={(event) => condition({ under_river: event.target.checked })}
                                >
                                    {t.underRiver}
                                </Checkbox>
                            )}
                            {asked.dangerous && (
                                <Checkbox
                                    checked={conditions.dangerous_chemicals}
                                    onChange={(event) => condition({ dangerous_chemicals: event.target.checked })}
                                >
                                    {t.dangerous}
                                </Checkbox>
                            )}
                            <Button type="primary" htmlType="submit" disabled={!body} loading={grade.isPending}>
                                {t.compute}
                            </Button>
                        </form>
                    </Section>
                    <Section title={t.result}>
                        {grade.isError && <ErrorView error={grade.error} inline />}
                        {grade.data ? (
                            <GradingResult answer={grade.data} rows={rows} />
                        ) : (
                            !grade.isError && <p className="nothing">{t.startHint}</p>
                        )}
                    </Section>
                </div>
            )}
        </Page>
    );
}
