import { useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { DatastreamPicker } from "../ingest/DatastreamPicker";
import { ingestTexts } from "../ingest/texts";
import { ChirpStackTarget } from "./ChirpStackTarget";
import { JsonTarget } from "./JsonTarget";
import { NewStream } from "./NewStream";
import { deviceTexts } from "./texts";
import { isMapped, type Connecting } from "./ways";

/** Where the readings go: a datastream, and for the ways with names of their own how a message is read. */
export function TargetStep({ state, set }: { state: Connecting; set: (change: Partial<Connecting>) => void }) {
    const t = useTexts(deviceTexts);
    const i = useTexts(ingestTexts);
    return (
        <div className="stack">
            {state.way === "json" && <JsonTarget state={state} set={set} />}
            {state.way === "chirpstack" && <ChirpStackTarget state={state} set={set} />}
            <Field label={t.stream} required={!isMapped(state.way)} help={t.streamHelp}>
                {(field) => <DatastreamPicker field={field} value={state.stream} onChange={(stream) => set({ stream })} placeholder={i.targetSearch} />}
            </Field>
            <NewStream onMade={(stream) => set({ stream })} />
        </div>
    );
}
