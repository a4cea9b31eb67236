import { App } from "antd";
import { useState } from "react";
import { ApiError, ApprovalPending } from "@/api/client";
import { useTexts } from "@/i18n";
import { useSayError } from "@/ui/useSayError";
import type { Act } from "./acts";
import { mappingTexts } from "./texts";

/** What was saved since the page was opened, to be taken back and done again. */
export function useActs() {
    const t = useTexts(mappingTexts);
    const { message } = App.useApp();
    const sayError = useSayError();
    const [done, setDone] = useState<readonly Act[]>([]);
    const [undone, setUndone] = useState<readonly Act[]>([]);
    const turn = async (from: readonly Act[], setFrom: (acts: readonly Act[]) => void, to: readonly Act[], setTo: (acts: readonly Act[]) => void, words: (name: string) => string): Promise<void> => {
        const act = from.at(-1);
        if (!act) return;
        setFrom(from.slice(0, -1));
        try {
            setTo([...to, await act.takeBack()]);
            message.success(words(act.name));
        } catch (error) {
            if (error instanceof ApiError && error.status === 412) message.warning(t.edit.undoLate);
            else if (!(error instanceof ApprovalPending)) sayError(error);
        }
    };
    return {
        canUndo: done.length > 0,
        canRedo: undone.length > 0,
        add: (act: Act): void => {
            setDone((now) => [...now, act]);
            setUndone([]);
        },
        undo: (): void => void turn(done, setDone, undone, setUndone, t.edit.undone),
        redo: (): void => void turn(undone, setUndone, done, setDone, t.edit.redone),
    };
}
