import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { lockGate } from "@/api/lockGate";
import { keys, queryClient } from "@/api/queries";
import type { Session } from "@/api/types";
import { markLocked } from "../session";
import { ActivityBeat, type Clock } from "./ActivityBeat";

/** The person is warned this long before the lock. */
export const WARNING_S = 60;
const TICK_MS = 1_000;
const CHANNEL = "hatang.activity";

/** Real input of a person; moving the page by program makes none of these. */
const INPUTS = ["pointerdown", "keydown", "wheel", "touchstart", "pointermove"] as const;

const clock: Clock = {
    now: Date.now,
    after: (ms, act) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
    },
};

/**
 * Reports activity while somebody is signed in, and counts down to the lock. Gives the seconds that remain once they are
 * few, else undefined.
 */
export function useAutoLock(session: Session | null | undefined): number | undefined {
    const [left, setLeft] = useState<number>();
    const lockAfterS = session?.auto_lock_s;
    const active = Boolean(session && !session.locked && lockAfterS);

    useEffect(() => {
        lockGate.setLockedHandler(() => markLocked(true));
    }, []);

    useEffect(() => {
        if (!active || !lockAfterS) return;
        const tabs = new BroadcastChannel(CHANNEL);
        const beat = new ActivityBeat(clock, () => {
            tabs.postMessage(beat.lastBeat);
            api.post<void>("/api/v1/sessions/current/activity").catch(() => undefined);
        });
        tabs.onmessage = (event: MessageEvent<number>) => beat.heard(event.data);
        const acted = (event: Event): void => {
            if (event.isTrusted) beat.acted();
        };
        INPUTS.forEach((name) => window.addEventListener(name, acted, { passive: true, capture: true }));
        const timer = setInterval(() => {
            const seconds = Math.ceil((beat.lastBeat - Date.now()) / 1_000 + lockAfterS);
            setLeft(seconds <= WARNING_S ? Math.max(0, seconds) : undefined);
            // The server decides: ask it whether it has locked.
            if (seconds <= 0) void queryClient.invalidateQueries({ queryKey: keys.session });
        }, TICK_MS);
        return () => {
            INPUTS.forEach((name) => window.removeEventListener(name, acted, { capture: true }));
            clearInterval(timer);
            beat.stop();
            tabs.close();
            setLeft(undefined);
        };
    }, [active, lockAfterS]);

    return left;
}
