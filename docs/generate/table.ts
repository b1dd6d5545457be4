// Tables and code in Markdown, as Biome formats them.

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => [...(row[column] ?? '')].length)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width)).join(' | ')} |`
  const rule = widths.map((width) => '-'.repeat(width))
  const [first = [], ...others] = cells
  return [first, rule, ...others].map(line).join('\n')
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - [...cell].length)
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}
