import {
    IconAnchor,
    IconAntenna,
    IconBolt,
    IconBridge,
    IconBuilding,
    IconBulb,
    IconDroplet,
    IconMapPin,
    IconMountain,
    IconPlane,
    IconRipple,
    IconRoad,
    IconSewer,
    IconTrain,
    IconTrash,
    IconTree,
    IconWind,
} from "@/app/icons";
import { useIsDark } from "@/app/theme";
import { domainHues } from "@/app/tokens";

const ICONS: Record<string, typeof IconRoad> = {
    road: IconRoad,
    bridge: IconBridge,
    rail: IconTrain,
    waterway: IconRipple,
    port: IconAnchor,
    airport: IconPlane,
    water: IconDroplet,
    drainage: IconSewer,
    power: IconBolt,
    lighting: IconBulb,
    telecom: IconAntenna,
    waste: IconTrash,
    green: IconTree,
    environment: IconWind,
    mineral: IconMountain,
    administrative: IconBuilding,
};

/** The icon of a domain in its hue; says nothing to screen readers, so a name stands beside it. */
export function DomainIcon({ domain, size = 18 }: { domain: string; size?: number }) {
    const Icon = ICONS[domain] ?? IconMapPin;
    const hue = domainHues[domain]?.[useIsDark() ? 1 : 0];
    return <Icon size={size} stroke={1.75} color={hue ?? "currentColor"} aria-hidden style={{ flex: "none" }} />;
}
