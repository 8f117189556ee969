import { houseAccent, ink, paper } from './messages/accent.ts'

/** The demonstration mailbox wears the site's face (interface-fr.md, "The look"). */
export const mailboxStyle = `
*,*::before,*::after{box-sizing:border-box}
html{font-size:112.5%;-webkit-text-size-adjust:100%}
body{margin:0;background:${paper};color:${ink};border-top:8px solid ${houseAccent};line-height:1.5;
font-family:-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:44rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1rem;padding-bottom:1rem}
.name{margin:0;font-family:Georgia,'Times New Roman',serif;font-weight:700;font-size:1.05rem;color:#47505C}
.name a{color:inherit;text-decoration:none;display:inline-block;padding:.5rem 0}
.note{margin:0 0 2rem;color:#47505C}
h1{font-family:Georgia,'Times New Roman',serif;font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
a{color:${houseAccent};text-underline-offset:.15em}
a:focus-visible,iframe:focus-visible,pre:focus-visible{outline:3px solid ${ink};box-shadow:0 0 0 6px #FFD84D;outline-offset:0}
.mails{list-style:none;margin:0;padding:0;border-top:1px solid #D8D0C2}
.mails li{border-bottom:1px solid #D8D0C2;padding:1rem 0}
.mails h2{margin:0;font-size:1.1rem;line-height:1.35}
.mails h2 a{display:block;padding:.4rem 0;min-height:48px}
.mails p{margin:0;color:#47505C}
.empty{border:1px solid #D8D0C2;background:#fff;padding:1.5rem;margin:0}
dl{margin:0 0 1.5rem;display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}
dt{color:#47505C}
dd{margin:0;min-width:0}
.views{display:flex;flex-wrap:wrap;gap:0 .25rem;list-style:none;margin:0;padding:0}
.views a{display:block;padding:.65rem 1rem;min-height:48px;border:1px solid transparent;border-bottom:0}
.views a[aria-current]{background:#fff;border-color:#D8D0C2;color:${ink};font-weight:700;text-decoration:none;
box-shadow:inset 0 4px 0 ${houseAccent}}
.sheet{border:1px solid #D8D0C2;background:#fff;margin:0;width:100%}
iframe.sheet{display:block;height:56rem;background:${paper}}
pre.sheet{padding:1.25rem;white-space:pre-wrap;overflow-wrap:anywhere;font:1rem/1.5 ui-monospace,Consolas,Menlo,monospace}
.plain{display:inline-block;padding:.65rem 0;min-height:48px}
footer{padding-top:1.5rem;padding-bottom:3rem}
@media (min-width:40em){iframe.sheet{height:44rem}h1{font-size:2rem}}
`
