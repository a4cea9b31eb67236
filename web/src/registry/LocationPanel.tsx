import { Link } from "react-router";
import type { Asset } from "@/api/types";
import { IconMap } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { registryTexts } from "./texts";

export function LocationPanel({ asset }: { asset: Asset }) {
    const t = useTexts(registryTexts);
    const format = useFormat();
    return (
        <Section
            title={t.location}
            extra={
                <Link to={`/?asset=${asset.id}`}>
                    <IconMap size={16} aria-hidden /> {t.openOnMap}
                </Link>
            }
        >
            {asset.geometry ? (
                <small className="muted">
                    {format.number(asset.lon, 6)}; {format.number(asset.lat, 6)}
                </small>
            ) : (
                <p className="nothing">{t.noLocation}</p>
            )}
        </Section>
    );
}
