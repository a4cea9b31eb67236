import { Button, Segmented, Skeleton } from "antd";
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Alarm } from "@/api/types";
import { IconCheck } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useLanguage, useTexts } from "@/i18n";
import { useConnectionState, useOpenAlarms } from "@/live/useLive";
import { EmptyState } from "@/ui/EmptyState";
import { AlarmItem } from "./AlarmItem";
import { operationsTexts } from "./texts";
import { useAcknowledge } from "./useAcknowledge";

/** Items drawn at once; a storm brings hundreds and nobody reads more than the top. */
const PAGE = 60;

interface Props {
    scope: "unacknowledged" | "all";
    onScope: (scope: "unacknowledged" | "all") => void;
    chosenAsset: number | undefined;
    onOpen: (alarm: Alarm) => void;
}

/** Says new alarms to those who do not look at the list. */
function useAnnouncement(alarms: readonly Alarm[]): string {
    const t = useTexts(operationsTexts);
    const language = useLanguage();
    const known = useRef<Set<number> | undefined>(undefined);
    const [text, setText] = useState("");
    useEffect(() => {
        const fresh = known.current ? alarms.find((alarm) => !alarm.acknowledged && !known.current?.has(alarm.id)) : undefined;
        known.current = new Set(alarms.map((alarm) => alarm.id));
        if (fresh) setText(t.feed.announce(`${fresh.asset_name}. ${language === "vi" ? fresh.message_vi : fresh.message_en}`));
    }, [alarms, language, t]);
    return text;
}

export function AlarmFeed({ scope, onScope, chosenAsset, onOpen }: Props) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const mayAct = useMay("alarm.act");
    const alarms = useOpenAlarms();
    const connection = useConnectionState();
    const { mutate } = useAcknowledge();
    const [cursor, setCursor] = useState<number>();
    const [shown, setShown] = useState(PAGE);
    const list = useRef<HTMLUListElement>(null);
    const announcement = useAnnouncement(alarms);
    const waiting = alarms.filter((alarm) => !alarm.acknowledged);
    const items = (scope === "all" ? alarms : waiting).slice(0, shown);
    const total = scope === "all" ? alarms.length : waiting.length;
    const acknowledge = useCallback((alarm: Alarm) => mutate(alarm), [mutate]);
    const latestOpen = useRef(onOpen);
    latestOpen.current = onOpen;
    const open = useCallback((alarm: Alarm) => {
        setCursor(alarm.id);
        latestOpen.current(alarm);
    }, []);

    const onKeyDown = (event: KeyboardEvent): void => {
        const at = items.findIndex((alarm) => alarm.id === cursor);
        const step = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
        if (step !== 0 && items.length > 0) {
            event.preventDefault();
            const next = items[Math.min(items.length - 1, Math.max(0, at + step))];
            setCursor(next?.id);
            list.current?.querySelector<HTMLElement>(`[data-alarm="${next?.id}"] .alarm-open`)?.focus();
        }
        const current = items[at];
        if (event.key.toLowerCase() === "x" && current && mayAct && !current.acknowledged) {
            event.preventDefault();
            acknowledge(current);
        }
    };

    return (
        <section className="feed" aria-label={t.feed.title} onKeyDown={onKeyDown}>
            <div className="feed-scope">
                <Segmented
                    block
                    value={scope}
                    onChange={onScope}
                    options={[
                        { value: "unacknowledged", label: `${t.feed.unacknowledged} ${waiting.length}` },
                        { value: "all", label: `${t.feed.all} ${alarms.length}` },
                    ]}
                />
            </div>
            <p className="sr-only" role="status">
                {announcement}
            </p>
            {connection === "connecting" && alarms.length === 0 ? (
                <Skeleton active style={{ padding: 16 }} />
            ) : items.length === 0 ? (
                <EmptyState
                    icon={<IconCheck size={28} stroke={1.75} />}
                    title={scope === "all" || alarms.length === 0 ? t.feed.empty : t.feed.emptyUnacknowledged}
                    why={scope === "all" || alarms.length === 0 ? t.feed.emptyWhy : t.feed.emptyUnacknowledgedWhy}
                />
            ) : (
                <ul className="feed-list" ref={list}>
                    {items.map((alarm) => (
                        <AlarmItem
                            key={alarm.id}
                            alarm={alarm}
                            mayAct={mayAct}
                            selected={cursor === undefined ? alarm.asset_id === chosenAsset : alarm.id === cursor}
                            onOpen={open}
                            onAcknowledge={acknowledge}
                        />
                    ))}
                    {total > items.length && (
                        <li className="feed-more">
                            <Button type="link" onClick={() => setShown(shown + PAGE)}>
                                {words.act.more} ({total - items.length})
                            </Button>
                        </li>
                    )}
                </ul>
            )}
            <p className="feed-keys wide-only">{t.feed.keys}</p>
        </section>
    );
}
