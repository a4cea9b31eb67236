import "@fontsource/be-vietnam-pro/latin-400.css";
import "@fontsource/be-vietnam-pro/latin-500.css";
import "@fontsource/be-vietnam-pro/latin-600.css";
import "@fontsource/be-vietnam-pro/vietnamese-400.css";
import "@fontsource/be-vietnam-pro/vietnamese-500.css";
import "@fontsource/be-vietnam-pro/vietnamese-600.css";
import "./base.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { fitContentPolicy } from "./nonce";

fitContentPolicy();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
