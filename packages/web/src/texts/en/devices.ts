// Camera, microphone and speaker.

export const devices = {
  preview: 'Your picture, as others will see it',
  level: 'Microphone level',
  camera: 'Camera',
  microphone: 'Microphone',
  cameraOff: 'Your camera is off',
  resting: 'Your camera and microphone are off.',
  wake: 'Show preview',
  starting: 'Starting your camera…',
  mute: 'Mute microphone',
  unmute: 'Unmute microphone',
  cameraTurnOff: 'Turn camera off',
  cameraTurnOn: 'Turn camera on',
  unnamed: (kind: 'camera' | 'microphone', number: number) =>
    kind === 'camera' ? `Camera ${number}` : `Microphone ${number}`,
  speaker: 'Speaker',
  usualSpeaker: 'Usual speaker',
  unnamedSpeaker: (number: number) => `Speaker ${number}`,
  testSpeaker: 'Test speaker',
  testPlaying: 'Do you hear it?',
  testFailed: 'Your browser plays no sound here.',
  mirror: 'Mirror my picture',
  kind: { camera: 'camera', microphone: 'microphone' },
  retry: 'Try again',
  problem: {
    denied: (what: string) =>
      `Your browser does not let Parley use your ${what}. Click the icon beside the address, allow it, then try again.`,
    missing: (what: string) => `No ${what} was found. Plug one in, then try again.`,
    busy: (what: string) => `Another program is using your ${what}. Close that program, then try again.`,
    lost: (what: string) => `Your ${what} was unplugged. Plug it in again, or choose another one.`,
    insecure: (what: string) => `Browsers give a ${what} only to pages with https. Tell whoever runs this server.`,
    unknown: (what: string) => `Your ${what} could not be started.`,
  },
  without: 'You can also join without.',
  both: 'camera and microphone',
  either: 'camera or microphone',
}
