declare module "@tabler/icons-react/dist/esm/icons/*.mjs" {
    const icon: import("@tabler/icons-react").TablerIcon;
    export default icon;
    /** The elements of the drawing, for those who draw it without React. */
    export const __iconNode: readonly (readonly [string, Readonly<Record<string, string>>])[];
}
