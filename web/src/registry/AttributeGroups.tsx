import { Collapse } from "antd";
import type { AttributeSchema } from "@/api/types";
import { IconAlertTriangle, IconCheck } from "@/app/icons";
import { useLanguage, useTexts } from "@/i18n";
import type { Refusals } from "@/ui/form/refusals";
import { Section } from "@/ui/Page";
import { AttributeInput } from "./AttributeInput";
import { completeness, dropped, type FieldState } from "./conditions";
import { formTexts } from "./formTexts";
import { fieldsOf, groupsOf, type FieldGroup } from "./schemaFields";
import { registryTexts } from "./texts";

interface Props {
    schema: AttributeSchema;
    state: FieldState;
    attributes: Record<string, unknown>;
    errors: Refusals;
    onChange: (key: string, value: unknown) => void;
}

/** Attributes in the groups of their class. Groups that every class shares fold away until something stands in them. */
export function AttributeGroups({ schema, state, attributes, errors, onChange }: Props) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const language = useLanguage();
    const groups = groupsOf(schema, language)
        .map((group) => ({ ...group, fields: group.fields.filter((field) => !state.hidden.has(field.key)) }))
        .filter((group) => group.fields.length > 0);
    const own = groups.filter((group) => !group.shared);
    const shared = groups.filter((group) => group.shared);
    const wanted = new Map(
        ((schema["mandatory"] as { legal_basis: string; properties: string[] }[] | undefined) ?? []).flatMap((entry) =>
            entry.properties.map((key) => [key, entry.legal_basis] as const),
        ),
    );
    const titles = new Map(fieldsOf(schema, language).map((field) => [field.key, field.title]));
    const named = (keys: string[]) => keys.map((key) => titles.get(key) ?? key).join(", ");
    const lost = dropped(schema, attributes);
    const inputs = (group: FieldGroup) => (
        <div className="fields">
            {group.fields.map((field) => (
                <AttributeInput
                    key={field.key}
                    field={field}
                    value={attributes[field.key]}
                    error={errors[`/attributes/${field.key}`]}
                    required={state.required.has(field.key)}
                    wantedBy={wanted.get(field.key)}
                    onChange={(value) => onChange(field.key, value)}
                />
            ))}
        </div>
    );
    const filled = (group: FieldGroup) => group.fields.filter((field) => isFilled(attributes[field.key])).length;
    const refused = (group: FieldGroup) => group.fields.some((field) => errors[`/attributes/${field.key}`]);
    // Open from the start where something stands; a refused field opens its group by itself.
    const open = shared.filter((group) => filled(group) > 0 || refused(group)).map((group) => group.title);
    return (
        <Section title={t.attributes}>
            {completeness(schema, attributes).map((each) => (
                <p key={each.basis} className="completeness" role="status">
                    {each.missing.length === 0 ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
                    <span>
                        {f.complete(each.basis, each.filled, each.wanted)}
                        {each.missing.length > 0 && <span className="muted">. {f.missing(named(each.missing))}</span>}
                    </span>
                </p>
            ))}
            {own.map((group) => (
                <fieldset key={group.title} className="field-group">
                    {own.length > 1 && <legend>{group.title}</legend>}
                    {inputs(group)}
                </fieldset>
            ))}
            {lost.length > 0 && (
                <p className="completeness" role="status">
                    <IconAlertTriangle size={16} aria-hidden />
                    <span>{f.willDrop(named(lost))}</span>
                </p>
            )}
            {shared.length > 0 && (
                <Collapse
                    key={open.join()}
                    ghost
                    size="small"
                    className="shared-groups"
                    defaultActiveKey={open}
                    items={shared.map((group) => ({
                        key: group.title,
                        label: group.title,
                        extra: filled(group) > 0 && <span className="muted">{f.filledCount(filled(group))}</span>,
                        children: inputs(group),
                    }))}
                />
            )}
        </Section>
    );
}

const isFilled = (value: unknown) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
