// Parley's mark: two speech bubbles that answer each other.

export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path
        fill="var(--mantine-color-sea-7)"
        d="M4 9a6 6 0 0 1 6-6h7a6 6 0 0 1 6 6v3a6 6 0 0 1-6 6h-5.5L6 22.2V17a6 6 0 0 1-2-4.5z"
      />
      <path
        fill="var(--mantine-color-sea-4)"
        d="M26 13.2V12a8 8 0 0 0-.3-2.2 5 5 0 0 1 2.8 4.5v3.9a5 5 0 0 1-2 4v4.6l-4.8-3.6H17a5 5 0 0 1-4.500-2.900H18a8 8 0 0 0 8-7.100z"
      />
    </svg>
  )
}
