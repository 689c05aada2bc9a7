import { Monitor, Moon, Sun } from "lucide-react";

/** The themes to choose from; the values are those of next-themes. */
export const THEMES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
];
