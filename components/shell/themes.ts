import { Monitor, Moon, Sun } from "lucide-react";

/** What a reader can choose between; the value is next-themes' own. */
export const THEMES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
];
