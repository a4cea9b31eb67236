import { useDraft } from "@/ui/form/useDraft";
import { guessColumns } from "./tableColumns";
import { isTable, type FileLayer, type Import, type ImportSettings } from "./types";
import { useSaveSettings } from "./useImport";

/** What the file itself says, before anybody has chosen anything. */
export function startSettings(layer: FileLayer): ImportSettings {
    const columns = isTable(layer) ? guessColumns(layer) : { x_column: null, y_column: null };
    const swap = layer.axes_exchanged ? { swap_axes: true } : {};
    return { layer: layer.name, class: null, crs: layer.crs, encoding: layer.encoding, ...swap, ...columns, name_column: null, id_column: null, id_kind: null, fields: [] };
}

/** The choices of an import: typed here, kept in the browser at once, on the server with each step. */
export function useSettings(it: Import) {
    const layers = it.layers ?? [];
    const first = layers[0];
    const stored = it.settings ?? (first ? startSettings(first) : undefined);
    const draft = useDraft<ImportSettings | undefined>(`import-${it.id}`, stored);
    const save = useSaveSettings(it.id);
    const value = draft.value ?? stored;
    const layer = layers.find((each) => each.name === value?.layer) ?? first;
    return {
        value,
        layer,
        set: (change: Partial<ImportSettings>) => draft.change((now) => ({ ...(now ?? stored!), ...change })),
        saving: save.isPending,
        error: save.error,
        /** True when the server has them. */
        save: async (): Promise<boolean> => {
            if (!value) return false;
            try {
                const kept = await save.mutateAsync(value);
                draft.drop(kept.settings ?? value);
                return true;
            } catch {
                return false;
            }
        },
    };
}
