import Link from "next/link";
import { type SettingsTab, settingsPath, settingsTabs } from "#lib/contract/page-paths.ts";

/** The tabs of the settings, each a link with its own URL. */
export function SettingsTabs(props: { current: SettingsTab; hasNetBird: boolean }) {
  const { current, hasNetBird } = props;
  return (
    <nav aria-label="Settings" className="mb-6 border-b">
      <ul className="flex justify-between gap-x-2 sm:justify-start sm:gap-x-5">
        {settingsTabs(hasNetBird).map(({ tab, label }) => (
          <li key={tab}>
            <Link
              href={settingsPath(tab)}
              prefetch={false}
              data-testid={`settings-tab-${tab}`}
              aria-current={tab === current ? "page" : undefined}
              className="-mb-px flex h-9 items-center border-transparent border-b-2 font-medium text-quiet max-sm:text-xs hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
