import { Button, Progress, Skeleton } from "antd";
import { Link } from "react-router";
import { IconBuilding, IconRefresh } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Page, Section } from "@/ui/Page";
import { useSayError } from "@/ui/useSayError";
import { registryTexts } from "../texts";
import { CompleteBar } from "./CompleteBar";
import { CoverageSection } from "./CoverageSection";
import { DomainChart } from "./DomainChart";
import { completeness, found, listOf } from "./figures";
import { GroupTable } from "./GroupTable";
import { qualityTexts } from "./texts";
import { FINDINGS, type Quality } from "./types";
import { useJudge, useQuality } from "./useQuality";
import "./quality.css";

/** How good the data is, and where: every figure leads to the works it counts. */
export default function QualityPage() {
    const t = useTexts(qualityTexts);
    const r = useTexts(registryTexts);
    const format = useFormat();
    const sayError = useSayError();
    const mayJudge = useMay("asset.write");
    const read = useQuality();
    const judge = useJudge();
    const quality = read.data;
    const running = quality?.running_percent != null;
    const start = (label: string, main: boolean) =>
        mayJudge && (
            <Button type={main ? "primary" : "default"} icon={<IconRefresh size={16} />} loading={judge.isPending || running} onClick={() => judge.mutate(undefined, { onError: sayError })}>
                {label}
            </Button>
        );
    return (
        <Page
            above={{ to: "/assets", label: r.title }}
            title={t.title}
            sub={
                quality && (
                    <>
                        <span>
                            {format.number(quality.all.assets, 0)} {t.assets}
                        </span>
                        {quality.judged_at && (
                            <span>
                                {t.judged} <AgeText time={quality.judged_at} />
                            </span>
                        )}
                        {running && (
                            <span role="status" className="judging">
                                {t.judging(format.number(quality.running_percent, 0))}
                                <Progress percent={Math.round(quality.running_percent ?? 0)} showInfo={false} size="small" aria-label={t.judging("")} />
                            </span>
                        )}
                    </>
                )
            }
            acts={quality?.judged_at && start(t.judge, false)}
        >
            {read.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {quality && quality.all.assets === 0 && <EmptyState icon={<IconBuilding size={28} stroke={1.75} />} title={t.noAssets} why={t.noAssetsWhy} />}
            {quality && quality.all.assets > 0 && !quality.judged_at && (
                <EmptyState icon={<IconRefresh size={28} stroke={1.75} />} title={t.never} why={t.neverWhy}>
                    {start(t.judgeNow, true)}
                </EmptyState>
            )}
            {quality && quality.all.assets > 0 && quality.judged_at && <Figures quality={quality} />}
        </Page>
    );
}

function Figures({ quality }: { quality: Quality }) {
    const t = useTexts(qualityTexts);
    const format = useFormat();
    const { all } = quality;
    return (
        <div className="stack">
            <div className="quality-tiles">
                <section className="card quality-tile quality-main">
                    <h2>{t.completeness}</h2>
                    <CompleteBar share={completeness(all)} big />
                    <small className="muted">
                        {t.ofValues(format.number(all.wanted - all.missing, 0), format.number(all.wanted, 0))}. {t.completenessWhy}
                    </small>
                </section>
                {FINDINGS.map((kind) => {
                    const n = found(all, kind);
                    return (
                        <section className="card quality-tile" key={kind} data-none={n === 0 ? "" : undefined} title={t.about[kind]}>
                            <h2>{t.findings[kind]}</h2>
                            {n > 0 ? (
                                <Link className="quality-figure" to={listOf(kind)} aria-label={`${t.findings[kind]}: ${format.number(n, 0)}`}>
                                    {format.number(n, 0)}
                                </Link>
                            ) : (
                                <span className="quality-figure">0</span>
                            )}
                        </section>
                    );
                })}
            </div>
            <p className="field-help">{t.stale}</p>
            <div className="columns quality-columns">
                <DomainChart domains={quality.domains} />
                <CoverageSection quality={quality} />
            </div>
            <GroupTable quality={quality} />
            {quality.networks && quality.networks.length > 0 && (
                <Section title={t.networks}>
                    <ul className="rows">
                        {quality.networks.map((each) => (
                            <li key={each.network}>
                                <span className="grow">{t.networkNames[each.network] ?? each.network}</span>
                                <span className="muted">{t.network(format.number(each.lines, 0), format.number(each.pieces, 0), format.number(each.loose, 0))}</span>
                            </li>
                        ))}
                    </ul>
                </Section>
            )}
        </div>
    );
}
