import { Link } from "react-router";
import type { Asset } from "@/api/types";
import { IconMap } from "@/app/icons";
import { useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { registryTexts } from "./texts";

export function LocationPanel({ asset }: { asset: Asset }) {
    const t = useTexts(registryTexts);
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
                <>
                    <ShapeMapView shape={asset.geometry} label={`${t.location}: ${asset.name}`} />
                    <small className="muted">
                        {asset.lat?.toFixed(6)}, {asset.lon?.toFixed(6)} (WGS 84)
                    </small>
                </>
            ) : (
                <p className="nothing">{t.noLocation}</p>
            )}
        </Section>
    );
}
