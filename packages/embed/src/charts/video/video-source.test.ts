import { expect, it } from 'vitest'
import { videoSource } from './video-source.js'

it.each([
  ['https://www.youtube.com/watch?v=abc_DEF-123&t=4', 'frame', 'https://www.youtube-nocookie.com/embed/abc_DEF-123'],
  ['https://youtu.be/abc_DEF-123', 'frame', 'https://www.youtube-nocookie.com/embed/abc_DEF-123'],
  ['https://vimeo.com/123456', 'frame', 'https://player.vimeo.com/video/123456?dnt=1'],
  ['https://example.com/a.mp4', 'file', 'https://example.com/a.mp4'],
  ['http://constructor/x', 'file', 'http://constructor/x'],
  [
    'https://youtube.com.example.org/watch?v=abc_DEF-123',
    'file',
    'https://youtube.com.example.org/watch?v=abc_DEF-123',
  ],
])('%s is played in a %s', (written, kind, address) => expect(videoSource(written)).toEqual({ kind, address }))

it.each([
  '',
  'a.mp4',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://vimeo.com/about',
  'https://youtu.be/"onload="x',
])('%s is no video', (written) => expect(videoSource(written)).toBeUndefined())
