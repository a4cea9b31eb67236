import type { ComponentType } from "react";
import { domainHues } from "@/app/tokens";
import {
    IconAnchor,
    IconAntenna,
    IconBolt,
    IconBridge,
    IconBuilding,
    IconBulb,
    IconDrainage,
    IconDroplet,
    IconMap,
    IconMountain,
    IconPlane,
    IconRipple,
    IconRoad,
    IconTrain,
    IconTrash,
    IconTree,
    IconWind,
} from "@/app/icons";
import { useIsDark } from "@/app/theme";

const icons: Record<string, ComponentType<{ size?: number | string; stroke?: number | string; color?: string }>> = {
    road: IconRoad,
    bridge: IconBridge,
    rail: IconTrain,
    waterway: IconRipple,
    port: IconAnchor,
    airport: IconPlane,
    water: IconDroplet,
    drainage: IconDrainage,
    power: IconBolt,
    lighting: IconBulb,
    telecom: IconAntenna,
    waste: IconTrash,
    green: IconTree,
    environment: IconWind,
    mineral: IconMountain,
    administrative: IconMap,
};

/** The one icon and hue of a domain, the same everywhere. */
export function DomainIcon({ domain, size = 18 }: { domain: string; size?: number }) {
    const isDark = useIsDark();
    const Icon = icons[domain] ?? IconBuilding;
    return <Icon size={size} stroke={1.75} color={domainHues[domain]?.[isDark ? 1 : 0] ?? "currentColor"} />;
}
