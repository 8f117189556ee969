import { vitePlugin as remix } from '@remix-run/dev'
import { Features } from 'lightningcss'
import { defineConfig } from 'vite'

// The oldest browsers that owners still bring: Safari 13 (iPhone 6s left on iOS 13), Chrome 80.
const oldest = { safari: 13 << 16, ios_saf: 13 << 16, chrome: 80 << 16 }

export default defineConfig({
  plugins: [
    remix({
      appDirectory: 'web',
      buildDirectory: 'build',
      ssr: true,
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: true,
      },
    }),
  ],
  css: { transformer: 'lightningcss', lightningcss: { targets: oldest, include: Features.LogicalProperties } },
  build: { target: ['safari13', 'chrome80'], cssMinify: 'lightningcss', assetsInlineLimit: 0 },
  // One classic script that any browser can defer; the islands are not a module graph.
  worker: { format: 'iife' },
})
