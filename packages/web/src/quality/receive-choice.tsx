// How much of the others' pictures one receives: all, small ones, or sound only.

import { SegmentedControl, Text } from '@mantine/core'
import { useId } from 'react'
import { texts } from '../texts.ts'
import { type Receiving, receivingModes } from './receiving.ts'

interface Props {
  receiving: Receiving
  mode: (typeof receivingModes)[number]
}

export function ReceiveChoice({ receiving, mode }: Props) {
  const label = useId()
  const words = texts.quality.receive
  return (
    <>
      <Text id={label} size="sm" fw={600} mb={4}>
        {words.title}
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        fullWidth
        size="xs"
        mb={20}
        radius="md"
        value={mode}
        data={receivingModes.map((value) => ({ value, label: words[value] }))}
        onChange={(value) => {
          const chosen = receivingModes.find((each) => each === value)
          if (chosen) receiving.set(chosen)
        }}
      />
    </>
  )
}
