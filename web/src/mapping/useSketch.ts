import { useCallback, useState } from "react";
import type { DeskMap } from "./DeskMap";
import type { Kind, Sketch } from "./sketch";
import { Sketcher, type SketchState } from "./Sketcher";
import type { Neighbour } from "./snapping";

interface Begin {
    kind: Kind;
    sketch?: Sketch | undefined;
    multi?: boolean;
    neighbours?: () => Iterable<Neighbour>;
    onEnd?: (state: SketchState) => void;
    /** Without handles on the middles of its sides. */
    quiet?: boolean;
}

/** The one thing that is being drawn on the map, with its state for the panels. */
export function useSketch(map: DeskMap | undefined) {
    const [sketcher, setSketcher] = useState<Sketcher>();
    const [state, setState] = useState<SketchState>();
    const begin = useCallback(
        ({ kind, sketch, multi, neighbours, onEnd, quiet }: Begin) => {
            if (!map) return;
            const next: Sketcher = new Sketcher({
                kind,
                sketch,
                ...(multi === undefined ? {} : { multi }),
                ...(neighbours ? { neighbours } : {}),
                scale: map.scale,
                onChange: (now) => {
                    map.showSketch(now);
                    setState(now);
                },
                onEnd: () => {
                    map.use(next, quiet);
                    onEnd?.(next.state);
                },
            });
            map.use(next, quiet);
            setSketcher(next);
            setState(next.state);
        },
        [map],
    );
    const end = useCallback(() => {
        map?.use(undefined);
        setSketcher(undefined);
        setState(undefined);
    }, [map]);
    return { sketcher, state, begin, end };
}
