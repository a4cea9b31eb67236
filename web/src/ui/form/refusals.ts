import { ApiError } from "@/api/client";

/** Messages of the server by JSON pointer ("/attributes/length_m"), "" for what concerns the whole form. */
export type Refusals = Record<string, string>;

/** Where a refusal is to be shown: the longest known pointer that holds the one refused, else the whole form. */
export function refusalsOf(error: unknown, known: (pointer: string) => boolean): Refusals {
    if (!(error instanceof ApiError)) return {};
    const message = error.title;
    let pointer = error.where ?? "";
    if (pointer && !pointer.startsWith("/")) pointer = `/${pointer}`;
    while (pointer && !known(pointer)) pointer = pointer.slice(0, pointer.lastIndexOf("/"));
    return { [pointer]: message };
}

/** Brings the first refused field into view and puts the cursor there. */
export function showFirstRefusal(form: HTMLElement | null): void {
    const field = form?.querySelector<HTMLElement>("[data-refused]");
    field?.scrollIntoView({ block: "center", behavior: "smooth" });
    field?.querySelector<HTMLElement>("input, textarea, [tabindex], button")?.focus({ preventScroll: true });
}
