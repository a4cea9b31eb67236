import { App, Button, Tooltip } from "antd";
import { Link } from "react-router";
import { useClasses } from "@/api/queries";
import type { Alarm, Asset, Datastream } from "@/api/types";
import { IconExternal, IconLink, IconX } from "@/app/icons";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { DomainIcon } from "@/ui/DomainIcon";
import { StateMark, type MarkState } from "@/ui/StateMark";
import { operationsTexts } from "../texts";

interface Props {
    asset: Asset;
    alarms: readonly Alarm[];
    streams: readonly Datastream[] | undefined;
    onClose: () => void;
}

const ORDER = ["critical", "major", "warning", "notice"];

/** The worst alarm that is active; without one, how good the data is. */
function stateOf(active: readonly Alarm[], streams: readonly Datastream[] | undefined): MarkState {
    const worst = [...active].sort((a, b) => ORDER.indexOf(a.priority) - ORDER.indexOf(b.priority))[0];
    if (worst) return worst.priority;
    if (!streams || streams.length === 0) return "unknown";
    return streams.every((stream) => stream.stale) ? "stale" : "normal";
}

/** What it is and how it is, in two lines. */
export function PanelHead({ asset, alarms, streams, onClose }: Props) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { message } = App.useApp();
    const assetClass = useClasses().data?.find((each) => each.key === asset.class);
    const active = alarms.filter((alarm) => alarm.active);
    const state = stateOf(active, streams);
    const since = active.length > 0 ? active.map((alarm) => alarm.raised_at).sort()[0] : alarms.find((alarm) => alarm.cleared_at)?.cleared_at;
    const word =
        state === "normal"
            ? alarms.length > 0
                ? t.feed.back
                : t.drawer.normal
            : state === "unknown"
              ? streams?.length === 0
                  ? t.drawer.noSensors
                  : words.state.unknown
              : state === "stale"
                ? words.state.stale
                : words.priority[state];
    const copy = (): void =>
        void navigator.clipboard
            .writeText(`${window.location.origin}/?asset=${asset.id}`)
            .then(() => message.success(words.act.copied))
            .catch(() => undefined);
    return (
        <header className="panel-head">
            <div className="panel-title">
                <DomainIcon domain={asset.domain} size={24} />
                <h2>{asset.name}</h2>
                <span className="panel-acts">
                    <Tooltip title={words.act.copyLink}>
                        <Button type="text" aria-label={words.act.copyLink} icon={<IconLink size={18} stroke={1.75} />} onClick={copy} />
                    </Tooltip>
                    <Tooltip title={words.act.openAsset}>
                        <Link to={`/assets/${asset.id}`} aria-label={words.act.openAsset} className="ant-btn ant-btn-text ant-btn-icon-only panel-link">
                            <IconExternal size={18} stroke={1.75} />
                        </Link>
                    </Tooltip>
                    <Tooltip title={t.drawer.close}>
                        <Button type="text" aria-label={t.drawer.close} icon={<IconX size={18} stroke={1.75} />} onClick={onClose} />
                    </Tooltip>
                </span>
            </div>
            <p className="panel-sub">
                {assetClass ? localName(assetClass, language) : asset.class}
                {asset.ward && ` · ${asset.ward}`}
                {asset.generated && ` · ${words.generated}`}
            </p>
            <p className={`panel-state mark-${state}`}>
                <StateMark state={state} size={16} />
                <strong>{word}</strong>
                {since && (
                    <span className="muted">
                        <AgeText time={since} />
                    </span>
                )}
            </p>
        </header>
    );
}
