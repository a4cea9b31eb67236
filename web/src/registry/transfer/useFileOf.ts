import { useState } from "react";
import { useTexts } from "@/i18n";
import { choiceOf } from "./fileKinds";
import { transferTexts } from "./texts";

export interface ChosenFile {
    name: string;
    blob: Blob;
    notes: string[];
}

/** From what was chosen or dropped to the one file to send; parts of a Shapefile are packed. `refusal` says why not. */
export function useFileOf(onFile: (file: ChosenFile) => void) {
    const t = useTexts(transferTexts);
    const [refusal, setRefusal] = useState<string | undefined>(undefined);
    const [packing, setPacking] = useState(false);
    const take = async (files: File[]) => {
        const choice = choiceOf(files);
        setRefusal(choice.kind === "refused" ? t.refused[choice.why]?.(choice.detail) : undefined);
        if (choice.kind === "single") return onFile({ name: choice.file.name, blob: choice.file, notes: [] });
        if (choice.kind === "refused") return;
        setPacking(true);
        try {
            const { packParts } = await import("./packParts");
            const blob = await packParts(choice.parts);
            const notes = [...(choice.withoutSystem ? [t.withoutPrj] : []), ...(choice.withoutEncoding ? [t.withoutCpg] : [])];
            onFile({ name: choice.name, blob, notes });
        } finally {
            setPacking(false);
        }
    };
    return { take, refusal, packing };
}
