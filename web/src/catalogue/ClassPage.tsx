import { Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { useClasses } from "@/api/queries";
import type { AssetClass, AttributeSchema } from "@/api/types";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { ErrorView } from "@/ui/ErrorView";
import { Facts, Page, Section } from "@/ui/Page";
import { catalogueTexts } from "./texts";
import "./catalogue.css";

/** One class: what it is by law, its shape, and every attribute that its assets may carry. */
export default function ClassPage() {
    const key = useParams()["key"];
    const t = useTexts(catalogueTexts);
    const language = useLanguage();
    const format = useFormat();
    const classes = useClasses();
    const found = classes.data?.find((each) => each.key === key);
    const above = { to: "/catalogue", label: t.title };
    if (!found) {
        return (
            <Page above={above} title={key}>
                {classes.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
                {classes.isError && <ErrorView error={classes.error} onRetry={() => void classes.refetch()} />}
            </Page>
        );
    }
    return (
        <Page
            above={above}
            title={
                <>
                    <DomainIcon domain={found.domain} size={22} /> {localName(found, language)}
                </>
            }
            acts={<Link to={`/assets?class=${found.key}`}>{t.assets}</Link>}
        >
            <div className="stack">
                <Section title={t.legalBasis}>
                    <Facts
                        rows={[
                            [t.legalBasis, found.legal_basis],
                            [t.typeCode, found.type_code],
                            [t.validFrom, format.date(found.valid_from)],
                            [t.level, t.levels[found.level]],
                            [t.geometry, found.geometry.map((type) => t.geometryTypes[type] ?? type).join(", ")],
                            [
                                t.grading,
                                found.grading.length > 0 && (
                                    <Link to={`/grading?criteria=${found.grading.join(",")}`}>
                                        {t.grades} ({found.grading.join(", ")})
                                    </Link>
                                ),
                            ],
                        ]}
                    />
                </Section>
                <Attributes assetClass={found} />
            </div>
        </Page>
    );
}

function Attributes({ assetClass }: { assetClass: AssetClass }) {
    const t = useTexts(catalogueTexts);
    const language = useLanguage();
    const format = useFormat();
    const properties = Object.entries(assetClass.schema.properties ?? {});
    const required = new Set(assetClass.schema.required ?? []);
    const title = (key: string, schema: AttributeSchema) =>
        (language === "vi" ? schema.title : schema.title_en) ?? schema.title ?? key;
    const type = (schema: AttributeSchema) =>
        schema.enum ? t.types["choice"] : (t.types[String(schema.type)] ?? String(schema.type));
    const bounds = ({ minimum, maximum }: AttributeSchema) =>
        minimum === undefined && maximum === undefined
            ? null
            : `${minimum === undefined ? "…" : format.number(minimum)} – ${maximum === undefined ? "…" : format.number(maximum)}`;
    return (
        <Section title={t.attributes} extra={<span className="muted">{t.attributeCount(properties.length)}</span>}>
            <div className="catalogue-scroll" tabIndex={0} role="region" aria-label={t.attributes}>
                <table className="catalogue-table">
                    <thead>
                        <tr>
                            <th>{t.attribute}</th>
                            <th>{t.type}</th>
                            <th>{t.unit}</th>
                            <th>{t.bounds}</th>
                            <th>{t.key}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {properties.map(([key, schema]) => (
                            <tr key={key}>
                                <th scope="row">
                                    {title(key, schema)}
                                    {required.has(key) && <span className="field-required"> *</span>}
                                </th>
                                <td>{type(schema)}</td>
                                <td>{schema.unit && format.unit(schema.unit)}</td>
                                <td>{bounds(schema)}</td>
                                <td>
                                    <code>{key}</code>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </Section>
    );
}
