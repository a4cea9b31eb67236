import type { SignInTicket } from "@/api/security";

/** The ticket with which single sign-on sends people here for their second factor: "#ticket=" and JSON. */
export function arrivedTicket(fragment: string): SignInTicket | undefined {
    const text = new URLSearchParams(fragment.replace(/^#/, "")).get("ticket");
    if (!text) return undefined;
    try {
        const ticket = JSON.parse(text) as Partial<SignInTicket> | null;
        return typeof ticket?.ticket === "string" && Array.isArray(ticket.methods) && typeof ticket.expires_at === "string" ? (ticket as SignInTicket) : undefined;
    } catch {
        return undefined;
    }
}
