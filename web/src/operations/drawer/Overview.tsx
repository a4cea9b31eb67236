import type { UseQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import type { Alarm, Asset, Datastream } from "@/api/types";
import { common, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { Facts } from "@/ui/Page";
import { StateMark } from "@/ui/StateMark";
import { operationsTexts } from "../texts";
import { Values } from "./Values";

/** Readings that fit beside the identity; the tab "Số đo" has all. */
const FIRST_VALUES = 4;
const ALARMS_SHOWN = 3;

interface Props {
    asset: Asset;
    streams: UseQueryResult<Datastream[]>;
    alarms: readonly Alarm[];
    onAllValues: () => void;
}

export function Overview({ asset, streams, alarms, onAllValues }: Props) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const count = streams.data?.length ?? 0;
    return (
        <>
            {alarms.slice(0, ALARMS_SHOWN).map((alarm) => (
                <div key={alarm.id} className={`panel-alarm alarm-${alarm.priority}`}>
                    <StateMark state={alarm.priority} size={16} filled={!alarm.acknowledged} />
                    <div>
                        <p>{language === "vi" ? alarm.message_vi : alarm.message_en}</p>
                        <small className="muted">
                            {words.alarmState[alarm.state]} · <AgeText time={alarm.raised_at} />
                        </small>
                        {alarm.advice && (
                            <p className="panel-advice">
                                <strong>{t.drawer.advice}:</strong> {alarm.advice}
                            </p>
                        )}
                    </div>
                </div>
            ))}
            <Values streams={streams} asset={asset} alarms={alarms} first={FIRST_VALUES} />
            {count > FIRST_VALUES && (
                <Button type="link" className="panel-more" onClick={onAllValues}>
                    {words.act.more} ({count - FIRST_VALUES})
                </Button>
            )}
            <h3>{t.drawer.identity}</h3>
            <Facts
                rows={[
                    [t.drawer.status, words.assetStatus[asset.status]],
                    [t.drawer.grade, asset.grade],
                    [t.drawer.owner, asset.owner],
                    [t.drawer.operator, asset.operator],
                    [t.drawer.ward, asset.ward],
                    [t.drawer.address, asset.address],
                    [t.drawer.identifiers, asset.identifiers.map((each) => each.value).join(", ")],
                ]}
            />
        </>
    );
}
