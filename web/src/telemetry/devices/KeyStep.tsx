import { Button } from "antd";
import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { CopyLine } from "./CopyLine";
import { deviceTexts } from "./texts";
import { useListener } from "./useListener";
import { isByBroker, listenerAddress, telegrafConfig, type Connecting } from "./ways";

const LIFE_MS = 180 * 86_400_000;

/** What the device signs in with, and the exact address it sends to. */
export function KeyStep({ state, set }: { state: Connecting; set: (change: Partial<Connecting>) => void }) {
    const t = useTexts(deviceTexts);
    const mayMake = useMay("credential.write");
    const mayHold = useMay("telemetry.ingest");
    const listener = useListener();
    const make = useMutation({
        mutationFn: () =>
            api.post<{ secret: string }>("/api/v1/credentials", {
                name: `${t.ways[state.way].name}${state.stream === null ? "" : ` ${state.stream}`}`,
                kind: "device",
                permissions: ["telemetry.ingest"],
                ...(state.stream === null ? {} : { datastream_ids: [state.stream] }),
                expires_at: new Date(Date.now() + LIFE_MS).toISOString(),
            }),
        onSuccess: ({ secret }) => {
            set({ secret });
            void queryClient.invalidateQueries({ queryKey: keys.credentials });
        },
    });
    const topic =
        state.way === "mqtt" ? `v1.1/Datastreams(${state.stream})/Observations`
        : state.way === "chirpstack" ? `application/+/device/${state.devEui || "+"}/event/up`
        : state.way === "sparkplug" ? "spBv1.0/GROUP/NBIRTH|NDATA|DBIRTH|DDATA/NODE[/DEVICE]"
        : state.topic;
    const byMqtt = isByBroker(state.way) && (
        <>
            {topic && (
                <div>
                    <strong>{t.topic}</strong>
                    <CopyLine text={topic} />
                </div>
            )}
            {listener && (
                <div>
                    <strong>{t.listener}</strong>
                    <CopyLine text={listenerAddress(listener, window.location.origin)} />
                </div>
            )}
            <p className="muted">{listener ? t.keyListener : t.keyBroker}</p>
        </>
    );
    if (byMqtt && !listener) return <div className="stack">{byMqtt}</div>;
    return (
        <div className="stack">
            {byMqtt}
            <p>{state.stream === null ? t.keyWhyAll : t.keyWhy}</p>
            {state.secret ? (
                <>
                    <CopyLine text={state.secret} />
                    <p className="mark-warning">{t.keyOnce}</p>
                </>
            ) : mayMake && mayHold ? (
                <div>
                    <Button type="primary" loading={make.isPending} onClick={() => make.mutate()}>
                        {t.makeKey}
                    </Button>
                </div>
            ) : (
                <p className="muted">{t.keyNone}</p>
            )}
            {make.isError && <ErrorView error={make.error} inline />}
            {state.way === "line_protocol" && <pre>{telegrafConfig(window.location.origin, state.secret)}</pre>}
        </div>
    );
}
