// The people of a room: who is here, who waits, hands and reactions, and what moderators do.

import type { Role } from '@parley/client'
import { isolate } from '../../isolate.ts'
import { names } from './names.ts'

const roles: Record<Role, string> = { owner: 'Owner', moderator: 'Moderator', member: 'Member', guest: 'Guest' }
const asRole: Record<Role, string> = {
  owner: 'an owner of this room',
  moderator: 'a moderator of this room',
  member: 'a member of this room',
  guest: 'a guest of this room',
}

export const people = {
  title: 'People',
  /** With how many are in the room. */
  open: (count: number) => `Show people (${count})`,
  close: 'Hide people',
  waitingBadge: (count: number) => (count === 1 ? '1 person is waiting' : `${count} people are waiting`),
  here: (count: number) => `In the room (${count})`,
  search: 'Find somebody',
  nobodyFound: 'Nobody of this name is here.',
  showMore: (count: number) => `Show ${count} more`,
  roles,
  microphoneOn: 'microphone on',
  microphoneOff: 'microphone off',
  cameraOn: 'camera on',
  cameraOff: 'camera off',
  sharing: 'shares the screen',
  mayNotSpeak: 'may not speak',
  actionsFor: (name: string) => `What to do with ${isolate(name)}`,
  actions: {
    mute: 'Mute',
    stopCamera: 'Stop video',
    stopScreen: 'Stop screen sharing',
    letSpeak: 'Let speak',
    silence: 'Take the right to speak',
    lowerHand: 'Lower hand',
    pin: 'Pin',
    unpin: 'Unpin',
    remove: 'Remove from the room',
    ban: 'Ban…',
    toOwner: 'Make owner',
    toModerator: 'Make moderator',
    toMember: 'Make member',
    toGuest: 'Take the role away',
  },
  muteAll: 'Mute all others',
  lowerAllHands: 'Lower all hands',
  mutedAll: 'All others are muted.',
  invite: 'Invite people',
  settings: 'Room settings',
  waiting: {
    title: (count: number) => `Waiting to come in (${count})`,
    one: (name: string) => `${isolate(name)} would like to come in`,
    many: (list: readonly string[]) => `${names(list)} would like to come in`,
    admit: 'Let in',
    deny: 'Send away',
    admitName: (name: string) => `Let ${isolate(name)} in`,
    denyName: (name: string) => `Send ${isolate(name)} away`,
    admitAll: 'Let all in',
    denyAll: 'Send all away',
    see: 'See who',
  },
  react: 'React',
  openReactions: 'React or raise your hand',
  raiseHand: 'Raise hand',
  lowerOwnHand: 'Lower hand',
  handRaised: 'Your hand is raised',
  sendReaction: (what: string) => `React with ${what}`,
  reactionNames: {
    '👍': 'thumbs up',
    '👏': 'applause',
    '❤️': 'a heart',
    '😂': 'laughter',
    '😮': 'surprise',
    '🎉': 'a party',
  } as Readonly<Record<string, string>>,
  reacted: (list: readonly string[], reaction: string) => `${names(list)}: ${reaction}`,
  hand: (order: number) => `hand raised, number ${order}`,
  raised: (list: readonly string[]) =>
    list.length === 1 ? `${names(list)} raised a hand` : `${names(list)} raised hands`,
  moderated: {
    muted: (by: string) => `${isolate(by)} has muted you`,
    camera: (by: string) => `${isolate(by)} has stopped your video`,
    screen: (by: string) => `${isolate(by)} has stopped your screen sharing`,
    letSpeak: (by: string) => `${isolate(by)} lets you speak: you can turn your microphone on`,
    silenced: (by: string) => `${isolate(by)} has taken the right to speak from you`,
    handLowered: (by: string) => `${isolate(by)} has lowered your hand`,
    role: (by: string, role: Role) =>
      role === 'guest' ? `${isolate(by)} has taken your role away` : `${isolate(by)} has made you ${asRole[role]}`,
    removed: (by: string) => `${isolate(by)} has removed you from the room. You can ask to come back.`,
    banned: (by: string, until: string | undefined) =>
      until === undefined
        ? `${isolate(by)} has banned you from this room.`
        : `${isolate(by)} has banned you from this room until ${until}.`,
    reason: (reason: string) => `The reason given: ${isolate(reason)}`,
  },
  listening: 'A moderator says who may speak here. You can listen.',
  ban: {
    title: (name: string) => `Ban ${isolate(name)}`,
    hint: 'They are removed at once and cannot come back as long as the ban holds. A role they have here is taken away.',
    howLong: 'For how long',
    times: { hour: 'One hour', day: 'One day', week: 'One week', forGood: 'Until somebody lifts the ban' },
    address: 'Everybody from the same address too',
    addressHint: 'Keeps out those who come back under another name, and whoever shares their connection.',
    reason: 'Reason',
    reasonHint: 'They can read it, and so can other moderators.',
    confirm: 'Ban',
    cancel: 'Cancel',
  },
  sure: {
    remove: {
      title: (name: string) => `Remove ${isolate(name)} from the room?`,
      hint: 'The call ends for them at once. They may come back; to keep them out, ban them.',
      confirm: 'Remove',
    },
    owner: {
      title: (name: string) => `Make ${isolate(name)} an owner?`,
      hint: 'An owner may do everything here: change the room, delete it, and take your own role away.',
      confirm: 'Make owner',
    },
    cancel: 'Cancel',
  },
  removed: (name: string) => `${isolate(name)} is removed from the room.`,
  madeOwner: (name: string) => `${isolate(name)} is an owner now.`,
  problem: {
    forbidden: 'You may not do this.',
    gone: 'They are not here any more.',
    lastOwner: 'A room keeps at least one owner: make somebody else an owner first.',
    tooFast: 'That was too fast. Wait a moment and try again.',
    offline: 'There is no connection right now. Try again in a moment.',
    unknown: 'That did not work. Try again.',
  },
}
