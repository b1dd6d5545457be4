// Asks the person for camera and microphone: both in one question, and for one alone where the other cannot be had.

import { type Problem, problemOf } from './problem.ts'

export type DeviceKind = 'camera' | 'microphone'
export const deviceKinds = ['camera', 'microphone'] as const satisfies readonly DeviceKind[]
export type DeviceRequest = Partial<Record<DeviceKind, { deviceId: string }>>

interface DeviceAnswer {
  readonly track: MediaStreamTrack | null
  readonly problem: Problem | null
}

/** Never throws: what could not be had comes back with its problem. */
export async function askDevices(
  mediaDevices: MediaDevices | undefined,
  request: DeviceRequest,
): Promise<Partial<Record<DeviceKind, DeviceAnswer>>> {
  if (!mediaDevices) return answerAll(request, 'insecure')
  try {
    const stream = await mediaDevices.getUserMedia(constraintsFor(request))
    const camera = { track: stream.getVideoTracks()[0] ?? null, problem: null }
    const microphone = { track: stream.getAudioTracks()[0] ?? null, problem: null }
    return { ...(request.camera && { camera }), ...(request.microphone && { microphone }) }
  } catch (error) {
    const problem = problemOf(error)
    if (!request.camera || !request.microphone) {
      const chosen = (request.camera ?? request.microphone)?.deviceId ?? ''
      // The chosen device is not here today: any other is better than none.
      return problem === 'missing' && chosen !== ''
        ? await askDevices(mediaDevices, withoutChoice(request))
        : answerAll(request, problem)
    }
    // Asked for both and refused: who said no just now is not asked once more, unless one of the two is allowed already.
    const allowed = { camera: await permission('camera'), microphone: await permission('microphone') }
    const someGranted = allowed.camera === 'granted' || allowed.microphone === 'granted'
    if (problem === 'denied' && !someGranted) return answerAll(request, 'denied')
    const ask = (kind: DeviceKind) =>
      allowed[kind] === 'denied'
        ? answerAll({ [kind]: request[kind] }, 'denied')
        : askDevices(mediaDevices, { [kind]: request[kind] })
    return { ...(await ask('camera')), ...(await ask('microphone')) }
  }
}

function answerAll(request: DeviceRequest, problem: Problem): Partial<Record<DeviceKind, DeviceAnswer>> {
  const answer = { track: null, problem }
  return { ...(request.camera && { camera: answer }), ...(request.microphone && { microphone: answer }) }
}

function withoutChoice(request: DeviceRequest): DeviceRequest {
  const any = { deviceId: '' }
  return { ...(request.camera && { camera: any }), ...(request.microphone && { microphone: any }) }
}

function constraintsFor({ camera, microphone }: DeviceRequest): MediaStreamConstraints {
  // Exact, since browsers weigh an ideal device against the size of its picture and then take another one.
  const id = (deviceId: string) => (deviceId === '' ? {} : { deviceId: { exact: deviceId } })
  return {
    ...(camera && {
      video: {
        ...(camera.deviceId === '' ? { facingMode: { ideal: 'user' } } : id(camera.deviceId)),
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30, max: 30 },
      },
    }),
    ...(microphone && {
      audio: {
        ...id(microphone.deviceId),
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    }),
  }
}

async function permission(kind: DeviceKind): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name: kind })).state
  } catch {
    return 'prompt' // Firefox before 131 does not know these names
  }
}
