// Files that are dragged over the room and dropped anywhere in it are put into the chat.

import { IconUpload } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { texts } from '../texts.ts'
import classes from './drop-zone.module.css'

export function DropZone({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const [over, setOver] = useState(false)
  const take = useEffectEvent((files: readonly File[]) => {
    if (files.length > 0) onFiles(files)
  })
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    // Each element under the pointer is entered before the last one is left.
    let depth = 0
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', heard: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (event.dataTransfer?.types.includes('Files')) heard(event)
        },
        { signal },
      )
    listen('dragenter', (event) => {
      event.preventDefault()
      depth += 1
      setOver(true)
    })
    listen('dragover', (event) => event.preventDefault())
    listen('dragleave', () => {
      depth -= 1
      if (depth <= 0) setOver(false)
    })
    listen('drop', (event) => {
      event.preventDefault()
      depth = 0
      setOver(false)
      take([...(event.dataTransfer?.files ?? [])])
    })
    return () => ending.abort()
  }, [])
  if (!over) return null
  return (
    <div className={classes['zone']}>
      <p className={classes['words']}>
        <IconUpload size={32} stroke={1.6} />
        {texts.chat.dropHere}
      </p>
    </div>
  )
}
