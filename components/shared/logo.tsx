/** The logo, a bird on its perch, with the name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-base tracking-tight">
      <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6 text-accent">
        <path
          fill="currentColor"
          d="M4 5.5c0 5.8 3.6 10 9 10h1.4l5.1-5.3c.9-1 .9-2.3.1-3.2l-.1-.1 1.6-1.4-2.8-.7a3.9 3.9 0 0 0-5.7 1.3l-1 1.8C8.6 8.1 6 7.3 4 5.5Z"
        />
        <path
          d="M3 19.25h18M11.5 15v4M14.5 15v4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      </svg>
      Roost
    </span>
  );
}
