import { Button, InputNumber, Select } from "antd";
import { IconX } from "@/app/icons";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { intervalText, type GradingRow, type Measure } from "./grading";
import { catalogueTexts } from "./texts";

interface Props {
    rows: GradingRow[];
    measure: Measure;
    onChange: (measure: Measure) => void;
    onRemove?: () => void;
}

/** One criterion and its value; the intervals of its row stand below, so that nothing is a black box. */
export function MeasureFields({ rows, measure, onChange, onRemove }: Props) {
    const t = useTexts(catalogueTexts);
    const language = useLanguage();
    const format = useFormat();
    const vi = language === "vi";
    const row = rows.find((each) => each.code === measure.code);
    const decimalSeparator = format.number(0.5, 1).charAt(1);
    const number = (v: number) => format.number(v, Number.isInteger(v) ? 0 : 2);
    const label = (each: GradingRow) =>
        `${each.code} · ${vi ? each.work_vi : each.work_en} · ${vi ? each.criterion_vi : each.criterion_en}`;
    const speeds = row?.standard_speeds
        ? [
              ...new Set(
                  row.classes.flatMap((each) => [each.from, each.to]).filter((v): v is number => typeof v === "number"),
              ),
          ]
        : [];
    const note = row && (vi ? row.note_vi : row.note_en);
    return (
        <div className="measure">
            <div className="measure-inputs">
                <Field label={t.criterion} help={row ? undefined : t.criterionHelp}>
                    {(props) => (
                        <Select
                            {...props}
                            value={measure.code}
                            showSearch={{
                                filterOption: (typed, option) =>
                                    foldText(String(option?.label)).includes(foldText(typed)),
                            }}
                            onChange={(code: string) => onChange({ code, value: null })}
                            options={rows.map((each) => ({ value: each.code, label: label(each) }))}
                            popupMatchSelectWidth={false}
                        />
                    )}
                </Field>
                <Field
                    label={t.value}
                    help={speeds.length > 0 ? `${t.standardSpeeds} (${speeds.join(", ")})` : undefined}
                >
                    {(props) =>
                        row && row.importance.length > 0 ? (
                            <Select<string>
                                {...props}
                                value={typeof measure.value === "string" ? measure.value : null}
                                onChange={(value: string) => onChange({ ...measure, value })}
                                options={row.importance.map((each) => ({
                                    value: each.key,
                                    label: localName(each, language),
                                }))}
                                popupMatchSelectWidth={false}
                            />
                        ) : (
                            <InputNumber
                                {...props}
                                min={0}
                                disabled={!row}
                                decimalSeparator={decimalSeparator}
                                suffix={row?.unit}
                                value={typeof measure.value === "number" ? measure.value : null}
                                onChange={(value) => onChange({ ...measure, value })}
                            />
                        )
                    }
                </Field>
                {onRemove && (
                    <Button
                        icon={<IconX size={16} />}
                        aria-label={t.removeCriterion}
                        title={t.removeCriterion}
                        onClick={onRemove}
                    />
                )}
            </div>
            {row && (
                <p className="field-help">
                    {row.classes
                        .map((each) => `${t.gradeNames[each.grade]}: ${intervalText(each, number)}`)
                        .join(" · ")}
                    {row.importance
                        .map((each) => `${t.gradeNames[each.grade]}: ${localName(each, language)}`)
                        .join(" · ")}
                    {note && ` · ${note}`}
                </p>
            )}
        </div>
    );
}
