import { Button } from "antd";
import { useEffect, useState } from "react";
import type { Basemap, SearchHit } from "@/api/types";
import { IconLayers, IconX } from "@/app/icons";
import { useIsPhone } from "@/app/theme";
import { useTexts } from "@/i18n";
import { LayerTree } from "./LayerTree";
import type { MapLink } from "./link";
import { SearchField } from "./SearchField";
import { mappingTexts } from "./texts";
import type { ChangeLink } from "./useMapLink";

interface Props {
    link: MapLink;
    basemaps: readonly Basemap[];
    onHit: (hit: SearchHit) => void;
    onChange: ChangeLink;
}

/** The left side: the search and the layers, which close where the window is small. */
export function FindSide({ link, basemaps, onHit, onChange }: Props) {
    const t = useTexts(mappingTexts);
    const isPhone = useIsPhone();
    const [open, setOpen] = useState(!isPhone);
    useEffect(() => setOpen(!isPhone), [isPhone]);
    return (
        <div className="desk-left">
            <SearchField onHit={onHit} />
            {open ? (
                <section className="desk-layers" aria-label={t.layers}>
                    <header>
                        <h2>{t.layers}</h2>
                        <Button type="text" size="small" aria-label={t.hideLayers} icon={<IconX size={16} />} onClick={() => setOpen(false)} />
                    </header>
                    <LayerTree hidden={link.hidden} basemaps={basemaps} basemap={link.basemap} onHidden={(hidden) => onChange({ hidden })} onBasemap={(basemap) => onChange({ basemap })} />
                </section>
            ) : (
                <Button className="desk-float" icon={<IconLayers size={18} stroke={1.75} />} onClick={() => setOpen(true)}>
                    {t.layers}
                </Button>
            )}
        </div>
    );
}
