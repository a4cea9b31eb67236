import { Button, InputNumber } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Datastream, List } from "@/api/types";
import { IconCheck } from "@/app/icons";
import { common, useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { StateMark } from "@/ui/StateMark";
import { useNow } from "@/ui/useNow";
import { MapDialog } from "../ingest/MapDialog";
import type { WaitingSeries } from "../ingest/types";
import { CopyLine } from "./CopyLine";
import { deviceTexts } from "./texts";
import { useListener } from "./useListener";
import { isMapped, tryCommand, type Connecting } from "./ways";

const POLL_MS = 2_000;
const SHOWN = 10;
const SLACK_MS = 60_000;

/** Sends one reading and shows what the server has made of it. */
export function TestStep({ state }: { state: Connecting }) {
    const t = useTexts(deviceTexts);
    const [began] = useState(() => new Date());
    const command = tryCommand(state, window.location.origin, began, useListener());
    return (
        <div className="stack">
            {command && (
                <div>
                    <strong>{t.send}</strong>
                    <p className="muted">{t.sendWhy}</p>
                    <CopyLine text={command} />
                </div>
            )}
            {state.way === "http" && state.stream !== null && state.secret && <SendOne stream={state.stream} secret={state.secret} />}
            {state.stream !== null && <FirstReading stream={state.stream} since={state.since} />}
            {isMapped(state.way) && <Arrived state={state} />}
        </div>
    );
}

/** Sends one reading from here, with the device's credential: what the device will meet is met now. */
function SendOne({ stream, secret }: { stream: number; secret: string }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    const [value, setValue] = useState<number | null>(null);
    const send = useMutation({
        mutationFn: () => api.post<{ accepted: number; duplicates: number }>("/api/v1/observations", { readings: [{ datastream: stream, t: new Date().toISOString(), value }] }, { secret }),
    });
    return (
        <div>
            <Field label={t.sendHere} help={t.sendHereWhy}>
                {(field) => (
                    <span className="send-one">
                        <InputNumber<number> {...field} value={value} onChange={setValue} decimalSeparator={format.number(0.5, 1).charAt(1)} onPressEnter={() => value !== null && send.mutate()} />
                        <Button disabled={value === null} loading={send.isPending} onClick={() => send.mutate()}>
                            {t.sendNow}
                        </Button>
                    </span>
                )}
            </Field>
            {send.isError && <ErrorView error={send.error} inline />}
        </div>
    );
}

function FirstReading({ stream, since }: { stream: number; since: number }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    const words = useTexts(common);
    const now = useNow();
    const read = useQuery({
        queryKey: ["datastream", stream, "test"],
        queryFn: ({ signal }) => api.get<Datastream>(`/api/v1/datastreams/${stream}`, { signal }),
        refetchInterval: POLL_MS,
    }).data;
    // The command was made a moment before; clocks differ a little.
    const fresh = read?.last && Date.parse(read.last.t) > since - SLACK_MS ? read.last : undefined;
    return (
        <p className={fresh ? "tag" : "tag tag-busy"} role="status">
            {fresh ? <IconCheck size={18} stroke={1.75} aria-hidden /> : <StateMark state="unknown" />}
            {fresh && read ? t.arrived(format.quantity(fresh.value, read.unit, read.decimals), format.age(fresh.t, now), fresh.quality === "good" ? "" : words.quality[fresh.quality]) : t.waitingFor}
        </p>
    );
}

function Arrived({ state }: { state: Connecting }) {
    const t = useTexts(deviceTexts);
    const [chosen, setChosen] = useState<WaitingSeries>();
    const q = state.way === "chirpstack" && state.devEui ? state.devEui.toLowerCase() : undefined;
    const waiting = useQuery({
        queryKey: ["ingest", "waiting", state.way, q],
        queryFn: ({ signal }) => api.get<List<WaitingSeries>>("/api/v1/ingest/waiting", { query: { source: state.way, q }, signal }).then((list) => list.items),
        refetchInterval: POLL_MS,
    }).data;
    const format = useFormat();
    return (
        <div>
            <strong>{t.seriesArrived}</strong>
            {waiting?.length === 0 && <p className="muted">{t.seriesNone}</p>}
            <ul className="rows">
                {(waiting ?? []).slice(0, SHOWN).map((each) => (
                    <li key={each.series}>
                        <span className="grow">{each.series}</span>
                        {each.value != null && <span>{format.number(each.value, Number.isInteger(each.value) ? 0 : 2)}</span>}
                        <Button size="small" disabled={each.kind === "text"} onClick={() => setChosen(each)}>
                            {t.mapNow}
                        </Button>
                    </li>
                ))}
            </ul>
            <Link to="/ingest/mappings">{t.goMap}</Link>
            {chosen && <MapDialog source={chosen.source} series={chosen.series} value={chosen.value ?? null} target={state.stream} onClose={() => setChosen(undefined)} />}
        </div>
    );
}
