import { Button, InputNumber, Modal, Select, Skeleton } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Asset } from "@/api/types";
import { IconPrinter } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { download } from "@/ui/chart/export";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { filterBody } from "./codes";
import { identityTexts } from "./texts";
import type { LabelCount } from "./types";
import "./identity.css";

/** Labels that one sheet takes; one label alone has no places to skip. */
const PLACES: Record<string, number> = { a4_24: 24, a4_14: 14, a4_8: 8 };

interface Props {
    asset?: Asset;
    /** The filter of the list behind the dialog, when it is for many. */
    filter?: Record<string, string | undefined>;
    onClose: () => void;
}

/** One label, or a sheet of them, as PDF. */
export function LabelDialog({ asset, filter, onClose }: Props) {
    const t = useTexts(identityTexts);
    const format = useFormat();
    const [layout, setLayout] = useState(asset ? "single_62x29" : "a4_24");
    const [skip, setSkip] = useState(0);
    const body = asset ? { ids: [asset.id] } : filterBody(filter ?? {});
    const counted = useQuery({
        queryKey: ["labels", body],
        queryFn: () => api.post<LabelCount>("/api/v1/labels", { filter: body, dry_run: true }),
    });
    const make = useMutation({
        mutationFn: () => api.file("/api/v1/labels", { filter: body, layout, ...(PLACES[layout] ? { skip } : {}) }),
        onSuccess: (pdf) => {
            download(asset ? `nhan-${asset.id}.pdf` : "nhan.pdf", pdf);
            if (asset) onClose();
        },
    });
    const n = (value: number) => format.number(value, 0);
    const count = counted.data;
    const places = PLACES[layout];
    const tooMany = count && count.labels > count.most;
    const ready = count?.address && count.labels > 0 && !tooMany;
    return (
        <Modal
            open
            title={t.labelTitle}
            onCancel={onClose}
            footer={
                count?.address === null || count?.address === undefined ? null : (
                    <Button type="primary" icon={<IconPrinter size={16} />} loading={make.isPending} disabled={!ready} onClick={() => make.mutate()}>
                        {t.labelMake}
                    </Button>
                )
            }
        >
            {counted.isPending && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
            {counted.isError && <ErrorView error={counted.error} inline onRetry={() => void counted.refetch()} />}
            {count && !count.address && (
                <EmptyState title={t.noAddress} why={t.noAddressWhy}>
                    <Link to="/codes#settings">
                        <Button>{t.goSettings}</Button>
                    </Link>
                </EmptyState>
            )}
            {count?.address && (
                <div className="code-form">
                    <p>
                        <strong>{t.labelCount(n(count.labels))}</strong> <span className="muted">{t.labelWhy}</span>
                    </p>
                    <p className="field-help">{t.labelAddress(count.address)}</p>
                    {count.labels === 0 && count.without_code === 0 && <p className="nothing">{t.labelNone}</p>}
                    {count.without_code > 0 && <p className="code-note">{t.labelWithout(n(count.without_code))}</p>}
                    {tooMany && <p className="code-note">{t.labelMany(n(count.most))}</p>}
                    <Field label={t.labelLayout}>
                        {(props) => <Select {...props} value={layout} onChange={setLayout} options={Object.entries(t.layouts).map(([value, label]) => ({ value, label }))} />}
                    </Field>
                    {places && (
                        <Field label={t.labelSkip}>
                            {(props) => <InputNumber {...props} min={0} max={places - 1} precision={0} value={Math.min(skip, places - 1)} onChange={(next: number | null) => setSkip(next ?? 0)} />}
                        </Field>
                    )}
                    {make.isError && <ErrorView error={make.error} inline />}
                </div>
            )}
        </Modal>
    );
}
