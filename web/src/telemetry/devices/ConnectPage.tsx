import { Button, Steps } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useIsPhone } from "@/app/theme";
import { useTexts } from "@/i18n";
import { Page } from "@/ui/Page";
import { KeyStep } from "./KeyStep";
import { TargetStep } from "./TargetStep";
import { TestStep } from "./TestStep";
import { deviceTexts } from "./texts";
import { WAYS, isMapped, type Connecting, type Way } from "./ways";
import "./devices.css";

const STEPS = ["way", "target", "key", "test"] as const;

/** From a device in a box to its first stored reading. */
export default function ConnectPage() {
    const t = useTexts(deviceTexts);
    const phone = useIsPhone();
    const navigate = useNavigate();
    const [step, setStep] = useState(0);
    const [state, setState] = useState<Connecting>({ way: "http", stream: null, secret: null, topic: "", devEui: "", decoder: null, since: 0 });
    const set = (change: Partial<Connecting>): void => setState((now) => ({ ...now, ...change }));
    const at = STEPS[step] ?? "way";
    // What goes through a mapping may be mapped when it has arrived.
    const ready = at !== "target" || isMapped(state.way) || state.stream !== null;
    const go = (to: number): void => {
        if (STEPS[to] === "test") set({ since: Date.now() });
        setStep(to);
    };
    return (
        <Page above={{ to: "/devices", label: t.title }} title={t.connectTitle} sub={t.connectWhy}>
            <div className="connect">
                {phone ? (
                    <strong>{t.stepOf(step + 1, STEPS.length, t.steps[at])}</strong>
                ) : (
                    <Steps size="small" current={step} items={STEPS.map((each) => ({ title: t.steps[each] }))} />
                )}
                {at === "way" && <WayStep way={state.way} onChoose={(way) => set({ way, stream: null, secret: null })} />}
                {at === "target" && <TargetStep state={state} set={set} />}
                {at === "key" && <KeyStep state={state} set={set} />}
                {at === "test" && <TestStep state={state} />}
                <div className="connect-acts">
                    {step > 0 ? <Button onClick={() => go(step - 1)}>{t.back}</Button> : <Link to="/devices">{t.title}</Link>}
                    {step < STEPS.length - 1 ? (
                        <Button type="primary" disabled={!ready} onClick={() => go(step + 1)}>
                            {t.next}
                        </Button>
                    ) : (
                        <Button type="primary" onClick={() => void navigate(state.stream === null ? "/ingest/mappings" : `/sensors/${state.stream}`)}>
                            {t.done}
                        </Button>
                    )}
                </div>
            </div>
        </Page>
    );
}

function WayStep({ way, onChoose }: { way: Way; onChoose: (way: Way) => void }) {
    const t = useTexts(deviceTexts);
    return (
        <div className="ways" role="group" aria-label={t.steps.way}>
            {WAYS.map((each) => (
                <button key={each} type="button" className="way" aria-pressed={each === way} onClick={() => onChoose(each)}>
                    <strong>{t.ways[each].name}</strong>
                    <small>{t.ways[each].about}</small>
                </button>
            ))}
        </div>
    );
}
