import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { api } from "@/api/client";
import type { SearchHit } from "@/api/types";
import { IconBuilding, IconLayers, IconMap, IconMapPin, IconSearch, IconX } from "@/app/icons";
import { useShortcut } from "@/app/useShortcut";
import { useTexts } from "@/i18n";
import { useDebounced } from "@/ui/useDebounced";
import { mappingTexts } from "./texts";

const SEARCH_LIMIT = 10;
const icons = { asset: IconBuilding, ward: IconMap, class: IconLayers, coordinates: IconMapPin };

/** Finds works, streets, wards and coordinates, and brings the map there. */
export function SearchField({ onHit }: { onHit: (hit: SearchHit) => void }) {
    const t = useTexts(mappingTexts);
    const [text, setText] = useState("");
    const [open, setOpen] = useState(false);
    const [active, setActive] = useState(0);
    const field = useRef<HTMLInputElement>(null);
    const listId = useId();
    const q = useDebounced(text.trim(), 120);
    const found = useQuery({
        queryKey: ["search", "map", q],
        queryFn: ({ signal }) => api.get<{ items: SearchHit[] }>("/api/v1/search", { query: { q, limit: SEARCH_LIMIT }, signal }),
        enabled: q.length > 1,
        placeholderData: (previous) => previous,
    });
    const hits = q.length > 1 ? (found.data?.items ?? []).filter(({ kind }) => kind !== "class") : [];
    useEffect(() => setActive(0), [q]);
    useShortcut("/", () => field.current?.focus());

    const choose = (hit: SearchHit | undefined): void => {
        if (!hit) return;
        setOpen(false);
        setText(hit.label);
        field.current?.blur();
        onHit(hit);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step !== 0 && hits.length > 0) {
            event.preventDefault();
            setActive((active + step + hits.length) % hits.length);
        } else if (event.key === "Enter") choose(hits[active]);
        else if (event.key === "Escape") setOpen(false);
    };
    const listed = open && text.trim().length > 1;
    return (
        <div className="desk-search" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
            <div className="desk-search-field">
                <IconSearch size={18} stroke={1.75} aria-hidden />
                <input
                    ref={field}
                    value={text}
                    maxLength={200}
                    placeholder={t.search}
                    aria-label={t.search}
                    role="combobox"
                    aria-expanded={listed && hits.length > 0}
                    aria-controls={listId}
                    aria-activedescendant={listed && hits.length > 0 ? `${listId}-${active}` : undefined}
                    onFocus={() => setOpen(true)}
                    onChange={(event) => {
                        setText(event.target.value);
                        setOpen(true);
                    }}
                    onKeyDown={onKeyDown}
                />
                {text && (
                    <button type="button" aria-label={t.closePanel} onClick={() => setText("")}>
                        <IconX size={16} />
                    </button>
                )}
            </div>
            {listed && (
                <div className="desk-search-list">
                    <ul role="listbox" id={listId} aria-label={t.search}>
                        {hits.map((hit, index) => {
                            const Icon = icons[hit.kind];
                            return (
                                <li
                                    key={`${hit.kind}-${hit.id}`}
                                    id={`${listId}-${index}`}
                                    role="option"
                                    aria-selected={index === active}
                                    onMouseMove={() => setActive(index)}
                                    onMouseDown={(event) => event.preventDefault()}
                                    onClick={() => choose(hit)}
                                >
                                    <Icon size={18} stroke={1.75} />
                                    <span>
                                        {hit.label}
                                        {hit.sub && <small>{hit.sub}</small>}
                                    </span>
                                    <small>{t.kind[hit.kind]}</small>
                                </li>
                            );
                        })}
                    </ul>
                    {hits.length === 0 && !found.isFetching && <p>{t.searchNothing(text)}</p>}
                    <p>{t.searchHint}</p>
                </div>
            )}
        </div>
    );
}
