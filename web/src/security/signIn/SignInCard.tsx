import type { ReactNode } from "react";
import { setLanguage, useLanguage } from "@/i18n";
import "./sign-in.css";

/** The plain ground of everything before the application: one card, one act. */
export function SignInCard({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
    const language = useLanguage();
    const other = language === "vi" ? "en" : "vi";
    return (
        <main className="sign-in">
            <section className={wide ? "sign-in-card sign-in-wide" : "sign-in-card"}>{children}</section>
            <button type="button" className="sign-in-language" lang={other} onClick={() => setLanguage(other)}>
                {other === "en" ? "English" : "Tiếng Việt"}
            </button>
        </main>
    );
}
