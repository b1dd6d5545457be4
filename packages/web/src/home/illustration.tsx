// What it will look like, as a drawing: four people who see each other, one of them speaking, and somebody writing.

import classes from './illustration.module.css'

const people = [
  { x: 0, y: 0, wall: '#7fc4b6', hair: '#27403c', skin: '#d9a679', shirt: '#0b7563', long: true },
  { x: 216, y: 0, wall: '#f0c9a4', hair: '#5b3a26', skin: '#8d5a3b', shirt: '#c96f4a', long: false },
  { x: 0, y: 132, wall: '#b7c8e8', hair: '#8f8f97', skin: '#e8bd98', shirt: '#4a6fb0', long: false },
  { x: 216, y: 132, wall: '#d9bde0', hair: '#23202b', skin: '#c08a63', shirt: '#7b4a8c', long: true },
]

export function Illustration() {
  return (
    <svg viewBox="-6 -6 436 300" className={classes['drawing']} aria-hidden="true">
      {people.map(({ x, y, wall, hair, skin, shirt, long }) => (
        // Its own viewport cuts off what does not fit, as a camera does.
        <svg
          key={shirt}
          aria-hidden="true"
          x={x}
          y={y}
          width={204}
          height={120}
          viewBox="0 0 204 120"
          className={classes['tile']}
        >
          <rect width={204} height={120} rx={14} fill={wall} />
          <ellipse cx={102} cy={132} rx={52} ry={46} fill={shirt} />
          {long && <rect x={70} y={44} width={64} height={52} rx={24} fill={hair} />}
          <rect x={92} y={74} width={20} height={24} rx={9} fill={skin} />
          <circle cx={102} cy={58} r={27} fill={skin} />
          <path d="M73 58a29 29 0 0 1 58 0c-8-2-13-9-16-16-9 9-24 15-42 16z" fill={hair} />
          <circle cx={93} cy={61} r={2.6} fill="#1c2325" />
          <circle cx={111} cy={61} r={2.6} fill="#1c2325" />
          <path d="M94 70q8 7 16 0" fill="none" stroke="#1c2325" strokeWidth={2.4} strokeLinecap="round" />
        </svg>
      ))}
      <rect x={-3} y={-3} width={210} height={126} rx={17} className={classes['speaking']} />
      <g className={classes['bubble']}>
        <path d="M284 236h120a16 16 0 0 1 16 16v14a16 16 0 0 1-16 16h-98l-18 12v-12h-4a16 16 0 0 1-16-16v-14a16 16 0 0 1 16-16z" />
        <rect x={286} y={250} width={112} height={7} rx={3.5} />
        <rect x={286} y={263} width={72} height={7} rx={3.5} />
      </g>
    </svg>
  )
}
