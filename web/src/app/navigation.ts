import type { ComponentType } from "react";
import type { Permission } from "@/api/types";
import { IconBell, IconBook, IconBuilding, IconClipboard, IconGauge, IconMap, IconUsers } from "./icons";
import type { shellTexts } from "./texts";

export interface Place {
    path: string;
    label: keyof (typeof shellTexts)["vi"]["places"];
    icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
    permission: Permission;
}

/** The rail from top to bottom. The phone's bar shows the first four and "more". */
export const places: Place[] = [
    { path: "/", label: "operations", icon: IconMap, permission: "live.read" },
    { path: "/assets", label: "assets", icon: IconBuilding, permission: "asset.read" },
    { path: "/work-orders", label: "work", icon: IconClipboard, permission: "work.read" },
    { path: "/sensors", label: "sensors", icon: IconGauge, permission: "telemetry.read" },
    { path: "/alarms", label: "alarms", icon: IconBell, permission: "alarm.read" },
    { path: "/catalogue", label: "catalogue", icon: IconBook, permission: "catalogue.read" },
    { path: "/users", label: "users", icon: IconUsers, permission: "user.read" },
];

export const PHONE_PLACES = 4;
