// The window's own transport. With `call.ts`, all that knows Tauri.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';

import { mediaAddress, type Transport } from './call';
import type { Event } from './types';

export const tauri: Transport = {
  call: (command, args) => invoke(command, args),
  listen: (handler) => listen<Event>('desk', (event) => handler(event.payload)),
  dragged: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'leave') return handler({ kind: 'leave' });
      // Physical pixels come from the system; the page counts in CSS pixels.
      const x = payload.position.x / window.devicePixelRatio;
      const y = payload.position.y / window.devicePixelRatio;
      if (payload.type === 'drop') handler({ kind: 'drop', x, y, paths: payload.paths });
      else handler({ kind: 'over', x, y });
    }),
  closing: (handler) =>
    getCurrentWindow().onCloseRequested(async (event) => {
      if (!(await handler())) event.preventDefault();
    }),
  picture: mediaAddress,
};
