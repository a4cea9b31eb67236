import { Button, DatePicker, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import type { Dayjs } from "dayjs";
import { Link } from "react-router";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { AssetVersion, List } from "@/api/types";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { registryTexts } from "./texts";
import { useFieldLabels } from "./useFieldLabels";
import { changedPointers } from "./versionChanges";

interface Props {
    assetId: number;
    assetClass: string;
    onAsOf: (time: string) => void;
}

/** Every version with who, when, why and what changed; any day of the past can be opened. */
export function VersionsPanel({ assetId, assetClass, onAsOf }: Props) {
    const t = useTexts(registryTexts);
    const format = useFormat();
    const labels = useFieldLabels(assetClass);
    const read = useQuery({
        queryKey: [...keys.asset(assetId), "versions"],
        queryFn: ({ signal }) =>
            api.get<List<AssetVersion>>(`/api/v1/assets/${assetId}/versions`, { signal }).then((list) => list.items),
    });
    const newestFirst = [...(read.data ?? [])].sort((a, b) => b.version - a.version);
    return (
        <Section
            title={t.versions}
            extra={
                <DatePicker
                    showTime={{ format: "HH:mm" }}
                    format="DD/MM/YYYY HH:mm"
                    placeholder={t.asOf}
                    aria-label={t.asOf}
                    disabledDate={(day: Dayjs) => day.isAfter(new Date())}
                    onChange={(day: Dayjs | null) => day && onAsOf(day.toISOString())}
                />
            }
        >
            {read.isPending && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            <ol className="timeline">
                {newestFirst.map((version, at) => {
                    const before = newestFirst[at + 1];
                    const changes = before ? changedPointers(before.asset, version.asset) : [];
                    return (
                        <li key={`${version.version}-${version.recorded_at}`}>
                            {at === 0 ? (
                                <>
                                    {t.versionNumber(version.version)} · {t.versionNow}
                                </>
                            ) : (
                                <Link to={`?as_of=${encodeURIComponent(version.valid_from)}`}>
                                    {t.versionNumber(version.version)}
                                </Link>
                            )}
                            <small>
                                {t.validFrom} {format.dateTime(version.valid_from)}
                                {version.changed_by && ` · ${t.versionBy(version.changed_by)}`}
                                {version.reason && ` · ${version.reason}`}
                            </small>
                            {changes.length > 0 && (
                                <p className="version-change">
                                    {t.changedFields}: {changes.map(labels).join(", ")}
                                </p>
                            )}
                        </li>
                    );
                })}
            </ol>
        </Section>
    );
}

/** Says that the page shows the past, and leads back. */
export function PastBanner({ time, onNow }: { time: string; onNow: () => void }) {
    const t = useTexts(registryTexts);
    const format = useFormat();
    return (
        <div className="past-banner" role="status">
            <span>{t.asOfBanner(format.dateTime(time))}</span>
            <Button onClick={onNow}>{t.asOfNow}</Button>
        </div>
    );
}
