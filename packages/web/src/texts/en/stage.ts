// How one looks at the people of a room, and what the menu beside the controls holds.

export const stage = {
  more: 'More',
  noChoice: 'There is nothing to choose: this machine has one camera and one microphone at most.',
}
