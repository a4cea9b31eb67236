import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import type { SearchHit } from "@/api/types";
import { useTexts } from "@/i18n";
import { useDebounced } from "@/ui/useDebounced";
import { IconArrowRight, IconBuilding, IconLayers, IconMap, IconMapPin, IconSearch } from "./icons";
import { adminFor, places } from "./navigation";
import { useSession } from "./session";
import { shellTexts } from "./texts";

interface Choice {
    key: string;
    kind: SearchHit["kind"] | "place";
    label: string;
    sub?: string | undefined;
    to: string;
}

const kindIcons = { asset: IconBuilding, ward: IconMap, class: IconLayers, coordinates: IconMapPin, place: IconArrowRight };
const SEARCH_LIMIT = 12;

function target(hit: SearchHit): string {
    if (hit.kind === "asset") return `/?asset=${hit.id}`;
    if (hit.kind === "class") return `/assets?class=${hit.id}`;
    if (hit.lon != null && hit.lat != null) return `/?at=${hit.lon.toFixed(6)},${hit.lat.toFixed(6)}${hit.kind === "ward" ? ",13.5" : ",16"}`;
    return `/assets?ward=${hit.id}`;
}

/** One search for everything: pages at once, assets, wards, classes and coordinates from the server. */
export function CommandSearch({ open, onClose }: { open: boolean; onClose: () => void }) {
    const t = useTexts(shellTexts);
    const navigate = useNavigate();
    const permissions = useSession().data?.permissions ?? [];
    const [text, setText] = useState("");
    const [active, setActive] = useState(0);
    const listId = useId();
    const list = useRef<HTMLUListElement>(null);
    const q = useDebounced(text.trim(), 120);
    const found = useQuery({
        queryKey: ["search", q],
        queryFn: ({ signal }) => api.get<{ items: SearchHit[] }>("/api/v1/search", { query: { q, limit: SEARCH_LIMIT }, signal }),
        enabled: open && q.length > 1,
        placeholderData: (previous) => previous,
    });

    const wanted = text.trim().toLowerCase();
    const pages: Choice[] = [
        ...places.filter((place) => permissions.includes(place.permission)).map(({ path, label }) => ({ path, label: t.places[label] })),
        ...adminFor(permissions).flatMap((group) => group.places.map(({ path, label }) => ({ path, label: t.admin[label] }))),
        ...(permissions.includes("asset.read") ? [{ path: "/codes", label: t.codes }, { path: "/quality", label: t.quality }] : []),
        { path: "/account", label: t.myAccount },
    ]
        .filter((place) => place.label.toLowerCase().includes(wanted))
        .map(({ path, label }) => ({ key: path, kind: "place", label, to: path }));
    const hits: Choice[] = (q.length > 1 ? (found.data?.items ?? []) : []).map((hit) => ({
        key: `${hit.kind}-${hit.id}`,
        kind: hit.kind,
        label: hit.label,
        sub: hit.sub,
        to: target(hit),
    }));
    const choices = [...hits, ...pages];

    useEffect(() => setActive(0), [text]);
    useEffect(() => {
        list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }, [active]);

    const choose = (choice: Choice | undefined): void => {
        if (!choice) return;
        onClose();
        setText("");
        void navigate(choice.to);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step !== 0 && choices.length > 0) {
            event.preventDefault();
            setActive((active + step + choices.length) % choices.length);
        }
        if (event.key === "Enter") choose(choices[active]);
    };

    return (
        <Modal open={open} onCancel={onClose} footer={null} closable={false} width={600} destroyOnHidden className="command" style={{ top: 72 }} title={t.search} styles={{ header: { display: "none" } }}>
            <div className="command-field">
                <IconSearch size={20} stroke={1.75} />
                <input
                    autoFocus
                    value={text}
                    maxLength={200}
                    placeholder={t.search}
                    aria-label={t.search}
                    role="combobox"
                    aria-expanded={choices.length > 0}
                    aria-controls={listId}
                    aria-activedescendant={choices.length > 0 ? `${listId}-${active}` : undefined}
                    onChange={(event) => setText(event.target.value)}
                    onKeyDown={onKeyDown}
                />
            </div>
            <ul className="command-list" role="listbox" id={listId} ref={list} aria-label={t.search}>
                {choices.map((choice, index) => {
                    const Icon = kindIcons[choice.kind];
                    return (
                        <li
                            key={choice.key}
                            id={`${listId}-${index}`}
                            role="option"
                            aria-selected={index === active}
                            onMouseMove={() => setActive(index)}
                            onClick={() => choose(choice)}
                        >
                            <Icon size={18} stroke={1.75} />
                            <span className="command-label">
                                {choice.label}
                                {choice.sub && <small>{choice.sub}</small>}
                            </span>
                            <small>{t.kind[choice.kind]}</small>
                        </li>
                    );
                })}
            </ul>
            {choices.length === 0 && !found.isFetching && <p className="command-note">{t.searchNothing(text)}</p>}
            <p className="command-note">{t.searchHint}</p>
        </Modal>
    );
}
