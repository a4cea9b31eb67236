import { App, Button, Tag } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset, Identifier } from "@/api/types";
import { IconCopy, IconPlus, IconQrcode } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { useSayError } from "@/ui/useSayError";
import { AddCodeDialog, EndCodeDialog } from "./CodeDialogs";
import { byValidity, cityDay, groupedCode } from "./codes";
import { LabelDialog } from "./LabelDialog";
import { identityTexts } from "./texts";
import { useKindName } from "./useIdentity";
import "./identity.css";

/** The crosswalk of one asset: every code that names it or ever did, with who gave it and how long it holds. */
export function CodesPanel({ asset, past = false }: { asset: Asset; past?: boolean }) {
    const t = useTexts(identityTexts);
    const { message } = App.useApp();
    const sayError = useSayError();
    const mayWrite = useMay("asset.write") && !past;
    const [adding, setAdding] = useState(false);
    const [ending, setEnding] = useState<Identifier>();
    const [printing, setPrinting] = useState(false);
    const groups = byValidity(asset.identifiers, cityDay(new Date()));
    const has = (kind: string) => groups.now.some((each) => each.kind === kind);
    const issuable = asset.class !== "ward" && asset.status !== "retired" && !has("city") && !has("national");
    const issue = useMutation({
        mutationFn: () => api.post<{ code: string }>(`/api/v1/assets/${asset.id}/city-code`),
        onSuccess: ({ code }) => {
            message.success(t.issued(groupedCode(code)));
            void queryClient.invalidateQueries({ queryKey: keys.asset(asset.id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
        },
        onError: sayError,
    });
    const list = (codes: Identifier[], title?: string) =>
        codes.length > 0 && (
            <>
                {title && <h3 className="codes-group">{title}</h3>}
                <ul className="rows codes">
                    {codes.map((code) => (
                        <CodeRow key={`${code.kind}/${code.value}/${code.valid_from ?? ""}`} code={code} onEnd={mayWrite && code.kind !== "city" && !code.valid_to ? () => setEnding(code) : undefined} />
                    ))}
                </ul>
            </>
        );
    return (
        <Section
            title={t.title}
            extra={
                !past && (has("city") || has("national")) ? (
                    <Button size="small" icon={<IconQrcode size={16} />} onClick={() => setPrinting(true)}>
                        {t.label}
                    </Button>
                ) : undefined
            }
        >
            {asset.identifiers.length === 0 && <p className="nothing">{t.none}</p>}
            {list(groups.now)}
            {list(groups.later, t.coming)}
            {list(groups.past, t.past)}
            {mayWrite && issuable && <p className="field-help">{t.noneWhy}</p>}
            {mayWrite && (
                <div className="codes-acts">
                    {issuable && (
                        <Button loading={issue.isPending} onClick={() => issue.mutate()}>
                            {t.issue}
                        </Button>
                    )}
                    <Button icon={<IconPlus size={16} />} onClick={() => setAdding(true)}>
                        {t.add}
                    </Button>
                </div>
            )}
            {adding && <AddCodeDialog asset={asset} onClose={() => setAdding(false)} />}
            {ending && <EndCodeDialog asset={asset} code={ending} onClose={() => setEnding(undefined)} />}
            {printing && <LabelDialog asset={asset} onClose={() => setPrinting(false)} />}
        </Section>
    );
}

function CodeRow({ code, onEnd }: { code: Identifier; onEnd: (() => void) | undefined }) {
    const t = useTexts(identityTexts);
    const format = useFormat();
    const kindName = useKindName();
    const { message } = App.useApp();
    const spans = [
        code.issuer,
        code.valid_from && t.since(format.date(`${code.valid_from}T00:00`)),
        code.valid_to && t.until(format.date(`${code.valid_to}T00:00`)),
        code.kind === "city" && t.forLife,
    ];
    const copy = () => void navigator.clipboard.writeText(code.value).then(() => message.success(t.copied));
    return (
        <li>
            <span className="code-of">
                <Tag>{kindName(code.kind)}</Tag>
                <code>{groupedCode(code.value)}</code>
            </span>
            <span className="code-acts">
                <Button size="small" type="text" icon={<IconCopy size={16} />} aria-label={t.copy(code.value)} title={t.copy(code.value)} onClick={copy} />
                {onEnd && (
                    <Button size="small" type="link" onClick={onEnd}>
                        {t.end}
                    </Button>
                )}
            </span>
            <small className="muted">{spans.filter(Boolean).join(" · ")}</small>
        </li>
    );
}
