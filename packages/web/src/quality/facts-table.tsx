// Names and values beside each other: of one track, or of the way to the server.

import classes from './tables.module.css'

export interface Fact {
  readonly name: string
  readonly value: string
  /** Under the value. */
  readonly hint?: string
}

export function FactsTable({ label, facts }: { label: string; facts: readonly Fact[] }) {
  return (
    <table className={classes['facts']} aria-label={label}>
      <tbody>
        {facts.map(({ name, value, hint }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {value}
              {hint !== undefined && <span className={classes['hint']}>{hint}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
