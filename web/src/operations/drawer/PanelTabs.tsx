import { useId, type KeyboardEvent, type ReactNode } from "react";
import { useChosenInView } from "@/ui/useChosenInView";

export interface PanelTab {
    key: string;
    label: string;
    /** Shown beside the label when there is something to count. */
    count?: number | undefined;
    content: () => ReactNode;
}

interface Props {
    label: string;
    tabs: readonly PanelTab[];
    active: string;
    onChange: (key: string) => void;
}

/** Tabs of the drawer: one row that never hides a tab, arrows move, only the open one is drawn. */
export function PanelTabs({ label, tabs, active, onChange }: Props) {
    const id = useId();
    const open = tabs.find((tab) => tab.key === active) ?? tabs[0];
    const row = useChosenInView<HTMLDivElement>(open?.key, '[aria-selected="true"]');
    const onKeyDown = (event: KeyboardEvent): void => {
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        const next = tabs[(tabs.findIndex((tab) => tab.key === active) + step + tabs.length) % tabs.length];
        if (step === 0 || !next) return;
        event.preventDefault();
        onChange(next.key);
        row.current?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
    };
    return (
        <>
            <div className="panel-tabs" role="tablist" aria-label={label} ref={row} onKeyDown={onKeyDown}>
                {tabs.map((tab) => (
                    <button
                        key={tab.key}
                        type="button"
                        role="tab"
                        id={`${id}-${tab.key}`}
                        data-tab={tab.key}
                        aria-selected={tab.key === open?.key}
                        aria-controls={`${id}-content`}
                        tabIndex={tab.key === open?.key ? 0 : -1}
                        onClick={() => onChange(tab.key)}
                    >
                        {tab.label}
                        {tab.count ? <small> {tab.count}</small> : null}
                    </button>
                ))}
            </div>
            <div className="panel-content" role="tabpanel" id={`${id}-content`} aria-labelledby={`${id}-${open?.key}`} tabIndex={0}>
                {open?.content()}
            </div>
        </>
    );
}
