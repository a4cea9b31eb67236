import { App } from "antd";
import { useState } from "react";
import type { Asset, AssetClass } from "@/api/types";
import { useTexts } from "@/i18n";
import type { DeskMap } from "./DeskMap";
import { sketchOf, type Kind } from "./sketch";
import { mappingTexts } from "./texts";
import type { Tool } from "./ToolBar";
import { useNeighbours } from "./useNeighbours";
import { useSketch } from "./useSketch";

export type MeasureKind = "LineString" | "Polygon";

/** The tool in hand, what is drawn with it, and the work whose shape is edited. */
export function useTool(map: DeskMap | undefined, hidden: readonly string[]) {
    const t = useTexts(mappingTexts);
    const { message, modal } = App.useApp();
    const [tool, setTool] = useState<Tool>("look");
    const [edited, setEdited] = useState<Asset>();
    const [drawClass, setDrawClass] = useState<AssetClass>();
    const [drawKind, setDrawKind] = useState<Kind>("LineString");
    const [measureKind, setMeasureKind] = useState<MeasureKind>("LineString");
    const [area, setArea] = useState<string>();
    const { sketcher, state, begin, end } = useSketch(map);
    const drawing = tool === "draw" || edited !== undefined;
    const { neighbours, readiness } = useNeighbours(map, drawing || tool === "measure", hidden, edited?.id);

    const select = (): void =>
        begin({
            kind: "Polygon",
            quiet: true,
            onEnd: ({ sketch }) => setArea((sketch.parts[0]?.[0] ?? []).map(([lon, lat]) => `${lon!.toFixed(6)},${lat!.toFixed(6)}`).join(";")),
        });
    const measure = (kind: MeasureKind): void => {
        setMeasureKind(kind);
        begin({ kind, neighbours, quiet: true });
    };
    const draw = (assetClass: AssetClass, kind: Kind): void => {
        setDrawClass(assetClass);
        setDrawKind(kind);
        begin({ kind, neighbours });
    };
    const edit = (asset: Asset): void => {
        const sketch = asset.geometry && sketchOf(asset.geometry);
        if (!sketch) {
            message.info(asset.geometry ? t.edit.collection : t.noShape);
            return;
        }
        setEdited(asset);
        begin({ kind: sketch.kind, sketch, neighbours });
    };
    /** What is drawn goes; the tool stays in hand. */
    const stop = (): void => {
        end();
        setEdited(undefined);
        setArea(undefined);
        map?.mark([]);
        map?.takeClicks(undefined);
    };
    /** Whether what is edited may go: asks where it is not saved. */
    const leave = (): Promise<boolean> => {
        if (!edited || !state?.changed) return Promise.resolve(true);
        return new Promise((resolve) =>
            modal.confirm({ title: t.edit.leave, okText: t.edit.leaveYes, okButtonProps: { danger: true }, onOk: () => resolve(true), onCancel: () => resolve(false) }),
        );
    };
    /** Puts the tool down for another; false when what is edited is to stay. */
    const take = async (next: Tool): Promise<boolean> => {
        if (!(await leave())) return false;
        stop();
        setTool(next);
        if (next === "select") select();
        if (next === "measure") measure(measureKind);
        if (next === "draw" && drawClass) draw(drawClass, drawKind);
        return true;
    };
    return { tool, edited, drawClass, drawKind, measureKind, area, sketcher, state, readiness, select, measure, draw, edit, stop, leave, take, putDown: () => setTool("look") };
}

export type ToolInHand = ReturnType<typeof useTool>;
