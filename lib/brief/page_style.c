/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a page looks: one column that reads well on a phone and prints well; no red and no green. */
#include "brief_internal.h"

const char page_style[] =
	"*{box-sizing:border-box}"
	"html{-webkit-text-size-adjust:100%}"
	"body{font:1.0625rem/1.6 'Noto Serif',Georgia,'Noto Naskh Arabic','Noto Nastaliq "
	"Urdu',serif;color:#1a1a1a;background:#fff;max-width:44rem;margin:0 auto;"
	"padding:1.5rem 1.1rem 4rem;overflow-wrap:break-word}"
	"h1,h2,h3,h4,table,figcaption,.by,.date,.author,.subtitle,.result,dt,nav,summary,.made,"
	".note{font-family:'Noto Sans',system-ui,-apple-system,'Segoe UI',sans-serif}"
	"h1{font-size:1.9rem;line-height:1.2;margin:.2rem 0 .4rem}"
	"h2{font-size:1.25rem;line-height:1.3;margin:2.2rem 0 .6rem}"
	"h3{font-size:1.05rem;margin:1.6rem 0 .4rem}"
	"header{border-bottom:2px solid #1a1a1a;margin-bottom:1.4rem;padding-bottom:.8rem}"
	".subtitle{font-size:1.1rem;color:#595959;margin:.1rem 0}"
	".author,.date{font-size:.9rem;color:#595959;margin:.1rem 0}"
	"a{color:#1f4e79}"
	":focus-visible{outline:3px solid #1f4e79;outline-offset:2px}"
	".skip{position:absolute;left:-99rem;background:#fff;padding:.4rem .8rem}"
	".skip:focus{left:.6rem;top:.6rem;z-index:1}"
	"nav{background:#f4f3ee;padding:.2rem 1rem .8rem;font-size:.92rem;margin-bottom:1.6rem}"
	"nav h2{margin-top:.9rem;font-size:1rem}"
	"nav ol{padding-left:1.6rem;margin:0}nav li{margin:.25rem 0}"
	"nav .result{color:#595959;white-space:normal}"
	"nav .result::before{content:'\\2013\\00a0'}"
	".claim{border:1px solid #c9c9c4;border-left:.35rem solid #1f4e79;padding:.7rem "
	"1rem .8rem;margin:1.4rem 0;background:#fff;}"
	".claim:target{background:#f4f3ee}"
	".said{font-size:1.12rem;margin:.1rem 0 .2rem}"
	".by{font-size:.85rem;color:#595959;margin:0 0 .5rem}"
	"dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.2rem .9rem;margin:.4rem "
	"0;font-size:.95rem}"
	"dt{color:#595959;font-size:.85rem;padding-top:.1rem}dd{margin:0}"
	"strong.result{font-weight:700}"
	"details{margin:.5rem 0 0}summary{cursor:pointer;font-size:.88rem;color:#1f4e79}"
	".how{font-size:.92rem}.how p{margin:.4rem 0}"
	"figure{margin:1.4rem 0}figure img{width:100%;height:auto;display:block}"
	"figcaption{font-size:.88rem;color:#595959;margin-top:.4rem}"
	".wide{overflow-x:auto}"
	"table{border-collapse:collapse;font-size:.85rem;line-height:1.4;margin:.5rem 0;width:100%}"
	"caption{text-align:left;font-weight:600;padding:.2rem 0}"
	"th,td{text-align:left;vertical-align:top;padding:.25rem .7rem .25rem 0;border-bottom:1px "
	"solid #c9c9c4}"
	"th{border-bottom:1.5px solid #1a1a1a;font-weight:600}"
	"td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}"
	"pre{background:#f4f3ee;padding:.6rem .8rem;overflow-x:auto;font:.8rem/1.45 'Noto Sans "
	"Mono','DejaVu Sans Mono',ui-monospace,monospace;white-space:pre-wrap}"
	"code{font:.88em 'Noto Sans Mono','DejaVu Sans Mono',ui-monospace,monospace}"
	"blockquote{margin:1rem 0;padding-left:1rem;border-left:.2rem solid #c9c9c4;color:#333}"
	"a.number{color:inherit;text-decoration:underline dotted #595959;"
	"text-underline-offset:.2em;unicode-bidi:isolate}"
	".note{font-size:.9rem;border-top:1px solid #c9c9c4;padding:.3rem 0}"
	".note p{margin:.3rem 0}"
	"#sources li{font-size:.88rem;margin:.2rem 0}"
	".made{font-size:.85rem;color:#595959;border-top:1px solid "
	"#c9c9c4;padding-top:.6rem;"
	"margin-top:1.6rem}"
	"[dir=rtl],:lang(ur),:lang(ps),:lang(fa),:lang(ar){direction:rtl}"
	"@media screen{.note:target{position:fixed;left:0;right:0;bottom:0;background:#fff;"
	"border-top:3px solid #1f4e79;padding:.6rem 1.2rem "
	"1rem;max-height:60vh;overflow:auto;"
	"box-shadow:0 -4px 18px rgba(0,0,0,.18)}}"
	"@media (max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.35rem}"
	"body{font-size:1rem}h1{font-size:1.5rem}"
	/* A chart that is made as narrow as a phone has letters that nobody reads. */
	"figure img{min-width:36rem}}"
	"@media "
	"print{.skip{display:none}body{max-width:none;font-size:10.5pt;padding:0}a{color:inherit}"
	"details>*{display:block}nav{background:none;border:1px solid #c9c9c4}"
	"h2,h3,.said,.by{break-after:avoid}figure,tr{break-inside:avoid}"
	"caption,thead,tr:first-child{break-after:avoid}tbody tr:last-child{break-before:avoid}"
	".claim{break-inside:auto;box-decoration-break:clone}.claim>dl{break-inside:avoid}"
	".how,.how table{font-size:8pt;line-height:1.3}.how td,.how th{padding:.12rem .5rem .12rem "
	"0}"
	".note pre{font-size:7pt}}"
	"@page{size:A4;margin:20mm 18mm 20mm;@bottom-center{content:counter(page) ' / ' "
	"counter(pages);font:8pt 'Noto Sans',sans-serif;color:#595959}}";

const char page_style_restricted[] =
	".restricted{font:700 1rem/1.4 'Noto Sans',system-ui,sans-serif;color:#7a2d00;"
	"border:2px solid #7a2d00;padding:.4rem .8rem;margin:0 0 1rem}"
	"@page{@top-center{content:'RESTRICTED';font:700 10pt 'Noto Sans',sans-serif;"
	"color:#7a2d00}}";

const char brief_restricted[] =
	"RESTRICTED: exact places and days, and names that are withheld elsewhere; not for "
	"publication";

const char *mizan_page_style(void)
{
	return page_style;
}

const char *mizan_page_style_restricted(void)
{
	return page_style_restricted;
}

const char *mizan_brief_restricted(const struct mizan_brief *brief)
{
	return brief->restricted ? brief_restricted : NULL;
}
