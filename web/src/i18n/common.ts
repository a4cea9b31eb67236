import { defineTexts } from "./texts";
import { en } from "./en";
import { vi } from "./vi";

/** Words that every page uses. */
export const common = defineTexts(vi, en);
