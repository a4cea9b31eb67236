import type { ComponentType } from "react";
import type { Permission } from "@/api/types";
import {
    IconBell,
    IconBook,
    IconBuilding,
    IconCertificate,
    IconClipboard,
    IconDesk,
    IconFileAlert,
    IconGauge,
    IconHistory,
    IconIdBadge,
    IconMap,
    IconRobot,
    IconSettings,
    IconShield,
    IconSitemap,
    IconTransfer,
    IconUserCheck,
    IconUsers,
} from "./icons";
import type { shellTexts } from "./texts";

type Icon = ComponentType<{ size?: number | string; stroke?: number | string }>;

export interface Place {
    path: string;
    label: keyof (typeof shellTexts)["vi"]["places"];
    icon: Icon;
    permission: Permission;
    /** Pages beside it that belong to it. */
    also?: string[];
}

/** The rail from top to bottom; administration stands last. The phone's bar shows the first four and "more". */
export const places: Place[] = [
    { path: "/", label: "operations", icon: IconDesk, permission: "live.read" },
    { path: "/map", label: "map", icon: IconMap, permission: "asset.read" },
    { path: "/assets", label: "assets", icon: IconBuilding, permission: "asset.read", also: ["/codes", "/quality", "/imports", "/exports"] },
    { path: "/work-orders", label: "work", icon: IconClipboard, permission: "work.read" },
    { path: "/sensors", label: "sensors", icon: IconGauge, permission: "telemetry.read", also: ["/devices", "/ingest"] },
    { path: "/alarms", label: "alarms", icon: IconBell, permission: "alarm.read" },
    { path: "/catalogue", label: "catalogue", icon: IconBook, permission: "catalogue.read" },
];

export const PHONE_PLACES = 4;

export interface AdminPlace {
    path: string;
    label: keyof (typeof shellTexts)["vi"]["admin"];
    icon: Icon;
    /** Any of these opens it. */
    permissions: Permission[];
}
export interface AdminGroup {
    label: keyof (typeof shellTexts)["vi"]["adminGroups"];
    places: AdminPlace[];
}

export const adminGroups: AdminGroup[] = [
    {
        label: "people",
        places: [
            { path: "/users", label: "users", icon: IconUsers, permissions: ["user.read"] },
            { path: "/organisations", label: "organisations", icon: IconSitemap, permissions: ["user.read"] },
            { path: "/roles", label: "roles", icon: IconIdBadge, permissions: ["user.read"] },
            { path: "/delegations", label: "delegations", icon: IconTransfer, permissions: ["user.read"] },
            { path: "/credentials", label: "credentials", icon: IconRobot, permissions: ["credential.write"] },
            { path: "/approvals", label: "approvals", icon: IconUserCheck, permissions: ["approval.decide", "user.write", "grant.write"] },
        ],
    },
    {
        label: "watch",
        places: [
            { path: "/security", label: "security", icon: IconShield, permissions: ["security.read"] },
            { path: "/audit", label: "audit", icon: IconHistory, permissions: ["audit.read"] },
            { path: "/rights-review", label: "review", icon: IconCertificate, permissions: ["security.read"] },
            { path: "/policy", label: "policy", icon: IconSettings, permissions: ["security.read", "policy.write"] },
        ],
    },
    {
        label: "privacy",
        places: [{ path: "/privacy", label: "privacy", icon: IconFileAlert, permissions: ["privacy.read", "privacy.write"] }],
    },
];

/** What of administration these permissions open. */
export const adminFor = (permissions: readonly string[]): AdminGroup[] =>
    adminGroups
        .map((group) => ({ ...group, places: group.places.filter((place) => place.permissions.some((each) => permissions.includes(each))) }))
        .filter((group) => group.places.length > 0);

export interface OpenPlace {
    to: string;
    label: Place["label"];
    icon: Icon;
    /** Every address that belongs to it. */
    paths: string[];
}

/** The places that these permissions open, in the order of the rail. */
export function placesFor(permissions: readonly string[]): OpenPlace[] {
    const open: OpenPlace[] = places
        .filter((place) => permissions.includes(place.permission))
        .map(({ path, label, icon, also = [] }) => ({ to: path, label, icon, paths: [path, ...also] }));
    const paths = adminFor(permissions).flatMap((group) => group.places.map((place) => place.path));
    if (paths[0]) open.push({ to: paths[0], label: "admin", icon: IconUsers, paths });
    return open;
}

export const isAt = (place: OpenPlace, pathname: string): boolean =>
    place.paths.some((path) => pathname === path || (path !== "/" && pathname.startsWith(`${path}/`)));
