// The window's own transport. With `call.ts`, all that knows Tauri.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';

import { mediaAddress, type Transport } from './call';
import type { Event } from './types';

/**
 * Only WebView2 gives physical pixels. GTK and AppKit give the page's own, though Tauri calls all
 * three physical (wry's `drag_drop` of each platform).
 */
export function pointInPage({ x, y }: { x: number; y: number }): { x: number; y: number } {
  const scale = navigator.userAgent.includes('Windows') ? window.devicePixelRatio : 1;
  return { x: x / scale, y: y / scale };
}

export const tauri: Transport = {
  call: (command, args) => invoke(command, args),
  listen: (handler) => listen<Event>('desk', (event) => handler(event.payload)),
  dragged: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'leave') return handler({ kind: 'leave' });
      const { x, y } = pointInPage(payload.position);
      if (payload.type === 'drop') handler({ kind: 'drop', x, y, paths: payload.paths });
      else handler({ kind: 'over', x, y });
    }),
  closing: (handler) =>
    getCurrentWindow().onCloseRequested(async (event) => {
      if (!(await handler())) event.preventDefault();
    }),
  picture: mediaAddress,
};
