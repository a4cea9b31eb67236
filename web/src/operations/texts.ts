import { defineTexts } from "@/i18n";
import { en } from "./en";
import { vi } from "./vi";

export const operationsTexts = defineTexts(vi, en);
