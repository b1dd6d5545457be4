// The preview of somebody who has just left: nothing records, until they want to see themselves again.

import { Button } from '@mantine/core'
import { texts } from '../texts.ts'
import classes from './preview.module.css'

export function RestingPreview({ onWake }: { onWake(): void }) {
  return (
    <section className={classes['preview']} aria-label={texts.devices.preview}>
      <div className={classes['picture']}>
        <div className={classes['resting']}>
          {texts.devices.resting}
          <Button variant="white" color="dark" size="compact-md" onClick={onWake}>
            {texts.devices.wake}
          </Button>
        </div>
      </div>
    </section>
  )
}
