import { Collapse } from "antd";
import { useClasses } from "@/api/queries";
import type { Asset } from "@/api/types";
import { IconAlertTriangle } from "@/app/icons";
import { useLanguage, useTexts } from "@/i18n";
import { Facts, Section } from "@/ui/Page";
import { AttributeValue } from "./AttributeValue";
import { completeness } from "./conditions";
import { formTexts } from "./formTexts";
import { fieldsOf, groupsOf, isMap } from "./schemaFields";
import { registryTexts } from "./texts";

/** Attributes by the schema of the class; tags of the source fold away at the end. */
export function AttributesPanel({ asset }: { asset: Asset }) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const language = useLanguage();
    const schema = useClasses().data?.find((each) => each.key === asset.class)?.schema;
    const fields = schema ? fieldsOf(schema, language) : [];
    const known = new Map(fields.map((field) => [field.key, field]));
    const filled = fields.filter((field) => asset.attributes[field.key] !== undefined);
    const groups = (schema ? groupsOf(schema, language) : [])
        .map((group) => ({ ...group, fields: group.fields.filter((field) => asset.attributes[field.key] !== undefined) }))
        .filter((group) => group.fields.length > 0);
    const incomplete = (schema ? completeness(schema, asset.attributes) : []).filter((each) => each.missing.length > 0);
    const titles = (names: string[]) => names.map((key) => known.get(key)?.title ?? key).join(", ");
    const maps = filled.filter((field) => field.kind === "map");
    const unknown = Object.entries(asset.attributes).filter(([key]) => !known.has(key));
    const empty = filled.length === 0 && unknown.length === 0;
    return (
        <Section title={t.attributes}>
            {empty && <p className="nothing">{t.noAttributes}</p>}
            {groups.map((group) => (
                <div key={group.title} className="value-group">
                    {groups.length > 1 && <h3>{group.title}</h3>}
                    <Facts
                        rows={group.fields.map((field): [string, React.ReactNode] => [
                            field.title,
                            <AttributeValue key={field.key} field={field} value={asset.attributes[field.key]} />,
                        ])}
                    />
                </div>
            ))}
            <Facts rows={unknown.map(([key, value]): [string, React.ReactNode] => [key, String(value)])} />
            {incomplete.map((each) => (
                <p key={each.basis} className="completeness">
                    <IconAlertTriangle size={16} aria-hidden />
                    <span>
                        {f.complete(each.basis, each.filled, each.wanted)}
                        <span className="muted">. {f.missing(titles(each.missing))}</span>
                    </span>
                </p>
            ))}
            {maps.map((field) => {
                const tags = asset.attributes[field.key];
                if (!isMap(tags) || Object.keys(tags).length === 0) return null;
                return (
                    <Collapse
                        key={field.key}
                        ghost
                        size="small"
                        items={[
                            {
                                key: field.key,
                                label: `${field.title} (${Object.keys(tags).length})`,
                                children: <Facts rows={Object.entries(tags).map(([k, v]) => [k, String(v)])} />,
                            },
                        ]}
                    />
                );
            })}
        </Section>
    );
}
