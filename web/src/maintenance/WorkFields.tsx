import { DatePicker, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { Priority, WorkKind } from "@/api/types";
import { common, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import type { Refusals } from "@/ui/form/refusals";
import { StateMark } from "@/ui/StateMark";
import { workTexts } from "./texts";
import type { WorkDraft } from "./workDraft";

interface Props {
    draft: WorkDraft;
    errors: Refusals;
    set: (change: Partial<WorkDraft>) => void;
}

/** What is to be done, how urgent it is and until when. */
export function WorkFields({ draft, errors, set }: Props) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const priorities: Priority[] = ["critical", "major", "warning", "notice"];
    return (
        <div className="fields">
            <Field label={t.what} required help={t.titleHelp} error={errors["/title"]} pointer="/title" wide>
                {(props) => (
                    <Input
                        {...props}
                        maxLength={200}
                        value={draft.title}
                        onChange={(event) => set({ title: event.target.value })}
                    />
                )}
            </Field>
            <Field label={t.kind} required error={errors["/kind"]} pointer="/kind">
                {(props) => (
                    <Select
                        {...props}
                        value={draft.kind}
                        onChange={(kind: WorkKind) => set({ kind })}
                        options={Object.entries(words.workKind).map(([value, label]) => ({ value, label }))}
                    />
                )}
            </Field>
            <Field label={t.priority} required error={errors["/priority"]} pointer="/priority">
                {(props) => (
                    <Select
                        {...props}
                        value={draft.priority}
                        onChange={(priority: Priority) => set({ priority })}
                        options={priorities.map((value) => ({ value, label: words.priority[value] }))}
                        optionRender={({ value }) => (
                            <span className="tag">
                                <StateMark state={value as Priority} /> {words.priority[value as Priority]}
                            </span>
                        )}
                    />
                )}
            </Field>
            <Field label={t.due} help={t.dueHelp} error={errors["/due_at"]} pointer="/due_at">
                {(props) => (
                    <DatePicker
                        {...props}
                        showTime={{ format: "HH:mm" }}
                        format="DD/MM/YYYY HH:mm"
                        value={draft.due_at ? dayjs(draft.due_at) : null}
                        onChange={(day: Dayjs | null) => set({ due_at: day?.toISOString() ?? null })}
                    />
                )}
            </Field>
            <Field
                label={t.description}
                help={t.descriptionHelp}
                error={errors["/description"]}
                pointer="/description"
                wide
            >
                {(props) => (
                    <Input.TextArea
                        {...props}
                        rows={3}
                        maxLength={4000}
                        value={draft.description}
                        onChange={(event) => set({ description: event.target.value })}
                    />
                )}
            </Field>
        </div>
    );
}
