import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Where `npm run dev` finds the server.
const server = process.env["HATANG_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
    plugins: [react()],
    resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
    server: {
        proxy: {
            "/api": { target: server, ws: true },
            "/tiles": server,
            "/ogc": server,
        },
    },
    build: {
        target: "es2022",
        // Fonts stay files: the content policy of the server allows no data: fonts.
        assetsInlineLimit: 0,
        // The map library is one piece of 1.1 MB that only the start page loads.
        chunkSizeWarningLimit: 1300,
        rollupOptions: {
            output: {
                manualChunks: (id) => {
                    if (id.includes("node_modules/maplibre-gl")) return "maplibre";
                    if (/node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\//.test(id)) return "react";
                    return undefined;
                },
            },
        },
    },
    worker: { format: "es" },
    test: { include: ["src/**/*.test.ts"], environment: "node" },
});
