import { NavLink } from "react-router";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { PageTabs } from "@/ui/PageTabs";
import { ingestTexts } from "./ingest/texts";

/** From what is measured to how it arrives. */
export function TelemetryTabs() {
    const t = useTexts(ingestTexts).tabs;
    const mayWrite = useMay("sensor.write");
    return (
        <PageTabs>
            <NavLink to="/sensors" end>
                {t.streams}
            </NavLink>
            <NavLink to="/devices">{t.devices}</NavLink>
            <NavLink to="/ingest" end>
                {t.health}
            </NavLink>
            {mayWrite && <NavLink to="/ingest/mappings">{t.mappings}</NavLink>}
            {mayWrite && <NavLink to="/ingest/retention">{t.retention}</NavLink>}
        </PageTabs>
    );
}
