import type { Asset, AssetSummary } from "@/api/types";
import { useClasses } from "@/api/queries";
import { useFormat, useTexts } from "@/i18n";
import type { Act } from "./acts";
import type { Found } from "./DeskMap";
import { DrawPanel } from "./DrawPanel";
import { EditPanel } from "./EditPanel";
import type { MapLink } from "./link";
import { MeasurePanel } from "./MeasurePanel";
import { MineralPanel } from "./mineral/MineralPanel";
import { SelectPanel } from "./SelectPanel";
import { mappingTexts } from "./texts";
import type { useAim } from "./useAim";
import type { ToolInHand } from "./useTool";
import { WorksPanel } from "./WorksPanel";

interface Props {
    hand: ToolInHand;
    aiming: ReturnType<typeof useAim>;
    link: MapLink;
    found: readonly Found[] | undefined;
    onFound: (works: AssetSummary[]) => void;
    onChoose: (id: number | undefined) => void;
    onSaved: (act: Act) => void;
    onDrawn: (asset: Asset, act: Act) => void;
    onClose: () => void;
    onCloseMinerals: () => void;
}

/** The panel of what is being done: editing, measuring, selecting, drawing, or what was found. */
export function ToolPanel({ hand, aiming, link, found, onFound, onChoose, onSaved, onDrawn, onClose, onCloseMinerals }: Props) {
    const t = useTexts(mappingTexts);
    const format = useFormat();
    const classes = useClasses().data;
    const { tool, edited, sketcher, state, readiness, drawClass, drawKind } = hand;
    const snapping = state?.snap
        ? (state.snap.on === "vertex" ? t.edit.snapped : t.edit.snappedSide)(state.snap.name)
        : readiness.at === "ready"
          ? t.edit.snapReady(format.number(readiness.works))
          : { many: t.edit.snapMany, far: t.edit.snapFar, failed: t.edit.snapFailed }[readiness.at];
    if (edited && sketcher && state)
        return (
            <EditPanel
                key={edited.id}
                asset={edited}
                taken={classes?.find(({ key }) => key === edited.class)?.geometry ?? []}
                sketcher={sketcher}
                state={state}
                snapping={snapping}
                aim={aiming.aim}
                onAim={aiming.setAim}
                onSaved={onSaved}
                onClose={() => void hand.leave().then((yes) => yes && hand.stop())}
            />
        );
    if (tool === "measure") return <MeasurePanel kind={hand.measureKind} state={state} onKind={hand.measure} onAgain={() => hand.measure(hand.measureKind)} onClose={onClose} />;
    if (tool === "select")
        return (
            <SelectPanel
                area={hand.area}
                onFound={onFound}
                onChoose={onChoose}
                onAgain={() => {
                    hand.stop();
                    hand.select();
                }}
                onClose={onClose}
            />
        );
    if (tool === "draw")
        return (
            <DrawPanel
                assetClass={drawClass}
                kind={drawKind}
                sketcher={sketcher}
                state={state}
                snapping={snapping}
                onClass={hand.draw}
                onAgain={() => drawClass && hand.draw(drawClass, drawKind)}
                onSaved={onDrawn}
                onClose={onClose}
            />
        );
    if (found || link.asset !== undefined) return <WorksPanel found={found ?? []} chosen={link.asset} date={link.date} onChoose={onChoose} onEdit={hand.edit} onClose={onClose} />;
    if (link.minerals && !edited) return <MineralPanel onChoose={onChoose} onClose={onCloseMinerals} />;
    return null;
}
