import { App, Button, Skeleton } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset } from "@/api/types";
import { useMay } from "@/app/session";
import { common, useFormat, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { useSayError } from "@/ui/useSayError";
import { SuccessionDialog } from "./SuccessionDialog";
import { identityTexts } from "./texts";
import type { Succession, SuccessionWork } from "./types";
import { useSuccessions } from "./useIdentity";
import "./identity.css";

const Works = ({ works }: { works: SuccessionWork[] }) => (
    <span className="succession-works">
        {works.map((work) => (
            <AssetLink key={work.id} id={work.id} name={work.name} domain={work.domain} />
        ))}
    </span>
);

/** Above an asset that has ended: what became of it. Its page still opens, and points on. */
export function SuccessionBanner({ assetId }: { assetId: number }) {
    const t = useTexts(identityTexts);
    const format = useFormat();
    const end = useSuccessions(assetId).data?.find((act) => act.role === "predecessor");
    if (!end) return null;
    const successors = end.works.filter((work) => work.role !== "predecessor");
    return (
        <div className="succession-banner" role="status">
            <strong>{t.endedBanner(t.endedKinds[end.kind] ?? end.kind, format.date(`${end.day}T00:00`))}</strong>
            {successors.length > 0 && (
                <span className="succession-works">
                    {t.wentTo}: <Works works={successors} />
                </span>
            )}
            {successors.length === 0 && end.kind !== "demolish" && <span className="muted">{t.hidden}</span>}
            <span className="muted">{end.reason}</span>
        </div>
    );
}

/** What a work came from and what followed it; recording such an act, and taking it back. */
export function SuccessionPanel({ asset }: { asset: Asset }) {
    const t = useTexts(identityTexts);
    const mayWrite = useMay("asset.write");
    const read = useSuccessions(asset.id);
    const [acting, setActing] = useState(false);
    return (
        <Section title={t.before}>
            {read.isPending && <Skeleton active paragraph={{ rows: 1 }} title={false} />}
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.data?.length === 0 && <p className="nothing">{t.beforeNone}</p>}
            <ul className="rows">
                {read.data?.map((act) => (
                    <li key={act.id}>
                        <Act act={act} assetId={asset.id} mayWrite={mayWrite} />
                    </li>
                ))}
            </ul>
            {mayWrite && asset.status !== "retired" && asset.class !== "ward" && (
                <div className="codes-acts">
                    <Button onClick={() => setActing(true)}>{t.act}</Button>
                </div>
            )}
            {acting && <SuccessionDialog asset={asset} onClose={() => setActing(false)} />}
        </Section>
    );
}

function Act({ act, assetId, mayWrite }: { act: Succession; assetId: number; mayWrite: boolean }) {
    const t = useTexts(identityTexts);
    const words = useTexts(common);
    const format = useFormat();
    const { modal, message } = App.useApp();
    const sayError = useSayError();
    const others = act.works.filter((work) => work.role !== act.role);
    const revoke = useMutation({
        mutationFn: () => api.post<unknown>(`/api/v1/successions/${act.id}/revoke`, { reason: t.revoke }),
        onSuccess: () => {
            message.success(t.revoked);
            for (const id of [assetId, ...act.works.map((work) => work.id)]) void queryClient.invalidateQueries({ queryKey: keys.asset(id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
        },
        onError: sayError,
    });
    const ask = () =>
        modal.confirm({
            title: t.revokeTitle,
            content: t.revokeWhy,
            okText: t.revoke,
            cancelText: words.act.cancel,
            onOk: () => revoke.mutateAsync().catch(() => undefined),
        });
    return (
        <div className="succession-act">
            <span>
                <strong>{t.kindsOf[act.kind]}</strong> · {format.date(`${act.day}T00:00`)}
            </span>
            {others.length > 0 && (
                <span className="succession-works">
                    {act.role === "kept" ? (act.kind === "split" ? t.splitOff : t.mergedIn) : act.role === "predecessor" ? t.wentTo : t.cameFrom}: <Works works={others} />
                </span>
            )}
            <small className="muted">
                {act.reason} · {t.by(act.recorded_by)}
            </small>
            {mayWrite && (
                <span>
                    <Button size="small" type="link" className="revoke" loading={revoke.isPending} onClick={ask}>
                        {t.revoke}
                    </Button>
                </span>
            )}
        </div>
    );
}
