/** The nonce of this page: the content policy lets only style elements that carry it work. Nothing in development. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

/**
 * Makes what libraries do fit the content policy, which takes no inline styles.
 *
 * - Style elements get the nonce. antd passes its own on (ConfigProvider), but its helpers that lock the scrolling behind a
 *   dialog and measure the scroll bar do not ask for one.
 * - Style attributes are set through the CSSOM, which the policy allows: the text areas of antd that grow with their text
 *   measure in a hidden one, which would be seen without its style.
 */
export function fitContentPolicy(): void {
    if (!nonce) return;
    const create = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
        const element = create(name, options);
        if (element instanceof HTMLStyleElement) element.nonce = nonce;
        return element;
    }) as typeof document.createElement;

    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (this: Element, name: string, value: string) {
        if (name === "style" && this instanceof HTMLElement) this.style.cssText = value;
        else setAttribute.call(this, name, value);
    };
}
