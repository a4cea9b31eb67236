import { Button, Popover, Tooltip } from "antd";
import type { ComponentType } from "react";
import { IconClock, IconColumns, IconKeyboard, IconLink, IconMountain, IconPlus, IconPointer, IconPolygon, IconPrinter, IconRedo, IconRuler, IconUndo } from "@/app/icons";
import { useTexts } from "@/i18n";
import { mineralTexts } from "./mineral/texts";
import { mappingTexts } from "./texts";

export type Tool = "look" | "select" | "measure" | "draw";

interface Props {
    tool: Tool;
    mayDraw: boolean;
    past: boolean;
    swiping: boolean;
    /** The mineral planning map is open. */
    minerals: boolean;
    canUndo: boolean;
    canRedo: boolean;
    onTool: (tool: Tool) => void;
    onTime: () => void;
    onSwipe: () => void;
    onMinerals: () => void;
    onPrint: () => void;
    onShare: () => void;
    onUndo: () => void;
    onRedo: () => void;
}

const icons: Record<Tool, ComponentType<{ size?: number | string; stroke?: number | string }>> = { look: IconPointer, select: IconPolygon, measure: IconRuler, draw: IconPlus };
export const TOOL_KEYS: Record<Tool, string> = { look: "v", select: "s", measure: "m", draw: "d" };

/** One button for each thing that can be done with the map. */
export function ToolBar(props: Props) {
    const { tool, mayDraw, past, swiping, minerals, canUndo, canRedo, onTool, onTime, onSwipe, onMinerals, onPrint, onShare, onUndo, onRedo } = props;
    const t = useTexts(mappingTexts);
    const m = useTexts(mineralTexts);
    const tools = (["look", "select", "measure", "draw"] as const).filter((each) => each !== "draw" || (mayDraw && !past));
    return (
        <div className="desk-tools" role="toolbar" aria-label={t.tools}>
            {tools.map((each) => {
                const Icon = icons[each];
                return (
                    <Tooltip key={each} title={`${t.tool[each]} (${TOOL_KEYS[each].toUpperCase()})`} placement="bottom">
                        <Button type={tool === each ? "primary" : "text"} aria-pressed={tool === each} aria-label={t.tool[each]} icon={<Icon size={20} stroke={1.75} />} onClick={() => onTool(each)} />
                    </Tooltip>
                );
            })}
            <i />
            {mayDraw && (
                <>
                    <Tooltip title={`${t.undo} (Ctrl+Z)`} placement="bottom">
                        <Button type="text" aria-label={t.undo} disabled={!canUndo} icon={<IconUndo size={20} stroke={1.75} />} onClick={onUndo} />
                    </Tooltip>
                    <Tooltip title={`${t.redo} (Ctrl+Y)`} placement="bottom">
                        <Button type="text" aria-label={t.redo} disabled={!canRedo} icon={<IconRedo size={20} stroke={1.75} />} onClick={onRedo} />
                    </Tooltip>
                    <i />
                </>
            )}
            <Tooltip title={t.tool.time} placement="bottom">
                <Button type={past ? "primary" : "text"} aria-pressed={past} aria-label={t.tool.time} icon={<IconClock size={20} stroke={1.75} />} onClick={onTime} />
            </Tooltip>
            <Tooltip title={t.tool.swipe} placement="bottom">
                <Button type={swiping ? "primary" : "text"} aria-pressed={swiping} aria-label={t.tool.swipe} icon={<IconColumns size={20} stroke={1.75} />} onClick={onSwipe} />
            </Tooltip>
            <Tooltip title={m.open} placement="bottom">
                <Button type={minerals ? "primary" : "text"} aria-pressed={minerals} aria-label={m.open} icon={<IconMountain size={20} stroke={1.75} />} onClick={onMinerals} />
            </Tooltip>
            <Tooltip title={t.tool.print} placement="bottom">
                <Button type="text" aria-label={t.tool.print} icon={<IconPrinter size={20} stroke={1.75} />} onClick={onPrint} />
            </Tooltip>
            <Tooltip title={t.tool.share} placement="bottom">
                <Button type="text" aria-label={t.tool.share} icon={<IconLink size={20} stroke={1.75} />} onClick={onShare} />
            </Tooltip>
            <Popover trigger="click" placement="bottomRight" title={t.tool.keys} content={<Keys />}>
                <Button type="text" className="wide-only" aria-label={t.tool.keys} icon={<IconKeyboard size={20} stroke={1.75} />} />
            </Popover>
        </div>
    );
}

function Keys() {
    const t = useTexts(mappingTexts);
    const rows: [string, string][] = [
        ["V", t.key.look],
        ["S", t.key.select],
        ["M", t.key.measure],
        ["D", t.key.draw],
        ["E", t.key.edit],
        ["/", t.key.find],
        ["Enter", t.key.end],
        ["Space", t.key.centre],
        ["Delete", t.key.remove],
        ["Ctrl+Z, Ctrl+Y", t.key.undo],
        ["Alt", t.key.free],
        ["Esc", t.key.escape],
        ["← ↑ → ↓ + −", t.key.move],
    ];
    return (
        <dl className="desk-keys">
            {rows.map(([key, what]) => (
                <div key={key}>
                    <dt>
                        <kbd>{key}</kbd>
                    </dt>
                    <dd>{what}</dd>
                </div>
            ))}
        </dl>
    );
}
