// Over the tile of a person: the raised hand with its number, and reactions that rise and pass.

import { VisuallyHidden } from '@mantine/core'
import { texts } from '../texts.ts'
import classes from './person-signs.module.css'
import { useSign } from './use-signs.ts'

/** @param participant id of whoever the tile shows */
export function PersonSigns({ participant }: { participant: string }) {
  const { hand, reactions } = useSign(participant)
  return (
    <>
      {hand !== undefined && (
        <p className={classes['hand']}>
          <span aria-hidden="true">✋ {hand}</span>
          <VisuallyHidden>{texts.people.hand(hand)}</VisuallyHidden>
        </p>
      )}
      {reactions.length > 0 && (
        <div className={classes['reactions']} aria-hidden="true">
          {reactions.map(({ key, reaction, count }) => (
            <span key={key} className={classes['reaction']} data-lane={key % 4}>
              {reaction}
              {count > 1 && <small>{count}</small>}
            </span>
          ))}
        </div>
      )}
    </>
  )
}
