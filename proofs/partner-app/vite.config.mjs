import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Before the page is drawn the mocks are started: `await` at the top of a module.
export default defineConfig({ plugins: [react()], build: { target: 'es2022' } })
