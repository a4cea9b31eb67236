/** The nonce of this page: the content policy lets only style elements that carry it work. Nothing in development. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

/**
 * Gives the nonce to the style elements that scripts create. antd passes its own on (ConfigProvider), but its helpers
 * that lock the scrolling behind a dialog and measure the scroll bar do not ask for one.
 */
export function giveNonceToStyles(): void {
    if (!nonce) return;
    const create = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
        const element = create(name, options);
        if (element instanceof HTMLStyleElement) element.nonce = nonce;
        return element;
    }) as typeof document.createElement;
}
