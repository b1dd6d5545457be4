// The text of a message: links to follow, persons by name, code as code.

import type { Link, Mention } from '@parley/client'
import { memo } from 'react'
import classes from './message.module.css'
import { splitText, type TextPart } from './split-text.ts'

interface Props {
  text: string
  links?: readonly Link[] | undefined
  mentions?: readonly Mention[] | undefined
  ownPerson: string
}

export const MessageText = memo(function MessageText({ text, links, mentions, ownPerson }: Props) {
  return splitText(text, links, mentions).map((part) => <Part key={part.at} part={part} ownPerson={ownPerson} />)
})

function Part({ part: { kind, text, url, person }, ownPerson }: { part: TextPart; ownPerson: string }) {
  switch (kind) {
    case 'link':
      return (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      )
    case 'mention':
      return (
        <span className={classes['mention']} data-own={person === ownPerson || undefined}>
          {text}
        </span>
      )
    case 'code':
      return <code>{text}</code>
    case 'block':
      return <code className={classes['block']}>{text}</code>
    default:
      return text
  }
}
