import { Button, DatePicker, Select, Skeleton, Switch } from "antd";
import { useQuery } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { api } from "@/api/client";
import { keys, useAsset } from "@/api/queries";
import type { Asset, AssetVersion, List } from "@/api/types";
import { IconHistory, IconTransfer } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Page, Section } from "@/ui/Page";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { FieldValue } from "./FieldValue";
import { registryTexts } from "./texts";
import { valueAt } from "./threeWay";
import { changesOf } from "./timeline";
import { timelineTexts } from "./timelineTexts";
import { useFieldLabels } from "./useFieldLabels";
import { changedPointers } from "./versionChanges";
import "./registry.css";

const VERSIONS_MAX = 1_000;

/** An asset at two moments side by side: a version ("v3"), a time (RFC 3339), or now. */
export default function ComparePage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(timelineTexts);
    const r = useTexts(registryTexts);
    const [params, setParams] = useSearchParams();
    const [onlyDifferent, setOnlyDifferent] = useState(true);
    const now = useAsset(id);
    const versions = useQuery({
        queryKey: [...keys.asset(id), "versions", VERSIONS_MAX],
        queryFn: ({ signal }) =>
            api.get<List<AssetVersion>>(`/api/v1/assets/${id}/versions`, { query: { limit: VERSIONS_MAX }, signal }).then((list) => changesOf(list.items)),
    });
    const first = versions.data?.at(-2) ?? versions.data?.[0];
    const a = params.get("a") ?? (first ? `v${first.version}` : "now");
    const b = params.get("b") ?? "now";
    const before = useMoment(id, a, now.data, versions.data);
    const after = useMoment(id, b, now.data, versions.data);
    const labels = useFieldLabels(now.data?.class ?? "");
    const set = (next: { a?: string; b?: string }) => setParams({ a, b, ...next }, { replace: true });
    const error = now.error ?? versions.error ?? before.error ?? after.error;
    const both = before.asset && after.asset ? { before: before.asset, after: after.asset } : undefined;
    const different = both ? changedPointers(both.before, both.after) : [];
    const pointers = both && !onlyDifferent ? allPointers(both.before, both.after) : different;
    const picker = (label: string, value: string, choose: (moment: string) => void) => (
        <MomentPicker label={label} value={value} versions={versions.data ?? []} onChange={choose} />
    );
    return (
        <Page above={{ to: `/assets/${id}`, label: now.data?.name ?? `#${id}` }} title={t.compareTitle}>
            <div className="stack">
                <section className="card section compare-moments">
                    {picker(t.from, a, (next) => set({ a: next }))}
                    <Button icon={<IconTransfer size={16} />} aria-label={t.swap} onClick={() => set({ a: b, b: a })} />
                    {picker(t.to, b, (next) => set({ b: next }))}
                </section>
                {error && <ErrorView error={error} onRetry={() => void versions.refetch()} />}
                {!error && !both && <Skeleton active paragraph={{ rows: 8 }} />}
                {both && (
                    <Section
                        title={different.length > 0 ? t.differences(different.length) : t.same}
                        extra={
                            <label className="compare-switch">
                                <Switch size="small" checked={onlyDifferent} onChange={setOnlyDifferent} /> {t.onlyDifferent}
                            </label>
                        }
                    >
                        {pointers.length === 0 ? (
                            <EmptyState icon={<IconHistory size={28} stroke={1.75} />} title={t.same} why={t.sameWhy} />
                        ) : (
                            <div className="compare-scroll">
                                <table className="compare">
                                    <thead>
                                        <tr>
                                            <th scope="col">{t.field}</th>
                                            <th scope="col">{t.before}</th>
                                            <th scope="col">{t.after}</th>
                                        </tr>
                                    </thead>
                                    <tbody>
                                        {pointers.map((pointer) => (
                                            <tr key={pointer} data-different={different.includes(pointer) ? "" : undefined}>
                                                <th scope="row">{labels(pointer)}</th>
                                                <td data-title={t.before}>
                                                    <FieldValue assetClass={both.before.class} pointer={pointer} value={valueAt(both.before, pointer)} />
                                                </td>
                                                <td data-title={t.after}>
                                                    <FieldValue assetClass={both.after.class} pointer={pointer} value={valueAt(both.after, pointer)} />
                                                </td>
                                            </tr>
                                        ))}
                                    </tbody>
                                </table>
                            </div>
                        )}
                    </Section>
                )}
                {both && (both.before.geometry ?? both.after.geometry) && (
                    <Section title={r.location}>
                        <ShapeMapView shape={both.after.geometry} former={both.before.geometry} label={r.location} />
                        <p className="field-help">{different.includes("/geometry") ? t.shapes : t.sameShape}</p>
                    </Section>
                )}
            </div>
        </Page>
    );
}

/** The asset at a moment: from the versions already here, the present, or asked for by time. */
function useMoment(id: number, moment: string, now: Asset | undefined, versions: AssetVersion[] | undefined) {
    const timed = moment !== "now" && !/^v\d+$/.test(moment);
    const read = useQuery({
        queryKey: [...keys.asset(id), "as-of", moment],
        queryFn: ({ signal }) => api.get<Asset>(`/api/v1/assets/${id}`, { query: { as_of: moment }, signal }),
        enabled: timed,
    });
    if (timed) return { asset: read.data, error: read.error };
    const version = versions?.find((each) => `v${each.version}` === moment);
    return { asset: moment === "now" ? now : version?.asset, error: null };
}

function MomentPicker({ label, value, versions, onChange }: { label: string; value: string; versions: AssetVersion[]; onChange: (moment: string) => void }) {
    const t = useTexts(timelineTexts);
    const format = useFormat();
    const timed = value !== "now" && !/^v\d+$/.test(value);
    return (
        <div className="compare-moment">
            <strong>{label}</strong>
            <Select
                aria-label={label}
                value={timed ? null : value}
                placeholder={t.pickVersion}
                onChange={(next: string | null) => next && onChange(next)}
                options={[
                    { value: "now", label: t.now },
                    ...[...versions].reverse().map((each) => ({ value: `v${each.version}`, label: t.version(each.version, format.dateTime(each.recorded_at)) })),
                ]}
            />
            <DatePicker
                aria-label={`${label}, ${t.pickDay}`}
                format="DD/MM/YYYY HH:mm"
                showTime={{ format: "HH:mm" }}
                placeholder={t.pickDay}
                value={timed ? dayjs(value) : null}
                disabledDate={(day: Dayjs) => day.isAfter(new Date())}
                onChange={(day: Dayjs | null) => day && onChange(day.toISOString())}
            />
        </div>
    );
}

const FIELDS = ["/name", "/name_en", "/other_names", "/status", "/grade", "/sensitivity", "/owner_id", "/operator_id", "/parent_id", "/address", "/source", "/identifiers", "/geometry"];

function allPointers(a: Asset, b: Asset): string[] {
    const attributes = [...new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)])];
    const filled = FIELDS.filter((pointer) => valueAt(a, pointer) != null || valueAt(b, pointer) != null);
    return [...filled, ...attributes.map((key) => `/attributes/${key}`)];
}
