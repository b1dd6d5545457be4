// Oneself, small, in a corner of the stage: dragged to another one, or moved there with the arrow keys.

import { type KeyboardEvent, type PointerEvent, useContext, useRef } from 'react'
import { texts } from '../texts.ts'
import classes from './floating-self.module.css'
import type { Size } from './grid-layout.ts'
import { type Corner, cornerBeside, nearestCorner, type OwnPlace } from './own-place.ts'
import { StageActionsContext } from './stage-choices.ts'
import type { StageItem } from './stage-item.ts'
import { Tile } from './tile.tsx'

interface Props {
  item: StageItem
  corner: Corner
  /** It floats over the grid, or over what is large; never over the strip. */
  space: Size
  stage: Size
  own: OwnPlace
  speaking: readonly string[]
  ownPicture: MediaStreamTrack | undefined
  ownSilent: boolean
}

export function FloatingSelf({ item, corner, space, stage, own, speaking, ownPicture, ownSilent }: Props) {
  const { moveOwn } = useContext(StageActionsContext)
  const frame = useRef<HTMLDivElement>(null)
  const from = useRef<{ x: number; y: number }>(undefined)
  const upright = stage.height > stage.width
  const style = {
    touchAction: 'none',
    '--right': `${stage.width - space.width}px`,
    '--bottom': `${stage.height - space.height}px`,
  }
  const size = upright ? { width: 104, height: 138 } : { width: 208, height: 117 }

  const begin = (event: PointerEvent<HTMLDivElement>) => {
    // A press on one of its buttons is no drag.
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return
    from.current = { x: event.clientX, y: event.clientY }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const drag = ({ clientX, clientY }: PointerEvent) => {
    if (!from.current || !frame.current) return
    frame.current.style.translate = `${clientX - from.current.x}px ${clientY - from.current.y}px`
  }
  const drop = () => {
    const { current } = frame
    if (!from.current || !current) return
    from.current = undefined
    const [box, around] = [current.getBoundingClientRect(), current.parentElement?.getBoundingClientRect()]
    current.style.translate = ''
    if (!around) return
    const center = { x: box.x + box.width / 2 - around.x, y: box.y + box.height / 2 - around.y }
    moveOwn(nearestCorner(center, space))
  }
  const press = (event: KeyboardEvent) => {
    const next = event.target === event.currentTarget ? cornerBeside(corner, event.key) : undefined
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    moveOwn(next)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of one picture, which arrow keys move
    <div
      ref={frame}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move it
      tabIndex={0}
      aria-label={texts.stage.floating}
      className={classes['floating']}
      data-corner={corner}
      style={style}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={press}
    >
      <Tile
        itemKey={item.key}
        name={item.person.name}
        isSelf
        picture={ownPicture}
        silent={ownSilent}
        reconnecting={false}
        speaking={speaking.includes(item.key)}
        pinned={false}
        own={own}
        size={size}
      />
    </div>
  )
}
