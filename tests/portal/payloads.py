"""Words that become something else when they are not kept words: written for these tests."""

from __future__ import annotations

PAYLOADS = (
    "<script>did=1</script>",
    "<ScRiPt>did=1</sCrIpT>",
    "<script/x>did=1</script>",
    "</script><script>did=1</script>",
    "<scr<script>ipt>did=1</script>",
    "<script src=data:,did=1></script>",
    "<script type=module>globalThis.did=1</script>",
    "<noscript><p title='</noscript><img src=x onerror=did=1>'>",
    "<img src=x onerror=did=1>",
    "<img src=x\nonerror\n=\ndid=1>",
    "<img/src=x/onerror=did=1//",
    "<image src=x onerror=did=1>",
    "<svg onload=did=1>",
    "<svg><script>did=1</script></svg>",
    "<svg><animate onbegin=did=1 attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:did=1><text y=9>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload=did=1>#x'/></svg>",
    "<svg><foreignObject><body onload=did=1></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=did=1>",
    "<math><annotation-xml encoding=text/html><script>did=1</script>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=did=1>",
    "<style><style/><img src=x onerror=did=1>",
    "<style>@import'data:text/css,*{}'</style>",
    "<textarea></textarea><img src=x onerror=did=1>",
    "</textarea><script>did=1</script>",
    "</title><script>did=1</script>",
    "</option></select><img src=x onerror=did=1>",
    "--><img src=x onerror=did=1>",
    "]]><img src=x onerror=did=1>",
    '"><script>did=1</script>',
    "'><script>did=1</script>",
    '" autofocus onfocus=did=1 x="',
    "' autofocus onfocus=did=1 x='",
    "` onmouseover=did=1 `",
    "<details open ontoggle=did=1>x",
    "<video><source onerror=did=1></video>",
    "<audio src onloadstart=did=1>",
    "<input autofocus onfocus=did=1>",
    "<marquee onstart=did=1>x",
    "<body onpageshow=did=1>",
    "<iframe srcdoc='<script>parent.did=1</script>'></iframe>",
    "<iframe src=javascript:parent.did=1></iframe>",
    "<object data=javascript:did=1>",
    "<embed src=javascript:did=1>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:did=1'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<a href=javascript:did=1>x</a>",
    "<a href='java&#9;script:did=1'>x</a>",
    "<a href='\u0001javascript:did=1'>x</a>",
    "javascript:did=1",
    "data:text/html,<script>did=1</script>",
    "&lt;script&gt;did=1&lt;/script&gt;",
    "&#60;script&#62;did=1&#60;/script&#62;",
    "%3Cscript%3Edid=1%3C/script%3E",
    "\\u003cscript\\u003edid=1\\u003c/script\\u003e",
    "\uff1cscript\uff1edid=1\uff1c/script\uff1e",
    "\u202e<script>did=1</script>\u202c",
    "<\u200bscript>did=1</script>",
    "\u2028<script>did=1</script>\u2029",
    "{{constructor.constructor('did=1')()}}",
    "{% load x %}{{ request.user.password }}${did=1}#{did=1}<%= did=1 %>",
    "<p hx-get=/ hx-trigger=load hx-on:click=did=1 data-hx-on:load=did=1>x",
    "<template shadowrootmode=open><script>did=1</script></template>",
    "<x onanimationstart=did=1 style=animation-name:x>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "[x](javascript:did=1)",
    "![x](x){onerror=did=1}",
)


def batches(room: int) -> list[str]:
    """The payloads, as many to one text as there is room for; none is cut."""
    found, text = [], ""
    for one in (one for one in PAYLOADS if len(one) <= room):
        if len(text) + len(one) + 1 > room:
            found.append(text)
            text = ""
        text = f"{text} {one}" if text else one
    return [*found, text]
