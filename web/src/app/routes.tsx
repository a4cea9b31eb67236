import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { RouteProblem } from "./RouteProblem";
import { Shell } from "./Shell";

/** Each page is a chunk of its own, fetched when it is first opened. */
const page = (path: string, load: () => Promise<{ default: ComponentType }>): RouteObject => ({
    path,
    lazy: async () => ({ Component: (await load()).default }),
    ErrorBoundary: RouteProblem,
});

export const createRouter = () =>
    createBrowserRouter([
        page("/sign-in", () => import("@/security/SignInPage")),
        {
            path: "/",
            Component: Shell,
            ErrorBoundary: RouteProblem,
            HydrateFallback: () => null,
            children: [
                page("", () => import("@/operations/OperationsPage")),
                page("assets", () => import("@/registry/AssetsPage")),
                page("assets/new", () => import("@/registry/AssetCreatePage")),
                page("assets/:id", () => import("@/registry/AssetPage")),
                page("assets/:id/edit", () => import("@/registry/AssetEditPage")),
                page("sensors", () => import("@/telemetry/SensorsPage")),
                page("rules", () => import("@/alarms/RulesPage")),
                page("work-orders", () => import("@/maintenance/WorkOrdersPage")),
                page("work-orders/new", () => import("@/maintenance/WorkCreatePage")),
                page("work-orders/:id", () => import("@/maintenance/WorkOrderPage")),
                page("users", () => import("@/security/UsersPage")),
                page("*", () => import("./NotFoundPage")),
            ],
        },
    ]);
