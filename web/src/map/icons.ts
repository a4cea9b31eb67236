import { __iconNode as anchor } from "@tabler/icons-react/dist/esm/icons/IconAnchor.mjs";
import { __iconNode as antenna } from "@tabler/icons-react/dist/esm/icons/IconAntenna.mjs";
import { __iconNode as bolt } from "@tabler/icons-react/dist/esm/icons/IconBolt.mjs";
import { __iconNode as bridge } from "@tabler/icons-react/dist/esm/icons/IconBuildingBridge2.mjs";
import { __iconNode as bulb } from "@tabler/icons-react/dist/esm/icons/IconBulb.mjs";
import { __iconNode as rain } from "@tabler/icons-react/dist/esm/icons/IconCloudRain.mjs";
import { __iconNode as droplet } from "@tabler/icons-react/dist/esm/icons/IconDroplet.mjs";
import { __iconNode as map } from "@tabler/icons-react/dist/esm/icons/IconMap2.mjs";
import { __iconNode as mountain } from "@tabler/icons-react/dist/esm/icons/IconMountain.mjs";
import { __iconNode as plane } from "@tabler/icons-react/dist/esm/icons/IconPlane.mjs";
import { __iconNode as ripple } from "@tabler/icons-react/dist/esm/icons/IconRipple.mjs";
import { __iconNode as road } from "@tabler/icons-react/dist/esm/icons/IconRoad.mjs";
import { __iconNode as train } from "@tabler/icons-react/dist/esm/icons/IconTrain.mjs";
import { __iconNode as trash } from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { __iconNode as trees } from "@tabler/icons-react/dist/esm/icons/IconTrees.mjs";
import { __iconNode as wind } from "@tabler/icons-react/dist/esm/icons/IconWind.mjs";

type IconNode = readonly (readonly [string, Readonly<Record<string, string>>])[];

const nodes: Record<string, IconNode> = {
    road, bridge, rail: train, waterway: ripple, port: anchor, airport: plane, water: droplet, drainage: rain, power: bolt, lighting: bulb,
    telecom: antenna, waste: trash, green: trees, environment: wind, mineral: mountain, administrative: map,
};

/** Outlines on a 24 × 24 field of the same icon that the interface shows for the domain. */
export const domainPaths = (domain: string): string[] =>
    (nodes[domain] ?? map).flatMap(([tag, attributes]) => (tag === "path" && attributes["d"] ? [attributes["d"]] : []));
