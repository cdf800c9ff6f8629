/** The report's style sheet: system fonts, light and dark, A4 in print. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#5b6675;--line:#dde2e9;--before:#7c8a9c;--before-fill:#9aa7b866;--now:#c2410c;--now-fill:#f9731633;--calm:#15803d;--seen:#a16207;--event:#b91c1c}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--ink:#e7ebf0;--soft:#9aa6b5;--line:#2e3743;--before:#8d9bb0;--before-fill:#8d9bb044;--now:#fb923c;--now-fill:#fb923c3d;--calm:#4ade80;--seen:#facc15;--event:#f87171}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 24px}
.kicker{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;color:var(--soft);font-size:14px}
.state{border:1.5px solid currentColor;border-radius:999px;padding:1px 12px;font-weight:600}
.state.calm{color:var(--calm)}.state.seen{color:var(--seen)}.state.event{color:var(--event)}
h1{font-size:21px;line-height:1.42;font-weight:600;margin:14px 0 20px;text-wrap:pretty;overflow-wrap:anywhere}
h2{font-size:16px;margin:28px 0 10px}
.legend{display:flex;gap:18px;color:var(--soft);font-size:13px;margin:0 0 10px}
.legend i{display:inline-block;width:14px;height:10px;border-radius:2px;margin-right:6px;border:1.5px solid}
.legend .before{border-color:var(--before);background:var(--before-fill)}.legend .now{border-color:var(--now);background:var(--now-fill)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 18px 14px;break-inside:avoid}
.card h3{margin:0;font-size:16px;overflow-wrap:anywhere}.card h3 small{font-weight:400;color:var(--soft);font-size:14px}
.card .lead{margin:2px 0 8px;font-size:14px;color:var(--soft)}.card .lead b{color:var(--now);font-size:15px}
.card svg{display:block;width:100%;height:auto}
svg text{fill:var(--soft);font-size:12px;text-anchor:middle}
.area{stroke-width:1.6;stroke-linejoin:round}.area.before{fill:var(--before-fill);stroke:var(--before)}.area.now{fill:var(--now-fill);stroke:var(--now)}
.base,.tick{stroke:var(--line);stroke-width:1.2}.mean{stroke-width:1.4;stroke-dasharray:4 3}.mean.before{stroke:var(--before)}.mean.now{stroke:var(--now)}
dl{display:grid;grid-template-columns:repeat(3,1fr);gap:8px 14px;margin:10px 0 0;padding-top:10px;border-top:1px solid var(--line);font-size:13px}
dl div{min-width:0}dt{color:var(--soft);font-size:12px}dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.categories{width:100%;border-collapse:collapse;font-size:13px}.categories th{text-align:left;font-weight:400;width:34%;padding:3px 8px 3px 0;overflow-wrap:anywhere}
.categories td{padding:3px 0}.categories div{display:flex;align-items:center;gap:6px;height:13px}
.bar{display:inline-block;height:9px;min-width:1px;border-radius:2px;flex:none}.bar.before{background:var(--before)}.bar.now{background:var(--now)}
.share{color:var(--soft);font-size:11px}.categories em{color:var(--now);font-style:normal;font-size:11px;border:1px solid;border-radius:4px;padding:0 4px}
details{background:var(--card);border:1px solid var(--line);border-radius:12px;margin-top:20px}
summary{cursor:pointer;padding:12px 18px;font-weight:600}
.scroll{overflow-x:auto;padding:0 18px 14px}
.rest{width:100%;border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
.rest th,.rest td{padding:5px 10px 5px 0;border-top:1px solid var(--line);text-align:right;white-space:nowrap}
.rest th:first-child,.rest td:first-child{text-align:left}.rest thead th{border:0;color:var(--soft);font-weight:500;font-size:12px}.rest tbody th{font-weight:500}
.spark{width:120px;height:27px;display:block;margin-left:auto}.spark .area{stroke-width:1}
.note{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--now);border-radius:8px;padding:10px 16px;margin:0 0 16px}
.none{color:var(--soft)}
footer{margin-top:24px;color:var(--soft);font-size:12.5px}footer p{margin:0 0 6px}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--before:#7c8a9c;--before-fill:#9aa7b866;--now:#c2410c;--now-fill:#f9731633;--calm:#15803d;--seen:#a16207;--event:#b91c1c;color-scheme:light}
body{font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}main{padding:0;max-width:none}.cards{grid-template-columns:1fr 1fr}details::details-content{content-visibility:visible;height:auto}}
`;
