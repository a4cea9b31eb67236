import { App } from "antd";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { Asset } from "@/api/types";
import { useTexts } from "@/i18n";
import { useSayError } from "@/ui/useSayError";
import type { DeskMap, Found } from "./DeskMap";
import type { Aim } from "./EditPanel";
import { cutAt, merge, split } from "./lines";
import { SNAP_PX, type Sketcher } from "./Sketcher";
import { sketchOf } from "./sketch";
import { mappingTexts } from "./texts";

/** Split and merge: the next click on the map says where the edited line is cut, or what is joined to it. */
export function useAim(map: DeskMap | undefined, sketcher: Sketcher | undefined, edited: Asset | undefined) {
    const t = useTexts(mappingTexts);
    const { message } = App.useApp();
    const sayError = useSayError();
    const [aim, setAim] = useState<Aim>();
    useEffect(() => setAim(undefined), [edited]);
    useEffect(() => {
        if (!map || !sketcher || !edited || !aim) return map?.takeClicks(undefined);
        const cut = (place: [number, number]): void => {
            const { sketch } = sketcher.state;
            const at = cutAt(sketch, place, SNAP_PX, map.scale());
            const pieces = at && split(sketch, at);
            if (pieces) sketcher.replace({ ...pieces[0], cutOff: pieces[1].parts });
            else message.warning(t.edit.splitNothing);
        };
        const join = async (works: Found[]): Promise<void> => {
            const { sketch } = sketcher.state;
            const other = works.find((work) => work.class === edited.class && work.id !== edited.id && !sketch.joined?.some(({ id }) => id === work.id));
            const found = other && (await api.get<Asset>(`/api/v1/assets/${other.id}`));
            const second = found?.geometry && sketchOf(found.geometry);
            const joined = second && merge(sketch, second);
            if (joined) sketcher.replace({ ...joined.line, joined: [...(sketch.joined ?? []), { id: found.id, version: found.version, name: found.name }] });
            else message.warning(t.edit.mergeNothing);
        };
        map.takeClicks((works, place) => {
            if (aim === "split") cut(place);
            else void join(works).catch(sayError);
            setAim(undefined);
        });
        return () => map.takeClicks(undefined);
    }, [map, sketcher, edited, aim, message, sayError, t]);
    return { aim, setAim };
}
